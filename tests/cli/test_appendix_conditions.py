"""An appendix under a condition: every table has the figures that the commands give under it, and says so."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import pytest

Rows = list[dict[str, str]]


def table(folder: Path, name: str) -> Rows:
    with (folder / f"{name}.csv").open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(params=["role=nurse", "region=nord-pas-de-calais", "wave=T0,T6", "text~malade"])
def narrowed(request: Any, demo: Path, run: Any, tmp_path: Path) -> Any:
    """The folder of an appendix under a condition, and commands under the same."""
    folder = tmp_path / "appendix"
    assert run("appendix", demo, "-o", folder, "--language", "en", "--where", request.param).status == 0

    def told(command: str, *more: str) -> Any:
        return run(command, demo, "--where", request.param, "--json", *more).data

    return folder, told, request.param


def test_themes_and_codes_have_the_figures_of_themes(narrowed: Any) -> None:
    folder, told, _where = narrowed
    themes = told("themes")
    counted = {(row["code"], group): cell for row in themes["rows"] for group, cell in row["cells"].items()}
    counted |= {(row["code"], ""): row["total"] for row in themes["rows"]}
    rows = table(folder, "themes")
    assert {(row["Code id"], row["Site id"]) for row in rows} == set(counted)
    for row in rows:
        cell = counted[row["Code id"], row["Site id"]]
        assert [int(row[name]) for name in ("Participants", "Segments", "Documents", "Words")] == [
            cell[name] for name in ("participants", "segments", "documents", "words")
        ]
    for row in table(folder, "codes"):
        cell = counted[row["Code id"], ""]
        assert [int(row[name]) for name in ("Segments", "Participants", "Documents")] == [
            cell[name] for name in ("segments", "participants", "documents")
        ]
    people = [group["group"] for group in told("themes", "--by", "participant")["groups"]]
    assert [row["Participant"] for row in table(folder, "participants")] == sorted(people)


def test_quotations_coverage_joint_and_framework_have_the_figures_of_their_commands(narrowed: Any) -> None:
    folder, told, _where = narrowed
    quotations = {quotation["id"] for quotation in told("quotes", "--coder", "consensus")}
    withheld = {one["coding"] for one in told("disclose")["findings"] if one["left_out"]}
    assert {int(row["Coding"]) for row in table(folder, "quotations")} == quotations - withheld
    coverage = told("coverage")
    evidence = {one["code"]: one for one in coverage["themes"]}
    for row in table(folder, "evidence"):
        one = evidence[row["Code id"]]
        assert [int(row[name]) for name in ("Participants", "Sites", "Documents", "Segments", "Counter-examples")] == [
            one[name] for name in ("participants", "sites", "documents", "segments", "counter")
        ]
    assert [row["Document"] for row in table(folder, "coded")] == [one["document"] for one in coverage["documents"]]
    joint = told("joint")
    changes = [(row["Code id"], row["Waves"], int(row["People at both"])) for row in table(folder, "changes")]
    assert changes == [
        (row["code"], f"{one['from']} → {one['to']}", one["both"])
        for row in joint["followed"]
        for one in row["changes"]
    ]
    written = {
        (cell["holder"].partition(":")[2], row["code"], cell["coder"])
        for by in ("participant", "site", "region")
        for row in told("framework", "--by", by)["rows"]
        for cell in row["cells"].values()
        if cell["text"]
    }
    file = folder / "framework.csv"
    shown = (
        {(row["Holder id"], row["Code id"], row["Coder"]) for row in table(folder, "framework")}
        if file.exists()
        else set()
    )
    assert shown == written


def test_every_table_and_the_manifest_say_the_condition(narrowed: Any) -> None:
    folder, _told, where = narrowed
    for row in table(folder, "rules"):
        assert where in row["rule"] or row["file"] in ("codebook.csv", "disclosure.csv"), row
    assert json.loads((folder / "manifest.json").read_text("utf-8"))["filters"]["conditions"] == [where]


def test_other_filters_narrow_the_quotations_alone(demo: Path, run: Any, tmp_path: Path) -> None:
    for name, more in (("all", ()), ("one", ("--site", "lille"))):
        assert run("appendix", demo, "-o", tmp_path / name, "--language", "en", *more).status == 0
    for name in ("participants", "sites", "themes", "codes", "evidence"):
        assert table(tmp_path / "one", name) == table(tmp_path / "all", name)
    assert 0 < len(table(tmp_path / "one", "quotations")) < len(table(tmp_path / "all", "quotations"))
