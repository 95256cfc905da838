"""Trains the classifier of sentence ends: models/english/segmentation/sentence-ends.bin.

A logistic regression over hashed features of the gap between two chunks of text (a chunk is what stands between
spaces). The features are those of src/language/segment/features.rs, line by line; the last part of the weights file
holds the scores of a few gaps, which a test in Rust computes again, so the two cannot part unnoticed.

    python models/training/segment.py ../shared/data/train models/english/segmentation

Needs numpy only. Trains on the train parts of UD EWT and the openly licensed UD GUM; prints F1 on their dev parts
(gaps only; `attache evaluate parse --raw` gives the figures of the whole segmenter).
"""

import json
import pathlib
import sys

import numpy

BITS = 16
QUOTES = {c: '"' for c in "“”„«»"} | {c: "'" for c in "‘’‚`´"} | {c: "—" for c in "–―"}


def paragraphs(path):
    """Yields (text, set of offsets after which a sentence ends) of each paragraph of a CoNLL-U file."""
    text, ends, inside = "", set(), 0
    space = False
    for line in path.open(encoding="utf8"):
        line = line.rstrip("\n")
        if line.startswith("#"):
            if line.startswith(("# newpar", "# newdoc")) and text:
                yield text, ends
                text, ends, space = "", set(), False
        elif not line:
            ends.add(len(text))
            inside = 0
        else:
            cells = line.split("\t")
            if "." in cells[0]:
                continue
            if "-" in cells[0]:
                inside = int(cells[0].split("-")[1])
            elif int(cells[0]) <= inside:
                continue
            text += (" " if space and text else "") + cells[1]
            space = "SpaceAfter=No" not in cells[9]
    if text:
        yield text, ends


def chunks(text):
    """Start and end (characters) of each chunk: between spaces, and cut where a sentence may end without a space."""
    found, start = [], None
    for i, c in enumerate(text + " "):
        if c.isspace():
            if start is not None:
                found += cut(text, start, i)
                start = None
        elif start is None:
            start = i
    return found


def cut(text, start, end):
    chunk = text[start:end]
    if "@" in chunk or "://" in chunk or chunk.lower().startswith("www."):
        return [(start, end)]
    pieces, begin, i = [], start, start
    while i < end:
        if text[i] in ".!?…":
            run = i
            while run < end and text[run] in ".!?…":
                run += 1
            word = i - begin >= 2 and text[i - 1].isalpha() and text[i - 2].isalpha() and not text[i - 1].isupper()
            period = text[i:run] == "."
            follows = run + 1 < end and text[run].isalpha() and (
                text[run].isupper() and text[run + 1].islower() if period else True)
            if word and follows:
                pieces.append((begin, run))
                begin = run
            i = run
        else:
            i += 1
    pieces.append((begin, end))
    return pieces


class Chunk:
    """A chunk taken apart: what is not alphanumeric at its two ends, and the core between."""

    def __init__(self, raw):
        raw = "".join(QUOTES.get(c, c) for c in raw)
        first = next((i for i, c in enumerate(raw) if c.isalnum()), None)
        if first is None:
            self.openers, core, self.closers = "", "", raw[:4]
        else:
            last = max(i for i, c in enumerate(raw) if c.isalnum())
            self.openers, core, self.closers = raw[:first][:3], raw[first:last + 1], raw[last + 1:][:4]
        self.word = core.lower()[:12]
        self.quotes = raw.count('"')
        self.round = sum(c in "([" for c in raw) - sum(c in ")]" for c in raw)
        c = core[:1]
        kind = "D" if c.isdecimal() else "U" if c.isupper() else "l" if c.islower() else "o" if c else "-"
        length = str(min(len(core), 4))
        dots = "." if "." in core else ""
        caps = "C" if len(core) > 1 and not any(x.islower() for x in core) else ""
        self.shape = kind + length + dots + caps
        self.kind = kind
        self.suffix = self.word[-3:]


EMPTY = Chunk("")


def fnv(s):
    h = 0x811C9DC5
    for b in s.encode("utf8"):
        h = ((h ^ b) * 0x01000193) & 0xFFFFFFFF
    return (h ^ (h >> 15)) & ((1 << BITS) - 1)


def bucket(n):
    return "0" if n < 2 else "1" if n < 3 else "2" if n < 6 else "3" if n < 11 else "4" if n < 21 else "5"


def features(l2, l, r, r2, quoted, depth, since, abbreviation, joined):
    lc, rc, ls, rs, lw, rw = l.closers, r.openers, l.shape, r.shape, l.word, r.word
    quote = "q" if quoted else ""
    paren = "p" if depth > 0 else ""
    ab = ("A" if abbreviation else "n") if lc.startswith(".") else "-"
    join = "j" if joined else ""
    return [
        "0",
        f"1|{lc}",
        f"2|{lc}|{rc}",
        f"3|{lc}|{r.kind}",
        f"4|{lc}|{rs}",
        f"5|{lc}|{rw}",
        f"6|{lw}|{lc}",
        f"7|{lw}|{lc}|{r.kind}",
        f"8|{ls}|{lc}|{r.kind}",
        f"9|{ls}|{lc}|{rw}",
        f"a|{lc}|{rc}|{rs}",
        f"b|{lc}|{rs}|{r2.shape}",
        f"c|{lc}|{rw}|{r2.word}",
        f"d|{lc}|{rc}|{rs}|{r.closers}",
        f"e|{l2.shape}|{ls}|{lc}|{r.kind}",
        f"f|{l2.word}|{ls}|{lc}",
        f"g|{quote}|{lc}|{rc}",
        f"h|{paren}|{lc}|{rc}|{r.kind}",
        f"i|{bucket(since)}|{lc}|{r.kind}",
        f"j|{ab}|{ls}|{r.kind}",
        f"k|{ab}|{rw}",
        f"l|{ab}|{lc}|{rc}|{rs}",
        f"m|{join}|{lc}|{rs}",
        f"n|{l.suffix}|{lc}|{r.kind}",
        f"o|{l2.closers}|{ls}|{lc}|{rs}",
        f"p|{quote}|{lc}|{rc}|{r.kind}|{l.kind}",
    ]


class Gaps:
    """The candidate gaps of a paragraph. `is_end` tells, and is told, whether a gap ends a sentence."""

    def __init__(self, abbreviations):
        self.abbreviations = abbreviations
        self.hashes = {}

    def ids(self, strings):
        found = []
        for s in strings:
            h = self.hashes.get(s)
            if h is None:
                h = self.hashes[s] = fnv(s)
            found.append(h)
        return found

    def walk(self, text, decide):
        spans = chunks(text)
        parts = [Chunk(text[a:b]) for a, b in spans]
        quotes = depth = 0
        since = 0
        for i in range(len(parts) - 1):
            l, r = parts[i], parts[i + 1]
            quotes += l.quotes
            depth = max(0, depth + l.round)
            since += 1
            abbreviation = l.word.rsplit("-", 1)[-1] in self.abbreviations
            within = not l.closers and (r.kind == "l" or r.openers.startswith(("-", "—")))
            if within or (abbreviation and l.closers.startswith(".") and r.kind == "l" and not r.openers):
                continue
            joined = spans[i][1] == spans[i + 1][0]
            strings = features(parts[i - 1] if i else EMPTY, l, r, parts[i + 2] if i + 2 < len(parts) else EMPTY,
                               quotes % 2 == 1, depth, since, abbreviation, joined)
            if decide(spans[i][1], strings):
                since, depth = 0, 0


def gather(gaps, path):
    rows, labels = [], []
    for text, ends in paragraphs(path):
        def decide(offset, strings):
            rows.append(gaps.ids(strings))
            labels.append(offset in ends)
            return offset in ends
        gaps.walk(text, decide)
    return numpy.array(rows, dtype=numpy.int32), numpy.array(labels, dtype=numpy.float32)


def train(x, y, epochs=12, rate=0.08, penalty=2e-7, seed=7):
    random = numpy.random.default_rng(seed)
    weights = numpy.zeros(1 << BITS, dtype=numpy.float64)
    squares = numpy.full(1 << BITS, 1e-2)
    average = numpy.zeros_like(weights)
    steps = 0
    for epoch in range(epochs):
        order = random.permutation(len(y))
        for at in range(0, len(y), 64):
            batch = order[at:at + 64]
            ids = x[batch]
            p = 1 / (1 + numpy.exp(-weights[ids].sum(1)))
            error = numpy.repeat(p - y[batch], ids.shape[1])
            flat = ids.ravel()
            unique, inverse = numpy.unique(flat, return_inverse=True)
            gradient = numpy.bincount(inverse, error) + penalty * len(y) * weights[unique] / 64
            squares[unique] += gradient ** 2
            weights[unique] -= rate * gradient / numpy.sqrt(squares[unique])
        if epoch >= epochs // 2:
            average += weights
            steps += 1
    return average / steps


def evaluate(gaps, weights, path):
    right = found = gold = 0
    wrong = []
    for text, ends in paragraphs(path):
        predicted = {len(text)}
        def decide(offset, strings):
            yes = weights[gaps.ids(strings)].sum() > 0
            if yes:
                predicted.add(offset)
            if yes != (offset in ends):
                wrong.append(("+" if yes else "-") + text[max(0, offset - 40):offset] + " ¦ " + text[offset:offset + 30])
            return yes
        gaps.walk(text, decide)
        starts = lambda e: set(zip([0] + sorted(e), sorted(e)))
        right += len(starts(predicted) & starts(ends))
        found += len(predicted)
        gold += len(ends)
    return 2 * right / (found + gold), wrong


def main():
    data, out = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2])
    lines = (out / "abbreviations.txt").read_text(encoding="utf8").splitlines()
    gaps = Gaps({line.strip().rstrip(".").lower() for line in lines if line.strip() and not line.startswith("#")})
    parts = [gather(gaps, data / name) for name in
             ("ud_ewt/en_ewt-ud-train.conllu", "ud_gum/en_gum_open-train.conllu")]
    x, y = (numpy.concatenate(part) for part in zip(*parts))
    print(len(y), "gaps,", int(y.sum()), "ends")
    weights = train(x, y)
    scale = float(numpy.abs(weights).max() / 127)
    small = numpy.clip(numpy.round(weights / scale), -127, 127).astype(numpy.int8)
    for name in ("ud_ewt/en_ewt-ud-dev.conllu", "ud_gum/en_gum_open-dev.conllu"):
        score, wrong = evaluate(gaps, small.astype(numpy.int32), data / name)
        print(f"{name}: sentences F1 {100 * score:.2f} (fp32 {100 * evaluate(gaps, weights, data / name)[0]:.2f})")
        if "-v" in sys.argv:
            print("\n".join(wrong))
    sample = ('The U.S. Treasury said so. "We met Gov. J. B. Pritzker in St. Louis on Jan. 3," he said. Is it? Yes... '
              "(It was.) 12 people left at 5 p.m. They went home.")
    scores = []
    gaps.walk(sample, lambda offset, strings: scores.append(int(small[gaps.ids(strings)].astype(int).sum()))
              or scores[-1] > 0)
    (out / "sentence-ends.bin").write_bytes(small.tobytes())
    (out / "sentence-ends.json").write_text(
        json.dumps({"bits": BITS, "sample": sample, "scores": scores}, ensure_ascii=False) + "\n", encoding="utf8")


if __name__ == "__main__":
    main()
