"""Variables that nobody declared yet, written into the text of study.yaml."""

from __future__ import annotations

from collections.abc import Mapping

from qualcode.studyfile import Edits, read_study
from qualcode.variables.values import Variable
from qualcode.yamls.edit import Way, set_fields
from qualcode.yamls.fields import read_root
from qualcode.yamls.text import Map, Plain


def with_variables_added(text: str, file: str, new: Mapping[str, Mapping[str, Variable]]) -> str:
    """The study's text with variables declared that were not: by holder and name."""
    root = read_root(text, file)
    there, edits = root.get("variables"), Edits()
    for holder, variables in new.items():
        said = {name: words_of(variable) for name, variable in variables.items()}
        if said and isinstance(there, Map):
            way: Way = ("variables", holder) if there.get(holder) else ("variables",)
            edits.setdefault(way, {}).update(said if len(way) == 2 else {holder: said})
        elif said:
            edits.setdefault(("variables",) if there else (), {}).update({holder: said})
    if edits.get(()):
        edits = {(): {"variables": edits[()]}}
    edited = set_fields(text, file, edits)
    read_study(edited, file)
    return edited


def with_entries_added(text: str, file: str, new: Mapping[str, Mapping[str, Plain]]) -> str:
    """The study's text with new entries under keys that hold maps, as `guides` does; the key itself where it is new."""
    if not new:
        return text
    root = read_root(text, file)
    edits = Edits()
    for key, entries in new.items():
        there = isinstance(root.get(key), Map)
        edits.setdefault((key,) if there else (), {}).update(entries if there else {key: dict(entries)})
    edited = set_fields(text, file, edits)
    read_study(edited, file)
    return edited


def words_of(variable: Variable) -> Plain:
    """A variable as study.yaml declares it."""
    if not variable.choices and not variable.by:
        return variable.type
    kind: dict[str, Plain] = {"choices": list(variable.choices)} if variable.choices else {"type": variable.type}
    return {**kind, "by": variable.by} if variable.by else kind
