"""Board, map and outline in a real browser: the same themes, three ways; and a colleague who is there too."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from live_server import Hall, violations
from playwright.sync_api import Page, expect
from workbench_hand import REASONS, Bench, box, card, choose, drag, is_live, theme

pytestmark = pytest.mark.browser


@pytest.fixture
def bench(hall: Hall, mapped_browser) -> Iterator[Bench]:
    made = Bench(hall, mapped_browser)
    yield made
    for desk in made.desks:
        desk.close()


def look(page: Page, view: str) -> None:
    page.get_by_role("navigation", name="Weergave").get_by_role("link", name=view).click()


def has_map(page: Page) -> None:
    expect(page.locator("[data-slot=waits]")).to_be_hidden(timeout=120_000)
    expect(page.locator(".kaartnaam").first).to_be_visible()


def test_three_views_show_the_same_and_stand_in_the_address(bench: Bench) -> None:
    bench.makes("Dichtbij", 0, 6)
    bench.proposes(("kost, niets", [2, 3]))
    page = bench.open()
    is_live(page)
    choose(page, 0)
    look(page, "Inhoud")
    assert "view=outline" in page.url
    expect(box(page, 0)).to_be_checked()
    outline = page.locator(".inhoud > ul > li > ul > li")
    expect(outline).to_have_count(2)
    expect(outline.first).to_contain_text("2 keer gezegd")
    card(page, 6).locator("input").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog")).to_be_visible()
    page.keyboard.press("Escape")
    assert violations(page) == []
    look(page, "Kaart")
    has_map(page)
    expect(page.get_by_role("button", name="Voorstel: kost, niets 2 bijdragen")).to_be_visible()
    page.go_back()
    expect(page.locator("[data-slot=map]")).to_be_hidden()
    expect(outline).to_have_count(2)
    page.reload()
    is_live(page)
    expect(outline).to_have_count(2)
    look(page, "Bord")
    expect(theme(page, "Dichtbij").locator(".card")).to_have_count(2)


@pytest.mark.parametrize("options", [{}, {"color_scheme": "dark"}], ids=["light", "dark"])
def test_the_map_is_walked_with_the_keyboard_alone(bench: Bench, options: dict) -> None:
    near = bench.makes("Dichtbij", 0, 6)
    bench.makes("Samen", 4, 5)
    bench.url += "?view=map"
    page = bench.open(**options)
    is_live(page)
    has_map(page)
    assert violations(page) == []
    page.locator("[data-slot=stage]").focus()
    name = page.get_by_role("button", name="Dichtbij 2 bijdragen")
    before = name.bounding_box()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("+")
    for _ in range(300):
        if name.bounding_box() != before:
            break
        page.wait_for_timeout(50)
    assert name.bounding_box() != before
    page.keyboard.press("0")
    page.keyboard.press("Tab")
    expect(name).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#detail").get_by_label("Naam")).to_have_value("Dichtbij")
    name.focus()
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    point = page.locator("[data-slot=cursor]")
    expect(point).to_be_focused()
    first = point.inner_text()
    for arrow in ("ArrowLeft", "ArrowRight", "ArrowUp", "ArrowDown"):
        page.keyboard.press(arrow)
        if point.inner_text() != first:
            break
    assert point.inner_text() != first
    page.keyboard.press("Space")
    expect(page.locator("[data-slot=chosen]")).to_have_text("1 bijdrage gekozen")
    page.keyboard.press("Enter")
    said = page.locator("#detail [data-slot=text]").first
    expect(said).to_have_text(re.compile("|".join(REASONS)))
    assert point.inner_text().startswith(said.inner_text())
    assert violations(page) == []
    # What comes later moves nobody.
    lies = page.request.get(f"{page.url.partition('?')[0]}/map").json()["spots"]
    assert set(lies) == {str(each) for each in bench.passages}
    page.get_by_role("button", name="Verplaats naar…").last.press("Enter")
    page.get_by_role("dialog").get_by_role("button", name="Dichtbij").click()
    expect(page.locator(f"#theme-{near} [data-slot=count]")).to_have_text("3")
    assert page.request.get(f"{page.url.partition('?')[0]}/map").json()["spots"] == lies


def test_the_map_is_taken_along_as_a_file_and_shown_without_script(bench: Bench) -> None:
    bench.makes("Dichtbij", 0, 6)
    bench.url += "?view=map"
    page = bench.open(java_script_enabled=False)
    picture = page.get_by_role("img", name="Kaart van de thema’s")
    expect(picture).to_be_visible(timeout=60_000)
    expect(theme(page, "Dichtbij").locator(".card")).to_have_count(2)
    svg = page.request.get(bench.hall.address + page.get_by_role("link", name="SVG").get_attribute("href"))
    assert svg.headers["content-disposition"].startswith("attachment")
    assert "Dichtbij" in svg.text()
    png = page.request.get(bench.hall.address + page.get_by_role("link", name="PNG").get_attribute("href"))
    assert png.body().startswith(b"\x89PNG")


def test_a_narrow_window_and_a_sheet_of_paper_get_the_outline(bench: Bench) -> None:
    bench.makes("Dichtbij", 0, 1, 2, 3, 4, 5, 6, 7)
    page = bench.open(viewport={"width": 360, "height": 740})
    is_live(page)
    expect(page.locator(".inhoud")).to_be_visible()
    expect(theme(page, "Dichtbij").locator(".card")).to_have_count(6)
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    expect(theme(page, "Dichtbij").locator(".card")).to_have_count(8)
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    expect(theme(page, "Dichtbij").locator(".card")).to_have_count(6)


def test_in_a_language_from_right_to_left_the_views_hold(bench: Bench) -> None:
    bench.makes("Dichtbij", 0, 6)
    page = bench.open()
    is_live(page)
    page.evaluate("document.documentElement.dir = 'rtl'")
    for view in ("Kaart", "Inhoud"):
        look(page, view)
        if view == "Kaart":
            has_map(page)
        assert violations(page) == []
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_a_colleague_is_seen_with_what_is_open_until_they_leave(bench: Bench) -> None:
    bench.makes("Dichtbij", 0, 6)
    hilde, wout = bench.open(), bench.open("analyst", "wout")
    is_live(hilde)
    is_live(wout)
    expect(hilde.locator("#company")).to_have_text(re.compile(r"^Wout-\w+ werkt mee$"))
    wout.get_by_role("link", name="Bewerk Dichtbij").click()
    mark = theme(hilde, "Dichtbij").locator(".herkomst .hier")
    expect(mark).to_contain_text(re.compile(r"Open bij Wout"))
    assert violations(hilde) == []
    choose(wout, 3)
    expect(card(hilde, 3).locator(".hier")).to_be_visible()
    expect(mark).to_have_count(0)
    wout.goto("about:blank")
    expect(hilde.locator(".hier")).to_have_count(0)
    expect(hilde.locator("#company")).to_be_hidden()


def test_a_theme_is_dragged_to_its_place_and_all_of_it_is_chosen_at_once(bench: Bench) -> None:
    for title, place in (("Dichtbij", 0), ("Gratis", 2), ("Samen", 4)):
        bench.makes(title, place)
    bench.url += "?show=order"
    page = bench.open()
    is_live(page)
    detail = page.locator("#detail")
    for title in ("Dichtbij", "Gratis"):
        detail.get_by_role("button", name=f"Geef een plaats: {title}").click()
    rows = detail.locator(".rangen li")
    expect(rows).to_have_count(2)
    drag(page, detail.locator(".zonder-rang li"), rows.nth(1), held=(40, 12), onto=(40, 4))
    expect(rows.nth(1)).to_have_class(re.compile("hier-voor"))
    assert violations(page) == []
    page.mouse.up()
    expect(rows).to_have_count(3)
    expect(rows.nth(1)).to_contain_text("Samen")
    box(page, 1).focus()
    page.keyboard.press("Control+a")
    expect(page.locator("[data-slot=chosen]")).to_have_text("5 bijdragen gekozen")
    page.get_by_role("link", name="Bewerk Gratis").click()
    detail.get_by_role("button", name="Kies alle bijdragen").click()
    expect(page.locator("[data-slot=chosen]")).to_have_text("6 bijdragen gekozen")
