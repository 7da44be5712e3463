"""The importers on files nobody made for them; skipped where the shared data are not there."""

import csv
import re
from itertools import pairwise
from pathlib import Path

import pytest

from qualcode.importers import Imported, group_files, read, read_conversation

SHARED = Path(__file__).parents[2] / ".." / "shared" / "data"
pytestmark = pytest.mark.skipif(not SHARED.is_dir(), reason="the shared data are not here")


def checked(imported: Imported) -> Imported:
    """The laws of a transcript: turns tile the text, sentences cover the words of every body."""
    found = imported.transcript
    assert (found.turns[0].start, found.turns[-1].end) == (0, len(found.text))
    assert all(a.end == b.start for a, b in pairwise(found.turns))
    assert all(a.end <= b.start for a, b in pairwise(found.sentences))
    said = sum(len("".join(found.text[turn.body : turn.end].split())) for turn in found.turns)
    assert said == sum(len("".join(found.text[s.start : s.end].split())) for s in found.sentences)
    return imported


def labels(imported: Imported) -> set[str]:
    return {speaker.label for speaker in imported.transcript.speakers}


def test_fifty_seven_consultations_of_two_recordings_each() -> None:
    groups = group_files(sorted((SHARED / "primock57" / "transcripts").glob("*.TextGrid")))
    assert len(groups) == 57
    for group in groups:
        assert {label.lower() for label in labels(checked(read_conversation(group)))} == {"doctor", "patient"}


def test_forty_one_dialogues_by_a_pattern() -> None:
    files = sorted((SHARED / "labforsims2-fr" / "dialogues").glob("*/dialogues"))
    found = [checked(read(file, speaker_pattern=r"([dp])\d{8}")) for file in files]
    assert len(found) == 41
    assert all(labels(each) == {"d", "p"} and each.language == "fr" for each in found)


def test_offsets_of_the_researchers_segments_hold_in_the_text_as_imported() -> None:
    folder = SHARED / "pdpilot" / "results" / "derived"
    texts = {path.stem: checked(read(path, interviewers=["Dan"])).transcript.text for path in folder.glob("P*.txt")}
    with (folder / "coded_segments.csv").open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["start"]]
    assert len(rows) > 200
    assert all(texts[row["document"]][int(row["start"]) : int(row["end"])] == row["text"] for row in rows)


@pytest.mark.parametrize("number", range(1, 8))
def test_a_pdf_has_the_words_that_others_took_from_it_and_whole_turns(number: int) -> None:
    results = SHARED / "pdpilot" / "results"
    paged = checked(read(results / "transcripts" / f"P{number}.pdf")).transcript.text
    plain = (results / "derived" / f"P{number}.txt").read_text(encoding="utf-8")
    without_page_numbers = re.sub(r"(?m)^\d/\d$", "", plain)
    assert re.sub(r"[\s-]", "", paged) == re.sub(r"[\s-]", "", without_page_numbers)
    lines = paged.rstrip("\n").split("\n")
    assert all(re.match(r"\(?(Dan|Partici?pant|Interview)\b|\(", line) for line in lines)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("noscribe.txt", {"S00", "S01", "S02"}),
        ("noscribe.vtt", {"S00", "S01", "S02"}),
        ("noscribe.html", {"S00", "S01", "S02"}),
        ("teams.vtt", {"Alice Johnson", "Bob O'Néill (Guest)"}),
        ("zoom.vtt", {"Marie Dupont"}),
        ("zoom_bom.vtt", {"Marie Dupont"}),
        ("hand.rtf", {"I", "B"}),
        ("hand.docx", set()),
    ],
)
def test_transcripts_of_other_programs(name: str, expected: set[str]) -> None:
    assert labels(checked(read(SHARED / "formats" / name))) == expected


def test_the_office_files_of_other_projects() -> None:
    files = [*SHARED.glob("qualcoder-examples/ID*"), *SHARED.glob("ucsb-influencers/**/*.docx")]
    assert {checked(read(file)).format for file in files} == {"docx", "odt"}


def test_the_source_documents_speak_in_paragraphs() -> None:
    for file in (SHARED / ".." / "seeds").glob("*.txt"):
        assert labels(checked(read(file))) == set()
