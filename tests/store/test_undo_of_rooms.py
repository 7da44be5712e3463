"""Acts on summaries, memos, parts, speakers, people, documents, sites and marks: undo gives every state back."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from qualcode.acts import (
    AddCoding,
    AddMemo,
    AssignTurns,
    ConfirmSummary,
    EditMemo,
    MapSpeaker,
    RemoveCoding,
    RemoveMemo,
    SetCounter,
    SetDocument,
    SetExcerpt,
    SetKey,
    SetParticipant,
    SetParts,
    SetSites,
    SetSummaries,
    SetSummary,
    SetTranslation,
)
from qualcode.errors import QualcodeError
from qualcode.model.people import Participant, SiteChange
from qualcode.model.texts import Part
from qualcode.store.reading.framework import current
from qualcode.study import Study

TURNS = (("I", "Et vous ?"), ("P", "Nous étions proches."), ("Q", "Et moi aussi."), ("P", "Très proches."))
THEMES, SITES = ("distance", "nearness", "language"), ("lille", "lens", "toulon", None)
HOLDERS = ("participant:p1", "participant:q1", "site:lille", "site:north")
LABELS, PEOPLE = ("I", "P", "Q"), ("p1", "q1", "newcomer", None)
ACTS = (
    "code", "code", "uncode", "summary", "summary", "summaries", "confirm", "add", "edit", "remove", "parts", "turns",
    "speaker", "person", "document", "sites", "counter", "key", "excerpt", "translation",
)  # fmt: skip
STEP = st.tuples(st.sampled_from(ACTS), st.integers(0, 11), st.integers(0, 11))


@pytest.fixture(scope="module")
def opened(new_study: Callable[..., Study], document: Callable[..., Any], memory: str | None) -> Callable[..., Any]:
    @contextmanager
    def open_() -> Iterator[Study]:
        with TemporaryDirectory(dir=memory) as folder, new_study(Path(folder) / "study") as study:
            people = {"P": Participant("p1"), "Q": Participant("q1", "toulon")}
            study.do(document("D0", TURNS, people, site="lille", wave="T0"), coder="host")
            yield study

    return open_


def act_of(study: Study, name: str, a: int, b: int) -> Any:
    """An act that the numbers choose; it may be one that the study refuses."""
    codings, memos = study.codings(), study.memos()
    coding = codings[a % len(codings)].id if codings else 99
    memo = memos[a % len(memos)].id if memos else 99
    spot = THEMES[a % 3], HOLDERS[b % 4]
    version = current(study.connection).get(spot)
    upon = version.id if version else 0
    last = study.transcript("D0").text[: codings[a % len(codings)].end].split()[-1] if codings else "x"
    text = "" if a == 0 else f"Écrit {b}" + f" [#{coding}]" * (bool(codings) and b % 2)
    person = PEOPLE[b % 4]
    values = {"group": ("1", "2", "9")[b % 3]} if b else {}
    fields = {"posts": str(b) if b % 3 else None, "label@fr": f"Ville {b}"}
    change = SiteChange((SITES[a % 3] or "") + "x" * (a > 8), fields, a > 8, "north" if b % 2 else None)
    target = ("study", "site:lille", "participant:p1", f"coding:{coding}", "passage:D0:3-9")[a % 5]
    fresh = SetSummary("access", HOLDERS[a % 4], text, 0, None)
    acts = {
        "code": AddCoding("D0", 12 + a, 20 + b, THEMES[b % 3]),
        "uncode": RemoveCoding(coding),
        "summary": SetSummary(*spot, text, upon, "ana"),
        "summaries": SetSummaries((SetSummary(*spot, text, upon, "ana"), fresh)),
        "confirm": ConfirmSummary(*spot, upon, "ana"),
        "add": AddMemo(target, f"note {b}", ("analytic", "question")[b % 2]),
        "edit": EditMemo(memo, f"encore {b}", ("analytic", "question", "reflexive")[b % 3]),
        "remove": RemoveMemo(memo),
        "parts": SetParts("D0", (Part(1, 1 + a % 4, SITES[b % 4], "T6"),) if a else ()),
        "turns": AssignTurns("D0", (1 + a % 4,), (*LABELS, "R")[b % 4], PEOPLE[a % 4]),
        "speaker": MapSpeaker("D0", LABELS[a % 3], person is None, person, SITES[a % 4] if person else None),
        "person": SetParticipant(PEOPLE[a % 2] or "", SITES[b % 4], "user", values),
        "document": SetDocument("D0", SITES[a % 4], "interview", "fr", "2013-04-02" if b % 2 else None, f"T{a % 3}"),
        "sites": SetSites((change,)),
        "counter": SetCounter(coding, bool(b % 2)),
        "key": SetKey(coding, bool(b % 2)),
        "excerpt": SetExcerpt(coding, f"[…] {last}" if a else ""),
        "translation": SetTranslation(coding, ("en", "fr")[b % 2], "" if a == 0 else f"Near {b}", "Ana"),
    }
    return acts[name]


@given(steps=st.lists(STEP, min_size=1, max_size=14))
def test_undo_gives_every_state_back_and_redo_every_later_one(
    opened: Callable[..., Any], state_of: Callable[[Study], Any], steps: list[tuple[str, int, int]]
) -> None:
    with opened() as study:
        states = [state_of(study)]
        for step in steps:
            with suppress(QualcodeError):
                if study.do(act_of(study, *step)).event:
                    states.append(state_of(study))
            assert state_of(study) == states[-1]  # what was refused, or was so already, left nothing
        for state in reversed(states[:-1]):
            assert study.undo() is not None
            assert state_of(study) == state
        assert study.undo() is None
        for state in states[1:]:
            assert study.redo() is not None
            assert state_of(study) == state


@example([("ana", ("code", 0, 0)), ("ben", ("counter", 0, 1)), ("ana", ("counter", 0, 0)), ("ben", "undo")])
@given(
    steps=st.lists(st.tuples(st.sampled_from(("ana", "ben")), st.sampled_from(("undo", "redo")) | STEP), max_size=18)
)
def test_a_copy_taken_back_to_an_event_is_what_the_study_was_then(
    opened: Callable[..., Any], watched: Callable[[Study], Any], steps: list[tuple[str, Any]]
) -> None:
    with opened() as study, watched(study) as seen:
        for coder, step in steps:
            if isinstance(step, str):
                seen.attempt(lambda: getattr(study, step)(coder))  # noqa: B023
            else:
                seen.attempt(lambda: study.do(act_of(study, *step), coder=coder))  # noqa: B023


def test_the_acts_of_the_law_are_mostly_carried_out(opened: Callable[..., Any]) -> None:
    """A law over acts that are all refused would say nothing."""
    done: set[str] = set()
    with opened() as study:
        for number in range(12 * len(ACTS)):
            name = ACTS[number % len(ACTS)]
            if name != "uncode" or number > 6 * len(ACTS):
                with suppress(QualcodeError):
                    study.do(act_of(study, name, number % 11, number * 5 % 13))
                    done.add(name)
    assert done == set(ACTS)
