"""Links in what is written: each cites a coding that is there."""

from __future__ import annotations

import json
from collections.abc import Iterable

from qualcode.errors import NotFoundError
from qualcode.i18n import _
from qualcode.linking import links
from qualcode.store.database.sqlite import Connection


def dead_links(connection: Connection, text: str, before: str = "") -> list[int]:
    """The codings that a text cites and that are not in the study; those cited in the text before it are let be."""
    cited = dict.fromkeys(link.coding for link in links(text))
    known = {link.coding for link in links(before)} | _there(connection, cited)
    return [coding for coding in cited if coding not in known]


def require_links(connection: Connection, text: str, before: str = "") -> None:
    """Refuse a text that cites a coding which is not there, unless the text before it did so too."""
    if dead := dead_links(connection, text, before):
        raise NotFoundError(no_such_coding(dead[0]), way_out())


def no_such_coding(number: int) -> str:
    """What is said of a link that leads nowhere."""
    return _("[#{number}] cites a coding that is not in this study.").format(number=number)


def way_out() -> str:
    """What can be done about it."""
    return _("Correct the number, or take the link out; `qualcode quotes` lists codings with their numbers.")


def _there(connection: Connection, codings: Iterable[int]) -> set[int]:
    query = "SELECT id FROM coding WHERE id IN (SELECT value FROM json_each(?))"
    return {row[0] for row in connection.execute(query, (json.dumps(list(codings)),))}
