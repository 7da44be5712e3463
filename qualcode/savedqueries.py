"""Queries saved by name in `study.yaml`, under `queries:`; read with places, written so that little else changes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from qualcode.errors import InputError, NotFoundError, YamlError
from qualcode.i18n import _
from qualcode.query.reading import parse
from qualcode.query.words import QueryError
from qualcode.yamls.edit import at, insert_key, remove, set_value
from qualcode.yamls.fields import as_map, as_text, read_root
from qualcode.yamls.text import Map, Node, Text

KEY = "queries"


def read_queries(root: Map) -> Mapping[str, str]:
    """Each saved query by its name; `YamlError` where one cannot be meant, with the place in the file."""
    node = root.get(KEY)
    if node is None or (isinstance(node, Text) and node.missing):
        return {}
    return {_name(key): _query(key.value, value) for key, value in as_map(node, KEY).entries}


def with_query(text: str, file: str, name: str, query: str) -> str:
    """The study's text with a query saved under a name, in the place of one that is there."""
    if not name.strip() or "\n" in name:
        raise InputError(_("{name} cannot be the name of a query.").format(name=repr(name)), _("Write one line."))
    parse(query)
    node = read_root(text, file).get(KEY)
    if node is None:
        return insert_key(text, file, (), KEY, {name: query})
    if isinstance(node, Map) and node.get(name) is not None:
        return set_value(text, file, (KEY, name), query)
    return insert_key(text, file, (KEY,), name, query)


def without_query(text: str, file: str, name: str) -> str:
    """The study's text without a saved query; the last one takes the key `queries` with it."""
    node = read_root(text, file).get(KEY)
    if not (isinstance(node, Map) and node.get(name) is not None):
        raise NotFoundError(_("{file}: no query is saved as {name}.").format(file=file, name=name))
    edited = remove(text, file, (KEY, name))
    left = at(read_root(edited, file), (KEY,))
    emptied = isinstance(left, Text) or (isinstance(left, Map) and not left.entries)
    return remove(edited, file, (KEY,)) if emptied else edited


def _name(key: Text) -> str:
    if not key.value.strip():
        raise key.place.error(_("a query has no name."), _("Write for example {examples}.").format(examples="near: …"))
    return key.value


def _query(name: str, node: Node) -> str:
    text = as_text(node, name)
    try:
        parse(text)
    except QueryError as error:
        raise _placed(name, node, error) from None
    return text


def _placed(name: str, node: Node, error: QueryError) -> YamlError:
    """The error at its very place where the query stands on one line as it is read, else where it begins."""
    place = node.place
    if isinstance(node, Text) and node.style in ("", '"', "'"):
        place = replace(place, column=place.column + error.place + len(node.style))
    return place.error(_("the query {name}: {what}").format(name=name, what=error.what), error.hint)
