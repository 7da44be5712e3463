"""HTML read back: elements with a name of ours; Markdown too, which pandoc makes a page of as any reader would."""

from __future__ import annotations

from html.parser import HTMLParser

from qualcode.verifying.found import Gathered

_PARTS = frozenset(
    ("p", "div", "h1", "h2", "h3", "h4", "h5", "h6", "li", "dt", "dd", "blockquote", "caption", "section", "figcaption")
)
_SILENT = frozenset(("style", "script", "title", "nav", "svg", "template"))
_EMPTY = frozenset(
    ("br", "col", "meta", "link", "img", "hr", "input", "wbr", "source", "area", "base", "embed", "track")
)


def read_html(text: str) -> Gathered:
    """The words of a page at each place."""
    reader = _Reader()
    reader.feed(text)
    reader.close()
    return reader.found


def read_markdown(text: str) -> Gathered:
    """The words of a Markdown text at each place."""
    from qualcode.office import page_of_markdown

    return read_html(page_of_markdown(text))


class _Reader(HTMLParser):
    """Goes through a page; an element that is never closed ends where the one around it does."""

    def __init__(self) -> None:
        super().__init__()
        self.found = Gathered()
        self._within: list[tuple[str, str]] = []
        self._silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """An element begins."""
        if tag == "br":
            self.handle_data("\n")
        if tag in _EMPTY:
            return
        name = dict(attrs).get("id") or ""
        self._within.append((tag, name))
        self._silent += tag in _SILENT
        if not self._silent:
            self._begun(tag)
            self.found.opened(name)

    def _begun(self, tag: str) -> None:
        match tag:
            case "table":
                self.found.table()
            case "tr":
                self.found.row()
            case "td" | "th":
                self.found.cell()
            case _ if tag in _PARTS:
                self.found.paragraph()

    def handle_endtag(self, tag: str) -> None:
        """An element ends, and with it those in it that were never closed."""
        if not any(tag == open_tag for open_tag, _name in self._within):
            return
        while self._within:
            last, name = self._within.pop()
            self._ended(last, name)
            if last == tag:
                return

    def _ended(self, tag: str, name: str) -> None:
        if tag in _SILENT:
            self._silent -= 1
        elif not self._silent:
            self.found.closed(name)
            if tag in ("td", "th"):
                self.found.cell_ended()
            elif tag == "table":
                self.found.table_ended()

    def handle_data(self, data: str) -> None:
        """Words."""
        if not self._silent:
            self.found.said(data)
