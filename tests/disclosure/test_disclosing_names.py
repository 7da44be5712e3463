"""A known name is found however it is written, at the borders of words; nothing else is."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qualcode.disclosure.names import KnownName, Names, read_names, speaker_names

FILE = KnownName("lille-nadia-2012", kind="file", whole=True)
NAMES = Names((KnownName("Hélène Dubrulle"), KnownName("Jean-Pierre"), KnownName("Aïcha", "[P3]"), FILE))


def found(text: str) -> list[tuple[str, bool]]:
    return [(text[one.start : one.end], one.sure) for one in NAMES.find(text)]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("hélène dubrulle est venue", [("hélène dubrulle", True)]),
        ("HELENE DUBRULLE.", [("HELENE DUBRULLE", True)]),
        ("Hélène-Dubrulle’s team", [("Hélène-Dubrulle", True)]),
        ("Chez Dubrulle, oui", [("Dubrulle", False)]),
        ("Mme Dubrule arrive", [("Dubrule", False)]),
        ("jean pierre et Jeanpierre", [("jean pierre", True), ("Jeanpierre", True)]),
        ("l’équipe d’Aïcha", [("Aïcha", True)]),
        ("voir lille-nadia-2012.txt", [("lille-nadia-2012", True)]),
        ("On en est à dubrulle ?", []),
        ("on en est à dubrulle", [("dubrulle", False)]),
        ("nadia et lille en 2012", []),
        ("Aicham, aïch, hélénium", []),
        ("", []),
    ],
)
def test_a_name_is_found_as_people_write_it(text: str, words: list[tuple[str, bool]]) -> None:
    assert found(text) == words


@given(st.text(max_size=30).filter(lambda text: not text[-1:].isalnum()), st.sampled_from(["AÏCHA", "aicha", "Aïcha"]))
def test_a_name_at_the_border_of_any_text_is_found_where_it_stands(before: str, name: str) -> None:
    text = f"{before} {name} "
    assert (len(before) + 1, len(text) - 1) in [(one.start, one.end) for one in NAMES.find(text)]


def test_the_list_has_a_name_a_line_with_what_is_said_instead() -> None:
    text = "\ufeff# ours\nNadia Ferhat; MSP03\n\n Lens ; [a town] ; place # near Lille\n;x\n"
    assert read_names(text) == (KnownName("Nadia Ferhat", "MSP03"), KnownName("Lens", "[a town]", "place"))


def test_labels_that_name_nobody_are_no_names() -> None:
    labels = ("Mme Lannoy", "Enquêtrice", "I", "P2", "Speaker 1", "Dr", "Nadia", "MSP", "Infirmière")
    assert [known.name for known in speaker_names(labels, ("msp",))] == ["Mme Lannoy", "Nadia"]
