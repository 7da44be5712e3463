"""DOCX and ODT read back by their XML alone: bookmarks, words, tables; what was deleted under tracking is no word."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Mapping
from typing import Protocol
from xml.parsers.expat import ExpatError, ParserCreate

from qualcode.errors import InputError
from qualcode.i18n import _
from qualcode.verifying.found import Gathered

Attributes = Mapping[str, str]
_SKIPPED_IN_WORD = frozenset(
    ("delText", "instrText", "delInstrText", "moveFrom", "Fallback", "pPr", "rPr", "tblPr", "tcPr", "sectPr")
)
_SKIPPED_IN_ODT = frozenset(
    ("tracked-changes", "note", "annotation", "automatic-styles", "sequence-decls", "forms", "ruby-text")
)
_MOST_BLANKS = 1_000


class _Dialect(Protocol):
    """What the elements of a format mean."""

    skipped: frozenset[str]
    words: frozenset[str]

    def begun(self, tag: str, of: Attributes) -> None:
        """An element begins."""

    def ended(self, tag: str) -> None:
        """An element ends."""


def read_docx(data: bytes) -> Gathered:
    """The words of a Word document at each place."""
    found = Gathered()
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        _parse(archive.read(_main_part(archive)), _Word(found), found)
    return found


def read_odt(data: bytes) -> Gathered:
    """The words of an OpenDocument text at each place."""
    found = Gathered()
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        _parse(archive.read("content.xml"), _OpenDocument(found), found)
    return found


def _main_part(archive: zipfile.ZipFile) -> str:
    """The document itself; some programs call it `document2.xml`."""
    names = [name for name in archive.namelist() if name.startswith("word/document") and name.endswith(".xml")]
    return min(names, key=len)


def _parse(xml: bytes, dialect: _Dialect, found: Gathered) -> None:
    """Go through the elements; a document that declares anything of its own is refused, as no office program does."""
    skipping = 0
    within: list[str] = []

    def begun(name: str, attributes: dict[str, str]) -> None:
        nonlocal skipping
        tag = name.rpartition(":")[2]
        within.append(tag)
        if skipping or tag in dialect.skipped:
            skipping += 1
            return
        dialect.begun(tag, {key.rpartition(":")[2]: value for key, value in attributes.items()})

    def ended(name: str) -> None:
        nonlocal skipping
        within.pop()
        if skipping:
            skipping -= 1
            return
        dialect.ended(name.rpartition(":")[2])

    def said(words: str) -> None:
        if not skipping and (not dialect.words or within[-1] in dialect.words):
            found.said(words)

    _fed(xml, begun, ended, said)


def _fed(
    xml: bytes,
    begun: Callable[[str, dict[str, str]], None],
    ended: Callable[[str], None],
    said: Callable[[str], None],
) -> None:
    parser = ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler, parser.EndElementHandler, parser.CharacterDataHandler = begun, ended, said
    parser.StartDoctypeDeclHandler = _refused
    try:
        parser.Parse(xml, True)
    except ExpatError as error:
        raise InputError(
            _("the document is damaged and cannot be read: {why}").format(why=str(error)),
            _("Open it in the program that wrote it and save it again."),
        ) from error


def _refused(*_declared: object) -> None:
    raise InputError(_("the document declares entities, which no office program does"))


class _Word:
    """WordprocessingML."""

    skipped = _SKIPPED_IN_WORD
    words = frozenset(("t",))
    _SAID: Mapping[str, str] = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "‑", "softHyphen": "\u00ad"}

    def __init__(self, found: Gathered) -> None:
        self._found = found
        self._names: dict[str, str] = {}

    def begun(self, tag: str, of: Attributes) -> None:
        """Bookmarks are told apart by a number, which their end repeats."""
        found = self._found
        match tag:
            case "bookmarkStart":
                self._names[of.get("id", "")] = of.get("name", "")
                found.opened(of.get("name", ""))
            case "bookmarkEnd":
                found.closed(self._names.pop(of.get("id", ""), ""))
            case "p":
                found.paragraph()
            case "tbl":
                found.table()
            case "tr":
                found.row()
            case "tc":
                found.cell()
            case _ if tag in self._SAID:
                found.said(self._SAID[tag])

    def ended(self, tag: str) -> None:
        """Cells and tables end."""
        if tag == "tc":
            self._found.cell_ended()
        elif tag == "tbl":
            self._found.table_ended()


class _OpenDocument:
    """OpenDocument text."""

    skipped = _SKIPPED_IN_ODT
    words: frozenset[str] = frozenset()

    def __init__(self, found: Gathered) -> None:
        self._found = found

    def begun(self, tag: str, of: Attributes) -> None:
        """Bookmarks are told apart by their names."""
        found = self._found
        match tag:
            case "bookmark-start":
                found.opened(of.get("name", ""))
            case "bookmark-end":
                found.closed(of.get("name", ""))
            case "bookmark":
                found.opened(of.get("name", ""))
                found.closed(of.get("name", ""))
            case "p" | "h":
                found.paragraph()
            case "table":
                found.table()
            case "table-row":
                found.row()
            case "table-cell":
                found.cell()
            case "s":
                found.said(" " * min(int(of.get("c", "1")), _MOST_BLANKS))
            case "tab":
                found.said("\t")
            case "line-break":
                found.said("\n")

    def ended(self, tag: str) -> None:
        """Cells and tables end."""
        if tag == "table-cell":
            self._found.cell_ended()
        elif tag == "table":
            self._found.table_ended()
