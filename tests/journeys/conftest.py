"""What a journey needs: an empty installation as a process, a browser, a folder for pictures if wanted."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

sys.path.insert(0, str(Path(__file__).parent))
sys.path.insert(0, str(Path(__file__).parents[1] / "browser"))

from journey_contexts import PATIENCE_MS
from journey_pictures import Pictures
from live_server import LiveServer

# What a chapter of the story asserts is explained as in a test.
CHAPTERS = "archive bench export hall order sorting"
pytest.register_assert_rewrite(*(f"journey_{name}" for name in CHAPTERS.split()))

# Taken out of the environment: the server knows its settings and refuses any other variable of that name.
PICTURES = os.environ.pop("LOTUSBLOEM_PICTURES", None)


@pytest.fixture(scope="module")
def hall_browser(mapped_browser: Browser) -> Iterator[Browser]:
    """The one Chromium of the run, with the patience that a whole day needs."""
    expect.set_options(timeout=PATIENCE_MS)
    yield mapped_browser
    expect.set_options(timeout=30_000)


@pytest.fixture
def installation(tmp_path: Path) -> Iterator[LiveServer]:
    """`lotusbloem serve` on a data folder that did not exist before."""
    server = LiveServer(tmp_path / "data")
    yield server
    server.stop()
    # Shown by pytest when a test failed.
    print("\n".join(server.lines))


@pytest.fixture
def pictures() -> Pictures:
    """Pictures for the documentation, when LOTUSBLOEM_PICTURES names a folder for them."""
    return Pictures(Path(PICTURES) if PICTURES else None)
