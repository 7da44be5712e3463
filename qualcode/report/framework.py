"""The framework matrix in the appendix: what each person and each site says of each theme, as a researcher wrote it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from qualcode.framework.matrix import whole_cells
from qualcode.i18n import Say
from qualcode.linking import for_reading, links
from qualcode.report.anchors import LABEL
from qualcode.report.document import Block, Column, Lazy, Paragraph, Reference, Row, Section, Table, quoted_at
from qualcode.report.parts import Facts, only
from qualcode.report.typography import clean

if TYPE_CHECKING:
    from qualcode.framework.matrix import Framework, FrameworkCell
    from qualcode.model.counts import ThemeRow

THEMES_A_TABLE = 3
"""Summaries are sentences; more columns of them than this no page holds."""


def framework(matrices: Sequence[Framework], facts: Facts, captions: Sequence[str], _: Say) -> Section:
    """The matrices one after the other, each with its caption; the last caption is that of the sheet with all."""
    rule = " ".join(
        (
            _(
                "Each summary is written by a researcher, never generated; a citation in brackets names its passage, "
                "and on a page leads to the quotation, where that is shown."
            ),
            _("[to be reviewed]: a passage, a definition or a text beneath it has changed since it was written."),
        )
    )
    if facts.where:
        rule = f"{rule} {whole_cells(_)} {only(facts.where, _)}"
    stale = _("[to be reviewed]") + " "

    def blocks() -> Iterator[Block]:
        yield Paragraph(rule)
        for matrix, caption in zip(matrices, captions, strict=False):
            yield from _tables(matrix, facts, caption, (_holder_title(matrix, _), stale, only(facts.where, _)))

    columns = (
        Column(_("Holder id"), key="holder"),
        Column(_("Holder")),
        Column(_("Code id"), key="code"),
        Column(_("Theme"), share=2, key=LABEL),
        Column(_("Summary"), share=8, key="summary"),
        Column(_("State"), key="state"),
        Column(_("Coder"), key="coder"),
        Column(_("Date")),
    )
    states = {"written": _("written"), "stale": _("to be reviewed")}
    keys = tuple(f"{cell.holder}/{cell.theme}" for _matrix, cell in _filled(matrices))
    rows = Lazy(lambda: (_row(matrix, cell, facts, states) for matrix, cell in _filled(matrices)))
    sheet = Table("framework", captions[-1], columns, rows, rule, keys=keys)
    return Section("framework", _("Framework matrix"), Lazy(blocks), (sheet,), wide=True)


def _holder_title(matrix: Framework, _: Say) -> str:
    return _("Participant") if matrix.by == "participant" else _("Site")


def _tables(matrix: Framework, facts: Facts, caption: str, words: tuple[str, str, str]) -> Iterator[Block]:
    """A few themes a table; only themes and holders of which something is written."""
    title, stale, note = words
    written = {(cell.theme, cell.holder): cell for cell in matrix.cells() if cell.text}
    themes = [row for row in matrix.themes if any(row.code == theme for theme, _holder in written)]
    for part in (themes[at : at + THEMES_A_TABLE] for at in range(0, len(themes), THEMES_A_TABLE)):
        holders = [holder for holder in matrix.holders if any((row.code, holder) in written for row in part)]
        columns = (Column(title, key=LABEL), *(Column(_label(row, facts), share=3, key=row.code) for row in part))
        rows = [
            (
                _holder_name(holder, facts),
                *(_shown(matrix, written.get((row.code, holder)), stale) for row in part),
            )
            for holder in holders
        ]
        shown = [cell for row in part for holder in holders if (cell := written.get((row.code, holder)))]
        cites = {_shown(matrix, cell, stale): tuple(_cited(matrix, cell)) for cell in shown}
        yield Table("framework", caption, columns, rows, note, keys=tuple(holders), cites=cites)


def _holder_name(holder: str, facts: Facts) -> str:
    noun, _colon, name = holder.partition(":")
    return facts.site_label(name) if noun == "site" else clean(name)


def _label(row: ThemeRow, facts: Facts) -> str:
    return facts.code_path(facts.codebook[row.code])


def _shown(matrix: Framework, cell: FrameworkCell | None, stale: str) -> str:
    if cell is None:
        return ""
    return stale * (cell.state == "stale") + clean(for_reading(cell.text, matrix.citations))


def _cited(matrix: Framework, cell: FrameworkCell) -> Iterator[Reference]:
    """The citations of a summary, each with where its quotation may be shown."""
    for link in links(cell.text):
        if link.coding in matrix.citations:
            called = for_reading(f"[#{link.coding}]", matrix.citations)
            yield Reference(clean(called), quoted_at(link.coding))


def _filled(matrices: Sequence[Framework]) -> Iterator[tuple[Framework, FrameworkCell]]:
    """Every cell of which something is written, with its matrix."""
    for matrix in matrices:
        for row in matrix.themes:
            for cell in (matrix.cell(row, holder) for holder in matrix.holders):
                if cell.text:
                    yield matrix, cell


def _row(matrix: Framework, cell: FrameworkCell, facts: Facts, states: dict[str, str]) -> Row:
    label = facts.code_path(facts.codebook[cell.theme])
    text = clean(for_reading(cell.text, matrix.citations))
    who = (cell.holder.partition(":")[2], _holder_name(cell.holder, facts), cell.theme, label)
    return (*who, text, states[cell.state], clean(cell.coder), cell.at[:10])
