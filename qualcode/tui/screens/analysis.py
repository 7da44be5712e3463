"""The analyses: pictures and tables of the study on the right, the list of them on the left, each by a few keys."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, ClassVar, NamedTuple

from rich.text import Text
from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal

from qualcode.errors import QualcodeError
from qualcode.i18n import _, known_word
from qualcode.language.patterns import Wanted
from qualcode.model.asking import Condition, Filter
from qualcode.safetext import safe_line
from qualcode.sections import Lead, Section
from qualcode.tables.themes import SEPARATOR
from qualcode.tui import keys
from qualcode.tui.aside import Aside
from qualcode.tui.bindings import bindings
from qualcode.tui.desk import Desk
from qualcode.tui.keymaps import first_keys
from qualcode.tui.screens import browse
from qualcode.tui.screens.asking_more import ask_more
from qualcode.tui.screens.narrowing import ask_where
from qualcode.tui.screens.over import StudyScreen
from qualcode.tui.screens.writing_views import ask_for_file
from qualcode.tui.views import Answer, Asked, Row
from qualcode.tui.views.layout import rows_of
from qualcode.tui.views.list import RELATIONS, relation_in_words, views
from qualcode.tui.widgets.line import Hint, Line, LineList
from qualcode.tui.widgets.sheet import Sheet, ViewList


class Counted(NamedTuple):
    """An answer, laid out for a width."""

    answer: Answer
    width: int
    rows: list[Row]


class AnalysisScreen(StudyScreen):
    """One analysis at a time. What is counted and who is meant goes along from one to the next."""

    BINDINGS: ClassVar[list[BindingType]] = bindings(keys.analysis())

    def __init__(self, desk: Desk, place: int = 0) -> None:
        super().__init__()
        self._desk = desk
        self._views = views()
        self._view = self._views[place]
        self._asked = {view.name: view.start for view in self._views}
        self._answer: Answer | None = None
        self._anew = True

    def compose(self) -> ComposeResult:
        """Title, list and view, hint."""
        yield Line(id="title")
        with Horizontal(id="across"):
            yield ViewList(id="views")
            yield Sheet(id="sheet")
        yield Hint(_hint())

    def on_mount(self) -> None:
        """The view that was asked for."""
        self._aside = Aside[Counted](self, self._waiting, self._counted, self._refused)
        self._reading = Aside[tuple[int, ...]](self, self._waiting, self._show_found, self.complain)
        self._writing = Aside[str](self, self._waiting, self.say, self.complain, _("writing …"))
        self.query_one(ViewList).set_lines(self._line, len(self._views), self._views.index(self._view))
        self.query_one(Sheet).focus()
        self._count()

    def on_unmount(self) -> None:
        """Nobody waits for the answers any more."""
        for aside in (self._aside, self._reading, self._writing):
            aside.leave()

    def show_anew(self) -> None:
        """The figures as they are now."""
        self._count(anew=False)

    def action_leave(self) -> None:
        """Back to where this was opened from; while something is counted or written, only that is given up."""
        if self._aside.stop():
            self.say(_("Stopped; r counts again."))
        elif not (self._reading.stop() or self._writing.stop()):
            self.dismiss()

    # ------------------------------------------------------------------ counting

    @property
    def asked(self) -> Asked:
        """What is asked of the view in hand."""
        return self._asked[self._view.name]

    def _count(self, *, anew: bool = True) -> None:
        """Count in a thread; with `anew` it is shown from its beginning."""
        view, study = self._view, self._desk.study
        self._anew = self._anew or anew
        try:
            self._settle()
        except QualcodeError as error:
            self._refused(str(error))
            self.call_after_refresh(self.app.when_there_is_room, self.action_coder)
            return
        self._show_title()
        asked, width = self.asked, self.query_one(Sheet).room

        def question(study: Any, tell: Any) -> Counted:
            answer = view.count(study, asked, tell)
            return Counted(answer, width, rows_of(answer, width) if width else [])

        self._aside.ask(study, question)

    def _settle(self) -> None:
        """Whose codings and which document are meant, where that was not said."""
        asks = self._view.asks
        if "coder" in asks and self.asked.coder is None and self._view.of_coder(self.asked):
            self._ask_all(coder=self._desk.study.counted_coder(None))
        if "document" in asks and self.asked.document is None:
            here = self._desk.document
            self._ask_all(document=here.id if here else None)

    def _ask_all(self, **changes: Any) -> None:
        """Have something hold for all views."""
        self._asked = {name: replace(asked, **changes) for name, asked in self._asked.items()}

    def _ask(self, **changes: Any) -> None:
        """Ask something else of the view in hand, and count."""
        self._asked[self._view.name] = replace(self.asked, **changes)
        self._count()

    def _waiting(self, words: str) -> None:
        if words:
            self.tell(Text(" " + words, style="italic"))
        else:
            self.query_one(Hint).suggest(_hint())

    def _counted(self, counted: Counted) -> None:
        self._answer = counted.answer
        if counted.width == self.query_one(Sheet).room:
            self._show_rows(counted.rows)
        else:
            self._lay_out()

    @on(Sheet.Resized)
    def _lay_out(self) -> None:
        """The answer for the width that there is now, as soon as there is one."""
        room = self.query_one(Sheet).room
        if self._answer is not None and room:
            self._show_rows(rows_of(self._answer, room))

    def _show_rows(self, rows: Sequence[Row]) -> None:
        self.query_one(Sheet).show(rows, self.app.coding.pane.paint.hues, anew=self._anew)
        self._anew = False

    def _refused(self, words: str) -> None:
        """The refusal stands where the view would."""
        self._answer, self._anew = Answer((Section(before=(words,)),), {}), True
        self._lay_out()

    def _show_title(self) -> None:
        view, asked = self._view, self.asked
        title = Text(" " + view.title)
        said = [
            SEPARATOR.join(map(known_word, asked.by)) if "by" in view.asks and self._has_groups else "",
            view.measures.get(asked.measure, ""),
            relation_in_words(asked.relation) if "relation" in view.asks else "",
            _("each code as it was put on") if "level" in view.asks and asked.level == "code" else "",
            self._desk.label(asked.theme) if "theme" in view.asks and asked.theme else "",
            (asked.document or "") if "document" in view.asks else "",
            (asked.coder or _("nobody")) if "coder" in view.asks and view.of_coder(asked) else "",
            *(map(str, asked.where) if "where" in view.asks else ()),
        ]
        title.append("".join(f" · {safe_line(words)}" for words in said if words), style="dim")
        self.query_one("#title", Line).say(title)

    @property
    def _now(self) -> Mapping[str, str]:
        return first_keys(self.app.keymap)

    def _line(self, index: int, width: int) -> Text:
        return Text(
            f"{self._now[f'view_{index + 1}']} {self._views[index].title}",
            style="bold" if self._view is self._views[index] else "",
        )

    # ------------------------------------------------------------------ which view

    def action_view(self, place: int) -> None:
        """Another analysis, by its digit."""
        self.query_one(ViewList).move_to(place)

    @on(LineList.Highlighted)
    def _highlighted(self, event: LineList.Highlighted) -> None:
        """Another analysis is in hand; what was seen goes before it is counted."""
        if isinstance(event, LineList.Chosen):
            self.query_one(Sheet).focus()
        elif self._view is not self._views[event.index]:
            self._view = self._views[event.index]
            self._answer, self._anew = None, True
            self._show_rows(())
            self.query_one(ViewList).refresh()
            self._count()

    # ------------------------------------------------------------------ what is asked

    def _means(self, name: str) -> bool:
        """Whether something can be asked of the view in hand; it is said if not."""
        if name in self._view.asks:
            return True
        self.say(_("{view} knows nothing of this.").format(view=self._view.title))
        return False

    @property
    def _has_groups(self) -> bool:
        """Whether the view in hand shows groups, as bars of every theme do not."""
        return self._view.name != "bars" or self.asked.theme is not None

    def action_group(self) -> None:
        """Another grouping, or the view's own."""
        if not self._means("by"):
            return
        if not self._has_groups:
            self.say(_("Bars of every theme are of everybody; t chooses one, whose groups are shown."))
            return
        own = () if self._view.start.by else ("",)
        names = (*own, *self._desk.study.dimensions(), *self._view.groups)
        current = self.asked.by[0] if self.asked.by else names[0]
        shown = [known_word(name) if name else _("the view’s own") for name in names]
        index = names.index(current) if current in names else 0
        self.choose(_("Group by"), shown, index, lambda at: self._ask(by=(names[at],) if names[at] else ()))

    def action_within(self) -> None:
        """A second grouping within the first, or none."""
        if not self._means("by") or not self.asked.by:
            return
        first = self.asked.by[0]
        alone = _("nothing more")
        names = (alone, *(name for name in self._desk.study.dimensions() if name != first))
        title = _("Within each {group}, group by").format(group=known_word(first))
        current = self.asked.by[1] if len(self.asked.by) > 1 else alone
        self.choose_name(title, names, current, lambda name: self._ask(by=(first, *(name,) * (name != alone))))

    def action_where(self) -> None:
        """Narrow to some people or documents, in every view that can be."""
        if self._means("where"):
            ask_where(self, self._desk.study, self.asked.where, self._narrow)

    def _narrow(self, where: tuple[Condition, ...]) -> None:
        self._ask_all(where=where)
        self._count()

    def action_measure(self) -> None:
        """The next measure."""
        if self._means("measure"):
            names = list(self._view.measures)
            self._ask(measure=names[(names.index(self.asked.measure) + 1) % len(names)])

    def action_theme(self) -> None:
        """One theme, or all; in every view that can be of one."""
        if not self._means("theme"):
            return
        found = [(code.id, depth) for code, depth in self._desk.codebook.walk()]
        names = [None, *(code for code, _depth in found)]
        shown = [_("all themes"), *("  " * depth + self._desk.label(code) for code, depth in found)]
        index = names.index(self.asked.theme) if self.asked.theme in names else 0
        self.choose(_("Which theme?"), shown, index, lambda at: self._change_all(theme=names[at]))

    def _change_all(self, **changes: Any) -> None:
        self._ask_all(**changes)
        self._count()

    def action_coder(self) -> None:
        """Another coder's codings, in every view."""
        names = tuple(self._desk.study.coders())
        if names and self._means("coder"):
            title = _("Whose codings are counted?")
            self.choose_name(title, names, self.asked.coder, lambda name: self._change_all(coder=name))

    def action_document(self) -> None:
        """Another document for the portrait."""
        if not self._means("document"):
            return
        found = self._desk.study.catalogue()
        names = [document.id for document in found]
        shown = [" · ".join(filter(None, (one.id, self._desk.site(one.site)))) for one in found]
        index = names.index(self.asked.document) if self.asked.document in names else 0
        if names:
            self.choose(_("Which document?"), shown, index, lambda at: self._change_all(document=names[at]))

    def action_relation(self) -> None:
        """What it takes for two codes to come together."""
        if self._means("relation"):
            shown = [relation_in_words(relation) for relation in RELATIONS]
            index = RELATIONS.index(self.asked.relation)
            self.choose(
                _("Two codes come together where …"), shown, index, lambda at: self._ask(relation=RELATIONS[at])
            )

    def action_level(self) -> None:
        """Codes with their sub-codes, or each as it was put on."""
        if self._means("level"):
            self._ask(level="code" if self.asked.level == "theme" else "theme")

    def action_more(self) -> None:
        """What else the view rests on."""
        if self._means("more"):
            ask_more(self, self._desk.study, self._view.name, self.asked, lambda changes: self._ask(**changes))

    def action_again(self) -> None:
        """Count again."""
        self._count(anew=False)

    # ------------------------------------------------------------------ where it leads

    @on(Sheet.Chosen)
    def _chosen(self, event: Sheet.Chosen) -> None:
        lead = event.lead
        if lead.document is not None:
            self.app.show_place(lead.document, None)
        elif lead.site is not None:
            self._open_site(lead.site)
        elif lead.words is not None:
            self.app.show_search(Wanted(lead.words, forms=self.asked.lemmas), self.asked.where)
        elif lead.where is not None and lead.meeting is not None:
            self._look_for(lead, lead.where, lead.meeting)
        elif lead.where is not None:
            self._list(lead.where, lead.title)

    def _open_site(self, site: str) -> None:
        from qualcode.tui.screens.logbook import LogbookScreen

        screen = self.app.coding.attempt(lambda: LogbookScreen(self._desk, site))
        if screen is not None:
            self.app.push_screen(screen)

    def _list(self, where: Filter, title: str) -> None:
        coding = self.app.coding
        listing = coding.attempt(lambda: browse.quotations(self._desk, coding.pane.paint.hues, where, safe_line(title)))
        if listing is not None:
            self.app.push_screen(listing)

    def _look_for(self, lead: Lead, where: Filter, other: str) -> None:
        """The passages of a pair that come together; of a relation that passages do not tell, all of the first code."""
        from qualcode.tables.cooccurring import passages

        relation, level = self.asked.relation, self.asked.level
        self._found = lead
        self._reading.ask(self._desk.study, lambda study, _tell: passages(study, relation, level, where, other) or ())

    def _show_found(self, ids: tuple[int, ...]) -> None:
        lead = self._found
        assert lead.where is not None
        if ids:
            self._list(Filter(ids=ids), lead.title)
        else:
            self._list(lead.where, self._desk.label(str(lead.where.code)))

    # ------------------------------------------------------------------ files

    def action_write(self) -> None:
        """Write what is seen to a file."""
        if self._answer is None or not self._answer.files:
            self.say(_("There is nothing to write."))
            return
        ask_for_file(self, self._view.name, self._answer.files, self._writing, self._desk.study)


def _hint() -> str:
    return _("1–9 0 K analyses · enter opens · g groups · w where · m measure · t theme · s more · W writes · ? keys")
