"""The programme: whatever is done to it, the hall stays where it is and nothing that was said goes away."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest
from builders import Cast, contribute, intervention, join, make_from, make_workshop, open_at
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from facilitator.house import House
from sessions import undoing, workshops
from sessions.errors import Conflict, Invalid, Missing
from sessions.exercises import IN_HALL, KINDS
from sessions.hall import image, own_scripts, pace, preparing, programme
from sessions.models import Contribution, Exercise, OwnScript, Table, Workshop
from sessions.scripts import load, read
from sessions.scripts import write as write_script


def write(cast: Cast, verb: Any, *args: Any, **kwargs: Any) -> Any:
    return cast.house.write(lambda db: verb(db, *args, **kwargs, now=cast.house.now()))


def steps(cast: Cast) -> list[Exercise]:
    with cast.house.store.reading() as db:
        return workshops.steps_of(db, cast.gathering)


def present(cast: Cast) -> int:
    with cast.house.store.reading() as db:
        return workshops.present_step(db, cast.gathering).id


def revision(cast: Cast) -> int:
    with cast.house.store.reading() as db:
        return db.get_one(Workshop, cast.gathering).revision


@pytest.mark.parametrize("kind", IN_HALL)
def test_a_step_of_every_kind_can_be_added_where_one_wants(cast: Cast, kind: str) -> None:
    first = steps(cast)[0].id
    made = write(cast, programme.add_step, cast.gathering, kind, cast.moderator, after=first)
    now = steps(cast)
    assert (now[1].id, now[1].kind, now[1].state) == (made, kind, "waiting")
    assert [step.position for step in now] == list(range(1, len(now) + 1))
    assert KINDS[kind].settings_form.read(None, "nl").data["wall"] == now[1].settings["wall"]


def test_a_copy_stands_behind_its_original_and_is_not_begun(cast: Cast) -> None:
    original = cast.step()
    made = write(cast, programme.copy_step, original, cast.moderator)
    now = {step.id: step for step in steps(cast)}
    assert now[made].position == now[original].position + 1
    for name in ("title", "prompt", "minutes", "settings", "kind"):
        assert getattr(now[made], name) == getattr(now[original], name)
    assert (now[made].state, now[made].opened_at) == ("waiting", None)


def test_moving_keeps_the_hall_where_it_is_and_next_is_the_new_neighbour(cast: Cast) -> None:
    here = present(cast)
    last = steps(cast)[-1]
    write(cast, programme.move_step, last.id, 4, cast.moderator)
    assert present(cast) == here
    assert steps(cast)[3].id == last.id
    before = revision(cast)
    write(cast, programme.move_step, last.id, 4, cast.moderator)
    assert revision(cast) == before, "moving to where it is, is no act"
    write(cast, programme.move_step, last.id, 99, cast.moderator)
    assert steps(cast)[-1].id == last.id


def test_what_may_not_go_says_why(cast: Cast) -> None:
    with pytest.raises(Invalid, match="De zaal is nu bij deze stap"):
        write(cast, programme.remove_step, cast.step(), cast.moderator)
    contribute(cast.house, cast.phones[0], cast.step(), intervention())
    following = cast.step("findings")
    write(cast, workshops.go_to_step, cast.gathering, following, cast.moderator, seen=cast.step())
    with pytest.raises(Invalid, match="Hier werd al iets gezegd"):
        write(cast, programme.remove_step, cast.step(), cast.moderator)
    with pytest.raises(Missing):
        write(cast, programme.add_step, cast.gathering, "quiz", cast.moderator, after=None)
    with pytest.raises(Missing):
        foreign = cast.step(workshop_id=cast.elsewhere)
        write(cast, programme.add_step, cast.gathering, "moment", cast.moderator, after=foreign)


def test_where_a_table_is_stays(cast: Cast) -> None:
    write(cast, pace.set_pace, cast.gathering, True, cast.moderator)
    lotus = cast.step("lotus")

    def go(db: Any) -> None:
        table = db.scalar(select(Table).where(Table.workshop_id == cast.gathering, Table.number == 1))
        seen = (cast.step(), "")
        pace.move_table(db, table.id, lotus, cast.moderator, seen=seen, now=cast.house.now())

    cast.house.write(go)
    with pytest.raises(Invalid, match="Een tafel is nu bij deze stap"):
        write(cast, programme.remove_step, lotus, cast.moderator)


def test_the_last_step_stays(cast: Cast) -> None:
    for step in steps(cast)[:-1]:
        if step.state != "open":
            write(cast, programme.remove_step, step.id, cast.moderator)
    last = steps(cast)[-1]
    write(cast, workshops.go_to_step, cast.gathering, last.id, cast.moderator, seen=present(cast))
    write(cast, workshops.close_workshop, cast.gathering, cast.moderator)
    write(cast, programme.remove_step, cast.step(), cast.moderator)
    with pytest.raises(Invalid, match="minstens één stap"):
        write(cast, programme.remove_step, last.id, cast.moderator)


def test_what_was_arranged_can_be_taken_back(cast: Cast) -> None:
    order = [step.id for step in steps(cast)]
    gone = cast.step("lotus")
    write(cast, programme.remove_step, gone, cast.moderator)
    assert gone not in [step.id for step in steps(cast)]
    write(cast, undoing.undo_in_hall, cast.gathering, cast.moderator, seen=None)
    assert [step.id for step in steps(cast)] == order
    write(cast, programme.move_step, order[-1], 1, cast.moderator)
    write(cast, undoing.undo_in_hall, cast.gathering, cast.moderator, seen=None)
    assert [step.id for step in steps(cast)] == order


def test_taking_back_a_new_step_never_takes_what_was_said_there(cast: Cast) -> None:
    made = write(cast, programme.add_step, cast.gathering, "interventions", cast.moderator, after=None)
    write(cast, workshops.go_to_step, cast.gathering, made, cast.moderator, seen=present(cast))
    said = contribute(cast.house, cast.phones[0], made, intervention())["id"]
    write(cast, workshops.go_to_step, cast.gathering, cast.step(), cast.moderator, seen=made)
    with pytest.raises(Conflict):
        for _act in range(6):
            write(cast, undoing.undo_in_hall, cast.gathering, cast.moderator, seen=None)
    with cast.house.store.reading() as db:
        assert db.get(Contribution, said) is not None


ACTS = st.lists(
    st.tuples(st.sampled_from(("add", "copy", "move", "remove", "go", "say")), st.integers(0, 30)),
    max_size=14,
)


@pytest.mark.slow
@given(acts=ACTS)
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_sequence_keeps_the_order_the_hall_and_every_word(
    acts: list[tuple[str, int]], cast: Cast, house: House
) -> None:
    gathering = make_workshop(house, cast.facilitator)
    open_at(house, gathering)
    cast = replace(cast, gathering=gathering, phones=[join(house, gathering)])
    said = 0
    for act, number in acts:
        now = steps(cast)
        step, here = now[number % len(now)], present(cast)
        try:
            if act == "add":
                kind = list(KINDS)[number % len(KINDS)]
                write(cast, programme.add_step, cast.gathering, kind, cast.moderator, after=step.id)
            elif act == "copy":
                write(cast, programme.copy_step, step.id, cast.moderator)
            elif act == "move":
                write(cast, programme.move_step, step.id, number - 3, cast.moderator)
            elif act == "remove":
                write(cast, programme.remove_step, step.id, cast.moderator)
            elif act == "go":
                write(cast, workshops.go_to_step, cast.gathering, step.id, cast.moderator, seen=here)
                here = step.id
            elif next(each.kind for each in now if each.id == here) == "interventions":
                contribute(house, cast.phones[0], here, intervention())
                said += 1
        except Invalid:
            assert act == "remove"
        after = steps(cast)
        assert [each.position for each in after] == list(range(1, len(after) + 1))
        assert [each.id for each in after if each.state == "open"] == [here]
        with house.store.reading() as db:
            count = select(func.count()).select_from(Contribution)
            assert db.scalar(count.where(Contribution.workshop_id == cast.gathering)) == said


# --- the clock ---------------------------------------------------------------------------------------


def plan(cast: Cast) -> programme.Plan:
    with cast.house.store.reading() as db:
        workshop = db.get_one(Workshop, cast.elsewhere)
        found = programme.plan(workshop, workshops.steps_of(db, workshop.id), now=cast.house.now())
        return found


def prepared(cast: Cast, starts_at: str | None, state: str = "preparing") -> list[int]:
    def act(db: Any) -> list[int]:
        workshop = db.get_one(Workshop, cast.elsewhere)
        workshop.starts_at, workshop.state = starts_at, state
        workshop.held_on = date(2026, 7, 1)
        return [step.id for step in workshops.steps_of(db, workshop.id)]

    return cast.house.write(act)


def test_the_clock_starts_at_the_planned_hour_in_the_zone_of_the_workshop(cast: Cast) -> None:
    ids = prepared(cast, "09:30")
    found = plan(cast)
    assert found.begins[ids[0]] == datetime(2026, 7, 1, 7, 30, tzinfo=UTC)
    assert found.begins[ids[2]] == datetime(2026, 7, 1, 8, 0, tzinfo=UTC)
    assert (found.end, found.minutes) == (datetime(2026, 7, 1, 10, 45, tzinfo=UTC), 195)
    prepared(cast, None)
    assert (plan(cast).begins, plan(cast).end) == ({}, None)


def test_while_it_runs_the_clock_is_the_real_one(cast: Cast) -> None:
    prepared(cast, "14:00", "open")
    with cast.house.store.reading() as db:
        opened = db.get_one(Workshop, cast.elsewhere).opened_at
    assert min(plan(cast).begins.values()) == opened


def test_a_break_is_missed_after_ninety_minutes(cast: Cast) -> None:
    prepared(cast, None)
    assert (plan(cast).longest, plan(cast).tiring) == (90, None)
    write(cast, programme.remove_step, pause_of(cast), cast.moderator)
    found = plan(cast)
    assert (found.longest, found.tiring.kind) == (180, "lotus")


def pause_of(cast: Cast) -> int:
    with cast.house.store.reading() as db:
        return next(step.id for step in workshops.steps_of(db, cast.elsewhere) if programme.is_break(step))


# --- own scripts -------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["startmoment", "projectatelier", "brainstorm"])
@pytest.mark.parametrize("language", ["nl", "fr"])
def test_a_workshop_made_from_a_script_gives_that_script_again(
    house: House, cast: Cast, name: str, language: str
) -> None:
    script = load(name, language)
    workshop_id = make_from(house, cast.facilitator, script, tables=script.tables, language=language)
    with house.store.reading() as db:
        again = own_scripts.of_workshop(db, workshop_id, title=script.title, summary=script.summary)
    assert again == script
    kept = write(cast, own_scripts.keep, 1, again, "Ons boek", user_id=cast.facilitator, language=language)
    with house.store.reading() as db:
        mine = own_scripts.named(db, kept, [1], language)
        assert replace(mine, name=name) == script
        assert [own_id for own_id, _ in own_scripts.kept(db, [1], language)] == [kept]
        assert own_scripts.by_name(db, "Ons boek", language) == mine


def test_whatever_a_programme_became_is_a_script_that_can_be_read(house: House, cast: Cast) -> None:
    """A wind that does not blow, an empty setting, a step of every kind beside a question of one's own."""
    workshop_id = make_from(house, cast.facilitator, load("brainstorm", "nl"))
    steps = {
        kind: write(cast, programme.add_step, workshop_id, kind, cast.moderator, after=None)
        for kind in IN_HALL
    }
    with house.store.reading() as db:
        asked = {db.get_one(Exercise, steps[kind]).settings["analysis"] for kind in ("sorting", "ranking")}
        wind = next(part.id for part in image.parts_of(db, cast.gathering) if part.kind == "wind")
    assert asked == {"ideas"}
    words = {"title": "Sorteren", "prompt": "", "minutes": 5, "settings": {"most": None}}
    write(cast, preparing.change_step, steps["sorting"], cast.moderator, **words)
    write(cast, image.change_tree, cast.gathering, cast.moderator, {wind: ("", "")})
    with house.store.reading() as db:
        for each in (workshop_id, cast.gathering):
            script = own_scripts.of_workshop(db, each)
            assert read(write_script(script), name=script.name) == script


def test_a_programme_that_cannot_be_read_again_is_not_said_to_be_kept(cast: Cast) -> None:
    broken = replace(load("brainstorm", "nl"), analyses=())
    with pytest.raises(Invalid, match="kan geen draaiboek gemaakt worden"):
        write(cast, own_scripts.keep, 1, broken, "Kort", user_id=None, language="nl")
    with cast.house.store.reading() as db:
        assert own_scripts.kept(db, [1], "nl") == []


def test_an_own_script_belongs_to_its_organisation(cast: Cast) -> None:
    kept = write(cast, own_scripts.keep, 1, load("brainstorm", "nl"), "Kort", user_id=None, language="nl")
    same = write(cast, own_scripts.keep, 1, load("startmoment", "nl"), " Kort ", user_id=None, language="nl")
    assert same == kept, "the same name is the same script, written anew"
    with cast.house.store.reading() as db:
        assert len(own_scripts.named(db, kept, [1], "nl").steps) == 9
        assert own_scripts.kept(db, [2], "nl") == []
        with pytest.raises(Missing):
            own_scripts.named(db, kept, [2], "nl")
        with pytest.raises(Missing):
            own_scripts.by_name(db, "Lang", "nl")
    for name in (" ", "x" * 61):
        with pytest.raises(Invalid):
            write(cast, own_scripts.keep, 1, load("brainstorm", "nl"), name, user_id=None, language="nl")
    cast.house.write(lambda db: own_scripts.remove(db, kept, [2]))
    with cast.house.store.reading() as db:
        assert db.get(OwnScript, kept) is not None
    cast.house.write(lambda db: own_scripts.remove(db, kept, [1]))
    with cast.house.store.reading() as db:
        assert db.get(OwnScript, kept) is None
