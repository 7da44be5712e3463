"""What a study knows of how it was coded and of what is handed in, a sentence or two a subject.

A subject of which nothing is known has no words. What only the researchers can say is never guessed.
"""

from __future__ import annotations

from qualcode import __version__
from qualcode.model.asking import Filter
from qualcode.model.codings import CONSENSUS
from qualcode.report.ground import Ground, joined
from qualcode.report.typography import clean
from qualcode.tables.trail import NOTHING

MOST_NAMED = 3
"""So many themes are named as those that most people raise."""


# ---------------------------------------------------------------------- coding


def software(ground: Ground) -> str:
    """The program and its version."""
    _, _ngettext = ground.speech
    return _("Coded and counted with qualcode {version}.").format(version=__version__)


def coders(ground: Ground) -> str:
    """Who coded, and whose codings are counted."""
    _, ngettext = ground.speech
    found, rounds = ground.trail.coders, ground.trail.rounds
    if not ground.trail.codings:
        return _("Nothing is coded yet.")
    many = ngettext("{count} coder: {names}.", "{count} coders: {names}.", len(found))
    passes = ngettext("{count} round of coding.", "{count} rounds of coding.", rounds)
    whose = (
        _("Their consensus is what is counted.")
        if ground.choices.coder == CONSENSUS
        else _("The codings of {coder} are what is counted.").format(coder=clean(ground.choices.coder or ""))
    )
    names = clean(", ".join(found))
    return joined(
        (
            ground.counted(many, len(found), names=names) if found else "",
            ground.counted(passes, rounds) if rounds else "",
            whose,
        )
    )


def codings(ground: Ground) -> str:
    """How many codings are counted, from when to when, and how many documents are coded to their end."""
    _, ngettext = ground.speech
    found = ground.trail.of_coder(ground.choices.coder)
    if not found.number:
        return ""
    done = sum(ground.choices.coder in document.done for document in ground.facts.documents)
    words = ngettext(
        "{count} coding is counted, made {when}.", "{count} codings are counted, made {when}.", found.number
    )
    whole = ngettext("{count} document is marked as coded.", "{count} documents are marked as coded.", done)
    return joined((ground.counted(words, found.number, when=ground.when(found)), ground.counted(whole, done)))


def unit(ground: Ground) -> str:
    """What a coding is put on."""
    _, _ngettext = ground.speech
    return _(
        "The unit of coding is a passage of any length, marked to the character; passages may overlap, and one passage "
        "may have several codes."
    )


def tree(ground: Ground) -> str:
    """How many codes there are, under how many themes, and how they are defined."""
    _, ngettext = ground.speech
    codes = ground.facts.codebook.codes
    if not codes:
        return _("The codebook has no code yet.")
    defined = sum(bool(code.full or code.brief) for code in codes)
    themes = len(ground.facts.codebook.children(None))
    many = ngettext("The codebook has {count} code.", "The codebook has {count} codes.", len(codes))
    top = ngettext("{count} stands at the top, as a theme.", "{count} stand at the top, as themes.", themes)
    said = ngettext("{count} has a definition.", "{count} have a definition.", defined)
    parts = ((many, len(codes)), (top, themes), (said, defined))
    return joined(ground.counted(words, count) for words, count in parts)


def derivation(ground: Ground) -> str:
    """Which codes were there before anything was coded, which came from the material."""
    _, ngettext = ground.speech
    found = ground.trail.origins
    if not ground.trail.codings or not any(found):
        return ""
    before = ngettext(
        "{count} code was in the codebook before the first coding (deductive).",
        "{count} codes were in the codebook before the first coding (deductive).",
        len(found.before),
    )
    since = ngettext(
        "{count} came while coding (inductive).", "{count} came while coding (inductive).", len(found.since)
    )
    own = ngettext(
        "{count} more has its name from the words of somebody interviewed (in vivo).",
        "{count} more have their names from the words of people interviewed (in vivo).",
        len(found.in_vivo),
    )
    parts = ((before, found.before), (since, found.since), (own, found.in_vivo))
    return joined(ground.counted(words, len(codes)) for words, codes in parts)


def changes(ground: Ground) -> str:
    """How often the codebook was changed."""
    _, ngettext = ground.speech
    found = ground.trail.codebook_versions
    words = ngettext("It has had {count} version.", "It has had {count} versions.", found.number)
    return ground.counted(words, found.number) if found.number else ""


def agreement(ground: Ground) -> str:
    """Whether several coders coded the same documents."""
    from qualcode.tables.agreeing import documents_of_several

    _, ngettext = ground.speech
    if not ground.trail.codings:
        return ""
    if len(ground.trail.coders) < 2:
        return _("One coder coded, so that there are no two codings to compare.")
    several = len(documents_of_several(ground.study))
    words = ngettext(
        "{count} document was coded by two coders or more; no coefficient of agreement is computed.",
        "{count} documents were coded by two coders or more; no coefficient of agreement is computed.",
        several,
    )
    return ground.counted(words, several)


def saturation(ground: Ground) -> str:
    """Whether codes are saturated, by the criterion of the appendix."""
    from qualcode.report.criterion import plan_of
    from qualcode.report.saturation import outcome_of
    from qualcode.tables.saturating import code_saturation

    if ground.choices.coder is None:
        return ""
    found = code_saturation(ground.study, plan_of(ground.choices, orders=0), coder=ground.choices.coder)
    return outcome_of(found.whole, ground.choices.language, ground._)


# ---------------------------------------------------------------------- what is handed in


def quotations(ground: Ground) -> str:
    """How quotations can be found again, and how many are marked as key."""
    _, ngettext = ground.speech
    if ground.choices.coder is None:
        return ""
    keys = len(ground.study.quotation_ids(Filter(coder=ground.choices.coder, key=True)))
    words = ngettext("{count} passage is marked as key.", "{count} passages are marked as key.", keys)
    placed = _("Quotations stand by theme and site, each with the person, the document and the turn it comes from.")
    return joined((placed, ground.counted(words, keys)))


def consistency(ground: Ground) -> str:
    """How numbers come from the codings."""
    _, _ngettext = ground.speech
    return _("Tables are counted from the codings by one rule, which stands under each.")


def major(ground: Ground) -> str:
    """The themes that most people raise."""
    _, _ngettext = ground.speech
    themes = ground.facts.codebook.children(None)
    counts = ground.counts if ground.choices.coder else {}
    most = sorted(themes, key=lambda code: -counts[code.id].participants if counts else 0)[:MOST_NAMED]
    told = {ground.facts.code_label(code): counts[code.id].participants for code in most if counts}
    return _("Themes that most people raise: {names}.").format(names=ground.tally(told)) if told else ""


def minor(ground: Ground) -> str:
    """The codes that one person alone raises, and what speaks against a theme."""
    _, ngettext = ground.speech
    if ground.choices.coder is None:
        return ""
    alone = sum(each.participants == 1 for each in ground.counts.values())
    against = len(ground.study.quotation_ids(Filter(coder=ground.choices.coder, counter=True)))
    one = ngettext(
        "{count} code is raised by one person alone.", "{count} codes are raised by one person alone.", alone
    )
    other = ngettext(
        "{count} passage is marked as a counter-example.", "{count} passages are marked as counter-examples.", against
    )
    return joined((ground.counted(one, alone), ground.counted(other, against)))


def memos(ground: Ground) -> str:
    """The memos by kind."""
    _, _ngettext = ground.speech
    found = {ground.word(kind): held.number for kind, held in ground.trail.memos.items()}
    return _("Memos: {kinds}.").format(kinds=ground.tally(found)) if found else ""


def reflexivity(ground: Ground) -> str:
    """The memos in which researchers look at themselves."""
    _, ngettext = ground.speech
    count = ground.trail.memos.get("reflexive", NOTHING).number
    words = ngettext("{count} reflexive memo was kept.", "{count} reflexive memos were kept.", count)
    return ground.counted(words, count) if count else ""


def synthesis(ground: Ground) -> str:
    """The written summaries of the framework matrix."""
    _, ngettext = ground.speech
    count = sum(held.number for held in ground.trail.summaries.values())
    words = ngettext(
        "{count} summary is written in the framework matrix.",
        "{count} summaries are written in the framework matrix.",
        count,
    )
    return ground.counted(words, count) if count else ""


def history(ground: Ground) -> str:
    """How many acts are on record."""
    _, ngettext = ground.speech
    found = ground.trail.acts
    words = ngettext("{count} act is on record, done {when}.", "{count} acts are on record, done {when}.", found.number)
    return ground.counted(words, found.number, when=ground.when(found)) if found.number else ""
