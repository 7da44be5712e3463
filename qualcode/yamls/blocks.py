"""Larger edits of a YAML text: a value made another with the fewest lines touched, an item moved with its comments.

As in `edit`, what comes of an edit is read again and compared with what was meant.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from qualcode.yamls.edit import (
    Way,
    append_item,
    at,
    below,
    by_hand,
    checked,
    dash_offset,
    in_flow,
    is_flow,
    line_end,
    remove,
    replaced,
    set_value,
    spaced,
    spliced,
)
from qualcode.yamls.opening import opened
from qualcode.yamls.prose import entry_lines, newline_of, rewritten
from qualcode.yamls.text import List, Map, Node, Plain, Text, load, plain
from qualcode.yamls.writing import flow, scalar

_EMPTY: tuple[Plain, ...] = ("", [], {})
_TAKEN = "\0taken"
"""Stands, in what is meant, where an item was that is moved; no file can hold it."""


def set_entry(text: str, file: str, path: Way, key: str, value: Plain | None, order: Sequence[str] = ()) -> str:
    """The text with `key` of the map at `path` saying `value` (None: nothing); a new key stands as in `order`."""
    there = _map(text, file, path).get(key)
    if there is not None and (value is None or value in _EMPTY):
        return remove(text, file, (*path, key))
    if value is None or value in _EMPTY:
        return text
    if there is not None and _fits(there, value):
        return _revalued(text, file, (*path, key), value)
    cleared = text if there is None else remove(text, file, (*path, key))
    return _inserted(cleared, file, path, key, value, order)


def _map(text: str, file: str, path: Way) -> Map:
    node = at(_root(text, file), path)
    if not isinstance(node, Map):
        raise by_hand(node)
    return node


def _root(text: str, file: str) -> Node:
    root = load(text, file)
    assert root is not None  # whoever edits a file has read what is in it
    return root


def _fits(node: Node, value: Plain) -> bool:
    """Whether a value is of the kind that stands in the file."""
    if isinstance(node, Text):
        return isinstance(value, str) and not node.missing
    return isinstance(value, Mapping) if isinstance(node, Map) else isinstance(value, list)


def _revalued(text: str, file: str, path: Way, value: Plain) -> str:
    node = at(_root(text, file), path)
    if plain(node) == value:
        return text
    if isinstance(node, Text) and isinstance(value, str):
        return _retold(text, file, path, node, value)
    if is_flow(node):
        return set_value(text, file, path, value)
    if isinstance(node, Map) and isinstance(value, Mapping):
        return _remapped(text, file, path, node, value)
    if isinstance(node, List) and isinstance(value, list):
        return _relisted(text, file, path, node, value)
    raise by_hand(node)


def _retold(text: str, file: str, path: Way, node: Text, value: str) -> str:
    """Another text in the place of one."""
    root = _root(text, file)
    depth = at(root, path[:-1]).place.column + 1
    written = None if in_flow(root, path) else rewritten(text, node, value, depth)
    if written is None:
        return set_value(text, file, path, value)
    edited = spliced(text, [(node.place.start, node.place.end, written)])
    return checked(edited, file, node, replaced(plain(root), path, lambda _old: value))


def _remapped(text: str, file: str, path: Way, node: Map, value: Mapping[str, Plain]) -> str:
    for key, item in value.items():
        text = set_entry(text, file, path, key, item, tuple(value))
    for name, _node in node.entries:
        if name.value not in value:
            text = remove(text, file, (*path, name.value))
    return text


def _relisted(text: str, file: str, path: Way, node: List, value: Sequence[Plain]) -> str:
    """Items changed where they stand, new ones last; of a shorter list, those go that are not there any more."""
    there = [plain(item) for item in node.items]
    if len(value) < len(there):
        same = next(
            (place for place, pair in enumerate(zip(there, value, strict=False)) if pair[0] != pair[1]), len(value)
        )
        for place in range(same + len(there) - len(value) - 1, same - 1, -1):
            text = remove(text, file, (*path, place))
    for place, item in enumerate(value[: len(there)]):
        old = at(_root(text, file), (*path, place))
        if not _fits(old, item) and not (isinstance(old, Text) and isinstance(item, Mapping)):
            raise by_hand(node)
        change = _revalued if _fits(old, item) else set_value
        text = change(text, file, (*path, place), item)
    for item in value[len(there) :]:
        text = append_item(text, file, path, item)
    return text


def _inserted(text: str, file: str, path: Way, key: str, value: Plain, order: Sequence[str]) -> str:
    """A new entry, after the last of those that come before it in `order`, else last."""
    root, node = _root(text, file), _map(text, file, path)
    before = order[: order.index(key)] if key in order else ()
    placed = [item for name, item in node.entries if name.value in before] or [node.entries[-1][1]]
    end = max(item.place.end for item in placed)
    if node.flow:
        edited = spliced(text, [(end, end, f", {scalar(key, flow=True)}: {flow(value)}")])
    else:
        lines = entry_lines(key, value, node.place.column - 1, dash_offset(root))
        edited = _with_lines(text, below(text, end, lines), lines)
    meant = replaced(plain(root), path, lambda old: {**_mapping(old), key: value})
    return checked(edited, file, node, meant)


def _mapping(value: Plain) -> Mapping[str, Plain]:
    return value if isinstance(value, Mapping) else {}


def _with_lines(text: str, index: int, lines: Sequence[str]) -> str:
    newline = newline_of(text)
    if index and text[index - 1] != "\n":
        return text[:index] + newline + newline.join(lines) + text[index:]
    return text[:index] + "".join(line + newline for line in lines) + text[index:]


# ---------------------------------------------------------------------- moving


class _Cut(NamedTuple):
    """Lines of an item with its comments: `[start, end)` of the text; `dash` is the column of its dash."""

    start: int
    end: int
    dash: int


def move_item(text: str, file: str, path: Way, to: Way, position: int | None = None) -> str:
    """The text with the list item at `path` moved, with its comments, under the map at `to`, in the list of that key.

    What is within brackets on either way is written as lines first. `position` counts the items that stay, None is
    last. A list that loses its last item goes with its key; one that is not there yet comes last in its map.
    """
    root = _root(text, file)
    item = at(root, path)
    meant = _moved(plain(root), path, to, position)
    if meant == plain(root):
        return text
    for way in (path[:-1], _host(root, to, str(path[-2]))):
        text = opened(text, file, way)
    root = _root(text, file)
    newline = newline_of(text)
    whole = text if text.endswith("\n") else text + newline
    cut = _cut(whole, root, path)
    place, lines = _landing(whole, root, path, to, position, cut)
    start, end = _hole(whole, root, path, cut)
    place = end if start < place < end else place
    edited = spliced(whole, [(place, place, lines), (start, end, "")])
    edited = edited if text.endswith("\n") else edited.removesuffix(newline)
    return checked(edited, file, item, meant)


def _host(root: Node, to: Way, key: str) -> Way:
    """Where an item is to stand: the list of that key, or the map that is still without it."""
    holder = at(root, to)
    return (*to, key) if isinstance(holder, Map) and holder.get(key) is not None else to


def _cut(text: str, root: Node, path: Way) -> _Cut:
    """The lines of an item: comments right above it that are no deeper, and deeper ones below it."""
    item = at(root, path)
    start = text.rfind("\n", 0, item.place.start) + 1
    dash = text[start : item.place.start]
    if dash.strip(" ") != "-":
        raise by_hand(item)
    depth = dash.index("-")
    return _Cut(_comments_above(text, start, depth), below(text, item.place.end, [" " * depth + "-"]), depth)


def _comments_above(text: str, start: int, depth: int) -> int:
    """Where the comments begin that stand right above a line, none deeper than it."""
    while start:
        above = text.rfind("\n", 0, start - 1) + 1
        line = text[above:start]
        if not line.lstrip(" ").startswith("#") or len(line) - len(line.lstrip(" ")) > depth:
            break
        start = above
    return start


def _hole(text: str, root: Node, path: Way, cut: _Cut) -> tuple[int, int]:
    """What goes from where an item was: a blank line with it where items stand apart, the key of an emptied list."""
    items, start, end = _items(root, path[:-1]), cut.start, cut.end
    if len(items) == 1:
        key = _key(at(root, path[:-2]), str(path[-2]))
        return text.rfind("\n", 0, key.place.start) + 1, end
    if spaced(text, items):
        above = text.rfind("\n", 0, start - 1) + 1
        if start and not text[above:start].strip():
            return above, end
        if not text[end : line_end(text, end)].strip():
            return start, line_end(text, end)
    return start, end


def _landing(text: str, root: Node, path: Way, to: Way, position: int | None, cut: _Cut) -> tuple[int, str]:
    """Where an item comes to stand, and its lines there, as deep as those it stands among."""
    key, newline, block = str(path[-2]), newline_of(text), text[cut.start : cut.end]
    holder = at(root, to)
    if not isinstance(holder, Map):
        raise by_hand(holder)
    found = holder.get(key)
    staying = [(*to, key, place) for place in range(len(_items(root, (*to, key)))) if (*to, key, place) != path]
    if found is None or not staying:
        if found is not None:
            raise by_hand(found)
        column = holder.place.column - 1
        lines = _shifted(block, column + dash_offset(root) - cut.dash)
        heading = " " * column + f"{key}:"
        return below(text, holder.place.end, [heading]), heading + newline + lines
    lines = _shifted(block, found.place.column - 1 - cut.dash)
    blank = newline if spaced(text, _items(root, (*to, key))) else ""
    if position is not None and position < len(staying):
        return _cut(text, root, staying[position]).start, lines + blank
    return _cut(text, root, staying[-1]).end, blank + lines


def _items(root: Node, path: Way) -> tuple[Node, ...]:
    holder = at(root, path[:-1])
    found = holder.get(str(path[-1])) if isinstance(holder, Map) else None
    return found.items if isinstance(found, List) else ()


def _key(node: Node, key: str) -> Text:
    assert isinstance(node, Map)
    return node.key(key)


def _shifted(block: str, columns: int) -> str:
    """Lines moved right or left; one that would lose more than its spaces stays, as a comment at the margin does."""
    if columns >= 0:
        return re.sub(r"(?m)^(?=[^#\r\n])", " " * columns, block) if columns else block
    return re.sub(rf"(?m)^ {{{-columns}}}", "", block)


def _moved(tree: Plain, path: Way, to: Way, position: int | None) -> Plain:
    """What is meant: the item in its new place, and gone from its list."""
    key, item = str(path[-2]), _step(tree, path)

    def put(old: Plain) -> Plain:
        items = list(_mapping(old).get(key) or ())
        staying = [place for place, one in enumerate(items) if one != _TAKEN]
        into = len(items) if position is None or position >= len(staying) else staying[position]
        return {**_mapping(old), key: [*items[:into], item, *items[into:]]}

    return _without_taken(replaced(replaced(tree, path, lambda _old: _TAKEN), to, put))


def _without_taken(tree: Plain) -> Plain:
    """The tree without the item that is moved, and without the key of the list that it leaves empty."""
    if isinstance(tree, str):
        return tree
    if isinstance(tree, Mapping):
        return {key: _without_taken(item) for key, item in tree.items() if item != [_TAKEN]}
    return [_without_taken(item) for item in tree if item != _TAKEN]


def _step(tree: Plain, path: Way) -> Plain:
    for step in path:
        tree = tree[step]  # type: ignore[index]
    return tree
