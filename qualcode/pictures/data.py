"""A picture's data as plain values, for scripts: everything that is drawn, by the names of its fields."""

from __future__ import annotations

from dataclasses import fields, is_dataclass
from datetime import date
from typing import Any

_OF_LOOKS = frozenset(("hue", "tag", "language", "title"))
"""Fields that say how a picture looks, or what stands beside its data."""


def picture_data(picture: Any) -> dict[str, Any]:
    """What a picture shows, as JSON carries it: its columns, bands, bars, lanes, points, nodes and edges."""
    return {each.name: _plain(getattr(picture, each.name)) for each in fields(picture) if each.name not in _OF_LOOKS}


def _plain(value: Any) -> Any:
    if is_dataclass(value):
        return picture_data(value)
    if hasattr(value, "_asdict"):
        return {name: _plain(part) for name, part in value._asdict().items()}
    if isinstance(value, tuple | list):
        return [_plain(part) for part in value]
    if isinstance(value, float):
        return round(value, 6)
    return value.isoformat() if isinstance(value, date) else value
