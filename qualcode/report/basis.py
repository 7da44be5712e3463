"""What a manifest says that an appendix rests on, and in what an earlier manifest says otherwise."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from qualcode.files import read_file
from qualcode.i18n import _

if TYPE_CHECKING:
    from qualcode.study import Study

FILES = "files"


def rests_on(study: Study) -> dict[str, Any]:
    """The study's settings and guides, and the tables beside it that are not in its history, each by its digest.

    The list of names for the disclosure check is left out: a digest of few names would give them away to who guesses.
    """
    from qualcode.tables.inclusion import file_of

    table = file_of(study)
    return {
        "study_sha256": _digest(study.text_of("study.yaml").encode()),
        "guides": sorted(study.guides),
        "tables": {table.name: _digest(read_file(table))} if table else {},
    }


def beside_history(study: Study) -> str:
    """What is to be said where an appendix of then is written: the tables and names that are read as they are now."""
    from qualcode.report.disclosing import NAMES_FILE

    listed = str(study.report.get("names") or NAMES_FILE)
    names = ", ".join([*rests_on(study)["tables"], *([listed] if (study.folder / listed).is_file() else [])])
    return _("Not in the history, so read as it is now: {names}.").format(names=names) if names else ""


def manifest_at(*paths: Path) -> Mapping[str, Any]:
    """The first manifest that can be read there; an empty one where there is none."""
    for path in paths:
        try:
            found = json.loads(path.read_text("utf-8"))
        except (OSError, ValueError):
            continue
        if isinstance(found, dict):
            return found
    return {}


def differences(before: Mapping[str, Any], now: Mapping[str, Any]) -> list[str]:
    """In what an earlier manifest of the same event says otherwise, a name each: `study_sha256`, `files/a.docx`."""
    if not before or before.get("event") != now["event"]:
        return []
    names = (name for name in now if name != FILES and before.get(name) != now[name])
    there, here = before.get(FILES, {}), now[FILES]
    return [*names, *(f"{FILES}/{name}" for name in here if name in there and there[name] != here[name])]


def said_otherwise(names: Iterable[str]) -> str:
    """The sentence about what an earlier manifest says otherwise; nothing where it says the same."""
    listed = ", ".join(names)
    return _("The manifest that was there says otherwise of: {names}.").format(names=listed) if listed else ""


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
