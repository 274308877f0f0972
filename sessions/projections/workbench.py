"""The workbench of one analysis: passages, proposals (machine), themes (people), what can be undone."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session, aliased

from sessions import analyses, measures, proposals, sharpening, undoing
from sessions.journal import Actor
from sessions.models import (
    Analysis,
    Change,
    Contribution,
    ContributionVersion,
    Passage,
    Place,
    Placement,
    Run,
    Table,
    Theme,
    User,
)
from sessions.projections.hall import groups_of, themes_of, touched_themes
from sessions.projections.section import Ids, Item, Section, TouchedIds, same, whenever


def _analysis(db: Session, analysis_id: int, _ids: Ids | None) -> dict[int, Item]:
    analysis, people = db.get_one(Analysis, analysis_id), undoing.people(db, analysis_id)
    return {
        analysis.id: {
            "key": analysis.key,
            "question": analysis.question,
            "towards": analysis.towards,
            "people": {str(each.id): _way_back(db, analysis_id, each) for each in people},
        }
    }


def _way_back(db: Session, analysis_id: int, actor: Actor) -> Item:
    """What that person can take back and do again."""

    def named(change: Change | None) -> Item | None:
        return {"change": change.id, "verb": change.verb} if change else None

    undoable, redoable = (way(db, analysis_id, actor) for way in (undoing.undoable, undoing.redoable))
    return {"undo": named(undoable), "redo": named(redoable)}


def _run(db: Session, analysis_id: int, _ids: Ids | None) -> dict[int, Item]:
    """The newest run, whatever became of it."""
    run = db.scalar(select(Run).where(Run.analysis_id == analysis_id).order_by(Run.number.desc()).limit(1))
    if run is None:
        return {}
    return {
        0: {
            "id": run.id,
            "number": run.number,
            "state": run.state,
            "progress": run.progress,
            "message": run.message,
            "model": run.model,
            "parameters": run.parameters,
            "started_at": run.started_at.isoformat(),
        }
    }


def _passages(db: Session, analysis_id: int, ids: Ids | None) -> dict[int, Item]:
    analysis = db.get_one(Analysis, analysis_id)
    parent = aliased(Contribution)
    parent_words = aliased(ContributionVersion)
    query = (
        select(
            Passage,
            Contribution,
            ContributionVersion,
            parent_words,
            Table.number,
            Place.name,
            Placement.theme_id,
        )
        .join(Contribution, Contribution.id == Passage.contribution_id)
        .join(
            ContributionVersion,
            (ContributionVersion.contribution_id == Contribution.id)
            & (ContributionVersion.number == Contribution.version),
        )
        .outerjoin(parent, parent.id == Contribution.parent_id)
        .outerjoin(
            parent_words,
            (parent_words.contribution_id == parent.id) & (parent_words.number == parent.version),
        )
        .outerjoin(Table, Table.id == Contribution.table_id)
        .outerjoin(Place, Place.contribution_id == Contribution.id)
        .outerjoin(Placement, (Placement.passage_id == Passage.id) & (Placement.analysis_id == analysis_id))
        .where(analyses.about(analysis), Contribution.state == "shown")
    )
    if ids is not None:
        query = query.where(Passage.id.in_(ids))
    return {
        passage.id: {
            "text": version.text[passage.starts_at : passage.ends_at],
            "contribution": contribution.id,
            "kind": contribution.kind,
            "exercise": contribution.exercise_id,
            "intervention": above.text if above else None,
            "levers": above.fields.get("levers", []) if above else [],
            "table": table,
            "on_paper": contribution.entered_by is not None,
            "place": place,
            "language": contribution.language,
            "theme": theme_id,
        }
        for passage, contribution, version, above, table, place, theme_id in db.execute(query)
    }


def _touched_passages(db: Session, _scope: int, touched: TouchedIds) -> Ids | None:
    """Touched passages, and those under a touched intervention: its title stands beside them."""
    found = set(touched.get("passage", set()))
    if contributions := touched.get("contribution", set()):
        query = (
            select(Passage.id)
            .join(Contribution, Contribution.id == Passage.contribution_id)
            .where(Contribution.id.in_(contributions) | Contribution.parent_id.in_(contributions))
        )
        found |= set(db.scalars(query))
    return frozenset(found)


def _clusters(db: Session, analysis_id: int, _ids: Ids | None) -> dict[int, Item]:
    clusters = proposals.on_the_table(db, analysis_id)
    if not clusters:
        return {}
    members = proposals.undecided_members(db, analysis_id, clusters[0].run_id)
    return {
        cluster.id: {
            "run": cluster.run_id,
            "words": cluster.words,
            "medoid": cluster.medoid_passage_id,
            "theme": cluster.theme_id,
            "cohesion": cluster.cohesion,
            "loose": cluster.loose,
            "position": cluster.position,
            "members": [passage_id for passage_id, _ in members[cluster.id]],
        }
        for cluster in clusters
    }


def _themes(db: Session, analysis_id: int, ids: Ids | None) -> dict[int, Item]:
    items = themes_of(db, [analysis_id], ids)
    deciders = {item["decided_by"] for item in items.values()}
    names = {user.id: user.name for user in db.scalars(select(User).where(User.id.in_(deciders)))}
    origins = db.execute(
        select(Theme.id, Theme.cluster_words, Run.number)
        .outerjoin(Run, Run.id == Theme.run_id)
        .where(Theme.id.in_(items))
    )
    for theme_id, cluster_words, number in origins:
        items[theme_id] |= {"cluster_words": cluster_words, "run": number}
    towards, said = db.get_one(Analysis, analysis_id).towards, measures.said(db, [analysis_id])
    for theme_id, item in items.items():
        item["decided_by_name"] = names.get(item["decided_by"])
        item["asks"] = _asks(item, said.get(theme_id, measures.NEVER), towards)
    return items


def _asks(item: Item, said: measures.Said, towards: str) -> list[str]:
    """The questions that would make a key characteristic sharper (`sessions.sharpening`)."""
    if not sharpening.is_key_characteristic(item["level"], towards):
        return []
    title, description = item["title"], item["description"]
    return list(sharpening.asks(title, description, people=said.people, tables=said.tables))


def _groups(db: Session, analysis_id: int, ids: Ids | None) -> dict[int, Item]:
    return groups_of(db, [analysis_id], ids)


ANALYSIS = Section("analysis", whenever("analysis"), _analysis)
RUN = Section("run", whenever("run"), _run)
PASSAGES = Section("passage", _touched_passages, _passages)
CLUSTERS = Section("cluster", whenever("cluster", "passage", "theme"), _clusters)
THEMES = Section("theme", touched_themes, _themes)
GROUPS = Section("key_group", same("key_group"), _groups)
