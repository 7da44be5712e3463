"""How the codebook came to be, as a section: what became of each code, and every change with its day and reason."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

from qualcode.i18n import Say
from qualcode.report.document import Column, Paragraph, Row, Section, Table
from qualcode.report.parts import Caption, Facts
from qualcode.report.typography import clean

if TYPE_CHECKING:
    from qualcode.care.changelog import Entry, Life
    from qualcode.study import Study


Labels = Mapping[str, str]
"""What readers know the codes by, those that are gone among them."""


def changelog(study: Study, facts: Facts, caption: Caption, _: Say) -> Iterator[Section]:
    """The section, if anything was changed since the codebook that the study began with."""
    from qualcode.care import changelog as told

    everyone = told.lives(study)
    lives = [life for life in everyone if facts.within(life.into or life.code)]
    there = {life.code for life in lives}
    entries = [entry for entry in told.changelog(study) if entry.what != told.BEGUN]
    entries = [entry for entry in entries if facts.scope is None or entry.code in there]
    if not entries:
        return
    labels = {life.code: facts.words(life.label) or life.code for life in everyone}
    codes = Table(
        "codebook-codes",
        caption(_("What became of the codes that were changed")),
        (Column(_("Code"), share=2), Column(_("Changes"), share=4), Column(_("In the end"), share=2)),
        [_life_row(life, labels, _) for life in lives if life.entries],
        sheet=_("Codes changed"),
    )
    changes = Table(
        "codebook-changes",
        caption(_("Changes of the codebook")),
        (Column(_("Version")), Column(_("Date")), Column(_("Coder")), Column(_("Code"), share=2),
         Column(_("Change"), share=3), Column(_("Reason"), share=3)),
        [_entry_row(entry, labels, _) for entry in entries],
        sheet=_("Codebook changes"),
    )  # fmt: skip
    said = Paragraph(
        _("Each change of a code since the codebook that the study began with; what was undone is left out.")
    )
    yield Section("codebook-history", _("How the codebook came to be"), (said, codes, changes), (codes, changes))


def _life_row(life: Life, labels: Labels, _: Say) -> Row:
    ends = {"used": _("in use"), "retired": _("retired"), "merged": _("merged into {code}"), "removed": _("removed")}
    told = dict.fromkeys(_what(entry, life.code, labels, _) for entry in life.entries)
    return (
        labels[life.code],
        " → ".join(told),
        ends[life.final].format(code=_named(life.into, labels)),
    )


def _what(entry: Entry, code: str, labels: Labels, _: Say) -> str:
    """A change as it happened to a code: merged into another, or others into it."""
    if entry.what == "merged" and code != entry.code:
        return _("merged into {code}").format(code=_named(entry.code, labels))
    return _change(entry, labels, _)


def _change(entry: Entry, labels: Labels, _: Say) -> str:
    kinds = {
        "added": _("added"), "renamed": _("renamed: {before} → {after}"), "moved": _("moved: {before} → {after}"),
        "merged": _("merged with {codes}"), "split": _("split into {codes}"), "retired": _("retired"),
        "restored": _("restored"), "redefined": _("definition changed ({fields})"), "removed": _("removed"),
    }  # fmt: skip
    words = kinds[entry.what] if entry.what != "added" or not entry.others else _("split from {codes}")
    before, after = entry.before, entry.after
    if entry.what == "moved":
        before, after = _named(before, labels), _named(after, labels)
    return words.format(
        before=clean(before) or "—", after=clean(after) or "—", codes=_all(entry.others, labels),
        fields=", ".join(entry.fields),
    )  # fmt: skip


def _entry_row(entry: Entry, labels: Labels, _: Say) -> Row:
    return (
        f"v{entry.version}" if entry.version else "",
        entry.at[:10],
        clean(entry.coder),
        _named(entry.code, labels),
        _change(entry, labels, _),
        clean(entry.reason),
    )


def _all(codes: Iterable[str], labels: Labels) -> str:
    return ", ".join(_named(code, labels) for code in codes)


def _named(code: str, labels: Labels) -> str:
    return labels.get(code) or clean(code)
