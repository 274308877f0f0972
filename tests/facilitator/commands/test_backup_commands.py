"""`lotusbloem backup` and `lotusbloem restore`: a whole copy while people write, and back."""

from __future__ import annotations

import shutil
import sqlite3
import stat
import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from archiving import counts
from builders import Cast, contribute, intervention, join
from sqlalchemy import select

from facilitator import in_use
from facilitator.house import House, build
from facilitator.settings import Settings
from sessions import backups
from sessions.errors import NotReady
from sessions.models import ContributionVersion, Participant


@pytest.fixture
def copy(lotusbloem, cast: Cast, tmp_path: Path) -> Path:
    """A backup, made while the house is open."""
    target = tmp_path / "kopie.db"
    contribute(cast.house, cast.phones[0], cast.step(), intervention("Tuin", reasons=["Iedereen kan iets"]))
    said = lotusbloem("backup", "--data", cast.house.settings.data, "--out", target)
    assert said.code == 0, said.err
    return target


def opened(data: Path, look: Callable[[House], object]) -> object:
    house = build(Settings(data=data))
    try:
        return look(house)
    finally:
        house.close()


def files(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


def test_a_backup_holds_every_row_for_its_owner_alone(
    lotusbloem, cast: Cast, copy: Path, tmp_path: Path
) -> None:
    assert stat.S_IMODE(copy.stat().st_mode) == 0o600
    said = lotusbloem("backup", "--data", cast.house.settings.data, "--out", tmp_path / "nog.db", "--json")
    known = counts(cast.house)
    assert {name: said.json["tables"][name] for name in known} == known
    assert said.json["rows"] == sum(said.json["tables"].values())
    assert said.json["file"] == str(tmp_path / "nog.db")


def test_a_folder_gets_a_file_with_the_moment(lotusbloem, cast: Cast, tmp_path: Path) -> None:
    folder = tmp_path / "kopies"
    folder.mkdir()
    assert lotusbloem("backup", "--data", cast.house.settings.data, "--out", folder).code == 0
    assert [path.name[:13] for path in folder.iterdir()] == ["lotusbloem-20"]


def test_a_copy_is_never_written_over(lotusbloem, cast: Cast, copy: Path) -> None:
    before = copy.read_bytes()
    said = lotusbloem("backup", "--data", cast.house.settings.data, "--out", copy)
    assert (said.code, said.out) == (1, "") and "is there already" in said.err
    assert copy.read_bytes() == before


@pytest.mark.parametrize("folder", ["leeg", "weg/nog"])
def test_without_a_database_there_is_nothing_to_copy(lotusbloem, tmp_path: Path, folder: str) -> None:
    said = lotusbloem("backup", "--data", tmp_path / folder, "--out", tmp_path / "x.db")
    assert (said.code, said.out) == (1, "") and "There is no database" in said.err
    assert not (tmp_path / folder).exists() and not (tmp_path / "x.db").exists()


def test_where_it_cannot_be_written_nothing_is_left(lotusbloem, cast: Cast, tmp_path: Path) -> None:
    said = lotusbloem("backup", "--data", cast.house.settings.data, "--out", tmp_path / "weg" / "x.db")
    assert (said.code, said.out) == (1, "") and "cannot be written" in said.err
    assert "weg" not in files(tmp_path)


def test_a_copy_made_while_people_write_holds_one_moment(cast: Cast, tmp_path: Path) -> None:
    """A participant and the change that says so come together, in every copy."""
    stop, joined_one = threading.Event(), threading.Semaphore(0)

    def hall() -> None:
        while not stop.is_set():
            join(cast.house, cast.gathering, table=2)
            joined_one.release()

    writing = threading.Thread(target=hall)
    writing.start()
    try:
        for number in range(5):
            assert joined_one.acquire(timeout=60), "people go on writing"
            target = tmp_path / f"{number}.db"
            backups.copy(cast.house.settings.database, target)
            with sqlite3.connect(target) as database:
                joined = database.execute("SELECT count(*) FROM participant").fetchone()
                told = database.execute("SELECT count(*) FROM change WHERE verb = 'participant.joined'")
                assert joined == told.fetchone()
    finally:
        stop.set()
        writing.join()


def test_it_comes_back_in_an_empty_folder(lotusbloem, cast: Cast, copy: Path, tmp_path: Path) -> None:
    there = tmp_path / "daar"
    said = lotusbloem("restore", copy, "--data", there, "--json")
    assert said.code == 0
    known = counts(cast.house)
    assert {name: said.json["tables"][name] for name in known} == known
    assert said.json["aside"] is None and said.json["file"] == str(there / "lotusbloem.db")
    assert opened(there, counts) == known
    assert stat.S_IMODE((there / "lotusbloem.db").stat().st_mode) == 0o600

    def texts(house: House) -> set[str]:
        with house.store.reading() as db:
            return set(db.scalars(select(ContributionVersion.text)))

    assert "Tuin" in opened(there, texts)


def test_phones_of_then_are_known_again(lotusbloem, cast: Cast, copy: Path, tmp_path: Path) -> None:
    """A backup is the installation itself, secrets included, unlike an archive."""
    there = tmp_path / "daar"
    assert lotusbloem("restore", copy, "--data", there).code == 0
    with cast.house.store.reading() as db:
        known = set(db.scalars(select(Participant.secret_hash)))

    def hashes(house: House) -> set[str]:
        with house.store.reading() as db:
            return set(db.scalars(select(Participant.secret_hash)))

    assert opened(there, hashes) == known


def test_a_database_that_is_there_stays_unless_it_may_be_moved(
    lotusbloem, cast: Cast, copy: Path, tmp_path: Path
) -> None:
    there = tmp_path / "daar"
    opened(there, lambda house: None)
    before = (there / "lotusbloem.db").read_bytes()
    refused = lotusbloem("restore", copy, "--data", there)
    assert (refused.code, refused.out) == (1, "") and "--force" in refused.err
    assert (there / "lotusbloem.db").read_bytes() == before
    given = lotusbloem("restore", copy, "--data", there, "--force", "--json")
    aside = Path(given.json["aside"])
    assert given.code == 0 and aside.read_bytes() == before
    assert opened(there, counts) == counts(cast.house)


def test_what_a_crash_left_in_the_log_goes_aside_with_its_database(
    lotusbloem, cast: Cast, copy: Path, tmp_path: Path
) -> None:
    """A log that stays behind would be played into the database that is put in its place."""
    there = tmp_path / "daar"
    there.mkdir()
    for end in ("", "-wal", "-shm"):
        part = Path(f"{cast.house.settings.database}{end}")
        if part.exists():
            shutil.copy(part, there / part.name)
    assert (there / "lotusbloem.db-wal").stat().st_size > 0
    given = lotusbloem("restore", copy, "--data", there, "--force", "--json")
    assert given.code == 0
    assert not (there / "lotusbloem.db-wal").exists()
    assert backups.check(Path(given.json["aside"])) == given.json["tables"], "what was there is whole"


def test_a_running_installation_is_left_alone(lotusbloem, cast: Cast, copy: Path) -> None:
    before = counts(cast.house)
    said = lotusbloem("restore", copy, "--data", cast.house.settings.data, "--force")
    assert (said.code, said.out) == (1, "") and "Stop it" in said.err
    assert counts(cast.house) == before
    assert not any("before-restore" in name for name in files(cast.house.settings.data))


def test_nobody_opens_a_folder_while_it_is_restored(cast: Cast, tmp_path: Path) -> None:
    folder = tmp_path / "daar"
    folder.mkdir()
    with in_use.alone(folder), pytest.raises(NotReady, match="being restored"):
        build(Settings(data=folder))
    opened(folder, lambda house: None)


def test_several_may_use_a_folder_at_once(cast: Cast) -> None:
    """A command beside a server."""
    opened(cast.house.settings.data, counts)


def damaged(path: Path) -> None:
    content = bytearray(path.read_bytes())
    for at in range(4096 * 3, 4096 * 12):
        content[at] ^= 0x5A
    path.write_bytes(bytes(content))


def cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: 4096 * 5 + 100])


def another(path: Path) -> None:
    path.unlink()
    with sqlite3.connect(path) as database:
        database.execute("CREATE TABLE iets (id INTEGER)")


def dangling(path: Path) -> None:
    with sqlite3.connect(path) as database:
        database.execute("DELETE FROM workshop")


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (damaged, "damaged"),
        (cut, "damaged"),
        (another, "no database of Lotusbloem"),
        (dangling, "point nowhere"),
        (lambda path: path.write_text("geen database"), "no database of Lotusbloem"),
        (lambda path: path.write_bytes(b""), "no database of Lotusbloem"),
    ],
)
def test_what_is_no_whole_copy_is_refused_before_anything_is_touched(
    lotusbloem, copy: Path, tmp_path: Path, change: Callable[[Path], object], sentence: str
) -> None:
    change(copy)
    said = lotusbloem("restore", copy, "--data", tmp_path / "daar", "--json")
    assert (said.code, said.out) == (1, "") and sentence in said.err
    assert not (tmp_path / "daar").exists()


def test_a_copy_of_a_newer_version_is_refused(lotusbloem, copy: Path, tmp_path: Path) -> None:
    with sqlite3.connect(copy) as database:
        database.execute("UPDATE alembic_version SET version_num = '9999'")
    said = lotusbloem("restore", copy, "--data", tmp_path / "daar")
    assert (said.code, said.out) == (3, "") and "newer version" in said.err
    assert not (tmp_path / "daar").exists()


def test_a_file_that_is_not_there_is_wrong_use(lotusbloem, tmp_path: Path) -> None:
    assert lotusbloem("restore", tmp_path / "weg.db", "--data", tmp_path / "daar").code == 2


@pytest.mark.parametrize("command", ["backup", "restore"])
def test_the_help_says_the_exit_codes(lotusbloem, command: str) -> None:
    said = lotusbloem(command, "--help")
    assert said.code == 0
    for number in range(4):
        assert f" {number} when" in said.out or f" {number} for" in said.out
