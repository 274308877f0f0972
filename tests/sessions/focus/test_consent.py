"""Consent: per purpose, with the words that it was given to, asked again when they change."""

from __future__ import annotations

import pytest
from builders import make_user
from focus_builders import Focus, add_member, make_focus
from sqlalchemy import func, select

from facilitator.house import House
from sessions.errors import Invalid, Missing
from sessions.focus import asked, consent, letters
from sessions.models import Consent, ConsentText, Letter


@pytest.fixture
def focus(house: House) -> Focus:
    return make_focus(house, make_user(house, "nel@lotus.example", "facilitator"), members=0)


@pytest.fixture
def one(focus: Focus) -> int:
    """Somebody who was invited and did not come yet."""
    return add_member(focus, focus.groups[0], state="invited", email="an@lotus.example").id


def to_ask(focus: Focus, participant_id: int) -> list[str]:
    with focus.house.store.reading() as db:
        return consent.to_ask(db, asked.person(db, participant_id))


def state(focus: Focus, participant_id: int) -> str:
    with focus.house.store.reading() as db:
        return asked.person(db, participant_id).member.state


def has(focus: Focus, participant_id: int, purpose: str) -> bool:
    with focus.house.store.reading() as db:
        found = consent.has(db, participant_id, purpose)
        assert (participant_id in consent.who_has(db, focus.workshop_id, purpose)) is found
        return found


YES = {"taking_part": True, "quoting": True, "mail": True}


def test_everything_is_asked_before_the_first_time_and_nothing_after(focus: Focus, one: int) -> None:
    assert to_ask(focus, one) == ["taking_part", "quoting", "mail"]
    assert not has(focus, one, "quoting")
    focus.write(consent.answer, one, YES | {"quoting": False})
    assert to_ask(focus, one) == [] and state(focus, one) == "present"
    assert has(focus, one, "taking_part") and has(focus, one, "mail") and not has(focus, one, "quoting")


def test_who_has_no_address_is_not_asked_about_mail(focus: Focus) -> None:
    card = add_member(focus, focus.groups[0], state="invited")
    assert to_ask(focus, card.id) == ["taking_part", "quoting"]


def test_other_words_are_asked_again_and_the_earlier_yes_stands_until_then(focus: Focus, one: int) -> None:
    focus.write(consent.answer, one, YES)
    texts = {"quoting": "Mijn zin mag ook in een filmpje."}
    focus.write(consent.write, focus.workshop_id, focus.moderator, texts)
    assert to_ask(focus, one) == ["quoting"] and has(focus, one, "quoting")
    focus.write(consent.answer, one, {"quoting": False})
    assert to_ask(focus, one) == [] and not has(focus, one, "quoting")


def test_the_same_words_are_no_other_version(focus: Focus, one: int) -> None:
    focus.write(consent.answer, one, YES)
    with focus.house.store.reading() as db:
        present = {purpose: each.text for purpose, each in consent.wordings(db, focus.workshop_id).items()}
    focus.write(consent.write, focus.workshop_id, focus.moderator, present)
    assert to_ask(focus, one) == []
    with focus.house.store.reading() as db:
        assert db.scalar(select(func.count()).select_from(ConsentText)) == 3


def test_each_answer_holds_the_words_that_it_was_given_to(focus: Focus, one: int) -> None:
    focus.write(consent.answer, one, YES)
    focus.write(consent.write, focus.workshop_id, focus.moderator, {"mail": "Eén mail per week."})
    focus.write(consent.answer, one, {"mail": True})
    with focus.house.store.reading() as db:
        rows = list(db.scalars(select(Consent).where(Consent.purpose == "mail").order_by(Consent.id)))
        words = [db.get_one(ConsentText, (focus.workshop_id, "mail", row.version)).text for row in rows]
    assert "iemand mij iets vraagt" in words[0] and words[1] == "Eén mail per week."


def test_the_words_we_came_with_are_said_in_the_language_of_the_member(focus: Focus, one: int) -> None:
    focus.write(consent.answer, one, YES)
    with focus.house.store.reading() as db:
        own = consent.wordings(db, focus.workshop_id)["quoting"]
        said = consent.wordings(db, focus.workshop_id, "fr")["quoting"]
    assert own.version == said.version == 1
    focus.write(consent.write, focus.workshop_id, focus.moderator, {"quoting": "Eigen woorden"})
    with focus.house.store.reading() as db:
        assert consent.wordings(db, focus.workshop_id, "fr")["quoting"].text == "Eigen woorden"


def test_no_to_taking_part_is_leaving_and_yes_is_coming_back(focus: Focus, one: int) -> None:
    focus.write(consent.answer, one, YES)
    focus.write(consent.answer, one, {"taking_part": False})
    assert state(focus, one) == "left" and to_ask(focus, one) == ["taking_part"]
    focus.write(consent.answer, one, {"taking_part": True})
    assert state(focus, one) == "present" and to_ask(focus, one) == []


def test_no_to_mail_ends_what_waits_and_wanting_it_is_a_yes(focus: Focus, one: int) -> None:
    focus.write(consent.answer, one, YES)
    now = focus.house.now()
    focus.write(letters.queue, focus.workshop_id, one, "opening", "a", {"round": focus.rounds[0]}, now)
    focus.write(letters.queue, focus.workshop_id, one, "lost_link", "b", {}, now)
    focus.write(consent.answer, one, {"mail": False})
    with focus.house.store.reading() as db:
        states = {each.key: each.state for each in db.scalars(select(Letter))}
        assert states == {"a": "cancelled", "b": "waiting"}
        assert asked.person(db, one).member.wish == "none"
    focus.write(consent.wish, one, "daily")
    with focus.house.store.reading() as db:
        assert asked.person(db, one).member.wish == "daily"
    assert has(focus, one, "mail")
    with pytest.raises(Invalid):
        focus.write(consent.wish, one, "hourly")


def test_an_empty_text_and_an_unknown_purpose_are_refused(focus: Focus, one: int) -> None:
    with pytest.raises(Invalid) as refusal:
        focus.write(consent.write, focus.workshop_id, focus.moderator, {"mail": " ", "quoting": "x" * 3000})
    assert sorted(refusal.value.errors) == ["mail", "quoting"]
    with pytest.raises(Missing):
        focus.write(consent.answer, one, {"selling": True})


def test_the_same_answer_twice_is_one_answer(focus: Focus, one: int) -> None:
    focus.write(consent.answer, one, YES)
    focus.write(consent.answer, one, YES)
    with focus.house.store.reading() as db:
        assert db.scalar(select(func.count()).select_from(Consent)) == 3
