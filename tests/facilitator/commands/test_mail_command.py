"""`lotusbloem mail`: letters and their states, a rehearsal, and notices of what could not be delivered."""

from __future__ import annotations

import io
import sys
from pathlib import Path
from typing import Any

import pytest
from builders import make_user
from focus_builders import Focus, add_member, make_focus
from mail_server import mail_server
from sqlalchemy import select

from facilitator.house import House
from sessions import backups
from sessions.focus import letters
from sessions.models import Letter, Member
from sessions.store import Store

NOTICE = """\
From: MAILER-DAEMON@smtp.lotus.example
To: samen@lotus.example
Subject: Undelivered Mail Returned to Sender
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="grens"

--grens
Content-Type: text/plain; charset=us-ascii

This is the mail system at host smtp.lotus.example.

--grens
Content-Type: message/delivery-status

Reporting-MTA: dns; smtp.lotus.example
Arrival-Date: Mon, 23 Nov 2026 10:30:00 +0100

Final-Recipient: rfc822; an@lotus.example
Action: {action}
Status: 5.1.1
Diagnostic-Code: smtp; 550 5.1.1 <an@lotus.example>: User unknown

--grens
{returned}
--grens--
"""
HEADERS = """\
Content-Type: text/rfc822-headers

From: samen@lotus.example
Message-ID: {message_id}
Subject: Uitnodiging
"""
WHOLE = """\
Content-Type: message/rfc822

From: samen@lotus.example
Message-ID: {message_id}
Subject: Uitnodiging

Hallo
"""
NOTHING = """\
Content-Type: text/plain

The letter is not returned.
"""


@pytest.fixture
def focus(house: House) -> Focus:
    return make_focus(house, make_user(house, "hilde@lotus.example", "facilitator"), members=0)


@pytest.fixture
def sent(focus: Focus) -> int:
    """A letter that a server took."""
    one = add_member(focus, focus.groups[0], state="invited", email="an@lotus.example")
    now = focus.house.now()

    def send(db: Any) -> int:
        made = letters.queue(db, focus.workshop_id, one.id, "invitation", "k", {}, now, now)
        assert made is not None and letters.take(db, made, message_id="<ons@lotus.example>", now=now)
        letters.sent(db, made, now=now)
        return made

    return focus.house.write(send)


def state(focus: Focus, letter_id: int) -> str:
    with focus.house.store.reading() as db:
        return db.get_one(Letter, letter_id).state


@pytest.fixture
def bounced(lotusbloem: Any, focus: Focus, monkeypatch: pytest.MonkeyPatch) -> Any:
    """`lotusbloem mail bounced` with that on standard input."""

    def call(notice: str, *options: str) -> Any:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(notice.encode())))
        return lotusbloem("mail", "bounced", *options, "--data", focus.house.settings.data)

    return call


@pytest.mark.parametrize("returned", [HEADERS, WHOLE, NOTHING], ids=["headers", "whole", "nothing"])
def test_a_notice_marks_the_letter_and_the_address(
    bounced: Any, focus: Focus, sent: int, returned: str
) -> None:
    notice = NOTICE.format(action="failed", returned=returned.format(message_id="<ons@lotus.example>"))
    said = bounced(notice)
    assert said.code == 0 and str(sent) in said.out
    assert state(focus, sent) == "bounced"
    with focus.house.store.reading() as db:
        letter = db.get_one(Letter, sent)
        assert "User unknown" in letter.problem
        assert "User unknown" in (db.get_one(Member, letter.participant_id).address_problem or "")


def test_a_delay_changes_nothing(bounced: Any, focus: Focus, sent: int) -> None:
    notice = NOTICE.format(action="delayed", returned=HEADERS.format(message_id="<ons@lotus.example>"))
    assert bounced(notice).code == 0 and state(focus, sent) == "sent"


def test_a_notice_about_somebody_elses_mail_changes_nothing(bounced: Any, focus: Focus, sent: int) -> None:
    """Whoever makes one up does not know our Message-ID: the address alone does not count then."""
    notice = NOTICE.format(action="failed", returned=HEADERS.format(message_id="<anders@lotus.example>"))
    said = bounced(notice)
    assert said.code == 1 and "no letter" in said.err and state(focus, sent) == "sent"
    assert bounced(notice, "--quiet").code == 0


@pytest.mark.parametrize("text", ["", "Subject: Afwezig\n\nIk ben er niet.\n"])
def test_other_mail_is_refused_or_passed_over(bounced: Any, focus: Focus, sent: int, text: str) -> None:
    said = bounced(text)
    assert said.code == 1 and "multipart/report" in said.err
    quiet = bounced(text, "--quiet")
    assert (quiet.code, quiet.out) == (0, "") and state(focus, sent) == "sent"


def test_letters_are_listed_and_sent_again(lotusbloem: Any, focus: Focus, sent: int) -> None:
    data = focus.house.settings.data
    listed = lotusbloem("mail", "list", "--json", "--data", data)
    assert listed.json["states"] == {"sent": 1} and "an@lotus" not in listed.out
    assert "1 sent" in lotusbloem("mail", "list", "--data", data).out
    refused = lotusbloem("mail", "again", sent, "--data", data)
    assert refused.code == 1

    def doubt(db: Any) -> None:
        letters.doubt(db, sent, "no answer in time")

    focus.house.write(doubt)
    assert lotusbloem("mail", "again", sent, "--data", data).code == 0 and state(focus, sent) == "waiting"
    assert lotusbloem("mail", "list", "--state", "sent", "--json", "--data", data).json["letters"] == []
    assert lotusbloem("mail", "again", 999, "--data", data).code == 1


def test_every_mail_of_a_guide_is_printed_beforehand(lotusbloem: Any, focus: Focus, sent: int) -> None:
    data = focus.house.settings.data
    told = lotusbloem("mail", "dry-run", focus.workshop_id, "--json", "--data", data).json["letters"]
    kinds = [each["kind"] for each in told]
    assert kinds[0] == "invitation" and kinds[5:] == ["probe", "digest", "thanks", "lost_link"]
    assert sorted(kinds[1:5]) == ["opening", "opening", "reminder", "reminder"]
    assert told[1]["goes_at"] == "2026-11-23T08:00" and told[0]["most"] == 1
    words = lotusbloem("mail", "dry-run", focus.workshop_id, "--language", "fr", "--data", data)
    assert words.code == 0 and "lundi 23 novembre" in words.out
    assert lotusbloem("mail", "dry-run", 999, "--data", data).code == 1
    args = ("mail", "dry-run", focus.workshop_id, "--json", "--data", data, "--segment", "leerkracht")
    chosen = lotusbloem(*args, "--group", "2").json
    assert (chosen["group"], chosen["segment"], chosen["letters"][0]["most"]) == (2, "leerkracht", 0)
    assert lotusbloem(*args, "--group", "9").code == 1


def test_mail_of_a_restored_backup_does_not_leave_by_itself(focus: Focus, sent: int, tmp_path: Path) -> None:
    """It waited when the backup was made, and may have left before the backup was needed."""
    one = add_member(focus, focus.groups[0], state="invited", email="bo@lotus.example")
    now = focus.house.now()
    args = (focus.workshop_id, one.id, "invitation", "k2", {}, now, now)
    waiting = focus.house.write(lambda db: letters.queue(db, *args))
    backups.copy(focus.house.settings.database, tmp_path / "backup.db")
    backups.put_back(tmp_path / "backup.db", tmp_path / "restored.db", aside=None)
    store = Store(tmp_path / "restored.db")
    with store.reading() as db:
        found = {each.id: each.state for each in db.scalars(select(Letter))}
    store.close()
    assert found == {sent: "sent", waiting: "uncertain"} and state(focus, waiting) == "waiting"


def test_the_doctor_knocks_at_the_mail_server_and_sends_nothing(
    lotusbloem: Any, focus: Focus, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LOTUSBLOEM_PORT", "0")

    def check(**environment: str) -> dict[str, str]:
        for name, value in environment.items():
            monkeypatch.setenv(f"LOTUSBLOEM_{name}", value)
        said = lotusbloem("doctor", "--json", "--data", focus.house.settings.data)
        return next(each for each in said.json["checks"] if each["name"] == "mail")

    assert "Links are handed out" in check()["sentence"]
    with mail_server() as server:
        monkeypatch.setenv("LOTUSBLOEM_SMTP_FROM", "samen@lotus.example")
        there = {"SMTP_HOST": "127.0.0.1", "SMTP_PORT": str(server.port), "SMTP_SECURITY": "none"}
        assert (check(**there)["state"], server.got) == ("warning", [])
        assert check(PUBLIC_URL="https://lotus.example")["state"] == "fine"
    assert check()["state"] == "wrong"
