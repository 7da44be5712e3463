"""Positions are read as the program counted that wrote them, told by the passages they give."""

from __future__ import annotations

import random
from itertools import pairwise, product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qualcode.importers.normalise import normalise
from qualcode.projects.positions import (
    CODE_POINTS,
    NOTHING,
    STANDARD,
    UTF_16,
    Given,
    Passage,
    Source,
    chosen,
    evidence,
    is_quote,
    pooled,
    same,
    settled,
)
from qualcode.projects.project import Convention

EVERY = [Convention(*way, 1.0) for way in product((CODE_POINTS, UTF_16), (1, 2), (False, True))]
USUAL = Convention(UTF_16, 2, False, 0.0)
PIECES = ("a", "é", "e\u0301", "😀", "\r\n", "\n", "\r", " ", "\u2028", "汉")
LETTERS = st.lists(st.sampled_from(PIECES), max_size=30).map("".join)


def counts(raw: str, convention: Convention) -> list[int]:
    """Where each character of the normalised text begins, counted one by one."""
    marks = len(raw) - len(raw.lstrip("\ufeff"))
    body = raw.lstrip("\ufeff")
    doubled = "\r\n" in body
    pieces = body.replace("\r\n", "\v")
    place = marks if convention.mark else 0
    found = []
    for letter in pieces:
        found.append(place)
        line = letter == "\v" if doubled else letter in "\r\n"
        wide = (convention.unit == UTF_16 and letter > "\uffff") or (convention.newline == 2 and line)
        place += 2 if wide else 1
    return [*found, place]


@given(LETTERS, st.integers(0, 2), st.sampled_from(EVERY))
def test_each_place_is_found_by_what_is_counted_before_it(body: str, marks: int, convention: Convention) -> None:
    raw = "\ufeff" * marks + body
    counted = Source(raw.encode()).counted(convention)
    assert counted.text == normalise(raw)
    positions = counts(raw, convention)
    for end in (False, True):
        assert [counted.place(one, end=end) for one in positions] == [(n, False) for n in range(len(positions))]
    assert counted.last == positions[-1]
    for number, (one, after) in enumerate(pairwise(positions)):
        if after == one + 2:
            assert counted.place(one + 1) == (number, True)
            assert counted.place(one + 1, end=True) == (number + 1, True)


def made(ends: str, mark: str = "\ufeff", words: str = "and the nurse 😀 said that, at 8, “late” houses") -> str:
    """A text long enough to tell how it is counted."""
    some = random.Random(5)
    lines = [" ".join(some.choice(words.split()) for _ in range(12)) for _ in range(60)]
    return mark + ends.join(lines)


def passages(raw: str, convention: Convention, count: int = 40, *, quoted: bool = False) -> list[Passage]:
    """Passages from word to word, as a program with that convention writes them."""
    some = random.Random(7)
    text, places = normalise(raw), counts(raw, convention)
    starts = [at for at in range(1, len(text)) if text[at - 1].isspace() and not text[at].isspace()]
    found = []
    for start in some.sample(starts, count):
        end = min((at - 1 for at in starts if at > start + 40), default=len(text))
        found.append(Passage(places[start], places[end], (text[start:end],) if quoted else ()))
    return found


@pytest.mark.parametrize("convention", EVERY, ids=str)
def test_the_convention_is_found_by_edges_on_words(convention: Convention) -> None:
    raw = made("\r\n")
    found = settled(own := evidence(Source(raw.encode()), passages(raw, convention)), pooled([own]))
    assert same(found, convention)
    assert found.score > 0.85
    assert found.close == ()


@pytest.mark.parametrize("convention", EVERY, ids=str)
def test_the_words_written_beside_positions_tell_it_where_edges_are_anywhere(convention: Convention) -> None:
    raw = made("\r\n", words="aé😀b")
    source, places = Source(raw.encode()), counts(raw, convention)
    asked = [Passage(places[at], places[at + 30], (source.text[at : at + 30],)) for at in range(11, 600, 37)]
    found = settled(evidence(source, asked))
    assert same(found, convention)
    assert found.close == ()


def test_words_that_are_no_passage_in_any_convention_say_nothing() -> None:
    """A program that counts two marks of three takes the words from two characters before."""
    raw = made("\n", mark="\ufeff" * 3)
    text = normalise(raw)
    asked = [Passage(one.start, one.end, (text[one.start - 2 : one.end - 2],)) for one in passages(raw, STANDARD)]
    assert settled(evidence(Source(raw.encode()), asked))[:3] == STANDARD[:3]


def test_where_all_conventions_agree_it_is_the_standard_one() -> None:
    raw = made("\n", mark="", words="only plain words of one kind")
    first = [one for one in passages(raw, STANDARD) if one.end < raw.index("\n")] or [Passage(0, 4)]
    found = chosen(Source(raw.encode()), first, evidence(Source(raw.encode()), first, USUAL), NOTHING, USUAL)
    assert same(found, STANDARD)
    assert found.close == ()
    assert settled(evidence(Source(b""), [])) == STANDARD


def test_line_ends_of_two_in_a_text_without_any_must_be_far_better() -> None:
    raw = made("\n", mark="")
    for convention in (STANDARD, Convention(UTF_16, 2, False, 1.0)):
        own = evidence(Source(raw.encode()), passages(raw, convention))
        assert same(settled(own, pooled([own])), convention)
        assert all(kind.newline == 1 for kind in own.scores) == (convention == STANDARD)


def test_of_few_passages_those_near_are_named_and_other_sources_decide() -> None:
    raw = "One a\r\n(b)\r\n c"
    source = Source(raw.encode())
    own = evidence(source, [Passage(0, 3), Passage(7, 8)])
    found = settled(own, pooled([own]))
    assert found.close
    assert found.score >= max(one.score for one in found.close)
    rival = found.close[0]
    long = made("\r\n")
    others = pooled([own, evidence(Source(long.encode()), passages(long, rival._replace(close=())))])
    assert same(settled(own, others), rival)
    assert settled(own, others).close == ()
    assert settled(own, NOTHING, rival).close == ()


@pytest.mark.parametrize("convention", [STANDARD, USUAL], ids=str)
def test_where_edges_are_anywhere_it_is_the_one_that_is_expected(convention: Convention) -> None:
    raw, some = made("\r\n"), random.Random(3)
    places = counts(raw, convention)
    starts = [some.randrange(len(places) - 60) for _number in range(12)]
    asked = [Passage(places[at], places[at + some.randrange(1, 60)]) for at in starts]
    usual = USUAL if same(convention, USUAL) else None
    own = evidence(Source(raw.encode()), asked, usual)
    assert max(own.scores.values()) < 0.75
    assert same(settled(own, pooled([own]), usual), convention)


def test_the_usual_way_of_a_program_stands_for_those_that_come_to_the_same() -> None:
    raw = made("\r\n", words="only plain words of one kind")
    asked = passages(raw, USUAL)
    assert evidence(Source(raw.encode()), asked).scores.keys() >= {Convention(CODE_POINTS, 2, False, 1.0)}
    assert settled(evidence(Source(raw.encode()), asked, USUAL), NOTHING, USUAL)[:3] == USUAL[:3]


def test_what_the_user_says_holds_and_the_rest_is_found() -> None:
    raw = made("\r\n")
    source, asked = Source(raw.encode()), passages(raw, Convention(UTF_16, 2, True, 1.0))
    own = evidence(source, asked)
    assert chosen(source, asked, own, NOTHING, None, Given(mark=True))[:3] == (UTF_16, 2, True)
    forced = chosen(source, asked, own, NOTHING, None, Given(CODE_POINTS, 1, False))
    assert forced[:3] == (CODE_POINTS, 1, False)
    assert forced.score < 0.7
    assert forced.close == ()


def test_passages_outside_the_text_or_inside_letters_speak_against() -> None:
    source = Source("Été 😀 e\u0301t".encode())
    assert set(evidence(source, [Passage(0, 40)]).scores.values()) == {0.0}
    inside = evidence(source, [Passage(0, 5)]).scores
    assert inside[STANDARD] > inside[Convention(UTF_16, 1, False, 1.0)]
    assert max(evidence(source, [Passage(4, 7)]).scores.values()) < 1


@pytest.mark.parametrize(
    ("words", "quote"),
    [("A b", True), ("A  b\n", True), ("", False), (" ", False), ("A", False), ("Note", False)],
)
def test_words_are_a_quote_blanks_aside(words: str, quote: bool) -> None:
    assert is_quote("A b", words) is quote


def test_a_quote_may_be_cut_off() -> None:
    passage = "For some reason babies are not supposed to have milk that is low in fat"
    assert is_quote(passage, passage[:30] + "…")
    assert is_quote(passage, passage[:30] + "...")
    assert is_quote(passage, passage[:50])
    assert not is_quote(passage, passage[:30])
    assert not is_quote(passage, passage[5:50])
