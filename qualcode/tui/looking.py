"""A search of the whole study as one works through it, and how it is told. No screen in here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from rich.text import Text

from qualcode.i18n import _, ngettext
from qualcode.language.patterns import Wanted
from qualcode.model.asking import Condition
from qualcode.model.codings import Hit
from qualcode.safetext import safe_block, safe_line
from qualcode.searching.coding import Place
from qualcode.searching.keywords import ORDERS

MOST = 100_000
"""Places that are listed; a search for more is better narrowed."""
_AROUND = 500
"""Characters of a long passage that are shown on each side of the words."""


@dataclass(slots=True)
class Search:
    """What is looked for, what was found, and how far one is with it: there again when the room is opened again."""

    wanted: Wanted = field(default_factory=lambda: Wanted(""))
    interviewers: bool = True
    where: tuple[Condition, ...] = ()
    order: str = ORDERS[0]
    unit: str = "sentence"
    found: list[Hit] = field(default_factory=list)
    shown: list[Hit] = field(default_factory=list)
    skipped: set[tuple[str, int, int]] = field(default_factory=set)
    index: int = 0


def title_of(search: Search, last: str, now: Mapping[str, str]) -> str:
    """How many places there are, what of each is coded, in which order they stand, and which code was put on last.

    `now` are the keys by the ids of their actions.
    """
    count = len(search.shown)
    said = _("the first {count} places") if count >= MOST else ngettext("{count} place", "{count} places", count)
    units = {"hit": _("codes the words"), "sentence": _("codes the sentence"), "turn": _("codes the turn")}
    orders = {"order": "", "left": _("by the words to the left"), "right": _("by the words to the right")}
    found = said.format(count=count) if search.wanted.words else ""
    parts = (_("Search"), found, units[search.unit], orders[search.order], last and f"{now['repeat']} {last}")
    return " · ".join(filter(None, parts))


def switches_of(search: Search, now: Mapping[str, str], width: int) -> Text:
    """What counts when words are compared and who is heard, each with its key; closer where there is little room."""
    wanted = search.wanted
    switches = (
        ("case", _("case"), wanted.case), ("accents", _("accents"), wanted.accents),
        ("forms", _("all forms"), wanted.forms), ("regex", _("expression"), wanted.regex),
        ("interviewers", _("interviewers"), search.interviewers),
        ("narrow", ", ".join(map(str, search.where)) or _("narrowed"), bool(search.where)),
    )  # fmt: skip
    parts = [
        Text(f"{'■' if is_on else '□'} {now[name]} {safe_line(said)}", style="" if is_on else "dim")
        for name, said, is_on in switches
    ]
    wide = Text.assemble(" ", Text("  ").join(parts))
    return wide if wide.cell_len <= width else Text.assemble(" ", Text(" ").join(parts))


def in_full(text: str, hit: Hit, place: Place, codes: str) -> Text:
    """A place with what stands around it: what would be coded underlined, the words found bold."""
    shown = Text().append(safe_line(" · ".join(filter(None, (hit.citation, codes)))) + "\n", style="dim")
    before, after = max(place.start, hit.start - _AROUND), min(place.end, hit.end + _AROUND)
    first, last = max(0, before - _AROUND // 4), after + _AROUND
    shown.append("…" * (first > 0), style="dim")
    for start, end, style in (
        (first, before, "dim"),
        (before, hit.start, "underline"),
        (hit.start, hit.end, "bold underline"),
        (hit.end, after, "underline"),
        (after, last, "dim"),
    ):
        shown.append(safe_block(text[start:end]), style=style)
    return shown.append("…" * (last < len(text)), style="dim")
