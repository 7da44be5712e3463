"""Values as YAML text, so that they are read back as themselves, by us and by programs that guess types."""

from __future__ import annotations

import re
from collections.abc import Mapping

from qualcode.yamls.text import UNPRINTABLE, Plain

_BREAKS = "\n\r\t\x85\u2028\u2029"
_GUESSED = re.compile(r"(?i)(y|n|yes|no|on|off|true|false|null)$|[-+.]?\d")


def scalar(value: str, *, flow: bool = False) -> str:
    """`value` as it must be written to be read back as itself, by us and by programs that guess types."""
    if _plain_is_safe(value, flow):
        return value
    if UNPRINTABLE.search(value) or re.search(f"[{_BREAKS}]", value):
        return '"' + "".join(map(_escaped, value)) + '"'
    if '"' in value or "\\" in value:
        return "'" + value.replace("'", "''") + "'"
    return f'"{value}"'


def _plain_is_safe(value: str, flow: bool) -> bool:
    if not value or value != value.strip() or value[0] in "-?:,[]{}#&*!|>'\"%@`=<~" or _GUESSED.match(value):
        return False
    if UNPRINTABLE.search(value) or re.search(f"[{_BREAKS}]|: | #|:$", value):
        return False
    return not (flow and re.search(r"[,\[\]{}:]", value))


def _escaped(letter: str) -> str:
    if letter in '"\\':
        return "\\" + letter
    if UNPRINTABLE.match(letter) or letter in _BREAKS:
        return {"\n": "\\n", "\r": "\\r", "\t": "\\t"}.get(letter) or f"\\u{ord(letter):04x}"
    return letter


def flow(value: Plain) -> str:
    """A tree on one line, as in `{id: a, label: b}`."""
    if isinstance(value, str):
        return scalar(value, flow=True)
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{scalar(key, flow=True)}: {flow(item)}" for key, item in value.items()) + "}"
    return "[" + ", ".join(map(flow, value)) + "]"


def block(value: Plain, indent: int, dash: int = 2) -> list[str]:
    """A tree as lines, two spaces a level, dashes `dash` columns in from their key; translations stay on one line."""
    pad = " " * indent
    if isinstance(value, str):
        return [pad + scalar(value)]
    if isinstance(value, Mapping):
        return [line for key, item in value.items() for line in _entry(pad + scalar(key) + ":", item, indent, dash)]
    lines = []
    for item in value:
        first, *rest = block(item, indent + 2, dash)
        lines += [f"{pad}- {first.lstrip()}", *rest]
    return lines


def _entry(key: str, value: Plain, indent: int, dash: int) -> list[str]:
    if isinstance(value, str) or not value or _is_translated(value):
        return [f"{key} {flow(value)}" if not isinstance(value, str) else f"{key} {scalar(value)}"]
    return [key, *block(value, indent + (2 if isinstance(value, Mapping) else dash), dash)]


def _is_translated(value: Plain) -> bool:
    return isinstance(value, Mapping) and all(
        isinstance(item, str) and re.fullmatch(r"[a-z]{2,3}(-\w+)?|", key) for key, item in value.items()
    )
