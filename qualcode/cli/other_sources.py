"""What `import` reads when asked: Word comments as codings, survey answers; and tables of codings, told by columns."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from qualcode.cli.options import acting
from qualcode.cli.output import print_json, progress, say, shortened
from qualcode.cli.receiving import may_ask
from qualcode.cli.tagging import say_beside, say_tagged
from qualcode.errors import InputError
from qualcode.i18n import _, ngettext

if TYPE_CHECKING:
    from qualcode.coded_table import Reading
    from qualcode.projects.project import Project
    from qualcode.projects.reading import Reader
    from qualcode.study import Study

F = TypeVar("F", bound=Callable[..., Any])
_AROUND = 30
DESCRIBED = ("site", "kind", "date", "language")
"""What may be said of all texts that are read when asked."""
_SURVEY = ("respondent", "closed", "answers_apart")

_OPTIONS: tuple[tuple[tuple[str, ...], dict[str, Any]], ...] = (
    (
        ("--comments-as-codes",),
        {
            "is_flag": True,
            "help": _(
                "Of Word documents: a comment is a coding of its words by its author; it says the code, or code: memo."
            ),
        },
    ),
    (
        ("--open",),
        {
            "multiple": True,
            "metavar": _("COLUMN"),
            "help": _(
                "Of a spreadsheet of survey answers, a row a respondent: an open question, to be coded; again for more."
            ),
        },
    ),
    (("--respondent",), {"metavar": _("COLUMN"), "help": _("Of survey answers: who answered.")}),
    (
        ("--closed",),
        {
            "multiple": True,
            "metavar": _("COLUMN"),
            "help": _("Of survey answers: a closed question, a variable of people; again for more."),
        },
    ),
    (
        ("--answers-apart",),
        {"is_flag": True, "help": _("Of survey answers: each is a document of its own, not a turn of one.")},
    ),
)


def source_options(function: F) -> F:
    """The options of what is read only when asked."""
    for names, said in reversed(_OPTIONS):
        function = click.option(*names, **said)(function)
    return function


def asked_reader(files: Sequence[Path], options: Mapping[str, Any]) -> Reader | None:
    """What reads the files as the options ask; None where they ask for nothing of the kind."""
    for name in _SURVEY:
        if options[name] and not options["open"]:
            said = _("{option} is for survey answers: name an open question with --open.")
            raise InputError(said.format(option="--" + name.replace("_", "-")))
    if options["open"] and options["comments_as_codes"]:
        raise InputError(_("--comments-as-codes and --open are for different files."), _("Import them one by one."))
    if not options["open"] and not options["comments_as_codes"]:
        return None
    if not files or (options["open"] and len(files) > 1):
        raise InputError(_("Name one spreadsheet of answers.") if options["open"] else _("Name Word documents."))
    read = _survey(options) if options["open"] else _comments(files)
    described: dict[str, Any] = {name: options[name].strip() for name in DESCRIBED if options[name].strip()}
    return lambda *where: _described(read(*where), described)


def _described(project: Project, said: Mapping[str, Any]) -> Project:
    """The project with what is said of all its texts."""
    return replace(project, texts=tuple(text._replace(**said) for text in project.texts)) if said else project


def _comments(files: Sequence[Path]) -> Reader:
    def read(*_where: object) -> Project:
        from qualcode.projects.word_comments import read_word_comments

        return read_word_comments(files)

    return read


def _survey(options: Mapping[str, Any]) -> Reader:
    def read(path: Path, *_where: object) -> Project:
        from qualcode.projects.survey import Columns, read_survey

        columns = Columns(options["open"], options["respondent"] or "", options["closed"], options["answers_apart"])
        return read_survey(path, columns)

    return read


def comments_note(files: Sequence[Path]) -> list[str]:
    """What to say of transcripts whose comments stay outside."""
    from qualcode.projects.word_comments import has_comments

    if not any(map(has_comments, files)):
        return []
    return [_("it has comments, which stay outside; --comments-as-codes takes them for codings")]


def coded_table(files: Sequence[Path]) -> Path | None:
    """The table of codings among the files, which must come alone."""
    from qualcode.coded_table import is_coded_table

    found = next((file for file in files if is_coded_table(file)), None)
    if found is not None and len(files) > 1:
        raise InputError(
            _("{file} is a table of codings; it cannot come with other files.").format(file=found),
            _("Import the transcripts first, then the table by itself."),
        )
    return found


def take_table(study: Study, path: Path, options: Mapping[str, Any], *, as_json: bool) -> None:
    """Put the codings of a table on documents that are in the study; where words stand twice, ask."""
    from qualcode.coded_table import Reading, columns_beside, read_coded_table

    rows, beside = read_coded_table(path), columns_beside(path)
    with acting(study, options["coder"], options["new_coder"]) as coder:
        choose = _choice if may_ask(options) else None
        reading = Reading(study, coder, (True, options["yes"]), options["yes"] or options["new_coder"], choose)
        with progress(rows, _("Reading the table"), len(rows)) as watched:
            for line, row in watched:
                reading.take(line, row)
        report = _report(reading, len(beside))
        say_beside(beside)
        if options["dry_run"]:
            _say_planned(path, reading)
        else:
            say_tagged(path, reading.carried_out())
    if as_json:
        print_json(report)
    if reading.refused:
        sys.exit(1)


def _say_planned(path: Path, reading: Reading) -> None:
    for refusal in reading.refused:
        say(f"{path}:{refusal.line}: {refusal.why}")
    if reading.made:
        say(_("New codes: {names}.").format(names=", ".join(reading.made)))
    count = sum(map(len, reading.acts.values()))
    say(ngettext("{count} coding would be added.", "{count} codings would be added.", count).format(count=count))
    say(_("Nothing was added: this was a dry run."))


def _report(reading: Reading, beside: int) -> dict[str, Any]:
    """What comes of a table, for scripts: as of a project, and the rows that were refused."""
    refused = [{"line": refusal.line, "error": refusal.why} for refusal in reading.refused]
    return {
        "documents": 0,
        "codes": len(reading.made),
        "codings": sum(map(len, reading.acts.values())),
        "there": {"codings": reading.there},
        "convention": {},
        "lost": +Counter({"row that cannot be used": len(refused), "column": beside}),
        "refused": refused,
    }


def _choice(line: int, document: str, text: str, places: Sequence[tuple[int, int]]) -> tuple[int, int] | None:
    """The place that somebody chooses who sees what stands around each."""
    said = _("Line {line}: the words stand in {document} {count} times.")
    say(said.format(line=line, document=document, count=len(places)))
    for number, (start, end) in enumerate(places, start=1):
        around = text[max(0, start - _AROUND) : start], text[start:end], text[end : end + _AROUND]
        before, words, after = (" ".join(part.split()) for part in around)
        say(f"{number}) …{before} [{shortened(words)}] {after}…")
    numbers = click.IntRange(0, len(places))
    chosen = click.prompt(_("Which one (0 for none)"), type=numbers, default=0, err=True)
    return places[chosen - 1] if chosen else None
