"""The methods as a part of the appendix: what the study knows of how it was made, and what researchers have to add."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from qualcode.i18n import Say
from qualcode.report import known_coding as coded
from qualcode.report import known_material as known
from qualcode.report.document import Block, Column, Heading, Paragraph, Section, Table
from qualcode.report.ground import Ground, Sentence, ground_of, joined, to_complete, whole
from qualcode.report.parts import Caption, Facts

if TYPE_CHECKING:
    from qualcode.report.choices import Choices
    from qualcode.study import Study

_SEE: Mapping[str, tuple[str, ...]] = {
    "people": ("sites", "participants", "inclusion"),
    "material": ("not-asked", "joint", "memos"),
    "protection": ("disclosure",),
    "coding": ("codebook", "codes", "codebook-history"),
    "agreement": ("agreement", "saturation", "coverage"),
    "trust": ("audit", "memos", "framework", "coreq", "srqr"),
}
"""The parts of the appendix that each paragraph refers to."""


def methods(study: Study, choices: Choices, facts: Facts, caption: Caption, _: Say) -> Iterator[Section]:
    """Paragraphs for the report's methods, filled where the study knows, and its numbers in a table."""
    ground = ground_of(study, choices, facts, _)
    table = _numbers(ground, caption(_("The study in numbers")), _)
    yield Section("methods", _("Methods"), (*_paragraphs(ground, _), table), (table,))


def _paragraphs(ground: Ground, _: Say) -> Iterator[Block]:
    told: tuple[tuple[str, str, tuple[Sentence, ...], str], ...] = (
        (
            "people",
            _("Sites and people"),
            (known.sites, known.people, known.variables, known.repeats, known.inclusions),
            _("how sites and people were chosen and approached, who declined and why, who was present"),
        ),
        (
            "material",
            _("Material"),
            (known.material, known.languages, known.waves, known.guides, known.field_notes, known.recording),
            _("where and by whom interviews were held, how long they lasted, how they were recorded and transcribed"),
        ),
        (
            "protection",
            _("Protection of people"),
            (known.pseudonyms, known.consent),
            _("ethical approval and information given, who replaced names in the texts and when, who keeps the key"),
        ),
        (
            "coding",
            _("Codebook and coding"),
            (coded.software, coded.unit, coded.tree, coded.derivation, coded.changes, coded.coders, coded.codings),
            _("analytic approach and theory, how codes were agreed on, what the coders are trained in"),
        ),
        (
            "agreement",
            _("Agreement and saturation"),
            (coded.agreement, coded.saturation),
            _("how disagreements were settled, and what decided that enough people had been heard"),
        ),
        (
            "trust",
            _("Trustworthiness"),
            (coded.memos, coded.reflexivity, coded.synthesis, coded.minor, coded.history),
            _("who the researchers are to the people and the programme, whether findings went back to participants"),
        ),
    )
    yield Paragraph(_("Filled from the whole study. What stands in brackets is for the researchers."))
    for key, title, sentences, left in told:
        yield Heading(3, title)
        if said := joined(map(ground, sentences)):
            yield Paragraph(said, f"methods/{key}")
            yield Paragraph("", see=_SEE[key])
        yield Paragraph(to_complete(left, _))


def _numbers(ground: Ground, caption: str, _: Say) -> Table:
    facts, trail = ground.facts, ground.trail
    origins, counted = trail.origins, ground.choices.coder
    above = {site.parent for site in facts.sites if site.parent}
    told = (
        ("documents", _("Documents"), len(facts.documents)),
        ("words", _("Words of the people interviewed"), sum(document.words for document in facts.documents)),
        ("people", _("People interviewed"), sum(person.id in facts.spoken for person in facts.participants)),
        ("sites", _("Sites"), sum(site.id not in above for site in facts.sites)),
        ("waves", _("Waves"), len({document.wave for document in facts.documents if document.wave})),
        ("languages", _("Languages"), len({document.language for document in facts.documents})),
        ("guides", _("Interview guides"), len(ground.study.guides)),
        ("coders", _("Coders"), len(trail.coders)),
        ("rounds", _("Rounds of coding"), trail.rounds),
        ("codings", _("Codings counted"), trail.of_coder(counted).number),
        ("coded", _("Documents marked as coded"), sum(counted in document.done for document in facts.documents)),
        ("codes", _("Codes"), len(facts.codebook.codes)),
        ("themes", _("Themes (codes at the top)"), len(facts.codebook.children(None))),
        ("deductive", _("Codes there before the first coding (deductive)"), len(origins.before)),
        ("inductive", _("Codes that came while coding (inductive)"), len(origins.since)),
        ("in-vivo", _("Codes in the words of people interviewed (in vivo)"), len(origins.in_vivo)),
        ("versions", _("Versions of the codebook"), trail.codebook_versions.number),
        ("memos", _("Memos and entries of logbooks"), sum(held.number for held in trail.memos.values())),
        ("summaries", _("Summaries of the framework matrix"), sum(one.number for one in trail.summaries.values())),
    )
    columns = (Column(_("What"), share=4), Column(_("Number"), number=True, key="number"))
    rows = [(title, number) for _key, title, number in told]
    keys = tuple(key for key, _title, _number in told)
    note = joined((whole(ground.choices.conditions, _), _("Interviewers are not among the people interviewed.")))
    return Table("methods", caption, columns, rows, note, keys=keys)
