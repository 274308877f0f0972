"""Who is in the hall, as its studio, its wall and its tables hear it."""

from __future__ import annotations

import json
import time
from types import SimpleNamespace

import pytest
from builders import contribute, open_at
from sqlalchemy import select

from facilitator.live import presence
from sessions import participants
from sessions.hall import pace
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


def at_table(hall, tables, number):
    """That phone, looking at the table where it sits; the two first sit at table 1."""
    client = phone_of(hall, number)
    audience = f"table:{tables[2 if number == 2 else 1]}"
    assert client.watch(audience)["ok"]
    return client


def writes(client, place):
    client.send(f'42["here",{json.dumps({"place": place})}]')


def hears(client, holds, audience=""):
    """The first presence for that audience (any, when empty) for which `holds` is true."""
    while True:
        name, message = client.event()
        if name == "presence" and message["audience"].startswith(audience) and holds(message):
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
    studio, phone = studio_of(hall), phone_of(hall, 0)
    phone.send('42["here",{"place":"step:3"}]')
    hears(studio, lambda told: told["tables"].get(tables[1], {}).get("writing") == 1)
    later = SimpleNamespace(monotonic=lambda: time.monotonic() + presence.WRITING_SECONDS + 1)
    monkeypatch.setattr(presence, "time", later)
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
    monkeypatch.setattr(hall.live.attendance, "_seated", lambda _workshop_id: pytest.fail("read for nobody"))
    hall.live.attendance.tell()


def test_a_wall_cannot_pretend_to_write(hall):
    wall = hall.connect(auth={"wall": hall.wall_secret()})
    wall.watch(f"wall:{hall.cast.gathering}")
    wall.send('42["here",{"place":"step:3"}]')
    wall.watch(f"wall:{hall.cast.gathering}")
    assert hall.live.attendance.present(hall.cast.gathering)["people"] == []


def test_a_table_hears_on_which_places_its_people_write_and_never_who(quick, hall, tables):
    first, second, other = (at_table(hall, tables, number) for number in range(3))
    hears(second, lambda told: told["people"] == 2)
    writes(first, "lotus:7:A3")
    told = hears(second, lambda told: told["writing"])
    assert told == {"audience": f"table:{tables[1]}", "people": 2, "writing": {"A3": 1}}
    writes(second, "lotus:7:A3")
    hears(second, lambda told: told["writing"] == {"A3": 2})
    writes(first, "lotus:7:")
    hears(second, lambda told: told["writing"] == {"A3": 1})
    first.close()
    hears(second, lambda told: told["people"] == 1)
    writes(other, "lotus:7:H")
    assert hears(other, lambda told: told["writing"]) == {
        "audience": f"table:{tables[2]}",
        "people": 1,
        "writing": {"H": 1},
    }


def test_a_wall_hears_how_many_write_at_each_table(quick, hall, tables):
    wall = hall.connect(auth={"wall": hall.wall_secret()})
    wall.watch(f"wall:{hall.cast.gathering}")
    phones = [phone_of(hall, number) for number in range(3)]
    writes(phones[0], "lotus:7:A")
    writes(phones[1], "lotus:7:")
    writes(phones[2], "step:3")
    told = hears(wall, lambda told: sum(told["writing"].values()) == 3)
    assert told == {"audience": f"wall:{hall.cast.gathering}", "writing": {"1": 2, "2": 1}}
    writes(phones[2], None)
    hears(wall, lambda told: told["writing"] == {"1": 2})


def test_who_comes_to_look_at_a_table_hears_what_is_going_on(quick, hall, tables):
    first = at_table(hall, tables, 0)
    writes(first, "lotus:7:B")
    hears(first, lambda told: told["writing"] == {"B": 1})
    second = at_table(hall, tables, 1)
    hears(second, lambda told: told["writing"] == {"B": 1} and told["people"] == 2)


def test_who_changes_tables_is_taken_out_of_the_old_one_without_a_goodbye(quick, hall, tables):
    mover, stays = at_table(hall, tables, 0), at_table(hall, tables, 1)
    hears(stays, lambda told: told["people"] == 2)
    moves = hall.cast.phones[0].id
    hall.house.write(
        lambda db: participants.change(
            db, moves, table_number=2, name="", language="nl", now=hall.house.now()
        )
    )
    hears(stays, lambda told: told["people"] == 1)
    assert mover.watch(f"table:{tables[1]}")["why"] == "missing"
    assert mover.watch(f"table:{tables[2]}")["ok"]
    writes(stays, "lotus:7:C")
    hears(stays, lambda told: told["writing"] == {"C": 1})
    heard = hears(mover, lambda told: True, f"table:{tables[2]}")
    assert heard == {"audience": f"table:{tables[2]}", "people": 1, "writing": {}}
    assert mover.watch(f"phone:{hall.cast.gathering}")["ok"], "the phone stays in the hall"


def test_petals_of_the_old_table_do_not_follow_who_left_it(hall, tables):
    step = open_at(hall.house, hall.cast.gathering, "lotus")
    by = hall.cast.moderator
    hall.house.write(
        lambda db: pace.set_stage(db, hall.cast.gathering, step, "shared", by, now=hall.house.now())
    )
    mover, stays = at_table(hall, tables, 0), at_table(hall, tables, 1)
    hall.house.write(
        lambda db: participants.change(
            db, hall.cast.phones[0].id, table_number=2, name="", language="nl", now=hall.house.now()
        )
    )
    assert until(lambda: f"table:{tables[1]}" not in rooms_of(hall, mover))
    contribute(hall.house, hall.cast.phones[1], step, {"text": "Voor deze tafel", "place": "A"})
    while "Voor deze tafel" not in str(stays.change(f"table:{tables[1]}")["put"]):
        pass
    mover.watch(f"table:{tables[2]}")
    contribute(hall.house, hall.cast.phones[2], step, {"text": "Voor de andere", "place": "A"})
    heard = []
    while not heard or heard[-1]["audience"] != f"table:{tables[2]}" or not heard[-1]["put"]:
        name, message = mover.event()
        heard += [message] if name == "change" else []
    assert "Voor deze tafel" not in str(heard)


def rooms_of(hall, client):
    """What the server still tells the first of its clients: the one that moved."""
    first = next(iter(hall.live.watchers._clients.values()))
    return {str(audience) for audience in first.audiences}


def test_an_outside_client_that_only_watches_its_table_counts_as_present(quick, hall, tables):
    client = hall.connect(auth={"secret": hall.cast.phones[2].secret})
    assert client.watch(f"table:{tables[2]}")["ok"]
    writes(client, "lotus:7:D4")
    hears(client, lambda told: told["people"] == 1 and told["writing"] == {"D4": 1})
    client.send(f'42["leave",{json.dumps({"audience": f"table:{tables[2]}"})}]')
    assert until(lambda: not hall.live.attendance.present(hall.cast.gathering)["people"])


def test_colleagues_at_a_workbench_hear_who_has_what_open_and_who_left(hall, cast, quick):
    workbench = f"workbench:{cast.analysis()}"

    def desk(user):
        client = hall.connect(hall.signed_in(user))
        assert client.watch(workbench)["ok"]
        return client

    hilde, wout = desk(cast.facilitator), desk(cast.analyst)
    writes(wout, "theme:12")
    told = hears(hilde, lambda message: any(each["places"] for each in message["people"]), workbench)
    assert [(each["name"], each["places"]) for each in told["people"]] == [
        ("Hilde", []),
        ("Wout", ["theme:12"]),
    ]
    writes(wout, "lotus:1:A")
    hears(hilde, lambda message: not any(each["places"] for each in message["people"]), workbench)
    wout.close()
    hears(hilde, lambda message: [each["name"] for each in message["people"]] == ["Hilde"], workbench)
