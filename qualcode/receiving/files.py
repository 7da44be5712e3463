"""Files of what is kept aside, in the folder `aside` of a study."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from qualcode.errors import DiskError
from qualcode.files import writing
from qualcode.i18n import _, reason
from qualcode.store.receiving.foreign import ASIDE
from qualcode.study import Study


@contextmanager
def laid_aside(study: Study, files: Mapping[str, str]) -> Iterator[None]:
    """Copy files into the folder, by the name each gets there; if what is done meanwhile fails, they are gone again."""
    folder = study.folder / ASIDE
    made: list[Path] = []
    try:
        for name, source in files.items():
            target = folder / name
            if not target.exists():
                folder.mkdir(exist_ok=True)
                _copy(Path(source), target)
                made.append(target)
        yield
    except BaseException:
        for path in made:
            path.unlink(missing_ok=True)
        if made and not any(folder.iterdir()):
            folder.rmdir()
        raise


def _copy(source: Path, target: Path) -> None:
    try:
        with source.open("rb") as file, writing(target) as copy:
            shutil.copyfileobj(file, copy)
    except OSError as error:
        why = reason(error)
        raise DiskError(_("{file}: cannot be read ({why}).").format(file=source, why=why)) from error
