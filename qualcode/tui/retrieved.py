"""What the retrieval room has asked, and what it found so far: ids in order, pages of quotations. No screen in here."""

from __future__ import annotations

from array import array
from collections import OrderedDict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from qualcode.i18n import _, language, ngettext
from qualcode.model.asking import Condition, Extent, Filter
from qualcode.model.codings import Quotation
from qualcode.query.tree import Coded, Said, Tree, joined, unparse
from qualcode.report.typography import number
from qualcode.surroundings import Around, around_each
from qualcode.tui.seen import Only

if TYPE_CHECKING:
    from qualcode.study import Study

PAGE = 200
_PAGES_KEPT = 30
SORTS = ("order", "site", "code", "length")


@dataclass(slots=True)
class Asked:
    """The query as it was typed, how its answers are shown, which are marked: there again when the room opens again.

    `only` is what the coding screen showed when the room was first opened.
    """

    only: Only
    text: str
    sort: str = SORTS[0]
    context: int = 0
    index: int = 0
    marked: set[int] = field(default_factory=set)


class Shown(NamedTuple):
    """A quotation with what stands around it."""

    quotation: Quotation
    around: Around | None = None


class Part(NamedTuple):
    """What one question found: ids (all if `whole`), a page of quotations, what all come to; None is not yet known."""

    ids: Sequence[int] | None = None
    whole: bool = False
    page: tuple[int, Sequence[Shown]] | None = None
    extent: Extent | None = None


class Found:
    """The answers to one query: first those of a page, then all; the pages are read as they come in view."""

    def __init__(self) -> None:
        self.ids: Sequence[int] = array("q")
        self.whole = False
        self.extent: Extent | None = None
        self._pages: OrderedDict[int, Sequence[Shown]] = OrderedDict()

    def __len__(self) -> int:
        return len(self.ids)

    def at(self, index: int) -> Shown | None:
        """The quotation in that place; None where its page is not read yet, or it was taken off since."""
        page, place = self._pages.get(index // PAGE, ()), index % PAGE
        wanted = self.ids[index] if index < len(self.ids) else None
        if place < len(page) and page[place].quotation.coding.id == wanted:
            return page[place]
        return next((each for each in page if each.quotation.coding.id == wanted), None)

    def has_page(self, page: int) -> bool:
        """Whether a page is read."""
        return page in self._pages

    def ids_of(self, page: int) -> Sequence[int]:
        """The ids on a page."""
        return self.ids[page * PAGE : (page + 1) * PAGE]

    def keep(self, page: int, shown: Sequence[Shown]) -> None:
        """Keep a page that was read; those looked at longest ago go."""
        self._pages[page] = shown
        if len(self._pages) > _PAGES_KEPT:
            self._pages.popitem(last=False)

    def forget_pages(self) -> None:
        """Have the pages read anew."""
        self._pages.clear()


def first_query(only: Only) -> str:
    """The query that asks for what the coding screen shows."""
    trees: list[Tree] = [] if only.code is None else [Coded(only.code)]
    if only.coder is not None:
        trees.append(Said(Condition("coder", "=", (only.coder,))))
    tree = joined(trees)
    return "" if tree is None else unparse(tree)


def counted(found: Found, asked: Asked) -> str:
    """The counting line: what is marked, quotations, people, documents; how they are sorted, what is around them."""
    marked = ngettext("{count} marked", "{count} marked", len(asked.marked)).format(count=_number(len(asked.marked)))
    return " · ".join((*((marked,) if asked.marked else ()), _extent(found), *_how(asked)))


def _extent(found: Found) -> str:
    count, extent = len(found), found.extent
    if not found.whole and not count:
        return _("looking …")
    if not found.whole:
        return _("more than {count} quotations …").format(count=_number(count - 1))
    said = ngettext("{count} quotation", "{count} quotations", count).format(count=_number(count))
    if extent is None or not count:
        return said
    people = ngettext("{count} person", "{count} people", extent.participants)
    documents = ngettext("{count} document", "{count} documents", extent.documents)
    heard = (people.format(count=_number(extent.participants)), documents.format(count=_number(extent.documents)))
    return " · ".join((said, *heard))


def _how(asked: Asked) -> Sequence[str]:
    sorts: Mapping[str, str] = {"site": _("by site"), "code": _("by code"), "length": _("the shortest first")}
    turns = ngettext("with {count} turn around", "with {count} turns around", asked.context)
    return [
        part for part in (sorts.get(asked.sort, ""), turns.format(count=asked.context) if asked.context else "") if part
    ]


def _number(count: int) -> str:
    return number(count, language())


def read_page(study: Study, ids: Sequence[int], context: int) -> Sequence[Shown]:
    """Quotations as they are shown, with the turns around them where some are wanted."""
    quotations = study.quotations_of(ids)
    beside = around_each(study.transcript, quotations, context) if context else {}
    return [Shown(one, beside.get(one.coding.id)) for one in quotations]


def extent_of(ids: Sequence[int]) -> Callable[[Study, object], Part]:
    """The question what quotations come to."""
    return lambda study, _tell: Part(extent=study.extent(ids))


def first_page(where: Filter, asked: Asked) -> Callable[[Study, object], Part]:
    """The question for the page in hand, and the ids up to its end."""
    sort, context, page = asked.sort, asked.context, asked.index // PAGE

    def question(study: Study, _tell: object) -> Part:
        most = (page + 1) * PAGE
        ids = study.quotation_ids(where, sort, limit=most + 1)
        here = page if page * PAGE < len(ids) else 0
        shown = read_page(study, ids[here * PAGE : (here + 1) * PAGE], context)
        return Part(array("q", ids), whole=len(ids) <= most, page=(here, shown))

    return question


def whole(where: Filter, sort: str) -> Callable[[Study, object], Part]:
    """The question for the ids of all answers."""
    return lambda study, _tell: Part(array("q", study.quotation_ids(where, sort)), whole=True)
