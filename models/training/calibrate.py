"""Fixes the scales of the activations, so that a passage's scores do not depend on its neighbours in a batch.

    python calibrate.py --model ../english --data ../../../shared/data/train

`export.py` quantises activations at run time, with one scale for the whole batch: what is read beside a sentence then
changes its last digits. This reads passages of the training sets one by one, notes the range of every tensor that is
quantised, and writes the graphs again with these ranges (B. Jacob et al., *Quantization and Training of Neural Networks
for Efficient Integer-Arithmetic-Only Inference*, 2018). Graphs that were calibrated before are left as they are.
"""

from __future__ import annotations

import argparse
import random
from pathlib import Path

import numpy as np
import onnx
import onnxruntime
from onnx import TensorProto, helper, numpy_helper

import data
import evaluate

GRAPHS = ("encoder", "relations", "roles")


class Ranges:
    """A graph that also gives the tensors that it quantises, and their ranges so far."""

    def __init__(self, model: onnx.ModelProto):
        self.names = [n.input[0] for n in model.graph.node if n.op_type == "DynamicQuantizeLinear"]
        self.low, self.high = np.full(len(self.names), np.inf), np.full(len(self.names), -np.inf)
        wider = onnx.ModelProto()
        wider.CopyFrom(model)
        given = {v.name for v in (*model.graph.input, *model.graph.output)}
        wider.graph.output.extend(
            helper.make_tensor_value_info(n, TensorProto.FLOAT, None) for n in dict.fromkeys(self.names) if n not in given
        )
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        options.log_severity_level = 3
        self.session = onnxruntime.InferenceSession(wider.SerializeToString(), options, providers=["CPUExecutionProvider"])
        self.outputs = [o.name for o in self.session.get_outputs()]

    def run(self, _, inputs: dict) -> list[np.ndarray]:
        """Stands in for a session of onnxruntime."""
        outputs = self.session.run(None, inputs)
        values = {**inputs, **dict(zip(self.outputs, outputs))}
        for i, name in enumerate(self.names):
            self.low[i] = min(self.low[i], values[name].min())
            self.high[i] = max(self.high[i], values[name].max())
        return outputs

    def scales(self) -> dict[str, tuple[np.float32, np.uint8]]:
        """Scale and zero point of each tensor."""
        result = {}
        for name, low, high in zip(self.names, np.minimum(self.low, 0), np.maximum(self.high, 0)):
            scale = np.float32((high - low) / 255) or np.float32(1)
            result[name] = scale, np.uint8(np.clip(np.rint(-low / scale), 0, 255))
        return result


def observe(folder: Path, models: dict[str, onnx.ModelProto], passages: list[list[data.Sentence]]) -> dict[str, Ranges]:
    """Runs the passages through all graphs, with their own trees; every word is a predicate once in a while."""
    ranges = {name: Ranges(model) for name, model in models.items()}
    reader = evaluate.Reader(folder)
    reader.encoder = ranges["encoder"]
    reader.outputs = ranges["encoder"].outputs
    for passage in passages:
        out = reader.encode([passage])
        for row, s in enumerate(passage):
            states = out["states"][row, : len(s.words)]
            everything = np.concatenate([out["root"][row : row + 1], states])
            ranges["relations"].run(None, {"dependents": states, "heads": everything[s.heads]})
            chosen = [i for i, u in enumerate(s.upos) if u in ("VERB", "NOUN", "AUX")][:6] or [0]
            repeated = np.repeat(states[None], len(chosen), 0)
            mask = np.ones(repeated.shape[:2], np.int32)
            ranges["roles"].run(None, {"states": repeated, "predicate": np.array(chosen, np.int32), "mask": mask})
    return ranges


def fix_scales(model: onnx.ModelProto, scales: dict[str, tuple[np.float32, np.uint8]]) -> None:
    """Every `DynamicQuantizeLinear` becomes a `QuantizeLinear` with a constant scale; products of scales are folded."""
    graph = model.graph
    weights = {c.name: numpy_helper.to_array(c) for c in graph.initializer}
    constants, nodes = {}, []
    for node in graph.node:
        if node.op_type == "DynamicQuantizeLinear":
            scale, zero = scales[node.input[0]]
            constants[node.output[1]], constants[node.output[2]] = np.array(scale), np.array(zero)
            inputs = [node.input[0], node.output[1], node.output[2]]
            nodes.append(helper.make_node("QuantizeLinear", inputs, [node.output[0]]))
        elif node.op_type == "Mul" and node.input[0] in constants and node.input[1] in weights:
            constants[node.output[0]] = constants[node.input[0]] * weights[node.input[1]]
        else:
            nodes.append(node)
    replace(graph, nodes)
    graph.initializer.extend(numpy_helper.from_array(value, name) for name, value in constants.items())


def replace(graph: onnx.GraphProto, nodes: list[onnx.NodeProto]) -> None:
    """Takes these nodes in place of the graph's, and drops constants and shapes that nothing uses."""
    kept = [onnx.NodeProto.FromString(n.SerializeToString()) for n in nodes]
    del graph.node[:]
    graph.node.extend(kept)
    used = {name for n in kept for name in n.input}
    made = {name for n in kept for name in n.output}
    for field, wanted in ((graph.initializer, used), (graph.value_info, made)):
        left = [v for v in field if v.name in wanted]
        del field[:]
        field.extend(left)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--model", type=Path, required=True)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--out", type=Path, help="default: in place")
    parser.add_argument("--passages", type=int, default=200)
    args = parser.parse_args()
    models = {name: onnx.load(args.model / f"{name}.onnx") for name in GRAPHS}
    passages = []
    for corpus, path in (("ewt", "ud_ewt/en_ewt-ud-train.conllu"), ("gum", "ud_gum/en_gum_open-train.conllu")):
        every = [s for s in data.read_conllu(args.data / path, corpus) if 1 < len(s.words) <= 100]
        together = [[every[i] for i in passage] for passage in data.passages([len(s.words) for s in every], 80)]
        passages += random.Random(5).sample(together, args.passages // 2)
    ranges = observe(args.model, models, passages)
    out = args.out or args.model
    out.mkdir(parents=True, exist_ok=True)
    for name, model in models.items():
        if ranges[name].names:
            fix_scales(model, ranges[name].scales())
        onnx.save(model, out / f"{name}.onnx")


if __name__ == "__main__":
    main()
