"""Texts of several lines in a YAML file: folded or literal blocks, rewritten so that lines that say the same stay."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from itertools import accumulate, takewhile

from qualcode.yamls.text import UNPRINTABLE, Plain, Text
from qualcode.yamls.writing import flow, scalar

WIDTH = 120
_BREAK = "\n"
"""Among the words of a folded text, where a new line begins: a blank line in the file."""
_UNFIT = re.compile("[\t\r\x85\u2028\u2029]|^ | $|\n |^\n|\n$")


class Bare(str):
    """A number or a truth, which is written without quotes."""

    __slots__ = ()


def newline_of(text: str) -> str:
    """How lines end in a file."""
    return "\r\n" if "\r\n" in text else "\n"


def rewritten(source: str, node: Text, value: str, indent: int) -> str | None:
    """What takes the place of a text of the file: a block stays one of its kind, a long text becomes one.

    `indent` is where lines of a new block start. None where a scalar on one line serves.
    """
    if _UNFIT.search(value) or UNPRINTABLE.search(value):
        return None
    if node.style in ("|", ">"):
        return _block(source, node, value, indent)
    opening = node.place.column + len(scalar(value))
    return _joined(source, *_new_block(value, indent)) if _BREAK in value or opening > WIDTH else None


def entry_lines(key: str, value: Plain, indent: int, dash: int) -> list[str]:
    """A key with its value as new lines: what fits on one line stands on one, long texts are folded."""
    opening = " " * indent + scalar(key) + ":"
    if isinstance(value, str):
        return _text_lines(opening, value, indent + 2)
    if len(opening) + len(flow(value)) < WIDTH and not _has_prose(value):
        return [f"{opening} {flow(value)}"]
    if isinstance(value, Mapping):
        return [opening, *(line for name, item in value.items() for line in entry_lines(name, item, indent + 2, dash))]
    return [opening, *(line for item in value for line in _item_lines(item, indent + dash, dash))]


def _item_lines(item: Plain, indent: int, dash: int) -> list[str]:
    if isinstance(item, str):
        return _text_lines(" " * indent + "-", item, indent + 2)
    entries = item.items() if isinstance(item, Mapping) else ()
    first, *rest = [line for name, value in entries for line in entry_lines(name, value, indent + 2, dash)]
    return [f"{' ' * indent}- {first.lstrip()}", *rest]


def _text_lines(opening: str, value: str, indent: int) -> list[str]:
    if isinstance(value, Bare):
        return [f"{opening} {value}"]
    long = len(opening) + len(scalar(value)) >= WIDTH or _BREAK in value
    if not long or _UNFIT.search(value) or UNPRINTABLE.search(value):
        return [f"{opening} {scalar(value)}"]
    header, lines = _new_block(value, indent)
    return [f"{opening} {header}", *lines]


def _has_prose(value: Plain) -> bool:
    if isinstance(value, str):
        return _BREAK in value
    return any(map(_has_prose, value.values() if isinstance(value, Mapping) else value))


def _new_block(value: str, indent: int) -> tuple[str, list[str]]:
    if _BREAK in value or "  " in value:
        return "|-", _indented(value.split(_BREAK), indent)
    return ">-", _indented(_wrapped(value.split(" "), WIDTH - indent), indent)


def _block(source: str, node: Text, value: str, indent: int) -> str:
    """A block with another text: its header stays; of a folded one, the lines before and after what is new too."""
    written = source[node.place.start : node.place.end]
    header, *old = written.replace("\r\n", _BREAK).split(_BREAK)
    filled = [line for line in old if line.strip()]
    depth = min((len(line) - len(line.lstrip(" ")) for line in filled), default=indent)
    bare = [line[depth:].rstrip() for line in old]
    if node.style == ">" and ("  " in value or any(line.startswith(" ") for line in bare)):
        header, lines = _new_block(value, depth)
        return _joined(source, header, lines)
    lines = value.split(_BREAK) if node.style == "|" else _refolded(bare, value, WIDTH - depth)
    return _joined(source, header, _indented(lines, depth))


def _refolded(old: Sequence[str], value: str, width: int) -> list[str]:
    """The lines of a folded text, as many of the old ones as say the same at its beginning and at its end."""
    there = [line.split(" ") if line else [_BREAK] for line in old]
    new = [word for word in re.sub(_BREAK, f" {_BREAK} ", value).split(" ") if word]
    words = [word for line in there for word in line]
    before = _whole_lines(there, _alike(words, new))
    start = sum(map(len, there[:before]))
    after = _whole_lines(there[before:][::-1], _alike(words[start:][::-1], new[start:][::-1]))
    kept = len(old) - after
    end = len(new) - sum(map(len, there[kept:]))
    return [*old[:before], *_wrapped(new[start:end], width), *old[kept:]]


def _alike(one: Sequence[str], other: Sequence[str]) -> int:
    """How many words two texts begin with alike."""
    return sum(1 for _pair in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))


def _whole_lines(lines: Sequence[Sequence[str]], words: int) -> int:
    """How many lines are full of the first so many words."""
    return sum(1 for total in accumulate(map(len, lines)) if total <= words)


def _wrapped(words: Sequence[str], width: int) -> list[str]:
    lines: list[str] = []
    fresh = True
    for word in words:
        if word == _BREAK:
            lines.append("")
            fresh = True
        elif fresh or len(lines[-1]) + 1 + len(word) > width:
            lines.append(word)
            fresh = False
        else:
            lines[-1] += f" {word}"
    return lines


def _indented(lines: Sequence[str], indent: int) -> list[str]:
    return [" " * indent + line if line else "" for line in lines]


def _joined(source: str, header: str, lines: Sequence[str]) -> str:
    return newline_of(source).join((header, *lines))
