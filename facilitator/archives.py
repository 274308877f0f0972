"""Archives on their way out and in, for the pages and for the command line."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from random import SystemRandom

from sqlalchemy.orm import Session

from facilitator.house import House
from sessions import archive, users
from sessions.archive import Archive
from sessions.errors import Conflict, Invalid, NotReady
from sessions.exports import named_file
from sessions.exports.dossier import software_version
from sessions.journal import Actor
from sessions.store import Store
from sessions.text import join_code

NAME = "archive"
CONTENT_TYPE = "application/zip"
ATTEMPTS = 6


@dataclass(frozen=True)
class Made:
    """A file: the name that fits it, its bytes, and how many contributions are in it."""

    name: str
    content: bytes
    contributions: int


def make(store: Store, workshop_id: int, moment: datetime) -> Made:
    """The archive of that workshop, read back once: what is handed over can be brought in.

    Raises: Missing; NotReady when the database holds what no archive may hold.
    """
    with store.reading() as db:
        taken = archive.take(db, workshop_id)
    content = archive.pack(taken, software=f"Lotusbloem {software_version()}", made_at=moment)
    try:
        archive.read(BytesIO(content), language="en")
    except Invalid as problem:
        raise NotReady(f"no archive was written, because it could not be read back: {problem}") from problem
    name = named_file(taken.title, workshop_id, NAME, moment, "zip")
    return Made(name, content, len(taken.rows["contribution"]))


def bring_in(
    house: House,
    read: Archive,
    *,
    leader_email: str | None,
    with_roles: bool,
    actor: Actor,
    language: str,
) -> int:
    """The id of the workshop that is here now, in the organisation of who leads it.

    Raises: Invalid (field `archive`) when its rows contradict each other.
    """
    moment = house.now()

    def act(db: Session) -> int:
        leader = users.by_email(db, leader_email) if leader_email else None
        owner = leader or users.first_to_lead(db)
        return archive.bring_in(
            db,
            read,
            _drawn(),
            actor,
            organisation_id=users.home_organisation(db, owner, name=read.title, now=moment),
            leader_id=leader.id if leader else None,
            with_roles=with_roles,
            language=language,
            now=moment,
        )

    for _attempt in range(ATTEMPTS):
        try:
            return house.write(act)
        except Conflict:
            # Somebody else's workshop has that join code: another is drawn.
            continue
    raise Conflict("no free join code")


def _drawn() -> archive.Drawn:
    return archive.Drawn(
        join_code(SystemRandom()), secrets.token_urlsafe(32), lambda: secrets.token_urlsafe(32)
    )
