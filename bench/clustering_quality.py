"""How good a first proposal is: against labels that people gave, on the short texts in bench/labelled.

    make bench-clustering
    .venv/bin/python -m bench.clustering_quality [--bertopic PYTHON] [--ignore-names]

Per set: adjusted mutual information and adjusted Rand index against the labels, the share of cards that need
no hand work (saved), the number of clusters proposed over the number of labels, and the share of texts left
over. With --bertopic, the path of a Python in which BERTopic is installed (bench/bertopic_topics.py says
how), the same table for BERTopic with its defaults on the same sentence vectors.
"""

import argparse
import csv
import json
import subprocess
import sys
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

HERE = Path(__file__).parent


@dataclass(frozen=True)
class Labelled:
    """One set: texts with the label that people gave each, and its language."""

    name: str
    texts: list[str]
    labels: list[str]
    languages: list[str]


def labelled_sets(folder: Path = HERE / "labelled") -> list[Labelled]:
    """Every CSV file in the folder, in the order of their names."""
    out = []
    for path in sorted(folder.glob("*.csv")):
        with path.open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
        texts, labels = [row["text"] for row in rows], [row["label"] for row in rows]
        out.append(Labelled(path.stem, texts, labels, [row["language"] for row in rows]))
    return out


def judged(proposed: Sequence[int], labels: Sequence[str]) -> dict[str, float]:
    """AMI, ARI, saved, ratio, left over; -1 among `proposed` is a text left over, a cluster of its own."""
    from sklearn.metrics import adjusted_mutual_info_score, adjusted_rand_score

    left = [place for place, one in enumerate(proposed) if one < 0]
    whole = list(proposed)
    for number, place in enumerate(left):
        whole[place] = max(proposed) + 1 + number
    found = len({one for one in proposed if one >= 0})
    return {
        "AMI": float(adjusted_mutual_info_score(labels, whole)),
        "ARI": float(adjusted_rand_score(labels, whole)),
        "saved": saved(whole, labels),
        "ratio": found / len(set(labels)),
        "left": len(left) / len(labels),
    }


def saved(proposed: Sequence[int], labels: Sequence[str]) -> float:
    """Share of cards without hand work: a card outside its cluster's most frequent label is one move, and so
    is joining a further cluster to the largest one of the same label."""
    clusters: dict[int, list[str]] = defaultdict(list)
    for one, label in zip(proposed, labels, strict=True):
        clusters[one].append(label)
    homes: dict[str, int] = defaultdict(int)
    moves = 0
    for members in clusters.values():
        most = max(dict.fromkeys(members), key=members.count)
        moves += sum(member != most for member in members)
        homes[most] += 1
    return 1 - (moves + sum(count - 1 for count in homes.values())) / len(labels)


def ours(one: Labelled, ignore_names: bool) -> list[int]:
    """The clusters that Lotusbloem proposes, their number chosen by itself."""
    from sessions.clustering.propose import propose

    return propose(one.texts, languages=one.languages, ignore_names=ignore_names).labels()


def theirs(one: Labelled, python: str) -> list[int]:
    """BERTopic's clusters with its defaults, on the same sentence vectors; it runs in its own Python."""
    from sessions.clustering.embed import UseEmbedder

    request = json.dumps({"texts": one.texts, "vectors": UseEmbedder().embed(one.texts).tolist()})
    done = subprocess.run(
        [python, str(HERE / "bertopic_topics.py")], input=request, capture_output=True, text=True, check=True
    )
    return [int(topic) for topic in json.loads(done.stdout.splitlines()[-1])]


def table(name: str, rows: Sequence[tuple[Labelled, dict[str, float]]]) -> str:
    """The figures as a Markdown table, the mean last."""
    lines = [f"| {name} | texts | labels | AMI | ARI | saved | clusters / labels | left over |"]
    lines.append("|---|---|---|---|---|---|---|---|")
    for one, figures in rows:
        shown = " | ".join(f"{value:.3f}" for value in figures.values())
        lines.append(f"| {one.name} | {len(one.texts)} | {len(set(one.labels))} | {shown} |")
    means = [float(np.mean([figures[key] for _, figures in rows])) for key in rows[0][1]]
    within = float(np.mean([0.5 <= figures["ratio"] <= 2 for _, figures in rows]))
    lines.append("| **mean** | | | " + " | ".join(f"**{value:.3f}**" for value in means) + " |")
    return "\n".join([*lines, "", f"Number of clusters within a factor two: {within:.0%} of the sets."])


def main(words: Sequence[str]) -> None:
    """Prints the table, and BERTopic's below it where a Python with BERTopic is given."""
    asked = argparse.ArgumentParser(prog="python -m bench.clustering_quality")
    asked.add_argument("--bertopic", metavar="PYTHON", help="a Python in which BERTopic is installed")
    asked.add_argument("--ignore-names", action="store_true")
    told = asked.parse_args(words)
    sets = labelled_sets()
    rows = [(one, judged(ours(one, told.ignore_names), one.labels)) for one in sets]
    print(table("Lotusbloem", rows), flush=True)
    if told.bertopic:
        print()
        print(table("BERTopic", [(one, judged(theirs(one, told.bertopic), one.labels)) for one in sets]))


if __name__ == "__main__":
    main(sys.argv[1:])
