"""Reads a network file with an independent reader, and says what it found.

`read_elsewhere.py networkx|igraph graphml|gexf FILE`. Prints JSON: `nodes`, the attributes of each by label; `edges`,
the labels of the ends (sorted) with the attributes. Files of GraphML and GEXF are also checked against what their
specifications ask of identifiers and types, which readers let pass in silence.
"""

import json
import sys
import xml.etree.ElementTree as xml

reader, form, path = sys.argv[1:4]
GRAPHML = "{http://graphml.graphdrawing.org/xmlns}"
GEXF = "{http://gexf.net/1.3}"
TYPES = {"string": str, "long": int, "double": float}


def check(id_of_definition, definitions, elements, values, ends):
    """Identifiers are unique, each value is of a defined column and of its type, and ties end at nodes."""
    columns = {}
    for element, kind, definition in definitions:
        key = (element, definition.get(id_of_definition))
        assert key not in columns, f"{key} is defined twice"
        columns[key] = TYPES[kind]
    identifiers = [element.get("id") for _, element in elements]
    assert len(identifiers) == len(set(identifiers)), "an identifier is there twice"
    nodes = {element.get("id") for what, element in elements if what == "node"}
    for what, element in elements:
        for column, value in values(element):
            columns[what, column](value)
        for end in ends:
            assert what == "node" or element.get(end) in nodes, f"{element.get(end)} is no node"


def check_graphml(root):
    graph = root.find(f"{GRAPHML}graph")
    check(
        "id",
        [(key.get("for"), key.get("attr.type") or "string", key) for key in root.iter(f"{GRAPHML}key")],
        [(what, element) for what in ("node", "edge") for element in graph.findall(GRAPHML + what)],
        lambda element: [(data.get("key"), data.text or "") for data in element.findall(f"{GRAPHML}data")],
        ["source", "target"],
    )


def check_gexf(root):
    assert root.get("version") == "1.3"
    graph = root.find(f"{GEXF}graph")
    check(
        "id",
        [
            (attributes.get("class"), attribute.get("type"), attribute)
            for attributes in graph.findall(f"{GEXF}attributes")
            for attribute in attributes
        ],
        [(what, element) for what in ("node", "edge") for element in graph.iter(GEXF + what)],
        lambda element: [(value.get("for"), value.get("value")) for value in element.iter(f"{GEXF}attvalue")],
        ["source", "target"],
    )
    for edge in graph.iter(f"{GEXF}edge"):
        float(edge.get("weight", "1"))


def by_networkx():
    import networkx

    graph = {"graphml": networkx.read_graphml, "gexf": networkx.read_gexf}[form](path)
    label = {node: attributes["label"] for node, attributes in graph.nodes(data=True)}
    nodes = {attributes["label"]: attributes for _, attributes in graph.nodes(data=True)}
    edges = [[sorted((label[one], label[other])), attributes] for one, other, attributes in graph.edges(data=True)]
    return nodes, edges


def by_igraph():
    import igraph

    graph = igraph.Graph.Read_GraphML(path)
    nodes = {vertex["label"]: vertex.attributes() for vertex in graph.vs}
    edges = [
        [sorted((graph.vs[edge.source]["label"], graph.vs[edge.target]["label"])), edge.attributes()] for edge in graph.es
    ]
    return nodes, edges


{"graphml": check_graphml, "gexf": check_gexf}[form](xml.parse(path).getroot())
nodes, edges = {"networkx": by_networkx, "igraph": by_igraph}[reader]()
json.dump({"nodes": nodes, "edges": edges}, sys.stdout, default=str)
