"""Excerpts and translations as they are read; those of other words than a passage has now are stale."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

from qualcode.model.codings import Rendering
from qualcode.store.database.sqlite import Connection

_LIST = """
SELECT rendering.coding, language, rendering.text, author, rendering.quote, segment.quote
FROM rendering JOIN coding ON coding.id = rendering.coding JOIN segment ON segment.id = coding.segment
ORDER BY rendering.coding, language
"""


def renderings(connection: Connection) -> Mapping[int, tuple[Rendering, ...]]:
    """Excerpts and translations of the codings that are there, by coding: the excerpt first, then by language."""
    found: defaultdict[int, list[Rendering]] = defaultdict(list)
    for coding, language, text, author, quote, now in connection.execute(_LIST):
        found[coding].append(Rendering(coding, language, text, author, quote.split() != now.split()))
    return {coding: tuple(those) for coding, those in found.items()}
