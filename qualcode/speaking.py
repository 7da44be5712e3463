"""Saying who a speaker of a document is: from what a person types, or a table has, to the acts that record it."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from itertools import count

from qualcode.acts import MapSpeaker, SetParticipant
from qualcode.errors import InputError, NotFoundError
from qualcode.i18n import _
from qualcode.intake import Person, described, is_interviewer
from qualcode.model.people import Participant
from qualcode.model.texts import Speaker, Transcript
from qualcode.names import fold, nearest
from qualcode.study import Study


def mapping(study: Study, document: str, person: Person, taken: Collection[str]) -> MapSpeaker:
    """Who a speaker is; one of whom no participant is said stays who they were, or becomes a new one.

    `person.site` is a site's id; `taken` are the people whose ids a new one cannot have.
    """
    speaker = speaker_called(document, study.transcript(document), person.label)
    if is_interviewer(person.role):
        return MapSpeaker(document, speaker.label, interviewer=True)
    who = person.participant or speaker.participant or new_person(document, taken)
    return MapSpeaker(document, speaker.label, False, who, person.site or None, person.role or None)


def known_person(name: str, known: Collection[str], *, new: bool = False) -> str:
    """A person's id as it was typed, unless it is nearly one that is known (`new` insists)."""
    if name and name not in known and not new and (near := nearest(name, known)):
        raise InputError(
            _("No participant is called {name}; there is {near}.").format(name=name, near=near),
            _("Write {near}, or insist with --new-participant.").format(near=near),
        )
    return name


def describing(study: Study, said: Iterable[tuple[Person, MapSpeaker]]) -> list[SetParticipant]:
    """The acts that record the variables said of people, after those that say who they are: one a person.

    What is asked for at each wave is kept at the document's.
    """
    known = {person.id: person for person in study.participants()}
    found: dict[str, Participant] = {}
    for person, act in said:
        if act.participant and person.variables:
            wave = study.document(act.document).wave
            own, at_wave = _described(study, person, act, wave)
            before = found.get(act.participant) or known.get(act.participant, Participant(act.participant))
            waves = (
                {**before.waves, wave: {**before.waves.get(wave, {}), **at_wave}} if wave and at_wave else before.waves
            )
            found[act.participant] = before._replace(
                site=act.site or before.site,
                role=act.role or before.role,
                variables={**before.variables, **own},
                waves=waves,
            )
    return [SetParticipant(*person) for person in found.values()]


def _described(
    study: Study, person: Person, act: MapSpeaker, wave: str | None
) -> tuple[dict[str, str], dict[str, str]]:
    try:
        return described(study, person, wave)
    except InputError as error:
        raise InputError(f"{act.document}: {act.label}: {error.message}", error.hint) from None


def speaker_called(document: str, transcript: Transcript, label: str) -> Speaker:
    """The speaker of that label, accents and case ignored."""
    for speaker in transcript.speakers:
        if fold(speaker.label) == fold(label):
            return speaker
    raise NotFoundError(
        _("{document} has no speaker {name}.").format(document=document, name=label),
        _("Those who speak are: {names}.").format(
            names=", ".join(speaker.label for speaker in transcript.speakers) or "—"
        ),
    )


def new_person(document: str, taken: Collection[str]) -> str:
    """The next id of a person in a document that is not `taken`; never the label, which often is a name."""
    return next(name for number in count(1) if (name := f"{document}-P{number}") not in taken)
