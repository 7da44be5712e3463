"""A table of codings read into a study: each row names a document, a code, and a place by offsets or by its words.

Columns: `document`; `code`, or `code_path` (`A > B` nests); `start` and `end` in code points, or `quote` (or `text`),
words that must stand in the document exactly once; if wanted `coder`, `round`, `key`, `counter`. Words given beside
offsets are checked against the place; where they are not there (another version of the file) they too must stand
exactly once. White space and the page numbers of a printed transcript do not count when words are looked for. What
Taguette exports of its highlights is such a table by other names: `id`, `document`, `tag`, `content`. Other columns
are left out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from qualcode.acts import AddCode, AddCoding, AddCodings, SetCounter, SetKey
from qualcode.book.near import refuse_near
from qualcode.care.adding import taken_ids
from qualcode.codebook import suggest_id
from qualcode.csvtable import Row, read_cells, rows_of, whole
from qualcode.errors import InputError, NotFoundError, QualcodeError
from qualcode.finding import Place, SeveralPlacesError, Squeezed, only_place, squeeze
from qualcode.i18n import _
from qualcode.model.codes import Code
from qualcode.names import fold, near_hint, nearest
from qualcode.naming import PATH_SIGN, called, document_called, find_code
from qualcode.sheets import read_sheets
from qualcode.store.acts.codings import check_span
from qualcode.study import Study

COLUMNS = ("document", "code", "code_path", "start", "end", "quote", "text", "coder", "round", "key", "counter")
_CODES, _PLACES = ("code", "code_path"), ("quote", "text", "start")
_TAGUETTE = {"tag": "code_path", "content": "quote", "id": ""}
_WORKBOOK = ".xlsx"
_MARKS = {"key": SetKey, "counter": SetCounter}
_YES = frozenset(("1", "x", "yes", "oui", "true", "key", "counter"))


Choose = Callable[[int, str, str, Sequence[Place]], Place | None]
"""Where words stand that stand several times, as somebody says who is shown the row's line, the document, its text and
the places; None leaves the row out."""


@dataclass(frozen=True, slots=True)
class Refusal:
    """A row that could not be used, and why."""

    line: int
    why: str


@dataclass(frozen=True, slots=True)
class Tagged:
    """What a table came to: codings and codes made, coders met; rows that were `there` already, `found` by their words
    where their offsets did not fit, or refused.
    """

    codings: tuple[int, ...]
    codes: tuple[str, ...]
    coders: tuple[str, ...]
    there: int
    found: int
    refused: tuple[Refusal, ...]


def is_coded_table(path: Path) -> bool:
    """Whether a file is a table of codings, by the names of its columns."""
    if not path.is_file() or path.suffix.casefold() not in (".csv", ".tsv", _WORKBOOK):
        return False
    try:
        names = {fold(name) for name in _renamed(next(iter(_cells(path)), (1, []))[1])}
    except QualcodeError:
        return False
    return "document" in names and not names.isdisjoint(_CODES) and not names.isdisjoint(_PLACES)


def read_coded_table(path: Path) -> list[tuple[int, Row]]:
    """The rows of a CSV file or of a workbook's first sheet, each with the number of its line."""
    (line, header), *rest = _cells(path) or [(1, [])]
    names = _renamed(header)
    rows = rows_of(path, [(line, names), *rest], COLUMNS, ("document",))
    return _as_paths(rows) if {"tag", "content"} <= {fold(name.strip()) for name in header} else rows


def _cells(path: Path) -> list[tuple[int, list[str]]]:
    if path.suffix.casefold() != _WORKBOOK:
        return read_cells(path)
    first = next(iter(read_sheets(path).values()), [])
    return [(number, row) for number, row in enumerate(first, start=1) if number == 1 or any(map(str.strip, row))]


def _renamed(header: list[str]) -> list[str]:
    """The names of the columns, those of Taguette as ours."""
    folded = [fold(name.strip()) for name in header]
    if not {"tag", "content"} <= set(folded):
        return ["" if _is_beside(name) else name for name in header]
    return [_TAGUETTE.get(name, name) for name in folded]


def _is_beside(name: str) -> bool:
    """Whether a column says something that no coding holds; one that is nearly called as ours is a slip."""
    return fold(name.strip()) not in COLUMNS and nearest(name, COLUMNS) is None


def columns_beside(path: Path) -> tuple[str, ...]:
    """The columns of a table of codings that are left out."""
    header = next(iter(_cells(path)), (1, []))[1]
    names = _renamed(header)
    return tuple(old for old, new in zip(header, names, strict=True) if old.strip() and not new and fold(old) != "id")


def _as_paths(rows: Iterable[tuple[int, Row]]) -> list[tuple[int, Row]]:
    """Tags as paths of codes: `people.carers` is under `people` where that is a tag too."""
    every = list(rows)
    tags = {row["code_path"] for _line, row in every}
    return [(line, {**row, "code_path": _path(row["code_path"], tags)}) for line, row in every]


def _path(tag: str, tags: set[str]) -> str:
    above, _dot, name = tag.rpartition(".")
    return f"{_path(above, tags)}{PATH_SIGN}{name}" if name and above in tags else tag


def tag_table(
    study: Study,
    rows: Iterable[tuple[int, Row]],
    coder: str,
    *,
    new_codes: bool = False,
    new_coders: bool = False,
    near_codes: bool = False,
    choose: Choose | None = None,
) -> Tagged:
    """Put the codings of a table on, in one transaction a coder; rows that cannot be used are answered with why.

    `new_codes` adds the codes that are missing, those that are written nearly as one that is there only if `near_codes`
    insists. `choose` is asked where words stand several times.
    """
    reading = Reading(study, coder, (new_codes, near_codes), new_coders, choose)
    for line, row in rows:
        reading.take(line, row)
    return reading.carried_out()


class Reading:
    """Rows as they are read: by coder the acts they ask for (and how each is marked), codes to make, refusals."""

    def __init__(
        self,
        study: Study,
        coder: str,
        new_codes: tuple[bool, bool],
        new_coders: bool,
        choose: Choose | None = None,
    ) -> None:
        self._study = study
        self._coder = coder
        self._make_codes, self._near = new_codes
        self._taken = taken_ids(study) if self._make_codes else frozenset()
        self._new_coders = new_coders
        self._choose = choose
        self._codes: dict[str, str] = {}
        self._book = study.codebook
        self._documents = called(study.catalogue())
        self._texts: dict[str, tuple[str, Squeezed]] = {}
        self.acts: dict[str, dict[AddCoding, tuple[str, ...]]] = {}
        self.new_codes: list[AddCode] = []
        self.made: list[str] = []
        self.there = self.found = 0
        self.refused: list[Refusal] = []

    def carried_out(self) -> Tagged:
        """Do what the rows ask for."""
        known = self._study.coders()
        codings: list[int] = []
        new_codes = list(self.new_codes)
        for name, acts in self.acts.items():
            added = self._study.do(*new_codes, AddCodings(tuple(acts)), coder=name).codings
            new_codes.clear()
            codings.extend(added)
            marks = [_MARKS[mark](number, True) for number, act in zip(added, acts, strict=True) for mark in acts[act]]
            if marks:
                self._study.do(*marks, coder=name)
        met = tuple(name for name in self.acts if name not in known and name != self._coder)
        return Tagged(tuple(codings), tuple(self.made), met, self.there, self.found, tuple(self.refused))

    def take(self, line: int, row: Row) -> None:
        """Read one row; a reason not to use it is kept."""
        try:
            self._take(line, row)
        except QualcodeError as error:
            self.refused.append(Refusal(line, str(error)))

    def _take(self, line: int, row: Row) -> None:
        document = document_called(row["document"], self._documents)
        start, end = self._place(line, document, row)
        coder = self._coder_of(row)
        round_ = whole(row.get("round") or 1, least=1)
        act = AddCoding(document, start, end, self._code(row), round_)
        if act in self.acts.get(coder, ()) or self._is_there(act, coder):
            self.there += 1
        else:
            marks = (mark for mark in _MARKS if row.get(mark, "").casefold() in _YES)
            self.acts.setdefault(coder, {})[act] = tuple(marks)

    def _coder_of(self, row: Row) -> str:
        name = row.get("coder", "")
        return self._study.known_coder(name, new=self._new_coders) if name else self._coder

    def _is_there(self, act: AddCoding, coder: str) -> bool:
        row = self._study.connection.execute(
            "SELECT 1 FROM coding"
            ' WHERE document = ? AND start = ? AND "end" = ? AND code = ? AND coder = ? AND round = ?',
            (act.document, act.start, act.end, act.code, coder, act.round),
        ).fetchone()
        return row is not None

    def _place(self, line: int, document: str, row: Row) -> Place:
        if document not in self._texts:
            text = self._study.transcript(document).text
            self._texts[document] = text, squeeze(text)
        text, squeezed = self._texts[document]
        words = row.get("quote") or row.get("text") or ""
        if row.get("start") and row.get("end"):
            start, end = whole(row["start"]), whole(row["end"])
            if not words:
                check_span((document, start, end), len(text))
            if not words or text[start:end].split() == words.split():
                return start, end
        if not words.strip():
            raise InputError(_("The row gives neither start and end nor a quote."))
        place = self._found(line, document, text, squeezed, words)
        self.found += bool(row.get("start"))
        return place

    def _found(self, line: int, document: str, text: str, squeezed: Squeezed, words: str) -> Place:
        """Where words stand; where that is said where they stand several times."""
        try:
            return only_place(text, squeezed, words)
        except SeveralPlacesError as error:
            place = self._choose(line, document, text, error.places) if self._choose else None
            if place is None:
                raise
            return place

    def _code(self, row: Row) -> str:
        name = row.get("code") or row.get("code_path") or ""
        if name not in self._codes:
            found = find_code(self._book, name) if name else None
            self._codes[name] = found.id if found else self._new_code(name)
        return self._codes[name]

    def _new_code(self, path: str) -> str:
        """The id of a code to make, with the themes above it that are missing."""
        if not path:
            raise InputError(_("The row names no code."))
        if not self._make_codes:
            names = (text for code in self._book.codes for text in (code.id, *code.label.values()))
            hint = near_hint(path, names, _("Insist with --new-codes."))
            raise NotFoundError(_("There is no code {name} in the codebook.").format(name=path), hint)
        parent = None
        steps = [step.strip() for step in path.split(PATH_SIGN.strip())]
        for depth, label in enumerate(steps, start=1):
            above = find_code(self._book, PATH_SIGN.join(steps[:depth]))
            if above is None:
                if not self._near:
                    refuse_near(self._study.codebook, label, ways=("near",))
                above = Code(suggest_id(label, self._taken), {"": label}, parent)
                self._taken |= {above.id}
                self._book = replace(self._book, codes=(*self._book.codes, above))
                self.new_codes.append(AddCode(above.id, above.label, parent))
                self.made.append(above.id)
            parent = above.id
        return str(parent)
