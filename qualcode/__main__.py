"""`python -m qualcode` is `qualcode`, and where both start: Ctrl-C ends them quietly from the first module on."""

from __future__ import annotations

import sys

STOPPED = 130


def start() -> None:
    """Load the command line and run it."""
    try:
        from qualcode.cli import main

        main()
    except KeyboardInterrupt:
        sys.exit(STOPPED)


if __name__ == "__main__":
    start()
