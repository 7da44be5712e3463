"""The card of a code in full: what it means, what it was called, which wording of its definition holds, as text."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from rich.style import Style
from rich.text import Text

from qualcode.codebook import suggest_id
from qualcode.i18n import _, ngettext
from qualcode.looks import UNKNOWN, Look
from qualcode.model import Words, in_language
from qualcode.model.codes import Code, Codebook
from qualcode.model.counts import CodeCounts
from qualcode.moments import day
from qualcode.safetext import safe_block, safe_line

_STEP = " › "


class Told(NamedTuple):
    """What a card tells besides the code itself: its counts where they are known, the wording of its definition by
    number and day, and how many passages are under an earlier one.
    """

    counts: CodeCounts | None = None
    wording: int = 1
    since: str = ""
    earlier: int = 0


def full_card(code: Code, book: Codebook, looks: Mapping[str, Look], hue: Style, language: str, told: Told) -> Text:
    """The card of a code."""
    look = looks.get(code.id, UNKNOWN)
    text = Text.assemble((f"{look.glyph} ", Style(color=hue.color)), (look.label, "bold"))
    if code.in_vivo:
        text.append(" · " + _("in vivo"), style="italic")
    if code.retired:
        text.append(" · " + _("retired"), style="italic")
    if others := _other_labels(code, language):
        text.append("\n" + others, style="dim")
    if brief := in_language(code.brief, language):
        text.append("\n" + safe_block(brief.strip()))
    for said in _facts(code, book, looks, told):
        text.append("\n" + said, style="dim")
    for heading, words in _meaning(code, language):
        text.append("\n\n" + heading + "\n", style="dim").append(words)
    if not _has_words(code):
        text.append("\n\n" + _("No definition yet; e writes one."), style="italic dim")
    return text


def _other_labels(code: Code, language: str) -> str:
    shown = in_language(code.label, language)
    others = ((name, safe_line(label)) for name, label in code.label.items() if name and label != shown)
    return " · ".join(_("{name}: {value}").format(name=name, value=label) for name, label in others)


def _facts(code: Code, book: Codebook, looks: Mapping[str, Look], told: Told) -> Iterator[str]:
    def named(ids: tuple[str, ...], between: str = ", ") -> str:
        return between.join(looks.get(each, UNKNOWN).label for each in ids)

    above = tuple(each.id for each in book.path(code.id)[:-1])
    if above:
        yield _("under {parents}").format(parents=named(above, _STEP))
    if told.counts is not None:
        yield counts_in_words(told.counts)
    wording = _("definition v{number}").format(number=told.wording)
    yield wording + (_(" of {day}").format(day=day(told.since)) if told.since else "")
    if told.earlier:
        said = ngettext(
            "{count} passage coded under an earlier one: v walks through it",
            "{count} passages coded under an earlier one: v walks through them",
            told.earlier,
        )
        yield said.format(count=told.earlier)
    if code.also_under:
        yield _("also under {codes}").format(codes=named(code.also_under))
    if here := tuple(each.id for each in book.guests(code.id)):
        yield _("here too: {codes}").format(codes=named(here))
    if names := _other_names(code):
        yield _("found as {names}").format(names=", ".join(map(safe_line, names)))


def _other_names(code: Code) -> tuple[str, ...]:
    """What finds a code besides its labels: its id where that is not simply a label, and its old names."""
    plain = {suggest_id(label, ()) for label in code.label.values()}
    return code.aliases if code.id in plain else (code.id, *code.aliases)


def counts_in_words(counts: CodeCounts) -> str:
    """Segments, people and documents in a line."""
    return " · ".join(
        (
            ngettext("{count} segment", "{count} segments", counts.segments).format(count=counts.segments),
            ngettext("{count} person", "{count} people", counts.participants).format(count=counts.participants),
            ngettext("{count} document", "{count} documents", counts.documents).format(count=counts.documents),
        )
    )


def _meaning(code: Code, language: str) -> Iterator[tuple[str, str]]:
    for field, words in (("full", code.full), ("use_when", code.use_when), ("not_when", code.not_when)):
        if said := in_language(words, language):
            yield field_titles()[field], safe_block(said.strip())
    for field, items in (("examples", code.examples), ("near_misses", code.near_misses)):
        if said := "\n".join(_item(item, language) for item in items if in_language(item, language)):
            yield field_titles()[field], said


def _item(words: Words, language: str) -> str:
    return "– " + safe_block(in_language(words, language).strip())


def _has_words(code: Code) -> bool:
    return any((code.brief, code.full, code.use_when, code.not_when, code.examples, code.near_misses))


def field_titles() -> dict[str, str]:
    """The fields of a definition as a reader sees them."""
    return {
        "label": _("Label"), "brief": _("In brief"), "full": _("In full"), "use_when": _("Use when"),
        "not_when": _("Not when"), "examples": _("Examples"), "near_misses": _("Near misses"),
        "also_under": _("Also under"), "aliases": _("Old names"), "pin": _("Digit"), "colour": _("Colour"),
        "in_vivo": _("In vivo"),
    }  # fmt: skip
