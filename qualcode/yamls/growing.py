"""Many new items, each a map, in lists of a YAML text, wherever these stand, in one edit: every old line stays."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import partial

from qualcode.yamls.edit import (
    Splice,
    Way,
    at,
    below,
    by_hand,
    checked,
    dash_offset,
    in_flow,
    line_end,
    replaced,
    spaced,
    spliced,
)
from qualcode.yamls.prose import entry_lines, newline_of
from qualcode.yamls.text import List, Map, Node, Plain, Text, plain
from qualcode.yamls.writing import flow, scalar


def extend_lists(text: str, file: str, root: Node, key: str, additions: Mapping[Way, Sequence[Plain]]) -> str:
    """The text with items put last in the lists under `key` of many maps at once, each by the way to its map.

    A map without that key gets it. `root` is the text as it was read.
    """
    meant, splices = plain(root), list[Splice]()
    for path, items in sorted(additions.items(), key=lambda addition: -len(addition[0])):
        splices.append(_splice(text, root, path, key, items))
        meant = replaced(meant, path, partial(_with_items, key=key, items=items))
    return checked(spliced(text, splices), file, root, meant)


def _splice(text: str, root: Node, path: Way, key: str, items: Sequence[Plain]) -> Splice:
    """Where the text changes for more items under a key of one map, and what is written there."""
    node, dash = at(root, path), dash_offset(root)
    if not isinstance(node, Map):
        raise by_hand(node)
    there, indent = node.get(key), node.place.column - 1
    opening = f"{' ' * indent}{scalar(key)}:"
    if node.flow or in_flow(root, path) or (isinstance(there, List) and there.flow):
        return _in_flow(node, key, there, items)
    if there is None:
        return _below(text, below(text, node.place.end, [opening]), [opening, *_lines(key, items, indent + dash, dash)])
    if isinstance(there, Text) and there.missing:
        return _below(text, line_end(text, there.place.start), _lines(key, items, indent + dash, dash))
    if not isinstance(there, List):
        raise by_hand(there)
    blank = [""] if spaced(text, there.items) else []
    lines = _lines(key, items, there.place.column - 1, dash)
    return _below(text, below(text, there.place.end, lines), [*blank, *lines])


def _in_flow(node: Map, key: str, there: Node | None, items: Sequence[Plain]) -> Splice:
    """New items within brackets."""
    written = ", ".join(map(flow, items))
    if there is None:
        place = node.entries[-1][1].place.end if node.entries else node.place.start + 1
        return place, place, (", " if node.entries else "") + f"{scalar(key, flow=True)}: [{written}]"
    if isinstance(there, Text) and there.missing:
        return there.place.start, there.place.start, f" [{written}]"
    if not isinstance(there, List):
        raise by_hand(there)
    place = there.items[-1].place.end if there.items else there.place.start + 1
    return place, place, (", " if there.items else "") + written


def _lines(key: str, items: Sequence[Plain], indent: int, dash: int) -> list[str]:
    """Items as new lines; those below them under the same key are never put on one line."""
    lines = []
    for item in items:
        first, *rest = _entries(key, item if isinstance(item, Mapping) else {}, indent + 2, dash)
        lines += [f"{' ' * indent}- {first.lstrip()}", *rest]
    return lines


def _entries(key: str, item: Mapping[str, Plain], indent: int, dash: int) -> Iterator[str]:
    for name, value in item.items():
        if name == key and isinstance(value, list):
            yield f"{' ' * indent}{scalar(name)}:"
            yield from _lines(key, value, indent + dash, dash)
        else:
            yield from entry_lines(name, value, indent, dash)


def _below(text: str, end: int, lines: list[str]) -> Splice:
    newline = newline_of(text)
    if text[end - 1] != "\n":
        return end, end, newline + newline.join(lines)
    return end, end, "".join(line + newline for line in lines)


def _with_items(old: Plain, key: str, items: Sequence[Plain]) -> Plain:
    known = old if isinstance(old, Mapping) else {}
    before = known.get(key, "")
    return {**known, key: [*(before if isinstance(before, list) else ()), *items]}
