"""What others wrote, on the phone, while answers come late."""

from __future__ import annotations

import pytest
from live_server import Hall, Watched, late
from phone_hand import go, others_say, take_part
from playwright.sync_api import Browser, expect

pytestmark = pytest.mark.browser


def test_a_second_page_stays_when_the_first_one_comes_after_it(mapped_browser: Browser, hall: Hall) -> None:
    others_say(hall, *(f"Tuin {number}" for number in range(25)))
    watched = Watched(mapped_browser, hall.address)
    page = watched.page()
    take_part(page, hall)
    go(page, "others")
    shown = page.locator(".ander")
    expect(shown).to_have_count(20)
    go(page, "now")
    order: list[str] = []
    page.on("request", lambda request: "before=" in request.url and order.append("second"))
    page.on("requestfinished", lambda request: request.url.endswith("/others") and order.append("first"))
    with late(page, "**/others"):
        go(page, "others")
        page.get_by_role("link", name="Toon meer").click()
    expect(shown).to_have_count(25)
    assert order == ["first", "second"]
    watched.close()
