"""`--yaml`: the text of a YAML file as the study knows it, for whoever broke the file and wants it back."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from qualcode.cli.output import print_file
from qualcode.cli.studied import study_folder

_FILES = {"codes": "codebook.yaml", "sites": "study.yaml"}


def yaml_option(text: str) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """The option prints and leaves: the study is not opened, so a broken file does not stand in the way."""
    return click.option("--yaml", is_flag=True, expose_value=False, callback=_print_and_leave, help=text)


def _print_and_leave(ctx: click.Context, _param: click.Parameter, wanted: bool) -> None:
    if not wanted or ctx.resilient_parsing:
        return
    print_file(_text_of(study_folder(ctx), _FILES[str(ctx.command.name)]))
    ctx.exit()


def _text_of(folder: Path, file: str) -> str:
    from qualcode.store.database.kept import get_meta
    from qualcode.store.database.sqlite import connect
    from qualcode.study import DATABASE

    connection = connect(folder / DATABASE)
    try:
        return get_meta(connection, file)
    finally:
        connection.close()
