"""Who asks. The only place that touches cookies, Flask's own included.

Staff hold a token that the database knows; a phone holds one secret per workshop; the wall holds the
secret in its address. Outside clients send a phone's or a wall's secret as a bearer.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from flask import Response, g, request
from sqlalchemy import select
from sqlalchemy.orm import Session

from facilitator.database import house, now, reading
from sessions import access, participants, users, workshops
from sessions.access import Right
from sessions.analysis import analyses
from sessions.errors import Forbidden, Missing
from sessions.focus import promises
from sessions.models import Analysis, Participant, User, Workshop
from sessions.projections import Audience

LOGIN_COOKIE = "lotusbloem_login"
PHONE_COOKIE = "lotusbloem_p_"
PHONE_COOKIE_LASTS = 400 * 24 * 3600
_hasher = PasswordHasher()
_NOBODYS_HASH = _hasher.hash(secrets.token_urlsafe(16))


class SignedOut(Exception):
    """A page for staff was asked for by somebody who is not signed in."""


@dataclass(frozen=True)
class Who:
    """Whoever asks, as the database knows them now: a user, participants by workshop, walls."""

    user_id: int | None = None
    participants: tuple[tuple[int, int], ...] = ()
    wall_of: int | None = None

    def participant_in(self, workshop_id: int) -> int | None:
        return dict(self.participants).get(workshop_id)


def hash_password(password: str) -> str:
    return _hasher.hash(password)


def password_matches(password: str, known: str | None) -> bool:
    """Takes as long for an unknown account (None) as for a known one."""
    try:
        return _hasher.verify(known or _NOBODYS_HASH, password) and known is not None
    except (VerificationError, InvalidHashError):
        return False


def new_secret() -> str:
    return secrets.token_urlsafe(32)


def who_from(db: Session, cookies: Mapping[str, str], bearer: str | None, *, moment: datetime) -> Who:
    """Who holds these cookies or this bearer, read from the database at this moment."""
    if bearer:
        return _who_bears(db, bearer)
    user = users.signed_in(db, cookies[LOGIN_COOKIE], now=moment) if LOGIN_COOKIE in cookies else None
    found = []
    for name, secret in cookies.items():
        if name.startswith(PHONE_COOKIE):
            participant = participants.by_secret(db, secret)
            if participant is not None and name == f"{PHONE_COOKIE}{participant.workshop_id}":
                found.append((participant.workshop_id, participant.id))
    return Who(user.id if user else None, tuple(found))


def _who_bears(db: Session, bearer: str) -> Who:
    participant = participants.by_secret(db, bearer)
    if participant is not None:
        return Who(participants=((participant.workshop_id, participant.id),))
    wall = db.scalar(select(Workshop.id).where(Workshop.wall_secret == bearer, Workshop.state != "closed"))
    return Who(wall_of=wall)


def bearer_of_request() -> str | None:
    kind, _, secret = request.headers.get("Authorization", "").partition(" ")
    return secret.strip() if kind.lower() == "bearer" and secret.strip() else None


def who() -> Who:
    """Who sent this request."""
    if "who" not in g:
        g.who = who_from(reading(), request.cookies, bearer_of_request(), moment=now())
    found: Who = g.who
    return found


def forget_who() -> None:
    g.pop("who", None)
    g.pop("user", None)


def user() -> User:
    """The account that is signed in. Raises: SignedOut."""
    found = user_or_none()
    if found is None:
        raise SignedOut
    return found


def user_or_none() -> User | None:
    user_id = who().user_id
    return reading().get(User, user_id) if user_id is not None else None


def staff(workshop_id: int, right: Right) -> Workshop:
    """The workshop, for a user who has that right there. Raises: SignedOut, Missing, Forbidden."""
    return access.require(reading(), workshop_id, user().id, right)


def within(workshop_id: int, right: Right) -> frozenset[int] | None:
    """The focus groups in which the user who asks has that right there; None is the whole workshop.

    Raises: SignedOut, Missing, Forbidden when it is nowhere.
    """
    return access.require_within(reading(), workshop_id, user().id, right)


def in_group(workshop_id: int, group_id: int | None, right: Right) -> None:
    """Raises: SignedOut, Missing, Forbidden for who does not have that right in that group."""
    if not access.reaches(within(workshop_id, right), group_id):
        raise Forbidden(right.value)


def at_workbench(workshop_id: int, analysis_id: int, right: Right) -> tuple[Workshop, Analysis]:
    """The workshop and its question, for a user who has that right there and may read what lies on it.

    Raises: SignedOut, Missing (also for an observer where the answers are private), Forbidden.
    """
    workshop = staff(workshop_id, right)
    analysis = analyses.in_workshop(reading(), workshop_id, analysis_id)
    if not promises.reads_analysis(reading(), analysis, raw=Right.READ_RAW in rights(workshop_id)):
        raise Missing("analysis")
    return workshop, analysis


def workbenches(workshop_id: int) -> list[Analysis]:
    """The questions of that workshop on whose workbench the user who asks may look."""
    db, raw = reading(), Right.READ_RAW in rights(workshop_id)
    found = analyses.of_workshop(db, workshop_id)
    return [each for each in found if promises.reads_analysis(db, each, raw=raw)]


def rights(workshop_id: int) -> frozenset[Right]:
    """What the user who asks may do there."""
    return access.rights_in(reading(), workshop_id, user().id)


def participant(workshop_id: int) -> Participant:
    """The participant whose phone asks. Raises: Missing."""
    participant_id = who().participant_in(workshop_id)
    found = reading().get(Participant, participant_id) if participant_id is not None else None
    if found is None:
        raise Missing("participant")
    return found


def may_watch(db: Session, audience: Audience, asking: Who) -> bool:
    """Whether whoever asks belongs to that audience, now."""
    if audience.kind == "me":
        return audience.scope in dict(asking.participants).values()
    if audience.kind == "workbench":
        analysis = db.get(Analysis, audience.scope)
        if analysis is None or not _has(db, analysis.workshop_id, asking, Right.SORT_READ):
            return False
        raw = _has(db, analysis.workshop_id, asking, Right.READ_RAW)
        return promises.reads_analysis(db, analysis, raw=raw)
    if audience.kind == "studio":
        return _has(db, audience.scope, asking, Right.RUN)
    if audience.kind == "table":
        return any(sits_at(db, participant_id, audience.scope) for _, participant_id in asking.participants)
    if audience.kind == "phone":
        return _in_hall(db, asking.participant_in(audience.scope))
    return asking.wall_of == audience.scope or _has(db, audience.scope, asking, Right.LOOK)


def sits_at(db: Session, participant_id: int, table_id: int) -> bool:
    return db.get_one(Participant, participant_id).table_id == table_id


def _in_hall(db: Session, participant_id: int | None) -> bool:
    """Members of a focus group are no phones of a hall: they see what their own pages show, and no counts of
    other groups."""
    found = db.get(Participant, participant_id) if participant_id is not None else None
    return found is not None and found.group_id is None


def _has(db: Session, workshop_id: int, asking: Who, right: Right) -> bool:
    return asking.user_id is not None and right in access.rights_in(db, workshop_id, asking.user_id)


def sign_in(response: Response, user_id: int) -> None:
    """This browser is signed in from now on."""
    token, moment = new_secret(), now()
    house().write(lambda db: users.sign_in(db, user_id, token, now=moment))
    _set(response, LOGIN_COOKIE, token, int(users.LOGIN_LASTS.total_seconds()))


def sign_out(response: Response) -> None:
    token = request.cookies.get(LOGIN_COOKIE)
    if token:
        moment = now()
        house().write(lambda db: users.sign_out(db, token, now=moment))
    response.delete_cookie(LOGIN_COOKIE, path="/")


def phone_secret(workshop_id: int) -> str | None:
    return request.cookies.get(f"{PHONE_COOKIE}{workshop_id}")


def keep_phone_secret(response: Response, workshop_id: int, secret: str) -> None:
    _set(response, f"{PHONE_COOKIE}{workshop_id}", secret, PHONE_COOKIE_LASTS)


def _set(response: Response, name: str, value: str, seconds: int) -> None:
    response.set_cookie(
        name, value, max_age=seconds, httponly=True, samesite="Lax", secure=request.is_secure, path="/"
    )


def wall(secret: str) -> Workshop:
    """The workshop whose wall this is. Raises: Missing."""
    return workshops.by_wall_secret(reading(), secret)


def require_user_administers() -> User:
    """Raises: SignedOut, Forbidden."""
    found = user()
    if not access.manages_installation(found):
        raise Forbidden("administrator")
    return found
