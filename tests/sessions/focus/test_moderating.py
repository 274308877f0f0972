"""Following, asking further, the back room, closing: what moderators do, and what members never see of it."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from builders import Clock, make_user
from focus_acts import answer, day, hide, read, reply, reply_to_probe, set_state, thread
from focus_builders import Focus, Someone, add_member, make_focus
from sqlalchemy import select

from facilitator.house import House
from sessions import undoing
from sessions.errors import Closed, Forbidden, Invalid, Missing
from sessions.focus import back_room, closing, consent, following, letters, probes, seen, watching
from sessions.hall import preparing
from sessions.journal import Actor
from sessions.models import Letter, Member, Probe
from sessions.projections import focus_mine, focus_own, focus_words

SECRET = "Let op: hier zit een conflict"
FURTHER = "Wie had het verschil kunnen maken?"


@pytest.fixture
def focus(house: House, clock: Clock) -> Focus:
    clock.moment = datetime(2026, 11, 23, 9, tzinfo=UTC)
    return make_focus(house, make_user(house, "hilde@lotus.example", "facilitator"))


@pytest.fixture
def observer(focus: Focus) -> Actor:
    made = make_user(focus.house, "olga@lotus.example", "facilitator")
    focus.write(
        preparing.set_member, focus.workshop_id, focus.moderator, email="olga@lotus.example", role="observer"
    )
    return Actor("user", made)


def ask(focus: Focus, title: str = "Wie ben je?", **given: Any) -> int:
    values = {"text": FURTHER, "group_id": focus.groups[0], "exercise_id": focus.questions[title]} | given
    return focus.write(probes.ask, focus.workshop_id, focus.moderator, **values)


def note(focus: Focus, by: Actor, title: str | None = "Wie ben je?", **given: Any) -> int:
    asked_at = {"exercise_id": focus.questions[title]} if title else {}
    values = {"group_id": focus.groups[0], **asked_at, **given}
    return focus.write(back_room.write, focus.workshop_id, by, SECRET, **values)


def notes(focus: Focus, by: Actor, title: str = "Wie ben je?") -> list[str]:
    where = {"group_id": focus.groups[0], "exercise_id": focus.questions[title]}
    with focus.house.store.reading() as db:
        return [each.row.text for each in back_room.notes(db, focus.workshop_id, by.id or 0, **where)]


def reachable(focus: Focus, who: Someone) -> None:
    """This member has an address and agreed to mail."""

    def act(db: Any) -> None:
        db.get_one(Member, who.id).email = f"m{who.id}@lotus.example"
        given = {"taking_part": True, "quoting": False, "mail": True}
        consent.answer(db, who.id, given, now=focus.house.now())

    focus.house.write(act)


def letters_of(focus: Focus) -> list[tuple[int, str]]:
    with focus.house.store.reading() as db:
        rows = db.scalars(select(Letter).where(Letter.kind == "probe").order_by(Letter.participant_id))
        return [(each.participant_id, each.key) for each in rows]


def everything(focus: Focus, who: Someone) -> str:
    """All that this member can get at: every page, their own page, their data, the words, their mail."""
    with focus.house.store.reading() as db:
        now = focus.house.now()
        more = [
            focus_mine.mine_of(db, who.id, now),
            focus_own.own_data(db, who.id, now),
            focus_words.words(db, who.id, now),
        ]
        return read(focus, who) + json.dumps(more, ensure_ascii=False, default=str)


# --- who keeps up ----------------------------------------------------------------------------------------


def test_following_counts_what_each_read_answered_and_still_has_to_do(focus: Focus, clock: Clock) -> None:
    one, two, three = focus.members[:3]
    for title in ("Wie ben je?", "Welkom"):
        focus.write(seen.see, focus.questions[title], one.id)
        said = answer(focus, one, title, "Ik bak brood")
    answer(focus, two, "Welkom", "Op de markt")
    reply(focus, two, said, "Dat ken ik")
    clock.passes(days=1, hours=-3)
    with focus.house.store.reading() as db:
        first, second = following.overview(db, focus.workshop_id, focus.house.now())
    rows = {each.person.id: each for each in first.groups[0].standings}
    figures = {key: (row.read, row.answered, row.reacted, row.behind, row.days) for key, row in rows.items()}
    assert figures == {one.id: (2, 2, 0, 0, 1), two.id: (0, 1, 1, 1, None), three.id: (0, 0, 0, 2, None)}
    assert (first.groups[0].read, first.groups[0].answered, first.groups[0].behind) == (1, 2, 2)
    assert [each.behind for each in second.groups[0].standings] == [0, 0, 0], "it did not open yet"
    assert [(each.answers, each.replies) for each in first.groups[0].threads] == [(1, 0), (2, 1), (0, 0)]
    assert first.groups[1].answered == 0


def test_nobody_is_behind_with_what_was_closed(focus: Focus) -> None:
    for title in ("Wie ben je?", "Welkom"):
        focus.write(
            closing.set_question_closed,
            focus.workshop_id,
            focus.questions[title],
            focus.moderator,
            closed=True,
        )
    with focus.house.store.reading() as db:
        first = following.overview(db, focus.workshop_id, focus.house.now())[0]
    assert [each.behind for each in first.groups[0].standings] == [0, 0, 0]


def test_nobody_is_behind_with_a_round_whose_hour_passed_but_in_a_group_that_got_longer(
    focus: Focus, clock: Clock
) -> None:
    given = {"until": "2026-12-20T20:00", "group_id": focus.groups[1]}
    focus.write(closing.extend_round, focus.workshop_id, focus.rounds[0], focus.moderator, **given)
    with focus.house.store.reading() as db:
        before = following.overview(db, focus.workshop_id, focus.house.now())[0]
    clock.passes(days=10)
    with focus.house.store.reading() as db:
        first = following.overview(db, focus.workshop_id, focus.house.now())[0]
    assert [each.behind > 0 for each in before.groups[:2]] == [True, True]
    assert [each.behind > 0 for each in first.groups[:2]] == [False, True]


# --- asking further --------------------------------------------------------------------------------------


def test_a_probe_to_all_is_in_the_thread_of_that_group_and_mailed_once_to_who_finds_it(focus: Focus) -> None:
    one, two, three, elsewhere = focus.members[:4]
    for who in (one, two, elsewhere):
        reachable(focus, who)
    answer(focus, one, "Welkom", "In de bibliotheek")
    made = ask(focus, "Welkom")
    assert ask(focus, "Welkom") == made, "pressed twice is asked once"
    assert letters_of(focus) == [(one.id, f"probe:{made}:{one.id}")], "who did not answer yet reads no probe"
    assert [each["text"] for each in thread(focus, one, "Welkom")["probes"]] == [FURTHER]
    assert FURTHER not in everything(focus, elsewhere) and FURTHER not in everything(focus, three)


def test_a_probe_to_one_is_read_by_that_one_alone(focus: Focus) -> None:
    one, two = focus.members[:2]
    reachable(focus, one)
    reachable(focus, two)
    said = answer(focus, one, "Wie ben je?", "Ik bak brood")
    made = ask(focus, contribution_id=said, participant_id=one.id)
    reply_to_probe(focus, one, made, "Mijn buurvrouw")
    assert letters_of(focus) == [(one.id, f"probe:{made}:{one.id}")]
    assert FURTHER in everything(focus, one)
    assert FURTHER not in everything(focus, two) and "buurvrouw" not in everything(focus, two)


def test_a_probe_about_an_answer_goes_only_to_who_may_read_it(focus: Focus) -> None:
    one, two = focus.members[:2]
    private = answer(focus, one, "Liever niet in de groep", "Ik durf niet")
    masked = answer(focus, one, "Welkom", "In de bibliotheek")
    shown = answer(focus, one, "Wie ben je?", "Ik bak brood")
    hide(focus, shown)
    refused = [
        ("Liever niet in de groep", private, None),
        ("Liever niet in de groep", private, two.id),
        ("Welkom", masked, two.id),
        ("Wie ben je?", shown, None),
        ("Wie ben je?", shown, two.id),
    ]
    for title, about, to in refused:
        with pytest.raises(Invalid):
            ask(focus, title, contribution_id=about, participant_id=to)
    for title, about, _to in refused[1:4]:
        ask(focus, title, contribution_id=about, participant_id=one.id)


def test_a_probe_needs_words_and_somebody_who_can_answer(focus: Focus) -> None:
    elsewhere, gone = focus.members[3], focus.members[2]
    set_state(focus, gone, "left")
    parent = add_member(focus, focus.groups[0], name="Els", segment="ouder")
    later = {"exercise_id": focus.questions["Belangrijkst"]}
    for given in ({"text": " "}, {"text": "x" * 1001}, later, {"participant_id": gone.id}):
        with pytest.raises(Invalid):
            ask(focus, **given)
    for who, title in ((elsewhere, "Wie ben je?"), (parent, "In de klas")):
        with pytest.raises(Missing):
            ask(focus, title, participant_id=who.id)
    closed = (focus.workshop_id, focus.groups[0], focus.moderator)
    focus.write(closing.set_group_closed, *closed, closed=True)
    with pytest.raises(Invalid):
        ask(focus)


def test_a_probe_withdrawn_is_gone_its_mail_stays_and_its_answers_are_kept(focus: Focus) -> None:
    one = focus.members[0]
    reachable(focus, one)
    made = ask(focus)
    reply_to_probe(focus, one, made, "Mijn buurvrouw")
    focus.write(probes.withdraw, focus.workshop_id, made, focus.moderator)
    assert thread(focus, one, "Wie ben je?")["probes"] == [] and day(focus, one)["probes"] == []
    assert "buurvrouw" in everything(focus, one)
    letter_id = focus.house.write(lambda db: letters.due(db, focus.house.now())[0])
    assert not focus.write(letters.take, letter_id, message_id="<a@lotus.example>")
    turn = {"seen": None, "kinds": frozenset({"probe"})}
    focus.write(undoing.undo_in_hall, focus.workshop_id, focus.moderator, **turn)
    assert [each["id"] for each in thread(focus, one, "Wie ben je?")["probes"]] == [made]


def test_taking_back_a_probe_deletes_no_answer(focus: Focus) -> None:
    one = focus.members[0]
    made = ask(focus)
    reply_to_probe(focus, one, made, "Mijn buurvrouw")
    turn = {"seen": None, "kinds": frozenset({"probe"})}
    focus.write(undoing.undo_in_hall, focus.workshop_id, focus.moderator, **turn)
    assert thread(focus, one, "Wie ben je?")["probes"] == [] and "buurvrouw" in everything(focus, one)
    focus.write(undoing.redo_in_hall, focus.workshop_id, focus.moderator, **turn)
    with focus.house.store.reading() as db:
        assert db.get_one(Probe, made).withdrawn_at is None


def test_the_library_holds_what_is_kept_and_what_comes_along(focus: Focus) -> None:
    where = (focus.workshop_id, focus.moderator)
    kept = focus.write(probes.keep, *where, "En thuis?")
    assert focus.write(probes.keep, *where, " En  thuis? ") == kept
    with focus.house.store.reading() as db:
        own, shipped = probes.library(db, focus.workshop_id)
    assert [each.text for each in own] == ["En thuis?"] and len(shipped) == len(probes.LIBRARY)
    focus.write(probes.drop, focus.workshop_id, kept, focus.moderator)
    with focus.house.store.reading() as db:
        assert probes.library(db, focus.workshop_id)[0] == []


# --- the back room ---------------------------------------------------------------------------------------


def test_no_member_ever_reads_a_note(focus: Focus, observer: Actor) -> None:
    said = {who.id: answer(focus, who, "Wie ben je?", "Ik bak brood") for who in focus.members}
    one = focus.members[0]
    note(focus, focus.moderator)
    note(focus, observer, contribution_id=said[one.id])
    note(focus, focus.moderator, title=None)
    assert notes(focus, focus.moderator) == [SECRET, SECRET]
    for who in focus.members:
        assert SECRET not in everything(focus, who)
    set_state(focus, one, "left")
    with focus.house.store.reading() as db:
        left = focus_own.own_data(db, one.id, focus.house.now())
    assert SECRET not in json.dumps(left, ensure_ascii=False, default=str)


def test_an_observer_reads_notes_about_what_they_may_read(focus: Focus, observer: Actor) -> None:
    one = focus.members[0]
    private = answer(focus, one, "Liever niet in de groep", "Ik durf niet")
    shown = answer(focus, one, "Wie ben je?", "Ik bak brood")
    note(focus, focus.moderator, contribution_id=shown)
    assert notes(focus, observer) == [SECRET]
    hide(focus, shown)
    assert notes(focus, observer) == []
    with pytest.raises(Missing):
        note(focus, observer, contribution_id=shown)
    for given in ({}, {"contribution_id": private}):
        with pytest.raises(Missing):
            note(focus, observer, "Liever niet in de groep", **given)


def test_one_takes_away_ones_own_note_and_who_leads_any(focus: Focus, observer: Actor) -> None:
    theirs, own = note(focus, observer), note(focus, focus.moderator)
    with pytest.raises(Forbidden):
        focus.write(back_room.remove, focus.workshop_id, own, observer)
    focus.write(back_room.remove, focus.workshop_id, theirs, focus.moderator)
    assert len(notes(focus, observer)) == 1
    focus.write(
        undoing.undo_in_hall, focus.workshop_id, focus.moderator, seen=None, kinds=frozenset({"back_note"})
    )
    assert len(notes(focus, observer)) == 2


# --- a thread as staff read it ---------------------------------------------------------------------------


def test_an_observer_reads_what_a_member_reads_who_answered(focus: Focus) -> None:
    one, two = focus.members[:2]
    masked = answer(focus, one, "Welkom", "In de bibliotheek")
    answer(focus, two, "Welkom", "Op de markt")
    reply(focus, two, masked, "Dat ken ik")
    ask(focus, "Welkom", participant_id=one.id, text="Alleen voor jou?")
    hide(focus, masked)

    def words(raw: bool) -> list[str]:
        with focus.house.store.reading() as db:
            found = watching.thread(
                db, focus.workshop_id, focus.groups[0], focus.questions["Welkom"], raw=raw
            )
        below = [reply.text for each in found.answers for reply in each.replies]
        return [each.text for each in found.answers] + below + [each.row.text for each in found.probes]

    assert words(raw=False) == ["Op de markt"]
    assert words(raw=True) == ["In de bibliotheek", "Op de markt", "Dat ken ik", "Alleen voor jou?"]
    private = focus.questions["Liever niet in de groep"]
    with focus.house.store.reading() as db, pytest.raises(Missing):
        watching.thread(db, focus.workshop_id, focus.groups[0], private, raw=False)


# --- closing ---------------------------------------------------------------------------------------------


def test_a_round_is_closed_reopened_and_extended(focus: Focus, clock: Clock) -> None:
    one, where = focus.members[0], (focus.workshop_id, focus.rounds[0], focus.moderator)
    focus.write(closing.set_round_closed, *where, closed=True)
    with pytest.raises(Closed):
        answer(focus, one, "Wie ben je?", "Ik bak brood")
    focus.write(closing.set_round_closed, *where, closed=False)
    answer(focus, one, "Wie ben je?", "Ik bak brood")
    clock.passes(days=3)
    with pytest.raises(Invalid):
        focus.write(closing.set_round_closed, *where, closed=False)
    for until in ("2026-11-24T20:00", "morgen"):
        with pytest.raises(Invalid):
            focus.write(closing.extend_round, *where, until=until)
    focus.write(closing.extend_round, *where, until="2026-11-27T20:00")
    answer(focus, one, "Welkom", "In de bibliotheek")
    clock.moment += timedelta(days=2)
    with pytest.raises(Closed):
        answer(focus, focus.members[1], "Welkom", "Op de markt")


def test_a_round_that_did_not_open_is_not_closed(focus: Focus) -> None:
    with pytest.raises(Invalid):
        focus.write(
            closing.set_round_closed, focus.workshop_id, focus.rounds[1], focus.moderator, closed=True
        )
