"""The framework matrix as typed: shown, written, confirmed, out to a file and back."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from qualcode.acts import RemoveCoding
from qualcode.study import Study

CELL = ("nearness", "lille")


def cell(run: Any, demo: Path, *more: str) -> dict[str, Any]:
    rows = run("framework", demo, "--by", "site", "--theme", "nearness", "--json", *more).data["rows"]
    found: dict[str, Any] = rows[0]["cells"]["lille"] if rows else {}
    return found


def test_a_summary_is_written_goes_stale_and_still_holds(demo: Path, run: Any) -> None:
    coding = run("codings", demo, "--code", "nearness", "--site", "lille", "--coder", "consensus", "--json").data[0]
    assert run("framework", "set", demo, *CELL, f"Near [#{coding['id']}].").status == 0
    assert (cell(run, demo)["state"], cell(run, demo)["why"]) == ("written", [])
    shown = run("framework", demo, "--by", "site").out
    assert f"Near [{coding['citation']}]." in shown
    run("untag", demo, coding["id"], "--coder", "consensus")
    stale = cell(run, demo, "--stale")
    assert (stale["state"], stale["coder"], stale["counted"]) == ("stale", "ana", "consensus")
    assert "1 passage removed" in stale["why"][0]
    assert "◐ 1 passage removed" in run("framework", "show", demo, "--by", "site", "--stale").out
    assert run("framework", "confirm", demo, "Nearness", "Lille").status == 0
    assert len(cell(run, demo)["why"]) == 1  # the link leads nowhere still
    history = run("framework", "history", demo, *CELL, "--json").data
    assert [len(version["codings"]) for version in history] == [
        len(history[1]["codings"]) - 1,
        len(history[1]["codings"]),
    ]
    assert "rests on" in run("framework", "history", demo, *CELL).out


def test_a_summary_is_read_from_the_input_and_taken_away(demo: Path, run: Any) -> None:
    assert run("framework", "set", demo, *CELL, "-", stdin=b"Deux\nlignes.\n").status == 0
    assert cell(run, demo)["text"] == "Deux\nlignes."
    assert "taken away" in run("framework", "set", demo, *CELL, "").err
    assert cell(run, demo)["state"] == "empty"
    assert run("undo", demo).status == 0
    assert cell(run, demo)["state"] == "written"


def test_the_shape_of_the_table_is_that_of_themes(demo: Path, run: Any) -> None:
    table, themes = (
        run("framework", demo, "--by", "region", "--json").data,
        run("themes", demo, "--by", "region", "--json").data,
    )
    assert table["by"] == ["region"]
    assert [row["code"] for row in table["rows"]] == [row["code"] for row in themes["rows"]]
    for row, counted in zip(table["rows"], themes["rows"], strict=True):
        for group, found in row["cells"].items():
            assert found["counts"].items() <= counted["cells"][group].items()


@pytest.mark.parametrize("ending", ["xlsx", "yaml", "csv"])
def test_a_matrix_goes_out_and_back(demo: Path, run: Any, ending: str) -> None:
    run("framework", "set", demo, *CELL, "One.")
    file = f"matrix.{ending}"
    assert run("framework", "export", demo, "-o", file, "--by", "site").status == 0
    unchanged = run("framework", "import", demo, file)
    assert (unchanged.status, "0 summaries taken" in unchanged.err) == (0, True)
    run("framework", "set", demo, *CELL, "")
    run("undo", demo)
    assert run("framework", "import", demo, file, "--json").data["taken"] == []


def test_conflicts_are_shown_with_both_texts_and_nothing_is_written(demo: Path, run: Any) -> None:
    run("framework", "set", demo, *CELL, "One.")
    run("framework", "export", demo, "-o", "m.yaml", "--by", "site")
    Path("m.yaml").write_text(Path("m.yaml").read_text("utf-8").replace("One.", "Theirs."), "utf-8")
    would = run("framework", "import", demo, "m.yaml", "--dry-run")
    assert (would.status, "nearness · site:lille: Theirs." in would.out) == (0, True)
    assert cell(run, demo)["text"] == "One."
    run("framework", "set", demo, *CELL, "Mine.", "--coder", "zoe")
    refused = run("framework", "import", demo, "m.yaml")
    assert (refused.status, "Theirs." in refused.out, "Mine." in refused.out, "--take" in refused.err) == (
        1,
        True,
        True,
        True,
    )
    assert cell(run, demo)["text"] == "Mine."
    assert run("framework", "import", demo, "m.yaml", "--take", "study").status == 0
    assert cell(run, demo)["text"] == "Mine."
    assert run("framework", "import", demo, "m.yaml", "--take", "file").status == 0
    assert cell(run, demo)["text"] == "Theirs."
    run("undo", demo)
    assert cell(run, demo)["text"] == "Mine."


@pytest.mark.parametrize(
    ("line", "hint"),
    [
        ("framework set my-study nearnes lille x", "Write nearness"),
        ("framework set my-study nearness lile x", "Write Lille"),
        ("framework set my-study nearness lille x --upon 7", "taken back"),
        ("framework confirm my-study nearness lille", "no summary"),
        ("framework export my-study -o a.ods", ".xlsx"),
        ("framework import my-study none.xlsx", "No such file"),
        ("framework my-study --coder nobody", "nobody"),
    ],
)
def test_what_cannot_be_is_refused_with_the_way_out(line: str, hint: str, demo: Path, run: Any) -> None:
    ran = run(*line.split())
    assert (ran.status, ran.out) == (1, "")
    assert hint.casefold() in ran.err.casefold()


def test_a_link_to_a_coding_that_is_not_there_is_refused(demo: Path, run: Any) -> None:
    before = cell(run, demo)
    refused = run("framework", "set", demo, *CELL, "Near [#999999].")
    assert refused.status == 1
    assert "[#999999] cites a coding that is not in this study" in refused.err
    assert "take the link out" in refused.err
    assert cell(run, demo) == before


@pytest.mark.parametrize("where", ["role=nurse", "wave>=T6", "region=nord-pas-de-calais", "text~malade"])
@pytest.mark.parametrize("by", ["participant", "site", "region"])
def test_conditions_narrow_the_matrix_as_they_narrow_themes(demo: Path, run: Any, by: str, where: str) -> None:
    table = run("framework", demo, "--by", by, "--where", where, "--json").data
    themes = run("themes", demo, "--by", by, "--where", where, "--json").data
    assert table["where"] == themes["where"] != []
    counted = {group["group"]: group["N"] for group in themes["groups"]}
    assert [group["group"] for group in table["groups"]] == [group for group in counted if group != "—"]
    for row, theme in zip(table["rows"], themes["rows"], strict=True):
        for group, found in row["cells"].items():
            assert found["counts"].items() <= theme["cells"][group].items()
    assert "A summary is of its whole cell" in table["rule"]


def test_what_no_condition_can_meet_is_refused_and_a_part_of_the_matrix_goes_out_and_comes_back(
    demo: Path, run: Any, tmp_path: Path
) -> None:
    refused = run("framework", demo, "--where", "role=nurze")
    assert (refused.status, "nurse" in refused.err) == (1, True)
    file = tmp_path / "nurses.csv"
    assert run("framework", "export", demo, "-o", file, "--where", "role=nurse").status == 0
    whole = run("framework", demo, "--json").data
    part = run("framework", demo, "--where", "role=nurse", "--json").data
    assert 0 < len(part["groups"]) < len(whole["groups"])
    back = run("framework", "import", demo, file, "--dry-run", "--json").data
    assert (back["taken"], back["unchanged"]) == ([], len(part["groups"]) * len(part["rows"]))


def test_whose_codings_a_summary_rests_on_is_asked_for_by_the_option_that_says_it(unnoted: Path, run: Any) -> None:
    with Study.open(unnoted) as study:
        codings = [coding.id for coding in study.codings(coder="consensus")]
        study.do(*map(RemoveCoding, codings), coder="consensus")
    refused = run("framework", "set", unnoted, *CELL, "Near.")
    assert (refused.status, "--codings" in refused.err, "--coder" in refused.err) == (1, True, False)
    assert run("framework", "set", unnoted, *CELL, "Near.", "--codings", "c1").status == 0
