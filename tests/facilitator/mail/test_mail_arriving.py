"""Mail over a real SMTP server: every kind of letter, its headers and its language."""

from __future__ import annotations

import re
from email.message import EmailMessage

import pytest
from focus_builders import Focus
from letters_builders import letter, queue, somebody
from mail_server import BASE, MailServer, use

from facilitator.mail import composing, words
from facilitator.mail.postman import Postman
from sessions import workshops
from sessions.focus import asked, mailable, members
from sessions.models import Participant, Probe


def forms_of(message: EmailMessage) -> tuple[str, str]:
    """The plain text and the HTML of a message."""
    plain, rich = message.get_body(("plain",)), message.get_body(("html",))
    assert plain is not None and rich is not None
    return plain.get_content(), rich.get_content()


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
