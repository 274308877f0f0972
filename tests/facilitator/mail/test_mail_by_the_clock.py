"""Mail over a real SMTP server: the letters that leave by the clock, and those that do not."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from focus_builders import Focus, make_focus
from letters_builders import YES, answer_all, letter, queue, somebody, states
from mail_server import MailServer

from facilitator.clockwork import Clockwork
from facilitator.house import House
from facilitator.mail.postman import Postman
from sessions import workshops
from sessions.focus import asked, closing, consent, post


def test_a_week_by_the_clock_sends_each_letter_once(focus: Focus, server: MailServer, clock: Any) -> None:
    clock.passes(hours=-3)
    each = somebody(focus, "each@lotus.example")
    somebody(focus, "daily@lotus.example", wish="daily")
    somebody(focus, "none@lotus.example", wish="none")
    somebody(focus, "added@lotus.example", state="invited")
    clockwork = Clockwork(focus.house)
    clockwork.tick()
    clock.passes(hours=3)
    for _ in range(5 * 4):
        clockwork.tick()
        clockwork.tick()
        clock.passes(hours=6)
    focus.write(workshops.close_workshop, focus.workshop_id, focus.moderator)
    clockwork.tick()
    assert not any("Dank je wel" in m["Subject"] for m in server.to("each@lotus.example"))
    clock.passes(minutes=15)
    clockwork.tick()
    clockwork.tick()
    subjects = [str(m["Subject"]) for m in server.to("each@lotus.example")]
    assert subjects == [
        "Nieuwe vragen: Kennismaken",
        "Doe je nog mee? Kennismaken",
        "Nieuwe vragen: Verder denken",
        "Doe je nog mee? Verder denken",
        "Dank je wel: Wat helpt om mee te doen?",
    ]
    daily = [str(m["Subject"]) for m in server.to("daily@lotus.example")]
    assert daily[:-1] and set(daily[:-1]) == {"Vandaag: Wat helpt om mee te doen?"}
    assert len(daily) <= 6 and daily[-1].startswith("Dank je wel")
    assert server.to("none@lotus.example") == server.to("added@lotus.example") == []
    assert each is not None


def test_adding_people_while_a_round_is_open_sends_nothing_but_the_invitation_that_staff_send(
    focus: Focus, server: MailServer, clock: Any
) -> None:
    """Also not the opening to who came in after it: they have the questions before them."""
    one, clockwork = somebody(focus, state="invited"), Clockwork(focus.house)
    for _ in range(6):
        clockwork.tick()
        clock.passes(hours=6)
    assert server.got == [] and states(focus) == {}
    with focus.house.store.reading() as db:
        invited = [asked.person(db, one)]
    focus.write(post.invite, focus.workshop_id, focus.moderator, invited)
    clockwork.tick()
    focus.write(consent.answer, one, YES)
    clockwork.tick()
    subjects = [str(message["Subject"]) for message in server.to("an@lotus.example")]
    # The first round is over by now, and the second is open since the morning.
    assert subjects[0].startswith("Uitnodiging") and not any("Nieuwe vragen" in each for each in subjects)


def test_who_did_not_come_is_invited_again_when_staff_ask_for_it_once_a_day(
    focus: Focus, server: MailServer, clock: Any
) -> None:
    late, came = somebody(focus, state="invited"), somebody(focus, "bo@lotus.example", state="invited")
    somebody(focus, "card@lotus.example", state="invited")

    def again() -> list[int]:
        with focus.house.store.reading() as db:
            workshop = asked.focus_workshop(db, focus.workshop_id)
        made = focus.write(post.invite_again, workshop, focus.moderator)
        Postman(focus.house).round()
        return [letter(focus, each).participant_id for each in made]

    with focus.house.store.reading() as db:
        invited = [asked.person(db, each) for each in (late, came)]
    focus.write(post.invite, focus.workshop_id, focus.moderator, invited)
    Postman(focus.house).round()
    assert again() == []
    focus.write(consent.answer, came, YES)
    clock.passes(days=1)
    assert again() == [late] and again() == []
    assert len(server.to("an@lotus.example")) == 2 and len(server.to("bo@lotus.example")) == 1


def test_a_round_that_is_over_is_not_told_any_more(focus: Focus, server: MailServer, clock: Any) -> None:
    somebody(focus)
    clock.moment = clock.moment.replace(day=28)
    Clockwork(focus.house).tick()
    assert server.got == []


def test_who_answered_everything_is_not_reminded(focus: Focus, server: MailServer, clock: Any) -> None:
    clock.passes(hours=-3)
    one = somebody(focus)
    clock.passes(hours=3)
    answer_all(focus, one)
    clock.moment = clock.moment + timedelta(hours=10)
    with focus.house.store.reading() as db:
        workshop = asked.focus_workshop(db, focus.workshop_id)
        found = post.wanted(db, workshop, clock.moment, digests=False)
    assert [each.kind for each in found] == ["opening"]


def test_without_a_server_nothing_waits_and_nothing_breaks(house: House, facilitator: int) -> None:
    focus = make_focus(house, facilitator, members=0)
    somebody(focus)
    assert Clockwork(house).tick() == 0
    assert states(focus) == {}


def test_a_letter_that_may_not_go_any_more_is_cancelled_with_the_reason(
    focus: Focus, server: MailServer, clock: Any
) -> None:
    one, stays = somebody(focus), somebody(focus, "bo@lotus.example")
    made = queue(focus, one, "opening", {"round": focus.rounds[0]})
    over = queue(focus, stays, "opening", {"round": focus.rounds[0]})
    focus.write(consent.answer, one, {"mail": False})
    clock.passes(days=3)
    Postman(focus.house).round()
    assert letter(focus, made).state == "cancelled" and letter(focus, over).state == "cancelled"
    assert letter(focus, over).problem == "Het was al voorbij." and server.got == []


def test_a_round_that_is_opened_by_hand_is_told_as_by_the_clock_and_once(
    focus: Focus, server: MailServer, clock: Any
) -> None:
    somebody(focus)
    clockwork, second = Clockwork(focus.house), focus.rounds[1]
    clockwork.tick()
    assert server.got == []
    focus.write(closing.open_round, focus.workshop_id, second, focus.moderator)
    for _ in range(2):
        clockwork.tick()
    clock.passes(days=1)
    clockwork.tick()
    told = [str(message["Subject"]) for message in server.to("an@lotus.example")]
    assert [each for each in told if each.startswith("Nieuwe")] == ["Nieuwe vragen: Verder denken"]
