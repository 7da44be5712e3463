"""Commands that show: a document with its codings, the history."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import click

from qualcode.cli.data import document_data, event_data, marked, quotation_data, summary_words
from qualcode.cli.options import document_argument
from qualcode.cli.output import json_option, print_json, print_table, print_text
from qualcode.cli.studied import StudyCommand, with_study
from qualcode.i18n import _, act_words, known_word, language
from qualcode.model import in_language
from qualcode.model.asking import Filter
from qualcode.model.codings import Quotation
from qualcode.model.texts import Document, Part, Speaker, Transcript, Turn
from qualcode.moments import clock, moment

if TYPE_CHECKING:
    from qualcode.study import Study


@click.command(
    "show",
    cls=StudyCommand,
    help=_("Show a document: its turns with their speakers, and its codings; or a former version of its text."),
    epilog=_("Example: qualcode show my-study L03; qualcode show my-study L03 --version 1"),
)
@document_argument
@click.option(
    "--version",
    "number",
    type=click.IntRange(min=1),
    metavar=_("NUMBER"),
    help=_("The text as it was before it was corrected; 1 is the text as imported."),
)
@json_option
@with_study
def show_command(study: Study, document: str, number: int | None, as_json: bool) -> None:
    """Show a document, or a former version of it."""
    shown = study.document(document)
    if number is not None and number != study.versions(shown.id)[-1].number:
        _show_former(study, shown, number, as_json)
        return
    transcript = study.transcript(shown.id)
    quotations = study.quotations(Filter(document=shown.id))
    parts = study.parts(shown.id).get(shown.id, ())
    if as_json:
        print_json(_shown_data(shown, transcript, quotations, parts))
    else:
        _print_shown(study, shown, transcript, quotations, parts)


def _show_former(study: Study, shown: Document, number: int, as_json: bool) -> None:
    """A former version: its turns, and its codings as they stood."""
    version, transcript, codings = study.former(shown.id, number)
    speakers = {speaker.label: speaker for speaker in transcript.speakers}
    if as_json:
        print_json({
            "id": shown.id,
            **version._asdict(),
            "text": transcript.text,
            "turns": [_turn_data(transcript, turn, speakers) for turn in transcript.turns],
            "codings": [{**each._asdict(), "text": transcript.text[each.start : each.end]} for each in codings],
        })  # fmt: skip
        return
    said = _("{document}, version {number}, until {at}, when {coder} corrected it")
    print_text(said.format(document=shown.id, number=number, at=version.until, coder=version.by))
    for turn in transcript.turns:
        _print_turn(transcript, turn)
    for each in codings:
        words = transcript.text[each.start : each.end].strip()
        known = study.codebook.by_id.get(each.code)
        label = in_language(known.label, language()) if known else each.code
        said = _("{name}: {value}").format(name=f"{label} · {each.coder}", value=words)
        print_text(f"[{each.id}] {each.start}–{each.end} {said}")


def _shown_data(
    shown: Document, transcript: Transcript, quotations: list[Quotation], parts: Sequence[Part]
) -> dict[str, Any]:
    speakers = {speaker.label: speaker for speaker in transcript.speakers}
    return {
        **document_data(shown, parts),
        "text": transcript.text,
        "turns": [_turn_data(transcript, turn, speakers) for turn in transcript.turns],
        "codings": [quotation_data(quotation) for quotation in quotations],
    }


def _print_shown(
    study: Study, shown: Document, transcript: Transcript, quotations: list[Quotation], parts: Sequence[Part]
) -> None:
    people = ", ".join(shown.participants)
    print_text("  ".join(filter(None, (shown.id, shown.site, known_word(shown.kind), shown.wave, shown.date, people))))
    starts = {part.first_turn: part for part in parts}
    for turn in transcript.turns:
        if part := starts.get(turn.number):
            print_text(f"—— {part} (§{part.first_turn}–{part.last_turn})\n")
        _print_turn(transcript, turn)
    for quotation in quotations:
        coding = quotation.coding
        label = in_language(study.codebook[coding.code].label, language())
        memo = f"  — {coding.memo}" if coding.memo else ""
        coded, words = f"{label} · {coding.coder}{marked(coding)}", f"{quotation.text.strip()}{memo}"
        said = _("{name}: {value}").format(name=coded, value=words)
        print_text(f"[{coding.id}] {coding.start}–{coding.end} {said}")


def _print_turn(transcript: Transcript, turn: Turn) -> None:
    said = transcript.text[turn.body : turn.end].strip()
    who = f"{turn.speaker}: " if turn.speaker else ""
    if said or who:
        number = f"§{turn.number} {clock(turn.time)}".rstrip()
        print_text(f"{number} {turn.body}–{turn.end}  {who}{said}\n")


def _turn_data(transcript: Transcript, turn: Turn, speakers: dict[str, Speaker]) -> dict[str, Any]:
    speaker = speakers.get(turn.speaker or "")
    return {
        "number": turn.number,
        "speaker": turn.speaker,
        "participant": speaker.participant if speaker else None,
        "interviewer": bool(speaker and speaker.interviewer),
        "start": turn.start,
        "body": turn.body,
        "end": turn.end,
        "time": turn.time,
        "text": transcript.text[turn.body : turn.end],
    }


@click.command(
    "log",
    cls=StudyCommand,
    help=_("Show the history: every act, newest first."),
    epilog=_("Example: qualcode log my-study --limit 20"),
)
@click.option("--limit", type=click.IntRange(min=1), metavar=_("NUMBER"), help=_("At most so many."))
@json_option
@with_study
def log_command(study: Study, limit: int | None, as_json: bool) -> None:
    """Show the history."""
    events = study.events(limit)
    if as_json:
        print_json([event_data(event) for event in events])
        return
    rows = [
        (
            event.id,
            moment(event.at),
            event.coder,
            act_words(event.act),
            "×" if event.undone else "",
            summary_words(event.summary),
        )
        for event in events
    ]
    print_table((_("id"), _("at"), _("coder"), _("act"), _("undone"), _("what")), rows, frozenset((0,)))
