from __future__ import annotations

import json
from pathlib import Path

import pytest

from benchmarks import complete, measuring
from benchmarks.__main__ import ROWS, chosen, line, main, parse
from benchmarks.complete import make_complete
from benchmarks.study import SCALES, Scale, acts, codings, document
from qualcode.model import Span
from qualcode.report.appendix import choose
from qualcode.report.outline import outlined
from qualcode.report.standing import MISSING
from qualcode.study import Study


def test_options_have_a_small_scale_and_every_row_unless_told_otherwise() -> None:
    options = parse([])
    assert (options.scale, options.json, options.only, options.keep) == ("S", False, None, None)
    assert chosen(options.only) == ROWS
    assert parse(["--scale", "L", "--json", "--only", "find:"]).scale == "L"


def test_rows_are_chosen_by_a_part_of_their_name_and_an_unknown_one_ends_the_run() -> None:
    assert [row.name for row in chosen(["find: two"])] == ["find: two words"]
    with pytest.raises(SystemExit, match="No row is called nowhere"):
        chosen(["nowhere"])


def test_names_of_rows_are_unique() -> None:
    assert len({row.name for row in ROWS}) == len(ROWS)


def test_the_same_seed_makes_the_same_documents_and_codings() -> None:
    made, again = document(3, 500), document(3, 500)
    assert made == again
    assert list(codings(made, 40)) == list(codings(again, 40))
    assert document(3, 500, seed=7) != made


def test_an_invented_document_is_a_whole_transcript() -> None:
    made = document(0, 400).transcript
    assert made.turns[0].start == 0
    assert made.turns[-1].end == len(made.text)
    assert all(before.end == after.start for before, after in zip(made.turns, made.turns[1:], strict=False))
    assert "".join(made.text[turn.start : turn.end] for turn in made.turns) == made.text
    assert all(made.text[span.start : span.end].endswith(".") for span in made.sentences)


def test_codings_lie_in_the_text_and_are_shared_out_to_the_last() -> None:
    scale = Scale(3, 200, 10)
    brought = [list(acts(number, scale)) for number in range(scale.documents)]
    assert sum(len(coded.codings) for _document, coded in brought) == scale.codings
    for act, coded in brought:
        assert all(len(Span(one.start, one.end)) > 0 and one.end <= len(act.transcript.text) for one in coded.codings)


def test_a_run_prints_rows_with_both_figures(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(SCALES, "S", Scale(2, 300, 20))
    monkeypatch.setattr(measuring, "SECONDS", 0.0)
    main(["--scale", "S", "--json", "--keep", str(tmp_path), "--only", "count:", "quotes: first", "find:"])
    rows = json.loads(capsys.readouterr().out)
    assert [row["name"] for row in rows] == [
        row.name for row in ROWS if row.name.startswith(("count:", "quotes: first", "find:"))
    ]
    assert all(list(row) == ["name", "ours", "plain", "ratio", "bound"] for row in rows)
    assert all(row["ours"] > 0 and row["plain"] > 0 for row in rows)


def test_a_row_over_its_bound_is_marked() -> None:
    row = {"name": "a", "ours": 4.0, "plain": 2.0, "ratio": 2.0, "bound": 1.5}
    assert line(row).endswith("over")
    assert not line({**row, "bound": 2.0}).endswith("over")
    assert not line({**row, "plain": None, "bound": None}).endswith("over")


def test_a_slow_row_is_taken_once_and_a_quick_one_three_times(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(measuring, "SECONDS", 0.0)
    taken: list[str] = []

    def take(name: str) -> float:
        taken.append(name)
        return 1.0

    measuring.in_turn(lambda: take("ours"), lambda: take("plain"))
    assert taken == ["ours", "plain"] * measuring.FEWEST
    monkeypatch.setattr(measuring, "TOO_LONG", 0.0)
    taken.clear()
    measuring.in_turn(lambda: take("ours"), lambda: take("plain"))
    assert taken == ["ours", "plain"]


def test_the_study_of_a_complete_appendix_leaves_no_part_missing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(complete, "SCALE", Scale(24, 200, 96))
    make_complete(tmp_path / "study")
    with Study.open(tmp_path / "study") as study:
        items = outlined(study, choose(study))
        assert len(study.participants()) == 24
    assert [item.name for item in items if item.state == MISSING] == []
