"""Where the codebooks and the invented samples lie that travel with the program."""

from __future__ import annotations

from pathlib import Path

from qualcode.errors import InputError
from qualcode.i18n import _
from qualcode.names import near_hint

_PACKAGE = Path(__file__).parent


def shipped(folder: str) -> Path:
    """`codebooks` or `corpus_samples`: inside the installed package, or beside it in a checkout."""
    installed = _PACKAGE / "shipped" / folder
    return installed if installed.is_dir() else _PACKAGE.parent / folder


def codebook_names() -> list[str]:
    """The codebooks one can start from by name."""
    return sorted(path.stem for path in shipped("codebooks").glob("*.yaml"))


def codebook_path(name: str) -> Path:
    """The codebook of that name, or the YAML file at that path."""
    if name in codebook_names():
        return shipped("codebooks") / f"{name}.yaml"
    if Path(name).is_file():
        return Path(name)
    known = codebook_names()
    every = _("Give the path of a YAML file, or one of: {names}.").format(names=", ".join(known))
    raise InputError(_("There is no codebook {name}.").format(name=name), near_hint(name, known, every))
