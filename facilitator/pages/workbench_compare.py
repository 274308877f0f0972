"""Two proposals beside each other, as a page and as JSON."""

from __future__ import annotations

from dataclasses import asdict

from flask import Blueprint, jsonify, render_template
from flask.typing import ResponseReturnValue
from flask_babel import format_decimal

from facilitator import identity
from facilitator.database import reading
from facilitator.refusals import wants_json
from sessions.access import Right
from sessions.analysis import analyses, parts
from sessions.proposing import comparing

pages = Blueprint(
    "workbench_compare", __name__, url_prefix="/workshops/<int:workshop_id>/workbench/<int:analysis_id>"
)


@pages.get("/compare/<int:one>/<int:other>")
def compare(workshop_id: int, analysis_id: int, one: int, other: int) -> ResponseReturnValue:
    """The runs with these numbers. Raises: SignedOut, Missing, Forbidden."""
    workshop, analysis = identity.at_workbench(workshop_id, analysis_id, Right.SORT_READ)
    found = comparing.runs(reading(), analysis_id, one, other)
    if wants_json():
        return jsonify(ok=True, **asdict(found))
    said = analyses.passages_of(reading(), analysis)
    groups = {group.id: group for group in (*found.one, *found.other)}
    return render_template(
        "workbench/compare.html",
        workshop=workshop,
        analysis=analysis,
        found=found,
        groups=groups,
        texts={passage.id: parts.text_of(passage, version.text) for passage, _, version in said},
        decimal=format_decimal,
    )
