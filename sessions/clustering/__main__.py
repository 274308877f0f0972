"""Clusters in a process of its own: `python -m sessions.clustering`.

Reads one JSON document on standard input, {"texts": [...]} and optionally ids, k, languages, seed,
ignore_names (true or false), given (an object from place to group key, or a list of [place, key]), apart (a
list of [place, place]), known (a list of [key, title, description]) and sortings (per person a list of piles,
a pile is a list of places). Writes JSON lines on standard output: {"progress": 0.0-1.0, "step": "..."} any
number of times and lastly {"proposal": {...}} or {"error": "..."}. The exit status is 0 after a proposal and
1 after an error. Whoever wants to stop it ends the process: it writes nothing else.
"""

import json
import sys
from collections.abc import Callable
from io import TextIOWrapper
from typing import Any, TextIO

from .refusals import BadRequest, ClusteringRefused

_ACCEPTED = frozenset(
    {"texts", "ids", "k", "languages", "seed", "given", "ignore_names", "apart", "known", "sortings"}
)


def main(source: TextIO, out: TextIO) -> int:
    """Answers the one request in `source` on `out`; returns the exit status."""

    def tell(line: dict[str, Any]) -> None:
        out.write(json.dumps(line, ensure_ascii=True) + "\n")
        out.flush()

    try:
        tell({"proposal": _answer(source, tell)})
    except ClusteringRefused as refusal:
        tell({"error": str(refusal)})
        return 1
    except MemoryError:
        tell({"error": "not enough memory for this many texts"})
        return 1
    return 0


def _answer(source: TextIO, tell: Callable[[dict[str, Any]], None]) -> dict[str, Any]:
    request = _request(source)
    tell({"progress": 0.0, "step": "starting"})
    from .propose import propose

    def progress(share: float, step: str) -> None:
        tell({"progress": round(share, 3), "step": step})

    return propose(progress=progress, **request).as_json()


def _request(source: TextIO) -> dict[str, Any]:
    try:
        request = json.load(source)
    except (ValueError, RecursionError) as problem:
        raise BadRequest(f"the request is not JSON: {problem}") from problem
    if not isinstance(request, dict) or not _is_list_of(request.get("texts"), str):
        raise BadRequest('the request must be an object with a list of strings "texts"')
    unknown = sorted(set(request) - _ACCEPTED)
    if unknown:
        raise BadRequest(f"unknown in the request: {', '.join(unknown)}")
    for name in ("k", "seed"):
        if not isinstance(request.get(name, 0), int | None):
            raise BadRequest(f"{name} must be a whole number")
    if not isinstance(request.get("ignore_names", False), bool):
        raise BadRequest("ignore_names must be true or false")
    for name in ("ids", "languages"):
        if not _is_list_of(request.get(name, []) or [], str | None):
            raise BadRequest(f"{name} must be a list of strings")
    request["given"] = _given(request.get("given"))
    request["apart"] = _rows(request, "apart", (int, int))
    request["known"] = _rows(request, "known", (str | int, str, str))
    request["sortings"] = _sortings(request.get("sortings"))
    request["seed"] = request.get("seed") or 0
    return request


def _rows(request: dict[str, Any], name: str, kinds: tuple[Any, ...]) -> list[tuple[Any, ...]]:
    rows = request.get(name) or []
    shaped = isinstance(rows, list) and all(
        isinstance(row, list)
        and len(row) == len(kinds)
        and all(isinstance(value, kind) for value, kind in zip(row, kinds, strict=True))
        for row in rows
    )
    if not shaped:
        raise BadRequest(f"{name} must be a list of lists of {len(kinds)}")
    return [tuple(row) for row in rows]


def _sortings(value: Any) -> list[list[list[int]]]:
    people = value or []
    shaped = isinstance(people, list) and all(
        isinstance(piles, list) and all(_is_list_of(pile, int) for pile in piles) for piles in people
    )
    if not shaped:
        raise BadRequest("sortings must be a list of people, each a list of piles, each a list of places")
    return list(people)


def _is_list_of(value: Any, kind: Any) -> bool:
    return isinstance(value, list) and all(isinstance(item, kind) for item in value)


def _given(value: Any) -> dict[int, Any]:
    pairs = value.items() if isinstance(value, dict) else value or []
    try:
        given = {int(place): key for place, key in pairs}
        hash(tuple(given.values()))
    except (TypeError, ValueError) as problem:
        raise BadRequest("given must say per place one group key, a string or a number") from problem
    return given


if __name__ == "__main__":
    sys.exit(main(TextIOWrapper(sys.stdin.buffer, encoding="utf-8"), sys.stdout))
