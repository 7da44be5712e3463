"""Looking a study over: the file, the two YAML files, and every passage against the words it was made of."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator

from qualcode.i18n import _
from qualcode.model import Listed
from qualcode.study import Study


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


def _broken_references(study: Study) -> Iterator[str]:
    for table, row, parent, _number in study.connection.execute("PRAGMA foreign_key_check"):
        yield _("{file}: row {row} of {table} points to nothing in {parent}.").format(
            file=study.database, row=row, table=table, parent=parent
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
    for guide in study.guides.values():
        for code in guide.asks:
            if code not in study.codebook:
                yield _("study.yaml: the guide {guide} asks for {code}, which is not in the codebook.").format(
                    guide=guide.id, code=code
                )
