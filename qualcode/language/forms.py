"""The forms of a word: `faire`, `fais`, `faisaient`, … by the word lists of simplemma, French and English.

simplemma and not spaCy's lookup tables: a fifth of their size, no model and no network, and right where they leave
`dit`, `fait` and `est` as they are.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache

LANGUAGES = ("fr", "en")
_REMEMBERED = 200_000


@lru_cache(maxsize=_REMEMBERED)
def lemma(word: str, language: str) -> str:
    """How a dictionary has a word of `fr` or `en`, in small letters; the word itself where it does not have it."""
    from simplemma import lemmatize

    small = unicodedata.normalize("NFC", word).lower()
    return lemmatize(small, lang=language).lower() if language in LANGUAGES else small


@lru_cache(maxsize=64)
def forms_of(word: str, language: str) -> tuple[str, ...]:
    """Every form that has the same lemma as a word, in order, the word and the lemma among them."""
    small, meant = unicodedata.normalize("NFC", word).lower(), lemma(word, language)
    if language not in LANGUAGES:
        return (small,)
    from simplemma.strategies.dictionaries import DefaultDictionaryFactory

    listed = DefaultDictionaryFactory().get_dictionary(language).items()
    found = {form.lower() for form, of in listed if of == meant and any(map(str.isalpha, form))}
    return tuple(sorted(found | {small, meant}))
