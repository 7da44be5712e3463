"""Code saturation as sections: whether it was reached, interview by interview, group by group, and what it rests on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from qualcode.analysis.shares import exactly, rounded
from qualcode.i18n import _, decimal
from qualcode.sections import Lead, Section, texts
from qualcode.tables.saturated import about_left_out, about_whole, outcome, spread

if TYPE_CHECKING:
    from qualcode.analysis.saturation import Saturation, Step
    from qualcode.tables.saturating import SaturationTable

_BLOCKS = "▁▂▃▄▅▆▇█"
_PLACES = 60


def saturation_sections(table: SaturationTable) -> Iterator[Section]:
    """The outcome, the whole interview by interview, each group in a line, and what the figures rest on."""
    whole = table.whole
    yield Section(before=(outcome(whole, _, _share),))
    if whole.steps:
        yield _steps(table)
    if table.groups:
        yield _groups(table)
    yield Section(after=(*about_whole(whole, _, _share, decimal), *about_left_out(table), table.rule, *table.warnings))


def _share(value: float) -> str:
    return decimal(exactly(value))


def _steps(table: SaturationTable) -> Section:
    band = (_("random 5/50/95 %"),) if table.whole.band else ()
    header = ("", _("document"), _("codes"), _("new"), _("all"), _("run"), _("of base"), *band)
    rows = tuple(_step(table, number, step) for number, step in enumerate(table.whole.steps, start=1))
    return Section(
        header=(*header, _("curve"), _("new codes")),
        rows=rows,
        numbers=frozenset((0, *range(2, len(header)))),
        leads=tuple((Lead(document=step.document),) for step in table.whole.steps),
    )


def _step(table: SaturationTable, number: int, step: Step) -> tuple[str, ...]:
    whole = table.whole
    band = (spread(whole.band.cumulative[number - 1]),) if whole.band else ()
    new = ", ".join(table.labels[code] for code in step.new)
    told = (number, step.document, step.codes, len(step.new), step.cumulative, *_of_run(step), *band)
    return texts((*told, _bar(step.cumulative, whole.richness.codes), new))


def _of_run(step: Step) -> tuple[str, str]:
    ratio = "" if step.ratio is None else exactly(step.ratio)
    return "" if step.run_new is None else str(step.run_new), ratio


def _groups(table: SaturationTable) -> Section:
    header = (_("group"), _("documents"), _("codes"), _("in base"), _("reached"), _("coverage"), "Chao2", _("curve"))
    rows = tuple(_group(table.titles[group], found) for group, found in table.groups.items())
    return Section(header=header, rows=rows, numbers=frozenset((1, 2, 3, 4, 5, 6)))


def _group(title: str, found: Saturation) -> tuple[str, ...]:
    known = found.richness
    return texts(
        (
            title,
            len(found.steps),
            known.codes,
            found.base_codes,
            _("too few") if found.too_few else found.notation or _("not reached"),
            "" if known.coverage is None else exactly(known.coverage),
            "" if known.expected is None else str(rounded(known.expected, 1)),
            _curve([step.cumulative for step in found.steps]),
        )
    )


def _bar(count: int, most: int, cells: int = 12) -> str:
    """A count as a bar of so many cells at most, in eighths."""
    eighths = round(8 * cells * count / most) if most else 0
    return "█" * (eighths // 8) + ("▏▎▍▌▋▊▉"[eighths % 8 - 1] if eighths % 8 else "")


def _curve(counts: Sequence[int]) -> str:
    """A curve from nothing to its highest in one line; a long one is shown in as many places as there is room."""
    step = max(1, -(-len(counts) // _PLACES))
    shown = counts[step - 1 :: step] or counts
    return "".join(_BLOCKS[max(0, -(-count * len(_BLOCKS) // max(1, counts[-1])) - 1)] for count in shown)
