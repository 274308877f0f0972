"""Answers questions until its input ends: `python -m sessions.thinking`.

One JSON object a line on standard input: {"do": a name in ANSWERS, "database": a path, ...}. Per question
any number of lines {"progress": 0.0-1.0, "step": "..."} and then {"answer": {...}} or {"error": "..."} on
standard output. An error is a refusal of this question; the next one may be fine.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Mapping
from importlib import import_module
from io import TextIOWrapper
from pathlib import Path
from typing import Any, TextIO

from sqlalchemy.exc import SQLAlchemyError

from sessions.clustering.refusals import ClusteringRefused
from sessions.store import Store

Tell = Callable[[float, str], None]
Answer = Callable[[Store, dict[str, Any], Tell], dict[str, Any]]

# By name: who only makes vectors need not load what clusters them.
ANSWERS: Mapping[str, str] = {
    "embed": "embedding",
    "propose": "proposing",
    "cut": "cutting",
    "suggest": "suggesting",
    "around": "suggesting",
    "explain": "explaining",
    "lay": "laying",
    "alike": "alike",
}


def _answer(store: Store, question: dict[str, Any], tell: Tell) -> dict[str, Any]:
    what = question["do"]
    think: Answer = getattr(import_module(f"sessions.thinking.{ANSWERS[what]}"), what)
    return think(store, question, tell)


def main(source: TextIO, out: TextIO) -> int:
    """Answers every question of `source` on `out`; returns the exit status."""

    def say(line: dict[str, Any]) -> None:
        out.write(json.dumps(line, ensure_ascii=True) + "\n")
        out.flush()

    def tell(share: float, step: str) -> None:
        say({"progress": round(share, 3), "step": step})

    for line in source:
        try:
            question = json.loads(line)
            store = Store(Path(question["database"]))
            try:
                say({"answer": _answer(store, question, tell)})
            finally:
                store.close()
        except (ClusteringRefused, SQLAlchemyError, KeyError, ValueError) as refusal:
            say({"error": f"{type(refusal).__name__}: {refusal}"})
        except MemoryError:
            say({"error": "not enough memory for this many texts"})
    return 0


if __name__ == "__main__":
    sys.exit(main(TextIOWrapper(sys.stdin.buffer, encoding="utf-8"), sys.stdout))
