"""The tree of sites and documents, with how far each is coded."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import ClassVar

from rich.text import Text
from textual.binding import BindingType
from textual.message import Message

from qualcode.i18n import known_word
from qualcode.model import in_language
from qualcode.model.people import Site
from qualcode.model.texts import Document
from qualcode.safetext import safe_line
from qualcode.tui import keys
from qualcode.tui.bindings import bindings
from qualcode.tui.widgets.line import LineList


@dataclass(frozen=True, slots=True)
class Node:
    """A line of the tree: a site (with how many documents below it are done) or a document."""

    depth: int
    label: str
    site: str | None = None
    document: str | None = None
    done: int = 0
    count: int = 0


@dataclass(frozen=True, slots=True)
class Shelf:
    """What the tree is made of: the sites, the documents, whose progress, in which language."""

    sites: Sequence[Site]
    documents: Sequence[Document]
    coder: str
    language: str


def tree(shelf: Shelf, folded: frozenset[str | None] = frozenset()) -> list[Node]:
    """The lines of the tree; sites without documents are left out, so are lines below a folded site."""
    children: defaultdict[str | None, list[Site]] = defaultdict(list)
    for site in shelf.sites:
        children[site.parent].append(site)
    known = {site.id for site in shelf.sites}
    leaves: defaultdict[str | None, list[Document]] = defaultdict(list)
    for document in shelf.documents:
        leaves[document.site if document.site in known else None].append(document)

    def progress(site: str) -> tuple[int, int]:
        below = [progress(child.id) for child in children[site]]
        done = sum(shelf.coder in document.done for document in leaves[site])
        return done + sum(part[0] for part in below), len(leaves[site]) + sum(part[1] for part in below)

    def lines(parent: str | None, depth: int) -> Iterator[Node]:
        for site in children[parent]:
            done, count = progress(site.id)
            if count:
                label = safe_line(in_language(site.label, shelf.language) or site.id)
                yield Node(depth, label, site=site.id, done=done, count=count)
                if site.id not in folded:
                    yield from lines(site.id, depth + 1)
        for document in leaves[parent]:
            done = shelf.coder in document.done
            yield Node(depth, safe_line(document.id), document=document.id, done=done, count=document.codings)

    return list(lines(None, 0))


class DocumentsPane(LineList):
    """Sites and documents; the one that is open is marked."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings(keys.documents())]

    class Opened(Message):
        """A document is wanted."""

        def __init__(self, document: str) -> None:
            super().__init__()
            self.document = document

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self.nodes: list[Node] = []
        self._shelf = Shelf((), (), "", "en")
        self._folded: frozenset[str | None] = frozenset()
        self._open: str | None = None

    def show(self, shelf: Shelf, current: str | None) -> None:
        """Show the study's sites and documents; the cursor goes to the one that is open."""
        self._shelf, self._open = shelf, current
        self.nodes = tree(shelf, self._folded)
        here = next((at for at, node in enumerate(self.nodes) if node.document == current), self.index)
        self.set_lines(self._draw, len(self.nodes), here)

    def show_open(self, current: str) -> None:
        """Another document is open; the rest is as it was."""
        self.show(self._shelf, current)

    def _draw(self, index: int, width: int) -> Text:
        node = self.nodes[index]
        tail = f" {node.done}/{node.count}" if node.site else f" {node.count or ''}{' ✓' if node.done else ''}"
        opened = node.document is not None and node.document == self._open
        leaf = "● " if opened else "  "
        mark = ("▸ " if node.site in self._folded else "▾ ") if node.site else leaf
        head = Text().append(" " * node.depth + mark + node.label, style="bold" if opened else "")
        room = max(1, width - len(tail) - 1)
        head.truncate(room, overflow="ellipsis", pad=True)
        return head.append(tail, style="dim")

    def action_fold(self) -> None:
        """Fold or unfold the site of the line."""
        node = self.nodes[self.index] if self.nodes else None
        if node is not None and node.site:
            self._folded ^= {node.site}
            self.nodes = tree(self._shelf, self._folded)
            self.set_lines(self._draw, len(self.nodes), self.index)

    def action_choose(self) -> None:
        """Open the document, or fold the site."""
        node = self.nodes[self.index] if self.nodes else None
        if node is not None and node.document:
            self.post_message(self.Opened(node.document))
        else:
            self.action_fold()


def title_of(document: Document, sites: Sequence[Site], language: str) -> str:
    """A document in a line: id, site, kind, wave, date."""
    site = next((in_language(site.label, language) for site in sites if site.id == document.site), "")
    parts = (document.id, site, known_word(document.kind), document.wave, document.date)
    return safe_line(" · ".join(part for part in parts if part))
