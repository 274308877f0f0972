"""Beside the workbench: what happened to one theme, a list of proposals, themes known beforehand."""

from __future__ import annotations

import re
from typing import Any

from flask import Blueprint, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy import func, select

from facilitator import identity, telling
from facilitator.database import house, now, reading, write
from facilitator.languages import day_and_time
from facilitator.lens import Item
from facilitator.pages.workbench_beside_words import explaining_words
from facilitator.refusals import wants_json
from sessions import readings, workshops
from sessions.access import Right
from sessions.analysis import analyses, history
from sessions.errors import Missing
from sessions.models import Analysis, Cluster, Run, Theme, User, Workshop
from sessions.proposing import known_themes

pages = Blueprint(
    "workbench_beside", __name__, url_prefix="/workshops/<int:workshop_id>/workbench/<int:analysis_id>"
)


def _asked(workshop_id: int, analysis_id: int) -> tuple[Workshop, Analysis]:
    """Raises: SignedOut, Missing, Forbidden."""
    workshop, analysis = identity.at_workbench(workshop_id, analysis_id, Right.SORT_READ)
    user_id, moment = identity.user().id, now()
    write(lambda db: readings.note(db, workshop_id, user_id, "workbench", now=moment))
    return workshop, analysis


@pages.get("/themes/<int:theme_id>/history")
def theme_history(workshop_id: int, analysis_id: int, theme_id: int) -> ResponseReturnValue:
    """The newest acts on one theme first: who, when, what, from which proposal it came. Raises: Missing."""
    _asked(workshop_id, analysis_id)
    theme = reading().get(Theme, theme_id)
    if theme is None or theme.analysis_id != analysis_id:
        raise Missing("theme")
    if not wants_json():
        here: dict[str, Any] = {"workshop_id": workshop_id, "analysis_id": analysis_id}
        return redirect(url_for("workbench.workbench", theme=theme_id, **here))
    return jsonify(ok=True, theme=theme_id, lines=theme_lines(analysis_id, theme_id))


@pages.get("/explain/<int:passage_id>")
def explain(workshop_id: int, analysis_id: int, passage_id: int) -> ResponseReturnValue:
    """Which words pulled a passage to where it stands, whose sorting, and how surely. Raises: Missing;
    NotReady when that could not be found out."""
    _asked(workshop_id, analysis_id)
    said = analyses.passages_of(reading(), analyses.in_workshop(reading(), workshop_id, analysis_id))
    if passage_id not in {passage.id for passage, _, _ in said}:
        raise Missing("passage")
    if not wants_json():
        here: dict[str, Any] = {"workshop_id": workshop_id, "analysis_id": analysis_id}
        return redirect(url_for("workbench.workbench", passage=passage_id, **here))
    found = house().jobs.thoughts.explain(analysis_id, passage_id)
    return jsonify(ok=True, passage=passage_id, lines=explaining_words(found))


def theme_lines(analysis_id: int, theme_id: int | None) -> list[dict[str, Any]]:
    """What happened to that theme as plain values, the newest first; nothing without a theme."""
    if theme_id is None:
        return []
    return [
        {
            "change": line.change_id,
            "at": line.at.isoformat(),
            "who": line.who,
            "words": telling.line_words(line),
            "undone": line.undone,
        }
        for line in history.of_theme(reading(), analysis_id, theme_id)
    ]


def stretches(passage: Item) -> list[tuple[int, int, str]]:
    """The words of a card, each with where it starts and ends, in code points of the contribution."""
    base = passage["range"]["starts_at"]
    found = re.finditer(r"\S+", passage["text"])
    return [(base + word.start(), base + word.end(), word.group()) for word in found]


@pages.get("/runs")
def runs(workshop_id: int, analysis_id: int) -> ResponseReturnValue:
    """The machine's proposals as a list, two of which can be compared, and the themes known beforehand."""
    workshop, analysis = _asked(workshop_id, analysis_id)
    one, other = (request.args.get(name, type=int) for name in ("one", "other"))
    if one and other:
        here: dict[str, Any] = {
            "workshop_id": workshop_id,
            "analysis_id": analysis_id,
            "one": one,
            "other": other,
        }
        return redirect(url_for("workbench_compare.compare", **here))
    return render_template(
        "workbench/runs.html",
        workshop=workshop,
        analysis=analysis,
        runs=_runs(analysis_id),
        known=known_themes.of_analysis(reading(), analysis_id),
        others=_elsewhere(analysis_id),
        may=Right.SORT in identity.rights(workshop_id),
        when=lambda at: day_and_time(at, workshop.time_zone, now()),
    )


def _runs(analysis_id: int) -> list[dict[str, Any]]:
    """The newest first: the run, who asked for it, and how many groups it found."""
    groups = (
        select(Cluster.run_id, func.count().label("groups"))
        .where(Cluster.loose.is_(False))
        .group_by(Cluster.run_id)
        .subquery()
    )
    rows = reading().execute(
        select(Run, User.name, groups.c.groups)
        .outerjoin(User, User.id == Run.started_by)
        .outerjoin(groups, groups.c.run_id == Run.id)
        .where(Run.analysis_id == analysis_id)
        .order_by(Run.number.desc())
    )
    return [
        {"run": run, "who": name, "groups": count or 0, "words": _state_words(run.state)}
        for run, name, count in rows
    ]


def _state_words(state: str) -> str:
    words: dict[str, str] = {
        "running": _("bezig"),
        "done": _("klaar"),
        "offered": _("wacht op een keuze"),
        "cancelled": _("gestopt of niet genomen"),
    }
    return words[state] if state in words else str(_("mislukt"))


def _elsewhere(analysis_id: int) -> list[tuple[int, str]]:
    """Other questions with themes that whoever asks may read: analysis and its words."""
    db = reading()
    found = []
    for workshop, _role in workshops.led_by(db, identity.user().id):
        if Right.SORT_READ not in identity.rights(workshop.id):
            continue
        for each in identity.workbenches(workshop.id):
            standing = select(Theme.id).where(Theme.analysis_id == each.id, Theme.dissolved_at.is_(None))
            if each.id != analysis_id and db.scalar(standing.limit(1)):
                found.append((each.id, f"{workshop.title}: {each.question}"))
    return found
