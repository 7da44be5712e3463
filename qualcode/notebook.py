"""A study for notebooks and scripts: read alone, as plain rows that become data frames where one wants them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any

from qualcode.conditions import parse_condition
from qualcode.errors import InputError
from qualcode.holdings import Holdings
from qualcode.i18n import _
from qualcode.model import Words
from qualcode.naming import code_called
from qualcode.store.database import kept
from qualcode.store.database.schema import check_version
from qualcode.store.database.sqlite import Error, connect_to_read, snapshot, translated

if TYPE_CHECKING:
    import pandas
    import polars

_DTYPES = {"integer": "Int64", "number": "float64"}
"""What pandas keeps empty cells of whole numbers in, without making them fractions."""


class Rows(list[dict[str, Any]]):
    """Rows as dicts, None where nothing is known; `rule` says in words how they were counted, if they were."""

    def __init__(self, columns: Mapping[str, str], rows: Iterable[Sequence[Any]], rule: str = "") -> None:
        """`columns` are their names, each with the kind of its cells where it is known."""
        self.columns = tuple(columns)
        self.rule = rule
        self._kinds = columns
        super().__init__(dict(zip(self.columns, row, strict=True)) for row in rows)

    def to_pandas(self) -> pandas.DataFrame:
        """The rows as a data frame of pandas; `frame.attrs["rule"]` is the rule."""
        try:
            import pandas
        except ImportError as error:
            raise _missing("pandas") from error
        kinds = {name: _DTYPES[kind] for name, kind in self._kinds.items() if kind in _DTYPES}
        frame = pandas.DataFrame(list(self), columns=list(self.columns)).astype(kinds)
        frame.attrs["rule"] = self.rule
        return frame

    def to_polars(self) -> polars.DataFrame:
        """The rows as a data frame of polars."""
        try:
            import polars
        except ImportError as error:
            raise _missing("polars") from error
        types = {"text": polars.String, "integer": polars.Int64, "number": polars.Float64}
        schema = {name: types.get(kind) for name, kind in self._kinds.items()}
        return polars.DataFrame(list(self), schema=schema, infer_schema_length=None)


class OpenStudy:
    """A study that is open for reading; nothing can be changed through it. Use it in a `with`, or close it.

    Each method answers `Rows`. The columns of `documents` to `memos` are those of the database's views (`v_documents`
    to `v_memos`), which `sql` can ask anything else.
    """

    def __init__(self, folder: str | Path) -> None:
        database = Path(folder) / kept.DATABASE
        connection = connect_to_read(database)
        try:
            with translated(database):
                check_version(connection, database)
        except BaseException:
            connection.close()
            raise
        self._database, self._connection = database, connection

    def __enter__(self) -> OpenStudy:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the database."""
        self._connection.close()

    @property
    def _now(self) -> Holdings:
        """What the study holds now: nothing is kept that others may have changed since."""
        return Holdings(self._database.parent, self._connection)

    @property
    def title(self) -> Words:
        """The study's title, by language."""
        return self._now.title

    @property
    def coders(self) -> list[str]:
        """Everyone who has acted in the study."""
        return self._now.coders()

    def documents(self) -> Rows:
        """The documents, with site, wave and how much is in them; no file names."""
        return self._view("documents", "document")

    def participants(self) -> Rows:
        """The people interviewed."""
        return self._view("participants", "participant")

    def sites(self) -> Rows:
        """The sites, each with its region."""
        return self._view("sites", "position")

    def codes(self) -> Rows:
        """The codebook, each code with its path, in its order."""
        return self._view("codes", "position")

    def turns(self) -> Rows:
        """What was said, turn by turn, interviewers' turns too; no speakers' labels."""
        return self._view("turns", "document, turn")

    def codings(self) -> Rows:
        """The codings of all coders, without words."""
        return self._view("codings", 'document, start, "end", coding')

    def quotations(self) -> Rows:
        """The codings of all coders, with their words and memos."""
        return self._view("quotations", 'document, start, "end", coding')

    def memos(self) -> Rows:
        """The memos, each with what it is on."""
        return self._view("memos", "memo")

    def table(
        self,
        name: str = "wide",
        unit: str = "participant",
        *,
        coder: str | None = None,
        where: Sequence[str] = (),
        codes: Sequence[str] = (),
        own: bool = False,
    ) -> Rows:
        """A table of `qualcode export`: `wide`, `counts` or `words` by unit, or `long`.

        `where` are conditions as they are typed, `role=nurse,user`; `codes` by id, label or alias.
        """
        from qualcode.tables.datasets import TABLES, Asked
        from qualcode.tables.selected import datasets

        if name not in TABLES:
            known = _("Choose among: {names}.").format(names=", ".join(TABLES))
            raise InputError(_("There is no table {name}.").format(name=name), known)
        with translated(self._database), snapshot(self._connection):
            study = self._now
            asked = Asked(
                tuple(part.strip() for part in unit.split(",")),
                coder,
                tuple(map(parse_condition, where)),
                tuple(code_called(study.codebook, code).id for code in codes),
                own,
            )
            (one,) = datasets(study, (name,), asked)
            return Rows({column.name: column.kind for column in one.columns}, one.rows, one.rule)

    def themes(self, by: str = "site", *, coder: str | None = None, where: Sequence[str] = ()) -> Rows:
        """A row for each theme and group, as `qualcode themes` counts them, with `N`, the people of the group."""
        dimensions = tuple(part.strip() for part in by.split(","))
        with snapshot(self._connection):
            table = self._now.themes(dimensions, coder=coder, where=tuple(map(parse_condition, where)))
        rows = [
            {"code": row.code, "group": group, "N": table.groups[group], **cell._asdict()}
            for row in table.rows
            for group, cell in row.cells.items()
        ]
        names = ("code", "group", "N", "participants", "asked", "segments", "documents", "words", "per_1000", "state")
        kinds = dict.fromkeys(names, "integer") | {"code": "text", "group": "text", "state": "text"}
        return Rows(kinds | {"per_1000": "number"}, ([row[name] for name in names] for row in rows), table.rule)

    def sql(self, query: str, values: Sequence[Any] = ()) -> Rows:
        """The answer to a query of your own; `?` in it stands for the values, one by one."""
        from qualcode.report.document import unlike

        try:
            found = self._connection.execute(query, values)
            return Rows(dict.fromkeys(unlike(column[0] for column in found.description or ()), ""), found)
        except Error as error:
            raise InputError(_("The query cannot be answered ({why}).").format(why=error)) from error

    def _view(self, name: str, order: str) -> Rows:
        return self.sql(f"SELECT * FROM v_{name} ORDER BY {order}")


def _missing(package: str) -> InputError:
    return InputError(
        _("The package {name} is not installed.").format(name=package),
        _("`pip install {name}` brings it; the rows are there without it.").format(name=package),
    )
