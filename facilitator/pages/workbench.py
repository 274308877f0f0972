"""The workbench: people decide about passages, with a machine's proposals beside them."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from flask import Blueprint, flash, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import format_decimal
from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from facilitator import identity, telling
from facilitator.acts import ACTS, RIGHTS
from facilitator.aside import aside
from facilitator.board import board_of
from facilitator.database import house, now, reading, write
from facilitator.languages import day_and_time
from facilitator.lens import ON, Lens
from facilitator.pages.workbench_beside import pulled_when_asked, stretches, theme_lines
from facilitator.pages.workbench_beside_words import (
    about_words,
    cohesion_words,
    evidence_words,
    looked_words,
)
from facilitator.pages.workbench_lines import lines_of, older_than
from facilitator.pages.workbench_runs import told
from facilitator.pages.workbench_why import cards_of, why_there
from facilitator.pages.workbench_words import (
    asked_words,
    kind_words,
    language_name,
    level_words,
    measure_words,
    view_words,
    words_for_scripts,
)
from facilitator.refusals import wants_json
from sessions import readings
from sessions.access import Right
from sessions.analysis import analyses, sharpening
from sessions.analysis.overtaking import Overtaken
from sessions.errors import Conflict, Invalid, Missing
from sessions.exercises import kind_named
from sessions.journal import Actor
from sessions.models import Analysis, Contribution, Exercise, Lever, Table, User, Workshop
from sessions.projections import Audience, snapshot
from sessions.projections.workbench import RUN
from sessions.proposing import cuts

pages = Blueprint(
    "workbench", __name__, url_prefix="/workshops/<int:workshop_id>/workbench/<int:analysis_id>"
)

SHOWN = ("choice", "order", "pairs", "history")
VIEWS = ("board", "map", "outline")
MOST_DRAWN, FEW_DRAWN, PAIRS_DRAWN = 60, 8, 30
"""Contributions that are not placed, and those of a theme or a proposal, in a page without script; a link
brings the rest of one. And pairs that say nearly the same: the next come when these are decided."""
FINENESS = range(1, 10)
AUTOMATIC = 5
MOST_GROUPS = 200


_asked = identity.at_workbench


def _note_reading(workshop_id: int, what: str) -> None:
    user_id, moment = identity.user().id, now()
    write(lambda db: readings.note(db, workshop_id, user_id, what, now=moment))


@pages.get("")
def workbench(workshop_id: int, analysis_id: int) -> ResponseReturnValue:
    """The board; `show`, `theme` or `passage` say what stands beside it."""
    _asked(workshop_id, analysis_id, Right.SORT_READ)
    _note_reading(workshop_id, "workbench")
    passage_id = request.args.get("passage", type=int)
    # Other greenlets think about these, so they are asked here.
    known = passage_id is not None and bool(cards_of(analysis_id, [passage_id]))
    beside = {
        "reasons": why_there(analysis_id, passage_id) if known else None,
        "pulled": pulled_when_asked(analysis_id, passage_id) if known else None,
    }
    return aside(_page, workshop_id, analysis_id, passage_id if known else None, beside)


def _page(workshop_id: int, analysis_id: int, passage_id: int | None, beside: dict[str, Any]) -> str:
    workshop, analysis = _asked(workshop_id, analysis_id, Right.SORT_READ)
    db = reading()
    choices = _choices(analysis)
    lens = Lens.of(request.args).only(**choices, unplaced=(ON,), paper=(ON,), dissent=(ON,), alike=(ON,))
    board = board_of(snapshot(db, Audience("workbench", analysis_id)), lens)
    show = request.args.get("show", "")
    view = {"view": asked} if (asked := request.args.get("view")) in VIEWS else {}
    return render_template(
        "workbench/workbench.html",
        workshop=workshop,
        analysis=analysis,
        analyses=identity.workbenches(workshop_id),
        board=board,
        lens=lens,
        keep=_query(**lens.query, **view),
        keep_lens=_query(**lens.query),
        view=view.get("view", VIEWS[0]),
        view_words=view_words(),
        most_drawn=MOST_DRAWN,
        few_drawn=FEW_DRAWN,
        pairs_drawn=PAIRS_DRAWN,
        opened=request.args.get("open", ""),
        choices=choices,
        levers=db.query(Lever).filter_by(workshop_id=workshop_id).order_by(Lever.position).all(),
        may=Right.SORT in identity.rights(workshop_id),
        may_run=Right.RUN in identity.rights(workshop_id),
        show=show if show in SHOWN else "choice",
        back=board.way_back(identity.user().id),
        my_id=identity.user().id,
        chosen_theme=board.theme(request.args.get("theme", type=int)),
        chosen_passage=board.passages.get(passage_id or 0),
        **beside,
        lines=(lines := lines_of(analysis_id, request.args.get("before", type=int))),
        older=older_than(lines),
        theme_lines=theme_lines(analysis_id, request.args.get("theme", type=int)),
        stretches=stretches,
        about_words=about_words(),
        by_words={identity.user().id: _("jij")},
        evidence_words=evidence_words,
        measure_words=measure_words(),
        decimal=format_decimal,
        levels=level_words() if analysis.towards == "key_characteristics" else {},
        groupwise=analysis.towards == "key_characteristics",
        run_words=telling.run_words(board.run),
        wording_words=telling.wording_words(),
        cohesion_words=cohesion_words,
        looked_words=looked_words,
        difference=_difference(board.run),
        act_words=telling.act_words,
        words=words_for_scripts(),
        asked_words=asked_words(),
        is_unsharp=sharpening.is_open,
        base=_base(board.run, len(board.passages)),
        when=lambda at: day_and_time(datetime.fromisoformat(at), workshop.time_zone, now()),
    )


def _query(**said: str) -> str:
    """The start of an address' query that says that, ready for more."""
    return f"{urlencode(said)}&" if said else ""


def _difference(run: dict[str, Any] | None) -> str:
    """What an offered proposal would change, for a page without script."""
    if run is None or run["state"] != "offered":
        return ""
    return str(told(cuts.offered(reading(), run["run"]))["words"])


def _choices(analysis: Analysis) -> dict[str, dict[str, str]]:
    """What the lens offers, part by part: a value to its words. A part with one choice is no choice."""
    db, here = reading(), {"workshop_id": analysis.workshop_id}
    numbers = db.scalars(select(Table.number).filter_by(**here).order_by(Table.number))
    levers = db.scalars(select(Lever).filter_by(**here).order_by(Lever.position))
    steps = db.scalars(select(Exercise).filter_by(**here).order_by(Exercise.position))
    written = db.scalars(select(Contribution.language).filter_by(**here).distinct())
    kinds, levels = kind_words(), level_words() if analysis.towards == "key_characteristics" else {}
    offered = {
        "table": {str(number): _("Tafel %(number)s", number=number) for number in numbers},
        "lever": {lever.key: lever.name for lever in levers},
        "exercise": {
            str(step.id): step.title
            for step in steps
            if set(kind_named(step.kind).contributes) & set(analysis.kinds)
        },
        "kind": {kind: kinds.get(kind, kind) for kind in analysis.kinds},
        "language": {code: language_name(code) for code in sorted(written)},
        "level": {level: word for level, (word, _icon) in levels.items()},
    }
    return {part: values if len(values) > 1 else {} for part, values in offered.items()}


def _base(run: dict[str, Any] | None, passages: int) -> int:
    """About how many groups there would be without a wish: the middle of coarse and fine."""
    parameters = (run or {}).get("parameters", {})
    if "found" in parameters and parameters.get("k") is None:
        return max(2, int(parameters["found"]))
    return max(2, round((passages / 2) ** 0.5))


def _size(analysis_id: int) -> tuple[dict[str, Any] | None, int]:
    """The newest run and how many passages there are, as the board shows them."""
    run = next(iter(RUN.read(reading(), analysis_id, None).values()), None)
    return run, analyses.count(reading(), analyses.of_id(reading(), analysis_id))


@pages.post("/propose")
def propose(workshop_id: int, analysis_id: int) -> ResponseReturnValue:
    """A proposal is being made: `k` groups, or `fineness` 1 (coarse) to 9; 5 lets the texts decide.

    With `ignore_names` texts are compared as if the names of places and people were not in them; with `offer`
    it waits beside the one that lies on the table until somebody chooses.
    """
    _asked(workshop_id, analysis_id, Right.SORT)
    run_id = house().jobs.propose(
        analysis_id,
        identity.user().id,
        _wanted(analysis_id),
        ignore_names=bool(request.form.get("ignore_names")),
        offer=bool(request.form.get("offer")),
    )
    return _done(workshop_id, analysis_id, {"run": run_id})


def _wanted(analysis_id: int) -> int | None:
    """Raises: Invalid."""
    k, fineness = request.form.get("k", "").strip(), request.form.get("fineness", "").strip()
    if k:
        if not (k.isascii() and k.isdigit() and 1 <= int(k[:6]) <= MOST_GROUPS):
            raise Invalid({"k": [_("Kies een aantal groepen van 1 tot %(most)d.", most=MOST_GROUPS)]})
        return int(k)
    if not fineness or fineness == str(AUTOMATIC):
        return None
    if not (fineness.isascii() and fineness.isdigit() and int(fineness[:3]) in FINENESS):
        raise Invalid({"fineness": [_("Kies iets tussen grof en fijn.")]})
    base = _base(*_size(analysis_id))
    return max(1, min(MOST_GROUPS, round(base * 2 ** ((int(fineness) - AUTOMATIC) / 2))))


@pages.post("/cancel")
def cancel(workshop_id: int, analysis_id: int) -> ResponseReturnValue:
    _asked(workshop_id, analysis_id, Right.SORT)
    house().jobs.cancel(analysis_id, Actor("user", identity.user().id))
    return _done(workshop_id, analysis_id, {})


@pages.post("/acts/<act>")
def acts(workshop_id: int, analysis_id: int, act: str) -> ResponseReturnValue:
    """One decision. Raises: Missing, Forbidden, Invalid; Conflict when somebody was faster."""
    _asked(workshop_id, analysis_id, Right.SORT)
    if act not in ACTS:
        raise Missing("act")
    _asked(workshop_id, analysis_id, RIGHTS.get(act, Right.SORT))
    actor, moment, fields = Actor("user", identity.user().id), now(), request.form.copy()
    try:
        answer = write(
            lambda db: _with_revision(db, workshop_id, ACTS[act](db, analysis_id, actor, fields, moment))
        )
    except Overtaken as over:
        who = reading().get(User, over.user_id) if over.user_id else None
        raise Invalid({act: [telling.overtaken_words(over.verb, who.name if who else None)]}) from over
    except Missing as gone:
        # Whoever sorts sees the board: what they asked for was there a moment ago.
        raise Conflict(str(gone)) from gone
    if left := answer.get("left"):
        answer["words"] = telling.left_words(len(left))
        if not wants_json():
            flash(answer["words"])
    return _done(workshop_id, analysis_id, answer)


def _with_revision(db: Session, workshop_id: int, answer: dict[str, Any]) -> dict[str, Any]:
    """By its revision the page knows the news of its own act from somebody else's."""
    return {**answer, "revision": db.get_one(Workshop, workshop_id).revision}


def _done(workshop_id: int, analysis_id: int, answer: dict[str, Any]) -> ResponseReturnValue:
    if wants_json():
        return jsonify(ok=True, **answer)
    beside: dict[str, Any] = {"show": request.form["show"]} if request.form.get("show") in SHOWN else {}
    if not beside:
        asked = {name: request.form.get(f"{name}_id", type=int) for name in ("passage", "theme")}
        found = {name: answer.get(name) or number for name, number in asked.items()}
        beside = {name: number for name, number in list(found.items()) if number}
    if request.args.get("view") in VIEWS:
        beside["view"] = request.args["view"]
    return redirect(_address(workshop_id, analysis_id, **Lens.of(request.args).query, **beside), code=303)


def _address(workshop_id: int, analysis_id: int, **said: int | str) -> str:
    return url_for(".workbench", workshop_id=workshop_id, analysis_id=analysis_id, **said)


@pages.get("/why/<int:passage_id>")
def why(workshop_id: int, analysis_id: int, passage_id: int) -> ResponseReturnValue:
    """What stands nearest to a passage, and who put it where. Raises: Missing."""
    _asked(workshop_id, analysis_id, Right.SORT_READ)
    if not wants_json():
        return _beside(workshop_id, analysis_id, passage=passage_id)
    _note_reading(workshop_id, "why")
    if not cards_of(analysis_id, [passage_id]):
        raise Missing("passage")
    return jsonify(ok=True, passage=passage_id, **why_there(analysis_id, passage_id))


def _beside(workshop_id: int, analysis_id: int, **what: int | str) -> Response:
    return redirect(_address(workshop_id, analysis_id, **what))


@pages.get("/history")
def history_lines(workshop_id: int, analysis_id: int) -> ResponseReturnValue:
    """The newest acts first, or those before that change: who, when, what; `older` says where to go on."""
    _asked(workshop_id, analysis_id, Right.SORT_READ)
    before = request.args.get("before", type=int)
    if not wants_json():
        older = {"before": before} if before is not None else {}
        return _beside(workshop_id, analysis_id, show="history", **older)
    lines = lines_of(analysis_id, before)
    return jsonify(ok=True, lines=lines, older=older_than(lines))
