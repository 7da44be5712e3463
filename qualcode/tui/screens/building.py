"""Building a query with keys: what is chosen from menus is written into its text, which stays the one truth."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from qualcode.errors import QualcodeError
from qualcode.i18n import _, known_word
from qualcode.model.asking import Condition
from qualcode.query.reading import parse
from qualcode.query.tree import FOLLOWS, NEAR, WORDS, Coded, Not, Reach, Related, Said, Tree, joined, unparse
from qualcode.retrieving import FLAGS, known_of
from qualcode.tui.screens.dialogs import Ask
from qualcode.tui.screens.picker import Picked, Picker

if TYPE_CHECKING:
    from qualcode.tui.desk import Desk
    from qualcode.tui.screens.over import StudyScreen

Then = Callable[[str], object]
_FREE = ("text", "memo")
_FIRST = ("site", "role", "wave", "kind", "coder", "participant", "document")


class Builder:
    """The menus of one query; `then` hears the whole query with what was added."""

    def __init__(self, screen: StudyScreen, desk: Desk, text: str, then: Then) -> None:
        self._screen, self._desk, self._text, self._then = screen, desk, text, then
        self._known = known_of(desk.study)

    def ask(self) -> None:
        """Have something added, or all taken out."""
        options: list[tuple[str, Callable[[], object]]] = [
            (_("a code with its sub-codes"), partial(self._code, self._add, _("Which code?"))),
            (_("a code without its sub-codes"), partial(self._code, self._alone, _("Which code, without sub-codes?"))),
            (_("not a code"), partial(self._code, self._without, _("Which code not?"))),
            *self._relations(),
            (_("key quotations"), partial(self._add, _flag("key"))),
            (_("counter-examples"), partial(self._add, _flag("counter"))),
            (_("words in the passage"), partial(self._words, "text", _("Which words in the passage?"))),
            (_("words in its memo"), partial(self._words, "memo", _("Which words in the memo?"))),
            *((known_word(name), partial(self._value, name)) for name in self._names()),
            (_("begin anew: all quotations"), partial(self._then, "")),
        ]
        self._screen.choose(_("Only …"), [words for words, _act in options], 0, lambda place: options[place][1]())

    def _relations(self) -> Sequence[tuple[str, Callable[[], None]]]:
        """What can be said of the codes that are there already."""
        if not self._text.strip():
            return ()
        ten, turn = Reach(10, WORDS), Reach()
        return (
            (_("near another code: at most 10 words between"), self._relating(NEAR, ten, _("Near which code?"))),
            (_("in one turn with another code"), self._relating(NEAR, turn, _("In one turn with which code?"))),
            (_("after another code, in the same turn"), self._relating(FOLLOWS, turn, _("After which code?"))),
        )

    def _relating(self, relation: str, reach: Reach, title: str) -> Callable[[], None]:
        return partial(self._code, lambda code: self._write(lambda left: Related(left, relation, code, reach)), title)

    def _names(self) -> list[str]:
        """What people, documents and codings are told apart by: what is most often asked for first."""
        known = [name for name in self._known.names if name not in (*FLAGS, *_FREE)]
        return sorted(known, key=lambda name: _FIRST.index(name) if name in _FIRST else len(_FIRST))

    def _code(self, then: Callable[[Coded], None], title: str) -> None:
        desk = self._desk

        def picked(answer: Picked | None) -> None:
            if answer is not None and answer.code:
                then(Coded(answer.code))

        hues = self._screen.app.coding.pane.paint.hues
        picker = Picker(title, desk.codebook, desk.looks, hues, desk.language, create=False)
        self._screen.app.push_screen(picker, picked)

    def _alone(self, code: Coded) -> None:
        self._add(Coded(code.name, below=False))

    def _without(self, code: Coded) -> None:
        self._add(Not(code))

    def _words(self, name: str, title: str) -> None:
        def given(words: str | None) -> None:
            if words:
                self._add(Said(Condition(name, "~", (words,))))

        self._screen.app.push_screen(Ask(title), given)

    def _value(self, name: str) -> None:
        """One of the values there are, any where there are none, or what is not known."""
        values = self._known.values(name)
        if not values:
            self._typed(name)
            return
        shown = [*map(known_word, values), _("not known"), _("another one, typed …")]

        def chosen(place: int) -> None:
            if place < len(values):
                self._add(Said(Condition(name, "=", (str(values[place]),))))
            elif place == len(values):
                self._add(Said(Condition(name, "=", ())))
            else:
                self._typed(name)

        self._screen.choose(known_word(name), shown, 0, chosen)

    def _typed(self, name: str) -> None:
        def given(words: str | None) -> None:
            if words:
                signed = words[:2] if words[:2] in ("!=", ">=", "<=") else words[:1] if words[:1] in "=<>~" else ""
                values = tuple(part.strip() for part in words[len(signed) :].split(",") if part.strip())
                self._add(Said(Condition(name, signed or "=", values)))

        title = _("{name}: a value, or a sign and a value, as >=2013").format(name=known_word(name))
        self._screen.app.push_screen(Ask(title), given)

    def _add(self, tree: Tree) -> None:
        self._write(lambda left: joined((left, tree)) or tree, tree)

    def _write(self, change: Callable[[Tree], Tree], alone: Tree | None = None) -> None:
        """The query as it is changed; one that cannot be meant as it stands is said to be so, and stays."""
        try:
            before = parse(self._text) if self._text.strip() else None
            tree = alone if before is None else change(before)
        except QualcodeError as error:
            self._screen.complain(error)
            return
        if tree is not None:
            self._then(unparse(tree))


def _flag(name: str) -> Said:
    return Said(Condition(name, "=", ("yes",)))
