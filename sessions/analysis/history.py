"""What happened on a workbench: who did what, when, and how one passage came where it stands."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from sessions.models import Change, Cluster, ClusterMember, Placement, Run, Theme, User
from sessions.touched import touches
from sessions.verbs import Verb

SHOWN_AT_ONCE = 40
MOST_OF_A_THEME = 500
"""Of a whole workbench a stretch at a time; of one theme all that people bear to read."""


@dataclass(frozen=True)
class Line:
    """One act. `who` is the name of a member of staff, None for a machine. `themes` are named as they are
    called now; `passages` counts what was moved; `undone` says that it was taken back later."""

    change_id: int
    verb: str
    at: datetime
    who: str | None
    themes: tuple[str, ...]
    passages: int
    run: int | None
    undone: bool


@dataclass(frozen=True)
class Move:
    """An act after which a passage stood in the theme of that name, in the themes of those names with a comma
    between, or in none."""

    at: datetime
    who: str | None
    verb: str
    theme: str | None


@dataclass(frozen=True)
class Proposal:
    """A run proposed the passage under a working title; `confidence` goes from 0 to 1."""

    run: int
    at: datetime
    who: str | None
    words: str
    confidence: float


def of_analysis(
    db: Session, analysis_id: int, *, before: int | None = None, limit: int = SHOWN_AT_ONCE
) -> list[Line]:
    """The newest acts first, or with `before` the newest of those older than that change; the progress of a
    run is no act."""
    query = select(Change).where(Change.analysis_id == analysis_id, Change.verb != Verb.RUN_PROGRESSED.value)
    if before is not None:
        query = query.where(Change.id < before)
    return _lines(db, list(db.scalars(query.order_by(Change.id.desc()).limit(limit))))


def _lines(db: Session, changes: Sequence[Change]) -> list[Line]:
    names = _names(db, changes)
    titles = _titles(db, {each for change in changes for each in change.touched.get("theme", [])})
    numbers = _run_numbers(db, {each for change in changes for each in change.touched.get("run", [])})
    return [
        Line(
            change_id=change.id,
            verb=change.verb,
            at=change.at,
            who=_who(change, names),
            themes=tuple(titles[each] for each in change.touched.get("theme", []) if each in titles),
            passages=len(change.touched.get("passage", [])),
            run=next((numbers[each] for each in change.touched.get("run", []) if each in numbers), None),
            undone=change.undone_by is not None,
        )
        for change in changes
    ]


def of_theme(db: Session, analysis_id: int, theme_id: int, *, limit: int = MOST_OF_A_THEME) -> list[Line]:
    """The newest acts that touched that theme first, back to the proposal that it came from."""
    changes = db.scalars(
        select(Change)
        .where(Change.analysis_id == analysis_id, Change.verb != Verb.RUN_PROGRESSED.value)
        .where(touches("theme", theme_id))
        .order_by(Change.id.desc())
        .limit(limit)
    ).all()
    lines = _lines(db, changes)
    run = db.scalar(select(Run.number).join(Theme, Theme.run_id == Run.id).where(Theme.id == theme_id))
    return [
        replace(line, run=run) if run and line.verb == Verb.CLUSTER_ADOPTED.value else line for line in lines
    ]


def of_passage(db: Session, analysis_id: int, passage_id: int) -> list[Move]:
    """What people did with the passage and where it stood after that, one act after the other, oldest first;
    a cut in another analysis only where it moved the passage in this one."""
    touching = db.scalars(
        select(Change)
        .where(Change.analysis_id.is_not(None), Change.inverse.is_not(None))
        .where(touches("passage", passage_id))
        .order_by(Change.id.desc())
    ).all()
    present = db.execute(
        select(Placement.id, Placement.theme_id).where(
            Placement.analysis_id == analysis_id, Placement.passage_id == passage_id
        )
    )
    homes = dict(present.all())
    after: list[tuple[Change, tuple[int, ...]]] = []
    for change in touching:
        before = _homes_before(change, homes, analysis_id, passage_id)
        if change.analysis_id == analysis_id or before != homes:
            after.append((change, tuple(homes[each] for each in sorted(homes))))
        homes = before
    titles = _titles(db, {each for _, standing in after for each in standing})
    names = _names(db, [change for change, _ in after])
    called = [", ".join(titles[each] for each in standing if each in titles) for _, standing in after]
    return [
        Move(change.at, _who(change, names), change.verb, stood or None)
        for (change, _), stood in reversed(list(zip(after, called, strict=True)))
    ]


def proposals_of_passage(db: Session, analysis_id: int, passage_id: int) -> list[Proposal]:
    """Where each run proposed to put the passage, oldest first."""
    rows = db.execute(
        select(Run.number, Run.started_at, User.name, Cluster.words, ClusterMember.confidence)
        .join(Cluster, Cluster.id == ClusterMember.cluster_id)
        .join(Run, Run.id == Cluster.run_id)
        .outerjoin(User, User.id == Run.started_by)
        .where(Run.analysis_id == analysis_id, ClusterMember.passage_id == passage_id)
        .order_by(Run.number)
    )
    return [Proposal(*row) for row in rows]


def _homes_before(change: Change, after: dict[int, int], analysis_id: int, passage_id: int) -> dict[int, int]:
    """Placement to theme of the passage before that act, from what they were after it. An act that holds no
    placement of it, a note or a link, left it where it stood; a placement that it made is gone before it."""
    before = dict(after)
    for row_id, values in (change.inverse or {}).get("placement", {}).items():
        if values is None:
            before.pop(int(row_id), None)
        elif (values["analysis_id"], values["passage_id"]) == (analysis_id, passage_id):
            before[int(row_id)] = int(values["theme_id"])
    return before


def _who(change: Change, names: dict[int, str]) -> str | None:
    return names.get(change.actor_id) if change.actor_kind == "user" and change.actor_id else None


def _names(db: Session, changes: Sequence[Change]) -> dict[int, str]:
    ids = {change.actor_id for change in changes if change.actor_kind == "user"}
    return {user.id: user.name for user in db.scalars(select(User).where(User.id.in_(ids)))}


def _titles(db: Session, ids: Iterable[int]) -> dict[int, str]:
    return {theme.id: theme.called for theme in db.scalars(select(Theme).where(Theme.id.in_(ids)))}


def _run_numbers(db: Session, ids: Iterable[int]) -> dict[int, int]:
    return {run.id: run.number for run in db.scalars(select(Run).where(Run.id.in_(ids)))}
