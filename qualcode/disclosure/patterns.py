"""What gives somebody away by its shape: e-mail, telephone (FR, UK, US), address, birth, record number, link."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

from qualcode.disclosure.findings import GRAVE, POSSIBLE
from qualcode.names import fold_each


class Shape(NamedTuple):
    """Something of a kind in a text, `[start, end)`, and how grave it is."""

    kind: str
    start: int
    end: int
    severity: str


_MONTHS = (
    "janvier|fevrier|mars|avril|mai|juin|juillet|aout|septembre|octobre|novembre|decembre|january|february|march|april"
    "|may|june|july|august|september|october|november|december"
)
_DATE = (
    r"(?:\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4}|\d{4}-\d\d-\d\d"
    rf"|\d{{1,2}}(?:er|st|nd|rd|th)?\s+(?:of\s+)?(?:{_MONTHS}),?\s+\d{{4}}"
    rf"|(?:{_MONTHS})\s+\d{{1,2}}(?:st|nd|rd|th)?,?\s+\d{{4}})"
)
_BORN = r"\b(?:nee?|born|d\.?o\.?b|date of birth|birthday|naissance)\b"
_WAYS = r"rue|avenue|av\.|boulevard|bd|impasse|chemin|allees?|quai|route|faubourg|place (?=d[eu']|des|du)"
_ROADS = r"Street|St|Road|Rd|Avenue|Ave|Lane|Drive|Close|Crescent|Square|Court|Terrace|Gardens|Boulevard"
_RECORD = r"dossier|ipp|ndm|matricule|mrn|record|chart|hospital number|nhs|secu(?:rite sociale)?|social security"
_NUMBER = r"\s*(?:(?:n[°o]|numero|number|no|#|is|est le|est)[.:]?\s*){0,2}[:#]?\s*"
_TELLING = re.compile(
    r"\d(?:[\d\s.,/()-]{3,}\d|(?<=\s\d)\d{3}|\w*(?:\s?(?:bis|ter))?,?\s+[^\W\d_]|[A-Z]{2})", re.IGNORECASE
)
"""What every shape with digits has something of; ids and citations have nothing of it. It is
sought from digits on alone, and so in little time."""


def _nir(found: re.Match[str]) -> str:
    """A French social-security number; with its key it can be told from any other number."""
    digits = re.sub(r"\s", "", found[0])
    if len(digits) == 13:
        return POSSIBLE
    number = int(digits[:13].replace("2a", "19").replace("2b", "18"))
    return GRAVE if 97 - number % 97 == int(digits[13:]) else POSSIBLE


def _nhs(found: re.Match[str]) -> str:
    """An NHS number, by its check digit; nothing where it does not fit."""
    digits = [int(digit) for digit in found[0] if digit.isdigit()]
    check = -sum(digit * weight for digit, weight in zip(digits, range(10, 1, -1), strict=False)) % 11
    return GRAVE if check == digits[9] and len(set(digits)) > 1 else ""


def _always(severity: str) -> Callable[[re.Match[str]], str]:
    return lambda _found: severity


_NIR = r"[12]\s?\d\d\s?(?:0[1-9]|1[0-2]|[2-9]\d)\s?(?:\d\d|2[ab])\s?\d{3}\s?\d{3}(?:\s?\d\d)?"
_UK = r"(?:(?:\+|00)44[\s-]?(?:\(0\)[\s-]?)?|\(?0)[1-9]\d{1,4}\)?[\s-]?\d{3,4}[\s-]?\d{3,4}"
_US = r"(?:\+?1[\s.-]?)?(?:\([2-9]\d\d\)\s?|[2-9]\d\d[\s.-])[2-9]\d\d[\s.-]\d{4}"
_OF = r"(?:(?:de la|de l'|du|des|de|la|le|les|d')\s*)?"
_DAY = r"(?:0?[1-9]|[12]\d|3[01])[/.-](?:0?[1-9]|1[0-2])[/.-](?:19|20)\d\d"
_FOLDED = (
    ("email", r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+", _always(GRAVE)),
    ("link", r"(?:https?://|www\.)[^\s<>«»“”\"]+", _always(GRAVE)),
    ("link", r"(?<![\w.@/])@[a-z_][\w.]{2,}", _always(GRAVE)),
    ("birth", rf"{_BORN}.{{0,25}}?{_DATE}", _always(GRAVE)),
    ("record", rf"(?<!\d){_NIR}(?!\d)", _nir),
    ("record", rf"\b(?:{_RECORD})\b{_NUMBER}\d[\d\s-]{{3,}}\d", _always(GRAVE)),
    ("record", r"(?<![\d+])\d{3}[\s-]?\d{3}[\s-]?\d{4}(?!\d)", _nhs),
    ("telephone", r"(?<!\d)(?:(?:\+|00)33\s?(?:\(0\))?\s?|0)[1-9](?:[\s.-]?\d\d){4}(?!\d)", _always(GRAVE)),
    ("telephone", rf"(?<!\d){_UK}(?!\d)", _always(GRAVE)),
    ("telephone", rf"(?<!\d){_US}(?!\d)", _always(GRAVE)),
    ("telephone", r"(?<![\w+])\+\d{1,3}(?:[\s.-]?\d{2,4}){3,5}(?!\d)", _always(GRAVE)),
    ("address", rf"(?<!\d)\d{{1,4}}(?:\s?(?:bis|ter))?,?\s+(?:{_WAYS})\s*{_OF}\w+", _always(GRAVE)),
    ("birth", rf"(?<![\d/.-]){_DAY}(?![\d/.-])", _always(POSSIBLE)),
)
_AS_WRITTEN = (
    ("address", rf"(?<!\d)\d{{1,4}}[a-z]?,?\s+(?:[A-Z][\w'’-]+\s+){{1,3}}(?:{_ROADS})\b", _always(GRAVE)),
    ("address", r"\b[A-Z]{1,2}\d[A-Z\d]?\s\d[A-Z]{2}\b", _always(POSSIBLE)),
    ("address", r"(?<!\d)\d{5}\s+[A-ZÀ-Ý][\w’'-]+", _always(POSSIBLE)),
)
_SOUGHT = [(kind, re.compile(pattern), weigh, True) for kind, pattern, weigh in _FOLDED] + [
    (kind, re.compile(pattern), weigh, False) for kind, pattern, weigh in _AS_WRITTEN
]

_DIGEST = re.compile(r"(?<!\w)(?:[0-9a-f]{64}|(?=\d*[a-f])(?=[a-f]*\d)[0-9a-f]{12,})(?!\w)")
"""A digest or its beginning, among whose digits anything may be found and nothing is meant.

A telephone number with a word directly before it has letters that no digest has, or is shorter.
"""


def shapes(text: str) -> list[Shape]:
    """What gives somebody away in a text, in order; of two that overlap, the kind that is told more surely."""
    if not _may_hold(text):
        return []
    text = _DIGEST.sub(lambda found: " " * len(found[0]), text)
    kept: list[Shape] = []
    for shape in _all(text, fold_each(text)):
        if all(shape.end <= other.start or other.end <= shape.start for other in kept):
            kept.append(shape)
    return sorted(kept, key=lambda shape: shape.start)


def _may_hold(text: str) -> bool:
    """Whether anything may be found in a text at all; in most there is nothing."""
    return bool(_TELLING.search(text)) or "@" in text or "://" in text or "www." in text.casefold()


def _all(text: str, folded: str) -> Iterator[Shape]:
    for kind, pattern, weigh, in_folded in _SOUGHT:
        for found in pattern.finditer(folded if in_folded else text):
            if severity := weigh(found):
                yield Shape(kind, found.start(), found.end(), severity)
