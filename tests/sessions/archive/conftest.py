"""A full workshop, and installations to bring its archive into."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from archiving import Full, bring_in, counts, make_full
from builders import Cast, Clock, make_cast, make_user

from facilitator.house import House, build
from facilitator.settings import Settings
from sessions.errors import Invalid


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


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Full]:
    """A full workshop that the tests of a module share: they read it only."""
    house = build(Settings(data=tmp_path_factory.mktemp("kept")))
    house.clock = Clock()
    yield make_full(make_cast(house))
    house.close()


@pytest.fixture(scope="module")
def packed(kept: Full) -> bytes:
    """Its archive."""
    return kept.pack()


@pytest.fixture(scope="module")
def target(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """An installation with one account, that the refusals of a module share: each leaves nothing behind."""
    house = build(Settings(data=tmp_path_factory.mktemp("target")))
    house.clock = Clock()
    make_user(house, "nieuw@lotus.example", "admin")
    yield house
    house.close()


@pytest.fixture
def refused(target: House) -> Callable[[bytes, str], None]:
    """Bringing in those bytes is refused with that sentence, and no table has a row more."""

    def check(content: bytes, sentence: str) -> None:
        before = counts(target)
        with pytest.raises(Invalid) as refusal:
            bring_in(target, content)
        assert list(refusal.value.errors) == ["archive"]
        assert sentence in refusal.value.errors["archive"][0]
        assert counts(target) == before

    return check
