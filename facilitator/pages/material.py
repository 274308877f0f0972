"""From what was said to material: everything said, objectives, interviews, names."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from facilitator import identity
from facilitator.database import now, reading, write
from facilitator.pages.image import PART_WORDS
from facilitator.refusals import Errors
from sessions import access, readings, undoing, workshops
from sessions.access import Right
from sessions.errors import Refused
from sessions.exercises.answers import said
from sessions.focus import asked
from sessions.focus.documents import word
from sessions.hall import image, levers
from sessions.lexicon import terms
from sessions.material import carrying, coding, interviews, objectives, third_persons
from sessions.material.carrying import Carried
from sessions.material.said import NOTHING_YET, Wanted, everything
from sessions.material.third_persons import Named
from sessions.models import MATERIALS, Contribution, Workshop
from sessions.time_zones import day
from sessions.verbs import Verb

pages = Blueprint("material", __name__, url_prefix="/workshops/<int:workshop_id>/material")

A_PAGE = 30
NAMES_A_PAGE = 60
AROUND = 50
ROOM_FOR_THE_FORM = 64 * 1024
KIND_WORDS = {
    "interest": said("belang"),
    "opportunity": said("kans"),
    "obstacle": said("hindernis"),
    "ingredient": said("actief bestanddeel"),
    "lever_argument": said("argument bij een hefboom"),
    "vision": said("element van de boom"),
    "term": said("begrip"),
}
FILTERS = ("question", "group", "kind", "words", "value", "theme", "only", "from")
FILE_TYPES = {"docx": "Word", "pdf": "PDF", "md": "Markdown", "xlsx": "Excel"}
OURS = (Verb.MATERIAL_CHANGED, Verb.OBJECTIVE_CHANGED, Verb.INTERVIEW_ENTERED, Verb.NAME_DECIDED)


@pages.url_value_preprocessor
def make_room(endpoint: str | None, values: dict[str, Any] | None) -> None:
    """Before the form is read: only who makes material here may send a file with notes."""
    if endpoint != "material.enter" or request.method != "POST":
        return
    try:
        focus_staff((values or {}).get("workshop_id", 0))
    except (identity.SignedOut, Refused):
        return
    request.max_content_length = word.LARGEST + ROOM_FOR_THE_FORM


def focus_staff(workshop_id: int) -> Workshop:
    """The workshop of focus groups in which whoever asks may make material.

    Raises: SignedOut, Missing (also for a hall), Forbidden.
    """
    identity.staff(workshop_id, Right.SORT)
    return asked.focus_workshop(reading(), workshop_id)


def coding_staff(workshop_id: int) -> Workshop:
    """The same for who may do so with what some of the groups said, or all of them.

    Raises: SignedOut, Missing (also for a hall), Forbidden.
    """
    identity.within(workshop_id, Right.CODE)
    return asked.focus_workshop(reading(), workshop_id)


@pages.get("")
def material(workshop_id: int) -> ResponseReturnValue:
    """Everything that was said, with its material; for a moderator what their groups said.

    Raises: SignedOut, Missing, Forbidden.
    """
    return overview(coding_staff(workshop_id))


def overview(
    workshop: Workshop,
    *,
    errors: Errors | None = None,
    typed: dict[str, str] | None = None,
    about: tuple[str, int] = ("", 0),
) -> ResponseReturnValue:
    """`about` says what was refused: ("words", contribution id) or ("material", material id)."""
    db, within = reading(), identity.within(workshop.id, Right.CODE)
    wanted = _wanted(within)
    found = everything(db, workshop.id, wanted)
    first = max(0, request.args.get("from", 0, type=int))
    first = 0 if first >= len(found) else first
    return shown(
        "material/material.html",
        workshop,
        found=found[first : first + A_PAGE],
        total=len(found),
        first=first,
        following=first + A_PAGE if len(found) > first + A_PAGE else None,
        preceding=max(0, first - A_PAGE) if first else None,
        wanted=wanted,
        filters=filters(),
        nothing_yet=NOTHING_YET,
        questions=_questions(workshop.id),
        groups=[each for each in asked.groups(db, workshop.id) if access.reaches(within, each.id)],
        levers=levers.levers_of(db, workshop.id),
        parts=image.parts_of(db, workshop.id),
        part_words=PART_WORDS,
        terms=terms.of_workshop(db, workshop.id),
        longest=coding.LONGEST,
        about=about,
        errors=errors,
        typed=typed,
    )


@pages.get("/objectives")
def objective_list(workshop_id: int) -> ResponseReturnValue:
    """The basic objectives and what stands behind them. Raises: SignedOut, Missing, Forbidden."""
    return objectives_page(focus_staff(workshop_id))


def objectives_page(
    workshop: Workshop, *, errors: Errors | None = None, typed: dict[str, str] | None = None, about: int = 0
) -> ResponseReturnValue:
    db = reading()
    return shown(
        "material/objectives.html",
        workshop,
        held=objectives.of_workshop(db, workshop.id),
        loose=objectives.loose(db, workshop.id),
        possible=coding.of_workshop(db, workshop.id, kinds=objectives.BEHIND),
        file_types=FILE_TYPES,
        longest=(objectives.LONGEST_TITLE, objectives.LONGEST_DESCRIPTION),
        about=about,
        errors=errors,
        typed=typed,
    )


@pages.get("/interviews")
def interview_list(workshop_id: int) -> ResponseReturnValue:
    """The depth interviews, and a form for one more. Raises: SignedOut, Missing, Forbidden."""
    return interviews_page(focus_staff(workshop_id))


def interviews_page(
    workshop: Workshop, *, errors: Errors | None = None, typed: dict[str, str] | None = None
) -> ResponseReturnValue:
    return shown(
        "material/interviews.html",
        workshop,
        told_of=interviews.of_workshop(reading(), workshop.id),
        limits={"name": interviews.LONGEST_NAME, "consent": interviews.LONGEST_CONSENT},
        interviewer=identity.user().name,
        today=day(now(), workshop.time_zone),
        errors=errors,
        typed=typed,
    )


@pages.get("/names")
def names(workshop_id: int) -> ResponseReturnValue:
    """Names that may be of third persons, to decide on. Raises: SignedOut, Missing, Forbidden."""
    workshop = focus_staff(workshop_id)
    return names_page(workshop)


def names_page(workshop: Workshop, *, errors: Errors | None = None) -> ResponseReturnValue:
    found = third_persons.found(reading(), workshop.id)
    together: dict[str, list[Named]] = {}
    for each in found:
        together.setdefault(each.name, []).append(each)
    # What is still open comes first.
    ordered = sorted(together.items(), key=lambda pair: all(each.decision != "open" for each in pair[1]))
    first = max(0, request.args.get("from", 0, type=int))
    return shown(
        "material/names.html",
        workshop,
        names=ordered[first : first + NAMES_A_PAGE],
        still_open=sum(each.decision == "open" for each in found),
        following=first + NAMES_A_PAGE if len(ordered) > first + NAMES_A_PAGE else None,
        first=first,
        around=_around,
        errors=errors,
    )


@pages.get("/carry")
def carry(workshop_id: int) -> ResponseReturnValue:
    """Where the material can go. Raises: SignedOut, Missing, Forbidden."""
    return carry_page(focus_staff(workshop_id))


def carry_page(
    workshop: Workshop,
    *,
    errors: Errors | None = None,
    carried: Carried | None = None,
    into: Workshop | None = None,
) -> ResponseReturnValue:
    db = reading()
    kinds = [each.material.kind for each in coding.of_workshop(db, workshop.id)]
    return shown(
        "material/carry.html",
        workshop,
        halls=halls(),
        counts={kind: kinds.count(kind) for kind in ("ingredient", "lever_argument", "vision")},
        objectives=len(objectives.of_workshop(db, workshop.id)),
        terms=terms.of_workshop(db, workshop.id),
        carried=carried,
        into=into,
        back=carrying.carried_last(db, into.id) if into is not None else None,
        errors=errors,
    )


# --- parts -------------------------------------------------------------------------------------------


def halls() -> list[Workshop]:
    """The halls that whoever is signed in prepares, the newest day first."""
    db, user_id = reading(), identity.user().id
    return [
        each
        for each, _role in workshops.led_by(db, user_id)
        if each.mode == "hall" and Right.SETTINGS in access.rights_in(db, each.id, user_id)
    ]


def filters() -> dict[str, str]:
    """What the page was asked to show, as it stands in its address."""
    return {name: request.args[name] for name in FILTERS if _given(name)}


def _given(name: str) -> bool:
    return bool(request.args.get(name, "").strip())


def _wanted(within: frozenset[int] | None) -> Wanted:
    kind = request.args.get("kind", "")
    return Wanted(
        exercise_id=request.args.get("question", type=int),
        group_id=request.args.get("group", type=int),
        kind=kind if kind in (*MATERIALS, NOTHING_YET) else "",
        words=request.args.get("words", "")[:200],
        value=request.args.get("value", "")[:40],
        theme_id=request.args.get("theme", type=int),
        answers_only=request.args.get("only") == "answers",
        within=within,
    )


def _questions(workshop_id: int) -> list[tuple[int, str]]:
    """The steps in which something can be said: questions, and interviews when there are any."""
    steps = workshops.steps_of(reading(), workshop_id)
    return [(step.id, step.title) for step in steps if step.kind in ("question", interviews.KIND)]


def _around(each: Named) -> tuple[str, str]:
    """What stands before and behind a name."""
    before, behind = each.text[: each.starts_at], each.text[each.ends_at :]
    left = before if len(before) <= AROUND else f"… {before[-AROUND:]}"
    return left, behind if len(behind) <= AROUND else f"{behind[:AROUND]} …"


def shown(
    template: str,
    workshop: Workshop,
    *,
    errors: Errors | None = None,
    typed: dict[str, str] | None = None,
    **values: Any,
) -> ResponseReturnValue:
    """The page, with what all of them need and what was refused; that it was read is known."""
    page = render_template(
        template,
        workshop=workshop,
        kind_words=KIND_WORDS,
        undoable=to_take_back(workshop.id),
        decides=Right.SORT in identity.rights(workshop.id),
        saved=request.args.get("saved", ""),
        errors=errors or {},
        typed=typed or {},
        **values,
    )
    user_id, moment, workshop_id = identity.user().id, now(), workshop.id
    write(lambda db: readings.note(db, workshop_id, user_id, "material", now=moment))
    return page, 422 if errors else 200


def to_take_back(workshop_id: int) -> int | None:
    """The last act of the workshop, where it is one on its material; for a moderator, where it is their own
    on what their groups said."""
    db, within = reading(), identity.within(workshop_id, Right.CODE)
    last = undoing.undoable_in_hall(db, workshop_id)
    if last is None or last.verb not in OURS:
        return None
    if within is None:
        return last.id
    said_in = [db.get(Contribution, each) for each in last.touched.get("contribution", ())]
    own = (last.actor_kind, last.actor_id) == ("user", identity.user().id) and said_in
    return last.id if own and all(each and each.group_id in within for each in said_in) else None
