"""Figures of a network by NetworkX, to compare ours with.

In: JSON with `nodes` (count), `edges` ([one, other, weight]), `communities` (the community of each node), `pairs`
(whose shortest paths are wanted). Out: JSON.
"""

import json
import statistics
import sys
from itertools import islice

import networkx as nx

given = json.load(sys.stdin)
graph = nx.Graph()
graph.add_nodes_from(range(given["nodes"]))
graph.add_weighted_edges_from(given["edges"])


def by_node(scores):
    return [scores[node] for node in range(given["nodes"])]


def path_lengths(one, other):
    try:
        return [len(path) - 1 for path in islice(nx.shortest_simple_paths(graph, one, other), 5)]
    except nx.NetworkXNoPath:
        return []


ours = {}
for node, community in enumerate(given["communities"]):
    ours.setdefault(community, set()).add(node)
louvain = [
    nx.community.modularity(graph, nx.community.louvain_communities(graph, weight="weight", seed=seed), weight="weight")
    for seed in range(10)
]
connected = nx.is_connected(graph)
json.dump(
    {
        "degree": by_node(nx.degree_centrality(graph)),
        "betweenness": by_node(nx.betweenness_centrality(graph)),
        "eigenvector": by_node(nx.eigenvector_centrality(graph, weight="weight", max_iter=100000, tol=1e-13))
        if connected
        else None,
        "page_rank": by_node(nx.pagerank(graph, weight="weight", tol=1e-14, max_iter=10000)),
        "constraint": by_node(nx.constraint(graph, weight="weight")),
        "cut_points": sorted(nx.articulation_points(graph)),
        "bridges": sorted(sorted(bridge) for bridge in nx.bridges(graph)),
        "paths": [path_lengths(one, other) for one, other in given["pairs"]],
        "modularity": nx.community.modularity(graph, ours.values(), weight="weight"),
        "louvain": statistics.median(louvain),
    },
    sys.stdout,
)
