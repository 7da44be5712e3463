"""A file beside a study: read, compared with the appendix as it would be written now, and as it was written then."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from qualcode.errors import InputError, QualcodeError
from qualcode.files import read_file
from qualcode.i18n import _
from qualcode.verifying.chosen import as_said, manifest_of, usual
from qualcode.verifying.comparing import Comparison, Gone
from qualcode.verifying.findings import CHANGED, WITHDRAWN, Verified
from qualcode.verifying.found import Gathered
from qualcode.verifying.held import Held, held_in

if TYPE_CHECKING:
    from qualcode.report.choices import Choices
    from qualcode.study import Study

ENDINGS = (".docx", ".odt", ".html", ".md", ".xlsx")


@dataclass(frozen=True, slots=True)
class Checked:
    """What was found, and on what it rests: the event of the manifest, or None where none lay beside the file."""

    verified: Verified
    event: int | None
    last: int


def check(study: Study, path: Path, say: Callable[[str], None] = lambda _words: None) -> Checked:
    """Compare a file with a study; `say` is told what cannot be known.

    Raises InputError where the file cannot be read, or holds nothing that an appendix of qualcode holds.
    """
    found = read(path)
    if not found.places:
        raise InputError(
            _("{file}: no quotation and no number of a study is marked in it.").format(file=path),
            _("`qualcode appendix` writes documents that can be verified; a copy of their words alone cannot be."),
        )
    sheets = path.suffix.lower() == ".xlsx"
    about = manifest_of(path)
    if not about:
        missing = _("No manifest lies beside {file}: the usual choices are taken, and what was left out is not known.")
        say(missing.format(file=path.name))
    choices, now = _now(study, found, about, sheets)
    then = _then(study, about, now, sheets, say)
    verified = Comparison(found, now, then, _gone(study, choices)).verified()
    return Checked(verified, about["event"]["number"] if about else None, study.last_event())


def read(path: Path) -> Gathered:
    """What stands at the places of a document, by its ending."""
    ending = path.suffix.lower()
    if ending not in ENDINGS:
        raise InputError(
            _("{file}: a document with the ending {ending} cannot be verified.").format(file=path, ending=ending),
            _("Known endings: {known}.").format(known=" ".join(ENDINGS)),
        )
    if ending == ".xlsx":
        from qualcode.verifying.workbook import read_workbook

        return read_workbook(path)
    data = read_file(path)
    try:
        return _read(data, ending)
    except (InputError, ValueError, KeyError) as error:
        hint = error.hint if isinstance(error, InputError) else None
        why = error.message if isinstance(error, InputError) else type(error).__name__
        raise InputError(
            _("{file}: cannot be verified: {why}.").format(file=path, why=why.rstrip(".")),
            hint or _("Open it in the program that wrote it and save it again."),
        ) from error


def _read(data: bytes, ending: str) -> Gathered:
    from qualcode.importers.formats import format_of
    from qualcode.verifying import office, pages

    if ending == ".html":
        return pages.read_html(data.decode("utf-8", "replace"))
    if ending == ".md":
        return pages.read_markdown(data.decode("utf-8", "replace"))
    kind = format_of(data)
    if kind not in ("docx", "odt"):
        raise InputError(_("it is no office document"))
    return office.read_docx(data) if kind == "docx" else office.read_odt(data)


def _now(study: Study, found: Gathered, about: Mapping[str, Any], sheets: bool) -> tuple[Choices, Held]:
    """What the appendix holds as the study is now: with the choices of the manifest, else those that fit best."""
    from qualcode.report.appendix import build

    every = (as_said(study, about),) if about else usual(study)
    held = ((choices, held_in(build(study, choices), sheets=sheets)) for choices in every)
    return max(held, key=lambda each: _fitting(found, each[1]))


def _fitting(found: Gathered, held: Held) -> int:
    """How many places of a document are as the report has them."""
    verified = Comparison(found, held, None, lambda _coding: (CHANGED, "")).verified()
    return verified.quotations["unchanged"] + verified.numbers["unchanged"] + verified.texts["unchanged"]


def _then(study: Study, about: Mapping[str, Any], now: Held, sheets: bool, say: Callable[[str], None]) -> Held | None:
    """What the appendix held when it was written, as far as the study can be taken back to that."""
    from qualcode.past import at
    from qualcode.report.appendix import build

    if not about:
        return None
    event = about["event"]["number"]
    if event == study.last_event():
        return now
    try:
        with at(study, event) as past:
            return held_in(build(past, as_said(past, about)), sheets=sheets)
    except QualcodeError as error:
        say(_("What was written then is not known: {why}").format(why=error.message))
        return None


def _gone(study: Study, choices: Choices) -> Gone:
    """Why a coding is not quoted now."""
    from qualcode.report.consents import Consents

    consents = Consents(study)

    def gone(coding: int) -> tuple[str, str]:
        found = study.quotations_of([coding])
        if not found:
            return WITHDRAWN, _("the coding is gone")
        if not choices.unconsented and consents.withheld(coding, found[0].participants):
            return WITHDRAWN, _("there is no consent to quote it")
        return CHANGED, _("it is no longer among the quotations chosen")

    return gone
