"""Who leads, and a startmoment of ten tables, straight in the tables of a house."""

from __future__ import annotations

from datetime import date, datetime
from secrets import token_urlsafe
from typing import Any

from sessions import users, workshops
from sessions.scripts import load

JOIN_CODE = "METING42"


def facilitator(db: Any, *, now: datetime) -> int:
    """There is a facilitator without a password; returns their id."""
    return users.create(
        db,
        email="hilde@lotus.example",
        name="Hilde",
        password_hash="",
        role="facilitator",
        language="nl",
        now=now,
    )


def startmoment(db: Any, user: int, *, now: datetime) -> int:
    """There is a startmoment that this user leads, not open yet; returns its id."""
    return workshops.make(
        db,
        load("startmoment", "nl"),
        title="Meting",
        held_on=date(2026, 11, 23),
        language="nl",
        tables=10,
        organisation_id=1,
        user_id=user,
        join_code=JOIN_CODE,
        wall_secret=token_urlsafe(24),
        now=now,
    )
