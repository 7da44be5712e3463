"""Whatever a reader or a study counts as lost has words in the interface's language."""

from __future__ import annotations

import re
from pathlib import Path

import qualcode
from qualcode.i18n import known_words

_COUNTED = re.compile(r'lost\["([^"]+)"\]')


def test_every_kind_that_is_counted_has_words() -> None:
    root = Path(qualcode.__file__).parent
    found = {kind for room in ("projects", "receiving") for path in (root / room).glob("*.py")
             for kind in _COUNTED.findall(path.read_text("utf-8"))}  # fmt: skip
    assert found
    assert found <= known_words("en").keys()
