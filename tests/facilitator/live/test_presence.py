"""Who is in the hall, as its studio hears it."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from facilitator.live import presence
from sessions.models import Table
from tests.facilitator.live.raw_client import until


@pytest.fixture
def quick(monkeypatch):
    monkeypatch.setattr(presence, "TELL_SECONDS", 0.05)


@pytest.fixture
def tables(cast, house):
    """Table ids by number."""
    with house.store.reading() as db:
        found = db.execute(select(Table.number, Table.id).where(Table.workshop_id == cast.gathering))
        return {number: str(table_id) for number, table_id in found}


def studio_of(hall):
    client = hall.connect(hall.signed_in(hall.cast.facilitator))
    client.watch(f"studio:{hall.cast.gathering}")
    return client


def phone_of(hall, number):
    client = hall.connect(hall.holding(hall.cast.phones[number]))
    assert client.watch(f"phone:{hall.cast.gathering}")["ok"]
    return client


def hears(client, holds):
    """The first presence for which `holds` is true."""
    while True:
        name, message = client.event()
        if name == "presence" and holds(message):
            return message


def test_a_studio_hears_who_is_connected_and_who_writes(quick, hall, tables):
    studio = studio_of(hall)
    first, second, third = hall.cast.phones
    phones = [phone_of(hall, number) for number in range(3)]
    message = hears(studio, lambda told: len(told["people"]) == 3)
    assert message["people"] == sorted([first.id, second.id, third.id])
    assert message["audience"] == f"studio:{hall.cast.gathering}"
    assert message["tables"] == {
        tables[1]: {"connected": 2, "writing": 0},
        tables[2]: {"connected": 1, "writing": 0},
    }
    phones[0].send('42["here",{"place":"step:3"}]')
    message = hears(studio, lambda told: any(table["writing"] for table in told["tables"].values()))
    assert message["tables"][tables[1]] == {"connected": 2, "writing": 1}
    phones[0].send('42["here",{"place":null}]')
    hears(studio, lambda told: told["tables"][tables[1]]["writing"] == 0)
    phones[2].close()
    message = hears(studio, lambda told: len(told["people"]) == 2)
    assert tables[2] not in message["tables"]


def test_a_person_with_two_phones_counts_once(quick, hall, tables):
    studio = studio_of(hall)
    phones = [phone_of(hall, 0), phone_of(hall, 0), phone_of(hall, 2)]
    message = hears(studio, lambda told: len(told["people"]) == 2)
    assert message["tables"][tables[1]]["connected"] == 1
    phones[0].close()
    assert until(lambda: len(hall.live.watchers) == 3)
    assert len(hall.live.attendance.present(hall.cast.gathering)["people"]) == 2


def test_who_falls_silent_stopped_writing(quick, hall, tables, monkeypatch):
    monkeypatch.setattr(presence, "WRITING_SECONDS", 0.3)
    studio, phone = studio_of(hall), phone_of(hall, 0)
    phone.send('42["here",{"place":"step:3"}]')
    hears(studio, lambda told: told["tables"].get(tables[1], {}).get("writing") == 1)
    hears(studio, lambda told: told["tables"][tables[1]]["writing"] == 0)


def test_nothing_new_is_not_told_again(quick, hall, monkeypatch):
    told = []
    real = hall.live.broadcaster.tell
    monkeypatch.setattr(
        hall.live.broadcaster, "tell", lambda *given: (told.append(given[1]), real(*given))[1]
    )
    studio = studio_of(hall)
    phone_of(hall, 0)
    hears(studio, lambda message: message["people"])
    count = len(told)
    hall.live.attendance.tell()
    hall.live.attendance.tell()
    assert len(told) == count


def test_who_does_not_look_is_not_told_and_nothing_is_read(hall, monkeypatch):
    phone_of(hall, 0)
    monkeypatch.setattr(hall.live.attendance, "_tables", lambda _workshop_id: pytest.fail("read for nobody"))
    hall.live.attendance.tell()


def test_a_wall_cannot_pretend_to_write(hall):
    wall = hall.connect(auth={"wall": hall.wall_secret()})
    wall.watch(f"wall:{hall.cast.gathering}")
    wall.send('42["here",{"place":"step:3"}]')
    wall.watch(f"wall:{hall.cast.gathering}")
    assert hall.live.attendance.present(hall.cast.gathering)["people"] == []
