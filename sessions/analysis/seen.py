"""Two people who change one thing at once: what each of them touched is weighed by itself.

Whoever sends a form says of each field what it held when they looked. What they did not touch stays as it is
now, whoever changed it; what they touched and somebody else changed too is refused, and told who did.
"""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import select
from sqlalchemy.orm import Session

from sessions.errors import Conflict
from sessions.models import Change, KeyGroup, Theme, User


class ChangedMeanwhile(Conflict):
    """Somebody changed what the form touches: `values` is the field's name to what it holds now, `who` the
    name of the member of staff who did it, None for who is none."""

    def __init__(self, values: Mapping[str, str], who: str | None) -> None:
        super().__init__("somebody changed this in the meantime: " + ", ".join(values))
        self.values, self.who = dict(values), who


def touched(present: Mapping[str, str], said: Mapping[str, str], seen: Mapping[str, str]) -> dict[str, str]:
    """The fields that a form touches and that hold something else now: name to what is said.

    `present` is what they hold, `seen` what they held when the form was filled in; a field without it counts
    as seen as it is.
    """
    return {
        name: said[name]
        for name, value in present.items()
        if name in said and said[name] not in (value, seen.get(name, value))
    }


def require_as_seen(
    db: Session,
    row: Theme | KeyGroup,
    present: Mapping[str, str],
    said: Mapping[str, str],
    seen: Mapping[str, str],
) -> None:
    """What is said about the row was said by who saw it as it is. Raises: ChangedMeanwhile."""
    changed = {name: present[name] for name in said if seen.get(name, present[name]) != present[name]}
    if changed:
        raise ChangedMeanwhile(changed, _who(db, row, tuple(changed)))


def _who(db: Session, row: Theme | KeyGroup, columns: tuple[str, ...]) -> str | None:
    """Who gave one of these columns its present value; None for who is no user."""
    after = {each: getattr(row, each) for each in columns}
    for change in db.scalars(
        select(Change)
        .where(Change.analysis_id == row.analysis_id, Change.inverse.is_not(None))
        .order_by(Change.id.desc())
    ):
        rows = (change.inverse or {}).get(row.__tablename__, {})
        if str(row.id) not in rows:
            continue
        # A change left what the next one found; the newest left what stands now.
        before = rows[str(row.id)]
        if before is None or any(before.get(each) != after[each] for each in columns):
            user = db.get(User, change.actor_id) if change.actor_kind == "user" and change.actor_id else None
            return user.name if user else None
    return None
