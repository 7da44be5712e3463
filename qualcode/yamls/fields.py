"""Reading the fields of a YAML file as what they should be, with an error at the place where they are not."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from difflib import get_close_matches

from qualcode.errors import YamlError
from qualcode.i18n import _
from qualcode.model import Words
from qualcode.names import way_out
from qualcode.yamls.text import List, Map, Node, Place, Plain, Text, load

_LANGUAGE = re.compile(r"[A-Za-z]{2,3}([-_][A-Za-z0-9]+)*")


def as_map(node: Node, key: str, known: Sequence[str] = ()) -> Map:
    """The node as a map whose keys are among `known` (all, if none is named); `key` names it in errors."""
    if not isinstance(node, Map):
        raise node.place.error(_("{key} should hold keys and values.").format(key=key), _("Write them as key: value."))
    for name, _value in node.entries:
        if known and name.value not in known:
            raise unknown(name.place, _("the key {name} is not known here.").format(name=name.value), name.value, known)
    return node


def as_items(node: Node, key: str) -> tuple[Node, ...]:
    """The items of a list; none where nothing was written."""
    if isinstance(node, Text) and node.missing:
        return ()
    if not isinstance(node, List):
        raise node.place.error(_("{key} should be a list.").format(key=key), _("Begin each item with a dash."))
    return node.items


def as_text(node: Node, key: str) -> str:
    """The text of a scalar, without white space around it."""
    if not isinstance(node, Text):
        raise node.place.error(
            _("{key} should be text.").format(key=key), _("Put it in quotes if it begins with [ or {.")
        )
    return node.value.strip()


def unknown(place: Place, message: str, name: str, known: Sequence[str]) -> YamlError:
    """The error for a name that is not among `known`, with the nearest of them, or all."""
    near = get_close_matches(name.casefold(), known, n=1, cutoff=0.5)
    if near:
        return place.error(message, way_out(near[0]))
    return place.error(message, _("Known: {names}.").format(names=", ".join(known)) if known else "")


def read_root(text: str, file: str, keys: Sequence[str] = ()) -> Map:
    """The map that a whole file is."""
    root = load(text, file)
    if root is None:
        message = _("{file}:1:1: the file is empty.").format(file=file)
        raise YamlError(message, _("Begin it with: title: …"))
    return as_map(root, _("the file"), keys)


def read_words(node: Node, key: str) -> Words:
    """A text, or one a language; languages left empty are left out."""
    if isinstance(node, Text):
        return {"": node.value.strip()} if node.value.strip() else {}
    for name, _value in as_map(node, key).entries:
        if name.value and not _LANGUAGE.fullmatch(name.value):
            message = _("{key}: {name} is not a language.").format(key=key, name=name.value)
            raise name.place.error(message, _("Write languages as en, fr or pt-BR, or the text alone."))
    texts = {name.value: as_text(value, f"{key}: {name.value}") for name, value in as_map(node, key).entries}
    return {language: text for language, text in texts.items() if text}


def read_label(node: Node, key: str = "label") -> Words:
    """A label: one line, and not empty."""
    words = read_words(node, key)
    if not words:
        raise node.place.error(_("{key} is empty.").format(key=key), _("Write the words a reader should see."))
    if any("\n" in text for text in words.values()):
        raise node.place.error(_("{key} should be one line.").format(key=key), _("Keep the rest for brief or full."))
    return words


def read_id(node: Text, key: str = "id") -> str:
    """An id: letters of any language, digits, `-`, `_` and `.`."""
    name = unicodedata.normalize("NFC", node.value)
    if not name or not all(map(is_id_letter, name)):
        message = _("{key}: {name} has a character that an id cannot have.").format(key=key, name=repr(name))
        raise node.place.error(message, _("Use letters, digits, - _ and . only; the label may have any characters."))
    return name


def is_id_letter(letter: str) -> bool:
    """Whether an id may hold this character."""
    return letter in "-_." or unicodedata.category(letter)[0] in "LMN"


def words_to_plain(words: Words) -> Plain:
    """A text as it is to be written in YAML: alone if it has no language."""
    return words[""] if set(words) == {""} else dict(words)
