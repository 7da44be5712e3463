"""Acts on what is known of documents and sites: a document's row, the fields of sites in study.yaml."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from qualcode.acts import SetDocument, SetSites
from qualcode.errors import InputError, NotFoundError
from qualcode.i18n import _
from qualcode.model.people import Site, SiteChange
from qualcode.store.acts.book import require_site, write_study
from qualcode.store.acts.performing import Performed, Writing, inverse, perform
from qualcode.store.database.kept import STUDY, get_meta, sites
from qualcode.store.database.sqlite import Connection
from qualcode.studyfile import with_site_changes
from qualcode.variables.values import split

_ROW = "SELECT site, kind, language, date, wave, guide, variables FROM document WHERE id = ?"


@inverse
@dataclass(frozen=True, slots=True)
class RestoreFields:
    """Put back what was known of a document, if it is still as it was `left`."""

    document: str
    row: Sequence[Any]
    left: Sequence[Any]


@inverse
@dataclass(frozen=True, slots=True)
class RestoreSites:
    """Put back fields of sites, if they are still as they were `left`; the file's very `text` while its digest stands.

    Sites that were made are taken out again only with the text.
    """

    fields: Mapping[str, Mapping[str, str | None]]
    left: Mapping[str, Mapping[str, str | None]]
    made: Sequence[str]
    text: str
    digest: str


@perform.register
def set_document(act: SetDocument, writing: Writing) -> Performed:
    """What is known of a document, written whole."""
    require_site(writing.connection, act.site)
    variables = json.dumps(dict(act.variables), ensure_ascii=False)
    row = [act.site, act.kind, act.language, act.date, act.wave, act.guide, variables]
    return _write_row(writing, act.document, row)


@perform.register
def restore_fields(act: RestoreFields, writing: Writing) -> Performed:
    """What was known of a document, unless it has been said otherwise since."""
    if _row(writing.connection, act.document) != list(act.left):
        message = _("What is known of {name} has been changed since; this cannot be taken back.")
        raise InputError(message.format(name=act.document))
    require_site(writing.connection, act.row[0])
    return _write_row(writing, act.document, act.row)


@perform.register
def set_sites(act: SetSites, writing: Writing) -> Performed:
    """Fields of sites and new sites, in the text of study.yaml."""
    made = [change.site for change in act.changes if change.new]
    fields = {change.site: change.fields for change in act.changes if not change.new}
    text = get_meta(writing.connection, STUDY)
    return _edit(writing, fields, made, with_site_changes(text, STUDY, act.changes))


@perform.register
def restore_sites(act: RestoreSites, writing: Writing) -> Performed:
    """Fields of sites as they were, beside whatever else was written into the file since."""
    text = get_meta(writing.connection, STUDY)
    if _digest(text) == act.digest:
        return _edit(writing, act.fields, act.made, act.text)
    if act.made or _now(writing.connection, act.left) != {site: dict(said) for site, said in act.left.items()}:
        raise InputError(
            _("{file} has been changed since; this cannot be taken back.").format(file=STUDY),
            _("Edit {file} by hand.").format(file=STUDY),
        )
    changes = [SiteChange(site, fields) for site, fields in act.fields.items()]
    return _edit(writing, act.fields, (), with_site_changes(text, STUDY, changes))


def _write_row(writing: Writing, document: str, row: Sequence[Any]) -> Performed:
    before = _row(writing.connection, document)
    query = """UPDATE document SET site = ?, kind = ?, language = ?, date = ?, wave = ?, guide = ?, variables = ?
        WHERE id = ?"""
    writing.connection.execute(query, (*row, document))
    return Performed(
        RestoreFields(document, before, list(row)),
        {"document": document},
        frozenset((document,)),
        idle=before == list(row),
    )


def _row(connection: Connection, document: str) -> list[Any]:
    row = connection.execute(_ROW, (document,)).fetchone()
    if row is None:
        raise NotFoundError(_("There is no document {name} in this study.").format(name=document))
    return list(row)


def _edit(
    writing: Writing, fields: Mapping[str, Mapping[str, str | None]], made: Sequence[str], changed: str
) -> Performed:
    """Write the changed text; what undoes it knows the fields before and after."""
    connection = writing.connection
    text, before = get_meta(connection, STUDY), _now(connection, fields)
    write_study(writing, changed)
    back = RestoreSites(before, _now(connection, fields), list(made), text, _digest(changed))
    summary = {"sites": len(fields) + len(made), "acts": [{"site": site} for site in (*fields, *made)]}
    return Performed(back, summary, files=frozenset((STUDY,)))


def _now(connection: Connection, fields: Mapping[str, Mapping[str, str | None]]) -> dict[str, dict[str, str | None]]:
    """What sites say now under some of their fields; None where they say nothing."""
    known = {site.id: site for site in sites(connection)}
    return {
        name: {field: site_field(known[name], field) if name in known else None for field in wanted}
        for name, wanted in fields.items()
    }


def site_field(site: Site, name: str) -> str | None:
    """What a site says under a field: an attribute, `label`, or `label@fr`."""
    field, language = split(name)
    if field == "label":
        return site.label.get(language)
    value = site.attributes.get(name)
    return value if value is None or isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _digest(text: str) -> str:
    return sha256(text.encode()).hexdigest()
