"""The same study gives the same bytes: on another machine, in another year, in another language, called otherwise."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from qualcode.report import output

NAMES = (*(f"a{ending}" for ending in sorted(output.WRITERS)), "tables")
SLOW, SOME = ".docx .odt .pdf .tex .md .xlsx", "sites codes methods quotations"
"""Formats that are written with a few parts alone, with blocks of each kind: the page and the tables have all."""
LATER = """\
import datetime, time
class Later(datetime.datetime):
    @classmethod
    def now(cls, tz=None):
        return super().now(tz) + datetime.timedelta(days=4000)
    @classmethod
    def today(cls):
        return cls.now()
    @classmethod
    def utcnow(cls):
        return super().utcnow() + datetime.timedelta(days=4000)
datetime.datetime = Later
was, local, universal = time.time, time.localtime, time.gmtime
time.time = lambda: was() + 4000 * 86400
time.localtime = lambda seconds=None: local(time.time() if seconds is None else seconds)
time.gmtime = lambda seconds=None: universal(time.time() if seconds is None else seconds)
"""
WRITE = """\
import os, sys
os.umask(int(sys.argv[3], 8))
from pathlib import Path
from dataclasses import replace
from qualcode.report.appendix import choose
from qualcode.report.outlining import Listed
from qualcode.report.output import write_chosen
from qualcode.study import Study
with Study.open(sys.argv[1], sys.argv[5]) as study:
    whole = choose(study, "fr", "consensus")
    some = replace(whole, outline=tuple(map(Listed, sys.argv[6].split())))
    for name in sys.argv[4].split():
        place = Path(sys.argv[2]) / name
        place.parent.mkdir(exist_ok=True)
        write_chosen(study, place, some if place.suffix in sys.argv[7].split() else whole)
"""
HERE = {"TZ": "Pacific/Kiritimati", "LC_ALL": "fr_FR.UTF-8", "LANG": "fr_FR.UTF-8", "QUALCODE_LANG": "fr",
        "PYTHONHASHSEED": "1", "COLUMNS": "40", "PYTHONUTF8": "1", "USER": "odile", "LOGNAME": "odile"}  # fmt: skip
THERE = {"TZ": "America/Lima", "LC_ALL": "C", "LANG": "C", "QUALCODE_LANG": "en", "PYTHONHASHSEED": "2",
         "COLUMNS": "200", "PYTHONUTF8": "0", "USER": "karim", "LOGNAME": "karim"}  # fmt: skip


def write(study: Path, program: str, said: dict[str, str], umask: str, coder: str) -> dict[str, bytes]:
    """All that a program writes in a new folder, by name; it is run in the study's own parent folder."""
    folder = study.parent
    for name in ("out", "home", "tmp"):
        (folder / name).mkdir()
    environment = {**os.environ, **said, "HOME": str(folder / "home"), "TMPDIR": str(folder / "tmp"),
                   "XDG_CONFIG_HOME": str(folder / "home"), "QUALCODE_SETTINGS": str(folder / "settings.yaml"),
                   "PYTHONPATH": str(Path(output.__file__).parents[2])}  # fmt: skip
    arguments = (study.name, "out", umask, " ".join(NAMES), coder, SOME, SLOW)
    subprocess.run([sys.executable, "-c", program, *arguments], check=True, env=environment, cwd=folder)
    return {str(path.relative_to(folder / "out")): path.read_bytes() for path in sorted((folder / "out").rglob("*.*"))}


@pytest.fixture(scope="module")
def written(demonstration: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[dict[str, bytes], dict[str, bytes]]:
    """The demonstration's appendix in all formats, from two copies of the study in two very different places."""
    here = tmp_path_factory.mktemp("here")
    shutil.copytree(demonstration, here / "study")
    there = tmp_path_factory.mktemp("où que ce soit") / "deep" / "er"
    there.mkdir(parents=True)
    shutil.copytree(here / "study", there / "another name", copy_function=shutil.copyfile)
    return (
        write(here / "study", WRITE, HERE, "022", "odile"),
        write(there / "another name", LATER + WRITE, THERE, "077", "karim"),
    )


@pytest.mark.parametrize("name", [*NAMES, "manifest.json"])
def test_the_same_bytes_anywhere(name: str, written: tuple[dict[str, bytes], dict[str, bytes]]) -> None:
    first, second = ({path: data for path, data in each.items() if path.split("/")[0] == name} for each in written)
    assert first
    assert first == second


def test_nothing_of_the_machine_is_in_a_manifest(written: tuple[dict[str, bytes], dict[str, bytes]]) -> None:
    text = b"".join(data for path, data in written[0].items() if path.endswith("manifest.json")).decode()
    for word in ("/", "odile", "karim", "Kiritimati", "another name"):
        assert word not in text.replace("application/", "")
