"""Pandoc, once, for reading and writing office formats; nothing else starts it."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryFile
from typing import Any

from qualcode.errors import InputError, QualcodeError
from qualcode.i18n import _
from qualcode.officetext import text_of

_READ_SECONDS = 300
_LOOK_SECONDS = 0.5
"""How often it is looked whether what pandoc writes is still wanted."""
_MOST_MEMORY = "-M4G"
"""The memory that pandoc may use, reading or writing."""
_SPARING = ("-A4m", "-c")
"""Writing takes a third longer so, and two thirds of the memory."""
_NO_MEMORY = (251, -9, 137)
"""How pandoc ends when that is not enough, or when the system has no more to give."""


def read_office(source: Path | bytes, kind: str) -> str:
    """The text of a `docx`, an `odt` or an `html` page in UTF-8, a line for each paragraph.

    Pandoc reads strangers' files in its sandbox, without network. Tracked insertions are in, deletions and comments
    out. Raises InputError where it cannot read the file.
    """
    data = source.read_bytes() if isinstance(source, Path) else source
    return text_of(_tree(data, "html-smart" if kind == "html" else kind, "accept"))


def read_comments(data: bytes) -> Any:
    """Pandoc's tree of a `docx` with its comments and tracked changes in it, for `officecomments`.

    Raises InputError where pandoc cannot read the file.
    """
    return _tree(data, "docx", "all")


def _tree(data: bytes, form: str, changes: str) -> Any:
    """Pandoc's tree of a document: what `changes` are tracked in it accepted, or all of them there."""
    command = [
        pandoc(),
        "+RTS",
        _MOST_MEMORY,
        "-RTS",
        "--sandbox",
        f"--from={form}",
        "--to=json",
        f"--track-changes={changes}",
    ]
    try:
        done = subprocess.run(command, input=data, capture_output=True, timeout=_READ_SECONDS, check=True)
    except subprocess.TimeoutExpired as error:
        raise InputError(_("the document takes too long to read"), _("Save it as text and import that.")) from error
    except subprocess.CalledProcessError as error:
        why = error.stderr.decode(errors="replace").strip().split("\n")[0]
        raise InputError(
            _("the document is damaged and cannot be read: {why}").format(why=why),
            _("Open it in the program that wrote it and save it again."),
        ) from error
    return json.loads(done.stdout)


def page_of_markdown(text: str) -> str:
    """A Markdown text as HTML, its own elements and their names kept, nothing of it made typographic.

    Raises InputError where pandoc cannot read it.
    """
    command = [pandoc(), "+RTS", _MOST_MEMORY, "-RTS", "--sandbox", "--from=commonmark_x-smart", "--to=html"]
    try:
        done = subprocess.run(
            [*command, "--wrap=preserve"], input=text.encode(), capture_output=True, timeout=_READ_SECONDS, check=True
        )
    except (subprocess.TimeoutExpired, subprocess.CalledProcessError) as error:
        raise InputError(_("the document takes too long to read"), _("Verify it in another format.")) from error
    return done.stdout.decode()


def unhurried() -> None:
    """Where nobody would stop what goes on."""


def write_office(
    html: str,
    form: str,
    reference: Path,
    filters: Sequence[Path],
    at: datetime,
    waiting: Callable[[], None] = unhurried,
) -> bytes:
    """Our own HTML as a `docx` or an `odt`, in the styles of `reference`, dated `at` whatever the clock says.

    `filters` are Lua filters of ours. The HTML must hold no address: pandoc would fetch it. `waiting` is called now and
    then while pandoc works; where it raises, pandoc is ended.
    """
    options = [f"--lua-filter={each}" for each in filters]
    options += [f"--reference-doc={reference}", "--shift-heading-level-by=-1", "--standalone"]
    environment = os.environ | {"SOURCE_DATE_EPOCH": str(int(at.timestamp())), "LC_ALL": "C.UTF-8", "TZ": "UTC"}
    command = [pandoc(), "+RTS", *_SPARING, _MOST_MEMORY, "-RTS", "--from=html", f"--to={form}", "--output=-", *options]
    done = waited(command, html.encode(), environment, waiting)
    if done.returncode in _NO_MEMORY:
        raise QualcodeError(
            _("Pandoc has not the memory to write so much as {format}.").format(format=form),
            _("Write .html, .xlsx or CSV, or a part at a time: qualcode appendix --where, --site or --code."),
        )
    if done.returncode:
        why = done.stderr.decode(errors="replace").strip()
        raise QualcodeError(_("Pandoc could not write {format}: {why}").format(format=form, why=why))
    return done.stdout


def waited(
    command: Sequence[str], data: bytes, environment: Mapping[str, str], waiting: Callable[[], None]
) -> subprocess.CompletedProcess[bytes]:
    """Run a program on data to its end; where `waiting` raises meanwhile, the program is ended."""
    pipe = subprocess.PIPE
    with TemporaryFile() as given:
        given.write(data)
        given.seek(0)
        with subprocess.Popen(command, stdin=given, stdout=pipe, stderr=pipe, env=environment) as program:
            while True:
                try:
                    out, complaints = program.communicate(timeout=_LOOK_SECONDS)
                    return subprocess.CompletedProcess(command, program.returncode, out, complaints)
                except subprocess.TimeoutExpired:
                    _kept_or_ended(program, waiting)
                except BaseException:
                    program.kill()
                    raise


def _kept_or_ended(program: subprocess.Popen[bytes], waiting: Callable[[], None]) -> None:
    try:
        waiting()
    except BaseException:
        program.kill()
        raise


def pandoc() -> str:
    """Where the pandoc program is: in its wheel, else the system's."""
    try:
        import pypandoc

        return str(pypandoc.get_pandoc_path())
    except (ImportError, OSError) as missing:
        raise QualcodeError(
            _("Pandoc is not installed, and this format needs it."),
            _("Install pandoc, or choose another format."),
        ) from missing
