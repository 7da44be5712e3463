"""What a speaker's label looks like at the start of a line, and how far each shape can be believed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import IntEnum
from functools import lru_cache

from qualcode.importers.roles import names_a_role
from qualcode.names import fold


class Trust(IntEnum):
    """How often a label must recur in a document before it is taken for a speaker."""

    SURE = 1
    NAME = 2
    WORD = 3


@dataclass(frozen=True, slots=True)
class Label:
    """A label at a line's start: the line starts at `start`, the speech at `body`; `shape` is how it is set off."""

    start: int
    body: int
    name: str
    time: float | None
    shape: str
    trust: Trust


_CLOCK = r"\d{1,3}:\d{2}(?::\d{2})?(?:[.,]\d{1,3})?"
_TIME = rf"(?:[\[(<]\s*{_CLOCK}\s*[\])>]|\#\d{{1,2}}:\d{{2}}:\d{{2}}(?:-\d{{1,3}})?\#|{_CLOCK}(?![\w:]))"
_BLANK = r"[ \t\u00a0\u202f]"
_LINE = re.compile(
    rf"""
    ^{_BLANK}*[*_]{{0,3}}
    (?:(?P<before>{_TIME}){_BLANK}*[-–—]?{_BLANK}*)?
    [*_]{{0,3}}
    (?:
      \[(?P<tag>[^\W\d_]{{1,12}}\d{{1,3}})\]{_BLANK}*:?
    | (?P<name>[^\W\d_][^\n:：\[\]{{}}<>|\#=\t*_]{{0,39}}?)
      (?:
        {_BLANK}*[*_]{{0,3}}(?P<colon>[:：])(?!//)[*_]{{0,3}}(?:{_BLANK}*(?P<after>{_TIME}))?
      | {_BLANK}+(?P<beside>{_TIME}){_BLANK}*(?::|(?=\n|\Z))
      | {_BLANK}+(?P<dash>[—–]|-){_BLANK}+
      | (?P<tab>{_BLANK}*\t{_BLANK}*)(?=\S)
      | (?P<alone>{_BLANK}*(?=\n|\Z))
      )
    )
    """,
    re.VERBOSE | re.MULTILINE,
)
_NAME_WORD = re.compile(
    r"[^\W\d_a-zà-öø-ÿ][\w'’.\-]*|\d{1,3}|n°\d+|\(.*\)|de|du|des|la|le|les|d['’]\w+|van|von|der|den|el|al|bin|et|and|&|of|the"
)
_SENTENCE_MARK = re.compile(r"[?!;…,\"«»]|\.(?=\s|$)")
_TITLE = re.compile(r"(?i)\b(?:mr?s?|mm|mmes?|mlles?|dr|pr|prof|st|[a-z])\.")
_IN_BRACKETS = re.compile(r"\([^()]*\)")
_LONGEST_NAME = 5
_BLANK_RUN = re.compile(r"\s*")


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


HEADINGS = _words(
    """date lieu place site duree duration heure heures time langue language file fichier audio code wave vague kind
    type titre title sujet subject objet objectif objectifs project projet presents presentes excuses excusees absents
    absentes participants attendees present absent apologies chair secretaire redacteur transcription transcribed
    transcripteur transcriber interview entretien version auteur author source region role age sexe gender niche reach
    from to cc"""
)
"""Words that head a form, not a speech: `Date:`, `Lieu :`, `Présents :`."""

_NOT_SPEAKERS = HEADINGS | _words(
    """note notes nb ps remarque remarques attention exemple exemples example examples resume summary conclusion
    conclusions introduction contexte context decision decisions action actions suite suites ordre agenda annexe
    appendix figure table tableau important rappel reminder reference references http https mailto tel email
    donc alors so well ok okay oui non yes no mais but and et voila bref enfin then first second third also however
    bon ah oh euh um uh because parce puis apres avant resultat result results reponses questions theme themes"""
)


_NAMES = 1_000
"""So many names are remembered once judged: a transcript has a few, each on thousands of lines."""


def labels(text: str) -> Iterator[Label]:
    """Every line start that has the look of a label, in order; whether it is one is for the whole document to say."""
    for match in _LINE.finditer(text):
        if label := _label(match):
            yield label


def heading_end(text: str) -> int:
    """Where the form at the head of a document ends (`Date: …`, `Site: …`): labels before it name no turns.

    It runs to its last such line, and on to a blank line if one comes soon.
    """
    start = end = 0
    for line in text[:4_000].split("\n")[:20]:
        if len(line) > 120:
            break
        start += len(line) + 1
        name, colon, _rest = line.partition(":")
        if colon and fold(name.strip(" *_#-")) in HEADINGS:
            end = start
    blank = text.find("\n\n", max(end - 1, 0), end + 300) if end else -1
    return max(end, blank + 1)


def seconds(clock: str) -> float:
    """A time such as `1:02`, `[00:12:03.5]` or `#00:12:03-5#` in seconds."""
    numbers = [float(part) for part in re.findall(r"\d+(?:[.,-]\d+)?", clock.replace("-", ".").replace(",", "."))]
    return sum((number * 60.0**power for power, number in enumerate(reversed(numbers))), 0.0)


def _label(match: re.Match[str]) -> Label | None:
    name = (match["tag"] or match["name"]).strip(" \u00a0\u202f\t*_")
    clock = match["before"] or match["after"] or match["beside"]
    shape = _shape(match)
    trust = Trust.SURE if shape == "tag" else _trust(name, shape, timed=bool(clock))
    if trust is None:
        return None
    body = _BLANK_RUN.match(match.string, match.end()).end()  # type: ignore[union-attr]  # it may match nothing
    return Label(match.start(), body, name, seconds(clock) if clock else None, shape, trust)


def _shape(match: re.Match[str]) -> str:
    if match["tag"]:
        return "tag"
    return next(shape for shape in ("colon", "beside", "dash", "tab", "alone") if match[shape] is not None)


@lru_cache(_NAMES)
def _trust(name: str, shape: str, *, timed: bool) -> Trust | None:
    """How far a name set off in this shape can be believed; None where nobody is named so."""
    if shape == "alone" and not timed:
        return None
    if fold(name) in _NOT_SPEAKERS or fold(name).split(" ")[0] in ("http", "https"):
        return None
    if _looks_like_a_name(name):
        return Trust.SURE if timed or (names_a_role(name) and shape != "dash") else Trust.NAME
    if names_a_role(name) and len(name.split()) == 1:
        return Trust.SURE if shape == "colon" else Trust.WORD
    return Trust.WORD if shape == "colon" and name.isalpha() and len(name) > 1 else None


def _looks_like_a_name(name: str) -> bool:
    bare = _IN_BRACKETS.sub("", name).strip()
    words = bare.split()
    if not words or len(words) > _LONGEST_NAME or _SENTENCE_MARK.search(_TITLE.sub("", bare)):
        return False
    return words[0][0].isupper() and all(_NAME_WORD.fullmatch(word) for word in words)
