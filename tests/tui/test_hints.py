"""Hint lines, of which what does not fit goes and the help never; and small choices, which letters narrow."""

from __future__ import annotations

import asyncio
import re
from collections import defaultdict
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.style import Style
from rich.text import Text

from qualcode.looks import looks
from qualcode.model.codes import Code, Codebook
from qualcode.study import Study
from qualcode.tui.status import pins_in_words
from qualcode.tui.widgets.line import fitting, in_lines, wrapped

PARTS = st.lists(st.text("aé漢 ", min_size=1, max_size=12), min_size=1, max_size=8)


@given(PARTS, st.integers(0, 120))
def test_the_last_part_of_a_hint_stays_and_the_rest_is_a_beginning(parts: list[str], width: int) -> None:
    shown = fitting(parts, width)
    kept = shown.split(" · ")
    assert kept == [*parts[: len(kept) - 1], parts[-1]]
    assert cell_len(shown) <= width or kept == parts[-1:]


@given(PARTS, st.integers(0, 120))
def test_no_part_goes_that_there_is_room_for(parts: list[str], width: int) -> None:
    kept = fitting(parts, width).split(" · ")
    if len(kept) < len(parts):
        assert cell_len(" · ".join((*parts[: len(kept)], parts[-1]))) > width


@given(st.lists(st.text("aé漢 ", min_size=1, max_size=30), min_size=1, max_size=9), st.integers(60, 140))
def test_pinned_codes_are_whole_or_cut_with_an_ellipsis_and_leave_room_for_the_help(
    labels: list[str], width: int
) -> None:
    labels = [f"x{label}x" for label in labels]
    codes = tuple(Code(f"c{pin}", {"en": label}, pin=pin) for pin, label in enumerate(labels, 1))
    book = Codebook({}, codes)
    hues = defaultdict[str, Style](Style)
    rows = pins_in_words(book, looks(book, "en"), hues, width, two=True, last="? keys").plain.lstrip().split("\n")
    assert rows[-1].endswith("? keys") and len(rows) <= 2
    assert max(map(cell_len, rows)) < width
    shown = [part[1:].strip() for part in re.split("[0-9]", "".join(rows).removesuffix("? keys"))[1:]]
    assert all(
        said == label or (said.endswith("…") and label.startswith(said[:-1].rstrip()))
        for said, label in zip(shown, labels, strict=True)
    )


@given(st.integers(10, 60))
def test_no_line_begins_with_a_mark_that_belongs_to_what_stands_before_it(width: int) -> None:
    said = "Il dit\xa0: «\xa0oui\xa0» et «\xa0non\xa0»\u202f; qui\u202f?\n\nPersonne\u202f!"
    found = in_lines(Text(said), width)
    assert all(line.cell_len <= width and line.plain[:1] not in tuple("»:;!?\xa0\u202f") for line in found)
    assert " ".join(line.plain for line in found).split(" ") == said.replace("\n", " ").split(" ")


@pytest.mark.parametrize("lang", ["en", "fr"])
@pytest.mark.parametrize("keys", ["f3", "f4", "f5", "f7", "f8", "f9", "S", "O"])
def test_every_screen_names_its_help_in_eighty_columns(
    study: Study, drive: Any, monkeypatch: pytest.MonkeyPatch, keys: str, lang: str
) -> None:
    monkeypatch.setenv("QUALCODE_LANG", lang)
    rows = drive(study, keys, size=(80, 24)).rows
    assert "?" in rows[-1] and "…" not in rows[-1]


@pytest.mark.parametrize(
    ("typed", "chosen"),
    [
        ("s o u", "South"),
        ("e c h o", "Écho"),
        ("o u backspace backspace", "North"),
        ("z", "North"),
        ("t h z", "North"),
    ],
)
def test_letters_narrow_a_choice_whatever_their_accents(study: Study, typed: str, chosen: str) -> None:
    from qualcode.tui.app import QualcodeApp
    from qualcode.tui.screens.dialogs import Choose

    answers: list[int | None] = []
    names = ["North", "South", "Écho"]

    async def run() -> None:
        app = QualcodeApp(study, "c1")
        async with app.run_test(size=(80, 24)) as pilot:
            app.push_screen(Choose("Which?", [Text(name) for name in names]), answers.append)
            await pilot.pause()
            for key in (*typed.split(), "enter"):
                await pilot.press(key)

    asyncio.run(run())
    assert [names[place] for place in answers if place is not None] == [chosen]


@given(st.text("ab é漢 ", max_size=90), st.integers(4, 30), st.integers(1, 5))
def test_a_message_is_said_whole_on_as_many_lines_as_it_takes(words: str, width: int, most: int) -> None:
    from rich.text import Text

    lines = [line.plain for line in wrapped(Text(" " + words), width, most)]
    assert len(lines) <= most
    assert all(line[:1] == " " and cell_len(line) <= width for line in lines[: most - 1])
    assert "".join("".join(lines).split()) == "".join(words.split())


def test_a_long_refusal_is_read_in_full_in_eighty_columns(study: Study, walk_through: Any) -> None:
    from qualcode.errors import InputError

    refusal = InputError(
        " ".join(["Several people have worked on these passages since."] * 3), "Take theirs back first."
    )
    rows = walk_through(
        study,
        lambda app: app.coding.complain(refusal) or True,
        lambda app: "first" in app.coding.query_one("#message").text.plain,
        size=(80, 24),
    )
    assert " ".join(" ".join(rows).split()).endswith(str(refusal))
