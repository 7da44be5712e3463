"""A corrected text of 800,000 words that carries 10,000 codings: read and weighed, put in place, taken back."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from random import Random
from shutil import copytree

from benchmarks.measuring import Benchmark, Figures, at_all, timed
from benchmarks.places import Places
from benchmarks.study import CODER, SEED
from qualcode.importing import Reading
from qualcode.revising import Revision, read_revision
from qualcode.study import Study

_LONG = "800,000 words, 10,000 codings"
_ROUNDS = 3


def corrected(text: str, edits: int = 800) -> str:
    """The text with so many words written otherwise and two lines put in before."""
    random, lines = Random(SEED), text.split("\n")
    for place in random.sample(range(len(lines) - 1), min(edits, len(lines) - 1)):
        words = lines[place].split(" ")
        words[random.randrange(1, len(words))] = "corrigé"
        lines[place] = " ".join(words)
    return "\n".join(["Q: Relu.", "Q: Une ligne neuve.", *lines])


def _measured(what: Callable[[Study, Path], float]) -> Callable[[Places], Figures]:
    """The middle one of a few figures, each on a study as it was."""

    def measure(places: Places) -> Figures:
        folder = places.fresh("corrected")
        copytree(places.long(), folder / "study")
        with Study.open(folder / "study", CODER) as study:
            (document,) = study.documents()
            path = folder / "corrected.txt"
            path.write_text(corrected(study.transcript(document.id).text), encoding="utf-8")
            return Figures(sorted(what(study, path) for _round in range(_ROUNDS))[_ROUNDS // 2])

    return measure


def _read(study: Study, path: Path) -> Revision:
    return read_revision(study, study.documents()[0].id, [path], Reading())


def _weighed(study: Study, path: Path) -> float:
    return timed(lambda: _read(study, path))


def _revised(study: Study, path: Path) -> float:
    """From the file to the study; what became of it is taken back, untimed."""
    taken = timed(lambda: study.do(_read(study, path).act))
    study.undo()
    return taken


def _undone(study: Study, path: Path) -> float:
    study.do(_read(study, path).act)
    return timed(study.undo)


ROWS: tuple[Benchmark, ...] = (
    Benchmark(f"revise: look, ms, {_LONG}", at_all(5_000), _measured(_weighed)),
    Benchmark(f"revise: read and put in place, ms, {_LONG}", at_all(5_000), _measured(_revised)),
    Benchmark(f"revise: take back, ms, {_LONG}", at_all(5_000), _measured(_undone)),
)
