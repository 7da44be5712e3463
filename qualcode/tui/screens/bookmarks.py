"""The list of one's bookmarks: Enter goes there, and the one in hand stands below in its surroundings."""

from __future__ import annotations

from rich.text import Text

from qualcode.i18n import _, ngettext
from qualcode.model import Span
from qualcode.model.codings import Bookmark
from qualcode.moments import day, moment
from qualcode.safetext import safe_block, safe_line
from qualcode.tui.desk import Desk
from qualcode.tui.screens.browse import BrowseScreen, Listing, Place
from qualcode.tui.widgets.line import fitted

_AROUND = 120
"""Characters shown on each side of a bookmark's place."""


def bookmarks(desk: Desk) -> BrowseScreen:
    """One's own bookmarks in the whole study."""
    return BrowseScreen(lambda: _listing(desk))


def _listing(desk: Desk) -> Listing:
    found = desk.study.bookmarks(desk.coder)
    counted = ngettext("{count} bookmark", "{count} bookmarks", len(found)).format(count=len(found))
    return Listing(
        _("Bookmarks of {coder}").format(coder=safe_line(desk.coder)) + f" · {counted}",
        len(found),
        lambda index, _width: _line(found[index]),
        lambda index: _in_full(desk, found[index]),
        lambda index: Place(found[index].document, Span(found[index].start, found[index].end)),
        _("No bookmark yet: B puts one on at the cursor."),
    )


def _line(mark: Bookmark) -> Text:
    line = Text(fitted(safe_line(mark.citation), 20) + " ")
    line.append(day(mark.at) + "  ", style="dim")
    return line.append(safe_line(" ".join(mark.text.split())))


def _in_full(desk: Desk, mark: Bookmark) -> Text:
    text = desk.study.transcript(mark.document).text
    head = Text(safe_line(f"{mark.citation} · {moment(mark.at)}") + "\n", style="dim")
    first, last = max(0, mark.start - _AROUND), mark.end + _AROUND
    body = Text("…" * (first > 0) + safe_block(text[first : mark.start]).lstrip(), style="not dim")
    body.append(safe_block(text[mark.start : mark.end]), style="bold")
    body.append(safe_block(text[mark.end : last]).rstrip() + "…" * (last < len(text)))
    return head.append_text(body)
