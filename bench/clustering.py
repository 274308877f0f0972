"""How long a proposal takes and how much memory, cold, on made-up Dutch texts; and that it is the same twice.

    python bench/clustering.py [--kept] [1000 20000 ...]

Each size runs in a fresh process, as the web server does it. With --kept the process is given vectors, made
up per word, as a run on a workbench finds them beside the passages: what is left is the clustering. The texts
are drawn from fragments, so that the figures say something about time and nothing about quality.
"""

import json
import random
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np


def _listed(words: str, between: str = " ") -> list[str]:
    return words.split(between)


WHO = _listed(
    "buren jongeren vrijwilligers leerkrachten ouders nieuwkomers werkgevers ambtenaren coaches ouderen"
)
DOES = _listed("ontmoeten helpen steunen waarderen begrijpen vertrouwen betalen begeleiden vinden missen")
WHAT = _listed(
    "taal werk geld tijd ruimte wetten kansen talenten verhalen rolmodellen netwerken opleiding respect"
)
WHERE = _listed(
    "in de wijk|op school|op het werk|in de stad|aan tafel|bij de dienst|in de club|op straat", "|"
)
WHY = _listed(
    "omdat het klein is|zonder schrik|elk jaar opnieuw|met een vaste trekker|als er middelen zijn", "|"
)


def texts(count: int, seed: int = 0) -> list[str]:
    """`count` texts of 5 to 20 words, nearly all different."""
    chance = random.Random(seed)
    out = []
    for _ in range(count):
        parts = [chance.choice(WHO), chance.choice(DOES), chance.choice(WHAT), chance.choice(WHERE)]
        parts += [*chance.sample(WHO + DOES + WHAT, chance.randint(0, 8)), chance.choice(WHY)]
        out.append(" ".join(parts))
    return out


def made_up_vectors(said: list[str]) -> np.ndarray:
    """(n, 512) float32, little endian, rows of length 1: the mean of directions that are drawn per word."""
    draw = np.random.default_rng(0)
    words: dict[str, np.ndarray] = {}
    rows = [
        np.mean([words.setdefault(word, draw.normal(size=512)) for word in text.split()], axis=0)
        for text in said
    ]
    whole = np.stack(rows).astype("<f4")
    return (whole / np.linalg.norm(whole, axis=1)[:, None]).astype("<f4")


def run(request: bytes, kept: Path | None = None) -> tuple[float, bytes]:
    """Wall-clock seconds of one cold process, and the last line that it wrote."""
    module = [__file__, str(kept)] if kept else ["-m", "sessions.clustering"]
    start = time.perf_counter()
    done = subprocess.run([sys.executable, *module], input=request, capture_output=True, check=True)
    return time.perf_counter() - start, done.stdout.splitlines()[-1]


def propose_with(kept: Path) -> None:
    """One run in this process, over the texts on standard input and the vectors in that file."""
    from sessions.clustering.propose import propose

    request = json.load(sys.stdin)
    print(json.dumps(propose(request["texts"], vectors=np.load(kept)).as_json()))


def _cpu_seconds() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def main(sizes: list[int], with_vectors: bool) -> None:
    """Prints per size the median of three runs (one above 5,000) and whether they agree to the bit."""
    with tempfile.TemporaryDirectory(prefix="lotusbloem-bench-") as folder:
        for count in sizes:
            said = texts(count)
            kept = Path(folder) / f"{count}.npy" if with_vectors else None
            if kept:
                np.save(kept, made_up_vectors(said))
            _measure(count, json.dumps({"texts": said}).encode(), kept)


def _measure(count: int, request: bytes, kept: Path | None) -> None:
    before = _cpu_seconds()
    runs = [run(request, kept) for _ in range(3 if count <= 5000 else 1)]
    seconds = sorted(taken for taken, _ in runs)[len(runs) // 2]
    same = "yes" if len({line for _, line in runs}) == 1 else "NO"
    cpu = (_cpu_seconds() - before) / len(runs)
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    agreed = same if len(runs) > 1 else "one run"
    times = f"{seconds:6.1f} s by the clock, {cpu:5.1f} s of processor"
    print(f"{count:7d} texts {times}, peak so far {peak:4.0f} MB, same to the bit: {agreed}", flush=True)


if __name__ == "__main__":
    if sys.argv[1:2] and sys.argv[1].endswith(".npy"):
        propose_with(Path(sys.argv[1]))
    else:
        asked = [int(size) for size in sys.argv[1:] if size != "--kept"]
        main(asked or [100, 1000, 20000], "--kept" in sys.argv)
