from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qualcode.names import fold, fold_each, is_slip, nearest, sort_key


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Armentières", "ARMENTIERES"),
        ("l’hôpital", "L'Hopital"),
        ("cœur", "coeur"),
        ("Provence\u00a0–  Côte", "provence – cote"),
        ("e\u0301te\u0301", "été"),
        ("STRASSE", "straße"),
    ],
)
def test_names_that_look_alike_fold_to_the_same(one: str, other: str) -> None:
    assert fold(one) == fold(other)


def test_folding_keeps_what_tells_names_apart() -> None:
    assert len({fold(name) for name in ("site-1", "site-2", "site 1", "한국", "中国")}) == 5


@given(st.text())
def test_folding_twice_is_folding_once(text: str) -> None:
    assert fold(fold(text)) == fold(text)
    assert fold_each(fold_each(text)) == fold_each(text)


@given(st.text())
def test_folding_each_keeps_every_position(text: str) -> None:
    folded = fold_each(text)
    assert len(folded) == len(text)
    assert all(fold_each(letter) == folded[place] for place, letter in enumerate(text))


def test_folding_each_drops_accents_and_case_in_place() -> None:
    assert fold_each("L’Hôpital À Évry, œuvre\u00a0?") == "l'hopital a evry, œuvre ?"


def test_sorting_ignores_accents_first() -> None:
    assert sorted(["zèle", "école", "ecole", "Éa", "eb"], key=sort_key) == ["Éa", "eb", "ecole", "école", "zèle"]


@pytest.mark.parametrize(
    ("name", "known", "near"),
    [
        ("lile", "lille", "lille"),
        ("Lile", "Lille", "Lille"),
        ("lens", "lans", None),
        ("site-1", "site-2", None),
        ("paris-13", "paris-12", None),
        ("armentiere", "armentieres", "armentieres"),
        ("ile-de-france", "ile de franse", "ile de franse"),
        ("lille-nord", "lille", None),
        ("marseille", "toulon", None),
        ("", "lille", None),
        ("---", "...", None),
    ],
)
def test_near_names(name: str, known: str, near: str | None) -> None:
    assert nearest(name, [known]) == near


def test_the_nearest_of_several_is_named() -> None:
    assert nearest("bilinguism", ["bilinguals", "bilingualism", "distance"]) == "bilingualism"


@given(st.text(), st.lists(st.text()))
def test_the_nearest_is_always_a_known_name(name: str, known: list[str]) -> None:
    assert nearest(name, known) in {*known, None}


@pytest.mark.parametrize(
    ("name", "meant", "slip"),
    [
        ("Particpant", "Participant", True),
        ("Particiapnt", "Participant", True),
        ("Participantt", "Participant", True),
        ("Participante", "Participant", True),
        ("Participant", "Participant", False),
        ("Participant 1", "Participant 2", False),
        ("Marie", "Maria", False),
        ("Fatoumata", "Fatimata", False),
    ],
)
def test_a_slip_is_one_letter_of_a_long_word(name: str, meant: str, slip: bool) -> None:
    assert is_slip(name, meant) is slip
