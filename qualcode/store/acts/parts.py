"""Acts on who speaks where: parts of a document with a site and a wave of their own, turns given to another speaker.

A part is a range of turns. Each label has a row of its own in each part it speaks in, and each part has one for the
turns of nobody, without a label: so a passage counts where it was said, by the rows that already say who said it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

from qualcode.acts import AssignTurns, SetParts
from qualcode.errors import InputError, NotFoundError
from qualcode.i18n import _
from qualcode.store.acts.book import require_site
from qualcode.store.acts.codings import rebuild_passages
from qualcode.store.acts.described import parts
from qualcode.store.acts.layouts import Layout, Voice, changed, changes, taken_back
from qualcode.store.acts.people import Change, person, put, take_back
from qualcode.store.acts.performing import Performed, Writing, inverse, perform, refuse_other_text
from qualcode.store.database.sqlite import Connection

_VOICES = """
SELECT label, min(position), interviewer, participant FROM speaker WHERE document = ? AND label <> ''
GROUP BY label ORDER BY min(position)
"""
_SPOKEN = """
SELECT number, coalesce(label, '') FROM turn LEFT JOIN speaker ON speaker.id = turn.speaker
WHERE turn.document = ? ORDER BY number
"""


@inverse
@dataclass(frozen=True, slots=True)
class RestoreLayout:
    """Put back the parts of a document and who speaks in its turns; what others changed beside it since stays.

    `left` is the digest of what was left, `after` how it differs from what was before. `keys` are the numbers of the
    rows of parts and speakers, so that they are the same rows again.
    """

    document: str
    parts: Sequence[Sequence[Any]]
    voices: Sequence[Voice]
    spoken: Sequence[Sequence[Any]]
    left: str
    people: Sequence[Change]
    keys: Sequence[Sequence[Any]] = ()
    after: Sequence[Any] = ()


@perform.register
def set_parts(act: SetParts, writing: Writing) -> Performed:
    """The parts of a document, all said at once; none makes it one whole again."""
    now = _layout(writing, act.document)
    _check_parts(writing, act, len(now.spoken))
    summary = {"document": act.document, "parts": len(act.parts)}
    return _lay_out(writing, act.document, now._replace(parts=[list(part) for part in act.parts]), summary)


@perform.register
def assign_turns(act: AssignTurns, writing: Writing) -> Performed:
    """Turns given to a speaker, known in the document or new; a speaker left without turns is gone."""
    now = _layout(writing, act.document)
    _check_turns(act, len(now.spoken))
    people: list[Change] = []
    voices = list(now.voices)
    if act.label not in {voice[0] for voice in voices}:
        people = _meet(writing, act)
        voices.append([act.label, len(voices), int(act.participant is None), act.participant])
    chosen = set(act.turns)
    spoken = [[number, act.label if number in chosen else label] for number, label in now.spoken]
    summary = {"document": act.document, "turns": len(chosen), "speaker": act.label}
    return _lay_out(writing, act.document, Layout(now.parts, voices, spoken), summary, people)


@perform.register
def restore_layout(act: RestoreLayout, writing: Writing) -> Performed:
    """Parts and speakers as they were before, unless somebody has changed the same ones since."""
    refuse_other_text(writing, (act.document,))
    layout = _restored(act, _layout(writing, act.document))
    people = take_back(writing, [change for change in act.people if change[1]])
    performed = _lay_out(writing, act.document, layout, {"document": act.document}, people, act.keys)
    gone = take_back(writing, [change for change in act.people if not change[1]])
    return replace(performed, inverse=replace(performed.inverse, people=[*gone, *people]))


def _restored(act: RestoreLayout, now: Layout) -> Layout:
    """What was before, with what others have changed beside it since."""
    before = Layout(act.parts, act.voices, act.spoken)
    if now.digest() == act.left:
        return before
    found = taken_back(before, changed(before, act.after), now) if act.after else None
    if found is None:
        message = _("{document}: who speaks where has been changed since; this cannot be taken back.")
        raise InputError(message.format(document=act.document))
    return found


def _layout(writing: Writing, document: str) -> Layout:
    connection = writing.connection
    spoken = [list(row) for row in connection.execute(_SPOKEN, (document,))]
    if not spoken:
        raise NotFoundError(_("There is no document {name} in this study.").format(name=document))
    voices = [list(row) for row in connection.execute(_VOICES, (document,))]
    return Layout([list(part) for part in parts(connection, document).get(document, ())], voices, spoken)


def _check_parts(writing: Writing, act: SetParts, last: int) -> None:
    """Refuse parts that reach outside the document, overlap, or lie at a site that is not there."""
    reached = 0
    for part in act.parts:
        require_site(writing.connection, part.site)
        if not reached < part.first_turn <= part.last_turn <= last:
            raise InputError(
                _("{document}: turns {first}–{end} cannot be a part.").format(
                    document=act.document, first=part.first_turn, end=part.last_turn
                ),
                _("Parts follow one another, without overlap, within turns 1 to {last}.").format(last=last),
            )
        reached = part.last_turn


def _check_turns(act: AssignTurns, last: int) -> None:
    if wrong := [number for number in act.turns if not 1 <= number <= last]:
        raise NotFoundError(
            _("{document} has no turn {number}.").format(document=act.document, number=wrong[0]),
            _("Its turns are numbered from 1 to {last}.").format(last=last),
        )
    if not act.label.strip():
        raise InputError(_("A speaker needs a label."))


def _meet(writing: Writing, act: AssignTurns) -> list[Change]:
    """The person a new label stands for, made if the study does not know them."""
    if act.participant is None:
        return []
    row = person(writing.connection, act.participant)
    return [] if row else [put(writing.connection, act.participant, [act.participant, None, None, "{}", "{}"])]


def _lay_out(
    writing: Writing,
    document: str,
    layout: Layout,
    summary: Mapping[str, object],
    people: Sequence[Change] = (),
    again: Sequence[Sequence[Any]] = (),
) -> Performed:
    """Write a document's parts and speakers anew; its codings stay as they are, what is spoken in them is found again.

    A row that was there keeps its number, and so does one that is there `again`.
    """
    before, connection, keys = _layout(writing, document), writing.connection, _keys(writing.connection, document)
    connection.execute("DELETE FROM passage WHERE segment IN (SELECT id FROM segment WHERE document = ?)", (document,))
    connection.execute("UPDATE turn SET speaker = NULL WHERE document = ?", (document,))
    connection.execute("DELETE FROM speaker WHERE document = ?", (document,))
    connection.execute("DELETE FROM part WHERE document = ?", (document,))
    numbers = {(label, first): number for label, first, number in (*keys, *again)}
    parts = _write_parts(connection, document, layout.parts, numbers)
    _write_speakers(connection, document, layout, parts, numbers)
    writing.texts.pop(document, None)
    rebuild_passages(writing, document)
    touched = frozenset((document,))
    left = _layout(writing, document)
    back = RestoreLayout(document, *before, left.digest(), people, keys, changes(before, left))
    return Performed(back, summary, touched, reread=touched)


Numbers = Mapping[tuple[str | None, int | None], int]
"""The number of a speaker's row by label and first turn of its part; of a part's row by None and its first turn."""


def _keys(connection: Connection, document: str) -> list[list[Any]]:
    """Label, first turn of the part, and number of each row of a speaker; for a part no label."""
    speakers = """SELECT label, first_turn, speaker.id FROM speaker LEFT JOIN part ON part.id = speaker.part
        WHERE speaker.document = ?"""
    parts = "SELECT NULL, first_turn, id FROM part WHERE document = ?"
    return [list(row) for query in (speakers, parts) for row in connection.execute(query, (document,))]


class Placed(NamedTuple):
    """A part as it is written: the number of its row, its first turn."""

    number: int
    first: int


def _write_parts(
    connection: Connection, document: str, rows: Iterable[Sequence[Any]], numbers: Numbers
) -> dict[int, Placed]:
    """Write the parts; answers the part of each turn that is in one."""
    part_of = {}
    query = "INSERT INTO part VALUES (?, ?, ?, ?, ?, ?, ?)"
    for first, last, *rest in rows:
        given = numbers.get((None, first))
        number = int(connection.execute(query, (given, document, first, last, *rest)).lastrowid or 0)
        part_of.update(dict.fromkeys(range(first, last + 1), Placed(number, first)))
    return part_of


def _write_speakers(
    connection: Connection, document: str, layout: Layout, part_of: Mapping[int, Placed], numbers: Numbers
) -> None:
    """A row for each label in each part it speaks in, one for nobody in each part; and who speaks in each turn."""
    voices: dict[str, Voice] = {voice[0]: voice for voice in layout.voices}
    nobody = ("", -1, 0, None)
    wanted = dict.fromkeys((label, part_of.get(number)) for number, label in layout.spoken if label)
    wanted.update(dict.fromkeys(("", part) for part in part_of.values()))
    query = """INSERT INTO speaker(id, document, label, position, interviewer, participant, part)
        VALUES (?, ?, ?, ?, ?, ?, ?)"""
    keys = {}
    for label, part in wanted:
        given = numbers.get((label, part and part.first))
        row = (given, document, *voices.get(label, nobody), part and part.number)
        keys[label, part] = connection.execute(query, row).lastrowid
    rows = [(keys.get((label, part_of.get(number))), document, number) for number, label in layout.spoken]
    connection.executemany("UPDATE turn SET speaker = ? WHERE document = ? AND number = ?", rows)
