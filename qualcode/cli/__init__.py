"""The command line: each command a few lines over the study; data on stdout, narration on stderr."""

from __future__ import annotations

from qualcode.cli.main import main

__all__ = ["main"]
