"""From `lotusbloem serve` to the first answered page, beside an import of what it is built on."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import requests

from bench.served import SERVER_CORES, Served, data_folder

IMPORTS = "import flask, sqlalchemy"


def starting(times: int) -> dict[str, list[float]]:
    """Seconds of every try, in turns: on an empty folder, on an existing installation, and of the imports."""
    found: dict[str, list[float]] = {"empty": [], "existing": [], "imports": []}
    with data_folder() as existing:
        _first_page(existing)
        for _ in range(times):
            with data_folder() as empty:
                found["empty"].append(_first_page(empty))
            found["existing"].append(_first_page(existing))
            found["imports"].append(_imports())
    return found


def _first_page(data: Path) -> float:
    begun = time.perf_counter()
    with Served(data) as server, requests.Session() as client:
        client.trust_env = False
        answer = client.get(server.address, timeout=60)
        taken = time.perf_counter() - begun
    answer.raise_for_status()
    return taken


def _imports() -> float:
    begun = time.perf_counter()
    process = subprocess.Popen([sys.executable, "-c", IMPORTS])
    os.sched_setaffinity(process.pid, SERVER_CORES)
    if process.wait(60) != 0:
        raise RuntimeError(f"{IMPORTS} failed")
    return time.perf_counter() - begun
