"""A small study of two documents, and `drive`: keys in, the plain state of the screen out."""

from __future__ import annotations

import asyncio
import hashlib
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from textual._context import active_app
from textual._wait import wait_for_idle
from textual.css.model import RuleSet
from textual.css.stylesheet import Stylesheet

from qualcode.model import Span
from qualcode.model.people import Participant
from qualcode.model.texts import Speaker, Transcript, Turn
from qualcode.store.acts.documents import ImportDocument
from qualcode.study import Study

os.environ["TEXTUAL_ANIMATIONS"] = "none"
os.environ["TEXTUAL_FPS"] = "500"  # a key waits for the next frame

CODEBOOK = """
title: Savoirs
codes:
  - id: distance
    label: {en: Distance, fr: Distance}
    pin: 1
    colour: orange
    brief: {en: Keeping apart, fr: Se tenir à part}
    use_when: {en: someone speaks of being far}
    codes:
      - id: nearness
        label: {en: Nearness, fr: Proximité}
        pin: 5
  - id: bilingualism
    label: {en: Bilingualism, fr: Bilinguisme}
    pin: 2
    colour: sky
    aliases: [translation]
  - id: alliance
    label: {en: The slow alliance, fr: L’alliance lente}
    colour: green
"""
STUDY = """
title: Petite étude
languages: [fr, en]
sites:
  nord:
    label: Nord
    sites:
      lille: {label: Lille}
  sud: {label: Sud}
guides:
  short: {asks: [distance]}
"""
FIRST = (
    ("Nurse", ("Vous avez commencé quand, ici ?",)),
    ("Camille", ("En février.", "Trois jours par semaine au centre, avec l’équipe.", "Je n’en reviens pas.")),
    ("Nurse", ("Et après ?",)),
    ("Camille", ("Ni paillasson, ni hérisson.", "On m’a donné un badge.", "La distance, je la connais.")),
)
SECOND = (("Sol", ("Dans le sud, la distance compte.", "\x1b]0;titre\x07 et [/x] aussi.", "Fin.")),)


def transcript_of(spoken: tuple[tuple[str, tuple[str, ...]], ...]) -> Transcript:
    """Turns `Name : sentence sentence`, a blank line between them; the nurse asks the questions."""
    text, turns, sentences = "", [], []
    for number, (name, said) in enumerate(spoken, 1):
        start = len(text)
        text += f"{name} : "
        body = len(text)
        for sentence in said:
            sentences.append(Span(len(text), len(text) + len(sentence)))
            text += sentence + " "
        text += "\n\n"
        turns.append(Turn(number, name, start, body, len(text)))
    names = dict.fromkeys(name for name, _said in spoken)
    speakers = tuple(Speaker(name, name == "Nurse", None if name == "Nurse" else name.upper()) for name in names)
    return Transcript(text, tuple(turns), speakers, tuple(sentences))


def add_document(study: Study, name: str, site: str, transcript: Transcript, guide: str | None = None) -> None:
    """Put a transcript into a study."""
    people = tuple(Participant(s.participant, site, "worker") for s in transcript.speakers if s.participant)
    digest = hashlib.sha256(transcript.text.encode()).hexdigest()
    study.do(
        ImportDocument(
            name, f"{name}.txt", site, "interview", "fr", transcript, b"", digest, guide=guide, people=people
        ),
        coder="c1",
    )


async def at_rest(*_seconds: float) -> None:
    """Until the event loop has nothing left to do, the screen is painted, and threads seem to rest.

    Textual goes by the processor's time alone, which on a busy machine others take; we ask that only while a thread is
    at work.
    """
    await _painted()
    app: Any = active_app.get(None)
    if app is not None and any(worker.is_running for worker in app.workers):
        await wait_for_idle(0)
        await _painted()


async def _painted() -> None:
    """A widget that is not shown stays dirty and a screen that is covered keeps its callbacks: what three frames of an
    idle loop leave, no time mends."""
    loop: Any = asyncio.get_running_loop()
    idle = 0
    for _step in range(10_000):
        await asyncio.sleep(0.001)
        app = active_app.get(None)
        screen: Any = app.screen if app is not None and app.screen_stack else None
        idle = 0 if loop._ready else idle + 1
        if idle > 50 or (idle and not (screen and (screen._callbacks or screen._dirty_widgets))):
            return


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """A key is pressed when the one before is dealt with; that is looked at four times as often as Textual does."""
    monkeypatch.setattr("textual._wait.SLEEP_GRANULARITY", 0.005)
    monkeypatch.setattr("textual._wait.SLEEP_IDLE", 0.0025)
    monkeypatch.setattr("textual.app.wait_for_idle", at_rest)
    monkeypatch.setattr("textual.pilot.wait_for_idle", at_rest)


_RULES: dict[tuple[object, ...], list[RuleSet]] = {}


@pytest.fixture(autouse=True)
def rules_read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """The same style sheet with the same colours is parsed once for all journeys, not once for each."""
    parse = Stylesheet._parse_rules

    def read(sheet: Stylesheet, css: str, **given: Any) -> list[RuleSet]:
        key = (css, *given.values(), *sheet._variables.items())
        if key not in _RULES:
            _RULES[key] = parse(sheet, css, **given)
        return _RULES[key]

    monkeypatch.setattr(Stylesheet, "_parse_rules", read)


@pytest.fixture
def first_steps(monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """Have the first steps come up again, which no other journey begins with."""
    from qualcode.tui.app import QualcodeApp

    shown = QualcodeApp.action_welcome
    monkeypatch.setattr(QualcodeApp, "action_welcome", lambda _app: None)
    return lambda: monkeypatch.setattr(QualcodeApp, "action_welcome", shown)


@pytest.fixture(autouse=True)
def no_first_steps(first_steps: Callable[[], None]) -> None:
    """Journeys begin at the text."""


@pytest.fixture
def empty(tmp_path: Path, created: Callable[..., Study]) -> Iterator[Study]:
    with created(tmp_path / "study", study_text=STUDY, codebook_text=CODEBOOK, coder="c1") as study:
        yield study


@pytest.fixture
def study(empty: Study) -> Study:
    add_document(empty, "L01", "lille", transcript_of(FIRST))
    add_document(empty, "S01", "sud", transcript_of(SECOND), guide="short")
    return empty


@dataclass(frozen=True)
class Seen:
    """What a person would see, and what the study holds, as plain data."""

    screen: str
    document: str | None
    selection: str
    codings: list[tuple[str, str]]
    heading: str
    status: str
    message: str
    rows: list[str]


@pytest.fixture
def add() -> Callable[..., None]:
    """`add(study, name, turns)` puts a document into a study."""
    return lambda study, name, spoken: add_document(study, name, "lille", transcript_of(spoken))


Drive = Callable[..., Seen]


@pytest.fixture
def drive(monkeypatch: pytest.MonkeyPatch) -> Drive:
    monkeypatch.setenv("QUALCODE_LANG", "en")
    return drive_study


@pytest.fixture
def look(monkeypatch: pytest.MonkeyPatch) -> Callable[..., Seen]:
    """`look(app)` in the middle of a journey."""
    monkeypatch.setenv("QUALCODE_LANG", "en")
    return seen


def drive_study(
    study: Study, keys: str = "", *, coder: str = "c1", size: tuple[int, int] = (120, 30), document: str | None = None
) -> Seen:
    """Press keys (Textual's names, between blanks) in a screen of that size, and say what is seen then."""
    from qualcode.tui.app import QualcodeApp
    from qualcode.tui.aside import GROUP

    async def run() -> Seen:
        app = QualcodeApp(study, coder, document)
        async with app.run_test(size=size) as pilot:
            await pilot.pause()
            for key in keys.split():
                await pilot.press(key)
                await app.workers.wait_for_complete([each for each in app.workers if each.group == GROUP])
            await app.workers.wait_for_complete()
            await pilot.pause()
            return seen(app)

    return asyncio.run(run())


@pytest.fixture
def walk_through(monkeypatch: pytest.MonkeyPatch) -> Callable[..., list[str]]:
    monkeypatch.setenv("QUALCODE_LANG", "en")
    return walked


def walked(study: Study, *steps: str | Callable[[Any], bool], size: tuple[int, int] = (120, 40)) -> list[str]:
    """Keys (`␣` is a space), and between them conditions that the app comes to meet; the lines at the end."""
    from qualcode.tui.app import QualcodeApp

    async def run() -> list[str]:
        app = QualcodeApp(study, "c1")
        async with app.run_test(size=size) as pilot:
            await pilot.pause()
            for step in steps:
                if isinstance(step, str):
                    await pilot.press(*("space" if key == "␣" else key for key in step.split()))
                patience = iter(range(3_000))
                while callable(step) and not step(app):
                    assert next(patience, None) is not None, seen_rows(app)
                    await pilot.pause(0.02)
            await pilot.pause()
            return [row.rstrip() for row in seen_rows(app)]

    return asyncio.run(run())


def seen_rows(app) -> list[str]:
    """The lines on the screen."""
    return ["".join(segment.text for segment in strip) for strip in app.screen._compositor.render_strips()]


def line(app, name: str) -> str:
    """What one of the coding screen's lines says."""
    from qualcode.tui.widgets.line import Line

    return app.coding.query_one(f"#{name}", Line).text.plain.strip()


def seen(app) -> Seen:
    """The plain state of a running screen."""
    pane, desk = app.coding.pane, app.desk
    text, span = desk.transcript.text, pane.cursor.span
    return Seen(
        screen=type(app.screen).__name__,
        document=desk.document.id if desk.document else None,
        selection=text[span.start : span.end],
        codings=[
            (coding.code, text[coding.start : coding.end])
            for coding in app.study.codings(document=desk.document.id if desk.document else None)
        ],
        heading=line(app, "heading"),
        status=line(app, "status"),
        message=line(app, "message"),
        rows=seen_rows(app),
    )
