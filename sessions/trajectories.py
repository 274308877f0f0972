"""The whole process that several workshops belong to."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from sessions import words
from sessions.errors import Invalid
from sessions.models import Trajectory, Workshop
from sessions.text import clean

LONGEST_TITLE = 160


def of_organisations(db: Session, organisation_ids: Sequence[int]) -> list[Trajectory]:
    """The trajectories of those organisations, the newest first."""
    query = select(Trajectory).where(Trajectory.organisation_id.in_(organisation_ids))
    return list(db.scalars(query.order_by(Trajectory.id.desc())))


def put(db: Session, workshop_id: int, title: str, *, now: datetime) -> int | None:
    """The workshop belongs to the trajectory of its organisation with that title, made when there is none;
    returns its id. Upper and lower case alike. An empty title is no trajectory: None.

    Raises: Invalid under `trajectory`.
    """
    workshop, title = db.get_one(Workshop, workshop_id), clean(title)
    if len(title) > LONGEST_TITLE:
        sentence = words.mark("Deze naam is te lang: er passen %(limit)d tekens.")
        raise Invalid({"trajectory": [words.say(workshop.language, sentence, limit=LONGEST_TITLE)]})
    if not title:
        workshop.trajectory_id = None
        return None
    known = of_organisations(db, [workshop.organisation_id])
    found = next((each for each in known if each.title.casefold() == title.casefold()), None)
    if found is None:
        found = Trajectory(organisation_id=workshop.organisation_id, title=title, created_at=now)
        db.add(found)
        db.flush()
    workshop.trajectory_id = found.id
    return found.id
