"""What a new memo is on: the study, a site, what the memo in hand is on, what lies on the coder's desk."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import TYPE_CHECKING

from rich.text import Text

from qualcode.i18n import _
from qualcode.model.codings import PASSAGE, QUESTION
from qualcode.safetext import safe_line
from qualcode.tui.desk import Desk
from qualcode.tui.screens.dialogs import Choose
from qualcode.tui.widgets.line import fitted

if TYPE_CHECKING:
    from qualcode.tui.screens.memos import MemosScreen

Option = tuple[str, Callable[[], None]]
_QUOTED = 36


def ask_for_new(screen: MemosScreen, desk: Desk, here: tuple[str, str] | None) -> None:
    """Ask what the memo is on, then have it written; `here` is the target of the memo in hand, with its words."""
    options = [*_again(screen, here), *_on_study(screen, desk), *_on_desk(screen, desk)]

    def chosen(index: int | None) -> None:
        if index is not None:
            options[index][1]()

    screen.app.push_screen(Choose(_("A new memo"), [Text(words) for words, _then in options]), chosen)


def _again(screen: MemosScreen, here: tuple[str, str] | None) -> Iterator[Option]:
    if here is not None and here[0] != "study":
        target, about = here
        yield _("on {target} too").format(target=about), partial(screen.write, target, about, "analytic")
        yield _("an open question on {target}").format(target=about), partial(screen.write, target, about, QUESTION)


def _on_study(screen: MemosScreen, desk: Desk) -> Iterator[Option]:
    study = _("the study")
    yield _("reflexive journal"), partial(screen.write, "study", study, "reflexive")
    yield _("methodological memo on the study"), partial(screen.write, "study", study, "methodological")
    yield _("an open question on the study"), partial(screen.write, "study", study, QUESTION)
    if desk.study.sites:
        yield _("an entry in a site’s logbook …"), partial(screen.ask_site, screen.entry)


def _on_desk(screen: MemosScreen, desk: Desk) -> Iterator[Option]:
    if desk.document is not None:
        name, span = desk.document.id, screen.app.coding.span
        shown = safe_line(name)
        yield _("on {document}").format(document=shown), partial(screen.write, f"document:{name}", name, "analytic")
        if len(span):
            quote = " ".join(desk.transcript.text[span.start : span.end].split())
            words = _("“{words}”").format(words=fitted(safe_line(quote), _QUOTED).rstrip())
            target = f"{PASSAGE}:{name}:{span.start}-{span.end}"
            yield _("on the passage {words}").format(words=words), partial(screen.write, target, words, "analytic")
    if desk.in_hand is not None:
        label = desk.label(desk.in_hand)
        yield (
            _("on the code {code}").format(code=label),
            partial(screen.write, f"code:{desk.in_hand}", label, "analytic"),
        )
