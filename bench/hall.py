"""What a hall asks of the server, measured on the real one and told as medians and ratios of the same run.

    python -m bench.hall [--only hall,snapshots,start] [--phones 300] [--rate 20] [--json FILE] ...

Linux only; everything stays on the loopback address and in a temporary folder. What nobody may lose is
checked: the exit code is 1 when something was lost.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import resource
import shlex
import signal
import statistics
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from bench.contributing import Load, hall
from bench.served import CLIENT_CORES
from bench.snapshots import snapshots
from bench.starting import IMPORTS, starting

DELAYS = {
    "acknowledged_ms": "contribution to acknowledgement",
    "wall_ms": "contribution to wall",
    "own_phone_ms": "contribution to its author's phone",
}
MARKS = ("<!-- results -->", "<!-- end of results -->")
Row = tuple[str, ...]


def percentile(values: list[float], part: float) -> float:
    """The value that `part` of all values do not exceed (nearest rank)."""
    ordered = sorted(values)
    return ordered[max(0, -(-len(ordered) * round(1000 * part) // 1000) - 1)]


def measure_hall(load: Load, rounds: int) -> dict[str, Any]:
    """Each round an empty and a full hall, in turns first; the delays as p50 and p99 per round."""
    kept: dict[str, list[Any]] = {"empty": [], "full": []}
    halls = [("empty", False), ("full", True)]
    for number in range(rounds):
        for name, connected in halls[:: -1 if number % 2 else 1]:
            found = hall(load, connected)
            for each in DELAYS:
                delays = found.pop(each)
                if delays:
                    found[each] = {"p50": percentile(delays, 0.5), "p99": percentile(delays, 0.99)}
            kept[name].append(found)
            print(
                f"  hall, {load.phones if connected else 0} connected: measured", file=sys.stderr, flush=True
            )
    wrong = [sentence for found in kept["empty"] + kept["full"] for sentence in found["wrong"]]
    return {"load": vars(load) | {"rounds": rounds}, "rounds": kept, "wrong": wrong}


def hall_rows(found: dict[str, Any]) -> list[Row]:
    rows: list[Row] = []
    empty, full = found["rounds"]["empty"], found["rounds"]["full"]
    for each, words in DELAYS.items():
        for part in ("p50", "p99"):
            base = [one[each][part] for one in empty if each in one]
            under = [one[each][part] for one in full if each in one]
            rows.append(_row(f"{words}, {part}", base, under, "{:.1f} ms"))
    for key, words, form in (
        ("processor_ms_per_contribution", "processor time a contribution", "{:.1f} ms"),
        ("memory", "memory of the process", "{:.0f} MB"),
    ):
        scale = 1e6 if key == "memory" else 1
        rows.append(
            _row(words, [one[key] / scale for one in empty], [one[key] / scale for one in full], form)
        )
    each_phone = statistics.median(one["memory_per_phone"] for one in full)
    rows.append(("memory a connected phone", "", f"{each_phone / 1000:.0f} kB", ""))
    told = statistics.median(one["messages"] / one["acknowledged"] for one in full)
    rows.append(("messages to phones, a contribution", "", f"{told:.0f}", ""))
    count = sum(one["acknowledged"] for one in empty + full)
    rows.append(("acknowledged; found lost, doubled or wrong", f"{count}", f"{len(found['wrong'])}", ""))
    return rows


def _row(words: str, base: list[float], under: list[float], form: str) -> Row:
    """Medians over the rounds, and the median of the ratios within a round."""
    said = [form.format(statistics.median(values)) if values else "" for values in (base, under)]
    pairs = [high / low for low, high in zip(base, under, strict=False) if low > 0]
    return (words, *said, f"{statistics.median(pairs):.2f}" if base and under and pairs else "")


def snapshot_rows(found: dict[str, Any], small: int, large: int) -> list[Row]:
    rows: list[Row] = []
    for kind, sizes in found.items():
        for key, words in (
            ("plain", "bytes"),
            ("gzip", "bytes, gzip"),
            ("brotli", "bytes, brotli"),
            ("first_ms", "made anew"),
            ("cached_ms", "ready in memory"),
            ("unchanged_ms", "not modified (ETag)"),
        ):
            low, high = sizes[small][key], sizes[large][key]
            form = "{:.1f} ms" if key.endswith("_ms") else "{:,.0f}"
            rows.append((f"{kind}, {words}", form.format(low), form.format(high), f"{high / low:.2f}"))
    return rows


def start_rows(found: dict[str, list[float]]) -> list[Row]:
    imports = statistics.median(found["imports"])
    rows = []
    for key, words in (("existing", "existing installation"), ("empty", "empty folder: makes the database")):
        seconds = statistics.median(found[key])
        rows.append((words, f"{imports:.2f} s", f"{seconds:.2f} s", f"{seconds / imports:.2f}"))
    return rows


def table(heads: Row, rows: list[Row]) -> str:
    lines = [heads, ("---", *["---:"] * (len(heads) - 1)), *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


def hall_part(asked: argparse.Namespace) -> tuple[Any, str]:
    load = Load(asked.phones, asked.rate, asked.seconds)
    found = measure_hall(load, asked.rounds)
    heads = (f"{load.rate} contributions a second", "0 connected", f"{load.phones} connected", "ratio")
    return found, table(heads, hall_rows(found))


def snapshots_part(asked: argparse.Namespace) -> tuple[Any, str]:
    found = snapshots((asked.small, asked.large))
    heads = ("snapshot", f"{asked.small} interventions", f"{asked.large} interventions", "ratio")
    return found, table(heads, snapshot_rows(found, asked.small, asked.large))


def start_part(asked: argparse.Namespace) -> tuple[Any, str]:
    found = starting(asked.times)
    return found, table(("to the first page", IMPORTS, "lotusbloem serve", "ratio"), start_rows(found))


PARTS = {"hall": hall_part, "snapshots": snapshots_part, "start": start_part}


def main() -> int:
    asked = _asked()
    os.sched_setaffinity(0, CLIENT_CORES)
    # Stopped from outside it still stops its servers and clears its folders.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
    results: dict[str, Any] = {"at": datetime.now(UTC).isoformat(timespec="seconds"), "machine": _machine()}
    tables = []
    for part in asked.only:
        results[part], told = PARTS[part](asked)
        tables.append(told)
        print(told, end="\n\n", flush=True)
        if asked.json:
            asked.json.write_text(json.dumps(results, indent=1) + "\n", encoding="utf-8")
    if asked.note:
        note(asked.note, results["at"], results["machine"], tables)
    wrong = results.get("hall", {}).get("wrong", [])
    for sentence in wrong:
        print(f"WRONG: {sentence}", file=sys.stderr)
    return 1 if wrong else 0


def note(page: Path, at: str, machine: dict[str, Any], tables: list[str]) -> None:
    """The page tells these results, between its two marks, instead of the ones before."""
    before, _, rest = page.read_text(encoding="utf-8").partition(MARKS[0])
    after = rest.partition(MARKS[1])[2]
    made_by = f"`python -m bench.hall {shlex.join(sys.argv[1:])}`"
    where = (
        f"{at[:10]}, {machine['system']}, {machine['cores']} cores, Python {machine['python']}, load average "
        f"{machine['load_before']} at the start:\n{made_by}"
    )
    told = "\n\n".join([MARKS[0], where, *tables, MARKS[1]])
    page.write_text(before + told + after, encoding="utf-8")


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--only", type=_parts, default=tuple(PARTS), help=f"which of {','.join(PARTS)}")
    parser.add_argument("--phones", type=_from_to(1, 2000), default=300)
    parser.add_argument("--rate", type=_from_to(1, 200), default=20, help="contributions a second")
    parser.add_argument("--seconds", type=_from_to(1, 120), default=30)
    parser.add_argument("--rounds", type=_from_to(1, 5), default=3)
    parser.add_argument("--small", type=_from_to(10, 20_000), default=200, help="interventions")
    parser.add_argument("--large", type=_from_to(10, 20_000), default=2000, help="interventions")
    parser.add_argument("--times", type=_from_to(1, 20), default=5, help="how often it is started")
    parser.add_argument("--json", type=Path, help="where to write everything that was measured")
    parser.add_argument("--note", type=Path, help="a Markdown page whose results are replaced by these")
    return parser.parse_args()


def _parts(said: str) -> tuple[str, ...]:
    parts = tuple(said.split(","))
    if unknown := set(parts) - set(PARTS):
        raise argparse.ArgumentTypeError(f"there is no {', '.join(sorted(unknown))}")
    return parts


def _from_to(least: int, most: int) -> Callable[[str], int]:
    def read(said: str) -> int:
        value = int(said)
        if not least <= value <= most:
            raise argparse.ArgumentTypeError(f"from {least} to {most}")
        return value

    return read


def _machine() -> dict[str, Any]:
    load = os.getloadavg()[0]
    return {
        "cores": os.cpu_count(),
        "load_before": round(load, 1),
        "system": platform.system(),
        "python": platform.python_version(),
    }


if __name__ == "__main__":
    sys.exit(main())
