"""What one running Lotusbloem is made of: its database, its writer, its settings, its clock."""

from __future__ import annotations

import os
import secrets
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from tempfile import mkstemp
from typing import Any, TypeVar

from sqlalchemy.orm import Session

from facilitator import in_use
from facilitator.settings import Settings
from sessions.errors import NotReady
from sessions.material import receding
from sessions.store import Store, migrate
from sessions.writer import Writer

Value = TypeVar("Value")


def _wait(future: Future[Any]) -> Any:
    return future.result()


@dataclass
class House:
    """`wait` answers what a Future holds: a plain wait by default; the server puts in one that lets other
    greenlets work meanwhile."""

    settings: Settings
    store: Store
    writer: Writer
    secret_key: str
    clock: Callable[[], datetime] = field(default=lambda: datetime.now(UTC))
    wait: Callable[[Future[Any]], Any] = _wait
    live: Any = None
    jobs: Any = None
    maps: Any = None
    sorted_maps: Any = None
    lock: int | None = None

    def write(self, verb: Callable[[Session], Value]) -> Value:
        """The verb's answer, once it is committed. Raises: whatever the verb refuses with; Busy."""
        answer: Value = self.wait(self.writer.submit(verb))
        return answer

    def now(self) -> datetime:
        return self.clock()

    def close(self) -> None:
        for thinking in (self.jobs, self.maps, self.sorted_maps):
            if thinking is not None:
                thinking.stop()
        self.writer.close()
        self.store.close()
        if self.lock is not None:
            in_use.leave(self.lock)
            self.lock = None


def build(settings: Settings) -> House:
    """The data folder exists, the database is at the newest shape, the writer waits.

    Raises: NotReady with one sentence that says what to change.
    """
    prepare_folder(settings.data)
    lock = in_use.share(settings.data)
    try:
        store = Store(settings.database)
        migrate(store)
        return House(
            settings, store, Writer(store, followers=[receding.follow]), _secret_key(settings.data), lock=lock
        )
    except BaseException:
        in_use.leave(lock)
        raise


def prepare_folder(folder: Path) -> None:
    """Raises: NotReady when the folder cannot be made or written to."""
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError as problem:
        raise NotReady(
            f"The data folder {folder} cannot be made ({problem.strerror}). "
            "Set LOTUSBLOEM_DATA to another one."
        ) from problem
    if not os.access(folder, os.W_OK | os.X_OK):
        raise NotReady(
            f"The data folder {folder} is not writable. "
            "Set LOTUSBLOEM_DATA to another one or change its rights."
        )


def _secret_key(folder: Path) -> str:
    path = folder / "secret.key"
    if not path.exists():
        # It gets its name when it is whole, and the first one counts: several processes may start at once.
        descriptor, made = mkstemp(dir=folder, prefix=".secret-")
        with os.fdopen(descriptor, "w") as file:
            file.write(secrets.token_urlsafe(48))
        _name(Path(made), path)
    return path.read_text().strip()


def _name(made: Path, path: Path) -> None:
    """The file is there under that name, unless another one is already."""
    try:
        os.link(made, path)
    except FileExistsError:
        pass
    except OSError:
        # A disk that gives a file one name only, such as most sticks.
        made.replace(path)
    made.unlink(missing_ok=True)
