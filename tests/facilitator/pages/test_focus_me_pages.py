"""A member about words and about themselves, over HTTP: marks, meanings, name, mail, consent, leaving."""

from __future__ import annotations

import re

from builders import Phone, hold_phone, make_workshop
from flask.testing import FlaskClient
from focus_acts import answer, reply
from focus_builders import Focus, add_member
from focus_hand import JSON, Hand, agree, words
from sqlalchemy import select

from facilitator.house import House
from sessions import contributions
from sessions.exercises.answers import as_form
from sessions.focus import answering, consent
from sessions.journal import Actor
from sessions.lexicon import meanings, terms
from sessions.material import carrying, coding, objectives
from sessions.models import Mark, Member


def test_words_are_marked_by_place_or_by_word_and_taken_back(hand: Hand) -> None:
    said = answer(hand.focus, hand.focus.members[1], "Wie ben je?", "Allochtoon noemt men mij")
    place = {"contribution": said, "version": "1"}
    hand.post(
        "/marks", {**place, "start": "0", "end": "10", "why": "Het kan kwetsen"}, status=200, headers=JSON
    )
    hand.post("/marks", {**place, "word": "MEN", "why": "Te vaag"})
    page = hand.get("/words")
    assert "Het kan kwetsen" in page and "Te vaag" in page
    hand.post("/marks/1/withdraw", {})
    assert "Het kan kwetsen" not in hand.get("/words")
    hand.post("/marks", {**place, "word": "afwezig"}, status=422, headers=JSON)
    with hand.focus.house.store.reading() as db:
        marks = [(each.starts_at, each.ends_at, each.participant_id) for each in db.scalars(select(Mark))]
    assert marks == [(0, 10, hand.who.id), (17, 20, hand.who.id)]


def test_who_marks_words_that_were_said_better_since_is_told_so(hand: Hand) -> None:
    other = hand.focus.members[1]
    said = answer(hand.focus, other, "Wie ben je?", "Allochtoon noemt men mij")
    again = {"version": 1, "data": as_form({"text": "Men noemt mij zo"})}
    hand.focus.write(answering.correct, said, other.id, **again)
    data = {"contribution": said, "version": "1", "start": "0", "end": "10", "word": "Allochtoon"}
    refused = hand.post("/marks", data, status=422, headers=JSON).json
    assert "intussen verbeterd" in refused["errors"]["word"][0]
    lacking = {"contribution": said, "version": "2", "word": "Allochtoon"}
    refused = hand.post("/marks", lacking, status=422, headers=JSON).json
    assert "staat niet in de tekst" in refused["errors"]["word"][0]


def test_nobody_marks_what_they_may_not_read(hand: Hand) -> None:
    masked = answer(hand.focus, hand.focus.members[1], "Welkom", "In de bibliotheek")
    elsewhere = answer(hand.focus, hand.focus.members[3], "Wie ben je?", "Ik zing")
    for said in (masked, elsewhere):
        data = {"contribution": said, "version": "1", "start": "0", "end": "3"}
        hand.post("/marks", data, status=404, headers=JSON)


def test_a_member_reads_what_became_of_their_words(hand: Hand, house: House) -> None:
    focus = hand.focus
    said = answer(focus, hand.who, "Wie ben je?", "Ik wijs de weg")
    into = make_workshop(house, focus.facilitator, "De zaal")
    made = focus.write(coding.code, said, focus.moderator, kind="ingredient", text="Een gids")
    interest = focus.write(coding.code, said, focus.moderator, kind="interest", text="Erbij horen")
    by = focus.moderator
    focus.write(objectives.make, focus.workshop_id, by, title="Meedoen", behind=[interest])
    page = hand.get("/me")
    assert made and "Werd een actief bestanddeel op de longlist:" in page and "mee naar De zaal" not in page
    assert "Staat achter de doelstelling" in page and "van jouw groep of van jou" in page
    focus.write(carrying.carry, focus.workshop_id, into, by)
    assert hand.get("/me").count("mee naar De zaal") == 2


def test_meanings_stay_within_the_group(hand: Hand) -> None:
    focus, other, elsewhere = hand.focus, hand.focus.members[1], hand.focus.members[3]
    term = focus.write(terms.make, focus.workshop_id, focus.moderator, text="allochtoon")
    near = focus.write(meanings.write, term, Actor("participant", other.id), text="altijd uitleggen")
    far = focus.write(meanings.write, term, Actor("participant", elsewhere.id), text="een oud woord")
    page = hand.get("/words")
    assert "altijd uitleggen" in page and "een oud woord" not in page
    hand.post(f"/meanings/{near}/agree", {"given": "yes"})
    hand.post(f"/meanings/{far}/agree", {"given": "yes"}, status=404)
    hand.post(f"/terms/{term}/meaning", {"meaning": ""}, status=422)
    hand.post(f"/terms/{term}/meaning", {"meaning": "thuis en toch niet"})
    page = hand.get("/words")
    assert "thuis en toch niet" in page and 'aria-pressed="true"' in page
    own = re.search(r"/meanings/(\d+)/withdraw", page)
    assert own is not None
    hand.post(f"/meanings/{own[1]}/withdraw", {})
    assert "thuis en toch niet" not in hand.get("/words")


def test_about_me_name_mail_and_consent(hand: Hand) -> None:
    focus = hand.focus
    focus.house.write(lambda db: setattr(db.get_one(Member, hand.who.id), "email", "an@lotus.example"))
    hand.post("/me", {"pseudonym": "Merel", "language": "fr"})
    hand.post("/me", {"wish": "daily"})
    hand.post("/me", {"quoting": "yes"})
    with focus.house.store.reading() as db:
        assert db.get_one(Member, hand.who.id).wish == "daily"
        assert consent.has(db, hand.who.id, "quoting")
    assert "Merel" in hand.get("/me")
    other = focus.members[1]
    with focus.house.store.reading() as db:
        name = db.get_one(contributions.Participant, other.id).name
    page = hand.post("/me", {"pseudonym": name}, status=422).get_data(True)
    assert 'id="pseudonym-error"' in page


def test_leaving_keeps_or_withdraws_what_was_said(hand: Hand) -> None:
    answer(hand.focus, hand.who, "Wie ben je?", "Ik bak")
    hand.post("/me/leave", {"said": "keep"})
    assert words(hand.focus) == ["Ik bak"]
    agree(hand.focus, hand.who)
    hand.post("/me/leave", {"said": "withdraw"})
    assert words(hand.focus) == []
    assert hand.client.get(hand.home).headers["Location"] == f"{hand.home}/me"
    assert "Je doet niet meer mee" in hand.get("/me")
    hand.post(f"{hand.question('Welkom')}/answer", {"key": "z" * 16, "text": "Toch"}, status=409)


def test_own_data_is_everything_about_me_and_nothing_about_others(hand: Hand) -> None:
    focus, other = hand.focus, hand.focus.members[1]
    said = answer(focus, hand.who, "Wie ben je?", "Ik bak")
    reply(focus, hand.who, answer(focus, other, "Wie ben je?", "geheimzanger"), "Welk lied?")
    reply(focus, other, said, "vreemdewoorden")
    hand.post(f"/answers/{said}/correct", {"version": "1", "text": "Ik bak brood"})
    data = hand.client.get(f"{hand.home}/me/data")
    assert "attachment" in data.headers["Content-Disposition"]
    text = data.get_data(True)
    assert "Ik bak brood" in text and '"Ik bak"' in text and "Welk lied?" in text
    assert "geheimzanger" not in text and "vreemdewoorden" not in text


def test_what_became_of_my_answer_is_told_with_the_reason(hand: Hand) -> None:
    said = answer(hand.focus, hand.who, "Wie ben je?", "Karel bakt")
    actor = Actor("user", hand.focus.facilitator)
    hand.focus.write(contributions.hide, said, actor, reason="Er staat een naam in")
    assert "De reden: Er staat een naam in" in hand.get("/me")
    assert "Er staat een naam in" in hand.get(hand.question("Wie ben je?"))


def test_who_did_not_agree_yet_is_asked_first(client: FlaskClient, focus: Focus) -> None:
    new = add_member(focus, focus.groups[0], name="Nieuw", state="invited")
    hold_phone(client, Phone(new.id, new.secret, focus.workshop_id))
    home = f"/f/{focus.workshop_id}"
    for path in ("", f"/questions/{focus.questions['Welkom']}", "/words"):
        assert client.get(home + path).headers["Location"] == f"{home}/consent"
