"""Known names found in a text, however they are written: accents, case and hyphens aside, or a letter off."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from qualcode.names import fold

SHORTEST_OFF = 6
"""Names of so many letters are found one letter off too; shorter ones would be half the language."""
SHORTEST_PART = 3
_TOKEN = re.compile(r"[^\W_]+")
_GAP = re.compile(r"[\W_]{0,3}")
_TITLES = frozenset(_TOKEN.findall(
    "mme mlle madame monsieur docteur dr pr prof professeur mrs miss mister sir van von der den del des les the and et"
))  # fmt: skip
_ROLES = frozenset(_TOKEN.findall(
    "interviewer interviewee interviewers moderator facilitator researcher speaker participant patient user nurse"
    " doctor therapist psychiatrist manager worker client respondent counselor counsellor question answer all unknown"
    " enqueteur enquetrice intervieweur intervieweuse enquete enquetee animateur animatrice chercheur chercheuse"
    " locuteur locutrice participante usager usagere medecin infirmier infirmiere psychiatre mediateur mediatrice"
    " directeur directrice cadre tous toutes inconnu reponse"
))  # fmt: skip


class KnownName(NamedTuple):
    """A name that must not leave, what is said instead, and its kind; the parts of a `whole` one are not sought."""

    name: str
    replacement: str = ""
    kind: str = "name"
    whole: bool = False


class Found(NamedTuple):
    """A name in a text, `[start, end)`; it is `sure` where the whole name stands there, letter for letter."""

    start: int
    end: int
    name: KnownName
    sure: bool


def read_names(text: str) -> tuple[KnownName, ...]:
    """The team's list: a name a line, `name; what is said instead; place`; `#` begins a remark."""
    lines = (line.partition("#")[0].strip() for line in text.lstrip("\ufeff").splitlines())
    fields = ([part.strip() for part in line.split(";")] + ["", ""] for line in lines if line)
    return tuple(
        KnownName(name, replacement, "place" if fold(kind) in ("place", "lieu") else "name")
        for name, replacement, kind, *_more in fields
        if name
    )


def speaker_names(labels: Iterable[str], ids: Iterable[str]) -> tuple[KnownName, ...]:
    """Speakers' labels that are names: no initials, no roles, no numbers, and not what people are called anyway."""
    known = set(map(fold, ids))
    return tuple(KnownName(label) for label in dict.fromkeys(labels) if fold(label) not in known and _is_name(label))


def _is_name(label: str) -> bool:
    words = [word for word in _TOKEN.findall(fold(label)) if word not in _TITLES]
    telling = [word for word in words if len(word) >= SHORTEST_PART]
    return bool(telling) and not any(map(str.isdigit, fold(label))) and not all(word in _ROLES for word in telling)


class _Form(NamedTuple):
    """The words of a name, or of a part of one, as they are looked for."""

    words: tuple[str, ...]
    name: KnownName
    whole: bool


class Names:
    """Known names made ready to be looked for in many texts; what a word may stand for is worked out once."""

    def __init__(self, known: Iterable[KnownName]) -> None:
        self._forms: defaultdict[str, list[_Form]] = defaultdict(list)
        self._off: defaultdict[str, set[str]] = defaultdict(set)
        self._means: dict[str, tuple[str, ...]] = {}
        for name in dict.fromkeys(known):
            for form in _forms(name):
                self._add(form)
        self._idle: set[str] = set()

    def _add(self, form: _Form) -> None:
        if form not in self._forms[form.words[0]]:
            self._forms[form.words[0]].append(form)
        for word in form.words:
            self._off[word].add(word)
            if form.name.kind != "file" and len(word) >= SHORTEST_OFF and not any(map(str.isdigit, word)):
                for other in _shortened(word):
                    self._off[other].add(word)

    def find(self, text: str) -> list[Found]:
        """The names in a text in order, none within another."""
        if not self._forms:
            return []
        words = _TOKEN.findall(text)
        if self._idle.issuperset(words):
            return []
        meant = [self._meant(word) for word in words]
        return list(self._in(text, list(_TOKEN.finditer(text)), meant)) if any(meant) else []

    def _in(self, text: str, tokens: Sequence[re.Match[str]], meant: Sequence[tuple[str, ...]]) -> Iterator[Found]:
        place = 0
        while place < len(tokens):
            if not meant[place]:
                place += 1
                continue
            found = max(self._at(text, tokens, meant, place), key=lambda pair: (pair[0], pair[1].sure), default=None)
            if found:
                yield found[1]
            place += found[0] if found else 1

    def _at(
        self, text: str, tokens: Sequence[re.Match[str]], meant: Sequence[tuple[str, ...]], place: int
    ) -> Iterator[tuple[int, Found]]:
        """The names that begin with a word, each with how many words it has."""
        for first in meant[place]:
            for form in self._forms.get(first, ()):
                size = len(form.words)
                if _stands(text, tokens, meant, place, form):
                    said = [fold(token[0]) for token in tokens[place : place + size]]
                    sure = form.whole and said == list(form.words)
                    if not sure and text[tokens[place].start()].islower() and not text.islower():
                        continue  # a common word, where names have their capitals
                    yield size, Found(tokens[place].start(), tokens[place + size - 1].end(), form.name, sure)

    def _meant(self, word: str) -> tuple[str, ...]:
        """The words of names that a word of the text may stand for."""
        if word in self._idle:
            return ()
        if word not in self._means:
            plain = fold(word)
            near = {plain, *_shortened(plain)} if len(plain) >= SHORTEST_OFF - 1 else {plain}
            found = {name for each in near for name in self._off.get(each, ()) if _one_off(plain, name)}
            if not found:
                self._idle.add(word)
            self._means[word] = tuple(sorted(found))
        return self._means[word]


def _forms(known: KnownName) -> Iterator[_Form]:
    """A name as it stands, in one word, and each of its parts that tells something."""
    words = tuple(_TOKEN.findall(fold(known.name)))
    if not words:
        return
    yield _Form(words, known, whole=True)
    if len(words) > 1 and not known.whole:
        yield _Form(("".join(words),), known, whole=True)
        own = [word for word in words if word not in _TITLES]
        for word in own:
            if len(word) >= SHORTEST_PART and not word.isdigit():
                yield _Form((word,), known, whole=len(own) == 1)


def _stands(
    text: str, tokens: Sequence[re.Match[str]], meant: Sequence[tuple[str, ...]], place: int, form: _Form
) -> bool:
    last = place + len(form.words)
    if last > len(tokens) or any(word not in meant[place + at] for at, word in enumerate(form.words)):
        return False
    return all(_GAP.fullmatch(text, one.end(), other.start())
               for one, other in zip(tokens[place:last], tokens[place + 1 : last], strict=False))  # fmt: skip


def _shortened(word: str) -> set[str]:
    return {word[:place] + word[place + 1 :] for place in range(len(word))}


def _one_off(word: str, name: str) -> bool:
    """Whether a word is a name, or one letter of a long name is another, missing or too many."""
    if word == name:
        return True
    if len(name) < SHORTEST_OFF or abs(len(word) - len(name)) > 1:
        return False
    if len(word) == len(name):
        return sum(one != other for one, other in zip(word, name, strict=True)) == 1
    short, long = sorted((word, name), key=len)
    return short in _shortened(long)
