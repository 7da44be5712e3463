"""`python -m qualcode` is `qualcode`, and where both start: Ctrl-C ends them quietly from the first module on."""

from __future__ import annotations

import os
import sys

STOPPED = 130


def start() -> None:
    """Speak the language that is set, then load the command line and run it; what is wrong in the settings is said."""
    try:
        from qualcode.settings import begin

        wrong = begin()
        from qualcode.cli import main

        main(problems=() if "_QUALCODE_COMPLETE" in os.environ else wrong)
    except KeyboardInterrupt:
        sys.exit(STOPPED)


if __name__ == "__main__":
    start()
