"""Trains the English model: one command from the corpora to a checkpoint.

    python train.py --data ../../../shared/data/train --start DIR --out DIR --minutes 85

The learning rate follows the share of the work done (of `--epochs`, or of
`--minutes` where that is given), so it always ends at zero. With `--helper` a
second process computes gradients of other batches on another core; they are
averaged into the next step whenever they are ready, and nobody waits. Gradients
of parameters more than `STALE` steps old are thrown away.
"""

from __future__ import annotations

import argparse
import json
import math
import os
import random
import time
from dataclasses import replace
from pathlib import Path

os.environ.setdefault("ONEDNN_PRIMITIVE_CACHE_CAPACITY", "16384")  # read when torch is loaded

import torch
import torch.multiprocessing as multiprocessing

import data
import distil
from model import Linear, Model, autocast, freeze, share_parameters, size_of
from restore import restore

WEIGHTS = {
    "upos": 1.0, "feats": 0.5, "lemmas": 1.0, "predicates": 0.5,
    "names": 2.0, "arcs": 1.0, "relations": 1.0, "roles": 1.0,
}
WARM_UP = 0.05
EMA = 0.997
STALE = 4


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="folder of the training corpora")
    parser.add_argument("--start", type=Path, required=True, help="folder of the pretrained encoder")
    parser.add_argument("--teacher", type=Path, help="train a large model instead, from the pretrained encoder in this folder")
    parser.add_argument("--continue-from", type=Path, help="folder of exported weights to go on from")
    parser.add_argument("--gazetteer", type=Path, help="folder of tables of names to exchange names for")
    parser.add_argument("--answers", type=Path, help="what a large model says of the sentences, and of others (`distil.py`)")
    parser.add_argument("--out", type=Path, required=True, help="where checkpoints and the log go")
    parser.add_argument("--epochs", type=float, default=8)
    parser.add_argument("--minutes", type=float, help="train this long instead of --epochs")
    parser.add_argument("--layers", type=int, help="how many layers of the encoder, the lowest ones (a trial); all without")
    parser.add_argument("--frozen", type=int, default=0, help="how many of the lowest layers stay as they are")
    parser.add_argument("--dropout", type=float, default=0.1, help="within the encoder and before the heads")
    parser.add_argument("--tree-dropout", type=float, default=0.1, help="of the inner layers of arcs and relations")
    parser.add_argument("--masked", type=float, default=0.04, help="share of the words that are hidden")
    parser.add_argument("--bits", type=int, help="learn with the rounding of an export with so many bits a weight")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--budget", type=int, default=1536, help="padded pieces a batch")
    parser.add_argument("--encoder-rate", type=float, default=2e-4)
    parser.add_argument("--layer-decay", type=float, default=0.9)
    parser.add_argument("--head-rate", type=float, default=1e-3)
    parser.add_argument("--helper", type=int, help="niceness added to a second process; none without")
    parser.add_argument("--pin", action="store_true", help="pin the processes to cores 0 and 1")
    parser.add_argument("--limit", type=int, help="only so many sentences a corpus (a trial)")
    parser.add_argument("--steps", type=int, help="stop after so many steps (a trial)")
    parser.add_argument("--threads", type=int, default=1)
    return parser.parse_args()


class Work:
    """The encoded training data and the order of its batches, the same in every process."""

    def __init__(self, args: argparse.Namespace):
        self.args = args
        corpora = data.load(args.data, "train")
        if args.limit:
            corpora = {k: v[: args.limit] for k, v in corpora.items()}
        self.labels = data.index_labels(data.make_labels(corpora))
        self.lemmas = data.lemma_table(corpora)
        self.pieces = data.Pieces(args.start / "tokenizer.json")
        self.sentences = [s for group in corpora.values() for s in group]
        if args.teacher:  # of roles a teacher says nothing
            self.sentences = [replace(s, roles=None) for s in self.sentences]
        if args.answers:
            self.sentences = distil.answered(self.sentences, args.answers)
        self.lengths = [sum(len(self.pieces(w)) for w in s.words) + 2 for s in self.sentences]
        keep = [i for i, n in enumerate(self.lengths) if n <= data.MAX_PIECES + 2]
        self.sentences = [self.sentences[i] for i in keep]
        self.lengths = [self.lengths[i] for i in keep]
        self.table = data.mention_table(self.sentences)
        self.gazetteer = data.gazetteer_names(args.gazetteer) if args.gazetteer else {}
        self.epoch, self.batches = -1, []
        self.per_epoch = len(self.order(0))

    def order(self, epoch: int) -> list[list[list[int]]]:
        """The batches of an epoch: passages of sentences."""
        if epoch != self.epoch:
            rng = random.Random(self.args.seed * 1000 + epoch)
            passages = data.varied_passages(self.sentences, self.lengths, rng)
            lengths = [sum(self.lengths[i] for i in passage) for passage in passages]
            batches = data.make_batches(lengths, self.args.budget, rng)
            self.epoch, self.batches = epoch, [[passages[i] for i in batch] for batch in batches]
        return self.batches

    def batch(self, number: int) -> tuple[dict, int, int]:
        """The batch of this running number, and how many pieces and words it has."""
        # Epochs differ by a few batches in size; the first one's count is used for all.
        order = self.order(number // self.per_epoch)
        chosen = order[number % self.per_epoch % len(order)]
        rng = random.Random(self.args.seed * 1_000_003 + number)
        noise = data.Noise(rng, self.table, self.gazetteer, self.args.masked)
        passages = []
        for passage in chosen:
            noise.begin_passage()
            rows = [data.encode(self.sentences[i], self.labels, self.pieces, noise) for i in passage]
            passages += data.fitting([r for r in rows if r])
        batch = data.collate(passages)
        return batch, int(batch["mask"].sum()), int(batch["word_mask"].sum())


def gradients(model: Model, batch: dict, sums: dict[str, float]) -> None:
    """Adds the gradients of a batch and remembers its losses; in bfloat16 where the processor has it."""
    with autocast():
        losses = model.losses(batch)
    total = sum(WEIGHTS[k] * v for k, v in losses.items())
    total.backward()
    for key, value in losses.items():
        sums[key] = sums.get(key, 0.0) + float(value.detach())
        sums[key + "#"] = sums.get(key + "#", 0) + 1


def helper(args: argparse.Namespace, flat, given, ready, number, stop, steps, begun) -> None:
    """The second process: gradients of other batches into `given`, from parameters as they are."""
    os.nice(args.helper)
    if args.pin:
        os.sched_setaffinity(0, {1})
    torch.set_num_threads(1)
    torch.manual_seed(args.seed + 1)
    work = Work(args)
    model = begin(args, work)
    trained = share_parameters(model, flat, load=False)
    model.train()
    parent = os.getppid()
    while not stop.value and os.getppid() == parent:
        with number.get_lock():
            mine = number.value
            number.value += 1
        batch = work.batch(mine)[0]
        at = steps.value
        gradients(model, batch, {})
        while ready.value and not stop.value and os.getppid() == parent:
            time.sleep(0.004)
        position = 0
        for p in trained:
            n = p.numel()
            if p.grad is None:
                given[position : position + n].zero_()
            else:
                given[position : position + n].copy_(p.grad.view(-1))
            p.grad = None
            position += n
        begun.value = at
        ready.value = 1


def begin(args: argparse.Namespace, work: Work) -> Model:
    """The model as training finds it."""
    vocabulary = work.pieces.tokenizer.get_vocab()
    model = Model(size_of(args.teacher, args.layers), len(vocabulary), work.labels, args.dropout, args.tree_dropout)
    model.encoder.start_from(args.teacher or args.start, vocabulary)
    if args.continue_from:
        restore(model, args.continue_from)
    freeze(model, args.frozen)
    Linear.bits = args.bits
    return model


def groups(model: Model, args: argparse.Namespace) -> list[dict]:
    """Parameter groups with a rate for each depth; no decay for biases and norms."""
    table: dict[tuple[float, float], list] = {}
    for name, p in model.named_parameters():
        if not p.requires_grad:
            continue
        if name.startswith("encoder.layers."):
            depth = model.size.layers - int(name.split(".")[2])
            rate = args.encoder_rate * args.layer_decay ** (depth - 1)
        elif name.startswith("encoder.shapes"):
            rate = args.head_rate
        elif name.startswith("encoder."):
            rate = args.encoder_rate * args.layer_decay**model.size.layers
        else:
            rate = args.head_rate
        decay = 0.01 if p.dim() > 1 else 0.0
        table.setdefault((rate, decay), []).append(p)
    return [{"params": ps, "lr": r, "rate": r, "weight_decay": d} for (r, d), ps in table.items()]


def factor(done: float) -> float:
    """The share of the full learning rate after this share of the work: warm-up, then a cosine to zero."""
    if done < WARM_UP:
        return max(done, 1e-4) / WARM_UP
    return 0.5 * (1 + math.cos(math.pi * min(1.0, (done - WARM_UP) / (1 - WARM_UP))))


def main() -> None:
    args = arguments()
    args.out.mkdir(parents=True, exist_ok=True)
    torch.set_num_threads(args.threads)
    if args.pin:
        os.sched_setaffinity(0, {0})
    torch.manual_seed(args.seed)
    random.seed(args.seed)
    work = Work(args)
    labels = {k: v for k, v in work.labels.items() if k != "_index"}
    (args.out / "labels.json").write_text(json.dumps(labels, ensure_ascii=False, indent=1), encoding="utf-8")
    (args.out / "lemmas.txt").write_text("\n".join(work.lemmas) + "\n", encoding="utf-8")
    if args.continue_from:
        shipped = json.loads((args.continue_from / "labels.json").read_text(encoding="utf-8"))
        if any(shipped[k] != v for k, v in labels.items()):
            raise SystemExit(f"{args.continue_from} was trained with other labels than this data has")
    model = begin(args, work)
    size = sum(p.numel() for p in model.parameters() if p.requires_grad)
    flat = torch.empty(size).share_memory_()
    trained = share_parameters(model, flat, load=True)
    print(f"{len(work.sentences)} sentences, {sum(work.lengths)} pieces, {work.per_epoch} batches an epoch, "
          f"{size} trained parameters; " + " ".join(f"{k} {len(v)}" for k, v in labels.items()), flush=True)

    # One flat gradient makes the helper's addition and the clipping single passes.
    own = torch.zeros(size)
    position = 0
    for p in trained:
        p.grad = own[position : position + p.numel()].view_as(p)
        position += p.numel()
    optimizer = torch.optim.AdamW(groups(model, args), betas=(0.9, 0.98), eps=1e-8, fused=True)
    average = flat.clone()
    spawn = multiprocessing.get_context("spawn")
    number = spawn.Value("q", 0)
    elapsed_before, step, pieces_seen = 0.0, 0, 0
    checkpoint = args.out / "checkpoint.pt"
    if checkpoint.exists():
        saved = torch.load(checkpoint)
        flat.copy_(saved["flat"])
        average.copy_(saved["average"])
        optimizer.load_state_dict(saved["optimizer"])
        number.value, step, elapsed_before = saved["number"], saved["step"], saved["elapsed"]
        print(f"going on at step {step}", flush=True)

    ready = stop = given = steps = begun = None
    if args.helper is not None:
        given = torch.zeros(size).share_memory_()
        ready, stop = spawn.Value("b", 0), spawn.Value("b", 0)
        steps, begun = spawn.Value("q", step), spawn.Value("q", 0)
        process = spawn.Process(
            target=helper, args=(args, flat, given, ready, number, stop, steps, begun), daemon=True
        )
        process.start()

    start = time.time()
    total_batches = args.epochs * work.per_epoch
    sums: dict[str, float] = {}
    helped, reported, saved_epoch = 0, time.time(), number.value // work.per_epoch
    model.train()

    def elapsed() -> float:
        return elapsed_before + time.time() - start

    def save(name: str) -> None:
        state = {
            "flat": flat, "average": average, "optimizer": optimizer.state_dict(),
            "number": number.value, "step": step, "elapsed": elapsed(),
            "continue_from": args.continue_from and str(args.continue_from.resolve()), "frozen": args.frozen, "layers": args.layers,
            "teacher": args.teacher and str(args.teacher.resolve()),
        }
        torch.save(state, args.out / "checkpoint.part")
        os.replace(args.out / "checkpoint.part", args.out / name)

    while True:
        done = elapsed() / 60 / args.minutes if args.minutes else number.value / total_batches
        if done >= 1 or (args.steps and step >= args.steps):
            break
        with number.get_lock():
            mine = number.value
            number.value += 1
        batch, count, words = work.batch(mine)
        gradients(model, batch, sums)
        pieces_seen += words
        if ready is not None and ready.value:
            if step - begun.value <= STALE:
                own.add_(given).mul_(0.5)
                helped += 1
            ready.value = 0
        norm = own.norm()
        if norm > 4.0:
            own.mul_(4.0 / norm)
        for group in optimizer.param_groups:
            group["lr"] = group["rate"] * factor(done)
        if torch.isfinite(norm):
            optimizer.step()
            average.lerp_(flat, 1 - min(EMA, step / (step + 10)))
        own.zero_()
        step += 1
        if steps is not None:
            steps.value = step
        if time.time() - reported > 30:
            speed = pieces_seen / (time.time() - start)
            text = " ".join(f"{k} {sums[k] / sums[k + '#']:.3f}" for k in WEIGHTS if k in sums)
            print(f"{elapsed() / 60:.1f} min, epoch {number.value / work.per_epoch:.2f}, step {step}, helped {helped}, "
                  f"{speed:.0f} own words/s, norm {norm:.1f}, {text}", flush=True)
            sums, reported = {}, time.time()
        if number.value // work.per_epoch > saved_epoch:
            saved_epoch = number.value // work.per_epoch
            save("checkpoint.pt")
    if stop is not None:
        stop.value = 1
    save("checkpoint.pt")
    print("done", flush=True)


if __name__ == "__main__":
    main()
