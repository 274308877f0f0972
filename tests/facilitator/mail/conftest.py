"""Focus groups whose mail goes to a real SMTP server."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from builders import make_user
from focus_builders import Focus, make_focus
from mail_server import MailServer, mail_server, use

from facilitator.house import House


@pytest.fixture
def server() -> Iterator[MailServer]:
    with mail_server() as made:
        yield made


@pytest.fixture
def facilitator(house: House) -> int:
    return make_user(house, "hilde@lotus.example", "facilitator")


@pytest.fixture
def focus(house: House, facilitator: int, server: MailServer) -> Focus:
    """Two groups, of which the first round is open since an hour, and mail that works."""
    use(house, server)
    return make_focus(house, facilitator, members=0)
