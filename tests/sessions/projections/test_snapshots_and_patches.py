"""The invariant of the live news: for every act and every audience, snapshot + patches == fresh snapshot."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest
from builders import Cast
from sqlalchemy import select
from story_choosing import ChoosingActs
from story_deciding import DecidingActs
from story_erasing import ErasingActs
from story_guide import GuideActs
from story_hall import HallActs
from story_lexicon import LexiconActs
from story_material import MaterialActs
from story_members import MemberActs
from story_moderating import ModeratingActs
from story_tables import TableActs
from story_workbench import WorkbenchActs

from facilitator import archives
from sessions import journal
from sessions.models import Table, Workshop
from sessions.projections import Audience, patch, snapshot
from sessions.verbs import Verb


def applied(items: dict[str, Any], change: dict[str, Any]) -> dict[str, Any]:
    """What a client does with a patch: drop, then put."""
    kinds = {name.removesuffix("*") for name in change["drop"] if name.endswith(":*")}
    kept = {
        name: item
        for name, item in items.items()
        if name not in change["drop"] and f"{name.partition(':')[0]}:" not in kinds
    }
    return kept | change["put"]


def tables_of(cast: Cast) -> list[int]:
    with cast.house.store.reading() as db:
        return list(
            db.scalars(select(Table.id).where(Table.workshop_id == cast.gathering, Table.number <= 4))
        )


class Watcher:
    """Every audience of the cast's workshop: what it saw first, kept up to date by patches alone."""

    def __init__(self, cast: Cast) -> None:
        self.cast = cast
        scopes = [("wall", cast.gathering), ("studio", cast.gathering), ("phone", cast.gathering)]
        scopes += [("me", phone.id) for phone in cast.phones]
        scopes += [("table", table_id) for table_id in tables_of(cast)]
        scopes += [("workbench", cast.analysis(key)) for key in ("why", "preconditions")]
        self.seen: dict[Audience, dict[str, Any]] = {}
        self.revision: dict[Audience, int] = {}
        with cast.house.store.reading() as db:
            for scope in scopes:
                first = snapshot(db, Audience(*scope))
                self.seen[first.audience] = first.items
                self.revision[first.audience] = first.revision

    def newest(self) -> int:
        with self.cast.house.store.reading() as db:
            return journal.latest(db)

    def verbs_since(self, change_id: int) -> set[str]:
        with self.cast.house.store.reading() as db:
            return {change.verb for change in journal.newer(db, change_id)}

    def catch_up(self) -> set[str]:
        """Applies what is new; returns the verbs. Fails where somebody sees less than a newcomer."""
        verbs: set[str] = set()
        with self.cast.house.store.reading() as db:
            for audience, items in self.seen.items():
                changes = journal.since(db, self.cast.gathering, self.revision[audience])
                verbs |= {change.verb for change in changes}
                if not changes:
                    continue
                self.seen[audience] = applied(items, patch(db, audience, changes).as_json())
                self.revision[audience] = changes[-1].revision
                assert self.seen[audience] == snapshot(db, audience).items, f"{audience} after {verbs}"
        return verbs


@pytest.fixture
def watcher(cast: Cast) -> Watcher:
    return Watcher(cast)


@pytest.mark.slow
def test_every_act_reaches_every_audience_as_a_newcomer_would_see_it(cast: Cast, watcher: Watcher) -> None:
    story = Story(cast)
    told: set[str] = set()
    for act in story.acts():
        seen = watcher.newest()
        act()
        watcher.catch_up()
        # Focus groups are workshops of their own: nobody in the hall hears of what happens there.
        new = watcher.verbs_since(seen)
        assert new, f"{act.__name__} left no trace in the journal"
        told |= new
    untold = {verb.value for verb in Verb} - told
    before_anybody_looks = {Verb.WORKSHOP_MADE.value, Verb.WORKSHOP_IMPORTED.value}
    assert untold <= before_anybody_looks, "an act is missing from this story"


@pytest.mark.slow
def test_patches_over_many_acts_at_once_say_the_same(cast: Cast, watcher: Watcher) -> None:
    for act in Story(cast).acts():
        act()
    watcher.catch_up()


# What has a way back of its own, and why.
NOT_UNDONE = {
    Verb.WORKSHOP_MADE: "it begins the journal",
    Verb.WORKSHOP_OPENED: "the workshop is closed again",
    Verb.WORKSHOP_CLOSED: "the workshop is opened again",
    Verb.MEMBER_CHANGED: "the role is given back on the page of the members",
}


@pytest.mark.slow
def test_every_act_of_staff_in_the_hall_can_be_taken_back(cast: Cast) -> None:
    for act in Story(cast).acts():
        act()
    with cast.house.store.reading() as db:
        changes = journal.since(db, cast.gathering, 0)
    hall = [each for each in changes if each.actor_kind == "user" and each.analysis_id is None]
    final = {each.verb for each in hall if each.inverse is None}
    assert final <= {verb.value for verb in NOT_UNDONE}, "a verb hands no inverse to the journal"
    with cast.house.store.reading() as db:
        workshops = db.scalars(select(Workshop.id)).all()
    for each in workshops:
        assert archives.make(cast.house.store, each, cast.house.now()).content, "kept out of a file"


class Story(
    HallActs,
    DecidingActs,
    TableActs,
    ChoosingActs,
    GuideActs,
    LexiconActs,
    MaterialActs,
    WorkbenchActs,
    MemberActs,
    ModeratingActs,
    ErasingActs,
):
    """One of each act, in an order that makes sense."""

    def __init__(self, cast: Cast) -> None:
        self.cast, self.house = cast, cast.house
        self.step = cast.step()
        self.why, self.needs = cast.analysis("why"), cast.analysis("preconditions")
        self.first, self.second, self.third = cast.phones
        self.by = cast.moderator

    @property
    def now(self) -> datetime:
        return self.house.now()

    def acts(self) -> list[Any]:
        names = [name for part in Story.__bases__ for name in vars(part) if name.startswith("act_")]
        return [getattr(self, name) for name in names]

    def write(self, verb: Any, *args: Any, **kwargs: Any) -> Any:
        return self.house.write(lambda db: verb(db, *args, **kwargs, now=self.now))
