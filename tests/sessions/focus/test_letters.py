"""Letters in the domain: once per key, only to who wants them, at most one way out of *sending*."""

from __future__ import annotations

from typing import Any

import pytest
from builders import Clock, make_user
from focus_builders import Focus, add_member, make_focus
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from facilitator.house import House
from sessions.errors import Conflict, Missing
from sessions.focus import asked, consent, letters, mailable, post
from sessions.models import Letter, Member


@pytest.fixture
def focus(house: House) -> Focus:
    return make_focus(house, make_user(house, "nel@lotus.example", "facilitator"), members=0)


def somebody(focus: Focus, **columns: Any) -> int:
    given_columns = {"email": "an@lotus.example", "state": "invited"} | columns
    return add_member(focus, focus.groups[0], **given_columns).id


def queue(focus: Focus, one: int, kind: str = "invitation", key: str = "k", **about: int) -> int | None:
    now = focus.house.now()
    return focus.write(letters.queue, focus.workshop_id, one, kind, key, about, now)


def letter(focus: Focus, letter_id: int) -> Letter:
    with focus.house.store.reading() as db:
        return db.get_one(Letter, letter_id)


def test_the_same_key_is_the_same_letter(focus: Focus) -> None:
    one = somebody(focus)
    assert queue(focus, one) == queue(focus, one) is not None
    with focus.house.store.reading() as db:
        assert len(list(db.scalars(select(Letter)))) == 1


def test_of_a_lost_link_at_most_one_leaves_in_any_ten_minutes(focus: Focus, clock: Clock) -> None:
    """Also around a round ten minutes of the clock, and when the first one had to wait."""
    one = somebody(focus)

    def ask() -> list[int]:
        focus.write(post.lost, focus.workshop_id, "an@lotus.example")
        with focus.house.store.reading() as db:
            return list(db.scalars(select(Letter.id).order_by(Letter.id)))

    clock.moment = clock.moment.replace(minute=39, second=50)
    (first,) = ask()
    clock.passes(seconds=20)
    assert ask() == [first]
    clock.passes(minutes=30)
    assert ask() == [first], "it waits, and would leave beside a second one"
    assert focus.write(letters.take, first, message_id="<first@lotus.example>")
    focus.write(letters.sent, first)
    clock.passes(minutes=9)
    assert ask() == [first]
    clock.passes(minutes=2)
    assert len(ask()) == 2 and one


def test_a_key_is_of_its_own_workshop(focus: Focus) -> None:
    one = somebody(focus)
    other = make_focus(focus.house, focus.facilitator, members=0)
    assert queue(focus, one) != queue(other, somebody(other))
    with pytest.raises(Missing):
        queue(other, one, key="another")
    with pytest.raises(ValueError, match="no kind"):
        queue(focus, one, kind="advert")


@pytest.mark.parametrize(
    ("columns", "kinds"),
    [
        ({}, {"invitation", "lost_link"}),
        ({"wish": "daily"}, {"invitation", "lost_link"}),
        ({"wish": "none"}, {"lost_link"}),
        ({"state": "left"}, {"lost_link"}),
        ({"state": "removed"}, set()),
        ({"email": None}, set()),
        ({"address_problem": "550"}, set()),
        ({"link_nonce": ""}, set()),
        ({"state": "present"}, {"lost_link"}),
    ],
    ids=["invited", "daily", "none", "left", "removed", "no address", "bad address", "no link", "no consent"],
)
def test_who_gets_which_mail(focus: Focus, columns: dict[str, Any], kinds: set[str]) -> None:
    one = somebody(focus)

    def change(db: Any) -> None:
        member = db.get_one(Member, one)
        for name, value in columns.items():
            setattr(member, name, value)

    focus.house.write(change)
    with focus.house.store.reading() as db:
        person = asked.person(db, one)
        found = {kind for kind in mailable.KINDS if mailable.hindrance(db, person, kind) is None}
    assert found == kinds


@pytest.mark.parametrize(
    ("wish", "kinds"),
    [
        ("each", {"invitation", "opening", "probe", "reminder", "thanks", "lost_link"}),
        ("daily", {"invitation", "digest", "thanks", "lost_link"}),
        ("none", {"lost_link"}),
    ],
)
def test_who_came_gets_the_mail_that_they_agreed_to(focus: Focus, wish: str, kinds: set[str]) -> None:
    one = somebody(focus)
    focus.write(consent.answer, one, {"taking_part": True, "quoting": False, "mail": True})
    focus.write(consent.wish, one, wish)
    with focus.house.store.reading() as db:
        person = asked.person(db, one)
        found = {kind for kind in mailable.KINDS if mailable.hindrance(db, person, kind) is None}
    assert found == kinds
    made = queue(focus, one, "opening", round=focus.rounds[0])
    assert (made is not None) == ("opening" in kinds)


def test_what_was_leaving_at_a_stop_is_uncertain_and_waits_for_people(focus: Focus) -> None:
    made = queue(focus, somebody(focus))
    now = focus.house.now()
    assert focus.house.write(lambda db: letters.take(db, made, message_id="<a@b>", now=now))
    assert focus.house.write(letters.after_a_stop) == 1
    assert letter(focus, made).state == "uncertain"
    with focus.house.store.reading() as db:
        assert letters.due(db, now.replace(year=2030)) == []
    focus.write(letters.again, focus.workshop_id, made, focus.moderator)
    assert (letter(focus, made).state, letter(focus, made).message_id) == ("waiting", "")


def test_what_waits_was_sent_or_may_not_go_is_not_sent_again(focus: Focus) -> None:
    one = somebody(focus)
    made = queue(focus, one)
    again = (letters.again, focus.workshop_id, made, focus.moderator)
    with pytest.raises(Conflict):
        focus.write(*again)
    focus.write(letters.cancel, focus.workshop_id, made, focus.moderator)
    focus.house.write(lambda db: setattr(db.get_one(Member, one), "link_nonce", ""))
    with pytest.raises(Conflict):
        focus.write(*again)
    with pytest.raises(Missing):
        focus.write(letters.again, focus.workshop_id + 1, made, focus.moderator)


ACTS = ("take", "sent", "later", "bounced", "doubt", "refused", "stop", "cancel", "again")


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(acts=st.lists(st.sampled_from(ACTS), max_size=14), key=st.uuids())
def test_a_letter_is_handed_over_once_unless_it_surely_failed_or_people_say_so(
    focus: Focus, acts: list[str], key: Any
) -> None:
    """Whatever happens in whatever order: after a hand-over with an answer or without one, only people
    (*again*) make the letter leave once more."""
    with focus.house.store.reading() as db:
        known = asked.people(db, focus.workshop_id)
    one = known[0].id if known else somebody(focus)
    made = queue(focus, one, "lost_link", key=str(key))
    now, handed, may = focus.house.now(), 0, 1
    leaving = False
    for act in acts:
        now = now.replace(year=now.year + 1)
        if act == "take":
            leaving = focus.house.write(lambda db, at=now: letters.take(db, made, message_id="<a@b>", now=at))
            handed += leaving
        elif act in ("cancel", "again"):
            verb = {"cancel": letters.cancel, "again": letters.again}[act]
            try:
                focus.house.write(
                    lambda db, v=verb, at=now: v(db, focus.workshop_id, made, focus.moderator, now=at)
                )
                may += act == "again"
            except Conflict:
                pass
        elif act == "stop":
            focus.house.write(letters.after_a_stop)
            leaving = False
        elif leaving:
            may += act == "later"
            focus.house.write(_outcomes(made, now)[act])
            leaving = False
        focus.house.write(lambda db: setattr(db.get_one(Member, one), "address_problem", None))
        assert handed <= may


def _outcomes(made: int, now: Any) -> dict[str, Any]:
    """What the postman writes down, by what the server said."""
    return {
        "sent": lambda db: letters.sent(db, made, now=now),
        "later": lambda db: letters.put_off(db, made, "450", now=now),
        "bounced": lambda db: letters.bounced(db, made, "550"),
        "doubt": lambda db: letters.doubt(db, made, "silence"),
        "refused": lambda db: letters.refused(db, made, "554"),
    }
