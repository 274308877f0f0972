"""One mail a day: what is new since the last one, and nothing twice."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from focus_acts import answer, day, hide, probe, thread
from focus_builders import Focus, Someone
from letters_builders import answer_all, somebody
from mail_server import MailServer

from facilitator.clockwork import Clockwork
from sessions.errors import Busy
from sessions.focus import seen

AT_SIX = {"hour": 18, "minute": 5}


class Evenings:
    """The one who wants one mail a day, somebody of their group, and the evenings of the week."""

    def __init__(self, focus: Focus, server: MailServer, clock: Any) -> None:
        self.focus, self.server, self.clock = focus, server, clock
        self.me = Someone(somebody(focus, wish="daily"), "", focus.groups[0])
        self.mate = Someone(somebody(focus, "bo@lotus.example", wish="none"), "", focus.groups[0])
        self.clockwork = Clockwork(focus.house)

    def look(self, title: str) -> None:
        self.focus.write(seen.see, self.focus.questions[title], self.me.id)

    def pass_one(self) -> str:
        """What was mailed this evening; empty for nothing. It is morning again then."""
        before = len(self.server.to("an@lotus.example"))
        morning = self.clock.moment
        self.clock.moment = morning.replace(**AT_SIX)
        self.clockwork.tick()
        self.clock.moment = morning + timedelta(days=1)
        mails = self.server.to("an@lotus.example")[before:]
        assert len(mails) <= 1
        return mails[0].get_body(("plain",)).get_content() if mails else ""


@pytest.fixture
def evenings(focus: Focus, server: MailServer, clock: Any) -> Evenings:
    """Everything is answered, in a round that goes on for a day."""
    made = Evenings(focus, server, clock)
    answer_all(focus, made.me.id)
    answer(focus, made.me, "Liever niet in de groep", "Nee")
    return made


def test_two_evenings_without_anything_new_give_one_mail(evenings: Evenings) -> None:
    for title in ("Wie ben je?", "Welkom"):
        evenings.look(title)
    answer(evenings.focus, evenings.mate, "Wie ben je?", "Ik bak brood")
    assert "Wie ben je?" in evenings.pass_one()
    # The second round opens the next day, and waits for days.
    assert "Verder denken" in evenings.pass_one()
    assert evenings.pass_one() == ""
    answer(evenings.focus, evenings.mate, "Belangrijkst", {"chosen": ["k1"]})
    evenings.look("Belangrijkst")
    probe(evenings.focus, "Belangrijkst", evenings.me)
    last = evenings.pass_one()
    # It closes within two hours: what waits there is told once more.
    assert "Verder denken" in last and last.count("Wie ben je?") == 0
    assert evenings.pass_one() == ""


def test_a_writer_that_refuses_at_six_costs_nobody_their_mail(
    evenings: Evenings, monkeypatch: pytest.MonkeyPatch
) -> None:
    for title in ("Wie ben je?", "Welkom"):
        evenings.look(title)
    answer(evenings.focus, evenings.mate, "Wie ben je?", "Ik bak brood")
    evenings.clock.moment = evenings.clock.moment.replace(**AT_SIX)

    def busy(_verb: Any) -> None:
        raise Busy(retry_after=2)

    with monkeypatch.context() as patched, pytest.raises(Busy):
        patched.setattr(evenings.focus.house.writer, "write", busy)
        evenings.clockwork.tick()
    assert evenings.server.got == []
    evenings.clockwork.tick()
    evenings.clockwork.tick()
    (mail,) = evenings.server.to("an@lotus.example")
    assert "Wie ben je?" in mail.get_body(("plain",)).get_content()


def test_a_probe_is_told_once(evenings: Evenings) -> None:
    probe(evenings.focus, "Wie ben je?", evenings.me)
    assert "Wie ben je?" in evenings.pass_one()
    assert "Wie ben je?" not in evenings.pass_one()


def test_that_something_was_hidden_is_news_once(evenings: Evenings) -> None:
    focus, me = evenings.focus, evenings.me
    evenings.look("Wie ben je?")
    hide(focus, thread(focus, me, "Wie ben je?")["own"]["id"])
    assert [each["kind"] for each in day(focus, me)["news"]] == ["hidden"]
    assert "Wie ben je?" in evenings.pass_one()
    assert "Wie ben je?" not in evenings.pass_one()
    evenings.look("Wie ben je?")
    assert day(focus, me)["news"] == []
