"""`lotusbloem serve` as a process of its own, over a data folder that is thrown away.

Two cores: the server on the first that this process may use, whoever measures on the others.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

STARTS_WITHIN_SECONDS = 60
STOPS_WITHIN_SECONDS = 20
COMMAND = [sys.executable, "-m", "facilitator", "serve", "--host", "127.0.0.1", "--port", "0"]
QUIET = {"LOTUSBLOEM_LOG_LEVEL": "WARNING"}

_ALL = sorted(os.sched_getaffinity(0))
SERVER_CORES = {_ALL[0]}
CLIENT_CORES = set(_ALL[1:]) or {_ALL[0]}


class Failed(Exception):
    """The server did not do what it is measured for; the message is what it said."""


@contextmanager
def data_folder() -> Iterator[Path]:
    """A folder for one installation, gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="lotusbloem-bench-") as folder:
        yield Path(folder) / "data"


class Served:
    """A running server on the loopback address. `setup` is the one-time link of an empty installation."""

    def __init__(self, data: Path) -> None:
        self._lines: list[str] = []
        self._announced = threading.Event()
        self._process = subprocess.Popen(
            [*COMMAND, "--data", str(data)],
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            env=_environment(),
        )
        os.sched_setaffinity(self._process.pid, SERVER_CORES)
        threading.Thread(target=self._read, daemon=True).start()
        announced = self._announced.wait(STARTS_WITHIN_SECONDS)
        address = self._found(r"Lotusbloem is open at (\S+)")
        if not announced or address is None:
            self.stop()
            raise Failed("\n".join(self._lines) or "the server did not start")
        self.address = address
        self.setup = self._found(r"(\S+/setup/\S+)")

    def __enter__(self) -> Served:
        return self

    def __exit__(self, *_raised: object) -> None:
        self.stop()

    @property
    def pid(self) -> int:
        return self._process.pid

    @property
    def complaints(self) -> list[str]:
        """What the server said after its announcement; in a good run nothing."""
        return self._lines[self._lines.index(self._last_announced) + 1 :]

    def memory(self) -> int:
        """Bytes that the process has in memory (resident set size)."""
        return int(_status(self.pid, "VmRSS")) * 1024

    def stop(self) -> None:
        """The server has stopped, by force when it does not want to."""
        if self._process.poll() is None:
            self._process.terminate()
            try:
                self._process.wait(STOPS_WITHIN_SECONDS)
            except subprocess.TimeoutExpired:
                self._process.kill()
                self._process.wait()

    def processor_seconds(self) -> float:
        """How long the process has computed since it started."""
        fields = Path(f"/proc/{self.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def _read(self) -> None:
        assert self._process.stdout is not None
        for line in self._process.stdout:
            self._lines.append(line.rstrip())
            if "Stop with Ctrl-C" in line:
                self._last_announced = line.rstrip()
                self._announced.set()
        self._announced.set()

    def _found(self, pattern: str) -> str | None:
        match = re.search(pattern, "\n".join(self._lines))
        return match.group(1) if match else None


def _environment() -> dict[str, str]:
    """Without the settings of an installation that this machine may have."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("LOTUSBLOEM_")}
    return kept | QUIET


def _status(pid: int, name: str) -> str:
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return next(line.split()[1] for line in lines if line.startswith(f"{name}:"))
