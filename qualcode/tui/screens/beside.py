"""Two passages next to each other, each with its turns of context; one below the other in a narrow terminal."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from rich.text import Text
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Container, Vertical, VerticalScroll
from textual.widgets import Static

from qualcode.i18n import _
from qualcode.model import Span, in_language
from qualcode.model.codings import Passage
from qualcode.model.texts import Transcript, Turn
from qualcode.safetext import safe_block, safe_line
from qualcode.tui import keys_places
from qualcode.tui.bindings import bindings
from qualcode.tui.desk import Desk
from qualcode.tui.screens.over import StudyScreen
from qualcode.tui.widgets.line import Hint, Line

_CONTEXT, _MOST = 2, 9
"""Turns on each side of a passage, at first and at most."""
_LONGEST = 20_000
"""Characters of a passage that are shown; the rest is read in its place."""
_WIDE = 100
"""Columns from which the two stand side by side."""


class PassageBox(VerticalScroll):
    """One passage with what is said around it; keys scroll it."""

    BINDINGS: ClassVar[list[BindingType]] = bindings(keys_places.beside())


class BesideScreen(StudyScreen):
    """Two passages to compare."""

    def __init__(self, desk: Desk, places: tuple[Passage, Passage]) -> None:
        super().__init__()
        self._desk = desk
        self._places = list(places)
        self._around = _CONTEXT
        for place in places:
            desk.study.document(place.document)

    def compose(self) -> ComposeResult:
        """Title, the two with a line above each that says where they are, hint."""
        yield Line(id="title")
        with Container(id="beside"):
            for number in (1, 2):
                with Vertical(classes="half"):
                    yield Line(id=f"head-{number}")
                    with PassageBox(id=f"passage-{number}"):
                        yield Static()
        yield Hint(_("enter opens it there · tab the other · + − turns around · esc back · ? keys"))

    def on_mount(self) -> None:
        """The second, which one comes from, is in hand."""
        self.show_anew()
        self.query_one("#passage-2").focus()

    def on_resize(self) -> None:
        """Side by side where there is room."""
        self.query_one("#beside").set_class(self.app.size.width >= _WIDE, "across")

    def show_anew(self) -> None:
        """The two as the study has them now."""
        self.on_resize()
        self.query_one("#title", Line).say(Text(" " + _("Two passages")))
        for number, place in enumerate(self._places, start=1):
            self.query_one(f"#head-{number}", Line).say(self._head(place))
            text, before = self._text(place)
            self.query_one(f"#passage-{number} Static", Static).update(text)
            self.call_after_refresh(self._reveal, self.query_one(f"#passage-{number}", PassageBox), text[:before])

    def _reveal(self, box: PassageBox, before: Text) -> None:
        """Bring the passage in sight, two lines of what stands before it above."""
        lines = before.wrap(self.app.console, max(1, box.scrollable_content_region.width))
        box.scroll_to(y=max(0, len(lines) - 3), animate=False, force=True)

    def _head(self, place: Passage) -> Text:
        """Where a passage is, and the codes on it."""
        study, desk = self._desk.study, self._desk
        document, turns = study.document(place.document), study.transcript(place.document).turns
        number = next((turn.number for turn in turns if place.start < turn.end), 1)
        site = next((in_language(site.label, desk.language) for site in study.sites if site.id == document.site), "")
        said = filter(None, (f"{place.document} §{number}", site, document.wave, document.date))
        head = Text(" " + safe_line(" · ".join(said)) + "  ", style="bold")
        return head.append(self._codes(place), style=self.app.style("accent"))

    def _text(self, place: Passage) -> tuple[Text, int]:
        """A passage in its turns, and how many characters stand before it."""
        transcript = self._desk.study.transcript(place.document)
        turns = around(transcript.turns, place, self._around)
        text = told(transcript, turns, place, self.app.theme_variables["selection"])
        marked = [span.start for span in text.spans if str(span.style).startswith("on ")]
        return text, min(marked, default=0)

    def _codes(self, place: Passage) -> str:
        found = self._desk.study.codings(document=place.document)
        wanted = self._desk.only.coder
        shown = (one for one in found if wanted is None or one.coder in (wanted, self._desk.coder))
        here = [coding for coding in shown if coding.start < place.end and place.start < coding.end]
        named = (f"{self._desk.label(one.code)} ({safe_line(one.coder)})" for one in here)
        return ", ".join(dict.fromkeys(named))

    def action_place(self) -> None:
        """The transcript at the passage in hand."""
        number = 0 if self.focused is not None and self.focused.id == "passage-1" else 1
        place = self._places[number]
        self.app.show_place(place.document, Span(place.start, place.end))

    def action_other(self) -> None:
        """The other passage."""
        self.focus_next(PassageBox)

    def action_around(self, step: int) -> None:
        """More turns around them, or fewer."""
        self._around = min(_MOST, max(0, self._around + step))
        self.show_anew()


def around(turns: Sequence[Turn], place: Passage, context: int) -> Sequence[Turn]:
    """The turns of a passage, with so many before and after it that say something."""
    touched = [at for at, turn in enumerate(turns) if turn.start < place.end and place.start < turn.end]
    return turns[max(0, touched[0] - context) : touched[-1] + 1 + context] if touched else ()


def told(transcript: Transcript, turns: Sequence[Turn], place: Passage, ground: str) -> Text:
    """The turns in words, who speaks before each, the passage on a ground of its own."""
    text, whole = Text(), transcript.text
    stop = min(place.end, place.start + _LONGEST)
    for turn in turns or (Turn(1, None, 0, 0, len(whole)),):
        text.append(f"§{turn.number} {safe_line(turn.speaker or '')}".rstrip() + "  ", style="dim")
        for start, end, style in (
            (turn.body, min(turn.end, place.start), ""),
            (max(turn.body, place.start), min(turn.end, stop), f"on {ground}"),
            (max(turn.body, place.end), turn.end, ""),
        ):
            if start < end:
                text.append(_shown(whole[start:end]), style=style)
        text.rstrip()
        text.append("\n\n")
    return text


def _shown(words: str) -> str:
    return safe_block(words[:_LONGEST]) + "…" * (len(words) > _LONGEST)
