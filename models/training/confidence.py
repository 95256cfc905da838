"""Fits how sure a fact is: ../english/confidence.json.

The examples come from the program itself, compared with gold:

    attache evaluate facts --training gold.jsonl GOLD_ARTICLES
    attache evaluate attribution --training more.jsonl POLNEAR/dev/attributions
    python confidence.py --gold gold.jsonl --more more.jsonl --out ../english/confidence.json

A logistic regression over the signs of a fact (src/facts/confidence/signs.rs), with a Gaussian prior on the weights.
The further examples are statements only, of articles that no rule was written for: the rules were written with the gold
articles in sight, on which they do better than on others. So both sets are learned from, the further one with less
weight, and both are measured on, each article predicted from the others (in folds). The width of the prior and the
weight are those of the least mean of the two log losses; the figures are printed and kept in the file.
"""

import argparse
import json
from collections import Counter

import numpy as np

# A sign that fewer facts have tells nothing that carries over.
RAREST = 12
# No fact is surer than what a few hundred gold facts can tell apart from certainty.
SUREST = 0.97
FOLDS = 16
# Narrow ones only: the gold facts of a kind are few.
PRIORS = (30.0, 100.0)
# Share of the weight of an example that goes to it without the signs of its kind and rule.
GENERAL = 0.3


def read(path):
    if not path:
        return []
    with open(path, encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def names(examples):
    counts = Counter(name for example in examples for name in example["signs"])
    return sorted(name for name, count in counts.items() if count >= RAREST)


def matrix(examples, columns):
    table = np.zeros((len(examples), len(columns)))
    place = {name: at for at, name in enumerate(columns)}
    for row, example in enumerate(examples):
        for name, value in example["signs"].items():
            if name in place:
                table[row, place[name]] = value
    return table


def share(odds):
    return 1 / (1 + np.exp(-odds))


def fit(table, right, weight, penalty):
    """Newton's method; the first column is the intercept, which has no prior."""
    weights = np.zeros(table.shape[1])
    ridge = np.full(table.shape[1], penalty)
    ridge[0] = 1e-6
    for _ in range(50):
        p = share(table @ weights)
        slope = table.T @ (weight * (p - right)) + ridge * weights
        curve = (table * (weight * p * (1 - p))[:, None]).T @ table + np.diag(ridge)
        step = np.linalg.solve(curve, slope)
        weights -= step
        if np.abs(step).max() < 1e-8:
            break
    return weights


def standard(table):
    """Columns of mean 0 and deviation 1, so that the prior weighs all alike; how to undo it."""
    mean, deviation = table.mean(0), table.std(0)
    deviation[deviation < 1e-9] = 1
    return mean, deviation


def in_general(example):
    """The example without what is told of its kind and rule only."""
    signs = {name: value for name, value in example["signs"].items() if ": " not in name}
    return dict(example, signs=signs)


def learn(examples, columns, further_weight, penalty):
    # Events of most classes were compared with nothing. What is common to all facts must be able to stand alone.
    table = matrix(examples + [in_general(example) for example in examples], columns)
    right = np.array([float(example["right"]) for example in examples] * 2)
    weight = np.array([further_weight if example["further"] else 1.0 for example in examples])
    weight = np.concatenate([weight * (1 - GENERAL), weight * GENERAL])
    mean, deviation = standard(table)
    scaled = np.hstack([np.ones((len(table), 1)), (table - mean) / deviation])
    weights = fit(scaled, right, weight, penalty)
    slopes = weights[1:] / deviation
    return weights[0] - slopes @ mean, slopes


def predict(model, examples, columns):
    intercept, slopes = model
    return np.clip(share(intercept + matrix(examples, columns) @ slopes), 1 - SUREST, SUREST)


def figures(p, right):
    bins = np.minimum((p * 10).astype(int), 9)
    rows, error = [], 0.0
    for number in range(10):
        inside = bins == number
        if inside.any():
            rows.append((round(float(p[inside].mean()), 3), round(float(right[inside].mean()), 3), int(inside.sum())))
            error += abs(p[inside].sum() - right[inside].sum())
    loss = -np.mean(right * np.log(p) + (1 - right) * np.log(1 - p))
    return {
        "log loss": round(float(loss), 4),
        "Brier": round(float(np.mean((p - right) ** 2)), 4),
        "expected calibration error": round(float(error / len(p)), 4),
        "bins (confidence, right, facts)": rows,
    }


def cross_validated(examples, columns, further_weight, penalty):
    """What each example is predicted to be from the articles of the other folds."""
    articles = sorted({example["article"] for example in examples})
    fold_of = {article: number % FOLDS for number, article in enumerate(articles)}
    folds = np.array([fold_of[example["article"]] for example in examples])
    p = np.zeros(len(examples))
    for fold in range(FOLDS):
        rest = [example for example, other in zip(examples, folds) if other != fold]
        held = np.flatnonzero(folds == fold)
        p[held] = predict(learn(rest, columns, further_weight, penalty), [examples[at] for at in held], columns)
    return p


def main():
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--gold", required=True)
    arguments.add_argument("--more")
    arguments.add_argument("--out", required=True)
    arguments = arguments.parse_args()
    gold, further = read(arguments.gold), read(arguments.more)
    examples = [dict(example, further=False) for example in gold] + [dict(example, further=True) for example in further]
    right = np.array([float(example["right"]) for example in examples])
    of_gold = np.array([not example["further"] for example in examples])
    columns = names(examples)
    best = None
    for further_weight in (0.1, 0.3, 1.0) if further else (0.0,):
        for penalty in PRIORS:
            p = cross_validated(examples, columns, further_weight, penalty)
            found = {"gold": figures(p[of_gold], right[of_gold])}
            if further:
                found["further"] = figures(p[~of_gold], right[~of_gold])
            loss = sum(part["log loss"] for part in found.values()) / len(found)
            print(further_weight, penalty, [(part["log loss"], part["expected calibration error"]) for part in found.values()])
            if best is None or loss < best[0]:
                best = (loss, further_weight, penalty, found)
    _, further_weight, penalty, found = best
    promised = share(np.array([example["signs"]["promised"] for example in examples]))
    promised = np.clip(promised, 0.01, 0.99)
    print("as the rules promise:", figures(promised[of_gold], right[of_gold]))
    if further:
        print("as the rules promise, further:", figures(promised[~of_gold], right[~of_gold]))
    print("fitted:", json.dumps(found, indent=1), further_weight, penalty)
    intercept, slopes = learn(examples, columns, further_weight, penalty)
    weights = {name: round(float(slope), 4) for name, slope in zip(columns, slopes) if abs(slope) >= 0.0001}
    for part, which in (("gold", of_gold), ("further", ~of_gold)):
        if part in found:
            chosen = [example for example, one in zip(examples, which) if one]
            found[part] = {"articles": len({e["article"] for e in chosen}), "facts": len(chosen), **found[part]}
    content = {"cross-validation": found, "intercept": round(float(intercept), 4), "weights": weights, "surest": SUREST}
    with open(arguments.out, "w", encoding="utf-8") as out:
        json.dump(content, out, indent=1, ensure_ascii=False)
        out.write("\n")


main()
