"""Sentence bounds of a corrected text: lines that were there before keep theirs, only new ones are cut."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from qualcode.language.sentences import lines_of, sentence_spans, sentences_by_rule
from qualcode.model import Span
from qualcode.model.texts import Transcript, Turn

_FEW = 200_000


def sentences_again(old: Transcript, text: str, turns: Sequence[Turn], language: str) -> tuple[Span, ...]:
    """The sentences of a text, as `sentence_spans` finds them; those of lines that the old text has as well are its."""
    known = dict(_known(old))
    lines = [(line, text[line.start : line.end]) for turn in turns for line in lines_of(text, turn)]
    known |= _cut(list(dict.fromkeys(words for _line, words in lines if words not in known)), language)
    whole = {words: [(0, len(words))] for _line, words in lines if words not in known}
    known |= whole
    return tuple(Span(line.start + start, line.start + end) for line, words in lines for start, end in known[words])


Bounds = list[tuple[int, int]]
"""Sentences of a line, counted from where it begins."""


def _known(old: Transcript) -> Iterator[tuple[str, Bounds]]:
    """The lines of the old text with their sentences."""
    sentences = iter(old.sentences)
    sentence = next(sentences, None)
    for line in (line for turn in old.turns for line in lines_of(old.text, turn)):
        bounds: Bounds = []
        while sentence and sentence.end <= line.end:
            bounds.append((sentence.start - line.start, sentence.end - line.start))
            sentence = next(sentences, None)
        if bounds:
            yield old.text[line.start : line.end], bounds


def _cut(lines: Sequence[str], language: str) -> dict[str, Bounds]:
    """New lines with their sentences; a few are not worth the time that spaCy takes to load."""
    if not lines:
        return {}
    text = "\n".join(lines)
    whole = Transcript(text, (Turn(1, None, 0, 0, len(text)),), ())
    cut = sentences_by_rule if len(text) < _FEW else sentence_spans
    found = cut(text, whole.turns, language)
    return dict(_known(whole._replace(sentences=found)))
