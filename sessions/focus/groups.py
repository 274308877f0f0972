"""The groups that work side by side on one guide, and who moderates them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from sessions import access, words
from sessions.errors import Missing
from sessions.focus import asked
from sessions.focus.act import GuideAct
from sessions.focus.making import MOST_GROUPS
from sessions.journal import Actor, record
from sessions.models import FocusGroup, GroupModerator, Participant, User
from sessions.text import clean
from sessions.verbs import Verb

said = words.mark
LONGEST_NAME = 80


def add(db: Session, workshop_id: int, actor: Actor, *, name: str = "", now: datetime) -> int:
    """There is one group more; returns its id. Raises: Invalid when there are too many."""
    act = GuideAct(db, workshop_id, actor, now)
    present = asked.groups(db, workshop_id)
    if len(present) >= MOST_GROUPS:
        raise act.refused("name", said("Er passen %(most)d groepen in een focusgroep."), most=MOST_GROUPS)
    number = max((each.number for each in present), default=0) + 1
    usual = words.say(act.workshop.language, said("Groep %(number)d"), number=number)
    row = FocusGroup(workshop_id=workshop_id, number=number, name=_name(act, name) or usual)
    db.add(row)
    db.flush()
    act.made([row])
    act.finish(Verb.GROUPS_CHANGED)
    return row.id


def rename(db: Session, workshop_id: int, group_id: int, actor: Actor, *, name: str, now: datetime) -> None:
    """The group is called so. Raises: Missing; Invalid without a name."""
    act, row = GuideAct(db, workshop_id, actor, now), group_of(db, workshop_id, group_id)
    name = _name(act, name)
    if not name:
        raise act.refused("name", said("Geef de groep een naam."))
    if name != row.name:
        act.change(row, only=("name",))
        row.name = name
    act.finish(Verb.GROUPS_CHANGED)


def set_closed(
    db: Session, workshop_id: int, group_id: int, actor: Actor, *, closed: bool, now: datetime
) -> None:
    """Nobody of that group answers any more, or they do again. Twice is once. Raises: Missing."""
    act, row = GuideAct(db, workshop_id, actor, now), group_of(db, workshop_id, group_id)
    if closed != (row.closed_at is not None):
        act.change(row, only=("closed_at",))
        row.closed_at = now if closed else None
    act.finish(Verb.GROUPS_CHANGED)


def remove(db: Session, workshop_id: int, group_id: int, actor: Actor, *, now: datetime) -> None:
    """The group is gone. Raises: Missing; Invalid when people are in it, or it is the only one."""
    act, row = GuideAct(db, workshop_id, actor, now), group_of(db, workshop_id, group_id)
    people = select(func.count()).select_from(Participant).where(Participant.group_id == group_id)
    if db.scalar(people):
        raise act.refused("group", said("In deze groep zitten mensen. Verdeel hen eerst over de andere."))
    if len(asked.groups(db, workshop_id)) == 1:
        raise act.refused("group", said("Er is minstens één groep nodig."))
    act.remove(*row.hours, row)
    act.finish(Verb.GROUPS_CHANGED)


def set_moderators(
    db: Session, workshop_id: int, group_id: int, actor: Actor, user_ids: Sequence[int], *, now: datetime
) -> None:
    """These facilitators and moderators of the workshop moderate that group; none is every facilitator.

    Raises: Missing for a group of elsewhere, or somebody who is neither here.
    """
    row = group_of(db, workshop_id, group_id)
    if not set(user_ids) <= {user.id for user in moderating(db, workshop_id)}:
        raise Missing("moderator")
    named = db.scalars(select(GroupModerator).where(GroupModerator.group_id == group_id))
    present = {each.user_id: each for each in named}
    if set(present) == set(user_ids):
        return
    for user_id in set(present) - set(user_ids):
        db.delete(present[user_id])
    db.add_all(GroupModerator(group_id=row.id, user_id=each) for each in set(user_ids) - set(present))
    db.flush()
    # The names of people are no part of what can be taken back: they are chosen again on the same page.
    record(
        db,
        workshop_id,
        Verb.GROUPS_CHANGED,
        actor,
        now=now,
        touched={"focus_group": [group_id]},
        inverse={},
    )


def moderating(db: Session, workshop_id: int) -> list[User]:
    """The members of staff who may moderate here, facilitators first."""
    return [user for user, role in access.members(db, workshop_id) if role in access.MODERATING]


def moderators(db: Session, workshop_id: int) -> dict[int, list[int]]:
    """The ids of those who moderate each group (by id); empty is every facilitator."""
    possible = {user.id for user in moderating(db, workshop_id)}
    found: dict[int, list[int]] = {each.id: [] for each in asked.groups(db, workshop_id)}
    query = select(GroupModerator).where(GroupModerator.group_id.in_(found))
    for each in db.scalars(query.order_by(GroupModerator.user_id)):
        if each.user_id in possible:
            found[each.group_id].append(each.user_id)
    return found


def moderated_by(db: Session, workshop_id: int, user_id: int) -> set[int]:
    """The groups that this user moderates: those for which they are named, and for a facilitator also those
    without anybody."""
    leads = access.role_in(db, workshop_id, user_id) == "facilitator"
    given = moderators(db, workshop_id)
    return {each for each, named in given.items() if user_id in named or (leads and not named)}


def group_of(db: Session, workshop_id: int, group_id: int) -> FocusGroup:
    """Raises: Missing for a group of another workshop."""
    row = db.get(FocusGroup, group_id)
    if row is None or row.workshop_id != workshop_id:
        raise Missing("group")
    return row


def _name(act: GuideAct, name: str) -> str:
    name = clean(name)
    if len(name) > LONGEST_NAME:
        sentence = said("Deze naam is te lang: er passen %(limit)d tekens.")
        raise act.refused("name", sentence, limit=LONGEST_NAME)
    return name
