"""Proposals on a workbench: coarser and finer, what another one would change, choosing, repeating.

And what is beside them: suggestions for what nobody placed, and themes that were known beforehand.
"""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from flask import Blueprint, jsonify, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy import select

from facilitator import identity, telling
from facilitator.database import house, now, reading, write
from facilitator.refusals import wants_json
from sessions import readings
from sessions.access import Right
from sessions.errors import Invalid, Missing
from sessions.journal import Actor
from sessions.models import Analysis, Run, Theme, Workshop
from sessions.proposing import cuts, known_themes

pages = Blueprint(
    "workbench_runs", __name__, url_prefix="/workshops/<int:workshop_id>/workbench/<int:analysis_id>"
)

_asked = identity.at_workbench


def _run(analysis_id: int, run_id: int) -> Run:
    """Raises: Missing."""
    run = reading().get(Run, run_id)
    if run is None or run.analysis_id != analysis_id:
        raise Missing("run")
    return run


def _actor() -> Actor:
    return Actor("user", identity.user().id)


@pages.get("/runs/<int:run_id>/preview")
def preview(workshop_id: int, analysis_id: int, run_id: int) -> ResponseReturnValue:
    """What a cut into `k` groups would change, before it changes; without `k`, what the whole proposal would.

    Raises: Missing, Invalid; Conflict for a proposal that cannot be cut.
    """
    _asked(workshop_id, analysis_id, Right.SORT_READ)
    run = _run(analysis_id, run_id)
    if "k" in request.args:
        found = cuts.preview(reading(), run.id, _k(request.args.get("k", "")))
    else:
        found = cuts.offered(reading(), run.id)
    return jsonify(ok=True, **told(found))


def told(found: cuts.Difference) -> dict[str, Any]:
    """The difference as plain values, and in a sentence."""
    ids = [theme for theme, _cards in found.to_themes]
    titles = {each.id: each.called for each in reading().scalars(select(Theme).where(Theme.id.in_(ids)))}
    themes = [
        {"theme": theme, "title": titles.get(theme, ""), "cards": cards} for theme, cards in found.to_themes
    ]
    return {
        **asdict(found),
        "to_themes": themes,
        "words": telling.difference_words(found, [(each["title"], each["cards"]) for each in themes]),
    }


@pages.post("/runs/<int:run_id>/cut")
def cut(workshop_id: int, analysis_id: int, run_id: int) -> ResponseReturnValue:
    """The proposal lies on the table in `k` groups; decisions stay. Raises: Missing, Invalid; Conflict, also
    when another one than `seen_run` lies there."""
    _asked(workshop_id, analysis_id, Right.SORT)
    k, seen = _k(request.form.get("k", "")), request.form.get("seen_run", type=int)
    new = house().jobs.recut(analysis_id, run_id, k, _actor(), seen=seen)
    return _done(workshop_id, analysis_id, {"run": new})


@pages.post("/runs/<int:run_id>/take")
def take(workshop_id: int, analysis_id: int, run_id: int) -> ResponseReturnValue:
    """The offered proposal lies on the table now. Raises: Missing, Conflict."""
    _asked(workshop_id, analysis_id, Right.SORT)
    run, actor, moment = _run(analysis_id, run_id), _actor(), now()
    write(lambda db: cuts.take(db, run.id, actor, now=moment))
    return _done(workshop_id, analysis_id, {"run": run_id})


@pages.post("/runs/<int:run_id>/leave")
def leave(workshop_id: int, analysis_id: int, run_id: int) -> ResponseReturnValue:
    """The offered proposal is not used; what lies on the table stays. Raises: Missing, Conflict."""
    _asked(workshop_id, analysis_id, Right.SORT)
    run, actor, moment = _run(analysis_id, run_id), _actor(), now()
    write(lambda db: cuts.leave(db, run.id, actor, now=moment))
    return _done(workshop_id, analysis_id, {"run": run_id})


@pages.post("/runs/<int:run_id>/repeat")
def repeat(workshop_id: int, analysis_id: int, run_id: int) -> ResponseReturnValue:
    """That proposal is made once more; the new run says whether the outcome is the same, and else whether it
    worked on something else. Raises: Missing, Conflict, Busy."""
    _asked(workshop_id, analysis_id, Right.SORT)
    run = _run(analysis_id, run_id)
    new = house().jobs.repeat(analysis_id, run.id, identity.user().id)
    return _done(workshop_id, analysis_id, {"run": new})


@pages.get("/suggestions.json")
def suggestions(workshop_id: int, analysis_id: int) -> ResponseReturnValue:
    """Per passage that nobody placed its likeliest themes: {"12": [{theme, sure (0 to 1), because}]}.

    `state` is ready, behind (some have no vector yet), missing or failing; `words` say it, empty when ready.
    """
    _asked(workshop_id, analysis_id, Right.SORT_READ)
    found = house().jobs.suggestions(analysis_id)
    return jsonify(
        ok=True,
        state=found.state,
        lacking=found.lacking,
        words=telling.suggesting_words(found.state, found.lacking),
        suggestions={
            str(each): [{"theme": theme, "sure": sure, "because": because} for theme, sure, because in themes]
            for each, themes in found.themes.items()
        },
    )


@pages.post("/known")
def known(workshop_id: int, analysis_id: int) -> ResponseReturnValue:
    """The themes known beforehand are those of `lines`: one a line, title and after a | its description; with
    `from`, the themes of that analysis are added, which whoever asks may read. Raises: Missing, Forbidden,
    Invalid."""
    _asked(workshop_id, analysis_id, Right.SORT)
    actor, moment = _actor(), now()
    if other := request.form.get("from", type=int):
        _may_read(other)
        write(lambda db: known_themes.take_from(db, analysis_id, other, actor, now=moment))
    else:
        lines = [line.partition("|") for line in request.form.get("lines", "").splitlines()]
        pairs = [(title, description) for title, _bar, description in lines]
        write(lambda db: known_themes.set_lines(db, analysis_id, actor, pairs, now=moment))
    return _done(workshop_id, analysis_id, {"known": _known(analysis_id)})


@pages.get("/known.json")
def known_list(workshop_id: int, analysis_id: int) -> ResponseReturnValue:
    """The themes that are known beforehand, and where each comes from."""
    _asked(workshop_id, analysis_id, Right.SORT_READ)
    return jsonify(ok=True, known=_known(analysis_id))


def _known(analysis_id: int) -> list[dict[str, Any]]:
    return [
        {"id": each.id, "title": each.title, "description": each.description, "source": each.source}
        for each in known_themes.of_analysis(reading(), analysis_id)
    ]


def _may_read(analysis_id: int) -> None:
    """Whoever asks may read the themes of that analysis, and the log says so. Raises: Missing, Forbidden."""
    other = reading().get(Analysis, analysis_id)
    if other is None:
        raise Missing("analysis")
    identity.at_workbench(other.workshop_id, analysis_id, Right.SORT_READ)
    user_id, moment, where = identity.user().id, now(), other.workshop_id
    write(lambda db: readings.note(db, where, user_id, "workbench", now=moment))


def _k(said: str) -> int:
    """Raises: Invalid."""
    said = said.strip()
    if not (said.isascii() and said.isdigit() and 1 <= int(said[:6]) <= cuts.MOST_GROUPS):
        raise Invalid({"k": [_("Kies een aantal groepen van 1 tot %(most)d.", most=cuts.MOST_GROUPS)]})
    return int(said)


def _done(workshop_id: int, analysis_id: int, answer: dict[str, Any]) -> ResponseReturnValue:
    if wants_json():
        revision = reading().scalar(select(Workshop.revision).where(Workshop.id == workshop_id))
        return jsonify(ok=True, revision=revision, **answer)
    back = "workbench_beside.runs" if request.form.get("back") == "runs" else "workbench.workbench"
    return redirect(url_for(back, workshop_id=workshop_id, analysis_id=analysis_id), code=303)
