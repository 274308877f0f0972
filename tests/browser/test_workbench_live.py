"""The workbench in a real browser: by hand, by keyboard, axe in every state."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from live_server import Hall, violations
from playwright.sync_api import expect
from workbench_hand import REASONS, Bench, box, card, choose, drag, is_live, said, theme

from sessions.proposing import runs

pytestmark = pytest.mark.browser


@pytest.fixture
def bench(hall: Hall, mapped_browser) -> Iterator[Bench]:
    made = Bench(hall, mapped_browser)
    yield made
    for desk in made.desks:
        desk.close()


def test_a_proposal_is_made_and_adopted_under_another_name(bench: Bench) -> None:
    page = bench.open()
    is_live(page)
    assert violations(page) == []
    page.get_by_role("button", name="Stel groepen voor").last.click()
    proposals = page.locator("section.proposal")
    expect(proposals.first).to_be_visible(timeout=120_000)
    assert violations(page) == []
    working_title = proposals.first.locator("[data-slot=words]").inner_text()
    proposals.first.get_by_label("Jullie naam voor dit thema").fill("Buren vinden elkaar")
    proposals.first.get_by_role("button", name="Neem over").click()
    expect(theme(page, "Buren vinden elkaar")).to_be_focused()
    theme(page, "Buren vinden elkaar").get_by_role("link", name="Bewerk Buren vinden elkaar").click()
    expect(page.locator("#detail")).to_contain_text(f"Werktitel van de machine: “{working_title}”")
    expect(page.locator("#new-theme")).to_have_value("")


def test_a_run_shows_how_far_it_is_and_is_stopped(bench: Bench) -> None:
    """One that no machine works on: it stays where it is for as long as it is looked at."""
    page = bench.open()
    is_live(page)
    house, now = bench.house, bench.house.now()
    run = house.write(lambda db: runs.start_run(db, bench.analysis, user_id=None, now=now))
    running = page.locator("[data-slot=running]")
    expect(running).to_be_visible()
    expect(page.locator("[data-slot=propose]")).to_be_disabled()
    house.write(lambda db: runs.note_progress(db, run, 0.4, "comparing", now=now))
    expect(running.locator("[data-slot=progress]")).to_have_js_property("value", 40)
    assert violations(page) == []
    page.get_by_role("button", name="Stop").click()
    expect(page.locator("[data-slot=notice]")).to_contain_text("Het voorstel is gestopt.")
    expect(running).to_be_hidden()
    expect(page.locator("[data-slot=loose-count]")).to_have_text("8")


def test_cards_are_chosen_and_moved_with_the_keyboard_alone(bench: Bench) -> None:
    near = bench.makes("Dichtbij")
    page = bench.open()
    is_live(page)
    box(page, 0).focus()
    page.keyboard.press("Space")
    page.keyboard.press("Shift+ArrowDown")
    expect(page.locator("[data-slot=chosen]")).to_have_text("2 bijdragen gekozen")
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog")).to_be_visible()
    assert violations(page) == []
    page.keyboard.type("dicht")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(theme(page, "Dichtbij").locator(".card")).to_have_count(2)
    said(page, "Verplaatst naar Dichtbij.")
    expect(box(page, 2)).to_be_focused()
    page.keyboard.press("Control+z")
    expect(theme(page, "Dichtbij").locator(".card")).to_have_count(0)
    page.keyboard.press("Control+Shift+Z")
    expect(page.locator(f"#theme-{near} .card")).to_have_count(2)


def test_a_new_theme_from_what_was_chosen_and_a_refused_name_stays(bench: Bench) -> None:
    page = bench.open()
    is_live(page)
    choose(page, 0)
    choose(page, 6)
    page.get_by_role("button", name="Nieuw thema…").click()
    page.get_by_label("of in een nieuw thema").fill("   ")
    page.get_by_label("of in een nieuw thema").press("Enter")
    said(page, "Geef het thema een naam.")
    page.get_by_label("of in een nieuw thema").fill("De straat")
    page.get_by_label("of in een nieuw thema").press("Enter")
    expect(theme(page, "De straat").locator(".card")).to_have_count(2)
    expect(page.get_by_role("dialog")).to_be_hidden()


def test_a_hand_drags_a_card_to_a_theme(bench: Bench) -> None:
    bench.makes("Dichtbij", 0)
    page = bench.open(suggests=False)
    is_live(page)
    drag(page, card(page, 3), theme(page, "Dichtbij"), held=(20, 15), onto=(40, 50))
    expect(page.locator(".gesleept")).to_have_text(REASONS[3])
    expect(page.locator(".over-drop")).to_contain_text("Dichtbij")
    page.mouse.up()
    expect(theme(page, "Dichtbij").locator(".card")).to_have_count(2)
    expect(page.locator(".gesleept")).to_have_count(0)
    expect(page.locator("input.tik:checked")).to_have_count(0)


def test_a_theme_is_named_levelled_grouped_ranked_merged_and_dissolved(bench: Bench) -> None:
    bench.makes("Dichtbij", 0, 6)
    bench.makes("Gratis", 2)
    page = bench.open()
    is_live(page)
    page.get_by_label("Nieuwe groep sleutelkenmerken").fill("Nabijheid")
    page.get_by_label("Nieuwe groep sleutelkenmerken").press("Enter")
    expect(page.get_by_role("heading", name="Nabijheid")).to_be_visible()
    page.get_by_role("link", name="Bewerk Dichtbij").click()
    detail = page.locator("#detail")
    detail.get_by_label("Naam").fill("Om de hoek")
    detail.get_by_label("doel").check()
    detail.get_by_label("Groep sleutelkenmerken").select_option(label="Nabijheid")
    detail.get_by_role("button", name="Bewaar").click()
    expect(theme(page, "Om de hoek").locator("[data-level=goal]")).to_be_visible()
    expect(theme(page, "Om de hoek").locator("[data-level=precondition]")).to_be_hidden()
    assert violations(page) == []
    detail.get_by_role("button", name="Hoger").click()
    expect(theme(page, "Om de hoek").locator("[data-slot=rank]")).to_have_text("1")
    page.get_by_role("link", name="Volgorde").click()
    detail.get_by_role("button", name="Geef een plaats: Gratis").click()
    detail.get_by_role("button", name="Hoger: Gratis").click()
    expect(detail.locator(".rangen li").first).to_contain_text("Gratis")
    assert violations(page) == []
    page.get_by_role("link", name="Bewerk Gratis").click()
    detail.get_by_label("Zet alles in").select_option(label="Om de hoek")
    detail.get_by_role("button", name="Voeg samen").click()
    expect(theme(page, "Om de hoek").locator("[data-slot=count]")).to_have_text("3")
    expect(theme(page, "Om de hoek").locator("[data-slot=rank]")).to_have_text(re.compile("1|2"))
    detail.get_by_role("button", name="Ontbind…").click()
    assert violations(page) == []
    page.get_by_role("dialog").get_by_role("button", name="Ontbind").click()
    expect(page.locator("section.decision")).to_have_count(0)
    expect(page.locator("[data-slot=loose-count]")).to_have_text("8")


def test_proposing_again_shows_additions_inside_the_theme_that_stands(bench: Bench) -> None:
    kept = bench.makes("Kost niets", 2)
    page = bench.open()
    is_live(page)

    def propose(db) -> None:
        run_id = runs.start_run(db, bench.analysis, user_id=None, now=bench.house.now())
        added = runs.Proposed("kost, niets", [(bench.passages[3], 0.9)], theme_id=kept)
        runs.finish_run(db, run_id, [added], runs.Outcome("by hand", {}), now=bench.house.now())

    bench.house.write(propose)
    added = theme(page, "Kost niets").locator("[data-slot=additions]")
    expect(added).to_contain_text("1 voorgesteld erbij")
    assert violations(page) == []
    added.get_by_role("button", name="Voeg toe").click()
    expect(theme(page, "Kost niets").locator("[data-slot=count]")).to_have_text("2")
    expect(added).to_be_hidden()


def test_why_here_tells_neighbours_and_history(bench: Bench) -> None:
    bench.proposes(("buren, straat", [0, 1, 6]))
    page = bench.open()
    is_live(page)
    choose(page, 3)
    panel = page.locator("#detail")
    expect(panel.locator(".why li").first).to_contain_text(REASONS[2], timeout=120_000)
    expect(panel).to_contain_text("Soep op de stoep")
    assert violations(page) == []
    choose(page, 0)
    expect(panel.locator(".log")).to_contain_text(
        "Voorstel 1 van de machine: “buren, straat”", timeout=60_000
    )


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_an_observer_reads_a_live_board_without_buttons(bench: Bench, scheme: str) -> None:
    bench.proposes(("buren, straat", [0, 1, 6]))
    page = bench.open("observer", "samira", color_scheme=scheme)
    is_live(page)
    expect(page.locator(".card input")).to_have_count(0)
    assert page.evaluate("getComputedStyle(document.documentElement).colorScheme") == scheme
    assert violations(page) == []
    bench.makes("Samen", 4, 5)
    expect(theme(page, "Samen").locator(".card")).to_have_count(2)
    assert violations(page) == []


@pytest.mark.parametrize(
    "options",
    [
        {"color_scheme": "dark"},
        {"viewport": {"width": 1920, "height": 1080}},
        {"viewport": {"width": 360, "height": 740}},
    ],
    ids=["dark", "large", "phone"],
)
def test_every_state_is_accessible_and_fits(bench: Bench, options: dict) -> None:
    bench.makes("Dichtbij", 0, 6)
    bench.proposes(("kost, niets", [2, 3]))
    page = bench.open(**options)
    is_live(page)
    choose(page, 4)
    assert violations(page) == []
    page.get_by_role("link", name="Bewerk Dichtbij").click()
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_without_script_the_forms_do_the_work(bench: Bench) -> None:
    bench.makes("Dichtbij", 0)
    page = bench.open(java_script_enabled=False)
    choose(page, 1)
    choose(page, 6)
    page.get_by_label("Verplaats wat gekozen is naar").select_option(label="Dichtbij")
    page.locator("#sort").get_by_role("button", name="Verplaats").click()
    expect(theme(page, "Dichtbij").locator(".card")).to_have_count(3)
    page.get_by_role("button", name="Maak ongedaan: verplaatsen").click()
    expect(theme(page, "Dichtbij").locator(".card")).to_have_count(1)
