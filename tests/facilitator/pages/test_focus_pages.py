"""A member's pages over HTTP, as a form without script and as JSON; and every door that stays closed."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import Any

import pytest
from builders import Clock, make_user
from flask.testing import FlaskClient
from focus_acts import answer, probe
from focus_builders import Focus, make_focus
from focus_hand import JSON, Hand, agree, words
from sqlalchemy import select

from facilitator.house import House
from sessions.errors import Refused
from sessions.focus.shape import Guide, GuideQuestion, GuideRound, GuideStimulus
from sessions.models import Contribution, Reply, Seen, Workshop
from sessions.participants import join

PIXEL = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
ITEMS = [{"key": "k1", "text": "Taal"}, {"key": "k2", "text": "Werk"}, {"key": "k3", "text": "Buren"}]
FORMS = Guide(
    rounds=(
        GuideRound(
            "Alle vormen",
            "1T08:00",
            "4T20:00",
            "",
            (
                GuideQuestion("Vertel.", title="Open", visibility="open"),
                GuideQuestion(
                    "Kies.", title="Keuze", form="choice", settings={"options": ITEMS, "why": True}
                ),
                GuideQuestion(
                    "Hoe zeker?",
                    title="Schaal",
                    form="scale",
                    settings={"steps": 5, "low": "Niet", "high": "Heel"},
                ),
                GuideQuestion("Orden.", title="Orde", form="ranking", settings={"items": ITEMS}),
                GuideQuestion(
                    "Duid aan.", title="Woorden", form="mark", settings={"text": "Wie thuis is", "most": 2}
                ),
                GuideQuestion(
                    "Vul aan.", title="Zin", form="complete", settings={"sentence": "Ik hou van … en …"}
                ),
                GuideQuestion(
                    "Kijk.",
                    title="Beeld",
                    stimuli=(GuideStimulus("image", "", "Een plein met stoelen", "image/png", PIXEL),),
                ),
                GuideQuestion("Reageer.", title="Reageer", form="react", settings={"needed": 1}, to=(1, 1)),
            ),
        ),
    )
)
ANSWERS: dict[str, tuple[dict[str, Any], str]] = {
    "Open": ({"text": "Op de markt"}, "Op de markt"),
    "Keuze": ({"chosen": "k2", "why": "Geld"}, "Werk\nGeld"),
    "Schaal": ({"value": "5"}, "5 van 5 (Heel)"),
    "Orde": ({"place-k1": "2", "place-k2": "3", "place-k3": "1"}, "1. Buren\n2. Taal\n3. Werk"),
    "Woorden": ({"marks-0-word": "thuis", "marks-0-why": "Waar is dat?"}, "“thuis”: Waar is dat?"),
    "Zin": ({"gap-0": "brood", "gap-1": "rust"}, "Ik hou van brood en rust"),
}


@pytest.fixture
def forms(house: House, clock: Clock) -> Focus:
    clock.moment = datetime(2026, 11, 23, 9, tzinfo=UTC)
    made = make_focus(house, make_user(house, "hilde@lotus.example", "facilitator"), guide=FORMS, members=2)
    for each in made.members:
        agree(made, each)
    return made


def test_the_day_says_what_is_asked_how_long_and_until_when(hand: Hand, clock: Clock) -> None:
    page = hand.get()
    assert "Nog 3 vragen, " in page and "minuten</b>" in page
    assert "Open tot morgen om 20.00 uur." in page
    assert "opent morgen om 8.00 uur" in page and "Verder denken" not in page
    assert page.count('class="leaf') == 1, "one next thing"
    clock.moment = datetime(2026, 11, 24, 9, tzinfo=UTC)
    assert "Verder denken" in hand.get()
    assert "Kennismaken" in hand.get(f"/rounds/{hand.focus.rounds[0]}")


def test_a_question_says_exactly_who_reads_the_answer(hand: Hand) -> None:
    assert "Je hele groep leest je antwoord" in hand.get(hand.question("Wie ben je?"))
    assert "Wie van je groep zelf al antwoordde" in hand.get(hand.question("Welkom"))
    assert "Niemand van je groep leest je antwoord" in hand.get(hand.question("Liever niet in de groep"))


def test_an_answer_without_script_opens_what_was_masked(hand: Hand) -> None:
    answer(hand.focus, hand.focus.members[1], "Welkom", "In de bibliotheek")
    path = hand.question("Welkom")
    before = hand.get(path)
    assert "1 antwoord. Je ziet het zodra je zelf antwoordt." in before and "bibliotheek" not in before
    key = re.search(r'name="key" value="([^"]+)"', before)
    assert key is not None
    for _ in range(2):
        done = hand.post(f"{path}/answer", {"key": key[1], "text": "Op de markt"})
    assert f"{hand.home}{path}" in done.headers["Location"]
    assert "bibliotheek" in hand.get(path)
    assert words(hand.focus) == ["In de bibliotheek", "Op de markt"]


def test_a_question_that_is_over_promises_no_answers_for_an_answer(hand: Hand, clock: Clock) -> None:
    answer(hand.focus, hand.focus.members[1], "Welkom", "In de bibliotheek")
    clock.moment = datetime(2026, 11, 24, 9, tzinfo=UTC)
    assert "Antwoord eerst zelf" in hand.get(hand.question("Reageren"))
    clock.moment = datetime(2026, 11, 25, 9, tzinfo=UTC)
    for path in (hand.question("Welkom"), hand.question("Reageren"), f"/rounds/{hand.focus.rounds[0]}"):
        page = hand.get(path)
        assert "1 antwoord. Alleen wie zelf antwoordde, leest het." in page, path
        assert "zodra je zelf antwoordt" not in page and "Antwoord eerst zelf" not in page


def test_what_is_missing_stands_next_to_the_field_and_nothing_typed_is_lost(hand: Hand) -> None:
    path = hand.question("Welkom")
    page = hand.post(f"{path}/answer", {"key": "k" * 16, "text": "x" * 4001}, status=422).get_data(True)
    assert "x" * 4001 in page and 'id="text-error"' in page and 'value="kkkkkkkkkkkkkkkk"' in page
    refused = hand.post(f"{path}/answer", {"key": "k" * 16, "text": ""}, status=422, headers=JSON)
    assert list(refused.json["errors"]) == ["text"]
    assert words(hand.focus) == []


def test_every_form_is_asked_refused_answered_and_corrected(client: FlaskClient, forms: Focus) -> None:
    """In one test, because making a workshop takes longer than answering all of its questions."""
    hand = Hand(client, forms, forms.members[0])
    told: list[str] = []
    for number, (title, (given, readable)) in enumerate(ANSWERS.items()):
        path, key = hand.question(title), f"a-key-for-question-{number}"
        page = hand.get(path)
        for name in given:
            assert f'name="{name}"' in page, (title, name)
        hand.post(f"{path}/answer", {"key": key}, status=422)
        hand.post(f"{path}/answer", {"key": key, **given})
        told.append(readable)
        assert words(forms) == told
        with forms.house.store.reading() as db:
            made = db.scalar(select(Contribution.id).order_by(Contribution.id.desc()))
        again = hand.get(f"/answers/{made}?again=1")
        for value in given.values():
            assert value in again, title
        hand.post(f"/answers/{made}/correct", {"version": "1", **given})
        assert words(forms) == told


def test_a_picture_has_its_words_and_is_only_for_who_is_asked(client: FlaskClient, forms: Focus) -> None:
    hand = Hand(client, forms, forms.members[0])
    page = hand.get(hand.question("Beeld"))
    assert 'alt="Een plein met stoelen"' in page
    source = re.search(r'<img src="([^"]+)"', page)
    assert source is not None
    assert client.get(source[1]).mimetype == "image/png"
    assert client.application.test_client().get(source[1]).status_code == 404


def test_reacting_to_others_counts_and_quotes(client: FlaskClient, forms: Focus) -> None:
    one, other = forms.members[:2]
    said = answer(forms, other, "Open", "Ik bak. Elke zondag.")
    hand = Hand(client, forms, one)
    page = hand.get(hand.question("Reageer"))
    assert f"/answers/{said}" in page and "Je antwoord" not in page
    assert 'value="8-20"' in hand.get(f"/answers/{said}")
    hand.post(f"/answers/{said}/reply", {"key": "r" * 16, "text": "Lekker", "quote": "8-20", "version": "1"})
    with forms.house.store.reading() as db:
        kept = db.scalars(select(Reply)).one()
        assert (kept.quote_from, kept.quote_to, kept.quote_version) == (8, 20, 1)
    assert "1 reactie: klaar" in hand.get(hand.question("Reageer"))
    wrong = {"key": "s" * 16, "text": "Nog iets", "quote": "8-99", "version": "1"}
    page = hand.post(f"/answers/{said}/reply", wrong, status=422).get_data(True)
    assert "Nog iets" in page and 'id="quote-error"' in page


def test_own_words_are_withdrawn_and_put_back(hand: Hand) -> None:
    said = answer(hand.focus, hand.who, "Wie ben je?", "Ik bak brood")
    hand.post(f"/answers/{said}/withdraw", {})
    page = hand.get(hand.question("Wie ben je?"))
    assert "Weggehaald:" in page and 'name="text"' in page
    hand.post(f"/answers/{said}/put-back", {})
    assert words(hand.focus) == ["Ik bak brood"]


def test_thanks_and_probes_without_script(hand: Hand) -> None:
    other = hand.focus.members[1]
    said = answer(hand.focus, other, "Wie ben je?", "Ik zing")
    asked = probe(hand.focus, "Wie ben je?", hand.who)
    assert "Voor jou, van wie begeleidt" in hand.get()
    hand.post(f"/answers/{said}/thanks", {"given": "yes"})
    assert 'aria-pressed="true"' in hand.get(hand.question("Wie ben je?"))
    hand.post(f"/probes/{asked}/reply", {"key": "p" * 16, "text": "Mijn buurvrouw"})
    assert "Mijn buurvrouw" in hand.get(hand.question("Wie ben je?"))
    assert "Voor jou, van wie begeleidt" not in hand.get()
    refused = hand.post(f"/probes/{asked}/reply", {"key": "q" * 16, "text": ""}, status=422, headers=JSON)
    assert list(refused.json["errors"]) == ["text"]


def test_reading_a_question_is_kept_as_a_day(hand: Hand) -> None:
    hand.get(hand.question("Welkom"))
    with hand.focus.house.store.reading() as db:
        assert [each.seen_on.isoformat() for each in db.scalars(select(Seen))] == ["2026-11-23"]


def test_the_same_as_json_with_a_mark_that_changes_when_something_does(hand: Hand) -> None:
    path = hand.home + hand.question("Wie ben je?")
    before = hand.client.get(path, headers=JSON).json
    assert before["ok"] and before["mark"] == hand.client.get(path, headers=JSON).json["mark"]
    answer(hand.focus, hand.focus.members[1], "Wie ben je?", "Ik zing")
    after = hand.client.get(path, headers=JSON).json
    assert after["mark"] != before["mark"] and after["answers"][0]["text"] == "Ik zing"
    assert hand.client.get(hand.home, headers=JSON).json["rounds"][0]["title"] == "Kennismaken"
    outside = {**JSON, "Authorization": f"Bearer {hand.who.secret}"}
    body = {"key": "een-eigen-sleutel", "text": "Ik bak"}
    sent = hand.client.application.test_client().post(f"{path}/answer", json=body, headers=outside)
    assert sent.json["contribution"]["version"] == 1


def test_a_member_is_no_phone_of_a_hall(hand: Hand) -> None:
    """The pages and the live news of the hall know no groups and no masks."""
    said = answer(hand.focus, hand.focus.members[1], "Welkom", "In de bibliotheek")
    at = f"/p/{hand.focus.workshop_id}"
    for path in ("", "/others", "/token", "?view=mine"):
        assert hand.client.get(at + path, headers=JSON).status_code == 404
    sent = {"csrf_token": hand.token, "given": "yes"}
    assert hand.client.post(f"{at}/contributions/{said}/heart", data=sent).status_code == 404
    live = hand.client.get(f"/live/phone:{hand.focus.workshop_id}", headers=JSON)
    assert live.status_code in (403, 404)
    assert hand.client.get(f"/live/me:{hand.focus.members[1].id}", headers=JSON).status_code in (403, 404)
    with hand.focus.house.store.reading() as db:
        code = db.get_one(Workshop, hand.focus.workshop_id).join_code
    stranger = hand.client.application.test_client()
    assert stranger.get(f"/j/{code}").status_code == stranger.get("/j/AAAAAAAA").status_code
    assert 'name="table"' not in stranger.get(f"/j/{code}").get_data(True)
    with pytest.raises(Refused):
        hand.focus.write(
            join, hand.focus.workshop_id, table_number=1, name="", language="nl", secret="x" * 20
        )


def test_another_members_words_are_not_corrected_or_taken_back(hand: Hand) -> None:
    said = answer(hand.focus, hand.focus.members[1], "Wie ben je?", "Ik zing")
    for act in ("correct", "withdraw", "put-back"):
        hand.post(f"/answers/{said}/{act}", {"version": "1", "text": "Gestolen"}, status=404)
    assert "Zeg het beter" not in hand.get(f"/answers/{said}?again=1")
