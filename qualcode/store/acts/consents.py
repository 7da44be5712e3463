"""Consent to quote a passage, where it was asked for that passage; and what was handed out despite a check.

A coding that is taken off leaves its consent: it is there again when the coding is.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from qualcode.acts import OverrideDisclosure, SetConsent
from qualcode.errors import InputError, NotFoundError
from qualcode.i18n import _
from qualcode.store.acts.performing import Performed, Writing, inverse, perform
from qualcode.store.database.sqlite import Connection

_REFUSED = """
SELECT DISTINCT coding.id FROM consent JOIN coding AS asked ON asked.id = consent.coding
JOIN coding ON coding.document = asked.document AND coding.start < asked."end" AND asked.start < coding."end"
WHERE given = 0
"""
_GIVEN = """
SELECT DISTINCT coding.id FROM consent JOIN coding AS asked ON asked.id = consent.coding
JOIN coding ON coding.document = asked.document AND coding.start >= asked.start AND coding."end" <= asked."end"
WHERE given = 1
"""


@inverse
@dataclass(frozen=True, slots=True)
class PutConsents:
    """For codings, by id, the consent they had: 1, 0, or None where nobody was asked."""

    rows: Sequence[Sequence[int | None]]


@inverse
@dataclass(frozen=True, slots=True)
class LeaveRecorded:
    """Takes nothing back: what was handed out stays on record."""


@perform.register
def set_consent(act: SetConsent, writing: Writing) -> Performed:
    """The consent of one coding's passage, or of several."""
    for number in act.ids:
        if writing.connection.execute("SELECT 1 FROM coding WHERE id = ?", (number,)).fetchone() is None:
            raise NotFoundError(
                _("There is no coding {number} in this study.").format(number=number),
                _("`qualcode codings` lists them."),
            )
    return put_consents(PutConsents([[number, None if act.given is None else int(act.given)] for number in act.ids]),
                        writing)  # fmt: skip


@perform.register
def put_consents(act: PutConsents, writing: Writing) -> Performed:
    """Consents written, or taken away."""
    before = [[number, _given(writing.connection, number)] for number, _new in act.rows]
    for number, given in act.rows:
        writing.connection.execute("DELETE FROM consent WHERE coding = ?", (number,))
        if given is not None:
            writing.connection.execute("INSERT INTO consent(coding, given) VALUES (?, ?)", (number, given))
    ids = tuple(int(row[0] or 0) for row in act.rows)
    said = {None: "unknown", 0: "no", 1: "yes"}[act.rows[0][1] if act.rows else None]
    what = {"coding": ids[0]} if len(ids) == 1 else {"codings": len(ids)}
    return Performed(PutConsents(before), {**what, "consent": said}, codings=ids)


@perform.register
def override_disclosure(act: OverrideDisclosure, writing: Writing) -> Performed:
    """That something was handed out despite what was found, with the reason."""
    if not act.reason.strip():
        raise InputError(
            _("An override needs a reason."), _('Write why: --despite "the team has agreed, minutes of 3 May".')
        )
    found = ", ".join(f"{kind} {count}" for kind, count in sorted(act.findings.items()))
    return Performed(LeaveRecorded(), {"reason": act.reason.strip(), "findings": found})


@perform.register
def leave_recorded(_act: LeaveRecorded, _writing: Writing) -> Performed:
    """Nothing."""
    return Performed(LeaveRecorded(), {})


def consents(connection: Connection) -> Mapping[int, bool]:
    """Of each coding that a consent or a refusal of its passage reaches: which of the two.

    A refusal reaches all that shares words with its passage, a consent all that lies within it; a refusal wins.
    """
    given = dict.fromkeys((row[0] for row in connection.execute(_GIVEN)), True)
    return given | dict.fromkeys((row[0] for row in connection.execute(_REFUSED)), False)


def inherited(connection: Connection, survivor: int, members: Iterable[int]) -> int | None:
    """The consent of a coding that several become: refused if one of them is, else given if all are."""
    found = [_given(connection, number) for number in {survivor, *members}]
    return 0 if 0 in found else None if None in found else 1


def _given(connection: Connection, number: int | None) -> int | None:
    row = connection.execute("SELECT given FROM consent WHERE coding = ?", (number,)).fetchone()
    return int(row[0]) if row else None
