"""Writing: many codings and documents at once beside `executemany` of the same rows; importing files.

The plain script is given numbers and texts, as the program is, and cuts its quotes and turns from the texts itself:
rows read back from a database would carry text that is encoded already, which nobody has who writes it the first time.
It keeps the study's two promises of a connection, references that hold and nothing left behind of what is deleted.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from benchmarks import plain
from benchmarks.bare_import import bare_import
from benchmarks.measuring import Benchmark, Figures, alternate, at_all, in_turn, peak_of, qualcode, timed
from benchmarks.places import Places
from benchmarks.study import CODER, SCALES, acts, codebook_text, document, study_text
from qualcode.acts import AddCodings
from qualcode.importing import Reading, bring_in, jobs_from_files
from qualcode.intake import Description
from qualcode.study import Study

DOCUMENTS, CODED_DOCUMENTS, FILES = 10, 40, 10
FEW_FILES, MANY_FILES, WORDS_OF_MANY = 30, 120, 2_000
Rows = dict[str, list[tuple[Any, ...]]]
"""Rows by table, each table after those it refers to."""
_OF_CODINGS = ("segment", "passage", "coding")
_OF_DOCUMENTS = ("participant", "document", "document_text", "speaker", "turn")


@contextmanager
def _study(folder: Path) -> Iterator[Study]:
    with Study.create(folder, study_text=study_text(), codebook_text=codebook_text(), coder=CODER) as study:
        yield study


def _bulk(acts_of: Callable[[Study], list[Any]], tables: Sequence[str]) -> Callable[[Places], Figures]:
    """Some acts done as one, and taken back untimed; beside the rows that they wrote, inserted and taken back."""

    def measure(places: Places) -> Figures:
        folder = places.fresh("bulk")
        with _study(folder / "ours") as ours, _study(folder / "plain") as other:
            found = acts_of(ours)
            acts_of(other)
            ours.do(*found)
            rows = {table: ours.connection.execute(f"SELECT * FROM {table}").fetchall() for table in tables}
            texts = dict(ours.connection.execute("SELECT document, text FROM document_text").fetchall())
            ours.undo()
            with closing(plain.connect(str(other.database))) as db:
                db.isolation_level = None
                db.execute("PRAGMA foreign_keys = ON")
                db.execute("PRAGMA secure_delete = ON")
                return in_turn(lambda: _done(ours, found), lambda: _inserted(db, rows, texts))

    return measure


def _done(study: Study, found: list[Any]) -> float:
    taken = timed(lambda: study.do(*found))
    study.undo()
    return taken


def _inserted(db: plain.Connection, rows: Rows, texts: dict[str, str]) -> float:
    taken = timed(lambda: _insert(db, rows, texts))
    db.execute("BEGIN")
    db.executemany("DELETE FROM turn_index WHERE rowid = ?", [(turn[0],) for turn in rows.get("turn", ())])
    for table in reversed(rows):
        db.execute(f"DELETE FROM {table}")
    db.execute("COMMIT")
    return taken


def _insert(db: plain.Connection, rows: Rows, texts: dict[str, str]) -> None:
    db.execute("BEGIN IMMEDIATE")
    for table, found in rows.items():
        marks = ", ".join("?" * len(found[0]))
        written = _with_quotes(found, texts) if table == "segment" else found
        db.executemany(f"INSERT INTO {table} VALUES ({marks})", written)
    bodies = ((turn[0], texts[turn[1]][turn[5] : turn[6]]) for turn in rows.get("turn", ()))
    db.executemany("INSERT INTO turn_index(rowid, body) VALUES (?, ?)", bodies)
    db.execute("COMMIT")


def _with_quotes(segments: Iterable[tuple[Any, ...]], texts: dict[str, str]) -> Iterator[tuple[Any, ...]]:
    """Segments with their words and 32 characters on either side, cut from the texts."""
    for number, name, start, end, first, last, *_cut in segments:
        text = texts[name]
        around = text[max(0, start - 32) : start], text[start:end], text[end : end + 32]
        yield (number, name, start, end, first, last, *around)


def _documents(_study: Study) -> list[Any]:
    return [next(iter(acts(number, SCALES["S"]))) for number in range(DOCUMENTS)]


def _codings(study: Study) -> list[Any]:
    """The codings of documents that are brought in first, as one act, as a table of them is read in."""
    pairs = [list(acts(number, SCALES["L"])) for number in range(CODED_DOCUMENTS)]
    study.do(*(pair[0] for pair in pairs))
    tables = [act for pair in pairs for act in pair if isinstance(act, AddCodings)]
    return [AddCodings(tuple(coding for table in tables for coding in table.codings))]


def _import(places: Places) -> Figures:
    """The same files by the program and by a bare script, each time into something new."""
    folder = places.fresh("import")
    files = _files(folder, FILES, 8_000)
    return alternate(
        lambda: _imported(places.fresh("import") / "study", files),
        lambda: bare_import(places.fresh("import") / "bare.db", files),
    )


def _imported(folder: Path, files: list[Path]) -> int:
    with _study(folder) as study:
        for job in jobs_from_files(files, Description(language="fr")):
            bring_in(study, job, Reading())
        return len(study.catalogue())


def _memory(places: Places) -> Figures:
    """Megabytes at the peak of importing four times as many files, beside the peak of the fewer."""
    return Figures(_peak(places, MANY_FILES), _peak(places, FEW_FILES))


def _peak(places: Places, count: int) -> float:
    folder = places.fresh("memory")
    with _study(folder / "study"):
        files = _files(folder, count, WORDS_OF_MANY)
    return peak_of(*qualcode("import", folder / "study", *files))[1]


def _files(folder: Path, count: int, words: int) -> list[Path]:
    files = [folder / f"{number}.txt" for number in range(count)]
    for number, file in enumerate(files):
        file.write_text(document(number, words).transcript.text, encoding="utf-8")
    return files


ROWS = (
    Benchmark("bulk: codings", at_all(1.5), _bulk(_codings, _OF_CODINGS)),
    Benchmark("bulk: documents", at_all(1.5), _bulk(_documents, _OF_DOCUMENTS)),
    Benchmark("import: text files", at_all(round(1 / 0.6, 3)), _import),
    Benchmark(f"import: peak of {MANY_FILES} files by {FEW_FILES}, MB", at_all(1.1), _memory),
)
