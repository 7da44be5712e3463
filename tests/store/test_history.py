"""Undo and redo: any acts, taken back and done again to the same rows, each coder's own and never another's."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, suppress
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qualcode.acts import (
    AddBookmark,
    AddCode,
    AddCoding,
    AddCodings,
    AddSite,
    AssignTurns,
    ConfirmCodings,
    EditDefinition,
    MapSpeaker,
    MoveCode,
    MoveCoding,
    RecodeCoding,
    RecodeCodings,
    RemoveBookmark,
    RemoveCoding,
    RenameCode,
    SetCounter,
    SetDocument,
    SetDone,
    SetKey,
    SetKeys,
    SetMemo,
    SetParticipant,
    SetParts,
    SetSites,
)
from qualcode.errors import InputError, NotFoundError, QualcodeError
from qualcode.model.people import Participant, SiteChange
from qualcode.model.texts import Part
from qualcode.study import Study

Opened = Callable[[], AbstractContextManager[Study]]
TURNS = (("I", "Et vous ?"), ("P", "Nous étions proches. Très proches."), ("Q", "Moi aussi."))


@pytest.fixture(scope="module")
def opened(new_study: Callable[..., Study], document: Callable[..., Any], memory: str | None) -> Opened:
    """Opens a study with one document in a folder of its own."""

    @contextmanager
    def open_() -> Iterator[Study]:
        with tempfile.TemporaryDirectory(dir=memory) as folder, new_study(Path(folder) / "study") as study:
            people = {"P": Participant("p1", role="worker"), "Q": Participant("p2", site="lens")}
            study.do(document("D0", TURNS, people, site="lille"), coder="host")
            yield study

    return open_


# --------------------------------------------------------------------- random acts on whatever there is

ACTS = ("add", "add", "add", "add", "add many", "remove", "remove", "move", "move", "recode", "key", "counter", "memo",
        "memo", "done", "bookmark", "bookmark", "no bookmark", "code", "rename", "map", "person", "import", "site",
        "parts", "assign", "fields", "attribute")  # fmt: skip
Move = tuple[str, int, int, int]
ONE = st.tuples(st.sampled_from(ACTS), *(st.integers(0, 60),) * 3)


def act_of(study: Study, move: Move, document: Callable[..., Any]) -> Any:
    """The act that a move means in the study as it is; one that needs what is not there yet is a memo instead."""
    name, a, b, c = move
    codes, sites = [code.id for code in study.codebook.codes], [None, *(site.id for site in study.sites)]
    documents, people = study.catalogue(), study.participants() or [Participant("nobody")]
    codings = study.codings()
    paper = documents[a % len(documents)].id
    length = len(study.transcript(paper).text)
    speaker = study.transcript(paper).speakers[b % len(study.transcript(paper).speakers)]
    start = b % (length - 1)
    end = start + 1 + c % (length - start)
    adding = AddCoding(paper, start, min(end, length), codes[c % len(codes)])
    acts: dict[str, Callable[[], Any]] = {
        "add": lambda: adding,
        "add many": lambda: AddCodings((adding, AddCoding(paper, 0, 1 + c % length, codes[b % len(codes)]))),
        "remove": lambda: RemoveCoding(codings[a % len(codings)].id),
        "move": lambda: MoveCoding(codings[a % len(codings)].id, b % 20, b % 20 + 1 + c % 8),
        "recode": lambda: RecodeCoding(codings[a % len(codings)].id, codes[b % len(codes)]),
        "key": lambda: SetKey(codings[a % len(codings)].id, bool(b % 2)),
        "counter": lambda: SetCounter(codings[a % len(codings)].id, bool(b % 2)),
        "memo": lambda: SetMemo(target(study, a, codings), "" if b % 4 == 0 else f"pensée {c}", ("", "x")[b % 2]),
        "done": lambda: SetDone(paper, bool(b % 2)),
        "bookmark": lambda: AddBookmark(paper, start, min(end, length)),
        "no bookmark": lambda: RemoveBookmark(1 + a % 4),
        "code": lambda: AddCode(f"new-{a}", {"": f"Çà {b}"}, [None, *codes][c % (len(codes) + 1)]),
        "rename": lambda: RenameCode(codes[a % len(codes)], ("", "en", "fr")[b % 3], f"Étiquette {c}"),
        "map": lambda: map_of(paper, speaker.label, a, sites[b % len(sites)]),
        "person": lambda: SetParticipant(
            people[a % len(people)].id, sites[b % len(sites)], (None, "nurse")[c % 2], {"group": "1"} if c % 3 else {}
        ),
        "import": lambda: document(
            f"N{a}", TURNS, {"P": Participant(f"p{b % 4}", None, "user", {"group": "2"}), "Q": Participant("q")},
            site=sites[c % len(sites)],
        ),
        "site": lambda: AddSite(f"s{a}", {"": f"Île {b}"}, sites[c % len(sites)]),
        "parts": lambda: SetParts(paper, parts_of(a, b, sites[c % len(sites)])),
        "assign": lambda: AssignTurns(paper, (1 + a % 3, 1 + b % 3), "IPQX"[c % 4], (None, "p1", "p9")[b % 3]),
        "fields": lambda: SetDocument(
            paper, sites[a % len(sites)], "minutes", "en", wave=f"T{b}", variables={"held": str(c)}
        ),
        "attribute": lambda: SetSites(
            (SiteChange(sites[1 + a % (len(sites) - 1)] or "", {"type": (None, f"tÿpe {b}")[c % 2]}),)
        ),
    }  # fmt: skip
    needed = {"remove", "move", "recode", "key", "counter"}
    return acts["memo" if name in needed and not codings else name]()


def parts_of(first: int, second: int, site: str | None) -> tuple[Part, ...]:
    """No part, one, or two, of three turns."""
    cut = 1 + second % 2
    return ((), (Part(2, 3, site, "T6"),), (Part(1, cut, site), Part(cut + 1, 3, None, "T0", "2013-06")))[first % 3]


def target(study: Study, number: int, codings: Sequence[Any]) -> str:
    targets = ["study", "document:D0", "code:distance", "site:lille", "participant:p1"]
    targets += [f"coding:{coding.id}" for coding in codings]
    return targets[number % len(targets)]


def map_of(paper: str, label: str, number: int, site: str | None) -> MapSpeaker:
    if number % 3 == 0:
        return MapSpeaker(paper, label, interviewer=True)
    return MapSpeaker(paper, label, interviewer=False, participant=f"p{number % 5}", site=site, role="nurse")


def attempt(study: Study, act: Any, coder: str, state_of: Callable[[Study], Any]) -> bool:
    """Carry an act out; one that is refused, or that finds all as it would make it, has changed nothing."""
    before = state_of(study)
    try:
        done = bool(study.do(act, coder=coder).event)
    except QualcodeError:
        done = False
    assert done or state_of(study) == before
    return done


@given(moves=st.lists(ONE, min_size=4, max_size=14), reopen=st.booleans())
def test_undo_gives_the_first_state_and_redo_the_last(
    opened: Opened, document: Callable[..., Any], state_of: Callable[[Study], Any], moves: list[Move], reopen: bool
) -> None:
    with opened() as study:
        states = [state_of(study)]
        for move in moves:
            done = attempt(study, act_of(study, move, document), "ana", state_of)
            states += [state_of(study)] if done else []
        again = Study.open(study.folder, "ana") if reopen else study
        for _round in range(2):
            for state in reversed(states[:-1]):
                assert again.undo("ana")
                assert state_of(again) == state
            assert again.undo("ana") is None
            for state in states[1:]:
                assert again.redo("ana")
                assert state_of(again) == state
            assert again.redo("ana") is None
        if reopen:
            again.close()


def own_of(study: Study, coder: str) -> dict[str, set[Any]]:
    """What is one coder's own."""
    one = (coder,)
    return {
        "codings": set(study.connection.execute("SELECT id FROM coding WHERE coder = ?", one)),
        "memos": set(study.connection.execute("SELECT * FROM memo WHERE coder = ?", one)),
        "done": set(study.connection.execute("SELECT * FROM done WHERE coder = ?", one)),
    }


@given(steps=st.lists(st.tuples(st.sampled_from(("ana", "ben")), st.none() | ONE), min_size=6, max_size=24))
def test_undo_takes_back_ones_own_last_act_or_says_why_not(
    opened: Opened,
    document: Callable[..., Any],
    state_of: Callable[[Study], Any],
    steps: list[tuple[str, Move | None]],
) -> None:
    """A step without a move is an undo. Whatever it takes back, what the other coder made is still there."""
    with opened() as study:
        for coder, move in steps:
            if move:
                attempt(study, act_of(study, move, document), coder, state_of)
                continue
            other = "ben" if coder == "ana" else "ana"
            before, theirs = state_of(study), own_of(study, other)
            try:
                study.undo(coder)
            except QualcodeError:
                assert state_of(study) == before
            else:
                assert all(rows <= own_of(study, other)[noun] for noun, rows in theirs.items())
                state_of(study)


TAKING_BACK = st.sampled_from(("undo", "redo"))
STEPS = st.lists(st.tuples(st.sampled_from(("ana", "ben")), TAKING_BACK | ONE), min_size=6, max_size=24)


@given(steps=STEPS)
def test_a_copy_taken_back_to_an_event_is_what_the_study_was_then(
    opened: Opened, document: Callable[..., Any], watched: Callable[[Study], Any], steps: list[tuple[str, str | Move]]
) -> None:
    with opened() as study, watched(study) as seen:
        for coder, move in steps:
            if isinstance(move, str):
                seen.attempt(lambda: getattr(study, move)(coder))  # noqa: B023
            else:
                seen.attempt(lambda: study.do(act_of(study, move, document), coder=coder))  # noqa: B023


# --------------------------------------------------------------------- what another coder has built on


def test_a_coding_that_another_has_changed_is_not_taken_back(study: Study, state_of: Callable[[Study], Any]) -> None:
    coding = study.do(AddCoding("L01", 5, 9, "nearness")).codings[0]
    for change in (
        RecodeCoding(coding, "access"),
        MoveCoding(coding, 4, 9),
        SetKey(coding, True),
        SetMemo(f"coding:{coding}", "hm"),
    ):
        study.do(change, coder="ben")
        before = state_of(study)
        with pytest.raises(InputError, match="ben"):
            study.undo()
        assert state_of(study) == before
        study.undo("ben")
    assert study.undo()
    assert study.codings() == []


def test_what_another_did_together_with_more_counts_too(study: Study) -> None:
    coding = study.do(AddCoding("L01", 5, 9, "nearness")).codings[0]
    study.do(SetKey(coding, True), AddCoding("L01", 6, 9, "access"), coder="ben")
    with pytest.raises(InputError, match="ben"):
        study.undo()
    study.undo("ben")
    assert study.undo()
    assert study.codings() == []


def test_each_change_of_a_coding_is_taken_back_by_itself(study: Study) -> None:
    coding = study.do(AddCoding("L01", 5, 9, "nearness")).codings[0]
    study.do(MoveCoding(coding, 4, 9))
    study.do(RecodeCoding(coding, "access"), coder="ben")
    study.undo()
    found = study.coding(coding)
    assert (found.start, found.code) == (5, "access")
    study.do(RecodeCoding(coding, "language"))
    with pytest.raises(InputError, match="changed since"):
        study.undo("ben")


def test_a_document_on_which_another_worked_is_not_taken_out(study: Study, document: Callable[..., Any]) -> None:
    study.do(document("L09", TURNS, {"P": Participant("x"), "Q": Participant("y")}))
    for act in (
        AddCoding("L09", 3, 9, "access"), SetDone("L09", True), SetMemo("document:L09", "m"),
        SetParticipant("x", None, "nurse"),
        SetMemo("participant:x", "m"), MapSpeaker("L09", "Q", False, "x"),
    ):  # fmt: skip
        study.do(act, coder="ben")
        with pytest.raises(InputError):
            study.undo()
        study.undo("ben")
    assert study.undo()
    assert [listed.id for listed in study.catalogue()] == ["L01", "L02", "T01"]


def test_what_others_learned_of_a_person_stays_when_a_document_goes(study: Study, document: Callable[..., Any]) -> None:
    study.do(document("L09", TURNS, {"P": Participant("L01-P1", "lens"), "Q": Participant("y")}))
    study.do(SetParticipant("L01-P1", "toulon", "nurse"), coder="ben")
    study.undo()
    assert study.participants()[0] == Participant("L01-P1", "toulon", "nurse")


def test_a_code_or_a_site_on_which_another_built_is_not_taken_out(study: Study) -> None:
    study.do(AddCode("mine", {"": "Mine"}))
    for act in (
        AddCode("below", {"": "Below"}, "mine"), AddCoding("L01", 1, 5, "mine"), RenameCode("mine", "", "Ours"),
        SetMemo("code:mine", "m"),
    ):  # fmt: skip
        study.do(act, coder="ben")
        with pytest.raises(InputError):
            study.undo()
        study.undo("ben")
    study.undo()
    study.do(AddSite("paris", {"": "Paris"}))
    study.do(AddSite("paris-13", {"": "13e"}, "paris"), coder="ben")
    with pytest.raises(InputError, match="paris-13"):
        study.undo()


def test_acts_of_two_coders_on_one_file_are_taken_back_apart(study: Study) -> None:
    study.do(AddCode("one", {"": "One"}))
    study.do(AddCode("two", {"": "Two"}), coder="ben")
    study.do(AddSite("nice", {"": "Nice"}))
    study.do(AddSite("brest", {"": "Brest"}), coder="ben")
    study.undo()
    study.undo()
    assert "one" not in study.codebook
    assert "two" in study.codebook
    assert "brest" in [site.id for site in study.sites]
    assert "nice" not in [site.id for site in study.sites]


def test_who_speaks_where_is_taken_back_beside_what_another_changed_of_it(
    study: Study, state_of: Callable[[Study], Any]
) -> None:
    first = state_of(study)
    study.do(AssignTurns("L01", (1,), "X", "p9"))
    study.do(AssignTurns("L01", (2,), "Y", "p8"), coder="ben")
    study.do(SetParts("L01", (Part(1, 2, "lens", "T6"),)))
    study.do(MapSpeaker("L01", "P", interviewer=True), coder="ben")
    study.undo()
    study.undo()
    labels = {turn.number: turn.speaker for turn in study.transcript("L01").turns}
    assert (labels[1], labels[2], study.parts("L01")) == ("I", "Y", {})
    study.undo("ben")
    study.undo("ben")
    assert state_of(study)["turn"] == first["turn"]
    assert [speaker.participant for speaker in study.transcript("L01").speakers] == [None, "L01-P1"]


def test_a_refusal_names_whose_act_stands_in_the_way_and_how_to_go_on(study: Study) -> None:
    study.do(AssignTurns("L01", (1,), "X", "p9"))
    there = study.do(AssignTurns("L01", (1,), "Y", "p8"), coder="ben")
    with pytest.raises(InputError, match="who speaks where") as refused:
        study.undo()
    assert f"{there.event} ben: turns reassigned" in str(refused.value.hint)
    assert "qualcode undo --coder ben" in str(refused.value.hint)
    study.undo("ben")
    assert study.undo()


def test_what_was_told_of_a_person_is_taken_back_where_the_speaker_is_gone(study: Study) -> None:
    study.do(AssignTurns("L01", (1, 3), "X", "L01-P1"))
    study.do(MapSpeaker("L01", "X", False, "L01-P1", role="nurse"), coder="ben")
    study.undo()
    assert study.undo("ben")
    assert {one.id: one.role for one in study.participants()}["L01-P1"] == "worker"
    assert study.redo("ben")
    assert {one.id: one.role for one in study.participants()}["L01-P1"] == "nurse"


def test_a_site_that_another_described_is_not_taken_out(study: Study) -> None:
    study.do(AddSite("paris", {"": "Paris"}))
    study.do(SetSites((SiteChange("paris", {"type": "town"}),)), coder="ben")
    with pytest.raises(InputError, match="ben has worked on this"):
        study.undo()
    study.undo("ben")
    assert study.undo()


def test_a_code_taken_back_comes_again_with_what_was_written_of_it_by_hand(study: Study) -> None:
    study.do(AddCode("mine", {"": "Mine"}))
    path = study.folder / "codebook.yaml"
    text = path.read_text(encoding="utf-8")
    written = text.replace("label: Mine\n", "label: Mine   # to discuss\n    brief: It is.\n")
    path.write_text(written, encoding="utf-8")
    study.undo()
    assert "mine" not in study.codebook
    study.redo()
    assert path.read_text(encoding="utf-8") == written
    assert study.codebook["mine"].brief == {"": "It is."}


def test_the_same_text_imported_by_another_meanwhile_is_not_imported_again(
    study: Study, document: Callable[..., Any]
) -> None:
    act = document("L09", TURNS, {"P": Participant("x"), "Q": Participant("y")})
    study.do(act)
    study.undo()
    study.do(document("L10", TURNS, {"P": Participant("x"), "Q": Participant("y")}), coder="ben")
    study.redo()
    study.undo()
    study.do(act, coder="ben")
    with pytest.raises(InputError, match="L09"):
        study.redo()


def test_a_new_act_ends_what_could_be_done_again(study: Study) -> None:
    study.do(AddCoding("L01", 5, 9, "nearness"))
    study.undo()
    study.do(AddCoding("L01", 6, 9, "nearness"))
    assert study.redo() is None


def test_undo_is_itself_on_record(study: Study) -> None:
    study.do(AddCoding("L01", 5, 9, "nearness"))
    study.undo()
    assert [(event.act, event.undone) for event in study.events(2)] == [("Undo", False), ("AddCoding", True)]


def test_what_stands_twice_is_refused_whole(study: Study, state_of: Callable[[Study], Any]) -> None:
    one, two = AddCoding("L01", 5, 9, "nearness"), AddCoding("L01", 6, 9, "access")
    study.do(one)
    before = state_of(study)
    for twice in (AddCodings((two, one)), AddCodings((two, two)), one):
        with pytest.raises(InputError, match="already"):
            study.do(twice)
        assert state_of(study) == before
    study.do(one, coder="ben")
    other = study.do(two).codings[0]
    with pytest.raises(InputError, match="already"):
        study.do(RecodeCoding(other, "access"), MoveCoding(other, 5, 9), RecodeCoding(other, "nearness"))


def test_no_codings_at_once_is_an_act_too(study: Study) -> None:
    assert study.do(AddCodings(())).codings == ()
    assert study.undo()


def test_what_is_not_there_is_named(study: Study) -> None:
    for act, name in (
        (AddCoding("X99", 0, 1, "access"), "X99"),
        (AddCoding("L01", 0, 1, "nowhere"), "nowhere"),
        (RemoveCoding(77), "77"),
        (SetDone("X99", True), "X99"),
        (SetMemo("code:nowhere", "m"), "nowhere"),
        (MapSpeaker("L01", "Z", True), "Z"),
        (MapSpeaker("L01", "P", False, "p", "atlantis"), "atlantis"),
        (SetParticipant("nobody"), "nobody"),
        (SetParticipant("L01-P1", "atlantis"), "atlantis"),
        (AddSite("brest", {"": "Brest"}, "atlantis"), "atlantis"),
    ):
        with pytest.raises(NotFoundError, match=name):
            study.do(act)


def test_a_span_outside_the_text_is_refused_with_its_length(study: Study) -> None:
    length = len(study.transcript("L01").text)
    for start, end in ((-1, 4), (4, 4), (5, 4), (0, length + 1), (length, length + 1)):
        with pytest.raises(InputError, match=str(length)):
            study.do(AddCoding("L01", start, end, "access"))
    assert study.do(AddCoding("L01", 0, length, "access"))


def test_several_acts_at_once_are_all_or_none(study: Study, state_of: Callable[[Study], Any]) -> None:
    before = state_of(study)
    with suppress(NotFoundError):
        study.do(AddCoding("L01", 1, 4, "access"), AddCode("new", {"": "New"}), RemoveCoding(99))
    assert state_of(study) == before


def test_a_person_mapped_away_is_no_longer_among_those_interviewed(study: Study) -> None:
    study.do(MapSpeaker("L01", "P", False, "nadia", role="worker"))
    assert [person.id for person in study.participants()] == ["L02-P1", "T01-P1", "nadia"]
    assert study.themes(()).groups[""] == 3


def idle_acts(coding: int) -> tuple[Any, ...]:
    """Acts that find all as they would make it, once the coding of `nearness` is a key quotation and L01 is done."""
    return (
        SetKey(coding, True),
        SetKeys((coding,), True),
        SetCounter(coding, False),
        MoveCoding(coding, 5, 9),
        RecodeCoding(coding, "nearness"),
        RecodeCodings((coding,), "nearness"),
        ConfirmCodings((coding,)),
        SetDone("L01", True),
        RenameCode("nearness", "", "Nearness"),
        EditDefinition("nearness", "brief", "Near.", "en"),
        MoveCode("nearness", "distance", 0),
        SetMemo("study", "same"),
    )


def test_an_act_that_changes_nothing_is_no_act(study: Study) -> None:
    coding = study.do(AddCoding("L01", 5, 9, "nearness")).codings[0]
    study.do(SetKey(coding, True), EditDefinition("nearness", "brief", "Near.", "en"))
    study.do(SetDone("L01", True), SetMemo("study", "same"))
    study.do(SetCounter(coding, True))
    study.undo()
    last, book = study.events(1), (study.folder / "codebook.yaml").read_bytes()
    for act in idle_acts(coding):
        assert study.do(act).event == 0, act
        assert study.events(1) == last, act
    assert (study.folder / "codebook.yaml").read_bytes() == book
    assert study.redo(), "what was taken back can be done again still"


def test_the_same_done_by_two_locks_nobody_out(study: Study) -> None:
    """Who takes back first has their way; what the other would take back is gone already, and that is no refusal."""
    places = AddCodings(tuple(AddCoding("L01", start, 9, "nearness") for start in (5, 6, 7)))
    one, two, three = study.do(places).codings
    for acts in (
        (SetKey(one, True), SetKey(one, False), SetKey(one, True)),
        (SetKeys((two, three), True), SetKeys((two, three), False), SetKeys((two, three), True)),
        (RenameCode("language", "en", "Tongue"), RenameCode("language", "en", "Language"),
         RenameCode("language", "en", "Tongue")),
    ):  # fmt: skip
        study.do(acts[0], coder="zoe")
        for act in acts[1:]:
            assert study.do(act, coder="ben").event
        assert study.undo("zoe")
        assert study.undo("ben")
        assert study.undo("ben")
        assert (study.next_undo("zoe"), study.next_undo("ben")) == ((), ())
        assert study.redo("ben")
        assert study.undo("ben")
