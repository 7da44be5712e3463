"""XML that may come from anybody, an element at a time: no document type, so no entities of its own, and not too deep.

What is refused is raised as what it is; whoever reads says it in words of its own.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from xml.etree.ElementTree import Element, ParseError, XMLPullParser
from xml.parsers import expat

Damaged = (ParseError, expat.ExpatError, LookupError, ValueError)
"""What is raised for what is no XML, or in an encoding that nobody knows."""


_PIECE = 1 << 16
"""So much is read at a time: its elements are dealt with while the processor has them at hand. In what has none for
long the pieces grow, since expat begins anew with each where something does not end in it."""


class DocumentTypeError(Exception):
    """The XML declares a document type, which is where entities are made."""


class TooDeepError(Exception):
    """So many elements stand in each other."""


def events(chunks: Iterable[str | bytes]) -> Iterator[tuple[str, Element]]:
    """`start` and `end` of each element, as `iterparse` has them. Raises `DocumentTypeError` and what is `Damaged`."""
    parser: XMLPullParser[Element] = XMLPullParser(("start", "end"))
    guard = _Guard()
    size = _PIECE
    for chunk in chunks:
        start = 0
        while start < len(chunk):
            piece = chunk[start : start + size]
            guard.feed(piece)
            parser.feed(piece)
            start += size
            found = parser.read_events()
            first = next(found, None)
            size = size * 2 if first is None else _PIECE
            if first is not None:
                yield first  # type: ignore[misc]
                yield from found  # type: ignore[misc]
    parser.close()
    yield from parser.read_events()  # type: ignore[misc]


def whole(found: Iterator[tuple[str, Element]], deepest: int) -> Element:
    """The outermost element of these events with all that is in it. Raises `TooDeepError` as soon as one is deeper."""
    (_event, root), depth = next(found), 1
    for event, _element in found:
        depth += 1 if event == "start" else -1
        if depth > deepest:
            raise TooDeepError(depth)
    return root


def check_start(chunks: Iterable[bytes]) -> None:
    """Look as far as the first element, and raise `DocumentTypeError` where a document type is declared before it."""
    guard = _Guard()
    for chunk in chunks:
        guard.feed(chunk)
        if guard.passed:
            return


class _Guard:
    """Reads as far as the first element, and refuses a document type."""

    def __init__(self) -> None:
        self._parser: expat.XMLParserType | None = expat.ParserCreate()
        self._parser.StartDoctypeDeclHandler = self._refuse
        self._parser.StartElementHandler = self._pass

    @property
    def passed(self) -> bool:
        """Whether the first element was met."""
        return self._parser is None

    def feed(self, chunk: str | bytes) -> None:
        """Look at what comes next, unless the first element was passed."""
        if self._parser:
            self._parser.Parse(chunk, False)

    def _pass(self, *_found: object) -> None:
        if self._parser:
            self._parser.StartDoctypeDeclHandler = self._parser.StartElementHandler = None
        self._parser = None

    def _refuse(self, *_found: object) -> None:
        raise DocumentTypeError
