"""Which document, code or site a person means who writes one of its names: an id, a label, an alias, a file."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from qualcode.errors import InputError, NotFoundError
from qualcode.i18n import _
from qualcode.model.codes import Code, Codebook
from qualcode.model.people import Site
from qualcode.model.texts import Listed
from qualcode.names import fold, near_hint

Called = Mapping[str, tuple[str, ...]]
"""The ids of the documents of each name; several where files are called alike."""
PATH_SIGN = " > "


def called(catalogue: Iterable[Listed]) -> Called:
    """Documents by all their names; an id means its own document alone."""
    found: dict[str, tuple[str, ...]] = {}
    listed = list(catalogue)
    for document in listed:
        for name in {document.name, Path(document.name).stem}:
            found[name] = (*found.get(name, ()), document.id)
    return found | {document.id: (document.id,) for document in listed}


def document_called(name: str, known: Called) -> str:
    """The id of the one document of that name."""
    found = known.get(name, ())
    if len(found) == 1:
        return found[0]
    if found:
        raise InputError(
            _("Several documents are called {name}: {ids}.").format(name=name, ids=", ".join(found)),
            _("Write the id of the one you mean."),
        )
    hint = near_hint(name, known, _("`{command}` lists them.").format(command="qualcode documents"))
    raise NotFoundError(_("There is no document {name} in this study.").format(name=name), hint)


def find_code(codebook: Codebook, name: str) -> Code | None:
    """The code of that id, else label in any language, else alias, else path (`A > B`), else former name; case and
    accents are ignored.

    Raises InputError where the name fits several codes.
    """
    if name in codebook:
        return codebook[name]
    for names in (_ids, _labels, _aliases):
        if found := [code for code in codebook.codes if fold(name) in map(fold, names(code))]:
            return _only(codebook, name, found)
    steps = name.split(PATH_SIGN)
    found = [code for code in codebook.codes if len(steps) > 1 and _is_path(codebook, code, steps)]
    return _only(codebook, name, found) if found else _formerly(codebook, name)


def present_code(codebook: Codebook, code: str) -> Code | None:
    """The code of an id, or what has become of it; None where it is gone, or that is not one code."""
    try:
        return find_code(codebook, code)
    except InputError:
        return None


def _formerly(codebook: Codebook, name: str) -> Code | None:
    """The code that a name led to once, though nobody kept it as an alias; a code merged since leads on."""
    seen: set[str] = set()
    while fold(name) in codebook.former and name not in seen:
        seen.add(name)
        name = codebook.former[fold(name)]
    return codebook.by_id.get(name)


def code_called(codebook: Codebook, name: str) -> Code:
    """The code that `find_code` finds; a `NotFoundError` names the nearest."""
    if code := find_code(codebook, name):
        return code
    raise unknown_code(codebook, name)


def present_ids(codebook: Codebook, names: Iterable[str]) -> tuple[str, ...]:
    """Ids of codes as they are now, each once: an old name of a code means that code; what no code had stays."""
    former = {fold(alias): code for code in codebook.codes for alias in code.aliases}
    found = ((name, former.get(fold(name)) or _formerly(codebook, name)) for name in names)
    return tuple(dict.fromkeys(code.id if code and name not in codebook else name for name, code in found))


def unknown_code(codebook: Codebook, name: str) -> NotFoundError:
    """The error for a name that no code has, with the nearest that one has."""
    names = (text for code in codebook.codes for text in (*_ids(code), *_labels(code), *_aliases(code)))
    hint = near_hint(name, names, _("`{command}` lists them.").format(command="qualcode codes"))
    return NotFoundError(_("There is no code {name} in the codebook.").format(name=name), hint)


def _ids(code: Code) -> tuple[str, ...]:
    return (code.id,)


def _labels(code: Code) -> tuple[str, ...]:
    return tuple(code.label.values())


def _aliases(code: Code) -> tuple[str, ...]:
    return code.aliases


def _is_path(codebook: Codebook, code: Code, steps: Sequence[str]) -> bool:
    """Whether the steps name the code and the codes it is in, from the top or from any code on the way."""
    path = codebook.path(code.id)[-len(steps) :]
    return len(path) == len(steps) and all(
        fold(step) in map(fold, (*_ids(code), *_labels(code), *_aliases(code)))
        for step, code in zip(steps, path, strict=True)
    )


def _only(codebook: Codebook, name: str, found: Sequence[Code]) -> Code:
    if len(found) == 1:
        return found[0]
    paths = (PATH_SIGN.join(step.id for step in codebook.path(code.id)) for code in found)
    message = _("{name} names {count} codes: {paths}.").format(name=name, count=len(found), paths=", ".join(paths))
    raise InputError(message, _("Write the id of the one you mean."))


def find_site(sites: Sequence[Site], name: str) -> Site | None:
    """The site of that id, else of that label in any language; case and accents are ignored.

    Raises InputError where the name fits several sites.
    """
    by_id = [site for site in sites if fold(site.id) == fold(name)]
    found = by_id or [site for site in sites if fold(name) in map(fold, site.label.values())]
    if len(found) > 1 and name not in (site.id for site in found):
        ids = ", ".join(site.id for site in found)
        message = _("{name} names {count} sites: {ids}.").format(name=name, count=len(found), ids=ids)
        raise InputError(message, _("Write the id of the one you mean."))
    return next((site for site in found if site.id == name), found[0] if found else None)


def site_called(sites: Sequence[Site], name: str) -> Site:
    """The site that `find_site` finds; a `NotFoundError` names the nearest."""
    if site := find_site(sites, name):
        return site
    hint = near_hint(name, names_of_sites(sites), _("`{command}` lists them.").format(command="qualcode sites"))
    raise NotFoundError(_("There is no site {name} in this study.").format(name=name), hint)


def names_of_sites(sites: Iterable[Site]) -> list[str]:
    """Every id and label that a site is called by."""
    return [text for site in sites for text in (site.id, *site.label.values())]
