"""Times on record, which are of no place, as the clock of whoever reads them says them; and times of a recording."""

from __future__ import annotations

from datetime import datetime


def moment(at: str) -> str:
    """The day and the minute: `2026-11-23 06:19` for `2026-11-23T05:19:22.404+00:00` in Paris."""
    try:
        return datetime.fromisoformat(at).astimezone().strftime("%Y-%m-%d %H:%M")
    except ValueError:  # what another program wrote is shown as it stands
        return at


def day(at: str) -> str:
    """The day alone."""
    return moment(at)[:10]


def clock(seconds: float | None) -> str:
    """A time of a recording as one types it to go there: `2:05`, `1:02:30`; nothing where it is not known."""
    if seconds is None:
        return ""
    minutes, second = divmod(int(seconds), 60)
    hours, minute = divmod(minutes, 60)
    return f"{hours}:{minute:02}:{second:02}" if hours else f"{minute}:{second:02}"
