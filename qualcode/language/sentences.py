"""Sentence bounds: spaCy's rule-based sentencizer proposes them, rules of French and English writing settle each.

The rules: a line end always ends a sentence; closing quotes, guillemets, brackets and tags belong to the sentence
they close; after an ellipsis, or after a closing quote, a small letter goes on with the same sentence; an
abbreviation, an initial or the number of a list item ends nothing.
"""

from __future__ import annotations

import re
from array import array
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from functools import cache
from typing import Any

from qualcode.language.abbreviations import ABBREVIATIONS, OFTEN_LAST
from qualcode.model import Span
from qualcode.model.texts import Turn

_CHUNK = 100_000  # characters given to spaCy at once: memory stays flat, and far below its limit of a million
_WORDS_REMEMBERED = 300_000
_REACH = 80  # characters looked at on either side of a proposed end, so that the time stays linear
_ELLIPSES = ("…", "..", "...", "....", ".....", "?...", "!...")
_STOPS = ".!?…。！？؟।"
_CLOSING_TAG = r"</\w[^<>\n]{0,40}>"
_AFTER_STOP = re.compile(rf"(?:\s*»|[\"”’'\)\]]|{_CLOSING_TAG}|[{_STOPS}])*")
_STOP_AND_BLANK = re.compile(rf"[{_STOPS}](?:\s*»|[\"”’'\)\]]|{_CLOSING_TAG}|[{_STOPS}])*\s+")
_ENDLESS = re.compile(r"\S{1000,}")
_BLANK = re.compile(r"\s*")
_LAST_WORD_BACKWARDS = re.compile(r"[^\s«»\"“”‘’'(\[]+")
_LONGER_THAN_ANY = 1 + max(map(len, {*OFTEN_LAST}.union(*ABBREVIATIONS.values())))
_LIST_NUMBER = re.compile(r"\s*(?:\d{1,3}|[A-Za-z])$")
_LAST_ABBREVIATION = "|".join(re.escape(word) for word in (*OFTEN_LAST, "I"))
_HIDDEN_STOP = re.compile(rf"(?:\b(?:{_LAST_ABBREVIATION})\.|[{_STOPS}]{_CLOSING_TAG})\s+(?=[«\"“(—–-]?\s*\w)")


@cache
def _engine(language: str) -> Any:
    import spacy
    from spacy.pipeline import Sentencizer

    nlp = spacy.blank(language)
    nlp.add_pipe("sentencizer", config={"punct_chars": [*Sentencizer.default_punct_chars, *_ELLIPSES]})
    return nlp


def _fresh_engine(language: str) -> Any:
    """The engine, made anew when the words it remembers would fill the memory.

    spaCy's own memory zones would do the same, but they switch off its cache of words, and with it half its speed.
    """
    if len(_engine(language).vocab) > _WORDS_REMEMBERED:
        _engine.cache_clear()
    return _engine(language)


def sentence_spans(text: str, turns: Sequence[Turn], language: str) -> tuple[Span, ...]:
    """The sentences of every turn's body, trimmed of white space, in order; `language` is `fr` or `en`.

    No sentence crosses a line or a turn or covers a label; together they cover all other text but white space.
    """
    known = language if language in ABBREVIATIONS else "en"
    return _settled_all(text, turns, _proposals(text, known), known)


def sentences_by_rule(text: str, turns: Sequence[Turn], language: str) -> tuple[Span, ...]:
    """The same where an end is proposed after every stop before a blank: for a few lines, which are not worth the
    seconds that spaCy takes to load."""
    proposed = [match.end() for match in _STOP_AND_BLANK.finditer(text)]
    return _settled_all(text, turns, proposed, language if language in ABBREVIATIONS else "en")


def _settled_all(text: str, turns: Sequence[Turn], proposed: Sequence[int], language: str) -> tuple[Span, ...]:
    lines = (line for turn in turns for line in _lines(text, turn))
    return tuple([Span(start, end) for line in lines for start, end in _in_line(text, *line, proposed, language)])


def _proposals(text: str, language: str) -> array[int]:
    """Where spaCy would start sentences, in order, with the places that hide inside one of its tokens."""
    from spacy.attrs import IDX, SENT_START

    nlp = _fresh_engine(language)
    found: list[int] = [match.end() for match in _HIDDEN_STOP.finditer(text)]
    for chunk in _chunks(text):
        readable = _ENDLESS.sub(_filled, text[chunk.start : chunk.end])
        table = nlp(readable).to_array([IDX, SENT_START])
        found.append(chunk.start)
        found.extend((table[table[:, 1] == 1, 0] + chunk.start).tolist())
    return array("Q", sorted(set(found)))


def _filled(endless: re.Match[str]) -> str:
    """As many letters in place of a run without spaces that spaCy would take minutes to cut (rows of dashes, data)."""
    return "x" * len(endless[0])


def _chunks(text: str) -> Iterator[Span]:
    start = 0
    while start < len(text):
        end = min(start + _CHUNK, len(text))
        if end < len(text):
            end = max(text.rfind("\n", start, end), text.rfind(" ", start + _CHUNK // 2, end)) + 1 or end
        yield Span(start, end)
        start = end


def lines_of(text: str, turn: Turn) -> Iterator[Span]:
    """The lines of a turn's body that are not blank, trimmed."""
    return (Span(start, end) for start, end in _lines(text, turn))


def _lines(text: str, turn: Turn) -> Iterator[tuple[int, int]]:
    start = turn.body
    while start < turn.end:
        end = text.find("\n", start, turn.end)
        end = turn.end if end < 0 else end
        if line := text[start:end].lstrip():
            yield end - len(line), end - len(line) + len(line.rstrip())
        start = end + 1


def _in_line(text: str, start: int, limit: int, proposed: Sequence[int], language: str) -> Iterator[tuple[int, int]]:
    """The sentences of a line; bare numbers until all are settled, for there are very many."""
    for index in range(bisect_right(proposed, start), len(proposed)):
        place = proposed[index]
        if place >= limit:
            break
        end = _settled(text, start, place, limit, language)
        if end:
            yield start, end
            start = _BLANK.match(text, end, limit).end()  # type: ignore[union-attr]  # it may match nothing
    yield start, limit


def _settled(text: str, start: int, place: int, limit: int, language: str) -> int | None:
    """Where the sentence that starts at `start` ends if `place` is right in proposing another; None where it is not."""
    stop = place
    earliest = max(start, place - _REACH)
    while stop > earliest and text[stop - 1] not in _STOPS:
        stop -= 1
    if stop == earliest:
        return None
    end = _AFTER_STOP.match(text, stop, limit).end()  # type: ignore[union-attr]  # every part of it is optional
    rest = text[end : min(end + _REACH, limit)].lstrip()
    if end >= limit or _goes_on(text[max(start, stop - _REACH) : stop], text[stop:end], rest, language):
        return None
    return end


def _goes_on(sentence: str, closing: str, rest: str, language: str) -> bool:
    """Whether the sentence does not end here: what it reads so far, what closes it, what follows."""
    small, closing = rest[:1].islower(), closing.strip()
    stops = sentence[len(sentence.rstrip(_STOPS)) :]
    if small and (closing or "…" in stops or stops.endswith("..")):
        return True
    return stops == "." and not closing and _abbreviates(sentence[:-1], small, language)


def _abbreviates(before: str, small: bool, language: str) -> bool:
    """Whether the full stop after `before` belongs to an abbreviation, an initial or the number of a list item."""
    found = _LAST_WORD_BACKWARDS.match(before[: -_LONGER_THAN_ANY - 1 : -1])
    word = found[0][::-1].lower() if found else ""
    if word in OFTEN_LAST:
        return small
    if len(word) == 1 and word.isalpha():
        return not (word == "i" and language == "en")
    return word in ABBREVIATIONS[language] or bool(_LIST_NUMBER.fullmatch(before))
