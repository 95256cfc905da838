"""Corpora to labelled sentences: readers, label lists, lemma scripts, word pieces and batches.

Every reader gives `Sentence` objects in UD tokenisation. A field that a corpus
does not annotate is ``None`` and gives no loss.
"""

from __future__ import annotations

import json
import random
import unicodedata
from collections import Counter
from dataclasses import dataclass, field, replace
from pathlib import Path

import torch
from tokenizers import Tokenizer

UPOS = ("ADJ ADP ADV AUX CCONJ DET INTJ NOUN NUM PART PRON PROPN PUNCT SCONJ SYM VERB X").split()
KINDS = ["PER", "ORG", "LOC", "OTHER"]
NAMES = ["O"] + [f"{prefix}-{kind}" for kind in KINDS for prefix in "BIES"]
NAME_ID = {name: index for index, name in enumerate(NAMES)}
# Two more targets for names, which the model cannot answer: O or any OTHER; and anything at all.
O_OR_OTHER, UNKNOWN_NAME = len(NAMES), len(NAMES) + 1
# Who annotated names, each with rules of their own; the first ones' are those that the model is to follow.
ANNOTATORS = ["ewt", "gum", "wikigold"]
IGNORED = -100
MAX_PIECES_PER_WORD = 12
MAX_PIECES = 254
PASSAGE = 128
ANSWERS = 6  # how many labels of a teacher are kept for a word
SHAPES = ["special", "lower", "initial", "upper", "single-upper", "mixed", "digit", "other"]


@dataclass
class Sentence:
    """A sentence of one corpus with whatever that corpus annotates."""

    corpus: str
    identifier: str
    words: list[str]
    upos: list[str] | None = None
    feats: list[str] | None = None
    lemmas: list[str] | None = None
    heads: list[int] | None = None  # 0 is the root, i + 1 the word i
    relations: list[str] | None = None
    names: list[int] | None = None  # ids of NAMES, O_OR_OTHER or UNKNOWN_NAME
    roles: list[tuple[int, list[tuple[str, int, int]]]] | None = None  # (predicate, [(label, first, last)])
    entities: list[str] | None = None  # GUM's `Entity=` values, raw
    document: str = ""
    answers: Answers | None = None

    @property
    def tree(self) -> list[int]:
        """The heads of the words: annotated, or else as a teacher has them; none without either."""
        return self.heads or (self.answers.tree if self.answers else [])


@dataclass
class Answers:
    """What a teacher says of a sentence: the `ANSWERS` likeliest labels of each word and their shares, for some of the
    heads; of relations to the heads of `tree`."""

    tree: list[int]
    labels: dict[str, tuple[torch.Tensor, torch.Tensor]]


# --- Casing and lemmas ------------------------------------------------------------------------


def shape(word: str) -> int:
    """The casing class of a word, an index into `SHAPES`."""
    if any(unicodedata.category(c)[0] == "N" for c in word):
        return 6
    letters = [c for c in word if c.isalpha()]
    if not letters:
        return 7
    upper = [c.isupper() for c in letters]
    if not any(upper):
        return 1
    if all(upper):
        return 4 if len(letters) == 1 else 3
    if upper[0] and not any(upper[1:]):
        return 2
    return 5


def apply_case(case: str, word: str) -> str:
    """The base that a lemma script edits: l lower-case, k kept as written, c capitalised."""
    if case == "l":
        return word.lower()
    if case == "c":
        return word[:1].upper() + word[1:].lower()
    return word


def lemma_script(word: str, lemma: str) -> str:
    """The script `case|n|suffix`: case the word, drop its last n characters, append the suffix."""
    best = None
    for case in "lkc":
        base = apply_case(case, word)
        common = 0
        for a, b in zip(base, lemma):
            if a != b:
                break
            common += 1
        if best is None or common > best[0]:
            best = (common, case, len(base) - common, lemma[common:])
    return f"{best[1]}|{best[2]}|{best[3]}"


def apply_script(script: str, word: str) -> str:
    """The lemma that a script makes of a word; the lower-cased word where it does not fit."""
    case, drop, suffix = script.split("|", 2)
    base = apply_case(case, word)
    if int(drop) > len(base):
        return word.lower()
    return base[: len(base) - int(drop)] + suffix


# --- Readers ----------------------------------------------------------------------------------


def read_conllu(path: Path, corpus: str) -> list[Sentence]:
    """The sentences of a CoNLL-U file; multiword and empty tokens are left out."""
    sentences, rows, identifier = [], [], ""
    for line in path.open(encoding="utf-8"):
        line = line.rstrip("\n")
        if line.startswith("# sent_id"):
            identifier = line.split("=", 1)[1].strip()
        elif line and not line.startswith("#"):
            fields = line.split("\t")
            if fields[0].isdigit():
                rows.append(fields)
        elif not line and rows:
            entities = [
                next((m[7:] for m in r[9].split("|") if m.startswith("Entity=")), "") for r in rows
            ]
            sentences.append(
                Sentence(
                    corpus,
                    identifier,
                    [r[1] for r in rows],
                    [r[3] for r in rows],
                    [r[5] for r in rows],
                    [r[2] for r in rows],
                    [int(r[6]) for r in rows],
                    [r[7] for r in rows],
                    entities=entities,
                    document=identifier.rpartition("-")[0],
                )
            )
            rows = []
    return sentences


def bioes(length: int, spans: list[tuple[int, int, str]]) -> list[int]:
    """Name ids of a sentence with these inclusive spans."""
    ids = [0] * length
    for first, last, kind in spans:
        if first == last:
            ids[first] = NAME_ID[f"S-{kind}"]
            continue
        for i in range(first, last + 1):
            prefix = "B" if i == first else "E" if i == last else "I"
            ids[i] = NAME_ID[f"{prefix}-{kind}"]
    return ids


def iob_spans(tags: list[str], kinds: dict[str, str]) -> list[tuple[int, int, str]]:
    """Inclusive spans of IOB1 or IOB2 tags, for the kinds that the table names."""
    spans, start, kind = [], None, None
    for i, tag in enumerate(tags + ["O"]):
        prefix, _, here = tag.partition("-")
        if start is not None and (prefix in "BO" or here != kind):
            if kind in kinds:
                spans.append((start, i - 1, kinds[kind]))
            start = None
        if prefix in ("B", "I") and start is None:
            start, kind = i, here
    return spans


def add_uner(sentences: list[Sentence], path: Path) -> None:
    """Puts UNER's names on EWT's sentences; O means "no person, place or organisation"."""
    tags: dict[str, list[tuple[str, str]]] = {}
    identifier = ""
    for line in path.open(encoding="utf-8"):
        if line.startswith("# sent_id"):
            identifier = line.split("=", 1)[1].strip()
            tags[identifier] = []
        elif line.strip() and not line.startswith("#"):
            fields = line.rstrip("\n").split("\t")
            tags[identifier].append((fields[1], fields[2]))
    kinds = {"PER": "PER", "ORG": "ORG", "LOC": "LOC", "OTH": "OTHER"}
    for sentence in sentences:
        rows = tags.get(sentence.identifier)
        if rows is None or [w for w, _ in rows] != sentence.words:
            continue
        plain = ["O" if t == "B-O" or t == "I-O" else t for _, t in rows]
        ids = bioes(len(rows), iob_spans(plain, kinds))
        for i, word in enumerate(sentence.words):
            capital = i > 0 and word[:1].isupper() and sentence.upos[i] in ("ADJ", "NOUN", "X")
            if ids[i] == 0 and (capital or sentence.upos[i] == "PROPN") and word not in DATES:
                ids[i] = O_OR_OTHER
        sentence.names = ids


def add_propbank(sentences: list[Sentence], path: Path) -> None:
    """Puts PropBank's roles on EWT's sentences, whose tokens are the same."""
    by_id = {s.identifier: s for s in sentences}
    for line in path.open(encoding="utf-8"):
        row = json.loads(line)
        sentence = by_id.get(row["sent_id"])
        if sentence is None or sentence.words != row["tokens"]:
            continue
        frames = {}
        for prop in row["props"]:
            arguments = [(a.replace("-DSP", ""), b, c) for a, b, c in prop["args"]]
            frames[prop["v"]] = arguments
        sentence.roles = sorted(frames.items())


def split_hyphens(word: str) -> list[str]:
    """`techno-based` as UD splits it; words without a letter on both sides stay whole."""
    parts = word.split("-")
    if len(parts) == 1 or not all(p and p[0].isalnum() for p in parts):
        return [word]
    if not any(c.isalpha() for c in word):
        return [word]
    result = [parts[0]]
    for part in parts[1:]:
        result += ["-", part]
    return result


def read_wikigold(path: Path) -> list[Sentence]:
    """Wikigold in UD's tokenisation."""
    kinds = {"PER": "PER", "ORG": "ORG", "LOC": "LOC", "MISC": "OTHER"}
    sentences, words, tags, document = [], [], [], 0
    for line in [*path.open(encoding="utf-8"), "\n"]:
        fields = line.split()
        if len(fields) == 2:
            for i, part in enumerate(split_hyphens(fields[0])):
                words.append(part)
                tags.append(fields[1] if i == 0 else fields[1].replace("B-", "I-"))
        elif words:
            if words == ["-DOCSTART-"]:
                document += 1
            else:
                ids = bioes(len(words), iob_spans(tags, kinds))
                identifier = f"wikigold-{document}-{len(sentences)}"
                sentences.append(Sentence("wikigold", identifier, words, names=ids, document=f"wikigold-{document}"))
            words, tags = [], []
    return sentences


DATES = set(
    "January February March April May June July August September October November December "
    "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()
)
GUM_KINDS = {"person": "PER", "organization": "ORG", "place": "LOC"}
GUM_OTHER = {"object", "abstract", "event"}


def gum_mentions(entities: list[str], open_mentions: list) -> list[tuple[int, int, str, str]]:
    """(first, last, type, Wikipedia title) of a sentence's mentions from its `Entity=` values."""
    mentions = []
    for i, value in enumerate(entities):
        position = 0
        while position < len(value):
            if value[position] == "(":
                end = position + 1
                while end < len(value) and value[end] not in "()":
                    end += 1
                parts = value[position + 1 : end].split("-", 6)
                title = parts[6].partition("-")[2] if len(parts) > 6 else ""
                kind = parts[1] if len(parts) > 1 else ""
                if end < len(value) and value[end] == ")":
                    mentions.append((i, i, kind, title))
                    end += 1
                else:
                    open_mentions.append((parts[0], i, kind, title))
                position = end
            else:
                end = value.find(")", position)
                end = len(value) if end < 0 else end
                group = value[position:end]
                for k in range(len(open_mentions) - 1, -1, -1):
                    if open_mentions[k][0] == group:
                        _, first, kind, title = open_mentions.pop(k)
                        mentions.append((first, i, kind, title))
                        break
                position = end + 1
    return mentions


def titles(sentences: list[Sentence]) -> set[str]:
    """Proper nouns that UNER hardly ever counts as a part of a person's name: President, Secretary, Monday."""
    seen, inside = Counter(), Counter()
    for s in sentences:
        for word, upos, name in zip(s.words, s.upos, s.names or []):
            if upos == "PROPN":
                seen[word] += 1
                inside[word] += 0 < name < len(NAMES) and NAMES[name].endswith("PER")
    return {word for word, count in seen.items() if count >= 3 and inside[word] <= 0.1 * count}


def add_gum_names(sentences: list[Sentence], demonyms: set[str], no_person: set[str]) -> None:
    """Names out of GUM's mentions: those headed by a proper noun; what is doubtful is masked. A person's name begins
    after the words of `no_person`, and where there is nothing else, as in "the President", there is no name."""
    import re
    from urllib.parse import unquote

    for s in sentences:
        count = len(s.words)
        open_mentions: list = []
        mentions = gum_mentions(s.entities, open_mentions)
        open_mentions.clear()
        confident: list[tuple[int, int, str]] = []
        timely: set[int] = set()
        outside: set[int] = set()
        for first, last, kind, title in mentions:
            head = next(
                (i for i in range(first, last + 1) if not first <= s.heads[i] - 1 <= last), first
            )
            if s.upos[head] != "PROPN":
                continue
            if kind == "time":
                timely.update(range(first, last + 1))
                continue
            name_kind = GUM_KINDS.get(kind, "OTHER" if kind in GUM_OTHER else None)
            if name_kind is None:
                continue
            if name_kind == "PER" and first == last and "Number=Plur" in s.feats[head]:
                name_kind = "OTHER"  # a people: "the Romans"
            span = None
            if title:
                wanted = re.findall(r"\w+", re.sub(r"\(.*", "", unquote(title)).replace("_", " ").lower())
                here = [w.lower() for w in s.words[first : last + 1]]
                for a in range(len(here)):
                    b, k = a, 0
                    while b < len(here) and k < len(wanted):
                        if here[b] == wanted[k]:
                            k += 1
                        elif re.fullmatch(r"\w+", here[b]):
                            break
                        b += 1
                    if k == len(wanted) and a < b and re.fullmatch(r"\w+", here[a]):
                        span = (first + a, first + b - 1)
                        break
            if span is None:
                a = b = head
                joined = {"compound", "flat", "amod", "nummod", "det"}

                def part(i: int) -> bool:
                    capital = s.words[i][:1].isupper() or s.words[i] == "-"
                    relation = s.relations[i].split(":")[0]
                    return capital and (
                        s.upos[i] == "PROPN" or s.words[i] == "-" or relation in joined - {"det"}
                    )

                while a > first and part(a - 1):
                    a -= 1
                while b < last and part(b + 1) and s.relations[b + 1] not in ("appos", "list", "conj"):
                    b += 1
                while a < b and s.words[a] == "-":
                    a += 1
                while b > a and s.words[b] == "-":
                    b -= 1
                span = (a, b)
                follows = s.words[b + 1].lower() if b + 1 <= last else ""
                if follows in ("of", "for", "and", "&", "in") and b + 2 < count and any(
                    s.upos[i] == "PROPN" for i in range(b + 2, min(b + 4, last + 1))
                ):
                    span = None
            if span and name_kind == "PER":
                a, b = span
                while a <= b and s.words[a] in no_person:
                    a += 1
                outside.update(range(span[0], a))
                span = (a, b) if a <= b else None
            if span and any(s.words[i][:1].isupper() for i in range(span[0], span[1] + 1)):
                confident.append((*span, name_kind))
        confident.sort(key=lambda x: (x[0] - x[1], x[0]))
        taken: set[int] = set()
        kept = []
        for a, b, kind in confident:
            if not taken.intersection(range(a, b + 1)):
                kept.append((a, b, kind))
                taken.update(range(a, b + 1))
        for i, word in enumerate(s.words):
            if i not in taken and s.upos[i] == "ADJ" and word in demonyms:
                kept.append((i, i, "OTHER"))
                taken.add(i)
        ids = bioes(count, kept)
        for i, word in enumerate(s.words):
            if i in taken or i in timely or i in outside or word in DATES:
                continue
            if s.upos[i] == "PROPN" or (i > 0 and word[:1].isupper() and s.upos[i] in ("ADJ", "NOUN")):
                ids[i] = UNKNOWN_NAME
        s.names = ids


def read_raw(path: Path) -> list[Sentence]:
    """Sentences of plain text that `attache parse` has cut into words."""
    return [Sentence("raw", s.identifier, s.words, document=s.document) for s in read_conllu(path, "raw")]


def load(folder: Path, split: str) -> dict[str, list[Sentence]]:
    """All corpora of a split ("train" or "dev"), by corpus."""
    ewt = read_conllu(folder / f"ud_ewt/en_ewt-ud-{split}.conllu", "ewt")
    add_uner(ewt, folder / f"uner_ewt/en_ewt-ud-{split}.iob2")
    add_propbank(ewt, folder / f"propbank_ewt/ewt_srl_{split}.jsonl")
    gum = read_conllu(folder / f"ud_gum/en_gum_open-{split}.conllu", "gum")
    wikigold = read_wikigold(folder / "wikigold/CONLL-format/data/wikigold.conll.txt")
    # Every twentieth sentence of Wikigold is kept for measuring.
    wikigold = [s for i, s in enumerate(wikigold) if (i % 20 == 19) == (split == "dev")]
    demonyms = set()
    for s in ewt + wikigold:
        for word, name in zip(s.words, s.names or []):
            if name == NAME_ID["S-OTHER"] and word.istitle() and word.endswith(("an", "ese", "ish", "i", "ch", "sh")):
                demonyms.add(word)
    add_gum_names(gum, demonyms, titles(ewt))
    return {"ewt": ewt, "gum": gum, "wikigold": wikigold}


# --- Labels -----------------------------------------------------------------------------------


def make_labels(corpora: dict[str, list[Sentence]]) -> dict:
    """The label lists of all heads, from the training sentences."""
    feats, scripts, relations, roles = Counter(), Counter(), Counter(), Counter()
    for sentences in corpora.values():
        for s in sentences:
            if s.upos:
                feats.update(s.feats)
                relations.update(s.relations)
                scripts.update(lemma_script(w, l) for w, l in zip(s.words, s.lemmas))
            for _, arguments in s.roles or []:
                roles.update(label for label, _, _ in arguments)
    # Casing noise makes scripts that plain text rarely has.
    for script in list(scripts):
        if scripts[script] >= 30 and script[0] == "k":
            scripts["c" + script[1:]] += 30
    role_labels = sorted(r for r, n in roles.items() if n >= 10)
    return {
        "upos": UPOS,
        "feats": [f for f, n in feats.most_common() if n >= 3],
        "lemma_scripts": [f for f, n in scripts.most_common() if n >= 4],
        "relations": sorted(r for r, n in relations.items() if n >= 2),
        "names": NAMES,
        "predicates": ["no", "yes"],
        "roles": ["O"] + [f"{p}-{r}" for r in role_labels for p in "BI"],
        "shapes": SHAPES,
    }


def lemma_table(corpora: dict[str, list[Sentence]]) -> list[str]:
    """Lines `form, UPOS, lemma` of the words whose lemma the treebanks agree on (nine times in ten)."""
    seen: dict[tuple[str, str], Counter] = {}
    for sentences in corpora.values():
        for s in sentences:
            for word, upos, lemma in zip(s.words, s.upos or [], s.lemmas or []):
                if upos not in ("PROPN", "X", "SYM", "NUM", "PUNCT"):
                    seen.setdefault((word.lower(), upos), Counter())[lemma] += 1
    lines = []
    for (form, upos), lemmas in sorted(seen.items()):
        lemma, count = lemmas.most_common(1)[0]
        if count >= 0.9 * sum(lemmas.values()):
            lines.append(f"{form}\t{upos}\t{lemma}")
    return lines


# --- Pieces and batches -----------------------------------------------------------------------


class Pieces:
    """BERT's uncased word pieces of single words, remembered."""

    def __init__(self, tokenizer_file: Path):
        self.tokenizer = Tokenizer.from_file(str(tokenizer_file))
        self.tokenizer.no_truncation()
        self.tokenizer.no_padding()
        token = self.tokenizer.token_to_id
        self.unknown, self.cls, self.sep, self.mask = map(token, ("[UNK]", "[CLS]", "[SEP]", "[MASK]"))
        self.known: dict[str, list[int]] = {}

    def __call__(self, word: str) -> list[int]:
        pieces = self.known.get(word)
        if pieces is None:
            pieces = self.tokenizer.encode(word, add_special_tokens=False).ids[:MAX_PIECES_PER_WORD]
            pieces = self.known[word] = pieces or [self.unknown]
        return pieces


def mentions(s: Sentence) -> list[tuple[int, int, str]]:
    """Inclusive spans and kinds of a sentence's certain names."""
    result, start = [], 0
    for i, k in enumerate(s.names or []):
        if 0 < k < len(NAMES):
            prefix, kind = NAMES[k].split("-")
            if prefix in "BS":
                start = i
            if prefix in "ES":
                result.append((start, i, kind))
    return result


def mention_key(s: Sentence, first: int, last: int, kind: str) -> tuple | None:
    """What two names must share to be exchanged: kind, length and the tree within, where one is known."""
    if s.upos is None:
        return (kind, last - first + 1, None)
    if any(u != "PROPN" for u in s.upos[first : last + 1]):
        return None
    inner = []
    for i in range(first, last + 1):
        inside = first <= s.heads[i] - 1 <= last
        inner.append((s.heads[i] - 1 - first, s.relations[i], s.feats[i]) if inside else (None, "", s.feats[i]))
    return (kind, last - first + 1, tuple(inner))


def mention_table(sentences: list[Sentence]) -> dict[tuple, list[tuple[list[str], list[str] | None]]]:
    """The names of the corpora by `mention_key`, each once: words and lemmas."""
    table: dict[tuple, dict] = {}
    for s in sentences:
        for first, last, kind in mentions(s):
            words = s.words[first : last + 1]
            lemmas = s.lemmas[first : last + 1] if s.lemmas else None
            for key in {mention_key(s, first, last, kind), (kind, last - first + 1, None)} - {None}:
                table.setdefault(key, {}).setdefault(tuple(words), (words, lemmas))
    return {key: list(found.values()) for key, found in table.items()}


def gazetteer_names(folder: Path) -> dict[tuple[str, int], list[list[str]]]:
    """Names of people, cities and international bodies by kind and number of words, for exchange: more than the
    corpora know.

    Only from tables whose licence the weights can keep (CC0, CC BY, CC BY-SA). A person of two words is drawn as a
    forename and a surname, so only the parts are listed.
    """

    def rows(name: str) -> list[list[str]]:
        lines = (folder / name).read_text(encoding="utf-8").splitlines()
        return [line.split("\t") for line in lines if line and not line.startswith("#")]

    def single(words: list[str]) -> list[list[str]]:
        return [[w] for w in dict.fromkeys(words) if w.isalpha() and w[0].isupper()]

    forenames, surnames = (single([r[0] for r in rows(f"{n}.tsv")]) for n in ("forenames", "surnames"))
    cities = [r[1].split(" ") for r in rows("cities.tsv") if r[1].replace(" ", "").isalpha()]
    names: dict[tuple[str, int], list[list[str]]] = {("PER", 1): surnames, ("FORENAME", 1): forenames}
    for words in map(list, dict.fromkeys(map(tuple, cities))):
        if all(w[:1].isupper() for w in words) and len(words) <= 2:
            names.setdefault(("LOC", len(words)), []).append(words)
    bodies = [name.split(" ") for r in rows("bodies.tsv") for name in r[:2]]
    for words in map(list, dict.fromkeys(map(tuple, bodies))):
        if all(w.isalpha() and w[0].isupper() for w in words) and len(words) <= 5:
            names.setdefault(("ORG", len(words)), []).append(words)
    return names


@dataclass
class Noise:
    """What training sentences are varied with: a generator, the names of the corpora and of the gazetteer, and the
    share of the words that are hidden."""

    rng: random.Random
    table: dict
    gazetteer: dict[tuple[str, int], list[list[str]]]
    masked: float
    casing: str = ""
    exchanges: dict = field(default_factory=dict)

    def begin_passage(self) -> None:
        """A passage is written in one way, and a name in it is exchanged for the same one wherever it stands."""
        draw = self.rng.random()
        self.casing = "lower" if draw < 0.05 else "upper" if draw < 0.08 else ""
        self.exchanges = {}

    def exchange(self, words: list[str], key: tuple | None, share: float) -> tuple[list[str], list[str] | None] | None:
        """What a name of the passage is exchanged for, if it is one of this share."""
        name = (tuple(words), key)
        if name not in self.exchanges:
            chosen = any(n[0] == name[0] and other for n, other in self.exchanges.items()) or self.rng.random() < share
            self.exchanges[name] = self.name(key) if chosen else None
        return self.exchanges[name]

    def name(self, key: tuple | None) -> tuple[list[str], list[str] | None] | None:
        """Another name, and its lemmas, that can stand where a name with this `mention_key` stands."""
        if key is None:
            return None
        kind, length = key[:2]
        if self.gazetteer and self.rng.random() < 0.5:
            if (kind, length) == ("PER", 2):
                parts = [self.rng.choice(self.gazetteer[part, 1])[0] for part in ("FORENAME", "PER")]
                return parts, parts
            if choices := self.gazetteer.get((kind, length)):
                words = self.rng.choice(choices)
                return words, words
        choices = self.table.get(key)
        return self.rng.choice(choices) if choices else None


def exchanged(s: Sentence, noise: Noise, share: float = 0.25) -> Sentence:
    """The sentence with a share of its names exchanged for others of their kind: context must tell them."""
    changes = []
    for first, last, kind in mentions(s):
        if other := noise.exchange(s.words[first : last + 1], mention_key(s, first, last, kind), share):
            changes.append((first, last, other))
    if not changes:
        return s
    words, lemmas = list(s.words), list(s.lemmas) if s.lemmas else None
    for first, last, (other, other_lemmas) in changes:
        words[first : last + 1] = other
        if lemmas:
            lemmas[first : last + 1] = other_lemmas or other
    return replace(s, words=words, lemmas=lemmas)


def noised(s: Sentence, noise: Noise) -> tuple[list[str], int]:
    """The words of a sentence as a headline, a chat or a shout may write them, and how many are kept."""
    words, kept, rng = s.words, len(s.words), noise.rng
    if noise.casing == "lower":
        words = [w.lower() for w in words]
    elif noise.casing == "upper":
        words = [w.upper() for w in words]
    elif rng.random() < 0.04 and kept > 3:
        small = {"a", "an", "the", "of", "in", "on", "to", "for", "and", "or", "at", "by", "with", "as"}
        words = [w if w in small and i else w[:1].upper() + w[1:] for i, w in enumerate(words)]
    if kept > 2 and s.words[-1] in (".", "!", "?") and rng.random() < 0.08:
        if kept not in s.tree:
            kept -= 1
    return words, kept


def encode(s: Sentence, labels: dict, pieces: Pieces, noise: Noise | None = None) -> dict | None:
    """A sentence as numbers, varied where noise is given; None when it is too long."""
    index, rng = labels["_index"], noise.rng if noise else None
    if noise:
        s = exchanged(s, noise)
    words, count = noised(s, noise) if noise else (s.words, len(s.words))
    ids, shapes, first, masked = [pieces.cls], [0], [], set()
    for i in range(count):
        own = pieces(words[i])
        if rng and rng.random() < noise.masked:
            own = [pieces.mask] * len(own)
            masked.add(i)
        first.append(len(ids))
        ids += own
        kind = shape(words[i])
        if rng and rng.random() < 0.02:
            kind = 1 if kind in (2, 3, 4, 5) else kind
        shapes += [kind] * len(own)
    ids.append(pieces.sep)
    shapes.append(0)
    if len(ids) > MAX_PIECES + 2:
        return None
    row = {"pieces": ids, "shapes": shapes, "first": first, "count": count}
    row["annotator"] = ANNOTATORS.index(s.corpus) if s.names else 0
    if s.upos:
        row["upos"] = [index["upos"].get(u, IGNORED) for u in s.upos[:count]]
        row["feats"] = [index["feats"].get(f, IGNORED) for f in s.feats[:count]]
        row["lemmas"] = [
            IGNORED if i in masked else index["lemma_scripts"].get(lemma_script(words[i], s.lemmas[i]), IGNORED)
            for i in range(count)
        ]
        row["heads"] = s.heads[:count]
        row["relations"] = [index["relations"].get(r, IGNORED) for r in s.relations[:count]]
    if s.names:
        row["names"] = [IGNORED if k == UNKNOWN_NAME else k for k in s.names[:count]]
    row["frames"] = []
    if s.roles is not None:
        row["predicates"] = [0] * count
        for predicate, arguments in s.roles:
            if predicate >= count:
                continue
            row["predicates"][predicate] = 1
            target = [0] * count
            for label, a, b in arguments:
                b = min(b, count - 1)
                if f"B-{label}" not in index["roles"] or a > b:
                    continue
                target[a] = index["roles"][f"B-{label}"]
                target[a + 1 : b + 1] = [index["roles"][f"I-{label}"]] * (b - a)
            row["frames"].append((predicate, target))
    if s.tree:
        row["tree"] = s.tree[:count]
    if s.answers:
        row["answers"] = s.answers.labels
    return row


def index_labels(labels: dict) -> dict:
    """The labels with a reverse index under `_index`."""
    keys = ("upos", "feats", "lemma_scripts", "relations", "roles")
    labels["_index"] = {key: {v: i for i, v in enumerate(labels[key])} for key in keys}
    return labels


def rounded(size: int, step: int) -> int:
    """The next multiple of a step. oneDNN compiles a product for each shape anew: where shapes come back, it need not."""
    return -(-size // step) * step


def collate(passages: list[list[dict]]) -> dict[str, torch.Tensor]:
    """Rows of passages as padded tensors: pieces a row for each passage, everything else a row for each sentence.
    `first` says where each word begins, `root` where each sentence does, counted over all rows of pieces. Annotations
    that a sentence lacks are `IGNORED`. The last place of every row of words is padding."""
    rows = [row for passage in passages for row in passage]
    size, words = len(rows), rounded(max(r["count"] for r in rows) + 1, 8)
    longest = rounded(max(sum(len(r["pieces"]) for r in passage) for passage in passages), 16)
    batch = {
        "pieces": torch.zeros(len(passages), longest, dtype=torch.long),
        "shapes": torch.zeros(len(passages), longest, dtype=torch.long),
        "mask": torch.zeros(len(passages), longest, dtype=torch.bool),
        "root": torch.zeros(size, dtype=torch.long),
        "first": torch.zeros(size, words, dtype=torch.long),
        "word_mask": torch.zeros(size, words, dtype=torch.bool),
        "annotator": torch.tensor([row["annotator"] for row in rows]),
    }
    keys = ("upos", "feats", "lemmas", "heads", "tree", "relations", "names", "predicates")
    for key in keys:
        batch[key] = torch.full((size, words), IGNORED)
        batch[f"{key}_ids"] = torch.zeros(size, words, ANSWERS, dtype=torch.long)
        batch[f"{key}_shares"] = torch.zeros(size, words, ANSWERS)
    owners, predicates, targets = [], [], []
    s = 0
    for p, passage in enumerate(passages):
        at = 0
        for row in passage:
            n, w = len(row["pieces"]), row["count"]
            batch["pieces"][p, at : at + n] = torch.tensor(row["pieces"])
            batch["shapes"][p, at : at + n] = torch.tensor(row["shapes"])
            batch["mask"][p, at : at + n] = True
            batch["root"][s] = p * longest + at
            batch["first"][s, :w] = torch.tensor(row["first"]) + batch["root"][s]
            batch["word_mask"][s, :w] = True
            for key in keys:
                if key in row:
                    batch[key][s, :w] = torch.tensor(row[key])
            for key, (ids, shares) in row.get("answers", {}).items():
                ids, shares = ids[:w], shares[:w]
                if key == "heads":  # where a final stop was dropped, nothing hangs on it
                    ids, shares = ids * (ids <= w), shares * (ids <= w)
                batch[f"{key}_ids"][s, :w], batch[f"{key}_shares"][s, :w] = ids, shares
            for predicate, target in row["frames"]:
                owners.append(s)
                predicates.append(predicate)
                targets.append(target + [IGNORED] * (words - w))
            at, s = at + n, s + 1
    batch["role_sentence"] = torch.tensor(owners, dtype=torch.long)
    batch["role_predicate"] = torch.tensor(predicates, dtype=torch.long)
    batch["role_target"] = torch.tensor(targets, dtype=torch.long).reshape(len(targets), words)
    return batch


def passages(lengths: list[int], limit: int = PASSAGE) -> list[list[int]]:
    """Indices of sentences that are read together: so many in a row as the limit of pieces allows, or one alone."""
    found, size = [], 0
    for i, length in enumerate(lengths):
        if not found or size + length > limit:
            found.append([])
            size = 0
        found[-1].append(i)
        size += length
    return found


def fitting(rows: list[dict]) -> list[list[dict]]:
    """The rows of a passage, cut in two where longer names have made it longer than the encoder can take."""
    lengths = [len(r["pieces"]) for r in rows]
    return [[rows[i] for i in passage] for passage in passages(lengths, MAX_PIECES + 2)]


def varied_passages(sentences: list[Sentence], lengths: list[int], rng: random.Random) -> list[list[int]]:
    """Passages of a training set, others each time: a third of them shorter than they could be, some over the end of a
    document, and documents in random order."""
    documents: dict[str, list[int]] = {}
    for i, s in enumerate(sentences):
        documents.setdefault(s.document, []).append(i)
    order = list(documents.values())
    rng.shuffle(order)
    found, size, limit = [], 0, 0
    for document in order:
        alone = rng.random() < 0.6
        for place, i in enumerate(document):
            if size + lengths[i] > limit or (place == 0 and alone):
                found.append([])
                size = 0
                limit = PASSAGE if rng.random() < 0.67 else rng.randrange(PASSAGE)
            found[-1].append(i)
            size += lengths[i]
    return found


def make_batches(lengths: list[int], budget: int, rng: random.Random) -> list[list[int]]:
    """Indices of passages of like length, at most `budget` padded pieces a batch, in random order."""
    order = sorted(range(len(lengths)), key=lambda i: lengths[i] * (1 + 0.06 * rng.random()))
    batches, current, longest = [], [], 0
    for i in order:
        longest_then = max(longest, rounded(lengths[i], 16))
        if current and longest_then * (len(current) + 1) > budget:
            batches.append(current)
            current, longest_then = [], rounded(lengths[i], 16)
        current.append(i)
        longest = longest_then
    if current:
        batches.append(current)
    rng.shuffle(batches)
    return batches
