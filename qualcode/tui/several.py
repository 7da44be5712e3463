"""Acts on several codings at once, each one act for undo. They are one's own: other coders' stay as they are.

Each answers in a sentence what was done. No screen in here: many codings are changed in a thread.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from qualcode.acts import AddCode, AddMemo, RecodeCodings, RemoveCodings, SetCounters, SetKeys
from qualcode.belonging import own
from qualcode.i18n import _, ngettext
from qualcode.model.asking import Filter

if TYPE_CHECKING:
    from qualcode.study import Study

Acts = Callable[[Sequence[int]], object]
_FEW_TEXTS = 5
"""Texts that are brought in or taken out at once, between two keys."""


def recode(study: Study, coder: str, ids: Sequence[int], code: str | AddCode, label: str) -> str:
    """Another code for codings; one whose passage has that code already stays."""
    name, first = (code, ()) if isinstance(code, str) else (code.id, (code,))
    free = study.recodable(own(study, coder, ids), name)
    left = _left(ids, free)
    if not free:
        return left
    study.do(*first, RecodeCodings(free, name), coder=coder)
    said = ngettext("{count} coding is now {code}", "{count} codings are now {code}", len(free))
    return _with(said.format(count=len(free), code=label), left)


def remove(study: Study, coder: str, ids: Sequence[int]) -> str:
    """Codings off."""
    off = _("{count} coding taken off"), _("{count} codings taken off")
    return _on_own(study, coder, ids, RemoveCodings, off)


def write(study: Study, coder: str, ids: Sequence[int], text: str) -> str:
    """One more memo on each, on other coders' codings too: a memo is one's own."""
    study.do(*(AddMemo(f"coding:{number}", text) for number in ids), coder=coder)
    return ngettext("Memo on {count} coding", "Memo on {count} codings", len(ids)).format(count=len(ids))


def key(study: Study, coder: str, ids: Sequence[int]) -> str:
    """Key quotations, or, where all are already, no longer."""
    mine = own(study, coder, ids)
    on = len(study.quotation_ids(Filter(ids=mine, key=True))) < len(mine)
    yes = _("{count} key quotation"), _("{count} key quotations")
    no = _("{count} no longer a key quotation"), _("{count} no longer key quotations")
    return _on_own(study, coder, ids, lambda numbers: SetKeys(numbers, on), yes if on else no)


def counter(study: Study, coder: str, ids: Sequence[int]) -> str:
    """Counter-examples, or, where all are already, no longer."""
    mine = own(study, coder, ids)
    on = len(study.quotation_ids(Filter(ids=mine, counter=True))) < len(mine)
    yes = _("{count} counter-example"), _("{count} counter-examples")
    no = _("{count} no longer a counter-example"), _("{count} no longer counter-examples")
    return _on_own(study, coder, ids, lambda numbers: SetCounters(numbers, on), yes if on else no)


def was_large(study: Study, few: int) -> bool:
    """Whether the last act was on so many codings, or brought so many texts, that taking it back would hold keys up."""
    last = next(iter(study.events(1)), None)
    counts = (last.summary.get("codings"), last.summary.get("documents")) if last else ()
    return any(isinstance(count, int) and count > most for count, most in zip(counts, (few, _FEW_TEXTS), strict=False))


def _on_own(study: Study, coder: str, ids: Sequence[int], act: Acts, words: tuple[str, str]) -> str:
    mine = own(study, coder, ids)
    left = _left(ids, mine)
    if not mine:
        return left
    study.do(act(mine), coder=coder)
    return _with(words[len(mine) != 1].format(count=len(mine)), left)


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
