"""Whoever a change means something for is among the concerned, found without asking everybody."""

from __future__ import annotations

import pytest
from builders import adopt_everything, contribute, intervention, join, open_at, propose
from sqlalchemy import event, select

from sessions import contributions, participants, undoing, workshops
from sessions.analysis import analyses, key_groups, themes
from sessions.hall import pace, places
from sessions.journal import newer
from sessions.models import Participant, Table
from sessions.projections import Audience, patch
from sessions.projections.concerned import concerned


@pytest.fixture
def busy_day(house, cast):
    """A workshop in which nearly everything happened once."""
    first, second, third = cast.phones
    actor, step, now = cast.moderator, cast.step(), house.now()
    whole = intervention(reasons=["Iedereen kookt", "Het is dichtbij"], preconditions=["Een sleutel"])
    receipt = contribute(house, first, step, whole)
    contribute(house, second, step, intervention("Fietsschool", reasons=["Je leert van buren"]))
    propose(house, cast.analysis(), [("samen", cast.passages()[:2]), ("nabij", cast.passages()[2:])])
    adopted = adopt_everything(house, cast.analysis(), actor)

    def act(db):
        contributions.give_heart(db, receipt["id"], third.id, given=True, now=now)
        themes.change(db, adopted[0], actor, title="Samen aan tafel", now=now)
        group = key_groups.make(db, cast.analysis(), actor, title="Nabijheid", now=now)
        themes.change(db, adopted[1], actor, key_group_id=group, now=now)
        key_groups.change(db, group, actor, title="Dichtbij", now=now)
        themes.rank(db, cast.analysis(), actor, theme_ids=adopted, now=now)
        themes.merge(db, adopted[0], adopted[1], actor, now=now)
        undoing.undo(db, cast.analysis(), actor, now=now)
        undoing.redo(db, cast.analysis(), actor, now=now)
        themes.dissolve(db, adopted[0], actor, now=now)
        contributions.hide(db, receipt["id"], actor, reason="Naam", now=now)
        contributions.withdraw(db, receipt["id"], first.id, now=now)
        workshops.turn_wall(db, cast.gathering, actor, view="cards", hidden=False, now=now)

    house.write(act)
    a_flower_grows(house, cast)
    house.write(lambda db: workshops.close_workshop(db, cast.gathering, actor, now=now))
    return cast


def a_flower_grows(house, cast):
    """A petal is written, replaced, moved and taken away; its author goes to another table."""
    lotus = open_at(house, cast.gathering, "lotus")
    first, second, _third = (phone.id for phone in cast.phones)
    now = house.now()
    house.write(lambda db: pace.set_stage(db, cast.gathering, lotus, "shared", cast.moderator, now=now))
    seen = contribute(house, cast.phones[0], lotus, {"text": "Samen eten", "place": "A"})["id"]
    over = contribute(house, cast.phones[1], lotus, {"text": "Koken", "place": "A", "over": seen})["id"]

    def act(db):
        places.lay(db, over, first, name="A1", over=None, now=now)
        places.clear(db, over, second, version=1, now=now)
        participants.change(db, first, table_number=5, name="", language="nl", now=now)
        places.lay(db, seen, first, name="B", over=None, now=now)

    house.write(act)


def everybody(db, workshop_id):
    audiences = {Audience(kind, workshop_id) for kind in ("wall", "studio", "phone")}
    audiences |= {Audience("workbench", each.id) for each in analyses.of_workshop(db, workshop_id)}
    people = db.scalars(select(Participant.id).where(Participant.workshop_id == workshop_id))
    tables = db.scalars(select(Table.id).where(Table.workshop_id == workshop_id))
    audiences |= {Audience("table", table) for table in tables}
    return audiences | {Audience("me", person) for person in people}


@pytest.mark.slow
def test_nobody_who_is_concerned_is_left_out(house, busy_day):
    with house.store.reading() as db:
        watched = everybody(db, busy_day.gathering)
        changes = [change for change in newer(db, 0) if change.workshop_id == busy_day.gathering]
        assert len({change.verb for change in changes}) > 15
        for start in range(len(changes)):
            for some in (changes[start : start + 1], changes[start:]):
                found = concerned(db, busy_day.gathering, some, watched)
                told = {audience for audience in watched if not patch(db, audience, some).empty}
                assert told <= found, (some[0].verb, told - found)


def test_only_who_watches_is_named(house, busy_day):
    with house.store.reading() as db:
        changes = [change for change in newer(db, 0) if change.workshop_id == busy_day.gathering]
        wall = Audience("wall", busy_day.gathering)
        assert concerned(db, busy_day.gathering, changes, {wall}) == {wall}
        assert concerned(db, busy_day.gathering, changes, set()) == set()


def test_one_s_own_text_concerns_no_other_phone(house, cast):
    contribute(house, cast.phones[0], cast.step(), intervention())
    with house.store.reading() as db:
        change = [each for each in newer(db, 0) if each.workshop_id == cast.gathering][-1]
        found = concerned(db, cast.gathering, [change], everybody(db, cast.gathering))
    assert {audience.scope for audience in found if audience.kind == "me"} == {cast.phones[0].id}


def test_the_cost_follows_what_was_touched_not_who_watches(house, cast):
    contribute(house, cast.phones[0], cast.step(), intervention())

    def questions() -> int:
        """How many questions the database is asked, with everybody of the workshop watching."""
        with house.store.reading() as db:
            watched = everybody(db, cast.gathering)
            change = [each for each in newer(db, 0) if each.workshop_id == cast.gathering][-1]
            asked: list[str] = []
            listen = (db.get_bind(), "before_cursor_execute", lambda *given: asked.append(given[2]))
            event.listen(*listen)
            concerned(db, cast.gathering, [change], watched)
            event.remove(*listen)
            return len(asked)

    few = questions()
    for _ in range(20):
        join(house, cast.gathering)
    contribute(house, cast.phones[0], cast.step(), intervention("Nog een"))
    assert questions() == few
