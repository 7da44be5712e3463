"""Words as they are counted: small letters, elided words apart, and those that say little by themselves.

`l’hôpital` is `l'` and `hôpital`, `dit-il` is `dit` and `il`; `patient's` is `patient`. `aujourd'hui`, `rendez-vous`
and `don't` are one word each, as they are where words of a text are counted.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

_LETTERS = r"[^\W_]++"
_ELIDED = r"(?:jusqu|lorsqu|puisqu|quoiqu|qu|[cdjlmnst])'(?=[^\W\d_])"
_ASKED = r"(?:-t)?-(?:ils?|elles?|on|je|tu|ce)(?![^\W_]|['-][^\W_])"
_BETWEEN = r"-t(?=-(?:ils?|elles?|on)(?![^\W_]))"
_FRENCH = re.compile(rf"({_ELIDED}|{_LETTERS}(?:(?!{_ASKED})['-]{_LETTERS})*+)(?:{_BETWEEN})?")
_ENGLISH = re.compile(rf"{_LETTERS}(?:(?!'s(?![^\W_]))['-]{_LETTERS})*+(?:'s(?![^\W_]))?")
_PLAIN = {"’": "'", "ʼ": "'", "‘": "'", "‐": "-", "‑": "-", "\u00ad": ""}
_SHORTENED = re.compile(r"(?:n't|'[a-z]{1,2})$")
_FILLERS = {
    "fr": "bah ben bon eh euh hein heu hum hm mh mmh oh ouais ok okay voilà",
    "en": "ah eh er erm hm hmm mhm mm oh ok okay uh um yeah yep",
}
"""What people say between words, which spaCy's lists, made for writing, do not have."""


def tokens(text: str, language: str) -> list[str]:
    """The words of a text in order, in small letters, with their accents."""
    plain = _plain(text).lower()
    if language == "fr":
        return _FRENCH.findall(plain)
    return [word.removesuffix("'s") for word in _ENGLISH.findall(plain)]


def _plain(text: str) -> str:
    """With plain apostrophes and hyphens; one after the other, which is many times faster than a table."""
    plain = unicodedata.normalize("NFC", text)
    for sign, instead in _PLAIN.items():
        plain = plain.replace(sign, instead)
    return plain


@lru_cache(maxsize=8)
def stop_words(language: str) -> frozenset[str]:
    """The words of French or English that say little by themselves: spaCy's list, and what is said between words."""
    if language not in _FILLERS:
        return frozenset()
    return frozenset(_plain(word) for word in (*_listed(language), *_FILLERS[language].split()))


def _listed(language: str) -> Iterable[str]:
    """spaCy's list, from its file alone: importing spaCy for it would take seconds."""
    from importlib.util import find_spec
    from runpy import run_path

    home = find_spec("spacy")
    assert home is not None and home.submodule_search_locations, "spaCy is installed with qualcode"
    words: Iterable[str] = run_path(f"{home.submodule_search_locations[0]}/lang/{language}/stop_words.py")["STOP_WORDS"]
    return words


def is_stop(word: str, stops: frozenset[str]) -> bool:
    """Whether a word is one of these, a short form of one (`don't`, `we've`), an elided one (`l'`), or a number."""
    if word in stops or word.endswith("'") or not any(map(str.isalpha, word)):
        return True
    shortened = _SHORTENED.sub("", word)
    return shortened != word and shortened in stops
