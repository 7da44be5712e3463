"""How codes are known and found: tags apart, hues of the theme, letters in any language."""

from __future__ import annotations

import pytest
from rich.style import Style
from textual.theme import Theme

from qualcode.codebook import read_codebook
from qualcode.looks import DARK, GLYPHS, HUES, LIGHT, looks
from qualcode.model.codes import Code, Codebook
from qualcode.pictures.colours import contrast
from qualcode.tui.fuzzy import ranked
from qualcode.tui.themes import DAY, NIGHT, paint_for

CODES = (
    Code("distance", {"en": "Absence of distance", "fr": "Absence de distance"}, colour="orange"),
    Code("nearness", {"en": "Nearness", "fr": "Proximité"}, parent="distance", aliases=("friend",)),
    Code("near-miss", {"en": "Nearly near", "fr": "Presque"}, parent="distance"),
    Code("alliance", {"en": "Step-by-step alliance", "fr": "Alliance pas à pas"}, brief={"fr": "confiance lente"}),
)
BOOK = Codebook({}, CODES)


def test_tags_are_two_letters_and_apart() -> None:
    tags = [look.tag for look in looks(BOOK, "en").values()]
    assert tags == ["AB", "NE", "NA", "ST"]


def test_many_codes_of_like_names_still_have_tags_apart() -> None:
    book = Codebook({}, tuple(Code(f"c{n}", {"": f"Theme {chr(65 + n)}"}) for n in range(20)))
    tags = [look.tag for look in looks(book, "en").values()]
    assert len(set(tags)) == len(tags)


def test_a_code_wears_its_themes_hue_and_a_glyph_of_its_own() -> None:
    worn = looks(BOOK, "en")
    assert [worn[code.id].hue for code in CODES] == ["orange", "orange", "orange", "sky"]
    assert [worn[code.id].glyph for code in CODES[:3]] == list(GLYPHS[:3])
    assert set(DARK) == set(LIGHT) == set(HUES)


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("near", "nearness"),
        ("PROX", "nearness"),
        ("friend", "nearness"),
        ("alli", "alliance"),
        ("confiance", "alliance"),
    ],
)
def test_a_few_letters_find_a_code_in_either_language(typed: str, first: str) -> None:
    assert ranked(typed, BOOK)[0].id == first


def test_no_letters_show_the_codebook_in_its_order_and_nonsense_nothing() -> None:
    assert [code.id for code in ranked("", BOOK)] == ["distance", "nearness", "near-miss", "alliance"]
    assert ranked("zzq", BOOK) == []


def test_the_shipped_codebook_has_tags_apart_in_french() -> None:
    from pathlib import Path

    book = read_codebook((Path(__file__).parents[2] / "codebooks" / "experiential-knowledge.yaml").read_text(), "x")
    assert len({look.tag for look in looks(book, "fr").values()}) == len(book.codes)


@pytest.mark.parametrize("theme", [DAY, NIGHT], ids=lambda theme: theme.name)
def test_what_is_dim_in_the_transcript_is_still_read(theme: Theme) -> None:
    paint = paint_for(theme)
    assert _contrast(paint.text) > _contrast(paint.dim) >= 4.5
    assert _contrast(paint.dim) > _contrast(paint.margin) >= 4


def _contrast(style: Style) -> float:
    """How far the words stand off from their ground, from 1 to 21, as WCAG has it."""
    assert style.color and style.color.triplet and style.bgcolor and style.bgcolor.triplet
    return contrast(style.color.triplet.hex, style.bgcolor.triplet.hex)
