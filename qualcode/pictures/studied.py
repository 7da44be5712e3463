"""From a study to the data of a picture: what is read, in which language it is named, and nothing drawn."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from qualcode.i18n import known_words
from qualcode.language.words import word_starts
from qualcode.looks import looks
from qualcode.model import Span, in_language
from qualcode.model.counts import ThemeTable
from qualcode.model.people import Site
from qualcode.model.texts import Document
from qualcode.pictures.bars import Bars, group_bars, theme_bars
from qualcode.pictures.curve import Curve, curve
from qualcode.pictures.figures import quoted, speech
from qualcode.pictures.heatmap import HeatMap, heat_map
from qualcode.pictures.network import Edge, Network, Node
from qualcode.pictures.portrait import Portrait, Theme, merged
from qualcode.pictures.timeline import RECENT, Lane, Mark, Timeline, Wave, day_of

if TYPE_CHECKING:
    from qualcode.study import Study
    from qualcode.tables.cooccurring import Cooccurrences
    from qualcode.tables.saturating import SaturationTable


def heat_map_of(
    study: Study, table: ThemeTable, language: str, measure: str = "participants", theme: str | None = None
) -> HeatMap:
    """The heat map of a table of the study, of all themes or of one with its sub-codes."""
    _, _ngettext = speech(language)
    within = table._replace(rows=tuple(row for row in table.rows if theme is None or row.code in _family(study, theme)))
    title = _("Themes by {group}").format(group=_grouped(table, language))
    return heat_map(_named(study, within, language), measure, title, _hues(study, language), language)


def bars_of(
    study: Study, table: ThemeTable, language: str, measure: str = "participants", theme: str | None = None
) -> Bars:
    """A bar for each theme, of everybody; of one theme, a bar for each group of the table."""
    _, _ngettext = speech(language)
    named, hues = _named(study, table, language), _hues(study, language)
    if theme is None:
        return theme_bars(named, measure, _("Themes, all groups together"), hues, language)
    label = quoted(in_language(study.codebook[theme].label, language) or theme, language)
    title = _("{theme} by {group}").format(theme=label, group=_grouped(table, language))
    return group_bars(named, theme, measure, title, hues, language)


def timeline_of(study: Study, language: str, recent: int = RECENT) -> Timeline:
    """When material came from which site; what is of no site stands on a line of its own, last.

    A part of a document that has a site, a wave or a date of its own stands there too.
    """
    _, _ngettext = speech(language)
    material = _material(study)
    lanes = [_lane(site, depth, material, study.sites, language) for site, depth in tree(study.sites)]
    known = {site.id for site in study.sites}
    homeless = _marks(piece for piece in material if piece.site not in known)
    lanes += [Lane(_("no site"), 0, homeless)] if homeless else []
    undated = tuple(dict.fromkeys(piece.id for piece in material if day_of(piece.date) is None))
    return Timeline(_("Material by site"), tuple(lanes), _waves(material), undated, language, recent)


def _material(study: Study) -> list[Document]:
    """All documents, and each part as the document it would be alone."""
    parts, documents = study.parts(), study.documents()
    found = []
    for whole in documents:
        found.append(whole)
        found += (
            whole._replace(site=part.site or whole.site, wave=part.wave or whole.wave, date=part.date or whole.date)
            for part in parts.get(whole.id, ())
        )
    return found


def _lane(site: Site, depth: int, material: Sequence[Document], sites: Sequence[Site], language: str) -> Lane:
    own = [piece for piece in material if piece.site == site.id]
    heading = not own and any(other.parent == site.id for other in sites)
    return Lane(in_language(site.label, language) or site.id, depth, _marks(own), heading)


def _marks(material: Iterable[Document]) -> tuple[Mark, ...]:
    dated = ((piece, day_of(piece.date)) for piece in material)
    return tuple(dict.fromkeys(Mark(piece.id, day, piece.kind) for piece, day in dated if day))


def _waves(material: Sequence[Document]) -> tuple[Wave, ...]:
    days: dict[str, list[Mark]] = {}
    for piece in material:
        if piece.wave and (mark := _marks([piece])):
            days.setdefault(piece.wave, []).append(*mark)
    found = (Wave(wave, min(m.day for m in marks), max(m.day for m in marks)) for wave, marks in days.items())
    return tuple(sorted(found, key=lambda wave: (wave.first, wave.label)))


def tree(sites: Sequence[Site], parent: str | None = None, depth: int = 0) -> Iterator[tuple[Site, int]]:
    """The sites, each before those below it, with how deep they lie."""
    for site in sites:
        if site.parent == parent:
            yield site, depth
            yield from tree(sites, site.id, depth + 1)


def _family(study: Study, theme: str) -> frozenset[str]:
    return study.codebook.subtree(theme)


def _hues(study: Study, language: str) -> dict[str, str]:
    return {code: look.hue for code, look in looks(study.codebook, language).items()}


def _grouped(table: ThemeTable, language: str) -> str:
    known = known_words(language)
    return " / ".join(known.get(name, name) for name in table.by)


def _named(study: Study, table: ThemeTable, language: str) -> ThemeTable:
    """The table with its themes and sites called as in this language."""
    codes = study.codebook.by_id
    rows = tuple(row._replace(label=in_language(codes[row.code].label, language) or row.code) for row in table.rows)
    sites = {site.id: in_language(site.label, language) or site.id for site in study.sites}
    titles = dict(table.titles)
    if table.by in (("site",), ("region",)):
        titles = {group: sites.get(group, group) for group in table.groups}
    return table._replace(rows=rows, titles=titles)


def portrait_of(
    study: Study, document: str, language: str, coder: str | None = None, theme: str | None = None
) -> Portrait:
    """A document whole: a lane for each theme found in it, or for each code right under one theme."""
    _, _ngettext = speech(language)
    known, counted = study.document(document), study.counted_coder(coder)
    transcript = study.transcript(known.id)
    starts = word_starts(transcript.text)
    said = (slice(bisect_left(starts, turn.body), bisect_left(starts, turn.end)) for turn in transcript.turns)
    ruler = Ruler([start for stretch in said for start in starts[stretch]])
    heard = (
        [(coding.code, ruler.stretch(coding.span)) for coding in study.codings(known.id, counted)] if counted else []
    )
    named = looks(study.codebook, language)
    lanes = []
    for code in study.codebook.children(theme) or ((study.codebook[theme],) if theme else ()):
        family = study.codebook.subtree(code.id)
        if found := merged([stretch for each, stretch in heard if each in family]):
            look = named[code.id]
            lanes.append(Theme(look.label, look.tag, look.hue, found))
    asking = {speaker.label for speaker in transcript.speakers if speaker.interviewer}
    asked = merged([ruler.stretch(Span(turn.body, turn.end)) for turn in transcript.turns if turn.speaker in asking])
    note = _("Codings of {coder}.").format(coder=counted or _("nobody"))
    title = _("Portrait of {document}").format(document=known.id)
    return Portrait(title, len(ruler.starts), tuple(lanes), asked, note, language)


@dataclass(frozen=True, slots=True)
class Ruler:
    """Places of a text in words that are said, no label's; a word belongs to a passage where it starts."""

    starts: Sequence[int]

    def stretch(self, span: Span) -> tuple[int, int]:
        """The words that start within a span."""
        return bisect_left(self.starts, span.start), bisect_left(self.starts, span.end)


def curve_of(table: SaturationTable, language: str) -> Curve:
    """The curve of all interviews together, as `saturating.code_saturation` found it."""
    _, _ngettext = speech(language)
    return curve(table.whole, _("Code saturation"), " ".join((table.rule, *table.warnings)), language)


def network_of(study: Study, table: Cooccurrences, language: str, theme: str | None = None) -> Network:
    """The codes that come together in the whole, as `cooccurring.cooccurrences` found it: all, or those of a theme."""
    _, _ngettext = speech(language)
    found, named = next(iter(table.groups.values())), looks(study.codebook, language)
    meant = _family(study, theme) if theme else frozenset(study.codebook.by_id)
    sizes = {use.code: use.units for use in found.codes if use.code in meant and use.units}
    order = [code.id for code, _depth in study.codebook.walk() if code.id in sizes]
    nodes = (Node(code, named[code].label, named[code].tag, named[code].hue, sizes[code]) for code in order)
    strengths: dict[tuple[str, str], int] = {}
    for pair in found.pairs:
        if pair.first in sizes and pair.second in sizes and pair.together:
            first, second = sorted((pair.first, pair.second), key=order.index)
            strengths[first, second] = max(pair.together, strengths.get((first, second), 0))
    edges = (Edge(*pair, together) for pair, together in strengths.items())
    return Network(_("Codes that come together"), tuple(nodes), tuple(edges), table.rule, language)
