"""Pages of the members: they come in, agree, lose a link, end mail."""

from __future__ import annotations

from random import SystemRandom
from threading import Event
from typing import Any

import pytest
from flask.testing import FlaskClient
from focus_builders import Focus
from letters_builders import YES
from mail_server import MailServer, use
from member_pages import ELSEWHERE, empty_focus, invited, letters_of, person, signed_in, text_of

from facilitator.house import House
from facilitator.identity import PHONE_COOKIE
from facilitator.mail.composing import unsubscribe_token
from facilitator.pages import entering
from facilitator.throttle import Throttle
from sessions.focus import consent, members


@pytest.fixture
def focus(house: House) -> Focus:
    return empty_focus(house)


@pytest.fixture
def phone(app: Any, focus: Focus) -> FlaskClient:
    """The browser of a member, forms without their token: forgery has its own test."""
    app.config["WTF_CSRF_ENABLED"] = False
    return app.test_client()


@pytest.fixture
def desk(app: Any, focus: Focus) -> FlaskClient:
    return signed_in(app, focus)


def enter(phone: FlaskClient, focus: Focus, typed: str, workshop_id: int | None = None, **more: str) -> Any:
    return phone.post(f"/f/{workshop_id or focus.workshop_id}/enter", data={"secret": typed, **more})


# --- coming in ---------------------------------------------------------------------------------------


def test_the_first_time_is_a_name_and_an_answer_per_purpose(focus: Focus, phone: FlaskClient) -> None:
    one = invited(focus)
    came = enter(phone, focus, one.secret)
    assert came.status_code == 303
    assert phone.get_cookie(f"{PHONE_COOKIE}{focus.workshop_id}").value == one.secret
    asks = f"/f/{focus.workshop_id}/consent"
    assert phone.get(came.location).location.endswith(asks)
    page = text_of(phone.get(asks))
    assert "Mag een zin van jou in het verslag?" in page and "checked" not in page
    half = phone.post(asks, data={"taking_part": "yes", "quoting": "no", "pseudonym": "Uil"})
    assert half.status_code == 422 and "Kies ja of nee." in text_of(half)
    given = {"taking_part": "yes", "quoting": "no", "mail": "yes", "pseudonym": "Uil", "language": "fr"}
    assert phone.post(asks, data=given).status_code == 303
    now = person(focus, one.id)
    assert (now.member.state, now.participant.name, now.participant.language) == ("present", "Uil", "fr")
    with focus.house.store.reading() as db:
        assert not consent.has(db, one.id, "quoting") and consent.has(db, one.id, "mail")
    assert phone.get(f"/f/{focus.workshop_id}").status_code == 200


@pytest.mark.parametrize(
    "shaped",
    [
        lambda secret, link: link,
        lambda secret, link: f"  {secret.upper()} ",
        lambda secret, link: " ".join(secret[at : at + 4] for at in range(0, 26, 4)),
        lambda secret, link: secret.translate(str.maketrans("olb", "018")),
    ],
    ids=["the whole link", "capitals", "groups of four", "misread"],
)
def test_a_link_may_be_pasted_and_a_code_typed(focus: Focus, phone: FlaskClient, shaped: Any) -> None:
    one = invited(focus)
    link = f"https://lotus.example/f/{focus.workshop_id}/enter?q=3#{one.secret}"
    assert enter(phone, focus, shaped(one.secret, link)).status_code == 303


def test_wrong_withdrawn_removed_and_elsewhere_are_answered_alike(focus: Focus, phone: FlaskClient) -> None:
    gone, removed, one = invited(focus), invited(focus, email="bo@lotus.example"), invited(focus, email=None)
    focus.write(members.revoke_link, gone.id, focus.moderator, random=SystemRandom())
    focus.write(members.remove, removed.id, focus.moderator, random=SystemRandom())
    answers = [
        enter(phone, focus, "a" * 26),
        enter(phone, focus, gone.secret),
        enter(phone, focus, removed.secret),
        enter(phone, focus, ""),
        enter(phone, focus, one.secret, workshop_id=ELSEWHERE),
    ]
    pages = {text_of(each).replace(str(ELSEWHERE), str(focus.workshop_id)) for each in answers}
    assert {each.status_code for each in answers} == {422} and len(pages) == 1
    doors = [text_of(phone.get(f"/f/{number}/enter")) for number in (focus.workshop_id, ELSEWHERE)]
    assert doors[0] == doors[1].replace(str(ELSEWHERE), str(focus.workshop_id))
    assert not phone._cookies or all(PHONE_COOKIE not in each.key for each in phone._cookies.values())


def test_guessing_is_slowed_down(focus: Focus, phone: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(entering, "wrong_links", Throttle(burst=2, seconds=60))
    assert [enter(phone, focus, "b" * 26).status_code for _ in range(4)] == [422, 422, 503, 503]


def test_a_renewed_link_ends_the_browser_that_held_the_one_before(focus: Focus, phone: FlaskClient) -> None:
    one = invited(focus, state="present")
    focus.write(consent.answer, one.id, YES)
    enter(phone, focus, one.secret)
    assert phone.get(f"/f/{focus.workshop_id}").status_code == 200
    key = focus.house.secret_key
    focus.write(members.renew_link, one.id, focus.moderator, installation=key, random=SystemRandom())
    assert phone.get(f"/f/{focus.workshop_id}").status_code == 404


def test_a_mail_about_a_question_leads_to_that_question(focus: Focus, phone: FlaskClient) -> None:
    one = invited(focus)
    answer = enter(phone, focus, one.secret, q="12")
    assert answer.location.endswith(f"/f/{focus.workshop_id}/questions/12")
    assert enter(phone, focus, one.secret, q="//elders").location.endswith(f"/f/{focus.workshop_id}")


def test_no_to_taking_part_needs_no_other_answer(focus: Focus, phone: FlaskClient) -> None:
    one = invited(focus)
    enter(phone, focus, one.secret)
    phone.post(f"/f/{focus.workshop_id}/consent", data={"taking_part": "no"})
    assert person(focus, one.id).member.state == "left"


def test_other_words_are_asked_before_going_on(focus: Focus, phone: FlaskClient, desk: FlaskClient) -> None:
    one = invited(focus)
    focus.write(consent.answer, one.id, YES)
    enter(phone, focus, one.secret)
    texts = f"/workshops/{focus.workshop_id}/consent-texts"
    assert desk.post(texts, data={"quoting": ""}).status_code == 422
    assert desk.post(texts, data={"quoting": "Ook in een krant."}).status_code == 303
    asks = phone.get(f"/f/{focus.workshop_id}", follow_redirects=True)
    assert "Ook in een krant." in text_of(asks) and "veranderd" in text_of(asks)
    phone.post(f"/f/{focus.workshop_id}/consent", data={"quoting": "no"})
    assert phone.get(f"/f/{focus.workshop_id}").status_code == 200
    assert "Ook in een krant." in text_of(desk.get(texts))


# --- lost links, no more mail ------------------------------------------------------------------------


def test_a_lost_link_is_answered_alike_for_every_address(focus: Focus, phone: FlaskClient) -> None:
    """The answer does not wait for the looking up either: it is handed to the writer and left to it."""
    use(focus.house, MailServer(port=9))
    one = invited(focus)
    lost = f"/f/{focus.workshop_id}/lost"
    known = phone.post(lost, data={"email": " AN@lotus.example"})
    unknown = phone.post(lost, data={"email": "niemand@lotus.example"})
    nowhere = phone.post(f"/f/{ELSEWHERE}/lost", data={"email": "an@lotus.example"})
    assert known.status_code == unknown.status_code == nowhere.status_code == 200
    assert text_of(known) == text_of(unknown)
    assert text_of(nowhere).replace(str(ELSEWHERE), str(focus.workshop_id)) == text_of(known)
    assert [(each.participant_id, each.kind) for each in letters_of(focus)] == [(one.id, "lost_link")]
    phone.post(lost, data={"email": "an@lotus.example"})
    assert len(letters_of(focus)) == 1


def test_a_lost_link_is_answered_before_the_writer_looked(focus: Focus, phone: FlaskClient) -> None:
    use(focus.house, MailServer(port=9))
    invited(focus)
    go_on = Event()
    focus.house.writer.submit(lambda db: go_on.wait(30))
    answer = phone.post(f"/f/{focus.workshop_id}/lost", data={"email": "an@lotus.example"})
    assert answer.status_code == 200
    go_on.set()
    assert len(letters_of(focus)) == 1


def test_without_mail_a_lost_link_is_asked_of_people(focus: Focus, phone: FlaskClient) -> None:
    invited(focus)
    answer = phone.post(f"/f/{focus.workshop_id}/lost", data={"email": "an@lotus.example"})
    assert "Vraag een nieuwe link aan" in text_of(answer) and letters_of(focus) == []


def test_one_press_in_a_mail_program_ends_all_mail(app: Any, focus: Focus) -> None:
    """As a mail program presses: no cookie, no token of a form, only what RFC 8058 says."""
    one = invited(focus)
    focus.write(consent.answer, one.id, YES)
    token = unsubscribe_token(focus.house.secret_key, one.id)
    address = f"/f/{focus.workshop_id}/unsubscribe?m={one.id}&t={token}"
    program = app.test_client()
    assert app.config.get("WTF_CSRF_ENABLED", True)
    assert person(focus, one.id).member.wish == "each"
    assert "Stop alle mail" in text_of(program.get(address))
    assert person(focus, one.id).member.wish == "each"
    done = program.post(address, data={"List-Unsubscribe": "One-Click"})
    assert done.status_code == 200 and person(focus, one.id).member.wish == "none"
    with focus.house.store.reading() as db:
        assert not consent.has(db, one.id, "mail") and consent.has(db, one.id, "taking_part")
    other = invited(focus, email="bo@lotus.example")
    for wrong in (f"m={other.id}&t={token}", f"m={one.id}&t=", "", f"m={one.id}&t={token[:-1]}0"):
        if wrong != f"m={one.id}&t={token}":
            assert program.post(f"/f/{focus.workshop_id}/unsubscribe?{wrong}").status_code == 404
    assert person(focus, other.id).member.wish == "each"
