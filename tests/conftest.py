"""What all tests share: laws are checked on a shared machine, so no example is judged by the clock.

Each run tries other examples, few of each law; `--hypothesis-profile thorough` tries many.

The builders make a study in milliseconds, without spaCy: a transcript is given as (speaker, words) turns.
"""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import signal
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

from qualcode.model import Span
from qualcode.model.people import Participant
from qualcode.model.texts import Speaker, Transcript, Turn
from qualcode.study import Study

settings.register_profile("qualcode", deadline=None, max_examples=30, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("thorough", settings.get_profile("qualcode"), max_examples=1000)
settings.load_profile("qualcode")
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)  # programs that tests start need not compile everything again
os.environ["QUALCODE_LANG"] = "en"  # the suite reads English, whatever the machine speaks
_SETTINGS = tempfile.TemporaryDirectory(prefix="qualcode-settings-")
os.environ["QUALCODE_SETTINGS"] = str(Path(_SETTINGS.name) / "settings.yaml")  # nobody's own are read or written

CODEBOOK = """\
title: {en: Experience, fr: Expérience}
codes:
  - id: distance   # the first theme
    label: {en: Distance, fr: Distance thérapeutique}
    pin: 1
    codes:
      - id: nearness
        label: Nearness
      - id: access
        label: 'Accès'
  - id: language
    label: {en: Language}
"""
STUDY = """\
title: A study
languages: [fr, en]
sites:
  north:
    label: North
    sites:
      lille: {label: Lille}
      lens: {label: Lens}
  south:
    label: South
    sites:
      toulon: {label: Toulon}
variables:
  participant:
    group: {choices: ["1", "2"]}
guides:
  near: {asks: [nearness]}
  tongue: {asks: [language]}
"""
Said = tuple[str, str]


def pytest_xdist_auto_num_workers() -> int:
    """One more than there are cores: a journey through the screen waits now and then, and another goes on."""
    return (os.cpu_count() or 1) + 1


def pytest_configure() -> None:
    """Ctrl-C stops what tests start, also where the suite runs in the background of a shell, which ignores it."""
    signal.signal(signal.SIGINT, signal.default_int_handler)


def _transcript(turns: Sequence[Said], people: Mapping[str, str]) -> Transcript:
    """Turns of (label, words): a label in `people` is that participant, "" nobody, any other an interviewer."""
    text, found, labels = "", [], dict.fromkeys(label for label, _words in turns if label)
    for number, (label, words) in enumerate(turns, start=1):
        start, body = len(text), len(text) + (len(label) + 2 if label else 0)
        text += (f"{label}: " if label else "") + words + "\n"
        found.append(Turn(number, label or None, start, body, len(text)))
    sentences = [
        Span(turn.body + match.start(), turn.body + match.end())
        for turn in found
        for match in re.finditer(r"\S(?:[^.!?]*[^.!?\s])?[.!?]*", text[turn.body : turn.end])
    ]
    speakers = tuple(Speaker(label, label not in people, people.get(label)) for label in labels)
    return Transcript(text, tuple(found), speakers, tuple(sentences))


def _document(name: str, turns: Sequence[Said], people: Mapping[str, Participant] | None = None, **fields: Any) -> Any:
    """The act that brings in a document of these turns; `people` says who speaks under each label."""
    from qualcode.store.acts.documents import ImportDocument

    people = people or {}
    made = _transcript(turns, {label: person.id for label, person in people.items()})
    heard = tuple(people[speaker.label] for speaker in made.speakers if speaker.label in people)
    digest = hashlib.sha256(f"{name}\n{made.text}".encode()).hexdigest()
    known = {"name": f"{name}.txt", "site": None, "kind": "interview", "language": "fr", **fields}
    return ImportDocument(id=name, transcript=made, original=made.text.encode(), sha256=digest, people=heard, **known)


@pytest.fixture(scope="session")
def document() -> Callable[..., Any]:
    """Builds the act that brings in a document."""
    return _document


@pytest.fixture(scope="session")
def created(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Study]:
    """Makes what `Study.create` makes, as a copy of a study that was made once: that takes a tenth of the time."""
    models: dict[tuple[str, str, str], Path] = {}

    def make(folder: Path, *, study_text: str, codebook_text: str, coder: str) -> Study:
        said = (study_text, codebook_text, coder)
        if said not in models:
            models[said] = tmp_path_factory.mktemp("model") / "study"
            Study.create(models[said], study_text=study_text, codebook_text=codebook_text, coder=coder).close()
        shutil.copytree(models[said], folder, dirs_exist_ok=True)
        return Study.open(folder, coder)

    return make


@pytest.fixture(scope="session")
def new_study(created: Callable[..., Study]) -> Callable[..., Study]:
    """Makes a study without documents in a folder; `fields` are more variables, as they stand in study.yaml."""

    def make(folder: Path, coder: str = "ana", fields: str = "", codebook: str = CODEBOOK) -> Study:
        text = STUDY.replace("guides:\n", f"{fields}guides:\n")
        return created(folder, study_text=text, codebook_text=codebook, coder=coder)

    return make


@pytest.fixture(scope="session")
def demonstration(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demonstration study, made once; not to be changed."""
    from qualcode.demonstration import make_demonstration

    folder = tmp_path_factory.mktemp("made") / "demo-study"
    assert [*make_demonstration(folder)]
    return folder


@pytest.fixture
def study(tmp_path: Path, new_study: Callable[..., Study]) -> Iterator[Study]:
    """Three interviews at two sites, with nothing coded yet."""
    with new_study(tmp_path / "study") as study:
        for name, site, words in (
            ("L01", "lille", "J'ai perdu la distance. On se comprend."),
            ("L02", "lille", "Il faut traduire pour l'équipe. Toujours."),
            ("T01", "toulon", "Ni paillasson, ni hérisson. Je suis là."),
        ):
            turns = [("I", "Et vous ?"), ("P", words), ("I", "Merci."), ("P", "De rien, vraiment.")]
            study.do(_document(name, turns, {"P": Participant(f"{name}-P1", role="worker")}, site=site))
        yield study
