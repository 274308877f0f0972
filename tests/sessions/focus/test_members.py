"""Members: invited many at once or not at all, pseudonyms, groups, links that are renewed and withdrawn."""

from __future__ import annotations

from random import Random, SystemRandom

import pytest
from builders import Cast, make_user
from focus_builders import Focus, add_member, make_focus
from hypothesis import given as generated
from hypothesis import settings
from hypothesis import strategies as st
from sqlalchemy import select

from facilitator.house import House
from sessions.errors import Closed, Invalid, Missing
from sessions.focus import asked, coming, letters, members, pseudonyms
from sessions.focus.invitees import Invitee, read_lines
from sessions.models import Change, FocusGroup, Letter, Member, Participant
from sessions.text import fingerprint


@pytest.fixture
def focus(house: House) -> Focus:
    return make_focus(house, make_user(house, "nel@lotus.example", "facilitator"), members=0)


def invite(focus: Focus, *invitees: Invitee) -> list[int]:
    return focus.write(
        members.invite,
        focus.workshop_id,
        focus.moderator,
        invitees,
        installation=focus.house.secret_key,
        random=SystemRandom(),
    )


def person(focus: Focus, participant_id: int) -> asked.Person:
    with focus.house.store.reading() as db:
        return asked.person(db, participant_id)


def secret(focus: Focus, participant_id: int) -> str | None:
    return members.secret_of(person(focus, participant_id), focus.house.secret_key)


def test_invited_people_are_spread_over_the_groups_with_a_name_and_a_link_each(focus: Focus) -> None:
    ids = invite(focus, *(Invitee(email=f"lid{n}@lotus.example", line=n) for n in range(6)))
    people = [person(focus, each) for each in ids]
    assert [one.group.number for one in people] == [1, 2, 1, 2, 1, 2]
    assert all(one.participant.name in pseudonyms.GIVEN["nl"] for one in people)
    by_group = {(one.group.id, one.participant.name) for one in people}
    assert len(by_group) == 6
    secrets = {secret(focus, each) for each in ids}
    assert len(secrets) == 6 and None not in secrets
    assert [one.participant.number for one in people] == [1, 2, 3, 4, 5, 6]


def test_the_secret_of_a_link_is_kept_nowhere(focus: Focus) -> None:
    (one,) = invite(focus, Invitee(email="an@lotus.example"))
    held = secret(focus, one)
    assert held is not None and len(held) == 26
    assert held.encode() not in focus.house.settings.database.read_bytes()
    assert person(focus, one).participant.secret_hash == fingerprint(held)


def test_one_wrong_line_and_nobody_is_invited(focus: Focus) -> None:
    invite(focus, Invitee(email="an@lotus.example", pseudonym="Merel", group_id=focus.groups[0]))
    lines = (
        Invitee(email="bo@lotus.example", line=2),
        Invitee(email="geen adres", line=3),
        Invitee(email="An@Lotus.example", line=4),
        Invitee(email="bo@lotus.example", line=5),
        Invitee(pseudonym="MEREL", group_id=focus.groups[0], line=6),
        Invitee(language="xx", line=7),
    )
    with pytest.raises(Invalid) as refusal:
        invite(focus, *lines)
    assert sorted(refusal.value.errors) == ["3", "4", "5", "6", "7"]
    assert "staat al in de lijst" in refusal.value.errors["5"][0]
    with focus.house.store.reading() as db:
        assert len(asked.people(db, focus.workshop_id)) == 1


def test_a_group_of_another_workshop_is_missing(focus: Focus, cast: Cast) -> None:
    other = make_focus(cast.house, cast.facilitator, members=0)
    with pytest.raises(Missing):
        invite(focus, Invitee(group_id=other.groups[0]))
    with pytest.raises(Missing):
        focus.write(
            members.invite,
            cast.gathering,
            focus.moderator,
            [Invitee()],
            installation="x",
            random=SystemRandom(),
        )


def test_a_renewed_link_ends_the_one_before_and_a_withdrawn_one_ends_all(focus: Focus) -> None:
    (one,) = invite(focus, Invitee())
    first = secret(focus, one)
    key = focus.house.secret_key
    focus.write(members.renew_link, one, focus.moderator, installation=key, random=SystemRandom())
    second = secret(focus, one)
    with focus.house.store.reading() as db:
        held = {p.secret_hash for p in db.scalars(select(Participant))}
    assert second not in (None, first)
    assert fingerprint(first or "") not in held and fingerprint(second or "") in held
    focus.write(members.revoke_link, one, focus.moderator, random=SystemRandom())
    assert secret(focus, one) is None
    assert person(focus, one).participant.secret_hash != fingerprint(second or "")


def test_a_link_of_another_installation_is_none(focus: Focus) -> None:
    (one,) = invite(focus, Invitee())
    assert members.secret_of(person(focus, one), "another installation") is None


def test_another_address_is_no_problem_any_more(focus: Focus) -> None:
    (one,) = invite(focus, Invitee(email="an@lotus.example", pseudonym="Merel", segment="ouder"))

    def bounce(db) -> None:
        db.get_one(Member, one).address_problem = "550 onbekend"

    focus.house.write(bounce)
    same = Invitee(email="an@lotus.example", pseudonym="Vink", attributes={"sector": "zorg"})
    focus.write(members.change, one, focus.moderator, same, random=SystemRandom())
    changed = person(focus, one)
    assert changed.member.address_problem == "550 onbekend" and changed.participant.name == "Vink"
    assert changed.member.attributes == {"sector": "zorg"} and changed.member.segment == ""
    focus.write(
        members.change, one, focus.moderator, Invitee(email="an2@lotus.example"), random=SystemRandom()
    )
    assert person(focus, one).member.address_problem is None


def test_who_is_removed_has_no_link_no_mail_and_may_be_invited_again(focus: Focus) -> None:
    (one,) = invite(focus, Invitee(email="an@lotus.example"))
    held, now = secret(focus, one), focus.house.now()
    focus.write(letters.queue, focus.workshop_id, one, "invitation", "k", {}, now)
    focus.write(members.remove, one, focus.moderator, random=SystemRandom())
    with focus.house.store.reading() as db:
        assert asked.people(db, focus.workshop_id) == []
        assert [letter.state for letter in db.scalars(select(Letter))] == ["cancelled"]
        assert (
            db.scalar(select(Participant).where(Participant.secret_hash == fingerprint(held or ""))) is None
        )
    with pytest.raises(Closed):
        focus.write(coming.arrive, one)
    assert invite(focus, Invitee(email="an@lotus.example")) != [one]


def test_leaving_and_coming_back(focus: Focus) -> None:
    one = add_member(focus, focus.groups[0])
    focus.write(coming.leave, one.id)
    assert person(focus, one.id).member.state == "left"
    focus.write(coming.arrive, one.id)
    back = person(focus, one.id).member
    assert back.state == "present" and back.left_at is None


def test_members_choose_another_name_within_their_group(focus: Focus) -> None:
    one, two = add_member(focus, focus.groups[0], name="Vink"), add_member(focus, focus.groups[0], name="Uil")
    with pytest.raises(Invalid):
        focus.write(coming.prefer, two.id, pseudonym="vink", random=Random(1))
    focus.write(coming.prefer, two.id, pseudonym="Uil van de hoek", language="fr", random=Random(1))
    changed = person(focus, two.id).participant
    assert (changed.name, changed.language) == ("Uil van de hoek", "fr")
    focus.write(coming.prefer, one.id, pseudonym="", random=Random(1))
    assert person(focus, one.id).participant.name in pseudonyms.GIVEN["nl"]


def test_the_journal_holds_no_address_and_no_name(focus: Focus) -> None:
    (one,) = invite(focus, Invitee(email="an@lotus.example", pseudonym="Zeldzaam"))
    focus.write(coming.prefer, one, pseudonym="Zeldzamer", random=Random(1))
    with focus.house.store.reading() as db:
        told = " ".join(f"{each.touched}{each.inverse}" for each in db.scalars(select(Change)))
    assert "an@" not in told and "Zeldza" not in told


@settings(max_examples=30)
@generated(st.sampled_from(["nl", "fr", "en", "de"]), st.integers(), st.integers(0, 200))
def test_a_given_name_is_never_taken(language: str, seed: int, count: int) -> None:
    random, taken = Random(seed), list[str]()
    for _ in range(count):
        taken.append(pseudonyms.given(taken, language, random))
    assert len({name.casefold() for name in taken}) == count
    assert all(len(name) <= 60 for name in taken)


# --- from a table or a list --------------------------------------------------------------------------


@pytest.fixture
def groups(focus: Focus) -> list[FocusGroup]:
    with focus.house.store.reading() as db:
        return asked.groups(db, focus.workshop_id)


@pytest.mark.parametrize("between", [",", ";", "\t"])
def test_a_table_says_who_and_what_belongs_to_them(groups: list[FocusGroup], between: str) -> None:
    rows = (
        ("E-mailadres", "Groep", "Segment", "Taal", "Sector", "Schuilnaam"),
        ("an@lotus.example", "2", "ouder", "fr", "zorg", ""),
        ("", groups[0].name.upper(), "", "", "", "Vink"),
    )
    text = "\ufeff" + "\r\n".join(between.join(row) for row in rows) + "\r\n"
    an, card = read_lines(text, groups, "nl")
    assert (an.email, an.group_id, an.segment, an.language) == (
        "an@lotus.example",
        groups[1].id,
        "ouder",
        "fr",
    )
    assert an.attributes == {"Sector": "zorg"} and an.line == 2
    assert (card.email, card.group_id, card.pseudonym) == ("", groups[0].id, "Vink")


def test_a_list_of_addresses_needs_no_head(groups: list[FocusGroup]) -> None:
    found = read_lines("an@lotus.example\n\nbo@lotus.example\n", groups, "nl")
    assert [(each.email, each.line) for each in found] == [("an@lotus.example", 1), ("bo@lotus.example", 3)]


def test_a_group_that_is_not_there_and_a_column_too_many_are_named_by_line(groups: list[FocusGroup]) -> None:
    with pytest.raises(Invalid) as refusal:
        read_lines("email;groep\nan@lotus.example;9\nbo@lotus.example;1;extra\n", groups, "nl")
    assert "9" in refusal.value.errors["2"][0] and "kolommen" in refusal.value.errors["3"][0]


def test_nothing_is_said_to_be_nothing(groups: list[FocusGroup]) -> None:
    with pytest.raises(Invalid):
        read_lines(" \n ", groups, "nl")


def test_an_address_is_found_in_its_own_workshop_alone(focus: Focus, cast: Cast) -> None:
    (one,) = invite(focus, Invitee(email="an@lotus.example"))
    other = make_focus(cast.house, cast.facilitator, members=1)
    with focus.house.store.reading() as db:
        found = members.by_address(db, focus.workshop_id, " AN@lotus.example ")
        assert found is not None and found.id == one
        assert members.by_address(db, other.workshop_id, "an@lotus.example") is None
        assert members.by_address(db, other.workshop_id, "") is None
