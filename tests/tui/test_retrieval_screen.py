"""The retrieval room: a query typed or built with keys, its answers sorted and marked, acts on many as one."""

from __future__ import annotations

import asyncio

import pytest

from qualcode.acts import AddCoding, AddCodings
from qualcode.study import Study


@pytest.fixture
def coded(study: Study) -> Study:
    """Four codings of one's own in two documents, and one of another coder's."""
    first, second = (study.transcript(name).sentences for name in ("L01", "S01"))
    own = (
        ("L01", first[1], "nearness"), ("L01", first[2], "distance"), ("L01", first[2], "bilingualism"),
        ("S01", second[0], "nearness"),
    )  # fmt: skip
    study.do(AddCodings(tuple(AddCoding(name, at.start, at.end, code) for name, at, code in own)), coder="c1")
    study.do(AddCoding("S01", second[0].start, second[0].end, "bilingualism"), coder="c2")
    return study


def typed(words: str) -> str:
    names = {" ": "space", "=": "equals_sign", "(": "left_parenthesis", ")": "right_parenthesis", "~": "tilde"}
    return " ".join(names.get(letter, letter) for letter in words)


ALL = "f4 slash ctrl+u enter"


def test_the_room_opens_with_what_the_coding_screen_shows(coded: Study, drive) -> None:
    seen = drive(coded, "f4")
    assert seen.screen == "QuotationsScreen"
    assert seen.rows[0].strip() == "coder=c1"
    assert seen.rows[1].strip() == "4 quotations · 2 people · 2 documents"


def test_a_query_is_typed_and_its_answers_lead_to_the_place(coded: Study, drive) -> None:
    keys = f"f4 slash ctrl+u {typed('distance and not =nearness')} enter"
    seen = drive(coded, keys)
    assert seen.rows[0].strip() == "distance and not =nearness"
    assert seen.rows[1].strip() == "1 quotation · 1 person · 1 document"
    assert drive(coded, keys + " enter").selection.startswith("Trois jours par semaine")


def test_typing_takes_the_place_of_the_query_that_an_arrow_keeps(coded: Study, drive) -> None:
    assert drive(coded, f"f4 slash {typed('nearness')} enter").rows[0].strip() == "nearness"
    kept = drive(coded, f"f4 slash right {typed(' and nearness')} enter")
    assert kept.rows[0].strip() == "coder=c1 and nearness"


def test_what_is_wrong_stands_under_its_place_and_the_answers_stay(coded: Study, drive) -> None:
    seen = drive(coded, f"f4 slash ctrl+u {typed('distance and nearnes')} enter")
    assert seen.rows[1].index("^") == seen.rows[0].index("nearnes")
    assert "There is no code nearnes in the codebook. Write nearness." in seen.rows[1]
    assert "4 quotations" in seen.rows[2]
    assert drive(coded, f"f4 slash ctrl+u {typed('nearnes')} enter escape").rows[0].strip() == "coder=c1"


def test_tab_completes_and_down_chooses_another(coded: Study, drive) -> None:
    seen = drive(coded, f"f4 slash ctrl+u {typed('bil')} tab enter")
    assert seen.rows[0].strip() == "Bilingualism"
    assert "2 quotations" in seen.rows[1]
    assert drive(coded, "f4 slash ctrl+u n e tab space down tab").rows[0].strip() == "Nearness or"


def test_a_query_is_built_with_keys_and_its_text_shows_it(coded: Study, drive) -> None:
    seen = drive(coded, "f4 f down down enter b i l enter f enter n e a r enter")
    assert seen.rows[0].strip() == "coder=c1 and not bilingualism and nearness"
    assert "2 quotations" in seen.rows[1]
    seen = drive(coded, f"{ALL} f enter n e a r enter f down down down enter b i l enter")
    assert seen.rows[0].strip() == "nearness near(10 words) bilingualism"


def test_all_that_is_marked_is_recoded_as_one_act(coded: Study, drive) -> None:
    before = coded.codings()
    drive(coded, f"{ALL} slash {typed('nearness')} enter asterisk c a l l i enter")
    assert [one.code for one in coded.codings(coder="c1")].count("alliance") == 2
    seen = drive(coded, "f4 u")
    assert coded.codings() == before
    assert seen.screen == "QuotationsScreen"


def test_marks_go_on_with_shift_and_other_coders_codings_stay(coded: Study, drive) -> None:
    seen = drive(coded, f"{ALL} shift+down shift+down")
    assert "3 marked" in seen.rows[1]
    assert [row[1] for row in seen.rows[2:6]] == ["●", "●", "●", " "]
    seen = drive(coded, f"{ALL} asterisk x")
    assert [one.coder for one in coded.codings()] == ["c2"]
    assert "4 codings taken off; 1 stays" in seen.rows[-1]


def test_keys_memos_and_counter_examples_go_on_the_one_in_hand_or_all_marked(coded: Study, drive) -> None:
    drive(coded, "f4 i asterisk a m o k escape")
    own = coded.codings(coder="c1")
    assert [one.key for one in own] == [1, 0, 0, 0]
    assert {(one.counter, one.memo) for one in own} == {(1, "ok")}
    assert len(coded.events(3)) == 3
    drive(coded, "f4 asterisk a")
    assert {one.counter for one in coded.codings(coder="c1")} == {0}


def test_answers_are_sorted_and_turns_stand_around_them(coded: Study, drive) -> None:
    seen = drive(coded, "f4 s s s plus")
    assert "the shortest first · with 1 turn around" in seen.rows[1]
    assert "En février." in seen.rows[2]
    assert "Nurse : Vous avez commencé quand, ici ?" in "".join(seen.rows)
    assert "around" not in drive(coded, "f4 plus minus").rows[1]


def test_a_query_is_saved_found_by_its_name_and_taken_out(coded: Study, drive) -> None:
    drive(coded, f"f4 slash ctrl+u {typed('nearness')} enter S c l o s e enter")
    assert dict(coded.queries) == {"close": "nearness"}
    seen = drive(coded, "f4 n enter")
    assert seen.rows[0].strip() == "nearness"
    drive(coded, "f4 n enter S down enter")
    assert not coded.queries
    drive(coded, "f4 u")
    assert dict(coded.queries) == {"close": "nearness"}


def test_the_room_is_there_again_as_it_was_left(coded: Study, drive) -> None:
    seen = drive(coded, f"f4 slash ctrl+u {typed('distance')} enter down space f2 f4")
    assert seen.rows[0].strip() == "distance"
    assert "1 marked" in seen.rows[1]
    assert seen.rows[3][1] == "●"


def test_thousands_are_listed_and_pages_come_as_they_are_in_view(empty: Study, add, look, monkeypatch) -> None:
    from qualcode.tui import retrieved
    from qualcode.tui.app import QualcodeApp
    from qualcode.tui.screens import quotations

    for module in (retrieved, quotations):
        monkeypatch.setattr(module, "PAGE", 40)
    add(empty, "B01", (("Bea", tuple(f"Phrase {number}." for number in range(1_200))),))
    places = empty.transcript("B01").sentences
    empty.do(AddCodings(tuple(AddCoding("B01", at.start, at.end, "distance") for at in places)), coder="c1")

    async def run() -> list[str]:
        app = QualcodeApp(empty, "c1")
        async with app.run_test(size=(80, 24)) as pilot:
            for key in ("f4", "end", "pageup", "home", "end"):
                await pilot.press(key)
            for _ in range(6):
                await app.workers.wait_for_complete()
                await pilot.pause()
            return look(app).rows

    rows = asyncio.run(run())
    assert "1,200 quotations · 1 person · 1 document" in rows[1]
    assert any("Phrase 1199." in row for row in rows)


@pytest.mark.parametrize("size", [(80, 24), (60, 16), (120, 40)])
def test_no_size_of_terminal_breaks_it(coded: Study, drive, size: tuple[int, int]) -> None:
    seen = drive(coded, f"f4 slash ctrl+u {typed('distance near b')} enter escape plus", size=size)
    assert seen.screen == "QuotationsScreen"
    assert len(seen.rows) == size[1]


def test_many_are_changed_beside_the_keys(coded: Study, drive, monkeypatch) -> None:
    monkeypatch.setattr("qualcode.tui.screens.marked._FEW", 1)
    drive(coded, f"{ALL} asterisk i")
    assert [one.key for one in coded.codings()] == [1, 1, 1, 1, 0]
    drive(coded, "f4 u")
    assert {one.key for one in coded.codings()} == {0}
    drive(coded, "f4 U")
    assert sum(one.key for one in coded.codings()) == 4
