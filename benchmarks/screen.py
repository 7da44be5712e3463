"""The screen through a pseudo-terminal: keys, the start of the process, and the help of the command line."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path
from statistics import median, quantiles

from benchmarks.measuring import Benchmark, Figures, alternate, at_all, in_turn, qualcode, run, script
from benchmarks.places import Places
from benchmarks.study import CODER, document
from benchmarks.terminal import Terminal

KEYS, WARM_UP = 100, 20
_SHORT, _LONG = "8,000 words", "800,000 words"
_LAST_WORD_OF = 10
_ENVIRONMENT = {"TERM": "xterm-256color", "COLORTERM": "truecolor", "QUALCODE_CODER": CODER, "LANG": "C.UTF-8"}
_NEXT_SENTENCE, _CODE = "j", "1j"
Folder = Callable[[Places], Path]


def _program(study: Path) -> Terminal:
    return Terminal(qualcode(study, "--document", "D0001"), {**os.environ, **_ENVIRONMENT})


def _empty() -> Terminal:
    return Terminal(script("empty_textual"), {**os.environ, **_ENVIRONMENT})


def _word(words: int) -> str:
    """A long word of the first line of a study's first document."""
    return max(document(0, words).transcript.text.split()[1:_LAST_WORD_OF], key=len).strip(".")


@cache
def _pressed(study: Path, word: str, keys: str) -> tuple[float, ...]:
    """Milliseconds of the first of these keys, again and again; the others make ready for the next time.

    Pressed once, on a copy of the study, for the median and for the slowest alike.
    """
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(shutil.copytree(study, Path(folder) / study.name))
        with _program(copy) as terminal:
            terminal.wait_for(word)
            terminal.settle()
            return tuple(_press_each(terminal, keys) for _round in range(WARM_UP + KEYS))[WARM_UP:]


def _press_each(terminal: Terminal, keys: str) -> float:
    times = [terminal.press(key) for key in keys]
    return times[0]


def _keys(
    study: Folder, words: int, keys: str, figure: Callable[[Sequence[float]], float]
) -> Callable[[Places], Figures]:
    return lambda places: Figures(figure(_pressed(study(places), _word(words), keys)))


def _slowest_of_twenty(times: Sequence[float]) -> float:
    return quantiles(times, n=20)[-1]


def _start(study: Folder, words: int) -> Callable[[Places], Figures]:
    """From the start of the process to text on the screen, beside an empty application."""

    def measure(places: Places) -> Figures:
        folder, word = study(places), _word(words)
        return in_turn(lambda: _started(lambda: _program(folder), word), lambda: _started(_empty, "nothingness"))

    return measure


def _started(terminal: Callable[[], Terminal], word: str) -> float:
    with terminal() as running:
        return running.wait_for(word)


def _help(_places: Places) -> Figures:
    """The help beside that of a bare program with as many commands."""
    from click import Context

    from qualcode.cli.main import cli

    bare = script("bare_click", str(len(cli.list_commands(Context(cli)))), "--help")
    return alternate(lambda: bool(run(*qualcode("--help"))), lambda: bool(run(*bare)))


def _rows_of(study: Folder, words: int, named: str) -> tuple[Benchmark, ...]:
    return tuple(
        Benchmark(f"key: {does}, {figure}, {named}", at_all(bound), _keys(study, words, keys, reckon))
        for does, keys, usual in (("move", _NEXT_SENTENCE, 8), ("code", _CODE, 16))
        for figure, bound, reckon in (("median", usual, median), ("95th percentile", 33, _slowest_of_twenty))
    )


ROWS = (
    *_rows_of(Places.small, 8_000, _SHORT),
    *_rows_of(Places.long, 800_000, _LONG),
    Benchmark(f"start: text on screen, {_SHORT}", at_all(2), _start(Places.small, 8_000)),
    Benchmark(f"start: text on screen, {_LONG}", at_all(3), _start(Places.long, 800_000)),
    Benchmark("start: --help", at_all(1.5), _help),
)
