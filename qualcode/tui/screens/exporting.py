"""The study for other programs: asked for on a form, told before it is written, written while one goes on coding."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from rich.text import Text
from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType

from qualcode.errors import InputError, QualcodeError
from qualcode.exporting import CODEBOOK, PROJECT, ending_of, left_out, naming_coders, reading, tables_in
from qualcode.i18n import _, known_word, ngettext
from qualcode.naming import code_called
from qualcode.safetext import safe_line
from qualcode.tables.datasets import PIECES, TABLES, Asked
from qualcode.tui import keys_exchange
from qualcode.tui.aside import Aside
from qualcode.tui.aside import Tell as Heard
from qualcode.tui.bindings import bindings
from qualcode.tui.desk import Desk
from qualcode.tui.paths import completions, paths_named
from qualcode.tui.screens.form import Answers, Field, Form, is_yes, yes_or_no
from qualcode.tui.screens.narrowing import conditions_of, where_field
from qualcode.tui.screens.over import WritingScreen
from qualcode.tui.screens.writing import Writing
from qualcode.tui.widgets.line import Hint, Line, LineList, TextBox, fitted
from qualcode.tui.widgets.typing import AmongSeveral, among

if TYPE_CHECKING:
    from qualcode.projects.project import Group, Project
    from qualcode.report.watching import Tell
    from qualcode.study import Study
    from qualcode.tui.app import QualcodeApp

NVIVO = "nvivo"
_OF_TABLES = ("table", "unit", "code", "coder", "where")
_OF_PROJECTS = ("program", "pseudonyms")
_NAMES = 60


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is to be written, and where: tables of what is asked for, or else a project or a codebook."""

    path: Path
    tables: tuple[str, ...] = ()
    asked: Asked = field(default_factory=Asked)
    nvivo: bool = False
    pseudonyms: bool = False

    @property
    def ending(self) -> str:
        """What it is to be."""
        return ending_of(self.path)


@dataclass(frozen=True, slots=True)
class Told:
    """A line of what will be written: a heading where nothing is said of it; `detail` stands below."""

    name: str
    said: str = ""
    detail: str = ""
    warns: bool = False


def ask_for_export(app: QualcodeApp, desk: Desk, first: Answers | None = None) -> None:
    """Ask what goes out and where to, then show what will be written."""

    def answered(answers: Answers | None) -> None:
        if answers is not None:
            app.push_screen(ExportScreen(desk, answers))

    title = _("For other programs: .csv .xlsx .jsonl .parquet .qdpx .qdc, or a folder")
    app.push_screen(Form(title, _fields(desk, first or {}), partial(_wrong, desk)), answered)


def _fields(desk: Desk, values: Answers) -> list[Field]:
    study = desk.study
    where = where_field(study)
    known = (
        ("files", _("file, or folder"), completions, "study.qdpx · tables.xlsx"),
        ("table", _("table"), AmongSeveral(TABLES)),
        ("unit", _("a case is"), AmongSeveral(_units(study))),
        ("code", _("one code"), among(code.id for code in study.codebook.codes)),
        ("coder", _("whose codings"), among(study.coders())),
        ("where", where.label, where.complete, where.example),
        ("program", _("project for"), among((NVIVO,))),
        ("pseudonyms", _("pseudonyms"), yes_or_no()),
    )
    return [Field(name, label, values.get(name, ""), *completion) for name, label, *completion in known]


def _units(study: Study) -> tuple[str, ...]:
    """What a case may be; what it is where nothing is said stands first."""
    return tuple(dict.fromkeys(("participant", *PIECES, *study.dimensions())))


def _wrong(desk: Desk, answers: Answers) -> str:
    try:
        wanted_by(desk.study, answers)
    except QualcodeError as error:
        return str(error)
    return ""


def wanted_by(study: Study, answers: Answers) -> Wanted:
    """What the answers mean. Raises `InputError` for what means nothing to the file."""
    paths = paths_named(answers["files"])
    if len(paths) != 1:
        raise InputError(_("Name one file, as in study.qdpx or tables.xlsx."))
    (path,) = paths
    ending = ending_of(path)
    if ending in (PROJECT, CODEBOOK):
        _refuse(answers, (*_OF_TABLES, *(("program",) if ending == CODEBOOK else ())), path)
        if answers["program"] not in ("", NVIVO):
            raise InputError(_("Choose among: {names}.").format(names=NVIVO))
        return Wanted(path, nvivo=answers["program"] == NVIVO, pseudonyms=is_yes(answers["pseudonyms"]))
    _refuse(answers, _OF_PROJECTS, path)
    return _tables_wanted(study, path, answers)


def _refuse(answers: Answers, names: Sequence[str], path: Path) -> None:
    """Refuse what means nothing to what is written."""
    labels = {"table": _("table"), "unit": _("a case is"), "code": _("one code"), "coder": _("whose codings"),
              "where": _("where"), "program": _("project for"), "pseudonyms": _("pseudonyms")}  # fmt: skip
    for name in names:
        if answers[name]:
            raise InputError(
                _("“{line}” means nothing to {file}: leave it empty.").format(line=labels[name], file=path.name)
            )


def _tables_wanted(study: Study, path: Path, answers: Answers) -> Wanted:
    named = [name.strip() for name in answers["table"].split(",") if name.strip()]
    if unknown := [name for name in named if name not in TABLES]:
        raise InputError(
            _("No table is called {name}.").format(name=unknown[0]),
            _("Choose among: {names}.").format(names=", ".join(TABLES)),
        )
    unit = tuple(name.strip() for name in (answers["unit"] or "participant").split(","))
    codes = (code_called(study.codebook, answers["code"]).id,) if answers["code"] else ()
    coder = answers["coder"] or None
    if coder is not None:
        study.counted_coder(coder)
    asked = Asked(unit, coder, conditions_of(study, answers), codes)
    return Wanted(path, tables_in(path, named, unit), asked)


# ---------------------------------------------------------------------- what will be written


def told(study: Study, wanted: Wanted, heard: Heard) -> list[Told]:
    """What will be written and what has no place in it, a line a thing."""
    lines = _tables(study, wanted) if wanted.tables else _project(study, wanted, heard)
    stays = _("It stays in the study.")
    out = left_out(study, wanted.ending)
    left = [Told(known_word(kind), str(number), stays, warns=True) for kind, number in out.items()]
    return [
        Told(_("What is written")),
        *lines,
        *([Told(_("What has no place in it"))] if left else ()),
        *left,
        *_remarks(wanted),
    ]


def _tables(study: Study, wanted: Wanted) -> Iterator[Told]:
    from qualcode.tables.selected import datasets

    with reading(study):
        for one in datasets(study, wanted.tables, wanted.asked):
            names = [column.name for column in one.columns]
            said = ngettext("{count} column", "{count} columns", len(names)).format(count=len(names))
            yield Told(one.name, said, f"{one.rule}\n{_some(names)}")


def _project(study: Study, wanted: Wanted, heard: Heard) -> Iterator[Told]:
    from qualcode.projecting import Choices, codebook_of, project_of

    choices = Choices(wanted.pseudonyms, line_ends=wanted.nvivo)
    is_book = wanted.ending == CODEBOOK
    found = codebook_of(study, choices) if is_book else project_of(study, choices, heard)
    yield Told(_("codes"), str(len(found.codes)), _some([code.name for code in found.codes]))
    of_codes = [group.name for group in found.groups if _is_of_codes(group)]
    if of_codes:
        yield Told(_("sets of codes"), str(len(of_codes)), _some(of_codes))
    if not is_book:
        yield from _beside_codes(found)
        if wanted.pseudonyms:
            yield from _naming(*naming_coders(study, found))


def _is_of_codes(group: Group) -> bool:
    """Whether codes are all that a set has."""
    return bool(group.codes) and not (group.texts or group.notes or group.asides)


def _naming(memos: int, queries: int) -> Iterator[Told]:
    """What names coders though they are numbered."""
    if memos:
        yield Told(_("memos that name coders"), str(memos), _("Their words go out as they are."), warns=True)
    if queries:
        yield Told(known_word("saved queries that name coders"), str(queries), _("It stays in the study."), warns=True)


def _beside_codes(found: Project) -> Iterator[Told]:
    codings = sum(len(text.marks) for text in found.texts)
    sets = [group.name for group in found.groups if not _is_of_codes(group)]
    yield Told(_("documents"), str(len(found.texts)), _some([text.name for text in found.texts]))
    yield Told(_("codings"), str(codings))
    yield Told(_("coders"), str(len(found.users)), _some([user.name for user in found.users]))
    yield Told(_("memos"), str(len(found.notes)), _some([note.text for note in found.notes]))
    yield Told(_("people"), str(len(found.cases)), _some([case.name for case in found.cases]))
    yield Told(_("sets of documents"), str(len(sets)), _some(sets))
    if found.asides:
        yield Told(_("given back"), str(len(found.asides)), _some([aside.name or aside.what for aside in found.asides]))


def _remarks(wanted: Wanted) -> Iterator[Told]:
    if wanted.tables:
        return
    yield Told(_("Remarks"))
    folded = _(
        "Parts of definitions, languages, rounds, key quotations and whatever else REFI-QDA has no place for stand as "
        "a last line in descriptions; qualcode reads them back, other programs show that line."
    )
    yield Told(_("what it has no place for"), _("a last line in descriptions"), folded)
    if wanted.ending == CODEBOOK:
        return
    counted = _("as NVivo does, in UTF-16 units") if wanted.nvivo else _("as the standard says, in code points")
    yield Told(_("positions are counted"), counted)
    whole = _("Labels of speakers stand in it, and what people say of others. Read it before you hand it on.")
    yield Told(_("the texts go out whole"), _("with names that stand in them"), whole, warns=True)


def _some(names: Sequence[str]) -> str:
    shown = [fitted(safe_line(" ".join(name.split())), 80).rstrip() for name in names[:_NAMES]]
    left = len(names) - _NAMES
    more = [ngettext("… and {count} more", "… and {count} more", left).format(count=left)] if left > 0 else []
    return " · ".join((*shown, *more))


def write(wanted: Wanted, study: Study, path: Path, tell: Tell) -> str:
    """Write it; answers what is to be said."""
    from qualcode.exporting import write_codebook, write_project, write_tables
    from qualcode.tables.selected import passes

    documents, numbers = len(study.catalogue()), count(1)
    times = passes(wanted.tables, wanted.asked) if wanted.tables else 1

    def heard(_document: str) -> None:
        tell(next(numbers), documents * times)

    if wanted.tables:
        with reading(study):
            written = write_tables(study, path, wanted.tables, wanted.asked, heard)
    elif wanted.ending == CODEBOOK:
        written = write_codebook(study, path, pseudonyms=wanted.pseudonyms)
    else:
        written = write_project(study, path, nvivo=wanted.nvivo, pseudonyms=wanted.pseudonyms, tell=heard)
    rules = {one["rule"] for one in written.data.get("tables", ())}  # these stood there before
    return " ".join(line for line in written.lines if line not in rules)


# ---------------------------------------------------------------------- the screen


class ExportList(LineList):
    """What will be written, a line a thing."""

    BINDINGS: ClassVar[list[BindingType]] = bindings(keys_exchange.exporting())


class ExportScreen(WritingScreen):
    """What will be written; Enter writes it. Escape leaves, and what is being written goes on."""

    def __init__(self, desk: Desk, answers: Answers) -> None:
        super().__init__()
        self._desk, self._answers = desk, answers
        self._wanted = wanted_by(desk.study, answers)
        self._told: list[Told] = []

    def compose(self) -> ComposeResult:
        """Title, a line a thing, the one in hand in full, hint."""
        yield Line(id="title")
        yield ExportList(id="lines")
        yield TextBox(id="detail")
        yield Hint(self._hint())

    def on_mount(self) -> None:
        """What it would be is looked for beside."""
        self._aside = Aside[list[Told]](self, self._waiting, self._show, self.complain, _("looking …"))
        self._show_title()
        self.query_one(ExportList).focus()
        self.show_anew()

    def on_unmount(self) -> None:
        """Nobody waits for the answer any more."""
        self._aside.leave()

    def show_anew(self) -> None:
        """What it would be by now."""
        wanted = self._wanted
        self._aside.ask(self._desk.study, lambda study, heard: told(study, wanted, heard))

    def _show(self, found: list[Told]) -> None:
        self._told, lines = found, self.query_one(ExportList)
        self._show_title()
        lines.set_lines(self._line, len(found), lines.index or 1)
        self._show_detail()

    def _show_title(self) -> None:
        path = self._wanted.path
        title = Text(f" {safe_line(path.name)}")
        if path.exists():
            title.append(" · " + _("is there already"), style=self.app.style("warning"))
        folder = safe_line(str(path.absolute().parent))
        self.query_one("#title", Line).say(title.append(" · " + _("in {folder}").format(folder=folder), style="dim"))

    def _line(self, index: int, width: int) -> Text:
        line = self._told[index]
        if not line.said:
            return Text(line.name, style="bold")
        style = self.app.style("warning") if line.warns else ""
        text = Text("  ").append(fitted(safe_line(line.name), max(20, min(34, width // 3))) + "  ", style=style)
        return text.append(safe_line(line.said))

    @on(LineList.Highlighted)
    def _show_detail(self) -> None:
        index = self.query_one(ExportList).index
        line = self._told[index] if index < len(self._told) else Told("")
        text = Text()
        if line.said:
            text.append(safe_line(f"{line.name} · {line.said}") + "\n", style="dim").append(line.detail)
        self.query_one("#detail", TextBox).say(text)

    # ------------------------------------------------------------------ writing

    @on(LineList.Chosen)
    def _chosen(self) -> None:
        path = self._wanted.path
        if self.app.writing is not None:
            self.complain(_("Something is being written; x stops it."))
        elif path.exists():
            there = _("{file} is there already").format(file=safe_line(path.name))
            options = (_("write over it"), _("leave it as it is"))
            self.choose(there, options, 1, lambda chosen: self._write() if chosen == 0 else None)
        else:
            self._write()

    def _write(self) -> None:
        Writing(self.app, self._desk, [self._wanted.path], partial(write, self._wanted), self._heard).start()

    def _heard(self, words: str) -> None:
        if self.is_attached:
            self._show_title()
            self.say(words)

    def action_change(self) -> None:
        """Another file, or something else in it."""
        app, desk, answers = self.app, self._desk, self._answers
        self.dismiss()
        ask_for_export(app, desk, answers)

    def _hint(self) -> str:
        return _("enter writes it · e another file, or otherwise · esc back · ? keys")

    def action_leave(self) -> None:
        """Back to where this was opened from."""
        if not self._aside.stop() or not self._told:
            self.dismiss()
