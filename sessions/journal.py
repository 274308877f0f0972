"""The journal: one Change per act. Nothing else writes `Workshop.revision`.

`record()` is the last line of every verb, in the same transaction as the act. `Before` remembers what
rows were before staff changed them; `restore()` puts exactly that back.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import inspect, select, update
from sqlalchemy.orm import Session

from sessions.models import (
    Analysis,
    Apart,
    AvoidedWord,
    BackNote,
    Base,
    Change,
    Cluster,
    Contribution,
    Dissent,
    Exercise,
    FocusGroup,
    GroupHours,
    Ingredient,
    KeyGroup,
    KnownTheme,
    Lever,
    LeverArgument,
    LeverArrow,
    Mark,
    Material,
    Meaning,
    NamedPerson,
    Note,
    Objective,
    ObjectiveMaterial,
    Participant,
    Passage,
    Place,
    Placement,
    Probe,
    ProbeIdea,
    Question,
    Round,
    Run,
    SetAside,
    Stimulus,
    Table,
    Term,
    Theme,
    TreePart,
    Twin,
    Workshop,
)
from sessions.verbs import Verb


@dataclass(frozen=True)
class Actor:
    """Who acts: kind is user, participant, system or command; `id` is empty for the last two."""

    kind: str
    id: int | None = None


SYSTEM = Actor("system")
_TOLD = "told"

Touched = Mapping[str, Iterable[int]]
Inverse = dict[str, dict[str, dict[str, Any] | None]]


def record(
    db: Session,
    workshop_id: int,
    verb: Verb,
    actor: Actor,
    *,
    now: datetime,
    touched: Touched,
    analysis_id: int | None = None,
    inverse: Inverse | None = None,
) -> Change:
    """The act stands in the journal under the next revision of its workshop.

    `touched` maps the kind of a row (workshop, exercise, contribution, theme, ...) to ids.
    """
    revision = db.execute(
        update(Workshop)
        .where(Workshop.id == workshop_id)
        .values(revision=Workshop.revision + 1)
        .returning(Workshop.revision)
        .execution_options(synchronize_session="fetch")
    ).scalar_one()
    change = Change(
        workshop_id=workshop_id,
        revision=revision,
        verb=verb.value,
        actor_kind=actor.kind,
        actor_id=actor.id,
        analysis_id=analysis_id,
        touched={kind: sorted(set(ids)) for kind, ids in touched.items()},
        inverse=inverse,
        at=now,
    )
    db.add(change)
    db.flush()
    db.info.setdefault(_TOLD, []).append(change)
    return change


def told(db: Session) -> list[Change]:
    """The changes that were recorded through `db` since this was asked last, oldest first."""
    found: list[Change] = db.info.pop(_TOLD, [])
    return found


def since(db: Session, workshop_id: int, revision: int) -> list[Change]:
    """The changes of one workshop that are newer than `revision`, oldest first."""
    return list(
        db.scalars(
            select(Change)
            .where(Change.workshop_id == workshop_id, Change.revision > revision)
            .order_by(Change.revision)
        )
    )


def newer(db: Session, change_id: int) -> list[Change]:
    """The changes of all workshops after the one with that id, oldest first: what is to be published."""
    return list(db.scalars(select(Change).where(Change.id > change_id).order_by(Change.id)))


def latest(db: Session) -> int:
    """The id of the newest change of the installation; 0 when there is none."""
    return db.scalar(select(Change.id).order_by(Change.id.desc()).limit(1)) or 0


Restorable = (
    Workshop
    | Exercise
    | FocusGroup
    | GroupHours
    | Round
    | Question
    | Stimulus
    | Participant
    | Table
    | Lever
    | LeverArrow
    | LeverArgument
    | TreePart
    | Ingredient
    | Contribution
    | Passage
    | Place
    | Analysis
    | Run
    | Cluster
    | KeyGroup
    | Theme
    | KnownTheme
    | Placement
    | Twin
    | Apart
    | SetAside
    | Note
    | Dissent
    | Term
    | Mark
    | Meaning
    | AvoidedWord
    | Material
    | Objective
    | ObjectiveMaterial
    | NamedPerson
    | Probe
    | ProbeIdea
    | BackNote
)
# Rows that others point at come first when rows are put back, and go last when they are taken away.
_RESTORABLE: dict[str, type[Base]] = {
    model.__tablename__: model
    for model in (
        Workshop,
        Exercise,
        FocusGroup,
        Round,
        GroupHours,
        Question,
        Stimulus,
        Participant,
        Table,
        Lever,
        LeverArrow,
        LeverArgument,
        TreePart,
        Ingredient,
        Contribution,
        Passage,
        Place,
        Analysis,
        Run,
        Cluster,
        KeyGroup,
        Theme,
        KnownTheme,
        Placement,
        Twin,
        Apart,
        SetAside,
        Note,
        Dissent,
        Term,
        Mark,
        Meaning,
        AvoidedWord,
        Material,
        Objective,
        ObjectiveMaterial,
        NamedPerson,
        Probe,
        ProbeIdea,
        BackNote,
    )
}
# What the journal itself counts is never set back.
_NEVER = {"workshop": {"revision"}}


class Before:
    """What rows were before an act. Call `of()` for each row before changing it, `made()` for new ones.

    With `only` just those columns are set back: for rows that others change as well in the meantime.
    """

    def __init__(self) -> None:
        self._rows: Inverse = {}

    def of(self, *rows: Restorable, only: Collection[str] = ()) -> None:
        for row in rows:
            self._rows.setdefault(row.__tablename__, {}).setdefault(str(row.id), _values(row, only))

    def made(self, *rows: Restorable) -> None:
        for row in rows:
            self._rows.setdefault(row.__tablename__, {}).setdefault(str(row.id), None)

    def instead(self, *rows: Restorable, **values: Any) -> None:
        """Taking the act back gives the rows these values: what somebody said is never deleted."""
        for row in rows:
            self._rows.setdefault(row.__tablename__, {})[str(row.id)] = dict(values)

    @property
    def inverse(self) -> Inverse:
        return self._rows


def _values(row: Base, only: Collection[str]) -> dict[str, Any]:
    columns = {column.key for column in inspect(row).mapper.column_attrs}
    wanted = set(only) or columns - _NEVER.get(row.__tablename__, set())
    return {key: _plain(getattr(row, key)) for key in sorted(wanted)}


def _plain(value: Any) -> Any:
    return {"at": value.isoformat()} if isinstance(value, date | datetime) else value


def _rich(value: Any) -> Any:
    if not isinstance(value, dict) or set(value) != {"at"}:
        return value
    moment = datetime.fromisoformat(value["at"])
    return moment if "T" in value["at"] else moment.date()


def differs(db: Session, inverse: Inverse) -> bool:
    """Whether anything is other than `inverse` says it was: an act that left all as it was is none."""
    for kind, model in _RESTORABLE.items():
        for row_id, values in inverse.get(kind, {}).items():
            row = db.get(model, int(row_id))
            if values is None or row is None:
                return True
            if any(_plain(getattr(row, key)) != value for key, value in values.items()):
                return True
    return False


def restore(db: Session, inverse: Inverse) -> Inverse:
    """The rows are as `inverse` says: put back, set back or taken away. Returns the inverse of that."""
    before = Before()
    # First, because two rows cannot lie on one place, nor one passage in two themes.
    _take_away(db, before, inverse, ("placement", "place"))
    for kind, model in _RESTORABLE.items():
        for row_id, values in inverse.get(kind, {}).items():
            if values is not None:
                _put_back(db, before, model, int(row_id), values)
        # Kind by kind, what others point at first: one flush of all knows no order between tables.
        if db.new:
            db.flush()
    db.flush()
    # Last, because a theme takes the placements that still point at it along.
    _take_away(db, before, inverse, reversed(_RESTORABLE))
    return before.inverse


def forget(db: Session, workshop_id: int, gone: Mapping[str, Iterable[int]]) -> None:
    """No act of that workshop that is taken back puts those rows (kind to ids) there again."""
    keys = {kind: {str(each) for each in ids} for kind, ids in gone.items()}
    undoable = select(Change).where(Change.workshop_id == workshop_id, Change.inverse.is_not(None))
    for change in db.scalars(undoable) if any(keys.values()) else ():
        was = change.inverse or {}
        left = {
            kind: {row_id: values for row_id, values in rows.items() if row_id not in keys.get(kind, ())}
            for kind, rows in was.items()
        }
        if left != was:
            change.inverse = {kind: rows for kind, rows in left.items() if rows} or None


def _take_away(db: Session, before: Before, inverse: Inverse, kinds: Iterable[str]) -> None:
    for kind in kinds:
        for row_id, values in inverse.get(kind, {}).items():
            if values is None and (row := db.get(_RESTORABLE[kind], int(row_id))) is not None:
                before.of(row)  # type: ignore[arg-type]
                db.delete(row)
        db.flush()


def _put_back(db: Session, before: Before, model: type[Any], row_id: int, values: dict[str, Any]) -> None:
    row = db.get(model, row_id)
    if row is None:
        row = model(id=row_id)
        db.add(row)
        for key, value in values.items():
            setattr(row, key, _rich(value))
        before.made(row)
        return
    before.of(row, only=values.keys())
    for key, value in values.items():
        setattr(row, key, _rich(value))
