"""The codebook: from its YAML text to codes, and the small edits that a session makes in that text.

Every error starts `file:line:column:` and names the key; an edit keeps the researcher's comments and order.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import chain, count
from typing import Any

from qualcode.errors import InputError, NotFoundError
from qualcode.i18n import _
from qualcode.model import Words
from qualcode.model.codes import Code, Codebook
from qualcode.names import fold
from qualcode.yamls.edit import Way, append_item, at, insert_key, is_flow, remove, set_value
from qualcode.yamls.fields import (
    as_items,
    as_map,
    as_text,
    is_id_letter,
    read_id,
    read_label,
    read_root,
    read_words,
    unknown,
    words_to_plain,
)
from qualcode.yamls.text import List, Map, Node, Place, Plain, Text

COLOURS = ("orange", "sky", "green", "yellow", "blue", "vermilion", "pink", "white")
_TRUTHS = {"true": True, "false": False}
_TOP_KEYS = ("title", "codes")
_TEXTS = ("label", "brief", "full", "use_when", "not_when")
_TEXT_LISTS = ("examples", "near_misses")
_NAME_LISTS = ("also_under", "aliases")
_TRUTH_KEYS = ("retired", "in_vivo")
CODE_KEYS = ("id", "label", "in_vivo", "pin", "colour", *_TEXTS[1:], *_TEXT_LISTS, *_NAME_LISTS, "retired", "codes")


def read_codebook(text: str, file: str) -> Codebook:
    """The codebook that a YAML text describes, its codes depth first in the researcher's order.

    Raises YamlError at the first thing that cannot be meant: an unknown key, an id or a pin used twice, a missing
    label, a wrong type, an unknown colour or `also_under`.
    """
    root = read_root(text, file, _TOP_KEYS)
    title = root.get("title")
    found = [(read_code(node, parent), node) for node, parent in _code_nodes(root, None)]
    _check_ids(found)
    _check_pins(found)
    _check_aliases(found)
    former = {fold(alias): code.id for code, _node in found for alias in code.aliases}
    _check_also_under(found, former)
    codes = tuple(_with_present_names(code, former) for code, _node in found)
    return Codebook(read_words(title, "title") if title else {}, codes)


def _with_present_names(code: Code, former: Mapping[str, str]) -> Code:
    """The code with its `also_under` as ids: what was written of a code that has another name now means that one."""
    if not any(fold(target) in former for target in code.also_under):
        return code
    meant = dict.fromkeys(former.get(fold(target), target) for target in code.also_under)
    return replace(code, also_under=tuple(target for target in meant if target != code.id))


def _code_nodes(parent: Map, parent_id: str | None) -> Iterator[tuple[Map, str | None]]:
    """The nodes of all codes below, with the id of the code each is nested in."""
    for node in as_items(codes, "codes") if (codes := parent.get("codes")) else ():
        code = as_map(node, _("a code"), CODE_KEYS)
        yield code, parent_id
        yield from _code_nodes(code, _id_of(code))


def _id_of(code: Map) -> str:
    node = code.get("id")
    if node is None:
        raise code.place.error(_("this code has no id."), _("Give it one that never changes: id: distance."))
    if not isinstance(node, Text):
        raise node.place.error(_("id should be text."))
    return read_id(node)


def read_code(node: Map, parent: str | None) -> Code:
    """One code, without its sub-codes."""
    code_id = _id_of(node)
    label = node.get("label")
    if label is None:
        message = _("the code {id} has no label.").format(id=code_id)
        raise node.place.error(message, _("Add label: with the words a reader should see."))
    texts = {key: read_words(value, key) for key in _TEXTS[1:] if (value := node.get(key))}
    lists = {key: _read_texts(value, key) for key in _TEXT_LISTS if (value := node.get(key))}
    names = {key: _read_names(value, key) for key in _NAME_LISTS if (value := node.get(key))}
    truths = {key: _truth(value, key) for key in _TRUTH_KEYS if (value := node.get(key))}
    found: Mapping[str, Any] = {**texts, **lists, **names, **truths}
    return Code(code_id, read_label(label), parent, _pin(node.get("pin")), _colour(node.get("colour")), **found)


def _read_texts(node: Node, key: str) -> tuple[Words, ...]:
    return tuple(read_words(item, key) for item in as_items(node, key))


def _read_names(node: Node, key: str) -> tuple[str, ...]:
    return tuple(as_text(item, key) for item in as_items(node, key))


def _pin(node: Node | None) -> int | None:
    if node is None:
        return None
    if not re.fullmatch("[1-9]", digit := as_text(node, "pin")):
        raise node.place.error(_("pin: {pin} is not a digit from 1 to 9.").format(pin=repr(digit)))
    return int(digit)


def _colour(node: Node | None) -> str | None:
    if node is None:
        return None
    if (name := as_text(node, "colour")) not in COLOURS:
        message = _("colour: {name} is not one of the eight colours.").format(name=repr(name))
        raise unknown(node.place, message, name, COLOURS)
    return name


def _truth(node: Node, key: str) -> bool:
    if (said := as_text(node, key)) not in _TRUTHS:
        message = _("{key}: {name} is neither true nor false.").format(key=key, name=repr(said))
        raise unknown(node.place, message, said, tuple(_TRUTHS))
    return _TRUTHS[said]


Found = Sequence[tuple[Code, Map]]


def _place(node: Map, key: str) -> Place:
    return (node.get(key) or node).place


def _check_ids(found: Found) -> None:
    first: dict[str, Place] = {}
    for code, node in found:
        place = _place(node, "id")
        if code.id in first:
            message = _("the id {id} is already used at line {line}.")
            hint = _("Every code needs an id of its own.")
            raise place.error(message.format(id=code.id, line=first[code.id].line), hint)
        first[code.id] = place


def _check_pins(found: Found) -> None:
    pinned: dict[int, str] = {}
    for code, node in found:
        if code.pin in pinned:
            message = _("pin: {pin} is already the pin of {id}.").format(pin=code.pin, id=pinned[code.pin])
            raise _place(node, "pin").error(message, _("Give each digit to one code only."))
        if code.pin:
            pinned[code.pin] = code.id


def _check_also_under(found: Found, former: Mapping[str, str]) -> None:
    ids = [code.id for code, _node in found]
    for code, node in found:
        for number, target in enumerate(code.also_under):
            place = _item_place(node, "also_under", number)
            if target == code.id:
                raise place.error(_("also_under: {id} cannot be under itself.").format(id=target))
            if target not in ids and fold(target) not in former:
                raise unknown(place, _("also_under: there is no code {id}.").format(id=target), target, ids)


def _check_aliases(found: Found) -> None:
    owners = {fold(code.id): code.id for code, _node in found}
    for code, node in found:
        for number, alias in enumerate(code.aliases):
            owner = owners.setdefault(fold(alias), code.id)
            if owner != code.id:
                message = _("aliases: {alias} already names the code {id}.").format(alias=alias, id=owner)
                raise _item_place(node, "aliases", number).error(message, _("A name can mean one code only."))


def _item_place(node: Map, key: str, number: int) -> Place:
    items = node.get(key)
    return items.items[number].place if isinstance(items, List) else node.place


def with_code_added(
    text: str, file: str, code_id: str, label: Words, parent: str | None = None, brief: Words | None = None
) -> str:
    """The codebook's text with a new code, last under `parent` (None: at the top)."""
    _refuse_former(text, file, code_id)
    code: dict[str, Plain] = {"id": code_id, "label": words_to_plain(label)}
    if brief:
        code["brief"] = words_to_plain(brief)
    path = path_of(text, file, parent) if parent else ()
    edited = _with_item(text, file, path, code)
    read_codebook(edited, file)
    return edited


def _refuse_former(text: str, file: str, code_id: str) -> None:
    """Refuse as an id what is another code's old name: it would lead to both."""
    for code in read_codebook(text, file).codes:
        if fold(code_id) in map(fold, code.aliases):
            raise InputError(
                _("{file}: {id} is an old name of the code {code}.").format(file=file, id=code_id, code=code.id),
                _("Give the new code another id."),
            )


def _with_item(text: str, file: str, path: Way, code: Plain) -> str:
    parent = at(read_root(text, file), path)
    if isinstance(parent, Map) and parent.get("codes"):
        return append_item(text, file, (*path, "codes"), code)
    return insert_key(text, file, path, "codes", [code])


def with_code_removed(text: str, file: str, code_id: str) -> str:
    """The codebook's text without a code and its sub-codes: takes back `with_code_added` to the byte.

    A code that loses its last sub-code loses its `codes:` too, unless comments are left there.
    """
    path = path_of(text, file, code_id)
    edited = remove(text, file, path)
    parent = at(read_root(edited, file), path[:-2])
    codes = at(parent, path[-2:-1])
    emptied = isinstance(codes, Text) or (isinstance(codes, List) and not codes.items and is_flow(parent))
    if emptied and len(path) > 2 and not _has_comment_in(edited, parent, codes):
        edited = remove(edited, file, path[:-1])
    read_codebook(edited, file)
    return edited


def _has_comment_in(text: str, parent: Node, codes: Node) -> bool:
    """Whether a comment stands first in a list that has nothing else, deeper than its key."""
    depth = parent.key("codes").place.column if isinstance(parent, Map) else 0
    return bool(re.match(rf"[^\n]*\n(?:[ \r]*\n)* {{{depth},}}#", text[codes.place.end :]))


def with_label(text: str, file: str, code_id: str, language: str, label: str, plain: str = "") -> str:
    """The codebook's text with a code's label changed in one language (`""`: the plain one); empty takes it away.

    A plain label beside which it comes to stand is in the language `plain`.
    """
    path = (*path_of(text, file, code_id), "label")
    edited = _with_words(text, file, path, language, label.strip(), plain)
    read_codebook(edited, file)
    return edited


def _with_words(text: str, file: str, path: Way, language: str, value: str, plain: str) -> str:
    node = at(read_root(text, file), path)
    if not isinstance(node, Map):
        if language and not value:
            return text
        return set_value(text, file, path, {plain: as_text(node, "label"), language: value} if language else value)
    if value and node.get(language):
        return set_value(text, file, (*path, language), value)
    if value:
        return insert_key(text, file, path, language, value)
    edited = remove(text, file, (*path, language)) if node.get(language) else text
    left = read_words(at(read_root(edited, file), path), "label")
    return set_value(edited, file, path, left[""]) if set(left) == {""} and node.flow else edited


def path_of(text: str, file: str, code_id: str) -> Way:
    """The way to a code in the tree of the file."""
    for node, path in code_paths(text, file):
        if _id_of(node) == code_id:
            return path
    raise NotFoundError(_("{file}: there is no code {id}.").format(file=file, id=code_id))


def code_paths(text: str, file: str) -> Iterator[tuple[Map, Way]]:
    """Every code as it stands in the file, with the way to it."""
    return _paths(read_root(text, file, _TOP_KEYS), ())


def _paths(parent: Map, path: Way) -> Iterator[tuple[Map, Way]]:
    codes = parent.get("codes")
    for number, node in enumerate(as_items(codes, "codes") if codes else ()):
        below = (*path, "codes", number)
        code = as_map(node, _("a code"), CODE_KEYS)
        yield code, below
        yield from _paths(code, below)


def suggest_id(label: str, taken: Container[str]) -> str:
    """An id for a new code made from its label, different from those taken: `distance-therapeutique`."""
    words = "".join(letter if is_id_letter(letter) else " " for letter in fold(label).replace("'", " ")).split()
    name = "-".join(words).strip("-_.") or "code"
    numbered = (f"{name}-{number}" for number in count(2))
    return next(choice for choice in chain((name,), numbered) if choice not in taken)
