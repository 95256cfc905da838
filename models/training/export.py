"""Writes a checkpoint, or the mean of several, as the three ONNX graphs, the vocabulary, the lemma table and the label lists that the reader loads.

    python export.py --checkpoint OUT/checkpoint.pt --start DIR --out ../english [--float]

The graphs are built operator by operator, so that what the runtime fuses is
there by construction: one `DynamicQuantizeLinear` for all matrix products of
one tensor, `MatMulInteger` + `Cast` + `Mul` + `Add` for each product, and
`LayerNormalization`, `Gelu` and `Softmax(Add)` as single operators or pairs.
Weights are int8 with one scale a column and, by default, only 7 bits of range:
processors without dot-product instructions add pairs of products in 16 bits,
and 7 bits cannot overflow there, so that every machine gives the same numbers.
"""

from __future__ import annotations

import argparse
import json
import unicodedata
from pathlib import Path

import numpy as np
import onnx
import torch
from onnx import TensorProto, helper, numpy_helper

import data
from model import ROLE, ROLE_HEADS, ROLE_REACH, SHIPS, Model
from restore import load_checkpoint

OPSET = 20


class Graph:
    """An ONNX graph under construction."""

    def __init__(self, name: str, quantized: bool, bits: int):
        self.name, self.quantized, self.limit = name, quantized, 2 ** (bits - 1) - 1
        self.nodes, self.constants, self.shapes = [], [], []
        self.inputs, self.outputs = [], []
        self.seen: dict[tuple, str] = {}
        self.quantized_values: dict[str, tuple[str, str, str]] = {}

    def input(self, name: str, kind: int, shape: list) -> str:
        self.inputs.append(helper.make_tensor_value_info(name, kind, shape))
        return name

    def output(self, value: str, name: str, shape: list) -> None:
        self.nodes.append(helper.make_node("Identity", [value], [name]))
        self.outputs.append(helper.make_tensor_value_info(name, TensorProto.FLOAT, shape))

    def constant(self, array: np.ndarray) -> str:
        """A constant; equal small ones are stored once."""
        array = np.asarray(array, order="C")
        key = (array.dtype.str, array.shape, array.tobytes()) if array.size <= 64 else None
        if key in self.seen:
            return self.seen[key]
        name = f"c{len(self.constants)}"
        self.constants.append(numpy_helper.from_array(array, name))
        if key:
            self.seen[key] = name
        return name

    def ints(self, *values: int) -> str:
        return self.constant(np.array(values, dtype=np.int64))

    def op(self, kind: str, *inputs: str, outputs: int = 1, **attributes):
        """Adds an operator and gives its output, or a list of them."""
        names = [f"v{len(self.nodes)}_{i}" for i in range(outputs)]
        self.nodes.append(helper.make_node(kind, list(inputs), names, **attributes))
        return names[0] if outputs == 1 else names

    def linear(self, x: str, weight: torch.Tensor, bias: torch.Tensor | None) -> str:
        """`x @ weight.T + bias`, in int8 where the graph is quantised."""
        matrix = weight.detach().float().numpy().T
        if not self.quantized:
            out = self.op("MatMul", x, self.constant(matrix))
        else:
            scale = np.abs(matrix).max(0).astype(np.float32) / self.limit
            scale[scale == 0] = 1.0
            integers = np.clip(np.rint(matrix / scale), -self.limit, self.limit).astype(np.int8)
            if x not in self.quantized_values:
                self.quantized_values[x] = tuple(self.op("DynamicQuantizeLinear", x, outputs=3))
            quantized, x_scale, x_zero = self.quantized_values[x]
            zero = self.constant(np.zeros((), np.int8))
            product = self.op("MatMulInteger", quantized, self.constant(integers), x_zero, zero)
            both = self.op("Mul", x_scale, self.constant(scale))
            self.shapes.append(helper.make_tensor_value_info(both, TensorProto.FLOAT, [len(scale)]))
            out = self.op("Mul", self.op("Cast", product, to=TensorProto.FLOAT), both)
        return out if bias is None else self.op("Add", out, self.constant(bias.detach().float().numpy()))

    def layer_norm(self, x: str, norm: torch.nn.LayerNorm) -> str:
        scale, bias = (self.constant(t.detach().float().numpy()) for t in (norm.weight, norm.bias))
        return self.op("LayerNormalization", x, scale, bias, axis=-1, epsilon=norm.eps)

    def table(self, ids: str, weight: np.ndarray) -> str:
        """Rows of an embedding table, stored in int8 with one scale a row where the graph is quantised."""
        if not self.quantized:
            return self.op("Gather", self.constant(weight.astype(np.float32)), ids)
        scale = np.abs(weight).max(1, keepdims=True).astype(np.float32) / 127
        scale[scale == 0] = 1.0
        integers = np.rint(weight / scale).astype(np.int8)
        rows = self.op("Cast", self.op("Gather", self.constant(integers), ids), to=TensorProto.FLOAT)
        return self.op("Mul", rows, self.op("Gather", self.constant(scale), ids))

    def size(self, x: str, axis: int) -> str:
        """The size of one dimension, as a vector of one."""
        return self.op("Shape", x, start=axis, end=axis + 1)

    def attention_bias(self, mask: str) -> str:
        """0 where the int32 mask is 1, -10000 where it is 0, as [B, 1, 1, N]."""
        number = self.op("Cast", mask, to=TensorProto.FLOAT)
        hidden = self.op("Sub", number, self.constant(np.float32(1)))
        bias = self.op("Mul", hidden, self.constant(np.float32(1e4)))
        return self.op("Unsqueeze", bias, self.ints(1, 2))

    def rows_at(self, x: str, positions: str, width: int) -> str:
        """`x[b, positions[b, i]]` for x [B, N, width] and int32 positions [B, M]."""
        batch = self.op("Squeeze", self.size(x, 0), self.ints(0))
        length = self.op("Squeeze", self.size(x, 1), self.ints(0))
        zero, one = self.constant(np.int64(0)), self.constant(np.int64(1))
        offsets = self.op("Mul", self.op("Range", zero, batch, one), length)
        offsets = self.op("Unsqueeze", offsets, self.ints(1))
        at = self.op("Add", self.op("Cast", positions, to=TensorProto.INT64), offsets)
        return self.op("Gather", self.op("Reshape", x, self.ints(-1, width)), at)

    def layer(self, x: str, layer, width: int, heads: int, bias: str) -> str:
        """A transformer layer, norms after the sums."""
        size = width // heads
        weights, biases = layer.qkv.weight.chunk(3), layer.qkv.bias.chunk(3)
        scale = size**-0.5  # into the queries' weights
        split = self.ints(0, 0, heads, size)
        q, k, v = (
            self.op("Reshape", self.linear(x, w * s, b * s), split)
            for w, b, s in zip(weights, biases, (scale, 1.0, 1.0))
        )
        q = self.op("Transpose", q, perm=[0, 2, 1, 3])
        k = self.op("Transpose", k, perm=[0, 2, 3, 1])
        v = self.op("Transpose", v, perm=[0, 2, 1, 3])
        weights = self.op("Softmax", self.op("Add", self.op("MatMul", q, k), bias), axis=-1)
        mixed = self.op("Transpose", self.op("MatMul", weights, v), perm=[0, 2, 1, 3])
        mixed = self.op("Reshape", mixed, self.ints(0, 0, width))
        x = self.layer_norm(self.op("Add", self.linear(mixed, layer.out.weight, layer.out.bias), x), layer.norm1)
        inner = self.op("Gelu", self.linear(x, layer.up.weight, layer.up.bias))
        out = self.linear(inner, layer.down.weight, layer.down.bias)
        return self.layer_norm(self.op("Add", out, x), layer.norm2)

    def save(self, path: Path) -> None:
        graph = helper.make_graph(
            self.nodes, self.name, self.inputs, self.outputs, self.constants, value_info=self.shapes
        )
        model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", OPSET)], ir_version=9)
        model.producer_name = "attache"
        onnx.checker.check_model(model)
        onnx.save(model, path)


def encoder_graph(model: Model, kept: list[int], quantized: bool, bits: int) -> Graph:
    """Pieces of passages to word states and the outputs of every word head, a row for each sentence. `first` has a row
    for each sentence too: where its root ([CLS]) and the first piece of each of its words stand, counted over all rows
    of pieces."""
    g = Graph("encoder", quantized, bits)
    pieces = g.input("pieces", TensorProto.INT32, ["B", "P"])
    shapes = g.input("shapes", TensorProto.INT32, ["B", "P"])
    mask = g.input("mask", TensorProto.INT32, ["B", "P"])
    first = g.input("first", TensorProto.INT32, ["S", "W1"])
    encoder = model.encoder
    x = g.table(pieces, encoder.words.weight.detach().numpy()[kept])
    positions = encoder.positions.weight.detach().numpy()
    length = g.size(pieces, 1)
    x = g.op("Add", x, g.op("Slice", g.constant(positions), g.ints(0), length, g.ints(0)))
    x = g.op("Add", x, g.op("Gather", g.constant(encoder.shapes.weight.detach().numpy()), shapes))
    x = embedded = g.layer_norm(x, encoder.norm)
    bias = g.attention_bias(mask)
    for layer in encoder.layers:
        x = g.layer(x, layer, SHIPS.hidden, SHIPS.heads, bias)
    # The root stands in front of the words, so that one product serves all heads.
    everything = g.op("Gather", g.op("Reshape", x, g.ints(-1, SHIPS.hidden)), first)
    heads = [model.upos, model.feats, model.names, model.predicates, model.arc_dependent, model.arc_head]
    sizes = [h.out_features for h in heads]
    joined = g.linear(everything, torch.cat([h.weight for h in heads]), torch.cat([h.bias for h in heads]))
    parts = g.op("Split", joined, g.ints(*sizes), outputs=len(heads), axis=-1)

    def words(value: str) -> str:
        return g.op("Slice", value, g.ints(1), g.ints(2**31 - 1), g.ints(1))

    g.output(words(everything), "states", ["S", "W", SHIPS.hidden])
    g.output(g.op("Gather", everything, g.constant(np.int64(0)), axis=1), "root", ["S", SHIPS.hidden])
    for name, part, size in zip(("upos", "feats", "names", "predicates"), parts, sizes):
        g.output(words(part), name, ["S", "W", size])
    embedded = g.op("Gather", g.op("Reshape", embedded, g.ints(-1, SHIPS.hidden)), words(first))
    spelling = g.op("Concat", words(everything), embedded, axis=2)
    inner = g.op("Gelu", g.linear(spelling, model.lemma_inner.weight, model.lemma_inner.bias))
    g.output(g.linear(inner, model.lemmas.weight, model.lemmas.bias), "lemmas", ["S", "W", model.lemmas.out_features])
    dependents = g.op("Gelu", words(parts[4]))
    candidates = g.op("Transpose", g.op("Gelu", parts[5]), perm=[0, 2, 1])
    pair = g.linear(dependents, model.arc_pair.weight, model.arc_pair.bias + model.arc_single.weight[0])
    g.output(g.op("MatMul", pair, candidates), "arcs", ["S", "W", "W1"])
    return g


def relations_graph(model: Model, quantized: bool, bits: int) -> Graph:
    """States of words and of their heads to relations."""
    g = Graph("relations", quantized, bits)
    dependents = g.input("dependents", TensorProto.FLOAT, ["N", SHIPS.hidden])
    heads = g.input("heads", TensorProto.FLOAT, ["N", SHIPS.hidden])
    r = model.relations
    labels = r.single.out_features
    d = g.op("Gelu", g.linear(dependents, r.dependent.weight, r.dependent.bias))
    h = g.op("Gelu", g.linear(heads, r.head.weight, r.head.bias))
    pairs = g.op("Reshape", g.linear(d, r.pair.weight, None), g.ints(-1, labels, SHIPS.relation))
    product = g.op("MatMul", pairs, g.op("Unsqueeze", h, g.ints(2)))
    product = g.op("Squeeze", product, g.ints(2))
    single = g.linear(g.op("Concat", d, h, axis=1), r.single.weight, r.single.bias)
    g.output(g.op("Add", product, single), "relations", ["N", labels])
    return g


def roles_graph(model: Model, quantized: bool, bits: int) -> Graph:
    """Word states and one predicate a row to the roles of that predicate."""
    g = Graph("roles", quantized, bits)
    states = g.input("states", TensorProto.FLOAT, ["P", "W", SHIPS.hidden])
    predicate = g.input("predicate", TensorProto.INT32, ["P"])
    mask = g.input("mask", TensorProto.INT32, ["P", "W"])
    r = model.roles
    at = g.op("Unsqueeze", predicate, g.ints(1))
    chosen = g.rows_at(states, at, SHIPS.hidden)
    length = g.op("Squeeze", g.size(states, 1), g.ints(0))
    positions = g.op("Range", g.constant(np.int64(0)), length, g.constant(np.int64(1)))
    distance = g.op("Sub", g.op("Unsqueeze", positions, g.ints(0)), g.op("Cast", at, to=TensorProto.INT64))
    distance = g.op("Min", g.op("Max", distance, g.ints(-ROLE_REACH)), g.ints(ROLE_REACH))
    distance = g.op("Add", distance, g.ints(ROLE_REACH))
    x = g.op("Add", g.linear(states, r.word.weight, r.word.bias), g.linear(chosen, r.predicate.weight, r.predicate.bias))
    x = g.op("Add", x, g.op("Gather", g.constant(r.distance.weight.detach().numpy()), distance))
    x = g.layer_norm(x, r.norm)
    bias = g.attention_bias(mask)
    for layer in r.layers:
        x = g.layer(x, layer, ROLE, ROLE_HEADS, bias)
    g.output(g.linear(x, r.out.weight, r.out.bias), "roles", ["P", "W", r.out.out_features])
    return g


def kept_pieces(vocabulary: list[str]) -> list[int]:
    """Ids of the pieces that English news can need: all but unused places and other scripts."""

    def wanted(piece: str) -> bool:
        if piece in ("[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"):
            return True
        if piece.startswith("[unused"):
            return False
        for c in piece.removeprefix("##"):
            name = unicodedata.name(c, "")
            if c.isalpha() and not name.startswith(("LATIN", "MICRO", "GREEK", "FEMININE", "MASCULINE")):
                return False
        return True

    return [i for i, piece in enumerate(vocabulary) if wanted(piece)]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--checkpoint", type=Path, required=True, nargs="+", help="several: the mean of their parameters")
    parser.add_argument("--start", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--float", action="store_true", help="32-bit weights, for comparison")
    parser.add_argument("--bits", type=int, default=7)
    parser.add_argument("--raw", action="store_true", help="the last parameters instead of their average")
    args = parser.parse_args()
    torch.set_num_threads(1)
    folder = args.checkpoint[0].parent
    labels = json.loads((folder / "labels.json").read_text(encoding="utf-8"))
    models = [load_checkpoint(checkpoint, args.start, labels, args.raw) for checkpoint in args.checkpoint]
    model = models[0]
    for parameters in zip(*(m.parameters() for m in models)):
        parameters[0].copy_(torch.stack(parameters).mean(0))
    args.out.mkdir(parents=True, exist_ok=True)
    vocabulary = (args.start / "vocab.txt").read_text(encoding="utf-8").splitlines()
    kept = kept_pieces(vocabulary)
    lines = [vocabulary[i] for i in kept]
    (args.out / "vocabulary.txt").write_text("\n".join(lines) + "\n", encoding="utf-8")
    labels["special"] = {
        name: lines.index(piece)
        for name, piece in (("pad", "[PAD]"), ("unknown", "[UNK]"), ("cls", "[CLS]"), ("sep", "[SEP]"), ("mask", "[MASK]"))
    }
    labels["max_pieces"] = data.MAX_PIECES + 2
    labels["max_pieces_per_word"] = data.MAX_PIECES_PER_WORD
    text = json.dumps(labels, ensure_ascii=False, indent=1)
    (args.out / "labels.json").write_text(text + "\n", encoding="utf-8")
    lemmas = (folder / "lemmas.txt").read_text(encoding="utf-8")
    (args.out / "lemmas.txt").write_text(lemmas, encoding="utf-8")
    quantized = not args.float
    encoder_graph(model, kept, quantized, args.bits).save(args.out / "encoder.onnx")
    relations_graph(model, quantized, args.bits).save(args.out / "relations.onnx")
    roles_graph(model, quantized, args.bits).save(args.out / "roles.onnx")
    for file in sorted(args.out.iterdir()):
        print(f"{file.stat().st_size:>10}  {file.name}")


if __name__ == "__main__":
    with torch.no_grad():
        main()
