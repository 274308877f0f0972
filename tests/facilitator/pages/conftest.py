"""What the tests of several pages ask for."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from builders import Cast, Clock, make_user, sign_in
from flask.testing import FlaskClient
from focus_builders import Focus, make_focus
from focus_hand import Hand, agree

from facilitator.house import House


@pytest.fixture
def desk(cast: Cast, client: FlaskClient) -> FlaskClient:
    """A client that is signed in as the facilitator."""
    sign_in(client, cast.house, cast.facilitator)
    return client


@pytest.fixture
def focus(house: House, clock: Clock) -> Focus:
    """A week of focus groups, on the morning of its first day; its members agreed to take part."""
    clock.moment = datetime(2026, 11, 23, 9, tzinfo=UTC)
    made = make_focus(house, make_user(house, "hilde@lotus.example", "facilitator"))
    for each in made.members:
        agree(made, each)
    return made


@pytest.fixture
def hand(client: FlaskClient, focus: Focus) -> Hand:
    """The browser of its first member."""
    return Hand(client, focus, focus.members[0])
