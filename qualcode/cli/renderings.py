"""Excerpts and translations of quotations: written on one coding, taken away, listed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

import click

from qualcode.acts import SetExcerpt, SetTranslation
from qualcode.cli.data import rendering_data
from qualcode.cli.options import acting_options, carry_out
from qualcode.cli.output import json_option, print_json, print_table, say, shortened
from qualcode.cli.studied import StudyCommand, studies, with_study
from qualcode.i18n import _

if TYPE_CHECKING:
    from qualcode.model.codings import Rendering
    from qualcode.study import Study

coding_argument = click.argument(
    "coding", type=int, required=False, metavar="[" + _("CODING") + "]", shell_complete=studies
)
text_argument = click.argument("text", required=False, metavar="[" + _("TEXT") + "]")
remove_option = click.option("--remove", is_flag=True, help=_("Take it away."))


@click.command(
    "excerpt",
    cls=StudyCommand,
    help=_(
        "Say how a quotation is shown shortened: its own words in their order, […] for words left out, [words of "
        "yours] in brackets; anything else is refused. The appendix shows the excerpt in the place of the passage, as "
        "long as the passage has the words it was made of. Without a text, list excerpts: of one coding, or all."
    ),
    epilog=_('Example: qualcode excerpt my-study 17 "She said […] that [the doctor] knew."'),
)
@coding_argument
@text_argument
@remove_option
@json_option
@acting_options
@with_study
def excerpt_command(
    study: Study, coding: int | None, text: str | None, remove: bool, as_json: bool, **values: Any
) -> None:
    """Say how a quotation is shortened."""
    number = _meant(coding, text, remove)
    if number is not None:
        carry_out(study, SetExcerpt(number, "" if remove else str(text)), values["coder"], values["new_coder"])
        say(_("The excerpt is taken away.") if remove else _("The excerpt is written."))
    if number is None or as_json:
        _list(study, coding, lambda one: not one.language, as_json)


@click.command(
    "translate",
    cls=StudyCommand,
    help=_(
        "Write a translation of a quotation, with the name of whoever made it. An appendix in that language shows it "
        "under the words as they were said, as long as the passage has the words it was made of. Without a text, list "
        "translations: of one coding, or all."
    ),
    epilog=_('Example: qualcode translate my-study 17 --language en --by "Ana Roy" "She knew."'),
)
@coding_argument
@text_argument
@click.option("--language", default="", metavar=_("LANGUAGE"), help=_("The language of the translation: en."))
@click.option("--by", "translator", default="", metavar=_("NAME"), help=_("Who made the translation."))
@remove_option
@json_option
@acting_options
@with_study
def translate_command(
    study: Study,
    coding: int | None,
    text: str | None,
    language: str,
    translator: str,
    remove: bool,
    as_json: bool,
    **values: Any,
) -> None:
    """Write a translation of a quotation."""
    number = _meant(coding, text, remove)
    if number is not None:
        act = SetTranslation(number, language, "" if remove else str(text), translator)
        carry_out(study, act, values["coder"], values["new_coder"])
        say(_("The translation is taken away.") if remove else _("The translation is written."))
    if number is None or as_json:
        _list(study, coding, lambda one: one.language == language if language else bool(one.language), as_json)


def _meant(coding: int | None, text: str | None, remove: bool) -> int | None:
    """The coding to write on; None where nothing is to be written."""
    if remove and (coding is None or text is not None):
        raise click.UsageError(_("--remove needs a coding, and no text."))
    if text is not None and not text.strip():
        raise click.UsageError(_("The text is empty; --remove takes away what is written."))
    return coding if remove or text is not None else None


def _list(study: Study, coding: int | None, wanted: Any, as_json: bool) -> None:
    if coding is not None:
        study.coding(coding)
    kept: Mapping[int, Iterable[Rendering]] = study.renderings()
    found = [one for number, those in kept.items() for one in those if wanted(one) and coding in (None, number)]
    if as_json:
        print_json([rendering_data(one) for one in found])
    elif found:
        header = (_("coding"), _("language"), _("by"), "", _("text"))
        rows = [(one.coding, one.language, one.author, _("stale") if one.stale else "", shortened(one.text))
                for one in found]  # fmt: skip
        print_table(header, rows, frozenset((0,)))
    else:
        say(_("There is none."))
