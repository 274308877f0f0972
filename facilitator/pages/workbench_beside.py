"""Beside the workbench: what happened to one theme, a list of proposals, themes known beforehand."""

from __future__ import annotations

import re
from typing import Any

from flask import Blueprint, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy import select

from facilitator import identity, run_facts
from facilitator.database import house, now, reading, write
from facilitator.languages import day_and_time
from facilitator.lens import Item
from facilitator.pages.workbench_beside_words import explaining_words
from facilitator.pages.workbench_lines import as_values
from facilitator.pages.workbench_sorting import human_ceiling
from facilitator.refusals import wants_json
from sessions import readings, workshops
from sessions.access import Right
from sessions.analysis import analyses, history
from sessions.errors import Missing, NotReady
from sessions.models import Analysis, Cluster, Theme, Workshop
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
    workshop, analysis = _asked(workshop_id, analysis_id)
    if passage_id not in {passage.id for passage, _, _ in analyses.passages_of(reading(), analysis)}:
        raise Missing("passage")
    if not wants_json():
        here: dict[str, Any] = {"workshop_id": workshop.id, "analysis_id": analysis.id}
        here |= {"passage": passage_id, "pulled": "yes", "_anchor": f"pulled-{passage_id}"}
        return redirect(url_for("workbench.workbench", **here))
    return jsonify(ok=True, passage=passage_id, lines=pulled_lines(analysis_id, passage_id))


def pulled_lines(analysis_id: int, passage_id: int) -> list[str]:
    """What pulled that passage to where it stands, in sentences. Raises: NotReady."""
    found = house().jobs.thoughts.explain(analysis_id, passage_id)
    kind, number = found.get("next") or ("", None)
    if kind == "theme":
        theme = reading().get(Theme, number)
        return explaining_words(found, theme.called if theme else "")
    cluster = reading().get(Cluster, number) if number else None
    return explaining_words(found, cluster.words if cluster else "")


def pulled_when_asked(analysis_id: int, passage_id: int | None) -> list[str] | None:
    """What pulled it, when the address asks for that, for it takes a moment; None when it does not."""
    if passage_id is None or "pulled" not in request.args:
        return None
    try:
        return pulled_lines(analysis_id, passage_id)
    except NotReady:
        return [_("Dat opzoeken lukte niet. Probeer het nog eens.")]


def theme_lines(analysis_id: int, theme_id: int | None) -> list[dict[str, Any]]:
    """What happened to that theme as plain values, the newest first; nothing without a theme."""
    if theme_id is None:
        return []
    return as_values(history.of_theme(reading(), analysis_id, theme_id))


def stretches(passage: Item) -> list[tuple[int, int, str]]:
    """The words of a card, each with where it starts and ends, in code points of the contribution."""
    base = passage["range"]["starts_at"]
    found = re.finditer(r"\S+", passage["text"])
    return [(base + word.start(), base + word.end(), word.group()) for word in found]


@pages.get("/runs")
def runs(workshop_id: int, analysis_id: int) -> ResponseReturnValue:
    """The machine's proposals as a list, with what each was made with and how it compares with what people
    decided; two can be compared. And the themes known beforehand."""
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
    sorted_by_people, ceiling = human_ceiling(analysis_id)
    return render_template(
        "workbench/runs.html",
        workshop=workshop,
        analysis=analysis,
        runs=run_facts.listed(reading(), analysis_id),
        sorted_by_people=sorted_by_people,
        ceiling=ceiling,
        decimal=run_facts.decimal,
        known=known_themes.of_analysis(reading(), analysis_id),
        others=_elsewhere(analysis_id),
        may=Right.SORT in identity.rights(workshop_id),
        when=lambda at: day_and_time(at, workshop.time_zone, now()),
    )


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
