"""The shapes of JSON of the two analyses; they are stable."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from qualcode.tables.cooccurring import pair_data

if TYPE_CHECKING:
    from qualcode.analysis.cooccurrence import Network
    from qualcode.analysis.saturation import Band, Saturation, Spread
    from qualcode.tables.cooccurring import Cooccurrences
    from qualcode.tables.saturating import SaturationTable


def saturation_data(table: SaturationTable) -> dict[str, Any]:
    """What `saturation --json` prints: the whole, and each group."""
    criterion, left = table.plan.criterion, table.left_out
    return {
        "rule": table.rule,
        "warnings": list(table.warnings),
        "by": list(table.by),
        "coder": table.coder,
        "base": criterion.base,
        "run": criterion.run,
        "threshold": criterion.threshold,
        "order": table.plan.order_name,
        "kinds": list(table.kinds),
        "left_out": {
            "other_kinds": left.other_kinds,
            "not_coded": left.not_coded,
            "not_listed": left.not_listed,
        },
        "undated": table.undated,
        "whole": _curve_data(table.whole),
        "groups": [{"group": group, **_curve_data(found)} for group, found in table.groups.items()],
    }


def cooccurrence_data(table: Cooccurrences) -> dict[str, Any]:
    """What `cooccurrence --json` prints: for each group its codes and its pairs."""
    return {
        "rule": table.rule,
        "by": list(table.by),
        "coder": table.coder,
        "relation": table.relation.name,
        "within": table.relation.within,
        "level": table.level,
        "groups": [{"group": group, **_network_data(table, found)} for group, found in table.groups.items()],
    }


def _curve_data(found: Saturation) -> dict[str, Any]:
    known = found.richness
    return {
        "documents": len(found.steps),
        "codes": known.codes,
        "base_codes": found.base_codes,
        "too_few": found.too_few,
        "reached": found.reached,
        "notation": found.notation or None,
        "steps": [
            {
                "document": step.document,
                "codes": step.codes,
                "new": list(step.new),
                "cumulative": step.cumulative,
                "run_new": step.run_new,
                "ratio": None if step.ratio is None else round(step.ratio, 6),
            }
            for step in found.steps
        ],
        "richness": {
            "incidences": known.incidences,
            "once": known.once,
            "twice": known.twice,
            "coverage": None if known.coverage is None else round(known.coverage, 6),
            "chao2": None if known.expected is None else round(known.expected, 6),
        },
        "band": _band_data(found.band) if found.band else None,
    }


def _band_data(band: Band) -> dict[str, Any]:
    return {
        "orders": band.orders,
        "seed": band.seed,
        "share": round(band.share, 6),
        "reached": _spread_data(band.reached),
        "cumulative": [_spread_data(spread) for spread in band.cumulative],
    }


def _spread_data(spread: Spread) -> dict[str, int | None]:
    return {"5": spread.low, "50": spread.middle, "95": spread.high}


def _network_data(table: Cooccurrences, found: Network) -> dict[str, Any]:
    return {
        "units": found.units,
        "codes": [
            {"code": use.code, "label": table.labels[use.code], "units": use.units, "characters": use.characters}
            for use in found.codes
        ],
        "pairs": [{"first": pair.first, "second": pair.second, **pair_data(pair)} for pair in found.pairs],
    }
