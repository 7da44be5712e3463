"""Acts on the codebook: whatever the order, taken back to the same bytes, done again, and no name is ever lost."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qualcode.acts import (
    AddCode,
    AddCoding,
    ConfirmCodings,
    EditDefinition,
    MergeCodes,
    MoveCode,
    RecodeCodings,
    RemoveCode,
    RemoveCodings,
    RenameCode,
    RestoreCode,
    RetireCode,
    SetCounters,
    SetKeys,
    SetMemo,
    SetSummary,
    SplitCode,
)
from qualcode.errors import QualcodeError
from qualcode.model.people import Participant
from qualcode.naming import find_code
from qualcode.study import Study

Opened = Callable[[], AbstractContextManager[Study]]
TURNS = (("I", "Et vous ?"), ("P", "Nous étions proches. Très proches, oui."), ("Q", "Moi aussi."))
CODEBOOK = """\
# mine
title: T
codes:
  # ---- one
  - id: one
    label: {en: One, fr: Un}
    pin: 1
    use_when: >-
      Someone says so
      and means it.
    codes:
      - id: below   # deeper

        label: Below
        full: |
          A line.

          Another.
      # about deeper
      - {id: flowing, label: Flowing, aliases: [flow]}

  # ---- two
  - id: two
    label: Two
    also_under: [below]
    aliases:
      - second

  - id: three
    label: Three
"""


@pytest.fixture(scope="module", params=["\n", "\r\n"], ids=["lf", "crlf"])
def opened(new_study: Callable[..., Study], document: Callable[..., Any], memory: str | None, request: Any) -> Opened:
    """Opens a study with one document and a codebook written by hand."""

    @contextmanager
    def open_() -> Iterator[Study]:
        with tempfile.TemporaryDirectory(dir=memory) as folder:
            text = CODEBOOK.replace("\n", request.param)
            with new_study(Path(folder) / "study", codebook=text) as study:
                people = {"P": Participant("p1", role="worker"), "Q": Participant("p2", site="lens")}
                study.do(document("D0", TURNS, people, site="lille"), coder="host")
                yield study

    return open_


KINDS = ("coding", "coding", "coding", "coding", "add", "rename", "rename", "move", "merge", "merge", "split", "retire",
         "restore", "edit", "edit", "edit", "remove", "recode", "off", "keys", "counters", "confirm", "memo", "summary",
         "both")  # fmt: skip
FIELDS = (("use_when", "fr"), ("not_when", ""), ("full", ""), ("brief", "en"), ("examples", ""), ("also_under", ""),
          ("pin", ""), ("colour", ""))  # fmt: skip
TEXTS = ("", "A few words: these.", "One line\nand another", "word " * 40, "é" * 130)
Move = tuple[str, int, int, int]
ONE = st.tuples(st.sampled_from(KINDS), *(st.integers(0, 60),) * 3)


def acts_of(study: Study, move: Move) -> tuple[Any, ...]:
    """The acts that a move means in the study as it is."""
    kind, a, b, c = move
    codes = [code.id for code in study.codebook.codes] or ["one"]
    ids = [coding.id for coding in study.codings()] or [0]
    code, other, parent = codes[a % len(codes)], codes[b % len(codes)], [None, *codes][c % (len(codes) + 1)]
    some = tuple(dict.fromkeys(ids[place % len(ids)] for place in (a, b, c)))
    own = [coding.id for coding in study.codings() if coding.code == code]
    new = AddCode(f"new-{b}", {"": f"Nouveau {b}"}, parent, position=(None, 0, 1)[c % 3])
    field, language = FIELDS[b % len(FIELDS)]
    words = {"also_under": other, "pin": str(c % 10), "colour": ("orange", "pink", "")[c % 3]}
    text = words.get(field, TEXTS[c % len(TEXTS)])
    acts: dict[str, Callable[[], tuple[Any, ...]]] = {
        "coding": lambda: (AddCoding("D0", b % 30, b % 30 + 1 + c % 25, code),),
        "add": lambda: (new,),
        "rename": lambda: (RenameCode(code, ("", "en", "fr")[b % 3], f"Étiquette {c}", "clearer"),),
        "move": lambda: (MoveCode(code, parent, (None, 0, 1, 2)[b % 4]),),
        "merge": lambda: (MergeCodes((code,), other, ("join", "keep")[c % 2], "the same"),),
        "split": lambda: (SplitCode(code, (new,), {new.id: own[: 1 + c % 3]}, retire=bool(c % 2)),),
        "retire": lambda: (RetireCode(code),),
        "restore": lambda: (RestoreCode(code),),
        "edit": lambda: (EditDefinition(code, field, text, language),),
        "remove": lambda: (RemoveCode(code),),
        "recode": lambda: (RecodeCodings(some, code),),
        "off": lambda: (RemoveCodings(some),),
        "keys": lambda: (SetKeys(some, bool(c % 2)),),
        "counters": lambda: (SetCounters(some, bool(c % 2)),),
        "confirm": lambda: (ConfirmCodings(some),),
        "memo": lambda: (SetMemo((f"code:{code}", f"coding:{some[0]}")[b % 2], f"hm {c} [#{ids[c % len(ids)]}]"),),
        "summary": lambda: (SetSummary(code, "site:lille", f"Ainsi {c}", 0, "ana"),),
        "both": lambda: (EditDefinition(code, "full", text), AddCoding("D0", b % 20, b % 20 + 3, code)),
    }
    return acts[kind]()


def attempt(study: Study, move: Move, coder: str, state_of: Callable[[Study], Any]) -> bool:
    """Carry acts out; what is refused, or was so already, has changed nothing."""
    before = state_of(study)
    try:
        done = bool(study.do(*acts_of(study, move), coder=coder).event)
    except QualcodeError:
        done = False
    assert done or state_of(study) == before
    return done


@settings(max_examples=12)
@given(moves=st.lists(ONE, min_size=4, max_size=14))
def test_undo_gives_the_first_bytes_and_redo_the_last(
    opened: Opened, state_of: Callable[[Study], Any], moves: list[Move]
) -> None:
    with opened() as study:
        states = [state_of(study)]
        for move in moves:
            states += [state_of(study)] if attempt(study, move, "ana", state_of) else []
        for _round in range(2):
            for state in reversed(states[:-1]):
                assert study.undo("ana")
                assert state_of(study) == state
            assert study.undo("ana") is None
            for state in states[1:]:
                assert study.redo("ana")
                assert state_of(study) == state
            assert study.redo("ana") is None


@given(steps=st.lists(st.tuples(st.sampled_from(("ana", "ben")), st.none() | ONE), min_size=6, max_size=20))
def test_of_two_coders_each_takes_back_their_own_or_hears_why_not(
    opened: Opened, state_of: Callable[[Study], Any], steps: list[tuple[str, Move | None]]
) -> None:
    """A step without a move is an undo: what is refused changes nothing, what is done leaves every row its parent."""
    with opened() as study:
        for coder, move in steps:
            if move:
                attempt(study, move, coder, state_of)
                continue
            before = state_of(study)
            try:
                study.undo(coder)
            except QualcodeError:
                assert state_of(study) == before
            known = {code.id for code in study.codebook.codes}
            assert {coding.code for coding in study.codings()} <= known


TAKING_BACK = st.sampled_from(("undo", "redo"))
STEPS = st.lists(st.tuples(st.sampled_from(("ana", "ben")), TAKING_BACK | ONE), min_size=6, max_size=24)


@settings(max_examples=12)
@given(steps=STEPS)
def test_a_copy_taken_back_to_an_event_has_the_codebook_of_then(
    opened: Opened, watched: Callable[[Study], Any], steps: list[tuple[str, str | Move]]
) -> None:
    with opened() as study, watched(study) as seen:
        for coder, move in steps:
            if isinstance(move, str):
                seen.attempt(lambda: getattr(study, move)(coder))  # noqa: B023
            else:
                seen.attempt(lambda: study.do(*acts_of(study, move), coder=coder))  # noqa: B023


@given(
    moves=st.lists(ONE.filter(lambda move: move[0] in ("rename", "merge", "move", "coding")), min_size=2, max_size=10)
)
def test_every_name_that_a_code_had_finds_what_it_became(opened: Opened, moves: list[Move]) -> None:
    with opened() as study:
        names = {name: code.id for code in study.codebook.codes
                 for name in (code.id, *code.label.values(), *code.aliases)}  # fmt: skip
        became: dict[str, str] = {}
        for move in moves:
            for act in acts_of(study, move):
                try:
                    study.do(act)
                except QualcodeError:
                    continue
                if isinstance(act, MergeCodes):
                    became[act.codes[0]] = act.into
        for name, code in names.items():
            found = find_code(study.codebook, name)
            assert found is not None
            assert found.id == present(code, became)


def present(code: str, became: dict[str, str]) -> str:
    """What a code is after all merges."""
    return present(became[code], became) if code in became else code


def test_taken_back_out_of_order_the_codebook_is_as_it_was_and_its_versions_stay(study: Study) -> None:
    before = (study.folder / "codebook.yaml").read_bytes()
    first = len(study.connection.execute("SELECT 1 FROM codebook_version").fetchall())
    study.do(EditDefinition("nearness", "full", "Near.", "en"), coder="ana")
    study.do(EditDefinition("language", "full", "Tongues.", "en"), coder="ben")
    assert study.undo("ana")
    assert study.undo("ben")
    assert (study.folder / "codebook.yaml").read_bytes() == before
    assert len(study.connection.execute("SELECT 1 FROM codebook_version").fetchall()) > first


def test_between_an_undo_and_its_redo_a_copy_has_the_definitions_of_then(
    study: Study, watched: Callable[[Study], Any]
) -> None:
    """The undo keeps a wording that another coded under; nothing of that is left once it is done again."""
    with watched(study) as seen:
        seen.attempt(lambda: study.do(EditDefinition("nearness", "full", "Near.", "en"), coder="ana"))
        seen.attempt(lambda: study.do(AddCoding("L01", 5, 9, "nearness"), coder="ben"))
        seen.attempt(lambda: study.undo("ana"))
        seen.attempt(lambda: study.undo("ben"))
        seen.attempt(lambda: study.redo("ana"))
    assert max(seen.seen) == 9
