"""Acts on the codebook and on the sites: the YAML text as the researcher wrote it, and the tables read from it.

The texts are kept in the database beside the tables, so that a file that was not written can be, and an act of one
coder changes only what it must of a text that another may have changed since.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from typing import Any

from qualcode.acts import AddCode, RenameCode
from qualcode.codebook import read_codebook, with_code_added, with_code_removed, with_label
from qualcode.errors import InputError
from qualcode.i18n import _, ngettext
from qualcode.model import Codebook, Site, Words
from qualcode.store.kept import CODEBOOK, STUDY, code_of, code_to_data, get_meta, set_meta
from qualcode.store.performing import Performed, Writing, inverse, perform
from qualcode.store.sqlite import Connection
from qualcode.studyfile import StudyFile, read_study, with_site_added

inverse(AddCode)
inverse(RenameCode)


@inverse
@dataclass(frozen=True, slots=True)
class RemoveCode:
    """Take a code without codings and without sub-codes out of the codebook."""

    id: str


@inverse
@dataclass(frozen=True, slots=True)
class EditText:
    """Take in a YAML file edited by hand: `file` is `codebook.yaml` or `study.yaml`."""

    file: str
    text: str


@inverse
@dataclass(frozen=True, slots=True)
class RestoreText:
    """Put a YAML file's text back, if it is still `expected`."""

    file: str
    text: str
    expected: str


@dataclass(frozen=True, slots=True)
class AddSite:
    """Add a site under a region, or at the top."""

    id: str
    label: Words
    parent: str | None = None


@perform.register
def add_code(act: AddCode, writing: Writing) -> Performed:
    """A new code, last under its parent."""
    text = get_meta(writing.connection, CODEBOOK)
    _write(writing, CODEBOOK, with_code_added(text, CODEBOOK, act.id, act.label, act.parent, act.brief))
    return Performed(RemoveCode(act.id), {"code": act.id, "parent": act.parent}, files=frozenset((CODEBOOK,)))


@perform.register
def remove_code(act: RemoveCode, writing: Writing) -> Performed:
    """A code out of the codebook; refused while codings use it."""
    code = code_of(writing.connection, act.id)
    text = get_meta(writing.connection, CODEBOOK)
    _write(writing, CODEBOOK, with_code_removed(text, CODEBOOK, act.id))
    back = AddCode(act.id, dict(code.label), code.parent, dict(code.brief))
    return Performed(back, {"code": act.id}, files=frozenset((CODEBOOK,)))


@perform.register
def rename_code(act: RenameCode, writing: Writing) -> Performed:
    """Another label for a code, in one language."""
    old = code_of(writing.connection, act.code).label.get(act.language)
    text = get_meta(writing.connection, CODEBOOK)
    changed = with_label(text, CODEBOOK, act.code, act.language, act.label)
    _write(writing, CODEBOOK, changed)
    back: Any = RestoreText(CODEBOOK, text, changed) if old is None else RenameCode(act.code, act.language, old)
    summary = {"code": act.code, "label": act.label, "before": old}
    return Performed(back, summary, files=frozenset((CODEBOOK,)))


@perform.register
def add_site(act: AddSite, writing: Writing) -> Performed:
    """A new site, in the tree of study.yaml."""
    text = get_meta(writing.connection, STUDY)
    changed = with_site_added(text, STUDY, act.id, act.label, act.parent)
    _write(writing, STUDY, changed)
    return Performed(RestoreText(STUDY, text, changed), {"site": act.id}, files=frozenset((STUDY,)))


@perform.register
def edit_text(act: EditText, writing: Writing) -> Performed:
    """A file as the researcher edited it."""
    old = get_meta(writing.connection, act.file)
    _write(writing, act.file, act.text)
    return Performed(RestoreText(act.file, old, act.text), {"file": act.file}, files=frozenset((act.file,)))


@perform.register
def restore_text(act: RestoreText, writing: Writing) -> Performed:
    """A file as it was before, unless it has changed since."""
    if get_meta(writing.connection, act.file) != act.expected:
        raise InputError(
            _("{file} has been changed since; this cannot be taken back.").format(file=act.file),
            _("Edit {file} by hand.").format(file=act.file),
        )
    _write(writing, act.file, act.text)
    return Performed(RestoreText(act.file, act.expected, act.text), {"file": act.file}, files=frozenset((act.file,)))


def _write(writing: Writing, file: str, text: str) -> None:
    writing.connection.execute("PRAGMA defer_foreign_keys = ON")
    if file == CODEBOOK:
        codebook = read_codebook(text, file)
        _write_codes(writing.connection, codebook)
        set_meta(writing.connection, "codebook title", json.dumps(dict(codebook.title), ensure_ascii=False))
    else:
        study = read_study(text, file)
        _write_sites(writing.connection, study.sites)
        set_meta(writing.connection, "settings", json.dumps(_settings(study), ensure_ascii=False))
    set_meta(writing.connection, file, text)


def _settings(study: StudyFile) -> dict[str, object]:
    """What is read at each start, so that no command needs to parse YAML for it."""
    return {
        "title": dict(study.title),
        "languages": list(study.languages),
        "guides": {name: list(guide.asks) for name, guide in study.guides.items()},
        "variables": {
            holder: {name: asdict(variable) for name, variable in variables.items()}
            for holder, variables in study.variables.items()
        },
        "report": dict(study.report),
    }


def _write_codes(connection: Connection, codebook: Codebook) -> None:
    kept = {code.id for code in codebook.codes}
    for (gone,) in connection.execute("SELECT id FROM code").fetchall():
        if gone not in kept:
            _refuse_used(connection, gone)
            connection.execute("DELETE FROM code WHERE id = ?", (gone,))
    connection.executemany(
        "INSERT INTO code VALUES (?, ?, ?, ?) ON CONFLICT DO UPDATE SET"
        " parent = excluded.parent, position = excluded.position, definition = excluded.definition",
        [
            (code.id, code.parent, position, json.dumps(code_to_data(code), ensure_ascii=False))
            for position, code in enumerate(codebook.codes)
        ],
    )


def _refuse_used(connection: Connection, code: str) -> None:
    count = connection.execute("SELECT count(*) FROM coding WHERE code = ?", (code,)).fetchone()[0]
    if count:
        raise InputError(
            ngettext(
                "{file}: the code {code} is gone, but {count} coding uses it.",
                "{file}: the code {code} is gone, but {count} codings use it.",
                count,
            ).format(file=CODEBOOK, code=code, count=count),
            _("Put it back; `qualcode codes --yaml` prints the codebook as it was."),
        )


def _write_sites(connection: Connection, found: tuple[Site, ...]) -> None:
    kept = {site.id for site in found}
    for (gone,) in connection.execute("SELECT id FROM site").fetchall():
        if gone not in kept:
            _refuse_inhabited(connection, gone)
            connection.execute("DELETE FROM site WHERE id = ?", (gone,))
    connection.executemany(
        "INSERT INTO site VALUES (?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET parent = excluded.parent,"
        " position = excluded.position, label = excluded.label, attributes = excluded.attributes",
        [
            (site.id, site.parent, position, json.dumps(dict(site.label), ensure_ascii=False),
             json.dumps(dict(site.attributes), ensure_ascii=False))
            for position, site in enumerate(found)
        ],
    )  # fmt: skip


def _refuse_inhabited(connection: Connection, site: str) -> None:
    query = (
        "SELECT (SELECT count(*) FROM document WHERE site = ?1) + (SELECT count(*) FROM participant WHERE site = ?1)"
    )
    if connection.execute(query, (site,)).fetchone()[0]:
        raise InputError(
            _("{file}: the site {site} is gone, but documents or people belong to it.").format(file=STUDY, site=site),
            _("Put it back, or give them another site first."),
        )
