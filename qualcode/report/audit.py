"""The audit trail as a part of the appendix: what a study holds of each of Halpern's six classes, and what it does not.

E. S. Halpern, *Auditing naturalistic inquiries* (1983), as Lincoln and Guba (1985) tell it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

from qualcode.i18n import Say
from qualcode.model.asking import Condition
from qualcode.model.codings import CONSENSUS, LOGBOOK, QUESTION, SETTLED
from qualcode.report.document import Column, Paragraph, Row, Section, Table
from qualcode.report.ground import Ground, ground_of, to_complete, whole
from qualcode.report.parts import INDENT, Caption, Facts
from qualcode.report.typography import clean
from qualcode.tables.trail import NOTHING, Held

if TYPE_CHECKING:
    from qualcode.report.choices import Choices
    from qualcode.study import Study

SHOWN_DIGITS = 12
"""So many digits of a text's SHA-256 stand on a page; the spreadsheet has all 64."""


class _Line(NamedTuple):
    """One thing that is held; `key` tells it from the others in any language."""

    key: str
    title: str
    held: Held


class _Class(NamedTuple):
    """One of the six, with what is held of it, and what only the researchers have."""

    key: str
    title: str
    lines: tuple[_Line, ...]
    left: str


def audit(study: Study, choices: Choices, facts: Facts, caption: Caption, _: Say) -> Iterator[Section]:
    """What is held, class by class, with its number and days, and the documents with the digests of their texts."""
    ground = ground_of(study, choices, facts, _)
    classes = _classes(ground, _)
    where = choices.conditions
    trail = _trail(classes, caption(_("Audit trail, in Halpern’s six classes")), rule(where, _), _)
    said = Paragraph(
        _(
            "What the study holds of each class of records that an auditor asks for. What stands in brackets is kept "
            "elsewhere, and is for the researchers to add."
        )
    )
    texts, sheet = _texts(ground, caption(_("Documents with the digests of their texts")), _)
    yield Section("audit", _("Audit trail"), (said, trail, texts), (_flat(classes, rule(where, _), _), sheet))


def rule(where: Sequence[Condition], _: Say) -> str:
    """What is counted and dated, in words."""
    said = _(
        "What is there: what was taken back is not counted. Days are those on which it was written, in UTC; of "
        "documents and of entries of logbooks, their own."
    )
    return f"{whole(where, _)} {said}"


def _columns(_: Say) -> tuple[Column, ...]:
    return (
        Column(_("Number"), number=True, key="number"),
        Column(_("From"), share=2, key="from"),
        Column(_("To"), share=2, key="to"),
    )


def _trail(classes: list[_Class], caption: str, said: str, _: Say) -> Table:
    rows: list[Row] = []
    keys: list[str] = []
    for place, one in enumerate(classes, start=1):
        rows.append((f"{place}. {one.title}", "", "", ""))
        keys.append("")
        for line in one.lines:
            rows.append((INDENT + line.title, *line.held))
            keys.append(f"{one.key}/{line.key}")
        rows.append((INDENT + to_complete(one.left, _), "", "", ""))
        keys.append("")
    return Table("audit", caption, (Column(_("Records"), share=5), *_columns(_)), rows, said, keys=tuple(keys))


def _flat(classes: list[_Class], said: str, _: Say) -> Table:
    """The same with the class in a column of its own."""
    lines = [(place, one, line) for place, one in enumerate(classes, start=1) for line in one.lines]
    columns = (Column(_("Class"), number=True), Column(_("Name of the class"), share=3), Column(_("Records"), share=3))
    rows = [(place, one.title, line.title, *line.held) for place, one, line in lines]
    keys = tuple(f"{one.key}/{line.key}" for _place, one, line in lines)
    title = _("Audit trail, in Halpern’s six classes")
    return Table("audit", title, (*columns, *_columns(_)), rows, said, _("Audit trail"), keys)


def _classes(ground: Ground, _: Say) -> list[_Class]:
    return [
        _Class(
            "raw",
            _("Raw data"),
            _raw(ground, _),
            _("recordings, consent forms, documents that were not brought in, and where they are kept"),
        ),
        _Class(
            "reduction",
            _("Data reduction and analysis products"),
            _reduction(ground, _),
            _("notes and tables made outside the study"),
        ),
        _Class(
            "synthesis",
            _("Data reconstruction and synthesis products"),
            _synthesis(ground, _),
            _("drafts of the report, and links to the literature"),
        ),
        _Class(
            "process",
            _("Process notes"),
            _process(ground, _),
            _("minutes of the team’s meetings, decisions on method and why"),
        ),
        _Class(
            "intentions",
            _("Materials relating to intentions and dispositions"),
            _intentions(ground, _),
            _("proposal, commission, what the researchers expected, their personal notes"),
        ),
        _Class(
            "instruments",
            _("Instrument development information"),
            _instruments(ground, _),
            _("pilots, earlier versions of guides, forms for visits, questionnaires"),
        ),
    ]


def _raw(ground: Ground, _: Say) -> tuple[_Line, ...]:
    trail = ground.trail
    documents = (
        _Line(f"documents-{kind}", _("Documents: {kind}").format(kind=ground.word(kind)), found)
        for kind, found in trail.documents.items()
    )
    return (
        *documents,
        _Line("corrected", _("Former versions of corrected texts"), trail.corrected),
        _Line("logbooks", _("Entries of the sites’ logbooks"), trail.memos.get(LOGBOOK, NOTHING)),
    )


def _reduction(ground: Ground, _: Say) -> tuple[_Line, ...]:
    trail = ground.trail
    own = (
        _Line(f"codings-{coder}-{number}",
              _("Codings of {coder}, round {round}").format(coder=clean(coder), round=number), found)
        for (coder, number), found in trail.codings.items() if coder != CONSENSUS
    )  # fmt: skip
    return (
        *own,
        _Line("keys", _("Codings marked as key quotations"), trail.keys),
        _Line("counters", _("Codings marked as counter-examples"), trail.counters),
        _Line("analytic", _("Analytic memos"), trail.memos.get("analytic", NOTHING)),
        _Line("summaries-people", _("Summaries of what a person says of a theme"),
              trail.summaries.get("participant", NOTHING)),
        _Line("queries", _("Saved queries"), Held(len(ground.study.queries))),
    )  # fmt: skip


def _synthesis(ground: Ground, _: Say) -> tuple[_Line, ...]:
    trail = ground.trail
    return (
        _Line("codes", _("Codes in the codebook"), Held(len(ground.facts.codebook.codes))),
        _Line("codebook", _("Versions of the codebook"), trail.codebook_versions),
        _Line("definitions", _("Versions of definitions"), trail.definitions),
        _Line("consensus", _("Codings of the consensus"), trail.of_coder(CONSENSUS)),
        _Line("summaries-sites", _("Summaries of what is said of a theme at a site"),
              trail.summaries.get("site", NOTHING)),
        _Line("summary-versions", _("Versions of summaries"), trail.summary_versions),
    )  # fmt: skip


def _process(ground: Ground, _: Say) -> tuple[_Line, ...]:
    trail = ground.trail
    return (
        _Line("methodological", _("Methodological memos"), trail.memos.get("methodological", NOTHING)),
        _Line("questions", _("Open questions"), trail.memos.get(QUESTION, NOTHING)),
        _Line("answered", _("Answered questions"), trail.memos.get(SETTLED, NOTHING)),
        _Line("acts", _("Acts on record"), trail.acts),
        _Line("despite", _("Reports handed out despite the disclosure check"), trail.despite),
    )


def _intentions(ground: Ground, _: Say) -> tuple[_Line, ...]:
    return (_Line("reflexive", _("Reflexive memos"), ground.trail.memos.get("reflexive", NOTHING)),)


def _instruments(ground: Ground, _: Say) -> tuple[_Line, ...]:
    guides = ground.study.guides.values()
    variables = sum(len(names) for names in ground.study.variables.values())
    return (
        _Line("guides", _("Interview guides"), Held(len(guides))),
        _Line("questions", _("Questions in the guides"), Held(sum(len(guide.questions) for guide in guides))),
        _Line("variables", _("Variables that are declared"), Held(variables)),
    )


def _texts(ground: Ground, caption: str, _: Say) -> tuple[Table, Table]:
    """The documents on a page, and with whole digests in a spreadsheet."""
    documents = sorted(ground.facts.documents, key=lambda document: document.id)
    keys = tuple(document.id for document in documents)
    columns = (
        Column(_("Document")),
        Column(_("Kind"), share=2),
        Column(_("Date"), share=2),
        Column(_("Words"), number=True, key="words"),
        Column(_("Codings"), number=True, key="codings"),
    )
    short, long = (Column("SHA-256", share=2, key=key) for key in ("sha256-begins", "sha256"))
    rows = [(each.id, ground.word(each.kind), clean(each.date or ""), each.words, each.codings) for each in documents]
    note = _(
        "The digest of each file as it was brought in or last corrected; on pages its first {digits} digits of 64. "
        "Words leave out the interviewers’; codings are those of everybody."
    ).format(digits=SHOWN_DIGITS)
    note = f"{whole(ground.choices.conditions, _)} {note}"
    short_rows = [(*row, each.sha256[:SHOWN_DIGITS]) for row, each in zip(rows, documents, strict=True)]
    long_rows = [(*row, each.sha256) for row, each in zip(rows, documents, strict=True)]
    name = _("Digests of texts")
    return (
        Table("texts", caption, (*columns, short), short_rows, note, name, keys),
        Table("texts", caption, (*columns, long), long_rows, note, name, keys),
    )
