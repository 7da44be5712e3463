"""Whether an appendix may leave the study: checked before it is written, refused or let go, and what is told of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, NamedTuple

from qualcode import i18n
from qualcode.acts import OverrideDisclosure
from qualcode.disclosure.findings import Finding, counts, leaving
from qualcode.errors import InputError
from qualcode.i18n import Say, _, known_word, ngettext, translations
from qualcode.report.appendix import build
from qualcode.report.choices import Choices
from qualcode.report.consents import records_consent
from qualcode.report.disclosed import Told, filled, unrecorded
from qualcode.report.disclosing import check, smallest
from qualcode.report.document import Report
from qualcode.report.parts import gather
from qualcode.report.pool import Pool

if TYPE_CHECKING:
    from qualcode.study import Study


@dataclass(frozen=True, slots=True)
class Release:
    """How an appendix may leave: with letters for sites, not at all with findings, or despite them and why, by whom."""

    letters: bool = False
    strict: bool = False
    despite: str = ""
    coder: str = ""


AS_USUAL = Release()


class Checked(NamedTuple):
    """A report that was looked through, and what was found in it; `told` is what the manifest says of that."""

    report: Report
    findings: tuple[Finding, ...]
    told: Mapping[str, Any]

    @property
    def left_out(self) -> int:
        """How many quotations are left out because nobody consented to them."""
        return sum(finding.left_out for finding in self.findings)


def released(choices: Choices, release: Release) -> Choices:
    """The choices of an appendix that leaves in this way."""
    return replace(choices, letters=release.letters, unconsented=bool(release.despite.strip()))


def checked(study: Study, choices: Choices) -> Checked:
    """The appendix, and what the disclosure check finds in it; nothing is written."""
    return _checked(study, choices, Pool(study, choices.where))


def let_go(study: Study, choices: Choices, release: Release) -> Checked:
    """The appendix if it may leave; what leaves despite findings is put on record first, once.

    Raises InputError where something is found and `strict` refuses it, or where no reason is given to go on.
    """
    pool = Pool(study, choices.where)
    made = _checked(study, choices, pool)
    found = leaving(made.findings)
    if not found:
        return made
    if release.strict and not release.despite.strip():
        raise InputError(
            _("Nothing was written: the disclosure check found {what}.").format(what=in_words(counts(found))),
            _('`qualcode disclose {folder}` shows where; --despite "reason" goes on, on record.').format(
                folder=study.folder
            ),
        )
    if not release.despite.strip():
        return made
    record(study, release, counts(found))
    return _told(study, choices, build(study, choices, pool), made.findings, release)


def as_then(study: Study, release: Release) -> Release:
    """How an appendix left, of a study as it was then: despite findings only where that is the study's last event.

    Raises InputError where that event is no record of it: nothing is put on record afterwards.
    """
    if not release.despite.strip():
        return release
    last = next(iter(study.events(limit=1)), None)
    if last is None or last.act != OverrideDisclosure.__name__ or last.summary["reason"] != release.despite.strip():
        raise InputError(
            _("Event {number} is no record of an appendix that was let out for this reason.").format(
                number=last.id if last else 0
            ),
            _("`qualcode log {folder}` shows the event that is, and the reason.").format(folder=study.folder),
        )
    return replace(release, coder=last.coder)


def record(study: Study, release: Release, found: Mapping[str, int]) -> None:
    """Put an override on record, unless it is the last thing there already."""
    act = OverrideDisclosure(release.despite.strip(), dict(found))
    last = next(iter(study.events(limit=1)), None)
    same = last is not None and last.act == type(act).__name__ and last.coder == release.coder
    if not (last and same and last.summary.get("reason") == act.reason):
        study.do(act, coder=release.coder)


def in_words(found: Mapping[str, int]) -> str:
    """How many of each kind, on one line."""
    return ", ".join(f"{_kind(kind)} {count}" for kind, count in found.items())


def lines(study: Study, findings: Sequence[Finding]) -> list[str]:
    """What is said of the findings where something is written: what is found, what was left out or could not be."""
    said = []
    if found := counts(findings):
        said.append(_("Disclosure check: {what}; `qualcode disclose` shows where.").format(what=in_words(found)))
    if left := sum(finding.left_out for finding in findings):
        words = ngettext("{count} quotation left out: no consent.", "{count} quotations left out: no consent.", left)
        said.append(words.format(count=left))
    return said if records_consent(study) else [*said, unrecorded(_)]


def kinds(_: Say = i18n._) -> Mapping[str, str]:
    """Each kind of finding as it is called, in the interface's language if in no other."""
    return {
        "name": _("known names"),
        "file": _("names of files"),
        "place": _("known places"),
        "email": _("e-mail addresses"),
        "telephone": _("telephone numbers"),
        "address": _("postal addresses"),
        "birth": _("dates of birth"),
        "record": _("record and social-security numbers"),
        "link": _("links and handles"),
        "consent": _("quotations without consent"),
        "excerpt": _("quotations shown whole that were shortened before they were corrected"),
        "cell": _("groups of few people"),
    }


def _kind(kind: str) -> str:
    return kinds().get(kind) or known_word(kind)


def _checked(study: Study, choices: Choices, pool: Pool) -> Checked:
    """The appendix with quotations of a pool, and what is found in it."""
    report = build(study, choices, pool)
    facts = replace(gather(study, choices.language, choices.conditions), pool=pool)
    return _told(study, choices, report, tuple(check(study, report, facts, choices)))


def _told(
    study: Study, choices: Choices, report: Report, findings: tuple[Finding, ...], release: Release = AS_USUAL
) -> Checked:
    """The report with what was found in it, told in its own part and as data."""
    said = Told(
        found=dict(counts(findings)),
        left_out=sum(finding.left_out for finding in findings),
        recorded=records_consent(study),
        smallest=smallest(study),
        letters=choices.letters,
        despite=release.despite.strip(),
        who=release.coder,
    )
    told = {
        "findings": said.found,
        "left_out": said.left_out,
        "consent": said.recorded,
        "smallest_cell": said.smallest,
        "sites": "letters" if said.letters else "names",
        **({"despite": {"who": said.who, "why": said.despite}} if said.despite else {}),
    }
    say = translations(choices.language).gettext
    return Checked(filled(report, said, kinds(say), say), findings, told)
