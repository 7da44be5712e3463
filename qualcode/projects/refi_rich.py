"""The words of a formatted text (`.docx`, `.odt`, `.rtf`) that a project has no plain copy of."""

from __future__ import annotations

import tempfile
from pathlib import Path, PurePosixPath

from qualcode.errors import InputError
from qualcode.importers.reading import read
from qualcode.projects.archive import Archive
from qualcode.projects.positions import Source


def words_of_rich(name: str, archive: Archive) -> tuple[Source, bytes] | None:
    """The words as an import finds them, with the bytes they come from; None for a file that has none.

    Positions were counted in other words, be it only by a line end: they are to be believed where they fit alone.
    """
    original = archive.read(name)
    with tempfile.TemporaryDirectory(prefix="qualcode-") as folder:
        path = Path(folder) / f"text{PurePosixPath(name).suffix[:10]}"
        path.write_bytes(original)
        try:
            words = read(path, cut=lambda _text, _turns, _language: ()).transcript.text
        except InputError:
            return None
    return Source(words.encode("utf-8"), "utf-8"), original
