"""The model: a BERT-shaped encoder over word pieces with word shapes, and heads for words, trees, names and roles."""

from __future__ import annotations

from pathlib import Path

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from data import IGNORED, NAME_ID, NAMES, O_OR_OTHER, UNKNOWN_NAME

HIDDEN, LAYERS, HEADS, INNER, POSITIONS = 384, 6, 12, 1536, 512
ARC, RELATION, LEMMA = 320, 96, 256
ROLE, ROLE_HEADS, ROLE_INNER, ROLE_LAYERS, ROLE_REACH = 160, 5, 320, 2, 24


class Linear(nn.Linear):
    """A linear map that can learn with the rounding of its export: weights in `bits` bits with one scale an output,
    inputs in 8 bits with one scale a tensor. Gradients pass the rounding as if it were not there (B. Jacob et al.,
    *Quantization and Training of Neural Networks for Efficient Integer-Arithmetic-Only Inference*, 2018)."""

    bits: int | None = None

    def forward(self, x: Tensor) -> Tensor:
        if self.bits is None or not self.training:
            return super().forward(x)
        with torch.no_grad():
            scale = self.weight.abs().amax(1, keepdim=True).clamp(min=1e-12) / (2 ** (self.bits - 1) - 1)
            weight_error = (self.weight / scale).round_().mul_(scale).sub_(self.weight)
            step = ((x.amax().clamp(min=0) - x.amin().clamp(max=0)) / 255).clamp(min=1e-12)
            input_error = (x / step).round_().mul_(step).sub_(x)
        return F.linear(x + input_error, self.weight + weight_error, self.bias)


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


class Encoder(nn.Module):
    """Word pieces and word shapes to embedded pieces and piece states."""

    def __init__(self, vocabulary: int, shapes: int, dropout: float):
        super().__init__()
        self.words = nn.Embedding(vocabulary, HIDDEN)
        self.positions = nn.Embedding(POSITIONS, HIDDEN)
        self.shapes = nn.Embedding(shapes, HIDDEN)
        self.norm = nn.LayerNorm(HIDDEN, eps=1e-12)
        self.layers = nn.ModuleList(Layer(HIDDEN, HEADS, INNER, 1e-12, dropout) for _ in range(LAYERS))
        self.words.weight.requires_grad_(False)
        self.dropout = dropout

    def forward(self, pieces: Tensor, shapes: Tensor, mask: Tensor) -> tuple[Tensor, Tensor]:
        x = self.words(pieces) + self.positions.weight[: pieces.shape[1]] + self.shapes(shapes)
        x = feature_dropout(self.norm(x), self.dropout, self.training)
        if torch.is_autocast_enabled("cpu"):
            x = x.bfloat16()
        embedded, bias = x, mask_bias(mask)
        for layer in self.layers:
            x = layer(x, bias)
        return embedded, x

    def start_from(self, weights: dict[str, Tensor]) -> None:
        """Takes the weights of a BERT checkpoint; the token type 0 goes into the positions."""
        w = {k.removeprefix("bert."): v.float() for k, v in weights.items()}
        with torch.no_grad():
            self.words.weight.copy_(w["embeddings.word_embeddings.weight"])
            self.positions.weight.copy_(
                w["embeddings.position_embeddings.weight"] + w["embeddings.token_type_embeddings.weight"][0]
            )
            self.shapes.weight.zero_()
            self.norm.weight.copy_(w["embeddings.LayerNorm.weight"])
            self.norm.bias.copy_(w["embeddings.LayerNorm.bias"])
            for i, layer in enumerate(self.layers):
                at = f"encoder.layer.{i}."
                for part, name in (("weight", "weight"), ("bias", "bias")):
                    parts = [w[f"{at}attention.self.{n}.{name}"] for n in ("query", "key", "value")]
                    getattr(layer.qkv, part).copy_(torch.cat(parts))
                    getattr(layer.out, part).copy_(w[f"{at}attention.output.dense.{name}"])
                    getattr(layer.norm1, part).copy_(w[f"{at}attention.output.LayerNorm.{name}"])
                    getattr(layer.up, part).copy_(w[f"{at}intermediate.dense.{name}"])
                    getattr(layer.down, part).copy_(w[f"{at}output.dense.{name}"])
                    getattr(layer.norm2, part).copy_(w[f"{at}output.LayerNorm.{name}"])


class Roles(nn.Module):
    """Roles of one predicate: two narrow layers over the words, told where the predicate stands."""

    def __init__(self, labels: int, dropout: float):
        super().__init__()
        self.word = Linear(HIDDEN, ROLE)
        self.predicate = Linear(HIDDEN, ROLE)
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

    def __init__(self, labels: int, dropout: float):
        super().__init__()
        self.dependent = Linear(HIDDEN, RELATION)
        self.head = Linear(HIDDEN, RELATION)
        self.pair = Linear(RELATION, labels * RELATION, bias=False)
        self.single = Linear(2 * RELATION, labels)
        self.dropout = dropout

    def forward(self, dependents: Tensor, heads: Tensor) -> Tensor:
        d = F.dropout(F.gelu(self.dependent(dependents)), self.dropout, self.training)
        h = F.dropout(F.gelu(self.head(heads)), self.dropout, self.training)
        pairs = self.pair(d).view(d.shape[0], -1, RELATION)
        return torch.bmm(pairs, h[:, :, None]).squeeze(2) + self.single(torch.cat([d, h], 1))


class Model(nn.Module):
    """The encoder and all heads."""

    def __init__(self, vocabulary: int, labels: dict, dropout: float = 0.1, tree_dropout: float = 0.1):
        super().__init__()
        self.encoder = Encoder(vocabulary, len(labels["shapes"]), dropout)
        self.upos = Linear(HIDDEN, len(labels["upos"]))
        self.feats = Linear(HIDDEN, len(labels["feats"]))
        # A lemma depends on the spelling too, which the embedding of the first piece knows best.
        self.lemma_inner = Linear(2 * HIDDEN, LEMMA)
        self.lemmas = Linear(LEMMA, len(labels["lemma_scripts"]))
        self.names = Linear(HIDDEN, len(labels["names"]))
        self.predicates = Linear(HIDDEN, 2)
        self.arc_dependent = Linear(HIDDEN, ARC)
        self.arc_head = Linear(HIDDEN, ARC)
        self.arc_pair = Linear(ARC, ARC)
        self.arc_single = Linear(ARC, 1, bias=False)
        self.relations = Relations(len(labels["relations"]), tree_dropout)
        self.roles = Roles(len(labels["roles"]), dropout)
        self.dropout, self.tree_dropout = dropout, tree_dropout
        for module in (self.upos, self.feats, self.lemmas, self.names, self.predicates):
            nn.init.normal_(module.weight, std=0.02)
            nn.init.zeros_(module.bias)
        nn.init.normal_(self.relations.pair.weight, std=0.02)
        nn.init.normal_(self.arc_pair.weight, std=0.02)
        nn.init.normal_(self.roles.distance.weight, std=0.1)

    def states(self, batch: dict[str, Tensor]) -> tuple[Tensor, Tensor, Tensor]:
        """Word states and embeddings (each word's first piece), and the root's (the [CLS] of each sentence)."""
        embedded, x = (t.reshape(-1, HIDDEN) for t in self.encoder(batch["pieces"], batch["shapes"], batch["mask"]))
        return rows(x, batch["first"]), rows(embedded, batch["first"]), rows(x, batch["root"])

    def arcs(self, words: Tensor, root: Tensor) -> Tensor:
        """Scores of each head (column 0 the root) for each word."""
        d = F.gelu(self.arc_dependent(words))
        h = F.gelu(self.arc_head(torch.cat([root[:, None], words], 1)))
        d = feature_dropout(d, self.tree_dropout, self.training)
        h = feature_dropout(h, self.tree_dropout, self.training)
        scores = torch.bmm(self.arc_pair(d), h.transpose(1, 2))
        return scores + self.arc_single(h).transpose(1, 2)

    def losses(self, batch: dict[str, Tensor]) -> dict[str, Tensor]:
        """The loss of every head that the batch has labels for."""
        words, embedded, root = self.states(batch)
        words = feature_dropout(words, self.dropout, self.training)
        losses = {}
        # Only real words reach the linear heads.
        real = batch["word_mask"].reshape(-1).nonzero().squeeze(1)
        flat = words.reshape(-1, HIDDEN).index_select(0, real)
        for key in ("upos", "feats", "lemmas", "predicates"):
            target = batch[key].reshape(-1)[real]
            if (target >= 0).any():
                inputs = flat
                if key == "lemmas":
                    spelling = embedded.reshape(-1, HIDDEN).index_select(0, real)
                    inputs = F.gelu(self.lemma_inner(torch.cat([flat, spelling], 1)))
                logits = getattr(self, key)(inputs).float()
                losses[key] = F.cross_entropy(logits, target, ignore_index=IGNORED)
        target = batch["names"].reshape(-1)[real]
        if (target >= 0).any():
            losses["names"] = names_loss(self.names(flat).float(), target)
        heads = batch["heads"]
        if (heads >= 0).any():
            with_tree = (heads[:, 0] >= 0).nonzero().squeeze(1)
            heads = heads[with_tree]
            mask = batch["word_mask"][with_tree]
            tree_words, tree_root = words[with_tree], root[with_tree]
            scores = self.arcs(tree_words, tree_root).float()
            hidden = F.pad(~mask, (1, 0))[:, None, :]
            scores = scores.masked_fill(hidden, -1e4)
            losses["arcs"] = F.cross_entropy(
                scores.reshape(-1, scores.shape[2]), heads.reshape(-1), ignore_index=IGNORED
            )
            everything = torch.cat([tree_root[:, None], tree_words], 1)
            at = everything.gather(1, heads.clamp(min=0)[:, :, None].expand(-1, -1, HIDDEN))
            target = batch["relations"][with_tree].reshape(-1)
            chosen = (target >= 0).nonzero().squeeze(1)
            logits = self.relations(
                tree_words.reshape(-1, HIDDEN)[chosen], at.reshape(-1, HIDDEN)[chosen]
            ).float()
            losses["relations"] = F.cross_entropy(logits, target[chosen])
        owners = batch["role_sentence"]
        if len(owners):
            losses["roles"] = self.role_loss(batch, words)
        return losses

    def role_loss(self, batch: dict[str, Tensor], words: Tensor) -> Tensor:
        """Predicates of sentences of like length go together, so that there is little padding."""
        owners, predicates, total = batch["role_sentence"], batch["role_predicate"], 0.0
        projected, lengths = self.roles.word(words), batch["word_mask"].sum(1)
        for some in lengths[owners].argsort().chunk(6):
            mine, at, width = owners[some], predicates[some], int(lengths[owners[some]].max())
            mask = batch["word_mask"][mine, :width]
            logits = self.roles(projected[mine, :width], words[mine, at], at, mask).float()
            target = batch["role_target"][some, :width].reshape(-1)
            total += F.cross_entropy(
                logits.reshape(-1, logits.shape[2]), target, ignore_index=IGNORED, reduction="sum"
            )
        return total / (batch["role_target"] != IGNORED).sum()


def names_loss(logits: Tensor, target: Tensor) -> Tensor:
    """Cross entropy in which a target may stand for several labels."""
    known = (target >= 0) & (target != UNKNOWN_NAME)
    logits, target = logits[known], target[known]
    if not len(target):
        return logits.sum() * 0.0
    loose = target == O_OR_OTHER
    allowed = F.one_hot(target.masked_fill(loose, 0), len(NAMES)).bool()
    other = [i for name, i in NAME_ID.items() if name.endswith("OTHER")]
    allowed[loose.nonzero(), torch.tensor(other)] = True
    inside = logits.masked_fill(~allowed, -1e9).logsumexp(1)
    return (logits.logsumexp(1) - inside).mean()


def start_weights(folder: Path) -> dict[str, Tensor]:
    """The tensors of a safetensors checkpoint."""
    from safetensors.torch import load_file

    return load_file(folder / "model.safetensors")
