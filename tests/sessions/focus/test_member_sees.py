"""What a member reads, word for word: never another group, what is masked, private, hidden or taken back.

Everything said in these tests is a word that occurs once, so that finding it in what somebody reads is proof.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from builders import Clock, make_user
from focus_acts import HIDES, answer, day, hide, probe, read, reply, reply_to_probe, set_state, thread
from focus_builders import Focus, add_member, make_focus

from facilitator.house import House
from sessions import contributions
from sessions.errors import Missing, Refused
from sessions.exercises.answers import as_form
from sessions.focus import answering, seen, threads
from sessions.focus.threads import Quote
from sessions.journal import Actor
from sessions.models import BackNote, Member, Probe

SECOND_MORNING = datetime(2026, 11, 24, 9, tzinfo=UTC)


@pytest.fixture
def focus(house: House, clock: Clock) -> Focus:
    clock.moment = datetime(2026, 11, 23, 9, tzinfo=UTC)
    return make_focus(house, make_user(house, "hilde@lotus.example", "facilitator"))


def test_an_open_question_is_read_by_the_group_at_once_and_by_no_other_group(focus: Focus) -> None:
    one, other, elsewhere = focus.members[0], focus.members[1], focus.members[3]
    answer(focus, one, "Wie ben je?", "bakker")
    assert "bakker" in read(focus, one) and "bakker" in read(focus, other)
    answer(focus, elsewhere, "Wie ben je?", "zanger")
    assert "bakker" not in read(focus, elsewhere) and "zanger" not in read(focus, one)


def test_a_masked_question_opens_with_ones_own_answer_and_closes_when_that_is_taken_back(
    focus: Focus,
) -> None:
    one, other = focus.members[:2]
    answer(focus, one, "Welkom", "bibliotheek")
    assert "bibliotheek" not in read(focus, other)
    masked = thread(focus, other, "Welkom")
    assert (masked["masked"], masked["answers"], masked["question"]["others"]) == (1, [], 0)
    own = answer(focus, other, "Welkom", "markt")
    assert "bibliotheek" in read(focus, other)
    assert thread(focus, other, "Welkom")["masked"] == 0
    focus.write(answering.withdraw, own, other.id)
    assert "bibliotheek" not in read(focus, other)


def test_a_private_answer_is_read_by_nobody_else_not_even_counted(focus: Focus) -> None:
    one, other = focus.members[:2]
    for who, word in ((one, "angst"), (other, "schaamte")):
        answer(focus, who, "Liever niet in de groep", word)
    assert "angst" not in read(focus, other)
    page = thread(focus, other, "Liever niet in de groep")
    assert (page["question"]["others"], page["masked"], page["answers"]) == (0, 0, [])


def test_what_is_hidden_or_withdrawn_is_read_by_its_author_alone_with_the_reason(focus: Focus) -> None:
    one, other = focus.members[:2]
    said = answer(focus, one, "Wie ben je?", "bakker")
    reply(focus, other, said, "brood", quote=Quote(0, 6, 1))
    hide(focus, said)
    assert "bakker" not in read(focus, other)
    own = thread(focus, one, "Wie ben je?")["own"]
    assert (own["state"], own["hidden_reason"]) == ("hidden", HIDES["reason"])
    assert {"kind": "hidden", "count": 1}.items() <= day(focus, one)["news"][0].items()
    focus.write(contributions.show, said, Actor("user", focus.facilitator))
    assert "bakker" in read(focus, other)
    focus.write(answering.withdraw, said, one.id)
    assert "bakker" not in read(focus, other) and "bakker" in read(focus, one)


def test_a_hidden_reply_is_read_by_its_author_alone(focus: Focus) -> None:
    one, other, third = focus.members[:3]
    said = answer(focus, one, "Wie ben je?", "bakker")
    hide(focus, reply(focus, other, said, "scheldwoord")["id"])
    assert "scheldwoord" not in read(focus, one) + read(focus, third)
    assert HIDES["reason"] in read(focus, other)


def test_words_that_were_said_better_are_read_nowhere_also_not_in_a_quote(focus: Focus) -> None:
    one, other = focus.members[:2]
    said = answer(focus, one, "Wie ben je?", "Mijn buurman Karel bakt. Elke zondag.")
    reply(focus, other, said, "Lekker!", quote=Quote(0, 24, 1))
    data = as_form({"text": "Een buurman bakt. Elke zondag."})
    focus.write(answering.correct, said, one.id, version=1, data=data)
    for who in (one, other):
        assert "Karel" not in read(focus, who)
    shown = thread(focus, other, "Wie ben je?")["answers"][0]
    assert shown["corrected"] and shown["version"] == 2
    assert (shown["replies"][0]["quote"], shown["replies"][0]["quote_gone"]) == (None, True)


def test_a_quote_of_words_that_stand_is_shown(focus: Focus) -> None:
    said = answer(focus, focus.members[0], "Wie ben je?", "Ik bak. Elke zondag.")
    reply(focus, focus.members[1], said, "Lekker!", quote=Quote(8, 20, 1))
    under = thread(focus, focus.members[2], "Wie ben je?")["answers"][0]["replies"][0]
    assert (under["quote"], under["quote_gone"], under["text"]) == ("Elke zondag.", False, "Lekker!")


def test_what_another_segment_is_asked_is_not_there(focus: Focus, clock: Clock) -> None:
    clock.moment = SECOND_MORNING
    teacher = add_member(focus, focus.groups[0], segment="leerkracht")
    answer(focus, teacher, "In de klas", "voorlezen")
    other = focus.members[0]
    assert "voorlezen" not in read(focus, other) and "In de klas" not in read(focus, other)
    assert "In de klas" in read(focus, teacher)
    with pytest.raises(Missing):
        thread(focus, other, "In de klas")


def test_a_round_that_did_not_open_says_when_and_nothing_else(focus: Focus) -> None:
    first, second = day(focus, focus.members[0])["rounds"]
    assert (first["state"], second["state"]) == ("open", "waiting")
    assert second["opens"] == "2026-11-24T07:00:00+00:00"
    assert (second["title"], second["welcome"], second["questions"]) == ("", "", [])
    assert "Verder denken" not in read(focus, focus.members[0])


def test_who_left_reads_their_own_and_is_still_read(focus: Focus) -> None:
    one, other = focus.members[:2]
    answer(focus, one, "Wie ben je?", "bakker")
    answer(focus, other, "Wie ben je?", "zanger")
    set_state(focus, one, "left")
    assert "bakker" in read(focus, one) and "zanger" not in read(focus, one)
    assert "bakker" in read(focus, other)
    page = thread(focus, one, "Wie ben je?")
    assert page["may"] == {
        "answer": False,
        "correct": False,
        "withdraw": False,
        "reply": False,
        "probe": False,
    }


def test_who_was_removed_reads_nothing(focus: Focus) -> None:
    set_state(focus, focus.members[0], "removed")
    with pytest.raises(Refused):
        day(focus, focus.members[0])


def test_a_probe_and_its_answers_are_read_by_whom_it_is_for(focus: Focus) -> None:
    one, other, elsewhere = focus.members[0], focus.members[1], focus.members[3]
    alone = probe(focus, "Welkom", one)
    focus.house.write(lambda db: setattr(db.get_one(Probe, alone), "text", "vooreen"))
    assert [each["alone"] for each in day(focus, one)["probes"]] == [True]
    reply_to_probe(focus, one, alone, "buurvrouw")
    assert day(focus, one)["probes"] == []
    answer(focus, other, "Welkom", "markt")
    for who in (other, elsewhere):
        assert "vooreen" not in read(focus, who) and "buurvrouw" not in read(focus, who)
    everybody = probe(focus, "Welkom")
    focus.house.write(lambda db: setattr(db.get_one(Probe, everybody), "text", "voorallen"))
    assert "voorallen" not in read(focus, one), "masked until one answered"
    assert "voorallen" in read(focus, other)
    reply_to_probe(focus, other, everybody, "busje")
    assert "busje" not in read(focus, one)
    answer(focus, one, "Welkom", "bibliotheek")
    assert "busje" in read(focus, one) and "voorallen" not in read(focus, elsewhere)


def test_no_page_holds_a_note_an_address_an_attribute_or_an_hour(focus: Focus) -> None:
    one, other = focus.members[:2]

    def note(db: Any) -> None:
        member = db.get_one(Member, other.id)
        member.email, member.attributes = "geheim@lotus.example", {"sector": "metaalsector"}
        values = {"group_id": one.group_id, "text": "achterkamer", "written_at": focus.house.now()}
        db.add(BackNote(workshop_id=focus.workshop_id, written_by=focus.facilitator, **values))

    focus.house.write(note)
    answer(focus, other, "Wie ben je?", "zanger")
    everything = read(focus, one) + read(focus, other)
    for secret in ("geheim@", "metaalsector", "achterkamer", "09:00", "hilde"):
        assert secret not in everything


def test_what_is_new_is_counted_since_the_day_of_the_last_look(focus: Focus, clock: Clock) -> None:
    one, other = focus.members[:2]
    said = answer(focus, one, "Wie ben je?", "bakker")
    assert day(focus, one)["news"] == []
    focus.write(seen.see, focus.questions["Wie ben je?"], one.id)
    clock.passes(hours=12)
    reply(focus, other, said, "Welk brood?")
    answer(focus, other, "Wie ben je?", "zanger")
    focus.write(threads.thank, said, other.id, given=True)
    clock.passes(hours=12)
    found = {news["kind"]: news["count"] for news in day(focus, one)["news"]}
    assert found == {"replies": 1, "answers": 1, "thanks": 1}
    focus.write(seen.see, focus.questions["Wie ben je?"], one.id)
    assert day(focus, one)["news"] == []


def test_the_states_and_minutes_of_a_day(focus: Focus, clock: Clock) -> None:
    one = focus.members[0]
    asked = day(focus, one)
    assert [each["state"] for each in asked["rounds"][0]["questions"]] == ["new", "new", "new"]
    assert asked["minutes"] == sum(each["minutes"] for each in asked["rounds"][0]["questions"]) > 0
    focus.write(seen.see, focus.questions["Welkom"], one.id)
    answer(focus, one, "Wie ben je?", "bakker")
    states = [each["state"] for each in day(focus, one)["rounds"][0]["questions"]]
    assert states == ["answered", "asked", "new"]
    clock.moment = datetime(2026, 11, 24, 20, tzinfo=UTC)
    closed = day(focus, one)["rounds"][0]
    assert [each["state"] for each in closed["questions"]] == ["answered", "closed", "closed"]
    assert (closed["state"], closed["done"]) == ("closed", False)


def test_reacting_is_done_when_enough_others_got_a_reply(focus: Focus, clock: Clock) -> None:
    one, other, third = focus.members[:3]
    said = [answer(focus, who, "Welkom", f"van{who.id}") for who in (other, third)]
    clock.moment = SECOND_MORNING
    before = thread(focus, one, "Reageren")["react"]
    assert (before["needed"], before["given"], before["masked"], before["answers"]) == (2, 0, 2, [])
    own = answer(focus, one, "Welkom", "zelf")
    opened = thread(focus, one, "Reageren")["react"]
    assert [each["id"] for each in opened["answers"]] == said and opened["may"]
    reply(focus, one, own, "Nog iets")
    reply(focus, one, said[0], "Mooi")
    reply(focus, one, said[0], "En nog iets", key="another-reply-of-mine")
    assert thread(focus, one, "Reageren")["react"]["given"] == 1
    reply(focus, one, said[1], "Ook mooi")
    page = thread(focus, one, "Reageren")
    assert page["react"]["given"] == 2 and page["question"]["done"]
