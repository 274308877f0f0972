"""Child processes that think: JSON goes in, JSON lines come out, other greenlets work meanwhile.

They start from nothing (no fork of the server's memory), give way to everybody else on the machine, and are
ended together with the server.
"""

from __future__ import annotations

import json
import logging
import os
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import IO, Any

import gevent
from gevent import subprocess
from gevent.lock import BoundedSemaphore

import sessions

log = logging.getLogger(__name__)

NICENESS = 10
_START = (
    "import os, runpy, sys\n"
    f"hasattr(os, 'nice') and os.nice({NICENESS})\n"
    "runpy.run_module(sys.argv[1], run_name='__main__', alter_sys=True)\n"
)
Hear = Callable[[float, str], None]


class ChildFailed(Exception):
    """The child ended without an answer. `why` is crashed, memory, refused, too-long or stopped."""

    def __init__(self, why: str, detail: str = "") -> None:
        super().__init__(detail or why)
        self.why = why


@contextmanager
def _complaints() -> Iterator[IO[bytes]]:
    with tempfile.TemporaryFile() as file:
        yield file


class _Process:
    """One process of `python -m MODULE` and the conversation with it."""

    def __init__(self, module: str) -> None:
        self._open = ExitStack()
        self._complaints = self._open.enter_context(_complaints())
        self._process = subprocess.Popen(
            [sys.executable, "-c", _START, module],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._complaints,
            env=_environment(),
        )

    def ask(self, question: dict[str, Any], hear: Hear, *, last: bool) -> dict[str, Any]:
        """What it answers; `hear` is told its progress. After the `last` question its input ends.

        Raises: ChildFailed.
        """
        try:
            self._process.stdin.write(json.dumps(question).encode() + b"\n")
            self._process.stdin.flush()
            if last:
                self._process.stdin.close()
            for line in self._process.stdout:
                said = json.loads(line)
                if "progress" not in said:
                    return _answer(said)
                hear(float(said["progress"]), str(said["step"]))
        except ValueError as nonsense:
            log.warning("a child process did not answer in JSON: %s", nonsense)
            self.kill()
            raise ChildFailed("crashed") from nonsense
        except OSError as broken:
            log.warning("a child process stopped in mid-sentence: %s", broken)
        raise self._failure()

    def _failure(self) -> ChildFailed:
        status = self._process.wait()
        self._complaints.seek(0)
        said = self._complaints.read()[-2000:].decode(errors="replace")
        log.error("a child process ended with %s: %s", status, said)
        # The kernel ends the largest process when memory runs out, with signal 9.
        return ChildFailed("memory" if status == -9 else "crashed")

    @property
    def works(self) -> bool:
        return self._process.poll() is None

    def kill(self) -> None:
        if self.works:
            self._process.kill()

    def close(self) -> None:
        """No trace is left of it."""
        self.kill()
        self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout):
            pipe.close()
        self._open.close()


def _answer(said: dict[str, Any]) -> dict[str, Any]:
    if "error" in said:
        log.error("a child process refused: %s", said["error"])
        raise ChildFailed("memory" if "memory" in said["error"] else "refused", said["error"])
    answer: dict[str, Any] = said.get("answer", said)
    return answer


class Child:
    """One question to one process; used once."""

    def __init__(self, module: str, longest_seconds: float) -> None:
        self._module = module
        self._longest_seconds = longest_seconds
        self._process: _Process | None = None
        self.stopped = False

    def ask(self, question: dict[str, Any], hear: Hear) -> dict[str, Any]:
        """What the child answers. `hear` is told its progress. Raises: ChildFailed."""
        if self.stopped:
            raise ChildFailed("stopped")
        process = self._process = _Process(self._module)
        try:
            return _in_time(self._longest_seconds, lambda: process.ask(question, hear, last=True))
        except ChildFailed as failed:
            if self.stopped:
                raise ChildFailed("stopped") from failed
            raise
        finally:
            process.close()

    def stop(self) -> None:
        """The child is gone, and whoever asked it hears ChildFailed("stopped")."""
        self.stopped = True
        if self._process is not None:
            self._process.kill()


class Helper:
    """A process that answers one question after the other, and rests after `idle_seconds` without any: what
    it loaded is then given back."""

    def __init__(self, module: str, *, longest_seconds: float, idle_seconds: float) -> None:
        self._module = module
        self._longest_seconds, self._idle_seconds = longest_seconds, idle_seconds
        self._turn = BoundedSemaphore(1)
        self._process: _Process | None = None
        self._rest: gevent.Greenlet | None = None
        self._stopped = False

    def ask(self, question: dict[str, Any]) -> dict[str, Any]:
        """What it answers, after those who asked before. Raises: ChildFailed."""
        with self._turn:
            if self._stopped:
                raise ChildFailed("stopped")
            if self._rest is not None:
                self._rest.kill()
            if self._process is None:
                self._process = _Process(self._module)
            process = self._process
            try:
                return _in_time(
                    self._longest_seconds,
                    lambda: process.ask(question, lambda _share, _step: None, last=False),
                )
            except ChildFailed as failed:
                if self._stopped:
                    raise ChildFailed("stopped") from failed
                if failed.why != "refused":
                    self._end()
                raise
            finally:
                self._rest = gevent.spawn_later(self._idle_seconds, self._end_when_idle)

    @property
    def works(self) -> bool:
        return self._process is not None and self._process.works

    def stop(self) -> None:
        """It is gone and answers nothing any more."""
        self._stopped = True
        if self._rest is not None:
            self._rest.kill()
        if self._process is not None:
            self._process.kill()
        with self._turn:
            self._end()

    def _end_when_idle(self) -> None:
        self._rest = None
        with self._turn:
            self._end()

    def _end(self) -> None:
        if self._process is not None:
            self._process.close()
            self._process = None


def _in_time(seconds: float, ask: Callable[[], dict[str, Any]]) -> dict[str, Any]:
    timeout = gevent.Timeout(seconds)
    timeout.start()
    try:
        return ask()
    except gevent.Timeout as too_long:
        if too_long is not timeout:
            raise
        raise ChildFailed("too-long") from None
    finally:
        timeout.close()


def _environment() -> dict[str, str]:
    """This process' own, with the place where the domain is found, and one thread for matrices."""
    place = str(Path(sessions.__file__).parents[1])
    path = os.pathsep.join(part for part in (place, os.environ.get("PYTHONPATH", "")) if part)
    return {**os.environ, "PYTHONPATH": path, "OPENBLAS_NUM_THREADS": "1", "PYTHONIOENCODING": "utf-8"}
