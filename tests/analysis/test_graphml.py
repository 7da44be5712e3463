"""GraphML: well formed whatever the labels hold, ids unique in the file, each value under a declared key."""

from __future__ import annotations

from xml.etree import ElementTree

from hypothesis import given
from hypothesis import strategies as st

from qualcode.analysis.graphml import Edge, Graph, Node, graphml

SPACE = "{http://graphml.graphdrawing.org/xmlns}"


def graph(label: str, directed: bool = False) -> Graph:
    nodes = [Node("a", {"label": label, "segments": 3}), Node("b", {"label": "B", "segments": 1})]
    return Graph(label, directed, nodes, [Edge("a", "b", {"weight": 1, "c": 0.5, "unequal": True})])


@given(st.text(st.characters(exclude_categories=())))
def test_any_label_makes_a_file_that_reads_back(label: str) -> None:
    root = ElementTree.fromstring(graphml([graph(label)], label).encode())
    (node, _other) = root.iter(f"{SPACE}node")
    text = node.findtext(f"{SPACE}data") or ""
    kept = all(letter >= " " and letter not in "\x7f\ufffe\uffff\u2028" for letter in label)
    if kept and not any("\x80" <= letter <= "\x9f" or "\ud800" <= letter <= "\udfff" for letter in label):
        assert text == label
    assert len(text) == len(label)


def test_every_value_has_a_key_of_its_type_and_ids_are_unique_across_graphs() -> None:
    root = ElementTree.fromstring(graphml([graph("north"), graph("south", directed=True)]).encode())
    keys = {key.get("id"): key.get("attr.type") for key in root.iter(f"{SPACE}key")}
    assert keys == {"node-label": "string", "node-segments": "long", "edge-weight": "long", "edge-c": "double",
                    "edge-unequal": "boolean"}  # fmt: skip
    assert {data.get("key") for data in root.iter(f"{SPACE}data")} == set(keys)
    ids = [node.get("id") for node in root.iter(f"{SPACE}node")]
    assert len(ids) == len(set(ids)) == 4
    assert {edge.get(end) for edge in root.iter(f"{SPACE}edge") for end in ("source", "target")} <= set(ids)
    assert [found.get("edgedefault") for found in root.iter(f"{SPACE}graph")] == ["undirected", "directed"]
    assert {edge.findtext(f"{SPACE}data[@key='edge-unequal']") for edge in root.iter(f"{SPACE}edge")} == {"true"}


def test_without_pairs_there_are_nodes_alone() -> None:
    root = ElementTree.fromstring(graphml([Graph("", False, [Node("a", {"label": "A"})], [])]).encode())
    assert [node.get("id") for node in root.iter(f"{SPACE}node")] == ["g0n0"]
    assert not list(root.iter(f"{SPACE}edge"))
