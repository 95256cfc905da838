"""Scores exported graphs on the dev sets, with gold tokens and gold predicates.

    python evaluate.py --model ../english --data ../../../shared/data/train

UAS and LAS count punctuation, and LAS leaves relation subtypes out, as the
CoNLL 2018 shared task does. Names and roles are right when span and label are.
The last line is the figures as JSON.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from pathlib import Path

import numpy as np
import onnxruntime
import torch
import torch.nn.functional as F
from tokenizers import Tokenizer, models, normalizers, pre_tokenizers

import data
from model import autocast
from restore import load_checkpoint


class Pieces:
    """BERT's uncased word pieces over the exported vocabulary."""

    def __init__(self, vocabulary: Path, labels: dict):
        lines = vocabulary.read_text(encoding="utf-8").splitlines()
        pieces = {piece: i for i, piece in enumerate(lines)}
        self.tokenizer = Tokenizer(models.WordPiece(pieces, unk_token="[UNK]", max_input_chars_per_word=100))
        self.tokenizer.normalizer = normalizers.BertNormalizer(lowercase=True)
        self.tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
        special = labels["special"]
        self.unknown, self.cls, self.sep, self.mask = (special[k] for k in ("unknown", "cls", "sep", "mask"))
        self.limit = labels["max_pieces_per_word"]

    def __call__(self, word: str) -> list[int]:
        return self.tokenizer.encode(word, add_special_tokens=False).ids[: self.limit] or [self.unknown]


class Reader:
    """The three graphs under onnxruntime, on one thread."""

    def __init__(self, folder: Path):
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        options.log_severity_level = 3

        def session(name: str) -> onnxruntime.InferenceSession:
            return onnxruntime.InferenceSession(str(folder / name), options, providers=["CPUExecutionProvider"])

        self.read_lists(folder)
        self.pieces = Pieces(folder / "vocabulary.txt", self.labels)
        self.encoder, self.relations, self.roles = map(
            session, ("encoder.onnx", "relations.onnx", "roles.onnx")
        )
        self.outputs = [o.name for o in self.encoder.get_outputs()]

    def read_lists(self, folder: Path) -> None:
        """Labels, lemmas, and which labels may follow each other."""
        self.labels = json.loads((folder / "labels.json").read_text(encoding="utf-8"))
        self.lemmas = {}
        for line in (folder / "lemmas.txt").read_text(encoding="utf-8").splitlines():
            form, upos, lemma = line.split("\t")
            self.lemmas[form, upos] = lemma
        self.name_moves = name_moves(self.labels["names"])
        self.role_moves = role_moves(self.labels["roles"])

    def length(self, s: data.Sentence) -> int:
        """How many pieces a sentence has, with the special ones."""
        return sum(len(self.pieces(w)) for w in s.words) + 2

    def passages(self, sentences: list[data.Sentence]) -> list[list[data.Sentence]]:
        """The sentences in passages, without those that are too long."""
        sentences = [s for s in sentences if self.length(s) <= self.labels["max_pieces"]]
        return [[sentences[i] for i in passage] for passage in data.passages([self.length(s) for s in sentences])]

    def encode(self, batch: list[list[data.Sentence]]) -> dict[str, np.ndarray]:
        """The encoder's outputs for the sentences of a batch of passages."""
        longest = max(sum(map(self.length, passage)) for passage in batch)
        words = max(len(s.words) for passage in batch for s in passage)
        pieces, shapes, mask = (np.zeros((len(batch), longest), np.int32) for _ in range(3))
        first = np.zeros((sum(map(len, batch)), words + 1), np.int32)
        row = 0
        for b, passage in enumerate(batch):
            at = 0
            for s in passage:
                pieces[b, at] = self.pieces.cls
                first[row, 0] = b * longest + at
                at += 1
                for i, word in enumerate(s.words):
                    ids = self.pieces(word)
                    first[row, i + 1] = b * longest + at
                    pieces[b, at : at + len(ids)] = ids
                    shapes[b, at : at + len(ids)] = data.shape(word)
                    at += len(ids)
                pieces[b, at] = self.pieces.sep
                at, row = at + 1, row + 1
            mask[b, :at] = 1
        inputs = {"pieces": pieces, "shapes": shapes, "mask": mask, "first": first}
        return dict(zip(self.outputs, self.encoder.run(None, inputs)))


class Checkpoint(Reader):
    """A checkpoint of a training under PyTorch, in bfloat16 where the processor has it."""

    def __init__(self, checkpoint: Path, start: Path):
        self.read_lists(checkpoint.parent)
        data.index_labels(self.labels)["max_pieces"] = data.MAX_PIECES + 2
        self.pieces = data.Pieces(start / "tokenizer.json")
        self.model = load_checkpoint(checkpoint, start, self.labels)
        self.relations = self.roles = self

    def encode(self, batch: list[list[data.Sentence]]) -> dict[str, np.ndarray]:
        rows = [[data.encode(s, self.labels, self.pieces) for s in passage] for passage in batch]
        model, inputs = self.model, data.collate(rows)
        with torch.no_grad(), autocast():
            words, embedded, root = model.states(inputs)
            out = {"states": words, "root": root, "arcs": model.arcs(words, root)}
            for key in ("upos", "feats", "names", "predicates"):
                out[key] = getattr(model, key)(words)
            out["lemmas"] = model.lemmas(F.gelu(model.lemma_inner(torch.cat([words, embedded], 2))))
        return {key: value.float().numpy() for key, value in out.items()}

    def run(self, _, inputs: dict[str, np.ndarray]) -> list[np.ndarray]:
        """The scores of relations, or of roles where a predicate is given, as the graphs give them."""
        given = {key: torch.from_numpy(value) for key, value in inputs.items()}
        with torch.no_grad(), autocast():
            if "predicate" in given:
                at, words = given["predicate"].long(), given["states"]
                scores = self.model.roles(
                    self.model.roles.word(words), words[torch.arange(len(at)), at], at, given["mask"].bool()
                )
            else:
                scores = self.model.relations(given["dependents"], given["heads"])
        return [scores.float().numpy()]


def name_moves(labels: list[str]) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Penalties of starting with, moving between and ending with name labels (BIOES)."""
    parts = [label.partition("-")[::2] for label in labels]
    moves = np.full((len(labels), len(labels)), -1e9, np.float32)
    for i, (a, kind_a) in enumerate(parts):
        for j, (b, kind_b) in enumerate(parts):
            if a in "BI":
                fits = b in "IE" and kind_a == kind_b
            else:
                fits = b in "OBS"
            if fits:
                moves[i, j] = 0
    start = np.array([0 if a in "OBS" else -1e9 for a, _ in parts], np.float32)
    end = np.array([0 if a in "OES" else -1e9 for a, _ in parts], np.float32)
    return start, moves, end


def role_moves(labels: list[str]) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """The same for roles (BIO)."""
    moves = np.zeros((len(labels), len(labels)), np.float32)
    start = np.zeros(len(labels), np.float32)
    for j, label in enumerate(labels):
        if label.startswith("I-"):
            start[j] = -1e9
            for i, before in enumerate(labels):
                if before[2:] != label[2:] or before == "O":
                    moves[i, j] = -1e9
    return start, moves, np.zeros(len(labels), np.float32)


def viterbi(scores: np.ndarray, moves: tuple[np.ndarray, np.ndarray, np.ndarray]) -> list[int]:
    """The best well-formed label sequence."""
    start, between, end = moves
    total, back = scores[0] + start, []
    for row in scores[1:]:
        options = total[:, None] + between
        back.append(options.argmax(0))
        total = options.max(0) + row
    best = [int((total + end).argmax())]
    for pointers in reversed(back):
        best.append(int(pointers[best[-1]]))
    return best[::-1]


def log_softmax(x: np.ndarray) -> np.ndarray:
    x = x - x.max(-1, keepdims=True)
    return x - np.log(np.exp(x).sum(-1, keepdims=True))


def spans(ids: list[int], labels: list[str]) -> list[tuple[str, int, int]]:
    """Labelled inclusive spans of BIO or BIOES ids."""
    result, start = [], None
    for i, label in enumerate([labels[k] for k in ids] + ["O"]):
        if start is not None and label[0] in "OBS":
            result.append((kind, start, i - 1))
            start = None
        if label[0] in "BS":
            start, kind = i, label[2:]
    return result


def maximum_tree(scores: np.ndarray) -> np.ndarray:
    """Heads of the best tree, by Chu and Liu (1965) and Edmonds (1967); node 0 is the root, scores[i, j] of head j for i."""
    n = len(scores)
    scores = scores.copy()
    scores[np.arange(n), np.arange(n)] = -1e18
    heads = scores.argmax(1)
    heads[0] = 0
    colour, cycle = [0] * n, None
    for i in range(1, n):
        path, node = [], i
        while node and colour[node] == 0:
            colour[node] = i
            path.append(node)
            node = heads[node]
        if node and colour[node] == i and node in path:
            cycle = path[path.index(node) :]
            break
    if cycle is None:
        return heads
    inside = np.zeros(n, bool)
    inside[cycle] = True
    outside = np.flatnonzero(~inside)
    weight = scores[cycle, heads[cycle]]
    m = len(outside)
    small = np.full((m + 1, m + 1), -1e18)
    small[:m, :m] = scores[np.ix_(outside, outside)]
    leaving = scores[np.ix_(outside, cycle)]
    small[:m, m] = leaving.max(1)
    entering = scores[np.ix_(cycle, outside)] - weight[:, None] + weight.sum()
    small[m, :m] = entering.max(0)
    chosen = maximum_tree(small)
    for a, i in enumerate(outside):
        if i:
            heads[i] = cycle[leaving[a].argmax()] if chosen[a] == m else outside[chosen[a]]
    k = int(entering[:, chosen[m]].argmax())
    heads[cycle[k]] = outside[chosen[m]]
    return heads


def tree(scores: np.ndarray) -> list[int]:
    """Heads (0 the root) of the best tree with exactly one word under the root."""
    n = len(scores)
    square = np.full((n + 1, n + 1), -1e18)
    square[1:] = log_softmax(scores[:, : n + 1].astype(np.float64))
    heads = maximum_tree(square)
    if (heads[1:] == 0).sum() > 1:
        best = None
        for root in np.flatnonzero(heads[1:] == 0) + 1:
            single = square.copy()
            single[:, 0] = -1e9
            single[root, 0] = square[root, 0]
            candidate = maximum_tree(single)
            value = single[np.arange(1, n + 1), candidate[1:]].sum()
            if best is None or value > best[0]:
                best = (value, candidate)
        heads = best[1]
    return heads[1:].tolist()


def f1(right: float, guessed: float, gold: float) -> float:
    return round(200 * right / max(guessed + gold, 1), 2)


def score(reader: Reader, sentences: list[data.Sentence], kinds: list[str]) -> dict[str, float]:
    """All figures that the sentences have gold for; names only of these kinds."""
    labels, count = reader.labels, Counter()
    passages = reader.passages(sentences)
    for at in range(0, len(passages), 8):
        batch = passages[at : at + 8]
        out = reader.encode(batch)
        batch = [s for passage in batch for s in passage]
        dependents, heads, owners = [], [], []
        predicates, owners_of_roles = [], []
        for b, s in enumerate(batch):
            n = len(s.words)
            if s.upos:
                upos = out["upos"][b, :n].argmax(1)
                feats = out["feats"][b, :n].argmax(1)
                scripts = out["lemmas"][b, :n].argmax(1)
                found = tree(out["arcs"][b, :n])
                for i in range(n):
                    count["words"] += 1
                    count["upos"] += labels["upos"][upos[i]] == s.upos[i]
                    count["feats"] += labels["feats"][feats[i]] == s.feats[i]
                    lemma = data.apply_script(labels["lemma_scripts"][scripts[i]], s.words[i])
                    count["lemmas by script"] += lemma == s.lemmas[i]
                    lemma = reader.lemmas.get((s.words[i].lower(), labels["upos"][upos[i]]), lemma)
                    count["lemmas"] += lemma == s.lemmas[i]
                    count["uas"] += found[i] == s.heads[i]
                    dependents.append(out["states"][b, i])
                    heads.append(out["states"][b, found[i] - 1] if found[i] else out["root"][b])
                    owners.append((s, i, found[i] == s.heads[i]))
            if s.names:
                guessed = spans(viterbi(log_softmax(out["names"][b, :n]), reader.name_moves), labels["names"])
                guessed = {g for g in guessed if g[0] in kinds}
                known = [k if k < len(labels["names"]) else 0 for k in s.names]
                gold = {g for g in spans(known, labels["names"]) if g[0] in kinds}
                for kind in kinds:
                    count[f"g-{kind}"] += sum(g[0] == kind for g in gold)
                    count[f"p-{kind}"] += sum(g[0] == kind for g in guessed)
                    count[f"r-{kind}"] += sum(g[0] == kind for g in gold & guessed)
            if s.roles is not None:
                gold_predicates = {p for p, _ in s.roles}
                guessed_predicates = set(np.flatnonzero(out["predicates"][b, :n].argmax(1)).tolist())
                count["predicate gold"] += len(gold_predicates)
                count["predicate guessed"] += len(guessed_predicates)
                count["predicate right"] += len(gold_predicates & guessed_predicates)
                for predicate, arguments in s.roles:
                    predicates.append((b, predicate, n))
                    owners_of_roles.append(arguments)
        if dependents:
            logits = reader.relations.run(None, {"dependents": np.stack(dependents), "heads": np.stack(heads)})[0]
            for (s, i, right), k in zip(owners, logits.argmax(1)):
                guess = labels["relations"][k]
                count["las"] += right and guess.split(":")[0] == s.relations[i].split(":")[0]
                count["full las"] += right and guess == s.relations[i]
        for start in range(0, len(predicates), 64):
            some = predicates[start : start + 64]
            width = max(n for _, _, n in some)
            states = np.stack([out["states"][b, :width] for b, _, _ in some])
            mask = np.stack([np.arange(width) < n for _, _, n in some]).astype(np.int32)
            where = np.array([p for _, p, _ in some], np.int32)
            logits = log_softmax(reader.roles.run(None, {"states": states, "predicate": where, "mask": mask})[0])
            for row, (_, _, n), arguments in zip(logits, some, owners_of_roles[start:]):
                guessed = set(spans(viterbi(row[:n], reader.role_moves), labels["roles"]))
                gold = set(arguments)
                count["role gold"] += len(gold)
                count["role guessed"] += len(guessed)
                count["role right"] += len(gold & guessed)
                for kind, _, _ in gold:
                    count[f"role g-{kind}"] += 1
                for kind, _, _ in guessed:
                    count[f"role p-{kind}"] += 1
                for kind, _, _ in gold & guessed:
                    count[f"role r-{kind}"] += 1
    result = {}
    for key in ("upos", "feats", "lemmas", "lemmas by script", "uas", "las", "full las"):
        if count["words"]:
            result[key] = round(100 * count[key] / count["words"], 2)
    if any(count[f"g-{k}"] for k in kinds):
        for kind in kinds:
            result[f"names {kind}"] = f1(count[f"r-{kind}"], count[f"p-{kind}"], count[f"g-{kind}"])
        result["names"] = f1(*(sum(count[f"{c}-{k}"] for k in kinds) for c in "rpg"))
    if count["role gold"]:
        result["predicates"] = f1(count["predicate right"], count["predicate guessed"], count["predicate gold"])
        result["roles"] = f1(count["role right"], count["role guessed"], count["role gold"])
        for key in sorted(k[7:] for k in count if k.startswith("role g-") and count[k] >= 50):
            result[f"roles {key}"] = f1(count[f"role r-{key}"], count[f"role p-{key}"], count[f"role g-{key}"])
    return result


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--model", type=Path, help="folder of exported graphs")
    parser.add_argument("--checkpoint", type=Path, help="of `train.py`, instead of graphs")
    parser.add_argument("--start", type=Path, help="with --checkpoint: folder of the pretrained encoder")
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--limit", type=int, help="only one so-manieth of each set")
    args = parser.parse_args()
    torch.set_num_threads(1)
    reader = Checkpoint(args.checkpoint, args.start) if args.checkpoint else Reader(args.model)
    corpora = data.load(args.data, "dev")
    for s in corpora["gum"]:
        s.names = None  # made by rule, so no measure
    result = {}
    for name, sentences in corpora.items():
        kinds = data.KINDS if name == "wikigold" else data.KINDS[:3]
        result[name] = score(reader, sentences[: len(sentences) // (args.limit or 1)], kinds)
        print(name, *(f"{k} {v}" for k, v in result[name].items()), sep="\n  ", flush=True)
    print(json.dumps(result))


if __name__ == "__main__":
    main()
