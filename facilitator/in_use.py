"""Who uses a data folder: everybody who opens it shares a lock, and a restore wants it alone.

The lock belongs to the open file, so a process that dies gives it back.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sessions.errors import Conflict, NotReady

try:
    import fcntl
except ImportError:
    # Where the system has no such locks, whoever restores has to stop the server themselves.
    fcntl = None  # type: ignore[assignment]

NAME = "in-use.lock"


def share(folder: Path) -> int:
    """From now on the folder is in use, until `leave()`. Raises: NotReady while a restore is under way."""
    descriptor = _open(folder)
    if fcntl is not None:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except BlockingIOError as problem:
            os.close(descriptor)
            raise NotReady(f"A backup is being restored in {folder}. Try again in a moment.") from problem
    return descriptor


def leave(descriptor: int) -> None:
    os.close(descriptor)


@contextmanager
def alone(folder: Path) -> Iterator[None]:
    """Nobody else uses the folder. Raises: Conflict when somebody does."""
    descriptor = _open(folder)
    try:
        if fcntl is not None:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield
    except BlockingIOError as problem:
        raise Conflict(
            f"Lotusbloem is running on {folder}. Stop it, restore, and start it again."
        ) from problem
    finally:
        os.close(descriptor)


def _open(folder: Path) -> int:
    return os.open(folder / NAME, os.O_RDWR | os.O_CREAT, 0o600)
