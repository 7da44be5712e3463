"""The disclosure check of a report: what in it would give people away, found before anything is written."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from html import unescape
from itertools import compress
from pathlib import Path
from typing import TYPE_CHECKING

from qualcode.disclosure import consent
from qualcode.disclosure.cells import small_cells, smallest_cell
from qualcode.disclosure.findings import GRAVE, POSSIBLE, Finding
from qualcode.disclosure.letters import SHORTEST, Lettered
from qualcode.disclosure.names import KnownName, Names, read_names, speaker_names
from qualcode.disclosure.patterns import shapes
from qualcode.errors import InputError
from qualcode.files import read_file
from qualcode.i18n import _
from qualcode.model.codes import Codebook
from qualcode.model.codings import Candidate
from qualcode.report.document import Block, Entry, Figure, Heading, Paragraph, Quote, Report, Row, Section, Table
from qualcode.report.outlining import Chapter, Outline, listed
from qualcode.report.parts import Facts
from qualcode.report.pool import pool_of

if TYPE_CHECKING:
    from qualcode.report.choices import Choices
    from qualcode.study import Study

NAMES_FILE = "names.txt"
QUOTATIONS, PARTICIPANTS = "quotations", "participants"
_QUOTED, _CITATION, _DOCUMENT, _START, _END, _CODING = 4, 5, 8, 9, 10, 11
_DIGESTS = frozenset(("sha256", "sha256-begins"))
"""The keys of columns of hexadecimal digits, which say nothing of anybody and may look like any number."""
_SHOWN = 40
_AT_ONCE = 1000
"""So many quotations are read with their words, which are let go again."""
_SAID = re.compile(r">([^<>]*\w[^<>]*)<")
"""A text in a drawing."""


def check(study: Study, report: Report, facts: Facts, choices: Choices) -> list[Finding]:
    """Everything that is found in a report that was built with these choices of the pool that the facts have."""
    places = site_names(study) if choices.letters else ()
    people_shown = any(part.part == PARTICIPANTS for part in listed(choices.outline))
    quoted = quoted_codes(choices.outline, facts.codebook)
    themes = pool_of(study, choices, facts).themes()
    withheld = [one for code, theme in themes.items() if code in quoted for one in theme.withheld]
    return [
        *_of_consent(study, withheld, left_out=not choices.unconsented),
        *_in_report(report, Names((*known_names(study), *places))),
        *_of_excerpts(study, report),
        *(_of_cells(study, facts, Lettered(study.sites) if choices.letters else str) if people_shown else ()),
    ]


def found_in(study: Study, report: Report) -> list[Finding]:
    """The names and numbers in a report that is no appendix."""
    return list(_in_report(report, Names(known_names(study))))


def finder(study: Study) -> Callable[[str], list[Finding]]:
    """What finds the names and numbers in one text after another."""
    known = Names(known_names(study))
    return lambda text: list(_in_text("", text, known))


def quoted_codes(outline: Outline, codebook: Codebook) -> frozenset[str]:
    """The codes whose quotations an outline shows: all, those of the chapters that have the part, or none."""
    found: set[str] = set()
    for item in outline:
        if not isinstance(item, Chapter):
            found |= {code.id for code in codebook.codes} if item.part == QUOTATIONS else set()
        elif any(part.part == QUOTATIONS for part in item.parts):
            found |= {code for top in item.codes if top in codebook for code in codebook.subtree(top)}
    return frozenset(found)


# ---------------------------------------------------------------------- names that are known


def known_names(study: Study) -> tuple[KnownName, ...]:
    """The team's list, and what the study itself holds: labels of speakers, and the names of imported files."""
    documents = study.documents()
    labels = (speaker.label for document in documents for speaker in study.speakers(document.id))
    ids = [person.id for person in study.participants()]
    files = (KnownName(Path(document.name).stem, kind="file", whole=True) for document in documents
             if Path(document.name).stem != document.id)  # fmt: skip
    return (*listed_names(study), *speaker_names(labels, ids), *files)


def listed_names(study: Study) -> tuple[KnownName, ...]:
    """The names of the team's list: the file that study.yaml names, else `names.txt` in the study's folder if any."""
    named = study.report.get("names")
    path = study.folder / str(named or NAMES_FILE)
    if not path.is_file():
        if named:
            raise InputError(
                _("study.yaml: report: names: there is no file {file}.").format(file=path),
                _("Write it, a name a line: name; what is said instead."),
            )
        return ()
    return read_names(read_file(path).decode("utf-8", "replace"))


def site_names(study: Study) -> tuple[KnownName, ...]:
    """The names of sites, where they are to be letters: what is still nearly one of them is found."""
    labels = (label for site in study.sites for label in site.label.values())
    return tuple(KnownName(label, kind="place", whole=True) for label in labels if len(label) >= SHORTEST)


# ---------------------------------------------------------------------- what is found


def _of_consent(
    study: Study, withheld: Sequence[tuple[Candidate, consent.Withheld]], left_out: bool
) -> Iterator[Finding]:
    for first in range(0, len(withheld), _AT_ONCE):
        some = withheld[first : first + _AT_ONCE]
        cited = {one.coding.id: one.citation for one in study.quotations_of([one.coding for one, _why in some])}
        for one, why in some:
            lacking = ", ".join(f"{person}: {said}" for person, said in why.people) or consent.NO
            yield Finding(
                "consent", GRAVE, lacking, QUOTATIONS, coding=one.coding, document=one.document, start=one.start,
                end=one.end, citation=cited[one.coding], left_out=left_out,
            )  # fmt: skip


def _of_excerpts(study: Study, report: Report) -> Iterator[Finding]:
    """Quotations that are shown whole, as their excerpt was made of other words."""
    kept = study.renderings().values()
    stale = {one.coding: one for those in kept for one in those if one.stale and not one.language}
    for section in report.sections if stale else ():
        for table in section.sheets:
            for row in table.rows if table.name == QUOTATIONS else ():
                if one := stale.pop(int(row[_CODING]), None):
                    yield Finding(
                        "excerpt", POSSIBLE, _short(one.text), section.name, coding=one.coding,
                        document=str(row[_DOCUMENT]), start=int(row[_START]), end=int(row[_END]),
                        citation=str(row[_CITATION]),
                    )  # fmt: skip


def _short(text: str) -> str:
    return _around(text, 0, min(len(text), _SHOWN))


def _in_report(report: Report, known: Names) -> Iterator[Finding]:
    yield from _in_texts("title", (report.title, report.subtitle), known)
    for section in report.sections:
        if any(table.name == QUOTATIONS for table in section.sheets):
            yield from _in_quotations(section, known)
        else:
            yield from _in_texts(section.name, _texts(section), known)


def _in_quotations(section: Section, known: Names) -> Iterator[Finding]:
    """Each quotation once, though it stands under several codes; labels and the introduction as other texts."""
    seen = set()
    others: dict[str, None] = {}
    above: Row = ()
    for table in section.sheets:
        others |= dict.fromkeys((table.caption, table.note))
        for row in table.rows:
            place = (str(row[_DOCUMENT]), int(row[_START]), int(row[_END]))
            texts = tuple(dict.fromkeys(str(cell) for cell in (row[_QUOTED], *row[_CODING + 1 :]) if cell))
            if row[:_QUOTED] != above:
                above = row[:_QUOTED]
                others |= dict.fromkeys(map(str, above))
            others |= {str(row[_CITATION]): None, str(row[_CITATION + 1]): None, place[0]: None}
            if (one := (*place, hash(texts))) in seen:
                continue
            seen.add(one)
            for found in (found for text in texts for found in _in_text(section.name, text, known)):
                document, start, end = place
                yield found._replace(coding=int(row[_CODING]), document=document, start=start, end=end,
                                     citation=str(row[_CITATION]))  # fmt: skip
    yield from _in_texts(section.name, others, known)


def _in_texts(section: str, texts: Iterable[str], known: Names) -> Iterator[Finding]:
    """What is found in texts without a place of their own: each thing once a section."""
    seen = set()
    for text in dict.fromkeys(texts):
        for found in _in_text(section, text, known):
            if (found.kind, found.words) not in seen:
                seen.add((found.kind, found.words))
                yield found


def _in_text(section: str, text: str, known: Names) -> Iterator[Finding]:
    for one in known.find(text):
        severity = GRAVE if one.sure else POSSIBLE
        words, around = text[one.start : one.end], _around(text, one.start, one.end)
        yield Finding(one.name.kind, severity, words, section, around, replacement=one.name.replacement)
    for shape in shapes(text):
        words, around = text[shape.start : shape.end], _around(text, shape.start, shape.end)
        yield Finding(shape.kind, shape.severity, words, section, around)


def _around(text: str, start: int, end: int) -> str:
    before, after = max(0, start - _SHOWN), end + _SHOWN
    words = " ".join(text[before:after].split())
    return "…" * (before > 0) + words + "…" * (after < len(text))


def _texts(section: Section) -> Iterator[str]:
    """Every text of a section, on its pages and in its sheets."""
    yield section.title
    for block in section.blocks:
        yield from _words(block)
    for table in section.sheets:
        yield from _words(table)


def _words(block: Block) -> Iterator[str]:
    match block:
        case Table():
            yield from (block.caption, block.note, *(column.title for column in block.columns))
            read = [column.key not in _DIGESTS for column in block.columns]
            for row in block.rows:
                yield from (cell for cell in compress(row, read) if isinstance(cell, str))
        case Entry(parts):
            for title, text in parts:
                yield from (title, text)
        case Heading() | Paragraph():
            yield block.text
        case Quote(text, citation):
            yield from (text, citation)
        case Figure(_name, caption, svg, alternative):
            yield from (caption, alternative, *(unescape(said) for said in _SAID.findall(svg)))


# ---------------------------------------------------------------------- groups of few people


def smallest(study: Study) -> int:
    """How many people a group must have in this study."""
    return smallest_cell(study.report.get("smallest_cell"))


def _of_cells(study: Study, facts: Facts, shown_as: Callable[[str], str]) -> Iterator[Finding]:
    """Sites with a role, and sites with each other attribute that the table of participants shows."""
    shown = sorted({name for person in facts.participants for name in person.variables} - {consent.VARIABLE})
    for name in ("role", *shown):
        people = [{"site": facts.site_label(site), name: value} for site, value in _of_people(facts, name)]
        for cell in small_cells(people, ("site", name), smallest(study)):
            words = " × ".join(shown_as(value) for _name, value in cell.values)
            yield Finding("cell", POSSIBLE, words, "participants", f"site × {name}", people=cell.people)


def _of_people(facts: Facts, name: str) -> Iterator[tuple[str, str]]:
    """Each person's sites, with what the person is there."""
    for person in facts.participants:
        value = person.role if name == "role" else person.variables.get(name)
        for site in facts.sites_of(person):
            yield site, "" if value is None else str(value)
