"""Looking a study over: the file, the two YAML files, and every passage against the words it was made of."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress

from qualcode.errors import InputError
from qualcode.i18n import _
from qualcode.model.texts import Listed
from qualcode.query.words import QueryError
from qualcode.retrieving import query_of
from qualcode.store.counting.themes import covers
from qualcode.store.database.kept import STUDY
from qualcode.study import Study
from qualcode.studyfile import read_study, unknown_codes
from qualcode.tables.inclusion import Inclusions, file_of, inclusions
from qualcode.variables.tables import FIELDS, Known, table
from qualcode.variables.values import at_a_wave, checked, split

_SHOWN = 30


def problems(study: Study, documents: Iterable[Listed]) -> Iterator[str]:
    """What is wrong with a study and with these of its documents, one sentence each; none if it is whole."""
    if damage := study.damage():
        yield _("{file}: damaged: {why}").format(file=study.database, why=damage)
        return
    yield from _broken_references(study)
    for document in documents:
        yield from _altered(study, document.id)
        yield from _displaced(study, document.id)
    yield from _unknown_guides(study)
    yield from _unasked_codes(study)
    yield from _unmeant_queries(study)
    yield from _unmeant_outline(study)
    yield from _unfit_values(study)
    yield from _unreadable_inclusions(study)


def remarks(study: Study) -> Iterator[str]:
    """What is worth knowing, and nothing is wrong with: what nobody was asked, where inclusions do not fit."""
    for guide in study.guides.values():
        if not any(code in study.codebook for code in guide.asks):
            yield _("study.yaml: the guide {guide} asks for nothing that is in the codebook.").format(guide=guide.id)
    silent = [document.id for document in study.described() if document.guide is None]
    if study.guides and silent:
        yield _("Without a guide, counted as asked everything: {documents}.").format(documents=_listed(silent))
    asked = {code for guide in study.guides.values() for code in guide.asks}
    unasked = [code.id for code in study.codebook.codes if not covers(study.codebook, asked, code.id)]
    if study.guides and unasked:
        yield _("No guide asks for: {codes}.").format(codes=_listed(unasked))
    yield from _doubtful_inclusions(study)


def _unreadable_inclusions(study: Study) -> Iterator[str]:
    try:
        _inclusions(study)
    except InputError as error:
        yield str(error)


def _doubtful_inclusions(study: Study) -> Iterator[str]:
    """What the team's table of inclusions says that does not agree with itself or with the documents there."""
    with suppress(InputError):
        if table := _inclusions(study):
            for said in table.doubts:
                yield said if said.startswith(table.file) else f"{table.file}: {said}"


def _inclusions(study: Study) -> Inclusions | None:
    file = file_of(study)
    return inclusions(study, file) if file else None


def _listed(names: Sequence[str]) -> str:
    """Names on one line, the first few of many."""
    more = len(names) - _SHOWN
    return ", ".join(names[:_SHOWN]) + (_(" and {count} more").format(count=more) if more > 0 else "")


def _unfit_values(study: Study) -> Iterator[str]:
    """Values that are not what study.yaml declares: the declaration came later, or was changed."""
    known = Known(study)
    for of in ("participants", "documents"):
        described = table(study, of, known)
        for name, values in described.rows:
            for column, value in values.items():
                if column not in FIELDS[of] and (why := _unfit(known, of, column, value)):
                    yield _("{name}: {value}").format(name=name, value=why)


def _unfit(known: Known, of: str, column: str, value: str) -> str:
    try:
        variable = known.variable(of, column)
        checked(column, variable, value)
        if of == "participants":
            at_a_wave(column, variable, split(column)[1])
    except InputError as error:
        return str(error)
    return ""


def _broken_references(study: Study) -> Iterator[str]:
    for child, row, parent, _number in study.connection.execute("PRAGMA foreign_key_check"):
        yield _("{file}: row {row} of {table} points to nothing in {parent}.").format(
            file=study.database, row=row, table=child, parent=parent
        )


def _altered(study: Study, document: str) -> Iterator[str]:
    """The bytes kept of the file that was imported, if they are no longer those."""
    query = "SELECT original, sha256 FROM document JOIN document_text ON document = id WHERE id = ?"
    for original, sha256 in study.connection.execute(query, (document,)):
        if hashlib.sha256(original).hexdigest() != sha256:
            yield _("{document}: the file kept is no longer the one that was imported.").format(document=document)


def _displaced(study: Study, document: str) -> Iterator[str]:
    """Passages whose place no longer carries the words that were coded."""
    text = study.connection.execute("SELECT text FROM document_text WHERE document = ?", (document,)).fetchone()[0]
    rows = study.connection.execute('SELECT start, "end", quote FROM segment WHERE document = ?', (document,))
    for start, end, quote in rows:
        if text[start:end] != quote:
            yield _("{document}: the passage {start}–{end} does not carry the words that were coded.").format(
                document=document, start=start, end=end
            )


def _unknown_guides(study: Study) -> Iterator[str]:
    for document in study.documents():
        if document.guide and document.guide not in study.guides:
            yield _("{document}: its guide {guide} is not in study.yaml.").format(
                document=document.id, guide=document.guide
            )


def _unasked_codes(study: Study) -> Iterator[str]:
    """Codes that a guide asks for and the codebook lacks, each with its place in study.yaml."""
    yield from map(str, unknown_codes(read_study(study.text_of(STUDY), STUDY), study.codebook))


def _unmeant_outline(study: Study) -> Iterator[str]:
    """What in the outline of the appendix cannot be meant, with its place in study.yaml."""
    from qualcode.report.outline import outline_of

    try:
        outline_of(study)
    except InputError as error:
        yield str(error)


def _unmeant_queries(study: Study) -> Iterator[str]:
    """Saved queries that name what the study does not have any more."""
    for name, query in study.queries.items():
        try:
            query_of(study, query)
        except QueryError as error:
            yield _("{file}: the query {name}: {why}").format(file=STUDY, name=name, why=error)
