"""What every test can ask for: a house over a fresh data folder, a clock that is told the time, the cast."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings as trying
from jinja2 import FileSystemBytecodeCache

sys.path.insert(0, str(Path(__file__).parent))

from builders import Cast, Clock, make_cast

from facilitator.house import House, build
from facilitator.settings import Settings

if TYPE_CHECKING:
    from playwright.sync_api import Browser

# No example fails because the machine had something else to do.
trying.register_profile("untimed", deadline=None)
trying.load_profile("untimed")

CHROMIUM_ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--host-resolver-rules=MAP hall.test 127.0.0.1",
]


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture(scope="session")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty database at the newest shape, to be copied: migrating takes longer than most tests."""
    folder = tmp_path_factory.mktemp("migrated")
    build(Settings(data=folder)).close()
    return folder / "lotusbloem.db"


@pytest.fixture(scope="session")
def gathered(tmp_path_factory: pytest.TempPathFactory, migrated: Path) -> Cast:
    """The cast in a house that is closed, to be copied: they come about once, not once a test."""
    settings = Settings(data=tmp_path_factory.mktemp("gathered"))
    shutil.copy(migrated, settings.database)
    house = build(settings)
    house.clock = Clock()
    made = make_cast(house)
    house.close()
    return made


@pytest.fixture
def house(request: pytest.FixtureRequest, tmp_path: Path, migrated: Path, clock: Clock) -> Iterator[House]:
    """The real thing: SQLite and the writer's thread, over an empty database or that of the cast."""
    settings = Settings(data=tmp_path / "data")
    settings.data.mkdir(mode=0o700)
    peopled = "cast" in request.fixturenames
    template = request.getfixturevalue("gathered").house.settings.database if peopled else migrated
    shutil.copy(template, settings.database)
    made = build(settings)
    made.clock = clock
    yield made
    made.close()


@pytest.fixture
def cast(gathered: Cast, house: House) -> Cast:
    """A workshop that is open, the people around it, and a workshop of strangers."""
    return replace(gathered, house=house, phones=[replace(phone) for phone in gathered.phones])


@pytest.fixture(scope="session")
def compiled(tmp_path_factory: pytest.TempPathFactory) -> FileSystemBytecodeCache:
    """Templates compiled once a run: every test has an application of its own, with the same templates."""
    return FileSystemBytecodeCache(str(tmp_path_factory.mktemp("compiled")))


@pytest.fixture(scope="session")
def routed() -> Iterator[None]:
    """What builds an address of a route, compiled once a run: it is nine tenths of making an application."""
    from werkzeug.routing import Rule

    compile_builder = Rule._compile_builder
    made: dict[tuple[object, ...], Callable[..., tuple[str, str]]] = {}

    def remembered(rule: Rule, append_unknown: bool = True) -> Callable[..., tuple[str, str]]:
        key = (rule.rule, rule.subdomain, repr(rule.defaults), append_unknown)
        if key not in made:
            made[key] = compile_builder(rule, append_unknown)
        return made[key]

    Rule._compile_builder = remembered
    yield
    Rule._compile_builder = compile_builder


@pytest.fixture
def app(house: House, compiled: FileSystemBytecodeCache, routed: None):
    """The application, forms protected as in the hall."""
    # Here, so that a test of the domain starts without the web.
    from facilitator.app import create_app

    made = create_app(house)
    made.jinja_env.bytecode_cache = compiled
    made.testing = True
    return made


@pytest.fixture
def client(app):
    return app.test_client()


@pytest.fixture(scope="session")
def mapped_browser() -> Iterator[Browser]:
    """The one Chromium of a run: Playwright cannot be started twice in a process.

    `http://hall.test:PORT` is this machine over plain HTTP: no secure context, as on the network of a hall.
    """
    from playwright.sync_api import expect, sync_playwright

    expect.set_options(timeout=PATIENCE_MS)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=CHROMIUM_ARGUMENTS)
        yield browser
        browser.close()


LONGEST = "tests/journeys/"
# How long a test looks for what it expects of a page; one that finds it waits no longer.
PATIENCE_MS = 30_000


def mixed(items: list[pytest.Item]) -> list[pytest.Item]:
    """The same tests, file by file, those that drive a browser spread evenly among the others.

    Several browsers at once would wait for each other. What lasts longest begins, so that no process is left
    alone with it at the end.
    """
    files: dict[str, list[pytest.Item]] = {}
    for item in sorted(items, key=lambda item: not item.nodeid.startswith(LONGEST)):
        files.setdefault(item.nodeid.partition("::")[0], []).append(item)
    drives = {
        name for name, tests in files.items() if any(test.get_closest_marker("browser") for test in tests)
    }
    drives |= {name for name in files if name.startswith(LONGEST)}
    heavy, light = [name for name in files if name in drives], [name for name in files if name not in drives]
    places = [(at / max(len(names), 1), name) for names in (heavy, light) for at, name in enumerate(names)]
    return [test for _, name in sorted(places) for test in files[name]]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """A test that needs a program which is missing is skipped by name; in CI that is a failure."""
    items[:] = mixed(items)
    if os.environ.get("CI") != "true" and chromium() is None:
        skip = pytest.mark.skip(reason="Chromium is not installed")
        for item in items:
            if item.get_closest_marker("browser"):
                item.add_marker(skip)


def chromium() -> str | None:
    return shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Where everything has to be there, a skip is a failure."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    skipped = reporter.stats.get("skipped", []) if reporter is not None else []
    if os.environ.get("CI") == "true" and skipped:
        reporter.write_line(f"{len(skipped)} skipped; with CI=true that is a failure.", red=True)
        session.exitstatus = pytest.ExitCode.TESTS_FAILED
