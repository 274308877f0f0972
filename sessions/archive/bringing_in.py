"""A workshop comes in from an archive: in one verb, so that nothing stays behind when it is refused."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Table, func, insert, select, text, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from sessions import users
from sessions.archive.checking import Archive
from sessions.archive.references import Row, renumbered
from sessions.archive.tables import KEPT, PEOPLE, table
from sessions.archive.unpacking import Damage, said, spoken
from sessions.errors import Conflict
from sessions.journal import Actor, record
from sessions.models import Workshop, WorkshopMember
from sessions.text import fingerprint
from sessions.verbs import Verb

DOES_NOT_FIT = said("Dit archief spreekt zichzelf tegen: wat erin staat, kan niet samen bestaan.")
# Per table what the file does not hold and a row needs.
Fresh = dict[str, Callable[[], dict[str, Any]]]
# A row that points at another row of its own table gets that number when all of them are there.
_LATER = {"contribution": "parent_id", "change": "undone_by"}


@dataclass(frozen=True)
class Drawn:
    """What an import draws anew, each at random: at least 128 bits, the join code apart. `secret()` stands in
    for what only one phone knew; nobody is told."""

    join_code: str
    wall_secret: str
    secret: Callable[[], str]


def bring_in(
    db: Session,
    archive: Archive,
    drawn: Drawn,
    actor: Actor,
    *,
    organisation_id: int,
    leader_id: int | None,
    with_roles: bool,
    language: str,
    now: datetime,
) -> int:
    """The workshop is here, in that organisation, with all that was said and decided; returns its id.

    `leader_id` facilitates it. With `with_roles` the people of the archive keep their roles: who has an
    account with that address at once, the others from the day that somebody makes them one.

    Raises: Conflict when the join code or the wall secret is taken; Invalid (field `archive`) when the
    rows contradict each other.
    """
    taken = (Workshop.join_code == drawn.join_code) | (Workshop.wall_secret == drawn.wall_secret)
    if db.scalar(select(Workshop.id).where(taken)) is not None:
        raise Conflict("join code")
    with spoken(language):
        try:
            workshop_id = _insert(db, archive, _fresh(drawn, organisation_id), with_roles=with_roles, now=now)
        except IntegrityError as problem:
            raise Damage(DOES_NOT_FIT) from problem
    if leader_id is not None:
        _lead(db, workshop_id, leader_id)
    record(db, workshop_id, Verb.WORKSHOP_IMPORTED, actor, now=now, touched={"workshop": [workshop_id]})
    return workshop_id


def _fresh(drawn: Drawn, organisation_id: int) -> Fresh:
    workshop = {
        "organisation_id": organisation_id,
        "join_code": drawn.join_code,
        "wall_secret": drawn.wall_secret,
    }
    return {
        "workshop": lambda: workshop,
        "participant": lambda: {"secret_hash": fingerprint(drawn.secret())},
    }


def _insert(
    db: Session,
    archive: Archive,
    fresh: Fresh,
    *,
    with_roles: bool,
    now: datetime,
) -> int:
    people = {
        person["id"]: users.named_in_an_archive(db, person["email"], person["name"], now=now)
        for person in archive.rows[PEOPLE]
    }
    base = {name: _reserve(db, table(name), archive.count(name)) for name in KEPT if "id" in table(name).c}

    def number(name: str, each: int) -> int:
        return people[each] if name == PEOPLE else base[name] + each

    for name in KEPT:
        if name == "workshop_member" and not with_roles:
            continue
        rows = [renumbered(name, row, number) | _more(name, row, fresh, now) for row in archive.rows[name]]
        _insert_rows(db, name, rows)
    return base["workshop"] + 1


def _more(name: str, row: Row, fresh: Fresh, now: datetime) -> Row:
    if name == "run" and row["state"] == "running":
        # Nothing computes it here.
        return {"state": "cancelled", "finished_at": now}
    return fresh[name]() if name in fresh else {}


def _insert_rows(db: Session, name: str, rows: list[Row]) -> None:
    if not rows:
        return
    later = _LATER.get(name)
    pointing = [(row["id"], row[later]) for row in rows if later and row[later] is not None]
    db.execute(insert(table(name)), [{**row, later: None} if later else row for row in rows])
    where = table(name)
    for row_id, target in pointing:
        db.execute(update(where).where(where.c.id == row_id).values({str(later): target}))


def _reserve(db: Session, where: Table, count: int) -> int:
    """The next `count` ids of that table are for this import; returns the id before the first."""
    highest: int = db.scalar(select(func.coalesce(func.max(where.c.id), 0))) or 0
    if not where.dialect_options["sqlite"]["autoincrement"]:
        return highest
    # SQLite keeps the highest id ever given: what the journal names and is gone must never come back as
    # another row.
    given = db.scalar(text("SELECT seq FROM sqlite_sequence WHERE name = :name"), {"name": where.name})
    start = max(highest, int(given or 0))
    values = {"name": where.name, "seq": start + count}
    if given is None:
        db.execute(text("INSERT INTO sqlite_sequence (name, seq) VALUES (:name, :seq)"), values)
    else:
        db.execute(text("UPDATE sqlite_sequence SET seq = :seq WHERE name = :name"), values)
    return start


def _lead(db: Session, workshop_id: int, user_id: int) -> None:
    member = db.scalar(
        select(WorkshopMember).where(
            WorkshopMember.workshop_id == workshop_id, WorkshopMember.user_id == user_id
        )
    )
    if member is None:
        db.add(WorkshopMember(workshop_id=workshop_id, user_id=user_id, role="facilitator"))
    else:
        member.role = "facilitator"
    db.flush()
