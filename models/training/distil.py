"""What a large model says of every training sentence and of plain text, for the small one to learn from.

    python distil.py --data ../../../shared/data/train --start DIR --checkpoint OUT/checkpoint.pt --raw FILE --out FILE

Of each word's tags, names, heads and relations the likeliest are kept with their shares (G. Hinton, O. Vinyals and J.
Dean, *Distilling the Knowledge in a Neural Network*, 2015), the relations for the gold tree where there is one and the
large model's elsewhere. In features, predicates and roles the large model is no better than the small one and teaches
nothing. `train.py --answers` learns from the mean of gold labels and answers, or from what there is of the two.
"""

from __future__ import annotations

import argparse
from dataclasses import replace
from pathlib import Path

import numpy as np
import torch

import data
import evaluate


def likeliest(scores: np.ndarray) -> tuple[torch.Tensor, torch.Tensor]:
    """The labels of the highest scores in the last dimension, and their shares of one."""
    scores = torch.from_numpy(scores)
    shares, ids = scores.softmax(-1).topk(min(data.ANSWERS, scores.shape[-1]))
    missing = (0, data.ANSWERS - shares.shape[-1])
    shares = shares / shares.sum(-1, keepdim=True)
    return tuple(torch.nn.functional.pad(part, missing) for part in (ids.to(torch.uint8), shares.half()))


def answer(reader: evaluate.Reader, passages: list[list[data.Sentence]]) -> list[data.Answers]:
    """What the reader says of the sentences of a batch of passages."""
    out = reader.encode(passages)
    found = []
    for row, s in enumerate(s for passage in passages for s in passage):
        n = len(s.words)
        labels = {key: likeliest(out[key][row, :n]) for key in ("upos", "names")}
        labels["heads"] = likeliest(out["arcs"][row, :n, : n + 1])
        tree = s.heads or evaluate.tree(out["arcs"][row, :n])
        heads = np.concatenate([out["root"][row][None], out["states"][row, :n]])[tree]
        labels["relations"] = likeliest(reader.relations.run(None, {"dependents": out["states"][row, :n], "heads": heads})[0])
        found.append(data.Answers(tree, labels))
    return found


def answer_part(args: argparse.Namespace, part: int) -> Path:
    """A file of the answers to this part of the sentences; of annotated ones without what the corpora say of them."""
    torch.set_num_threads(1)
    reader = evaluate.Checkpoint(args.checkpoint, args.start)
    sentences = [s for group in data.load(args.data, "train").values() for s in group]
    if args.raw:
        sentences += data.read_raw(args.raw)
    passages = reader.passages(sentences)
    passages = passages[: len(passages) // (args.limit or 1)][part :: args.processes]
    bare = dict.fromkeys(("upos", "feats", "lemmas", "heads", "relations", "names", "roles", "entities"))
    result = []
    for start in range(0, len(passages), 8):
        batch = passages[start : start + 8]
        for s, answers in zip([s for passage in batch for s in passage], answer(reader, batch)):
            result.append(replace(s, answers=answers, words=s.words if s.corpus == "raw" else [], **bare))
        if start % 400 == 0:
            print(f"part {part}: {start} of {len(passages)} passages", flush=True)
    path = args.out.with_suffix(f".{part}")
    torch.save(result, path)
    return path


def answered(sentences: list[data.Sentence], path: Path) -> list[data.Sentence]:
    """The sentences with a teacher's answers, and after them the sentences of plain text that it answered."""
    known = torch.load(path, weights_only=False)
    answers = {(s.corpus, s.identifier): s.answers for s in known}
    plain = [s for s in known if s.corpus == "raw"]
    return [replace(s, answers=answers.get((s.corpus, s.identifier))) for s in sentences] + plain


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="folder of the training corpora")
    parser.add_argument("--start", type=Path, required=True, help="folder of the pretrained encoder of the small model")
    parser.add_argument("--checkpoint", type=Path, required=True, help="of the large model")
    parser.add_argument("--raw", type=Path, help="plain text as `attache parse` prints it")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--limit", type=int, help="only one so-manieth of the sentences (a trial)")
    parser.add_argument("--processes", type=int, default=2)
    args = parser.parse_args()
    spawn = torch.multiprocessing.get_context("spawn")
    with spawn.Pool(args.processes) as pool:
        parts = pool.starmap(answer_part, [(args, part) for part in range(args.processes)])
    torch.save([s for part in parts for s in torch.load(part, weights_only=False)], args.out)
    for part in parts:
        part.unlink()


if __name__ == "__main__":
    main()
