"""The texts of a REFI-QDA project with their marks: each by how its own positions are found to be counted."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple
from xml.etree.ElementTree import Element

from qualcode.errors import InputError
from qualcode.projects.archive import Archive
from qualcode.projects.folding import unfolded
from qualcode.projects.positions import (
    UTF_16,
    Counted,
    Given,
    Passage,
    Source,
    chosen,
    evidence,
    is_quote,
    pooled,
)
from qualcode.projects.project import Convention, Mark, ProjectText, User
from qualcode.projects.refi_elements import Coded, Stretch, Text, child, refs
from qualcode.projects.refi_ids import Ids, key, made

_VALUES = ("TextValue", "BooleanValue", "IntegerValue", "FloatValue", "DateValue", "DateTimeValue")
_NOBODY = "00000000-0000-0000-0000-000000000000"

Place = tuple[str, int, int]


class Noted(NamedTuple):
    """That a note, by the id it is referred to, is on something, or on a passage."""

    note: str
    on: str = ""
    target: str = ""
    passage: Place | None = None


@dataclass(slots=True)
class Known:
    """What of a project is known by its ids so far, and what is lost."""

    lost: Counter[str] = field(default_factory=Counter)
    users: Ids = field(default_factory=Ids)
    codes: Ids = field(default_factory=Ids)
    cases: Ids = field(default_factory=Ids)
    texts: Ids = field(default_factory=Ids)
    marks: Ids = field(default_factory=Ids)
    notes: Ids = field(default_factory=Ids)
    strangers: list[User] = field(default_factory=list)
    variables: dict[str, str] = field(default_factory=dict)
    places: dict[str, Place] = field(default_factory=dict)
    bare: set[str] = field(default_factory=set)
    said: dict[str, list[Place]] = field(default_factory=dict)
    noted: list[Noted] = field(default_factory=list)
    remarks: list[tuple[str, Stretch, Place]] = field(default_factory=list)

    def user(self, *written: str) -> str | None:
        """The first of these users that somebody is; one who is not in the list of users is taken in by their id."""
        named = next((one.strip() for one in written if one.strip() and key(one) != _NOBODY), None)
        if named is None:
            return None
        if self.users.add(named):
            self.strangers.append(User(named, named))
        return self.users.of(named)

    def note(self, notes: Iterable[str], on: str = "", target: str = "", passage: Place | None = None) -> None:
        """Remember what notes are on."""
        self.noted.extend(Noted(note, on, target, passage) for note in notes)

    def values(self, elements: Iterable[Element]) -> dict[str, str]:
        """Values of variables by their names."""
        found: dict[str, str] = {}
        for one in elements:
            name = self.variables.get(key(next(iter(refs(one, "VariableRef")), "")))
            value = next((held for kind in _VALUES if (held := child(one, kind)) is not None), None)
            if name is None:
                self.lost["value of an unknown variable"] += 1
            elif value is not None and value.text:
                found[name] = value.text
        return found


def usual(origin: str) -> Convention | None:
    """The convention a program is known to have, by what it says it is."""
    if re.search("nvivo", origin, re.IGNORECASE):
        return Convention(UTF_16, 1 if re.search(r"\bmac", origin, re.IGNORECASE) else 2, False, 0.0)
    return None


@dataclass(slots=True)
class _Held:
    """A text that is there, with its bytes."""

    text: Text
    source: Source
    original: bytes


def words_of(text: Text, archive: Archive, base: str) -> tuple[Source, bytes] | None:
    """The words of a text or a note: of its file, else as written in its place; None where they are nowhere."""
    found = archive.find(*paths(text.path, base)) if text.path else None
    try:
        if found:
            original = archive.read(found)
            return Source(original), original
        if text.content is not None:
            original = text.content.encode("utf-8", "replace")
            return Source(original, "utf-8"), original
    except InputError:
        return None
    return None


def paths(written: str, base: str) -> tuple[str, ...]:
    """Where in an archive a file may lie that an element names, likeliest first; `base` is the project's own folder."""
    path = re.sub(r"^(internal|relative|file):/*", "", written.strip().replace("\\", "/")).lstrip("/")
    name = path.rpartition("/")[2]
    start = "" if base in ("", ".") else f"{base}/"
    return tuple(dict.fromkeys(f"{start}{one}" for one in (f"sources/{path}", path, f"sources/{name}", name) if one))


def texts_of(
    found: Sequence[Text], archive: Archive, base: str, known: Known, origin: str, given: Mapping[str, Given]
) -> tuple[list[ProjectText], dict[str, Convention]]:
    """The texts that are there, and by the name of each that has positions how these are counted."""
    held = list(_held(found, archive, base, known))
    asked = [[Passage(one.start, one.end, _written(one)) for one in each.text.stretches] for each in held]
    program = usual(origin)
    told = [evidence(each.source, passages, program) for each, passages in zip(held, asked, strict=True)]
    shared = pooled(told)
    texts, conventions = [], {}
    for each, passages, own in zip(held, asked, told, strict=True):
        identity = _identity(each.text, known)
        wanted = given.get(each.text.name) or given.get(identity) or given.get("")
        convention = chosen(each.source, passages, own, shared, program, wanted)
        if passages:
            conventions[identity] = convention
        texts.append(_text(each, identity, each.source.counted(convention), known))
    return texts, conventions


def _held(found: Iterable[Text], archive: Archive, base: str, known: Known) -> Iterator[_Held]:
    for text in found:
        words = words_of(text, archive, base)
        if words is None:
            known.lost["text without its file"] += 1
            known.lost["coding of a text without its file"] += sum(len(one.codings) for one in text.stretches)
            continue
        known.lost["formatted copy of a text"] += bool(text.rich_path and archive.find(*paths(text.rich_path, base)))
        yield _Held(text, *words)


def _identity(text: Text, known: Known) -> str:
    written = text.id.strip() or made("text", text.name, text.path)
    if not known.texts.add(written):
        written = made("text", written, text.name, text.path, len(known.places))
        known.texts.add(written)
    known.texts.add(text.also, written)
    return known.texts.of(written) or written


def _written(stretch: Stretch) -> tuple[str, ...]:
    return tuple(words for words in (stretch.name, stretch.description) if words)


def _text(held: _Held, identity: str, counted: Counted, known: Known) -> ProjectText:
    text = held.text
    marks = tuple(mark for one in text.stretches for mark in _marks(one, identity, counted, known))
    whole = _of_whole(text, identity, len(counted.text), known)
    known.note(text.notes, "text", identity)
    memo, fields = unfolded(text.description)
    return ProjectText(
        identity,
        text.name or identity,
        counted.text,
        held.original,
        marks + tuple(whole),
        memo=memo,
        user=known.user(text.user),
        at=text.at or None,
        values=known.values(text.values),
        fields=fields,
    )


def _of_whole(text: Text, identity: str, length: int, known: Known) -> Iterator[Mark]:
    """The codings that stand on a text as a whole."""
    if text.codings and not length:
        known.lost["coding of no length"] += len(text.codings)
        return
    whole = Stretch("", "", 0, length, "", "", "", text.codings, ())
    yield from _codings(whole, (identity, 0, length), "", {}, known)


def _marks(stretch: Stretch, identity: str, counted: Counted, known: Known) -> Iterator[Mark]:
    place = _place(stretch, identity, counted, known)
    if place is None:
        return
    passage = counted.text[place[1] : place[2]]
    if stretch.name.strip() and not is_quote(passage, stretch.name):
        known.lost["name of a passage"] += 1
    memo, fields = unfolded("" if is_quote(passage, stretch.description) else stretch.description)
    known.places[key(stretch.id)] = place
    known.note(stretch.notes, passage=place)
    marks = list(_codings(stretch, place, memo, fields, known))
    if memo.strip() and len(marks) != 1:
        known.remarks.append((memo, stretch, place))
    elif not marks and not stretch.notes and not stretch.codings:
        known.bare.add(key(stretch.id))
    yield from marks


def _place(stretch: Stretch, identity: str, counted: Counted, known: Known) -> Place | None:
    """Where a stretch stands in the text; what has no place there is lost."""
    lost = max(1, len(stretch.codings))
    if stretch.start < 0 or stretch.end < stretch.start or stretch.start > counted.last:
        known.lost["coding outside its text"] += lost
        return None
    start, end = counted.place(stretch.start)[0], counted.place(stretch.end, end=True)[0]
    if end > len(counted.text):
        known.lost["end of a coding past its text"] += lost
    start, end = max(0, start), min(len(counted.text), end)
    if start >= end:
        known.lost["coding of no length"] += lost
        return None
    return identity, start, end


def _codings(stretch: Stretch, place: Place, memo: str, fields: Mapping[str, object], known: Known) -> Iterator[Mark]:
    only = memo if len(stretch.codings) == 1 else ""
    for number, coded in enumerate(stretch.codings):
        code = known.codes.of(coded.code)
        if code is None:
            _other(coded, place, known)
            continue
        identity = coded.id.strip() or made("coding", *place, code, coded.user, number)
        if not known.marks.add(identity):
            identity = made("coding", identity, *place, code, coded.user, number)
            known.marks.add(identity)
        known.note(coded.notes, "mark", identity)
        yield Mark(
            place[1],
            place[2],
            code,
            known.user(coded.user, stretch.user),
            coded.at or stretch.at or None,
            identity,
            only,
            stretch.id.strip(),
            fields=fields,
        )


def _other(coded: Coded, place: Place, known: Known) -> None:
    """A coding by what is no code: a case takes the passage, anything else is lost."""
    if (case := known.cases.of(coded.code)) is not None:
        known.said.setdefault(case, []).append(place)
    else:
        known.lost["coding without a known code"] += 1
