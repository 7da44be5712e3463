"""The whole of it on text that nobody here wrote; skipped where that data is not at hand."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

SHARED = Path(__file__).parents[2] / ".." / "shared" / "data"
PILOT = (SHARED / "pdpilot" / "results").resolve()
PRIMOCK = (SHARED / "primock57" / "transcripts").resolve()
LABFORSIMS = (SHARED / "labforsims2-fr" / "dialogues").resolve()
needs_pilot = pytest.mark.skipif(not PILOT.is_dir(), reason="the interviews are not here")


@pytest.fixture
def study(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, run: Any) -> Path:
    monkeypatch.chdir(tmp_path)
    assert run("init", "my-study", "--codebook", "none").status == 0
    return Path("my-study")


@needs_pilot
def test_seven_interviews_carry_their_researchers_codes_and_seven_people_stand_in_the_table(
    study: Path, run: Any
) -> None:
    derived = PILOT / "derived"
    assert run("import", study, *sorted(derived.glob("P*.txt")), "--interviewer", "Dan").status == 0
    coded = ("tag", study, "--from", derived / "coded_segments.csv", "--new-codes", "--coder", "team", "--json")
    first = run(*coded)
    assert first.status == 0, first.err
    assert (len(first.data["ids"]), first.data["there"], first.data["refused"]) == (262, 0, [])
    assert run(*coded).data["there"] == 262
    assert run("speakers", study, "D05", "Particpant", "--participant", "D05-P1").status == 0
    table = run("themes", study, "--by", "participant", "--json").data
    assert [group["group"] for group in table["groups"] if group["N"]] == [f"D0{number}-P1" for number in range(1, 8)]
    parents = {code["id"]: code["parent"] for code in run("codes", study, "--json").data}
    assert parents["guiding-feature-engineering"] == "explainability-purposes"
    assert run("check", study).status == 0


@needs_pilot
def test_their_codes_find_their_words_in_the_pdfs_too(study: Path, run: Any) -> None:
    assert run("import", study, *sorted((PILOT / "transcripts").glob("*.pdf")), "--interviewer", "Dan").status == 0
    coded = run("tag", study, "--from", PILOT / "derived" / "coded_segments.csv", "--new-codes", "--json")
    assert len(coded.data["ids"]) >= 250
    assert "placed by their words" in coded.err


@pytest.mark.skipif(not PRIMOCK.is_dir(), reason="the consultations are not here")
def test_two_recordings_make_one_consultation(study: Path, run: Any) -> None:
    ran = run("import", study, *sorted(PRIMOCK.glob("*.TextGrid")), "--interviewer", "doctor")
    assert ran.status == 0, ran.err
    documents = run("documents", study, "--json").data
    assert len(documents) == 57
    assert all(len(document["participants"]) == 1 for document in documents)


@pytest.mark.skipif(not LABFORSIMS.is_dir(), reason="the dialogues are not here")
def test_odd_labels_are_read_by_their_pattern(study: Path, run: Any) -> None:
    files = sorted(LABFORSIMS.glob("*/dialogues"))
    ran = run("import", study, *files, "--speaker-pattern", r"([dp])\d{8}", "--interviewer", "d", "--json")
    assert ran.status == 0, ran.err
    documents = run("documents", study, "--json").data
    assert len(documents) == len(files) == 41
    assert {document["language"] for document in documents} == {"fr"}
    assert all({line["label"] for line in row["speakers"]} == {"d", "p"} for row in ran.data)
