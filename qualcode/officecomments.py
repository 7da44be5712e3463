"""Where the comments of a document stand in its text: marks put into pandoc's tree, found again among the words."""

from __future__ import annotations

import re
from typing import Any

from qualcode.errors import InputError
from qualcode.i18n import _
from qualcode.officetext import text_of

_OPEN, _SHUT = "\ufdd0", "\ufdd1"
"""What stands around a mark: code points that no text has."""
_MARK = re.compile(f"{_OPEN}([<>])([^{_SHUT}]*){_SHUT}")
_SIGNS = {"comment-start": "<", "comment-end": ">"}
_GONE = frozenset(("deletion", "paragraph-insertion", "paragraph-deletion"))


def commented(tree: dict[str, Any], text: str) -> dict[str, tuple[int, int]]:
    """By the number of each comment the words of `text` it is on, blanks around them left out.

    `tree` is the same document with its comments and tracked changes. Raises InputError where they do not agree.
    """
    seen = [place for place, letter in enumerate(text) if _is_seen(letter)]
    starts: dict[str, int] = {}
    found: dict[str, tuple[int, int]] = {}
    parts = _MARK.split(text_of({**tree, "blocks": _marked(tree["blocks"])}))
    words = ["".join(filter(_is_seen, part)) for part in parts[::3]]
    if "".join(words) != "".join(text[place] for place in seen):
        raise InputError(
            _("the comments cannot be placed, as its text is another with tracked changes than without"),
            _("Accept or reject the changes in the document, save it, and import that."),
        )
    before = 0
    for sign, number, part in zip(parts[1::3], parts[2::3], words, strict=False):
        before += len(part)
        if sign == "<":
            starts.setdefault(number, before)
        elif number in starts and starts[number] < before:
            found[number] = seen[starts[number]], seen[before - 1] + 1
    return found


def _is_seen(letter: str) -> bool:
    return not letter.isspace() and letter != "\ufeff"


def _marked(node: Any) -> Any:
    """The tree as it is once changes are accepted, with a mark where each comment begins and ends."""
    if isinstance(node, list):
        return [_marked(one) for one in node if not _is_gone(one)]
    if not isinstance(node, dict):
        return node
    if node.get("t") == "Span":
        (_identity, classes, pairs), inside = node["c"]
        sign = next((_SIGNS[name] for name in classes if name in _SIGNS), "")
        mark = [{"t": "Str", "c": f"{_OPEN}{sign}{dict(pairs).get('id', '')}{_SHUT}"}] if sign else []
        words = (
            [] if sign == "<" else _marked(inside)
        )  # a comment begins with its words, and ends around what ends there
        return {"t": "Span", "c": [["", [], []], mark + words]}
    return {key: _marked(value) for key, value in node.items()}


def _is_gone(node: Any) -> bool:
    return isinstance(node, dict) and node.get("t") == "Span" and not _GONE.isdisjoint(node["c"][0][1])
