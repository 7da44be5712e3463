"""What goes into the appendix, in which order: from a study to a `Report`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import count
from typing import TYPE_CHECKING

from qualcode import __version__
from qualcode.disclosure.letters import Lettered
from qualcode.i18n import Say, translations
from qualcode.model import in_language
from qualcode.model.asking import Filter
from qualcode.report.choices import Choices, counted, in_codebook, moment, written_in
from qualcode.report.citing import cited
from qualcode.report.document import Block, Heading, Lazy, Paragraph, Report, Section, unlike
from qualcode.report.ground import Ground
from qualcode.report.lettered import lettered
from qualcode.report.outline import PARTS, limited, outline_of, stands_so, titles
from qualcode.report.outlining import Chapter, Listed, Outline
from qualcode.report.parts import Captions, Facts, gather
from qualcode.report.pool import Pool
from qualcode.report.referring import referred
from qualcode.report.typography import clean

if TYPE_CHECKING:
    from qualcode.reportfile import Said
    from qualcode.study import Study

__all__ = ["Choices", "build", "choose"]


def choose(
    study: Study,
    language: str | None = None,
    coder: str | None = None,
    where: Filter | None = None,
    codebook_languages: Sequence[str] = (),
    outline: Outline | None = None,
    quotations: Said | None = None,
) -> Choices:
    """Settle what was left open: the study's first language, the coder who counts, every quotation, its own outline.

    `quotations` says how they are chosen, before what the study says of that.
    """
    where = where or Filter()
    chosen = written_in(study, language)
    counted_one = study.counted_coder(coder or where.coder)
    return Choices(
        chosen,
        in_codebook(study, codebook_languages),
        counted_one,
        where._replace(coder=counted_one),
        outline=outline or outline_of(study),
        quotations=quotations or {},
    )


def build(study: Study, choices: Choices, pool: Pool | None = None) -> Report:
    """The appendix of a study as it is now; each table says under which conditions it counts.

    `pool` has the quotations, where they were looked at already.
    """
    report = _built(study, choices, pool or Pool(study, choices.where))
    return cited(lettered(report, Lettered(study.sites)) if choices.letters else report)


def _built(study: Study, choices: Choices, pool: Pool) -> Report:
    _ = translations(choices.language).gettext
    title = clean(in_language(study.title, choices.language))
    at = moment(study)
    made = _("Made with qualcode {version} from the codings of {coder}, as of {date}.")
    ground = Ground(study, choices, _)
    facts = replace(gather(study, choices.language, choices.conditions), pool=pool, ground=ground)
    return Report(
        _("Appendix: {title}").format(title=title),
        made.format(version=__version__, coder=counted(choices, _), date=at.date().isoformat()),
        _("Contents"),
        choices.language,
        at,
        tuple(_referring(_Builder(study, choices, facts, _, Captions(_)).sections(), choices.language, _)),
    )


@dataclass(frozen=True, slots=True)
class _Builder:
    """Makes the sections of an outline one after the other, and numbers their tables as they come."""

    study: Study
    choices: Choices
    facts: Facts
    say: Say
    captions: Captions

    def sections(self) -> Iterator[Section]:
        """Every section in the order of the outline."""
        chapters = count(1)
        for item in self.choices.outline:
            if isinstance(item, Listed):
                yield from self._part(item, self.facts)
            else:
                yield from self._chapter(item, next(chapters))

    def _part(self, listed: Listed, facts: Facts) -> Iterator[Section]:
        """The sections of a part; a sentence where it was named and there is nothing."""
        choices = replace(self.choices, settings=listed.settings)
        made = list(PARTS[listed.part].make(self.study, choices, facts, self.captions, self.say))
        if made or not listed.named:
            yield from made
            return
        why = stands_so(self.study, choices, facts, listed.part, self.say).why
        words = self.say("There is nothing to write here yet: {why}.").format(why=why)
        yield Section(listed.part, titles(self.say)[listed.part], (Paragraph(words),))

    def _chapter(self, chapter: Chapter, number: int) -> Iterator[Section]:
        """A section that opens the chapter, then those of its parts, a level below."""
        facts, title = limited(self.facts, chapter), self.facts.words(chapter.title)
        names = "; ".join(facts.code_path(facts.codebook[code]) for code in chapter.codes)
        said = self.say("This chapter rests on these codes, with the codes below them: {codes}.").format(codes=names)
        yield Section(f"chapter-{number}", title, (Paragraph(said),))
        for part in chapter.parts:
            for section in self._part(part, facts):
                yield _within(section, title)


def _within(section: Section, chapter: str) -> Section:
    """A section as it stands in a chapter: its headings a level lower, its sheets with the chapter's title."""
    return replace(
        section,
        level=section.level + 1,
        blocks=Lazy(lambda: map(_lower, section.blocks)),
        sheets=tuple(replace(table, caption=f"{chapter} – {table.caption}") for table in section.sheets),
    )


def _lower(block: Block) -> Block:
    return replace(block, level=block.level + 1) if isinstance(block, Heading) else block


def _referring(sections: Iterable[Section], language: str, _: Say) -> Iterator[Section]:
    """The sections, each with a name of its own, which a link can lead to, and with their links to each other."""
    made = list(sections)
    names = unlike(section.name for section in made)
    return referred(made, [replace(section, name=name) for section, name in zip(made, names, strict=True)], language, _)
