"""Where the hall is, and where a table is: together, or each at its own pace."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from sessions.errors import Closed, Conflict, Missing
from sessions.exercises import kind_named
from sessions.journal import Actor, Before, record
from sessions.models import Exercise, Table, Workshop
from sessions.verbs import Verb
from sessions.workshops import present_step


def step_for(db: Session, workshop: Workshop, table_id: int | None) -> Exercise | None:
    """The step that the people of that table are at: their own, or the hall's."""
    if workshop.self_paced and table_id is not None:
        table = db.get_one(Table, table_id)
        if table.exercise_id is not None:
            return db.get_one(Exercise, table.exercise_id)
    return present_step(db, workshop.id)


def stage_for(db: Session, step: Exercise, table_id: int | None) -> str:
    """How far that table is within the step; empty for a step that knows one moment only."""
    stages = kind_named(step.kind).stages
    if not stages:
        return ""
    workshop = db.get_one(Workshop, step.workshop_id)
    if workshop.self_paced and table_id is not None:
        table = db.get_one(Table, table_id)
        if table.exercise_id == step.id:
            return table.stage or stages[0]
    return step.stage or stages[0]


def is_open_for(db: Session, step: Exercise, table_id: int | None) -> bool:
    """Whether the people of that table may contribute to that step now."""
    workshop = db.get_one(Workshop, step.workshop_id)
    if workshop.state != "open":
        return False
    present = step_for(db, workshop, table_id)
    return present is not None and present.id == step.id


def set_stage(
    db: Session, workshop_id: int, exercise_id: int, stage: str, actor: Actor, *, now: datetime
) -> None:
    """The hall is at that stage of that step. Twice is once.

    Raises: Missing for a step of another workshop or a stage that its kind does not know.
    """
    step = _step(db, workshop_id, exercise_id, stage)
    if step.stage == stage:
        return
    before = Before()
    before.of(step, only=("stage",))
    step.stage = stage
    record(
        db,
        workshop_id,
        Verb.STEP_CHANGED,
        actor,
        now=now,
        touched={"exercise": [exercise_id]},
        inverse=before.inverse,
    )


def set_pace(db: Session, workshop_id: int, self_paced: bool, actor: Actor, *, now: datetime) -> None:
    """Each table goes on by itself, or all follow the hall."""
    workshop = db.get_one(Workshop, workshop_id)
    before = Before()
    before.of(workshop, only=("self_paced",))
    workshop.self_paced = self_paced
    tables = _own_way(db, workshop_id) if not self_paced else []
    _follow(before, tables)
    record(
        db,
        workshop_id,
        Verb.WORKSHOP_CHANGED,
        actor,
        now=now,
        touched={"workshop": [workshop_id], "table": [table.id for table in tables]},
        inverse=before.inverse,
    )


def gather(db: Session, workshop_id: int, actor: Actor, *, now: datetime) -> None:
    """Every table is at the step of the hall again."""
    tables = _own_way(db, workshop_id)
    if not tables:
        return
    before = Before()
    _follow(before, tables)
    touched = {"table": [table.id for table in tables]}
    record(db, workshop_id, Verb.TABLE_MOVED, actor, now=now, touched=touched, inverse=before.inverse)


def move_table(
    db: Session,
    table_id: int,
    exercise_id: int,
    actor: Actor,
    *,
    stage: str = "",
    seen: tuple[int | None, str],
    now: datetime,
) -> None:
    """The table is at that step and stage. `seen` is the step and stage that whoever pressed saw: when
    somebody else at the table was faster, nothing happens twice.

    Raises: Missing for a step of another workshop; Closed when the workshop is not open or its tables
    follow the hall; Conflict when the table is somewhere else already.
    """
    table = db.get_one(Table, table_id)
    workshop = db.get_one(Workshop, table.workshop_id)
    step = _step(db, workshop.id, exercise_id, stage)
    if workshop.state != "open" or not workshop.self_paced:
        raise Closed("pace")
    present = step_for(db, workshop, table_id)
    present_stage = stage_for(db, present, table_id) if present else ""
    wanted = stage or next(iter(kind_named(step.kind).stages), "")
    if present is not None and (present.id, present_stage) == (step.id, wanted):
        return
    if ((present.id if present else None), present_stage) != seen:
        raise Conflict("the table is already at another step")
    table.exercise_id, table.stage = step.id, wanted
    record(db, workshop.id, Verb.TABLE_MOVED, actor, now=now, touched={"table": [table_id]})


def _step(db: Session, workshop_id: int, exercise_id: int, stage: str) -> Exercise:
    step = db.get(Exercise, exercise_id)
    if step is None or step.workshop_id != workshop_id:
        raise Missing("step")
    if stage and stage not in kind_named(step.kind).stages:
        raise Missing("stage")
    return step


def _own_way(db: Session, workshop_id: int) -> list[Table]:
    own = select(Table).where(Table.workshop_id == workshop_id, Table.exercise_id.is_not(None))
    return list(db.scalars(own))


def _follow(before: Before, tables: list[Table]) -> None:
    before.of(*tables, only=("exercise_id", "stage"))
    for table in tables:
        table.exercise_id, table.stage = None, ""
