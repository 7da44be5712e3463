"""What a study folded into a project when it was written (`refi_out`), put back in its places when it is read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, NamedTuple, TypeVar

from qualcode.model import Speaker, Turn
from qualcode.projects.folding import unfolded
from qualcode.projects.project import Mark, Note, Project, ProjectText

Described = TypeVar("Described", bound=NamedTuple)


def unfold(project: Project, description: str) -> Project:
    """A project as it was before it was written; `description` is the id of the note its own description became."""
    whole = next((note for note in project.notes if note.id == description), None)
    words, fields = unfolded(whole.text) if whole else ("", {})
    names = fields.pop("names", {})
    notes = tuple(_note(note) for note in project.notes if note is not whole)
    if whole and words.strip():
        notes += (whole._replace(text=words),)
    found = replace(
        project,
        texts=tuple(_marked(_text(text)) if text.fields or _folded(text) else text for text in project.texts),
        variables=tuple(_described(one) for one in project.variables),
        cases=tuple(_valued(_described(one)) for one in project.cases),
        notes=notes,
        groups=tuple(_described(one) for one in project.groups),
        fields=fields,
    )
    return _renamed(found, names) if names else found


def _described(one: Any) -> Any:
    words, fields = unfolded(one.description)
    return one._replace(description=words, fields={**one.fields, **fields}) if fields else one


def _valued(one: Any) -> Any:
    fields = dict(one.fields)
    exact = fields.pop("values", {})
    return one._replace(values={**one.values, **exact}, fields=fields) if exact else one


def _folded(text: ProjectText) -> bool:
    return any(mark.fields for mark in text.marks)


def _text(text: ProjectText) -> ProjectText:
    fields = dict(text.fields)
    said = {name: fields.pop(name) for name in ("own", "language", "kind", "site", "date", "at") if name in fields}
    people = tuple(Speaker(*one) for one in fields.pop("people", ()))
    turns = tuple(Turn(number, *one) for number, one in enumerate(fields.pop("turns", ()), 1))
    return _valued(text._replace(**said, people=people, turns=turns, fields=fields))


def _marked(text: ProjectText) -> ProjectText:
    return text._replace(marks=tuple(_mark(mark) if mark.fields else mark for mark in text.marks))


def _mark(mark: Mark) -> Mark:
    """A coding with what was said of it among all codings of its selection."""
    own: Mapping[str, Any] = mark.fields.get("codings", {}).get(mark.id, {})
    fields = {name: said for name, said in own.items() if name not in ("round", "key", "counter", "memo", "at")}
    return mark._replace(
        round=own.get("round", 1),
        key=own.get("key", False),
        counter=own.get("counter", False),
        memo=own.get("memo", mark.memo),
        at=own.get("at", mark.at),
        fields=fields,
    )


def _note(note: Note) -> Note:
    words, fields = unfolded(note.text)
    if not fields:
        return note
    on, target = fields.pop("on", (note.on, note.target))
    words, at = fields.pop("text", words), fields.pop("at", note.at)
    return note._replace(text=words, on=on, target=target, at=at, fields=fields)


def _renamed(project: Project, names: Mapping[str, str]) -> Project:
    """The project with names that XML could not hold as they were, by id."""

    def named(things: tuple[Any, ...]) -> tuple[Any, ...]:
        return tuple(one._replace(name=names.get(one.id, one.name)) for one in things)

    variables = {old.name: new.name for old, new in zip(project.variables, named(project.variables), strict=True)}

    def valued(things: tuple[Any, ...]) -> tuple[Any, ...]:
        renamed = ({variables.get(name, name): said for name, said in one.values.items()} for one in things)
        return tuple(one._replace(values=values) for one, values in zip(named(things), renamed, strict=True))

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
