"""A small study with its appendix in each format, and a hand that spoils a document."""

from __future__ import annotations

import hashlib
import html
import re
import shutil
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from qualcode.acts import AddCoding, SetCounter, SetDone, SetParticipant
from qualcode.model.people import Participant
from qualcode.model.texts import Speaker, Transcript, Turn
from qualcode.report import markdown
from qualcode.report.anchors import anchored
from qualcode.report.output import write_appendix
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
variables:
  participant:
    consent: {choices: ["yes", "no"]}
guides:
  worker: {asks: [distance]}
report:
  outline: [participants, sites, codes, quotations, themes]
"""
CODEBOOK = """\
title: {en: Codes, fr: Codes}
codes:
  - id: distance
    label: {en: Distance, fr: Distance thérapeutique}
    codes:
      - id: nearness
        label: {en: Nearness, fr: Proximité}
  - id: money
    label: {en: Money, fr: Argent}
"""
SAID = {
    "L01": ("lille", "L01-P1", ("We are never too close to the people we meet.", "The walls keep us apart. They were "
                                "built for that. Nobody asked us.", "Money is not what it is about, it never was.")),
    "L02": ("lille", "L02-P1", ("I was told to keep two metres between us.", "She sat down beside me and stayed.")),
    "E01": ("lens", "E01-P1", ("Here everybody knows everybody, that is how near we are.", "They pay us by the hour.")),
}  # fmt: skip
PEOPLE = ("L01-P1", "L02-P1", "E01-P1")
CODED = (
    ("L01", 0, "nearness"), ("L01", 1, "distance"), ("L01", 2, "money"), ("L02", 0, "distance"), ("L02", 1, "nearness"),
    ("E01", 0, "nearness"), ("E01", 1, "money"),
)  # fmt: skip


def imported(id_: str) -> ImportDocument:
    """The act that brings one of the documents in, everything in it said by one person."""
    site, person, lines = SAID[id_]
    text, turns = "", []
    for number, words in enumerate(lines, 1):
        turns.append(Turn(number, person, len(text), len(text), len(text) + len(words) + 1))
        text += f"{words}\n"
    made = Transcript(text, tuple(turns), (Speaker(person, False, person),))
    original = text.encode()
    return ImportDocument(
        id=id_, name=f"{id_}.txt", site=site, kind="interview", language="en", transcript=made, original=original,
        sha256=hashlib.sha256(original).hexdigest(), guide="worker", people=(Participant(person, role="worker"),),
    )  # fmt: skip


def line(document: str, number: int) -> tuple[int, int]:
    """Where a line of a document stands."""
    lines = SAID[document][2]
    start = sum(len(words) + 1 for words in lines[:number])
    return start, start + len(lines[number])


@pytest.fixture(scope="session")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a study, its appendix beside it in each format; not to be changed."""
    folder = tmp_path_factory.mktemp("verifying")
    with Study.create(folder / "study", study_text=STUDY, codebook_text=CODEBOOK, coder="ada") as study:
        study.do(*map(imported, SAID))
        study.do(*(AddCoding(document, *line(document, number), code) for document, number, code in CODED))
        study.do(*(SetParticipant(person, role="worker", variables={"consent": "yes"}) for person in PEOPLE))
        study.do(SetDone("L01", True), SetCounter(study.codings()[0].id, True))
        for ending in ("docx", "odt", "html", "md", "xlsx"):
            write_appendix(study, folder / f"a.{ending}", language="en")
    return folder


@pytest.fixture
def place(written: Path, tmp_path: Path) -> Path:
    """A copy of all that, to spoil."""
    shutil.copytree(written, tmp_path / "copy")
    return tmp_path / "copy"


@pytest.fixture
def study(place: Path) -> Iterator[Study]:
    """The study, to go on with."""
    with Study.open(place / "study") as opened:
        opened.coder = "ada"
        yield opened


@dataclass(frozen=True, slots=True)
class Form:
    """How a format writes a mark, a paragraph, a row, and words."""

    part: str
    begins: str
    ends: str
    paragraph: tuple[str, str]
    row: tuple[str, str]
    cell: tuple[str, str]
    words: Callable[[str], str]


FORMS = {
    ".docx": Form(
        "word/document.xml", r'<w:bookmarkStart w:id="(?P<id>\d+)" w:name="(?P<name>[^"]*)" ?/>',
        r'<w:bookmarkEnd w:id="{id}" ?/>', ("<w:p>", "</w:p>"), ("<w:tr>", "</w:tr>"), ("<w:tc>", "</w:tc>"),
        lambda words: f'<w:r><w:t xml:space="preserve">{html.escape(words)}</w:t></w:r>',
    ),
    ".odt": Form(
        "content.xml", r'<text:bookmark-start text:name="(?P<id>(?P<name>[^"]*))" ?/>',
        r'<text:bookmark-end text:name="{id}" ?/>', ("<text:p ", "</text:p>"),
        ("<table:table-row", "</table:table-row>"),
        ("<table:table-cell", "</table:table-cell>"), html.escape,
    ),
    ".html": Form(
        "", r'<span id="(?P<id>(?P<name>[^"]*))">', "</span>", ("<blockquote>", "</blockquote>"), ("<tr>", "</tr>"),
        ("<td", "</td>"), html.escape,
    ),
    ".md": Form(
        "", r'<span id="(?P<id>(?P<name>[^"]*))">', "</span>", ("\n> ", "\n"), ("\n", "\n"), ("|", "|"), markdown.text,
    ),
}  # fmt: skip


class Hand:
    """What a hand does to a document, in whatever format: words are typed, cut, moved, marks are lost."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.form = FORMS[path.suffix]
        self.text = self._read()

    def _read(self) -> str:
        if not self.form.part:
            return self.path.read_text("utf-8")
        return zipfile.ZipFile(self.path).read(self.form.part).decode()

    def save(self) -> None:
        """Write the document back."""
        if not self.form.part:
            self.path.write_text(self.text, "utf-8")
            return
        with zipfile.ZipFile(self.path) as archive:
            parts = {name: archive.read(name) for name in archive.namelist()}
        with zipfile.ZipFile(self.path, "w") as archive:
            for name, data in (parts | {self.form.part: self.text.encode()}).items():
                archive.writestr(name, data)

    def names(self, kind: str) -> list[str]:
        """The names of a kind, in the document's order."""
        found = (match["name"] for match in re.finditer(self.form.begins, self.text))
        return [name for name in found if anchored(name) and name.startswith(kind)]

    def named(self, kind: str, words: str) -> str:
        """The first place of a kind that holds these words."""
        return next(name for name in self.names(kind) if words in self.said(name))

    def _mark(self, name: str) -> tuple[int, int, int, int]:
        begins = next(each for each in re.finditer(self.form.begins, self.text) if each["name"] == name)
        ends = re.compile(self.form.ends.format(id=begins["id"]))
        end = ends.search(self.text, begins.end())
        while end and self._open_spans(begins.end(), end.start()):
            end = ends.search(self.text, end.end())
        assert end is not None
        return begins.start(), begins.end(), end.start(), end.end()

    def _open_spans(self, start: int, end: int) -> int:
        return self.text.count("<span", start, end) - self.text.count("</span", start, end)

    def said(self, name: str) -> str:
        """The words at a place."""
        _before, start, end, _after = self._mark(name)
        plain = html.unescape(re.sub(r"<[^>]*>", "", self.text[start:end]))
        return re.sub(r"\\([^\w\s])", r"\1", plain) if self.path.suffix == ".md" else plain

    def say(self, name: str, words: str) -> None:
        """Type over the words at a place."""
        _before, start, end, _after = self._mark(name)
        self.text = self.text[:start] + (self.form.words(words) if words else "") + self.text[end:]

    def add(self, name: str, words: str) -> None:
        """Type right behind a place, where its mark does not reach."""
        after = self._mark(name)[3]
        self.text = self.text[:after] + self.form.words(words) + self.text[after:]

    def unmark(self, name: str) -> None:
        """Lose the mark, not the words."""
        before, start, end, after = self._mark(name)
        self.text = self.text[:before] + self.text[start:end] + self.text[after:]

    def around(self, name: str, kind: str) -> tuple[int, int]:
        """The paragraph, row or cell that a place is in."""
        opening, closing = getattr(self.form, kind)
        before, _start, _end, after = self._mark(name)
        start = self.text.rindex(opening, 0, before)
        end = self.text.index(closing, after)
        return start, end + (len(closing) if closing not in (opening, "\n") else 0)

    def cut(self, name: str, kind: str) -> str:
        """Take a paragraph, row or cell out."""
        start, end = self.around(name, kind)
        taken, self.text = self.text[start:end], self.text[:start] + self.text[end:]
        return taken

    def put(self, name: str, kind: str, markup: str) -> None:
        """Put a paragraph or a row in behind another."""
        _start, end = self.around(name, kind)
        self.text = (
            self.text[:end]
            + ("\n" if self.path.suffix == ".md" and kind == "paragraph" else "")
            + markup
            + self.text[end:]
        )


@pytest.fixture(params=list(FORMS))
def hand(request: pytest.FixtureRequest, place: Path) -> Hand:
    """A hand at the appendix in a format."""
    return Hand(place / f"a{request.param}")
