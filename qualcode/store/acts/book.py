"""Acts on the codebook and on the sites: the YAML text as the researcher wrote it, and the tables read from it.

The texts are kept in the database beside the tables, so that a file that was not written can be, and an act of one
coder changes only what it must of a text that another may have changed since.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass

from qualcode.acts import AddSite
from qualcode.codebook import code_paths, read_codebook
from qualcode.errors import InputError, NotFoundError
from qualcode.i18n import _, ngettext
from qualcode.model.codes import Codebook
from qualcode.model.people import Guide, Site
from qualcode.names import fold
from qualcode.store.acts.performing import Performed, Writing, inverse, perform, refuse_built_on
from qualcode.store.acts.versions import former_codes
from qualcode.store.database.kept import CODEBOOK, STUDY, UNWRITTEN, code_to_data, codes, get_meta, set_meta, sites
from qualcode.store.database.sqlite import Connection
from qualcode.studyfile import StudyFile, read_study, with_site_added, with_site_removed
from qualcode.yamls.text import Text

inverse(AddSite)


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


@inverse
@dataclass(frozen=True, slots=True)
class RemoveSite:
    """Take a site without documents, people and premises out of the study."""

    id: str


@perform.register
def add_site(act: AddSite, writing: Writing) -> Performed:
    """A new site, in the tree of study.yaml."""
    text = get_meta(writing.connection, STUDY)
    _write(writing, STUDY, with_site_added(text, STUDY, act.id, act.label, act.parent))
    return Performed(RemoveSite(act.id), {"site": act.id, "parent": act.parent}, files=frozenset((STUDY,)))


@perform.register
def remove_site(act: RemoveSite, writing: Writing) -> Performed:
    """A site out of the study; refused while anything belongs to it."""
    refuse_built_on(writing, "site", (act.id,))
    require_site(writing.connection, act.id)
    site = next(site for site in sites(writing.connection) if site.id == act.id)
    refuse_parent(writing.connection, "site", act.id)
    text = get_meta(writing.connection, STUDY)
    changed = with_site_removed(text, STUDY, act.id)
    _write(writing, STUDY, changed)
    again = with_site_added(changed, STUDY, site.id, site.label, site.parent)
    back = AddSite(site.id, dict(site.label), site.parent)
    return _taken_out(STUDY, {"site": act.id}, back if again == text else RestoreText(STUDY, text, changed))


@perform.register
def edit_text(act: EditText, writing: Writing) -> Performed:
    """A file as the researcher edited it."""
    old = get_meta(writing.connection, act.file)
    if act.file == CODEBOOK:
        _refuse_returned(writing.connection, act.text)
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


def require_site(connection: Connection, site: str | None) -> None:
    """Refuse a site that the study does not have; None is no site."""
    if site is not None and connection.execute("SELECT 1 FROM site WHERE id = ?", (site,)).fetchone() is None:
        raise NotFoundError(_("There is no site {name} in this study.").format(name=site))


def _taken_out(file: str, summary: Mapping[str, object], back: object) -> Performed:
    return Performed(back, summary, files=frozenset((file,)))


def refuse_parent(connection: Connection, table: str, name: str) -> None:
    """Refuse to take out a code or a site that has others below it."""
    if row := connection.execute(f"SELECT id FROM {table} WHERE parent = ? ORDER BY position", (name,)).fetchone():
        raise InputError(_("{name} has {below} below it; it cannot be taken out.").format(name=name, below=row[0]))


def _write(writing: Writing, file: str, text: str) -> None:
    writing.connection.execute("PRAGMA defer_foreign_keys = ON")
    if file == CODEBOOK:
        codebook = read_codebook(text, file)
        if writing.book is None:
            writing.book = codes(writing.connection)
        _write_codes(writing.connection, codebook)
        set_meta(writing.connection, "codebook title", json.dumps(dict(codebook.title), ensure_ascii=False))
    else:
        study = read_study(text, file)
        _write_sites(writing.connection, study.sites)
        _refuse_followed(writing.connection, study.guides)
        set_meta(writing.connection, "settings", json.dumps(_settings(study), ensure_ascii=False))
    set_meta(writing.connection, file, text)
    set_meta(writing.connection, f"seen {file}", UNWRITTEN)


def write_codebook(writing: Writing, text: str) -> None:
    """Write the text of codebook.yaml and the tables read from it."""
    _write(writing, CODEBOOK, text)


def write_study(writing: Writing, text: str) -> None:
    """Write the text of study.yaml and the tables read from it."""
    _write(writing, STUDY, text)


def _settings(study: StudyFile) -> dict[str, object]:
    """What is read at each start, so that no command needs to parse YAML for it."""
    return {
        "title": dict(study.title),
        "languages": list(study.languages),
        "guides": {name: list(guide.asks) for name, guide in study.guides.items()},
        "questions": {name: [dict(guide.title), guide.questions] for name, guide in study.guides.items()},
        "variables": {
            holder: {name: asdict(variable) for name, variable in variables.items()}
            for holder, variables in study.variables.items()
        },
        "report": dict(study.report),
        "stop_words": {name: list(words) for name, words in study.stop_words.items()},
        "queries": dict(study.queries),
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


def _refuse_returned(connection: Connection, text: str) -> None:
    """Refuse a code that was merged into another and stands in the file again: an old copy, or one of a colleague."""
    known = codes(connection)
    former = {fold(alias): code.id for code in known for alias in code.aliases}
    gone = former_codes(connection)
    for node, _path in code_paths(text, CODEBOOK):
        id_ = node.get("id")
        if isinstance(id_, Text) and id_.value in gone and (now := former.get(fold(id_.value))):
            raise id_.place.error(
                _("the code {code} has become {now}, and its codings with it.").format(code=id_.value, now=now),
                _(
                    "Take it out, and keep it among the aliases of {now}; `qualcode codes --yaml` prints the codebook."
                ).format(now=now),
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
        " + (SELECT count(*) FROM part WHERE site = ?1)"
    )
    if connection.execute(query, (site,)).fetchone()[0]:
        raise InputError(
            _("{file}: the site {site} is gone, but documents or people belong to it.").format(file=STUDY, site=site),
            _("Put it back, or give them another site first."),
        )


def _refuse_followed(connection: Connection, guides: Mapping[str, Guide]) -> None:
    query = "SELECT guide, id FROM document WHERE guide IS NOT NULL AND guide NOT IN (SELECT value FROM json_each(?))"
    if row := connection.execute(query, (json.dumps(list(guides)),)).fetchone():
        raise InputError(
            _("{file}: the guide {guide} is gone, but {document} was made with it.").format(
                file=STUDY, guide=row[0], document=row[1]
            ),
            _("Put it back."),
        )
