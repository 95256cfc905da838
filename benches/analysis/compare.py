"""The same analyses by NetworkX or python-igraph on the same network, timed.

`compare.py networkx|igraph|rdf EDGES SHARE` reads lines `one other weight`; the first line is the number of people.
Beside them lie `pairs.txt`, lines `one other`, between whom paths are looked for, and `sample.nt`, one of SHARE meetings
as RDF, for the way from RDF to a network. Prints a line `name processor clock figure` for each analysis (seconds), and
last `memory` with the peak of resident memory in MiB.
"""

import os
import pickle
import resource
import statistics
import sys
import time
from itertools import islice

HAS_ACTOR = "<http://semanticweb.cs.vu.nl/2009/11/sem/hasActor>"


def beside(name):
    return os.path.join(os.path.dirname(sys.argv[2]), name)


def read(path):
    with open(path) as file:
        count = int(next(file))
        edges = [(int(one), int(other), float(weight)) for one, other, weight in (line.split() for line in file)]
    return count, edges


def pairs():
    with open(beside("pairs.txt")) as file:
        return [tuple(map(int, line.split())) for line in file]


def timed(name, work, times=1):
    """`times` for what is measured on a part only."""
    clock, processor = time.perf_counter(), time.process_time()
    figure = work()
    print(name, (time.process_time() - processor) * times, (time.perf_counter() - clock) * times, figure, flush=True)


def each_pair(name, work):
    """The median over the pairs; the figure is the sum of what `work` gives."""
    spent, sum_of_figures = [], 0
    for one, other in pairs():
        processor = time.process_time()
        sum_of_figures += work(one, other)
        spent.append(time.process_time() - processor)
    median = statistics.median(spent)
    print(name, median, median, sum_of_figures, flush=True)


def network_of(actors):
    """Who met whom, from the actors of each event."""
    import networkx as nx

    network = nx.Graph()
    for one, other in (pair for pair in actors.values() if len(pair) == 2):
        weight = network.get_edge_data(one, other, {"weight": 0})["weight"]
        network.add_edge(one, other, weight=weight + 1)
    return network.number_of_edges()


def rdf():
    import networkx
    import rdflib

    share = int(sys.argv[3])

    def by_rdflib():
        sem = rdflib.Namespace("http://semanticweb.cs.vu.nl/2009/11/sem/")
        triples = rdflib.Graph().parse(beside("sample.nt"), format="nt")
        actors = {}
        for event, actor in triples.subject_objects(sem.hasActor):
            actors.setdefault(event, []).append(actor)
        return network_of(actors)

    def by_lines():
        """Not RDF, but this file: no literals with spaces, no dates, no statuses, no names."""
        actors = {}
        with open(beside("sample.nt")) as file:
            for line in file:
                event, verb, actor, _ = line.split(" ", 3)
                if verb == HAS_ACTOR:
                    actors.setdefault(event, []).append(actor)
        return network_of(actors)

    timed("rdflib", by_rdflib, share)
    timed("lines", by_lines, share)


def networkx(count, edges):
    import networkx as nx

    def build():
        global graph
        graph = nx.Graph()
        graph.add_nodes_from(range(count))
        graph.add_weighted_edges_from(edges)
        return graph.number_of_edges()

    timed("build", build)
    # What NetworkX would keep between two runs: the ties alone, without the events that they are made of.
    kept = pickle.dumps(graph)
    timed("pickle", lambda: pickle.loads(kept).number_of_edges())
    del kept
    timed("pagerank", lambda: max(nx.pagerank(graph, weight="weight", tol=1e-10, max_iter=1000).values()))

    def length(one, other, tie):
        """Fewer steps first; of as many steps, the stronger ties: what Attaché answers."""
        return 1 + 1e-6 / tie["weight"]

    each_pair("path", lambda one, other: len(nx.bidirectional_dijkstra(graph, one, other, weight=length)[1]) - 1)
    # Any path of the least number of steps, whatever its ties: NetworkX is faster at that.
    each_pair("any-path", lambda one, other: nx.shortest_path_length(graph, one, other))

    def steps(one, other, weight):
        paths = islice(nx.shortest_simple_paths(graph, one, other, weight=weight), 3)
        return sum(len(path) - 1 for path in paths)

    each_pair("paths", lambda one, other: steps(one, other, length))
    each_pair("any-paths", lambda one, other: steps(one, other, None))
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
    each_pair("path", lambda one, other: graph.distances(one, other)[0][0])
    each_pair("paths", lambda one, other: sum(len(path) - 1 for path in graph.get_k_shortest_paths(one, other, k=3)))
    timed("betweenness", lambda: max(graph.betweenness(sources=range(256), directed=False)))
    timed("communities", lambda: graph.community_multilevel(weights="weight").modularity)

    def leiden():
        found = graph.community_leiden(objective_function="modularity", weights="weight", n_iterations=2)
        return graph.modularity(found, weights="weight")

    timed("communities-leiden", leiden)


if sys.argv[1] == "rdf":
    rdf()
else:
    {"networkx": networkx, "igraph": igraph}[sys.argv[1]](*read(sys.argv[2]))
print("memory", resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, 0)
