"""What becomes of codes, and what is asked first: a label, a place, a reason, whether a code nearly exists."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from rich.text import Text

from qualcode.acts import AddCode, MoveCode, RemoveCode, RenameCode, RestoreCode, RetireCode
from qualcode.belonging import own
from qualcode.book.near import Near, near_codes, taken
from qualcode.book.placing import Spot, after, nested, shifted, unnested, without
from qualcode.care.adding import free_id
from qualcode.care.reviewing import stale_codings
from qualcode.i18n import _, ngettext
from qualcode.model.codes import Code, Codebook
from qualcode.safetext import safe_line
from qualcode.tui.desk import Desk
from qualcode.tui.screens.dialogs import Choose
from qualcode.tui.screens.form import Answers, Field, Form
from qualcode.tui.screens.over import StudyScreen
from qualcode.tui.screens.picker import Picked, Picker

if TYPE_CHECKING:
    from qualcode.tui.screens.codebook import CodebookScreen

REASON, BRIEF, LABEL = "reason", "brief", "label_"
"""Names of lines to fill in; a label's is followed by its language."""


class CodebookActs:
    """The acts of the codebook's screen on the code in hand."""

    def __init__(self, screen: CodebookScreen) -> None:
        self._screen = screen

    @property
    def _desk(self) -> Desk:
        return self._screen.desk

    @property
    def _book(self) -> Codebook:
        return self._desk.codebook

    # ------------------------------------------------------------------ new codes, other labels

    def new(self, code: Code | None, under: bool) -> None:
        """A code that was not there, after the one in hand or last under it."""
        spot = Spot(None) if code is None else Spot(code.id) if under else after(self._book, code.id)
        title = _("A new code under {code}").format(code=self._named(spot.parent)) if spot.parent else _("A new code")
        fields = [*label_fields({}, self._languages()), Field(BRIEF, _("in brief"))]

        def made(answers: Answers) -> None:
            labels = labels_in(answers)
            self._unless_near(
                labels, None, _("make the new code all the same"), lambda: self._add(labels, answers, spot)
            )

        self._fill_in(title, fields, made, _labelled)

    def _add(self, labels: Mapping[str, str], answers: Answers, spot: Spot) -> None:
        label = next(iter(labels.values()))
        brief = {next(iter(labels)): answers[BRIEF]} if answers[BRIEF] else {}
        made = self._screen.app.coding.attempt(lambda: free_id(self._desk.study, label))
        if made is not None:
            act = AddCode(made, labels, spot.parent, brief, spot.position)
            self._screen.change(_("{code} is new").format(code=safe_line(label)), act, in_hand=made)

    def rename(self, code: Code) -> None:
        """Other labels; the old ones find the code still."""
        fields = [*label_fields(code.label, self._languages()), _why()]

        def given(answers: Answers) -> None:
            labels = labels_in(answers, empty=True)
            new = {language: text for language, text in labels.items() if text != code.label.get(language, "")}
            acts = [RenameCode(code.id, language, text, answers[REASON]) for language, text in new.items()]
            told = next((text for text in new.values() if text), self._named(code.id))
            said = _("{old} is now {new}").format(old=self._named(code.id), new=safe_line(told))
            if acts:
                wanted = {language: text for language, text in new.items() if text}
                yes = _("call it so all the same")
                self._unless_near(wanted, code.id, yes, lambda: self._screen.change(said, *acts))

        self._fill_in(_("Another label for {code}").format(code=self._named(code.id)), fields, given, _labelled)

    def _languages(self) -> tuple[str, ...]:
        """The languages that labels are asked in; none where the study has only one."""
        known = self._screen.languages
        return known if len(known) > 1 else ()

    def _unless_near(self, labels: Mapping[str, str], besides: str | None, yes: str, then: Callable[[], None]) -> None:
        """Go on; if codes nearly exist by one of the labels, show these first, and take one in hand that is chosen.

        Nobody can go on with a label that a code has already.
        """
        found = {near.code.id: near for label in labels.values() for near in near_codes(self._book, label)}
        found.pop(besides or "", None)
        if not found:
            then()
            return
        near = list(found.values())
        having = [taken(self._book, label, {besides or ""}) for label in labels.values()]
        options = [self._near_in_words(each) for each in near]
        options += [] if any(having) else [Text(yes, style="italic")]

        def chosen(place: int | None) -> None:
            if place == len(near):
                then()
            elif place is not None:
                self._screen.codes.go_to(near[place].code.id)
                self._screen.say(_("{code} is in hand").format(code=self._named(near[place].code.id)))

        self._screen.app.push_screen(Choose(_("A code that nearly exists: is it one of these?"), options), chosen)

    def _near_in_words(self, near: Near) -> Text:
        how = {"same": _("the same name"), "near": _("nearly the same"), "within": _("the same words")}[near.how]
        text = Text(self._named(near.code.id))
        path = " › ".join(self._named(each.id) for each in self._book.path(near.code.id)[:-1])
        said = _("{name}: {value}").format(name=how, value=safe_line(near.name))
        return text.append(f" · {path}" * bool(path) + f" · {said}", style="dim")

    # ------------------------------------------------------------------ places

    def shift(self, code: Code, step: int) -> None:
        """A place further up or down among the codes beside it."""
        end = _("It is the first here") if step < 0 else _("It is the last here")
        self._place(code, shifted(self._book, code.id, step), end)

    def nest(self, code: Code) -> None:
        """Under the code above it."""
        self._place(code, nested(self._book, code.id), _("There is no code above it here that it could go under"))

    def unnest(self, code: Code) -> None:
        """Out of the code it is under."""
        self._place(code, unnested(self._book, code.id), _("It is at the top already"))

    def move(self, code: Code) -> None:
        """Under a code of one's choice, or at the top."""
        others = without(self._book, self._book.subtree(code.id))

        def picked(answer: Picked | None) -> None:
            if answer is not None and answer.code != code.parent:
                self._place(code, Spot(answer.code), "")

        title = _("Under which code does “{label}” go?").format(label=self._named(code.id))
        picker = self._picker(title, others, nobody=_("under none: a theme of its own"))
        self._screen.app.push_screen(picker, picked)

    def _place(self, code: Code, spot: Spot | None, otherwise: str) -> None:
        if spot is None:
            self._screen.say(otherwise)
            return
        said = _("{code} is under {parent} now") if spot.parent else _("{code} is at the top now")
        if spot.parent == code.parent:
            said = _("{code} is moved")
        words = said.format(code=self._named(code.id), parent=self._named(spot.parent))
        self._screen.change(words, MoveCode(code.id, spot.parent, spot.position), in_hand=code.id)

    # ------------------------------------------------------------------ definition, memo, history, finding

    def define(self, code: Code) -> None:
        """Write the definition."""
        from qualcode.tui.screens.codebook_definition import DefinitionScreen

        self._screen.settled(lambda: self._open(DefinitionScreen(self._screen, code.id)))

    def memo(self, code: Code) -> None:
        """Write about the code."""
        self._screen.app.coding.asking.code_memo(code.id)

    def history(self, code: Code | None, whole: bool) -> None:
        """What became of the code, or of the whole codebook."""
        from qualcode.tui.screens.codebook_log import LogScreen

        self._open(LogScreen(self._desk, None if whole or code is None else code.id))

    def find(self, _code: Code) -> None:
        """Another code in hand, found by a few letters."""

        def picked(answer: Picked | None) -> None:
            if answer is not None and answer.code:
                self._screen.codes.go_to(answer.code)

        self._screen.app.push_screen(self._picker(_("Find a code"), self._book), picked)

    # ------------------------------------------------------------------ several become one, one becomes several

    def merge(self, code: Code) -> None:
        """Into another code, after what would happen is shown."""
        from qualcode.tui.screens.codebook_merge import MergeScreen

        others = without(self._book, {code.id})

        def picked(answer: Picked | None) -> None:
            if answer is not None and answer.code:
                into = answer.code
                self._screen.settled(lambda: self._open(MergeScreen(self._screen, code.id, into)))

        title = _("Which code does “{label}” become one with?").format(label=self._named(code.id))
        self._screen.app.push_screen(self._picker(title, others), picked)

    def split(self, code: Code) -> None:
        """Its quotations to new codes, one by one."""
        from qualcode.tui.screens.codebook_split import ask_for_split

        ask_for_split(self._screen, code)

    def review(self, code: Code, every: bool) -> None:
        """Walk through what was coded under an earlier definition."""
        from qualcode.tui.screens.codebook_review import ReviewScreen

        study, coder, wanted = self._desk.study, self._desk.coder, None if every else code.id
        every_ones = self._screen.app.coding.attempt(lambda: stale_codings(study, None, wanted)) or ()
        ids = self._screen.app.coding.attempt(lambda: own(study, coder, every_ones))
        if ids:
            self._open(ReviewScreen(self._desk, [number for number in every_ones if number in frozenset(ids)]))
        elif every_ones:
            count = len(every_ones)
            left = ngettext("{count} is left, not yours", "{count} are left, none of them yours", count)
            self._screen.say(left.format(count=count))
        elif ids is not None:
            everything = _("Everything is coded under the present definitions.")
            one = _("Every passage of {code} is coded under its present definition.")
            self._screen.say(everything if every else one.format(code=self._named(code.id)))

    # ------------------------------------------------------------------ going out of use

    def retire(self, code: Code) -> None:
        """Offered no longer, or again."""
        name = self._named(code.id)
        if code.retired:
            self._screen.change(_("{code} is in use again").format(code=name), RestoreCode(code.id))
            return

        def given(answers: Answers) -> None:
            self._screen.change(_("{code} is retired").format(code=name), RetireCode(code.id, answers[REASON]))

        self._fill_in(_("Retire {code}: its codings stay and count").format(code=name), [_why()], given)

    def remove(self, code: Code) -> None:
        """Out of the codebook; refused where codings use it."""
        self._screen.change(_("{code} is taken out").format(code=self._named(code.id)), RemoveCode(code.id))

    # ------------------------------------------------------------------ asking

    def _open(self, screen: StudyScreen) -> None:
        self._screen.app.push_screen(screen)

    def _named(self, code: str | None) -> str:
        return self._desk.label(code) if code else ""

    def _picker(self, title: str, book: Codebook, *, nobody: str = "") -> Picker:
        desk = self._desk
        return Picker(title, book, desk.looks, self._screen.hues, desk.language, nobody=nobody, create=False)

    def _fill_in(
        self, title: str, fields: Sequence[Field], then: Callable[[Answers], None],
        check: Callable[[Answers], str] = lambda _answers: "",
    ) -> None:  # fmt: skip
        def answered(answers: Answers | None) -> None:
            if answers is not None:
                then(answers)

        self._screen.app.push_screen(Form(title, fields, check), answered)


def _why() -> Field:
    return Field(REASON, _("why"))


def label_fields(label: Mapping[str, str], languages: Iterable[str]) -> list[Field]:
    """A line for each language that a label has or may have."""
    known = list(dict.fromkeys((*label, *languages))) or [""]
    named = _("label {language}")
    return [Field(f"{LABEL}{name}", named.format(language=name).strip(), label.get(name, "")) for name in known]


def labels_in(answers: Answers, *, empty: bool = False) -> dict[str, str]:
    """The labels that were filled in, by language; those left empty too if that means something."""
    found = {name.removeprefix(LABEL): text for name, text in answers.items() if name.startswith(LABEL)}
    return {language: text for language, text in found.items() if text or empty}


def _labelled(answers: Answers) -> str:
    return "" if labels_in(answers) else _("Give it a label.")
