"""The browser of staff, for the tests of their pages."""

from __future__ import annotations

from typing import Any

from builders import csrf_of
from flask.testing import FlaskClient


def post(client: FlaskClient, path: str, **data: Any) -> Any:
    """A form of a page of the desk is sent, with its token."""
    headers = data.pop("headers", {})
    return client.post(path, data={**data, "csrf_token": csrf_of(client)}, headers=headers)
