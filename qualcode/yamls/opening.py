"""What is written within brackets, `[a, b]` or `{a: b}`, written as lines, so that its entries can be moved.

Only the collections on the way are opened: what stands in them stays as it is written, comments beside or above it too.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from qualcode.yamls.edit import Way, at, by_hand, checked, dash_offset, line_end
from qualcode.yamls.prose import newline_of
from qualcode.yamls.text import List, Map, Node, load, plain

_BETWEEN = re.compile(r"(?:[\s,]|#[^\n]*)*")
_COLON = re.compile(r"\s*:?\s*")
_BEFORE = re.compile(r"[ \t]*(?:\r?\n[ \t]*)?")
_AFTER = re.compile(r"[ \t]*(#[^\r\n]*)?\r?\n?")


class _Entry(NamedTuple):
    """An item as it is written, the lines above it that are its comments, and the comment beside it."""

    written: str
    above: Sequence[str]
    beside: str


def opened(text: str, file: str, path: Way) -> str:
    """The text where no collection on the way to `path`, nor the one there, is within brackets."""
    for depth in range(len(path) + 1):
        root = load(text, file)
        assert root is not None  # whoever edits a file has read what is in it
        node = at(root, path[:depth])
        if isinstance(node, (List, Map)) and node.flow:
            text = checked(_open(text, root, path[:depth], node), file, node, plain(root))
    return text


def _open(text: str, root: Node, path: Way, node: List | Map) -> str:
    entries, head, below = _entries(text, node)
    if not entries:
        raise by_hand(node)
    newline = newline_of(text)
    start, column = _place(text, root, path, node)
    tail = _AFTER.fullmatch(text, node.place.end, line_end(text, node.place.end))
    if tail is None:
        raise by_hand(node)
    named = "  ".join(filter(None, (head, tail[1])))
    under_key = bool(path) and isinstance(path[-1], str)
    heading = f"  {named}" if named else ""
    if named and not under_key:
        entries[0] = _named(entries[0], named)
    lines = [line for entry in entries for line in _lines(entry, column, isinstance(node, List))]
    lines += [" " * column + comment if comment else "" for comment in below]
    end = newline if text[: tail.end()].endswith("\n") else ""
    written = newline.join([heading, *lines] if under_key else lines)
    return text[:start] + (written if under_key else written.lstrip(" ")) + end + text[tail.end() :]


def _place(text: str, root: Node, path: Way, node: Node) -> tuple[int, int]:
    """Where what is written anew begins, and the column its lines stand in."""
    if not path or isinstance(path[-1], int):
        if text[text.rfind("\n", 0, node.place.start) + 1 : node.place.start].strip(" -"):
            raise by_hand(node)
        return node.place.start, node.place.column - 1
    parent = at(root, path[:-1])
    assert isinstance(parent, Map)
    key = parent.key(str(path[-1]))
    start = text.index(":", key.place.end) + 1
    if not _BEFORE.fullmatch(text, start, node.place.start):
        raise by_hand(node)
    return start, parent.place.column - 1 + (dash_offset(root) if isinstance(node, List) else 2)


def _entries(text: str, node: List | Map) -> tuple[list[_Entry], str, Sequence[str]]:
    """The items of a collection; the comment beside its first bracket, and those on lines before its last one."""
    spans = list(_spans(node))
    ends = [node.place.start + 1, *(end for _start, end, _written in spans)]
    starts = [*(start for start, _end, _written in spans), node.place.end - 1]
    gaps = [_comments(text, end, start, node) for end, start in zip(ends, starts, strict=True)]
    entries = [
        _Entry(_entry_text(text, node, written), before[1], after[0])
        for (before, after), (_start, _end, written) in zip(pairwise(gaps), spans, strict=True)
    ]
    return entries, gaps[0][0], gaps[-1][1]


def _spans(node: List | Map) -> Iterator[tuple[int, int, tuple[Node, ...]]]:
    if isinstance(node, Map):
        yield from ((key.place.start, value.place.end, (key, value)) for key, value in node.entries)
    else:
        yield from ((item.place.start, item.place.end, (item,)) for item in node.items)


def _entry_text(text: str, parent: Node, written: Sequence[Node]) -> str:
    """A key with its value, or an item; what goes on below its first line stands as far in as it did from there."""
    slices = [_shifted(text, node) for node in written]
    if len(written) == 2 and not _COLON.fullmatch(text, written[0].place.end, written[1].place.start):
        raise by_hand(parent)
    return ": ".join(slices).rstrip(" ") if len(slices) == 2 else slices[0]


def _shifted(text: str, node: Node) -> str:
    start = text.rfind("\n", 0, node.place.start) + 1
    depth = len(text[start : node.place.start]) - len(text[start : node.place.start].lstrip(" "))
    first, *rest = text[node.place.start : node.place.end].split("\n")
    return "\n".join((first, *(line[min(depth, len(line) - len(line.lstrip(" "))) :] for line in rest)))


def _comments(text: str, start: int, end: int, node: Node) -> tuple[str, Sequence[str]]:
    """What stands between two items: the comment beside the first, and those on lines above the second."""
    if not _BETWEEN.fullmatch(text, start, end):
        raise by_hand(node)
    beside, *lines = (line.strip(" \t\r,") for line in text[start:end].split("\n"))
    return beside, lines[: _last(lines) + 1]


def _last(lines: Sequence[str]) -> int:
    """The place of the last comment; blank lines after it are none of theirs."""
    return max((place for place, line in enumerate(lines) if line), default=-1)


def _lines(entry: _Entry, column: int, dashed: bool) -> Iterator[str]:
    pad = " " * column
    yield from (pad + comment if comment else "" for comment in entry.above)
    first, *rest = entry.written.split("\n")
    lines = [pad + ("- " if dashed else "") + first, *(pad + "  " + line.rstrip("\r") for line in rest)]
    lines[0] = lines[0].rstrip("\r")
    if entry.beside:
        lines[-1] += f"  {entry.beside}"
    yield from lines


def _named(entry: _Entry, comment: str) -> _Entry:
    """The first item with the comment that stood beside them all."""
    return entry._replace(above=(comment, *entry.above)) if entry.beside else entry._replace(beside=comment)
