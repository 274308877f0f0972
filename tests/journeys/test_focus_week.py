"""A whole week of focus groups: four groups of twenty, seven days of a clock that is moved, mail that fails.

It begins with people who are invited and ends on a phone in the hall, where the longlist of the week lies
beside the lotus. Played once; every test asks something else of what is left.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from email.utils import parsedate_to_datetime

import pytest
from journey_contexts import PHONE, Contexts, must_be_accessible
from journey_week import FULL, GREYLISTED, UNKNOWN, PlayedWeek, a_week, address_in, plain
from phone_hand import ready
from playwright.sync_api import Browser, expect
from sqlalchemy import select

from facilitator.demo.week import ALONE, BELONGING, DROPPED, LATE, NEVER, STOPPED, WITHDREW
from sessions.models import (
    Contribution,
    ContributionVersion,
    Exercise,
    Ingredient,
    Letter,
    Participant,
    Reply,
    Term,
    Trajectory,
    Workshop,
)

pytestmark = [pytest.mark.slow, pytest.mark.browser]
PROBED = "probed"
BEFORE = "before they left"
AFTER = "after they left"
ANSWERED = "Iemand die mij bij mijn naam noemde."


@pytest.fixture(scope="module")
def week(tmp_path_factory: pytest.TempPathFactory, hall_browser: Browser) -> Iterator[PlayedWeek]:
    """The week is over, and the hall is at its lotus."""
    with a_week(tmp_path_factory.mktemp("week")) as played:
        refuse_the_first_mail(played)
        played.play(until=played.weekly.probe)
        answer_a_probe_from_its_mail(played, hall_browser)
        played.play(until=played.weekly.second_thoughts)
        played.post.at_data = [FULL] * 3
        played.play(until=played.weekly.react)
        played.seen[BEFORE] = read_by_their_groups(played)
        played.play(until=played.weekly.find_what_works)
        played.seen[AFTER] = "\n".join(map(played.everything_of, groups_of(played)))
        played.play()
        # The thanks leave ten minutes after the groups were closed.
        played.server.move(None)
        played.figures = played.harvest.figures()
        yield played


def groups_of(played: PlayedWeek) -> tuple[str, ...]:
    """The groups of the people who took everything back."""
    gone = [each for each in played.weekly.members.values() if each.person.kind == WITHDREW]
    return tuple(dict.fromkeys(each.group for each in gone))


def refuse_the_first_mail(played: PlayedWeek) -> None:
    """One address asks to come back later, twice; one does not exist. Minute by minute, by the back-off."""
    later, gone = (played.weekly.week.people[number - 1].email for number in (GREYLISTED, UNKNOWN))
    played.post.says = {later: ["450 4.2.1 come back later"] * 2, gone: ["550 5.1.1 no such person"]}
    played.play(until=played.weekly.prepare)
    tries = []
    for minute in ("01", "03", "05", "10"):
        played.move(0, f"15:{minute}")
        invitation = played.letters(GREYLISTED, "invitation")[0]
        tries.append((invitation.state, invitation.tries, len(played.mails(GREYLISTED))))
    assert tries == [("waiting", 1, 0), ("waiting", 2, 0), ("waiting", 2, 0), ("sent", 3, 1)]
    assert [each.state for each in played.letters(UNKNOWN)] == ["bounced"]


def answer_a_probe_from_its_mail(played: PlayedWeek, browser: Browser) -> None:
    """The mail leads somebody back to the thread, on a phone that never saw it, and they answer there."""
    played.move(2, "09:05")
    asked = next(
        each
        for each in played.weekly.who_said(ALONE)
        if any("vraagt je iets" in message["Subject"] for message in played.mails(each.person.number))
    )
    mail = played.mails(asked.person.number)[-1]
    contexts = Contexts(browser, played.server.address)
    page = contexts.open(PHONE)
    page.goto(address_in(mail))
    expect(page).to_have_url(
        f"{played.server.address}/f/{asked.workshop}/questions/{asked.said[ALONE]['question']}"
    )
    probe = page.locator(".probe").last
    expect(probe).to_contain_text(played.weekly.week.told["probes"]["alone"])
    must_be_accessible(page, "a question with a probe")
    probe.get_by_role("textbox").fill(ANSWERED)
    probe.get_by_role("button", name="Antwoord").click()
    expect(page.locator(".eigen", has_text=ANSWERED)).to_be_visible()
    assert contexts.refused == []
    contexts.close()
    played.seen[PROBED] = asked.person.email


def read_by_their_groups(played: PlayedWeek) -> str:
    """What members of those groups read of the first round, before two people took back what they said."""
    gone = [each for each in played.weekly.members.values() if each.person.kind == WITHDREW]
    readers = [next(one for one in played.weekly.who_said(ALONE) if one.group == each.group) for each in gone]
    return str(
        [
            reader.question(reader.said[title]["question"])
            for reader in readers
            for title in (BELONGING, ALONE)
        ]
    )


# --- what is left ------------------------------------------------------------------------------------


def test_the_figures_are_those_of_the_database(week: PlayedWeek) -> None:
    figures = week.figures
    with week.house.store.reading() as db:
        ours = db.scalars(select(Workshop).order_by(Workshop.id)).all()
        assert [(each.id, each.mode) for each in ours] == [
            (figures["workshop"], "focus"),
            (week.harvest.hall, "hall"),
        ]
        assert {each.trajectory_id for each in ours} == {figures["trajectory"]}
        assert db.get_one(Trajectory, figures["trajectory"]).title == "Samen sterker samenleven"
        carried = db.scalars(
            select(Ingredient.text).where(
                Ingredient.workshop_id == week.harvest.hall, Ingredient.origin_id.is_not(None)
            )
        ).all()
        terms = db.scalars(select(Term.text).where(Term.workshop_id == week.harvest.hall)).all()
    assert (figures["groups"], figures["members"]) == (4, len(week.member_rows())) == (4, 80)
    assert figures["answers"] == week.answers() > 400
    assert figures["ingredients"] == len(carried) == len(set(carried)) > 6
    assert sorted(terms) == ["allochtoon", "eenzaam", "kansarm"] and figures["terms"] == 3


def test_everybody_is_where_their_week_ended(week: PlayedWeek) -> None:
    kinds = {each.number: each.kind for each in week.weekly.week.people}
    ended = {NEVER: "invited", STOPPED: "left", WITHDREW: "left"}
    with week.house.store.reading() as db:
        numbers = dict(db.execute(select(Participant.id, Participant.number)).all())
    for member in week.member_rows():
        assert member.state == ended.get(kinds[numbers[member.participant_id]], "present")
    sizes = Counter(each.group for each in week.weekly.members.values() if each.group)
    assert len(sizes) == 4 and min(sizes.values()) >= 18


def rounds_answered(week: PlayedWeek, *kinds: str) -> dict[str, list[tuple[int, str]]]:
    """Title of a question to who of these kinds answered it and, of each, the moment."""
    numbers = [each.number for each in week.weekly.week.of_kind(*kinds)]
    found: dict[str, list[tuple[int, str]]] = {}
    with week.house.store.reading() as db:
        rows = db.execute(
            select(Exercise.title, Participant.number, Contribution.created_at)
            .join(Contribution, Contribution.exercise_id == Exercise.id)
            .join(Participant, Participant.id == Contribution.participant_id)
            .where(
                Contribution.kind == "answer",
                Contribution.state == "shown",
                Contribution.workshop_id == week.harvest.focus,
                Participant.number.in_(numbers),
            )
        )
        for title, number, at in rows:
            found.setdefault(title, []).append((number, at.isoformat()))
    return found


def test_late_comers_answer_what_was_kept_open_for_them_and_drop_outs_nothing_later(week: PlayedWeek) -> None:
    late = rounds_answered(week, LATE)
    planned = week.weekly.at(3, "20:00").isoformat()
    assert len(late[BELONGING]) == 8 and all(at > planned for _, at in late[BELONGING])
    assert {"Wat werkt", "Waarom het werkt"} <= late.keys()
    dropped = rounds_answered(week, DROPPED)
    assert len(dropped[BELONGING]) == 6
    assert dropped.keys() <= {BELONGING, ALONE, "Liever niet in de groep"}


def test_what_was_taken_back_with_the_consent_is_read_by_nobody(week: PlayedWeek) -> None:
    gone = week.weekly.week.of_kind(WITHDREW)
    with week.house.store.reading() as db:
        rows = db.execute(
            select(Contribution.state, ContributionVersion.text)
            .join(ContributionVersion, ContributionVersion.contribution_id == Contribution.id)
            .join(Participant, Participant.id == Contribution.participant_id)
            .where(
                Participant.number.in_([each.number for each in gone]),
                Contribution.workshop_id == week.harvest.focus,
            )
        ).all()
    assert len(rows) >= 4 and {state for state, _text in rows} == {"withdrawn"}
    before, after = week.seen[BEFORE], week.seen[AFTER]
    for each in gone:
        assert each.says[BELONGING]["gap-0"] in before
    # A reply may say what somebody else says too; what is their own stands nowhere.
    own = {text for _state, text in rows} - set(week.weekly.week.told["replies"])
    assert len(own) >= 4
    assert [text for text in own if text in after] == []


def test_who_stopped_and_let_it_stand_is_still_read(week: PlayedWeek) -> None:
    (stopped,) = week.weekly.week.of_kind(STOPPED)
    kept = week.member(stopped.number).said[BELONGING]["id"]
    with week.house.store.reading() as db:
        assert db.get_one(Contribution, kept).state == "shown"
    assert stopped.says[BELONGING]["gap-0"] in week.moderator_reads(
        BELONGING, week.member(stopped.number).group
    )


def test_a_probe_is_answered_in_its_thread_from_the_mail(week: PlayedWeek) -> None:
    with week.house.store.reading() as db:
        rows = db.execute(
            select(Contribution.state, Reply.probe_id, Exercise.title)
            .join(Reply, Reply.contribution_id == Contribution.id)
            .join(ContributionVersion, ContributionVersion.contribution_id == Contribution.id)
            .join(Exercise, Exercise.id == Contribution.exercise_id)
            .where(ContributionVersion.text == ANSWERED)
        ).all()
    assert [(state, title) for state, _probe, title in rows] == [("shown", ALONE)]
    assert rows[0][1] is not None


# --- mail --------------------------------------------------------------------------------------------


def test_each_letter_leaves_once_however_often_it_was_refused(week: PlayedWeek) -> None:
    with week.house.store.reading() as db:
        letters = db.scalars(select(Letter)).all()
    arrived = Counter(str(message["Message-ID"]) for _, message in week.post.got)
    assert set(arrived.values()) == {1}
    assert arrived.keys() == {each.message_id for each in letters if each.state == "sent"}
    assert {each.state for each in letters} <= {"sent", "bounced", "cancelled", "waiting"}
    unreached = [each for each in week.letters(UNKNOWN) if each.state in ("bounced", "waiting")]
    stuck = {each.id for each in letters if each.state in ("bounced", "waiting")}
    assert stuck == {each.id for each in unreached}, "only what waits for an address that works"
    assert sum(each.tries > 1 and each.state == "sent" for each in letters) == 4, "one greylisted, three full"
    assert len({each.key for each in letters}) == len(letters)


def test_nobody_gets_mail_that_they_did_not_want(week: PlayedWeek) -> None:
    left = week.weekly.at(5, "09:05")
    for person in week.weekly.week.people:
        subjects = [str(message["Subject"]) for message in week.post.to(person.email)] if person.email else []
        if not person.email:
            assert week.letters(person.number) == []
        elif person.number == UNKNOWN:
            assert subjects == [] and week.member(UNKNOWN).has_come
        elif person.wish == "none" and person.kind != NEVER:
            early = [
                each for each in week.letters(person.number) if each.kind not in ("invitation", "opening")
            ]
            assert early == []
        elif person.wish == "daily" and person.kind not in (NEVER, LATE, WITHDREW, STOPPED):
            kinds = {each.kind for each in week.letters(person.number) if each.state == "sent"}
            assert "digest" in kinds and "probe" not in kinds
        if person.kind in (STOPPED, WITHDREW):
            days = [parsedate_to_datetime(str(message["Date"])) for message in week.post.to(person.email)]
            assert all(each < left for each in days)


def test_who_is_behind_is_reminded_and_who_answered_everything_is_not(week: PlayedWeek) -> None:
    """Of the second round: those who dropped out, and nobody who did all of it in time."""
    second = week.moderator.rounds["Wat in de weg staat"]
    with week.house.store.reading() as db:
        reminded = set(
            db.scalars(
                select(Participant.number)
                .join(Letter, Letter.participant_id == Participant.id)
                .where(
                    Letter.kind == "reminder",
                    Letter.state == "sent",
                    Letter.about["round"].as_integer() == second,
                )
            )
        )
    behind = {
        each.number
        for each in week.weekly.week.of_kind(DROPPED)
        if each.email and each.wish == "each" and each.number != UNKNOWN
    }
    assert behind and behind <= reminded
    done = {
        member.person.number
        for member in week.weekly.present()
        if "Moeilijk en nodig" in member.said and member.replied >= 2 and member.person.number % 3 == 0
    }
    assert done and not done & reminded


def test_everybody_who_took_part_is_thanked_with_their_own_page(week: PlayedWeek) -> None:
    thanked = [(to, message) for to, message in week.post.got if "Dank je wel" in message["Subject"]]
    present = [each for each in week.weekly.present() if each.person.email and each.person.wish != "none"]
    present += [
        each for each in week.weekly.present(DROPPED) if each.person.email and each.person.wish != "none"
    ]
    assert {to for to, _ in thanked} == {each.person.email for each in present} - {
        week.member(UNKNOWN).person.email
    }
    links = {each.person.email: each.link for each in present}
    assert all(links[to] in plain(message) for to, message in thanked)


# --- the hall ----------------------------------------------------------------------------------------


def test_the_longlist_of_the_week_lies_beside_the_lotus_on_a_phone(
    week: PlayedWeek, hall_browser: Browser
) -> None:
    """And a word of the lexicon is explained where somebody writes it."""
    contexts = Contexts(hall_browser, week.server.address)
    phone = contexts.open(PHONE)
    week.moderator.workshop = week.harvest.hall
    phone.goto(f"{week.server.address}/j/{week.moderator.join_code()}?t=4")
    phone.locator(".leaf").click()
    ready(phone)
    listed = phone.locator("[data-slot=longlist] li")
    with week.house.store.reading() as db:
        carried = db.scalars(
            select(Ingredient.text).where(
                Ingredient.workshop_id == week.harvest.hall, Ingredient.origin_id.is_not(None)
            )
        ).all()
    for text in carried:
        expect(listed.filter(has_text=text)).to_have_count(1)
    must_be_accessible(phone, "a lotus with the longlist of the week")
    phone.locator('[data-lotus=place][data-name="A"]').tap()
    phone.locator("#sheet-text").fill("Ook allochtonen kennen de buren")
    hint = phone.locator(".woordhint")
    expect(hint).to_contain_text("mensen met een migratieverhaal")
    phone.locator("#sheet-text").fill(carried[0])
    phone.locator("[data-slot=sheet-send]").tap()
    expect(phone.locator('[data-lotus=place][data-name="A"] [data-slot=words]')).to_have_text(carried[0])
    assert contexts.refused == []
    contexts.close()
