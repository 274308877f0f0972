"""What a mail server kept waiting until it made no sense any more: it does not leave."""

from __future__ import annotations

from typing import Any

from focus_builders import Focus
from letters_builders import YES, answer_all, letter, queue, somebody, states
from mail_server import MailServer

from facilitator.mail.postman import Postman
from sessions.exercises.answers import as_form
from sessions.focus import answering, consent, probes, threads


def test_a_reminder_does_not_leave_to_who_answered_meanwhile(focus: Focus, server: MailServer) -> None:
    done, late = somebody(focus), somebody(focus, "bo@lotus.example")
    asked_for = {one: queue(focus, one, "reminder", {"round": focus.rounds[0]}) for one in (done, late)}
    answer_all(focus, done)
    Postman(focus.house).round()
    assert (
        letter(focus, asked_for[done]).state == "cancelled" and letter(focus, asked_for[late]).state == "sent"
    )


def test_a_probe_that_was_answered_or_withdrawn_is_not_mailed(focus: Focus, server: MailServer) -> None:
    done, late = somebody(focus), somebody(focus, "bo@lotus.example")
    question = focus.questions["Wie ben je?"]

    def ask(text: str) -> int:
        about = {"exercise_id": question, "group_id": focus.groups[0], "text": text}
        return focus.write(probes.ask, focus.workshop_id, focus.moderator, **about)

    made, withdrawn = ask("Wie was daar bij?"), ask("Waarom?")
    answer_probe(focus, made, done)
    focus.write(probes.withdraw, focus.workshop_id, withdrawn, focus.moderator)
    Postman(focus.house).round()
    assert states(focus) == {
        f"probe:{made}:{done}": "cancelled",
        f"probe:{made}:{late}": "sent",
        f"probe:{withdrawn}:{done}": "cancelled",
        f"probe:{withdrawn}:{late}": "cancelled",
    }


def answer_probe(focus: Focus, probe_id: int, one: int) -> None:
    words_of_theirs = as_form({"text": "Mijn zus."})
    focus.write(
        threads.reply_to_probe, probe_id, one, key=f"probe-{probe_id}-00000000000", data=words_of_theirs
    )


def test_a_digest_without_news_or_with_a_newer_one_is_not_mailed(
    focus: Focus, server: MailServer, clock: Any
) -> None:
    """Everything was answered and seen meanwhile; of two that waited only the last one goes."""
    done, late = (somebody(focus, f"{each}@lotus.example", wish="daily") for each in ("an", "bo"))
    empty, older = queue(focus, done, "digest"), queue(focus, late, "digest", {"day": 1})
    newer = queue(focus, late, "digest", {"day": 2})
    answer_all(focus, done)
    answer_one(focus, "Liever niet in de groep", done)
    Postman(focus.house).round()
    assert [letter(focus, each).state for each in (empty, older, newer)] == ["cancelled", "cancelled", "sent"]


def answer_one(focus: Focus, title: str, one: int) -> None:
    exercise_id = focus.questions[title]
    words_of_theirs = as_form({"text": "Nee"})
    focus.write(
        answering.answer, exercise_id, one, key=f"antwoord-{exercise_id}-000000000", data=words_of_theirs
    )


def test_an_invitation_does_not_leave_to_who_came_in_meanwhile(
    focus: Focus, server: MailServer, clock: Any
) -> None:
    one = somebody(focus, state="invited")
    made = queue(focus, one, "invitation")
    clock.passes(minutes=1)
    focus.write(consent.answer, one, YES)
    Postman(focus.house).round()
    assert letter(focus, made).state == "cancelled" and server.got == []


def test_an_opening_waits_for_a_round_that_opens_later_than_was_said(
    focus: Focus, server: MailServer, clock: Any
) -> None:
    made = queue(focus, somebody(focus), "opening", {"round": focus.rounds[1]})
    Postman(focus.house).round()
    assert letter(focus, made).state == "waiting" and server.got == []
    clock.passes(days=1)
    assert Postman(focus.house).round() == 1
