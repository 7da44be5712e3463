"""What other programs have no place for, folded into a text they keep: a last line that only qualcode reads back.

`Words of a description` becomes those words, a blank line, and `qualcode: {…}` with the fields as JSON on one line.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

_SIGN = "qualcode: {"


def folded(text: str, fields: Mapping[str, object]) -> str:
    """The text with the fields after it; without fields that are not empty, the text as it is."""
    kept = {name: value for name, value in fields.items() if value not in (None, "", (), [], {}, False)}
    if not kept and not _line(text):
        return text
    line = f"qualcode: {json.dumps(kept, ensure_ascii=False, sort_keys=True, separators=(',', ':'))}"
    return f"{text}\n\n{line}" if text else line


def unfolded(text: str) -> tuple[str, dict[str, Any]]:
    """The words and the fields of a folded text; any other text as it is, without fields."""
    line = _line(text)
    try:
        fields = json.loads(line.removeprefix("qualcode: ")) if line else None
    except ValueError:
        fields = None
    if not isinstance(fields, dict):
        return text, {}
    return text[: -len(line)].removesuffix("\n\n"), fields


def _line(text: str) -> str:
    last = text.rpartition("\n")[2]
    return last if last.startswith(_SIGN) else ""
