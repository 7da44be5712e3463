"""The one normalisation a text passes, at import: after it, positions in the text never change again."""

from __future__ import annotations

import re

_LINE_ENDS = ("\r\n", "\r", "\u2028", "\u2029", "\u0085", "\v", "\f")
_UNSTORABLE = re.compile("[\0\ud800-\udfff]")
_BOM = "\ufeff"


def normalise(text: str) -> str:
    """The text without byte order marks at its start and with `\\n` as its only line end.

    NUL and lone surrogates, which SQLite and UTF-8 cannot hold, become U+FFFD one for one. Letters are left as
    they were written: nothing is composed, decomposed or straightened. Applying it twice changes nothing more.
    """
    text = text.lstrip(_BOM)
    for end in _LINE_ENDS:
        text = text.replace(end, "\n")
    return text if _is_storable(text) else _UNSTORABLE.sub("\N{REPLACEMENT CHARACTER}", text)


def _is_storable(text: str) -> bool:
    """Whether nothing has to be replaced: to encode a text is quicker than to look for surrogates in it."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return "\0" not in text
