"""How long a proposal takes and how much memory, cold, on made-up Dutch texts; and that it is the same twice.

    python bench/clustering.py [1000 20000 ...]

Each size runs in a fresh process, as the web server does it. The texts are drawn from fragments, so that the
figures say something about time and nothing about quality.
"""

import json
import random
import resource
import subprocess
import sys
import time


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


def run(request: bytes) -> tuple[float, bytes]:
    """Wall-clock seconds of one cold process, and the last line that it wrote."""
    start = time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-m", "sessions.clustering"], input=request, capture_output=True, check=True
    )
    return time.perf_counter() - start, done.stdout.splitlines()[-1]


def _cpu_seconds() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def main(sizes: list[int]) -> None:
    """Prints per size the median of three runs (one above 5,000) and whether they agree to the bit."""
    for count in sizes:
        request = json.dumps({"texts": texts(count)}).encode()
        before = _cpu_seconds()
        runs = [run(request) for _ in range(3 if count <= 5000 else 1)]
        seconds = sorted(taken for taken, _ in runs)[len(runs) // 2]
        same = "yes" if len({line for _, line in runs}) == 1 else "NO"
        cpu = (_cpu_seconds() - before) / len(runs)
        peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
        agreed = same if len(runs) > 1 else "one run"
        times = f"{seconds:6.1f} s by the clock, {cpu:5.1f} s of processor"
        print(f"{count:7d} texts {times}, peak so far {peak:4.0f} MB, same to the bit: {agreed}", flush=True)


if __name__ == "__main__":
    main([int(size) for size in sys.argv[1:]] or [100, 1000, 20000])
