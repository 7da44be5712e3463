"""A network as GraphML (Brandes et al. 2002), which Gephi, yEd, Cytoscape and igraph read: plain data in, text out."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape, quoteattr

Value = str | int | float | bool
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_TYPES: Mapping[type, str] = {str: "string", bool: "boolean", int: "long", float: "double"}
_OPENING = """\
<?xml version="1.0" encoding="UTF-8"?>
<graphml xmlns="http://graphml.graphdrawing.org/xmlns" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" \
xsi:schemaLocation="http://graphml.graphdrawing.org/xmlns http://graphml.graphdrawing.org/xmlns/1.0/graphml.xsd">
"""


@dataclass(frozen=True, slots=True)
class Node:
    """A node by its id, and what is known of it; all nodes of a file know the same."""

    id: str
    data: Mapping[str, Value]


@dataclass(frozen=True, slots=True)
class Edge:
    """A line between two nodes of the same graph."""

    source: str
    target: str
    data: Mapping[str, Value]


@dataclass(frozen=True, slots=True)
class Graph:
    """One network: its name, whether its edges point from source to target, its nodes and edges."""

    name: str
    directed: bool
    nodes: Sequence[Node]
    edges: Sequence[Edge]


def graphml(graphs: Sequence[Graph], about: str = "") -> str:
    """The file's text. Ids of nodes are made unique across graphs; characters that XML cannot hold become U+FFFD."""
    return "".join(_lines(graphs, about))


def _lines(graphs: Sequence[Graph], about: str) -> Iterator[str]:
    yield _OPENING
    if about:
        yield f"<desc>{_text(about)}</desc>\n"
    yield from _keys("node", (node.data for graph in graphs for node in graph.nodes))
    yield from _keys("edge", (edge.data for graph in graphs for edge in graph.edges))
    for number, graph in enumerate(graphs):
        kind = "directed" if graph.directed else "undirected"
        ids = {node.id: f"g{number}n{place}" for place, node in enumerate(graph.nodes)}
        yield f'<graph id="g{number}" edgedefault="{kind}">\n'
        yield f"<desc>{_text(graph.name)}</desc>\n" if graph.name else ""
        for node in graph.nodes:
            yield f'<node id="{ids[node.id]}">{_data("node", node.data)}</node>\n'
        for edge in graph.edges:
            ends = f'source="{ids[edge.source]}" target="{ids[edge.target]}"'
            yield f"<edge {ends}>{_data('edge', edge.data)}</edge>\n"
        yield "</graph>\n"
    yield "</graphml>\n"


def _keys(domain: str, known: Iterable[Mapping[str, Value]]) -> Iterator[str]:
    """What the file's nodes or edges carry, each with its type."""
    for name, value in next(iter(known), {}).items():
        named = f'id="{domain}-{name}" for="{domain}" attr.name={quoteattr(name)} attr.type="{_TYPES[type(value)]}"'
        yield f"<key {named}/>\n"


def _data(domain: str, data: Mapping[str, Value]) -> str:
    return "".join(f'<data key="{domain}-{name}">{_text(value)}</data>' for name, value in data.items())


def _text(value: Value) -> str:
    text = str(value).lower() if isinstance(value, bool) else str(value)
    return escape(_NOT_XML.sub("\N{REPLACEMENT CHARACTER}", text), {"\r": "&#13;"})
