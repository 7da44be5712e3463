"""A project of another program taken into a study: what it holds, what is asked, what is lost, then all or nothing."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, TypeVar

import click

from qualcode.cli.options import acting
from qualcode.cli.output import print_json, say
from qualcode.errors import CancelledError, InputError
from qualcode.i18n import _, known_word, ngettext
from qualcode.sweeping import unswept

if TYPE_CHECKING:
    from qualcode.projects.positions import Given
    from qualcode.projects.project import Convention, Project
    from qualcode.projects.reading import Reader
    from qualcode.receiving import Choices, Met, Plan, Question
    from qualcode.receiving.doubts import Doubt
    from qualcode.study import Study

F = TypeVar("F", bound=Callable[..., Any])
UNITS = {"code-points": "code points", "utf-16": "utf-16"}
_MOST_NOTES = 12


class _Unit(click.Choice[str]):
    """A unit, also as `--json` prints it: with a blank."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        return super().convert(str(value).replace(" ", "-"), param, ctx)


_OPTIONS: tuple[tuple[tuple[str, ...], dict[str, Any]], ...] = (
    (("--yes",), {"is_flag": True, "help": _("Of a project: ask nothing; names that only look alike stay apart.")}),
    (
        ("--coder-map",),
        {"multiple": True, "metavar": _("NAME=CODER"), "help": _("Who a user of a project is here; again for more.")},
    ),
    (
        ("--code-map",),
        {
            "multiple": True,
            "metavar": _("NAME=CODE"),
            "help": _("The code that one of a project is here; nothing after = makes a new one; again for more."),
        },
    ),
    (
        ("--sets",),
        {
            "type": click.Choice(("groups", "sites")),
            "help": _("Sets of a project’s texts become variables of documents (groups, as it is without) or sites."),
        },
    ),
    (
        ("--unit",),
        {
            "type": _Unit(tuple(UNITS)),
            "help": _("What a project’s positions count, if it is not found rightly."),
        },
    ),
    (("--line-end",), {"type": click.Choice(("1", "2")), "help": _("What they count a line end for.")}),
    (("--mark/--no-mark",), {"default": None, "help": _("Whether they count a byte-order mark.")}),
)


def project_options(function: F) -> F:
    """The options for projects of other programs, under the names of `PROJECT_OPTIONS`."""
    for names, said in reversed(_OPTIONS):
        function = click.option(*names, **said)(function)
    return function


PROJECT_OPTIONS = ("yes", "coder_map", "code_map", "sets", "unit", "line_end", "mark")


def refuse_for_transcripts(options: Mapping[str, Any]) -> None:
    """Refuse options of projects where only transcripts are brought in."""
    _refuse(options, PROJECT_OPTIONS, _("{option} is for projects of other programs, and none was named."))


def refuse_for_projects(options: Mapping[str, Any], names: Sequence[str]) -> None:
    """Refuse options of transcripts where a project is taken in."""
    _refuse(options, names, _("{option} is for transcripts; a project says itself what its texts are."))


def _refuse(options: Mapping[str, Any], names: Sequence[str], message: str) -> None:
    for name in names:
        if options.get(name) not in (None, "", (), False):
            raise InputError(message.format(option="--" + name.replace("_", "-")))


@unswept
def take_in(
    study: Study, path: Path, options: Mapping[str, Any], *, as_json: bool, reader: Reader | None = None
) -> None:
    """Take a project in, after asking what has to be asked; `reader` reads it where its kind is not to be found."""
    from qualcode.receiving import receive

    with (
        TemporaryDirectory(prefix="qualcode-") as folder,
        acting(study, options["coder"], options["new_coder"]) as coder,
    ):
        project = _read(path, Path(folder), options, reader)
        plan = _settled(study, project, coder, options)
        for line in lines(plan, project):
            say(line)
        if options["dry_run"]:
            say(_("Nothing was added: this was a dry run."))
        else:
            if may_ask(options) and not click.confirm(_("Take this in?"), default=True, err=True):
                raise CancelledError(_("Nothing was taken in."))
            done = receive(study, plan, coder).event
            taken = _("{file} is in the study; one undo takes it back.").format(file=path)
            say(taken if done else _("Nothing was to be done: it is so already."))
    if as_json:
        print_json(report(plan, project))


def may_ask(options: Mapping[str, Any]) -> bool:
    """Whether somebody is there to answer, and wants to be asked."""
    return not options["yes"] and not options["dry_run"] and sys.stdin.isatty() and sys.stderr.isatty()


# ---------------------------------------------------------------------- how positions are counted


def _read(path: Path, folder: Path, options: Mapping[str, Any], reader: Reader | None) -> Project:
    """The project, each source read as it counts; where two ways are close, as somebody says."""
    from qualcode.projects.reading import read_project
    from qualcode.receiving.doubts import doubts, given_of

    reads = iter(range(sys.maxsize))

    def read(given: Mapping[str, Given]) -> Project:
        own = folder / str(next(reads))
        own.mkdir()
        return (reader or read_project)(path, own, given)

    said = _given(options)
    project = read(said)
    if said or options["yes"]:
        for line in _unasked(project):
            say(line)
        return project
    found = doubts(project, read)
    if options["dry_run"]:
        for doubt in found:
            say(_doubt_words(doubt))
        return project
    if found and not may_ask(options):
        raise InputError(
            " ".join(_doubt_words(doubt) for doubt in found),
            _("Say it with --unit, --line-end and --mark, or take the first with --yes."),
        )
    chosen = {doubt.source: given_of(_asked(doubt)) for doubt in found}
    return read(chosen) if chosen else project


def _given(options: Mapping[str, Any]) -> dict[str, Given]:
    """How every source counts, as far as that was said."""
    from qualcode.projects.positions import Given

    unit, line_end = options["unit"], options["line_end"]
    said = Given(unit and UNITS[unit], line_end and int(line_end), options["mark"])
    return {} if said == Given() else {"": said}


def _doubt_words(doubt: Doubt) -> str:
    ways = "; ".join(
        f"{number}) {convention_words(one.convention)}: “{one.shown}”"
        for number, one in enumerate(doubt.readings, start=1)
    )
    return _("{source}: its positions can be counted in several ways: {ways}.").format(source=doubt.name, ways=ways)


def _unasked(project: Project) -> Iterator[str]:
    """What might have been asked of the sources, where the first way of counting is taken."""
    for text in project.texts:
        if (found := project.conventions.get(text.id)) and found.close:
            ways = "; ".join(map(convention_words, found.close))
            yield _("{source}: nearly as well fits: {ways}. --unit, --line-end and --mark say which it is.").format(
                source=text.name, ways=ways
            )


def _asked(doubt: Doubt) -> Convention:
    """The way of counting that somebody chooses who sees what each makes of a passage."""
    say(_doubt_words(doubt))
    numbers = click.IntRange(1, len(doubt.readings))
    return doubt.readings[click.prompt(_("Which one"), type=numbers, default=1, err=True) - 1].convention


def convention_words(convention: Convention) -> str:
    """A way of counting, in words."""
    mark = _("with a byte-order mark") if convention.mark else _("without a byte-order mark")
    return _("{unit}, a line end as {newline}, {mark}").format(
        unit=convention.unit, newline=convention.newline, mark=mark
    )


# ---------------------------------------------------------------------- who and what is meant


def _settled(study: Study, project: Project, coder: str, options: Mapping[str, Any]) -> Plan:
    """What will be done, once every question is answered or everything is taken as proposed."""
    from qualcode.receiving import look

    choices = _choices(study, project, options)
    plan = look(study, project, choices, coder)
    if options["yes"]:
        return _apart(study, project, coder, choices, plan)
    if options["dry_run"]:
        return plan
    if plan.questions and not may_ask(options):
        raise InputError(
            " ".join(question.text for question in plan.questions),
            _("Say what is meant with --coder-map and --code-map; with --yes names that only look alike stay apart."),
        )
    while plan.questions:
        choices = _answered(choices, plan.questions[0])
        plan = look(study, project, choices, coder)
    return plan


def _apart(study: Study, project: Project, coder: str, choices: Choices, plan: Plan) -> Plan:
    """The plan in which codes and coders whose names only look alike, as opposites do, are not taken for one."""
    from qualcode.receiving import look

    said: list[str] = []
    while alike := [question for question in plan.questions if question.by_name]:
        for question in alike:
            choices = _settling(choices, question, same=False)
            said.append(question.text + " " + _("They stay apart."))
        plan = look(study, project, choices, coder)
    return replace(plan, notes=(*said, *plan.notes))


def _answered(choices: Choices, question: Question) -> Choices:
    same = click.confirm(question.text + " " + _("Take it for that one?"), default=True, err=True)
    return _settling(choices, question, same=same)


def _settling(choices: Choices, question: Question, *, same: bool) -> Choices:
    if question.about == "coder":
        return replace(choices, coders={**choices.coders, question.id: question.proposal if same else question.name})
    return replace(choices, codes={**choices.codes, question.id: question.proposal if same else ""})


def _choices(study: Study, project: Project, options: Mapping[str, Any]) -> Choices:
    from qualcode.receiving import Choices

    coders = {
        user: study.known_coder(coder, new=options["new_coder"])
        for user, coder in _pairs("--coder-map", options["coder_map"], [user.name for user in project.users]).items()
    }
    named = _pairs("--code-map", options["code_map"], [code.name for code in project.codes])
    codes = {code.id: _code(study, named[code.name]) for code in project.codes if code.name in named}
    return Choices(coders, codes, options["sets"] or "groups")


def _code(study: Study, name: str) -> str:
    from qualcode.naming import code_called

    return code_called(study.codebook, name).id if name else ""


def _pairs(option: str, typed: Sequence[str], known: Sequence[str]) -> dict[str, str]:
    """What is named on the left of each =, which the project has, and what stands on the right."""
    from qualcode.names import fold, near_hint

    folded = {fold(name): name for name in known}
    found = {}
    for text in typed:
        name, sign, meant = (part.strip() for part in text.partition("="))
        if not sign or (option == "--coder-map" and not meant):
            raise InputError(_("{option} {text}: write it as NAME=OTHER.").format(option=option, text=text))
        if fold(name) not in folded:
            hint = near_hint(name, known, _("Known are: {names}.").format(names=", ".join(known) or "—"))
            raise InputError(_("{option}: {name} is not in the project.").format(option=option, name=name), hint)
        found[folded[fold(name)]] = meant
    return found


# ---------------------------------------------------------------------- what comes of it


def lines(plan: Plan, project: Project) -> list[str]:
    """What to say of a plan: what comes, who coded, how positions were counted, what is lost."""
    act, codings = plan.act, len(plan.act.codings) - plan.there
    said = [
        ngettext("{count} document", "{count} documents", len(act.documents)).format(count=len(act.documents))
        + _there(len(plan.known)),
        ngettext("{count} new code", "{count} new codes", len(act.made)).format(count=len(act.made))
        + _there(plan.matched),
        ngettext("{count} coding", "{count} codings", codings).format(count=codings) + _there(plan.there),
        ngettext("{count} memo", "{count} memos", len(act.memos)).format(count=len(act.memos)),
    ]
    said = [", ".join(said)]
    if plan.doubts:
        said.append(
            _("To be looked at, as the text was corrected since: {kinds}; `qualcode revise --list` lists them.").format(
                kinds=_kinds(plan.doubts)
            )
        )
    said += (_met_words(met) for met in plan.users)
    said += (question.text for question in plan.questions)
    said += _counted_how(_by_name(plan, project))
    said += plan.notes[:_MOST_NOTES]
    if more := len(plan.notes) - _MOST_NOTES:
        said += [ngettext("… and {count} more", "… and {count} more", more).format(count=more)] if more > 0 else []
    if plan.kept:
        said.append(_("Kept aside, and given back on export: {kinds}.").format(kinds=_kinds(plan.kept)))
    lost = Counter(plan.lost) - Counter(plan.kept)
    said.append(_("Lost: {kinds}.").format(kinds=_kinds(lost)) if lost else _("Nothing is lost."))
    return said


def _counted_how(sources: Mapping[str, Convention]) -> Iterator[str]:
    """A line for each way of counting, with the sources that are read so and how well each fits."""
    ways = dict.fromkeys(map(convention_words, sources.values()))
    for way in ways:
        fits = ", ".join(f"{name} ({one.score:.2f})" for name, one in sources.items() if convention_words(one) == way)
        yield _("Counted in {way}: {sources}").format(way=way, sources=fits)


def _met_words(met: Met) -> str:
    if met.user == met.coder:
        return (_("{coder} is a new coder") if met.new else _("{coder} codes here already")).format(coder=met.coder)
    return (_("{user} is {coder}, a new coder") if met.new else _("{user} is {coder}")).format(**met._asdict())


def _there(count: int) -> str:
    return " (" + _("{count} there already").format(count=count) + ")" if count else ""


def _kinds(counts: Mapping[str, int]) -> str:
    return ", ".join(f"{known_word(kind)} ({count})" for kind, count in counts.items())


def _by_name(plan: Plan, project: Project) -> dict[str, Convention]:
    """How each source is counted, by its name, or its id where two are named alike."""
    names = {text.id: text.name for text in project.texts}
    called = [names.get(source, source) for source in plan.conventions]
    return {
        name if called.count(name) == 1 else f"{name} ({source})": one
        for name, (source, one) in zip(called, plan.conventions.items(), strict=True)
    }


def report(plan: Plan, project: Project) -> dict[str, Any]:
    """What came of it, for scripts."""
    act = plan.act
    return {
        "documents": len(act.documents),
        "codes": len(act.made),
        "codings": len(act.codings) - plan.there,
        "memos": len(act.memos),
        "unsettled": dict(plan.doubts),
        "there": {"documents": len(plan.known), "codes": plan.matched, "codings": plan.there},
        "coders": {met.user: met.coder for met in plan.users},
        "convention": {name: _convention(one) for name, one in _by_name(plan, project).items()},
        "proposed": [question.text for question in plan.questions],
        "lost": dict(plan.lost),
        "kept": dict(plan.kept),
        "notes": list(plan.notes),
    }


def _convention(one: Convention) -> dict[str, Any]:
    """A way of counting, for scripts; with `close`, those that fit nearly as well, where there are any."""
    said = {"unit": one.unit, "newline": one.newline, "mark": one.mark, "score": one.score}
    return {**said, "close": list(map(_convention, one.close))} if one.close else said
