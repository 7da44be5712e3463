"""The appendix before it is written: its parts, how each stands, each read; what is on is written, or stopped."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path
from threading import Event
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.style import Style

from qualcode.acts import AddCoding, RenameCode, SetDone
from qualcode.errors import InputError
from qualcode.report.appendix import build, choose
from qualcode.report.document import Column, Entry, Heading, Lazy, Paragraph, Quote, Section, Table
from qualcode.report.outline import PARTS
from qualcode.report.outlining import Chapter, Listed, Outline, listed
from qualcode.report.output import write_appendix
from qualcode.study import Study
from qualcode.tui.arranging import alone, arranged, is_on, moved, outline_of, switched, up_to, walk, whole_of
from qualcode.tui.laying import Laid, table_lines, widths
from qualcode.tui.screens.writing import BOUNDS, progress_of, quotations_said

Walk = Callable[..., list[str]]

# --------------------------------------------------------------------- what is arranged

NAMES = st.sampled_from(tuple(PARTS)[:9])
PARTS_OF = st.lists(NAMES, min_size=1, max_size=4, unique=True).map(lambda names: tuple(map(Listed, names)))
CHAPTERS = st.builds(Chapter, st.just({"": "Ours"}), st.just(("distance",)), PARTS_OF)
OUTLINES = st.lists(NAMES.map(Listed) | CHAPTERS, min_size=1, max_size=6).map(tuple)
MOVES = st.lists(st.tuples(st.booleans(), st.integers(0, 30), st.sampled_from((-1, 1))), max_size=12)


def after(outline: Outline, moves: Sequence[tuple[bool, int, int]]) -> Any:
    """Slots that some keys have arranged."""
    slots = arranged(outline, [Listed("figures")])
    for switch, number, step in moves:
        places = [place for place, _slot in walk(slots)]
        place = places[number % len(places)]
        slots = switched(slots, place) if switch else moved(slots, place, step)[0]
    return slots


@given(OUTLINES)
def test_an_outline_that_nobody_arranged_is_as_it_was(outline: Outline) -> None:
    assert outline_of(arranged(outline, [Listed("figures")])) == outline
    assert whole_of(arranged(outline)) == outline


@given(OUTLINES, MOVES)
def test_nothing_is_lost_by_arranging_and_only_what_is_on_is_written(outline: Outline, moves: Any) -> None:
    slots = after(outline, moves)
    names = sorted(part.part for part in listed(whole_of(slots)))
    assert names == sorted([*(part.part for part in listed(outline)), "figures"])
    there = [slot.item for place, slot in walk(slots) if is_on(slots, place) and isinstance(slot.item, Listed)]
    assert list(listed(outline_of(slots))) == there
    assert all(item.parts for item in outline_of(slots) if isinstance(item, Chapter))


@given(OUTLINES, MOVES, st.integers(0, 30))
def test_a_switch_and_a_move_are_taken_back_by_their_like(outline: Outline, moves: Any, number: int) -> None:
    slots = after(outline, moves)
    places = [place for place, _slot in walk(slots)]
    place = places[number % len(places)]
    assert is_on(switched(slots, place), place) is not is_on(slots, place)
    below, there = moved(slots, place, 1)
    assert there == place or moved(below, there, -1) == (slots, place)


@given(OUTLINES, MOVES, st.integers(0, 30))
def test_a_part_is_read_as_the_last_one_after_those_before_it(outline: Outline, moves: Any, number: int) -> None:
    slots = after(outline, moves)
    place, slot = list(walk(slots))[number % len(list(walk(slots)))]
    [by_itself] = alone(slots, place)
    *before, last = up_to(slots, place)
    assert tuple(before) == outline_of(slots[: place[0]])
    if isinstance(slot.item, Listed):
        assert listed((last,))[-1].part == listed((by_itself,))[-1].part == slot.item.part


# --------------------------------------------------------------------- how a part is laid out

WORDS = st.text("aé漢🙂 «»|\\\n\x1b\u00a0", min_size=1, max_size=60).filter(str.strip)
LETTERS = st.text("aé漢🙂", min_size=1, max_size=6)
TABLES = st.integers(1, 9).flatmap(
    lambda size: st.builds(
        lambda titles, rows: Table("t", "Caption", tuple(map(Column, titles)), rows),
        st.lists(LETTERS, min_size=size, max_size=size),
        st.lists(st.tuples(*(st.lists(LETTERS, max_size=4).map(" ".join),) * size), max_size=5),
    )
)


def lines_of(blocks: Sequence[Any], width: int) -> list[str]:
    section = Section("s", "Title", tuple(blocks))
    return [line.plain for line in Laid([section], width, Style(), "en").reach(10_000)]


@given(st.lists(st.builds(Paragraph, WORDS) | st.builds(Quote, WORDS, WORDS)), st.integers(20, 100))
def test_every_word_is_there_and_no_line_is_too_long(blocks: list[Any], width: int) -> None:
    lines = lines_of(blocks, width)
    assert all(cell_len(line) <= width for line in lines)
    said = "".join(block.text + getattr(block, "citation", "") for block in blocks).replace(
        "\x1b", "\N{REPLACEMENT CHARACTER}"
    )
    assert "".join("".join(lines[2:]).split()) == "".join(said.split())


@given(TABLES, st.integers(20, 100))
def test_a_table_keeps_all_its_words_in_any_width(table: Table, width: int) -> None:
    lines = [line.plain for line in table_lines(table, width, "en")]
    assert all(cell_len(line) <= width for line in lines)
    cells = "".join(cell for row in table.rows for cell in row)
    assert Counter(cells.replace(" ", "")) <= Counter("".join(lines))


@given(st.lists(st.lists(LETTERS, min_size=4, max_size=4), min_size=1, max_size=6), st.integers(10, 100))
def test_columns_take_what_room_there_is(rows: list[list[str]], width: int) -> None:
    found = widths(rows, width)
    assert not found or sum(found) + 2 * (len(found) - 1) <= width
    assert not found or all(found)


def test_very_many_quotations_are_laid_out_only_as_far_as_they_are_read() -> None:
    taken: list[int] = []

    def blocks() -> Any:
        for number in range(60_000):
            taken.append(number)
            yield Quote(f"“Words {number}”", "L01 §1")

    laid = Laid([Section("s", "Title", Lazy(blocks))], 80, Style(), "en")
    assert len(laid.reach(100)) == 100
    assert len(taken) < 60
    assert len(laid.reach(300)) == 300


def test_headings_entries_and_figures_of_numbers_are_read_too() -> None:
    table = Table("t", "Table 1. Caption", (Column("Who"), Column("n", number=True)), [("Ana", 1234.5)], "The rule.")
    lines = lines_of([Heading(3, "Theme"), Entry((("Brief", "Near."),)), table], 60)
    assert [line for line in lines if line] == [
        "Title", "─────", "Theme", "Brief", "  Near.", "Table 1. Caption", "Who        n", "────────────",
        "Ana  1,234.5", "The rule.",
    ]  # fmt: skip


# --------------------------------------------------------------------- journeys


@pytest.fixture
def coded(study: Study) -> Study:
    """Two passages coded, the second document done."""
    first = study.transcript("L01").text.index("La distance")
    study.do(AddCoding("L01", first, first + 26, "distance"), AddCoding("L01", 52, 63, "bilingualism"), coder="c1")
    study.do(SetDone("S01", True), coder="c1")
    return study


@pytest.fixture
def files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "files"
    folder.mkdir()
    monkeypatch.chdir(folder)
    return folder


def rows_of(app: Any) -> list[str]:
    return ["".join(segment.text for segment in strip).rstrip() for strip in app.screen._compositor.render_strips()]


def on(name: str) -> Callable[[Any], bool]:
    return lambda app: type(app.screen).__name__ == name


def says(*words: str) -> Callable[[Any], bool]:
    """All these words are on the screen."""
    return lambda app: all(word in "\n".join(rows_of(app)) for word in words)


def typed(words: str) -> str:
    return " ".join({".": "full_stop"}.get(letter, letter) for letter in words)


def row(rows: Sequence[str], words: str) -> str:
    return next(line for line in rows if words in line)


OPEN = ("O", on("PreviewScreen"), says("Participants", "ready"))


def test_each_part_stands_there_with_its_state_and_why(coded: Study, walk_through: Walk) -> None:
    rows = walk_through(coded, *OPEN)
    assert "ready" in row(rows, "✓ Codes and their counts")
    thin = row(rows, "✓ Themes by site")
    assert "thin" in thin and "not wholly coded: Lille" in thin
    assert "missing" in row(rows, "✓ Inclusions")
    assert "parts" in rows[0] and "missing" in rows[0]
    assert "? keys" in rows[-1]


@pytest.mark.parametrize("size", [(80, 24), (140, 40)])
def test_a_part_is_read_as_it_will_be_written(coded: Study, size: tuple[int, int], walk_through: Walk) -> None:
    report = build(coded, choose(coded, "fr"))
    [section] = [each for each in report.sections if each.name == "sites"]
    [table] = [block for block in section.blocks if isinstance(block, Table)]
    rows = walk_through(coded, *OPEN, "down enter", on("PartScreen"), says(section.title), size=size)
    assert any(table.caption in line for line in rows)
    assert any("Lille" in line and "Nord" not in line for line in rows)
    rows = walk_through(
        coded, *OPEN, "down enter", on("PartScreen"), says(section.title), "n n", says("Livre de codes"), "end",
        "p", says("inclusion.csv"), "escape", on("PreviewScreen"), size=size,
    )  # fmt: skip
    assert any("✓ Participants" in line for line in rows)


def test_a_part_that_has_nothing_says_so(coded: Study, walk_through: Walk) -> None:
    rows = walk_through(coded, *OPEN, "down down enter", on("PartScreen"), says("inclusion.csv"))
    assert any("inclusion.csv" in line for line in rows[1:])


def test_what_is_on_is_written_in_its_order_and_the_study_keeps_its_own(
    coded: Study, files: Path, walk_through: Walk
) -> None:
    """Participants off, sites after the codebook; study.yaml is not touched."""
    before = coded.text_of("study.yaml")
    rows = walk_through(coded, *OPEN, "space down J", says("· Participants"))
    names = [line.split("  ")[0].strip(" ✓·") for line in rows[1:5]]
    assert names == ["Participants", "Inclusions", "Sites", "Codebook"]
    assert "In this export." in "\n".join(rows)
    walk_through(
        coded, *OPEN, "space down J J", "W", on("AppendixForm"), "ctrl+u " + typed("out.md"),
        "down down down down down 1 enter", on("PreviewScreen"), lambda _app: (files / "manifest.json").exists(),
    )  # fmt: skip
    written = (files / "out.md").read_text("utf-8")
    assert '"per_participant": 1' in (files / "manifest.json").read_text("utf-8")
    titles = re.findall(r"(?m)^## (?:<[^>]*>)?([^<\n]*)", written)
    assert "Participants" not in titles[:2]
    assert titles.index("Livre de codes") < titles.index("Sites")
    assert coded.text_of("study.yaml") == before


def test_untouched_it_is_what_the_command_writes(coded: Study, files: Path, walk_through: Walk) -> None:
    walk_through(
        coded, *OPEN, "W", on("AppendixForm"), "ctrl+u " + typed("out.md") + " enter", on("Choose"), "up enter",
        on("PreviewScreen"), lambda _app: (files / "manifest.json").exists(),
    )  # fmt: skip
    (files / "command").mkdir()
    write_appendix(coded, files / "command" / "out.md", language="fr")
    assert (files / "out.md").read_bytes() == (files / "command" / "out.md").read_bytes()


def test_arranging_is_given_up_with_a_key(coded: Study, walk_through: Walk) -> None:
    rows = walk_through(coded, *OPEN, "space", says("· Participants"), "0", says("✓ Participants"))
    assert row(rows, "Participants").startswith(" ✓")


def test_the_language_of_the_report_is_a_key_away(coded: Study, walk_through: Walk) -> None:
    walk_through(coded, *OPEN, "l enter", on("PartScreen"), says("Table 1. Participants"))


def test_while_it_is_written_every_key_works_and_it_can_be_stopped(
    coded: Study, files: Path, monkeypatch: pytest.MonkeyPatch, walk_through: Walk
) -> None:
    """The file that was there stays, and nothing half-written lies beside it."""
    from qualcode.report import output

    begun, go_on, write = Event(), Event(), output.WRITERS[".md"]

    def slowly(report: Any, path: Path) -> None:
        begun.set()
        assert go_on.wait(30)
        write(report, path)

    def finish(_app: Any) -> bool:
        go_on.set()
        return True

    (files / "out.md").write_text("what was there", "utf-8")
    monkeypatch.setattr(output, "WRITERS", {**output.WRITERS, ".md": slowly})
    rows = walk_through(
        coded, *OPEN, "W", on("AppendixForm"), "ctrl+u " + typed("out.md") + " enter", on("Choose"), "up enter",
        on("Choose"), "up enter", on("PreviewScreen"), lambda _app: begun.is_set(), says("writing out.md"),
        "down space", says("· Sites"), "x", finish, says("Given up"),
    )  # fmt: skip
    assert "nothing was written of out.md" in "\n".join(rows)
    assert [path.name for path in files.iterdir()] == ["out.md"]
    assert (files / "out.md").read_text("utf-8") == "what was there"


@pytest.mark.parametrize(
    ("name", "done", "count", "pieces", "seconds", "said"),
    [
        ("a.md", 0, 0, 0, 3.0, "3 s"),
        ("a.md", 5, 20, 900, 10.0, "5 of 20 · about 30 s left"),
        ("a.docx", 5, 20, 900, 10.0, "5 of 20 · 10 s"),
        ("a.docx", 19, 20, 20_000, 10.0, "19 of 20 · about 40 s left"),
        ("a.docx", 19, 20, 100, 10.0, "19 of 20 · 10 s"),
        ("a.xlsx", 19, 20, 100, 10.0, "19 of 20 · 10 s"),
    ],
)
def test_how_far_a_file_is_is_said_with_what_it_still_takes(
    name: str, done: int, count: int, pieces: int, seconds: float, said: str
) -> None:
    assert progress_of(Path(name), done, count, pieces, seconds) == said


def test_where_nothing_is_written_there_is_nothing_to_stop(coded: Study, walk_through: Walk) -> None:
    walk_through(coded, *OPEN, "x", says("Nothing is being written."))


def test_the_dialog_that_writes_leads_to_it(coded: Study, walk_through: Walk) -> None:
    walk_through(coded, "W", on("AppendixForm"), "ctrl+o", on("PreviewScreen"), says("Participants", "ready"))


def test_the_palette_leads_to_it(coded: Study, walk_through: Walk) -> None:
    from qualcode.tui.palette import commands

    def opened(app: Any) -> bool:
        [command] = [each for each in commands(app) if "each to be read" in each.title]
        app.run_worker(command.callback())
        return True

    walk_through(coded, opened, on("PreviewScreen"))


def test_of_several_coders_ones_own_codings_are_shown_until_others_are_chosen(coded: Study, walk_through: Walk) -> None:
    coded.do(AddCoding("L01", 0, 9, "alliance"), coder="zoe")
    rows = walk_through(coded, *OPEN)
    assert "· c1 ·" in rows[0]
    rows = walk_through(coded, *OPEN, "c", on("Choose"), "down enter", says("· zoe ·"), says("ready"))
    assert "· zoe ·" in rows[0]


def test_one_goes_on_reading_where_one_was_when_the_study_changes(coded: Study, walk_through: Walk) -> None:
    from qualcode.tui.widgets.outline import PartText

    def renamed_elsewhere(_app: Any) -> bool:
        with coded.again() as other:
            other.do(RenameCode("distance", "fr", "Écart"), coder="c1")
        return True

    walk_through(
        coded, *OPEN, "down down down enter", on("PartScreen"), says("Livre de codes", "Distance"),
        "down down down down", renamed_elsewhere, says("Écart"),
        lambda app: app.screen.query_one(PartText).index == 4,
    )  # fmt: skip


def test_a_study_in_which_nothing_happened_has_its_outline_too(empty: Study, walk_through: Walk) -> None:
    rows = walk_through(empty, "O", on("PreviewScreen"), says("nobody was interviewed yet"))
    assert "missing" in row(rows, "✓ Participants")


def test_what_another_program_changes_is_seen(coded: Study, walk_through: Walk) -> None:
    def done_elsewhere(app: Any) -> bool:
        with coded.again() as other:
            other.do(SetDone("L01", True), coder="c1")
        return True

    walk_through(coded, *OPEN, says("not wholly coded: Lille"), done_elsewhere,
                 lambda app: "not wholly coded: Lille" not in "\n".join(rows_of(app)))  # fmt: skip


def test_the_form_says_which_number_is_none() -> None:
    said = dict.fromkeys(BOUNDS, "")
    assert quotations_said(said) == {}
    assert quotations_said(said | {"per_theme": "8", "context": "0"}) == {"per_theme": 8, "context": 0}
    for wrong in ({"per_theme": "two"}, {"context": "21"}, {"per_participant": "-1"}):
        with pytest.raises(InputError, match="is not a number"):
            quotations_said(said | wrong)
