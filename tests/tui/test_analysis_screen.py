"""The analyses in the screen: by a digit each, the command's figures, down to the passages, and out to files."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from pathlib import Path
from threading import Event
from typing import Any

import pytest

from qualcode.acts import AddCoding, SetDone
from qualcode.analysis.cooccurrence import Relation
from qualcode.model.asking import Filter
from qualcode.sections import Lead, Section
from qualcode.sections.analysis_data import cooccurrence_data, saturation_data
from qualcode.sections.coverage import coverage_sections
from qualcode.sections.files import rows_of as file_rows
from qualcode.study import Study
from qualcode.tables.cooccurring import cooccurrences, passages
from qualcode.tables.coverage import coverage
from qualcode.tables.saturating import code_saturation
from qualcode.tui.views import Answer, Drawn
from qualcode.tui.views.layout import rows_of

Drive = Callable[..., Any]


@pytest.fixture
def coded(study: Study) -> Study:
    """Distance in both documents, bilingualism upon it in the first; the second is done."""
    first = study.transcript("L01").text.index("La distance")
    second = study.transcript("S01").text.index("la distance")
    study.do(AddCoding("L01", first, first + 26, "distance"), coder="c1")
    study.do(AddCoding("L01", first + 3, first + 11, "bilingualism"), coder="c1")
    study.do(AddCoding("L01", 52, 63, "bilingualism"), coder="c1")
    study.do(AddCoding("S01", second, second + 11, "nearness"), coder="c1")
    study.do(SetDone("S01", True), coder="c1")
    return study


def typed(words: str) -> str:
    names = {"=": "equals_sign", ".": "full_stop", "%": "percent_sign", "-": "minus", "/": "slash"}
    return " ".join(names.get(letter, letter) for letter in words)


def text(seen: Any) -> str:
    return "\n".join(seen.rows)


# ---------------------------------------------------------------------- what is seen


@pytest.mark.parametrize("size", [(80, 24), (100, 30), (120, 40)])
@pytest.mark.parametrize(
    ("digit", "shown"),
    [
        (1, ("Themes by site", "█ 1/1")), (2, ("Themes, all groups together", "2/2")), (3, ("Material by site",)),
        (4, ("Portrait of L01", "Distance")), (5, ("too few interviews (2)",)), (6, ("overlaps", "n12")),
        (7, ("theme", "Between waves")), (8, ("Keep one there", "inclusion.csv")), (9, ("2 documents", "c1")),
    ],
)  # fmt: skip
def test_each_analysis_has_a_digit_and_fits(
    coded: Study, drive: Drive, digit: int, shown: tuple[str, ...], size: tuple[int, int]
) -> None:
    seen = drive(coded, f"f9 {digit}", size=size)
    assert all(words in text(seen) for words in shown), text(seen)
    assert all(len(row) == size[0] for row in seen.rows)


def test_a_french_digit_row_and_the_list_lead_to_the_same(coded: Study, drive: Drive) -> None:
    by_digit = drive(coded, "f9 quotation_mark").rows
    assert by_digit[1:] == drive(coded, "f9 shift+tab down down enter").rows[1:]
    assert "Timeline" in by_digit[0]


def test_labels_are_those_of_the_interface(coded: Study, drive: Drive, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QUALCODE_LANG", "fr")
    assert "Bilinguisme" in text(drive(coded, "f9"))


def test_no_size_of_terminal_and_no_study_breaks_it(empty: Study, drive: Drive) -> None:
    for digit in range(1, 10):
        drive(empty, f"f9 {digit} g escape t escape m W escape enter G w escape", size=(40, 12))


# ---------------------------------------------------------------------- the command's figures


def test_saturation_has_the_figures_of_the_command(coded: Study, drive: Drive) -> None:
    data = saturation_data(code_saturation(coded, coder="c1"))["whole"]
    rows = drive(coded, "f9 5 end", size=(120, 40)).rows
    for number, step in enumerate(data["steps"], start=1):
        figures = [str(number), step["document"], str(step["codes"]), str(len(step["new"])), str(step["cumulative"])]
        assert any(row[18:].split()[:5] == figures for row in rows)


def test_pairs_have_the_figures_of_the_command_and_the_measure_puts_them_in_order(coded: Study, drive: Drive) -> None:
    (group,) = cooccurrence_data(cooccurrences(coded, coder="c1"))["groups"]
    (pair,) = [pair for pair in group["pairs"] if pair["together"]]
    assert (pair["first"], pair["second"], pair["together"]) == ("distance", "bilingualism", 1)
    seen = drive(coded, "f9 6", size=(120, 40))
    shown = next(row for row in seen.rows if "Distance " in row and "Bilingualism" in row)
    figures = [str(pair[name]) for name in ("together", "first_count", "second_count")]
    assert shown.split()[-12:-7] == [*figures, f"{pair['c']:.2f}", f"{pair['jaccard']:.2f}"], shown
    assert "c coefficient" in drive(coded, "f9 6 m").rows[0]
    assert "each code as it was put on" in drive(coded, "f9 6 L", size=(120, 40)).rows[0]
    assert "one contains the other" in drive(coded, "f9 6 R down enter", size=(120, 40)).rows[0]


def test_coverage_has_the_lines_of_the_command(coded: Study, drive: Drive) -> None:
    rows = drive(coded, "f9 9", size=(120, 60)).rows
    sections = [*coverage_sections(coverage(coded, coder="c1"))]
    told = [" ".join(cells).split() for section in sections[:3] for cells in section.rows]
    assert told
    assert all(any(row[18:].split() == words for row in rows) for words in told)


# ---------------------------------------------------------------------- what is asked


def test_groups_conditions_and_a_theme_go_along_from_view_to_view(coded: Study, drive: Drive) -> None:
    seen = drive(coded, f"f9 w {typed('site=lille')} enter 6")
    assert "site=lille" in seen.rows[0]
    assert "Co-occurrence" in seen.rows[0]
    narrowed = text(drive(coded, f"f9 w {typed('site=lille')} enter"))
    assert "Lille" in narrowed
    assert "Sud" not in narrowed
    assert drive(coded, f"f9 w {typed('site=lile')} enter").screen == "Form"
    assert "site / role" in drive(coded, "f9 G down down enter").rows[0]
    bars = text(drive(coded, "f9 t down enter 2"))
    assert "“Distance” by site" in bars
    assert "Lille" in bars


def test_a_view_says_what_means_nothing_to_it(coded: Study, drive: Drive) -> None:
    assert "Timeline knows nothing of this." in drive(coded, "f9 3 m").rows[-1]
    assert "t chooses one" in drive(coded, "f9 2 g").rows[-1]


def test_the_criterion_of_saturation_is_asked_for_and_checked(coded: Study, drive: Drive) -> None:
    line = "ctrl+u 1 down ctrl+u 1 down"
    assert "Code saturation: not reached" in text(drive(coded, f"f9 5 s {line} enter", size=(120, 40)))
    seen = drive(coded, f"f9 5 s {line} ctrl+u x enter")
    assert seen.screen == "Form"
    assert "x is not a share" in text(seen)


def test_whose_codings_are_counted_is_asked_where_nobody_can_know(coded: Study, look: Callable[..., Any]) -> None:
    from qualcode.tui.app import QualcodeApp

    coded.do(AddCoding("S01", 7, 14, "bilingualism"), coder="c2")

    async def run(*keys: str) -> Any:
        app = QualcodeApp(coded, "c1")
        async with app.run_test(size=(120, 30)) as pilot:
            await pilot.pause()
            await pilot.press("escape", "f9")
            while type(app.screen).__name__ != "Choose":
                await pilot.pause(0.01)
            await pilot.press(*keys)
            await app.workers.wait_for_complete()
            await pilot.pause()
            return look(app)

    chosen = asyncio.run(run("down", "enter"))
    assert "c2" in chosen.rows[0]
    assert "Heat map" in chosen.rows[0]
    assert "Material by site" in text(asyncio.run(run("escape", "3"))), "what rests on no codings is there all the same"


def test_the_palette_has_each_analysis(coded: Study, drive: Drive) -> None:
    seen = drive(coded, "ctrl+p " + typed("timeline") + " enter")
    assert "Material by site" in text(seen)


# ---------------------------------------------------------------------- where it leads


def test_a_cell_leads_to_its_passages_and_they_to_their_place(coded: Study, drive: Drive) -> None:
    listed = drive(coded, "f9 l enter")
    assert "Distance · Lille · 1 quotation" in listed.rows[0]
    seen = drive(coded, "f9 l enter enter")
    assert (seen.screen, seen.document, seen.selection) == ("CodingScreen", "L01", "La distance, je la connais")
    assert drive(coded, "f9 l enter escape").screen == "AnalysisScreen"


def test_a_pair_leads_to_the_passages_of_the_first_that_meet_the_second(coded: Study, drive: Drive) -> None:
    listed = drive(coded, "f9 6 enter")
    assert "Distance – Bilingualism · 1 quotation" in listed.rows[0]
    assert "S01" not in text(listed)


def test_passages_of_a_pair_are_those_that_overlap_or_contain_and_no_others(coded: Study) -> None:
    def texts(relation: str, first: str, second: str) -> list[str]:
        found = passages(coded, Relation(relation), "theme", Filter(code=first, coder="c1"), second)
        return [quotation.text for quotation in coded.quotations(Filter(ids=found))]

    assert texts("overlap", "distance", "bilingualism") == ["La distance, je la connais"]
    assert texts("overlap", "bilingualism", "distance") == ["distance"]
    assert texts("contains", "distance", "bilingualism") == ["La distance, je la connais"]
    assert texts("contains", "bilingualism", "distance") == []
    assert passages(coded, Relation("turn"), "theme", Filter(code="distance", coder="c1"), "bilingualism") is None


def test_a_line_leads_to_its_document_and_a_site_to_its_logbook(coded: Study, drive: Drive) -> None:
    assert (drive(coded, "f9 5 end pageup enter").screen) == "AnalysisScreen", "words lead nowhere"
    seen = drive(coded, "f9 4 D down enter enter")
    assert (seen.screen, seen.document) == ("CodingScreen", "S01")
    seen = drive(coded, "f9 3 down down enter")
    assert seen.screen == "LogbookScreen"
    assert "Lille" in text(drive(coded, "f9 3 down enter"))


# ---------------------------------------------------------------------- files


def test_what_is_seen_is_written_by_the_ending_and_never_over_a_file_unasked(
    coded: Study, drive: Drive, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    seen = drive(coded, "f9 W enter")
    assert seen.screen == "AnalysisScreen"
    assert (tmp_path / "heatmap.svg").read_text("utf-8").startswith("<svg")
    drive(coded, f"f9 6 W ctrl+u {typed('net.graphml')} enter")
    assert "<graphml" in (tmp_path / "net.graphml").read_text("utf-8")
    drive(coded, f"f9 6 W ctrl+u {typed('net.json')} enter")
    monkeypatch.setenv("QUALCODE_LANG", "en")
    assert json.loads((tmp_path / "net.json").read_text("utf-8")) == cooccurrence_data(cooccurrences(coded, coder="c1"))
    before = (tmp_path / "net.json").read_bytes()
    (tmp_path / "net.json").write_text("mine", encoding="utf-8")
    assert drive(coded, f"f9 6 W ctrl+u {typed('net.json')} enter").screen == "Choose"
    assert (tmp_path / "net.json").read_text("utf-8") == "mine"
    drive(coded, f"f9 6 W ctrl+u {typed('net.json')} enter up enter")
    assert (tmp_path / "net.json").read_bytes() == before
    seen = drive(coded, f"f9 3 W ctrl+u {typed('net.csv')} enter")
    assert (seen.screen, "Known endings: .svg .png" in text(seen)) == ("Form", True)


# ---------------------------------------------------------------------- no key waits


def test_keys_work_while_it_counts_escape_stops_and_another_view_takes_its_place(
    coded: Study, look: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    from qualcode.tui.app import QualcodeApp
    from qualcode.tui.views import counting

    begun, stopped = Event(), Event()

    def endless(_study: Study, _asked: Any, tell: Callable[[object], None]) -> Answer:
        begun.set()
        pause = Event()
        try:
            while True:
                tell(None)
                pause.wait(0.01)
        finally:
            stopped.set()

    monkeypatch.setattr(counting, "saturation", endless)

    async def run() -> list[str]:
        app, shown = QualcodeApp(coded, "c1"), []
        async with app.run_test(size=(100, 30)) as pilot:
            await pilot.pause()
            await pilot.press("escape", "f9", "5")
            assert begun.wait(30)
            await pilot.press("down", "space", "escape")
            shown += [look(app).screen, look(app).rows[-1]]
            assert stopped.wait(30)
            await pilot.press("r", "9")
            await app.workers.wait_for_complete()
            await pilot.pause()
            shown.append(look(app).rows[0])
            return shown

    screen, hint, title = asyncio.run(run())
    assert (screen, "Stopped" in hint, "Thin evidence" in title) == ("AnalysisScreen", True, True)


# ---------------------------------------------------------------------- the layout


def laid_out(section: Section, width: int) -> list[str]:
    rows = rows_of(Answer((section,), {}), width)
    return ["".join(spot.piece.text for spot in row).rstrip() for row in rows]


def test_columns_are_as_wide_as_they_need_and_headings_stand_on_the_table() -> None:
    section = Section("Title", header=("name", "of eligible"), rows=(("a", "1"), ("bb", "12")), numbers=frozenset((1,)))
    assert laid_out(section, 40) == ["Title", "            of", "name  eligible", "a            1", "bb          12"]


def test_in_french_figures_have_a_comma_on_the_screen_and_a_point_in_a_file(monkeypatch: pytest.MonkeyPatch) -> None:
    section = Section(header=("name", "c"), rows=(("v1.2", "0.07"), ("b", "6.9 %")), numbers=frozenset((1,)))
    monkeypatch.setenv("QUALCODE_LANG", "fr")
    assert laid_out(section, 40)[1:] == ["v1.2   0,07", "b     6,9 %"]
    assert list(file_rows((section,)))[1:] == [("v1.2", "0.07"), ("b", "6.9 %")]


def test_what_does_not_fit_beside_stands_below_under_the_same_names() -> None:
    section = Section(header=("name", *"12345"), rows=(("someone", *["12345678"] * 5),), numbers=frozenset(range(1, 6)))
    for width in (20, 30, 60):
        rows = laid_out(section, width)
        assert all(len(row) <= width for row in rows)
        assert sum(row.count("12345678") for row in rows) == 5
        assert sum("someone" in row for row in rows) == sum("name" in row for row in rows)


def test_a_cell_leads_where_its_row_does_or_it_does_itself() -> None:
    whole, own = Lead("whole"), Lead("own")
    section = Section(header=("a", "b"), rows=(("1", "2"), ("3", "4")), leads=((whole,), (None, own)))
    rows = rows_of(Answer((section,), {}), 40)
    assert [[spot.lead for spot in row] for row in rows[1:]] == [[whole, whole], [None, own]]


def test_parts_stand_below_each_other_with_a_blank_row_between() -> None:
    class Picture:
        def lines(self, width: int) -> list[Any]:
            return []

    answer = Answer((Section(before=("one",)), Drawn(Picture()), Section(after=("two",))), {})
    assert ["".join(spot.piece.text for spot in row) for row in rows_of(answer, 40)] == ["one", "", "", "two"]


def test_words_are_counted_and_lead_to_where_they_are_said(study: Study, drive: Any) -> None:
    seen = drive(study, "f9 0 s tab tab backspace 1 enter", size=(120, 40))
    assert any("distance" in row and "2" in row for row in seen.rows)
    assert any("Words of the people interviewed" in row for row in seen.rows)
    found = drive(study, "f9 0 s tab tab backspace 1 enter enter", size=(120, 40))
    assert found.screen == "SearchScreen"
    assert "2 places" in found.rows[0]


def test_collocates_ask_for_their_word(study: Study, drive: Any) -> None:
    assert any("Say with s near which word" in row for row in drive(study, "f9 K").rows)
    asked = "f9 K s d i s t a n c e tab tab tab backspace backspace backspace n o tab backspace 1 enter"
    seen = drive(study, asked, size=(120, 40))
    assert any("“distance” 2 times" in row for row in seen.rows)
    assert any(" la " in row and "G²" not in row for row in seen.rows)


def test_words_by_code_rest_on_a_coder(study: Study, drive: Any) -> None:
    drive(study, "end 1")
    seen = drive(study, "f9 0 g end enter", size=(120, 40))
    assert any("Codings of c1" in row for row in seen.rows)
