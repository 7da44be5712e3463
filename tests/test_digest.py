"""What a period held: only what still stands, at the sites asked for, by the dates that are said."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qualcode.acts import (
    AddCode,
    AddCoding,
    AddCodings,
    AddMemo,
    ConfirmSummary,
    EditMemo,
    RecodeCoding,
    RemoveCoding,
    RenameCode,
    SetDone,
    SetSummary,
)
from qualcode.digest import CodeChange, Worked, digest
from qualcode.errors import InputError, NotFoundError
from qualcode.framework.matrix import versions
from qualcode.model.people import Participant
from qualcode.report.digest import build
from qualcode.report.markdown import pieces
from qualcode.study import Study

EVER = "2000-01"
TURNS = [("I", "Et vous ?"), ("P", "Nous étions proches. Très proches.")]


def test_codings_are_told_by_coder_and_what_was_taken_back_is_not(study: Study) -> None:
    study.do(AddCodings((AddCoding("L01", 1, 5, "access"), AddCoding("T01", 1, 5, "access"))))
    study.do(AddCode("new", {"": "New"}), AddCoding("L02", 2, 5, "new"))
    study.do(RecodeCoding(1, "nearness"), coder="ben")
    study.do(RemoveCoding(2))
    study.do(AddCoding("L02", 7, 9, "access"))
    study.undo()
    study.do(AddCoding("L02", 8, 9, "access"))
    study.undo()
    study.redo()
    study.do(SetDone("L01", True), coder="ben")
    study.do(SetDone("L02", True))
    study.do(SetDone("L02", False))
    assert digest(study, EVER).coding == (Worked("ana", 4, 1, 0, ()), Worked("ben", 0, 0, 1, ("L01",)))
    assert digest(study, EVER, site="north").coding == (Worked("ana", 3, 0, 0, ()), Worked("ben", 0, 0, 1, ("L01",)))
    assert digest(study, EVER, site="Toulon").coding == (Worked("ana", 1, 1, 0, ()),)
    assert digest(study, "2100-01").coding == ()


STEPS = st.tuples(st.sampled_from(("add", "two", "remove", "undo", "redo")), st.integers(0, 20))


@given(acts=st.lists(STEPS, max_size=14))
def test_added_less_removed_is_what_stands(
    new_study: Callable[..., Study], document: Any, acts: Any, tmp_path_factory: Any
) -> None:
    with new_study(tmp_path_factory.mktemp("law") / "study") as study:
        study.do(document("D0", TURNS, {"P": Participant("p")}, site="lille"), coder="host")
        for act, number in acts:
            codings = study.codings()
            if act in ("undo", "redo"):
                getattr(study, act)("ana")
            elif act == "remove" and codings:
                study.do(RemoveCoding(codings[number % len(codings)].id))
            elif not any(coding.start == number for coding in codings):
                one = AddCoding("D0", number, number + 3, "access")
                study.do(one if act == "add" else AddCodings((one, AddCoding("D0", number, number + 4, "nearness"))))
        told = digest(study, EVER, site="lille").coding
        worked = told[0] if told else Worked("ana", 0, 0, 0, ())
        assert worked.added - worked.removed == len(study.codings())


def test_material_is_told_by_the_day_it_was_added_and_by_its_own_date(
    study: Study, document: Callable[..., Any]
) -> None:
    study.do(document("L09", TURNS, {"P": Participant("x", role="user")}, site="lens", date="2013-04"))
    study.do(document("L10", TURNS, {"P": Participant("y")}, site="lens", date="2012-04-02"))
    study.undo()
    found = digest(study, "2013-02-01", "2013-05-31")
    assert [each.document for each in found.dated] == ["L09"]
    assert [(each.participant, each.sites, each.role) for each in found.met] == [("x", ("lens",), "user")]
    assert found.added == (), "it was added today"
    assert {each.document for each in digest(study, EVER).added} == {"L01", "L02", "T01", "L09"}
    assert [each.site for each in found.silent] == ["lille", "toulon"]
    assert digest(study, "2013-02-01", "2013-05-31", "south").silent[0].site == "toulon"
    assert [each.document for each in digest(study, EVER, site="south").added] == ["T01"]


def test_changes_of_the_codebook_are_named_one_by_one(study: Study) -> None:
    study.do(AddCode("trust", {"": "Trust"}, "distance"))
    study.do(RenameCode("language", "en", "Tongue"), coder="ben")
    study.do(RenameCode("language", "en", "Speech"))
    study.undo()
    path = study.folder / "codebook.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("label: Nearness", "label: Nearness\n        brief: Close."), encoding="utf-8")
    study.take_in_edits()
    day = study.events(1)[0].at[:10]
    assert digest(study, EVER, site="lille").codebook == (
        CodeChange(day, "ana", "trust", "added"),
        CodeChange(day, "ben", "language", "renamed", "Language", "Tongue"),
        CodeChange(day, "ana", "nearness", "redefined"),
    )


def test_an_edit_by_hand_says_what_it_changed(tmp_path: Path, study: Study) -> None:
    before = "title: A\ncodes:\n  - id: a\n    label: A\n  - id: b\n    label: B\n  - id: c\n    label: C\n"
    after = "title: A\ncodes:\n  - id: a\n    label: {fr: Ah}\n    codes:\n      - id: b\n        label: B\n"
    after += "  - {id: d, label: D}\n"
    with Study.create(
        tmp_path / "bare", study_text=study.text_of("study.yaml"), codebook_text=before, coder="ana"
    ) as bare:
        assert digest(bare, EVER).codebook == ()
        (bare.folder / "codebook.yaml").write_text(after, encoding="utf-8")
        bare.take_in_edits()
        found = digest(bare, EVER).codebook
    assert [(each.code, each.what, each.before, each.after) for each in found] == [
        ("a", "renamed", "A", ""), ("a", "renamed", "", "Ah"), ("b", "moved", "", "a"), ("d", "added", "", ""),
        ("c", "removed", "", ""),
    ]  # fmt: skip


def test_memos_questions_and_summaries_are_of_the_sites_asked_for(study: Study) -> None:
    study.do(AddMemo("site:lille", "avril", "logbook", "2013-04-02"))
    study.do(AddMemo("document:T01", "ton", "analytic"))
    study.do(AddMemo("code:distance", "Où ?", "question"))
    study.do(AddMemo("site:toulon", "Qui ?", "question"))
    study.do(SetSummary("distance", "site:lille", "Loin.", 0, "ana"))
    study.do(SetSummary("distance", "participant:T01-P1", "Près.", 0, "ana"))
    study.do(SetSummary("access", "participant:T01-P1", "Rien.", 0, "ana"))
    study.undo()

    def of(site: str | None, since: str = EVER, until: str | None = None) -> tuple[list[str], ...]:
        found = digest(study, since, until, site)
        return tuple([each.text if hasattr(each, "text") else each.memo.text for each in part]
                     for part in (found.memos, found.questions, found.summaries))  # fmt: skip

    assert of(None) == (["avril", "ton"], ["Où ?", "Qui ?"], ["Loin.", "Près."])
    assert of("north") == (["avril"], [], ["Loin."])
    assert of("toulon") == (["ton"], ["Qui ?"], ["Près."])
    assert of(None, "2013-04-01", "2013-04-30") == (["avril"], [], [])


def test_a_summary_that_still_holds_is_not_one_that_was_written(study: Study) -> None:
    cell = "distance", "site:lille"

    def told() -> tuple[list[str], list[str]]:
        found = digest(study, EVER)
        return [each.text for each in found.summaries], [each.text for each in found.confirmed]

    def upon() -> int:
        return versions(study, *cell)[0].id

    study.do(SetSummary(*cell, "Loin.", 0, "ana"))
    assert told() == (["Loin."], [])
    study.do(ConfirmSummary(*cell, upon(), "ana"))
    assert told() == (["Loin."], ["Loin."])
    study.do(SetSummary(*cell, "Près.", upon(), "ana"))
    assert told() == (["Près."], [])
    study.undo()
    assert told() == (["Loin."], ["Loin."])
    study.undo()
    assert told() == (["Loin."], [])


def test_what_a_period_cannot_be_is_said(study: Study) -> None:
    for since, until, site, said in (
        ("soon", None, None, "2013-04-02"),
        ("2013-04-02", "2013-03", None, "before it begins"),
        (EVER, None, "Lile", "lille"),
    ):
        with pytest.raises((InputError, NotFoundError), match=said):
            digest(study, since, until, site)


def test_a_month_holds_all_its_days(study: Study, document: Callable[..., Any]) -> None:
    for number, day in enumerate(("2013-03-31", "2013-04-01", "2013-04-30", "2013-05-01", None)):
        study.do(document(f"D{number}", [("P", f"{number} fois.")], {"P": Participant("x")}, date=day))
    found = digest(study, "2013-04", "2013-04")
    assert Counter(each.date for each in found.dated) == {"2013-04-01": 1, "2013-04-30": 1}


def test_a_coding_is_of_the_site_of_who_speaks_there(study: Study, document: Callable[..., Any]) -> None:
    guest = Participant("guest", "toulon")
    study.do(document("D9", [("P", "Nous."), ("G", "Moi."), ("I", "Et ?")], {"P": Participant("p"), "G": guest},
                      site="lille"))  # fmt: skip
    host, visitor, asked = (turn.body for turn in study.transcript("D9").turns)
    for start in (host, visitor, asked):
        study.do(AddCoding("D9", start, start + 3, "access"))
    lost = study.do(AddCoding("D9", visitor, visitor + 2, "access")).codings[0]
    study.do(RecodeCoding(lost, "nearness"))
    study.do(RemoveCoding(lost))
    assert digest(study, EVER, site="lille").coding == (Worked("ana", 2, 0, 0, ()),)
    assert digest(study, EVER, site="toulon").coding == (Worked("ana", 2, 1, 1, ()),)
    assert digest(study, EVER).coding == (Worked("ana", 4, 1, 1, ()),)
    both = study.themes(("site",), coder="ana").rows[0].cells
    assert (both["lille"].segments, both["toulon"].segments) == (2, 1)


def test_a_memo_that_was_written_anew_is_not_new(study: Study) -> None:
    study.do(AddMemo("study", "un"), AddMemo("study", "deux"), AddMemo("study", "Où ?", "question"))
    study.connection.execute("UPDATE event SET at = '2013-02-01T10:00:00.000+00:00'")
    study.connection.execute("UPDATE memo SET at = '2013-02-01T10:00:00.000+00:00'")
    first, second, question = (memo.id for memo in study.memos())
    study.do(EditMemo(first, "un, encore", "analytic"))
    study.do(EditMemo(second, "deux, encore", "analytic"))
    study.undo()
    study.do(AddMemo("study", "trois"))
    study.do(EditMemo(question, "Où ? Là.", "question"))

    def of(since: str, until: str | None = None) -> tuple[list[str], ...]:
        found = digest(study, since, until)
        return tuple([each.memo.text for each in part] for part in (found.memos, found.rewritten, found.questions))

    assert of("2013-02", "2013-02") == (["deux", "un, encore"], [], ["Où ? Là."])
    assert of("2014-01") == (["trois"], ["un, encore"], ["Où ? Là."])
    assert of(EVER) == (["deux", "un, encore", "trois"], [], ["Où ? Là."])
    assert of("2012-01", "2012-12") == ([], [], [])


def test_a_study_without_sites_is_not_said_to_have_something_everywhere(
    tmp_path: Path, document: Callable[..., Any]
) -> None:
    text = "title: A\nlanguages: [en]\n"
    with Study.create(tmp_path / "bare", study_text=text, codebook_text="codes: []\n", coder="ana") as study:
        study.do(document("D1", TURNS, {"P": Participant("p")}))
        said = "".join(pieces(build(study, digest(study, EVER), "en")))
    assert "Every site" not in said
    assert "no sites yet" in said
