"""Taking times fairly: ours and the plain way in turn, warm, and the medians of both."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any

from benchmarks.places import Places

ROOT = Path(__file__).parent.parent
SECONDS = 4.0
"""How long one row may go on repeating; a slow one is still taken three times, unless that goes beyond `TOO_LONG`."""
TOO_LONG = 40.0
FEWEST, MOST = 3, 101


@dataclass(frozen=True, slots=True)
class Figures:
    """What was measured: milliseconds unless the row's name says otherwise; no plain figure for absolute rows."""

    ours: float
    plain: float | None = None

    @property
    def ratio(self) -> float:
        """Ours by plain; where there is no plain figure, ours."""
        return self.ours if self.plain is None else self.ours / self.plain


@dataclass(frozen=True, slots=True)
class Benchmark:
    """One row: its name, its bound at each scale (none: it is only shown), and how it is measured."""

    name: str
    bounds: Mapping[str, float]
    measure: Callable[[Places], Figures]


def _same(answer: Any) -> Any:
    return answer


def at_all(bound: float) -> dict[str, float]:
    """The same bound at every scale."""
    return dict.fromkeys("SML", bound)


def alternate(
    ours: Callable[[], Any],
    plain: Callable[[], Any],
    form: Callable[[Any], Any] = _same,
    plain_form: Callable[[Any], Any] = _same,
) -> Figures:
    """Both in turn until the time is up, after one round each that warms up.

    The answers of that round must be equal once `form` and `plain_form` have brought them to the same shape, untimed.
    """
    same(form(ours()), plain_form(plain()))
    return in_turn(lambda: timed(ours), lambda: timed(plain))


def same(mine: Any, theirs: Any) -> None:
    """Raise where two answers differ, and say by what."""
    if mine != theirs:
        raise AssertionError(f"the answers differ: {_difference(mine, theirs)}")


def in_turn(ours: Callable[[], float], plain: Callable[[], float]) -> Figures:
    """The medians of two figures taken in turn until the time is up."""
    figures: tuple[list[float], list[float]] = ([], [])
    begun = time.perf_counter()
    while _again(len(figures[0]), begun):
        for taken, measure in zip(figures, (ours, plain), strict=True):
            taken.append(measure())
    return Figures(median(figures[0]), median(figures[1]))


def _again(taken: int, begun: float) -> bool:
    """Whether a figure that was taken so often is to be taken once more."""
    spent = time.perf_counter() - begun
    if taken < FEWEST:
        return not taken or spent < TOO_LONG
    return taken < MOST and spent < SECONDS


def alone(ours: Callable[[], Any]) -> Figures:
    """The median of a call that is repeated until the time is up, after one that warms up."""
    ours()
    taken: list[float] = []
    begun = time.perf_counter()
    while _again(len(taken), begun):
        taken.append(timed(ours))
    return Figures(median(taken))


def timed(function: Callable[[], Any]) -> float:
    """How many milliseconds a call takes."""
    begun = time.perf_counter()
    function()
    return (time.perf_counter() - begun) * 1000


def run(*words: str | Path) -> str:
    """What a program prints; it must end well."""
    done = subprocess.run([str(word) for word in words], cwd=ROOT, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(f"{words[0]} ended with {done.returncode}: {done.stderr[-500:]}")
    return done.stdout


def peak_of(*words: str | Path) -> tuple[float, float]:
    """Seconds and megabytes at the peak of a program: its own, or those of the largest program it started."""
    seconds, megabytes = json.loads(run(*script("peak", *words)))
    return seconds, megabytes


def script(name: str, *words: str | Path) -> Sequence[str | Path]:
    """The command line of a script beside this file."""
    return (sys.executable, ROOT / "benchmarks" / f"{name}.py", *words)


def qualcode(*words: str | Path) -> Sequence[str | Path]:
    """The command line of the program, as its entry point starts it."""
    return (Path(sys.executable).with_name("qualcode"), *words)


def _difference(mine: Any, theirs: Any) -> str:
    if isinstance(mine, list) and isinstance(theirs, list) and len(mine) == len(theirs):
        mine, theirs = next((pair for pair in zip(mine, theirs, strict=True) if pair[0] != pair[1]), (mine, theirs))
    return f"{str(mine)[:300]} and {str(theirs)[:300]}"
