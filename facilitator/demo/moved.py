"""A server whose clock can be moved, so that a week is played in minutes.

`python -m facilitator.demo.moved --at MOMENT` is `lotusbloem serve` on a clock that begins at that moment. It
goes on from there as clocks do, and jumps to each moment that is written to the standard input, a line each:
only whoever started the server can move it. By the time it says so, what the clock asks for was done and the
mail that is due was tried.
"""

from __future__ import annotations

import os
import signal
import sys
import threading
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from queue import Empty, Queue
from typing import TYPE_CHECKING

import click

from facilitator.commands.options import data_option
from facilitator.demo.server import DemoServer, ServerFailed

if TYPE_CHECKING:
    from facilitator.clockwork import Clockwork

SAYS = "The clock shows "
NOW = "now"
MOVES_WITHIN_SECONDS = 300


class MovedClock:
    """Tells UTC like the clock of the machine, ahead of it or behind."""

    def __init__(self, at: datetime | None) -> None:
        self.move(at)

    def move(self, at: datetime | None) -> None:
        """It is that moment; None is the moment that it is on this machine."""
        present = datetime.now(UTC)
        self._ahead = (at or present) - present

    def __call__(self) -> datetime:
        return datetime.now(UTC) + self._ahead


def _moment(text: str) -> datetime | None:
    return None if text == NOW else datetime.fromisoformat(text)


@click.command()
@data_option
@click.option("--host", required=True)
@click.option("--port", type=int, required=True)
@click.option("--at", required=True, help="The moment at which the clock begins.")
@click.option("--mail", is_flag=True, help="Send mail as the settings say; else none leaves.")
def main(data: Path, host: str, port: int, at: str, mail: bool) -> None:
    """Serve with a clock that is moved over the standard input."""
    from facilitator.commands.serve import run
    from facilitator.settings import load

    clock = MovedClock(_moment(at))

    def follow(clockwork: Clockwork) -> None:
        for line in sys.stdin:
            clock.move(_moment(line.strip()))
            clockwork.tick()
            print(f"{SAYS}{clock().isoformat()}", flush=True)
        # Nobody is left who could move it on.
        os.kill(os.getpid(), signal.SIGTERM)

    def begun(clockwork: Clockwork) -> None:
        threading.Thread(target=follow, args=(clockwork,), name="moved clock", daemon=True).start()

    without = {} if mail else {"smtp_host": ""}
    run(load(data=data, host=host, port=port, **without), clock=clock, begun=begun)


class MovedServer(DemoServer):
    """That server as a process of its own. Without `mail` it writes to nobody, whatever the settings say."""

    def __init__(
        self, data: Path, at: datetime, *, host: str, port: int, mail: bool, say: Callable[[str], None]
    ) -> None:
        self._moved: Queue[str] = Queue()
        more = ["--at", at.isoformat(), *(["--mail"] if mail else [])]
        super().__init__(data, host=host, port=port, say=say, module="facilitator.demo.moved", more=more)

    def move(self, at: datetime | None) -> None:
        """It is that moment there (None: the present one), and the mail that is due by then was tried.

        Raises: ServerFailed when the server does not answer.
        """
        said = at.isoformat() if at is not None else NOW
        try:
            self.write(said)
            self._moved.get(timeout=MOVES_WITHIN_SECONDS)
        except (BrokenPipeError, Empty) as problem:
            raise ServerFailed(f"the clock could not be moved to {said}") from problem

    def hear(self, line: str) -> None:
        if line.startswith(SAYS):
            self._moved.put(line)
        else:
            super().hear(line)


if __name__ == "__main__":
    main()
