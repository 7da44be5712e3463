"""The moments of other programs as ISO 8601."""

from __future__ import annotations

import re
from datetime import datetime

_ISO = re.compile(r"(\d{4}-\d\d-\d\d)(?:[ T](\d\d:\d\d)(:\d\d)?(?:\.\d+)?(Z|[+-]\d\d:?\d\d)?)?")
_ENGLISH = "%a %b %d %H:%M:%S %Y"


def moment(written: str) -> str | None:
    """A moment as ISO 8601, with the zone it is written with; None for what is none."""
    text = written.strip()
    if match := _ISO.fullmatch(text):
        day, minute, second, zone = match.groups()
        iso = f"{day}T{minute}{second or ':00'}{zone or ''}" if minute else day
        return iso if _exists(iso) else None
    try:
        return datetime.strptime(" ".join(text.split()), _ENGLISH).isoformat()
    except ValueError:
        return None


def _exists(iso: str) -> bool:
    try:
        datetime.fromisoformat(iso)
    except ValueError:
        return False
    return True
