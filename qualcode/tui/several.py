"""Acts on several codings at once, each one act for undo. They are one's own: other coders' stay as they are."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from qualcode.acts import AddCode, AddMemo, RecodeCodings, RemoveCodings, SetCounters, SetKeys
from qualcode.i18n import _, ngettext
from qualcode.model import Filter
from qualcode.tui.desk import Change, Desk


def recode(desk: Desk, ids: Sequence[int], code: str | AddCode) -> Change:
    """Another code for codings; one whose passage has that code already stays."""
    name = code if isinstance(code, str) else code.id
    first = () if isinstance(code, str) else (code,)
    mine = own(desk, ids)
    free = desk.study.recodable(mine, name)
    if not free:
        return Change(_left(ids, mine) or _("All of them have this code already"))
    change = _done(desk, (*first, RecodeCodings(free, name)))
    said = ngettext("{count} coding is now {code}", "{count} codings are now {code}", len(free))
    return replace(change, said=_with(said.format(count=len(free), code=desk.label(name)), _left(ids, free)))


def remove(desk: Desk, ids: Sequence[int]) -> Change:
    """Codings off."""
    off = _("{count} coding taken off"), _("{count} codings taken off")
    return _on_own(desk, ids, lambda mine: (RemoveCodings(mine),), off)


def write(desk: Desk, ids: Sequence[int], text: str) -> Change:
    """One more memo on each, on other coders' codings too: a memo is one's own."""
    change = _done(desk, tuple(AddMemo(f"coding:{number}", text) for number in ids))
    said = ngettext("Memo on {count} coding", "Memo on {count} codings", len(ids)).format(count=len(ids))
    return replace(change, said=said)


def key(desk: Desk, ids: Sequence[int]) -> Change:
    """Key quotations, or, where all are already, no longer."""
    on = len(desk.study.quotation_ids(Filter(ids=tuple(ids), key=True))) < len(ids)
    yes = _("{count} key quotation"), _("{count} key quotations")
    no = _("{count} no longer a key quotation"), _("{count} no longer key quotations")
    return _on_own(desk, ids, lambda mine: (SetKeys(mine, on),), yes if on else no)


def counter(desk: Desk, ids: Sequence[int]) -> Change:
    """Counter-examples, or, where all are already, no longer."""
    on = len(desk.study.quotation_ids(Filter(ids=tuple(ids), counter=True))) < len(ids)
    yes = _("{count} counter-example"), _("{count} counter-examples")
    no = _("{count} no longer a counter-example"), _("{count} no longer counter-examples")
    return _on_own(desk, ids, lambda mine: (SetCounters(mine, on),), yes if on else no)


def own(desk: Desk, ids: Sequence[int]) -> tuple[int, ...]:
    """Those of the codings that the coder made."""
    return desk.study.quotation_ids(Filter(ids=tuple(ids), coder=desk.coder))


def _on_own(
    desk: Desk, ids: Sequence[int], acts: Callable[[Sequence[int]], Sequence[object]], words: tuple[str, str]
) -> Change:
    mine = own(desk, ids)
    left = _left(ids, mine)
    if not mine:
        return Change(left)
    change = _done(desk, acts(mine))
    return replace(change, said=_with(words[len(mine) != 1].format(count=len(mine)), left))


def _done(desk: Desk, acts: Sequence[object]) -> Change:
    return replace(desk.record(*acts), all=True)


def _left(ids: Sequence[int], done: Sequence[int]) -> str:
    left = len(set(ids)) - len(done)
    if not left:
        return ""
    return ngettext(
        "{count} stays as it is: another coder’s, or so coded already",
        "{count} stay as they are: other coders’, or so coded already",
        left,
    ).format(count=left)


def _with(said: str, more: str) -> str:
    return f"{said}; {more}" if more else said
