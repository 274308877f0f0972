"""What wall, studio and phones share: the workshop, the step, the counts, levers, themes, cards."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from sessions import words
from sessions.analysis import analyses, measures
from sessions.exercises import kind_named
from sessions.hall import meant, pace, ratings
from sessions.models import (
    PASSAGE_COUNTS,
    Analysis,
    Contribution,
    Exercise,
    KeyGroup,
    Participant,
    Passage,
    Placement,
    SetAside,
    Table,
    Theme,
    Workshop,
)
from sessions.projections.section import Ids, Item, Section, TouchedIds, same, whenever
from sessions.proposing import proposals
from sessions.workshops import present_step, steps_of

CONTRIBUTED = (
    "intervention",
    "reason",
    "precondition",
    "obstacle",
    "idea",
    "finding",
    "petal",
    "vision",
)


def _workshop(db: Session, workshop_id: int, _ids: Ids | None) -> dict[int, Item]:
    workshop = db.get(Workshop, workshop_id)
    if workshop is None:
        return {}
    return {
        workshop.id: {
            "title": workshop.title,
            "language": workshop.language,
            "held_on": workshop.held_on.isoformat(),
            "state": workshop.state,
            "join_code": workshop.join_code,
            "wall_view": workshop.wall_view,
            "wall_hidden": workshop.wall_hidden,
            "wall_table": workshop.wall_table,
            "starts_at": workshop.starts_at,
            "self_paced": workshop.self_paced,
            "vision": workshop.vision,
            "tables": db.scalar(select(func.count()).where(Table.workshop_id == workshop.id)) or 0,
        }
    }


def step_item(db: Session, step: Exercise, stage: str) -> Item:
    """What anybody may know of a step: its words, its times, its kind, how far it is."""
    steps = steps_of(db, step.workshop_id)
    following = next((each for each in steps if each.position > step.position), None)
    return {
        "id": step.id,
        "kind": step.kind,
        "title": step.title,
        "prompt": step.prompt,
        "position": step.position,
        "steps": len(steps),
        "stage": stage,
        "minutes": step.minutes,
        "opened_at": step.opened_at.isoformat() if step.opened_at else None,
        "closes_at": step.closes_at.isoformat() if step.closes_at else None,
        "next": following.title if following else None,
        "next_id": following.id if following else None,
        "takes_answers": kind_named(step.kind).answered,
    }


def _step(db: Session, workshop_id: int, _ids: Ids | None) -> dict[int, Item]:
    step = present_step(db, workshop_id)
    return {} if step is None else {0: step_item(db, step, pace.stage_for(db, step, None))}


def _counts(db: Session, workshop_id: int, _ids: Ids | None) -> dict[int, Item]:
    rows = db.execute(
        select(Contribution.kind, func.count())
        .where(Contribution.workshop_id == workshop_id, Contribution.state == "shown")
        .group_by(Contribution.kind)
    )
    counts: dict[str, int] = dict.fromkeys(CONTRIBUTED, 0) | dict(rows.all())
    counts["participants"] = (
        db.scalar(select(func.count()).select_from(Participant).where(Participant.workshop_id == workshop_id))
        or 0
    )
    return {0: counts}


def _analyses(db: Session, workshop_id: int, _ids: Ids | None) -> dict[int, Item]:
    analyses = db.scalars(
        select(Analysis).where(Analysis.workshop_id == workshop_id).order_by(Analysis.position)
    )
    return {
        analysis.id: {
            "key": analysis.key,
            "question": analysis.question,
            "towards": analysis.towards,
            "position": analysis.position,
            "proposals": [
                {"words": cluster.words, "count": len(members), "loose": cluster.loose}
                for cluster, members in _proposals(db, analysis.id)
            ],
            "placed": _placed(db, analysis.id),
            "unplaced": _unplaced(db, analysis),
            "frozen": analysis.frozen is not None,
        }
        for analysis in analyses
    }


def _proposals(db: Session, analysis_id: int) -> list[tuple[Any, list[tuple[int, float]]]]:
    clusters = [each for each in proposals.on_the_table(db, analysis_id) if each.theme_id is None]
    if not clusters:
        return []
    members = proposals.undecided_members(db, analysis_id, clusters[0].run_id)
    return [(cluster, members[cluster.id]) for cluster in clusters]


def _placed(db: Session, analysis_id: int) -> int:
    """How many shown passages have a place, each once, however many themes it is in."""
    query = (
        select(func.count(func.distinct(Placement.passage_id)))
        .join(Passage, Passage.id == Placement.passage_id)
        .join(Contribution, Contribution.id == Passage.contribution_id)
        .where(Placement.analysis_id == analysis_id, PASSAGE_COUNTS)
    )
    return db.scalar(query) or 0


def _unplaced(db: Session, analysis: Analysis) -> int:
    """How many passages still wait for a place; what was set aside does not."""
    aside = select(SetAside.passage_id).where(SetAside.analysis_id == analysis.id)
    return (
        db.scalar(
            select(func.count())
            .select_from(Passage)
            .join(Contribution, Contribution.id == Passage.contribution_id)
            .outerjoin(
                Placement, (Placement.passage_id == Passage.id) & (Placement.analysis_id == analysis.id)
            )
            .where(analyses.about(analysis), Contribution.state == "shown", Placement.id.is_(None))
            .where(Passage.id.not_in(aside))
        )
        or 0
    )


def themes_of(db: Session, analysis_ids: list[int], ids: Ids | None) -> dict[int, Item]:
    """Themes that stand, with the three measures apart: how often said (`count` passages, `people`), how
    warmly (`hearts`), and people's rating (`sessions.hall.ratings`) or None; and how many of its passages
    their authors `meant` so. As long as nobody named it (`named`) its title is the working title."""
    query = select(Theme).where(Theme.analysis_id.in_(analysis_ids), Theme.dissolved_at.is_(None))
    if ids is not None:
        query = query.where(Theme.id.in_(ids))
    nameless = _nameless(db, analysis_ids)
    said, warmth = measures.said(db, analysis_ids), measures.warmth(db, analysis_ids)
    rated, confirmed = ratings.rated(db, analysis_ids), meant.counts(db, analysis_ids)
    return {
        theme.id: {
            "analysis": theme.analysis_id,
            "title": theme.called or nameless,
            "named": bool(theme.title),
            "description": theme.description,
            "level": theme.level,
            "rank": theme.rank,
            "position": theme.position,
            "key_group": theme.key_group_id,
            "decided_by": theme.decided_by,
            "count": said.get(theme.id, measures.NEVER).passages,
            "people": said.get(theme.id, measures.NEVER).people,
            "hearts": warmth.get(theme.id, 0),
            "rating": _rating(rated.get(theme.id)),
            "meant": asdict(confirmed.get(theme.id, meant.NOBODY)),
        }
        for theme in db.scalars(query)
    }


def _nameless(db: Session, analysis_ids: list[int]) -> str:
    """What a theme is called that has no name and no working title."""
    language = db.scalar(
        select(Workshop.language)
        .join(Analysis, Analysis.workshop_id == Workshop.id)
        .where(Analysis.id.in_(analysis_ids))
    )
    return words.say(language or words.DEFAULT, words.mark("Nog zonder naam"))


def _rating(rated: ratings.Rated | None) -> Item | None:
    if rated is None:
        return None
    return {
        "mean": rated.shown_mean,
        "people": rated.people,
        "low": rated.low,
        "high": rated.high,
        "spread": rated.spread,
    }


def _themes(db: Session, workshop_id: int, ids: Ids | None) -> dict[int, Item]:
    return themes_of(db, analysis_ids(db, workshop_id), ids)


def analysis_ids(db: Session, workshop_id: int) -> list[int]:
    return list(db.scalars(select(Analysis.id).where(Analysis.workshop_id == workshop_id)))


def touched_themes(db: Session, _scope: int, touched: TouchedIds) -> Ids | None:
    """Themes that were touched or rated, and those whose measures may differ: because they hold a touched
    passage, because a heart went to something said in them, or because what was rated beside them is gone."""
    found = touched.get("theme", set()) | touched.get("rating", set())
    if touched.get("theme"):
        found = found | ratings.rated_in(db, touched.get("analysis", set()))
    if passages := touched.get("passage", set()) | touched.get("meant", set()):
        found = found | set(db.scalars(select(Placement.theme_id).where(Placement.passage_id.in_(passages))))
    if warmed := touched.get("heart"):
        found = found | _under(db, warmed)
    return frozenset(found)


def _under(db: Session, contribution_ids: set[int]) -> set[int]:
    """The themes that hold something of these contributions or of what hangs below them."""
    below = Contribution.id.in_(contribution_ids) | Contribution.parent_id.in_(contribution_ids)
    said = select(Passage.id).join(Contribution, Contribution.id == Passage.contribution_id).where(below)
    return set(db.scalars(select(Placement.theme_id).where(Placement.passage_id.in_(said)).distinct()))


def groups_of(db: Session, analysis_ids: list[int], ids: Ids | None) -> dict[int, Item]:
    query = select(KeyGroup).where(KeyGroup.analysis_id.in_(analysis_ids), KeyGroup.dissolved_at.is_(None))
    if ids is not None:
        query = query.where(KeyGroup.id.in_(ids))
    return {
        group.id: {
            "analysis": group.analysis_id,
            "title": group.title,
            "description": group.description,
            "position": group.position,
            "rank": group.rank,
        }
        for group in db.scalars(query)
    }


def _groups(db: Session, workshop_id: int, ids: Ids | None) -> dict[int, Item]:
    return groups_of(db, analysis_ids(db, workshop_id), ids)


def _programme(db: Session, workshop_id: int, ids: Ids | None) -> dict[int, Item]:
    return {
        step.id: {
            "kind": step.kind,
            "title": step.title,
            "prompt": step.prompt,
            "position": step.position,
            "minutes": step.minutes,
            "state": step.state,
            "opened_at": step.opened_at.isoformat() if step.opened_at else None,
            "closes_at": step.closes_at.isoformat() if step.closes_at else None,
        }
        for step in db.scalars(select(Exercise).where(Exercise.workshop_id == workshop_id))
        if ids is None or step.id in ids
    }


WORKSHOP = Section("workshop", whenever("workshop"), _workshop)
STEP = Section("step", whenever("exercise"), _step)
COUNTS = Section("counts", whenever("participant", "contribution"), _counts)
ANALYSES = Section("analysis", whenever("analysis", "cluster", "passage"), _analyses)
THEMES = Section("theme", touched_themes, _themes)
GROUPS = Section("key_group", same("key_group"), _groups)
PROGRAMME = Section("exercise", same("exercise"), _programme)
