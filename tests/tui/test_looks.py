"""How codes are known and found: tags apart, hues of the theme, letters in any language."""

from __future__ import annotations

import pytest

from qualcode.codebook import read_codebook
from qualcode.looks import DARK, GLYPHS, HUES, LIGHT, looks
from qualcode.model.codes import Code, Codebook
from qualcode.tui.fuzzy import ranked

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
