"""The items of COREQ and SRQR, by their numbers, in our own short words: data, in the language that is asked for."""

from __future__ import annotations

from typing import NamedTuple

from qualcode.i18n import Say
from qualcode.report import known_coding as coded
from qualcode.report import known_material as known
from qualcode.report.ground import Sentence


class Item(NamedTuple):
    """One item: its number, its topic, what is to be said, the sentences that say it, and what they leave open.

    Nothing `left` open: the sentences say it all, where they say anything.
    """

    number: int
    topic: str
    asks: str
    sentences: tuple[Sentence, ...] = ()
    left: str = ""


class Domain(NamedTuple):
    """Items under one heading."""

    title: str
    items: tuple[Item, ...]


def coreq_items(_: Say) -> tuple[Domain, ...]:
    """The 32 items of COREQ in its three domains."""
    return (
        Domain(_("1. Researchers and reflexivity"), _researchers(_)),
        Domain(_("2. Design of the study"), (*_selection(_), *_collection(_))),
        Domain(_("3. Analysis and findings"), (*_analysis(_), *_reporting(_))),
    )


def _researchers(_: Say) -> tuple[Item, ...]:
    return (
        Item(1, _("Interviewer"), _("Who led each interview or group")),
        Item(2, _("Credentials"), _("Degrees of the researchers")),
        Item(3, _("Occupation"), _("What their work was at the time")),
        Item(4, _("Gender"), _("Women, men or otherwise")),
        Item(5, _("Experience"), _("What they are trained and practised in")),
        Item(6, _("Relationship before"), _("Whether they knew participants beforehand")),
        Item(7, _("What participants knew"), _("What participants knew of the researchers and their aims")),
        Item(
            8,
            _("What interviewers bring"),
            _("Their interest in the matter, assumptions and biases"),
            (coded.reflexivity,),
            _("what these memos come to"),
        ),
    )


def _selection(_: Say) -> tuple[Item, ...]:
    return (
        Item(9, _("Methodological orientation"), _("The approach that the study rests on, and its theory")),
        Item(
            10,
            _("Sampling"),
            _("How participants were chosen"),
            (known.sites, known.waves),
            _("why these sites and people"),
        ),
        Item(11, _("Approach"), _("How participants were reached")),
        Item(12, _("Sample size"), _("How many took part"), (known.people,)),
        Item(
            13,
            _("Who did not take part"),
            _("How many declined or left, and why"),
            (known.inclusions,),
            _("why they declined or left"),
        ),
        Item(14, _("Place"), _("Where data were collected"), (known.sites,), _("in what kind of room")),
        Item(15, _("Others present"), _("Whether anybody else was there")),
        Item(
            16,
            _("Who the participants are"),
            _("What is important to know of them, and of when"),
            (known.people, known.variables, known.waves),
        ),
    )


def _collection(_: Say) -> tuple[Item, ...]:
    return (
        Item(
            17,
            _("Interview guide"),
            _("The questions, and whether they were tried out"),
            (known.guides,),
            _("whether they were tried out"),
        ),
        Item(18, _("Repeated interviews"), _("Whether people were heard again, and how often"), (known.repeats,)),
        Item(
            19,
            _("Recording"),
            _("Whether sound or pictures were recorded"),
            (known.recording,),
            _("how interviews were recorded"),
        ),
        Item(20, _("Field notes"), _("Whether notes were taken, then or after"), (known.field_notes,)),
        Item(21, _("Length"), _("How long interviews and groups lasted")),
        Item(22, _("Saturation"), _("Whether it was looked for, and what was found"), (coded.saturation,)),
        Item(23, _("Transcripts returned"), _("Whether participants could correct their transcripts")),
    )


def _analysis(_: Say) -> tuple[Item, ...]:
    return (
        Item(24, _("Coders"), _("How many coded"), (coded.coders, coded.agreement)),
        Item(25, _("Coding tree"), _("Whether the codes are described"), (coded.tree, coded.changes)),
        Item(26, _("Where themes come from"), _("Set beforehand, or found in the material"), (coded.derivation,)),
        Item(27, _("Software"), _("What program was used"), (coded.software,)),
        Item(28, _("Checked by participants"), _("Whether they were shown the findings")),
    )


def _reporting(_: Say) -> tuple[Item, ...]:
    return (
        Item(29, _("Quotations"), _("Whether themes are shown by quotations, and whose"), (coded.quotations,)),
        Item(
            30,
            _("Data and findings agree"),
            _("Whether the findings follow from the data"),
            (coded.consistency,),
            _("how the report’s findings rest on them"),
        ),
        Item(31, _("Major themes"), _("Whether the main themes stand out"), (coded.major,)),
        Item(32, _("Minor themes"), _("Whether rare and contrary cases are described"), (coded.minor,)),
    )


def srqr_items(_: Say) -> tuple[Domain, ...]:
    """The 21 items of SRQR, under the headings of an article."""
    return (
        Domain(
            _("Title and abstract"),
            (
                Item(1, _("Title"), _("What was studied, and that it is qualitative")),
                Item(2, _("Abstract"), _("Background, purpose, methods, results and conclusions in short")),
            ),
        ),
        Domain(
            _("Introduction"),
            (
                Item(3, _("The problem"), _("Why it matters, and what is known of it")),
                Item(4, _("The question"), _("What the study is to find out")),
            ),
        ),
        Domain(_("Methods"), (*_srqr_design(_), *_srqr_data(_))),
        Domain(_("Results"), _srqr_results(_)),
        Domain(
            _("Discussion"),
            (
                Item(18, _("What it adds"), _("How findings stand to earlier work, and how far they carry")),
                Item(19, _("Limits"), _("What the findings cannot say, and why"), (coded.minor,), _("their limits")),
            ),
        ),
        Domain(
            _("Other"),
            (
                Item(20, _("Interests"), _("What might have swayed the researchers, and how that was handled")),
                Item(21, _("Funding"), _("Who paid, and what part they had in the work")),
            ),
        ),
    )


def _srqr_design(_: Say) -> tuple[Item, ...]:
    return (
        Item(5, _("Approach and paradigm"), _("The tradition and theory that the study rests on, and why")),
        Item(
            6,
            _("Researchers and reflexivity"),
            _("Who they are to participants and to the matter, and what that may do"),
            (coded.reflexivity,),
            _("what these memos come to"),
        ),
        Item(7, _("Context"), _("The places, and what marks them"), (known.sites, known.waves), _("what marks them")),
        Item(
            8,
            _("Sampling"),
            _("How and why people, documents and events were chosen, and when it was enough"),
            (known.people, coded.saturation),
            _("how and why they were chosen"),
        ),
        Item(
            9,
            _("Ethics"),
            _("Approval, consent, and how people are protected"),
            (known.consent, known.pseudonyms),
            _("the ethics committee’s approval, and how consent was asked"),
        ),
    )


def _srqr_data(_: Say) -> tuple[Item, ...]:
    return (
        Item(
            10,
            _("Collection"),
            _("What was collected, when and how"),
            (known.material, known.waves, known.field_notes),
            _("by whom and how"),
        ),
        Item(
            11,
            _("Instruments"),
            _("Guides and devices, and whether they changed"),
            (known.guides, known.recording),
            _("whether they changed"),
        ),
        Item(
            12,
            _("What was studied"),
            _("How many people, documents and events, and which"),
            (known.people, known.variables, known.material),
        ),
        Item(
            13,
            _("Processing"),
            _("Transcription, entry, safe keeping, names taken out, coding"),
            (known.languages, coded.software, coded.unit, known.pseudonyms),
            _("who transcribed, and where data are kept"),
        ),
        Item(
            14,
            _("Analysis"),
            _("How themes were found and developed, and by whom"),
            (coded.coders, coded.tree, coded.derivation, coded.changes, coded.synthesis),
            _("the analytic approach, and why"),
        ),
        Item(
            15,
            _("Trustworthiness"),
            _("What was done so that it can be trusted, and why"),
            (coded.agreement, coded.memos, coded.history),
            _("checks by participants, sources compared"),
        ),
    )


def _srqr_results(_: Say) -> tuple[Item, ...]:
    return (
        Item(
            16,
            _("Findings"),
            _("Themes and what is made of them"),
            (coded.major, coded.synthesis),
            _("what is made of them"),
        ),
        Item(
            17,
            _("Evidence"),
            _("Quotations, notes and pictures that bear the findings out"),
            (coded.quotations, coded.consistency),
        ),
    )
