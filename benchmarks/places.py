"""The studies that the rows are measured on, each made when it is first asked for."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from benchmarks.complete import make_complete
from benchmarks.study import LONG, SCALES, make_study, to_stderr


@dataclass(frozen=True, slots=True)
class Places:
    """A folder to work in and the scale of this run."""

    folder: Path
    scale: str

    def study(self) -> Path:
        """The study of this run's scale."""
        return self._of_scale(self.scale)

    def small(self) -> Path:
        """A study of the smallest scale, for what depends on one document alone."""
        return self._of_scale("S")

    def at_most_medium(self) -> Path:
        """This run's study, or the middle one where that is smaller: for what writes everything there is."""
        return self._of_scale("M" if self.scale == "L" else self.scale)

    def long(self) -> Path:
        """A study with one document of 800,000 words and 10,000 codings."""
        return self._made("long", lambda folder: make_study(folder, LONG, tell=to_stderr))

    def complete(self) -> Path:
        """A study with something for every part of an appendix."""
        return self._made("complete", make_complete)

    def fresh(self, name: str) -> Path:
        """An empty folder."""
        taken = sum(1 for _ in self.folder.glob(f"{name}-*"))
        folder = self.folder / f"{name}-{taken + 1}"
        folder.mkdir(parents=True)
        return folder

    def _of_scale(self, name: str) -> Path:
        return self._made(name, lambda folder: make_study(folder, SCALES[name], tell=to_stderr))

    def _made(self, name: str, make: Callable[[Path], None]) -> Path:
        study = self.folder / name
        if not (study / "study.yaml").exists():
            unready = self.fresh("unready") / name
            make(unready)
            unready.rename(study)
        return study
