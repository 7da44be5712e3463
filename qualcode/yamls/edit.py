"""Edits of a YAML text that touch only the lines they must: comments, order and layout stay as they were written.

Each edit splices the text at places the parser gave, reads the result again and compares it with what was meant;
where they differ it raises YamlError, and nothing is lost but the convenience.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any

from qualcode.errors import YamlError
from qualcode.i18n import _
from qualcode.yamls.text import List, Map, Node, Plain, Text, load, plain
from qualcode.yamls.writing import block, flow, scalar

Way = tuple[str | int, ...]
"""The way from the root to a node: keys of maps and numbers of items."""
_NUMERIC = re.compile(r"-?\d[\d.-]*", re.ASCII)
Splice = tuple[int, int, str]
"""A stretch `[start, end)` of the text and what takes its place."""


def set_value(text: str, file: str, path: Way, value: Plain) -> str:
    """The text with what stands at `path` (no block of lists or maps) changed to `value`, in the quotes it needs."""
    root = _read(text, file)
    node = at(root, path)
    edited = spliced(text, [_value_splice(text, root, path, node, value)])
    return checked(edited, file, node, replaced(plain(root), path, lambda _old: value))


def insert_key(text: str, file: str, path: Way, key: str, value: Plain) -> str:
    """The text with `key: value` put last in the map at `path`, which may have been left empty."""
    root = _read(text, file)
    node = at(root, path)
    if isinstance(node, Text) and node.missing and path:
        edited = _fill(text, root, path, {key: value})
    elif not isinstance(node, Map):
        raise by_hand(node)
    elif node.flow:
        edited = _into_flow(text, node, f"{scalar(key, flow=True)}: {flow(value)}")
    else:
        lines = block({key: value}, node.place.column - 1, dash_offset(root))
        edited = _after_line(text, node.place.end, lines)
    return checked(edited, file, node, replaced(plain(root), path, lambda old: {**_map(old), key: value}))


def append_item(text: str, file: str, path: Way, value: Plain) -> str:
    """The text with `value` put last in the list at `path`, which may have been left empty."""
    root = _read(text, file)
    node = at(root, path)
    if isinstance(node, Text) and node.missing:
        edited = _fill(text, root, path, [value])
    elif not isinstance(node, List):
        raise by_hand(node)
    elif node.flow:
        edited = _into_flow(text, node, flow(value))
    else:
        blank = [""] if spaced(text, node.items) else []
        lines = block([value], node.place.column - 1, dash_offset(root))
        edited = _after_line(text, node.place.end, [*blank, *lines])
    return checked(edited, file, node, replaced(plain(root), path, lambda old: [*_list(old), value]))


def remove(text: str, file: str, path: Way) -> str:
    """The text without the item or key at `path`: its lines go, comments around it stay.

    A block that loses its last entry leaves its key with nothing after it; `[a]` and `{a: b}` become `[]` and `{}`.
    """
    root = _read(text, file)
    parent, node = at(root, path[:-1]), at(root, path)
    spans = _spans(parent)
    number = list(_plain_keys(parent)).index(path[-1])
    cut = _flow_cut(spans, number) if is_flow(parent) else _block_cut(text, parent, spans, number)
    if cut is None:
        raise by_hand(node)
    return checked(text[: cut[0]] + text[cut[1] :], file, node, _without(plain(root), path, not is_flow(parent)))


def set_fields(text: str, file: str, edits: Mapping[Way, Mapping[str, Any]]) -> str:
    """The text with fields of many maps set at once: each by the way to it, its keys with their values, None for none.

    New keys come after those that stand on one line, before blocks; a new map comes last.
    """
    root = _read(text, file)
    splices: list[Splice] = []
    meant = plain(root)
    for path, fields in sorted(edits.items(), key=lambda edit: -len(edit[0])):
        node = at(root, path)
        splices += _field_splices(text, root, path, fields)
        meant = replaced(meant, path, partial(_with_fields, fields=fields, flow=is_flow(node)))
    first = next(iter(edits), ())
    return checked(spliced(text, splices), file, at(root, first), meant)


def at(node: Node, path: Way) -> Node:
    """The node at the end of a path."""
    for step in path:
        node = dict(zip(_plain_keys(node), _children(node), strict=True))[step]
    return node


def _read(text: str, file: str) -> Node:
    root = load(text, file)
    if root is None:
        raise YamlError(_("{file}:1:1: the file is empty.").format(file=file))
    return root


def by_hand(node: Node) -> YamlError:
    """The error for what would not be read back as it is meant."""
    message = _("this is written in a way that cannot be changed safely from here.")
    return node.place.error(message, _("Make the change in the file itself."))


def checked(edited: str, file: str, node: Node, meant: Plain) -> str:
    """The edited text, if it is read as it is meant."""
    try:
        root = load(edited, file)
    except YamlError:
        root = None
    if root is None or _unended(plain(root)) != _unended(meant):
        raise by_hand(node)
    return edited


def _unended(tree: Plain) -> Plain:
    """The tree without last line ends: a block of text at the end of a file gains one when lines follow it."""
    if isinstance(tree, str):
        return tree.rstrip("\n")
    if isinstance(tree, Mapping):
        return {key: _unended(item) for key, item in tree.items()}
    return [_unended(item) for item in tree]


def _fill(text: str, root: Node, path: Way, value: Plain) -> str:
    return spliced(text, [_filling(text, root, path, value)])


def _filling(text: str, root: Node, path: Way, value: Plain) -> Splice:
    parent, place = at(root, path[:-1]), at(root, path).place
    if not isinstance(parent, Map) or parent.flow:
        return place.start, place.start, " " + flow(value)
    deeper = dash_offset(root) if isinstance(value, list) else 2
    lines = block(value, parent.place.column - 1 + deeper, dash_offset(root))
    return _line_splice(text, line_end(text, place.start), lines)


def _field_splices(text: str, root: Node, path: Way, fields: Mapping[str, Any]) -> list[Splice]:
    """Where the text of a map changes for its fields."""
    node = at(root, path)
    if isinstance(node, Text) and node.missing:
        return [_filling(text, root, path, {key: value for key, value in fields.items() if value is not None})]
    if not isinstance(node, Map):
        raise by_hand(node)
    there = {key.value: value for key, value in node.entries}
    gone = [place for place, key in enumerate(there) if key in fields and fields[key] is None]
    new = {key: value for key, value in fields.items() if key not in there and value is not None}
    changed = [key for key in there if fields.get(key) is not None]
    return [
        *(_value_splice(text, root, (*path, key), there[key], fields[key]) for key in changed),
        *_cuts(text, node, gone),
        *(_new_in_flow(node, gone, new) if node.flow else _new_in_block(text, root, node, new)),
    ]


def _value_splice(text: str, root: Node, path: Way, node: Node, value: Plain) -> Splice:
    if not isinstance(node, Text) and not node.flow:
        raise by_hand(node)
    written = _written(node, value, in_flow(root, path))
    gap = " " if text[node.place.start - 1 : node.place.start] == ":" else ""
    return node.place.start, node.place.end, gap + written


def _written(node: Node, value: Plain, flowing: bool) -> str:
    """The value as it is written; a number or a date stays without quotes where one stood so before."""
    if not isinstance(value, str):
        return flow(value)
    bare = isinstance(node, Text) and not node.style and _NUMERIC.fullmatch(node.value) and _NUMERIC.fullmatch(value)
    return value if bare else scalar(value, flow=flowing)


def _cuts(text: str, node: Map, gone: Sequence[int]) -> list[Splice]:
    """Entries taken out; within brackets a comma goes with each, before it where an entry stays there."""
    spans, kept = _spans(node), [place for place in range(len(node.entries)) if place not in gone]
    if node.flow and gone and not kept:
        return [(spans[0][0], spans[-1][1], "")]
    cuts = []
    for place in gone:
        after = place > kept[0] if kept else False
        flowing = (
            (spans[place - 1][1], spans[place][1])
            if after
            else (spans[place][0], spans[min(place + 1, len(spans) - 1)][0])
        )
        cut = flowing if node.flow else _block_cut(text, node, spans, place)
        if cut is None:
            raise by_hand(node)
        cuts.append((*cut, ""))
    return cuts


def _new_in_flow(node: Map, gone: Sequence[int], new: Mapping[str, Plain]) -> list[Splice]:
    if not new:
        return []
    written = ", ".join(f"{scalar(key, flow=True)}: {flow(value)}" for key, value in new.items())
    spans = _spans(node)
    place = spans[-1][1] if spans else node.place.start + 1
    return [(place, place, (", " if len(spans) > len(gone) else "") + written)]


def _new_in_block(text: str, root: Node, node: Map, new: Mapping[str, Plain]) -> list[Splice]:
    """New lines: scalars after the last entry on one line, maps after the last entry of all."""
    splices = []
    ends = [value.place.end for _key, value in node.entries if isinstance(value, Text) or is_flow(value)]
    for alone in (True, False):
        chosen = {key: value for key, value in new.items() if isinstance(value, str) == alone}
        if chosen:
            lines = block(chosen, node.place.column - 1, dash_offset(root))
            start = text.rfind("\n", 0, node.place.start) + 1
            end = below(text, ends[-1] if alone else node.place.end, lines) if ends or not alone else start
            splices.append(_line_splice(text, end, lines))
    return splices


def _with_fields(old: Plain, fields: Mapping[str, Any], flow: bool) -> Plain:
    left = {key: value for key, value in {**_map(old), **fields}.items() if value is not None}
    return left if left or flow else ""


def spliced(text: str, splices: Sequence[Splice]) -> str:
    """The text with all stretches replaced; of several at one place the first comes first."""
    for _order, (start, end, written) in sorted(enumerate(splices), key=lambda one: (one[1][0], one[0]), reverse=True):
        text = text[:start] + written + text[end:]
    return text


def _into_flow(text: str, node: List | Map, written: str) -> str:
    spans = _spans(node)
    place, comma = (spans[-1][1], ", ") if spans else (node.place.start + 1, "")
    return text[:place] + comma + written + text[place:]


def _after_line(text: str, index: int, lines: list[str]) -> str:
    return spliced(text, [_line_splice(text, below(text, index, lines), lines)])


def below(text: str, index: int, lines: list[str]) -> int:
    """The end of the line that `index` is on, and of the deeper comments below it, which belong to it."""
    depth = min(len(line) - len(line.lstrip(" ")) for line in lines if line)
    end = line_end(text, index)
    while (comment := re.compile(r" *#[^\n]*\n?").match(text, end)) and text[end - 1] == "\n":
        if len(comment[0]) - len(comment[0].lstrip(" ")) <= depth:
            break
        end = comment.end()
    return end


def _line_splice(text: str, end: int, lines: list[str]) -> Splice:
    newline = "\r\n" if "\r\n" in text else "\n"
    if text[end - 1] != "\n":
        return end, end, newline + newline.join(lines)
    return end, end, "".join(line + newline for line in lines)


def line_end(text: str, index: int) -> int:
    """Where the next line starts, or the text ends."""
    return text.find("\n", index) + 1 or len(text)


def _flow_cut(spans: list[tuple[int, int]], number: int) -> tuple[int, int]:
    start, end = spans[number]
    if number:
        return spans[number - 1][1], end
    return start, spans[1][0] if len(spans) > 1 else end


def _block_cut(text: str, parent: Node, spans: list[tuple[int, int]], number: int) -> tuple[int, int] | None:
    """The lines of one entry, with the blank line before it if the others have one; None if it shares a line."""
    start, end = text.rfind("\n", 0, spans[number][0]) + 1, line_end(text, spans[number][1])
    before = text[start : spans[number][0]].strip(" ")
    if before != ("-" if isinstance(parent, List) else ""):
        return None
    others = [item for place, item in enumerate(_children(parent)) if place != number]
    if number and isinstance(parent, List) and spaced(text, others):
        above = text.rfind("\n", 0, start - 1) + 1
        start = start if text[above:start].strip() else above
    if text[end - 1] != "\n" and start:
        start -= 2 if text[start - 2 : start] == "\r\n" else 1
    return start, end


def spaced(text: str, items: Sequence[Node]) -> bool:
    """Whether the last two items stand apart by a blank line."""
    return len(items) > 1 and bool(re.search(r"\n[ \r]*\n", text[items[-2].place.end : items[-1].place.start]))


def is_flow(node: Node) -> bool:
    """Whether a list or map is written within brackets."""
    return not isinstance(node, Text) and node.flow


def in_flow(root: Node, path: Way) -> bool:
    """Whether what stands at a path is within brackets."""
    return any(is_flow(at(root, path[:depth])) for depth in range(len(path)))


def _children(node: Node) -> list[Node]:
    if isinstance(node, Map):
        return [value for _key, value in node.entries]
    return list(node.items) if isinstance(node, List) else []


def _plain_keys(node: Node) -> list[str | int]:
    if isinstance(node, Map):
        return [key.value for key, _value in node.entries]
    return list(range(len(_children(node))))


def _spans(node: Node) -> list[tuple[int, int]]:
    if isinstance(node, Map):
        return [(key.place.start, value.place.end) for key, value in node.entries]
    return [(item.place.start, item.place.end) for item in _children(node)]


def dash_offset(root: Node) -> int:
    """How far this file's writer puts dashes in from their key; two columns if there is no list to tell."""
    for parent in _all(root):
        for key, value in parent.entries if isinstance(parent, Map) else ():
            if isinstance(value, List) and not value.flow:
                return max(0, value.place.column - key.place.column)
    return 2


def _all(node: Node) -> list[Node]:
    return [node, *(deeper for child in _children(node) for deeper in _all(child))]


def _map(value: Plain) -> Mapping[str, Plain]:
    return value if isinstance(value, Mapping) else {}


def _list(value: Plain) -> Sequence[Plain]:
    return value if isinstance(value, list) else []


def replaced(tree: Plain, path: Way, change: Callable[[Plain], Plain]) -> Plain:
    """The tree with what stands at a path changed."""
    if not path:
        return change(tree)
    if isinstance(tree, Mapping):
        return {key: replaced(item, path[1:], change) if key == path[0] else item for key, item in tree.items()}
    return [replaced(item, path[1:], change) if place == path[0] else item for place, item in enumerate(tree)]


def _without(tree: Plain, path: Way, emptied: bool) -> Plain:
    def drop(parent: Plain) -> Plain:
        if isinstance(parent, Mapping):
            left: Plain = {key: item for key, item in parent.items() if key != path[-1]}
        else:
            left = [item for place, item in enumerate(parent) if place != path[-1]]
        return "" if emptied and not left else left

    return replaced(tree, path[:-1], drop)
