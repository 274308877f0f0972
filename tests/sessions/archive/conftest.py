"""A full workshop, and installations to bring its archive into."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from archiving import Full, make_full
from builders import Cast, Clock, make_user

from facilitator.house import House, build
from facilitator.settings import Settings


@pytest.fixture
def full(cast: Cast) -> Full:
    return make_full(cast)


@pytest.fixture
def elsewhere(tmp_path: Path, migrated: Path, clock: Clock) -> Iterator[House]:
    """Another installation: empty."""
    settings = Settings(data=tmp_path / "elsewhere")
    settings.data.mkdir(mode=0o700)
    shutil.copy(migrated, settings.database)
    made = build(settings)
    made.clock = clock
    yield made
    made.close()


@pytest.fixture
def peopled(elsewhere: House) -> House:
    """Another installation with an organisation and one account."""
    make_user(elsewhere, "nieuw@lotus.example", "admin")
    return elsewhere
