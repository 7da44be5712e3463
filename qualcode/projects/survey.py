"""Answers to a survey in a spreadsheet, a row a respondent, as texts to be coded: its open questions asked in turn.

Closed questions become variables of the respondents. Only columns that are named come in, as a table of answers
often has names and addresses too.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from qualcode.csvtable import read_cells
from qualcode.errors import InputError
from qualcode.i18n import _
from qualcode.importers.normalise import normalise
from qualcode.model.texts import Speaker, Turn
from qualcode.names import fold, near_hint
from qualcode.projects.project import Case, Project, ProjectText, ProjectVariable
from qualcode.projects.refi_ids import made
from qualcode.sheets import read_sheets

QUESTION = "Question"
"""Who asks: a label that is taken for an interviewer's wherever a transcript is read."""
_NUMBER = re.compile(r"-?\d+(\.\d+)?")
_WORKBOOKS = (".xlsx", ".xlsm")


@dataclass(frozen=True, slots=True)
class Columns:
    """Which columns of a table are what. `respondent` is empty where nobody has a name: rows are counted then.

    `apart`: each answer is a document of its own, and not a turn of its respondent's.
    """

    open: tuple[str, ...]
    respondent: str = ""
    closed: tuple[str, ...] = ()
    apart: bool = False


def read_survey(path: Path, columns: Columns) -> Project:
    """The respondents with their answers. Raises `InputError` for a column that is not there, or no answer at all."""
    header, rows = _table(path)
    places = {name: _place(path, header, name) for name in (*columns.open, *columns.closed, columns.respondent) if name}
    reading = _Reading(columns, places)
    for number, (_line, row) in enumerate(rows, start=1):
        reading.take(number, [*row, *[""] * (len(header) - len(row))])
    if not reading.texts:
        raise InputError(
            _("{file}: nobody answered {questions}.").format(file=path, questions=", ".join(columns.open)),
            _("Name columns with words in them: --open COLUMN."),
        )
    unnamed = sum(bool(name) for place, name in enumerate(header) if place not in places.values())
    lost = +Counter({**reading.lost, "column that was not named": unnamed})
    variables = tuple(ProjectVariable(made("variable", name), name, reading.kind(name)) for name in columns.closed)
    return Project(
        path.stem, "survey", texts=tuple(reading.texts), variables=variables, cases=tuple(reading.cases), lost=lost
    )


def _table(path: Path) -> tuple[list[str], list[tuple[int, list[str]]]]:
    """The names of the columns, and the rows with their numbers."""
    if path.suffix.casefold() in _WORKBOOKS:
        sheets = read_sheets(path)
        filled = next((rows for rows in sheets.values() if rows), [])
        rows = [(number, row) for number, row in enumerate(filled, start=1) if any(cell.strip() for cell in row)]
    else:
        rows = read_cells(path)
    if not rows:
        raise InputError(_("{file}: this table is empty.").format(file=path))
    (_first, header), *rest = rows
    return [" ".join(name.split()) for name in header], rest


def _place(path: Path, header: Sequence[str], name: str) -> int:
    wanted = fold(" ".join(name.split()))
    found = [place for place, one in enumerate(header) if fold(one) == wanted]
    if len(found) == 1:
        return found[0]
    if found:
        raise InputError(_("{file}:1: there are two columns {name}.").format(file=path, name=name))
    hint = near_hint(name, header, _("Known are: {names}.").format(names=", ".join(filter(None, header))))
    raise InputError(_("{file}:1: there is no column {name}.").format(file=path, name=name), hint)


class _Reading:
    """Rows on their way to a project."""

    def __init__(self, columns: Columns, places: dict[str, int]) -> None:
        self.texts: list[ProjectText] = []
        self.cases: list[Case] = []
        self.lost: Counter[str] = Counter()
        self._columns, self._places = columns, places
        self._names: Counter[str] = Counter()

    def take(self, number: int, row: Sequence[str]) -> None:
        """Take in a respondent, if they answered an open question."""
        said = [(question, normalise(row[self._places[question]]).strip()) for question in self._columns.open]
        answers = [(question, answer) for question, answer in said if answer]
        if not answers:
            self.lost["respondent without an open answer"] += 1
            return
        name = self._named(number, row)
        parts = [[one] for one in answers] if self._columns.apart else [answers]
        texts = [_text(name, part, apart=self._columns.apart) for part in parts]
        closed = {one: value for one in self._columns.closed if (value := row[self._places[one]].strip())}
        self.texts += texts
        self.cases.append(Case(made("case", name), name, texts=tuple(text.id for text in texts), values=closed))

    def kind(self, name: str) -> str:
        """Of what kind a closed question is by its answers: numbers, or words."""
        answers = [case.values[name] for case in self.cases if name in case.values]
        return "Float" if answers and all(map(_NUMBER.fullmatch, answers)) else "Text"

    def _named(self, number: int, row: Sequence[str]) -> str:
        """What a respondent is called; one whose name another has already by the name and a number."""
        column = self._columns.respondent
        written = " ".join(row[self._places[column]].replace(":", " ").split()) if column else ""
        name = written or f"R{number:03d}"
        self._names[name] += 1
        if (times := self._names[name]) > 1:
            self.lost["name that two respondents have"] += 1
            return f"{name} ({times})"
        return name


def _text(name: str, answers: Sequence[tuple[str, str]], *, apart: bool) -> ProjectText:
    """Answers as a conversation: each question, and what was said to it."""
    parts: list[str] = []
    turns: list[Turn] = []
    for speaker, words in _said(name, answers):
        start = sum(map(len, parts))
        parts.append(f"{speaker}: {words}\n")
        turns.append(Turn(len(turns) + 1, speaker, start, start + len(speaker) + 2, start + len(parts[-1])))
    text = "".join(parts)
    called = f"{name} – {answers[0][0]}" if apart else name
    people = (Speaker(QUESTION, interviewer=True), Speaker(name))
    return ProjectText(made("text", called, text), called, text, text.encode(), turns=tuple(turns), people=people)


def _said(name: str, answers: Sequence[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    for question, answer in answers:
        yield QUESTION, question
        yield name, answer
