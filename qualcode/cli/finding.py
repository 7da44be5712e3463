"""Words in all documents: found, shown as keywords in context, coded all at once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

import click

from qualcode.cli.completing import names_of
from qualcode.cli.data import hit_data
from qualcode.cli.options import (
    acting,
    code_id,
    coder_option,
    new_coder_option,
    people_options,
    people_where,
)
from qualcode.cli.output import json_option, print_json, print_text, say, watched
from qualcode.cli.studied import StudyCommand, studies, with_study
from qualcode.cli.unnamed import Unnamed
from qualcode.i18n import _, ngettext
from qualcode.language.patterns import Wanted
from qualcode.safetext import columns, safe_line

if TYPE_CHECKING:
    from qualcode.model.codings import Hit
    from qualcode.searching.coding import Plan
    from qualcode.searching.keywords import Context
    from qualcode.study import Study

_CITED = 16


def _context(_ctx: click.Context, _param: click.Parameter, typed: str) -> Context:
    from qualcode.searching.keywords import context_of

    return context_of(typed)


@click.command(
    "find",
    cls=StudyCommand,
    help=_(
        "Find words standing side by side, accents and case ignored, with what stands around them; * after a word "
        "stands for any ending, | between words for either. With --code all that is found is coded, as one act."
    ),
    epilog=_('Example: qualcode find my-study "distance" --context 10w --sort right --role worker'),
)
@click.argument("words", metavar=_("WORDS"), shell_complete=studies)
@click.option("--case", is_flag=True, help=_("Capital and small letters are different."))
@click.option("--accents", is_flag=True, help=_("Letters with and without accents are different."))
@click.option("--exact", is_flag=True, help=_("Both: the words as they are typed."))
@click.option(
    "--lemma", "--forms", "forms", is_flag=True, help=_("Each word in all its forms: faire, fait, faisaient.")
)
@click.option("--regex", is_flag=True, help=_("WORDS are a regular expression, looked for in each turn."))
@click.option(
    "--context",
    default="60",
    show_default=True,
    callback=_context,
    metavar=_("NUMBER"),
    help=_("Characters on each side, or words: 10w."),
)
@click.option(
    "--sort",
    "order",
    type=click.Choice(["order", "left", "right"]),
    default="order",
    show_default=True,
    help=_("As in the texts, or by the words to the left or to the right."),
)
@click.option("--document", metavar=_("DOCUMENT"), shell_complete=names_of("document"), help=_("One document."))
@people_options
@click.option(
    "--interviewers/--no-interviewers",
    default=True,
    help=_("What interviewers say too (if not said otherwise), or not."),
)
@click.option("--limit", type=click.IntRange(min=1), metavar=_("NUMBER"), help=_("At most so many."))
@click.option("--code", metavar=_("CODE"), shell_complete=names_of("code"), help=_("Put this code on all of them."))
@click.option(
    "--unit",
    type=click.Choice(["hit", "sentence", "turn"]),
    default="hit",
    show_default=True,
    help=_("With --code: the words alone, their sentence, or the turn."),
)
@click.option("--dry-run", is_flag=True, help=_("With --code: say what would be coded, and code nothing."))
@coder_option
@new_coder_option
@json_option
@with_study
def find_command(study: Study, words: str, order: str, as_json: bool, context: Context, **values: Any) -> None:
    """Find words."""
    exact = values["exact"]
    wanted = Wanted(words, values["case"] or exact, values["accents"] or exact, values["forms"], values["regex"])
    where = people_where(study, values)
    hits = study.each_hit(wanted, where, context.reach, values["limit"], interviewers=values["interviewers"])
    if values["code"]:
        _code(study, list(hits), values, as_json)
        return
    _show(_arranged(map(Unnamed(study).hit, hits), order, context), as_json)


def _arranged(hits: Iterable[Hit], order: str, context: Context) -> list[Hit]:
    from qualcode.searching.keywords import cut, ordered

    found = ordered(hits, order)
    return [cut(hit, context) for hit in found] if context.words else found


def _show(hits: Sequence[Hit], as_json: bool) -> None:
    if as_json:
        print_json([hit_data(hit) for hit in hits])
        return
    lines = [[" ".join(said.split("\n")) for said in (hit.before, hit.after)] for hit in hits]
    room = max((columns(safe_line(before)) for before, _after in lines), default=0)
    for hit, (before, after) in zip(hits, lines, strict=True):
        print_text(f"{hit.citation:<{_CITED}} {' ' * (room - columns(safe_line(before)))}{before}[{hit.text}]{after}")
    if not hits:
        say(_("Nothing found."))


# ------------------------------------------------------------------ coding what was found


def _code(study: Study, hits: list[Hit], values: dict[str, Any], as_json: bool) -> None:
    from qualcode.searching.coding import plan

    code = code_id(study, values["code"])
    with acting(study, values["coder"], values["new_coder"]) as coder:
        with watched(_("Documents"), len({hit.document for hit in hits})) as tell:
            planned = plan(study, hits, values["unit"], code, coder, tell)
        dry = values["dry_run"]
        ids = study.do(planned.act, coder=coder).codings if planned.fresh and not dry else ()
    if as_json:
        print_json(_coded_data(planned, ids))
    else:
        _say_coded(planned, len(hits), dry)


def _coded_data(planned: Plan, ids: Sequence[int]) -> dict[str, Any]:
    """What `find --code --json` prints; without ids where nothing was done."""
    numbers: Sequence[int | None] = ids or [None] * len(planned.fresh)
    return {
        "code": planned.code,
        "coded": [{"id": number, **place._asdict()} for number, place in zip(numbers, planned.fresh, strict=True)],
        "there": [place._asdict() for place in planned.there],
    }


def _say_coded(planned: Plan, found: int, dry: bool) -> None:
    say(ngettext("{count} place found.", "{count} places found.", found).format(count=found))
    fresh, there = len(planned.fresh), len(planned.there)
    if dry:
        said = ngettext("{count} passage would get {code}.", "{count} passages would get {code}.", fresh)
    else:
        said = ngettext("{count} passage got {code}.", "{count} passages got {code}.", fresh)
    say(said.format(count=fresh, code=planned.code))
    if there:
        said = ngettext("{count} passage carries it already.", "{count} passages carry it already.", there)
        say(said.format(count=there))
