"""How far a long task is, in words. Pure."""

from __future__ import annotations

import traceback

from qualcode.i18n import _


def how_far(done: int, count: int, seconds: float) -> str:
    """`3 of 12 · about 5 s left`, after so many seconds; the estimate comes with the first that is done."""
    words = _("{done} of {count}").format(done=done, count=count)
    if not done or done == count:
        return words
    return words + " · " + _("about {time} left").format(time=duration(seconds / done * (count - done)))


def duration(seconds: float) -> str:
    """Seconds as a person says them."""
    if seconds < 90:
        return _("{count} s").format(count=max(1, round(seconds)))
    return _("{count} min").format(count=round(seconds / 60))


def fault(error: BaseException) -> str:
    """An error that should not be, in a sentence: its kind and its place in the code, never its values."""
    frames = traceback.extract_tb(error.__traceback__)
    place = f"{frames[-1].filename.rpartition('/')[2]}:{frames[-1].lineno}" if frames else "?"
    return _("a fault of qualcode itself ({kind} at {place})").format(kind=type(error).__name__, place=place)
