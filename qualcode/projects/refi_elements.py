"""The elements of a REFI-QDA project as they stand, in any order: texts made small as they pass, the rest whole."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from sys import intern
from typing import NamedTuple
from xml.etree.ElementTree import Element

from qualcode.projects.elements import DEEPEST, local, too_much

_WHOLE = {"Users", "CodeBook", "Variables", "Cases", "Links", "Sets", "Graphs"}
_TEXTS = {"TextSource", "Note"}
_MOST_HELD = 1_000_000
_CODING = 4  # a coding fills as much memory as so many elements, until it stands in the study


_DECIMALS = re.compile(r"\s*\d{1,15}\.\d*\s*")


class Coded(NamedTuple):
    """A coding as it stands; what many codings say alike is held once."""

    id: str
    code: str
    user: str
    at: str
    notes: tuple[str, ...]


class Stretch(NamedTuple):
    """A selection of a text as it stands, its positions as written."""

    id: str
    name: str
    start: int
    end: int
    user: str
    at: str
    description: str
    codings: tuple[Coded, ...]
    notes: tuple[str, ...]
    changed_by: str = ""
    changed_at: str = ""


@dataclass(frozen=True, slots=True)
class Text:
    """A text source, a note, or what a PDF says, as it stands."""

    id: str
    name: str
    path: str
    rich_path: str
    content: str | None
    description: str
    user: str
    at: str
    stretches: tuple[Stretch, ...]
    codings: tuple[Coded, ...]
    notes: tuple[str, ...]
    values: tuple[Element, ...]
    also: str = ""  # the id of the source it lay inside of
    changed_by: str = ""
    changed_at: str = ""
    times: tuple[tuple[int, int], ...] = ()  # positions with their milliseconds in the recording it transcribes


@dataclass(slots=True)
class Gathered:
    """A project as it stands: attributes of its root, texts, notes, other sources, and other parts by their names."""

    root: dict[str, str] = field(default_factory=dict)
    description: str = ""
    noted: tuple[str, ...] = ()
    texts: list[Text] = field(default_factory=list)
    notes: list[Text] = field(default_factory=list)
    others: list[Element] = field(default_factory=list)
    parts: dict[str, list[Element]] = field(default_factory=dict)

    def each(self, part: str, name: str) -> Iterator[Element]:
        """The elements of that name in a part, wherever it stood."""
        for whole in self.parts.get(part, ()):
            yield from (child for child in whole if local(child.tag) == name)


def gather(events: Iterable[tuple[str, Element]], file: Path) -> Gathered:
    """Everything of a project, read once. Raises `InputError` for one that would fill the memory."""
    found = Gathered()
    stretches: list[Stretch] = []
    above: list[str] = []
    held = 0
    for event, element in events:
        if event == "start":
            if not above:
                found.root = {local(key): value for key, value in element.attrib.items()}
            above.append(element.tag)
            held += 1
            if held > _MOST_HELD or len(above) > DEEPEST:
                raise too_much(file)
            continue
        above.pop()
        if len(above) > 3:
            continue  # most are: codings and what they refer to
        name = local(element.tag)
        if len(above) == 3:
            if name == "PlainTextSelection" and local(above[2]) in _TEXTS:
                stretches.append(stretch_of(element))
                held += (_CODING - 1) * len(stretches[-1].codings) - len(element)
                element.clear()
        elif len(above) == 2 and local(above[1]) in ("Sources", "Notes"):
            _take(found, name, element, stretches)
            stretches = []
        elif len(above) == 1:
            _keep(found, name, element)
    return found


def _take(found: Gathered, name: str, element: Element, stretches: list[Stretch]) -> None:
    """A source or a note that has ended, with the selections that stood in it; what is no text is kept whole."""
    if name in _TEXTS:
        (found.notes if name == "Note" else found.texts).append(text_of(element, stretches))
        element.clear()
    else:
        found.others.append(element)


def _keep(found: Gathered, name: str, element: Element) -> None:
    if name in _WHOLE:
        found.parts.setdefault(name, []).append(element)
    elif name == "Description":
        found.description = element.text or ""
    elif name == "NoteRef":
        found.noted += (element.get("targetGUID", ""),)


def text_of(element: Element, stretches: Iterable[Stretch] = ()) -> Text:
    """A text source or a note as it stands."""
    content = child(element, "PlainTextContent")
    return Text(
        element.get("guid", ""),
        element.get("name", ""),
        element.get("plainTextPath", ""),
        element.get("richTextPath", ""),
        None if content is None else content.text or "",
        description(element),
        element.get("creatingUser", ""),
        element.get("creationDateTime", ""),
        tuple(stretches),
        tuple(_coded(one) for one in children(element, "Coding")),
        refs(element, "NoteRef"),
        tuple(children(element, "VariableValue")),
        changed_by=element.get("modifyingUser", ""),
        changed_at=element.get("modifiedDateTime", ""),
    )


def stretch_of(element: Element) -> Stretch:
    """A selection of a text as it stands; there are so many that each is gone through once."""
    said, codings, notes = "", [], []
    for one in element:
        name = local(one.tag)
        if name == "Coding":
            codings.append(_coded(one))
        elif name == "Description":
            said = one.text or ""
        elif name == "NoteRef":
            notes.append(one.get("targetGUID", ""))
    get = element.get
    return Stretch(
        get("guid", ""),
        get("name", ""),
        number(get("startPosition")),
        number(get("endPosition")),
        intern(get("creatingUser", "")),
        intern(get("creationDateTime", "")),
        said,
        tuple(codings),
        tuple(notes),
        intern(get("modifyingUser", "")),
        intern(get("modifiedDateTime", "")),
    )


def _coded(element: Element) -> Coded:
    code, notes = "", []
    for one in element:
        if local(one.tag) == "CodeRef":
            code = intern(one.get("targetGUID", ""))
        else:
            notes.append(one.get("targetGUID", ""))
    get = element.get
    user, at = intern(get("creatingUser", "")), intern(get("creationDateTime", ""))
    return Coded(get("guid", ""), code, user, at, tuple(notes))


def number(written: str | None) -> int:
    """A position, -1 for what is none; some programs write it with decimals."""
    try:
        return int(written or -1)
    except ValueError:
        return int(written.partition(".")[0]) if written and _DECIMALS.fullmatch(written) else -1


def child(element: Element, name: str) -> Element | None:
    """The first child of that name."""
    return next(iter(children(element, name)), None)


def children(element: Element, name: str) -> list[Element]:
    """The children of that name, whatever their namespace."""
    return [one for one in element if local(one.tag) == name]


def description(element: Element) -> str:
    """The description in an element, empty where there is none."""
    found = child(element, "Description")
    return "" if found is None else found.text or ""


def refs(element: Element, name: str) -> tuple[str, ...]:
    """What the references of that name point at; codebooks write `guid` for `targetGUID`."""
    return tuple(one.get("targetGUID") or one.get("guid") or "" for one in element if local(one.tag) == name)
