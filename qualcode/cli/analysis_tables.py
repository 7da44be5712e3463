"""Code saturation, and codes that come together, as tables in a terminal."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING

from qualcode.cli.output import print_table, print_text, shortened
from qualcode.i18n import _

if TYPE_CHECKING:
    from qualcode.analysis.cooccurrence import Network, Pair
    from qualcode.analysis.saturation import Saturation, Spread, Step
    from qualcode.cooccurring import Cooccurrences
    from qualcode.saturating import SaturationTable

_BLOCKS = "▁▂▃▄▅▆▇█"
_WIDEST = 60
MEASURES: dict[str, Callable[[Pair], str]] = {
    "together": lambda pair: str(pair.together),
    "c": lambda pair: f"{pair.c:.2f}" + "!" * pair.unequal,
    "jaccard": lambda pair: f"{pair.jaccard:.2f}",
    "lift": lambda pair: f"{pair.lift:.1f}",
    "participants": lambda pair: str(pair.participants),
    "documents": lambda pair: str(pair.documents),
}


def show_saturation(table: SaturationTable) -> None:
    """The whole interview by interview, each group in a line, and what the figures rest on."""
    whole = table.whole
    print_text(_outcome(whole) + "\n")
    if whole.steps:
        _print_steps(table)
        print_text("")
    if table.groups:
        _print_groups(table)
        print_text("")
    print_text("\n".join((*_about_whole(whole), *_about_left_out(table), table.rule, *table.warnings)))


def _outcome(found: Saturation) -> str:
    """Whether and where saturation was reached, with the figures that say so."""
    base, run = found.criterion.base, found.criterion.run
    if found.too_few:
        words = _("Code saturation: too few interviews ({count}); a base of {base} and a run of {run} take {needed}.")
        return words.format(count=len(found.steps), base=base, run=run, needed=base + run)
    if found.reached is None:
        ratios = [step.ratio for step in found.steps if step.ratio is not None]
        if not ratios:
            return _("Code saturation: not reached; no code in the base of {base}.").format(base=base)
        words = _("Code saturation: not reached; the run with least brought {share} of the {codes} codes in the base.")
        return words.format(share=_percent(min(ratios)), codes=found.base_codes)
    last = found.steps[found.reached + run - 1]
    words = _("Code saturation: {notation}. The last run brought {new} new, {share} of the {codes} codes in the base.")
    share = _percent(last.ratio or 0.0)
    return words.format(notation=found.notation, new=last.run_new, share=share, codes=found.base_codes)


def _print_steps(table: SaturationTable) -> None:
    header = ["", _("document"), _("codes"), _("new"), _("all"), _("run"), _("of base"), *_band_header(table.whole)]
    rows = [
        [
            number,
            step.document,
            step.codes,
            len(step.new),
            step.cumulative,
            *_of_run(step),
            *_in_band(table.whole, number),
            _bar(step.cumulative, table.whole.richness.codes),
            shortened(", ".join(table.labels[code] for code in step.new)),
        ]
        for number, step in enumerate(table.whole.steps, start=1)
    ]
    print_table([*header, _("curve"), _("new codes")], rows, frozenset((0, *range(2, len(header)))))


def _band_header(found: Saturation) -> tuple[str, ...]:
    """The column of random orders, where there are any."""
    return (_("random 5/50/95 %"),) if found.band else ()


def _in_band(found: Saturation, number: int) -> tuple[str, ...]:
    return (_spread(found.band.cumulative[number - 1]),) if found.band else ()


def _of_run(step: Step) -> tuple[str, str]:
    ratio = "" if step.ratio is None else _percent(step.ratio)
    return "" if step.run_new is None else str(step.run_new), ratio


def _print_groups(table: SaturationTable) -> None:
    header = [_("group"), _("documents"), _("codes"), _("in base"), _("reached"), _("coverage"), "Chao2", _("curve")]
    rows = [
        [
            shortened(table.titles[group]),
            len(found.steps),
            found.richness.codes,
            found.base_codes,
            _("too few") if found.too_few else found.notation or _("not reached"),
            "" if found.richness.coverage is None else _percent(found.richness.coverage),
            "" if found.richness.expected is None else f"{found.richness.expected:.1f}",
            _curve([step.cumulative for step in found.steps]),
        ]
        for group, found in table.groups.items()
    ]
    print_table(header, rows, frozenset((1, 2, 3, 4, 5, 6)))


def _about_whole(found: Saturation) -> Iterator[str]:
    later = [step.ratio or 0.0 for step in found.steps[(found.reached or 0) + found.criterion.run :]]
    if found.reached is not None and later and max(later) > found.criterion.threshold:
        yield _("A later run brought more again: {share}.").format(share=_percent(max(later)))
    if band := found.band:
        yield _(
            "In {count} random orders (seed {seed}) {share} reached it; 5, 50, 95 % of them after {stops} interviews."
        ).format(count=band.orders, seed=band.seed, share=_percent(band.share), stops=_spread(band.reached))
    known = found.richness
    if known.coverage is not None and known.expected is not None:
        yield _(
            "Coverage {coverage} (Chao & Jost); {expected} codes may be expected (Chao2), {codes} were met: {once} in "
            "only one interview, {twice} in only two."
        ).format(
            coverage=_percent(known.coverage),
            expected=f"{known.expected:.1f}",
            codes=known.codes,
            once=known.once,
            twice=known.twice,
        )


def _about_left_out(table: SaturationTable) -> Iterator[str]:
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


def _spread(found: Spread) -> str:
    """`5/6/9`; a dash where the percentile lies with the orders that never reach."""
    return "/".join("—" if one is None else str(one) for one in (found.low, found.middle, found.high))


def _percent(share: float) -> str:
    return f"{100 * share:.1f} %".replace(".0 %", " %")


def _bar(count: int, most: int, cells: int = 12) -> str:
    """A count as a bar of so many cells at most, in eighths."""
    eighths = round(8 * cells * count / most) if most else 0
    return "█" * (eighths // 8) + ("▏▎▍▌▋▊▉"[eighths % 8 - 1] if eighths % 8 else "")


def _curve(counts: Sequence[int]) -> str:
    """A curve from nothing to its highest in one line; a long one is shown in as many places as there is room."""
    step = max(1, -(-len(counts) // _WIDEST))
    shown = counts[step - 1 :: step] or counts
    return "".join(_BLOCKS[max(0, -(-count * len(_BLOCKS) // max(1, counts[-1])) - 1)] for count in shown)


def show_cooccurrences(table: Cooccurrences, only: str | None, measure: str) -> None:
    """A matrix for each group, or the partners of the one code that the table is `only` of."""
    for group, network in table.groups.items():
        if table.by:
            print_text(table.titles[group])
        if not network.pairs:
            alone = _("{code} comes together with no other.").format(code=table.labels[only]) if only else ""
            print_text(alone or _("No two codes come together."))
        elif only:
            _print_partners(table, network)
        else:
            _print_matrix(table, network, measure)
        print_text("")
    print_text(table.rule)


def _print_matrix(table: Cooccurrences, network: Network, measure: str) -> None:
    """Rows by columns, each column by its row's number; of a relation that is the same both ways the upper half."""
    met = {(pair.first, pair.second): pair for pair in network.pairs}
    uses = network.codes
    header = ["", "", "n", *(str(number) for number in range(1, len(uses) + 1))]
    rows = [
        [
            str(number),
            shortened(table.labels[row.code], 40),
            str(row.units),
            *(MEASURES[measure](met[row.code, column.code]) if (row.code, column.code) in met else
              _empty(place, number, table.relation.directed) for place, column in enumerate(uses, start=1)),
        ]
        for number, row in enumerate(uses, start=1)
    ]  # fmt: skip
    print_table(header, rows, frozenset((0, *range(2, len(header)))))


def _empty(column: int, row: int, directed: bool) -> str:
    """A dot where two codes never come together; nothing on the diagonal and in a lower half that is not needed."""
    return "" if column == row or (column < row and not directed) else "·"


def _print_partners(table: Cooccurrences, network: Network) -> None:
    arrow = " → " if table.relation.directed else " – "
    header = ["", "n12", "n1", "n2", "c", "J", _("of n1"), _("of n2"), _("lift"), _("people"), _("documents"), ""]
    rows = [
        [
            arrow.join(shortened(table.labels[code], 40) for code in (pair.first, pair.second)),
            pair.together,
            pair.first_count,
            pair.second_count,
            f"{pair.c:.2f}",
            f"{pair.jaccard:.2f}",
            _percent(pair.of_first),
            _percent(pair.of_second),
            f"{pair.lift:.1f}",
            pair.participants,
            pair.documents,
            "!" if pair.unequal else "",
        ]
        for pair in network.pairs
    ]
    print_table(header, rows, frozenset(range(1, 11)))
