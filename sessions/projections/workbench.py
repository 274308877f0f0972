"""The workbench of one analysis: its question, the run under way, themes (people), what can be undone."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from sessions import undoing
from sessions.analysis import analyses, linked, measures, parts, sharpening
from sessions.analysis import dissent as dissents
from sessions.journal import Actor
from sessions.models import (
    Analysis,
    Change,
    Note,
    Placement,
    Run,
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
            "several": analysis.several,
            "frozen": analysis.frozen is not None,
            **_fineness(db, analysis_id),
            "people": {str(each.id): _way_back(db, analysis_id, each) for each in people},
        }
    }


def _fineness(db: Session, analysis_id: int) -> Item:
    """The numbers of groups that the proposal on the table offers (coarser, proposed, finer; human groups
    included), the one that it has, and `cuttable`: the run that can be cut coarser or finer. `fallback`: it
    compared wording alone, because the sentence encoder was missing or failed."""
    run = analyses.latest_run(db, analysis_id)
    parameters = run.parameters if run else {}
    cuttable = run is not None and ("cut_of" in parameters or _has_tree(db, run.id))
    return {
        "choices": parameters.get("choices") or {},
        "k": parameters.get("cut") or parameters.get("k") or parameters.get("found"),
        "cuttable": run.id if run is not None and cuttable else None,
        "fallback": bool(parameters.get("fallback")),
    }


def _has_tree(db: Session, run_id: int) -> bool:
    """Without reading it: that of twenty thousand passages is a megabyte."""
    return db.scalar(select(Run.id).where(Run.id == run_id, Run.tree.is_not(None))) is not None


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
            "run": run.id,
            "number": run.number,
            "state": run.state,
            "progress": run.progress,
            "message": run.message,
            "model": run.model,
            "parameters": run.parameters,
            "started_at": run.started_at.isoformat(),
        }
    }


def _themes(db: Session, analysis_id: int, ids: Ids | None) -> dict[int, Item]:
    items = themes_of(db, [analysis_id], ids)
    rows = {theme.id: theme for theme in db.scalars(select(Theme).where(Theme.id.in_(items)))}
    deciders = {item["decided_by"] for item in items.values()}
    names = {user.id: user.name for user in db.scalars(select(User).where(User.id.in_(deciders)))}
    runs = dict(db.execute(select(Run.id, Run.number).where(Run.analysis_id == analysis_id)).all())
    towards, said = db.get_one(Analysis, analysis_id).towards, measures.said(db, [analysis_id])
    shown = _examples(db, rows.values())
    repeats, notes = measures.repeats(db, analysis_id), _notes(db, analysis_id)
    dissent = dissents.open_counts(db, items.keys())
    for theme_id, item in items.items():
        theme, behind = rows[theme_id], said.get(theme_id, measures.NEVER)
        item |= {
            "cluster_words": theme.cluster_words,
            "run": runs.get(theme.run_id or 0),
            "decided_by_name": names.get(item["decided_by"]),
            "asks": _asks(theme, behind, towards),
            "evidence": {**asdict(behind), "repeats": repeats.get(theme_id, 0)},
            "example": theme.example_id if theme.example_id in shown else None,
            "counter_example": theme.counter_example_id if theme.counter_example_id in shown else None,
            "dissent": dissent.get(theme_id, 0),
            "notes": notes.get(theme_id, 0),
        }
    return items


def _examples(db: Session, themes: Iterable[Theme]) -> set[int]:
    """Which of the passages that stand as an example or a counter-example are shown."""
    ids = {each for theme in themes for each in (theme.example_id, theme.counter_example_id) if each}
    return parts.counting(db, ids)


def _notes(db: Session, analysis_id: int) -> dict[int | None, int]:
    query = select(Note.theme_id, func.count()).where(Note.analysis_id == analysis_id)
    return dict(db.execute(query.group_by(Note.theme_id)).all())


def _touched(db: Session, analysis_id: int, touched: TouchedIds) -> Ids | None:
    """As the hall sees them, those that show a touched passage as an example, and those that hold what says
    the same as a touched one."""
    found = touched_themes(db, analysis_id, touched)
    passages = touched.get("passage")
    if found is None or not passages:
        return found
    shown = select(Theme.id).where(Theme.example_id.in_(passages) | Theme.counter_example_id.in_(passages))
    groups = linked.groups(db, analysis_id, retired=True)
    same = {other for each in passages for other in groups.get(each, ())}
    holding = select(Placement.theme_id).where(Placement.passage_id.in_(same))
    return found | set(db.scalars(shown)) | (set(db.scalars(holding)) if same else set())


def _asks(theme: Theme, said: measures.Said, towards: str) -> list[str]:
    """The questions that would make a key characteristic sharper (`sessions.analysis.sharpening`)."""
    if not sharpening.is_key_characteristic(theme.level, towards):
        return []
    return list(sharpening.asks(theme.title, theme.description, people=said.people, tables=said.tables))


def _groups(db: Session, analysis_id: int, ids: Ids | None) -> dict[int, Item]:
    return groups_of(db, [analysis_id], ids)


ANALYSIS = Section("analysis", whenever("analysis"), _analysis)
RUN = Section("run", whenever("run"), _run)
THEMES = Section("theme", _touched, _themes)
GROUPS = Section("key_group", same("key_group"), _groups)
