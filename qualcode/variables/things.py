"""The people, documents and sites of a study as values are said of them: who is meant, what may stand, what it does.

A table that is read, a command and a cell of the screen all check here.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from qualcode.acts import SetDocument, SetParticipant
from qualcode.errors import InputError, NotFoundError
from qualcode.i18n import _
from qualcode.model.people import Participant, Site, SiteChange
from qualcode.model.texts import Described
from qualcode.names import fold, near_hint
from qualcode.naming import find_site, site_called
from qualcode.variables.tables import FIELDS, LABEL, Known, of_document, of_person, of_site
from qualcode.variables.values import AT, FREE, at_a_wave, checked, chosen, split
from qualcode.yamls.fields import is_id_letter

if TYPE_CHECKING:
    from qualcode.study import Study

_NEVER_EMPTY = frozenset(("kind", "language"))


class Things:
    """What a study has, by kind and id, with the sites that are to be made."""

    def __init__(self, study: Study) -> None:
        self.known = Known(study)
        self.people = {person.id: person for person in study.participants()}
        self.documents = {document.id: document for document in study.described()}
        self.sites = {site.id: site for site in study.sites}
        self.added: dict[str, SiteChange] = {}
        self._site_ids: dict[str, str] = {}

    def of(self, of: str) -> Mapping[str, Any]:
        """All things of a kind by their ids."""
        every: Mapping[str, Mapping[str, Any]] = {
            "participants": self.people,
            "documents": self.documents,
            "sites": self.sites,
        }
        return every[of]

    def now(self, of: str, name: str) -> Mapping[str, str]:
        """What is known of a thing, by column."""
        return DESCRIBE[of](self.of(of)[name])

    def called(self, of: str, name: str) -> str:
        """The id of a person, a document or a site; an error names the nearest."""
        things = self.of(of)
        if name in things:
            return name
        if of == "sites":
            return self.site(name)
        alike = [other for other in things if fold(other) == fold(name)]
        if len(alike) == 1:
            return alike[0]
        message = {
            "participants": _("There is no participant {name} in this study."),
            "documents": _("There is no document {name} in this study."),
        }[of]
        listing = _("`{command}` lists them.").format(command=f"qualcode {of}")
        raise NotFoundError(message.format(name=name), near_hint(name, things, listing))

    def is_site(self, name: str) -> bool:
        """Whether there is a site of that id or label."""
        return name in self.sites or find_site(tuple(self.sites.values()), name) is not None

    def site(self, name: str) -> str:
        """The id of a site by its id or label, each looked for once."""
        if name not in self._site_ids:
            site = self.sites.get(name) or site_called(tuple(self.sites.values()), name)
            self._site_ids[name] = site.id
        return self._site_ids[name]

    def add_site(self, name: str, parent: str) -> str:
        """A site that is to be made, under its parent if one is named."""
        if not all(map(is_id_letter, name)):
            raise InputError(
                _("{name} cannot be a site's id.").format(name=name),
                _("Use letters, digits, - _ and . only; the label may have any characters."),
            )
        above = self.site(parent) if parent else None
        self.added[name] = SiteChange(name, {}, new=True, parent=above)
        self.sites[name] = Site(name, {}, above)
        return name

    # ------------------------------------------------------------------ values

    def wave(self, wave: str) -> str:
        """A wave, one of those declared where they are."""
        return checked(_("wave"), self.known.declared("documents").get("wave", FREE), wave)

    def checked(self, of: str, name: str, column: str, value: str) -> str:
        """A value as it is kept; an `InputError` names the column, the value, and the nearest choice."""
        if column == "site":
            return self.site(value)
        if column == "parent":
            return self._parent(name, value)
        if of == "sites" and split(column)[0] == LABEL:
            return self._label(name, column, value)
        if of == "documents" and column == "guide":
            return chosen(value, self.known.study.guides, _("guide"))
        if of == "documents" and column == "kind":
            return next((kind for kind in self.known.kinds if fold(kind) == fold(value)), value)
        variable = self.known.variable(of, column)
        if of == "participants":
            at_a_wave(split(column)[0], variable, split(column)[1])
        return checked(column, variable, value)

    def cleared(self, of: str, column: str) -> None:
        """Refuse to take away what can never be empty."""
        if (of == "documents" and column in _NEVER_EMPTY) or (of == "sites" and split(column)[0] in (LABEL, "parent")):
            raise InputError(_("{name} cannot be left out.").format(name=column))

    def _parent(self, name: str, value: str) -> str:
        above = self.site(value)
        if above != self.sites[name].parent:
            raise InputError(
                _("{name} lies in {parent}.").format(name=name, parent=self.sites[name].parent or "—"),
                _("Move a site to another region in study.yaml itself."),
            )
        return above

    def _label(self, name: str, column: str, value: str) -> str:
        """A label as the site has it: alone, or one a language."""
        labels, language = self.sites[name].label, split(column)[1]
        if name not in self.added and labels and bool(language) == ("" in labels):
            known = ", ".join(f"{LABEL}{AT}{each}" if each else LABEL for each in labels)
            raise InputError(_("the label of {name} stands in {columns}.").format(name=name, columns=known))
        if "\n" in value:
            raise InputError(_("{key} should be one line.").format(key=column))
        return checked(column, FREE, value)


def person_with(person: Participant, fields: Mapping[str, str | None]) -> SetParticipant:
    """The act that gives a person other values, by column."""
    variables, waves = dict(person.variables), {wave: dict(values) for wave, values in person.waves.items()}
    own = {"site": person.site, "role": person.role}
    for column, value in fields.items():
        name, wave = split(column)
        if column in own:
            own[column] = value
        else:
            _set(waves.setdefault(wave, {}) if wave else variables, name, value)
    return SetParticipant(
        person.id, own["site"], own["role"], variables, {w: said for w, said in waves.items() if said}
    )


def document_with(document: Described, fields: Mapping[str, str | None]) -> SetDocument:
    """The act that gives a document other fields and variables."""
    variables = dict(document.variables)
    for name, value in fields.items():
        if name not in FIELDS["documents"]:
            _set(variables, name, value)
    own: dict[str, Any] = {name: fields.get(name, getattr(document, name)) for name in FIELDS["documents"]}
    return SetDocument(document.id, **own, variables=variables)


def _set(values: dict[str, object], name: str, value: str | None) -> None:
    if value is None:
        values.pop(name, None)
    else:
        values[name] = value


DESCRIBE: Mapping[str, Callable[[Any], Mapping[str, str]]] = {
    "participants": of_person,
    "documents": of_document,
    "sites": of_site,
}
