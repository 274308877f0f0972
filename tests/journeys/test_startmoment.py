"""The story of the day, through real browsers on the real server: from the first link to the last file.

One facilitator (with a second device), one wall, four phones at two tables. Nothing is done but what people
can do: touch, type, read. The chapters are told in order and lean on what came before.

With LOTUSBLOEM_PICTURES=folder the pictures of the documentation are taken on the way, in a fuller hall.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from journey_contexts import DESK, WALL, Contexts
from journey_day import Day
from journey_desk import Desk
from journey_hall import (
    a_contribution_is_hidden,
    everybody_writes,
    hearts_and_second_thoughts,
    people_come_in,
    the_first_contribution,
    the_workshop_is_opened,
    trouble_on_the_phones,
    two_facilitators_press_next,
)
from journey_pictures import Pictures
from journey_sorting import (
    the_day_is_closed,
    the_file,
    the_phones_know_where_it_went,
    the_result,
    the_studio_leads,
    what_it_takes,
    why_it_works,
)
from journey_wall import Wall
from live_server import LiveServer
from playwright.sync_api import Browser

pytestmark = pytest.mark.browser

# What the story itself asks for: hiding without a reason.
REFUSED = [(422, "/workshops/N/contributions/N/hide")]


@pytest.fixture
def day(installation: LiveServer, hall_browser: Browser, pictures: Pictures) -> Iterator[Day]:
    contexts = Contexts(hall_browser, installation.address)
    desk, second = (Desk(contexts.open(DESK), contexts.address) for _ in range(2))
    told = Day(installation, contexts, pictures, desk, second, Wall(contexts.open(WALL)))
    yield told
    contexts.tell()
    for guest in told.guests:
        guest.leave()


def test_the_startmoment(day: Day, tmp_path: Path) -> None:
    the_workshop_is_opened(day)
    people_come_in(day)
    two_facilitators_press_next(day)
    the_first_contribution(day)
    trouble_on_the_phones(day)
    everybody_writes(day)
    hearts_and_second_thoughts(day)
    a_contribution_is_hidden(day)
    the_studio_leads(day)
    why_it_works(day)
    what_it_takes(day)
    the_phones_know_where_it_went(day)
    the_result(day)
    the_day_is_closed(day)
    the_file(day, tmp_path)
    assert [(status, re.sub(r"\d+", "N", path)) for status, path in day.contexts.refused] == REFUSED
    day.contexts.close()
