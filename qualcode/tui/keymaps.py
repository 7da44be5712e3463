"""Other keys for the same acts: presets, one's own keys by the name of an action, and what cannot be. Pure.

A keymap names actions by the ids of `keys`. One's own keys hold whole or not at all: two things on one key of a pane, a
letter for what must work while one types, a name that is not known are told, and then the preset alone holds.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache

from qualcode.i18n import _
from qualcode.names import near_hint
from qualcode.settingsfile import NO_PRESET, OwnKeys
from qualcode.tui import (
    keys,
    keys_codebook,
    keys_exchange,
    keys_memos,
    keys_places,
    keys_preview,
    keys_retrieval,
    keys_revising,
    keys_settings,
)
from qualcode.tui.keys import Key

Keymap = Mapping[str, tuple[str, ...]]
"""Ids of actions with the keys that stand for them, where these are not those of the grammar."""

_PRESETS: Mapping[str, Mapping[str, str]] = {
    NO_PRESET: {},
    "azerty": {
        "find": "slash colon", "words": "slash colon", "help": "question_mark comma",
    },
    "vim": {
        "page_on": "ctrl+f ctrl+d space pagedown", "page_back": "ctrl+b ctrl+u pageup",
        "first_unit": "g home", "last_unit": "G end",
        "word_right": "right l", "word_left": "left h b",
        "next_coding": "right_square_bracket", "previous_coding": "left_square_bracket",
        "redo": "ctrl+r U ctrl+y", "command_palette": "colon ctrl+p",
    },
    "left-hand": {
        "next_unit": "d down", "previous_unit": "e up", "extend_down": "D shift+down", "extend_up": "E shift+up",
        "word_right": "f right", "word_left": "s left", "character_right": "F shift+right",
        "character_left": "S shift+left", "other_edge": "w", "by_turn": "t", "by_sentence": "T",
        "repeat": "r", "edit": "R", "remove": "x", "key_quotation": "q", "counter_example": "Q", "memo": "a",
        "undo": "z ctrl+z", "redo": "Z ctrl+y", "done": "X", "auto_advance": "A",
        "next_passage": "V p", "previous_passage": "ctrl+g P", "beside": "W", "appendix": "o",
        "correct": "m", "edit_turn": "i",
        "go_to_turn": "ctrl+t", "bookmarks": "ctrl+b",
        "find": "ctrl+f slash", "next_hit": "ctrl+d n", "previous_hit": "ctrl+e N", "help": "f1 question_mark",
        "words": "ctrl+f slash", "show_only": "l", "find_all": "L", "pane_documents": "h", "pane_codes": "C",
        "speakers": "y", "export": "H",
    },
}  # fmt: skip
"""Other keys only: what a preset does not name keeps its own. `azerty` has the unshifted keys of a French keyboard."""

_SIGNS = {
    "solidus": "slash", "reverse_solidus": "backslash", "commercial_at": "at", "hyphen_minus": "minus",
    "plus_sign": "plus", "low_line": "underscore",
}  # fmt: skip
"""Where Textual's name of a sign is not Unicode's."""
_NAMED = {
    "down": "↓", "up": "↑", "left": "←", "right": "→", "pageup": "page ↑", "pagedown": "page ↓", "space": "",
    "enter": "", "escape": "", "tab": "tab", "home": "", "end": "",
    "backspace": "⌫", "delete": "delete", "insert": "insert",
}  # fmt: skip
"""Keys that are no sign, with how they are shown; the empty ones have a word of the interface's language."""
_ON_KEYBOARDS = (*range(0x21, 0x17F), 0x20AC)
_MODIFIED = re.compile(r"((?:ctrl\+|shift\+|alt\+|super\+)*)(.+)", re.DOTALL)
_FUNCTION = re.compile(r"f([1-9]|1\d|2[0-4])")


@dataclass(frozen=True, slots=True)
class Made:
    """A keymap, and what was wrong with what one asked for, in sentences with their places."""

    keymap: Keymap
    problems: tuple[str, ...] = ()


def made(preset: str, own: Sequence[OwnKeys]) -> Made:
    """The keymap of a preset with one's own keys over it; without them where anything is wrong with them."""
    base = {name: tuple(names.split()) for name, names in _PRESETS[preset].items()}
    if not own:
        return Made(base)
    found: dict[str, tuple[str, ...]] = {}
    problems: list[str] = []
    for each in own:
        named, wrong = _named(each)
        problems += [f"{each.place}: {said}" for said in wrong]
        found[each.action] = named
    if not problems:
        places = {each.action: each.place for each in own}
        problems += [_said(places, clash) for clash in clashes({**base, **found})]
    return Made(base, (*problems, _("None of your own keys holds."))) if problems else Made({**base, **found})


def _named(own: OwnKeys) -> tuple[tuple[str, ...], list[str]]:
    """Textual's names of the keys that someone wrote, and what is wrong with them."""
    known = actions()
    if own.action not in known:
        hint = near_hint(own.action, known, _nearly(own.action, known))
        return (), [_("no action is called {name}. {hint}").format(name=own.action, hint=hint)]
    if not own.keys:
        return (), [_("{name} has no key. Write at least one, or take the line out.").format(name=own.action)]
    named = [(written, key_name(written)) for written in own.keys]
    wrong = [
        _("{name} is no key. Write a letter, F5, ctrl+f, shift+down, space …").format(name=written)
        for written, name in named
        if name is None
    ]
    letters = [name for _written, name in named if name and own.action in _while_typing() and _types(name)]
    wrong += [
        _("{key} cannot be {name}, which has to work while one types. Write it with ctrl+, or F1 to F12.").format(
            key=shown((name,)), name=own.action
        )
        for name in letters
    ]
    return tuple(name for _written, name in named if name), wrong


def _nearly(name: str, known: Iterable[str]) -> str:
    from difflib import get_close_matches

    near = get_close_matches(name, list(known), 3, 0.5)
    if near:
        return _("Did you mean {names}?").format(names=", ".join(near))
    return _("`qualcode settings keys` lists the names.")


@dataclass(frozen=True, slots=True)
class Clash:
    """Two actions on one key of a pane."""

    key: str
    actions: tuple[str, str]


def clashes(keymap: Keymap) -> list[Clash]:
    """Every key that would do two things in one pane, each told once."""
    found: dict[tuple[str, frozenset[str]], Clash] = {}
    for group in panes().values():
        taken: dict[str, str] = {}
        for key in with_keymap(group, keymap):
            for name in key.keys:
                other = taken.setdefault(name, key.id)
                if other != key.id:
                    found.setdefault((name, frozenset((other, key.id))), Clash(name, (other, key.id)))
    return list(found.values())


def _said(places: Mapping[str, str], clash: Clash) -> str:
    ours = next((name for name in reversed(clash.actions) if name in places), clash.actions[0])
    other = next(name for name in clash.actions if name != ours)
    words = _("{key} is {other} already, it cannot be {name} too. Give {other} another key as well.")
    said = words.format(key=shown((clash.key,)), other=other, name=ours)
    return f"{places[ours]}: {said}" if ours in places else said


def panes() -> dict[str, tuple[Key, ...]]:
    """The keys that are at work together, by the pane that has the focus."""
    everywhere = (*keys.screens(), *keys.leaving())
    coding = (
        *keys.coding(), *keys.finding(), *keys_places.places(), *keys.material(), *keys_revising.correcting(),
    )  # fmt: skip
    alone = {
        "speakers": keys.speakers(), "importing": keys.importing(), "matrix": keys.matrix(),
        "framework": keys.framework(), "evidence": keys.evidence(), "grid": keys.grid(), "memos": keys_memos.memos(),
        "logbook": keys_memos.logbook(), "documents": keys.documents(), "lists": keys.lists(),
        "settings": keys_settings.settings(),
        "receiving": keys_exchange.receiving(), "exporting": keys_exchange.exporting(),
        "outline": keys_preview.outline(),
        "part": keys_preview.part(),
        "searching": keys.searching(), "quotations": keys_retrieval.retrieval(),
        "listed": keys_places.listed(), "beside": keys_places.beside(),
        "codebook": keys_codebook.codebook(), "merging": keys_codebook.merging(),
        "splitting": keys_codebook.splitting(), "reviewing": keys_codebook.reviewing(),
        "entries": keys_codebook.entries(),
        "differing": keys_revising.differing(), "settling": keys_revising.settling(),
    }  # fmt: skip
    return {
        "text": text_keys(),
        "codes": (*keys.codes(), *coding, *everywhere),
        "sheet": (*keys.sheet(), *keys.analysis(), *everywhere),
        "views": (*keys.lists(), *keys.analysis(), *everywhere),
        **{name: (*group, *keys_places.beneath(), *everywhere) for name, group in alone.items()},
        "memo": (*keys_memos.memo(), *keys.leaving()),
        "definition": (*keys_codebook.defining(), *keys.leaving()),
        "summary": (*keys.summary(), *keys.leaving()),
    }


def text_keys() -> tuple[Key, ...]:
    """The keys that are at work in the transcript."""
    return (
        *keys.moving(), *keys.coding(), *keys.finding(), *keys_places.places(), *keys.material(),
        *keys_revising.correcting(), *keys.screens(), *keys.leaving(),
    )  # fmt: skip


def actions() -> dict[str, Key]:
    """Every action by its id."""
    return {key.id: key for group in panes().values() for key in group}


def _while_typing() -> set[str]:
    return {key.id for key in (*keys.leaving(), *keys_memos.memo(), *keys.summary(), *keys_codebook.defining())}


def _types(name: str) -> bool:
    """Whether a key puts something into a line one writes."""
    return "ctrl+" not in name and "alt+" not in name and not _FUNCTION.fullmatch(name) and name != "escape"


def with_keymap(group: Iterable[Key], keymap: Keymap) -> Iterator[Key]:
    """Lines of the grammar with the keys that a keymap gives them, and these as they are shown."""
    for key in group:
        now = keymap.get(key.id)
        yield replace(key, keys=now, shown=shown(now)) if now else key


def first_keys(keymap: Keymap) -> dict[str, str]:
    """The key to name for each action where a sentence speaks of it."""
    return {name: _first(key, keymap) for name, key in actions().items()}


def renamed(group: Iterable[Key], keymap: Keymap) -> dict[str, str]:
    """The key that hints name for each act of a pane, with the one to name instead as they are now."""
    return {key.shown.split(" ")[0]: _first(key, keymap) for key in group}


def hint_now(part: str, now: Mapping[str, str]) -> str:
    """A part of a hint, as `c any code`, with the keys that it begins with as they are now; `now` is `renamed`."""
    return " ".join(_renamed(part.split(" "), now))


def _renamed(words: Sequence[str], now: Mapping[str, str]) -> Iterator[str]:
    for place, word in enumerate(words):
        if word not in now:
            yield from words[place:]
            return
        yield now[word]


def _first(key: Key, keymap: Keymap) -> str:
    now = keymap.get(key.id)
    return shown(now[:1]) if now else key.shown.split(" ")[0]


def textual_keymap(keymap: Keymap) -> dict[str, str]:
    """The keymap as Textual takes it."""
    return {name: ",".join(names) for name, names in keymap.items()}


# ---------------------------------------------------------------------- names of keys


def key_name(written: str) -> str | None:
    """Textual's name of a key as people write it: `/` is slash, `F5` f5, `Ctrl+F` ctrl+f; None for what is no key."""
    modifiers, bare = _split(written)
    if len(bare) == 1:
        name: str | None = bare if bare.isalnum() else _sign(bare)
        name = name.lower() if name and modifiers and name.isascii() else name
    else:
        name = {"esc": "escape", "return": "enter", "del": "delete"}.get(bare.lower(), bare.lower())
        name = name if name in _NAMED or _FUNCTION.fullmatch(name) or _letter_called(name) else None
    return modifiers + name if name else None


def _split(written: str) -> tuple[str, str]:
    found = _MODIFIED.fullmatch(written if len(written) == 1 else _lowered(written))
    return (found[1], found[2]) if found else ("", written)


def _lowered(written: str) -> str:
    """Modifiers in small letters, the key itself as it was written."""
    head, plus, last = written.rpartition("+")
    return f"{head.lower()}{plus}{last}" if head and last else written


@cache
def _sign(letter: str) -> str | None:
    if not letter.isprintable() or letter == " ":
        return None
    name = unicodedata.name(letter, "").lower().replace("-", "_").replace(" ", "_")
    return _SIGNS.get(name, name) or None


def _letter_called(name: str) -> str:
    """The sign that Textual calls so; empty if there is none that keyboards have."""
    return next((chr(point) for point in _ON_KEYBOARDS if _sign(chr(point)) == name), "")


def shown(names: Iterable[str]) -> str:
    """Keys as a person reads them: `shift+down slash` is `shift+↓ /`."""
    return " ".join(map(_shown, names))


def _shown(name: str) -> str:
    words = {"space": _("space"), "enter": _("enter"), "escape": _("esc"), "home": _("home"), "end": _("end")}
    modifiers, bare = _split(name)
    if _FUNCTION.fullmatch(bare):
        return modifiers + bare.upper()
    if len(bare) == 1:
        return modifiers + bare
    return modifiers + (words.get(bare) or _NAMED.get(bare) or _letter_called(bare) or bare)
