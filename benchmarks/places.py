"""The studies that the rows are measured on, each made when it is first asked for."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from benchmarks.study import LONG, SCALES, Scale, make_study, to_stderr


@dataclass(frozen=True, slots=True)
class Places:
    """A folder to work in and the scale of this run."""

    folder: Path
    scale: str

    def study(self) -> Path:
        """The study of this run's scale."""
        return self._made(self.scale, SCALES[self.scale])

    def small(self) -> Path:
        """A study of the smallest scale, for what depends on one document alone."""
        return self._made("S", SCALES["S"])

    def medium(self) -> Path:
        """A study of the middle scale, for what is bounded there alone."""
        return self._made("M", SCALES["M"])

    def long(self) -> Path:
        """A study with one document of 800,000 words and 10,000 codings."""
        return self._made("long", LONG)

    def fresh(self, name: str) -> Path:
        """An empty folder."""
        taken = sum(1 for _ in self.folder.glob(f"{name}-*"))
        folder = self.folder / f"{name}-{taken + 1}"
        folder.mkdir(parents=True)
        return folder

    def _made(self, name: str, scale: Scale) -> Path:
        study = self.folder / name
        if not (study / "study.yaml").exists():
            unready = self.fresh("unready") / name
            make_study(unready, scale, tell=to_stderr)
            unready.rename(study)
        return study
