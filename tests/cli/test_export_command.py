"""Tables out of the demonstration, by the ending of the file; the guide's examples as they stand."""

from __future__ import annotations

import csv
import json
import re
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

GUIDE = (Path(__file__).parents[2] / "docs" / "guide.md").read_text(encoding="utf-8")


def read_csv(path: str) -> list[dict[str, str]]:
    with Path(path).open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def test_a_wide_table_has_the_people_that_themes_counts(demo: Path, run: Any) -> None:
    ran = run("export", demo, "-o", "wide.csv", "--json")
    assert ran.status == 0
    (told,) = ran.data["tables"]
    assert (told["table"], told["rows"], told["coder"]) == ("wide", 20, "consensus")
    rows = read_csv("wide.csv")
    assert list(rows[0]) == told["columns"]
    total = {row["id"]: row["participants"] for row in run("codes", demo, "--json").data}
    assert {code: sum(row[code] == "1" for row in rows) for code in total} == total
    assert {row["bilingualism"] for row in rows} == {"0", "1", ""}


def test_not_asked_and_not_yet_coded_are_told_apart(demo: Path, run: Any) -> None:
    run("export", demo, "-o", "wide.csv", "--coder", "c2", "--unit", "document")
    states = {
        (row["code"], group): cell["state"]
        for row in run("themes", demo, "--by", "document", "--coder", "c2", "--json").data["rows"]
        for group, cell in row["cells"].items()
    }
    assert "not_coded" in states.values()
    for row in read_csv("wide.csv"):
        uncoded = row["not_yet_coded"].split()
        for (code, document), state in states.items():
            if document == row["document"]:
                value = {"said": "1", "not_raised": "0", "not_asked": "", "not_coded": ""}[state]
                assert (row[code], code in uncoded) == (value, state == "not_coded")


def test_a_long_table_narrows_and_says_what_may_give_people_away(demo: Path, run: Any) -> None:
    ran = run("export", demo, "-o", "long.jsonl", "--table", "long", "--code", "Bilinguisme", "--where", "site=lille")
    assert "It holds what may give people away: known names 3." in ran.err
    rows = [json.loads(line) for line in Path("long.jsonl").read_text("utf-8").splitlines()]
    quotes = run("quotes", demo, "--code", "bilingualism", "--where", "site=lille", "--json").data
    assert [(row["coding"], row["text"]) for row in rows] == [(quote["id"], quote["text"]) for quote in quotes]
    assert {row["path"].split(" > ")[0] for row in rows} == {"bilingualism"}
    assert "2 people in it have not agreed to be quoted." in run("export", demo, "-o", "l.csv", "--table", "long").err
    bare = run("export", demo, "-o", "bare.csv", "--table", "long", "--no-text")
    assert bare.status == 0
    assert "agreed" not in bare.err
    assert "text" not in read_csv("bare.csv")[0]


def test_a_folder_and_a_workbook_hold_all_the_tables(demo: Path, run: Any) -> None:
    told = [run("export", demo, "-o", name, "--json").data["tables"] for name in ("tables", "tables.xlsx")]
    assert told[0] == told[1]
    assert [one["table"] for one in told[0]] == ["wide", "counts", "words", "long", "codes"]
    names = sorted(path.name for path in Path("tables").iterdir())
    assert names == ["codes.csv", "counts.csv", "long.csv", "rules.csv", "wide.csv", "words.csv"]
    codes = read_csv("tables/codes.csv")
    assert [row["code"] for row in codes] == [row["id"] for row in run("codes", demo, "--json").data]
    assert (codes[1]["path"], codes[1]["label@en"]) == ("therapeutic-distance > nearness", "Nearness and accessibility")
    everything = "".join(path.read_text("utf-8-sig") for path in Path("tables").iterdir())
    files = [document["name"] for document in run("documents", demo, "--json").data]
    assert [name for name in files if name in everything] == []


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["-o", "t.docx"], "Known endings: .csv .xlsx .jsonl .parquet"),
        (["-o", "t.csv", "--table", "wide", "--table", "long"], "holds one table"),
        (["-o", "t.csv", "--unit", "dokument"], "Write document."),
        (["-o", "t.csv", "--unit", "turn,wave"], "turn stands alone"),
        (["-o", "t.csv", "--unit", "passage", "--table", "words"], "there is nothing to count"),
        (["-o", "t.csv", "--table", "long", "--unit", "site"], "--unit changes nothing"),
        (["-o", "t.csv", "--table", "long", "--own"], "--own changes nothing"),
        (["-o", "t.csv", "--table", "codes", "--where", "site=lille"], "--where changes nothing"),
        (["-o", "t.csv", "--no-text"], "--no-text changes nothing"),
        (["-o", "t.csv", "--code", "bilingualisme"], "bilingualism"),
    ],
)
def test_what_cannot_be_meant_is_refused_and_nothing_written(
    demo: Path, run: Any, options: list[str], said: str
) -> None:
    ran = run("export", demo, *options)
    assert (ran.status, said in ran.err) == (1, True), ran.err
    assert [path.name for path in Path().iterdir()] == ["my-study"]


def test_the_guide_s_queries_answer_in_any_sqlite(demo: Path, run: Any) -> None:
    assert run("check", demo).status in (0, 1)
    queries = [query for block in re.findall(r"```sql\n(.*?)```", GUIDE, re.DOTALL) for query in block.split(";\n")]
    assert len(queries) >= 10
    with closing(sqlite3.connect(f"{(demo / 'study.db').absolute().as_uri()}?mode=ro", uri=True)) as plain:
        for query in filter(str.strip, queries):
            assert plain.execute(query).fetchall(), query


def test_the_guide_s_notebook_runs(demo: Path, run: Any, capsys: pytest.CaptureFixture[str]) -> None:
    pytest.importorskip("pandas")
    assert run("check", demo).status in (0, 1)
    (example,) = re.findall(r"```python\n(.*?)```", GUIDE, re.DOTALL)
    exec(example, {})
    assert capsys.readouterr().out
