"""The written summaries in the appendix: in every format, citations for links, stale ones marked."""

from __future__ import annotations

import csv
from datetime import datetime
from pathlib import Path

import pytest

from qualcode.acts import RemoveCoding, SetSummary
from qualcode.report import markdown
from qualcode.report.anchors import of_quote
from qualcode.report.appendix import build, choose
from qualcode.report.document import Column, Quote, Reference, Report, Section, Table
from qualcode.report.outlining import Listed
from qualcode.report.output import write_appendix
from qualcode.study import Study

ENDINGS = [".html", ".md", ".tex", ".docx", ".odt", ".pdf", ".xlsx", ""]


@pytest.fixture
def written(study: Study) -> Study:
    """Summaries for a person, a site and a region; that of the person is stale."""
    first = study.codings()[0].id
    for theme, holder in (("nearness", "participant:L01-P1"), ("distance", "site:lille"), ("money", "site:north")):
        study.do(SetSummary(theme, holder, f"=Karim is {theme} [#{first}].\n\nAnd 50 % {{more}} & less_", 0, "ada"))
    study.do(RemoveCoding(study.codings()[1].id))
    return study


def test_without_summaries_there_is_no_such_part(study: Study) -> None:
    assert "framework" not in [section.name for section in build(study, choose(study)).sections]


def test_the_part_has_a_table_for_people_sites_and_regions_with_links_as_citations(written: Study) -> None:
    (section,) = [part for part in build(written, choose(written, "en")).sections if part.name == "framework"]
    tables = [block for block in section.blocks if isinstance(block, Table)]
    assert section.wide
    assert [table.columns[0].title for table in tables] == ["Participant", "Site", "Site"]
    cells = [[str(cell) for cell in row] for table in tables for row in table.rows]
    assert [row[0] for row in cells] == ["L01-P1", "Lille", "Nord"]
    assert "[to be reviewed]" not in cells[0][1]
    assert cells[1][1].startswith("[to be reviewed] =Karim is distance [L01-P1 §1–3].")


def test_a_citation_leads_to_the_quotation_where_it_is_shown_and_nowhere_else(written: Study) -> None:
    blocks = [block for part in build(written, choose(written, "en")).sections for block in part.blocks]
    quote = next(block for block in blocks if isinstance(block, Quote) and block.coding == written.codings()[0].id)
    cites = [those for block in blocks if isinstance(block, Table) for those in block.cites.values()]
    assert cites == [(Reference("[L01-P1 §1–3]", of_quote(quote)),)] * 3
    alone = build(written, choose(written, "en", outline=(Listed("framework"),)))
    (table, *_others) = (block for block in alone.sections[0].blocks if isinstance(block, Table))
    (words,) = table.cites
    assert [place for _words, place in table.linked(table.columns[1], words)] == ["", "", ""]


def test_in_markdown_the_words_after_a_link_in_a_cell_keep_their_blank() -> None:
    cites = {"So [a] and": (Reference("[a]", "q1_0"),)}
    table = Table("framework", "", (Column("A"),), [("So [a] and",)], cites=cites)
    report = Report("", "", "", "en", datetime.min, (Section("framework", "", (table,)),))
    assert "| So [\\[a\\]](#q1_0) and |" in "".join(markdown.pieces(report))


def test_its_table_numbers_follow_one_another_in_french(written: Study) -> None:
    sections = build(written, choose(written, "fr")).sections
    captions = [block.caption for part in sections for block in part.blocks if isinstance(block, Table)]
    assert [caption.split(".")[0] for caption in captions] == [f"Tableau {n}" for n in range(1, len(captions) + 1)]


@pytest.mark.parametrize("ending", ENDINGS)
def test_every_format_is_written(written: Study, tmp_path: Path, ending: str) -> None:
    path = write_appendix(written, tmp_path / f"appendix{ending}", language="en").path
    if ending == "":
        rows = list(csv.reader((path / "framework.csv").read_text("utf-8-sig").splitlines(keepends=True)))
        assert [row[5] for row in rows[1:]] == ["written", "to be reviewed", "written"]
        assert all(row[4].startswith("'=Karim") for row in rows[1:])
    if ending in (".html", ".md", ".tex"):
        assert "to be reviewed" in path.read_text("utf-8")
