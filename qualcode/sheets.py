"""Workbooks of Excel and LibreOffice read as text. Nothing else imports openpyxl.

A formula is text and never reckoned; a file that is broken, huge or made to do harm is refused in one sentence.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import BinaryIO
from zipfile import BadZipFile, ZipFile, ZipInfo

from qualcode import safexml
from qualcode.errors import InputError
from qualcode.i18n import _, reason

Rows = list[list[str]]

LARGEST = 300_000_000
"""Bytes that all parts of a workbook may come to once unpacked; a matrix of 3,000 people by 100 themes has a tenth."""
MOST_CELLS = 5_000_000
_CHUNK = 4_096
_CONTROL = re.compile(r"_x00([01][0-9A-Fa-f])_")
"""A control as the format writes it, a carriage return of Excel's above all; openpyxl leaves it as it is."""
_LIBREOFFICE_TRUTH = {"=TRUE()": "TRUE", "=FALSE()": "FALSE"}
"""LibreOffice saves what is true or false as a formula."""


def read_sheets(path: Path) -> dict[str, Rows]:
    """Each sheet by its name, hidden ones too: its rows as text, from the first cell on, none longer than it is filled.

    Raises `InputError` naming the file where it is no workbook or cannot be read whole.
    """
    try:
        with path.open("rb") as file:
            _check(file, path)
            return _read(file, path)
    except OSError as error:
        why = reason(error)
        raise InputError(_("{file}: cannot be read ({why}).").format(file=path, why=why)) from error
    except InputError:
        raise
    except Exception as error:  # openpyxl raises whatever it stumbles over in a broken file
        raise InputError(
            _("{file}: not a workbook that can be read ({why}).").format(file=path, why=type(error).__name__),
            _("Open it in LibreOffice or Excel and save it again as .xlsx."),
        ) from error


def _check(file: BinaryIO, path: Path) -> None:
    """Look into the file before anything is unpacked."""
    try:
        with ZipFile(file) as whole:
            parts = whole.infolist()
            if sum(part.file_size for part in parts) > LARGEST:
                raise InputError(
                    _("{file}: larger than {size} MB once unpacked.").format(file=path, size=LARGEST // 1_000_000)
                )
            for part in parts:
                if part.filename.endswith((".xml", ".rels")):
                    _check_part(whole, part)
    except safexml.DocumentTypeError as error:
        raise InputError(_("{file}: declares entities, which no spreadsheet does.").format(file=path)) from error
    except BadZipFile as error:
        raise InputError(
            _("{file}: not a workbook (.xlsx).").format(file=path),
            _("Save it from the spreadsheet as .xlsx; .xls and .ods are other formats."),
        ) from error


def _check_part(whole: ZipFile, part: ZipInfo) -> None:
    with whole.open(part) as content, suppress(*safexml.Damaged):  # what is damaged, openpyxl refuses if it is needed
        safexml.check_start(iter(lambda: content.read(_CHUNK), b""))


def _read(file: BinaryIO, path: Path) -> dict[str, Rows]:
    from openpyxl import load_workbook

    book = load_workbook(file, read_only=True, data_only=False, keep_links=False)
    try:
        left = MOST_CELLS
        found: dict[str, Rows] = {}
        for sheet in book.worksheets:
            sheet.reset_dimensions()
            found[sheet.title] = _trimmed(_bounded(sheet.iter_rows(values_only=True), path, left))
            left -= sum(map(len, found[sheet.title]))
        return found
    finally:
        book.close()


def _bounded(rows: Iterable[tuple[object, ...]], path: Path, most: int) -> Iterator[list[str]]:
    for row in rows:
        most -= 1 + len(row)
        if most < 0:
            raise InputError(_("{file}: more than {count} cells.").format(file=path, count=MOST_CELLS))
        yield _filled([_text(value) for value in row])


def _trimmed(rows: Iterable[list[str]]) -> Rows:
    """The rows without the empty ones at the end."""
    found = list(rows)
    while found and not found[-1]:
        found.pop()
    return found


def _filled(row: list[str]) -> list[str]:
    while row and not row[-1]:
        row.pop()
    return row


def _text(value: object) -> str:
    """A cell as a person reads it: whole numbers without a point, days as 2013-02-01, formulas as they are written."""
    if value is None:
        return ""
    if isinstance(value, str):
        plain = _LIBREOFFICE_TRUTH.get(value, value)
        return _CONTROL.sub(lambda found: chr(int(found[1], 16)), plain)
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime):
        return str(value).removesuffix(" 00:00:00")
    return str(getattr(value, "text", value))
