"""What is written on a main line of CHAT, made readable: the words as they were said, without the codes about them.

Kept are all words that were spoken, pauses `(.)`, sounds and actions in parentheses (`&=laughs` is `(laughs)`), what
could not be heard (`xxx`), and how a line breaks off. Taken away are the signs of retracing, overlap, error,
replacement, tone and length, words that were not said (`0is`), and the transcriber's remarks. Shortened words are
written out (`gettin(g)` is `getting`). The codes: https://talkbank.org/manuals/CHAT.html
"""

from __future__ import annotations

import re

_BULLET = re.compile(r"[\x15•]\s*(?:%?\w+:\"[^\"]*\"_)?(\d+)_(\d+)-?\s*[\x15•]")
_PARALINGUISTIC = re.compile(r"\[=!([^\[\]]+)\]")
_REPEATED = re.compile(r"\[x\s*(\d+)\]")
_ANNOTATION = re.compile(r"\[[^\[\]]*\]")
_LONG_FEATURE = re.compile(r"&[{}][nl]=\S*")
_EVENT = re.compile(r"&=([^\s<>\[\]]+)")
_OTHERS_WORDS = re.compile(r"&\*(\w+):([^\s<>\[\]]+)")
_FRAGMENT = re.compile(r"(?<!\S)&[-~+]?(?=[^\W_])")
_NOT_SAID = re.compile(r"(?<!\S)0\w*(?=\s|$)")
_FORM = re.compile(r"(?<=[^\W_])@[a-z](?:[\w$:&+*-]*\w)?")
_LONG_WORD = re.compile(r"(?<=[^\W\d_]):+(?=[^\W\d_]|[\s,.?!)<>\]]|$)")
_SHORTENED = re.compile(r"(?<=[^\W\d_])\(([^\W\d_]+)\)|(?<!\S)\(([^\W\d_]+)\)(?=[^\W\d_])")
_JOINED = re.compile(r"(?<=[^\W_])_(?=[^\W_])")
_COMPOUND = re.compile(r"(?<=[^\W\d_])\+(?=[^\W\d_])")
_CA_SIGNS = dict.fromkeys(map(ord, "↑↓⇗↗→↘⇘∞≈≋≡∙⌈⌉⌊⌋∆∇⁎⁇°◉▁▔☺∬Ϋ∲§∾↻Ἡ♋≠ˈˌ‹›〔〕⁑\x01\x02\x03\x04\x07\x08\x15"))
_OVERLAP_NUMBER = re.compile(r"(?<=[⌈⌉⌊⌋])\d")
_LINKER = re.compile(r"(?<!\S)\+(?:\+|<|\^|,|\"|≋|≈)(?=\s)")
_ENDINGS = (
    ("+..?", "…?"), ("+...", "…"), ("+//?", "—?"), ("+//.", "—"), ("+/?", "—?"), ("+/.", "—"), ("+!?", "?!"),
    ("+\"/.", ":"), ("+\".", "."), ("+.", ""),
)  # fmt: skip
_TAGS = str.maketrans({"‡": ",", "„": ","})
_SCOPE = re.compile(r"(?<!\S)<|>(?=\s|$)|[<>](?=[,.?!])")
_BEFORE_STOP = re.compile(r"\s+([.,…—])")
_BEFORE_MARK = re.compile(r"\s+([?!:]+)")
_COLON = "\ue000"
"""Stands for a colon that is one, until those that lengthen a sound are away."""
_COMMAS = re.compile(r",(?:\s*,)+")


def times_of(line: str) -> tuple[float | None, float | None]:
    """When a line's first bullet begins and its last one ends, in seconds."""
    bullets = _BULLET.findall(line)
    return (int(bullets[0][0]) / 1_000, int(bullets[-1][1]) / 1_000) if bullets else (None, None)


def readable(line: str, *, spaced: bool = False) -> str:
    """The words of a main line; `spaced` keeps the space before question and exclamation marks, as in French."""
    text = _BULLET.sub(" ", line)
    text = _PARALINGUISTIC.sub(lambda match: f"({match[1].strip()})", text)
    text = _REPEATED.sub(r"(×\1)", text)
    text = _ANNOTATION.sub(" ", text)
    text = _LONG_FEATURE.sub(" ", text)
    text = _EVENT.sub(lambda match: f"({_spelled(match[1])})", text)
    text = _OTHERS_WORDS.sub(lambda match: f"({match[1]}{_COLON} {_spelled(match[2])})", text)
    for code, sign in _ENDINGS:
        text = text.replace(code, sign)
    text = _LINKER.sub(" ", text)
    text = _SCOPE.sub(" ", text)
    text = _OVERLAP_NUMBER.sub("", text).translate(_CA_SIGNS).translate(_TAGS)
    return _closed_up(_words(text), spaced=spaced)


def _words(text: str) -> str:
    """Each word as it is usually written."""
    text = _NOT_SAID.sub(" ", text)
    text = _FRAGMENT.sub("", text)
    text = _FORM.sub("", text)
    text = _SHORTENED.sub(lambda match: match[1] or match[2], text)
    text = _LONG_WORD.sub("", text)
    text = _COMPOUND.sub("-", text)
    return _JOINED.sub(" ", text).replace("^", "").replace(_COLON, ":")


def _spelled(code: str) -> str:
    """What an event is, in words: `imit:dog_bark` is `imit: dog bark`; its colons lengthen nothing."""
    return code.replace("_", " ").replace(":", f"{_COLON} ")


def _closed_up(text: str, *, spaced: bool) -> str:
    text = _BEFORE_STOP.sub(r"\1", " ".join(text.split()))
    text = _COMMAS.sub(",", text)
    return (text if spaced else _BEFORE_MARK.sub(r"\1", text)).strip(" ,")
