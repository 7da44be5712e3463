"""Who speaks: showing it, and saying it, one by one or by a table."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import click

from qualcode.cli.completing import names_of
from qualcode.cli.options import acting, acting_options, site_id
from qualcode.cli.output import json_option, print_json, print_table, say
from qualcode.cli.studied import StudyCommand, with_study
from qualcode.i18n import _, ngettext

if TYPE_CHECKING:
    from qualcode.acts import MapSpeaker
    from qualcode.intake import Person
    from qualcode.model.texts import Transcript
    from qualcode.study import Study


@click.command(
    "speakers",
    cls=StudyCommand,
    help=_(
        "Show who speaks in a document; with a label, say who that is. With --turns, give turns to another speaker: a "
        "label that is new is a new person. Two labels of one participant are one person."
    ),
    epilog=_("Example: qualcode speakers my-study L03 Nadia --participant MSP03 --role worker"),
)
@click.argument("document", required=False, shell_complete=names_of("document"))
@click.argument("label", required=False, metavar="[" + _("SPEAKER") + "]")
@click.option(
    "--participant",
    default="",
    metavar=_("PERSON"),
    shell_complete=names_of("participant"),
    help=_("The person's id; one the study does not know is made, and said to be new."),
)
@click.option("--new-participant", is_flag=True, help=_("Insist on a person whose id is nearly a known one."))
@click.option("--interviewer", is_flag=True, help=_("The speaker asks the questions."))
@click.option("--role", default="", metavar=_("ROLE"), shell_complete=names_of("role"), help=_("The person's role."))
@click.option(
    "--site", default="", metavar=_("SITE"), shell_complete=names_of("site"), help=_("The person's own site.")
)
@click.option("--turns", default="", metavar=_("TURNS"), help=_("Turns to give to somebody else, as in 12-30,41."))
@click.option(
    "--to", default="", metavar="[" + _("SPEAKER") + "]", help=_("Who speaks in them: a label, new or known.")
)
@acting_options
@json_option
@with_study
def speakers_command(study: Study, document: str | None, label: str | None, as_json: bool, **options: Any) -> None:
    """Show speakers, map one, or give turns to another."""
    if options["turns"] or options["to"]:
        _reassign(study, document, label, options)
    elif document is not None and label is not None:
        _map_one(study, study.document(document).id, label, options)
    else:
        names = [study.document(document).id] if document else [listed.id for listed in study.catalogue()]
        _list(study, names, as_json)


def map_table(study: Study, people: Mapping[str, tuple[Person, ...]], options: Mapping[str, Any]) -> None:
    """Say who speaks in documents of the study, as a speakers table has it; with `dry_run` only look."""
    from qualcode.naming import called, document_called
    from qualcode.speaking import describing

    before = {person.id for person in study.participants()}
    taken = set(before)
    documents = called(study.catalogue())
    said = [
        (person, _mapping(study, document_called(name, documents), person, taken))
        for name, persons in people.items()
        for person in persons
    ]
    acts = [act for _person, act in said]
    values = describing(study, said)
    if not options["dry_run"]:
        with acting(study, options["coder"], options["new_coder"]) as coder:
            study.do(*acts, *values, coder=coder)
    told = (
        ngettext("{count} speaker would be mapped.", "{count} speakers would be mapped.", len(acts))
        if options["dry_run"]
        else ngettext("{count} speaker mapped.", "{count} speakers mapped.", len(acts))
    )
    say(told.format(count=len(acts)))
    _say_new(before, (act.participant for act in acts))


def speakers_data(transcript: Transcript) -> list[dict[str, Any]]:
    """For each speaker: label, who that is (`interviewer`, or the participant's id), and the number of turns."""
    from qualcode.importing import speakers_said

    return [{"label": label, "who": who, "turns": turns} for label, who, turns in speakers_said(transcript)]


def _map_one(study: Study, document: str, label: str, options: Mapping[str, Any]) -> None:
    """Say who a speaker is, by the options of the command."""
    from qualcode.intake import Person
    from qualcode.speaking import known_person

    known = {person.id for person in study.participants()}
    participant = known_person(options["participant"].strip(), known, new=options["new_participant"])
    role, site = options["role"], options["site"]
    if options["interviewer"] == bool(participant or role or site):
        raise click.UsageError(_("Say either --interviewer, or a --participant, --role or --site."))
    person = Person(label, participant, "interviewer" if options["interviewer"] else role, site)
    act = _mapping(study, document, person, set(known))
    with acting(study, options["coder"], options["new_coder"]) as coder:
        study.do(act, coder=coder)
    say(
        _("{document}: {label} is {who}.").format(
            document=document, label=act.label, who=act.participant or _("interviewer")
        )
    )
    _say_new(known, (act.participant,))


def _reassign(study: Study, document: str | None, label: str | None, options: Mapping[str, Any]) -> None:
    """Give turns to a speaker, by the options of the command."""
    from qualcode.parting import reassigned, turns_said
    from qualcode.speaking import known_person

    turns, to, participant = (options[name].strip() for name in ("turns", "to", "participant"))
    if document is None or not turns or not to or label is not None:
        raise click.UsageError(_("Say the document, --turns, and whose they are with --to."))
    if options["role"] or options["site"] or (options["interviewer"] and participant):
        raise click.UsageError(_("With --turns goes --interviewer or a --participant alone."))
    name, known = study.document(document).id, {person.id for person in study.participants()}
    known_person(participant, known, new=options["new_participant"])
    acts = reassigned(study, name, turns_said(turns), to, participant, interviewer=options["interviewer"])
    with acting(study, options["coder"], options["new_coder"]) as coder:
        study.do(*acts, coder=coder)
    speaker = next(each for each in study.transcript(name).speakers if each.label == acts[0].label)
    say(
        _("{document}: {label} is {who}.").format(
            document=name, label=speaker.label, who=speaker.participant or _("interviewer")
        )
    )
    _say_new(known, (speaker.participant,))


def _say_new(known: Collection[str], people: Iterable[str | None]) -> None:
    """Say whom the study did not know before: whoever mistyped an id sees it."""
    if new := [name for name in dict.fromkeys(people) if name and name not in known]:
        said = ngettext("{names} is a new person in this study.", "{names} are new people in this study.", len(new))
        say(said.format(names=", ".join(new)))


def _mapping(study: Study, document: str, person: Person, taken: set[str]) -> MapSpeaker:
    """Who a speaker is; a new person's id is `taken` from then on."""
    from qualcode.speaking import mapping

    act = mapping(study, document, replace(person, site=site_id(study, person.site) if person.site else ""), taken)
    taken.add(act.participant or "")
    return act


def _list(study: Study, documents: list[str], as_json: bool) -> None:
    found = [{"document": name, **line} for name in documents for line in speakers_data(study.transcript(name))]
    if as_json:
        print_json(found)
    else:
        header = (_("document"), _("label"), _("who"), _("turns"))
        print_table(header, [tuple(line.values()) for line in found], frozenset((3,)))
