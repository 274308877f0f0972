"""What the columns do not say and pages rely on: present versions, known kinds, a journal in order."""

from __future__ import annotations

from base64 import b64decode
from collections.abc import Callable, Iterator
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from sessions.archive.references import Row
from sessions.archive.tables import PEOPLE, member
from sessions.archive.unpacking import WRONG_MANIFEST, Damage, said
from sessions.exercises import KINDS, WALL_VIEWS
from sessions.focus import pictures
from sessions.models import PETALS
from sessions.text import as_hour
from sessions.words import LANGUAGES

ONE_WORKSHOP = said("Een archief bevat precies één workshop; in dit archief zitten er %(count)d.")
NO_SENSE = said("In dit archief klopt %(what)s in %(name)s niet.")

A_DAY = 24 * 60
"""In minutes: no step lasts longer."""

Rows = dict[str, list[Row]]
Problem = tuple[str, str]


def check_sense(rows: Rows, title: str) -> None:
    """Raises: Damage with the first thing that could not have happened."""
    if len(rows["workshop"]) != 1:
        raise Damage(ONE_WORKSHOP, count=len(rows["workshop"]))
    if rows["workshop"][0]["title"] != title:
        raise Damage(WRONG_MANIFEST, what="title")
    checks: tuple[Callable[[Rows], Iterator[Problem]], ...] = (
        _workshop,
        _people,
        _programme,
        _levers,
        _stimuli,
        _contributions,
        _journal,
    )
    for check in checks:
        for name, what in check(rows):
            raise Damage(NO_SENSE, name=member(name), what=what)


def _workshop(rows: Rows) -> Iterator[Problem]:
    workshop = rows["workshop"][0]
    if workshop["language"] not in LANGUAGES:
        yield "workshop", "language"
    if workshop["wall_view"] not in WALL_VIEWS:
        yield "workshop", "wall_view"
    try:
        ZoneInfo(workshop["time_zone"])
    except (ValueError, OSError, ZoneInfoNotFoundError):
        yield "workshop", "time_zone"
    if workshop["starts_at"] is not None and as_hour(workshop["starts_at"]) != workshop["starts_at"]:
        yield "workshop", "starts_at"


def _people(rows: Rows) -> Iterator[Problem]:
    addresses = [person["email"] for person in rows[PEOPLE]]
    if len(set(addresses)) != len(addresses):
        yield PEOPLE, "email"
    for address in addresses:
        if "@" not in address or address != address.strip().lower() or not address.isprintable():
            yield PEOPLE, "email"


def _programme(rows: Rows) -> Iterator[Problem]:
    for step in rows["exercise"]:
        if step["kind"] not in KINDS:
            yield "exercise", "kind"
        elif step["settings"].get("wall", "join") not in WALL_VIEWS:
            yield "exercise", "settings"
        if not 0 <= step["minutes"] <= A_DAY:
            yield "exercise", "minutes"


def _levers(rows: Rows) -> Iterator[Problem]:
    for lever in rows["lever"]:
        if not lever["name"].strip():
            yield "lever", "name"
        if lever["petal"] not in PETALS:
            yield "lever", "petal"


def _stimuli(rows: Rows) -> Iterator[Problem]:
    for stimulus in rows["stimulus"]:
        if stimulus["picture"] and not _is_picture(stimulus["picture"]):
            yield "stimulus", "picture"


def _is_picture(encoded: str) -> bool:
    """Whether the bytes say so: nothing else is ever shown as a picture."""
    try:
        return bool(pictures.kind_of(b64decode(encoded, validate=True)))
    except ValueError:
        return False


def _contributions(rows: Rows) -> Iterator[Problem]:
    versions: set[Any] = {(each["contribution_id"], each["number"]) for each in rows["contribution_version"]}
    for contribution in rows["contribution"]:
        if (contribution["id"], contribution["version"]) not in versions:
            yield "contribution", "version"
        # What hangs under something was said after it: so there are no circles.
        if contribution["parent_id"] is not None and contribution["parent_id"] >= contribution["id"]:
            yield "contribution", "parent_id"


def _journal(rows: Rows) -> Iterator[Problem]:
    revisions = [change["revision"] for change in sorted(rows["change"], key=lambda change: change["id"])]
    if any(later <= earlier for earlier, later in pairwise(revisions)):
        yield "change", "revision"
    if revisions and (revisions[0] < 1 or revisions[-1] > rows["workshop"][0]["revision"]):
        yield "change", "revision"
