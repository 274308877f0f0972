"""Acts per hundred contributions: how much a facilitator does to get from what was said to the result.

    python -m bench.acts

Plays the demonstration day over HTTP and Socket.IO, as `lotusbloem demo --speed instant` does; a scripted
facilitator, who holds the answer key of the day, decides at the workbench. An act is one form that is sent,
asking for a proposal included; a form with many names or many contributions is one act, and how many names
were typed and how many contributions were chosen by hand to be put right stands beside it. *Right* is the
share of the contributions that the day has a group for and that end in a theme of that group.
"""

from __future__ import annotations

import json
import subprocess
import sys
from tempfile import TemporaryDirectory
from typing import Any

ASKED = {"why": ("reason", "petal"), "preconditions": ("precondition",)}
COUNTED = ("acts", "asked", "typed", "chosen")
HEADINGS = (
    "question",
    "acts",
    "proposals asked",
    "names typed",
    "put right",
    "contributions",
    "acts per hundred",
    "right",
)


def played() -> dict[str, dict[str, Any]]:
    """What the demonstration answers: what deciding took per question, and how much was said."""
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
    found: dict[str, dict[str, Any]] = json.loads(answer.stdout)
    return found


def _line(question: str, row: dict[str, int]) -> str:
    each_hundred = f"{100 * row['acts'] / row['said']:.1f}"
    right = f"{100 * row['right'] / row['known']:.0f} %"
    counts = (row[name] for name in COUNTED)
    cells = (question, *counts, row["said"], each_hundred, right)
    return "| " + " | ".join(str(cell) for cell in cells) + " |"


def table(found: dict[str, dict[str, Any]]) -> str:
    figures = found["figures"]
    lines = ["| " + " | ".join(HEADINGS) + " |", "|---" * len(HEADINGS) + "|"]
    both = dict.fromkeys((*COUNTED, "known", "right", "said"), 0)
    for question, decided in found["decided"].items():
        row = {**decided, "said": sum(figures[kind] for kind in ASKED[question])}
        both = {name: count + row[name] for name, count in both.items()}
        lines.append(_line(question, row))
    lines.append(_line("both", both))
    reached = "key_characteristics", "key_groups", "precondition_themes"
    lines.append("")
    lines.append(
        "Reached: " + ", ".join(f"{figures[each]} {each.replace('_', ' ')}" for each in reached) + "."
    )
    return "\n".join(lines)


if __name__ == "__main__":
    print(table(played()))
