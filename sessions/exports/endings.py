"""Where everything ended: per passage and question what people decided, and what the machine proposed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from sessions.analysis import analyses as questions
from sessions.analysis import aside
from sessions.exports.asked import Asked, Row
from sessions.models import (
    Analysis,
    Cluster,
    ClusterMember,
    Contribution,
    KeyGroup,
    Passage,
    Placement,
    Run,
    Theme,
)

NOWHERE: Row = dict.fromkeys(
    (
        "analysis",
        "theme_id",
        "theme",
        "level",
        "rank",
        "key_group",
        "decided_by",
        "decided_at",
        "aside_reason",
        "machine_run",
        "machine_cluster_id",
        "machine_words",
        "machine_confidence",
    )
)


@dataclass(frozen=True)
class Ending:
    """One passage and one question. `number` counts the passages of its contribution from 1; the offsets are
    within the words of that `version`."""

    contribution_id: int
    number: int
    starts_at: int
    ends_at: int | None
    version: int
    row: Row


def endings(asked: Asked, analyses: Iterable[Analysis]) -> list[Ending]:
    """Every passage of every contribution of the export, once per question that is asked about it, and once
    more for each further theme that it is in."""
    wanted = {row.id: row for row in asked.contributions}
    order = {contribution_id: place for place, contribution_id in enumerate(wanted)}
    passages = list(
        asked.db.scalars(
            select(Passage)
            .where(Passage.workshop_id == asked.workshop.id, Passage.retired_at.is_(None))
            .order_by(Passage.contribution_id, Passage.starts_at, Passage.id)
        )
    )
    passages = [passage for passage in passages if passage.contribution_id in wanted]
    numbers = numbered(passages)
    passages.sort(key=lambda passage: (order[passage.contribution_id], numbers[passage.id]))
    found: list[Ending] = []
    apart = questions.kept_apart(asked.db, asked.workshop.id) if asked.of_focus_groups else set()
    for analysis in analyses:
        decided, proposed = _decided(asked, analysis.id), _proposed(asked.db, analysis.id)
        unused = aside.reasons(asked.db, analysis.id)
        for passage in passages:
            contribution = wanted[passage.contribution_id]
            if contribution.kind not in analysis.kinds or _elsewhere(analysis, contribution):
                continue
            if contribution.id in apart:
                continue
            rest = proposed.get(passage.id, {}) | {"aside_reason": unused.get(passage.id)}
            for decision in decided.get(passage.id, [{}]):
                row = _row(analysis.key, contribution, decision, rest)
                found.append(
                    Ending(
                        contribution.id,
                        numbers[passage.id],
                        passage.starts_at,
                        passage.ends_at,
                        passage.version or contribution.version,
                        row,
                    )
                )
    return found


def _elsewhere(analysis: Analysis, contribution: Contribution) -> bool:
    """Whether the question is put to what was said in another step."""
    return analysis.exercise_id not in (None, contribution.exercise_id)


def numbered(passages: Iterable[Passage]) -> dict[int, int]:
    """Passage to its number within its contribution, from 1, in the order given."""
    counted: dict[int, int] = {}
    numbers: dict[int, int] = {}
    for passage in passages:
        counted[passage.contribution_id] = counted.get(passage.contribution_id, 0) + 1
        numbers[passage.id] = counted[passage.contribution_id]
    return numbers


def _row(key: str, contribution: Contribution, decision: Row, rest: Row) -> Row:
    row = NOWHERE | {"analysis": key} | rest
    if contribution.state != "shown":
        return row | {"ended": "left_out"}
    if decision:
        return row | {"ended": "theme"} | decision
    return row | {"ended": "aside" if row["aside_reason"] else "unplaced"}


def _decided(asked: Asked, analysis_id: int) -> dict[int, list[Row]]:
    """Passage id to the themes where people placed it."""
    rows = asked.db.execute(
        select(Placement, Theme, KeyGroup.title)
        .join(Theme, Theme.id == Placement.theme_id)
        .outerjoin(KeyGroup, (KeyGroup.id == Theme.key_group_id) & KeyGroup.dissolved_at.is_(None))
        .where(Placement.analysis_id == analysis_id, Theme.dissolved_at.is_(None))
        .order_by(Placement.id)
    )
    found: dict[int, list[Row]] = {}
    for placement, theme, group in rows:
        found.setdefault(placement.passage_id, []).append(
            {
                "theme_id": str(theme.id),
                "theme": theme.called,
                "level": theme.level,
                "rank": theme.rank,
                "key_group": group,
                "decided_by": asked.staff(placement.placed_by),
                "decided_at": asked.moment(placement.placed_at),
            }
        )
    return found


def _proposed(db: Session, analysis_id: int) -> dict[int, Row]:
    """Passage id to its place in the newest finished run that gave it one."""
    rows = db.execute(
        select(ClusterMember, Cluster, Run.number)
        .join(Cluster, Cluster.id == ClusterMember.cluster_id)
        .join(Run, Run.id == Cluster.run_id)
        .where(Run.analysis_id == analysis_id, Run.state == "done")
        .order_by(Run.number)
    )
    return {
        member.passage_id: {
            "machine_run": number,
            "machine_cluster_id": str(cluster.id),
            "machine_words": cluster.words,
            "machine_confidence": round(member.confidence, 3),
        }
        for member, cluster, number in rows
    }
