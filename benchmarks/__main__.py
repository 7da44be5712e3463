"""`python -m benchmarks --scale S|M|L [--json] [--only NAME…] [--keep FOLDER]`."""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from benchmarks import analysing, correcting, evidencing, exporting, projects, querying, reading, screen, writing
from benchmarks.measuring import Benchmark
from benchmarks.places import Places
from benchmarks.study import SCALES, to_stderr

ROWS: tuple[Benchmark, ...] = (
    *reading.ROWS,
    *querying.ROWS,
    *analysing.ROWS,
    *evidencing.ROWS,
    *writing.ROWS,
    *correcting.ROWS,
    *screen.ROWS,
    *exporting.ROWS,
    *projects.ROWS,
)


def parse(words: Sequence[str] | None = None) -> argparse.Namespace:
    """The options of a run."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks",
        description="Measure qualcode beside plain scripts that give the same answers. Milliseconds, unless"
        " a row's name says otherwise; a row without a plain figure is bounded by itself.",
        epilog="Rows: " + "; ".join(row.name for row in ROWS) + ".",
    )
    parser.add_argument("--scale", choices=list(SCALES), default="S", help="how large the study is (S)")
    parser.add_argument("--json", action="store_true", help="print [{name, ours, plain, ratio, bound}]")
    parser.add_argument("--only", nargs="+", metavar="NAME", help="rows whose name contains one of these")
    parser.add_argument("--keep", type=Path, metavar="FOLDER", help="keep the studies there, and use those it has")
    return parser.parse_args(words)


def chosen(names: Sequence[str] | None) -> tuple[Benchmark, ...]:
    """The rows whose name contains one of these; all without any. A name that no row bears ends the run."""
    for name in names or ():
        if not any(name in row.name for row in ROWS):
            sys.exit(f"No row is called {name}. Rows: {'; '.join(row.name for row in ROWS)}.")
    return tuple(row for row in ROWS if not names or any(name in row.name for name in names))


def measured(rows: Iterable[Benchmark], places: Places) -> Iterator[dict[str, Any]]:
    """Each row with its figures, as soon as it is measured."""
    for row in rows:
        to_stderr(f"{row.name} …")
        figures = row.measure(places)
        yield {
            "name": row.name,
            "ours": _rounded(figures.ours),
            "plain": None if figures.plain is None else _rounded(figures.plain),
            "ratio": _rounded(figures.ratio),
            "bound": row.bounds.get(places.scale),
        }


def line(row: dict[str, Any]) -> str:
    """One row for a reader; one over its bound is marked."""
    plain = "" if row["plain"] is None else f"{row['plain']:g}"
    bound = "" if row["bound"] is None else f"≤ {row['bound']:g}"
    over = "  over" if row["bound"] is not None and row["ratio"] > row["bound"] else ""
    return f"{row['name']:<48} {row['ours']:>10g} {plain:>10} {row['ratio']:>8g} {bound:>8}{over}"


def main(words: Sequence[str] | None = None) -> None:
    """Measure and print."""
    options = parse(words)
    rows = chosen(options.only)
    with _folder(options.keep) as folder:
        found = measured(rows, Places(folder, options.scale))
        if options.json:
            print(json.dumps(list(found), ensure_ascii=False, indent=1))
            return
        print(f"{'row':<48} {'ours':>10} {'plain':>10} {'ratio':>8} {'bound':>8}")
        for row in found:
            print(line(row), flush=True)


@contextmanager
def _folder(keep: Path | None) -> Iterator[Path]:
    if keep:
        keep.mkdir(parents=True, exist_ok=True)
        yield keep.resolve()
        return
    with tempfile.TemporaryDirectory(prefix="qualcode-benchmarks-") as folder:
        yield Path(folder)


def _rounded(value: float) -> float:
    """Three figures that count, two places at least."""
    return round(value, 3 if abs(value) < 10 else 1)


if __name__ == "__main__":
    main()
