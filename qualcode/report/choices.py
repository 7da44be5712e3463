"""What is chosen for one appendix, every choice made: languages, the coder who is counted, the filter, the outline."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from qualcode import i18n
from qualcode.errors import InputError
from qualcode.i18n import LANGUAGES, Say
from qualcode.model.asking import Condition, Filter
from qualcode.report.typography import clean

if TYPE_CHECKING:
    from qualcode.report.outlining import Outline
    from qualcode.reportfile import Said
    from qualcode.study import Study

NO_EVENT = datetime(1980, 1, 1, tzinfo=UTC)
"""The date of a study in which nothing has happened; the oldest that a zip can hold."""


@dataclass(frozen=True, slots=True)
class Choices:
    """What was chosen for one appendix.

    The conditions of the filter narrow every table; the rest of it narrows the quotations alone. With `letters` sites
    have letters for names; `unconsented` quotations are left out, or not. `codebook_languages` go before what the
    outline says, none leave it to that. `outline` are the parts in their order; `settings` those of the part that is
    being made, as the outline gives them. `quotations` is what the command says of choosing these.
    """

    language: str
    codebook_languages: tuple[str, ...]
    coder: str | None
    where: Filter
    letters: bool = False
    unconsented: bool = False
    outline: Outline = ()
    settings: Mapping[str, object] = field(default_factory=dict)
    quotations: Said = field(default_factory=dict)

    @property
    def conditions(self) -> tuple[Condition, ...]:
        """What narrows every table."""
        return self.where.conditions


def written_in(study: Study, language: str | None) -> str:
    """The language of a report: the one asked for, else the first of the study that we speak."""
    if language is None:
        return next((each for each in study.languages if each in LANGUAGES), LANGUAGES[0])
    if language not in LANGUAGES:
        known = ", ".join(LANGUAGES)
        raise InputError(
            i18n._("--language: no report can be written in “{language}”.").format(language=language),
            i18n._("Known languages: {known}.").format(known=known),
        )
    return language


def in_codebook(study: Study, languages: Sequence[str]) -> tuple[str, ...]:
    """The languages in which the codebook is asked for, each once; one that the study has not is an error."""
    known = tuple(dict.fromkeys((*study.languages, *LANGUAGES)))
    for language in languages:
        if language not in known:
            raise InputError(
                i18n._("The codebook is not written in “{language}”.").format(language=language),
                i18n._("Known languages: {known}.").format(known=", ".join(known)),
            )
    return tuple(dict.fromkeys(languages))


def counted(choices: Choices, _: Say) -> str:
    """Whose codings these are; nobody's where nothing is coded yet."""
    return clean(choices.coder) if choices.coder else _("nobody")


def filter_data(where: Filter) -> dict[str, object]:
    """The conditions that a filter sets, the coder apart, as plain data."""
    said = {name: value for name, value in where._asdict().items() if name != "coder" and value not in (None, ())}
    if where.conditions:
        said["conditions"] = [str(condition) for condition in where.conditions]
    return {name: list(value) if isinstance(value, tuple) else value for name, value in said.items()}


def filter_words(where: Filter) -> str:
    """The conditions that a filter sets as one line, `site = lille; wave = T0`."""
    return "; ".join(f"{name} = {value}" for name, value in filter_data(where).items())


def moment(study: Study) -> datetime:
    """When the study last changed, in UTC: the only time that may enter a file."""
    return next((_utc(event.at) for event in study.events(limit=1)), NO_EVENT)


def _utc(at: str) -> datetime:
    time = datetime.fromisoformat(at)
    return time.astimezone(UTC) if time.tzinfo else time.replace(tzinfo=UTC)
