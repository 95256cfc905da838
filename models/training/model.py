"""The model: a BERT-shaped encoder over word pieces with word shapes, and heads for words, trees, names and roles."""

from __future__ import annotations

import json
import math
from dataclasses import dataclass, replace
from pathlib import Path

import torch
import torch.nn.functional as F
from safetensors.torch import load_file
from tokenizers import Tokenizer
from torch import Tensor, nn

from data import ANNOTATORS, IGNORED, NAMES, O_OR_OTHER, rounded


@dataclass(frozen=True)
class Size:
    """How large a model is, and with which numbers its encoder was pretrained."""

    hidden: int
    layers: int
    heads: int
    inner: int
    epsilon: float
    arc: int
    relation: int
    buckets: int = 0  # of relative positions in attention; none at 0


SHIPS = Size(hidden=384, layers=6, heads=12, inner=1536, epsilon=1e-12, arc=320, relation=96)
TEACHER = Size(hidden=768, layers=12, heads=12, inner=3072, epsilon=1e-5, arc=512, relation=128, buckets=32)
POSITIONS, LEMMA = 512, 256
ROLE, ROLE_HEADS, ROLE_INNER, ROLE_LAYERS, ROLE_REACH = 160, 5, 320, 2, 24


def size_of(teacher: bool, layers: int | None) -> Size:
    """The size of the model that ships or of its teacher, with so many layers or all."""
    size = TEACHER if teacher else SHIPS
    return replace(size, layers=layers or size.layers)


class Linear(nn.Linear):
    """A linear map that can learn with the rounding of its export: weights in `bits` bits with one scale an output,
    inputs in 8 bits with one scale a tensor. Gradients pass the rounding as if it were not there (B. Jacob et al.,
    *Quantization and Training of Neural Networks for Efficient Integer-Arithmetic-Only Inference*, 2018)."""

    bits: int | None = None

    def forward(self, x: Tensor) -> Tensor:
        if self.bits is None or not self.training:
            return super().forward(x)
        with torch.no_grad():
            low, high = self.weight.aminmax(dim=1, keepdim=True)
            scale = torch.maximum(-low, high).clamp(min=1e-12) / (2 ** (self.bits - 1) - 1)
            low, high = x.aminmax()
            step = ((high.clamp(min=0) - low.clamp(max=0)) / 255).clamp(min=1e-12)
        return F.linear(Rounded.apply(x, step), Rounded.apply(self.weight, scale), self.bias)


class Rounded(torch.autograd.Function):
    """A tensor in whole steps; the gradient passes as if it were not there."""

    @staticmethod
    def forward(_, x: Tensor, step: Tensor) -> Tensor:
        return (x / step).round_().mul_(step)

    @staticmethod
    def backward(_, gradient: Tensor) -> tuple[Tensor, None]:
        return gradient, None


def autocast() -> torch.autocast:
    """Products in bfloat16 where the processor has them."""
    return torch.autocast("cpu", dtype=torch.bfloat16, enabled=torch.cpu._is_avx512_bf16_supported())


def attention(x: Tensor, qkv: nn.Linear, heads: int, bias: Tensor | None) -> Tensor:
    """Multi-head self-attention before its output projection; `bias` is added to the scores."""
    rows, length, width = x.shape
    q, k, v = qkv(x).view(rows, length, 3, heads, width // heads).permute(2, 0, 3, 1, 4).unbind(0)
    # Plain products: on CPUs the fused kernel's backward pass takes several times as long.
    scores = q @ (k * (width // heads) ** -0.5).transpose(2, 3)
    if bias is not None:
        scores = scores + bias.to(scores.dtype)
    out = scores.softmax(3) @ v
    return out.transpose(1, 2).reshape(rows, length, width)


def feature_dropout(x: Tensor, p: float, training: bool) -> Tensor:
    """Dropout of features with one mask for all positions of a row: as regular, and far cheaper."""
    if not training or p == 0.0:
        return x
    keep = (torch.rand(x.shape[0], 1, x.shape[-1]) >= p).to(x.dtype) / (1 - p)
    return x * keep


class Layer(nn.Module):
    """A transformer layer with the norms after the sums, as BERT has them."""

    def __init__(self, width: int, heads: int, inner: int, epsilon: float, dropout: float):
        super().__init__()
        self.heads, self.dropout = heads, dropout
        self.qkv = Linear(width, 3 * width)
        self.out = Linear(width, width)
        self.norm1 = nn.LayerNorm(width, eps=epsilon)
        self.up = Linear(width, inner)
        self.down = Linear(inner, width)
        self.norm2 = nn.LayerNorm(width, eps=epsilon)

    def forward(self, x: Tensor, bias: Tensor | None) -> Tensor:
        mixed = self.out(attention(x, self.qkv, self.heads, bias))
        x = self.norm1(x + feature_dropout(mixed, self.dropout, self.training))
        mixed = self.down(F.gelu(self.up(x)))
        return self.norm2(x + feature_dropout(mixed, self.dropout, self.training))


def rows(table: Tensor, at: Tensor) -> Tensor:
    """The rows of a table at these places."""
    return table.index_select(0, at.reshape(-1)).view(*at.shape, -1)


def mask_bias(mask: Tensor) -> Tensor | None:
    """The attention bias that hides padding; None where there is none."""
    if bool(mask.all()):
        return None
    return (~mask)[:, None, None, :] * -1e4


def bucket_table(length: int, buckets: int) -> Tensor:
    """The bucket of each position's distance from each other position: one each for the eight nearest on either side,
    wider ones up to 128 (Raffel et al., *Exploring the Limits of Transfer Learning*, 2020; as MPNet has them)."""
    at = torch.arange(length)
    distance, half = at[None, :] - at[:, None], buckets // 2
    exact, size = half // 2, distance.abs()
    far = exact + (torch.log(size.clamp(min=1) / exact) / math.log(128 / exact) * (half - exact)).long()
    return torch.where(size < exact, size, far.clamp(max=half - 1)) + half * (distance > 0).long()


class Encoder(nn.Module):
    """Word pieces and word shapes to embedded pieces and piece states."""

    def __init__(self, size: Size, vocabulary: int, shapes: int, dropout: float):
        super().__init__()
        self.words = nn.Embedding(vocabulary, size.hidden)
        self.positions = nn.Embedding(POSITIONS, size.hidden)
        self.shapes = nn.Embedding(shapes, size.hidden)
        self.norm = nn.LayerNorm(size.hidden, eps=size.epsilon)
        self.layers = nn.ModuleList(
            Layer(size.hidden, size.heads, size.inner, size.epsilon, dropout) for _ in range(size.layers)
        )
        self.distances = nn.Embedding(size.buckets, size.heads) if size.buckets else None
        self.words.weight.requires_grad_(False)
        self.dropout = dropout

    def bias(self, mask: Tensor) -> Tensor | None:
        """What is added to the scores of attention: it hides padding, and knows distances if the encoder does."""
        hidden = mask_bias(mask)
        if self.distances is None:
            return hidden
        near = self.distances(bucket_table(mask.shape[1], self.distances.num_embeddings)).permute(2, 0, 1)[None]
        return near if hidden is None else near + hidden

    def forward(self, pieces: Tensor, shapes: Tensor, mask: Tensor) -> tuple[Tensor, Tensor]:
        x = self.words(pieces) + self.positions.weight[: pieces.shape[1]] + self.shapes(shapes)
        x = feature_dropout(self.norm(x), self.dropout, self.training)
        if torch.is_autocast_enabled("cpu"):
            x = x.bfloat16()
        embedded, bias = x, self.bias(mask)
        for layer in self.layers:
            x = layer(x, bias)
        return embedded, x

    @torch.no_grad()
    def start_from(self, folder: Path, vocabulary: dict[str, int]) -> None:
        """Takes the weights of a BERT or MPNet checkpoint whose pieces these are; the token type 0 goes into the
        positions."""
        kind = json.loads((folder / "config.json").read_text(encoding="utf-8"))["model_type"]
        w = {k.removeprefix("bert."): v.float() for k, v in load_file(folder / "model.safetensors").items()}
        words, positions = (w[f"embeddings.{n}_embeddings.weight"] for n in ("word", "position"))
        if kind == "mpnet":
            rows = Tokenizer.from_file(str(folder / "tokenizer.json")).get_vocab()
            special = {"[CLS]": "<s>", "[SEP]": "</s>", "[PAD]": "<pad>", "[MASK]": "<mask>"}
            for piece, i in vocabulary.items():
                self.words.weight[i] = words[rows[special.get(piece, piece)]]
            self.positions.weight.copy_(positions[rows["<pad>"] + 1 :])
            self.distances.weight.copy_(w["encoder.relative_attention_bias.weight"])
            parts, after = ("attention.attn.q", "attention.attn.k", "attention.attn.v", "attention.attn.o"), "attention"
        else:
            self.words.weight.copy_(words)
            self.positions.weight.copy_(positions + w["embeddings.token_type_embeddings.weight"][0])
            parts = ("attention.self.query", "attention.self.key", "attention.self.value", "attention.output.dense")
            after = "attention.output"
        self.shapes.weight.zero_()
        self.norm.weight.copy_(w["embeddings.LayerNorm.weight"])
        self.norm.bias.copy_(w["embeddings.LayerNorm.bias"])
        for i, layer in enumerate(self.layers):
            at = f"encoder.layer.{i}."
            for part in ("weight", "bias"):
                getattr(layer.qkv, part).copy_(torch.cat([w[f"{at}{p}.{part}"] for p in parts[:3]]))
                getattr(layer.out, part).copy_(w[f"{at}{parts[3]}.{part}"])
                getattr(layer.norm1, part).copy_(w[f"{at}{after}.LayerNorm.{part}"])
                getattr(layer.up, part).copy_(w[f"{at}intermediate.dense.{part}"])
                getattr(layer.down, part).copy_(w[f"{at}output.dense.{part}"])
                getattr(layer.norm2, part).copy_(w[f"{at}output.LayerNorm.{part}"])


class Roles(nn.Module):
    """Roles of one predicate: two narrow layers over the words, told where the predicate stands."""

    def __init__(self, hidden: int, labels: int, dropout: float):
        super().__init__()
        self.word = Linear(hidden, ROLE)
        self.predicate = Linear(hidden, ROLE)
        self.distance = nn.Embedding(2 * ROLE_REACH + 1, ROLE)
        self.norm = nn.LayerNorm(ROLE)
        self.layers = nn.ModuleList(Layer(ROLE, ROLE_HEADS, ROLE_INNER, 1e-5, dropout) for _ in range(ROLE_LAYERS))
        self.out = Linear(ROLE, labels)

    def embed(self, words: Tensor, states_at: Tensor, predicate: Tensor) -> Tensor:
        """Projected words, the predicate's state and each word's distance from it, summed."""
        distance = torch.arange(words.shape[1])[None, :] - predicate[:, None]
        distance = distance.clamp(-ROLE_REACH, ROLE_REACH) + ROLE_REACH
        return self.norm(words + self.predicate(states_at)[:, None, :] + self.distance(distance))

    def forward(self, words: Tensor, states_at: Tensor, predicate: Tensor, mask: Tensor) -> Tensor:
        """`words` are states after `self.word`, one row a predicate."""
        x = self.embed(words, states_at, predicate)
        if torch.is_autocast_enabled("cpu"):
            x = x.bfloat16()
        bias = mask_bias(mask)
        for layer in self.layers:
            x = layer(x, bias)
        return self.out(x)


class Relations(nn.Module):
    """The relation of a word to a head that is already chosen (biaffine)."""

    def __init__(self, size: Size, labels: int, dropout: float):
        super().__init__()
        self.dependent = Linear(size.hidden, size.relation)
        self.head = Linear(size.hidden, size.relation)
        self.pair = Linear(size.relation, labels * size.relation, bias=False)
        self.single = Linear(2 * size.relation, labels)
        self.dropout = dropout

    def forward(self, dependents: Tensor, heads: Tensor) -> Tensor:
        d = F.dropout(F.gelu(self.dependent(dependents)), self.dropout, self.training)
        h = F.dropout(F.gelu(self.head(heads)), self.dropout, self.training)
        pairs = self.pair(d).view(d.shape[0], -1, d.shape[1])
        return torch.bmm(pairs, h[:, :, None]).squeeze(2) + self.single(torch.cat([d, h], 1))


class Annotators(nn.Module):
    """How the scores of names differ where a corpus other than the first of `ANNOTATORS` has other rules for what is a
    person, an organisation and a place. The first one's rules are those that the model is asked for, so this is no part
    of an export. All share what is learned of `OTHER`, which the first hardly annotates."""

    def __init__(self, hidden: int):
        super().__init__()
        self.weight = nn.Parameter(torch.zeros(len(ANNOTATORS) - 1, len(NAMES), hidden))
        self.bias = nn.Parameter(torch.zeros(len(ANNOTATORS) - 1, len(NAMES)))

    def forward(self, words: Tensor, annotators: Tensor) -> Tensor:
        """What to add to the scores of these words, whose names are those of these annotators."""
        difference = torch.zeros(len(words), len(NAMES))
        own = torch.tensor([not name.endswith("OTHER") for name in NAMES])
        for i in range(len(ANNOTATORS) - 1):
            mine = (annotators == i + 1).float()[:, None] * own
            difference = difference + F.linear(words, self.weight[i], self.bias[i]).float() * mine
        return difference


class Model(nn.Module):
    """The encoder and all heads."""

    def __init__(self, size: Size, vocabulary: int, labels: dict, dropout: float = 0.1, tree_dropout: float = 0.1):
        super().__init__()
        self.size = size
        self.encoder = Encoder(size, vocabulary, len(labels["shapes"]), dropout)
        self.upos = Linear(size.hidden, len(labels["upos"]))
        self.feats = Linear(size.hidden, len(labels["feats"]))
        # A lemma depends on the spelling too, which the embedding of the first piece knows best.
        self.lemma_inner = Linear(2 * size.hidden, LEMMA)
        self.lemmas = Linear(LEMMA, len(labels["lemma_scripts"]))
        self.names = Linear(size.hidden, len(labels["names"]))
        self.annotators = Annotators(size.hidden)
        self.predicates = Linear(size.hidden, 2)
        self.arc_dependent = Linear(size.hidden, size.arc)
        self.arc_head = Linear(size.hidden, size.arc)
        self.arc_pair = Linear(size.arc, size.arc)
        self.arc_single = Linear(size.arc, 1, bias=False)
        self.relations = Relations(size, len(labels["relations"]), tree_dropout)
        self.roles = Roles(size.hidden, len(labels["roles"]), dropout)
        self.dropout, self.tree_dropout = dropout, tree_dropout
        for module in (self.upos, self.feats, self.lemmas, self.names, self.predicates):
            nn.init.normal_(module.weight, std=0.02)
            nn.init.zeros_(module.bias)
        nn.init.normal_(self.relations.pair.weight, std=0.02)
        nn.init.normal_(self.arc_pair.weight, std=0.02)
        nn.init.normal_(self.roles.distance.weight, std=0.1)

    def states(self, batch: dict[str, Tensor]) -> tuple[Tensor, Tensor, Tensor]:
        """Word states and embeddings (each word's first piece), and the root's (the [CLS] of each sentence)."""
        embedded, x = (t.flatten(0, 1) for t in self.encoder(batch["pieces"], batch["shapes"], batch["mask"]))
        return rows(x, batch["first"]), rows(embedded, batch["first"]), rows(x, batch["root"])

    def arcs(self, words: Tensor, root: Tensor) -> Tensor:
        """Scores of each head (column 0 the root) for each word."""
        return self.arc_scores(self.arc_dependent(words), self.arc_head(torch.cat([root[:, None], words], 1)))

    def arc_scores(self, dependents: Tensor, heads: Tensor) -> Tensor:
        """The same from projected dependents and heads."""
        d, h = (feature_dropout(F.gelu(x), self.tree_dropout, self.training) for x in (dependents, heads))
        scores = torch.bmm(self.arc_pair(d), h.transpose(1, 2))
        return scores + self.arc_single(h).transpose(1, 2)

    def losses(self, batch: dict[str, Tensor]) -> dict[str, Tensor]:
        """The loss of every head that the batch has labels for."""
        words, embedded, root = self.states(batch)
        width = words.shape[1]
        words = feature_dropout(words, self.dropout, self.training).flatten(0, 1)
        # Only real words reach the linear heads; `order` says which of them stands at a place.
        places = batch["word_mask"].flatten().nonzero().squeeze(1)
        order = torch.zeros(len(words), dtype=torch.long).index_put_((places,), torch.arange(len(places)))
        real = steady(places, 64, width - 1)
        flat, losses = words.index_select(0, real), {}

        def add(key: str, logits: Tensor, at: Tensor, difference: Tensor | None = None) -> None:
            loss, count = blended(logits.float(), *targets(batch, key, at), difference)
            if count:
                losses[key] = loss / count

        for key in ("upos", "feats", "predicates"):
            add(key, getattr(self, key)(flat), real)
        add("names", self.names(flat), real, self.annotators(flat, batch["annotator"][real // width]))
        spelling = embedded.flatten(0, 1).index_select(0, real)
        add("lemmas", self.lemmas(F.gelu(self.lemma_inner(torch.cat([flat, spelling], 1)))), real)
        tree = batch["tree"].flatten()
        if bool((tree >= 0).any()):
            losses["arcs"] = self.arc_loss(batch, flat, order, root)
            dependents = steady((tree >= 0).nonzero().squeeze(1), 64, width - 1)
            sentences, heads = dependents // width, tree[dependents].clamp(min=0)
            governors = torch.where(heads > 0, sentences * width + heads - 1, len(words) + sentences)
            logits = self.relations(rows(words, dependents), rows(torch.cat([words, root]), governors))
            add("relations", logits, dependents)
        if len(batch["role_sentence"]):
            losses["roles"] = self.role_loss(batch, words, flat, order)
        return losses

    def arc_loss(self, batch: dict[str, Tensor], flat: Tensor, order: Tensor, root: Tensor) -> Tensor:
        """Sentences of like length go together, so that there is little padding."""
        dependents = self.arc_dependent(flat)
        heads = self.arc_head(torch.cat([flat, root]))
        lengths, total, count = batch["word_mask"].sum(1), 0.0, 0
        with_tree = (batch["tree"][:, 0] >= 0).nonzero().squeeze(1)
        for some in with_tree[lengths[with_tree].argsort()].chunk(4):
            mine = steady(some, 8, int(some[0]))
            at = places_of(batch, mine, rounded(int(lengths[some].max()), 8))
            words = order[at]
            scores = self.arc_scores(
                rows(dependents, words), rows(heads, torch.cat([len(flat) + mine[:, None], words], 1))
            )
            hidden = F.pad(~batch["word_mask"].flatten()[at], (1, 0))
            scores = scores.float().masked_fill(hidden[:, None, :], -1e4)[: len(some)]
            loss, answered = blended(scores.flatten(0, 1), *targets(batch, "heads", at[: len(some)].flatten()))
            total, count = total + loss, count + answered
        return total / max(count, 1)

    def role_loss(self, batch: dict[str, Tensor], words: Tensor, flat: Tensor, order: Tensor) -> Tensor:
        """Predicates of sentences of like length go together, so that there is little padding."""
        owners, predicates, total = batch["role_sentence"], batch["role_predicate"], 0.0
        projected, lengths = self.roles.word(flat), batch["word_mask"].sum(1)
        for some in lengths[owners].argsort().chunk(6):
            more = steady(some, 8, int(some[0]))
            mine, verbs = owners[more], predicates[more]
            at = places_of(batch, mine, rounded(int(lengths[mine].max()), 8))
            states = rows(words, at.gather(1, verbs[:, None]).squeeze(1))
            logits = self.roles(rows(projected, order[at]), states, verbs, batch["word_mask"].flatten()[at])
            target = batch["role_target"][some, : at.shape[1]].flatten()
            logits = logits[: len(some)].float().flatten(0, 1)
            total += F.cross_entropy(logits, target, ignore_index=IGNORED, reduction="sum")
        return total / (batch["role_target"] != IGNORED).sum()


def steady(places: Tensor, step: int, filler: int) -> Tensor:
    """Places filled up to a multiple of a step (see `data.rounded`)."""
    return F.pad(places, (0, rounded(len(places), step) - len(places)), value=filler)


def places_of(batch: dict[str, Tensor], sentences: Tensor, words: int) -> Tensor:
    """Where the first so many words of these sentences stand, a row each."""
    return sentences[:, None] * batch["word_mask"].shape[1] + torch.arange(words)


def targets(batch: dict[str, Tensor], key: str, at: Tensor) -> tuple[Tensor, Tensor, Tensor]:
    """Gold labels and a teacher's answers for the words at these places."""
    return tuple(batch[name].flatten(0, 1)[at] for name in (key, f"{key}_ids", f"{key}_shares"))


def blended(
    logits: Tensor, target: Tensor, ids: Tensor, shares: Tensor, difference: Tensor | None = None
) -> tuple[Tensor, int]:
    """The sum of cross entropies, and of how many words: against gold labels, against the shares that a teacher gives
    to labels, or the mean of both where there are both (G. Hinton, O. Vinyals and J. Dean, *Distilling the Knowledge in
    a Neural Network*, 2015). Of names there is the `difference` that their annotators make, which is added to
    the scores for gold labels; and a gold label may be `O_OR_OTHER`: then any of these is right."""
    known, answered = target >= 0, shares.sum(1) > 0
    either = (known | answered).nonzero().squeeze(1)
    if not len(either):
        return logits.sum() * 0.0, 0
    known, answered, target = known[either], answered[either], target[either]
    answers = scores = logits[either].log_softmax(1)
    loose = torch.zeros_like(known)
    if difference is not None:
        scores = (logits + difference)[either].log_softmax(1)
        loose = target == O_OR_OTHER
    gold = -scores.gather(1, target.clamp(min=0).masked_fill(loose, 0)[:, None]).squeeze(1)
    if loose.any():
        allowed = [i for i, name in enumerate(NAMES) if name == "O" or name.endswith("OTHER")]
        gold = torch.where(loose, -scores[:, allowed].logsumexp(1), gold)
    taught = -(answers.gather(1, ids[either]) * shares[either]).sum(1)
    sums = torch.where(known, gold, 0.0) + torch.where(answered, taught, 0.0)
    return (sums / (known.int() + answered.int())).sum(), len(either)


def freeze(model: Model, layers: int) -> None:
    """Leaves the embeddings and so many of the lowest layers out of the training: no gradients have to reach them."""
    if layers:
        for module in (model.encoder.positions, model.encoder.shapes, model.encoder.norm, *model.encoder.layers[:layers]):
            module.requires_grad_(False)


def share_parameters(model: Model, flat: Tensor, load: bool) -> list[nn.Parameter]:
    """Makes the trained parameters views of one flat tensor."""
    trained = [p for p in model.parameters() if p.requires_grad]
    position = 0
    for p in trained:
        view = flat[position : position + p.numel()].view_as(p)
        if load:
            view.copy_(p.data)
        p.data = view
        position += p.numel()
    return trained
