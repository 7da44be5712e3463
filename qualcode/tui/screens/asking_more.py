"""What else an analysis rests on: a few lines to fill in, checked where they stand."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from qualcode.analysis.saturation import Criterion
from qualcode.errors import InputError, QualcodeError
from qualcode.i18n import _
from qualcode.tables.measured import measures, variables_by_wave
from qualcode.tables.saturating import share_in
from qualcode.tui.paths import completions, paths_named
from qualcode.tui.screens.form import Answers, Field, Form, is_yes, yes_or_no
from qualcode.variables.values import date

if TYPE_CHECKING:
    from qualcode.study import Study
    from qualcode.tui.screens.over import StudyScreen
    from qualcode.tui.views import Asked

Changes = Mapping[str, Any]
"""Fields of `Asked` with what they become."""


@dataclass(frozen=True, slots=True)
class _Questions:
    """A form's title and lines, and what its answers come to; an `InputError` where they cannot be meant."""

    title: str
    fields: Sequence[Field]
    meant: Callable[[Answers], Changes]


def ask_more(screen: StudyScreen, study: Study, view: str, asked: Asked, then: Callable[[Changes], None]) -> None:
    """Ask what else a view rests on; `then` hears what is to change."""
    made = {
        "saturation": _of_saturation, "joint": _of_numbers, "coverage": _of_recent, "words": _of_words,
        "collocates": _of_collocates,
    }  # fmt: skip
    questions = made[view](study, asked)

    def wrong(answers: Answers) -> str:
        try:
            questions.meant(answers)
        except QualcodeError as error:
            return str(error)
        return ""

    def answered(answers: Answers | None) -> None:
        if answers is not None:
            then(questions.meant(answers))

    screen.app.push_screen(Form(questions.title, questions.fields, wrong), answered)


def _of_saturation(_study: Study, asked: Asked) -> _Questions:
    criterion = asked.criterion
    fields = (
        Field("base", _("base"), str(criterion.base)),
        Field("run", _("run"), str(criterion.run)),
        Field("threshold", _("threshold"), f"{100 * criterion.threshold:.4g}%"),
        Field("orders", _("random orders"), str(asked.orders)),
        Field("seed", _("seed"), str(asked.seed)),
    )
    return _Questions(_("Saturation: interviews in the base and in a run, and what share of new codes is little"),
                      fields, _criterion)  # fmt: skip


def _criterion(answers: Answers) -> Changes:
    base, run = _whole(answers["base"], 1), _whole(answers["run"], 1)
    return {
        "criterion": Criterion(base, run, share_in(answers["threshold"])),
        "orders": _whole(answers["orders"], 0),
        "seed": _whole(answers["seed"], 0),
    }


def _whole(typed: str, least: int) -> int:
    if not (typed.isascii() and typed.isdigit() and len(typed) < 7 and int(typed) >= least):
        raise InputError(_("{value} is not a whole number from {least} on.").format(value=typed, least=least))
    return int(typed)


def _of_numbers(study: Study, asked: Asked) -> _Questions:
    names = variables_by_wave(study)

    def complete(typed: str) -> list[str]:
        head, blank, last = typed.rpartition(" ")
        return [head + blank + name for name in names if name.startswith(last)] + completions(typed)

    def meant(answers: Answers) -> Changes:
        sources = tuple(map(str, paths_named(answers["numbers"])))
        measures(study, sources)
        return {"numbers": sources}

    field = Field("numbers", _("numbers"), " ".join(asked.numbers), complete)
    return _Questions(
        _("Numbers to set beside: variables, or files (.csv); none: the variables by wave"), (field,), meant
    )


def _of_recent(_study: Study, asked: Asked) -> _Questions:
    def meant(answers: Answers) -> Changes:
        return {"since": date(answers["since"]) if answers["since"] else ""}

    title = _("Recent is what is dated from this day, as in 2013-06; none: six months before the newest document")
    return _Questions(title, (Field("since", _("since"), asked.since),), meant)


def _of_words(_study: Study, asked: Asked) -> _Questions:
    return _Questions(_("Which words are counted, and how"), _word_fields(asked), _words)


def _of_collocates(_study: Study, asked: Asked) -> _Questions:
    def meant(answers: Answers) -> Changes:
        word = answers["word"].strip()
        if len(word.split()) != 1:
            raise InputError(_("“{word}” is not one word.").format(word=word))
        return {"word": word, "window": _whole(answers["window"], 1), **_words(answers)}

    near = (Field("word", _("word"), asked.word), Field("window", _("words beside it"), str(asked.window)))
    return _Questions(_("Near which word, and how near"), (*near, *_word_fields(asked)), meant)


def _word_fields(asked: Asked) -> tuple[Field, ...]:
    said = {True: _("yes"), False: _("no")}
    return (
        Field("lemmas", _("forms as one"), said[asked.lemmas], yes_or_no()),
        Field("stops", _("no little words"), said[asked.stops], yes_or_no()),
        Field("least", _("at least"), str(asked.least)),
    )


def _words(answers: Answers) -> Changes:
    return {name: is_yes(answers[name]) for name in ("lemmas", "stops")} | {"least": _whole(answers["least"], 1)}
