"""Whoever was invited to focus groups, and what their pages and letters say."""

from __future__ import annotations

import re
from typing import Any

from builders import make_user, sign_in
from flask.testing import FlaskClient
from focus_builders import Focus, add_member, make_focus
from sqlalchemy import select

from facilitator.house import House
from sessions.focus import asked
from sessions.models import Letter

ELSEWHERE = 999_999
"""The number of a workshop, a round or a member that is not there."""


def empty_focus(house: House) -> Focus:
    return make_focus(house, make_user(house, "hilde@lotus.example", "facilitator"), members=0)


def signed_in(app: Any, focus: Focus) -> FlaskClient:
    """The browser of staff, forms without their token: forgery has its own test."""
    app.config["WTF_CSRF_ENABLED"] = False
    client = app.test_client()
    sign_in(client, focus.house, focus.facilitator)
    return client


def invited(focus: Focus, **given: Any) -> Any:
    return add_member(focus, focus.groups[0], **({"state": "invited", "email": "an@lotus.example"} | given))


def person(focus: Focus, participant_id: int) -> asked.Person:
    with focus.house.store.reading() as db:
        return asked.person(db, participant_id)


def text_of(answer: Any) -> str:
    """The page, but for the tokens of its forms: they hold the second in which they were made."""
    page = re.sub(r"\s+", " ", answer.get_data(as_text=True))
    return re.sub(r"(csrf[-_]token[^>]*(?:content|value)=)\"[^\"]*\"", r"\1", page)


def letters_of(focus: Focus) -> list[Letter]:
    focus.house.write(lambda db: None)
    with focus.house.store.reading() as db:
        return list(db.scalars(select(Letter)))
