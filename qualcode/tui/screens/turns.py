"""Who speaks, put right turn by turn: two labels that are one person, one label that is two, turns of somebody else."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from rich.text import Text

from qualcode.acts import AssignTurns, MapSpeaker
from qualcode.errors import QualcodeError
from qualcode.i18n import _
from qualcode.parting import reassigned, turns_said
from qualcode.safetext import safe_line
from qualcode.tui.desk import Desk
from qualcode.tui.screens.dialogs import Choose
from qualcode.tui.screens.form import Answers, Field, Form
from qualcode.tui.voices import Voice
from qualcode.tui.widgets.typing import among

if TYPE_CHECKING:
    from qualcode.tui.app import QualcodeApp

_WORDS = 60


def ask_who_else(app: QualcodeApp, desk: Desk, voice: Voice, voices: Sequence[Voice]) -> None:
    """Ask who else of the document a speaker is, and make the two one person."""
    others = [other for other in voices if other.document == voice.document and other.label != voice.label]

    def chosen(index: int | None) -> None:
        if index is not None:
            app.coding.act(lambda: desk.record(_same(voice, others[index])))

    if others:
        title = _("{label} is the same person as …").format(label=safe_line(voice.label))
        app.push_screen(Choose(title, [Text(safe_line(_named(other))) for other in others]), chosen)


def _same(voice: Voice, other: Voice) -> MapSpeaker:
    return MapSpeaker(voice.document, voice.label, other.person is None, other.person and other.person.id)


def _named(voice: Voice) -> str:
    return f"{voice.label} · {voice.person.id if voice.person else _('interviewer')}"


def ask_where_split(app: QualcodeApp, desk: Desk, voice: Voice) -> None:
    """Ask from which of a speaker's turns on somebody else speaks, then who."""
    transcript = desk.study.transcript(voice.document)
    turns = [turn for turn in transcript.turns if turn.speaker == voice.label]

    def chosen(index: int | None) -> None:
        if index is not None:
            ask_turns(app, desk, voice, spelled(turn.number for turn in turns[index:]))

    lines = [f"§{turn.number}  {' '.join(transcript.text[turn.body : turn.end].split())[:_WORDS]}" for turn in turns]
    title = _("From which turn on is it not {label}?").format(label=safe_line(voice.label))
    app.push_screen(Choose(title, [Text(safe_line(line)) for line in lines]), chosen)


def ask_turns(app: QualcodeApp, desk: Desk, voice: Voice, turns: str = "") -> None:
    """Ask which turns are whose; a label new to the document is a new person, if none is named."""
    study, document = desk.study, voice.document
    labels = [speaker.label for speaker in study.transcript(document).speakers]

    def acts(answers: Answers) -> list[AssignTurns | MapSpeaker]:
        return reassigned(
            study, document, _checked(desk, document, answers["turns"]), answers["label"], answers["participant"]
        )

    def wrong(answers: Answers) -> str:
        try:
            acts(answers)
        except QualcodeError as error:
            return str(error)
        return "" if answers["label"] else _("A speaker needs a label.")

    def answered(answers: Answers | None) -> None:
        if answers is not None:
            app.coding.act(lambda: desk.record(*acts(answers)))

    fields = [
        Field("turns", _("turns"), turns, example="3-5,8"),
        Field("label", _("who speaks"), "", among(labels)),
        Field("participant", _("participant"), "", among(person.id for person in study.participants())),
    ]
    title = _("Whose words are these turns of {document}?").format(document=safe_line(document))
    app.push_screen(Form(title, fields, wrong), answered)


def _checked(desk: Desk, document: str, text: str) -> tuple[int, ...]:
    """The turns said, all of them in the document."""
    numbers, last = turns_said(text), len(desk.study.transcript(document).turns)
    if beyond := [number for number in numbers if not 1 <= number <= last]:
        raise QualcodeError(
            _("{document} has no turn {number}.").format(document=document, number=beyond[0]),
            _("Its turns are numbered from 1 to {last}.").format(last=last),
        )
    return numbers


def spelled(numbers: Iterable[int]) -> str:
    """Numbers as a person writes them: `3-5,8`."""
    runs: list[list[int]] = []
    for number in sorted(numbers):
        if runs and number == runs[-1][1] + 1:
            runs[-1][1] = number
        else:
            runs.append([number, number])
    return ",".join(str(first) if first == last else f"{first}-{last}" for first, last in runs)
