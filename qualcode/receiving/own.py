"""What a project of a study of qualcode says beside what every program knows: sites, waves, guides, consent, all else.

It was folded into the project when that was written (`projecting`). What it says replaces what is guessed of projects
that say nothing; what this study has already stays as it is.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import replace
from typing import Any

from qualcode.acts import SetParticipant, SetParts
from qualcode.errors import InputError
from qualcode.model.codings import MEMO_KINDS
from qualcode.model.people import Participant, SiteChange
from qualcode.model.texts import Part
from qualcode.names import fold
from qualcode.projects.project import Group, Project, ProjectText
from qualcode.store.acts.documents import ImportDocument
from qualcode.store.receiving.foreign import Foreign
from qualcode.store.receiving.received import Received, ReceiveProject, Written
from qualcode.study import Study
from qualcode.variables.values import FREE, HOLDERS, TYPES, Variable, checked, declared
from qualcode.yamls.text import Plain

Said = Mapping[str, Any]


def without_own(project: Project) -> Project:
    """The project as every program would know it: without sites among its sets, without variables that are declared."""
    own = {one.name for one in project.variables if "of" in one.fields}
    sites = [group for group in project.groups if _site(group)]
    if not own and not sites:
        return project
    return replace(
        project,
        groups=tuple(group for group in project.groups if not _site(group)),
        variables=tuple(one for one in project.variables if one.name not in own),
        texts=tuple(text._replace(values=_without(text.values, own)) for text in project.texts),
        cases=tuple(case._replace(values=_without(case.values, own)) for case in project.cases),
    )


def _without(values: Mapping[str, str], names: set[str]) -> dict[str, str]:
    return {name: value for name, value in values.items() if name not in names}


def _site(group: Group) -> Said:
    return _map(group.fields.get("site"))


class Own:
    """What of a project only a study says, and what becomes of it in this one."""

    def __init__(self, study: Study, project: Project, codes: Mapping[str, str], coders: Mapping[str, str]) -> None:
        self._study, self._project = study, project
        self._codes = {str(code.fields["id"]): codes[code.id] for code in project.codes if "id" in code.fields}
        self._coders = {user.name: coders[user.id] for user in project.users if user.id in coders}
        self._sites = {site.id for site in study.sites}
        self._new_sites = tuple(self._find_sites())
        self._guides = dict(self._find_guides())
        self._variables = {holder: self._declared(holder) for holder in HOLDERS}

    def put_into(self, act: ReceiveProject, held: Mapping[str, str], people: Mapping[str, str]) -> ReceiveProject:
        """The act with all that; `held` leads from texts to documents, `people` from cases to participants."""
        texts = {held[text.id]: text for text in self._project.texts if text.own and text.id in held}
        documents = tuple(self._document(one, texts.get(one.id)) for one in act.documents)
        new = {site.site for site in self._new_sites}
        return replace(
            act,
            documents=documents,
            sites=(*self._new_sites, *(site for site in act.sites if site.site not in new)),
            variables=self._with_variables(act),
            settings=self._settings(),
            people=(*act.people, *self._people(people, documents), *self._parts(texts, documents)),
            done=tuple(self._done(texts, documents)),
            codings=self._codings(act),
            memos=self._memos(act),
            foreign=(*act.foreign, *self._foreign()),
        )

    # ------------------------------------------------------------------ study.yaml

    def _find_sites(self) -> Iterator[SiteChange]:
        """The sites this study does not have, regions before their premises."""
        for group in self._project.groups:
            said = _site(group)
            name, parent = _word(said.get("id")), _word(said.get("parent"))
            if not name or name in self._sites:
                continue
            self._sites.add(name)
            labels = {f"label@{language}" if language else "label": str(label)
                      for language, label in _map(said.get("label")).items()}  # fmt: skip
            told, known = _map(said.get("attributes")), declared(self._study.variables, "site")
            fields = {**labels, **{key: value for key, value in told.items() if key not in known}, **_fit(told, known)}
            yield SiteChange(name, fields, new=True, parent=parent if parent in self._sites else None)

    def _find_guides(self) -> Iterator[tuple[str, Plain]]:
        for name, said in _map(self._project.fields.get("guides")).items():
            questions: list[Plain] = [
                {"text": _words(one.get("text")), "asks": self._asked(one)}
                for one in map(_map, _list(said, "questions"))
            ]
            asked = {code for one in questions for code in one["asks"]}  # type: ignore[index,call-overload]
            alone: list[Plain] = [code for code in self._asked(_map(said)) if code not in asked]
            guide: dict[str, Plain] = {
                "title": _words(_map(said).get("title")),
                "asks": alone,
                "questions": questions,
            }
            yield name, {key: value for key, value in guide.items() if value}

    def _asked(self, said: Said) -> list[Plain]:
        return [self._codes[code] for code in _list(said, "asks") if code in self._codes]

    def _declared(self, holder: str) -> dict[str, Variable]:
        """Variables that this study has not declared."""
        known = {fold(name) for name in declared(self._study.variables, holder)}
        said = _map(_map(self._project.fields.get("variables")).get(holder))
        found = {name: _map(one) for name, one in said.items() if fold(name) not in known}
        return {
            name: Variable(one["type"], tuple(map(str, one.get("choices") or ())), str(one.get("by") or ""))
            for name, one in found.items() if one.get("type") in TYPES
        }  # fmt: skip

    def _with_variables(self, act: ReceiveProject) -> dict[str, dict[str, Variable]]:
        return {holder: {**self._variables[holder], **act.variables.get(holder, {})} for holder in HOLDERS}

    def _settings(self) -> dict[str, dict[str, Plain]]:
        """Guides, stop words and saved queries that this study does not have."""
        fields, study = self._project.fields, self._study
        words: dict[str, Plain] = {key: _texts(said) for key, said in _map(fields.get("stop_words")).items()}
        found: dict[str, dict[str, Plain]] = {
            "guides": {name: guide for name, guide in self._guides.items() if name not in study.guides},
            "stop_words": {key: said for key, said in words.items() if said and not study.stop_words},
            "queries": {
                name: said
                for name, said in _map(fields.get("queries")).items()
                if _word(said) and name not in study.queries
            },
        }
        return {key: said for key, said in found.items() if said}

    # ------------------------------------------------------------------ documents and people

    def _document(self, one: ImportDocument, text: ProjectText | None) -> ImportDocument:
        if text is None:
            return one
        said = text.fields
        known = {**declared(self._study.variables, "document"), **self._variables["document"]}
        variables = _fit(_map(said.get("variables")), known)
        guide = _word(said.get("guide"))
        return replace(
            one,
            site=text.site if text.site in self._sites else one.site,
            wave=_fit({"wave": said.get("wave")}, {"wave": known.get("wave", FREE)}).get("wave", one.wave),
            guide=guide if guide in self._guides or guide in self._study.guides else one.guide,
            date=text.date or one.date,
            variables={**one.variables, **variables},
        )

    def _people(self, people: Mapping[str, str], documents: tuple[ImportDocument, ...]) -> Iterator[SetParticipant]:
        """What is said of people whom this study does not know."""
        known = {person.id for person in self._study.participants()}
        met: dict[str, Participant] = {person.id: person for one in documents for person in one.people}
        declared_ = {**declared(self._study.variables, "participant"), **self._variables["participant"]}
        for case in self._project.cases:
            name, said = people.get(case.id, ""), case.fields
            if "id" not in said or name not in met or name in known:
                continue
            site, told = _word(said.get("site")), _map(said.get("variables"))
            waves = {wave: _fit(_map(values), declared_) for wave, values in _map(said.get("waves")).items()}
            yield SetParticipant(
                name,
                site if site in self._sites else None,
                _word(said.get("role")) or None,
                {**met[name].variables, **_fit(told, declared_)},
                {wave: values for wave, values in waves.items() if values},
            )

    def _parts(self, texts: Mapping[str, ProjectText], documents: tuple[ImportDocument, ...]) -> Iterator[SetParts]:
        for one in documents:
            rows = _list(texts[one.id].fields, "parts") if one.id in texts else []
            parts = tuple(Part(*row) for row in rows if _is_part(row))
            last = len(one.transcript.turns)
            if parts and all(part.last_turn <= last and part.site in (None, *self._sites) for part in parts):
                yield SetParts(one.id, parts)

    def _done(
        self, texts: Mapping[str, ProjectText], documents: tuple[ImportDocument, ...]
    ) -> Iterator[tuple[str, str]]:
        for one in documents:
            for name in _list(texts[one.id].fields, "done") if one.id in texts else ():
                if name in self._coders:
                    yield one.id, self._coders[name]

    # ------------------------------------------------------------------ codings and memos

    def _codings(self, act: ReceiveProject) -> list[Received]:
        """Codings with consent to quote them, and how they are shown."""
        told = {mark.id: mark.fields for text in self._project.texts for mark in text.marks if mark.fields}
        if not told:
            return list(act.codings)
        return [_with_consent(one, told[one.guid]) if one.guid in told else one for one in act.codings]

    def _memos(self, act: ReceiveProject) -> list[Written]:
        told = {note.id: note.fields for note in self._project.notes if note.fields}
        found = [one._replace(**self._of_memo(told.get(one.guid, {}))) for one in act.memos]
        there = {(memo.target, memo.coder, memo.text) for memo in self._study.memos()}
        return [
            one for one in found
            if not one.target.startswith("site:")
            or (one.target[5:] in self._sites and (one.target, one.coder, one.text) not in there)
        ]  # fmt: skip

    def _of_memo(self, said: Said) -> dict[str, Any]:
        found = {"kind": said.get("kind"), "date": said.get("date"), "target": said.get("target")}
        if found["kind"] not in MEMO_KINDS:
            del found["kind"]
        return {name: value for name, value in found.items() if _word(value)}

    def _foreign(self) -> Iterator[Foreign]:
        """What the project calls what no other program knows."""
        for group in self._project.groups:
            if name := _word(_site(group).get("id")):
                yield Foreign("site", name, group.id, "", group.name)
        for one in self._project.variables:
            if "of" in one.fields:
                yield Foreign("declared", f"{one.fields['of']}:{one.name}", one.id, "", one.name)


def _with_consent(one: Received, said: Said) -> Received:
    consent = {"yes": 1, "no": 0}.get(_word(said.get("consent")))
    rows = [row for row in _list(said, "renderings") if isinstance(row, list) and len(row) == 4]
    renderings = tuple(tuple(map(str, row)) for row in rows)
    return one._replace(consent=consent, renderings=renderings)


def _fit(values: Said, known: Mapping[str, Variable]) -> dict[str, str]:
    """The values that variables of this study can have."""
    found = {}
    for name, value in values.items():
        if name in known and isinstance(value, str):
            with suppress(InputError):
                found[name] = checked(name, known[name], value)
    return {name: value for name, value in found.items() if value}


def _is_part(row: object) -> bool:
    """Whether this is a part of a document: its first and last turn, then words or nothing."""
    if not isinstance(row, list) or len(row) != len(Part._fields) or not all(type(one) is int for one in row[:2]):
        return False
    return 0 < row[0] <= row[1] and all(one is None or isinstance(one, str) for one in row[2:])


def _map(written: object) -> Said:
    return written if isinstance(written, Mapping) else {}


def _words(written: object) -> dict[str, Plain]:
    return {language: text for language, text in _map(written).items() if _word(text)}


def _texts(written: object) -> list[Plain]:
    return [one for one in written if _word(one)] if isinstance(written, list) else []


def _list(written: object, key: str) -> list[Any]:
    found = _map(written).get(key)
    return found if isinstance(found, list) else []


def _word(written: object) -> str:
    return written if isinstance(written, str) else ""
