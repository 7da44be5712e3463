"""How each part of the appendix stands before it is written: ready, thin, stale, or missing, and why."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, NamedTuple

from qualcode.i18n import Say
from qualcode.model.codes import Code
from qualcode.report.parts import Facts
from qualcode.report.pool import pool_of, themes_of
from qualcode.report.wording import wording_of

if TYPE_CHECKING:
    from qualcode.report.choices import Choices
    from qualcode.study import Study

READY, THIN, STALE, MISSING = "ready", "thin", "stale", "missing"
FEW = 3
"""Fewer quotations than this under a code are few."""
_NAMED = 5
"""So many codes or sites are named in a reason, the others counted."""


class Standing(NamedTuple):
    """A state, and why it is not ready."""

    state: str = READY
    why: str = ""


def participants(_study: Study, _choices: Choices, facts: Facts, _: Say) -> Standing:
    """Missing without people, thin where somebody has no site."""
    if not facts.participants:
        return Standing(MISSING, _("nobody was interviewed yet"))
    return _thin(
        _("without a site: {names}"), [person.id for person in facts.participants if not facts.sites_of(person)], _
    )


def sites(_study: Study, _choices: Choices, facts: Facts, _: Say) -> Standing:
    """Missing without sites, thin where nobody was interviewed at one."""
    if not facts.sites:
        return Standing(MISSING, _("study.yaml names no site"))
    heard = {site for person in facts.participants for site in facts.sites_of(person)}
    regions = {site.parent for site in facts.sites}
    silent = [site.id for site in facts.sites if site.id not in heard | regions]
    return _thin(_("nobody was interviewed at: {names}"), map(facts.site_label, silent), _)


def inclusion(study: Study, _choices: Choices, _facts: Facts, _: Say) -> Standing:
    """Missing without the team's table."""
    from qualcode.tables.inclusion import file_of

    if file_of(study) is None:
        return Standing(MISSING, _("the study's folder holds no inclusion.csv or inclusion.yaml"))
    return Standing()


def codebook(_study: Study, _choices: Choices, facts: Facts, _: Say) -> Standing:
    """Missing without codes, thin where one has no definition."""
    if not facts.codebook.codes:
        return _no_code(_)
    return _thin(_("without a definition: {names}"), _labels(facts, [c for c in _codes(facts) if not is_defined(c)]), _)


def is_defined(code: Code) -> bool:
    """Whether anything but its label says what a code is."""
    parts = (code.brief, code.full, code.use_when, code.not_when, code.examples, code.near_misses)
    return any(map(bool, parts))


def codes(study: Study, choices: Choices, facts: Facts, _: Say) -> Standing:
    """Missing without codes, stale where codings are under an earlier definition, thin before anything is coded."""
    if not facts.codebook.codes:
        return _no_code(_)
    if choices.coder is None:
        return Standing(THIN, _("nothing is coded yet"))
    return _of_definitions(study, choices, facts, _)


def history(study: Study, _choices: Choices, _facts: Facts, _: Say) -> Standing:
    """Missing while the codebook is what the study began with."""
    from qualcode.care import changelog as told

    changed = any(entry.what != told.BEGUN for entry in told.changelog(study))
    return Standing() if changed else Standing(MISSING, _("no code was changed since the study began"))


def quotations(study: Study, choices: Choices, facts: Facts, _: Say) -> Standing:
    """Missing without any, stale under an earlier definition or where an excerpt or a translation was made of earlier
    words, thin where a code that is used has few that may leave.
    """
    themes = themes_of(study, choices, facts)
    if not themes:
        return Standing(MISSING, _("no passage is coded yet"))
    stale = _of_definitions(study, choices, facts, _)
    if stale.state == STALE:
        return stale
    stale_ones = wording_of(study, choices.language).stale_codings
    found = pool_of(study, choices, facts).among(stale_ones, unconsented=choices.unconsented) if stale_ones else []
    if left := [one.citation for one in found if facts.within(one.coding.code)]:
        words = _("shortened or translated before they were corrected: {names}")
        return Standing(STALE, words.format(names=_few(left, _)))
    few = [
        code
        for code in _codes(facts)
        if (theme := themes.get(code.id)) and theme.may_leave(unconsented=choices.unconsented) < FEW
    ]
    return _thin(_("fewer than {few} quotations: {{names}}").format(few=FEW), _labels(facts, few), _)


def framework(study: Study, choices: Choices, facts: Facts, _: Say) -> Standing:
    """Missing without summaries, stale where one no longer holds, thin where a cell with passages has none."""
    from qualcode.framework.matrix import BY, written_cells
    from qualcode.framework.matrix import framework as asked

    missing = Standing(MISSING, _("no summary is written yet"))
    if not written_cells(study):
        return missing
    matrices = [asked(study, by, choices.coder, choices.conditions) for by in BY]
    cells = [[cell for cell in matrix.cells() if facts.within(cell.theme)] for matrix in matrices]
    begun = [cell for those in cells if any(cell.text for cell in those) for cell in those]
    if not begun:
        return missing
    if stale := sum(cell.state == STALE for cell in begun):
        return Standing(STALE, _("summaries to be reviewed: {count}").format(count=stale))
    empty = sum(cell.state == "empty" and cell.said is not None and cell.said.segments > 0 for cell in begun)
    return Standing(THIN, _("cells with passages but no summary: {count}").format(count=empty)) if empty else Standing()


def themes(study: Study, choices: Choices, facts: Facts, _: Say) -> Standing:
    """Missing without documents, stale under an earlier definition, thin where a site is not wholly coded."""
    if not facts.documents:
        return Standing(MISSING, _("no document is in the study yet"))
    stale = _of_definitions(study, choices, facts, _)
    if stale.state == STALE:
        return stale
    sites = dict.fromkeys(one.site for one in facts.documents if choices.coder not in one.done and one.site)
    return _thin(_("not wholly coded: {names}"), map(facts.site_label, sites), _)


def joint(study: Study, _choices: Choices, _facts: Facts, _: Say) -> Standing:
    """Missing with fewer than two waves."""
    if len(study.names("wave")) < 2:
        return Standing(MISSING, _("the documents are not of two waves"))
    return Standing()


def coverage(_study: Study, choices: Choices, _facts: Facts, _: Say) -> Standing:
    """Missing before anything is coded."""
    return Standing(MISSING, _("nothing is coded yet")) if choices.coder is None else Standing()


def always(_study: Study, _choices: Choices, _facts: Facts, _: Say) -> Standing:
    """A part that is ready whatever the study holds."""
    return Standing()


def _of_definitions(study: Study, choices: Choices, facts: Facts, _: Say) -> Standing:
    """Stale where passages were coded under an earlier definition."""
    from qualcode.care.reviewing import stale

    left = {one.code for one in stale(study, choices.coder) if one.left and facts.within(one.code)}
    if not left:
        return Standing()
    names = _few(_labels(facts, [code for code in _codes(facts) if code.id in left]), _)
    return Standing(STALE, _("coded under an earlier definition: {names}").format(names=names))


def _codes(facts: Facts) -> list[Code]:
    return [code for code, _depth in facts.walk()]


def _labels(facts: Facts, found: Iterable[Code]) -> list[str]:
    return [facts.code_label(code) for code in found]


def _no_code(_: Say) -> Standing:
    return Standing(MISSING, _("the codebook has no code"))


def _thin(words: str, names: Iterable[str], _: Say) -> Standing:
    """Thin because of those that are named, ready where none is."""
    found = list(names)
    return Standing(THIN, words.format(names=_few(found, _))) if found else Standing()


def _few(names: Sequence[str], _: Say) -> str:
    more = len(names) - _NAMED
    said = ", ".join(names[:_NAMED])
    return said + (_(" and {count} more").format(count=more) if more > 0 else "")
