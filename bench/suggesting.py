"""What a suggestion for one new text costs, as a share of turning that text into a vector.

    .venv/bin/python -m bench.suggesting [1000 5000 ...]

Medians over fifty made-up Dutch texts among that many members in twenty themes, on one thread.
"""

import statistics
import sys
import time
from collections.abc import Callable

from bench.clustering import texts
from sessions.clustering.embed import UseEmbedder, one_blas_thread
from sessions.clustering.suggest import learn, suggest


def milliseconds(act: Callable[[], object]) -> float:
    """How long one call takes, by the clock."""
    start = time.perf_counter()
    act()
    return (time.perf_counter() - start) * 1000


def measured(count: int, embedder: UseEmbedder) -> str:
    """One line: to embed one text, to suggest themes for it, their ratio, to learn `count` members."""
    vectors = embedder.embed(texts(count))
    themes = [place % 20 for place in range(count)]
    known = learn(vectors, themes)
    new = texts(50, seed=1)
    embedding = statistics.median(milliseconds(lambda one=one: embedder.embed([one])) for one in new)
    rows = embedder.embed(new)
    suggesting = statistics.median(milliseconds(lambda row=row: suggest(row, known)) for row in rows)
    learning = statistics.median(milliseconds(lambda: learn(vectors, themes)) for _ in range(5))
    times = f"embed {embedding:.2f} ms, suggest {suggesting:.2f} ms, ratio {suggesting / embedding:.3f}"
    return f"{count:6d} members: {times}; learn {learning:.1f} ms"


def main(sizes: list[int]) -> None:
    """Prints a line per number of members."""
    embedder = UseEmbedder(threads=1)
    with one_blas_thread():
        for count in sizes:
            print(measured(count, embedder), flush=True)


if __name__ == "__main__":
    main([int(size) for size in sys.argv[1:]] or [1000])
