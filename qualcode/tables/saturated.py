"""What a curve of saturation says, in words: the outcome, what adds to it, and what was left out.

Each says it in the interface's language, or in that of `_`, with shares and numbers as they are written there.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from qualcode.analysis.shares import exactly, rounded
from qualcode.i18n import Say
from qualcode.i18n import _ as interface

if TYPE_CHECKING:
    from qualcode.analysis.saturation import Saturation, Spread
    from qualcode.tables.saturating import SaturationTable

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
