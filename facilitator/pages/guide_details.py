"""What the whole is called, in which language and on whose clocks it goes, until when it is kept."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext
from wtforms.fields.choices import SelectChoice

from facilitator.database import now, reading, write
from facilitator.guide_forms import ZONES, FocusDetailsForm
from facilitator.languages import chosen, day_and_time
from facilitator.pages.guide_frame import actor, common, prepared, saved
from facilitator.refusals import refused, wants_json
from sessions.errors import Invalid
from sessions.exercises.answers import errors_of
from sessions.focus import details as domain
from sessions.focus.details import Shift
from sessions.models import Workshop
from sessions.time_zones import is_zone, named

FIELDS = ("title", "held_on", "language", "time_zone", "retention_on")


def details(workshop_id: int) -> ResponseReturnValue:
    """Another time zone is kept once somebody saw what it does (`seen` names it).

    Raises: SignedOut, Missing, Forbidden, Invalid.
    """
    workshop = prepared(workshop_id)
    if request.method == "GET":
        return _page(workshop, FocusDetailsForm.filled(chosen(), **_present(workshop)))
    form: Any = FocusDetailsForm.read(request.form, chosen())
    if form.validate():
        zone = form.time_zone.data or workshop.time_zone
        moves = zone != workshop.time_zone and is_zone(zone)
        if moves and request.form.get("seen") != zone and not wants_json():
            return _page(workshop, form, zone=zone)
        values = {name: form[name].data for name in FIELDS} | {"time_zone": zone}
        by, moment = actor(), now()
        try:
            write(lambda db: domain.change(db, workshop_id, by, **values, now=moment))
            return saved(workshop_id, "guide.details")
        except Invalid as refusal:
            form.refuse(refusal)
    if wants_json():
        return refused(Invalid(errors_of(form)))
    return _page(workshop, form, status=422)


def _present(workshop: Workshop) -> dict[str, Any]:
    return {name: getattr(workshop, name) for name in FIELDS}


def _page(workshop: Workshop, form: Any, *, zone: str = "", status: int = 200) -> tuple[str, int]:
    present = workshop.time_zone
    if present not in {each.value for each in ZONES}:
        form.time_zone.choices = [SelectChoice(present, named(present)), *form.time_zone.choices]
    shifts = domain.zone_shifts(reading(), workshop.id, zone, now()) if zone else []
    page = render_template(
        "guide/details.html",
        form=form,
        zone=zone,
        zone_words=named(zone) if zone else "",
        shifts=[(each, _later(each), _here(each, present)) for each in shifts],
        present_zone=named(present),
        **common(workshop),
    )
    return page, status


def _here(shift: Shift, present: str) -> str:
    """When it opens on the clocks of now."""
    return day_and_time(shift.opens, present, now())


def _later(shift: Shift) -> str:
    """How much later than now a round opens, in words."""
    hours, minutes = divmod(abs(shift.minutes), 60)
    parts = [
        ngettext("%(num)s uur", "%(num)s uur", hours) if hours else "",
        ngettext("%(num)s minuut", "%(num)s minuten", minutes) if minutes else "",
    ]
    span = " ".join(part for part in parts if part)
    if not span:
        return _("even laat als nu")
    return (
        _("%(span)s later dan nu", span=span)
        if shift.minutes > 0
        else _("%(span)s vroeger dan nu", span=span)
    )


def install(pages: Blueprint) -> None:
    pages.add_url_rule("/guide/details", "details", details, methods=["GET", "POST"])
    pages.add_app_template_filter(named, "zone_name")
