"""Saying which turns of a document have a site, a wave or a date of their own, and whose words turns are.

A turn is named by its number, or by words that stand at its beginning and at no other's.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from qualcode.acts import AssignTurns, MapSpeaker
from qualcode.csvtable import read_table
from qualcode.errors import InputError, NotFoundError, QualcodeError
from qualcode.i18n import _
from qualcode.model.texts import Part, Transcript
from qualcode.names import fold
from qualcode.naming import called, document_called
from qualcode.variables.things import Things
from qualcode.variables.values import date

if TYPE_CHECKING:
    from qualcode.study import Study

COLUMNS = ("document", "from", "to", "site", "wave", "date")
_RANGES = re.compile(r"\s*\d+(\s*[-–]\s*\d+)?\s*(,\s*\d+(\s*[-–]\s*\d+)?\s*)*", re.ASCII)
_MOST_TURNS = 1_000_000
_SHOWN = 60


class Said(NamedTuple):
    """A part as a person types it: where it begins and ends, and what is its own; what is empty was not said."""

    first: str
    last: str = ""
    site: str = ""
    wave: str = ""
    date: str = ""


def overlaid(parts: Sequence[Part], new: Part) -> tuple[Part, ...]:
    """The parts with a new one over them: what lies under it gives way, and is cut where only some of it does."""
    left = [piece for part in parts for piece in _around(part, new)]
    return tuple(sorted((*left, new)))


def _around(part: Part, new: Part) -> Iterator[Part]:
    """What stays of a part on both sides of a new one."""
    before, after = min(part.last_turn, new.first_turn - 1), max(part.first_turn, new.last_turn + 1)
    if part.first_turn <= before:
        yield part._replace(last_turn=before)
    if after <= part.last_turn:
        yield part._replace(first_turn=after)


def part_said(things: Things, transcript: Transcript, said: Said, stop: int | None = None) -> Part:
    """The part that a person means; without an end it reaches to the turn before `stop`, or to the last one.

    Raises `QualcodeError` for a turn, a site, a wave or a date that cannot be meant.
    """
    if not (said.site or said.wave or said.date):
        raise InputError(_("A part needs a site, a wave or a date of its own."))
    first = turn_said(transcript, said.first)
    end = stop - 1 if stop is not None and stop > first else len(transcript.turns)
    last = turn_said(transcript, said.last) if said.last else end
    if last < first:
        raise InputError(
            _("A part from turn {first} cannot end with turn {last}.").format(first=first, last=last),
            _("Give the turn it begins with first."),
        )
    return Part(
        first,
        last,
        things.site(said.site) if said.site else None,
        things.wave(said.wave) or None,
        date(said.date) if said.date else None,
    )


def turn_said(transcript: Transcript, name: str) -> int:
    """The number of a turn, given as a number or by its first words, with or without who speaks."""
    if name.strip().isdecimal():
        if not 0 < (number := int(name)) <= (last := len(transcript.turns)):
            raise NotFoundError(
                _("There is no turn {number}.").format(number=number),
                _("Turns are numbered from 1 to {last}.").format(last=last),
            )
        return number
    wanted = fold(name)
    found = [
        turn.number
        for turn in transcript.turns
        if any(_begins(transcript.text, place, turn.end, wanted) for place in {turn.start, turn.body})
    ]
    if len(found) == 1 and wanted:
        return found[0]
    words = name.strip()[:_SHOWN]
    if not found or not wanted:
        raise NotFoundError(
            _("No turn begins with “{words}”.").format(words=words), _("`qualcode show` lists the turns.")
        )
    raise InputError(
        _("Several turns begin with “{words}”: {numbers}.").format(words=words, numbers=", ".join(map(str, found[:9]))),
        _("Write more of it, or the number."),
    )


def _begins(text: str, start: int, end: int, wanted: str) -> bool:
    return fold(text[start : min(end, start + 4 * len(wanted) + 40)]).startswith(wanted)


def read_parts(study: Study, path: Path) -> dict[str, tuple[Part, ...]]:
    """The parts of each document that a table names; a row without `to` reaches to the document's next row.

    Raises `InputError` naming file and line where a row cannot be meant.
    """
    things, documents = Things(study), called(study.catalogue())
    rows: dict[str, list[tuple[int, Said]]] = {}
    for line, row in read_table(path, COLUMNS, ("document", "from")):
        with _at(f"{path}:{line}"):
            document = document_called(row["document"], documents)
        said = Said(row["from"], *(row.get(name, "") for name in COLUMNS[2:]))
        rows.setdefault(document, []).append((line, said))
    return {name: _parts(things, study.transcript(name), path, listed) for name, listed in rows.items()}


def _parts(things: Things, transcript: Transcript, path: Path, rows: Sequence[tuple[int, Said]]) -> tuple[Part, ...]:
    starts = []
    for line, said in rows:
        with _at(f"{path}:{line}"):
            starts.append(turn_said(transcript, said.first))
    found: list[Part] = []
    for (line, said), start in zip(rows, starts, strict=True):
        with _at(f"{path}:{line}"):
            stop = min((other for other in starts if other > start), default=None)
            part = part_said(things, transcript, said, stop)
            over = next(
                (other for other in found if part.first_turn <= other.last_turn and other.first_turn <= part.last_turn),
                None,
            )
            if over:
                raise InputError(
                    _("Turns {first}–{last} overlap the part {start}–{end}.").format(
                        first=part.first_turn, last=part.last_turn, start=over.first_turn, end=over.last_turn
                    ),
                    _("Parts follow one another."),
                )
            found.append(part)
    return tuple(sorted(found))


class _at:  # noqa: N801  # read as a clause: with _at(place)
    """Whatever is refused within is said with its place."""

    def __init__(self, place: str) -> None:
        self._place = place

    def __enter__(self) -> None:
        return None

    def __exit__(self, _kind: object, error: BaseException | None, _trace: object) -> None:
        if isinstance(error, QualcodeError):
            raise InputError(f"{self._place}: {error.message}", error.hint) from None


# ---------------------------------------------------------------------- whose words turns are


def turns_said(text: str) -> tuple[int, ...]:
    """The numbers in `12-30,41`."""
    if not _RANGES.fullmatch(text):
        raise InputError(_("{text} are no turns.").format(text=repr(text)), _("Write them as 12-30,41."))
    numbers: dict[int, None] = {}
    for piece in text.split(","):
        ends = [int(end) for end in re.split("[-–]", piece)]
        if ends[-1] < ends[0] or ends[-1] > _MOST_TURNS:
            raise InputError(_("{text} are no turns.").format(text=piece.strip()), _("Write them as 12-30,41."))
        numbers.update(dict.fromkeys(range(ends[0], ends[-1] + 1)))
    return tuple(numbers)


def reassigned(
    study: Study, document: str, turns: Iterable[int], label: str, participant: str = "", *, interviewer: bool = False
) -> list[AssignTurns | MapSpeaker]:
    """The acts that give turns to a speaker; a label new to the document is a new person, if not said otherwise.

    A label that is known stays who it is, unless somebody else is named.
    """
    from qualcode.speaking import new_person

    speakers = {speaker.label: speaker for speaker in study.transcript(document).speakers}
    known = next((speaker for name, speaker in speakers.items() if fold(name) == fold(label)), None)
    if known is None:
        taken = {person.id for person in study.participants()}
        who = None if interviewer else participant or new_person(document, taken)
        return [AssignTurns(document, tuple(turns), label.strip(), who)]
    acts: list[AssignTurns | MapSpeaker] = [AssignTurns(document, tuple(turns), known.label)]
    if interviewer and not known.interviewer:
        acts.append(MapSpeaker(document, known.label, interviewer=True))
    elif participant and participant != known.participant:
        acts.append(MapSpeaker(document, known.label, False, participant))
    return acts
