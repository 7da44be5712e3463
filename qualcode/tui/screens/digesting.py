"""Asking for the periodic report: since when, until when, of which region, into which file."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from qualcode.errors import InputError, QualcodeError
from qualcode.i18n import LANGUAGES, _
from qualcode.naming import names_of_sites
from qualcode.tui.desk import Desk
from qualcode.tui.paths import completions, paths_named
from qualcode.tui.screens.form import Answers, Field, Form
from qualcode.tui.screens.writing import Writing, said_of, unless_there
from qualcode.tui.widgets.typing import among

if TYPE_CHECKING:
    from qualcode.report.watching import Tell
    from qualcode.study import Study
    from qualcode.tui.app import QualcodeApp


def ask_for_digest(app: QualcodeApp, desk: Desk) -> None:
    """Ask for the period, the region and the file, then write the report; a file there already is asked about."""
    fields = [
        Field("since", _("since"), example="2013-04-02"),
        Field("until", _("until"), example="2013-06-30"),
        Field("site", _("region"), "", among(names_of_sites(desk.study.sites))),
        Field("files", _("file"), _("digest.docx"), completions),
        Field("language", _("language"), "", among(LANGUAGES)),
    ]

    def answered(answers: Answers | None) -> None:
        if answers is not None:
            paths = paths_named(answers["files"])
            unless_there(app, paths, Writing(app, desk, paths, partial(_write, answers)).start)

    title = _("Write the periodic report (days as 2013-04-02, months as 2013-04; no region is all of them)")
    app.push_screen(Form(title, fields, partial(_wrong, desk)), answered)


def _wrong(desk: Desk, answers: Answers) -> str:
    from qualcode.digest import period_of
    from qualcode.report.output import check_ending

    try:
        if not answers["since"].strip():
            return _("Say since when, as in 2013-02.")
        period_of(desk.study, answers["since"], answers["until"] or None, answers["site"] or None)
        paths = paths_named(answers["files"])
        if not paths:
            return _("Name a file, as in digest.docx.")
        for path in paths:
            check_ending(path)
        if answers["language"] not in ("", *LANGUAGES):
            raise InputError(_("Known languages: {known}.").format(known=", ".join(LANGUAGES)))
    except QualcodeError as error:
        return str(error)
    return ""


def _write(answers: Answers, study: Study, path: Path, tell: Tell) -> str:
    from qualcode.digest import digest
    from qualcode.report.digest import write_digest

    found = digest(study, answers["since"], answers["until"] or None, answers["site"] or None)
    return said_of(write_digest(study, found, path, answers["language"] or None, tell))
