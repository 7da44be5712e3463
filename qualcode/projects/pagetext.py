"""The text of a page in HTML, a line for each block, and where each place in what a browser counts stands in it.

A browser counts the characters between tags as they are written, blanks and line breaks of the source included; a
study wants lines. So only characters that can be seen are mapped, and a passage loses the blanks around it.
"""

from __future__ import annotations

import re
from array import array
from bisect import bisect_left
from html.parser import HTMLParser
from itertools import accumulate

_BLOCKS = frozenset(
    (*(f"h{level}" for level in range(1, 7)), "p", "br", "hr", "li", "ul", "ol", "dl", "dt", "dd", "div", "section",
     "blockquote", "pre", "table", "tr", "caption", "body")
)  # fmt: skip
_UNSAID = frozenset(("head", "script", "style", "template"))
_CELLS = frozenset(("td", "th"))
_BLANKS = " \t\n\r\f\v\x85\u2028\u2029\ufeff"
_RUNS = re.compile(f"[{_BLANKS}]+|[^{_BLANKS}]+")


class PageText(HTMLParser):
    """A page taken apart: `text` is what is to be read."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self._parts: list[str] = []
        self._length = 0
        self._bytes = 0
        self._seen, self._stands = array("q"), array("q")
        self._gap = ""
        self._literal = self._unsaid = 0
        self._opened_literal = False
        self.feed(html.replace("\r\n", "\n").replace("\r", "\n"))
        self.close()
        self.text = "".join((*self._parts, "\n" if self._length else ""))

    def place(self, start: int, end: int) -> tuple[int, int] | None:
        """Where a passage between two bytes of the UTF-8 that a browser counts stands; None where nothing is seen."""
        first, last = bisect_left(self._seen, start), bisect_left(self._seen, end) - 1
        if not 0 <= first <= last < len(self._stands):
            return None
        return self._stands[first], self._stands[last] + 1

    @property
    def size(self) -> int:
        """How many bytes a browser counts."""
        return self._bytes

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """A tag opens: a block begins a line."""
        self._break(tag)
        self._literal += tag == "pre"
        self._opened_literal = tag == "pre"
        self._unsaid += tag in _UNSAID

    def handle_endtag(self, tag: str) -> None:
        """A tag closes: a block ends its line."""
        self._break(tag)
        self._literal = max(0, self._literal - (tag == "pre"))
        self._unsaid = max(0, self._unsaid - (tag in _UNSAID))
        self._opened_literal = False

    def handle_data(self, data: str) -> None:
        """Characters between tags; the first line break in `pre` is none, and NUL is nothing, as in a browser."""
        if self._opened_literal:
            data = data.removeprefix("\n")
        self._opened_literal = False
        for match in _RUNS.finditer(data.replace("\0", "")):
            run = match[0]
            if not self._unsaid:
                self._take(run)
            self._bytes += len(run.encode())

    def _break(self, tag: str) -> None:
        if tag in _BLOCKS:
            self._gap = "\n"
        elif tag in _CELLS and self._gap != "\n":
            self._gap = "\t"

    def _take(self, run: str) -> None:
        if run[0] in _BLANKS:
            self._gap = "\n" if self._literal and "\n" in run else self._gap or " "
            return
        if self._gap and self._length:
            self._write(self._gap)
        self._gap = ""
        sizes = (1,) * len(run) if run.isascii() else (len(letter.encode()) for letter in run)
        self._seen.extend(list(accumulate(sizes, initial=self._bytes))[:-1])
        self._stands.extend(range(self._length, self._length + len(run)))
        self._write(run)

    def _write(self, text: str) -> None:
        self._parts.append(text)
        self._length += len(text)
