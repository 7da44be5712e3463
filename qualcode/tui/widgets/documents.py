"""The tree of sites and documents, with how far each is coded."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from rich.text import Text
from textual.binding import BindingType
from textual.message import Message

from qualcode.i18n import _
from qualcode.model import Document, Site, in_language
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


def tree(
    sites: Sequence[Site], documents: Sequence[Document], coder: str, language: str, folded: frozenset[str | None]
) -> list[Node]:
    """The lines of the tree; sites without documents are left out, so are lines below a folded site."""
    return list(_Tree(sites, documents, coder, language, folded).below(None, 0))


class _Tree:
    def __init__(
        self, sites: Sequence[Site], documents: Sequence[Document], coder: str, language: str, folded: frozenset[str | None]
    ) -> None:
        self._coder, self._language, self._folded = coder, language, folded
        self._children: defaultdict[str | None, list[Site]] = defaultdict(list)
        for site in sites:
            self._children[site.parent].append(site)
        known = {site.id for site in sites}
        self._documents: defaultdict[str | None, list[Document]] = defaultdict(list)
        for document in documents:
            self._documents[document.site if document.site in known else None].append(document)

    def below(self, parent: str | None, depth: int) -> list[Node]:
        lines: list[Node] = []
        for site in self._children[parent]:
            lines += self._site(site, depth)
        return lines + self._leaves(parent, depth)

    def _site(self, site: Site, depth: int) -> list[Node]:
        done, count = self._progress(site.id)
        if not count:
            return []
        label = safe_line(in_language(site.label, self._language) or site.id)
        head = Node(depth, label, site=site.id, done=done, count=count)
        return [head] if site.id in self._folded else [head, *self.below(site.id, depth + 1)]

    def _leaves(self, site: str | None, depth: int) -> list[Node]:
        return [
            Node(depth, safe_line(document.id), document=document.id, done=self._coder in document.done, count=document.codings)
            for document in self._documents[site]
        ]

    def _progress(self, site: str) -> tuple[int, int]:
        here = self._documents[site]
        done, count = sum(self._coder in document.done for document in here), len(here)
        for child in self._children[site]:
            more_done, more = self._progress(child.id)
            done, count = done + more_done, count + more
        return done, count


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
        self._given: tuple[Sequence[Site], Sequence[Document], str, str] = ((), (), "", "en")
        self._folded: frozenset[str | None] = frozenset()
        self._open: str | None = None

    def show(self, sites: Sequence[Site], documents: Sequence[Document], coder: str, language: str, current: str | None) -> None:
        """Show the study's sites and documents."""
        self._given, self._open = (sites, documents, coder, language), current
        self._build()

    def _build(self) -> None:
        self.nodes = tree(*self._given, self._folded)
        here = next((at for at, node in enumerate(self.nodes) if node.document == self._open), self.index)
        self.set_lines(self._draw, len(self.nodes), here)

    def _draw(self, index: int, width: int) -> Text:
        node = self.nodes[index]
        tail = f" {node.done}/{node.count}" if node.site else f" {node.count or ''}{' ✓' if node.done else ''}"
        mark = ("▸ " if node.site in self._folded else "▾ ") if node.site else ("● " if node.document == self._open else "  ")
        head = Text(" " * node.depth + mark + node.label, style="bold" if node.document == self._open else "")
        room = max(1, width - len(tail) - 1)
        head.truncate(room, overflow="ellipsis", pad=True)
        return head.append(tail, style="dim")

    def action_fold(self) -> None:
        """Fold or unfold the site of the line."""
        node = self.nodes[self.index] if self.nodes else None
        if node is not None and node.site:
            self._folded ^= {node.site}
            self.nodes = tree(*self._given, self._folded)
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
    parts = (document.id, site, _(document.kind), document.wave, document.date)
    return safe_line(" · ".join(part for part in parts if part))
