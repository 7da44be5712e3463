"""Options that several commands share, and what they mean."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

import click

from qualcode.errors import InputError, NotFoundError
from qualcode.i18n import _
from qualcode.model import Filter

if TYPE_CHECKING:
    from qualcode.study import Study

F = TypeVar("F", bound=Callable[..., Any])

coder_option = click.option(
    "--coder", default="", metavar=_("NAME"), help=_("Who codes; else QUALCODE_CODER, else you.")
)
new_coder_option = click.option(
    "--new-coder", is_flag=True, help=_("Insist on a coder whose name is nearly a known one.")
)
counted_option = click.option("--coder", default=None, metavar=_("NAME"), help=_("Whose codings to count."))


def filter_options(function: F) -> F:
    """The options that choose codings; `chosen` turns their values into a filter."""
    for option in reversed(
        (
            click.option("--code", metavar=_("CODE"), help=_("A code with its sub-codes.")),
            click.option("--document", metavar=_("DOCUMENT"), help=_("One document.")),
            click.option("--site", metavar=_("SITE"), help=_("A site, or a region with its sites.")),
            click.option("--participant", metavar=_("PERSON"), help=_("One person.")),
            click.option("--role", metavar=_("ROLE"), help=_("People of one role.")),
            click.option("--kind", metavar=_("KIND"), help=_("Documents of one kind.")),
            click.option("--wave", metavar=_("WAVE"), help=_("Documents of one wave.")),
            click.option("--coder", default=None, metavar=_("NAME"), help=_("Codings of one coder.")),
            click.option("--key", is_flag=True, help=_("Key quotations only.")),
        )
    ):
        function = option(function)
    return function


def chosen(study: Study, values: dict[str, Any]) -> Filter:
    """The filter that the options of `filter_options` describe; a name the study does not know is an error."""
    return Filter(
        code=code_id(study, values["code"]) if values["code"] else None,
        document=study.document(values["document"]).id if values["document"] else None,
        site=site_id(study, values["site"]) if values["site"] else None,
        participant=_one_of(values["participant"], [person.id for person in study.participants()])
        if values["participant"]
        else None,
        coder=_one_of(values["coder"], study.coders()) if values["coder"] else None,
        role=values["role"],
        kind=values["kind"],
        wave=values["wave"],
        key=True if values["key"] else None,
    )


def code_id(study: Study, name: str) -> str:
    """The id of the code so called: by id, label in any language, alias, or path."""
    from qualcode.codebook import find_code
    from qualcode.names import nearest

    if code := find_code(study.codebook, name):
        return code.id
    names = [text for code in study.codebook.codes for text in (code.id, *code.label.values(), *code.aliases)]
    raise NotFoundError(
        _("There is no code {name} in the codebook.").format(name=name), _near(nearest(name, names), "qualcode codes")
    )


def site_id(study: Study, name: str) -> str:
    """The id of the site so called, by id or label."""
    from qualcode.names import nearest
    from qualcode.studyfile import find_site

    if site := find_site(study.sites, name):
        return site.id
    names = [text for site in study.sites for text in (site.id, *site.label.values())]
    raise NotFoundError(
        _("There is no site {name} in this study.").format(name=name), _near(nearest(name, names), "qualcode sites")
    )


def acting_coder(study: Study, name: str, new: bool) -> str:
    """Who acts: the coder named, if it is not nearly another; said when the study meets them first."""
    from qualcode.cli.output import say

    coder = study.known_coder(name or study.coder, new=new or not name)
    if name and coder not in study.coders():
        say(_("{name} is a new coder in this study.").format(name=coder))
    return coder


def _one_of(name: str, known: list[str]) -> str:
    from qualcode.names import nearest

    if name in known:
        return name
    near = nearest(name, known)
    hint = (
        _("Write {near}.").format(near=near) if near else _("Known are: {names}.").format(names=", ".join(known) or "—")
    )
    raise InputError(_("{name} is not in this study.").format(name=name), hint)


def _near(near: str | None, listing: str) -> str:
    return _("Write {near}.").format(near=near) if near else _("`{command}` lists them.").format(command=listing)
