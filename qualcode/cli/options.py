"""Options that several commands share, and what they mean."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, TypeVar

import click

from qualcode.cli.completing import conditions, dimensions, names_of
from qualcode.cli.output import json_option, say
from qualcode.cli.studied import studies
from qualcode.errors import InputError
from qualcode.i18n import _
from qualcode.model.asking import Condition, Filter

if TYPE_CHECKING:
    from qualcode.store.events import Outcome
    from qualcode.study import Study

F = TypeVar("F", bound=Callable[..., Any])

coder_option = click.option(
    "--coder",
    default="",
    metavar=_("NAME"),
    shell_complete=names_of("coder"),
    help=_("Who codes; else QUALCODE_CODER, else as your settings say, else you."),
)
new_coder_option = click.option(
    "--new-coder", is_flag=True, help=_("Insist on a coder whose name is nearly a known one.")
)
counted_option = click.option(
    "--coder", metavar=_("NAME"), shell_complete=names_of("coder"), help=_("Whose codings to count.")
)


def _conditions(_ctx: click.Context, _param: click.Parameter, typed: tuple[str, ...]) -> tuple[Condition, ...]:
    from qualcode.conditions import parse_condition

    return tuple(map(parse_condition, typed))


def _dimensions(_ctx: click.Context, _param: click.Parameter, typed: str | None) -> tuple[str, ...]:
    names = tuple(name.strip() for name in typed.split(",")) if typed is not None else ()
    if not all(names):
        raise InputError(
            _("--by {text}: a dimension is missing.").format(text=repr(typed)),
            _("Write one, or two with a comma: site, or group,wave; without --by there is a usual one."),
        )
    return names


def by_option(text: str, usual: str | None = None) -> Callable[[F], F]:
    """The option `--by`: the names of the dimensions that are typed with commas between; without it the usual ones."""
    return click.option(
        "--by",
        default=usual,
        show_default=usual is not None,
        metavar=_("DIMENSION[,DIMENSION]"),
        callback=_dimensions,
        shell_complete=dimensions,
        help=text,
    )


def _where(text: str) -> Callable[[F], F]:
    return click.option(
        "--where",
        multiple=True,
        metavar=_("CONDITION"),
        callback=_conditions,
        shell_complete=conditions,
        help=text,
    )


where_option = _where(
    _(
        "Count only where this holds: role=nurse,user  date>=2013-01  site!=lille  text~distance  "
        "group= (nothing known)  group!= (something known); again for more."
    )
)


def counting_options(function: F) -> F:
    """The options of every table that counts one coder's codings: as `where`, `coder` and `as_json`."""
    return where_option(counted_option(json_option(function)))


document_argument = click.argument("document", shell_complete=names_of("document"))
coding_argument = click.argument("coding", type=int, metavar=_("CODING"), shell_complete=studies)
code_argument = click.argument("code", shell_complete=names_of("code"))

_FILTERS = (
    ("code", _("CODE"), _("A code with its sub-codes.")),
    ("document", _("DOCUMENT"), _("One document.")),
    ("site", _("SITE"), _("A site, or a region with its sites.")),
    ("participant", _("PERSON"), _("One person.")),
    ("role", _("ROLE"), _("People of one role.")),
    ("kind", _("KIND"), _("Documents of one kind.")),
    ("wave", _("WAVE"), _("Documents of one wave.")),
    ("coder", _("NAME"), _("Codings of one coder.")),
)


def acting_options(function: F) -> F:
    """The options of every command that acts, as `coder` and `new_coder`."""
    return coder_option(new_coder_option(function))


def filter_options(function: F) -> F:
    """The options that choose codings, with conditions; `chosen` turns their values into a filter."""
    where = _where(
        _("Codings where this holds: role=nurse,user  date>=2013-01  text~distance  group= (unknown); again for more.")
    )
    return choosing_options(where(function))


def choosing_options(function: F) -> F:
    """The options that choose codings by one name each."""
    function = click.option("--counter", is_flag=True, help=_("Counter-examples only."))(function)
    function = click.option("--key", is_flag=True, help=_("Key quotations only."))(function)
    for name, metavar, text in reversed(_FILTERS):
        function = click.option(f"--{name}", metavar=metavar, shell_complete=names_of(name), help=text)(function)
    return function


def chosen(study: Study, values: Mapping[str, Any]) -> Filter:
    """The filter that the options of `filter_options` describe; a name the study does not know is an error."""
    from qualcode.tables.themes import resolved

    return Filter(
        code=code_id(study, values["code"]) if values["code"] else None,
        document=study.document(values["document"]).id if values["document"] else None,
        site=site_id(study, values["site"]) if values["site"] else None,
        participant=_known(study, "participant", values["participant"]),
        role=_known(study, "role", values["role"]),
        kind=_known(study, "kind", values["kind"]),
        wave=_known(study, "wave", values["wave"]),
        coder=_known(study, "coder", values["coder"]),
        key=True if values["key"] else None,
        counter=True if values["counter"] else None,
        conditions=resolved(study, values["where"]),
    )


_PEOPLE = (
    (("--site",), "site", _("SITE"), _("What is said at a site, or in a region.")),
    (("--participant", "--speaker"), "participant", _("PERSON"), _("What one person says.")),
    (("--role",), "role", _("ROLE"), _("What people of one role say.")),
    (("--kind",), "kind", _("KIND"), _("Documents of one kind.")),
    (("--wave",), "wave", _("WAVE"), _("Documents of one wave.")),
)


def people_options(function: F) -> F:
    """The options that choose who speaks, where and when; `people_where` turns their values into a filter."""
    function = _where(_("Only where this holds: role=nurse,user  date>=2013-01  site!=lille; again for more."))(
        function
    )
    for names, noun, metavar, text in reversed(_PEOPLE):
        function = click.option(*names, noun, metavar=metavar, shell_complete=names_of(noun), help=text)(function)
    return function


def people_where(study: Study, values: Mapping[str, Any]) -> Filter:
    """The filter that the options of `people_options` describe, and `--document` where there is one."""
    conditions = values["where"]
    if conditions:
        from qualcode.tables.themes import resolved

        conditions = resolved(study, conditions)
    return Filter(
        document=study.document(values["document"]).id if values.get("document") else None,
        site=site_id(study, values["site"]) if values["site"] else None,
        participant=_known(study, "participant", values["participant"]),
        role=_known(study, "role", values["role"]),
        kind=_known(study, "kind", values["kind"]),
        wave=_known(study, "wave", values["wave"]),
        conditions=conditions,
    )


def code_id(study: Study, name: str) -> str:
    """The id of the code so called: by id, label in any language, alias, or path."""
    from qualcode.naming import code_called

    return code_called(study.codebook, name).id


def site_id(study: Study, name: str) -> str:
    """The id of the site so called, by id or label."""
    from qualcode.naming import site_called

    return site_called(study.sites, name).id


def acting_coder(study: Study, name: str, new: bool) -> str:
    """The coder named, if not nearly another; whose turn it is where nobody is named."""
    return study.known_coder(name.strip() or study.coder, new=new or not name.strip())


@contextmanager
def acting(study: Study, name: str, new: bool) -> Iterator[str]:
    """Who acts: the coder named, if not nearly another; it is said when the study met them by what was done."""
    coder = acting_coder(study, name, new)
    known = coder in study.coders()
    yield coder
    if not known and coder in study.coders():
        say(_("{name} is a new coder in this study.").format(name=coder))


def carry_out(study: Study, act: Any, coder: str, new_coder: bool) -> Outcome:
    """One act of the coder whom the options of `acting_options` name."""
    with acting(study, coder, new_coder) as name:
        return carried_out(study, act, coder=name)


def carried_out(study: Study, *acts: Any, coder: str) -> Outcome:
    """Acts of a coder done as one; it is said where nothing was to be done."""
    outcome = study.do(*acts, coder=coder)
    if not outcome.event:
        say(_("Nothing was to be done: it is so already."))
    return outcome


def _known(study: Study, noun: str, name: str | None) -> str | None:
    """The name as the study has it, case and accents aside; None if none was given."""
    from qualcode.names import fold, near_hint
    from qualcode.store.reading.named import names

    if not name:
        return None
    known = names(study.connection, noun)
    if name in known:
        return name
    alike = [other for other in known if fold(other) == fold(name)]
    if len(alike) == 1:
        return alike[0]
    hint = near_hint(name, known, _("Known are: {names}.").format(names=", ".join(known) or "—"))
    raise InputError(_("{name} is not in this study.").format(name=name), hint)
