"""Word documents whose comments are codings: what a comment says is the code, or `code: memo`, its author the coder.

Several codes stand apart by semicolons, and `theme > code` nests. A comment of more words than a code has is a memo on
its passage, and a reply one on the coding it answers.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple
from xml.etree.ElementTree import Element

from qualcode.errors import InputError
from qualcode.files import read_file
from qualcode.i18n import _
from qualcode.importers.normalise import normalise
from qualcode.office import read_comments, read_office
from qualcode.officecomments import commented
from qualcode.projects.archive import Archive, opened
from qualcode.projects.elements import elements, local
from qualcode.projects.moments import moment
from qualcode.projects.project import Mark, Note, Project, ProjectCode, ProjectText
from qualcode.projects.refi_ids import made
from qualcode.projects.users import Users

_COMMENTS = "word/comments.xml"
_MORE = "word/commentsExtended.xml"
_SAID = re.compile(r"([^\n]*?)\s*(?::(?=\s|$)\s*|\n|$)(.*)", re.DOTALL)
_BETWEEN = re.compile(r"\s*;\s*")
_LEVELS = re.compile(r"\s*>\s*")
_LONGEST_CODE = 60
_MOST_WORDS = 8

Marks = dict[str, list[Mark]]
Places = dict[str, tuple[int, int]]
"""By the number of a comment: the codings made of it, and the words it is on."""


class _Comment(NamedTuple):
    """A comment as a document has it; `paragraph` is the id of its last paragraph, by which replies call it."""

    number: str
    author: str
    at: str | None
    text: str
    paragraph: str
    answers: str
    resolved: bool


def has_comments(path: Path) -> bool:
    """Whether a file is a Word document with comments."""
    if not path.is_file() or path.suffix.casefold() != ".docx":
        return False
    try:
        with opened(path) as archive:
            return archive.find(_COMMENTS) is not None
    except InputError:
        return False


def read_word_comments(paths: Sequence[Path]) -> Project:
    """The documents with their comments as codings. Raises `InputError` where one cannot be read."""
    reading = _Reading()
    texts = tuple(reading.text(path) for path in paths)
    codes, notes = tuple(reading.codes.values()), tuple(reading.notes)
    return Project(paths[0].stem, "Word", reading.users.met, codes, texts, notes=notes, lost=+reading.lost)


@dataclass(slots=True)
class _Reading:
    """Documents on their way to a project: the codes by their paths, memos, who commented."""

    lost: Counter[str] = field(default_factory=Counter)
    users: Users = field(default_factory=Users)
    codes: dict[tuple[str, ...], ProjectCode] = field(default_factory=dict)
    notes: list[Note] = field(default_factory=list)

    def text(self, path: Path) -> ProjectText:
        """A document with a mark for each code that a comment names."""
        original = read_file(path)
        with opened(path) as archive:
            comments = _comments(archive, path)
        try:
            text = normalise(read_office(original, "docx"))
            places = commented(read_comments(original), text)
        except InputError as error:
            raise InputError(_("{file}: {error}").format(file=path, error=error.message), error.hint) from error
        identity = made("text", path.name, text)
        marks: Marks = {}
        threads = {one.paragraph: one for one in comments if one.paragraph}
        for one in comments:
            if one.answers in threads:
                self._reply(identity, one, threads[one.answers], marks, places)
            else:
                self._take(identity, one, marks, places)
        return ProjectText(
            identity, path.name, text, original, tuple(mark for every in marks.values() for mark in every)
        )

    def _take(self, text: str, one: _Comment, marks: Marks, places: Places) -> None:
        """Make codings of a comment, or a memo on its passage."""
        place = places.get(one.number)
        if place is None:
            self.lost["comment on no words"] += 1
            return
        self.lost["that a comment was resolved"] += one.resolved
        codes, memo = said(one.text)
        user = self.users.of(one.author)
        selection = made("comment", text, *place, one.number)
        if not codes and one.text.strip():
            self.notes.append(Note(made("memo", selection), one.text, user=user, at=one.at, passage=(text, *place)))
        for path in codes:
            code = self._code(path)
            identity = made("coding", selection, code, user or "")
            marks.setdefault(one.number, []).append(Mark(*place, code, user, one.at, identity, memo, selection))

    def _reply(self, text: str, one: _Comment, first: _Comment, marks: Marks, places: Places) -> None:
        """Make a memo of a reply: on what it answers."""
        place, target = places.get(first.number), marks.get(first.number, [])
        if place is None or not one.text.strip():
            self.lost["comment on no words"] += 1
            return
        user = self.users.of(one.author)
        identity = made("reply", text, *place, one.number)
        if target:
            self.notes.append(Note(identity, one.text, "mark", target[0].id, user=user, at=one.at))
        else:
            self.notes.append(Note(identity, one.text, user=user, at=one.at, passage=(text, *place)))

    def _code(self, path: tuple[str, ...]) -> str:
        """The id of a code by its path, made with those above it where it is new."""
        known = tuple(step.casefold() for step in path)
        if known not in self.codes:
            above = self._code(path[:-1]) if path[1:] else None
            self.codes[known] = ProjectCode(made("code", *known), path[-1], above)
        return self.codes[known].id


def said(text: str) -> tuple[list[tuple[str, ...]], str]:
    """The codes that a comment names, each as a path, and its memo; no codes where it says more than a code does."""
    match = _SAID.match(text.strip())
    if match is None:
        return [], ""
    codes = [name for name in _BETWEEN.split(match[1]) if name.strip()]
    if any(len(code) > _LONGEST_CODE or len(code.split()) > _MOST_WORDS for code in codes):
        return [], ""
    paths = [tuple(step for step in _LEVELS.split(code) if step) for code in codes]
    return list(dict.fromkeys(path for path in paths if path)), match[2].strip()


def _comments(archive: Archive, path: Path) -> list[_Comment]:
    """The comments, each after the one it answers."""
    name = archive.find(_COMMENTS)
    if name is None:
        raise InputError(
            _("{file}: there are no comments in this document.").format(file=path),
            _("Without --comments-as-codes it comes in as a transcript."),
        )
    more = _more(archive, path)
    found = [_comment(element, more) for element in _each(archive, name, path, "comment")]
    return sorted(found, key=lambda one: bool(one.answers))


def _comment(element: Element, more: dict[str, tuple[str, bool]]) -> _Comment:
    paragraphs = [one for one in element.iter() if local(one.tag) == "p"]
    last = _attribute(paragraphs[-1], "paraId") if paragraphs else ""
    answers, resolved = more.get(last, ("", False))
    text = "\n".join("".join(_words(one)) for one in paragraphs).strip()
    author, at = _attribute(element, "author"), moment(_attribute(element, "date"))
    return _Comment(_attribute(element, "id"), author, at, text, last, answers, resolved)


def _words(paragraph: Element) -> Iterator[str]:
    for one in paragraph.iter():
        if local(one.tag) == "t":
            yield one.text or ""
        elif local(one.tag) in ("br", "cr"):
            yield "\n"
        elif local(one.tag) == "tab":
            yield "\t"


def _more(archive: Archive, path: Path) -> dict[str, tuple[str, bool]]:
    """By a comment's last paragraph that of the one it answers, and whether it is resolved."""
    name = archive.find(_MORE)
    every = _each(archive, name, path, "commentEx") if name else ()
    return {
        _attribute(one, "paraId"): (_attribute(one, "paraIdParent"), _attribute(one, "done") in ("1", "true"))
        for one in every
    }


def _each(archive: Archive, name: str, path: Path, tag: str) -> Iterator[Element]:
    with archive.open(name) as stream:
        for event, element in elements(stream, path):
            if event == "end" and local(element.tag) == tag:
                yield element


def _attribute(element: Element, name: str) -> str:
    """An attribute by its name, whatever namespace it is in."""
    return next((value for key, value in element.attrib.items() if local(key) == name), "")
