"""A study as a project for other programs (`projects.project`): what they know of it, and all else beside."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from qualcode.errors import InputError
from qualcode.importers.decode import decode
from qualcode.importers.normalise import normalise
from qualcode.linking import links
from qualcode.model import in_language
from qualcode.model.codings import CONSENSUS, PASSAGE, Memo
from qualcode.model.people import Guide
from qualcode.model.texts import Described, Part
from qualcode.naming import present_code
from qualcode.projecting.codes import codes_of
from qualcode.projecting.ids import Ids
from qualcode.projecting.people import Variables, cases_of
from qualcode.projects.project import NOBODY, Aside, Group, Hand, Link, Mark, Note, Project, ProjectText, User
from qualcode.store.reading.coded import text_of
from qualcode.store.reading.projected import Placed, consents, original, placed, renderings
from qualcode.store.receiving.foreign import ASIDE, foreign_ids, kept_aside
from qualcode.study import Study

_GUID = re.compile(rb'<[^>]*?\sguid="([^"]+)"')
_GUIDS = re.compile(rb'(?<=targetGUID=")[^"]+')


class Choices(NamedTuple):
    """How a study goes out. With `pseudonyms` coders are numbered, nothing bears a name or a GUID that another program
    gave it, and nothing that was kept aside comes along; with `line_ends` texts say if they came with line ends of two.
    """

    pseudonyms: bool = False
    line_ends: bool = False


AS_IT_IS = Choices()
_MEMBERS = ("codes", "texts", "notes", "asides")


def project_of(study: Study, choices: Choices = AS_IT_IS, tell: Callable[[str], None] | None = None) -> Project:
    """The study as a project; `tell` hears of each document, and may raise to stop."""
    return _Outgoing(study, choices).project(tell or (lambda document: None))


def naming(coders: Iterable[str]) -> re.Pattern[str]:
    """What finds the names of coders in words; the consensus is nobody's name."""
    names = sorted((re.escape(one) for one in coders if one != CONSENSUS), key=len, reverse=True)
    return re.compile(rf"(?<!\w)(?:{'|'.join(names)})(?!\w)" if names else "(?!)", re.IGNORECASE)


def codebook_of(study: Study, choices: Choices = AS_IT_IS) -> Project:
    """The codes of a study alone, and the sets of codes that came with some."""
    ids = Ids(study, foreign=not choices.pseudonyms)
    title = in_language(study.codebook.title or study.title, next(iter(study.languages), ""))
    codes = tuple(codes_of(study, ids))
    sets = () if choices.pseudonyms else _sets(study, ids, {code.id for code in codes})
    return Project(title, codes=codes, groups=tuple(sets))


def _sets(study: Study, ids: Ids, known: set[str]) -> Iterator[Group]:
    """The sets that came with projects, of what is `known` of their members; none of which nothing is left."""
    for one in foreign_ids(study.connection, "set"):
        members = {kind: tuple(guid for guid in ids.now(one.more.get(kind, ())) if guid in known) for kind in _MEMBERS}
        if any(members.values()) or not any(one.more.get(kind) for kind in _MEMBERS):
            codes, texts, notes, asides = members.values()
            yield Group(one.guid, one.name, str(one.more.get("description", "")), codes, texts, notes, asides=asides)


class _Outgoing:
    """A study on its way out: what its coders are called, what is said of its codings."""

    def __init__(self, study: Study, choices: Choices) -> None:
        self._study, self._choices = study, choices
        self._foreign = not choices.pseudonyms
        self._ids = Ids(study, foreign=self._foreign)
        self._variables = Variables(study, self._ids, foreign=self._foreign)
        self._users: dict[str, User] = {}
        self._coders = frozenset(study.coders())
        self._strange = foreign_ids(study.connection, "user") if self._foreign else []
        self._initials = {one.guid: str(one.more.get("initials", "")) for one in self._strange}
        self._met = {one.guid: one.own for one in foreign_ids(study.connection, "coder")}
        self._consents, self._renderings = consents(study.connection), renderings(study.connection)
        self._voices = {one.id: study.voices(one.id) for one in study.catalogue()}

    def project(self, tell: Callable[[str], None]) -> Project:
        """All of it, each part after those it needs."""
        study, ids = self._study, self._ids
        codes = tuple(codes_of(study, ids))
        texts = tuple(self._texts(tell))
        lengths = {text.id: len(text.text) for text in texts}
        cases = tuple(cases_of(study, ids, self._variables, self._voices, lengths, foreign=self._foreign))
        known = {code.id for code in codes} | {text.id for text in texts} | {case.id for case in cases}
        known |= {name for text in texts for mark in text.marks for name in (mark.id, mark.selection)}
        notes = tuple(note for note in map(self._note, self._memos()) if not note.target or note.target in known)
        known |= {note.id for note in notes}
        asides = tuple(self._asides())
        kept = {found[1].decode() for one in asides if (found := _GUID.match(one.element))}
        return Project(
            in_language(study.title, next(iter(study.languages), "")),
            codes=codes,
            texts=texts,
            variables=self._variables.every(),
            cases=cases,
            notes=notes,
            links=tuple(self._links(known)),
            groups=(*self._sites(), *(_sets(study, ids, known | kept) if self._foreign else ())),
            asides=asides,
            users=(*self._users.values(), *self._strangers()),
            fields=self._fields(),
        )

    # ------------------------------------------------------------------ who

    def _user(self, coder: str) -> str:
        """The id of a coder, who is a user of the project from then on."""
        if coder not in self._users:
            self._users[coder] = self._new_user(coder)
        return self._users[coder].id

    def _new_user(self, coder: str) -> User:
        if not self._choices.pseudonyms:
            guid = self._ids.of("coder", coder)
            return User(guid, coder, self._initials.get(guid, ""))
        people = sum(name != CONSENSUS for name in self._users)
        name = coder if coder == CONSENSUS else f"Coder {people + 1}"
        return User(self._ids.made("pseudonym", name), name)

    def _of_user(self, guid: str | None) -> str | None:
        """The user of a project taken in who did something there, as who they are now."""
        coder = self._met.get(guid or "")
        return self._user(coder) if coder else guid

    def _hand(self, said: object) -> Hand:
        """Who did something when in a project taken in."""
        if not isinstance(said, list) or len(said) != len(Hand._fields):
            return NOBODY
        return Hand(self._of_user(said[0]), said[1])

    def _name(self, coder: str) -> str:
        """What a coder is called in the project."""
        self._user(coder)
        return self._users[coder].name

    def _strangers(self) -> Iterator[User]:
        """Users of projects taken in who made nothing there."""
        known = {one.id for one in self._users.values()} | self._met.keys()
        for one in self._strange:
            if one.guid not in known:
                known.add(one.guid)
                yield User(one.guid, one.name, self._initials.get(one.guid, ""))

    # ------------------------------------------------------------------ texts

    def _texts(self, tell: Callable[[str], None]) -> Iterator[ProjectText]:
        parts = self._study.parts()
        done = {one.id: one.done for one in self._study.documents()}
        for said in self._study.described():
            tell(said.id)
            yield self._text(said, parts.get(said.id, ()), done[said.id])

    def _text(self, said: Described, parts: tuple[Part, ...], done: tuple[str, ...]) -> ProjectText:
        text = text_of(self._study.connection, said.id)
        turns, speakers = self._voices[said.id]
        known = self._ids.foreign("document", said.id)
        more = known.more if known else {"own": said.id}
        told = {"kind": said.kind if "own" in more else None, "wave": said.wave, **said.variables}
        fields = {
            "wave": said.wave,
            "guide": said.guide,
            "variables": dict(said.variables),
            "parts": [list(part) for part in parts],
            "done": [self._name(coder) for coder in done],
        }
        return ProjectText(
            self._ids.of("document", said.id),
            known.name if known and known.name else said.id,
            text,
            self._line_ends(said.id, text),
            tuple(map(self._mark, placed(self._study.connection, said.id))),
            tuple(turns),
            user=self._of_user(more.get("user")),
            at=more.get("at"),
            values=self._variables.values("document", told),
            language=said.language,
            kind=said.kind,
            site=said.site or "",
            date=said.date or "",
            own=said.id,
            people=tuple(speakers),
            inside=str(more.get("inside", "")),
            fields={name: value for name, value in fields.items() if value},
            changed=self._hand(more.get("changed")),
        )

    def _line_ends(self, document: str, text: str) -> bytes:
        """The text with line ends of two, if it came so."""
        if not self._choices.line_ends or b"\r\n" not in (came := original(self._study.connection, document)):
            return b""
        try:
            words, _encoding = decode(came)
        except InputError:
            return b""
        return text.replace("\n", "\r\n").encode() if normalise(words) == text else b""

    def _mark(self, one: Placed) -> Mark:
        known = self._ids.foreign("coding", str(one.id))
        more = known.more if known else {}
        return Mark(
            one.start,
            one.end,
            self._ids.of("code", one.code),
            self._user(one.coder),
            moment(one.at),
            self._ids.of("coding", one.id),
            "",
            known.holder if known and known.holder else self._ids.made("segment", one.segment),
            one.round,
            bool(one.key),
            bool(one.counter),
            self._beside(one.id) if one.id in self._consents or one.id in self._renderings else {},
            self._hand(more.get("drawn")),
            self._hand(more.get("redrawn")),
        )

    def _beside(self, coding: int) -> Mapping[str, object]:
        """Whether a passage may be quoted, and how it is shown."""
        said: dict[str, object] = {"consent": self._consents.get(coding), "renderings": self._shown(coding)}
        return {name: value for name, value in said.items() if value}

    def _shown(self, coding: int) -> list[list[str]]:
        rows = self._renderings.get(coding, ())
        return [[language, text, self._translator(author), quote] for language, text, author, quote in rows]

    def _translator(self, name: str) -> str:
        """Who translated a passage: a coder, or anybody else."""
        return self._name(name) if name in self._coders else "" if self._choices.pseudonyms else name

    # ------------------------------------------------------------------ notes, sets, links

    def _memos(self) -> Iterator[Memo]:
        """The memos, without those on sites and documents that are there no more."""
        sites = {f"site:{site.id}" for site in self._study.sites}
        for memo in self._study.memos():
            noun, _colon, own = memo.target.partition(":")
            gone = noun == "site" and memo.target not in sites
            if not gone and not (noun == PASSAGE and own.rpartition(":")[0] not in self._voices):
                yield memo

    def _note(self, memo: Memo) -> Note:
        known = self._ids.foreign("memo", str(memo.id))
        on, target, passage, elsewhere = self._target(memo.target)
        words = memo.text.removeprefix(f"{known.name}\n\n") if known and known.name else memo.text
        cited = {str(link.coding): self._ids.of("coding", link.coding) for link in links(memo.text)}
        fields = {"kind": memo.kind, "date": memo.date, "target": elsewhere, "links": cited}
        return Note(
            self._ids.of("memo", memo.id),
            words,
            on,
            target,
            known.name if known else "",
            self._user(memo.coder),
            moment(memo.at),
            passage,
            {name: value for name, value in fields.items() if value and (name, value) != ("kind", "analytic")},
            self._hand(known.more.get("changed") if known else None),
        )

    def _target(self, written: str) -> tuple[str, str, tuple[str, int, int] | None, str]:
        """What a memo is on: a thing of the project, a passage, or what only the study has."""
        noun, _colon, own = written.partition(":")
        if noun == PASSAGE:
            document, _colon, place = own.rpartition(":")
            start, _dash, end = place.partition("-")
            return "", "", (self._ids.of("document", document), int(start), int(end)), ""
        on = {"code": "code", "document": "text", "coding": "mark", "participant": "case"}.get(noun)
        if on is None:
            return "", "", None, "" if written == "study" else written
        return on, self._ids.of(noun, own), None, ""

    def _sites(self) -> Iterator[Group]:
        """The sites, each with its own documents."""
        language = next(iter(self._study.languages), "")
        held: dict[str, list[str]] = {}
        for one in self._study.catalogue():
            if one.site:
                held.setdefault(one.site, []).append(self._ids.of("document", one.id))
        for site in self._study.sites:
            fields = {"id": site.id, "parent": site.parent, "label": dict(site.label), "attributes": site.attributes}
            label = in_language(site.label, language)
            yield Group(self._ids.of("site", site.id), label, texts=tuple(held.get(site.id, ())),
                        fields={"site": {name: value for name, value in fields.items() if value}})  # fmt: skip

    def _links(self, known: set[str]) -> Iterator[Link]:
        for one in foreign_ids(self._study.connection, "link") if self._foreign else ():
            origin, target = (self._ids.now((str(one.more.get(end, "")),))[0] for end in ("origin", "target"))
            if {origin, target} <= known:
                direction, colour = str(one.more.get("direction") or ""), one.more.get("colour")
                yield Link(one.guid, origin, target, one.name, direction, colour)

    def _asides(self) -> Iterator[Aside]:
        folder, now = self._study.folder / ASIDE, dict(self._become())
        for one in kept_aside(self._study.connection) if self._foreign else ():
            files = {name: folder / file for name, file in one.files.items() if (folder / file).is_file()}
            element = one.element
            for guid in now.keys() & set(map(bytes.decode, _GUIDS.findall(element))):
                element = element.replace(guid.encode(), now[guid].encode())
            yield Aside(one.what, one.name, element, files)

    def _become(self) -> Iterator[tuple[str, str]]:
        """The ids that other programs gave to codes, with those of what has become of these, where it is another."""
        book = self._study.codebook
        for one in foreign_ids(self._study.connection, "code"):
            code = present_code(book, one.own)
            if code is not None and (now := self._ids.of("code", code.id)) != one.guid:
                yield one.guid, now

    def _fields(self) -> dict[str, Any]:
        """What study.yaml says that only a study knows."""
        study = self._study
        said = {
            "title": dict(study.title),
            "languages": list(study.languages),
            "codebook": dict(study.codebook.title),
            "guides": {name: _guide(one) for name, one in study.guides.items()},
            "variables": {holder: dict(said) for holder, said in study.variables.items() if said},
            "stop_words": {language: list(words) for language, words in study.stop_words.items()},
            "queries": self._queries(),
        }
        return {name: value for name, value in said.items() if value}

    def _queries(self) -> dict[str, str]:
        """The saved queries; under pseudonyms those that name no coder."""
        found = naming(self._coders if self._choices.pseudonyms else ())
        return {name: query for name, query in self._study.queries.items() if not found.search(f"{name} {query}")}


def _guide(guide: Guide) -> dict[str, Any]:
    """A guide as study.yaml has it."""
    questions = [{"text": dict(one.text), "asks": list(one.asks)} for one in guide.questions]
    said = {"title": dict(guide.title), "asks": list(guide.asks), "questions": questions}
    return {name: value for name, value in said.items() if value}


def moment(at: str) -> str:
    """A moment in UTC, as short as it can be said."""
    bare = at.removesuffix("+00:00")
    return f"{bare.removesuffix('.000')}Z" if bare != at else at
