"""What would give people away in an appendix, and whether a passage may be quoted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import click

from qualcode.acts import SetConsent
from qualcode.cli.choosing import quotation_options, quotations_said
from qualcode.cli.options import acting_options, chosen, filter_options
from qualcode.cli.outline import outline_asked, part_options
from qualcode.cli.output import json_option, print_json, print_sections, say
from qualcode.cli.several import carry_out_on
from qualcode.cli.studied import StudyCommand, studies, with_study
from qualcode.disclosure.findings import KINDS, Finding, counts
from qualcode.i18n import LANGUAGES, _, ngettext
from qualcode.sections import Section
from qualcode.sweeping import unswept

if TYPE_CHECKING:
    from qualcode.study import Study

_GIVEN = {"yes": True, "no": False, "unknown": None}
_MOST = 12


@click.command(
    "disclose",
    cls=StudyCommand,
    help=_(
        "Show what an appendix would hold that gives people away: names of your list (names.txt in the study's folder, "
        "or the file that study.yaml names under report: names:, a name a line: name; what is said instead; place), "
        "speakers' labels, names of files, e-mail and postal addresses, telephone numbers, dates of birth, record "
        "numbers, links; quotations without consent; groups of fewer people than report: smallest_cell: says (3). "
        "Nothing is written or sent. Exit status: 0 nothing is found, 1 something is."
    ),
    epilog=_("Example: qualcode disclose my-study --code nearness --sites letters"),
)
@click.option("--language", type=click.Choice(LANGUAGES), help=_("The study's first language, if not said."))
@click.option("--sites", type=click.Choice(["names", "letters"]), default="names", help=_("As in the appendix."))
@part_options
@quotation_options
@filter_options
@json_option
@with_study
@unswept
def disclose_command(study: Study, language: str | None, sites: str, as_json: bool, **values: Any) -> None:
    """Show what would give people away."""
    from qualcode.report.appendix import choose
    from qualcode.report.disclosed import unrecorded
    from qualcode.report.releasing import Release, checked, released

    where = chosen(study, values)
    outline, said = outline_asked(study, values), quotations_said(values)
    choices = choose(study, language, where.coder, where, outline=outline, quotations=said)
    choices = released(choices, Release(letters=sites == "letters"))
    made = checked(study, choices)
    if as_json:
        print_json({**made.told, "findings": [one.data() for one in made.findings], "counts": made.told["findings"]})
    else:
        _print(made.findings)
        if not made.told["consent"]:
            say(unrecorded(_))
    if made.findings:
        raise SystemExit(1)


def _print(findings: Sequence[Finding]) -> None:
    """The findings by kind, each with where it stands and the way out."""
    if not findings:
        say(_("Nothing was found that gives anybody away."))
        return
    print_sections([_section(kind, [one for one in findings if one.kind == kind]) for kind in KINDS
                    if any(one.kind == kind for one in findings)])  # fmt: skip
    found, left = sum(counts(findings).values()), sum(one.left_out for one in findings)
    said = ngettext("{count} finding would leave.", "{count} findings would leave.", found)
    say(said.format(count=found))
    if left:
        words = ngettext("{count} quotation left out: no consent.", "{count} quotations left out: no consent.", left)
        say(words.format(count=left))


def _section(kind: str, findings: Sequence[Finding]) -> Section:
    from qualcode.report.releasing import kinds

    by_words: dict[tuple[str, str, str], list[Finding]] = {}
    for one in findings:
        by_words.setdefault((one.words, one.severity, one.replacement), []).append(one)
    rows = [(words, severity, _where(these), instead) for (words, severity, instead), these in by_words.items()]
    header = (_("words"), _("severity"), _("where"), _("instead"))
    kept = [at for at in range(len(header)) if at < 3 or any(row[at] for row in rows)]
    title = f"{kinds()[kind]} ({len(findings)})"
    return Section(title, (ways_out()[kind],), tuple(header[at] for at in kept),
                   tuple(tuple(row[at] for at in kept) for row in rows), widest=70, most=_MOST)  # fmt: skip


def _where(findings: Sequence[Finding]) -> str:
    """The places, as far as a line holds them: a citation with its coding, a part of the appendix."""
    return ", ".join(dict.fromkeys(map(_place, findings)))


def _place(one: Finding) -> str:
    if one.coding is not None:
        return f"{one.citation} #{one.coding}"
    if one.people:
        return ngettext("{count} person", "{count} people", one.people).format(count=one.people) + f", {one.context}"
    return one.section


def ways_out() -> Mapping[str, str]:
    """What to do about each kind of finding."""
    in_text = _(
        "Correct the text with `qualcode revise`, or with E on the screen; a memo, summary or code where it stands."
    )
    return {
        **dict.fromkeys(("name", "place", "email", "telephone", "address", "birth", "record", "link"), in_text),
        "file": _("A file's name names somebody: leave it out of what you write."),
        "consent": _("They are left out; `qualcode consent STUDY CODING yes` records consent to one passage, the "
                     "variable `consent` of participants that of a person."),
        "excerpt": _("The passage has other words or bounds than its excerpt was made of: `qualcode excerpt STUDY "
                     "CODING TEXT` writes it anew."),
        "cell": _("Coarsen: --sites letters, fewer roles, broader values; or suppress: empty the rarest values. "
                  "report: smallest_cell: in study.yaml says how few are too few."),
    }  # fmt: skip


@click.command(
    "consent",
    cls=StudyCommand,
    help=_(
        "Record whether the passages of codings may be quoted: yes, no, or unknown where nobody asked. A passage's own "
        "consent goes before that of the people who speak in it (their variable `consent`); a refusal reaches all "
        "codings that share words with it. `qualcode undo` takes it back."
    ),
    epilog=_("Example: qualcode consent my-study 17 18 no"),
)
@click.argument("codings", nargs=-1, type=int, required=True, metavar=_("CODING") + "…", shell_complete=studies)
@click.argument("given", type=click.Choice(list(_GIVEN)))
@click.option("--dry-run", is_flag=True, help=_("Only say how many codings this would change, and whose."))
@json_option
@acting_options
@with_study
def consent_command(study: Study, codings: tuple[int, ...], given: str, **values: Any) -> None:
    """Record whether passages may be quoted."""
    ids = tuple(dict.fromkeys(study.coding(number).id for number in codings))
    said = {
        "yes": _("May be quoted: {codings}."),
        "no": _("May not be quoted: {codings}."),
        "unknown": _("Nobody was asked about: {codings}."),
    }[given].format(codings=", ".join(map(str, ids)))
    carry_out_on(study, ids, SetConsent(ids, _GIVEN[given]), said, values)
