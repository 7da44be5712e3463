"""The codes of ROCK: ids that lines bear (`parent>child`, or the child alone), described in blocks of YAML."""

from __future__ import annotations

from qualcode.projects.project import ProjectCode
from qualcode.projects.refi_ids import colour, made
from qualcode.yamls.text import Plain

_SIGN = ">"
_SHADES = ("fillcolor", "color")


class RockCodes:
    """Codes by their ids; where two have the same id under different parents, the later ones go by their path."""

    def __init__(self) -> None:
        self._parents: dict[str, str | None] = {}
        self._said: dict[str, dict[str, Plain]] = {}

    @property
    def all(self) -> tuple[ProjectCode, ...]:
        """Every code there is."""
        return tuple(self._code(key, parent) for key, parent in self._parents.items())

    def meet(self, path: str) -> None:
        """Take note of a code as a line writes it, and of those above it."""
        self._key(path)

    def id_of(self, path: str) -> str:
        """The id of a code as a line writes it."""
        return made("code", self._key(path))

    def describe(self, said: Plain, above: str | None = None) -> None:
        """Take what a block says of codes, each with those it holds."""
        for one in (said,) if isinstance(said, dict) else said if isinstance(said, list) else ():
            if isinstance(one, str):
                self._under(above, one)
            elif isinstance(one, dict) and isinstance(one.get("id"), str):
                self._describe(one, above)

    def _describe(self, one: dict[str, Plain], above: str | None) -> None:
        parent = one.get("parentId")
        if above is None and isinstance(parent, str) and parent:
            above = self._under(None, parent)
        key = self._under(above, str(one["id"]))
        self._said.setdefault(key, {}).update({name: value for name, value in one.items() if name != "children"})
        self.describe(one.get("children", ""), key)

    def _key(self, path: str) -> str:
        above: str | None = None
        for name in path.split(_SIGN):
            above = self._under(above, name)
        return above or path

    def _under(self, above: str | None, name: str) -> str:
        """The key of a code under another, or wherever it is where nothing is said."""
        parent = self._parents.setdefault(name, above)
        if above and parent is None and not self._is_above(name, above):
            self._parents[name] = above
        if above is None or self._parents[name] == above:
            return name
        key = f"{above}{_SIGN}{name}"
        self._parents.setdefault(key, above)
        return key

    def _is_above(self, key: str, other: str) -> bool:
        """Whether a code holds another, or is it."""
        step: str | None = other
        while step is not None and step != key:
            step = self._parents[step]
        return step == key

    def _code(self, key: str, parent: str | None) -> ProjectCode:
        said = {name: value for name, value in self._said.get(key, {}).items() if isinstance(value, str)}
        name = key.rpartition(_SIGN)[2]
        label = said.get("label", "").strip() or name
        fields: dict[str, object] = {"aliases": [name]} if label != name else {}
        if use := said.get("instruction", "").strip():
            fields["use_when"] = use
        shade = next((found for one in _SHADES if (found := colour(said.get(one)))), None)
        above = made("code", parent) if parent else None
        return ProjectCode(made("code", key), label, above, shade, said.get("description", "").strip(), fields=fields)
