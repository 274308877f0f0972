"""What the tests of several pages ask for."""

from __future__ import annotations

import pytest
from builders import Cast, sign_in
from flask.testing import FlaskClient


@pytest.fixture
def desk(cast: Cast, client: FlaskClient) -> FlaskClient:
    """A client that is signed in as the facilitator."""
    sign_in(client, cast.house, cast.facilitator)
    return client
