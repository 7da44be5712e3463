"""A code split: new codes are named, then its quotations go to them one by one, a digit each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, ClassVar, NamedTuple

from rich.style import Style
from rich.text import Text
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import VerticalScroll
from textual.widgets import Static

from qualcode.acts import AddCode, RecodeCodings, RemoveCoding, SplitCode
from qualcode.book.near import near_codes
from qualcode.care.adding import new_codes
from qualcode.care.changelog import SPLIT, changelog
from qualcode.errors import QualcodeError
from qualcode.i18n import _, ngettext
from qualcode.looks import UNKNOWN
from qualcode.model import in_language
from qualcode.model.asking import Filter
from qualcode.model.codes import Code
from qualcode.model.codings import Quotation
from qualcode.naming import find_code
from qualcode.query.words import written
from qualcode.retrieving import query_of
from qualcode.safetext import safe_line
from qualcode.tui import keys_codebook
from qualcode.tui.aside import Aside
from qualcode.tui.bindings import bindings
from qualcode.tui.desk import Desk
from qualcode.tui.screens.codebook_walk import WalkScreen
from qualcode.tui.screens.form import Answers, Field, Form
from qualcode.tui.widgets.line import Hint, Line

if TYPE_CHECKING:
    from qualcode.study import Study
    from qualcode.tui.screens.codebook import CodebookScreen

_LABELS = 6
"""New codes that can be named at once; a digit sends to each."""


class Ready(NamedTuple):
    """A code's own codings by coder, and the codes that it was split into before, if they are there still."""

    codings: dict[str, tuple[int, ...]]
    before: tuple[str, ...]


class SplitPassage(VerticalScroll):
    """The passage in hand."""

    BINDINGS: ClassVar[list[BindingType]] = bindings(keys_codebook.splitting())


class SplitScreen(WalkScreen):
    """The quotations of a code that is split, and the codes they may go to."""

    def __init__(self, desk: Desk, code: str, targets: Sequence[str], ids: Sequence[int]) -> None:
        super().__init__(desk, ids)
        self._code, self._targets = code, tuple(targets)

    def compose(self) -> ComposeResult:
        """Title, the passage, the codes, hint."""
        yield Line(id="title")
        yield Line(id="cited")
        with SplitPassage(id="passage"):
            yield Static()
        yield Static(id="choices")
        yield Hint(_("1–9 sends it · enter leaves it · u takes the last back · t more around · esc stops · ? keys"))

    def _about(self) -> str:
        return _("Split {code}").format(code=self._desk.label(self._code))

    def _show_beside(self, found: Quotation | None) -> None:
        text = Text()
        hues = self.app.coding.pane.paint.hues
        for digit, code in enumerate(self._targets, 1):
            look = self._desk.looks.get(code, UNKNOWN)
            text.append(f" {digit} ", style="bold reverse").append(
                f" {look.glyph}", style=Style(color=hues[look.hue].color)
            )
            text.append(f" {look.label}   ")
        self.query_one("#choices", Static).update(text)

    def _end(self) -> Text:
        sent = sum(self._steps)
        said = ngettext("{count} passage was sent", "{count} passages were sent", sent).format(count=sent)
        left = len(self._ids) - sent
        stays = ngettext("{count} stays with {code}", "{count} stay with {code}", left).format(
            count=left, code=self._desk.label(self._code)
        )
        more = _("u takes the last back; enter goes back to the codebook.")
        if not left:
            more += " " + _("R there retires {code}.").format(code=self._desk.label(self._code))
        return Text(f"{said}, {stays}.\n\n{more}")

    def action_send(self, digit: int) -> None:
        """To the code of a digit."""
        if digit > len(self._targets):
            self.say(_("There is no code {digit} here").format(digit=digit))
            return
        target = self._targets[digit - 1]
        self.settle(lambda number: self._sent(number, target))

    def _sent(self, number: int, target: str) -> tuple[object, str]:
        """The act; where its coder has put the code there already, the coding that is split comes off."""
        free = self._desk.study.recodable((number,), target)
        said = _("sent to {code}") if free else _("{code} was there already; the other came off")
        return RecodeCodings((number,), target) if free else RemoveCoding(number), said.format(
            code=self._desk.label(target)
        )


def ask_for_split(book: CodebookScreen, code: Code) -> None:
    """See what there is to split, then ask whose passages, into which codes, and walk through them."""
    doing = _("looking …")
    aside = Aside[Ready](book, book.wait, lambda found: _Asking(book, code, found).whose(), book.complain, doing)
    aside.ask(book.desk.study, lambda study, _tell: ready(study, code.id))


def ready(study: Study, code: str) -> Ready:
    """What a split begins with."""
    ids = study.quotation_ids(Filter(query=query_of(study, "=" + written(code))))
    codings = {coder: _of(study, code, coder) for coder in study.coders_of(ids)}
    splits = [entry.others for entry in changelog(study) if entry.what == SPLIT and entry.code == code]
    last = splits[-1] if splits else ()
    return Ready(codings, tuple(name for name in last if name in study.codebook and not study.codebook[name].retired))


def _of(study: Study, code: str, coder: str) -> tuple[int, ...]:
    return study.quotation_ids(Filter(coder=coder, query=query_of(study, "=" + written(code))))


def going_on(study: Study, code: str, targets: Sequence[str], ids: Sequence[int]) -> tuple[int, ...]:
    """The codings in the order in which a split is gone on with: from after the last that was sent, then the others."""
    query = query_of(study, " or ".join("=" + written(name) for name in (code, *targets)))
    wanted, seen, before = frozenset(ids), 0, 0
    for number in study.quotation_ids(Filter(query=query)):
        if number in wanted:
            seen += 1
        else:
            before = seen
    return (*ids[before:], *ids[:before])


class _Asking:
    """What is asked before a split."""

    def __init__(self, book: CodebookScreen, code: Code, found: Ready) -> None:
        self._book, self._desk, self._code, self._found = book, book.desk, code, found
        self._told: set[str] = set()  # labels of which it was said that they nearly exist

    @property
    def _label(self) -> str:
        return self._desk.label(self._code.id)

    def whose(self) -> None:
        """Whose passages, where several coders have some."""
        coders = list(self._found.codings)
        if not coders:
            self._book.say(_("No passage has {code} itself").format(code=self._label))
        elif len(coders) == 1:
            self.into(coders)
        else:
            own = sorted(coders, key=lambda name: name != self._desk.coder)
            shown = [f"{name} ({len(self._found.codings[name])})" for name in own]
            choices = [*([name] for name in own), own]
            title = _("Whose passages are to be sent?")
            self._book.choose(title, [*shown, _("everybody’s")], 0, lambda place: self.into(choices[place]))

    def into(self, coders: Sequence[str]) -> None:
        """Into which codes: those of a split that was begun, or new ones."""
        ids = tuple(number for coder in coders for number in self._found.codings[coder])
        before = self._found.before
        if not before:
            self._name(ids)
            return
        names = ", ".join(map(self._desk.label, before))
        options = [_("go on with the split into {codes}").format(codes=names), _("into new codes …")]
        title = _("{code} was split before").format(code=self._label)
        self._book.choose(title, options, 0, lambda place: self._name(ids) if place else self._go_on(ids, before))

    def _go_on(self, ids: Sequence[int], targets: Sequence[str]) -> None:
        study = self._desk.study
        order = self._book.app.coding.attempt(lambda: going_on(study, self._code.id, targets, ids))
        if order is not None:
            self._book.app.push_screen(SplitScreen(self._desk, self._code.id, targets, order))

    def _name(self, ids: Sequence[int]) -> None:
        fields = [Field(f"into_{place}", f"{_('code')} {place}") for place in range(1, _LABELS + 1)]

        def answered(answers: Answers | None) -> None:
            if answers is not None:
                self._begin(ids, _labels(answers), answers["reason"])

        count = len(ids)
        title = ngettext(
            "Split {code}, {count} passage: the codes it may go to, new ones or known",
            "Split {code}, {count} passages: the codes they may go to, new ones or known",
            count,
        ).format(code=self._label, count=count)
        self._book.app.push_screen(Form(title, [*fields, Field("reason", _("why"))], self._wrong), answered)

    def _wrong(self, answers: Answers) -> str:
        labels = _labels(answers)
        if not labels:
            return _("Name a code at least.")
        try:
            found = [find_code(self._desk.codebook, label) for label in labels]
        except QualcodeError as error:
            return str(error)
        if any(code is not None and code.id == self._code.id for code in found):
            return _("{code} is the code that is split; what is not sent stays there.").format(code=self._label)
        for label, code in zip(labels, found, strict=True):
            near = [each for each in near_codes(self._desk.codebook, label) if each.code.id != self._code.id]
            if code is None and near and label not in self._told:
                self._told.add(label)
                return _("{label} is nearly {name}: write that name to use it, or enter again.").format(
                    label=label, name=near[0].name
                )
        return ""

    def _begin(self, ids: Sequence[int], labels: Sequence[str], reason: str) -> None:
        found = self._book.app.coding.attempt(lambda: self._made(labels))
        if found is None:
            return
        targets, made = found

        def walk() -> None:
            self._book.app.push_screen(SplitScreen(self._desk, self._code.id, targets, ids))

        if made:
            names = ", ".join(safe_line(in_language(act.label, self._desk.language)) for act in made)
            act = SplitCode(self._code.id, made, {}, reason=reason)
            self._book.change(_("{codes} are new").format(codes=names), act, then=walk)
        else:
            walk()

    def _made(self, labels: Sequence[str]) -> tuple[list[str], tuple[AddCode, ...]]:
        """The ids of the codes that quotations may go to, and those of them that are new."""
        study = self._desk.study
        known = {label: code for label in labels if (code := find_code(study.codebook, label))}
        fresh = [label for label in labels if label not in known]
        language = self._desk.language if len(study.languages) > 1 else ""
        made = tuple(replace(act, label={language: act.label[""]}) for act in new_codes(study, self._code.id, fresh))
        ids = dict(zip(fresh, (act.id for act in made), strict=True))
        return [known[label].id if label in known else ids[label] for label in labels], made


def _labels(answers: Answers) -> list[str]:
    """The names that were filled in, each once."""
    return list(dict.fromkeys(text for name, text in answers.items() if name.startswith("into_") and text))
