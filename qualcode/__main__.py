"""`python -m qualcode` is `qualcode`, where no script was installed."""

from __future__ import annotations

from qualcode.cli import main

main()
