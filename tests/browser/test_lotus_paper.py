"""The lotus on paper, and the hand that turns the wall to it."""

from __future__ import annotations

import re
import secrets
from collections.abc import Iterator

import pytest
from builders import make_user
from live_server import HALL, Hall, LiveServer, Watched, make_hall, settle, violations
from lotus_acts import NAMES, full, go_to_lotus, grow, some, turn_to
from playwright.sync_api import Page, expect
from wall_acts import LONG

from facilitator.identity import LOGIN_COOKIE
from sessions import users
from sessions.hall import preparing
from sessions.models import LOTUS, PETALS

pytestmark = pytest.mark.browser

WORD = "handelingsvermogensversterkende aanpak"
EIGHTY = f"{LONG} met elkaar"[:80]
PIXELS_A_MM = 96 / 25.4
# What holds more than it has room for.
OVERFULL = """() => [...document.querySelectorAll(
      ".plaatsen ol, .naam, .midden, .rij, .a3 > footer")]
    .filter(e => e.scrollHeight > e.clientHeight + 2 || e.scrollWidth > e.clientWidth + 2)
    .map(e => e.outerHTML.slice(0, 90))"""
LEAST_TYPE = """() => Math.min(...[...document.querySelectorAll(".a3 :is(li, p)")]
    .map(e => parseFloat(getComputedStyle(e).fontSize)))"""


@pytest.fixture
def desk(mapped_browser, server: LiveServer, server_house) -> Iterator[tuple[Hall, Page]]:
    """A hall with four tables, and a page of who leads it."""
    hall = make_hall(server, server_house, tables=4)
    email = f"{secrets.token_hex(6)}@lotus.example"
    user_id = make_user(server_house, email, "facilitator")
    token = secrets.token_urlsafe(32)
    server_house.write(lambda db: users.sign_in(db, user_id, token, now=server_house.now()))
    server_house.write(
        lambda db: preparing.set_member(
            db, hall.workshop_id, HALL, email=email, role="facilitator", now=server_house.now()
        )
    )
    watched = Watched(mapped_browser, hall.address, viewport={"width": 1440, "height": 900})
    watched.context.add_cookies([{"name": LOGIN_COOKIE, "value": token, "url": hall.address}])
    yield hall, watched.page()
    watched.close()


def test_every_table_is_one_sheet_of_a3_with_all_its_words(desk):
    hall, page = desk
    go_to_lotus(hall)
    grow(hall, full(EIGHTY), table=1)
    grow(hall, some(8, 6, 4, 7, 5, -1, -1, 6), table=2)
    grow(hall, some(3, 3, name=WORD), table=3)
    page.goto(f"{hall.address}/workshops/{hall.workshop_id}/lotus")
    text = page.locator("article").first.inner_text()
    assert all(f"{place} {EIGHTY}"[:80] in text for place in LOTUS if place not in PETALS)
    names = page.locator("article").first.locator(".naam").all_inner_texts()
    assert names == [f"{petal} {EIGHTY}"[:80] for petal in PETALS]
    assert violations(page) == []
    page.emulate_media(media="print")
    settle(page)
    assert page.evaluate(OVERFULL) == []
    assert page.evaluate(LEAST_TYPE) >= 3 * PIXELS_A_MM
    sheets = page.pdf(prefer_css_page_size=True)
    boxes = re.findall(rb"/MediaBox\s*\[([^\]]*)\]", sheets)
    assert len(re.findall(rb"/Type\s*/Page\b", sheets)) == 4
    width, height = (float(each) for each in boxes[0].split()[2:])
    assert (round(width * 25.4 / 72), round(height * 25.4 / 72)) == (420, 297)


def test_who_leads_turns_the_wall_to_a_table_from_the_studio(desk):
    hall, page = desk
    go_to_lotus(hall)
    grow(hall, some(3, 3), table=3)
    grow(hall, some(1), table=2)
    turn_to(hall, None)
    page.goto(f"{hall.address}/workshops/{hall.workshop_id}/studio")
    small = page.frame_locator("#mini iframe")
    expect(small.locator(".spine h1")).to_contain_text("Alle tafels samen")
    page.get_by_label("Welke lotus?").select_option("3")
    page.locator("#wiens-lotus button").click()
    expect(small.locator(".spine h1")).to_contain_text("Tafel 3")
    expect(small.locator(".lijst p").first).to_have_text(NAMES[0])
    assert violations(page) == []
    turn_to(hall, None)
    expect(page.get_by_label("Welke lotus?")).to_have_value("")
