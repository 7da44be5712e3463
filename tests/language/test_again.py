"""Sentences of a corrected text: those of lines that stayed are as they were, new lines are cut as any."""

from __future__ import annotations

from pathlib import Path

import pytest

from qualcode.language.again import sentences_again
from qualcode.language.sentences import sentence_spans, sentences_by_rule
from qualcode.model import Span
from qualcode.model.texts import Transcript, Turn

SAMPLES = sorted((Path(__file__).parents[2] / "corpus_samples").glob("*.txt"))


def whole(text: str) -> tuple[Turn, ...]:
    return (Turn(1, None, 0, 0, len(text)),)


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.name)
def test_a_text_again_has_the_same_sentences_and_a_rule_finds_nearly_all_of_them(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    found = sentence_spans(text, whole(text), "fr")
    assert sentences_again(Transcript(text, whole(text), (), found), text, whole(text), "fr") == found
    apart = set(found) ^ set(sentences_by_rule(text, whole(text), "fr"))
    assert len(apart) <= 0.02 * len(found)


def test_lines_that_stayed_keep_their_bounds_and_new_ones_get_theirs() -> None:
    old = Transcript("Un. Deux.\nTrois.", whole("Un. Deux.\nTrois."), (), (Span(0, 9), Span(10, 16)))
    text = "Neuf. Dix.\nUn. Deux.\nTrois. "
    assert sentences_again(old, text, whole(text), "fr") == (Span(0, 5), Span(6, 10), Span(11, 20), Span(21, 27))
