"""Pages on which staff add members, hand out their links, and see what mail they get."""

from __future__ import annotations

import html
import io
import re
from typing import Any

import pytest
import zxingcpp
from builders import Clock, make_workshop
from flask.testing import FlaskClient
from focus_acts import answer
from focus_builders import Focus, add_member
from letters_builders import YES
from mail_server import MailServer, use
from member_pages import ELSEWHERE, empty_focus, invited, letters_of, person, signed_in, text_of
from PIL import Image
from resvg_py import svg_to_bytes
from sqlalchemy import select

from facilitator import qr
from facilitator.house import House
from sessions.focus import consent, groups, members
from sessions.models import Letter, Member, Participant, Reading


@pytest.fixture
def focus(house: House) -> Focus:
    return empty_focus(house)


@pytest.fixture
def desk(app: Any, focus: Focus) -> FlaskClient:
    return signed_in(app, focus)


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


def test_who_answered_stays_in_their_group_here_too_and_nothing_typed_is_lost(
    focus: Focus, desk: FlaskClient
) -> None:
    one, other = invited(focus, state="present"), add_member(focus, focus.groups[1], name="Vink")
    page = f"/workshops/{focus.workshop_id}/members/{one.id}"
    assert 'name="group"' in text_of(desk.get(page))
    answer(focus, other, "Welkom", "Alleen voor de tweede groep.")
    answer(focus, one, "Welkom", "Voor de eerste groep.")
    assert 'name="group"' not in text_of(desk.get(page))
    given = {"email": "an@lotus.example", "pseudonym": "Zilverreiger", "group": str(focus.groups[1])}
    refused = desk.post(page, data=given)
    shown = text_of(refused)
    assert refused.status_code == 422 and 'value="Zilverreiger"' in shown
    assert re.search(r'id="lid-group-error">.*?Wie al antwoordde, blijft in de eigen groep\.', shown)
    stays = person(focus, one.id)
    assert (stays.group.id, stays.participant.name) == (focus.groups[0], "Wilg")
    assert desk.post(page, data={**given, "group": str(focus.groups[0])}).status_code == 303
    assert person(focus, one.id).participant.name == "Zilverreiger"


def test_a_closed_group_gets_nobody_here_either(focus: Focus, desk: FlaskClient) -> None:
    one, by = invited(focus), focus.moderator
    focus.write(groups.set_closed, focus.workshop_id, focus.groups[1], by, closed=True)
    page = f"/workshops/{focus.workshop_id}/members/{one.id}"
    refused = desk.post(page, data={"pseudonym": "Zilverreiger", "group": str(focus.groups[1])})
    assert refused.status_code == 422 and "gesloten is, krijgt geen mensen" in text_of(refused)
    assert person(focus, one.id).group.id == focus.groups[0]


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


def test_a_returned_mail_is_said_at_the_member_and_what_failed_is_sent_again(
    focus: Focus, desk: FlaskClient
) -> None:
    use(focus.house, MailServer(port=9))
    one = invited(focus)
    base = f"/workshops/{focus.workshop_id}"
    desk.post(f"{base}/members/invite")
    desk.post(f"{base}/members/{one.id}/address", data={"act": "fails"})
    page = text_of(desk.get(f"{base}/members/{one.id}"))
    assert "Dit adres werkt niet:" in page and "Er kwam mail terug." in page
    assert "Het adres werkte niet." in text_of(desk.get(f"{base}/mail"))
    desk.post(f"{base}/members/{one.id}/address", data={"act": "works"})
    assert "Dit adres werkt niet:" not in text_of(desk.get(f"{base}/members/{one.id}"))
    assert "Verstuur alles wat mislukte opnieuw" not in text_of(desk.get(f"{base}/mail"))

    def fail(db: Any) -> None:
        db.scalars(select(Letter)).one().state = "failed"

    focus.house.write(fail)
    assert "Verstuur alles wat mislukte opnieuw" in text_of(desk.get(f"{base}/mail"))
    assert "1 mail vertrekt" in text_of(desk.post(f"{base}/mail/again", follow_redirects=True))
    assert [each.state for each in letters_of(focus)] == ["waiting"]


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


def test_every_mail_is_seen_as_the_group_and_segment_get_it_that_are_chosen(
    focus: Focus, desk: FlaskClient
) -> None:
    invited(focus)
    add_member(focus, focus.groups[1], name="Vink", segment="leerkracht")
    base = f"/workshops/{focus.workshop_id}/mail/dry-run"
    first = text_of(desk.get(base))
    assert "elke groep" in first and "een ander segment, of geen" in first and "3 vragen, ongeveer" in first
    links = re.findall(r'href="([^"]*dry-run[^"]*segment=leerkracht[^"]*)"', first)
    taught = text_of(desk.get(f"{html.unescape(links[0])}&group=2"))
    assert "4 vragen, ongeveer" in taught and "4 vragen, ongeveer" not in first
    frames = [html.unescape(each) for each in re.findall(r'<iframe src="([^"]*)"', taught)]
    assert frames and all("segment=leerkracht" in each and "group=2" in each for each in frames)
    assert all(desk.get(each).status_code == 200 for each in frames[:2])
    assert desk.get(f"{base}?group=9").status_code == 404


def test_a_workshop_in_a_hall_has_no_such_pages(focus: Focus, desk: FlaskClient) -> None:
    hall = make_workshop(focus.house, focus.facilitator)
    for path in ("members", "members/import", "members/cards", "consent-texts", "mail", "mail/dry-run"):
        assert desk.get(f"/workshops/{hall}/{path}").status_code == 404, path
