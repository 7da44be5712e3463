"""What is looked for in texts: words as they are typed, their forms, or a regular expression; and where it stands.

A place is a span of the text that was given. Accents and case are ignored unless they are said to count.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache, partial
from itertools import product
from time import perf_counter
from typing import Any, NamedTuple

from qualcode.errors import InputError
from qualcode.i18n import _
from qualcode.model import Span
from qualcode.names import bare_each, fold_each

SECONDS_A_DOCUMENT = 2.0
SECONDS = 120.0
"""How long a regular expression may look, in one document and in all of them."""
_PIECE = re.compile(r"([^\W_]+)(\*?)")
_MARKS = "[\u0300-\u036f]"
_LIGATURES = {"oe": "œ", "ae": "æ"}
_TWIN = re.compile("oe|œ|ae|æ|.", re.DOTALL)
_ANY_ENDING = rf"(?:[^\W_]|{_MARKS})*"
_BEGIN, _END = rf"(?<![^\W_])(?<!{_MARKS})", rf"(?![^\W_]|{_MARKS})"


class Wanted(NamedTuple):
    """What is typed, and how it is compared: whether case and accents count, whether the forms of each word are meant
    (`faire`: `fait`, `faisaient`), or whether it is a regular expression.

    Words stand side by side; `*` after one stands for any ending; `|` stands between alternatives.
    """

    words: str
    case: bool = False
    accents: bool = False
    forms: bool = False
    regex: bool = False


class Word(NamedTuple):
    """One word that is looked for: the ways to write it, and whether any ending will do."""

    ways: tuple[str, ...]
    open: bool = False


class Matcher(NamedTuple):
    """`query` finds the turns in the index that may have a place (empty: all may), `places` finds the places."""

    query: str
    places: Callable[[str], Iterator[Span]]


class Patience:
    """How much longer a regular expression may look."""

    def __init__(self, a_document: float = SECONDS_A_DOCUMENT, whole: float = SECONDS) -> None:
        self._a_document, self._left = a_document, whole
        self._here, self._document = a_document, ""

    def begin(self, document: str) -> None:
        """Another document is looked through."""
        self._here, self._document = self._a_document, document

    def spans(self, pattern: Any, text: str) -> list[Span]:
        """Where the pattern stands, found in the time that is left; an `InputError` where that is not enough."""
        begun = perf_counter()
        left = min(self._here, self._left)
        try:
            if left <= 0:
                raise TimeoutError
            return [Span(*match.span()) for match in pattern.finditer(text, timeout=left) if match[0]]
        except TimeoutError:
            raise self._too_long() from None
        finally:
            gone = perf_counter() - begun
            self._here, self._left = self._here - gone, self._left - gone

    def _too_long(self) -> InputError:
        way_out = _("Write it so that it can go wrong in fewer ways: no repeated part within a repeated part.")
        if self._left < self._here:
            return InputError(_("The regular expression took too long in all."), way_out)
        return InputError(
            _("The regular expression took too long in {document}.").format(document=self._document), way_out
        )


def check(wanted: Wanted) -> None:
    """Refuse what nothing could be: no word, or a broken regular expression, with the place where it breaks."""
    if wanted.regex:
        _compiled(wanted)
    elif not _words(wanted.words):
        raise InputError(
            _("There is no word to find in “{words}”.").format(words=wanted.words), _("Give letters or digits.")
        )


def matcher(wanted: Wanted, language: str, patience: Patience) -> Matcher:
    """What finds it in texts of a language."""
    if wanted.regex:
        pattern, seen = _compiled(wanted), _seen(wanted)
        return Matcher("", lambda text: iter(patience.spans(pattern, seen(text))))
    query, worded = _worded(wanted, language if wanted.forms else "")
    return Matcher(query, partial(_places, worded, _seen(wanted)))


def _places(pattern: re.Pattern[str], seen: Callable[[str], str], text: str) -> Iterator[Span]:
    return (Span(*match.span()) for match in pattern.finditer(seen(text)))


def _seen(wanted: Wanted) -> Callable[[str], str]:
    """The text as it is compared, code point by code point."""
    if wanted.accents:
        return str
    return bare_each if wanted.case or wanted.regex else fold_each


@lru_cache(maxsize=64)
def _compiled(wanted: Wanted) -> Any:
    """A regular expression that can be stopped; `^` and `$` are the ends of a line."""
    import regex

    if not wanted.words:
        raise InputError(_("An empty regular expression finds nothing."))
    typed = wanted.words if wanted.accents else bare_each(unicodedata.normalize("NFC", wanted.words))
    try:
        return regex.compile(typed, regex.MULTILINE | (0 if wanted.case else regex.IGNORECASE))
    except (regex.error, OverflowError, RecursionError) as error:
        place = getattr(error, "pos", None)
        where = "" if place is None else _(" (at character {place})").format(place=place + 1)
        message = _("{words} is no regular expression: {why}{where}.")
        raise InputError(message.format(words=wanted.words, why=getattr(error, "msg", error), where=where)) from error


@lru_cache(maxsize=64)
def _worded(wanted: Wanted, language: str) -> tuple[str, re.Pattern[str]]:
    """The query for the index and the pattern of all alternatives."""
    ways = [_words(part, language) for part in wanted.words.split("|")]
    found = [way for way in ways if way]
    query = " OR ".join(f"({_query(way)})" if len(found) > 1 else _query(way) for way in found)
    patterns = "|".join(_pattern(way, wanted) for way in found) or r"(?!)"
    ignored = re.IGNORECASE if wanted.accents and not wanted.case else 0
    return query, re.compile(rf"{_BEGIN}(?:{patterns})", ignored)


def _words(typed: str, language: str = "") -> tuple[Word, ...]:
    """The words of one alternative; with a language each in all its forms there."""
    found = (Word((word,), bool(star)) for word, star in _PIECE.findall(typed))
    return tuple(_in_all_forms(word, language) if language and not word.open else word for word in found)


def _in_all_forms(word: Word, language: str) -> Word:
    from qualcode.language.forms import forms_of

    return Word(tuple(dict.fromkeys((*word.ways, *forms_of(word.ways[0], language)))))


def _query(words: Sequence[Word]) -> str:
    """A phrase where each word is written in one way, else all the words anywhere in the turn."""
    single = all(len(word.ways) == 1 and not (word.open and place < len(words)) for place, word in enumerate(words, 1))
    if not single:
        return " AND ".join(f"({' OR '.join(_terms(word))})" for word in words)
    ways = product(*(_spellings(word.ways[0]) for word in words))
    star = "*" if words[-1].open else ""
    found = [f'"{" ".join(way)}"{star}' for way in ways]
    return found[0] if len(found) == 1 else f"({' OR '.join(found)})"


def _terms(word: Word) -> Iterator[str]:
    star = "*" if word.open else ""
    for way in word.ways:
        pieces = [piece for piece, _star in _PIECE.findall(way)]
        for spelling in _spellings(" ".join(pieces)):
            yield f'"{spelling}"{star}'


def _spellings(word: str) -> list[str]:
    """The word with its ligatures, and without them: the index keeps `œ` as it is."""
    small = word.lower()
    apart = small.replace("œ", "oe").replace("æ", "ae")
    joined = apart.replace("oe", "œ").replace("ae", "æ")
    return list(dict.fromkeys((word, apart, joined) if joined != apart else (word,)))


def _pattern(words: Sequence[Word], wanted: Wanted) -> str:
    """Whole words, with anything but letters and digits between them, as the index cuts them."""
    return r"[\W_]+".join(_written(word, wanted) for word in words)


def _written(word: Word, wanted: Wanted) -> str:
    ways = sorted(word.ways, key=len, reverse=True)
    written = "|".join(r"[\W_]+".join(_letters(piece, wanted) for piece, _star in _PIECE.findall(way)) for way in ways)
    return f"(?:{written})" + (_ANY_ENDING if word.open else _END)


def _letters(word: str, wanted: Wanted) -> str:
    """The letters of a word, each with whatever marks the text has on it, or with exactly those that are typed."""
    if wanted.accents:
        return "".join(map(_exact_letter, unicodedata.normalize("NFC", word))) + f"(?!{_MARKS})"
    bare = (bare_each if wanted.case else fold_each)(unicodedata.normalize("NFC", word))
    return "".join(map(_twin, _TWIN.findall(bare)))


def _exact_letter(letter: str) -> str:
    apart = unicodedata.normalize("NFD", letter)
    return re.escape(letter) if apart == letter else f"(?:{re.escape(letter)}|{re.escape(apart)})"


def _twin(letters: str) -> str:
    """A letter with any marks; two that may be written as one, either way."""
    apart = next((two for two, one in _LIGATURES.items() if letters in (two, one)), None)
    if apart is None:
        return re.escape(letters) + f"{_MARKS}*"
    return f"(?:{apart[0]}{_MARKS}*{apart[1]}{_MARKS}*|{_LIGATURES[apart]})"
