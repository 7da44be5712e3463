"""What a study folded into a project when it was written (`refi_out`), put back in its places when it is read.

Other programs may have changed it since, so each thing is looked at before it is believed; what is not as it was
written stays a field.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from qualcode.model.texts import Speaker, Turn
from qualcode.projects.folding import unfolded
from qualcode.projects.project import Case, Mark, Note, Project, ProjectText

_SAID = ("own", "language", "kind", "site", "date", "at", "inside")


def unfold(project: Project, description: str) -> Project:
    """A project as it was before it was written; `description` is the id of the note its own description became."""
    whole = next((note for note in project.notes if note.id == description), None)
    words, fields = unfolded(whole.text) if whole else ("", {})
    notes = tuple(_note(note) for note in project.notes if note is not whole)
    if whole and words.strip():
        notes += (whole._replace(text=words),)
    found = replace(
        project,
        texts=tuple(_text(text) if text.fields else text for text in map(_marked, project.texts)),
        variables=tuple(map(_described, project.variables)),
        cases=tuple(map(_case, project.cases)),
        notes=notes,
        groups=tuple(map(_described, project.groups)),
        fields={name: said for name, said in fields.items() if name != "names"},
    )
    names = _words_by_name(fields.get("names"))
    return _renamed(found, names) if names else found


def _described(one: Any) -> Any:
    """A variable, a set or a case without what is folded into its description."""
    words, fields = unfolded(one.description)
    return one._replace(description=words, fields={**one.fields, **fields}) if words != one.description else one


def _case(case: Case) -> Case:
    found: Case = _described(case)
    rest = {name: said for name, said in found.fields.items() if name != "values"}
    return found._replace(values={**found.values, **_words_by_name(found.fields.get("values"))}, fields=rest)


def _text(text: ProjectText) -> ProjectText:
    said = text.fields
    found: dict[str, Any] = {name: said[name] for name in _SAID if _is_words(said.get(name))}
    found["people"] = _people(said.get("people"))
    found["turns"] = _turns(said.get("turns"), len(text.text))
    known = {*(name for name, value in found.items() if value), "values"}
    values = {**text.values, **_words_by_name(said.get("values"))}
    rest = {name: value for name, value in said.items() if name not in known}
    return text._replace(**found, values=values, fields=rest)


def _people(written: object) -> tuple[Speaker, ...]:
    rows = written if isinstance(written, list) else []
    fit = all(isinstance(one, list) and len(one) == 3 and _is_words(one[0]) for one in rows)
    return tuple(Speaker(one[0], one[1] is True, _words(one[2])) for one in rows) if fit else ()


def _turns(written: object, length: int) -> tuple[Turn, ...]:
    """The turns, if they tile the text as it is."""
    turns: list[Turn] = []
    end = 0
    for number, row in enumerate(written if isinstance(written, list) else (), 1):
        if not _is_turn(row) or row[1] != end:
            return ()
        turns.append(Turn(number, _words(row[0]), *row[1:]))
        end = row[3]
    return tuple(turns) if end == length else ()


def _is_turn(row: object) -> bool:
    """Whether this is a turn: who speaks, three places in their order, and perhaps a time."""
    if not isinstance(row, list) or len(row) not in (4, 5):
        return False
    _speaker, start, body, end, *time = row
    if not (isinstance(start, int) and isinstance(body, int) and isinstance(end, int)):
        return False
    return start <= body <= end and (time in ([], [None]) or isinstance(time[0], int | float))


def _marked(text: ProjectText) -> ProjectText:
    if not any(mark.fields for mark in text.marks):
        return text
    return text._replace(marks=tuple(_mark(mark) if mark.fields else mark for mark in text.marks))


def _mark(mark: Mark) -> Mark:
    """A coding with what was said of it among all codings of its selection."""
    every = mark.fields.get("codings")
    own = every.get(mark.id, {}) if isinstance(every, Mapping) else mark.fields
    if not isinstance(own, Mapping):
        return mark._replace(fields={})
    found: dict[str, Any] = {name: own[name] for name in ("memo", "at") if _is_words(own.get(name))}
    found |= {name: True for name in ("key", "counter") if own.get(name) is True}
    if isinstance(number := own.get("round"), int) and number > 0:
        found["round"] = number
    return mark._replace(**found, fields={name: said for name, said in own.items() if name not in found})


def _note(note: Note) -> Note:
    words, fields = unfolded(note.text)
    if words == note.text:
        return note
    found: dict[str, Any] = {"text": words}
    found |= {name: fields.pop(name) for name in ("text", "at") if _is_words(fields.get(name))}
    if isinstance(on := fields.get("on"), list) and len(on) == 2 and on[0] == "case" and _is_words(on[1]):
        found |= {"on": "case", "target": on[1]}
        del fields["on"]
    return note._replace(**found, fields=fields)


def _renamed(project: Project, names: Mapping[str, str]) -> Project:
    """The project with the names that an attribute does not hold as they are, by GUID."""

    def named(things: tuple[Any, ...]) -> tuple[Any, ...]:
        return tuple(one._replace(name=names.get(one.id, one.name)) for one in things)

    called = {one.name: names[one.id] for one in project.variables if one.id in names}

    def valued(things: tuple[Any, ...]) -> tuple[Any, ...]:
        values = ({called.get(name, name): said for name, said in one.values.items()} for one in things)
        return tuple(one._replace(values=said) for one, said in zip(named(things), values, strict=True))

    return replace(
        project,
        name=names.get("project", project.name),
        users=named(project.users),
        codes=named(project.codes),
        texts=valued(project.texts),
        variables=named(project.variables),
        cases=valued(project.cases),
        notes=named(project.notes),
        links=named(project.links),
        groups=named(project.groups),
    )


def _words_by_name(written: object) -> dict[str, str]:
    said = written.items() if isinstance(written, dict) else ()
    return {name: value for name, value in said if isinstance(value, str)}


def _words(written: object) -> str | None:
    return written if isinstance(written, str) and written else None


def _is_words(written: object) -> bool:
    return isinstance(written, str) and written != ""
