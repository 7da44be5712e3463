"""The transcript's rows as a person reads them, golden; and what data may never do to a terminal."""

from __future__ import annotations

from rich.cells import cell_len

from qualcode.looks import Look
from qualcode.model import Span
from qualcode.model.codings import Coding
from qualcode.model.texts import Transcript, Turn
from qualcode.safetext import safe_block
from qualcode.tui.marks import Marks
from qualcode.tui.paint import Margin, RowContent, margin_for, paint_row, text_width
from qualcode.tui.themes import DAY, NIGHT, paint_for
from qualcode.tui.wrap import Layout, pieces

LOOKS = {"near": Look("NE", "▌", "orange", "Nearness"), "bi": Look("BI", "┃", "sky", "Bilingualism")}
TEXT = "Nurse : Et après ? \nCamille : La distance, je la connais. Ni paillasson, ni hérisson. \n"
TURNS = (Turn(1, "Nurse", 0, 8, 20), Turn(2, "Camille", 20, 30, len(TEXT)))


def segments_of(
    width: int, codings: tuple[Coding, ...] = (), selection: Span | None = None, text: str = TEXT, turns=TURNS
):
    margin = margin_for(width, len(turns), 7)
    layout = Layout(text, pieces(text, turns), text_width(width, margin))
    layout.settle(1_000)
    marks = Marks(codings)
    for number in range(layout.height):
        row = layout.row(number)
        turn = turns[row.turn]
        content = RowContent(
            row,
            layout.text_of(row),
            turn,
            turn.speaker == "Nurse",
            marks.touching(row.start, row.end),
            selection,
            None,
            (),
        )
        yield paint_row(content, margin, paint_for(NIGHT), LOOKS, marks.lane)


def rows_of(width: int, **given) -> list[str]:
    return ["".join(segment.text for segment in row).rstrip() for row in segments_of(width, **given)]


def test_golden_rows_with_speakers_tags_and_stripes() -> None:
    codings = (Coding(1, "L01", 30, 56, "near", "c1"), Coding(2, "L01", 43, 70, "bi", "c1", key=True))
    assert rows_of(52, codings=codings) == [
        "  1 Nurse          Et après ?",
        "  2 Camille NE+ ▌┃ La distance, je la connais. Ni",
        "                 ┃ paillasson, ni hérisson.",
    ]


def test_a_narrow_pane_leaves_out_the_speaker_and_keeps_the_text() -> None:
    assert rows_of(36) == [
        "  1       Et après ?",
        "  2       La distance, je la",
        "          connais. Ni paillasson,",
        "          ni hérisson.",
    ]


def test_more_lanes_than_there_is_room_for_are_said_to_be_there() -> None:
    codings = tuple(Coding(number, "L01", 30, 40, "near", f"c{number}") for number in range(5))
    assert "▌⋮" in rows_of(52, codings=codings)[1]


def test_coded_is_underlined_and_doubly_coded_twice() -> None:
    codings = (Coding(1, "L01", 30, 56, "near", "c1"), Coding(2, "L01", 43, 56, "bi", "c1"))
    row = list(segments_of(52, codings=codings))[1]
    styles = {segment.text: segment.style for segment in row}
    assert styles["La distance, "].underline and not styles["La distance, "].underline2
    assert styles["je la connais"].underline2


def test_a_selection_never_splits_a_cluster_when_painted() -> None:
    text = "a👩‍⚕️b e\u0301"
    turns = (Turn(1, None, 0, 0, len(text)),)
    row = next(segments_of(40, text=text, turns=turns, selection=Span(2, 3)))
    assert [segment.text for segment in row][-3:] == ["a", "👩‍⚕️", "b e\u0301"]


def test_nothing_in_a_transcript_acts_on_the_terminal() -> None:
    text = "\x1b]0;t\x07 \x9b31m \u202e [/x] \x00 a\tb"
    turns = (Turn(1, "\x1b[2J", 0, 0, len(text)),)
    shown = "".join(rows_of(60, text=text, turns=turns))
    assert shown == safe_block(shown).replace("\t", " ")
    assert "[/x]" in shown


def test_every_row_fits_the_pane_at_any_width() -> None:
    for width in range(20, 130, 7):
        assert all(cell_len(row) <= width for row in rows_of(width))


def test_both_looks_have_the_eight_hues() -> None:
    assert len(paint_for(NIGHT).hues) == len(paint_for(DAY).hues) == 8


def test_a_document_without_turns_or_words_is_shown_too() -> None:
    assert Layout("", pieces("", ()), 40).height == 0
    assert Transcript("", (), ()).text == ""
    assert isinstance(margin_for(20, 0, 0), Margin)
