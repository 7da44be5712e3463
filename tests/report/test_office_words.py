"""Laws of filling in the words of an office file: each stands where its mark stood, once, as text and nothing else."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qualcode.report.document import Block, Column, Paragraph, Quote, Report, Section, Table
from qualcode.report.office_words import ODT, WORD, Dialect, MarkedBody

HOSTILE = (
    "<b>&amp;</b>",
    "]]>",
    "«\u00a0é\u00a0»",
    "😀 שלום",
    "two\nlines",
    "a\x00\x1bb",
    "",
    "wordsn0n",
    "=cmd()|$x$\\",
)
_NEVER = "\ufffe\uffff"
words = st.one_of(st.sampled_from(HOSTILE), st.text(st.characters(exclude_categories=["Cs"]), max_size=12))
SPACES = {"w": "urn:w", "text": "urn:text", "table": "urn:table", "xlink": "urn:xlink", "office": "urn:office"}


def laid_out(page: str, dialect: Dialect) -> str:
    """What a program would make of the page: a run for each mark, a row for each row."""
    page = re.sub(r"<thead>.*?</thead>", "", page, flags=re.DOTALL)
    page = re.sub(r"<span class=\"words\">(\w+)</span>", lambda found: dialect.run.format(found[1]), page)
    for kind, begins, ends in (("row", '<tr><th scope="row">', "</tr>"), ("quote", "<blockquote>", "</blockquote>")):
        opening, closing = dialect.around[kind]
        page = page.replace(begins, opening.strip() + ' text:style-name="P1">' if opening.endswith(" ") else opening)
        page = page.replace(ends, closing)
    kept = re.sub(r"<(?!/?(?:w:|table:|text:))[^>]*>", "", page[page.index("</h2>") :])
    named = "".join(f' xmlns:{name}="{uri}"' for name, uri in SPACES.items())
    return f"<all{named}>{kept}</all>"


def said(element: ElementTree.Element) -> str:
    """The words of an element, a break of the line as one."""
    broken = (element.text or "", *("\n" if one.tag.endswith(("}br", "}line-break")) else said(one) for one in element))
    return "".join(part for at, one in enumerate(broken) for part in (one, element[at - 1].tail or "" if at else ""))


def plain(text: str) -> str:
    """A text as a page shows it."""
    kept = (one for one in text if one in "\t\n" or (one >= " " and one not in _NEVER))
    return re.sub(r"[ \t]+", " ", "".join(kept))


@pytest.mark.parametrize("dialect", [WORD, ODT])
@given(rows=st.lists(st.tuples(words, words), max_size=4), quoted=st.lists(words, max_size=3))
def test_each_text_stands_where_its_mark_stood(
    dialect: Dialect, rows: list[tuple[str, str]], quoted: list[str]
) -> None:
    keys = tuple(map(str, range(len(rows))))
    table = Table("t", "", (Column("A", key="a"), Column("B", key="b")), rows, keys=keys)
    blocks: list[Block] = [
        *(Quote(text, "L01", at + 1) for at, text in enumerate(quoted)),
        table,
        Paragraph("The end."),
    ]
    body = MarkedBody(Report("T", "", "C", "en", datetime(2026, 1, 2, tzinfo=UTC), (Section("s", "S", tuple(blocks)),)))
    made = body.filled(laid_out("".join(body), dialect), dialect)
    told = said(ElementTree.fromstring(made))
    texts = [
        *(text for quote in quoted for text in (quote, "L01")),
        *(cell for row in rows for cell in row),
        "The end.",
    ]
    at = 0
    for text in texts:
        assert plain(text) in told[at:]
        at = told.index(plain(text), at) + len(plain(text))
    names = re.findall(r'<\w+:bookmark(?:-start|Start)?\b(?!-)[^>]* \w+:name="([^"]*)"', made)
    assert len(names) == len(set(names)) == 2 * len(quoted) + 2 * len(rows)
    numbers = re.findall(r'bookmarkStart w:id="(\d+)"', made)
    assert len(numbers) == len(set(numbers))
