"""Looking a study over: the file, the YAML, and every passage against the words it was made of."""

from __future__ import annotations

from collections.abc import Iterator

from qualcode.i18n import _
from qualcode.study import Study


def problems(study: Study) -> list[str]:
    """What is wrong with a study, one sentence each; empty if it is whole."""
    if damage := study.damage():
        return [_("{file}: damaged: {why}").format(file=study.database, why=damage)]
    return [*_broken_references(study), *_displaced(study), *_unknown_guides(study), *_unasked_codes(study)]


def _broken_references(study: Study) -> Iterator[str]:
    for table, row, parent, _number in study.connection.execute("PRAGMA foreign_key_check"):
        yield _("{file}: row {row} of {table} points to nothing in {parent}.").format(
            file=study.database, row=row, table=table, parent=parent
        )


def _displaced(study: Study) -> Iterator[str]:
    """Passages whose place no longer carries the words that were coded."""
    rows = study.connection.execute('SELECT document, start, "end", quote FROM segment ORDER BY document')
    text, loaded = "", None
    for document, start, end, quote in rows:
        if document != loaded:
            text, loaded = study.transcript(document).text, document
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
