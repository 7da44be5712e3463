"""Passages carried into a corrected text: the same words and no others, or said; nothing settled by guess."""

from __future__ import annotations

import random
import re
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qualcode.anchoring.aligning import align
from qualcode.anchoring.judging import AMBIGUOUS, CHANGED, KEPT, LOST, Verdict, judge
from qualcode.anchoring.occurring import places, sought
from qualcode.model import Span

ROOT = Path(__file__).parents[2]
SHARED = ROOT / ".." / "shared" / "data"
SAMPLES = sorted((ROOT / "corpus_samples").glob("*.txt"))
REAL = [*SAMPLES, *sorted((SHARED / "qualcoder-examples").glob("transcript.txt")),
        *sorted((SHARED / "primock57" / "transcripts").glob("*01*"))]  # fmt: skip
INTERVIEW = """\
I: Que faites-vous le matin ?
P: Je passe voir ceux qui ne viennent pas. On boit un café.
I: Et après ?
P: Oui. Après, je raconte mon histoire quand elle peut servir.
I: À qui ?
P: À ceux qui croient qu'on ne sort jamais de l'hôpital. J'en suis sortie.
"""

words = st.text(alphabet="ab cé.\n", max_size=60)


def where(text: str, quote: str, time: int = 0) -> Span:
    start = [found.start() for found in re.finditer(re.escape(quote), text)][time]
    return Span(start, start + len(quote))


def one(old: str, new: str, passage: Span) -> Verdict:
    return judge(old, new, [passage])[passage]


# ---------------------------------------------------------------------- what two texts share


@given(words, words)
def test_runs_are_the_same_in_both_texts_and_in_order(old: str, new: str) -> None:
    runs = align(old, new).runs
    assert all(old[run.old : run.old + run.length] == new[run.new : run.new + run.length] for run in runs)
    assert all(a.old + a.length <= b.old and a.new + a.length <= b.new for a, b in pairwise(runs))


@given(words)
def test_a_text_shares_all_with_itself(text: str) -> None:
    assert align(text, text).shared(0, len(text)) == len(text)


@given(st.lists(st.sampled_from(["un chat", "le chien", "une maison", "oui", "non"]), max_size=30), st.integers(0, 30))
def test_all_but_a_line_put_in_is_shared(lines: list[str], place: int) -> None:
    old, new = ("".join(f"{line}\n" for line in those) for those in (lines, [*lines[:place], "neuf", *lines[place:]]))
    assert align(old, new).shared(0, len(old)) >= len(old) - 8


@given(words, st.integers(0, 60), st.integers(1, 8))
def test_every_place_of_a_quote_is_found_where_a_word_begins(text: str, start: int, length: int) -> None:
    quote = text[start : start + length]
    if quote:
        each = sought(text, start, start + len(quote))
        found = places(text, [each], [(0, len(text))])[each]
        assert start in found
        assert all(text.startswith(quote, place) for place in found)


# ---------------------------------------------------------------------- verdicts


def test_two_new_lines_before_leave_the_code_on_its_sentence() -> None:
    new = "Entretien relu.\nLille, 2013.\n" + INTERVIEW
    passage = where(INTERVIEW, "On boit un café.")
    assert one(INTERVIEW, new, passage) == Verdict(KEPT, where(new, "On boit un café."))


def test_words_that_stand_twice_stay_where_they_were_and_are_not_taken_for_the_first() -> None:
    old = INTERVIEW + "I: Et le soir ?\nP: On boit un café.\n"
    passage = where(old, "On boit un café.", 1)
    new = old.replace("I: Que faites-vous", "I: Bonjour. Que faites-vous")
    assert one(old, new, passage) == Verdict(KEPT, where(new, "On boit un café.", 1))


def test_words_put_in_twice_side_by_side_are_ambiguous() -> None:
    new = INTERVIEW.replace("P: Oui. Après", "P: Oui. Oui. Après")
    verdict = one(INTERVIEW, new, where(INTERVIEW, "Oui."))
    assert verdict.kind == AMBIGUOUS
    assert set(verdict.candidates) == {where(new, "Oui.", 0), where(new, "Oui.", 1)}


def test_a_page_put_in_twice_makes_its_passages_ambiguous() -> None:
    passage = where(INTERVIEW, "je raconte mon histoire")
    verdict = one(INTERVIEW, INTERVIEW + INTERVIEW, passage)
    assert (verdict.kind, len(verdict.candidates)) == (AMBIGUOUS, 2)


@pytest.mark.parametrize("between", ["", "\n", "P: Une autre ligne.\n"])
def test_a_text_that_stands_twice_whole_leaves_neither_its_first_nor_its_last_words_to_a_guess(between: str) -> None:
    new = INTERVIEW + between + INTERVIEW
    ends = (Span(0, INTERVIEW.index("\n")), Span(INTERVIEW.rindex("\n", 0, -1) + 1, len(INTERVIEW) - 1))
    for passage in (*ends, Span(0, 1), Span(len(INTERVIEW) - 2, len(INTERVIEW))):
        assert one(INTERVIEW, new, passage).kind == AMBIGUOUS


def test_of_two_equal_words_one_of_which_is_taken_out_neither_is_settled() -> None:
    old = INTERVIEW.replace("P: Oui. Après", "P: Oui. Oui. Après")
    kinds = {judge(old, INTERVIEW, [where(old, "Oui.", time)])[where(old, "Oui.", time)].kind for time in (0, 1)}
    assert kinds == {AMBIGUOUS}


def test_a_turn_that_moved_takes_its_passages_along() -> None:
    lines = INTERVIEW.splitlines(keepends=True)
    new = "".join([*lines[2:], *lines[:2]])
    for quote in ("Je passe voir ceux qui ne viennent pas.", "P: À ceux qui croient", "J'en suis sortie."):
        assert one(INTERVIEW, new, where(INTERVIEW, quote)) == Verdict(KEPT, where(new, quote))


def test_a_turn_that_moved_and_was_corrected_is_shown_where_it_may_be() -> None:
    lines = INTERVIEW.splitlines(keepends=True)
    new = "".join([*lines[2:], lines[0], lines[1].replace("ceux qui ne", "ceux-là qui ne")])
    verdict = one(INTERVIEW, new, where(INTERVIEW, "Je passe voir ceux qui ne viennent pas. On boit un café."))
    assert verdict.kind == AMBIGUOUS
    assert [new[place.start : place.end] for place in verdict.candidates] == [
        "Je passe voir ceux-là qui ne viennent pas. On boit un café."
    ]


def test_corrected_words_are_changed_between_the_same_ends() -> None:
    new = INTERVIEW.replace("raconte mon", "raconte toute mon").replace("hôpital", "hopital")
    passage = where(INTERVIEW, "je raconte mon histoire quand elle peut servir.")
    verdict = one(INTERVIEW, new, passage)
    assert verdict.kind == CHANGED and verdict.after
    assert new[verdict.after.start : verdict.after.end] == "je raconte toute mon histoire quand elle peut servir."
    single = one(INTERVIEW, new, where(INTERVIEW, "hôpital"))
    assert single.after and (single.kind, new[single.after.start : single.after.end]) == (CHANGED, "hopital")


def test_other_white_space_between_the_same_words_is_no_correction() -> None:
    new = INTERVIEW.replace("je raconte mon", "je raconte\u00a0\n mon")
    passage = where(INTERVIEW, "je raconte mon histoire")
    verdict = one(INTERVIEW, new, passage)
    assert verdict == Verdict(KEPT, Span(passage.start, passage.end + 2))


def test_a_passage_that_stood_twice_and_was_corrected_in_both_places_is_settled_by_nobody_but_a_reader() -> None:
    """The alignment takes one copy for the other where the first was corrected more than the second."""
    block = "d1 Bonjour Madame, asseyez-vous.\nd2 Vos enfants et votre mari ?\np2 À Gif, avec mes deux enfants.\n"
    between = "d3 Et après cela ?\np3 J’ai pris un taxi pour aller au travail, comme chaque matin.\n"
    once = block.replace("votre mari", "vtre meri").replace("deux", "deuux").replace("Madame", "Médame")
    again = block.replace("votre mari", "veotre mari")
    old = block + between + block
    for new in (once + between + again, once + again, again + once):
        for time in (0, 1):
            assert one(old, new, where(old, "Vos enfants et votre mari ?", time)).kind in (AMBIGUOUS, LOST)


def test_other_apostrophes_are_no_correction_and_other_blanks_before_a_new_label_leave_its_place_sure() -> None:
    old = "I: Et vous ?\n\nParticipant:  J'en suis sortie. On m'a dit : \"oui\".\n\nI: Bon.\n"
    new = "I: Et vous ?\nInterviewee: J’en suis sortie. On m’a dit : “oui”.\nI: Bon.\n"
    verdict = one(old, new, where(old, 'On m\'a dit : "oui".'))
    assert verdict == Verdict(KEPT, where(new, "On m’a dit : “oui”."))
    whole = one(old, new, Span(old.index("Participant"), old.index("\n\nI: Bon")))
    assert whole == Verdict(CHANGED, Span(new.index("Interviewee"), new.index("\nI: Bon")))


def misspelt(text: str, chance: random.Random) -> str:
    """The text with a dozen slips at most."""
    letters = list(text)
    for _time in range(chance.randrange(12)):
        place = chance.choice([place for place, letter in enumerate(letters) if letter.isalpha()])
        letters[place] = chance.choice("aeiou") + letters[place] * chance.randrange(2)
    return "".join(letters)


def test_of_a_text_that_stands_twice_no_passage_goes_to_the_other_copy() -> None:
    """But for one in a thousand whose own copy was corrected so near that the other is more like it."""
    sentences = [found.span() for found in re.finditer(r"[^\s.!?][^.!?\n]*[.!?]*", INTERVIEW)]
    copies = [Span(start + at, end + at) for start, end in sentences for at in (0, len(INTERVIEW))]
    astray = []
    for seed in range(100):
        first, second = (misspelt(INTERVIEW, random.Random(seed * 2 + copy)) for copy in (0, 1))
        for passage, verdict in judge(INTERVIEW * 2, first + second, copies).items():
            if verdict.after and (verdict.after.start < len(first)) != (passage.start < len(INTERVIEW)):
                astray.append(verdict.kind)
    assert CHANGED not in astray
    assert len(astray) <= len(copies) * 100 / 1_000


def test_words_taken_out_or_written_anew_are_lost() -> None:
    passage = where(INTERVIEW, "On boit un café.")
    assert one(INTERVIEW, INTERVIEW.replace(" On boit un café.", ""), passage).kind == LOST
    assert one(INTERVIEW, INTERVIEW.replace("On boit un café.", "Zut, quel temps !"), passage).kind == LOST
    assert one(INTERVIEW, "", passage) == Verdict(LOST)


# ---------------------------------------------------------------------- random edits on real texts

Letters = list[tuple[str, int | None]]
"""A text letter by letter, each with the place it had before, if it had one."""


def line_starts(letters: Letters) -> list[int]:
    return [0, *(place + 1 for place, (letter, _was) in enumerate(letters) if letter == "\n")]


def edited(letters: Letters, chance: random.Random) -> None:
    """One edit: words written anew, taken out or put in, a line put in, copied or moved."""
    place = chance.randrange(len(letters) + 1)
    vocabulary = re.findall(r"\S+", "".join(letter for letter, _was in letters)) or ["mot"]
    new: Letters = [(letter, None) for letter in " ".join(chance.choices(vocabulary, k=chance.choice((1, 4, 20))))]
    starts = line_starts(letters)
    first = chance.randrange(len(starts))
    line = slice(starts[first], starts[first + 1] if first + 1 < len(starts) else len(letters))
    to = chance.choice(starts)
    kind = chance.randrange(6)
    if kind == 0:
        letters[place : place + chance.choice((1, 5, 40))] = new
    elif kind == 1:
        del letters[place : place + chance.choice((1, 5, 40, 300))]
    elif kind == 2:
        letters[place:place] = new
    elif kind == 3:
        letters[to:to] = [*new, ("\n", None)]
    elif kind == 4:
        letters[to:to] = [(letter, None) for letter, _was in letters[line]]
    else:
        moved = letters[line]
        del letters[line]
        to = chance.choice(line_starts(letters))
        letters[to:to] = moved


def passages_of(text: str, chance: random.Random) -> list[Span]:
    sentences = [Span(*found.span()) for found in re.finditer(r"[^\s.!?][^.!?\n]*[.!?]*", text)]
    words = [Span(*found.span()) for found in re.finditer(r"\w+", text)]
    firsts = [chance.randrange(len(words)) for _time in range(40)]
    short = [Span(words[i].start, words[min(i + chance.choice((0, 1, 3, 9)), len(words) - 1)].end) for i in firsts]
    return [*chance.choices(sentences, k=40), *short]


@pytest.mark.parametrize("path", REAL, ids=lambda path: path.name)
def test_after_random_edits_no_passage_stands_on_other_words_unsaid(path: Path) -> None:
    """What is kept has the very words. Of passages untouched and of which no copy was made, nearly all are kept."""
    text = path.read_text(encoding="utf-8", errors="replace")[:40_000]
    chance = random.Random(path.name)
    intact = kept = astray = 0
    for edits in (1, 3, 10, 40):
        letters: Letters = [(letter, place) for place, letter in enumerate(text)]
        for _time in range(edits):
            edited(letters, chance)
        new = "".join(letter for letter, _was in letters)
        went = {was: place for place, (_letter, was) in enumerate(letters) if was is not None}
        for passage, verdict in judge(text, new, passages_of(text, chance)).items():
            places = [went.get(was, -1) for was in range(passage.start, passage.end)]
            whole = -1 not in places and places == list(range(places[0], places[0] + len(places)))
            quote = text[passage.start : passage.end]
            whole = whole and new.count(quote) == text.count(quote)
            intact += whole
            if verdict.kind == KEPT:
                assert verdict.after
                assert new[verdict.after.start : verdict.after.end].split() == quote.split()
                kept += whole
                astray += whole and verdict.after.start != places[0]
            else:
                assert (verdict.after is not None) == (verdict.kind == CHANGED)
    assert kept >= 0.95 * intact
    assert astray <= 0.01 * intact  # a line was copied, and the one it was copied from taken out


@given(st.randoms(use_true_random=False))
def test_any_edits_of_a_text_of_few_words_leave_each_passage_on_its_words_or_say_so(chance: random.Random) -> None:
    text = "".join(chance.choice(("oui ", "non ", "bon.\n", "P: ")) for _time in range(60))
    letters: Letters = [(letter, place) for place, letter in enumerate(text)]
    for _time in range(chance.randrange(4)):
        edited(letters, chance)
    new = "".join(letter for letter, _was in letters)
    for passage, verdict in judge(text, new, passages_of(text, chance)).items():
        if verdict.kind == KEPT:
            assert verdict.after
            now = new[verdict.after.start : verdict.after.end]
            assert now.split() == text[passage.start : passage.end].split()
        else:
            assert text != new
