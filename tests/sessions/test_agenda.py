"""What somebody of the staff finds on their desk."""

from __future__ import annotations

from datetime import date, timedelta

from builders import Cast, contribute, intervention, make_workshop

from sessions import access, agenda, contributions, readings, users, workshops
from sessions.models import LoginAttempt, Phase, Reading, Trajectory, Workshop

TODAY = date(2026, 11, 23)


def entries(cast: Cast, user_id: int) -> list[agenda.Entry]:
    with cast.house.store.reading() as db:
        return agenda.of_user(db, user_id)


def test_each_sees_their_own_workshops_with_figures(cast: Cast) -> None:
    step = cast.step()
    contribute(cast.house, cast.phones[0], step, intervention(reasons=["omdat"]))
    gone = contribute(cast.house, cast.phones[0], step, intervention("Jobbeurs"))
    cast.house.write(
        lambda db: contributions.withdraw(db, gone["id"], cast.phones[0].id, now=cast.house.now())
    )
    (mine,) = entries(cast, cast.facilitator)
    assert (mine.workshop.id, mine.role, mine.said, mine.tables, mine.minutes) == (
        cast.gathering,
        "facilitator",
        1,
        10,
        195,
    )
    assert [entry.role for entry in entries(cast, cast.observer)] == ["observer"]
    assert entries(cast, cast.administrator) == []


def test_what_runs_comes_first_then_the_nearest_day_that_is_not_past(cast: Cast) -> None:
    house = cast.house
    make_workshop(house, cast.facilitator, "Later")
    soon = make_workshop(house, cast.facilitator, "Eerst")
    past = make_workshop(house, cast.facilitator, "Voorbij")
    for workshop_id, days in ((soon, -1), (past, -10)):
        house.write(
            lambda db, workshop_id=workshop_id, days=days: setattr(
                db.get_one(Workshop, workshop_id), "held_on", TODAY + timedelta(days=days)
            )
        )
    up = agenda.next_up(entries(cast, cast.facilitator), TODAY)
    assert up is not None and up.workshop.id == cast.gathering
    house.write(lambda db: workshops.close_workshop(db, cast.gathering, cast.moderator, now=house.now()))
    up = agenda.next_up(entries(cast, cast.facilitator), TODAY - timedelta(days=2))
    assert up is not None and up.workshop.id == soon
    assert agenda.next_up(entries(cast, cast.facilitator), TODAY + timedelta(days=1)) is None


def test_workshops_of_a_trajectory_stand_together(cast: Cast) -> None:
    house = cast.house
    alone = make_workshop(house, cast.facilitator, "Los")

    def place(db):
        trajectory = Trajectory(organisation_id=1, title="Mechelen leert samen", created_at=house.now())
        db.add(trajectory)
        db.flush()
        db.add(Phase(trajectory_id=trajectory.id, position=1, kind="preparation", title="Voorbereiden"))
        db.get_one(Workshop, cast.gathering).trajectory_id = trajectory.id

    house.write(place)
    with house.store.reading() as db:
        chapters = agenda.by_trajectory(db, agenda.of_user(db, cast.facilitator))
        assert [chapter.trajectory and chapter.trajectory.title for chapter in chapters] == [
            None,
            "Mechelen leert samen",
        ]
        assert [[entry.workshop.id for entry in chapter.entries] for chapter in chapters] == [
            [alone],
            [cast.gathering],
        ]
        assert [phase.title for phase in chapters[1].phases] == ["Voorbereiden"]


def test_a_reading_is_noted_without_the_text(cast: Cast) -> None:
    house = cast.house
    house.write(lambda db: readings.note(db, cast.gathering, cast.facilitator, "studio", now=house.now()))
    with house.store.reading() as db:
        noted = db.query(Reading).one()
        assert (noted.workshop_id, noted.user_id, noted.what, noted.at) == (
            cast.gathering,
            cast.facilitator,
            "studio",
            house.now(),
        )


def test_members_stand_with_facilitators_first(cast: Cast) -> None:
    with cast.house.store.reading() as db:
        found = [(user.id, role) for user, role in access.members(db, cast.gathering)]
    assert found == [
        (cast.facilitator, "facilitator"),
        (cast.analyst, "analyst"),
        (cast.observer, "observer"),
    ]


def test_accounts_have_their_role_and_a_sign_in_clears_the_throttle(cast: Cast) -> None:
    house = cast.house
    with house.store.reading() as db:
        roles = {user.email: role for user, role in users.accounts(db)}
    assert roles["beheer@lotus.example"] == "admin"
    assert roles["samira@lotus.example"] == "observer"
    for email in ("hilde@lotus.example", "wout@lotus.example"):
        house.write(lambda db, email=email: users.note_failure(db, email, now=house.now()))
    house.write(lambda db: users.forget_failures(db, " Hilde@lotus.example"))
    with house.store.reading() as db:
        assert db.query(LoginAttempt).count() == 1
