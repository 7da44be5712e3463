"""Workbooks as people and programs save them, and as nobody should."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from openpyxl import Workbook
from openpyxl.worksheet.formula import ArrayFormula

from qualcode.errors import InputError
from qualcode.sheets import read_sheets


@pytest.fixture
def book(tmp_path: Path) -> Path:
    made = Workbook()
    first = made.active
    assert first is not None
    first.title = "Gens"
    first.append(["id", None, "né"])
    first.append(["P1", 3, date(2013, 2, 1)])
    first.append([])
    first.append(["=1+1", 2.5, datetime(2013, 2, 1, 14, 30), True, 2012.0, "a\nb 😀", "a_x000D_\nb _x0041_"])
    first["A5"] = ArrayFormula("A5:A6", "=SUM(B1:B2)")
    hidden = made.create_sheet("caché")
    hidden.sheet_state = "hidden"
    hidden["C2"] = "ici"
    made.save(tmp_path / "a.xlsx")
    return tmp_path / "a.xlsx"


def test_cells_are_text_as_people_read_them_and_formulas_are_not_reckoned(book: Path) -> None:
    sheets = read_sheets(book)
    assert list(sheets) == ["Gens", "caché"]
    assert sheets["Gens"] == [
        ["id", "", "né"],
        ["P1", "3", "2013-02-01"],
        [],
        ["=1+1", "2.5", "2013-02-01 14:30:00", "TRUE", "2012", "a\nb 😀", "a\r\nb _x0041_"],
        ["=SUM(B1:B2)"],
    ]
    assert sheets["caché"] == [[], ["", "", "ici"]]


def spoilt(path: Path, book: Path, name: str, content: bytes) -> Path:
    with ZipFile(book) as old, ZipFile(path, "w", ZIP_DEFLATED) as new:
        for part in old.infolist():
            new.writestr(part, content if part.filename == name else old.read(part))
    return path


def test_what_is_no_workbook_is_refused_in_one_sentence(book: Path, tmp_path: Path) -> None:
    bad = tmp_path / "bad.xlsx"
    whole = book.read_bytes()
    for content in (b"", b"PK\x03\x04", b"id,name\n", whole[: len(whole) // 2], bytes([0xD0, 0xCF, 0x11, 0xE0])):
        bad.write_bytes(content)
        with pytest.raises(InputError, match=r"bad\.xlsx"):
            read_sheets(bad)
    for missing in (tmp_path / "none.xlsx", tmp_path):
        with pytest.raises(InputError, match="cannot be read"):
            read_sheets(missing)


@pytest.mark.parametrize(
    "content", [b"", b"<a", b"<a/>", b"\x00" * 50, b"<worksheet><sheetData><row r='x'/></worksheet>"]
)
@pytest.mark.parametrize("part", ["xl/workbook.xml", "xl/worksheets/sheet1.xml", "[Content_Types].xml"])
def test_a_part_that_is_broken_is_refused_or_read_as_empty(
    book: Path, tmp_path: Path, part: str, content: bytes
) -> None:
    try:
        read_sheets(spoilt(tmp_path / "bad.xlsx", book, part, content))
    except InputError as error:
        assert "bad.xlsx" in str(error)


def test_a_bomb_is_not_unpacked(book: Path, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="300 MB"):
        read_sheets(spoilt(tmp_path / "bomb.xlsx", book, "xl/styles.xml", b" " * 300_000_001))
    laughs = '<!DOCTYPE l [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]><sst><si><t>&b;</t></si></sst>'
    for bomb in (laughs.encode(), f"<!--{'far' * 5_000}-->{laughs}".encode(), laughs.encode("utf-16")):
        with pytest.raises(InputError, match="entities"):
            read_sheets(spoilt(tmp_path / "bomb.xlsx", book, "xl/styles.xml", bomb))


def test_a_cell_in_the_last_corner_is_no_wall_of_cells(tmp_path: Path) -> None:
    made = Workbook()
    sheet = made.active
    assert sheet is not None
    sheet["A1"], sheet["XFD1048576"] = "a", "z"
    made.save(tmp_path / "far.xlsx")
    rows = read_sheets(tmp_path / "far.xlsx")["Sheet"]
    assert (len(rows), rows[0], rows[-1][-1]) == (1_048_576, ["a"], "z")


def test_what_libreoffice_saves_as_a_formula_is_true_or_false(tmp_path: Path) -> None:
    made = Workbook()
    assert made.active is not None
    made.active.append(["=TRUE()", "=FALSE()", "=TRUE()+1"])
    made.save(tmp_path / "office.xlsx")
    assert read_sheets(tmp_path / "office.xlsx")["Sheet"] == [["TRUE", "FALSE", "=TRUE()+1"]]
