"""Pages of the members: staff invite and see mail; members come in, agree, lose a link, end mail."""

from __future__ import annotations

import io
import re
from random import SystemRandom
from threading import Event
from typing import Any

import pytest
import zxingcpp
from builders import Clock, make_user, make_workshop, sign_in
from flask.testing import FlaskClient
from focus_builders import Focus, add_member, make_focus
from mail_server import MailServer, use
from PIL import Image
from resvg_py import svg_to_bytes
from sqlalchemy import select

from facilitator import qr
from facilitator.house import House
from facilitator.identity import PHONE_COOKIE
from facilitator.mail.composing import unsubscribe_token
from facilitator.pages import entering
from facilitator.throttle import Throttle
from sessions.focus import asked, consent, members
from sessions.models import Letter, Member, Participant, Reading

YES = {"taking_part": True, "quoting": True, "mail": True}
ELSEWHERE = 999_999


@pytest.fixture
def focus(house: House) -> Focus:
    return make_focus(house, make_user(house, "hilde@lotus.example", "facilitator"), members=0)


@pytest.fixture
def phone(app: Any, focus: Focus) -> FlaskClient:
    """The browser of a member, forms without their token: forgery has its own test."""
    app.config["WTF_CSRF_ENABLED"] = False
    return app.test_client()


@pytest.fixture
def desk(app: Any, focus: Focus) -> FlaskClient:
    app.config["WTF_CSRF_ENABLED"] = False
    client = app.test_client()
    sign_in(client, focus.house, focus.facilitator)
    return client


def invited(focus: Focus, **given: Any) -> Any:
    return add_member(focus, focus.groups[0], **({"state": "invited", "email": "an@lotus.example"} | given))


def enter(phone: FlaskClient, focus: Focus, typed: str, workshop_id: int | None = None, **more: str) -> Any:
    return phone.post(f"/f/{workshop_id or focus.workshop_id}/enter", data={"secret": typed, **more})


def person(focus: Focus, participant_id: int) -> asked.Person:
    with focus.house.store.reading() as db:
        return asked.person(db, participant_id)


def text_of(answer: Any) -> str:
    """The page, but for the tokens of its forms: they hold the second in which they were made."""
    page = re.sub(r"\s+", " ", answer.get_data(as_text=True))
    return re.sub(r"(csrf[-_]token[^>]*(?:content|value)=)\"[^\"]*\"", r"\1", page)


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


def letters_of(focus: Focus) -> list[Letter]:
    focus.house.write(lambda db: None)
    with focus.house.store.reading() as db:
        return list(db.scalars(select(Letter)))


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


# --- staff -------------------------------------------------------------------------------------------


def test_staff_add_one_import_many_and_see_them_by_group(focus: Focus, desk: FlaskClient) -> None:
    base = f"/workshops/{focus.workshop_id}/members"
    assert "Nog niemand uitgenodigd" in text_of(desk.get(base))
    added = desk.post(f"{base}/add", data={"email": "an@lotus.example", "attributes": "sector: zorg"})
    assert added.status_code == 303
    again = desk.post(f"{base}/add", data={"email": "an@lotus.example"})
    assert again.status_code == 422 and "staat al in de lijst" in text_of(again)
    wrong = desk.post(f"{base}/import", data={"text": "email;groep\nbo@lotus.example;1\nfout;1\n"})
    assert wrong.status_code == 422 and "Regel 3:" in text_of(wrong) and "bo@lotus.example" in text_of(wrong)
    file = (io.BytesIO("email;groep;sector\r\nbo@lotus.example;2;hôtel\r\n".encode("cp1252")), "leden.csv")
    assert desk.post(f"{base}/import", data={"file": file}).status_code == 303
    page = text_of(desk.get(base))
    assert "an@lotus.example" in page and "bo@lotus.example" in page and "2 mensen" in page
    with focus.house.store.reading() as db:
        found = {each.member.email: each for each in members.everybody(db, focus.workshop_id)}
    assert found["bo@lotus.example"].member.attributes == {"sector": "hôtel"}
    assert found["an@lotus.example"].member.attributes == {"sector": "zorg"}


def test_links_are_shown_when_asked_for_and_that_is_noted(focus: Focus, desk: FlaskClient) -> None:
    one = invited(focus)
    base = f"/workshops/{focus.workshop_id}/members"
    for quiet in (base, f"{base}/{one.id}", f"/workshops/{focus.workshop_id}/mail"):
        assert one.secret not in text_of(desk.get(quiet))
    assert readings(focus) == []
    shown = text_of(desk.post(f"{base}/{one.id}/link", data={"act": "show"}))
    assert f"/f/{focus.workshop_id}/enter#{one.secret}" in shown
    cards = text_of(desk.get(f"{base}/cards"))
    assert " ".join(one.secret[at : at + 4] for at in range(0, 26, 4)) in cards
    assert readings(focus) == ["member link", "member cards"]
    renewed = text_of(desk.post(f"{base}/{one.id}/link", data={"act": "renew"}))
    assert one.secret not in renewed and "/enter#" in renewed
    desk.post(f"{base}/{one.id}/link", data={"act": "revoke"})
    assert "link ingetrokken" in text_of(desk.get(base))


def readings(focus: Focus) -> list[str]:
    with focus.house.store.reading() as db:
        return [each.what for each in db.scalars(select(Reading).order_by(Reading.id))]


def test_a_member_is_changed_moved_and_removed(focus: Focus, desk: FlaskClient) -> None:
    one = invited(focus)
    base = f"/workshops/{focus.workshop_id}/members"
    given = {"email": "an@lotus.example", "pseudonym": "Uil", "group": str(focus.groups[1]), "language": "fr"}
    assert desk.post(f"{base}/{one.id}", data=given).status_code == 303
    changed = person(focus, one.id)
    assert (changed.group.id, changed.participant.name) == (focus.groups[1], "Uil")
    assert desk.post(f"{base}/{one.id}", data={**given, "email": "fout"}).status_code == 422
    assert desk.post(f"{base}/{one.id}/remove").status_code == 303
    assert desk.get(f"{base}/{one.id}").status_code == 404
    assert person(focus, one.id).member.state == "removed"


def test_the_code_of_a_card_holds_the_whole_link(focus: Focus) -> None:
    """Mixed case and a fragment do not fit QR's alphanumeric mode: the code stays readable all the same."""
    one = invited(focus)
    link = f"https://groepsgesprek.voorbeeldgemeente.example/f/{focus.workshop_id}/enter#{one.secret}"
    picture = Image.open(io.BytesIO(bytes(svg_to_bytes(svg_string=qr.svg(link), width=450))))
    flat = Image.new("RGB", picture.size, "white")
    flat.paste(picture, mask=picture.getchannel("A"))
    assert zxingcpp.read_barcode(flat).text == link


def test_invitations_leave_once_and_mail_shows_what_became_of_them(focus: Focus, desk: FlaskClient) -> None:
    use(focus.house, MailServer(port=9))
    invited(focus)
    invited(focus, email=None)
    base = f"/workshops/{focus.workshop_id}"
    assert "Verstuur 1 uitnodiging" in text_of(desk.get(f"{base}/members"))
    desk.post(f"{base}/members/invite")
    desk.post(f"{base}/members/invite")
    (letter,) = letters_of(focus)
    assert (letter.kind, letter.state) == ("invitation", "waiting")
    assert "wacht" in text_of(desk.get(f"{base}/mail"))

    def doubt(db: Any) -> None:
        there = db.get_one(Letter, letter.id)
        there.state, there.problem = "uncertain", "450 <b>an@lotus.example</b> later"

    focus.house.write(doubt)
    page = text_of(desk.get(f"{base}/mail?state=uncertain"))
    assert "Verstuur opnieuw" in page and "450 &lt;b&gt;an@" in page
    desk.post(f"{base}/mail/{letter.id}/again")
    desk.post(f"{base}/mail/{letter.id}/cancel")
    assert [each.state for each in letters_of(focus)] == ["cancelled"]
    assert desk.post(f"{base}/mail/{letter.id + 9}/again").status_code == 404


def test_who_did_not_come_is_invited_again_from_the_list_of_members(
    focus: Focus, desk: FlaskClient, clock: Clock
) -> None:
    use(focus.house, MailServer(port=9))
    invited(focus)
    base = f"/workshops/{focus.workshop_id}/members"
    desk.post(f"{base}/invite")
    (letter,) = letters_of(focus)
    moment = clock.moment

    def sent(db: Any) -> None:
        there = db.get_one(Letter, letter.id)
        there.state, there.sent_at = "sent", moment

    focus.house.write(sent)
    assert "opnieuw uit" not in text_of(desk.get(base))
    clock.passes(days=1)
    assert "Nodig 1 persoon opnieuw uit" in text_of(desk.get(base))
    for _ in range(2):
        assert desk.post(f"{base}/invite-again").status_code == 303
    assert [(each.kind, each.state) for each in letters_of(focus)] == [
        ("invitation", "sent"),
        ("invitation", "waiting"),
    ]


def test_a_reminder_goes_to_who_is_behind_once_a_day(focus: Focus, desk: FlaskClient) -> None:
    use(focus.house, MailServer(port=9))
    one = invited(focus)
    focus.write(consent.answer, one.id, YES)
    remind = f"/workshops/{focus.workshop_id}/mail/remind"
    for _ in range(2):
        assert desk.post(remind, data={"round_id": focus.rounds[0]}).status_code == 303
    assert [each.kind for each in letters_of(focus)] == ["reminder"]
    assert desk.post(remind, data={"round_id": ELSEWHERE}).status_code == 404


def test_every_mail_is_seen_beforehand_and_opens_nothing(focus: Focus, desk: FlaskClient) -> None:
    one = invited(focus)
    base = f"/workshops/{focus.workshop_id}/mail/dry-run"
    page = text_of(desk.get(f"{base}?mail_language=nl"))
    for subject in (
        "Uitnodiging: Wat helpt om mee te doen?",
        "Nieuwe vragen: Kennismaken",
        "Doe je nog mee? Verder denken",
        "Hilde vraagt je iets",
        "Vandaag: Wat helpt om mee te doen?",
        "Dank je wel: Wat helpt om mee te doen?",
        "Je link: Wat helpt om mee te doen?",
    ):
        assert subject in page
    assert one.secret not in page and "an@lotus.example" not in page
    assert page.count("<iframe") == 9 and letters_of(focus) == []
    shown = desk.get(f"{base}/1")
    assert "default-src 'none'" in shown.headers["Content-Security-Policy"]
    assert one.secret not in text_of(shown) and desk.get(f"{base}/99").status_code == 404
    with focus.house.store.reading() as db:
        assert len(list(db.scalars(select(Member)))) == len(list(db.scalars(select(Participant)))) == 1


def test_a_workshop_in_a_hall_has_no_such_pages(focus: Focus, desk: FlaskClient) -> None:
    hall = make_workshop(focus.house, focus.facilitator)
    for path in ("members", "members/import", "members/cards", "consent-texts", "mail", "mail/dry-run"):
        assert desk.get(f"/workshops/{hall}/{path}").status_code == 404, path
