"""Mail over a real SMTP server: what is tried again, what comes back, what is given up."""

from __future__ import annotations

from datetime import timedelta
from random import Random
from typing import Any

from focus_builders import Focus
from letters_builders import answer_all, letter, queue, somebody
from mail_server import Door, MailServer, mail_server, use
from sqlalchemy import select

from facilitator.mail.postman import Postman
from sessions.focus import letters, members, probes
from sessions.focus.invitees import Invitee
from sessions.models import Letter, Member


def test_a_passing_failure_is_tried_again_after_a_while_under_the_same_id(
    focus: Focus, server: MailServer, clock: Any
) -> None:
    server.says["an@lotus.example"] = ["450 greylisted", "451 still greylisted"]
    made = queue(focus, somebody(focus), "invitation")
    postman = Postman(focus.house)
    assert postman.round() == 0
    first = letter(focus, made)
    assert (first.state, first.tries) == ("waiting", 1) and "greylisted" in first.problem
    assert first.due_at == clock.moment + timedelta(minutes=1)
    assert postman.round() == 0 and letter(focus, made).tries == 1
    clock.passes(minutes=1)
    assert postman.round() == 0
    assert letter(focus, made).due_at == clock.moment + timedelta(minutes=5)
    clock.passes(minutes=5)
    assert postman.round() == 1
    last = letter(focus, made)
    assert (last.state, last.problem, last.message_id) == ("sent", "", first.message_id)


def test_a_server_that_wants_no_message_now_does_not_hold_up_the_next_letters(
    focus: Focus, server: MailServer
) -> None:
    people = [somebody(focus, f"{name}@lotus.example") for name in ("an", "bo", "ci")]
    made = [queue(focus, one, "invitation") for one in people]
    server.before_data = ["450 4.7.1 too many at once"]
    assert Postman(focus.house).round() == 2
    assert [letter(focus, each).state for each in made] == ["waiting", "sent", "sent"]


def test_after_the_last_try_it_is_given_up(focus: Focus, server: MailServer, clock: Any) -> None:
    server.at_data = ["452 full"] * 20
    made = queue(focus, somebody(focus), "invitation")
    for pause in (timedelta(), *letters.BACK_OFF):
        clock.moment += pause
        Postman(focus.house).round()
    assert (letter(focus, made).state, letter(focus, made).tries) == ("failed", len(letters.BACK_OFF) + 1)
    clock.passes(days=2)
    assert Postman(focus.house).round() == 0 and server.got == []


def test_an_address_that_refuses_is_shown_and_left_alone(focus: Focus, server: MailServer) -> None:
    server.says["an@lotus.example"] = ["550 5.1.1 no such person"]
    one = somebody(focus)
    made, other = queue(focus, one, "invitation"), somebody(focus, "bo@lotus.example")
    also = queue(focus, other, "invitation")
    assert Postman(focus.house).round() == 1 and letter(focus, also).state == "sent"
    assert letter(focus, made).state == "bounced"
    with focus.house.store.reading() as db:
        assert "no such person" in (db.get_one(Member, one).address_problem or "")


def test_what_came_back_and_what_waited_leave_for_another_address(
    focus: Focus, server: MailServer, clock: Any
) -> None:
    """Once each; what is over by then does not leave."""
    one = somebody(focus)
    server.says["an@lotus.example"] = ["550 5.1.1 no such person"]
    opening = queue(focus, one, "opening", {"round": focus.rounds[0]})
    before = queue(focus, one, "reminder", {"round": focus.rounds[0]})
    Postman(focus.house).round()
    focus.write(
        probes.ask,
        focus.workshop_id,
        focus.moderator,
        exercise_id=focus.questions["Wie ben je?"],
        group_id=focus.groups[0],
        text="Waarom?",
    )
    with focus.house.store.reading() as db:
        asked_meanwhile = db.scalars(select(Letter.id).where(Letter.kind == "probe")).one()
    clock.passes(minutes=5)
    assert Postman(focus.house).round() == 0 and server.got == []
    kept = [letter(focus, each).state for each in (opening, before, asked_meanwhile)]
    assert kept == ["bounced", "waiting", "waiting"]
    assert queue(focus, one, "lost_link") is None, "whoever asks for a link has an address in mind"
    answer_all(focus, one)
    person = Invitee(email="anna@lotus.example", group_id=focus.groups[0])
    focus.write(members.change, one, focus.moderator, person, random=Random(1))
    assert Postman(focus.house).round() == 2
    kinds = [letter(focus, each).state for each in (opening, before, asked_meanwhile)]
    assert kinds == ["sent", "cancelled", "sent"], "a reminder of what was answered is over"
    assert {to for to, _ in server.got} == {"anna@lotus.example"} and server.twice() == []
    assert Postman(focus.house).round() == 0


def test_staff_who_hear_of_returned_mail_say_so_and_take_it_back(focus: Focus, server: MailServer) -> None:
    one = somebody(focus)
    made = queue(focus, one, "opening", {"round": focus.rounds[0]})
    focus.write(members.address_fails, one, True, focus.moderator)
    assert Postman(focus.house).round() == 0 and letter(focus, made).state == "waiting"
    focus.write(members.address_fails, one, False, focus.moderator)
    assert Postman(focus.house).round() == 1


def test_a_server_that_is_down_for_days_costs_no_letter(focus: Focus, server: MailServer, clock: Any) -> None:
    made = queue(focus, somebody(focus, state="invited"), "invitation")
    settings = focus.house.settings
    use(focus.house, MailServer(port=9))
    for _ in range(len(letters.BACK_OFF) + 3):
        Postman(focus.house).round()
        clock.passes(hours=12)
    assert letter(focus, made).state == "waiting"
    focus.house.settings = settings
    assert Postman(focus.house).round() == 1


def test_all_that_was_given_up_is_sent_again_at_once(focus: Focus, server: MailServer) -> None:
    server.at_data = ["554 not today"] * 2
    one, gone = (somebody(focus, f"{name}@lotus.example") for name in ("an", "bo"))
    for each in (one, gone):
        queue(focus, each, "opening", {"round": focus.rounds[0]})
    assert Postman(focus.house).round() == 0
    focus.write(members.remove, gone, focus.moderator, random=Random(1))
    left = focus.write(letters.all_again, focus.workshop_id, focus.moderator)
    assert len(left) == 1 and Postman(focus.house).round() == 1
    assert focus.write(letters.all_again, focus.workshop_id, focus.moderator) == []


def test_a_message_that_is_refused_says_nothing_of_the_address(focus: Focus, server: MailServer) -> None:
    server.at_data = ["554 looks like spam"]
    one = somebody(focus)
    made = queue(focus, one, "invitation")
    Postman(focus.house).round()
    assert letter(focus, made).state == "failed"
    with focus.house.store.reading() as db:
        assert db.get_one(Member, one).address_problem is None


def test_a_server_that_is_down_is_tried_again(focus: Focus, server: MailServer, clock: Any) -> None:
    made = queue(focus, somebody(focus), "invitation")
    settings = focus.house.settings
    use(focus.house, MailServer(port=9))
    assert Postman(focus.house).round() == 0
    down = letter(focus, made)
    assert (down.state, down.tries, down.message_id) == ("waiting", 1, "") and down.problem
    focus.house.settings = settings
    clock.passes(minutes=2)
    assert Postman(focus.house).round() == 1


def test_silence_after_the_message_is_doubt_and_not_a_second_letter(
    focus: Focus, server: MailServer, clock: Any
) -> None:
    server.hangs_up = True
    made, other = queue(focus, somebody(focus), "invitation"), somebody(focus, "bo@lotus.example")
    Postman(focus.house).round()
    assert letter(focus, made).state == "uncertain"
    server.hangs_up = False
    clock.passes(days=3)
    also = queue(focus, other, "invitation")
    assert Postman(focus.house).round() == 1
    assert letter(focus, made).state == "uncertain" and letter(focus, also).state == "sent"
    focus.write(letters.again, focus.workshop_id, made, focus.moderator)
    assert Postman(focus.house).round() == 1 and letter(focus, made).state == "sent"


def test_a_certificate_nobody_vouches_for_and_a_wrong_password_keep_letters_here(
    focus: Focus, server: MailServer
) -> None:
    use(focus.house, server, smtp_security="starttls")
    made = queue(focus, somebody(focus), "invitation")
    Postman(focus.house).round()
    assert letter(focus, made).state == "waiting" and "STARTTLS" in letter(focus, made).problem
    with mail_server(authenticator=Door(), auth_required=True, auth_require_tls=False) as locked:
        for password, sent in (("mis", 0), ("geheim", 1)):
            use(focus.house, locked, smtp_user="samen", smtp_password=password)
            focus.house.clock.passes(hours=1)
            assert Postman(focus.house).round() == sent
        assert len(locked.got) == 1
