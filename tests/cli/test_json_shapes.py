"""The JSON that scripts rely on: keys may come, none may go; counts are those of the tables."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

QUOTATION = {"id", "document", "start", "end", "text", "code", "coder", "round", "citation", "participants", "site"}
SHAPES = {
    "documents": {"id", "name", "site", "participants", "language", "kind", "wave", "words", "turns", "sha256"},
    "codes": {"id", "label", "parent", "pin", "segments", "participants", "documents"},
    "quotes": QUOTATION | {"time"},
    "codings": QUOTATION | {"time"},
}
CELL = {"participants", "asked", "segments", "documents", "words", "per_1000", "state"}
STATES = {"said", "not_raised", "not_asked", "not_coded"}


@pytest.mark.parametrize("command", SHAPES)
def test_each_list_carries_the_keys_that_scripts_rely_on(command: str, demo: Path, run: Any) -> None:
    ran = run(command, demo, "--json")
    assert (ran.status, ran.err) == (0, "")
    assert ran.data
    for row in ran.data:
        assert SHAPES[command] <= row.keys()


def test_themes_carry_the_rule_the_groups_with_n_and_a_state_in_each_cell(demo: Path, run: Any) -> None:
    table = run("themes", demo, "--by", "site", "--json").data
    assert table.keys() >= {"rule", "by", "groups", "rows"}
    assert table["by"] == ["site"]
    assert all(group.keys() >= {"group", "N"} for group in table["groups"])
    names = [group["group"] for group in table["groups"]]
    for row in table["rows"]:
        assert row.keys() >= {"code", "label", "depth", "cells"}
        assert list(row["cells"]) == names
        assert all(cell.keys() >= CELL for cell in row["cells"].values())
    assert {cell["state"] for row in table["rows"] for cell in row["cells"].values()} == STATES


def test_a_quotation_carries_the_words_at_its_place(demo: Path, run: Any) -> None:
    texts = {document["id"]: run("show", demo, document["id"], "--json").data["text"]
             for document in run("documents", demo, "--json").data}  # fmt: skip
    found = run("quotes", demo, "--json").data
    assert all(texts[row["document"]][row["start"] : row["end"]] == row["text"] for row in found)
    assert {row["id"] for row in found} == {row["id"] for row in run("codings", demo, "--json").data}


def test_a_shown_document_tells_its_turns_speakers_and_codings(demo: Path, run: Any) -> None:
    shown = run("show", demo, "L01", "--json").data
    assert SHAPES["documents"] | {"text", "codings"} <= shown.keys()
    assert "".join(shown["text"][turn["start"] : turn["end"]] for turn in shown["turns"]) == shown["text"]
    assert {"MSP03"} == {turn["participant"] for turn in shown["turns"] if turn["participant"]}
    assert any(turn["interviewer"] for turn in shown["turns"])


def test_a_site_means_those_below_it_and_a_code_its_sub_codes(demo: Path, run: Any) -> None:
    region = run("quotes", demo, "--site", "nord-pas-de-calais", "--json").data
    assert {row["site"] for row in region} == {"lille", "armentieres"}
    codes = {row["code"] for row in run("quotes", demo, "--code", "bilingualism", "--json").data}
    assert codes == {"bilingualism", "translating", "disclosing"}


def test_labels_are_in_the_language_of_the_interface(demo: Path, run: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    english = run("codes", demo, "--json").data
    monkeypatch.setenv("LANG", "fr_FR.UTF-8")
    french = run("codes", demo, "--json").data
    assert [code["id"] for code in english] == [code["id"] for code in french]
    assert "Bilinguisme" in {code["label"] for code in french}
