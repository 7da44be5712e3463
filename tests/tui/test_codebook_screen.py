"""The codebook in the screen: codes are made, moved, defined, merged, split and reviewed by keys, and taken back."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

import pytest

from qualcode.acts import AddCoding, EditDefinition, RemoveCoding, RenameCode
from qualcode.errors import InputError
from qualcode.study import Study
from qualcode.tui.app import QualcodeApp

Shape = list[tuple[str, str | None]]


@pytest.fixture
def coded(study: Study) -> Study:
    """Two codings of distance, one of nearness, and one of the alliance that overlaps one of distance."""
    for document, start, end, code in (
        ("L01", 47, 58, "distance"),
        ("L01", 60, 80, "nearness"),
        ("S01", 6, 20, "distance"),
        ("S01", 10, 30, "alliance"),
    ):
        study.do(AddCoding(document, start, end, code), coder="c1")
    return study


@pytest.fixture
def during(look: Callable[..., Any]) -> Callable[..., Any]:
    """`during(study, keys, what, more)` presses keys, has something happen beside the screen, presses more keys."""

    def run(study: Study, keys: str, what: Callable[[], object], more: str) -> Any:
        async def go() -> Any:
            app = QualcodeApp(study, "c1")
            async with app.run_test(size=(80, 24)) as pilot:
                await pilot.pause()
                await pressed(app, pilot, keys)
                what()
                await pressed(app, pilot, more)
                return look(app)

        return asyncio.run(go())

    return run


@pytest.fixture
def by_hand(coded: Study, monkeypatch: pytest.MonkeyPatch) -> Callable[[str, str], Callable[[], object]]:
    """`by_hand(old, new)` is an edit of codebook.yaml, which the screen notices by what one does, not by the clock."""
    monkeypatch.setattr("qualcode.tui.app._POLL", 3600)
    file = coded.folder / "codebook.yaml"

    def edit(old: str, new: str) -> Callable[[], object]:
        return lambda: file.write_text(file.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")

    return edit


async def pressed(app: QualcodeApp, pilot: Any, keys: str) -> None:
    for key in keys.split():
        await pilot.press(key)
        await app.workers.wait_for_complete()
    await pilot.pause()


def screen(seen: Any) -> str:
    return "\n".join(seen.rows)


def shape(study: Study) -> Shape:
    """The codes with their parents, in order."""
    return [(code.id, code.parent) for code, _depth in study.codebook.walk()]


def used(study: Study) -> list[str]:
    return sorted(coding.code for coding in study.codings())


FIRST: Shape = [("distance", None), ("nearness", "distance"), ("bilingualism", None), ("alliance", None)]


def test_the_tree_counts_unions_and_the_card_tells_the_code_in_hand(coded: Study, drive: Callable[..., Any]) -> None:
    seen = drive(coded, "f10", size=(120, 40))
    assert seen.screen == "CodebookScreen"
    row = next(row for row in seen.rows if "Distance" in row)
    assert row.split()[:7] == ["1", "▌", "Distance", "DI", "3", "2", "2"]
    assert "Keeping apart" in screen(seen)
    assert "definition v1" in screen(seen)


def test_a_code_that_belongs_under_two_is_referred_to_under_the_second(coded: Study, drive: Callable[..., Any]) -> None:
    coded.do(EditDefinition("nearness", "also_under", "alliance"), coder="c1")
    seen = drive(coded, "f10 end", size=(120, 40))
    (line,) = (row for row in seen.rows if "↗ Nearness" in row)
    assert not any(cell.isdigit() for cell in line.split("↗")[0].split() + line.split("Nearness")[1].split()[:3])
    assert "Distance" in screen(seen) and "also under The slow alliance" in screen(seen)
    seen = drive(coded, "f10 end enter shift+left", size=(120, 40))
    assert seen.screen == "CodebookScreen"
    assert ("nearness", None) in shape(coded)


def test_a_new_code_stands_after_the_one_in_hand_or_under_it_and_is_taken_back(
    coded: Study, drive: Callable[..., Any]
) -> None:
    seen = drive(coded, "f10 n R i r e enter N S o u r i r e enter", size=(80, 24))
    assert shape(coded)[2:4] == [("rire", None), ("sourire", "rire")]
    assert "Sourire is new" in screen(seen)
    drive(coded, "f10 u u")
    assert shape(coded) == FIRST


def test_a_code_that_nearly_exists_is_shown_before_one_is_made(coded: Study, drive: Callable[..., Any]) -> None:
    seen = drive(coded, "f10 n p r o x i m i t e enter")
    assert "is it one of these" in screen(seen)
    seen = drive(coded, "f10 n p r o x i m i t e enter enter")
    assert shape(coded) == FIRST
    assert "Nearness is in hand" in screen(seen)
    drive(coded, "f10 n p r o x i m i t e enter end enter")
    assert shape(coded) == FIRST, "no other code can have its label"
    drive(coded, "f10 n p r o x i m i t e s enter end enter")
    assert ("proximites", None) in shape(coded)


def test_a_label_that_leads_to_another_code_is_no_code_s_new_label(coded: Study, drive: Callable[..., Any]) -> None:
    seen = drive(coded, "f10 end r ctrl+u p r o x i m i t e enter end enter")
    assert "Nearness is in hand" in screen(seen)
    with pytest.raises(InputError, match="is the code nearness"):
        coded.do(RenameCode("bilingualism", "fr", "Proximité"))


def test_codes_are_moved_by_arrows_and_under_a_chosen_one(coded: Study, drive: Callable[..., Any]) -> None:
    drive(coded, "f10 end shift+up shift+right")
    assert shape(coded) == [FIRST[0], FIRST[1], ("alliance", "distance"), FIRST[2]]
    drive(coded, "f10 end m n e a r enter")
    assert ("bilingualism", "nearness") in shape(coded)
    drive(coded, "f10 u u u")
    assert shape(coded) == FIRST


def test_a_label_in_one_language_is_changed_and_the_old_one_finds_it_still(
    coded: Study, drive: Callable[..., Any]
) -> None:
    coded.do(RenameCode("bilingualism", "en", "Two languages"), coder="c1")
    seen = drive(coded, "f10 end slash b i l i n g u a l enter r ctrl+u T o n g u e s enter", size=(120, 40))
    assert coded.codebook["bilingualism"].label == {"en": "Tongues", "fr": "Bilinguisme"}
    assert coded.codebook["bilingualism"].aliases == ("translation", "Two languages")
    assert "Two languages is now Tongues" in screen(seen)


def test_a_definition_is_written_field_by_field_and_kept_as_one_act(coded: Study, drive: Callable[..., Any]) -> None:
    before = len(coded.events())
    drive(coded, "f10 e N e w space ctrl+s")
    assert coded.codebook["distance"].brief["en"] == "New Keeping apart"
    drive(coded, "f10 e tab X tab Y ctrl+s")
    assert (coded.codebook["distance"].full, len(coded.events())) == ({"en": "Y"}, before + 2)
    seen = drive(coded, "f10 e Z escape end enter")
    assert (seen.screen, coded.codebook["distance"].brief["en"]) == ("CodebookScreen", "New Keeping apart")


def test_what_was_coded_under_an_earlier_definition_is_walked_through(coded: Study, drive: Callable[..., Any]) -> None:
    coded.do(EditDefinition("distance", "use_when", "somebody speaks of being far away", "en"), coder="c1")
    seen = drive(coded, "f10 v", size=(120, 40))
    assert "1 of 2" in screen(seen)
    assert "someone speaks" in screen(seen) and "somebody speaks" in screen(seen)
    seen = drive(coded, "f10 v x y u u x y", size=(80, 24))
    assert "2 passages are settled, 0 are left" in screen(seen)
    assert used(coded) == ["alliance", "distance", "nearness"]
    assert "is coded under its present definition" in screen(drive(coded, "f10 v"))
    drive(coded, "f10 u u")
    assert used(coded) == ["alliance", "distance", "distance", "nearness"]
    assert "1 of 2" in screen(drive(coded, "f10 v"))


def test_a_merge_is_shown_first_then_done_with_a_reason_and_taken_back(coded: Study, drive: Callable[..., Any]) -> None:
    keys = "f10 end g d i s t a n c e enter"
    seen = drive(coded, keys, size=(120, 30))
    assert "2 overlapping passages stay, each by itself · S01" in screen(seen)
    assert shape(coded) == FIRST
    before = coded.text_of("codebook.yaml")
    seen = drive(coded, f"{keys} o enter o n e enter", size=(80, 24))
    assert used(coded) == ["distance", "distance", "nearness"]
    assert coded.codebook["distance"].aliases == ("alliance", "The slow alliance", "L’alliance lente")
    assert coded.events()[0].summary["reason"] == "one"
    drive(coded, "f10 u")
    assert (coded.text_of("codebook.yaml"), used(coded)) == (before, ["alliance", "distance", "distance", "nearness"])


def test_a_merge_of_codes_whose_passages_lie_apart_says_so(coded: Study, drive: Callable[..., Any]) -> None:
    for coding in coded.codings():
        if coding.code == "alliance":
            coded.do(RemoveCoding(coding.id), coder="c1")
    seen = drive(coded, "f10 end g d i s t a n c e enter", size=(80, 24))
    assert "no passages overlap" in screen(seen)


def test_a_split_sends_quotations_with_a_key_each_and_can_be_gone_on_with(
    coded: Study, drive: Callable[..., Any]
) -> None:
    begun = "f10 s F a r tab O f f enter"
    seen = drive(coded, f"{begun} 2", size=(80, 24))
    assert used(coded) == ["alliance", "distance", "nearness", "off"]
    assert "2 of 2" in screen(seen)
    seen = drive(coded, "f10 s enter", size=(80, 24))
    assert "1 of 1" in screen(seen)
    seen = drive(coded, "f10 s enter 1 u enter", size=(80, 24))
    assert used(coded) == ["alliance", "distance", "nearness", "off"]
    assert "0 passages were sent, 1 stays with Distance" in screen(seen)


def test_a_retired_code_says_so_stays_where_it_is_and_comes_back(coded: Study, drive: Callable[..., Any]) -> None:
    seen = drive(coded, "f10 down R enter", size=(80, 24))
    assert coded.codebook["nearness"].retired
    assert any("Nearness · retired" in row for row in seen.rows)
    drive(coded, "f10 down R")
    assert shape(coded) == FIRST and not coded.codebook["nearness"].retired
    assert "1 coding uses it" in screen(drive(coded, "f10 end x"))


def test_an_edit_made_meanwhile_is_shown_before_anything_is_done_upon_it(
    coded: Study, during: Callable[..., Any], by_hand: Callable[[str, str], Callable[[], object]]
) -> None:
    seen = during(coded, "f10", by_hand("Bilinguisme", "Deux langues"), "shift+down")
    assert seen.screen == "EditedScreen"
    assert "+    label: {en: Bilingualism, fr: Deux langues}" in screen(seen)
    seen = during(coded, "f10", lambda: None, "shift+down enter")
    assert (seen.screen, coded.codebook["bilingualism"].label["fr"]) == ("CodebookScreen", "Deux langues")
    assert shape(coded)[0] == ("bilingualism", None)
    seen = during(coded, "f10", by_hand("pin: 1", "pin: one"), "shift+down enter")
    assert "codebook.yaml:" in screen(seen) and "'one' is not a digit" in screen(seen)
    seen = during(coded, "f10", by_hand("pin: one", "pin: 3"), "shift+down escape")
    assert (seen.screen, coded.codebook["distance"].pin) == ("CodebookScreen", 1)
    seen = during(coded, "f10", by_hand("pin: 3", "pin: 1"), "shift+down escape")
    seen = during(coded, "f10", by_hand("id: alliance", "id: other"), "shift+down enter")
    assert seen.screen == "CodebookScreen"
    assert "the code alliance is gone, but 1 coding" in screen(seen)


def test_a_field_written_in_an_editor_meanwhile_is_not_written_over_unasked(
    coded: Study, during: Callable[..., Any], by_hand: Callable[[str, str], Callable[[], object]]
) -> None:
    seen = during(coded, "f10 e N e w space", by_hand("Keeping apart", "Keeping away"), "ctrl+s")
    assert seen.screen == "DefinitionScreen"
    assert "It has been written anew since." in screen(seen)
    assert "Keeping away" in (coded.folder / "codebook.yaml").read_text(encoding="utf-8")


def test_an_edit_elsewhere_made_meanwhile_is_shown_before_a_definition_is_kept(
    coded: Study, during: Callable[..., Any], by_hand: Callable[[str, str], Callable[[], object]]
) -> None:
    edit = by_hand("Bilinguisme", "Deux langues")
    seen = during(coded, "f10 e N e w space", edit, "ctrl+s")
    assert seen.screen == "EditedScreen"
    assert "Deux langues" in screen(seen)
    by_hand("Deux langues", "Bilinguisme")()
    seen = during(coded, "f10 e N e w space", edit, "ctrl+s enter")
    assert seen.screen == "CodebookScreen"
    assert coded.codebook["bilingualism"].label["fr"] == "Deux langues"
    assert coded.codebook["distance"].brief["en"].startswith("New ")
