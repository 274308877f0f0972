"""Acts per hundred contributions: how much a facilitator does to get from what was said to the result.

    python -m bench.acts

Plays the demonstration day over HTTP and Socket.IO, as `lotusbloem demo --speed instant` does; a scripted
facilitator decides at the workbench, one act per form that is sent.
"""

from __future__ import annotations

import json
import subprocess
import sys
from tempfile import TemporaryDirectory

ASKED = {"why": ("reason", "petal"), "preconditions": ("precondition",)}


def played() -> dict[str, dict[str, int]]:
    """What the demonstration answers: acts per question, and how much was said."""
    with TemporaryDirectory() as data:
        command = [
            sys.executable,
            "-m",
            "facilitator",
            "demo",
            "--speed",
            "instant",
            "--json",
            "--data",
            data,
        ]
        answer = subprocess.run(command, check=True, capture_output=True, text=True)
    found: dict[str, dict[str, int]] = json.loads(answer.stdout)
    return found


def table(found: dict[str, dict[str, int]]) -> str:
    figures = found["figures"]
    lines = ["| question | acts | contributions | acts per hundred |", "|---|---|---|---|"]
    total = said_in_all = 0
    for question, acts in found["acts"].items():
        said = sum(figures[kind] for kind in ASKED[question])
        lines.append(f"| {question} | {acts} | {said} | {100 * acts / said:.1f} |")
        total, said_in_all = total + acts, said_in_all + said
    lines.append(f"| **both** | **{total}** | **{said_in_all}** | **{100 * total / said_in_all:.1f}** |")
    reached = "key_characteristics", "key_groups", "precondition_themes"
    lines.append("")
    lines.append(
        "Reached: " + ", ".join(f"{figures[each]} {each.replace('_', ' ')}" for each in reached) + "."
    )
    return "\n".join(lines)


if __name__ == "__main__":
    print(table(played()))
