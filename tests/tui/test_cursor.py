"""How the cursor moves: laws over any text, and the number of keys the design allows."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from rich.cells import split_graphemes
from textual._xterm_parser import XTermParser

from qualcode.model import Span
from qualcode.model.texts import Transcript, Turn
from qualcode.tui import keys
from qualcode.tui.cursor import MOVES, Cursor, Ground, first_unit

SAID = (
    "Je suis arrivée en février, avec l’équipe du soir.",
    "Oui.",
    "👩‍⚕️ a dit « quoi\u202f? » e\u0301tonnée.",
    "Fin.",
)
TURNS = st.lists(st.lists(st.sampled_from(SAID), min_size=1, max_size=3), min_size=1, max_size=5)


def ground_of(spoken: list[list[str]]) -> Ground:
    text, turns, sentences = "", [], []
    for number, said in enumerate(spoken, 1):
        start = len(text)
        text += f"P{number} : "
        body = len(text)
        for sentence in said:
            sentences.append(Span(len(text), len(text) + len(sentence)))
            text += sentence + " "
        text += "\n"
        turns.append(Turn(number, f"P{number}", start, body, len(text)))
    return Ground(Transcript(text, tuple(turns), (), tuple(sentences)))


def start(ground: Ground) -> Cursor:
    return first_unit(ground, Cursor(Span(0, 0)))


def pressed(ground: Ground, cursor: Cursor, names: str) -> Cursor:
    """The cursor after keys, by the grammar itself; keys that put codes on do not move it."""
    moves = {name: key.action for key in keys.moving() for name in key.keys}
    for name in names.split():
        action = moves.get(name, "")
        if action.startswith("move("):
            cursor = MOVES[action.split("'")[1]](ground, cursor)
    return cursor


def words(ground: Ground, cursor: Cursor) -> str:
    return ground.text[cursor.span.start : cursor.span.end]


@given(TURNS, st.lists(st.sampled_from(sorted(MOVES)), max_size=30))
def test_the_selection_is_never_empty_and_never_cuts_a_grapheme(spoken: list[list[str]], moves: list[str]) -> None:
    ground = ground_of(spoken)
    cursor = start(ground)
    bounds = {first for first, _last, _cells in split_graphemes(ground.text)[0]} | {len(ground.text)}
    for move in moves:
        cursor = MOVES[move](ground, cursor)
        assert 0 <= cursor.span.start < cursor.span.end <= len(ground.text)
        assert {cursor.span.start, cursor.span.end} <= bounds


@given(TURNS)
def test_going_down_visits_every_sentence_once_and_going_up_returns(spoken: list[list[str]]) -> None:
    ground = ground_of(spoken)
    cursor, visited = start(ground), []
    for _sentence in ground.units("sentence"):
        visited.append(cursor.span)
        cursor = MOVES["next_unit"](ground, cursor)
    assert visited == list(ground.units("sentence"))
    for span in reversed(visited):
        assert cursor.span == span
        cursor = MOVES["previous_unit"](ground, cursor)


@given(TURNS, st.integers(1, 4))
def test_extending_up_gives_back_what_extending_down_took(spoken: list[list[str]], count: int) -> None:
    ground = ground_of(spoken)
    cursor = start(ground)
    reached = [cursor]
    for _step in range(count):
        reached.append(MOVES["extend_down"](ground, reached[-1]))
    last = reached[-1]
    for expected in reversed(list(dict.fromkeys(reached))[:-1]):
        last = MOVES["extend_up"](ground, last)
        assert last.span == expected.span


def test_a_rare_thing_costs_few_keys() -> None:
    """The budgets of the design: keys counted, and what they leave selected."""
    ground = ground_of(
        [["Une phrase.", "Deux mots ici.", "Et la fin.", "Je dis que oui, il faut du temps, voilà tout."]]
    )
    next_with_code = "down 3"
    assert len(next_with_code.split()) <= 2
    assert words(ground, pressed(ground, start(ground), next_with_code)) == "Deux mots ici."
    rare_code = "down c a l enter"
    assert len(rare_code.split()) <= 5
    three_with_two_codes = "J J 1 2"
    assert len(three_with_two_codes.split()) <= 5
    assert (
        words(ground, pressed(ground, start(ground), three_with_two_codes)) == "Une phrase. Deux mots ici. Et la fin."
    )
    trimmed = "h h o l l l 1"
    assert len(["down", *trimmed.split()]) <= 10
    last = pressed(ground, start(ground), "end")
    assert words(ground, pressed(ground, last, trimmed)) == "oui, il faut du temps"


def test_words_are_whole_with_apostrophes_and_hyphens() -> None:
    ground = ground_of([["L’hôpital, aujourd'hui, a des pairs-aidants."]])
    assert words(ground, pressed(ground, start(ground), "h")) == "L’hôpital, aujourd'hui, a des"
    assert words(ground, pressed(ground, start(ground), "h h h")) == "L’hôpital, aujourd'hui"
    assert words(ground, pressed(ground, start(ground), "o l l")) == "a des pairs-aidants."


def from_terminal(written: str) -> str:
    """The key that Textual makes of what a terminal writes."""
    (event,) = XTermParser().feed(written)
    return event.key


def test_the_french_digit_row_needs_no_shift() -> None:
    by_key = {name: key.action for key in keys.coding() for name in key.keys}
    assert [by_key[from_terminal(letter)] for letter in "&é\"'(-è_ç"] == [f"pin({digit})" for digit in range(1, 10)]


def test_every_key_that_is_one_letter_is_the_one_a_terminal_sends() -> None:
    groups = (keys.moving(), keys.coding(), keys.finding(), keys.material(), keys.screens(), keys.matrix())
    for key in (key for group in groups for key in group):
        for letter in (shown for shown in key.shown.split() if len(shown) == 1 and shown.isascii()):
            assert from_terminal(letter) in key.keys


def test_no_key_does_two_things_in_one_pane() -> None:
    for group in (
        (*keys.moving(), *keys.coding(), *keys.finding(), *keys.screens(), *keys.leaving()),
        keys.matrix(),
        keys.lists(),
    ):
        names = [name for key in group for name in key.keys]
        assert len(names) == len(set(names))
