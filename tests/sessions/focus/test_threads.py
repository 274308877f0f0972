"""Threads have one level; a quote is of words that stand there; thanks go to others, once."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from builders import Clock, make_user
from focus_acts import answer, probe, reply, reply_to_probe
from focus_builders import Focus, make_focus
from sqlalchemy import select

from facilitator.house import House
from sessions import journal
from sessions.errors import Closed, Conflict, Forbidden, Invalid, Missing
from sessions.exercises.answers import as_form
from sessions.focus import answering, seen, threads
from sessions.focus.threads import Quote
from sessions.models import FocusGroup, Heart, Probe, Question, Reply, Seen

THIRD_MORNING = datetime(2026, 11, 25, 9, tzinfo=UTC)


@pytest.fixture
def focus(house: House, clock: Clock) -> Focus:
    clock.moment = datetime(2026, 11, 23, 9, tzinfo=UTC)
    return make_focus(house, make_user(house, "hilde@lotus.example", "facilitator"))


def row_of(focus: Focus, contribution_id: int) -> Reply:
    with focus.house.store.reading() as db:
        return db.get_one(Reply, contribution_id)


def test_a_reply_stands_under_the_answer_in_the_same_group(focus: Focus) -> None:
    to = answer(focus, focus.members[0], "Wie ben je?", "Ik bak brood")
    made = reply(focus, focus.members[1], to, "Welk brood?")
    assert row_of(focus, made["id"]).to_id == to
    assert reply(focus, focus.members[1], to, "Welk brood?") == made | {"again": True}


def test_nobody_replies_to_a_reply(focus: Focus) -> None:
    to = answer(focus, focus.members[0], "Wie ben je?", "Ik bak brood")
    made = reply(focus, focus.members[1], to, "Welk brood?")
    with pytest.raises(Missing):
        reply(focus, focus.members[0], made["id"], "Roggebrood")


def test_one_replies_only_to_what_one_may_read(focus: Focus) -> None:
    one, other, elsewhere = focus.members[0], focus.members[1], focus.members[3]
    masked = answer(focus, one, "Welkom", "In de bibliotheek")
    private = answer(focus, one, "Liever niet in de groep", "Ik durf niet")
    for who, to in ((other, masked), (elsewhere, masked), (other, private)):
        with pytest.raises(Missing):
            reply(focus, who, to, "Dat ken ik")
    answer(focus, other, "Welkom", "Op de markt")
    reply(focus, other, masked, "Dat ken ik")
    answer(focus, elsewhere, "Welkom", "Thuis")
    with pytest.raises(Missing):
        reply(focus, elsewhere, masked, "Dat ken ik")


def test_a_hidden_or_withdrawn_answer_takes_no_reply(focus: Focus) -> None:
    one, other = focus.members[:2]
    to = answer(focus, one, "Wie ben je?", "Ik bak brood")
    focus.write(answering.withdraw, to, one.id)
    for who in (one, other):
        with pytest.raises(Missing):
            reply(focus, who, to, "Toch")


def test_a_key_belongs_to_one_reply(focus: Focus) -> None:
    first = answer(focus, focus.members[0], "Wie ben je?", "Ik bak brood")
    second = answer(focus, focus.members[2], "Wie ben je?", "Ik zing")
    reply(focus, focus.members[1], first, "Welk brood?", key="one-key-for-all")
    with pytest.raises(Conflict):
        reply(focus, focus.members[1], second, "Welk lied?", key="one-key-for-all")


def test_a_quote_is_of_words_that_stand_there(focus: Focus) -> None:
    to = answer(focus, focus.members[0], "Wie ben je?", "Ik bak brood. Elke zondag.")
    made = reply(focus, focus.members[1], to, "Mooi!", quote=Quote(14, 26, 1))
    kept = row_of(focus, made["id"])
    assert (kept.quote_from, kept.quote_to, kept.quote_version) == (14, 26, 1)
    for wrong in (Quote(5, 5, 1), Quote(-1, 4, 1), Quote(3, 99, 1), Quote(0, 4, 9)):
        with pytest.raises(Invalid) as refused:
            reply(focus, focus.members[2], to, "Mooi!", quote=wrong)
        assert list(refused.value.errors) == ["quote"]


def test_a_quote_follows_words_that_moved_and_is_refused_for_words_that_went(focus: Focus) -> None:
    one = focus.members[0]
    to = answer(focus, one, "Wie ben je?", "Ik bak brood. Elke zondag.")
    better = as_form({"text": "Hallo. Ik bak brood."})
    focus.write(answering.correct, to, one.id, version=1, data=better)
    kept = row_of(focus, reply(focus, focus.members[1], to, "Mooi!", quote=Quote(0, 13, 1))["id"])
    assert (kept.quote_from, kept.quote_to, kept.quote_version) == (7, 20, 2)
    with pytest.raises(Invalid):
        reply(focus, focus.members[2], to, "Mooi!", quote=Quote(14, 26, 1))


def test_replies_end_with_the_question_unless_another_one_asks_to_react(focus: Focus, clock: Clock) -> None:
    """The first round closes on the second evening; the second asks to react to it until the fourth."""
    one, other = focus.members[:2]
    answer(focus, other, "Welkom", "Op de markt")
    asked_about = answer(focus, one, "Welkom", "In de bibliotheek")
    closed = answer(focus, one, "Wie ben je?", "Ik bak brood")
    clock.moment = THIRD_MORNING
    with pytest.raises(Closed):
        reply(focus, other, closed, "Te laat")
    reply(focus, other, asked_about, "Nog op tijd")


def test_a_probe_is_answered_by_who_was_asked(focus: Focus) -> None:
    one, other, elsewhere = focus.members[0], focus.members[1], focus.members[3]
    alone = probe(focus, "Welkom", one)
    made = reply_to_probe(focus, one, alone, "Mijn buurvrouw")
    assert row_of(focus, made["id"]).probe_id == alone
    assert reply_to_probe(focus, one, alone, "Mijn buurvrouw")["again"]
    for who in (other, elsewhere):
        with pytest.raises(Missing):
            reply_to_probe(focus, who, alone, "Ik ook")


def test_a_probe_for_all_waits_behind_the_mask_and_stays_in_its_group(focus: Focus) -> None:
    one, elsewhere = focus.members[0], focus.members[3]
    everybody = probe(focus, "Welkom")
    with pytest.raises(Missing):
        reply_to_probe(focus, one, everybody, "Mijn buurvrouw")
    for who in (one, elsewhere):
        answer(focus, who, "Welkom", "In de bibliotheek")
    reply_to_probe(focus, one, everybody, "Mijn buurvrouw")
    with pytest.raises(Missing):
        reply_to_probe(focus, elsewhere, everybody, "Mijn buurvrouw")


def test_a_probe_is_answered_after_the_round_until_the_question_or_group_closes(
    focus: Focus, clock: Clock
) -> None:
    one = focus.members[0]
    asked = [probe(focus, title, one) for title in ("Welkom", "Wie ben je?", "Liever niet in de groep")]
    clock.moment = THIRD_MORNING
    reply_to_probe(focus, one, asked[0], "Mijn buurvrouw")
    focus.house.write(
        lambda db: setattr(db.get_one(Question, focus.questions["Wie ben je?"]), "closed_at", THIRD_MORNING)
    )
    with pytest.raises(Closed):
        reply_to_probe(focus, one, asked[1], "Te laat")
    focus.house.write(lambda db: setattr(db.get_one(FocusGroup, one.group_id), "closed_at", THIRD_MORNING))
    with pytest.raises(Closed):
        reply_to_probe(focus, one, asked[2], "Te laat")


def test_a_withdrawn_probe_is_gone(focus: Focus) -> None:
    one = focus.members[0]
    gone = probe(focus, "Welkom", one)
    focus.house.write(lambda db: setattr(db.get_one(Probe, gone), "withdrawn_at", focus.house.now()))
    with pytest.raises(Missing):
        reply_to_probe(focus, one, gone, "Mijn buurvrouw")


def test_thanks_are_given_once_to_others_who_may_be_read(focus: Focus) -> None:
    one, other, elsewhere = focus.members[0], focus.members[1], focus.members[3]
    to = answer(focus, one, "Wie ben je?", "Ik bak brood")
    below = reply(focus, other, to, "Welk brood?")["id"]
    for who, what in ((other, to), (one, below)):
        assert focus.write(threads.thank, what, who.id, given=True)
        assert focus.write(threads.thank, what, who.id, given=True)
    assert not focus.write(threads.thank, to, other.id, given=False)
    with pytest.raises(Forbidden):
        focus.write(threads.thank, to, one.id, given=True)
    with pytest.raises(Missing):
        focus.write(threads.thank, to, elsewhere.id, given=True)
    masked = answer(focus, one, "Welkom", "In de bibliotheek")
    with pytest.raises(Missing):
        focus.write(threads.thank, masked, other.id, given=True)
    with focus.house.store.reading() as db:
        assert db.scalars(select(Heart.contribution_id)).all() == [below]


def test_that_a_question_was_read_is_a_day_and_nothing_more(focus: Focus, clock: Clock) -> None:
    one, question = focus.members[0], focus.questions["Welkom"]
    with focus.house.store.reading() as db:
        newest = journal.latest(db)
    focus.write(seen.see, question, one.id)
    clock.moment = datetime(2026, 11, 23, 23, 30, tzinfo=UTC)  # half past midnight in Brussels
    focus.write(seen.see, question, one.id)
    with focus.house.store.reading() as db:
        kept = db.scalars(select(Seen)).all()
        assert [(each.participant_id, each.seen_on.isoformat()) for each in kept] == [(one.id, "2026-11-24")]
        assert journal.latest(db) == newest
    with pytest.raises(Missing):
        focus.write(seen.see, focus.questions["In de klas"], one.id)
