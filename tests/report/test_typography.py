from __future__ import annotations

import gettext
import re
from datetime import UTC, datetime
from pathlib import Path

import pytest

import qualcode
from qualcode.report import html
from qualcode.report.document import Column, Quote, Report, Section, Table
from qualcode.report.typography import between_marks, clean, marks, number


@pytest.mark.parametrize(
    ("value", "language", "shown"),
    [
        (1234567, "en", "1,234,567"),
        (1234567, "fr", "1\u202f234\u202f567"),
        (1234.56, "fr", "1\u202f234,6"),
        (0.0, "en", "0.0"),
    ],
)
def test_numbers_are_written_as_the_language_does(value: float, language: str, shown: str) -> None:
    assert number(value, language) == shown


def test_french_marks_hold_on_to_the_words() -> None:
    assert marks("fr") == ("«\u00a0", "\u00a0»")
    assert marks("en") == ("“", "”")


def test_no_french_sign_of_ours_stands_alone_at_the_beginning_of_a_line() -> None:
    with (Path(qualcode.__file__).parent / "locale/fr/LC_MESSAGES/qualcode.mo").open("rb") as file:
        catalogue = gettext.GNUTranslations(file)._catalog  # type: ignore[attr-defined]
    loose = re.compile(r"(?<=[\w»)}]) [:;?!»](?!\w)|« |n° ")
    assert not [said for said in catalogue.values() if loose.search(said)]


def test_a_participant_s_own_spaces_and_marks_stay() -> None:
    words = 'Ah bon ? "Oui" : 1,234.5 n° 3 !'
    quote = Quote(f"{marks('fr')[0]}{words}{marks('fr')[1]}", "L01 §1", 1)
    report = Report("T", "", "Sommaire", "fr", datetime(2026, 1, 2, tzinfo=UTC), (Section("s", "S", (quote,)),))
    assert f"«\u00a0{words}\u00a0»" in "".join(html.Body(report))


def test_what_a_document_cannot_hold_is_replaced_one_for_one() -> None:
    assert clean("a\x00b\x1bc\ud800d\ufffee\tf\n") == "a\ufffdb\ufffdc\ufffdd\ufffde\tf\n"


def test_a_column_is_never_narrower_than_its_longest_word() -> None:
    table = Table("t", "", (Column("Site", share=3), Column("Participants", number=True)), [])
    wide, narrow = table.percentages
    assert wide + narrow == 100
    assert narrow > 30


@pytest.mark.parametrize(
    ("words", "language", "expected"),
    [
        ("Too close.", "en", "“Too close.”"),
        ("« Trop près. »", "en", "« Trop près. »"),
        ("“Too close.”", "fr", "“Too close.”"),
        ("« Près », dit-il", "en", "“\u202f« Près », dit-il”"),
        ("He said “near”", "en", "“He said “near”\u202f”"),
        ("« Près », puis « loin »", "fr", "«\xa0« Près », puis « loin »\xa0»"),
        ("«", "fr", "«\xa0«\xa0»"),
        ("", "en", "“”"),
    ],
)
def test_words_that_are_a_quotation_have_no_marks_twice(words: str, language: str, expected: str) -> None:
    assert between_marks(words, language) == expected
