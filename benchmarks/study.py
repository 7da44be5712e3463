"""A study made from a seed: invented words, documents with turns by several speakers, sites, a codebook, codings.

It goes in by the store's own bulk road. Sentence bounds are known by construction, so that no spaCy is needed.
"""

from __future__ import annotations

import hashlib
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, islice
from pathlib import Path
from random import Random

from qualcode.acts import AddCoding, AddCodings
from qualcode.language.words import word_ranks
from qualcode.model import Span
from qualcode.model.people import Participant
from qualcode.model.texts import Speaker, Transcript, Turn
from qualcode.store.acts.documents import ImportDocument
from qualcode.study import Study

CODER = "ana"
PHRASE = "distance thérapeutique"
SEED = 20120204
_REGIONS, _SITES_EACH, _THEMES, _CODES_EACH = 3, 3, 8, 4
_ROLES = ("worker", "nurse", "psychiatrist", "manager", "user")
_KINDS = ("interview", "interview", "interview", "focus group", "visit note")
_SYLLABLES = ("ba", "che", "dé", "fou", "gan", "hé", "li", "man", "noir", "pê", "qui", "ran", "sou", "té", "veu", "ça")
_VOCABULARY_SIZE = 6_000
_BATCH = 20


@dataclass(frozen=True, slots=True)
class Scale:
    """How large a study is: documents, words in each, codings in all."""

    documents: int
    words: int
    codings: int


SCALES = {"S": Scale(30, 8_000, 3_000), "M": Scale(300, 8_000, 60_000), "L": Scale(3_000, 8_000, 1_000_000)}
LONG = Scale(1, 800_000, 10_000)


@dataclass(frozen=True, slots=True)
class Made:
    """One invented document: its transcript and the sentences that codings lie on."""

    id: str
    transcript: Transcript
    people: tuple[Participant, ...]


def make_study(folder: Path, scale: Scale, seed: int = SEED, tell: Callable[[str], None] | None = None) -> None:
    """Make the study of a scale in a folder, saying how far it is and how long it will take."""
    tell = tell or (lambda _text: None)
    begun = time.monotonic()
    with Study.create(folder, study_text=study_text(), codebook_text=codebook_text(), coder=CODER) as study:
        numbers = iter(range(scale.documents))
        while batch := list(islice(numbers, _BATCH)):
            study.do(*(act for number in batch for act in acts(number, scale, seed)))
            done = batch[-1] + 1
            left = (time.monotonic() - begun) * (scale.documents - done) / done
            tell(f"{folder.name}: {done} of {scale.documents} documents, {left:.0f} s to go")
        study.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def to_stderr(text: str) -> None:
    """Progress, for whoever waits."""
    print(text, file=sys.stderr, flush=True)


def acts(number: int, scale: Scale, seed: int = SEED) -> Iterator[ImportDocument | AddCodings]:
    """What brings one document in, and its share of the codings."""
    made = document(number, scale.words, seed)
    yield imported(number, made)
    share = scale.codings * (number + 1) // scale.documents - scale.codings * number // scale.documents
    if share:
        yield AddCodings(tuple(codings(made, share, seed)))


def imported(number: int, made: Made) -> ImportDocument:
    """The document with its site, kind and wave."""
    original = made.transcript.text.encode()
    return ImportDocument(
        id=made.id,
        name=f"{made.id}.txt",
        site=site_ids()[number % (_REGIONS * _SITES_EACH)],
        kind=_KINDS[number % len(_KINDS)],
        language="fr",
        transcript=made.transcript,
        original=original,
        sha256=hashlib.sha256(original).hexdigest(),
        wave=("T0", "T12")[number % 2],
        people=made.people,
    )


def document(number: int, words: int, seed: int = SEED, voices: int | None = None) -> Made:
    """Questions and answers in invented words, of one to three people if not of so many `voices`.

    Every tenth document says `PHRASE` once.
    """
    random = Random(f"{seed} text {number}")
    name = f"D{number + 1:04d}"
    labels = ["Q", *(f"P{place}" for place in range(1, 1 + (voices or 1 + random.randrange(3))))]
    said = random.choices(vocabulary(), cum_weights=_weights(), k=words)
    if number % 10 == 0 and words > 1:
        place = random.randrange(words - 1)
        said[place : place + 2] = PHRASE.split()
    speakers = tuple(
        Speaker(label, interviewer=label == "Q", participant=None if label == "Q" else f"{name}-{label}")
        for label in labels
    )
    people = tuple(
        Participant(speaker.participant, role=random.choice(_ROLES)) for speaker in speakers if speaker.participant
    )
    return Made(name, _transcript(said, labels, speakers, random), people)


def _transcript(said: list[str], labels: list[str], speakers: tuple[Speaker, ...], random: Random) -> Transcript:
    pieces: list[str] = []
    turns: list[Turn] = []
    sentences: list[Span] = []
    length = place = 0
    while place < len(said):
        asks = len(turns) % 2 == 0
        label = labels[0] if asks else random.choice(labels[1:])
        start, body = length, length + len(label) + 2
        pieces.append(f"{label}: ")
        length = body
        for _sentence in range(1 if asks else random.randint(2, 6)):
            words = said[place : place + random.randint(5, 20)]
            if not words:
                break
            place += len(words)
            text = " ".join(words) + ". "
            pieces.append(text[0].upper() + text[1:])
            sentences.append(Span(length, length + len(text) - 1))
            length += len(text)
        pieces.append("\n")
        length += 1
        turns.append(Turn(len(turns) + 1, label, start, body, length))
    text = "".join(pieces)
    return Transcript(text, tuple(turns), speakers, tuple(sentences), word_ranks(text, sentences))


def codings(made: Made, count: int, seed: int = SEED, codes: Sequence[str] = ()) -> Iterator[AddCoding]:
    """Codings of one to three sentences; one in ten begins inside a sentence. None stands twice."""
    random = Random(f"{seed} codings {made.id}")
    sentences, codes = made.transcript.sentences, codes or code_ids()
    seen: set[tuple[int, int, str]] = set()
    while len(seen) < count:
        first = random.randrange(len(sentences))
        last = min(first + random.choice((0, 0, 0, 1, 2)), len(sentences) - 1)
        shift = random.randrange(len(sentences[first])) if random.random() < 0.1 else 0
        place = (sentences[first].start + shift, sentences[last].end, random.choice(codes))
        if place not in seen:
            seen.add(place)
            yield AddCoding(made.id, *place)


def vocabulary() -> list[str]:
    """Invented words, the most frequent first; the two of `PHRASE` are among them."""
    if not _VOCABULARY:
        random = Random(SEED)
        words: dict[str, None] = {}
        while len(words) < _VOCABULARY_SIZE:
            words["".join(random.choices(_SYLLABLES, k=1 + min(len(words) // 12, random.randint(1, 3))))] = None
        _VOCABULARY.extend(words)
        _VOCABULARY[400], _VOCABULARY[700] = PHRASE.split()
    return _VOCABULARY


def _weights() -> list[float]:
    if not _WEIGHTS:
        _WEIGHTS.extend(accumulate(1 / (rank + 2) for rank in range(_VOCABULARY_SIZE)))
    return _WEIGHTS


_VOCABULARY: list[str] = []
_WEIGHTS: list[float] = []


def site_ids() -> list[str]:
    """The premises, region after region."""
    return [f"site-{region}-{site}" for region in range(_REGIONS) for site in range(_SITES_EACH)]


def code_ids() -> list[str]:
    """Every code, themes and their sub-codes."""
    return [
        name for theme in range(_THEMES) for name in (f"theme-{theme}", *(f"c-{theme}-{n}" for n in range(_CODES_EACH)))
    ]


def study_text() -> str:
    """The study file: three regions with three premises each."""
    lines = ["title: Benchmark", "languages: [fr, en]", "sites:"]
    for region in range(_REGIONS):
        lines += [f"  region-{region}:", f"    label: Region {region}", "    sites:"]
        lines += [f"      site-{region}-{site}: {{label: Site {region}.{site}}}" for site in range(_SITES_EACH)]
    return "\n".join(lines) + "\n"


def codebook_text() -> str:
    """The codebook: eight themes with four sub-codes each; nine codes are pinned."""
    lines = ["title: Benchmark", "codes:"]
    for theme in range(_THEMES):
        lines += [f"  - id: theme-{theme}", f"    label: Theme {theme}", f"    pin: {theme + 1}", "    codes:"]
        lines += [f"      - {{id: c-{theme}-{code}, label: Code {theme}.{code}}}" for code in range(_CODES_EACH)]
    return "\n".join(lines) + "\n"
