"""Code saturation as sections: whether it was reached, interview by interview, group by group, and what it rests on."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING

from qualcode.analysis.shares import exactly, rounded
from qualcode.i18n import _
from qualcode.i18n import _ as interface
from qualcode.sections import Lead, Section, texts

if TYPE_CHECKING:
    from qualcode.analysis.saturation import Saturation, Spread, Step
    from qualcode.tables.saturating import SaturationTable

_BLOCKS = "▁▂▃▄▅▆▇█"
_PLACES = 60


def saturation_sections(table: SaturationTable) -> Iterator[Section]:
    """The outcome, the whole interview by interview, each group in a line, and what the figures rest on."""
    whole = table.whole
    yield Section(before=(outcome(whole),))
    if whole.steps:
        yield _steps(table)
    if table.groups:
        yield _groups(table)
    yield Section(after=(*about_whole(whole), *about_left_out(table), table.rule, *table.warnings))


Say = Callable[[str], str]
Share = Callable[[float], str]


def outcome(found: Saturation, _: Say = interface, share: Share = exactly) -> str:
    """Whether and where saturation was reached, with the figures that say so; `_` and `share` say it in a language."""
    base, run = found.criterion.base, found.criterion.run
    if found.too_few:
        words = _("Code saturation: too few interviews ({count}); a base of {base} and a run of {run} take {needed}.")
        return words.format(count=len(found.steps), base=base, run=run, needed=base + run)
    if found.reached is None:
        ratios = [step.ratio for step in found.steps if step.ratio is not None]
        if not ratios:
            return _("Code saturation: not reached; no code in the base of {base}.").format(base=base)
        words = _("Code saturation: not reached; the run with least brought {share} of the {codes} codes in the base.")
        return words.format(share=share(min(ratios)), codes=found.base_codes)
    last = found.steps[found.reached + run - 1]
    words = _("Code saturation: {notation}. The last run brought {new} new, {share} of the {codes} codes in the base.")
    of_base = share(last.ratio or 0.0)
    return words.format(notation=found.notation, new=last.run_new, share=of_base, codes=found.base_codes)


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


def about_whole(found: Saturation, _: Say = interface, share: Share = exactly, number: Say = str) -> Iterator[str]:
    """What later runs, random orders and the estimate of all codes add to the outcome."""
    later = [step.ratio or 0.0 for step in found.steps[(found.reached or 0) + found.criterion.run :]]
    if found.reached is not None and later and max(later) > found.criterion.threshold:
        yield _("A later run brought more again: {share}.").format(share=share(max(later)))
    if band := found.band:
        yield _(
            "In {count} random orders (seed {seed}) {share} reached it, after {stops} interviews (5, 50, 95 %)."
        ).format(count=band.orders, seed=band.seed, share=share(band.share), stops=spread(band.reached))
    known = found.richness
    if known.coverage is not None and known.expected is not None:
        yield _(
            "Coverage {coverage} (Chao & Jost); {expected} codes may be expected (Chao2), {codes} were met: {once} in "
            "only one interview, {twice} in only two."
        ).format(
            coverage=share(known.coverage),
            expected=number(str(rounded(known.expected, 1))),
            codes=known.codes,
            once=known.once,
            twice=known.twice,
        )


def about_left_out(table: SaturationTable, _: Say = interface) -> Iterator[str]:
    """What was not counted, where anything was not."""
    told = (
        (table.left_out.other_kinds, _("of other kinds: {count}")),
        (table.left_out.not_coded, _("not coded: {count}")),
        (table.left_out.not_listed, _("not in the order given: {count}")),
    )
    if parts := [words.format(count=count) for count, words in told if count]:
        yield _("Documents left out ({reasons}).").format(reasons=", ".join(parts))
    if table.undated:
        yield _("Documents without a date, put last: {count}.").format(count=table.undated)


def spread(found: Spread) -> str:
    """`5/6/9`; a dash where the percentile lies with the orders that never reach."""
    return "/".join("—" if one is None else str(one) for one in (found.low, found.middle, found.high))


def _bar(count: int, most: int, cells: int = 12) -> str:
    """A count as a bar of so many cells at most, in eighths."""
    eighths = round(8 * cells * count / most) if most else 0
    return "█" * (eighths // 8) + ("▏▎▍▌▋▊▉"[eighths % 8 - 1] if eighths % 8 else "")


def _curve(counts: Sequence[int]) -> str:
    """A curve from nothing to its highest in one line; a long one is shown in as many places as there is room."""
    step = max(1, -(-len(counts) // _PLACES))
    shown = counts[step - 1 :: step] or counts
    return "".join(_BLOCKS[max(0, -(-count * len(_BLOCKS) // max(1, counts[-1])) - 1)] for count in shown)
