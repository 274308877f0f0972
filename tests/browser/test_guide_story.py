"""The guide's editor in a real browser: a round and a question more, moved by the keyboard, easy to read."""

from __future__ import annotations

import secrets

import pytest
from builders import make_user
from focus_builders import make_focus
from leader import Leader
from live_server import Hall, LiveServer, violations
from playwright.sync_api import Browser, Page, expect

from facilitator.house import House

pytestmark = pytest.mark.browser
expect.set_options(timeout=30_000)


def order(page: Page) -> list[str]:
    return page.locator(".vragen .vraag > span").all_inner_texts()


def seen_by_everybody(page: Page) -> None:
    """Nothing that axe objects to, in light and in dark."""
    for scheme in ("dark", "light"):
        page.emulate_media(color_scheme=scheme)
        assert violations(page) == [], scheme


def test_a_guide_is_written_arranged_and_taken_back(
    mapped_browser: Browser, server: LiveServer, server_house: House
) -> None:
    facilitator = make_user(server_house, f"{secrets.token_hex(6)}@lotus.example", "facilitator")
    focus = make_focus(server_house, facilitator, members=1, opened=False)
    leader = Leader(mapped_browser, Hall(server.address, server_house, focus.workshop_id))
    page = leader.opens("guide")
    seen_by_everybody(page)
    page.get_by_role("link", name="Voeg een ronde toe").click()
    page.get_by_label("Naam van de ronde").fill("Afronden")
    seen_by_everybody(page)
    page.get_by_role("button", name="Voeg de ronde toe").click()
    page.get_by_role("link", name="Voeg een vraag toe").click()
    form = page.get_by_role("link", name="Open vraag")
    expect(form).to_be_visible()
    seen_by_everybody(page)
    form.click()
    page.get_by_label("De vraag", exact=True).fill("Wat neem je mee?")
    page.get_by_role("button", name="Voeg de vraag toe").click()
    expect(page.locator("#bewaard")).to_be_visible()
    page.wait_for_load_state()
    # Kept while it is written, and the load of the day follows.
    before = page.locator("[data-loads]").inner_text()
    page.get_by_text("een verhaal").click()
    expect(page.locator("#bewaard .state")).to_have_text("alles bewaard")
    expect(page.locator("[data-loads]")).not_to_have_text(before, use_inner_text=True)
    seen_by_everybody(page)
    page.get_by_role("link", name="Terug naar het draaiboek").click()
    expect(page.locator(".vragen .vraag > span").last).to_have_text("Wat neem je mee?")
    first = order(page)
    # By the keyboard: the button that was pressed keeps the focus on the question that moved.
    later = page.get_by_role("button", name="Later: Welkom")
    later.focus()
    page.keyboard.press("Enter")
    expect(page.locator(".vragen .gezet")).to_have_count(1)
    expect(page.get_by_role("button", name="Later: Welkom")).to_be_focused()
    moved = order(page)
    assert moved[1:3] == first[2:0:-1]
    page.get_by_role("button", name="Maak ongedaan").click()
    expect(page.locator(".vragen .vraag > span").nth(1)).to_have_text(first[1])
    assert order(page) == first
    groups = leader.opens("groups")
    groups.get_by_role("button", name="Toon wat het geeft").click()
    expect(groups.get_by_role("heading", name="Voorstel")).to_be_visible()
    seen_by_everybody(groups)
    leader.close()
