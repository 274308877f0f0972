"""What people sorted, beside the workbench: the concept map, its clusters, and how far people, machine and
decisions agree."""

from __future__ import annotations

from dataclasses import dataclass
from statistics import mean
from typing import Any

from flask import Blueprint, Response, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import format_decimal
from flask_babel import gettext as _

from facilitator import identity
from facilitator.children import ChildFailed
from facilitator.database import house, now, reading, write
from facilitator.sorted_maps import SortedMaps
from sessions import readings, workshops
from sessions.access import Right
from sessions.errors import Conflict, Missing, NotReady
from sessions.hall import decks, piles, sorted_map
from sessions.hall.sorted_map import Sorted
from sessions.models import Analysis, Workshop
from sessions.pictures import FIXED, LIVE, Paint, as_file, as_png
from sessions.pictures.concept_map import BRIDGE, HEIGHT, WIDTH, Point, draw, letter_of

pages = Blueprint(
    "workbench_sorting", __name__, url_prefix="/workshops/<int:workshop_id>/workbench/<int:analysis_id>"
)

FORMS = {"svg": "image/svg+xml", "png": "image/png"}
# A page comes at once or says that it is on its way; a file is waited for.
PATIENCE_SECONDS, FILE_SECONDS = 1.5, 120.0


@dataclass(frozen=True)
class Statement:
    """`bridging`: 0 anchors its place on the map, 1 bridges most."""

    number: int
    text: str
    bridging: float

    @property
    def bridges(self) -> bool:
        return self.bridging >= BRIDGE


@dataclass(frozen=True)
class Group:
    """A cluster of the cut, the firmest statement first."""

    letter: str
    petal: str
    statements: list[Statement]

    @property
    def bridging(self) -> float:
        return mean(each.bridging for each in self.statements)


@dataclass(frozen=True)
class Kept:
    """A decided theme among the piles: the shares of pairs, 0 to 1, that people (and the machine) put
    together; None where there is no such pair."""

    title: str
    count: int
    within: float | None
    across: float | None
    machine: float | None


@pages.get("/sorting")
def sorting(workshop_id: int, analysis_id: int) -> ResponseReturnValue:
    """The map of what people sorted about this question. Raises: SignedOut, Missing, Forbidden."""
    workshop, analysis = _asked(workshop_id, analysis_id)
    found = sorted_map.gathered(reading(), analysis_id)
    drawn, failed = None, ""
    if found.enough:
        try:
            drawn = _maps().map_of(found.question, patience=PATIENCE_SECONDS)
        except ChildFailed as problem:
            failed = problem.why
    k = _cut(drawn) if drawn else 0
    steps = [step for step in workshops.steps_of(reading(), workshop_id) if step.kind == decks.KIND]
    return render_template(
        "workbench/sorting.html",
        workshop=workshop,
        analysis=analysis,
        found=found,
        drawn=drawn,
        waiting=found.enough and drawn is None and not failed,
        failed=failed,
        k=k,
        cuts=sorted(int(each) for each in drawn["cuts"]) if drawn else [],
        groups=_groups(found, drawn, k) if drawn else [],
        kept=_kept(found, drawn) if drawn else [],
        picture=draw(_points(found, drawn, k), paint=LIVE, label=_label(analysis, found, k)) if drawn else "",
        progress=[(step, piles.progress(reading(), step)) for step in steps],
        usual=sorted_map.USUAL_STRESS,
        decimal=_decimal,
        share=_share,
    )


@pages.get("/sorting.<form>")
def picture(workshop_id: int, analysis_id: int, form: str) -> Response:
    """The map as a file, svg or png. Raises: SignedOut, Missing, Forbidden, NotReady;
    Conflict when too few people sorted."""
    if form not in FORMS:
        raise Missing("picture")
    workshop, analysis = _asked(workshop_id, analysis_id)
    found = sorted_map.gathered(reading(), analysis_id)
    if not found.enough:
        raise Conflict("too few people sorted")
    try:
        drawn = _maps().map_of(found.question, patience=FILE_SECONDS)
    except ChildFailed as problem:
        raise NotReady(problem.why) from problem
    if drawn is None:
        raise NotReady("too-long")
    svg = _file(found, drawn, _cut(drawn), _label(analysis, found, _cut(drawn)), FIXED)
    response = Response(svg.encode() if form == "svg" else as_png(svg, 2 * WIDTH), mimetype=FORMS[form])
    kept = f"{_('sorteerkaart')}-{workshop.held_on.isoformat()}.{form}"
    response.headers.set("Content-Disposition", "attachment", filename=kept)
    return response


def _asked(workshop_id: int, analysis_id: int) -> tuple[Workshop, Analysis]:
    """Raises: SignedOut, Missing, Forbidden."""
    workshop, analysis = identity.at_workbench(workshop_id, analysis_id, Right.SORT_READ)
    user_id, moment = identity.user().id, now()
    write(lambda db: readings.note(db, workshop_id, user_id, "workbench", now=moment))
    return workshop, analysis


def human_ceiling(analysis_id: int) -> tuple[bool, dict[str, Any] | None]:
    """Whether enough people sorted to say how far they agree among themselves, and then what the map says
    (`one` person with the others, the `halves`); None as long as that is being calculated, or when it failed.

    Without what a machine or people made of it: a decision does not ask for another calculation.
    """
    found = sorted_map.gathered(reading(), analysis_id)
    if not found.enough:
        return False, None
    try:
        drawn = _maps().map_of({**found.question, "others": {}}, patience=PATIENCE_SECONDS)
    except ChildFailed:
        return True, None
    return True, drawn["ceiling"] if drawn else None


def _maps() -> SortedMaps:
    """Made when somebody asks for the first map."""
    if house().sorted_maps is None:
        house().sorted_maps = SortedMaps()
    made: SortedMaps = house().sorted_maps
    return made


def _cut(drawn: dict[str, Any]) -> int:
    """How many clusters are asked for; without a wish as many as people made piles (the median)."""
    offered = sorted(int(each) for each in drawn["cuts"])
    wanted = request.args.get("k", type=int) or drawn["own"]
    return min(offered, key=lambda each: (abs(each - wanted), each))


def _labels(drawn: dict[str, Any], k: int) -> list[int]:
    labels: list[int] = drawn["cuts"][str(k)]
    return labels


def _points(found: Sorted, drawn: dict[str, Any], k: int) -> list[Point]:
    rows = zip(drawn["points"], _labels(drawn, k), drawn["bridging"], strict=True)
    return [Point(place, (x, y), label, bridging) for place, ((x, y), label, bridging) in enumerate(rows, 1)]


def _file(found: Sorted, drawn: dict[str, Any], k: int, label: str, paint: Paint) -> str:
    return as_file(draw(_points(found, drawn, k), paint=paint, label=label), WIDTH, HEIGHT)


def _groups(found: Sorted, drawn: dict[str, Any], k: int) -> list[Group]:
    rows = list(zip(found.statements.values(), _labels(drawn, k), drawn["bridging"], strict=True))
    groups = []
    for cluster in range(max(_labels(drawn, k)) + 1):
        here = [
            Statement(number, text, bridging)
            for number, (text, label, bridging) in enumerate(rows, start=1)
            if label == cluster
        ]
        letter = letter_of(cluster)
        groups.append(Group(letter, letter[0].lower(), sorted(here, key=lambda each: each.bridging)))
    return groups


def _kept(found: Sorted, drawn: dict[str, Any]) -> list[Kept]:
    shares = drawn["pairs"].get("decided", {})
    decided = found.question["others"].get("decided", [])
    return [
        Kept(
            title,
            decided.count(number),
            shares[str(number)]["within"],
            shares[str(number)]["across"],
            sorted_map.machine_pairs(found, number),
        )
        for number, title in found.themes.items()
        if str(number) in shares
    ]


def _label(analysis: Analysis, found: Sorted, k: int) -> str:
    return _(
        "Kaart van wat %(people)s mensen bij elkaar legden over “%(question)s”: %(count)s uitspraken in "
        "%(k)s groepen. Onder de kaart staat alles als lijst.",
        people=found.people,
        question=analysis.question,
        count=len(found.statements),
        k=k,
    )


def _decimal(value: float | None) -> str:
    return "–" if value is None else str(format_decimal(value, format="0.00"))


def _share(value: float | None) -> str:
    return "–" if value is None else _("%(share)s van de 100", share=round(100 * value))
