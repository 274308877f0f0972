"""The server of the demonstration, as a process of its own: what plays, plays from outside."""

from __future__ import annotations

import re
import subprocess
import sys
import threading
from collections.abc import Callable, Sequence
from pathlib import Path

STARTS_WITHIN_SECONDS = 60


class ServerFailed(Exception):
    """The server did not start; the message is what it said."""


class DemoServer:
    """`lotusbloem serve` over a data folder, or another `module` that serves. `address` is where it listens,
    `setup` the one-time link of an empty installation."""

    def __init__(
        self,
        data: Path,
        *,
        host: str,
        port: int,
        say: Callable[[str], None],
        module: str = "facilitator",
        more: Sequence[str] = ("serve",),
    ) -> None:
        command = [sys.executable, "-m", module, *more, "--data", str(data)]
        self._process = subprocess.Popen(
            [*command, "--host", host, "--port", str(port)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        self._say = say
        self._lines: list[str] = []
        self._announced = threading.Event()
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()
        if not self._announced.wait(STARTS_WITHIN_SECONDS) or self._process.poll() is not None:
            self.stop()
            raise ServerFailed("\n".join(self._lines).strip() or "the server did not start")
        self.address = self._found(r"Lotusbloem is open at (\S+)") or ""
        self.setup = self._found(r"(\S+/setup/\S+)")

    def _read(self) -> None:
        assert self._process.stdout is not None  # noqa: S101 - opened with a pipe, two lines above
        for line in self._process.stdout:
            if not self._announced.is_set():
                self._lines.append(line.rstrip())
                if "Stop with Ctrl-C" in line:
                    self._announced.set()
            else:
                self.hear(line.rstrip())
        self._announced.set()

    def hear(self, line: str) -> None:
        """What the server says while it serves."""
        self._say(line)

    def write(self, line: str) -> None:
        """The server reads that line. Raises: BrokenPipeError when it is not there any more."""
        assert self._process.stdin is not None  # noqa: S101 - opened with a pipe
        self._process.stdin.write(f"{line}\n")
        self._process.stdin.flush()

    def _found(self, pattern: str) -> str | None:
        match = re.search(pattern, "\n".join(self._lines))
        return match.group(1) if match else None

    def wait(self) -> None:
        """Returns when the server has stopped."""
        self._process.wait()

    def stop(self) -> None:
        """The server has stopped, with everything that it acknowledged on disk."""
        if self._process.poll() is None:
            self._process.terminate()
            try:
                self._process.wait(20)
            except subprocess.TimeoutExpired:
                self._process.kill()
                self._process.wait()
