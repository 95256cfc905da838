"""Plain text of the corpora that have no trees, for `distil.py`: one file a passage, for `attache parse` to cut into words.

    python raw.py ../../../shared/data/train OUT

News (the Causal News Corpus, CC0) and Wikipedia (the passages of GAP's development set, Apache-2.0, texts CC BY-SA).
"""

from __future__ import annotations

import csv
import sys
from pathlib import Path


# Quotation marks as the sources have them, and as people write them.
QUOTES = str.maketrans({"\x91": "‘", "\x92": "’", "\x93": "“", "\x94": "”"})


def main() -> None:
    source, out = Path(sys.argv[1]), Path(sys.argv[2])
    out.mkdir(parents=True, exist_ok=True)
    texts = {}
    with (source / "causal_news/data/V2/train_subtask1.csv").open(encoding="utf-8-sig", newline="") as file:
        for row in csv.DictReader(file):
            texts[f"news-{row['index']}"] = row["text"]
    with (source / "gap/gap-development.tsv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE):
            texts[f"wikipedia-{row['ID']}"] = row["Text"]
    for name, text in texts.items():
        (out / f"{name}.txt").write_text(text.translate(QUOTES).replace("` `", '"').replace("' '", '"') + "\n", encoding="utf-8")
    print(f"{len(texts)} passages, {sum(len(t.split()) for t in texts.values())} words")


if __name__ == "__main__":
    main()
