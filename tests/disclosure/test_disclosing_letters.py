"""A site's letter is the same wherever its name or id stands, and no name is left."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from qualcode.disclosure.letters import Lettered, letters
from qualcode.model.people import Site

SITES = (Site("north", {"en": "North", "fr": "Nord–Pas-de-Calais"}), Site("lille", {"": "Lille"}, "north"),
         Site("s2", {"": "Armentières"}, "north"), Site("south", {"": "South"}))  # fmt: skip


def test_regions_have_letters_and_their_sites_numbers() -> None:
    assert letters(SITES) == {"north": "A", "lille": "A1", "s2": "A2", "south": "B"}
    assert letters([Site(str(number), {}) for number in range(28)])["27"] == "AB"


def test_letters_stand_in_cells_captions_and_conditions_and_in_brackets_in_what_is_said() -> None:
    lettered = Lettered(SITES)
    assert lettered("  Armentieres") == "  A2"
    assert lettered("s2") == "A2"
    assert lettered("Only where site=s2,lille; role=nurse.") == "Only where site=A2,A1; role=nurse."
    assert lettered("Nurses at Lille and in Nord-Pas-de-Calais") == "Nurses at A1 and in A"
    assert lettered.quoted("J’étais à LILLE, les Lillois") == "J’étais à [A1], les Lillois"


@given(st.lists(st.sampled_from(["Lille", "lille", "ARMENTIÈRES", "et", "s2x", "nord", " ", "-", "\n"])))
def test_no_name_is_left_and_letters_stay_as_they_are(words: list[str]) -> None:
    lettered = Lettered(SITES)
    once = lettered(" ".join(words))
    assert "lille" not in once.casefold() and "armenti" not in once.casefold()
    assert lettered(once) == once
