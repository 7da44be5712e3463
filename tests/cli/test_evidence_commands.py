"""joint, inclusion, coverage and counter as typed: what scripts rely on, what a reader sees, what is refused."""

from __future__ import annotations

from pathlib import Path
from typing import Any

COUNTS = {"eligible", "refused", "missed", "included", "expected", "interviewed", "of_eligible", "of_expected"}


def test_joint_carries_the_table_of_themes_with_ways_changes_and_numbers(demo: Path, run: Any) -> None:
    ran = run("joint", demo, "--by", "group,wave", "--theme", "disclosing", "--theme", "body-of-knowledge", "--json")
    assert (ran.status, ran.err) == (0, "")
    assert ran.data["by"] == ["group", "wave"]
    assert ran.data["waves"] == ["T0", "T6", "T12"]
    themes = run("themes", demo, "--by", "group,wave", "--json").data
    assert ran.data["groups"] == themes["groups"]
    assert ran.data["rows"] == [row for row in themes["rows"] if row["code"] in ("disclosing", "body-of-knowledge")]
    disclosing, _body = ran.data["followed"]
    assert {
        "participant": "USA03",
        "states": {"T0": "said", "T6": "not_interviewed", "T12": "not_asked"},
    } in disclosing["people"]
    assert disclosing["changes"][0] == {
        "from": "T0", "to": "T6", "both": 5, "kept": [], "lost": ["MSP07"], "gained": [],
        "never": ["CAD01", "INF01", "PSY01", "USA01"], "unclear": [],
    }  # fmt: skip
    score, _days = ran.data["numbers"]
    assert score["groups"][3] == {"group": "2 / T0", "n": 2, "mean": 51.0, "min": 47.0, "max": 55.0, "median": None}
    assert score["people"][1] == {"participant": "USA04", "values": {"T0": 47.0, "T6": None, "T12": 66.0}}


def test_what_does_not_differ_by_wave_stands_in_one_column(demo: Path, run: Any) -> None:
    ran = run("joint", demo, "--theme", "trust", "--numbers", "age", "--numbers", "recovery_score")
    header = next(line for line in ran.out.split("\n") if line.startswith("person"))
    assert header.split() == [
        "person", "T0", "T6", "T12", "age",
        "recovery_score", "T0", "recovery_score", "T6", "recovery_score", "T12",
    ]  # fmt: skip
    age, score = run("joint", demo, "--numbers", "age", "--numbers", "recovery_score", "--json").data["numbers"]
    assert (age["by_wave"], score["by_wave"]) == (False, True)


def test_joint_reads_numbers_from_a_table_and_names_whoever_changed(demo: Path, run: Any) -> None:
    Path("posts.csv").write_text("site,wave,posts\nlille,T0,3\ntoulon,T0,1\n", encoding="utf-8")
    ran = run("joint", demo, "--by", "region,wave", "--numbers", "posts.csv", "--theme", "trust")
    assert ran.status == 0
    assert "2: USA03, USA04" in ran.out
    assert "Nord–Pas-de-Calais / T0" in ran.out
    refused = run("joint", demo, "--numbers", "posts.cvs")
    assert (refused.status, "posts.cvs: cannot be read" in refused.err) == (1, True)
    assert run("joint", demo, "--by", "wafe").status == 1


def test_inclusion_prints_sums_shares_and_what_does_not_fit(demo: Path, run: Any) -> None:
    table = run("inclusion", demo, "--json").data
    assert table["by"] == ["group", "wave"]
    assert all(row.keys() == COUNTS | {"group", "title"} for row in table["rows"])
    assert table["total"].keys() == COUNTS
    assert table["rows"][0] | {"of_eligible": 0.6594, "included": 91, "interviewed": 1} == table["rows"][0]
    ran = run("inclusion", demo, "--by", "region")
    assert "Nord–Pas-de-Calais" in ran.out
    assert "1 / T6: 61 included, nobody of them interviewed." in run("inclusion", demo).out
    (demo / "inclusion.csv").write_text("group,wave,included\n1,T7,3\n", encoding="utf-8")
    refused = run("inclusion", demo)
    assert (refused.status, "inclusion.csv:2: wave: T7" in refused.err) == (1, True)


def test_coverage_tells_what_is_not_coded_what_is_thin_and_what_is_against(demo: Path, run: Any) -> None:
    found = run("coverage", demo, "--json").data
    assert [one["coder"] for one in found["coders"]] == ["c1", "c2", "consensus"]
    assert found["coders"][2]["documents"]["untouched"] == ["T01", "T02"]
    themes = {theme["code"]: theme for theme in found["themes"]}
    assert themes["self-recognition"]["rests_on_one"] == {"person": "MSP03", "site": "lille", "document": "L01"}
    assert (themes["trust"]["counter"], themes["trust"]["segments"]) == (2, 11)
    assert themes["denial-as-knowledge"]["absent_sites"] == ["paris-13"]
    assert [site["site"] for site in found["quiet"]] == ["armentieres"]
    assert found["lacking"]["guide"] == ["A01", "L02", "P01", "T02"]
    ran = run("coverage", demo, "--since", "2013-11")
    assert ran.status == 0
    assert "3 sites with nothing recent" in ran.out
    assert "5 themes have counter-examples" in ran.out
    assert run("coverage", demo, "--since", "soon").status == 1


def test_a_counter_example_is_marked_listed_and_taken_back(demo: Path, run: Any) -> None:
    marked = run("quotes", demo, "--counter", "--json").data
    assert len(marked) == 7
    other = next(row["id"] for row in run("quotes", demo, "--coder", "c1", "--json").data if not row["counter"])
    assert run("counter", demo, other, "--coder", "c1").status == 0
    assert other in [row["id"] for row in run("codings", demo, "--counter", "--json").data]
    themes = run("coverage", demo, "--coder", "c1", "--json").data["themes"]
    assert {theme["counter"] for theme in themes} == {0, 1}
    assert run("undo", demo, "--coder", "c1").status == 0
    assert [row["id"] for row in run("quotes", demo, "--counter", "--json").data] == [row["id"] for row in marked]
    assert "≠" in run("quotes", demo, "--counter", "--limit", "1").out
    assert run("counter", demo, 999999).status == 1
