"""Tables come back from each format as they went out; nothing in them is run, and a file is whole or as it was."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from qualcode.errors import InputError
from qualcode.exchange import datasets_out
from qualcode.exchange.datasets_out import write_csv, write_folder, write_jsonl, write_parquet, write_xlsx
from qualcode.tables.datasets import Cell, Column, Dataset

COLUMNS = (Column("participant"), Column("age", "number"), Column("nearness", "integer"))
ROWS: list[Sequence[Cell]] = [
    ("P1", 30.5, 1),
    ("=HYPERLINK(1)", None, 0),
    ("é\u2028🙂\r\nligne", -2.0, None),
    (None, 7, 3),
]
CELLS = st.tuples(
    st.none() | st.text(st.characters(exclude_categories=("Cs", "Cc")), min_size=1, max_size=8),
    st.none() | st.floats(allow_nan=False, allow_infinity=False),
    st.none() | st.integers(-(2**53), 2**53),
)


def made(rows: Sequence[Sequence[Cell]] = ROWS, name: str = "wide") -> Dataset:
    return Dataset(name, COLUMNS, iter(rows), "A rule.", "ana")


def read_csv(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file))


def test_csv_has_ids_as_heads_empty_cells_where_nothing_is_known_and_no_formula(tmp_path: Path) -> None:
    ((written,), cut) = write_csv([made()], tmp_path / "t.csv")
    assert (written.rows, written.columns, cut) == (4, ("participant", "age", "nearness"), 0)
    assert read_csv(tmp_path / "t.csv") == [
        ["participant", "age", "nearness"],
        ["P1", "30.5", "1"],
        ["'=HYPERLINK(1)", "", "0"],
        ["é\u2028🙂\r\nligne", "-2.0", ""],
        ["", "7", "3"],
    ]


@given(st.lists(CELLS, max_size=5))
def test_json_lines_are_a_line_a_row_and_come_back_as_they_were(
    tmp_path_factory: pytest.TempPathFactory, rows: list[Sequence[Cell]]
) -> None:
    path = tmp_path_factory.mktemp("jsonl") / "t.jsonl"
    write_jsonl([made(rows)], path)
    lines = path.read_text("utf-8").splitlines()
    assert [tuple(json.loads(line).values()) for line in lines] == rows


def test_a_workbook_has_strings_as_strings_a_sheet_a_table_and_their_rules(tmp_path: Path) -> None:
    long = "🙂" * 17_000
    written, cut = write_xlsx([made(), made([(long, None, 1)], "long")], tmp_path / "t.xlsx")
    assert ([one.table for one in written], cut) == (["wide", "long"], 1)
    book = load_workbook(tmp_path / "t.xlsx")
    assert book.sheetnames == ["wide", "long", "rules"]
    assert [cell.value for cell in book["wide"][3]] == ["=HYPERLINK(1)", None, 0]
    assert book["wide"]["A3"].data_type == "s"
    assert book["long"]["A2"].value == "🙂" * 16_000 + "…"
    assert [cell.value for cell in book["rules"][2]] == ["wide", "A rule."]
    assert [path.name for path in tmp_path.iterdir()] == ["t.xlsx"]


def test_parquet_keeps_each_column_s_kind_and_the_rule(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    parquet = pytest.importorskip("pyarrow.parquet")
    monkeypatch.setattr(datasets_out, "_BATCH", 3)
    write_parquet([made()], tmp_path / "t.parquet")
    table = parquet.read_table(tmp_path / "t.parquet")
    assert [str(field.type) for field in table.schema] == ["string", "double", "int64"]
    assert [tuple(row.values()) for row in table.to_pylist()] == [tuple(row) for row in ROWS]
    assert table.schema.metadata[b"rule"] == b"A rule."


def test_without_pyarrow_it_is_said_how_to_get_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "pyarrow", None)
    with pytest.raises(InputError, match=r"qualcode\[parquet\]"):
        write_parquet([made()], tmp_path / "t.parquet")
    assert list(tmp_path.iterdir()) == []


def test_a_folder_holds_a_file_a_table_and_takes_the_place_of_an_earlier_one_only(tmp_path: Path) -> None:
    folder = tmp_path / "tables"
    write_folder([made(), made(name="long")], folder)
    assert sorted(path.name for path in folder.iterdir()) == ["long.csv", "rules.csv", "wide.csv"]
    write_folder([made()], folder)
    assert sorted(path.name for path in folder.iterdir()) == ["rules.csv", "wide.csv"]
    (folder / "notes.txt").write_text("mine", "utf-8")
    with pytest.raises(InputError, match=r"notes\.txt"):
        write_folder([made()], folder)
    assert [path.name for path in tmp_path.iterdir()] == ["tables"]


def test_a_link_to_a_folder_stays_a_link(tmp_path: Path) -> None:
    (tmp_path / "tables").symlink_to(tmp_path / "far", target_is_directory=True)
    write_folder([made(name="long")], tmp_path / "tables")
    write_folder([made()], tmp_path / "tables")
    assert sorted(path.name for path in (tmp_path / "far").iterdir()) == ["rules.csv", "wide.csv"]
    assert (tmp_path / "tables").is_symlink()


@pytest.mark.parametrize(
    ("write", "name"),
    [(write_csv, "t.csv"), (write_jsonl, "t.jsonl"), (write_xlsx, "t.xlsx"), (write_parquet, "t.parquet")],
)
def test_what_stops_half_way_leaves_what_was_there(tmp_path: Path, write: Any, name: str) -> None:
    if write is write_parquet:
        pytest.importorskip("pyarrow")

    def stopping() -> Iterator[Sequence[Cell]]:
        yield ROWS[0]
        raise KeyboardInterrupt

    (tmp_path / name).write_text("before", "utf-8")
    with pytest.raises(KeyboardInterrupt):
        write([made()._replace(rows=stopping())], tmp_path / name)
    assert [path.read_text("utf-8") for path in tmp_path.iterdir()] == ["before"]
