"""A bare click program with as many commands as ours: `python benchmarks/bare_click.py COUNT --help`."""

from __future__ import annotations

import sys

import click

cli = click.Group("bare", help="A program with commands that do nothing.")
for number in range(int(sys.argv.pop(1))):
    cli.add_command(click.Command(f"command-{number}", help="Do nothing, and say it in a line of some length."))
cli()
