"""News follows the journal: whoever wrote, whoever watches, nothing is lost and nothing is told twice."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import gevent
import pytest
from builders import adopt_everything, contribute, intervention, join, open_at, propose

from facilitator.live.publisher import MOST_CATCH_UP, Publisher
from sessions import contributions, participants, workshops
from sessions.analysis import themes
from sessions.journal import Actor, record
from sessions.projections import Audience, snapshot
from sessions.verbs import Verb
from tests.facilitator.live.live_hall import LiveHall, Watcher, apply
from tests.facilitator.live.raw_client import PATIENCE_SECONDS, until

ROOT = Path(__file__).parents[3]


class Mirror:
    """One audience as its client sees it: a snapshot, and every change since."""

    def __init__(self, hall: LiveHall, client: Watcher, audience: str, headers: dict[str, str]) -> None:
        self.hall, self.client, self.audience, self.headers = hall, client, audience, headers
        assert client.watch(audience)["ok"]
        whole = hall.snapshot(audience, headers)
        self.items, self.revision, self.heard = whole["items"], whole["revision"], []

    def converges(self, seconds: float = PATIENCE_SECONDS) -> bool:
        """True once everything that was told adds up to what is there now."""
        with gevent.Timeout(seconds, False):
            while self.items != self.fresh():
                self.take(self.client.change(self.audience))
        return self.items == self.fresh()

    def take(self, change: dict[str, Any]) -> None:
        assert change["since"] <= self.revision, "a gap where nothing was missed"
        if change["revision"] > self.revision:
            self.items = apply(self.items, change)
            self.revision = change["revision"]
            self.heard += [verb["verb"] for verb in change["verbs"]]

    def fresh(self) -> dict[str, Any]:
        with self.hall.house.store.reading() as db:
            whole = snapshot(db, Audience.parse(self.audience)).as_json()
        return json.loads(json.dumps(whole))["items"]


@pytest.fixture
def mirror(hall: LiveHall) -> Callable[[str], Mirror]:
    """A client of its own that watches that audience, as somebody who may."""

    def make(audience: str) -> Mirror:
        kind, _, scope = audience.partition(":")
        if kind == "me":
            phone = next(phone for phone in hall.cast.phones if phone.id == int(scope))
            headers = hall.holding(phone)
        elif kind == "phone":
            headers = hall.holding(hall.cast.phones[0])
        else:
            headers = hall.signed_in(hall.cast.facilitator)
        return Mirror(hall, hall.connect(headers), audience, headers)

    return make


def everything(hall: LiveHall, mirror: Callable[[str], Mirror]) -> list[Mirror]:
    cast = hall.cast
    audiences = [f"{kind}:{cast.gathering}" for kind in ("wall", "studio", "phone")]
    audiences += [f"workbench:{cast.analysis(key)}" for key in ("why", "preconditions")]
    audiences += [f"me:{phone.id}" for phone in cast.phones]
    return [mirror(audience) for audience in audiences]


def act(hall: LiveHall, verb: Callable[..., Any], *arguments: Any, **named: Any) -> Any:
    return hall.house.write(lambda db: verb(db, *arguments, **named, now=hall.house.now()))


def test_every_audience_adds_up_after_every_act(hall, mirror):
    cast, house = hall.cast, hall.house
    mirrors = everything(hall, mirror)

    def settled(what: str) -> None:
        for each in mirrors:
            assert each.converges(), (what, each.audience)

    first, second, third = cast.phones
    step = cast.step()
    lever = next(item["key"] for name, item in mirrors[0].items.items() if name.startswith("lever:"))
    answer = intervention(
        reasons=["Iedereen kookt mee", "Het is dichtbij"], preconditions=["Een sleutel"], levers=[lever]
    )
    receipt = contribute(house, first, step, answer)
    contribute(house, second, step, intervention("Fietsschool", reasons=["Je leert van buren"]))
    settled("contributed")
    act(hall, contributions.give_heart, receipt["id"], second.id, given=True)
    settled("heart")
    act(hall, contributions.hide, receipt["id"], cast.moderator, reason="Er staat een naam in.")
    settled("hidden")
    act(hall, contributions.show, receipt["id"], cast.moderator)
    settled("shown")
    propose(house, cast.analysis(), [("samen doen", cast.passages()[:2]), ("nabij", cast.passages()[2:])])
    settled("proposed")
    adopted = adopt_everything(house, cast.analysis(), cast.moderator)
    settled("adopted")
    act(hall, themes.change, adopted[0], cast.moderator, title="Samen aan tafel")
    settled("renamed")
    act(hall, contributions.withdraw, receipt["id"], first.id)
    settled("withdrawn")
    act(hall, workshops.turn_wall, cast.gathering, cast.moderator, view="cards", hidden=False)
    settled("wall")
    join(house, cast.gathering, table=3)
    settled("joined")
    act(hall, participants.change, third.id, table_number=3, name="An", language="fr")
    settled("moved")


def test_one_s_own_news_reaches_no_other(hall, mirror):
    own, other = (mirror(f"me:{phone.id}") for phone in hall.cast.phones[:2])
    contribute(hall.house, hall.cast.phones[0], hall.cast.step(), intervention("Van mij"))
    assert own.converges() and Verb.CONTRIBUTION_MADE in own.heard
    contribute(hall.house, hall.cast.phones[1], hall.cast.step(), intervention("Van de ander"))
    change = other.client.change(other.audience)
    texts = [item["text"] for item in change["put"].values() if "text" in item]
    assert texts == ["Van de ander"]


def test_news_of_another_workshop_stays_there(hall, mirror):
    wall = mirror(f"wall:{hall.cast.gathering}")
    contribute(
        hall.house,
        join(hall.house, hall.cast.elsewhere),
        hall.cast.step(workshop_id=hall.cast.elsewhere),
        intervention("Elders"),
    )
    contribute(hall.house, hall.cast.phones[0], hall.cast.step(), intervention("Hier"))
    change = wall.client.change(wall.audience)
    assert "Hier" in str(change) and "Elders" not in str(change)
    wall.take(change)
    assert wall.items == wall.fresh()


def test_a_chain_that_skipped_what_did_not_concern_it_has_no_gap(hall, mirror):
    me = mirror(f"me:{hall.cast.phones[2].id}")
    for _ in range(5):
        contribute(hall.house, hall.cast.phones[0], hall.cast.step(), intervention())
    contribute(hall.house, hall.cast.phones[2], hall.cast.step(), intervention("Nu ik"))
    change = me.client.change(me.audience)
    assert change["since"] == me.revision
    me.take(change)
    assert me.converges()


def test_a_storm_within_one_rest_is_one_patch(hall, mirror):
    phone, pace = mirror(f"phone:{hall.cast.gathering}"), hall.live.publisher._paces["hall"]
    pace._rest_seconds = 3600
    contribute(hall.house, hall.cast.phones[0], hall.cast.step(), intervention())
    phone.take(phone.client.change(phone.audience))
    before = phone.revision
    for _ in range(40):
        contribute(hall.house, hall.cast.phones[0], hall.cast.step(), intervention())
    with hall.house.store.reading() as db:
        now = snapshot(db, Audience.parse(phone.audience)).revision
    chain = hall.live.publisher._chains[Audience.parse(phone.audience)]
    assert until(lambda: chain.dirty_from is not None)
    assert chain.told == before
    pace._urgent.set()
    change = phone.client.change(phone.audience)
    assert (change["since"], change["revision"]) == (before, now)
    phone.take(change)
    assert phone.items["counts:0"]["intervention"] == 41 and phone.items == phone.fresh()


def test_a_step_that_opens_does_not_wait_for_the_phones_turn(hall, mirror, monkeypatch):
    phone = mirror(f"phone:{hall.cast.gathering}")
    hall.live.publisher._paces["hall"]._rest_seconds = 3600
    contribute(hall.house, hall.cast.phones[0], hall.cast.step(), intervention())
    phone.take(phone.client.change(phone.audience))
    contribute(hall.house, hall.cast.phones[0], hall.cast.step(), intervention())
    with hall.house.store.reading() as db:
        steps = workshops.steps_of(db, hall.cast.gathering)
        seen = workshops.present_step(db, hall.cast.gathering).id
    following = next(step.id for step in steps if step.id != seen)
    act(hall, workshops.go_to_step, hall.cast.gathering, following, hall.cast.moderator, seen=seen)
    phone.take(phone.client.change(phone.audience))
    assert phone.items["step:0"]["id"] == following and phone.items == phone.fresh()


def test_what_another_process_wrote_is_told_too(hall, mirror):
    wall = mirror(f"wall:{hall.cast.gathering}")
    phone = hall.cast.phones[0]
    program = f"""
import sys
from datetime import UTC, datetime
from pathlib import Path
from sessions import contributions
from sessions.exercises.answers import as_form
from sessions.store import Store
from sessions.writer import Writer
store = Store(Path(sys.argv[1]))
data = as_form({{"title": "Van elders", "levers": [], "reasons": [], "preconditions": []}})
Writer(store).write(lambda db: contributions.contribute(
    db, {hall.cast.step()}, {phone.id}, key="a" * 32, data=data, now=datetime(2026, 11, 23, tzinfo=UTC)))
"""
    command = [sys.executable, "-c", program, str(hall.house.store.path)]
    done = gevent.get_hub().threadpool.apply(
        subprocess.run, (command,), {"cwd": ROOT, "capture_output": True, "text": True}
    )
    assert done.returncode == 0, done.stderr
    assert wall.converges()
    assert "Van elders" in str(wall.items)


def test_what_was_committed_before_a_crash_is_caught_up_with_since(hall, mirror):
    wall = mirror(f"wall:{hall.cast.gathering}")
    hall.live.publisher.stop()
    contribute(hall.house, hall.cast.phones[0], hall.cast.step(), intervention("Net voor de klap"))
    hall.live.publisher.start()
    answer = wall.client.watch(wall.audience, wall.revision)
    wall.take(answer["patch"])
    assert "Net voor de klap" in str(wall.items) and wall.items == wall.fresh()
    contribute(hall.house, hall.cast.phones[0], hall.cast.step(), intervention("En na de klap"))
    assert wall.converges() and "En na de klap" in str(wall.items)


def test_at_the_start_nothing_old_is_told(hall):
    contribute(hall.house, hall.cast.phones[0], hall.cast.step(), intervention())
    told: list[Any] = []
    publisher = Publisher(hall.house.store, hall.live.broadcaster)
    publisher._tell_all = told.append
    with hall.house.store.reading() as db:
        revision = snapshot(db, Audience("wall", hall.cast.gathering)).revision
    publisher.watch(Audience("wall", hall.cast.gathering), hall.cast.gathering, revision)
    looks: list[int] = []
    read = publisher._read_news
    publisher._read_news = lambda: (read(), looks.append(publisher._cursor))
    publisher.start()
    began = publisher._cursor
    publisher.ring()
    assert until(lambda: looks)
    publisher.stop()
    assert looks == [began] and told == []


def test_a_phone_that_is_behind_gets_one_patch_from_where_it_was(hall, mirror):
    phone = mirror(f"phone:{hall.cast.gathering}")
    audience = Audience.parse(phone.audience)
    eio_sid = next(iter(hall.live.watchers._clients.values())).eio_sid
    client_socket = hall.live.client_sockets.of(eio_sid)
    client_socket.pending += 1
    chain = hall.live.publisher._chains[audience]
    for _ in range(3):
        contribute(hall.house, hall.cast.phones[0], hall.cast.step(), intervention())
        with hall.house.store.reading() as db:
            now = snapshot(db, audience).revision
        assert until(lambda now=now: chain.told == now)
    assert chain.behind.since == {eio_sid: phone.revision}
    client_socket.pending -= 1
    change = phone.client.change(phone.audience)
    assert change["since"] == phone.revision
    phone.take(change)
    assert phone.items == phone.fresh()
    assert phone.items["counts:0"]["intervention"] == 3
    assert until(lambda: not chain.behind)


def test_who_is_too_far_behind_sees_a_gap_and_asks_anew(hall, mirror):
    phone = mirror(f"phone:{hall.cast.gathering}")
    chain = hall.live.publisher._chains[Audience.parse(phone.audience)]
    message = hall.live.publisher._patch_since(chain, chain.told - MOST_CATCH_UP - 1)
    assert message["since"] == chain.told and not message["put"]


def test_a_chain_that_cannot_be_told_does_not_stop_the_others(hall, mirror, caplog):
    wall, studio = mirror(f"wall:{hall.cast.gathering}"), mirror(f"studio:{hall.cast.gathering}")
    real = hall.live.publisher._news_of
    failing = Audience("wall", hall.cast.gathering)

    def news_of(chain):
        if chain.audience == failing:
            raise RuntimeError("no rows today")
        return real(chain)

    hall.live.publisher._news_of = news_of
    contribute(hall.house, hall.cast.phones[0], hall.cast.step(), intervention())
    assert studio.converges()
    hall.live.publisher._news_of = real
    contribute(hall.house, hall.cast.phones[0], hall.cast.step(), intervention())
    assert wall.converges(), "news that could not be told is told later"
    assert "was not told" in caplog.text and "Taalcafé" not in caplog.text


def test_a_journal_that_cannot_be_read_is_read_again(hall, mirror, monkeypatch):
    wall = mirror(f"wall:{hall.cast.gathering}")
    real = hall.live.publisher._read_news
    failures = []

    def read_news():
        if len(failures) < 2:
            failures.append(1)
            raise OSError("disk")
        real()

    hall.live.publisher._read_news = read_news
    contribute(hall.house, hall.cast.phones[0], hall.cast.step(), intervention())
    assert wall.converges() and len(failures) == 2


def test_a_change_that_concerns_nobody_is_not_told(hall, mirror):
    phone = mirror(f"phone:{hall.cast.gathering}")
    hall.house.write(
        lambda db: (
            record(
                db,
                hall.cast.gathering,
                Verb.ACT_UNDONE,
                Actor("system"),
                now=hall.house.now(),
                touched={"nothing": [1]},
            )
            and None
        )
    )
    open_at(hall.house, hall.cast.elsewhere, "interventions")
    contribute(hall.house, hall.cast.phones[0], hall.cast.step(), intervention())
    change = phone.client.change(phone.audience)
    assert change["since"] == phone.revision and Verb.ACT_UNDONE not in str(change["verbs"])
