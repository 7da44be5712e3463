"""What other programs have no place for, folded into a text they keep: a last line that only qualcode reads back.

`Words of a description` becomes those words, a blank line, and `qualcode: {…}` with the fields as JSON on one line.
Characters that XML cannot hold are shown as U+FFFD in the words; then those are in the fields too, as they are.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

_SIGN = "qualcode: {"
_WORDS = ""  # the key of the words themselves; no field has it
_UNHELD = re.compile("[\0-\b\v\f\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def folded(text: str, fields: Mapping[str, object]) -> str:
    """The text with the fields after it; without fields that are not empty, the text as it is."""
    kept = {name: value for name, value in fields.items() if value not in (None, "", (), [], {}, False)}
    shown = holdable(text)
    if shown != text:
        kept[_WORDS] = text
    if not kept and not _line(text):
        return text
    plain = json.dumps(kept, ensure_ascii=False, separators=(",", ":"))
    line = f"qualcode: {_UNHELD.sub(_escaped, plain)}"
    return f"{shown}\n\n{line}" if shown else line


def unfolded(text: str) -> tuple[str, dict[str, Any]]:
    """The words and the fields of a folded text; any other text as it is, without fields."""
    line = _line(text)
    try:
        fields = json.loads(line.removeprefix("qualcode: ")) if line else None
    except ValueError:
        fields = None
    if not isinstance(fields, dict):
        return text, {}
    shown = text[: -len(line)].removesuffix("\n\n")
    return fields.pop(_WORDS, shown), fields


def holdable(text: str) -> str:
    """The text as XML can hold it."""
    return _UNHELD.sub("\N{REPLACEMENT CHARACTER}", text) if _UNHELD.search(text) else text


def _escaped(match: re.Match[str]) -> str:
    return f"\\u{ord(match[0]):04x}"


def _line(text: str) -> str:
    last = text.rpartition("\n")[2]
    return last if last.startswith(_SIGN) else ""
