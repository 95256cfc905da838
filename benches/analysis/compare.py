"""The same analyses by NetworkX or python-igraph on the same network, timed.

`compare.py networkx|igraph EDGES SHARE` reads lines `one other weight`; the first line is the number of people. Beside
them lies `sample.nt`, one of SHARE meetings as RDF, for the way from RDF to a network. Prints a line `name seconds figure` for each analysis, and last `memory` with the peak of resident memory in MiB.
"""

import os
import resource
import sys
import time
from itertools import islice


def read(path):
    with open(path) as file:
        count = int(next(file))
        edges = [(int(one), int(other), float(weight)) for one, other, weight in (line.split() for line in file)]
    return count, edges


def timed(name, work, times=1):
    """`times` for what is measured on a part only."""
    start = time.perf_counter()
    figure = work()
    print(name, (time.perf_counter() - start) * times, figure, flush=True)


def networkx(count, edges):
    import networkx as nx

    def build():
        global graph
        graph = nx.Graph()
        graph.add_nodes_from(range(count))
        graph.add_weighted_edges_from(edges)
        return graph.number_of_edges()

    def project():
        import rdflib

        sem = rdflib.Namespace("http://semanticweb.cs.vu.nl/2009/11/sem/")
        triples = rdflib.Graph().parse(os.path.join(os.path.dirname(sys.argv[2]), "sample.nt"), format="nt")
        actors = {}
        for event, actor in triples.subject_objects(sem.hasActor):
            actors.setdefault(event, []).append(actor)
        network = nx.Graph()
        for one, other in (pair for pair in actors.values() if len(pair) == 2):
            weight = network.get_edge_data(one, other, {"weight": 0})["weight"]
            network.add_edge(one, other, weight=weight + 1)
        return network.number_of_edges()

    timed("projection", project, times=int(sys.argv[3]))
    timed("build", build)
    timed("pagerank", lambda: max(nx.pagerank(graph, weight="weight", tol=1e-10, max_iter=1000).values()))
    timed("path", lambda: nx.shortest_path_length(graph, 1, count - 1))
    timed("paths", lambda: len(list(islice(nx.shortest_simple_paths(graph, 1, count - 1), 3))))
    # A few sources are enough to know what a source costs: 256 would take an hour.
    timed("betweenness", lambda: max(nx.betweenness_centrality(graph, k=4, seed=1).values()), times=64)
    timed("communities", lambda: nx.community.modularity(graph, nx.community.louvain_communities(graph, seed=1)))


def igraph(count, edges):
    import igraph

    def build():
        global graph
        graph = igraph.Graph(n=count, edges=[(one, other) for one, other, _ in edges])
        graph.es["weight"] = [weight for _, _, weight in edges]
        return graph.ecount()

    timed("build", build)
    timed("pagerank", lambda: max(graph.pagerank(weights="weight")))
    timed("path", lambda: graph.distances(1, count - 1)[0][0])
    timed("paths", lambda: len(graph.get_k_shortest_paths(1, count - 1, k=3)))
    timed("betweenness", lambda: max(graph.betweenness(sources=range(256), directed=False)))
    timed("communities", lambda: graph.community_multilevel(weights="weight").modularity)

    def leiden():
        found = graph.community_leiden(objective_function="modularity", weights="weight", n_iterations=2)
        return graph.modularity(found, weights="weight")

    timed("communities-leiden", leiden)


count, edges = read(sys.argv[2])
{"networkx": networkx, "igraph": igraph}[sys.argv[1]](count, edges)
print("memory", resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
