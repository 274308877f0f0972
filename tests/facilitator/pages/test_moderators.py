"""Somebody who moderates one of two groups: what they read and do there, and what they see of the other."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from builders import Cast, csrf_of, make_user, sign_in
from flask.testing import FlaskClient
from focus_acts import answer
from focus_builders import Focus, make_focus
from sqlalchemy import select

from sessions import access, undoing
from sessions.access import Right
from sessions.focus import groups, marking
from sessions.hall import preparing
from sessions.journal import Actor
from sessions.lexicon import meanings, terms
from sessions.models import Change, Contribution, FocusGroup, GroupHours, Mark, Material, Probe, Term
from sessions.verbs import Verb

OPEN, PRIVATE = "Wie ben je?", "Liever niet in de groep"
OURS, THEIRS = "Ik bak brood", "Ik naai kleren"
OUR_SECRET, THEIR_SECRET = "Ik durf hier niet", "Ik durf ginder niet"


@dataclass
class Desk:
    """`mo` moderates the first group. Both groups answered an open question and a private one; `said` are
    the contributions by group and question."""

    focus: Focus
    mo: Actor
    client: FlaskClient
    said: dict[tuple[int, str], int]

    def at(self, group: int, title: str = OPEN) -> str:
        return f"/follow/{self.focus.groups[group]}/{self.focus.questions[title]}"

    def get(self, path: str) -> Any:
        return self.client.get(f"/workshops/{self.focus.workshop_id}{path}")

    def post(self, path: str, **form: Any) -> int:
        address = f"/workshops/{self.focus.workshop_id}{path}"
        return self.client.post(address, data=form | {"csrf_token": csrf_of(self.client)}).status_code

    def rows(self, model: Any) -> list[Any]:
        with self.focus.house.store.reading() as db:
            return list(db.scalars(select(model).order_by(model.id)))

    def role(self, role: str) -> None:
        given = {"email": "mo@lotus.example", "role": role}
        self.focus.write(preparing.set_member, self.focus.workshop_id, self.focus.moderator, **given)


@pytest.fixture
def desk(cast: Cast, client: FlaskClient) -> Desk:
    focus = make_focus(cast.house, cast.facilitator, members=2)
    mo = make_user(cast.house, "mo@lotus.example", "observer")
    said = {}
    for each, words in ((0, (OURS, OUR_SECRET)), (1, (THEIRS, THEIR_SECRET))):
        who = focus.members[each * 2]
        for title, text in zip((OPEN, PRIVATE), words, strict=True):
            said[each, title] = answer(focus, who, title, text)
    found = Desk(focus, Actor("user", mo), client, said)
    found.role("moderator")
    lead = focus.moderator
    focus.write(groups.set_moderators, focus.workshop_id, focus.groups[0], lead, [mo])
    sign_in(client, cast.house, mo)
    return found


def test_a_moderator_reads_everything_of_their_group_and_of_another_what_an_observer_reads(
    desk: Desk,
) -> None:
    assert OURS in desk.get(desk.at(0)).text and OUR_SECRET in desk.get(desk.at(0, PRIVATE)).text
    other = desk.get(desk.at(1)).text
    assert THEIRS in other and "Verberg" not in other and "Vraag door" not in other
    assert desk.get(desk.at(1, PRIVATE)).status_code == 404
    mine, every = desk.get("/follow").text, desk.get("/follow?groups=all").text
    assert desk.at(0, PRIVATE) in mine and desk.at(1) not in mine
    assert desk.at(1) in every and desk.at(1, PRIVATE) not in every
    assert f'id="group-{desk.focus.groups[0]}"' in every, "who keeps up in their own group"
    assert f'id="group-{desk.focus.groups[1]}"' not in every
    assert "/rounds/1/open" not in every and "questions/" not in re.sub(r"/follow/\d+/\d+", "", every)


def test_a_moderator_who_was_given_no_group_looks_on(desk: Desk) -> None:
    lead = desk.focus.moderator
    desk.focus.write(groups.set_moderators, desk.focus.workshop_id, desk.focus.groups[0], lead, [])
    page = desk.get(desk.at(0)).text
    assert OURS in page and "Verberg" not in page
    assert desk.get(desk.at(0, PRIVATE)).status_code == 404
    assert desk.post(f"/follow/answers/{desk.said[0, OPEN]}/hide", reason="Zo") == 403
    assert [desk.get(path).status_code for path in ("/lexicon", "/material", "/guide/workbench")] == [
        403,
        403,
        200,
    ]


def test_whoever_has_another_role_has_what_that_role_may(desk: Desk) -> None:
    """Being named for a group gives nothing by itself, and does not stay in the mails."""
    desk.role("observer")
    assert desk.get(desk.at(0, PRIVATE)).status_code == 404
    with desk.focus.house.store.reading() as db:
        assert groups.moderators(db, desk.focus.workshop_id)[desk.focus.groups[0]] == []
        found = access.reach(db, desk.focus.workshop_id, desk.mo.id or 0, Right.MODERATE)
        assert found == frozenset()


def test_a_moderator_asks_hides_marks_closes_and_extends(desk: Desk) -> None:
    said, group = desk.said[0, OPEN], desk.focus.groups[0]
    assert desk.post(f"{desk.at(0)}/probe", text="Voor wie?") == 303
    assert desk.post(f"/follow/answers/{said}/mark", word="brood", why="Zomaar") == 303
    assert desk.post(f"/follow/answers/{said}/hide", reason="Er staat een naam in") == 303
    assert desk.post(f"/follow/rounds/{desk.focus.rounds[0]}/close", only=group) == 303
    extended = {"only": group, "until": "2026-11-28T20:00"}
    assert desk.post(f"/follow/rounds/{desk.focus.rounds[0]}/extend", **extended) == 303
    assert desk.post(f"/follow/groups/{group}/close") == 303
    assert len(desk.rows(Probe)) == len(desk.rows(Mark)) == 1
    assert desk.rows(Contribution)[0].state == "hidden"
    assert [each.closes for each in desk.rows(GroupHours)] == ["2026-11-28T20:00"]
    assert [each.closed_at is not None for each in desk.rows(FocusGroup)] == [True, False]
    for path in (f"rounds/{desk.focus.rounds[0]}/close", f"questions/{desk.focus.questions[OPEN]}/close"):
        assert desk.post(f"/follow/{path}") == 403, "that is for all groups"


def test_a_moderator_takes_back_what_they_did_and_nothing_of_others(desk: Desk) -> None:
    """Two people moderate at the same time: each has their own way back."""
    hers, theirs = desk.said[0, OPEN], desk.said[1, OPEN]
    assert desk.post(f"/follow/answers/{hers}/hide", reason="Zo") == 303
    desk.focus.write(
        marking.by_staff, desk.focus.workshop_id, theirs, desk.focus.moderator, word="naai", why=""
    )
    with desk.focus.house.store.reading() as db:
        last = undoing.undoable_in_hall(db, desk.focus.workshop_id)
    assert last is not None and last.verb == Verb.WORD_MARKED
    assert desk.post("/follow/undo", seen=last.id) == 303
    assert [each.withdrawn_at for each in desk.rows(Mark)] == [None], "not theirs"
    assert desk.post("/follow/undo") == 303
    assert desk.rows(Contribution)[0].state == "shown"
    assert desk.post("/follow/redo") == 303
    assert desk.rows(Contribution)[0].state == "hidden"
    before, lead = len(desk.rows(Change)), desk.focus.moderator
    desk.focus.write(groups.set_moderators, desk.focus.workshop_id, desk.focus.groups[0], lead, [])
    desk.focus.write(groups.set_moderators, desk.focus.workshop_id, desk.focus.groups[1], lead, [desk.mo.id])
    assert "/follow/undo" not in desk.get("/follow").text
    desk.post("/follow/undo")
    assert len(desk.rows(Change)) == before + 2, "nothing in a group that is theirs no more"


def test_a_moderator_cannot_take_back_over_what_somebody_did_since(desk: Desk) -> None:
    said = desk.said[0, OPEN]
    desk.post(f"/follow/answers/{said}/hide", reason="Zo")
    sign_in(desk.client, desk.focus.house, desk.focus.facilitator)
    desk.post(f"/follow/answers/{said}/show")
    desk.post(f"/follow/answers/{said}/hide", reason="Nu echt")
    sign_in(desk.client, desk.focus.house, desk.mo.id or 0)
    assert "/follow/undo" not in desk.get("/follow").text
    desk.post("/follow/undo")
    assert (desk.rows(Contribution)[0].state, desk.rows(Contribution)[0].hidden_reason) == (
        "hidden",
        "Nu echt",
    )


def test_a_moderator_makes_material_of_what_their_group_said(desk: Desk) -> None:
    page = desk.get("/material").text
    assert OURS in page and OUR_SECRET in page and THEIRS not in page and THEIR_SECRET not in page
    assert "Interviews" not in page and "Groep 2" not in page
    everywhere = desk.get(f"/material?group={desk.focus.groups[1]}").text
    assert THEIRS not in everywhere
    given = {"kind": "interest", "words": "brood"}
    assert desk.post(f"/material/words/{desk.said[1, OPEN]}", **given) == 403
    assert desk.post(f"/material/words/{desk.said[0, OPEN]}", **given) == 303
    assert desk.post("/material/undo") == 303
    assert [each.removed_at is not None for each in desk.rows(Material)] == [True]
    focus = desk.focus
    focus.write(terms.make, focus.workshop_id, focus.moderator, text="brood")
    assert desk.post("/material/undo") == 409, "the last act is somebody else's"


def test_a_moderator_gathers_the_marks_of_their_group(desk: Desk) -> None:
    focus = desk.focus
    ours, theirs = (
        focus.write(
            marking.by_staff, focus.workshop_id, desk.said[group, OPEN], focus.moderator, word=word, why=why
        )
        for group, word, why in ((0, "brood", "Van ons"), (1, "kleren", "Van hen"))
    )
    page = desk.get("/lexicon").text
    assert "Van ons" in page and "Van hen" not in page and "lexicon.xlsx" not in page
    assert desk.post("/lexicon/terms", text="kleren", mark=theirs) == 404
    assert desk.post("/lexicon/terms", text="brood", mark=ours) == 303
    (term,) = desk.rows(Term)
    for who, text in ((0, "Wat wij bakken"), (2, "Wat zij eten")):
        by = Actor("participant", focus.members[who].id)
        focus.write(meanings.write, term.id, by, text=text)
    detail = desk.get(f"/lexicon/{term.id}").text
    assert "Wat wij bakken" in detail and "Wat zij eten" not in detail
    assert "/change" not in detail and "/merge" not in detail and "/remove" not in detail
    assert desk.post(f"/lexicon/{term.id}/change", wording="ons brood") == 403


def hrefs(page: str) -> Iterator[str]:
    for found in re.findall(r'href="(/[^"#]*)', page):
        yield found.replace("&amp;", "&")


def dead_ends(client: FlaskClient, workshop_id: int) -> tuple[list[str], set[str]]:
    """Every link of every page of that workshop that somebody can reach from their list of workshops: those
    that they may not follow, and all of them, as kinds of page."""
    left, seen, shut = ["/"], {"/"}, []
    while left:
        path = left.pop()
        got = client.get(path)
        if got.status_code not in (200, 302, 303):
            shut.append(f"{path}: {got.status_code}")
        if "text/html" not in got.content_type:
            continue
        for each in hrefs(got.text):
            kind = re.sub(r"\d+", "N", each)
            if each.startswith(f"/workshops/{workshop_id}") and kind not in seen:
                seen.add(kind)
                left.append(each)
    return shut, seen


@pytest.mark.parametrize("role", ["facilitator", "moderator", "analyst", "observer"])
def test_no_page_of_a_week_leads_where_whoever_reads_it_may_not_go(desk: Desk, role: str) -> None:
    desk.role(role)
    shut, seen = dead_ends(desk.client, desk.focus.workshop_id)
    assert shut == []
    assert {"/workshops/N/follow", "/workshops/N/follow/N/N", "/workshops/N/result"} <= seen


@pytest.mark.parametrize("role", ["analyst", "observer"])
def test_no_page_of_a_hall_does_either(cast: Cast, client: FlaskClient, role: str) -> None:
    sign_in(client, cast.house, getattr(cast, role))
    shut, seen = dead_ends(client, cast.gathering)
    assert shut == []
    assert {"/workshops/N/result", "/workshops/N/exports"} <= seen
