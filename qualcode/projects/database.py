"""The SQLite file of another program, read as plain rows: opened for reading only, believed in nothing.

Only its tables are read, never a view; no function, trigger or extension of it runs; values of a wrong kind are
missing ones.
"""

from __future__ import annotations

import math
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from qualcode.errors import InputError
from qualcode.i18n import _

_SIGN = b"SQLite format 3\0"
_LARGEST_FILE = 4_000_000_000
_LONGEST_VALUE = 64_000_000
_MOST_ROWS = 5_000_000
_LARGEST_NUMBER = 2**53
_UNFINISHED = ("-wal", "-journal")
_PLAIN = ("CREATE TABLE ", "CREATE TABLE\t", "CREATE TABLE\n", 'CREATE TABLE"')


class Row:
    """A row by the names of its columns; what is missing, or of another kind, is empty."""

    __slots__ = ("_places", "_values")

    def __init__(self, places: Mapping[str, int], values: Sequence[object]) -> None:
        self._places = places
        self._values = values

    def text(self, name: str) -> str:
        """The text of a column, a number as it is written."""
        value = self._value(name)
        return value if isinstance(value, str) else str(value) if isinstance(value, int | float) else ""

    def whole(self, name: str) -> int | None:
        """The whole number in a column, also where it is a float or text that says one."""
        value = self._value(name)
        if isinstance(value, int):
            return value if abs(value) < _LARGEST_NUMBER else None
        try:
            number = float(value) if isinstance(value, str | float) else math.nan
        except ValueError:
            return None
        return int(number) if number.is_integer() and abs(number) < _LARGEST_NUMBER else None

    def _value(self, name: str) -> object:
        place = self._places.get(name)
        return None if place is None else self._values[place]

    def key(self, name: str) -> int:
        """The number by which a row is called or calls another; -1, which none has, where there is none."""
        number = self.whole(name)
        return -1 if number is None else number


class Database:
    """The tables of an open file."""

    def __init__(self, path: Path, connection: sqlite3.Connection) -> None:
        self._path = path
        self._connection = connection
        rows = connection.execute("SELECT name, sql FROM sqlite_master WHERE type = 'table'").fetchall()
        self.tables = frozenset(str(name) for name, sql in rows if str(sql).upper().startswith(_PLAIN))

    def rows(self, table: str, order: str = "rowid") -> Iterator[Row]:
        """The rows of a table by a column of it, or as they were written; none where there is no such table."""
        if table not in self.tables:
            return
        names = self.columns(table)
        by = f'"{order}"' if order in names else "rowid"
        columns = ", ".join(f'"{name}"' for name in names)
        places = {name: place for place, name in enumerate(names)}
        for number, row in enumerate(self._connection.execute(f'SELECT {columns} FROM "{table}" ORDER BY {by}')):
            if number >= _MOST_ROWS:
                raise InputError(
                    _("{file}: the table {table} is too long to be read.").format(file=self._path, table=table)
                )
            yield Row(places, row)

    def columns(self, table: str) -> tuple[str, ...]:
        """The names of a table's own columns; those that it reckons are left out."""
        found = self._connection.execute(f'PRAGMA table_info("{table}")').fetchall()
        return tuple(str(column[1]) for column in found if '"' not in str(column[1]))

    def count(self, table: str) -> int:
        """How many rows a table has; none where there is no such table."""
        if table not in self.tables:
            return 0
        return int(self._connection.execute(f'SELECT count(*) FROM "{table}"').fetchone()[0])


@contextmanager
def opened(path: Path) -> Iterator[Database]:
    """The database in a file. Raises `InputError` where it is none, is broken, or was left open by its program."""
    _check(path)
    connection = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro&immutable=1", uri=True)
    try:
        _guard(connection)
        yield Database(path, connection)
    except sqlite3.DataError as error:  # a value longer than the limit
        raise InputError(_("{file}: the database is too large to be read.").format(file=path)) from error
    except (sqlite3.Error, UnicodeError, OverflowError, MemoryError) as error:
        raise InputError(
            _("{file}: the database is damaged: {why}.").format(file=path, why=error),
            _("Open it in the program that made it, or take an earlier copy; nothing was read."),
        ) from error
    finally:
        connection.close()


def holds(path: Path, tables: frozenset[str], ending: str) -> bool:
    """Whether a file is a database with such tables; one that is damaged is by its ending, and its reader says so."""
    if not path.is_file() or not _is_database(path):
        return False
    try:
        with opened(path) as database:
            return database.tables >= tables
    except InputError:
        return path.suffix.casefold() == ending


def _is_database(path: Path) -> bool:
    with path.open("rb") as stream:
        return stream.read(len(_SIGN)) == _SIGN


def _check(path: Path) -> None:
    if not _is_database(path):
        raise InputError(_("{file}: this is no SQLite database.").format(file=path))
    if path.stat().st_size > _LARGEST_FILE:
        raise InputError(_("{file}: the database is too large to be read.").format(file=path))
    for ending in _UNFINISHED:
        beside = path.with_name(path.name + ending)
        if beside.is_file() and beside.stat().st_size:
            raise InputError(
                _("{file}: the database is in use, or its program was ended while it wrote.").format(file=path),
                _("Open the project in its own program, close it there, and import it then."),
            )


def _guard(connection: sqlite3.Connection) -> None:
    """Nothing but reading: no schema is trusted, no function runs, no value is longer than can be held."""
    connection.text_factory = lambda data: data.decode("utf-8", "replace")
    connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, _LONGEST_VALUE)
    connection.execute("PRAGMA trusted_schema = OFF")
    connection.set_authorizer(_allowed)


def _allowed(action: int, first: str | None, second: str | None, *_more: str | None) -> int:
    reads = action in (sqlite3.SQLITE_SELECT, sqlite3.SQLITE_READ)
    counts = action == sqlite3.SQLITE_FUNCTION and second == "count"
    looks = action == sqlite3.SQLITE_PRAGMA and first == "table_info"
    return sqlite3.SQLITE_OK if reads or counts or looks else sqlite3.SQLITE_DENY
