"""The files in a study's folder `aside`: those of what is kept lie there, those of what was taken back wait below."""

from __future__ import annotations

import json
import re
from contextlib import suppress
from pathlib import Path

from qualcode.store.database.sqlite import Connection, translated
from qualcode.store.receiving.foreign import ASIDE

UNDONE = "undone"
"""The folder in `aside` for files of what was taken back, until it is done again."""
_OURS = re.compile(r"[0-9a-f]{32}(\.\w*)?")


def settle_files(connection: Connection, study: Path) -> None:
    """Bring the files back that rows name, put away those that none names; what is not ours stays where it is."""
    folder = study / ASIDE
    if not folder.is_dir():
        return
    rows = connection.execute("SELECT files FROM aside").fetchall()
    named = {name for row in rows for name in json.loads(row[0]).values()}
    with translated(folder):
        for path in list(folder.iterdir()):
            if path.is_file() and _OURS.fullmatch(path.name) and path.name not in named:
                (folder / UNDONE).mkdir(exist_ok=True)
                path.replace(folder / UNDONE / path.name)
        for path in (folder / UNDONE / name for name in named):
            if path.is_file():
                path.replace(folder / path.name)
        for empty in (folder / UNDONE, folder):
            with suppress(OSError):
                empty.rmdir()
