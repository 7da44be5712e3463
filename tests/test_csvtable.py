"""Tables as spreadsheets save them, and the line of each mistake."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qualcode.csvtable import read_table, whole
from qualcode.errors import InputError

COLUMNS = ("file", "site", "note")
LETTERS = st.characters(codec="utf-8", exclude_categories=("Cc",), include_characters="\n\x0b\x85")
CELL = st.text(LETTERS, max_size=12).map(str.strip)


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("tables") / "t.csv"


@given(
    rows=st.lists(st.tuples(CELL, CELL, CELL).filter(any), max_size=5),
    delimiter=st.sampled_from(",;\t"),
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]),
)
def test_what_a_spreadsheet_writes_is_what_is_read(
    rows: list[tuple[str, ...]], delimiter: str, encoding: str, place: Path
) -> None:
    written = io.StringIO(newline="")
    csv.writer(written, delimiter=delimiter, quoting=csv.QUOTE_ALL).writerows([COLUMNS, *rows])
    place.write_bytes(written.getvalue().encode(encoding))
    assert [tuple(row.values()) for _line, row in read_table(place, COLUMNS, ("file",))] == rows


def test_a_row_is_known_by_the_line_it_begins_in(place: Path) -> None:
    place.write_text('file,note\na,"two\nlines"\n\nb,\x0bone\u2028line\nc\n', encoding="utf-8")
    assert [line for line, _row in read_table(place, COLUMNS, ("file",))] == [2, 5, 6]


def test_columns_are_known_however_they_are_capitalised(place: Path) -> None:
    place.write_bytes("Filé; SITE \na;Lille\n".encode("cp1252"))
    assert read_table(place, COLUMNS, ("file",)) == [(2, {"file": "a", "site": "Lille"})]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", ":1: the column file is missing"),
        ("site\nx\n", ":1: the column file is missing"),
        ("file,sites\n", ":1: there is no column sites. Write site."),
        ("file,file\n", ":1: there are two columns file"),
        ("file,site\na,b\nc,d,e\n", ":3: more cells"),
        ('file\na\n"b\nc\n', ":3: not a row of CSV"),
        ("file\n\x01\x02\x03\x04\x05\x06", ": not a table in CSV"),
    ],
)
def test_a_mistake_is_told_with_its_line(text: str, told: str, place: Path) -> None:
    place.write_text(text, encoding="utf-8")
    with pytest.raises(InputError) as error:
        read_table(place, COLUMNS, ("file",))
    assert f"{place}{told}" in str(error.value)


@pytest.mark.parametrize("value", ["x", "", "1.5", "-1", True, None, 10**30, "1e3"])
def test_only_whole_numbers_that_the_database_can_hold_pass(value: object) -> None:
    with pytest.raises(InputError):
        whole(value)


def test_a_whole_number_may_have_a_least() -> None:
    assert whole("12") == whole(12) == 12
    with pytest.raises(InputError):
        whole(0, least=1)
