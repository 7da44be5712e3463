"""What has the shape of a number or an address that gives somebody away is found; years and counts are not."""

from __future__ import annotations

import pytest

from qualcode.disclosure.cells import SmallCell, small_cells, smallest_cell
from qualcode.disclosure.consent import said, withheld
from qualcode.disclosure.patterns import shapes


@pytest.mark.parametrize(
    ("text", "kind", "words"),
    [
        ("écris à n.ferhat@chu-lille.fr, oui", "email", "n.ferhat@chu-lille.fr"),
        ("le 06 12 34 56 78.", "telephone", "06 12 34 56 78"),
        ("au +33 6 12 34 56 78", "telephone", "+33 6 12 34 56 78"),
        ("le 06.12.34.56.78", "telephone", "06.12.34.56.78"),
        ("tel0612345678", "telephone", "0612345678"),
        ("a0612345678", "telephone", "0612345678"),
        ("0612345678b", "telephone", "0612345678"),
        ("à0612345678ou", "telephone", "0612345678"),
        ("le 0033612345678", "telephone", "0033612345678"),
        ("ring 020 7946 0958 now", "telephone", "020 7946 0958"),
        ("ring +44 20 7946 0958", "telephone", "+44 20 7946 0958"),
        ("call (212) 555-0147", "telephone", "(212) 555-0147"),
        ("call 212-555-0147", "telephone", "212-555-0147"),
        ("au 12 rue de la Paix", "address", "12 rue de la Paix"),
        ("at 10 Downing Street", "address", "10 Downing Street"),
        ("lives in SW1A 2AA now", "address", "SW1A 2AA"),
        ("à 59000 Lille", "address", "59000 Lille"),
        ("née le 3 mars 1971 à", "birth", "née le 3 mars 1971"),
        ("born on March 3, 1971", "birth", "born on March 3, 1971"),
        ("le 03/03/1971", "birth", "03/03/1971"),
        ("mon numéro 2 69 05 49 588 157 80", "record", "2 69 05 49 588 157 80"),
        ("NHS 943 476 5919", "record", "NHS 943 476 5919"),
        ("c’est 943 476 5919", "record", "943 476 5919"),
        ("dossier n° 0045821", "record", "dossier n° 0045821"),
        ("sur www.exemple.fr/nadia", "link", "www.exemple.fr/nadia"),
        ("suivez @nadia_f", "link", "@nadia_f"),
    ],
)
def test_what_gives_away_is_found(text: str, kind: str, words: str) -> None:
    assert [(one.kind, text[one.start : one.end]) for one in shapes(text)] == [(kind, words)]


@pytest.mark.parametrize(
    "text",
    ["en 2012 et 2013", "L03-P2 §47", "12/30 personnes", "1 200 000 euros", "2012-11-20", "3 places", "120–298",
     "f02191b711663d5703a1e08ac4811a9933d650f9aa052619900d5a9ee00a1234", "b05405341280", "054053412e80, 612345678 90ab",
     "20 h 30", "143 476 5918", "segments 12 participants 4", "il y a 10 ans, rue de Paris", "0.75"],
)  # fmt: skip
def test_what_gives_nobody_away_is_left_alone(text: str) -> None:
    assert shapes(text) == []


def test_a_social_security_number_is_told_by_its_key() -> None:
    assert [shape.severity for shape in shapes("2 69 05 49 588 157 80")] == ["high"]
    assert [shape.severity for shape in shapes("2 69 05 49 588 157 81")] == ["medium"]


def test_groups_of_fewer_people_than_asked_are_small() -> None:
    people = [{"site": "a", "role": "x"}] * 3 + [{"site": "a", "role": "y"}, {"site": "b", "role": ""}]
    assert small_cells(people, ("site", "role"), 3) == [SmallCell((("site", "a"), ("role", "y")), 1)]
    assert small_cells(people, ("site", "role"), 1) == []
    assert [smallest_cell(said) for said in ("5", 4, None, "many")] == [5, 4, 3, 3]


def test_all_who_speak_must_have_agreed_unless_the_passage_itself_was_asked_about() -> None:
    consents = {"a": "yes", "b": "no"}
    assert withheld(1, ("a",), {}, consents) is None
    assert withheld(1, ("a", "b", "c"), {}, consents) == ((("b", "no"), ("c", "unknown")),)
    assert withheld(1, ("b",), {1: True}, consents) is None
    assert withheld(1, ("a",), {1: False}, consents) == ((),)
    assert withheld(1, ("b",), {}, None) is None
    assert withheld(1, (), {}, consents) is None
    assert [said(value) for value in ("Oui", True, "NON", "", None, "later")] == ["yes", "yes", "no", *["unknown"] * 3]
