"""A child process that thinks: JSON goes in, JSON lines come out, other greenlets work meanwhile.

It starts from nothing (no fork of the server's memory), gives way to everybody else on the machine, and is
ended together with the server.
"""

from __future__ import annotations

import json
import logging
import os
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import gevent
from gevent import subprocess

import sessions

log = logging.getLogger(__name__)

NICENESS = 10
_START = (
    "import os, runpy, sys\n"
    f"hasattr(os, 'nice') and os.nice({NICENESS})\n"
    "runpy.run_module(sys.argv[1], run_name='__main__', alter_sys=True)\n"
)


class ChildFailed(Exception):
    """The child ended without an answer. `why` is crashed, memory, refused, too-long or stopped."""

    def __init__(self, why: str, detail: str = "") -> None:
        super().__init__(detail or why)
        self.why = why


class Child:
    """One run of `python -m MODULE`; used once."""

    def __init__(self, module: str, longest_seconds: float) -> None:
        self._module = module
        self._longest_seconds = longest_seconds
        self._process: Any = None
        self._stopped = False

    def ask(self, question: dict[str, Any], progress: Callable[[float, str], None]) -> dict[str, Any]:
        """The last line of the child, when that is an answer. `progress` hears the lines before it.

        Raises: ChildFailed.
        """
        if self._stopped:
            raise ChildFailed("stopped")
        with tempfile.TemporaryFile() as complaints:
            self._process = subprocess.Popen(
                [sys.executable, "-c", _START, self._module],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=complaints,
                env=_environment(),
            )
            timeout = gevent.Timeout(self._longest_seconds)
            timeout.start()
            try:
                return self._converse(question, progress, complaints)
            except gevent.Timeout as too_long:
                if too_long is not timeout:
                    raise
                raise ChildFailed("too-long") from None
            finally:
                timeout.close()
                self._end()

    def stop(self) -> None:
        """The child is gone, and whoever asked it hears ChildFailed("stopped")."""
        self._stopped = True
        if self._process is not None and self._process.poll() is None:
            self._process.kill()

    def _converse(
        self, question: dict[str, Any], progress: Callable[[float, str], None], complaints: Any
    ) -> dict[str, Any]:
        answer: dict[str, Any] | None = None
        try:
            self._process.stdin.write(json.dumps(question).encode())
            self._process.stdin.close()
            for line in self._process.stdout:
                said = json.loads(line)
                if "progress" in said:
                    progress(float(said["progress"]), str(said["step"]))
                else:
                    answer = said
        except (OSError, ValueError) as broken:
            log.warning("a child process stopped in mid-sentence: %s", broken)
            answer = None
        status = self._process.wait()
        if self._stopped:
            raise ChildFailed("stopped")
        if answer is None:
            complaints.seek(0)
            log.error(
                "a child process ended with %s: %s",
                status,
                complaints.read()[-2000:].decode(errors="replace"),
            )
            # The kernel ends the largest process when memory runs out, with signal 9.
            raise ChildFailed("memory" if status == -9 else "crashed")
        if "error" in answer:
            log.error("a child process refused: %s", answer["error"])
            raise ChildFailed("memory" if "memory" in answer["error"] else "refused", answer["error"])
        return answer

    def _end(self) -> None:
        if self._process.poll() is None:
            self._process.kill()
        self._process.wait()
        self._process.stdout.close()


def _environment() -> dict[str, str]:
    """This process' own, with the place where the domain is found, and one thread for matrices."""
    place = str(Path(sessions.__file__).parents[1])
    path = os.pathsep.join(part for part in (place, os.environ.get("PYTHONPATH", "")) if part)
    return {**os.environ, "PYTHONPATH": path, "OPENBLAS_NUM_THREADS": "1", "PYTHONIOENCODING": "utf-8"}
