"""The balance of quotations as a command and as a part of the appendix: the same numbers, of the same choice."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any


def test_the_part_and_the_command_tell_the_same(demo: Path, run: Any, tmp_path: Path) -> None:
    options = ("--per-participant", 1, "--per-theme", 2)
    told = run("balance", demo, "--json", *options).data
    assert run("appendix", demo, "-o", tmp_path / "a", "--language", "en", *options).status == 0
    with (tmp_path / "a" / "quotations.csv").open(encoding="utf-8-sig", newline="") as file:
        assert len(list(csv.DictReader(file))) == told["quotations"]
    with (tmp_path / "a" / "balance-participants.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert {row["Participant"]: int(row["Quotations"]) for row in rows} == {
        one["participant"]: one["quotations"] for one in told["by_participant"]
    }
    assert {one["site"] for one in told["by_site"]} >= {"lille", "bobigny"}
    assert "too often" in told["rule"]


def test_fewer_of_a_person_bring_people_closer(demo: Path, run: Any) -> None:
    def most(*options: object) -> float:
        return max(float(one["share"]) for one in run("balance", demo, "--json", *options).data["by_participant"])

    assert most("--per-participant", 1) < most()
    said = run("balance", demo)
    assert said.status == 0 and "Themes quoted from one site only" in said.out and "not quoted" in said.err


def test_an_outline_without_quotations_or_with_chapters_is_balanced_by_what_it_shows(demo: Path, run: Any) -> None:
    study = demo / "study.yaml"
    text = study.read_text(encoding="utf-8")
    chapter = "- {chapter: One, codes: [bilingualism], parts: [{quotations: {per_theme: 1}}]}"
    study.write_text(text.replace("report:\n", f"report:\n  outline:\n    {chapter}\n"), encoding="utf-8")
    narrow = run("balance", demo, "--json").data
    study.write_text(text.replace("report:\n", "report:\n  outline: [balance]\n"), encoding="utf-8")
    assert 0 < narrow["quotations"] < run("balance", demo, "--json").data["quotations"]
