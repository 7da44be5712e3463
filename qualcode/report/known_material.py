"""What a study knows of its material, its people and their protection, a sentence or two a subject.

A subject of which nothing is known has no words. What only the researchers can say is never guessed.
"""

from __future__ import annotations

from collections import Counter

from qualcode.model.codings import LOGBOOK
from qualcode.report.ground import Ground, joined
from qualcode.report.typography import clean
from qualcode.tables.trail import NOTHING

VISIT_NOTE = "visit note"


# ---------------------------------------------------------------------- material, people, places


def material(ground: Ground) -> str:
    """How many documents of which kinds, of when, and how long."""
    _, ngettext = ground.speech
    documents = ground.facts.documents
    if not documents:
        return _("No document is in the study yet.")
    kinds = ground.tally({ground.word(kind): found.number for kind, found in ground.trail.documents.items()})
    words = sum(document.words for document in documents)
    many = ngettext("{count} document: {kinds}.", "{count} documents: {kinds}.", len(documents))
    said = ngettext("{count} word of the people interviewed.", "{count} words of the people interviewed.", words)
    dates = sorted(document.date for document in documents if document.date)
    dated = _("Dated from {first} to {last}.").format(first=dates[0], last=dates[-1]) if dates else ""
    return joined((ground.counted(many, len(documents), kinds=kinds), dated, ground.counted(said, words)))


def people(ground: Ground) -> str:
    """How many people were interviewed, by role."""
    _, ngettext = ground.speech
    heard = [person for person in ground.facts.participants if person.id in ground.facts.spoken]
    roles = Counter(clean(person.role or "") or _("no role") for person in heard)
    if not heard:
        return ""
    words = ngettext(
        "{count} person was interviewed: {roles}.", "{count} people were interviewed: {roles}.", len(heard)
    )
    return ground.counted(words, len(heard), roles=ground.tally(dict(sorted(roles.items()))))


def repeats(ground: Ground) -> str:
    """How many were heard more than once, and at more than one wave."""
    _, ngettext = ground.speech
    found = ground.facts.spoken.values()
    if not found:
        return ""
    several = sum(len(documents) > 1 for documents in found)
    followed = sum(len({document.wave for document in documents if document.wave}) > 1 for documents in found)
    heard = ngettext(
        "{count} person speaks in more than one document", "{count} people speak in more than one document", several
    )
    waves = ngettext("{count} at more than one wave.", "{count} at more than one wave.", followed)
    return f"{ground.counted(heard, several)}, {ground.counted(waves, followed)}"


def variables(ground: Ground) -> str:
    """What is known of people besides site and role, whether it differs by wave or not."""
    _, _ngettext = ground.speech
    known = (each for person in ground.facts.participants for each in (person.variables, *person.waves.values()))
    names = sorted({name for variables in known for name in variables})
    if not names:
        return ""
    return _("Known of each person besides: {names}.").format(names=clean(", ".join(names)))


def sites(ground: Ground) -> str:
    """The premises by name, and how many regions they lie in."""
    _, ngettext = ground.speech
    above = {site.parent for site in ground.facts.sites if site.parent}
    names = [ground.facts.words(site.label) or site.id for site in ground.facts.sites if site.id not in above]
    if not names:
        return ""
    words = ngettext("{count} site: {names}.", "{count} sites: {names}.", len(names))
    regions = ngettext("They lie in {count} region.", "They lie in {count} regions.", len(above))
    return joined(
        (
            ground.counted(words, len(names), names=", ".join(names)),
            ground.counted(regions, len(above)) if above else "",
        )
    )


def waves(ground: Ground) -> str:
    """The waves with the documents of each."""
    _, ngettext = ground.speech
    known = Counter(document.wave for document in ground.facts.documents if document.wave)
    found = {clean(wave): known[wave] for wave in ground.study.names("wave") if known[wave]}
    words = ngettext("{count} wave, with documents: {names}.", "{count} waves, with documents: {names}.", len(found))
    return ground.counted(words, len(found), names=ground.tally(found)) if found else ""


def languages(ground: Ground) -> str:
    """The languages of the documents."""
    _, _ngettext = ground.speech
    named = {"fr": _("French"), "en": _("English")}
    found = Counter(named.get(document.language, clean(document.language)) for document in ground.facts.documents)
    return _("Languages of the documents: {names}.").format(names=ground.tally(found)) if found else ""


def guides(ground: Ground) -> str:
    """The interview guides, and how many documents name the one that was used."""
    _, ngettext = ground.speech
    found = ground.study.guides
    if not found:
        return ""
    names = ", ".join(ground.facts.words(guide.title) or clean(name) for name, guide in found.items())
    words = ngettext("{count} interview guide: {names}.", "{count} interview guides: {names}.", len(found))
    used = sum(document.guide in found for document in ground.facts.documents)
    named = ngettext("{count} document names its guide.", "{count} documents name their guide.", used)
    return joined((ground.counted(words, len(found), names=names), ground.counted(named, used)))


def field_notes(ground: Ground) -> str:
    """Visit notes, and entries of the sites' logbooks."""
    _, ngettext = ground.speech
    notes = ground.trail.documents.get(VISIT_NOTE, NOTHING).number
    entries = ground.trail.memos.get(LOGBOOK, NOTHING).number
    told = (
        (notes, ngettext("{count} visit note.", "{count} visit notes.", notes)),
        (entries, ngettext("{count} entry of a site’s logbook.", "{count} entries of sites’ logbooks.", entries)),
    )
    return joined(ground.counted(words, count) for count, words in told if count)


def recording(ground: Ground) -> str:
    """How many transcripts have the times of a recording."""
    _, ngettext = ground.speech
    timed = ground.trail.timed
    words = ngettext(
        "{count} transcript has the times of a recording.", "{count} transcripts have the times of a recording.", timed
    )
    return ground.counted(words, timed) if timed else ""


def inclusions(ground: Ground) -> str:
    """The team's numbers of the people who could have been, and were, included."""
    from qualcode.tables import inclusion

    _, _ngettext = ground.speech
    if inclusion.file_of(ground.study) is None:
        return ""
    found = inclusion.inclusions(ground.study).total
    told = (
        (_("eligible"), found.eligible), (_("refused"), found.refused), (_("missed"), found.missed),
        (_("included"), found.included),
    )  # fmt: skip
    counts = {name: count for name, count in told if count is not None}
    return _("The team’s table of inclusions: {counts}.").format(counts=ground.tally(counts)) if counts else ""


# ---------------------------------------------------------------------- protection of people


def pseudonyms(ground: Ground) -> str:
    """What stands in the place of names in this document."""
    from qualcode.disclosure.names import speaker_names
    from qualcode.report.disclosing import listed_names

    _, ngettext = ground.speech
    listed = len(listed_names(ground.study))
    ids = [person.id for person in ground.facts.participants]
    heard = (ground.study.speakers(document.id) for document in ground.facts.documents)
    spoken = [{speaker.label for speaker in speakers} for speakers in heard]
    telling = {one.name for one in speaker_names(set().union(*spoken), ids)}
    named = sum(not telling.isdisjoint(labels) for labels in spoken)
    labels = ngettext(
        "In {count} text kept in the study, speakers’ labels look like names.",
        "In {count} texts kept in the study, speakers’ labels look like names.",
        named,
    )
    words = ngettext(
        "{count} name is listed as not to leave, and was looked for in this document.",
        "{count} names are listed as not to leave, and were looked for in this document.",
        listed,
    )
    return joined(
        (
            _("People are named by ids; neither speakers’ labels nor names of files leave the study."),
            ground.counted(labels, named) if named else "",
            ground.counted(words, listed) if listed else "",
            _("Sites have letters for names.") if ground.choices.letters else "",
        )
    )


def consent(ground: Ground) -> str:
    """Who agreed to be quoted, where that is on record."""
    from qualcode.disclosure.consent import NO, VARIABLE, YES, said
    from qualcode.report.consents import keeps_consent

    _, _ngettext = ground.speech
    if not keeps_consent(ground.study):
        return ""
    found = Counter(said(person.variables.get(VARIABLE)) for person in ground.facts.participants)
    words = _("Asked whether they may be quoted, participants said yes ({yes}) or no ({no}); not known: {unknown}.")
    others = sum(found.values()) - found[YES] - found[NO]
    return words.format(yes=found[YES], no=found[NO], unknown=others)
