"""Mail over a real SMTP server: what is delivered, what comes back, what is never sent twice."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from typing import Any

import pytest
from builders import make_user
from focus_builders import Focus, make_focus
from letters_builders import answer_all, letter, queue, somebody, states
from mail_server import BASE, Door, MailServer, mail_server, use
from sqlalchemy import select

from facilitator.clockwork import Clockwork
from facilitator.house import House
from facilitator.mail import composing, words
from facilitator.mail.postman import Postman
from sessions import workshops
from sessions.focus import asked, closing, consent, letters, mailable, members, post
from sessions.models import Letter, Member, Participant, Probe

YES = {"taking_part": True, "quoting": True, "mail": True}


@pytest.fixture
def server() -> Iterator[MailServer]:
    with mail_server() as made:
        yield made


@pytest.fixture
def facilitator(house: House) -> int:
    return make_user(house, "hilde@lotus.example", "facilitator")


@pytest.fixture
def focus(house: House, facilitator: int, server: MailServer) -> Focus:
    """Two groups, of which the first round is open since an hour, and mail that works."""
    use(house, server)
    return make_focus(house, facilitator, members=0)


def forms_of(message: EmailMessage) -> tuple[str, str]:
    """The plain text and the HTML of a message."""
    plain, rich = message.get_body(("plain",)), message.get_body(("html",))
    assert plain is not None and rich is not None
    return plain.get_content(), rich.get_content()


# --- what arrives ------------------------------------------------------------------------------------


def test_every_kind_arrives_as_text_and_html_with_the_personal_link(focus: Focus, server: MailServer) -> None:
    one = somebody(focus, wish="each")
    daily = somebody(focus, "bo@lotus.example", wish="daily")
    question = focus.questions["Welkom"]

    def probe(db) -> int:
        asked_further = Probe(
            workshop_id=focus.workshop_id,
            exercise_id=question,
            group_id=focus.groups[0],
            text="Wie was daar bij jou?",
            asked_by=focus.facilitator,
            asked_at=focus.house.now(),
        )
        db.add(asked_further)
        db.flush()
        return asked_further.id

    about = {"probe": focus.house.write(probe)}
    kinds = {
        "invitation": queue(focus, one, "invitation"),
        "opening": queue(focus, one, "opening", {"round": focus.rounds[0]}),
        "probe": queue(focus, one, "probe", about),
        "reminder": queue(focus, one, "reminder", {"round": focus.rounds[0]}),
        "digest": queue(focus, daily, "digest"),
        "lost_link": queue(focus, one, "lost_link"),
    }
    assert Postman(focus.house).round() == len(kinds)
    focus.write(workshops.close_workshop, focus.workshop_id, focus.moderator)
    assert queue(focus, one, "thanks") is not None
    assert Postman(focus.house).round() == 1
    assert set(mailable.KINDS) == set(kinds) | {"thanks"} == set(words.kind_words())
    with focus.house.store.reading() as db:
        people = asked.people(db, focus.workshop_id)
        secrets = {one.member.email: members.secret_of(one, focus.house.secret_key) for one in people}
    for address, message in server.got:
        plain, rich = forms_of(message)
        ends = f"#{secrets[address]}"
        assert any(line.startswith(BASE) and line.endswith(ends) for line in plain.splitlines())
        assert f'{ends}"' in rich and "<img" not in rich and "http://" not in rich
        assert set(re.findall(r'(?:src|href)="(.*?)[/"]', rich)) == {"https:"}
        assert max(len(line) for line in plain.splitlines() if BASE not in line) <= composing.WIDTH
        assert "Wie was daar" not in plain + rich
    asks = [m for m in server.to("an@lotus.example") if "vraagt je iets" in m["Subject"]]
    assert f"/f/{focus.workshop_id}/enter?q={question}#" in forms_of(asks[0])[0]
    assert "3 vragen" in forms_of(server.to("an@lotus.example")[1])[0]


def test_the_headers_say_who_sends_and_how_to_stop(focus: Focus, server: MailServer) -> None:
    use(focus.house, server, smtp_reply_to="vragen@lotus.example")
    one = somebody(focus)
    made = queue(focus, one, "invitation")
    lost = queue(focus, one, "lost_link")
    Postman(focus.house).round()
    (invitation, asked_for) = server.to("an@lotus.example")
    assert invitation["From"] == "Samen <samen@lotus.example>" and invitation["To"] == "an@lotus.example"
    assert invitation["Reply-To"] == "vragen@lotus.example"
    token = composing.unsubscribe_token(focus.house.secret_key, one)
    where = f"{BASE}/f/{focus.workshop_id}/unsubscribe?m={one}&t={token}"
    assert invitation["List-Unsubscribe"] == f"<{where}>"
    assert invitation["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert invitation["Auto-Submitted"] == "auto-generated"
    assert invitation["Message-ID"] == letter(focus, made).message_id
    assert str(invitation["Message-ID"]).endswith("@lotus.example>")
    assert asked_for["List-Unsubscribe"] is None and letter(focus, lost).state == "sent"
    assert token not in str(asked_for)


@pytest.mark.parametrize("language", ["nl", "fr", "en"])
def test_a_letter_is_in_the_language_of_whoever_gets_it(
    focus: Focus, server: MailServer, language: str
) -> None:
    one = somebody(focus)

    def speak(db) -> None:
        db.get_one(Participant, one).language = language

    focus.house.write(speak)
    queue(focus, one, "opening", {"round": focus.rounds[0]})
    Postman(focus.house).round()
    (message,) = server.to("an@lotus.example")
    plain, rich = forms_of(message)
    assert message["Content-Language"] == language and f'<html lang="{language}"' in rich
    # The day of the closing, as that language writes it: 24 November 2026 is a Tuesday.
    assert {"nl": "dinsdag 24 november", "fr": "mardi 24 novembre", "en": "Tuesday 24 November"}[
        language
    ] in plain


def test_words_that_look_like_headers_or_html_stay_words(focus: Focus, server: MailServer) -> None:
    one = somebody(focus)

    def name(db) -> None:
        workshop = db.get_one(workshops.Workshop, focus.workshop_id)
        workshop.title = "Samen <b>beter</b>\r\nBcc: iedereen@lotus.example"

    focus.house.write(name)
    queue(focus, one, "invitation")
    Postman(focus.house).round()
    (message,) = [each for _, each in server.got]
    assert message["Bcc"] is None and "Bcc: iedereen" in message["Subject"]
    assert "<b>" not in forms_of(message)[1]


# --- what goes wrong ---------------------------------------------------------------------------------


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
    assert queue(focus, one, "opening", {"round": focus.rounds[0]}) is None


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


# --- never twice -------------------------------------------------------------------------------------


def serve(focus: Focus) -> subprocess.Popen[str]:
    settings = focus.house.settings
    given = {
        "LOTUSBLOEM_DATA": str(settings.data),
        "LOTUSBLOEM_PORT": "0",
        "LOTUSBLOEM_PUBLIC_URL": settings.public_url,
        "LOTUSBLOEM_SMTP_HOST": settings.smtp_host,
        "LOTUSBLOEM_SMTP_PORT": str(settings.smtp_port),
        "LOTUSBLOEM_SMTP_SECURITY": "none",
        "LOTUSBLOEM_SMTP_FROM": settings.smtp_from,
    }
    return subprocess.Popen(
        [sys.executable, "-m", "facilitator", "serve"],
        env={**os.environ, **given},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        text=True,
    )


def test_killed_between_hand_over_and_note_everybody_gets_each_letter_at_most_once(
    focus: Focus, server: MailServer, clock: Any
) -> None:
    """The server has read a whole message and did not answer yet when the process is killed: it may have
    been delivered, so it is never sent again; the others are, once."""
    # The process goes by the clock of the machine.
    clock.moment = datetime.now(UTC)
    for n in range(4):
        queue(focus, somebody(focus, f"lid{n}@lotus.example"), "lost_link")
    server.waits = 60.0
    first = serve(focus)
    try:
        assert server.arrived.wait(60)
    finally:
        first.kill()
        first.wait(30)
    with focus.house.store.reading() as db:
        assert [each.state for each in db.scalars(select(Letter).order_by(Letter.id))] == [
            "sending",
            "waiting",
            "waiting",
            "waiting",
        ]
    server.waits = 0.0
    second = serve(focus)
    try:
        wait_until(lambda: len(server.got) == 4)
        wait_until(lambda: sorted(states(focus).values()) == ["sent", "sent", "sent", "uncertain"])
    finally:
        second.send_signal(signal.SIGTERM)
        second.wait(30)
    assert server.twice() == []


def wait_until(true: Any) -> None:
    """Raises: AssertionError when it did not come true within half a minute."""
    for _ in range(300):
        if true():
            return
        time.sleep(0.1)
    raise AssertionError("it did not come true")


def test_two_who_take_the_same_letter_send_it_once(focus: Focus, server: MailServer) -> None:
    made = queue(focus, somebody(focus), "invitation")
    now = focus.house.now()
    taken = [
        focus.house.write(lambda db: letters.take(db, made, message_id="<a@b>", now=now)) for _ in range(2)
    ]
    assert taken == [True, False]
    assert Postman(focus.house).round() == 0 and server.got == []


# --- by the clock ------------------------------------------------------------------------------------


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
