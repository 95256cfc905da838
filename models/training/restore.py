"""Parameters out of files: of checkpoints, and of exported graphs, so that training can go on from the weights that ship.

The graphs hold what `export.py` wrote, in its order: integer matrices with a scale a column, biases, norms and
tables. What export folds together stays folded, in places that give the same scores: the size of the attention heads
is taken out of the queries again, `arc_single` stays in the bias of `arc_pair`. The pretrained piece embeddings are
frozen in training, so they are taken from where they came from.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import onnx
import torch
from onnx import numpy_helper

import data
from model import ROLE, ROLE_HEADS, SHIPS, Layer, Model, freeze, share_parameters, size_of


class Exported:
    """The linear maps, norms and tables of a graph, in the order in which they were written."""

    def __init__(self, path: Path):
        graph = onnx.load(path).graph
        values = {c.name: numpy_helper.to_array(c) for c in graph.initializer}
        users: dict[str, list[onnx.NodeProto]] = {}
        makers = {}
        for node in graph.node:
            for name in node.input:
                users.setdefault(name, []).append(node)
            for name in node.output:
                makers[name] = node

        def linear(node: onnx.NodeProto) -> tuple[np.ndarray, np.ndarray | None]:
            integers = values[node.input[1]].astype(np.float32)
            (cast,) = users[node.output[0]]
            (scaled,) = users[cast.output[0]]
            scale = values[scaled.input[1]] / values[makers[node.input[0]].input[1]]
            after = users.get(scaled.output[0], [])
            bias = values.get(after[0].input[1]) if len(after) == 1 and after[0].op_type == "Add" else None
            return (integers * scale).T, bias

        self.linears = iter([linear(n) for n in graph.node if n.op_type == "MatMulInteger"])
        norms = [n for n in graph.node if n.op_type == "LayerNormalization"]
        self.norms = iter([(values[n.input[1]], values[n.input[2]]) for n in norms])
        self.tables = {v.shape[0]: v for v in values.values() if v.dtype == np.float32 and v.ndim == 2}

    def linear(self, *modules: torch.nn.Linear, scale: float = 1.0) -> None:
        """The next linear map, into these modules one after the other."""
        weight, bias = next(self.linears)
        at = 0
        for module in modules:
            size = module.out_features
            module.weight.copy_(torch.from_numpy(weight[at : at + size] * scale))
            if module.bias is not None and bias is not None:
                module.bias.copy_(torch.from_numpy(bias[at : at + size] * scale))
            at += size
        assert at == len(weight), "the exported graph has another shape than the model"

    def table(self, module: torch.nn.Embedding) -> torch.Tensor:
        """The table that has as many rows as this one."""
        return torch.from_numpy(self.tables[module.num_embeddings].copy())

    def norm(self, module: torch.nn.LayerNorm) -> None:
        weight, bias = next(self.norms)
        module.weight.copy_(torch.from_numpy(weight.copy()))
        module.bias.copy_(torch.from_numpy(bias.copy()))

    def layer(self, layer, width: int, heads: int) -> None:
        """The next transformer layer."""
        for part in range(3):
            weight, bias = next(self.linears)
            scale = (width // heads) ** 0.5 if part == 0 else 1.0
            rows = slice(part * width, (part + 1) * width)
            layer.qkv.weight[rows] = torch.from_numpy(weight * scale)
            layer.qkv.bias[rows] = torch.from_numpy(bias * scale)
        self.linear(layer.out)
        self.norm(layer.norm1)
        self.linear(layer.up)
        self.linear(layer.down)
        self.norm(layer.norm2)


@torch.no_grad()
def restore(model: Model, folder: Path) -> None:
    """Fills a model, whose encoder has started from the pretrained weights, with the weights of exported graphs."""
    graph, encoder = Exported(folder / "encoder.onnx"), model.encoder
    encoder.positions.weight.copy_(graph.table(encoder.positions))
    encoder.shapes.weight.copy_(graph.table(encoder.shapes))
    graph.norm(encoder.norm)
    # A smaller model takes the lowest layers.
    left_out = range(len(encoder.layers), SHIPS.layers)
    unused = [Layer(SHIPS.hidden, SHIPS.heads, SHIPS.inner, SHIPS.epsilon, dropout=0.0) for _ in left_out]
    for layer in (*encoder.layers, *unused):
        graph.layer(layer, SHIPS.hidden, SHIPS.heads)
    graph.linear(model.upos, model.feats, model.names, model.predicates, model.arc_dependent, model.arc_head)
    graph.linear(model.lemma_inner)
    graph.linear(model.lemmas)
    graph.linear(model.arc_pair)
    model.arc_single.weight.zero_()
    graph, relations = Exported(folder / "relations.onnx"), model.relations
    for module in (relations.dependent, relations.head, relations.pair, relations.single):
        graph.linear(module)
    graph, roles = Exported(folder / "roles.onnx"), model.roles
    graph.linear(roles.word)
    graph.linear(roles.predicate)
    roles.distance.weight.copy_(graph.table(roles.distance))
    graph.norm(roles.norm)
    for layer in roles.layers:
        graph.layer(layer, ROLE, ROLE_HEADS)
    graph.linear(roles.out)


def load_checkpoint(checkpoint: Path, start: Path, labels: dict, raw: bool = False) -> Model:
    """The model of a checkpoint, with its averaged parameters or, `raw`, the last ones."""
    saved = torch.load(checkpoint, mmap=True)
    vocabulary = data.Pieces(start / "tokenizer.json").tokenizer.get_vocab()
    model = Model(size_of(saved["teacher"], saved["layers"]), len(vocabulary), labels)
    model.encoder.start_from(Path(saved["teacher"] or start), vocabulary)
    if saved["continue_from"]:
        restore(model, Path(saved["continue_from"]))
    freeze(model, saved["frozen"])
    share_parameters(model, saved["flat" if raw else "average"].clone(), load=False)
    return model.eval()
