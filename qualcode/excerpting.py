"""A quotation shortened: words left out are `[…]`, words of ours stand in brackets, all others are the passage's own.

Between two brackets the words follow one another in the passage as they do in the excerpt; so nothing is left out,
moved or changed unseen. Case, typographic apostrophes and punctuation aside; `[E]lle` is the word `Elle`.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence

from qualcode.errors import InputError
from qualcode.i18n import _
from qualcode.language.words import word_spans
from qualcode.model import Span

ELLIPSIS = "[…]"
_ELLIPSIS = re.compile(r"\[\s*(?:…|\.\s?\.\s?\.)\s*\]|\(\s*(?:…|\.\s?\.\s?\.)\s*\)")
_CAPITAL = re.compile(r"\[(\w)\](?=\w)")
_INSERTION = re.compile(r"\[[^\[\]]*\]")
_APOSTROPHES = str.maketrans("’ʼ‐‑", "''--", "\u00ad")
_SHOWN = 4


def excerpt_of(text: str, words: str) -> str:
    """The excerpt as it is kept, its ellipses written alike; InputError where it is none of these words."""
    kept = _ELLIPSIS.sub(ELLIPSIS, unicodedata.normalize("NFC", text)).strip()
    runs = _runs(kept)
    if not any(runs):
        raise InputError(_("The excerpt has no words of the passage."), _rule())
    own, place = [_alike(word) for word in _words(words)], 0
    for run in runs:
        place = _after(run, own, place)
    return kept


def spoken(text: str, span: Span, turns: Sequence[tuple[int, int, int]]) -> str:
    """What is said in a span, without the labels of speakers; `turns` are the start, body and end of each."""
    said = [
        text[max(body, span.start) : min(end, span.end)]
        for start, body, end in turns
        if start < span.end and span.start < end
    ]
    return "\n".join(said) if turns else text[span.start : span.end]


def _runs(text: str) -> list[list[str]]:
    """The words between brackets, brackets left out: a list for each stretch."""
    plain = _CAPITAL.sub(r"\1", text)
    left = _INSERTION.sub("\0", plain)
    if lone := re.search(r"[\[\]]", left):
        raise InputError(_("A bracket {sign} stands alone in the excerpt.").format(sign=lone[0]), _rule())
    return [list(_words(stretch)) for stretch in left.split("\0")]


def _after(run: Sequence[str], own: Sequence[str], place: int) -> int:
    """Where the passage goes on behind a run of words, looked for from a place on; InputError where it is not there."""
    wanted, longest = [_alike(word) for word in run], 0
    for start in range(place, len(own)):
        here = _shared(wanted, own[start : start + len(wanted)])
        if here == len(wanted):
            return start + here
        longest = max(longest, here)
    if not wanted:
        return place
    raise _stranger(run, longest, known=wanted[longest] in own[place:])


def _shared(one: Sequence[str], other: Sequence[str]) -> int:
    """How many words two lists have in common from their beginning on."""
    return next((at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))


def _stranger(run: Sequence[str], at: int, *, known: bool) -> InputError:
    before = " ".join(run[max(0, at - _SHOWN) : at])
    if known and before:
        said = _("“{word}” does not follow “{before}” in the passage.").format(word=run[at], before=before)
    elif before:
        said = _("“{word}”, after “{before}”, is not in the passage.").format(word=run[at], before=before)
    else:
        said = _("“{word}” is not in the passage, or stands before what you wrote already.").format(word=run[at])
    return InputError(said, _rule())


def _rule() -> str:
    return _("Keep the passage's words in their order; write […] for those left out, and [your own] in brackets.")


def _words(text: str) -> Iterator[str]:
    return (text[span.start : span.end] for span in word_spans(text))


def _alike(word: str) -> str:
    return unicodedata.normalize("NFC", word).translate(_APOSTROPHES).casefold()
