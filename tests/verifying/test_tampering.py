"""Each way to spoil a document is found, in each format, and named; nothing is found where nothing was done."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from qualcode.report.appendix import build, choose
from qualcode.study import Study
from qualcode.verifying.checking import check, read
from qualcode.verifying.comparing import Comparison
from qualcode.verifying.held import held_in

if TYPE_CHECKING:
    from .conftest import Hand

Tampering = Callable[["Hand"], None]
Found = tuple[str, str]
"""What is found: of a quotation, a number or a text; and what of it."""

TAMPERINGS: dict[str, tuple[Tampering, Found]] = {}


def tampering(kind: str, what: str) -> Callable[[Tampering], Tampering]:
    """Names a way to spoil a document, and how it is found."""

    def named(spoil: Tampering) -> Tampering:
        TAMPERINGS[spoil.__name__.replace("_", " ")] = (spoil, (kind, what))
        return spoil

    return named


def retyped(hand: Hand, kind: str, words: str, before: str, after: str) -> None:
    name = hand.named(kind, words)
    hand.say(name, hand.said(name).replace(before, after))


@tampering("quotation", "words")
def a_word_is_exchanged(hand: Hand) -> None:
    retyped(hand, "q", "two metres", "two metres", "three metres")


@tampering("quotation", "words")
def a_negation_is_taken_out(hand: Hand) -> None:
    retyped(hand, "q", "Money is not", "is not what", "is what")


@tampering("quotation", "words")
def words_are_added_within_the_marks(hand: Hand) -> None:
    retyped(hand, "q", "stayed.", "stayed.", "stayed, of course.")


@tampering("quotation", "words")
def a_sentence_is_cut_from_the_middle(hand: Hand) -> None:
    retyped(hand, "q", "The walls", " They were built for that.", "")


@tampering("quotation", "words")
def a_capital_is_made_small(hand: Hand) -> None:
    retyped(hand, "q", "Nobody asked", "Nobody", "nobody")


@tampering("quotation", "words")
def the_words_of_two_quotations_are_swapped(hand: Hand) -> None:
    one, other = hand.named("q", "two metres"), hand.named("q", "The walls")
    first, second = hand.said(one), hand.said(other)
    hand.say(one, second)
    hand.say(other, first)


@tampering("quotation", "words")
def a_quotation_loses_its_mark_and_a_word(hand: Hand) -> None:
    name = hand.named("q", "stayed.")
    hand.say(name, hand.said(name).replace("beside", "before"))
    hand.unmark(name)


@tampering("quotation", "words")
def a_quotation_loses_both_marks_and_a_word(hand: Hand) -> None:
    words, cited = hand.named("q", "stayed."), hand.named("c", "L02-P1 §2")
    hand.say(words, hand.said(words).replace("beside", "before"))
    hand.unmark(cited)
    hand.unmark(words)


@tampering("quotation", "citation")
def a_quotation_is_attributed_to_another_person(hand: Hand) -> None:
    retyped(hand, "c", "L02-P1 §2", "L02-P1", "L01-P1")


@tampering("quotation", "citation")
def a_citation_names_another_paragraph(hand: Hand) -> None:
    retyped(hand, "c", "L02-P1 §2", "§2", "§3")


@tampering("quotation", "citation")
def a_digit_is_typed_behind_the_mark_of_a_citation(hand: Hand) -> None:
    hand.add(hand.named("c", "L02-P1 §2"), "7")


@tampering("quotation", "citation")
def a_counter_example_is_one_no_more(hand: Hand) -> None:
    retyped(hand, "c", "counter-example", " · counter-example", "")


@tampering("quotation", "citation")
def a_citation_is_emptied(hand: Hand) -> None:
    hand.say(hand.named("c", "L02-P1 §2"), "")


@tampering("quotation", "heading")
def a_quotation_is_moved_to_another_site(hand: Hand) -> None:
    taken = hand.cut(hand.named("q", "everybody knows"), "paragraph")
    hand.put(hand.named("q", "never too close"), "paragraph", taken)


@tampering("quotation", "heading")
def a_quotation_is_moved_to_another_theme(hand: Hand) -> None:
    taken = hand.cut(hand.named("q", "Money is not"), "paragraph")
    hand.put(hand.named("q", "The walls"), "paragraph", taken)


@tampering("quotation", "copied")
def a_quotation_is_copied(hand: Hand) -> None:
    start, end = hand.around(hand.named("q", "The walls"), "paragraph")
    hand.put(hand.named("q", "The walls"), "paragraph", hand.text[start:end])


@tampering("text", "heading")
def the_heading_of_a_site_is_retyped(hand: Hand) -> None:
    retyped(hand, "h", "Lens", "Lens", "Lille")


@tampering("text", "heading")
def the_heading_of_a_theme_is_retyped(hand: Hand) -> None:
    retyped(hand, "h", "Money", "Money", "Distance")


@tampering("text", "heading")
def a_heading_goes_on_behind_its_mark(hand: Hand) -> None:
    hand.add(hand.named("h", "Money"), " and pay")


@tampering("number", "number")
def a_number_is_typed_over(hand: Hand) -> None:
    retyped(hand, "n", "2/2", "2/2", "1/2")


@tampering("number", "number")
def a_digit_is_typed_beside_the_mark_of_a_number(hand: Hand) -> None:
    hand.add(hand.named("n", "2/2"), "0")


@tampering("number", "number")
def a_number_loses_its_mark_and_is_typed_over(hand: Hand) -> None:
    name = hand.named("n", "2/2")
    hand.say(name, "1/2")
    hand.unmark(name)


@tampering("number", "number")
def a_number_is_emptied(hand: Hand) -> None:
    hand.say(hand.named("n", "2/2"), "")


@tampering("number", "number")
def two_numbers_are_swapped(hand: Hand) -> None:
    one, other = hand.named("n", "2/2"), hand.named("n", "1/1")
    hand.say(one, "1/1")
    hand.say(other, "2/2")


@tampering("number", "moved")
def a_number_is_moved_with_its_mark(hand: Hand) -> None:
    one = hand.named("n", "2/2")
    other = hand.names("n")[hand.names("n").index(one) + 1]
    first, second = (hand.text[slice(*hand.around(each, "cell"))] for each in (one, other))
    between = hand.text[hand.around(one, "cell")[1] : hand.around(other, "cell")[0]]
    assert first + between + second in hand.text
    hand.text = hand.text.replace(first + between + second, second + between + first, 1)


@tampering("number", "number")
def a_word_stands_where_a_number_was(hand: Hand) -> None:
    hand.say(hand.named("n", "2/2"), "not asked")


@tampering("number", "row left out")
def a_row_is_left_out(hand: Hand) -> None:
    hand.cut(hand.named("n", "2/2"), "row")


@tampering("number", "copied")
def a_row_is_copied(hand: Hand) -> None:
    name = hand.named("n", "2/2")
    start, end = hand.around(name, "row")
    hand.put(name, "row", hand.text[start:end])


@tampering("number", "title")
def the_people_of_a_column_are_more(hand: Hand) -> None:
    retyped(hand, "t", "Lille (N", "2)", "12)")


@tampering("text", "title")
def a_column_is_called_otherwise(hand: Hand) -> None:
    retyped(hand, "t", "Segments", "Segments", "People")


@tampering("text", "text")
def a_row_is_called_otherwise(hand: Hand) -> None:
    retyped(hand, "t", "Nearness", "Nearness", "Money")


@tampering("text", "rule")
def the_rule_under_a_table_is_retyped(hand: Hand) -> None:
    retyped(hand, "t", "Not asked: no guide", "no guide", "one guide")


@tampering("text", "caption")
def the_caption_of_a_table_is_retyped(hand: Hand) -> None:
    retyped(hand, "k", "Segments under the theme", "Segments", "People")


def words_of(finding: dict[str, Any]) -> Found:
    return finding["kind"], finding["what"]


@pytest.mark.parametrize("named", TAMPERINGS)
def test_it_is_found(named: str, hand: Hand, study: Study) -> None:
    spoil, expected = TAMPERINGS[named]
    before = hand.text
    spoil(hand)
    assert hand.text != before
    hand.save()
    verified = check(study, hand.path).verified
    altered = [finding.data() for finding in verified.findings if finding.state == "altered"]
    assert expected in map(words_of, altered), verified.data()["findings"]
    assert verified.altered


def test_nothing_is_found_where_nothing_was_done(hand: Hand, study: Study) -> None:
    verified = check(study, hand.path).verified
    assert verified.findings == []
    assert verified.quotations == {"unchanged": 7}
    assert not verified.numbers.keys() - {"unchanged"}
    assert verified.numbers["unchanged"] > 40


def test_there_are_many_ways() -> None:
    assert len(TAMPERINGS) > 20


def test_a_workbook_says_the_same(place: Path, study: Study) -> None:
    assert check(study, place / "a.xlsx").verified.findings == []


def test_words_of_another_version_of_the_program_are_no_alteration(hand: Hand, study: Study) -> None:
    """What was written and still stands so is changed at most, though the program would say it otherwise now."""
    found = read(hand.path)
    report = build(study, choose(study, "fr"))
    now = held_in(report, sheets=False)
    verified = Comparison(found, now, now, lambda _coding: ("changed", "")).verified()
    assert verified.texts["changed"] > 10
    assert not verified.altered
