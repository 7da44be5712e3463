"""A small study made here: two sites of one region, two people named in labels and file names, every emptiness."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from qualcode.acts import AddCoding, SetDone
from qualcode.model.people import Participant
from qualcode.model.texts import Speaker, Transcript, Turn
from qualcode.report import pdf
from qualcode.report.document import Column, Entry, Heading, Paragraph, Quote, Report, Section, Table
from qualcode.store.acts.documents import ImportDocument
from qualcode.study import Study

STUDY = """\
title: {en: Peer work, fr: Travail de pair}
languages: [en, fr]
sites:
  north:
    label: Nord
    sites:
      lille: {label: Lille}
      lens: {label: Lens}
guides:
  worker: {asks: [distance]}
"""
CODEBOOK = """\
title: {en: Codes, fr: Codes}
codes:
  - id: distance
    label: {en: Distance, fr: Distance thérapeutique}
    brief: {en: Keeps away., fr: Se tient loin.}
    examples: [{en: "“Too close”", fr: "« Trop près »"}]
    codes:
      - id: nearness
        label: {en: Nearness, fr: Proximité}
  - id: money
    label: {en: Money, fr: Argent}
"""
LINES = (("Karim Benali", "Bonjour à tous."), ("Odile", "Et la distance ?"), ("Karim Benali", "Il n’y en a pas."))


def transcript(lines: tuple[tuple[str, str], ...], people: dict[str, str]) -> Transcript:
    """A transcript of labelled lines; who is not among `people` is an interviewer."""
    text, turns = "", []
    for number, (label, words) in enumerate(lines, 1):
        start = len(text)
        text += f"{label} : {words}\n"
        turns.append(Turn(number, label, start, start + len(label) + 3, len(text)))
    labels = dict.fromkeys(label for label, _words in lines)
    speakers = tuple(Speaker(label, label not in people, people.get(label)) for label in labels)
    return Transcript(text, tuple(turns), speakers)


def document(id_: str, name: str, site: str, made: Transcript, person: str) -> ImportDocument:
    """The act that brings a transcript in."""
    original = made.text.encode()
    return ImportDocument(
        id=id_,
        name=name,
        site=site,
        kind="interview",
        language="fr",
        transcript=made,
        original=original,
        sha256=hashlib.sha256(original).hexdigest(),
        guide="worker",
        people=(Participant(person, role="worker"),),
    )


@pytest.fixture
def study(tmp_path: Path, created: Callable[..., Study]) -> Iterator[Study]:
    """Lille coded and done with a quotation across turns; Lens not yet coded."""
    lille = transcript(LINES, {"Karim Benali": "L01-P1"})
    lens = transcript((("Zoé Petit", "Rien à dire."),), {"Zoé Petit": "E01-P1"})
    with created(tmp_path / "study", study_text=STUDY, codebook_text=CODEBOOK, coder="ada") as made:
        made.do(document("L01", "karim-benali.txt", "lille", lille, "L01-P1"))
        made.do(document("E01", "zoe-petit.txt", "lens", lens, "E01-P1"))
        made.do(AddCoding("L01", 0, len(lille.text) - 1, "nearness"), AddCoding("L01", 15, 22, "distance"))
        made.do(SetDone("L01", True))
        yield made


def _report_of(words: str) -> Report:
    """A report with the same words in every place that words can stand."""
    columns = (Column(words[:50]), Column("Whole", number=True), Column("Rate", number=True))
    table = Table("t", words, columns, [(words, 1234, 1234.5)], words)
    blocks = (Heading(3, words), Paragraph(words), Entry((("Brief", words),)), Quote(words, words), table)
    return Report(
        words[:50], words, "Contents", "fr", datetime(2026, 1, 2, tzinfo=UTC), (Section("s", "S", blocks, (table,)),)
    )


@pytest.fixture
def report_of() -> Callable[[str], Report]:
    """Makes a report of given words."""
    return _report_of


@pytest.fixture
def pdf_text(tmp_path: Path) -> Callable[[Report], str]:
    """Writes a report as PDF and reads its words."""

    def read(report: Report) -> str:
        from pypdf import PdfReader

        pdf.write(report, tmp_path / "a.pdf")
        return "\n".join(page.extract_text() for page in PdfReader(tmp_path / "a.pdf").pages)

    return read


@pytest.fixture
def interviews(tmp_path: Path, new_study: Callable[..., Study], document: Callable[..., Any]) -> Iterator[Study]:
    """Three interviews at two sites, with nothing coded yet."""
    with new_study(tmp_path / "three") as study:
        for name, site in (("L01", "lille"), ("L02", "lille"), ("T01", "toulon")):
            turns = [("I", "Et vous ?"), ("P", "J’ai perdu la distance. On se comprend, toujours."), ("I", "Merci.")]
            study.do(document(name, turns, {"P": Participant(f"{name}-P1", role="worker")}, site=site))
        yield study
