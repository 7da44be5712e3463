"""Codes made one: their codings, names, memos and summaries; what another coder has built on is not taken back."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from qualcode.acts import (
    AddCode,
    AddCoding,
    AddCodings,
    ConfirmCodings,
    EditDefinition,
    MergeCodes,
    RecodeCoding,
    RecodeCodings,
    RemoveCodings,
    RenameCode,
    RetireCode,
    SetKey,
    SetKeys,
    SetMemo,
    SetSummary,
    SplitCode,
)
from qualcode.care.merging import merge_preview
from qualcode.care.reviewing import stale, stale_codings, wordings_compared
from qualcode.errors import InputError, YamlError
from qualcode.model.asking import Filter
from qualcode.naming import find_code, present_ids
from qualcode.study import Study


def places(study: Study) -> list[tuple[int, int, str, str, bool]]:
    return [(each.start, each.end, each.code, each.coder, bool(each.key)) for each in study.codings()]


@pytest.fixture
def coded(study: Study) -> Study:
    """Two codes of ana on the same passage and on overlapping ones, one of ben beside them."""
    one, two, three, four = study.do(AddCodings(tuple(
        AddCoding("L01", start, end, code)
        for start, end, code in ((12, 20, "nearness"), (12, 20, "access"), (18, 30, "access"), (30, 35, "access"))
    ))).codings  # fmt: skip
    study.do(SetKey(two, True), SetMemo(f"coding:{two}", "kept"), SetMemo("code:access", f"see [#{two}]"))
    study.do(AddCoding("L01", 15, 25, "access"), coder="ben")
    assert (one, two, three, four) == (1, 2, 3, 4)
    return study


def test_the_same_passage_twice_becomes_one_with_its_memo_and_its_key(coded: Study) -> None:
    coded.do(MergeCodes(("access",), "nearness", "keep"))
    assert places(coded) == [
        (12, 20, "nearness", "ana", True), (15, 25, "nearness", "ben", False), (18, 30, "nearness", "ana", False),
        (30, 35, "nearness", "ana", False),
    ]  # fmt: skip
    assert {(memo.target, memo.text) for memo in coded.memos()} == {
        ("coding:1", "kept"), ("code:nearness", "see [#1]"),
    }  # fmt: skip


def test_passages_of_one_coder_that_overlap_are_joined_as_asked(coded: Study) -> None:
    coded.do(MergeCodes(("access",), "nearness", "join"))
    assert places(coded) == [
        (12, 30, "nearness", "ana", True), (15, 25, "nearness", "ben", False), (30, 35, "nearness", "ana", False),
    ]  # fmt: skip
    assert coded.quotations(Filter(ids=(1,)))[0].text == coded.transcript("L01").text[12:30]


@pytest.mark.parametrize("overlaps", ["keep", "join"])
def test_a_preview_says_what_a_merge_then_does(coded: Study, overlaps: str) -> None:
    found = merge_preview(coded, ["Accès"], "nearness")
    assert (found.codes, found.into, found.memos, found.guides) == (("access",), "nearness", 1, ())
    assert [[one.id for one in group.members] for group in found.twins] == [[1, 2]]
    assert [([one.id for one in each.members], each.start, each.end) for each in found.overlapping] == [
        ([1, 2, 3], 12, 30)
    ]
    coded.do(MergeCodes(found.codes, found.into, overlaps))
    assert len(coded.codings()) == (found.joined if overlaps == "join" else found.kept)
    assert coded.text_of("codebook.yaml") == found.text
    assert coded.codebook["nearness"].aliases == found.aliases == ("access", "Accès")


def test_what_names_a_merged_code_means_what_it_became(study: Study) -> None:
    study.do(MergeCodes(("nearness",), "language", reason="one idea"))
    assert {find_code(study.codebook, name).id for name in ("nearness", "Nearness", "NEARNESS")} == {"language"}  # type: ignore[union-attr]
    assert study.guides["near"].asks == ("language",)
    assert study.guides["tongue"].asks == ("language",)
    with pytest.raises(InputError, match="was a name"):
        study.do(AddCode("nearness", {"": "Again"}))


def test_a_theme_goes_with_its_sub_codes_into_one_of_them(study: Study) -> None:
    study.do(AddCoding("L01", 12, 20, "distance"))
    study.do(MergeCodes(("distance",), "nearness"))
    assert [(code.id, code.parent) for code in study.codebook.codes] == [
        ("nearness", None), ("access", "nearness"), ("language", None),
    ]  # fmt: skip
    assert places(study) == [(12, 20, "nearness", "ana", False)]


def test_summaries_follow_a_merged_theme_and_join_what_is_there(study: Study, state_of: Callable[[Study], Any]) -> None:
    study.do(SetSummary("distance", "site:lille", "Loin.", 0, None))
    study.do(SetSummary("language", "site:lille", "Traduire.", 0, None))
    study.do(SetSummary("language", "site:toulon", "Parler.", 0, None))
    before = state_of(study)
    found = merge_preview(study, ["language"], "distance")
    assert found.joined_summaries == ("site:lille",)
    assert set(found.summaries) == {("language", "site:lille"), ("language", "site:toulon")}
    study.do(MergeCodes(("language",), "distance"))
    rows = study.connection.execute(
        "SELECT summary.theme, summary.holder, text FROM summary JOIN summary_version AS v ON v.id = version ORDER BY 2"
    ).fetchall()
    assert rows == [
        ("distance", "site:lille", "Loin.\n\nLanguage: Traduire."), ("distance", "site:toulon", "Parler."),
    ]  # fmt: skip
    assert study.connection.execute("SELECT count(*) FROM summary_version WHERE theme = 'language'").fetchone() == (0,)
    study.undo()
    assert state_of(study) == before


def test_a_merge_on_which_another_built_is_not_taken_back(coded: Study, state_of: Callable[[Study], Any]) -> None:
    coded.do(MergeCodes(("access",), "nearness", "join"))
    for act in (
        AddCoding("L02", 8, 12, "nearness"),
        RenameCode("nearness", "", "Close"),
        SetMemo("code:nearness", "x"),
    ):
        coded.do(act, coder="ben")
        before = state_of(coded)
        with pytest.raises(InputError, match="ben"):
            coded.undo()
        assert state_of(coded) == before
        coded.undo("ben")
    assert coded.undo()
    assert len(coded.codings()) == 5


def test_edits_of_two_coders_on_one_file_are_taken_back_apart(study: Study) -> None:
    first = study.text_of("codebook.yaml")
    study.do(RenameCode("nearness", "", "Close"))
    study.do(EditDefinition("language", "use_when", "Two tongues.", "en"), coder="ben")
    study.do(RetireCode("access"), coder="ben")
    study.undo()
    assert study.codebook["nearness"].label == {"": "Nearness"}
    assert study.codebook["language"].use_when == {"en": "Two tongues."}
    study.undo("ben")
    study.undo("ben")
    assert study.text_of("codebook.yaml") == first


def test_a_label_that_another_changed_since_is_not_taken_back(study: Study) -> None:
    study.do(RenameCode("nearness", "", "Close"))
    study.do(RenameCode("nearness", "", "Closer"), coder="ben")
    with pytest.raises(InputError, match="changed since"):
        study.undo()


def test_a_split_sends_codings_and_the_rest_stays(study: Study, state_of: Callable[[Study], Any]) -> None:
    ids = study.do(AddCodings((AddCoding("L01", 12, 20, "nearness"), AddCoding("L01", 21, 30, "nearness")))).codings
    before = state_of(study)
    new = AddCode("by-phone", {"": "By phone"}, "distance", position=1)
    study.do(SplitCode("nearness", (new,), {"by-phone": ids[:1]}, retire=True, reason="two things"))
    assert [(each.code, each.definition) for each in study.codings()] == [("by-phone", 1), ("nearness", 1)]
    assert [code.id for code in study.codebook.children("distance")] == ["nearness", "by-phone", "access"]
    assert study.codebook["nearness"].retired
    study.undo()
    assert state_of(study) == before
    with pytest.raises(InputError, match="not one of"):
        study.do(SplitCode("access", (new,), {"by-phone": ids[:1]}))


def test_an_old_copy_of_the_file_with_a_merged_code_is_refused_by_name(study: Study) -> None:
    old = study.text_of("codebook.yaml")
    study.do(AddCoding("L01", 12, 20, "nearness"))
    study.do(MergeCodes(("nearness",), "access"))
    (study.folder / "codebook.yaml").write_text(old, encoding="utf-8")
    with pytest.raises(YamlError, match=r"codebook.yaml:7:.* nearness has become access"):
        study.take_in_edits()
    assert places(study) == [(12, 20, "access", "ana", False)]


# --------------------------------------------------------------------- versions of a definition


def test_a_coding_knows_the_definition_under_which_it_was_made(study: Study) -> None:
    first = study.do(AddCoding("L01", 12, 20, "nearness")).codings[0]
    study.do(EditDefinition("nearness", "brief", "Close."))
    second = study.do(AddCoding("L01", 21, 30, "nearness")).codings[0]
    study.do(EditDefinition("nearness", "use_when", "Someone is near."))
    third = study.do(AddCoding("L02", 8, 12, "nearness")).codings[0]
    study.do(EditDefinition("nearness", "use_when", "Someone is really near."))
    assert [study.coding(number).definition for number in (first, second, third)] == [1, 1, 2]
    assert stale_codings(study) == (first, second, third)
    assert [(each.code, each.present, each.under, each.left, each.reviewed) for each in stale(study)] == [
        ("nearness", 3, {1: 2, 2: 1}, 3, 0)
    ]
    (change,) = wordings_compared(study, "nearness", 2, 3)
    assert [piece.text for piece in change.pieces if piece.sign == "+"] == ["really "]
    study.do(ConfirmCodings((first,)))
    study.do(RecodeCoding(second, "access"))
    study.do(RemoveCodings((third,)))
    assert stale_codings(study) == ()
    assert [(each.left, each.reviewed) for each in stale(study)] == [(0, 1)]


def test_definitions_edited_by_hand_make_versions_too(study: Study) -> None:
    study.do(AddCoding("L01", 12, 20, "nearness"))
    text = study.text_of("codebook.yaml").replace("label: Nearness", "label: Nearness\n        not_when: Far.")
    (study.folder / "codebook.yaml").write_text(text, encoding="utf-8")
    study.take_in_edits()
    assert [each.under for each in stale(study)] == [{1: 1}]


def test_a_definition_under_which_another_coded_stays_on_record(study: Study) -> None:
    study.do(EditDefinition("nearness", "full", "One."))
    number = study.do(AddCoding("L01", 12, 20, "nearness"), coder="ben").codings[0]
    study.undo()
    assert study.codebook["nearness"].full == {}
    assert study.coding(number).definition == 2
    assert stale_codings(study) == (number,)


def test_many_codings_change_as_one_act(study: Study, state_of: Callable[[Study], Any]) -> None:
    ids = study.do(AddCodings(tuple(AddCoding("L01", start, start + 4, "nearness") for start in (12, 13, 14)))).codings
    study.do(SetKey(ids[0], True))
    before = state_of(study)
    study.do(SetKeys(ids, True), RecodeCodings(ids, "access"))
    assert {(each.code, each.key) for each in study.codings()} == {("access", 1)}
    study.undo()
    assert state_of(study) == before
    study.do(RecodeCodings(ids, "access"), coder="ben")
    with pytest.raises(InputError, match="ben"):
        [study.undo() for _time in range(2)]


def test_a_plain_text_gets_its_language_where_one_in_the_other_is_put_beside_it(study: Study) -> None:
    study.do(RenameCode("nearness", "fr", "Proximité"))
    study.do(EditDefinition("nearness", "brief", "Close to."))
    study.do(EditDefinition("nearness", "brief", "Près de.", "fr"))
    assert study.codebook["nearness"].label == {"en": "Nearness", "fr": "Proximité"}
    assert study.codebook["nearness"].brief == {"en": "Close to.", "fr": "Près de."}
    study.do(RenameCode("access", "nl", "Toegang"))
    assert set(study.codebook["access"].label) == {"", "nl"}, "in which of the study's languages it is, nobody said"


def test_a_text_in_no_language_is_in_the_only_one_there_is_and_refused_beside_several(study: Study) -> None:
    study.do(RenameCode("language", "", "Tongue"))
    assert study.codebook["language"].label == {"en": "Tongue"}
    study.do(RenameCode("language", "fr", "Langue"))
    with pytest.raises(InputError, match="written in en, fr"):
        study.do(RenameCode("language", "", "Parler"))


def test_an_alias_that_somebody_took_out_by_hand_leads_to_its_code_still(study: Study) -> None:
    study.do(RenameCode("nearness", "en", "Closeness"))
    study.do(RenameCode("nearness", "en", "Being near"))
    study.do(MergeCodes(("nearness",), "distance"))
    file = study.folder / "codebook.yaml"
    lines = file.read_text("utf-8").splitlines(keepends=True)
    file.write_text("".join(line for line in lines if "aliases" not in line), "utf-8")
    study.take_in_edits()
    assert study.codebook["distance"].aliases == ()
    for name in ("nearness", "Closeness", "being near"):
        found = find_code(study.codebook, name)
        assert found is not None and found.id == "distance"
    assert present_ids(study.codebook, ("nearness", "nobody")) == ("distance", "nobody")
