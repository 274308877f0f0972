"""What a machine doubts, live at the workbench: marks on cards, what bridges, a known theme in one press."""

from __future__ import annotations

import builders
import pytest
from live_server import Hall, violations
from playwright.sync_api import Browser, expect
from workbench_hand import REASONS, Bench, card, is_live, said, theme

from sessions.journal import Actor
from sessions.proposing import known_themes, runs
from sessions.proposing.runs import Proposed

pytestmark = pytest.mark.browser


def doubtful(bench: Bench) -> None:
    """A proposal made without the language model: one group with a card to sort that bridges, one that a
    known theme drew, and a card that fitted nowhere."""
    ids, now = bench.passages, bench.house.now()

    def act(db) -> None:
        known_themes.set_lines(db, bench.analysis, Actor("command"), [("Wie weinig heeft", "")], now=now)
        known = known_themes.of_analysis(db, bench.analysis)[0].id
        near = [(ids[0], 0.9), (ids[1], 0.8), (ids[6], 0.5)]
        found = [
            Proposed("straat, buren", near, ids[0], cohesion=0.6, bridging=[0, 0, 0.8], to_sort=[0, 0, 1]),
            Proposed("gratis, kost", [(ids[2], 0.9), (ids[3], 0.8)], ids[3], known_id=known),
            Proposed("inschrijven", [(ids[7], 0.1)], loose=True),
        ]
        run_id = runs.start_run(db, bench.analysis, user_id=None, now=now)
        runs.finish_run(db, run_id, found, runs.Outcome("by hand", {"fallback": "no encoder"}), now=now)

    bench.house.write(act)


def test_doubt_is_marked_while_it_lasts_and_a_known_title_is_one_press(
    hall: Hall, mapped_browser: Browser
) -> None:
    bench = Bench(hall, mapped_browser)
    try:
        page = bench.open()
        is_live(page)
        wording = page.locator("[data-slot=wording]")
        expect(wording).to_be_hidden()
        doubtful(bench)
        expect(wording).to_contain_text("alleen welke woorden mensen gebruikten")
        expect(card(page, 6)).to_contain_text("nog te sorteren")
        expect(card(page, 6).locator("input")).to_have_accessible_description("nog te sorteren")
        expect(card(page, 0).locator("input")).to_have_accessible_description("")
        expect(card(page, 7)).to_contain_text("bekeken, past nergens goed bij")
        later = builders.intervention("Soep", reasons=["Later gezegd"])
        builders.contribute(bench.house, builders.join(bench.house, hall.workshop_id), hall.go_to(), later)
        came = page.locator(".card").filter(has_text="Later gezegd")
        expect(came).to_be_visible()
        expect(came.locator(".twijfel:visible")).to_have_count(0)
        expect(page.locator("[data-slot=looked]")).to_contain_text("De machine bekeek er 1,")

        near = page.locator("section.proposal").filter(has_text="straat, buren")
        expect(near.locator("[data-slot=quote]")).to_contain_text(REASONS[0])
        near.locator("[data-slot=tie] > summary").click()
        expect(near.locator("[data-slot=tie-words]")).to_contain_text("60 op 100")
        near.locator("[data-slot=bridging-list]").get_by_role("link", name=REASONS[6]).click()
        panel = page.locator("[data-panel=passage]")
        expect(panel.locator("[data-slot=says-bridges]")).to_be_visible()
        expect(panel.locator("[data-slot=says-sort]")).to_be_visible()
        assert violations(page) == []

        free = page.locator("section.proposal").filter(has_text="gratis, kost")
        free.get_by_role("button", name="Neem over als “Wie weinig heeft”").click()
        said(page, "Het voorstel is nu een thema.")
        expect(theme(page, "Wie weinig heeft")).to_contain_text(REASONS[3])
        expect(wording).to_be_visible()
        near.get_by_role("button", name="Neem over", exact=True).click()
        expect(wording).to_be_hidden()
        expect(card(page, 6).locator(".twijfel:visible")).to_have_count(0)
    finally:
        for desk in bench.desks:
            desk.close()
