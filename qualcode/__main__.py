"""`python -m qualcode` is `qualcode`, and where both start: Ctrl-C ends them quietly from the first module on.

So do the signals of a closed terminal and of `kill`: what lies in temporary folders is texts, and goes with them.
"""

from __future__ import annotations

import os
import signal
import sys
from types import FrameType

STOPPED = 130


def _end(number: int, _frame: FrameType | None) -> None:
    """Leave by way of everything that puts away what it made."""
    sys.exit(128 + number)


def _end_tidily() -> None:
    for name in ("SIGTERM", "SIGHUP"):
        number = getattr(signal, name, None)  # Windows has no SIGHUP
        if number is not None and signal.getsignal(number) == signal.SIG_DFL:
            signal.signal(number, _end)


def start() -> None:
    """Speak the language that is set, then load the command line and run it; what is wrong in the settings is said."""
    try:
        _end_tidily()
        from qualcode.settings import begin

        wrong = begin()
        from qualcode.cli import main

        main(problems=() if "_QUALCODE_COMPLETE" in os.environ else wrong)
    except KeyboardInterrupt:
        sys.exit(STOPPED)


if __name__ == "__main__":
    start()
