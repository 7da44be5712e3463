"""An appendix read back and compared with its study."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import click

from qualcode.cli.output import json_option, print_json, print_text, say, shortened
from qualcode.cli.studied import StudyCommand, name_study, with_study
from qualcode.i18n import _, ngettext
from qualcode.sweeping import unswept

if TYPE_CHECKING:
    from qualcode.study import Study
    from qualcode.verifying.checking import Checked
    from qualcode.verifying.findings import Finding

_MOST = 60
_LONGEST = 300


@click.command(
    "verify",
    cls=StudyCommand,
    help=_(
        "Read an appendix back (.docx .odt .html .md .xlsx), also after prose in it was edited, and say of each "
        "quotation and number whether it still holds: unchanged; changed since in the study; altered in the "
        "document, and which words; withdrawn. Traced are quotations with their citations and headings, the cells, "
        "titles, captions and rules of tables with numbers, and the numbers of introductions; not traced are the "
        "codebook, context beside quotations, figures and your own prose. The manifest beside the file says what "
        "was chosen. Exit status: 0 nothing is altered, 1 something is."
    ),
    epilog=_("Example: qualcode verify appendix.docx --study my-study"),
)
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path), metavar=_("FILE"))
@click.option(
    "--study",
    type=click.Path(exists=True, file_okay=False),
    metavar=_("STUDY"),
    callback=name_study,
    expose_value=False,
    help=_("The study it was written from; the one the shell stands in, if not said."),
)
@json_option
@with_study
@unswept
def verify_command(study: Study, file: Path, as_json: bool) -> None:
    """Verify a document."""
    from qualcode.verifying.checking import check

    told: list[str] = []
    checked = check(study, file, told.append)
    if as_json:
        print_json({**checked.verified.data(), "event": checked.event, "notes": told})
    else:
        for line in told:
            say(line)
        print_text("\n".join(_lines(checked)))
    if checked.verified.altered:
        raise SystemExit(1)


def _lines(checked: Checked) -> Iterator[str]:
    """The counts, then each finding."""
    found = checked.verified
    counted = _("Quotations: {unchanged} unchanged, {changed} changed since, {altered} altered, {withdrawn} withdrawn.")
    yield counted.format(**found.data()["quotations"])
    counted = _("Numbers: {unchanged} unchanged, {changed} changed since, {altered} altered.")
    yield counted.format(**found.data()["numbers"])
    counted = _("Headings, labels and rules: {unchanged} unchanged, {changed} changed since, {altered} altered.")
    yield counted.format(**found.data()["texts"])
    if checked.event is not None and checked.event != checked.last:
        since = checked.last - checked.event
        words = ngettext("The study has had {count} event since.", "The study has had {count} events since.", since)
        yield words.format(count=since)
    for finding in found.findings[:_MOST]:
        yield _line(finding)
    if (more := len(found.findings) - _MOST) > 0:
        words = ngettext("… and {count} more; --json has all.", "… and {count} more; --json has all.", more)
        yield words.format(count=more)


def _line(finding: Finding) -> str:
    """A finding on one line: its state, where, what, and the words."""
    number = f" #{finding.coding}" if finding.coding else ""
    where = _("{name}: {value}").format(name=f"{shortened(finding.where, _MOST)}{number}", value=_what(finding.what))
    head = _("{name}: {value}").format(name=_states()[finding.state], value=where)
    return f"{head}{_detail(finding)}"


def _detail(finding: Finding) -> str:
    if finding.why:
        return f" ({finding.why})"
    if finding.words:
        pairs = (f"“{one.before}” → “{one.after}”" for one in finding.words)
        return ": " + shortened("; ".join(pairs), _LONGEST)
    sides = (finding.written, finding.document) if finding.written != finding.document else (None, finding.document)
    said = [f"“{shortened(side, _MOST)}”" for side in sides if side is not None]
    if finding.study is not None and finding.state != "altered":
        said.append(f"“{shortened(finding.study, _MOST)}”")
    return f": {' → '.join(said)}" if said else ""


def _states() -> Mapping[str, str]:
    return {
        "unchanged": _("unchanged"),
        "changed": _("changed since"),
        "altered": _("ALTERED"),
        "withdrawn": _("withdrawn"),
        "left out": _("left out"),
    }


def _what(what: str) -> str:
    """What of a quotation or a table is meant, in words; a column of a spreadsheet by its own name."""
    return {
        "words": _("its words"),
        "citation": _("its citation"),
        "heading": _("its heading"),
        "heading moved": _("it stands under another theme"),
        "code": _("its code"),
        "site": _("its site"),
        "number": _("the number"),
        "text": _("the text"),
        "title": _("a column’s title"),
        "caption": _("a caption"),
        "rule": _("the rule under the table"),
        "copied": _("it stands there more than once"),
        "moved": _("it stands in another row or column"),
        "table": _("a table"),
        "row left out": _("a row is left out"),
        "column left out": _("a column is left out"),
        "cell left out": _("a cell is left out"),
        "rule left out": _("the rule is left out"),
        "caption left out": _("the caption is left out"),
    }.get(what, what)
