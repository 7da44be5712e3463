"""The texts of a project as REFI-QDA writes them: each with the selections that codings, notes and cases are on."""

from __future__ import annotations

import re
from array import array
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from qualcode.projects.positions import is_quote
from qualcode.projects.project import NOBODY, Hand, Mark, Note, Project, ProjectText
from qualcode.projects.refi_words import attributes, described, guid_of, made_guid, moment, ref

STRICT, NVIVO = "strict", "nvivo"
_WIDE = re.compile("[\U00010000-\U0010ffff]")
_WIDE_LINES = re.compile("[\n\U00010000-\U0010ffff]")
Place = tuple[str, int, int]
Stretches = dict[tuple[int, int, str], list[Mark]]


def file_of(text: ProjectText) -> str:
    """The name of the file of a text in the archive."""
    return f"{guid_of('text', text.id).strip('{}')}.txt"


def bytes_of(text: ProjectText, style: str) -> bytes:
    """The words of a text as its file has them."""
    return text.text.replace("\n", "\r\n").encode("utf-8-sig") if _doubled(text, style) else text.text.encode("utf-8")


def _doubled(text: ProjectText, style: str) -> bool:
    """Whether line ends are written as two characters, which count."""
    return style == NVIVO and b"\r\n" in text.original


def counting(text: ProjectText, style: str) -> Callable[[int], int]:
    """From code points of a text to positions as they are written."""
    if style == STRICT:
        return int
    pattern = _WIDE_LINES if _doubled(text, style) else _WIDE
    wide = array("q", (match.start() for match in pattern.finditer(text.text)))
    return lambda position: position + bisect_left(wide, position)


class Noted:
    """Which notes are on what, as references."""

    def __init__(self, notes: Sequence[Note]) -> None:
        self._on: dict[tuple[str, str], str] = defaultdict(str)
        self.passages: dict[str, dict[tuple[int, int], str]] = defaultdict(lambda: defaultdict(str))
        for note in notes:
            if note.passage:
                text, start, end = note.passage
                self.passages[text][start, end] += ref("NoteRef", "note", note.id)
            elif note.on != "case":
                self._on[note.on, note.target] += ref("NoteRef", "note", note.id)

    def refs(self, on: str, target: str = "") -> str:
        """The references to notes in the element of what they are on."""
        return self._on.get((on, target), "")


class Selections:
    """The selections of all texts: their ids by place, for what refers to them."""

    def __init__(self, project: Project, noted: Noted, style: str) -> None:
        self._noted, self._style = noted, style
        self._users = {one.id: attributes({"creatingUser": guid_of("user", one.id)}) for one in project.users}
        self._codes = {one.id: ref("CodeRef", "code", one.id) for one in project.codes}
        self._wanted: dict[str, dict[tuple[int, int], None]] = defaultdict(dict)
        for case in project.cases:
            for name, start, end in case.passages:
                self._wanted[name][start, end] = None
        self._ids: dict[Place, str] = {}
        for text in project.texts if self._wanted else ():
            for mark in text.marks if text.id in self._wanted else ():
                self._ids.setdefault((text.id, mark.start, mark.end), _selection(text.id, mark))

    def id_of(self, place: Place) -> str:
        """The id of the selection at a place: that of the codings there, if there are any."""
        return self._ids.get(place) or _made(*place)

    def pieces(self, text: ProjectText) -> Iterator[str]:
        """The selections of a text: those with codings, then those of cases and notes alone."""
        counted = counting(text, self._style)
        noted = dict(self._noted.passages.get(text.id, {}))
        taken: set[str] = set()
        found: Stretches = {}
        for mark in text.marks:
            found.setdefault((mark.start, mark.end, mark.selection), []).append(mark)
        for (start, end, _selected), marks in found.items():
            guid = _selection(text.id, marks[0])
            if guid in taken:
                guid = made_guid("selection", guid, str(start), str(end))
            taken.add(guid)
            yield self._selection(text, (counted(start), counted(end)), guid, marks, noted.pop((start, end), ""))
        bare = dict.fromkeys((*self._wanted.get(text.id, ()), *noted))
        for start, end in bare:
            if (start, end) in noted or (text.id, start, end) not in self._ids:
                guid = _made(text.id, start, end)
                yield (
                    f'<PlainTextSelection guid="{guid}" startPosition="{counted(start)}" endPosition="{counted(end)}">'
                    f"{noted.get((start, end), '')}</PlainTextSelection>\n"
                )

    def _selection(
        self, text: ProjectText, place: tuple[int, int], guid: str, marks: Sequence[Mark], notes: str
    ) -> str:
        first = marks[0]
        drawn = next((mark.drawn for mark in marks if mark.drawn != NOBODY), None)
        by = drawn or (Hand(first.user, first.at) if len(marks) == 1 else NOBODY)
        guids = [guid_of("coding", one.id) if one.id else made_guid(guid, *map(str, one)) for one in marks]
        codings = "".join(map(self._coding, marks, guids))
        return (
            f'<PlainTextSelection guid="{guid}" startPosition="{place[0]}" endPosition="{place[1]}"'
            f"{self._by(by)}{self._changed_by(first.redrawn)}>{_remark(text, marks, guids)}"
            f"{codings}{notes}</PlainTextSelection>\n"
        )

    def _coding(self, mark: Mark, guid: str) -> str:
        notes = self._noted.refs("mark", mark.id)
        return f'<Coding guid="{guid}"{self._by(mark)}>{self._codes.get(mark.code, "")}{notes}</Coding>'

    def _by(self, one: Mark | Hand) -> str:
        at = moment(one.at)
        said = f' creationDateTime="{at}"' if at else ""
        return f"{self._users.get(one.user, '')}{said}" if one.user else said

    def _changed_by(self, one: Hand) -> str:
        return "" if one == NOBODY else attributes(changed_by(one if one.user in self._users else Hand(None, one.at)))


def changed_by(one: Hand) -> dict[str, object]:
    """Who changed something last, as attributes."""
    return {"modifyingUser": guid_of("user", one.user) if one.user else None, "modifiedDateTime": moment(one.at)}


def _selection(text: str, mark: Mark) -> str:
    return guid_of("selection", mark.selection) if mark.selection else _made(text, mark.start, mark.end)


def _made(text: str, start: int, end: int) -> str:
    return made_guid("selection", text, str(start), str(end))


def _remark(text: ProjectText, marks: Sequence[Mark], guids: Sequence[str]) -> str:
    """What is noted on the codings of a selection, and what only a study says of them."""
    alone = len(marks) == 1
    words = "\n\n".join(mark.memo for mark in marks if mark.memo)
    if alone and words and (not words.strip() or is_quote(text.text[marks[0].start : marks[0].end], words)):
        alone = False
    fields = {guid: said for mark, guid in zip(marks, guids, strict=True) if (said := _beside(mark, alone=alone))}
    return described(words, {"codings": fields}) if words or fields else ""


def _beside(mark: Mark, *, alone: bool) -> Mapping[str, Any]:
    said: dict[str, Any] = dict(mark.fields) if mark.fields else {}
    if mark.round != 1:
        said["round"] = mark.round
    if mark.key:
        said["key"] = True
    if mark.counter:
        said["counter"] = True
    if mark.memo and not alone:
        said["memo"] = mark.memo
    if mark.at and not moment(mark.at):
        said["at"] = mark.at
    return said
