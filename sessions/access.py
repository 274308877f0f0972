"""Who may do what in a workshop. The table of roles, and the questions asked of it."""

from __future__ import annotations

from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.orm import Session

from sessions.errors import Forbidden, Missing
from sessions.models import (
    FocusGroup,
    GroupModerator,
    OrganisationMember,
    User,
    Workshop,
    WorkshopMember,
)


class Right(StrEnum):
    """What a role in a workshop can allow."""

    LOOK = "look"  # the wall, the result, the programme
    READ_RAW = "read-raw"  # contributions in people's own words; each reading is logged
    READ_HIDDEN = "read-hidden"
    RUN = "run"  # open, next, timer, wall, hide, enter for a table
    MODERATE = "moderate"  # a focus group: ask further, hide, mark words, close, extend
    CODE = "code"  # words of a focus group become terms and material
    SORT_READ = "sort-read"  # the workbench, read only
    SORT = "sort"  # the workbench
    EXPORT_PUBLIC = "export-public"
    EXPORT = "export"  # grades analysis and restricted
    JOURNAL = "journal"
    SETTINGS = "settings"
    MEMBERS = "members"


ROLES: dict[str, frozenset[Right]] = {
    "facilitator": frozenset(Right),
    "moderator": frozenset({Right.LOOK, Right.SORT_READ}),
    "analyst": frozenset(
        {
            Right.LOOK,
            Right.READ_RAW,
            Right.READ_HIDDEN,
            Right.CODE,
            Right.SORT_READ,
            Right.SORT,
            Right.EXPORT_PUBLIC,
            Right.EXPORT,
            Right.JOURNAL,
        }
    ),
    "observer": frozenset({Right.LOOK, Right.SORT_READ, Right.EXPORT_PUBLIC}),
}
WITHIN: dict[str, frozenset[Right]] = {
    "moderator": frozenset({Right.READ_RAW, Right.READ_HIDDEN, Right.MODERATE, Right.CODE}),
}
"""What a role may besides, within the focus groups that somebody was given (`GroupModerator`)."""
MODERATING = frozenset({"facilitator", "moderator"})
"""The roles of who can be named to moderate a group."""


def role_in(db: Session, workshop_id: int, user_id: int) -> str | None:
    """One of ROLES, or None. An administrator or owner has no role by that alone."""
    return db.scalar(
        select(WorkshopMember.role).where(
            WorkshopMember.workshop_id == workshop_id, WorkshopMember.user_id == user_id
        )
    )


def rights_in(db: Session, workshop_id: int, user_id: int) -> frozenset[Right]:
    """What that user may in the whole workshop; see `reach` for what they may in some of its groups."""
    return ROLES.get(role_in(db, workshop_id, user_id) or "", frozenset())


def reach(db: Session, workshop_id: int, user_id: int, right: Right) -> frozenset[int] | None:
    """The focus groups in which that user has that right; None is the whole workshop, its groups and what
    belongs to none of them. Empty is nowhere."""
    role = role_in(db, workshop_id, user_id) or ""
    if right in ROLES.get(role, ()):
        return None
    if right not in WITHIN.get(role, ()):
        return frozenset()
    given = select(GroupModerator.group_id).join(FocusGroup, FocusGroup.id == GroupModerator.group_id)
    return frozenset(
        db.scalars(given.where(FocusGroup.workshop_id == workshop_id, GroupModerator.user_id == user_id))
    )


def reaches(within: frozenset[int] | None, group_id: int | None) -> bool:
    """Whether what is said in that group (None: in no group) lies within such a reach."""
    return within is None or group_id in within


def require(db: Session, workshop_id: int, user_id: int, right: Right) -> Workshop:
    """The workshop, which this user may see and use in that way, all of it.

    Raises: Missing for whoever has no role there (and may not know that it exists); Forbidden for a role
    that does not allow it.
    """
    workshop = db.get(Workshop, workshop_id)
    rights = rights_in(db, workshop_id, user_id)
    if workshop is None or not rights:
        raise Missing("workshop")
    if right not in rights:
        raise Forbidden(right.value)
    return workshop


def require_within(db: Session, workshop_id: int, user_id: int, right: Right) -> frozenset[int] | None:
    """In which groups of the workshop this user may do that (see `reach`).

    Raises: Missing for whoever has no role there; Forbidden when it is nowhere.
    """
    require(db, workshop_id, user_id, Right.LOOK)
    within = reach(db, workshop_id, user_id, right)
    if within is not None and not within:
        raise Forbidden(right.value)
    return within


def members(db: Session, workshop_id: int) -> list[tuple[User, str]]:
    """Who has a role in that workshop, facilitators first."""
    rows = db.execute(
        select(User, WorkshopMember.role)
        .join(WorkshopMember, WorkshopMember.user_id == User.id)
        .where(WorkshopMember.workshop_id == workshop_id)
        .order_by(User.name, User.id)
    )
    order = list(ROLES)
    return sorted(((user, role) for user, role in rows), key=lambda row: order.index(row[1]))


def may_make_workshops(db: Session, user: User) -> list[int]:
    """The ids of the organisations in which this user may start a workshop."""
    return list(
        db.scalars(
            select(OrganisationMember.organisation_id)
            .where(
                OrganisationMember.user_id == user.id, OrganisationMember.role.in_(("owner", "facilitator"))
            )
            .order_by(OrganisationMember.organisation_id)
        )
    )


def manages_installation(user: User) -> bool:
    return user.is_administrator and user.disabled_at is None
