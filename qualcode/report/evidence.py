"""Inclusions, themes from wave to wave beside numbers, and where evidence is thin, as parts of the appendix."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from qualcode.analysis.shares import rounded
from qualcode.i18n import Say, known_words
from qualcode.report import document
from qualcode.report.anchors import LABEL
from qualcode.report.document import Block, Column, Lazy, Paragraph, Row, Section, Table
from qualcode.report.matrix import continued, panels
from qualcode.report.parts import INDENT, Caption, Facts
from qualcode.report.typography import clean
from qualcode.tables.themes import SEPARATOR

if TYPE_CHECKING:
    from qualcode.analysis.thinness import Evidence
    from qualcode.analysis.trajectories import Change
    from qualcode.tables.coverage import Coverage, Quiet
    from qualcode.tables.inclusion import Counts, Inclusions
    from qualcode.tables.joint import Followed, Joint

PEOPLE_NAMED = 6
"""More people than this are counted on a page, not named; the spreadsheets name all."""


def group_label(group: str, by: Sequence[str], facts: Facts) -> str:
    """A group's name in the language of the appendix: sites by their labels."""
    parts = group.split(SEPARATOR) if len(by) > 1 else [group]
    words = known_words(facts.language)
    named = (
        facts.site_label(part) if name in ("site", "region") else words.get(part, part) if name == "kind" else part
        for name, part in zip(by, parts, strict=False)
    )
    return clean(SEPARATOR.join(named))


def dimension_labels(by: Sequence[str], facts: Facts) -> list[str]:
    """The names of dimensions in the language of the appendix; a variable's is the researcher's own."""
    words = known_words(facts.language)
    return [clean(words.get(name, name)) for name in by]


# ---------------------------------------------------------------------- inclusions


def inclusion(page: Inclusions, sheet: Inclusions, facts: Facts, caption: Caption, rule: str, _: Say) -> Section:
    """The team's numbers beside those interviewed: on a page in short, in a spreadsheet by all their columns."""
    numbers = tuple(
        Column(title, number=True, key=key)
        for key, title in (
            ("eligible", _("Eligible")),
            ("refused", _("Refused")),
            ("missed", _("Missed")),
            ("included", _("Included")),
            ("of eligible", _("Of eligible (%)")),
            ("expected", _("Expected")),
            ("of expected", _("Of expected (%)")),
            ("interviewed", _("Interviewed")),
        )
    )
    title = " / ".join(dimension_labels(page.by, facts))
    rows = [(group_label(group, page.by, facts), *_counts(page, group)) for group in page.groups]
    total = (_("Total"), *_numbers(page.total, page.total_interviewed))
    columns = (Column(title, share=2, key=LABEL), *numbers)
    named = caption(_("Inclusions, and who was interviewed"))
    table = Table("inclusion", named, columns, [*rows, total], rule, keys=(*_keys(page), "total"))
    own = tuple(
        Column(name, key=f"by {key}") for key, name in zip(sheet.by, dimension_labels(sheet.by, facts), strict=True)
    )
    all_rows = [(*_parts(group, sheet.by, facts), *_counts(sheet, group)) for group in sheet.groups]
    whole = Table("inclusion", _("Inclusions"), (*own, *numbers), all_rows, rule, keys=_keys(sheet))
    return Section("inclusion", _("Inclusions"), (table,), (whole,), table.wide)


def _keys(table: Inclusions) -> tuple[str, ...]:
    """A group with what it is a group of: a page and a spreadsheet part people differently."""
    return tuple(f"{SEPARATOR.join(table.by)}={group}" for group in table.groups)


def _parts(group: str, by: Sequence[str], facts: Facts) -> Row:
    parts = group.split(SEPARATOR) if len(by) > 1 else [group]
    return tuple(group_label(part, (name,), facts) for name, part in zip(by, parts, strict=True))


def _counts(table: Inclusions, group: str) -> Row:
    return _numbers(table.groups[group], table.interviewed[group])


def _numbers(counts: Counts, interviewed: int) -> Row:
    known: list[document.Cell] = ["" if value is None else value for value in counts]
    return (*known[:4], _percent(counts.of_eligible), known[4], _percent(counts.of_expected), interviewed)


def _percent(share: float | None) -> document.Cell:
    return "" if share is None else float(rounded(100 * share, 1))


# ---------------------------------------------------------------------- themes from wave to wave


def joint(found: Joint, facts: Facts, caption: Caption, rule: str, _: Say) -> Section:
    """Themes by group and wave, what became of each between waves, and numbers by group."""
    columns = _change_columns(_)
    captions = (
        caption(_("Participants who raised the theme, of those interviewed (n/N)")),
        caption(_("What people interviewed at two waves raised at each")),
        *((caption(_("Numbers by group")),) if found.numbers else ()),
    )

    def blocks() -> Iterator[Block]:
        yield from _theme_tables(found, facts, captions[0], rule, _)
        rows = [_change_row(theme, change, facts) for theme, change in _moved(found)]
        keys = tuple(_change_key(theme, change) for theme, change in _moved(found))
        yield Table("changes", captions[1], columns, rows, rule, keys=keys)
        if found.numbers:
            yield _numbers_table(found, facts, captions[2], rule, _)

    sheets = (
        _changes_sheet(found, facts, captions[1], rule, _),
        _ways(found, facts, rule, _),
        *(replace(_numbers_table(found, facts, each, rule, _), sheet=_("Numbers")) for each in captions[2:]),
    )
    return Section("joint", _("Themes from wave to wave"), Lazy(blocks), sheets, wide=True)


def _theme_tables(found: Joint, facts: Facts, caption: str, rule: str, _: Say) -> Iterator[Block]:
    table = found.table
    states = _states(_)
    for part in panels(table.groups):
        titles = {group: f"{group_label(group, table.by, facts)} (N\xa0=\xa0{table.groups[group]})" for group in part}
        own = (Column(title, number=True, share=2, key=f"group {group}") for group, title in titles.items())
        columns = (Column(_("Theme"), share=3, key=LABEL), *own)
        rows: list[Row] = [
            (
                INDENT * row.depth + facts.code_label(facts.codebook[row.code]),
                *(
                    f"{cell.participants}/{table.groups[group]}" if cell.state == "said" else states[cell.state]
                    for group, cell in ((group, row.cells[group]) for group in part)
                ),
            )
            for row in table.rows
        ]
        keys = tuple(row.code for row in table.rows)
        yield Table("joint", continued(caption, part, table), columns, rows, rule, keys=keys)


def _states(_: Say) -> dict[str, str]:
    return {
        "said": _("said"),
        "not_raised": _("not raised"),
        "not_asked": _("not asked"),
        "not_coded": _("not yet coded"),
        "not_interviewed": _("not interviewed"),
    }


def _change_columns(_: Say) -> tuple[Column, ...]:
    return (
        Column(_("Theme"), share=3, key=LABEL),
        Column(_("Waves"), key="waves"),
        Column(_("People at both"), number=True, key="both"),
        Column(_("Kept"), share=2, key="kept"),
        Column(_("Lost"), share=2, key="lost"),
        Column(_("Gained"), share=2, key="gained"),
        Column(_("Never raised"), share=2, key="never"),
        Column(_("Unclear"), share=2, key="unclear"),
    )


def _change_key(theme: Followed, change: Change) -> str:
    return f"{theme.code}/{change.earlier}/{change.later}"


def _moved(found: Joint) -> Iterator[tuple[Followed, Change]]:
    """What somebody raised at one wave at least."""
    for theme in found.themes:
        for change in theme.changes:
            if change.kept or change.lost or change.gained:
                yield theme, change


def _change_row(theme: Followed, change: Change, facts: Facts) -> Row:
    label = INDENT * theme.depth + facts.code_label(facts.codebook[theme.code])
    return (label, clean(f"{change.earlier} → {change.later}"), change.both, *(_who(part) for part in change[2:]))


def _who(people: Sequence[str]) -> str:
    """How many, and who where they are few."""
    if not people:
        return "0"
    named = f" ({', '.join(people)})" if len(people) <= PEOPLE_NAMED else ""
    return f"{len(people)}{named}"


def _all_changes(found: Joint, facts: Facts) -> Iterator[Row]:
    for theme in found.themes:
        label = facts.code_path(facts.codebook[theme.code])
        for change in theme.changes:
            waves = clean(f"{change.earlier} → {change.later}")
            yield (theme.code, label, waves, change.both, *(", ".join(part) for part in change[2:]))


def _changes_sheet(found: Joint, facts: Facts, caption: str, rule: str, _: Say) -> Table:
    columns = (Column(_("Code id"), key="code"), *_change_columns(_))
    keys = tuple(_change_key(theme, change) for theme in found.themes for change in theme.changes)
    return Table("changes", caption, columns, Lazy(lambda: _all_changes(found, facts)), rule, keys=keys)


def _ways(found: Joint, facts: Facts, rule: str, _: Say) -> Table:
    """Everybody's state at each wave, of those interviewed at several."""
    states = _states(_)
    columns = (
        Column(_("Code id"), key="code"),
        Column(_("Theme"), share=3, key=LABEL),
        Column(_("Participant"), key="participant"),
        *(Column(clean(wave), key=f"wave {wave}") for wave in found.waves),
    )
    ways = [
        (theme, person, way)
        for theme in found.themes
        for person, way in found.people(theme).items()
        if sum(state != "not_interviewed" for state in way) > 1
    ]

    def rows() -> Iterator[Row]:
        for theme, person, way in ways:
            label = facts.code_path(facts.codebook[theme.code])
            yield (theme.code, label, person, *(states[state] for state in way))

    caption, title = _("Each person’s way through the themes"), _("Each person’s way")
    keys = tuple(f"{theme.code}/{person}" for theme, person, _way in ways)
    return Table("trajectories", caption, columns, Lazy(rows), rule, title, keys)


def _numbers_table(found: Joint, facts: Facts, caption: str, rule: str, _: Say) -> Table:
    keys = tuple(f"{beside.name}/{group}" for beside in found.numbers for group in beside.groups)
    rows = list(_number_rows(found, facts))
    return Table("numbers", caption, _number_columns(found, facts, _), rows, rule, keys=keys)


def _number_columns(found: Joint, facts: Facts, _: Say) -> tuple[Column, ...]:
    return (
        Column(_("Number"), key=LABEL),
        Column(" / ".join(dimension_labels(found.numbers_by, facts)) or _("Group"), share=2, key="group"),
        Column("n", number=True, key="n"),
        Column(_("Mean"), number=True, key="mean"),
        Column(_("Least"), number=True, key="least"),
        Column(_("Greatest"), number=True, key="greatest"),
        Column(_("Median"), number=True, key="median"),
    )


def _number_rows(found: Joint, facts: Facts) -> Iterator[Row]:
    for beside in found.numbers:
        for group, one in beside.groups.items():
            middle: document.Cell = "" if one.median is None else float(rounded(one.median, 2))
            label = group_label(group, found.numbers_by, facts)
            yield (clean(beside.name), label, one.n, float(rounded(one.mean, 2)), one.least, one.greatest, middle)


# ---------------------------------------------------------------------- coverage


def coverage(found: Coverage, facts: Facts, caption: Caption, rule: str, _: Say) -> Section:
    """What each coder has coded, themes that rest on little, that are contradicted or absent, and quiet sites."""
    coders = Table(
        "coverage", caption(_("Documents, sites and people coded by each coder")), _coder_columns(_),
        list(_coder_rows(found, _)), rule,
        keys=tuple(f"{one.coder}/{kind}" for one in found.coders for kind in ("documents", "sites", "people")),
    )  # fmt: skip
    thin = [one for one in found.evidence if one.against or (one.segments and one.rests_on_one)]
    absent = {one.theme: one.sites for one in found.absent}
    themes_caption = caption(_("What themes rest on, and what speaks against them"))
    rows = [_theme_row(one, absent.get(one.theme, ()), facts) for one in thin]
    quiet = [_quiet_row(one, facts) for one in found.quiet]
    blocks: list[Block] = [
        coders,
        Table("evidence", themes_caption, _theme_columns(_), rows, rule, keys=tuple(one.theme for one in thin))
        if rows
        else Paragraph(
            _("No theme rests on one person, site or document, and nothing is coded as speaking against one.")
        ),
    ]
    if quiet:
        sites = caption(_("Sites without a recent document"))
        keys = tuple(one.site for one in found.quiet)
        blocks.append(Table("quiet", sites, _quiet_columns(_), quiet, rule, keys=keys))
    everything = [(one.theme, *_theme_row(one, absent.get(one.theme, ()), facts)) for one in found.evidence]
    coded, named = list(_paper_rows(found)), _("Words coded")
    keys = tuple(one.id for one in found.documents)
    papers = Table("coded", named, _paper_columns(_), coded, rule, named, keys)
    evidence = Table(
        "evidence",
        themes_caption,
        (Column(_("Code id"), key="code"), *_theme_columns(_)),
        everything,
        rule,
        _("What themes rest on"),
        tuple(one.theme for one in found.evidence),
    )
    return Section("coverage", _("Where evidence is thin"), tuple(blocks), (coders, papers, evidence), wide=True)


def _coder_columns(_: Say) -> tuple[Column, ...]:
    return (
        Column(_("Coder"), key=LABEL),
        Column(_("What"), key="kind"),
        Column(_("Coded"), number=True, key="coded"),
        Column(_("Begun"), number=True, key="begun"),
        Column(_("Not begun"), number=True, key="not begun"),
    )


def _coder_rows(found: Coverage, _: Say) -> Iterator[Row]:
    kinds = (_("Documents"), _("Sites"), _("People"))
    for one in found.coders:
        for kind, progress in zip(kinds, (one.documents, one.sites, one.people), strict=True):
            yield (clean(one.coder), kind, *map(len, progress))


def _theme_columns(_: Say) -> tuple[Column, ...]:
    numbers = {
        "participants": _("Participants"),
        "sites": _("Sites"),
        "documents": _("Documents"),
        "segments": _("Segments"),
        "counter-examples": _("Counter-examples"),
    }
    return (
        Column(_("Theme"), share=3, key=LABEL),
        *(Column(title, number=True, key=key) for key, title in numbers.items()),
        Column(_("Rests on one"), share=2, key="rests on one"),
        Column(_("Sites where it is absent though asked"), share=2, key="absent"),
    )


def _theme_row(one: Evidence, absent: Sequence[str], facts: Facts) -> Row:
    rests: Mapping[str, str] = one.rests_on_one
    named = (facts.site_label(name) if noun == "site" else clean(name) for noun, name in rests.items())
    numbers = (len(one.people), len(one.sites), len(one.documents), one.segments, one.against)
    label = facts.code_path(facts.codebook[one.theme])
    return (label, *numbers, ", ".join(named), ", ".join(map(facts.site_label, absent)))


def _quiet_columns(_: Say) -> tuple[Column, ...]:
    return (
        Column(_("Site"), share=2, key=LABEL),
        Column(_("Last document"), key="last"),
        Column(_("Its people last heard"), key="heard"),
    )


def _quiet_row(one: Quiet, facts: Facts) -> Row:
    return (facts.site_label(one.site), clean(one.last or "—"), clean(one.heard or "—"))


def _paper_columns(_: Say) -> tuple[Column, ...]:
    return (
        Column(_("Document"), key=LABEL),
        Column(_("Words"), number=True, key="words"),
        Column(_("Words coded"), number=True, key="words coded"),
        Column(_("Coded by"), key="coded by"),
        Column(_("Begun by"), key="begun by"),
    )


def _paper_rows(found: Coverage) -> Iterator[Row]:
    for one in found.documents:
        yield (one.id, one.words, one.coded, clean(", ".join(one.done)), clean(", ".join(one.begun)))
