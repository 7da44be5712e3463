"""The README cannot rot: what it tells people to type exists, and what it names is there."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import click

from qualcode.cli.main import _commands, cli

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
SHELL = re.findall(r"```sh\n(.*?)```", README, re.DOTALL)


def test_its_second_command_line_is_what_ci_runs() -> None:
    assert SHELL[1].strip() in (ROOT / ".ci" / "run").read_text(encoding="utf-8").splitlines()


def test_its_first_command_line_opens_the_demonstration() -> None:
    assert SHELL[0].strip().endswith("qualcode demo")


def test_every_command_it_tells_people_to_type_exists() -> None:
    guide = re.findall(r"```sh\n(.*?)```", (ROOT / "docs" / "guide.md").read_text(encoding="utf-8"), re.DOTALL)
    typed = re.findall(r"^qualcode (\S+)", "".join((*SHELL, *guide)), re.MULTILINE)
    assert len(typed) >= 20
    assert set(typed) - {"my-study"} <= set(_commands())


def test_every_command_has_an_example_of_itself_in_its_help() -> None:
    for path, command in _all_commands(cli, "qualcode"):
        assert command.epilog and "qualcode" in command.epilog, path
        assert command.help, path


def test_every_folder_and_module_it_names_is_there() -> None:
    tree = README.split("## Where things are")[1].split("```")[1]
    assert "importers/" in tree
    for name in re.findall(r"^(?:  )?((?:[\w.]+/?[ ])*[\w.]+/?)(?=  )", tree, re.MULTILINE):
        for part in name.split():
            assert (ROOT / part).exists() or (ROOT / "qualcode" / part).exists(), part


def test_the_picture_it_shows_is_there() -> None:
    for picture in re.findall(r"!\[[^\]]*\]\(([^)]+)\)", README):
        assert (ROOT / picture).is_file(), picture


def test_the_changelog_speaks_of_this_version() -> None:
    version = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]
    assert f"## {version}" in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")


def _all_commands(command: click.Command, path: str) -> list[tuple[str, click.Command]]:
    if not isinstance(command, click.Group):
        return [(path, command)]
    context = click.Context(command)
    names = command.list_commands(context)
    below = [(f"{path} {name}", command.get_command(context, name)) for name in names]
    return [(path, command), *(leaf for name, child in below if child for leaf in _all_commands(child, name))]
