"""The shape of JSON of themes by groups; it is stable."""

from __future__ import annotations

from typing import Any

from qualcode.analysis.shares import share_of
from qualcode.model.counts import Cell, ThemeTable


def theme_data(table: ThemeTable) -> dict[str, Any]:
    """A table of themes as `themes --json` prints it; `total` is a union over all groups."""
    return {
        "rule": table.rule,
        "by": list(table.by),
        "where": [str(condition) for condition in table.where],
        "groups": [{"group": group, "N": people} for group, people in table.groups.items()],
        "total": {"N": table.total},
        "rows": [
            {
                "code": row.code,
                "label": row.label,
                "depth": row.depth,
                "cells": {group: _cell_data(cell, table.groups[group]) for group, cell in row.cells.items()},
                "total": _cell_data(row.total, table.total),
            }
            for row in table.rows
        ],
    }


def _cell_data(cell: Cell, people: int) -> dict[str, Any]:
    """A cell with the share of people and its interval, null where too few people are there."""
    share, low, high = share_of(cell.participants, people) or (None, None, None)
    return {**cell._asdict(), "share": _rounded(share), "low": _rounded(low), "high": _rounded(high)}


def _rounded(share: float | None) -> float | None:
    return None if share is None else round(share, 4)
