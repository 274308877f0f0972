"""Browsers, and the real server that they talk to."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from live_server import Hall, LiveServer, make_hall

from facilitator.house import House, build
from facilitator.settings import Settings


@pytest.fixture(scope="session")
def server_house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """The house over the server's data folder, with which a test leads the hall."""
    made = build(Settings(data=tmp_path_factory.mktemp("served") / "data"))
    yield made
    made.close()


@pytest.fixture(scope="session")
def server(server_house: House) -> Iterator[LiveServer]:
    """`lotusbloem serve` as a process, on a free port."""
    started = LiveServer(server_house.settings.data)
    yield started
    started.stop()
    # Shown by pytest when a test failed.
    print("\n".join(started.lines))


@pytest.fixture
def hall(server: LiveServer, server_house: House) -> Hall:
    """A workshop of its own for this test, open at its interventions."""
    return make_hall(server, server_house)
