"""Which document a table means: one is named by its id, or by its file with or without the ending."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

from qualcode.errors import InputError, NotFoundError
from qualcode.i18n import _
from qualcode.model import Listed
from qualcode.names import nearest

Called = Mapping[str, tuple[str, ...]]
"""The ids of the documents of each name; several where files are called alike."""


def called(catalogue: Iterable[Listed]) -> Called:
    """Documents by all their names; an id means its own document alone."""
    found: dict[str, tuple[str, ...]] = {}
    listed = list(catalogue)
    for document in listed:
        for name in {document.name, Path(document.name).stem}:
            found[name] = (*found.get(name, ()), document.id)
    return found | {document.id: (document.id,) for document in listed}


def document_called(name: str, known: Called) -> str:
    """The id of the one document of that name."""
    found = known.get(name, ())
    if len(found) == 1:
        return found[0]
    if found:
        raise InputError(
            _("Several documents are called {name}: {ids}.").format(name=name, ids=", ".join(found)),
            _("Write the id of the one you mean."),
        )
    near = nearest(name, known)
    hint = _("Write {near}.").format(near=near) if near else _("`qualcode documents` lists them.")
    raise NotFoundError(_("There is no document {name} in this study.").format(name=name), hint)
