"""The addresses of a phone without script, and what it posts."""

from __future__ import annotations

from builders import Cast, csrf_of
from flask.testing import FlaskClient


def page_of(cast: Cast, rest: str = "") -> str:
    return f"/p/{cast.gathering}{rest}"


def post(client: FlaskClient, path: str, token_from: str, json: bool = False, **fields):
    headers = {"Accept": "application/json"} if json else {}
    data = {"csrf_token": csrf_of(client, token_from), **fields}
    return client.post(path, data=data, headers=headers)


def step_path(cast: Cast) -> str:
    return page_of(cast, f"/steps/{cast.step()}/contributions")
