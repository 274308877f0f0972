"""`lotusbloem cluster` on a list of so many made-up texts, to the end: `python -m bench.cluster_file 100000`.

The command itself, in a process of its own, from a CSV file to a CSV file: seconds by the clock, seconds of
processor time, and how much memory it held at most. With `--progress` it says what it is doing meanwhile.
"""

from __future__ import annotations

import argparse
import csv
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from bench.clustering import texts


def measure(count: int, *, progress: bool) -> tuple[int, float, float, int]:
    """How many rows were written, seconds by the clock and of the processor, and megabytes at most."""
    with tempfile.TemporaryDirectory(prefix="lotusbloem-bench-") as folder:
        source, out = Path(folder) / "texts.csv", Path(folder) / "clusters.csv"
        with source.open("w", newline="", encoding="utf-8") as file:
            rows = csv.writer(file)
            rows.writerow(("id", "text"))
            rows.writerows(enumerate(texts(count, seed=1)))
        command = [sys.executable, "-m", "facilitator", "cluster", str(source), "--out", str(out)]
        began = time.monotonic()
        child = subprocess.Popen([*command, *(["--progress"] if progress else [])])
        _, status, used = os.wait4(child.pid, 0)
        seconds = time.monotonic() - began
        if status:
            raise SystemExit(f"lotusbloem cluster ended with {os.waitstatus_to_exitcode(status)}")
        with out.open(newline="", encoding="utf-8") as file:
            written = sum(1 for _ in csv.reader(file)) - 1
        return written, seconds, used.ru_utime + used.ru_stime, used.ru_maxrss // 1024


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("counts", nargs="*", type=int, default=[100_000])
    parser.add_argument("--progress", action="store_true")
    asked = parser.parse_args()
    print("| texts | written | seconds | processor | memory at most |")
    print("| ---: | ---: | ---: | ---: | ---: |")
    for count in asked.counts:
        written, seconds, processor, memory = measure(count, progress=asked.progress)
        print(f"| {count:,} | {written:,} | {seconds:.1f} s | {processor:.1f} s | {memory} MB |", flush=True)


if __name__ == "__main__":
    main()
