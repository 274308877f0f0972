"""The lotus on the wall: readable from the last row, whole, alive, and also in words."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from builders import join
from live_server import HALL, Hall, Watched, make_hall, settle, until, violations
from lotus_acts import NAMES, go_to_lotus, grow, some, turn_to
from playwright.sync_api import Page, expect
from wall_acts import LONG, check_sheet, wall_url

from sessions import contributions
from sessions.exercises.answers import as_form
from sessions.hall import pace, preparing
from sessions.models import LOTUS
from sessions.pictures.petal import petal_path

pytestmark = pytest.mark.browser

SIZES = {"1920x1080": (1920, 1080), "1280x720": (1280, 720)}
WORD = "handelingsvermogensversterkende aanpak"
EIGHTY = f"{LONG} met elkaar"[:80]
# Names whose words go outside their own box, or are cut off.
CUT = """() => [...document.querySelectorAll(".lijst p")].filter(e => e.checkVisibility())
    .filter(e => e.scrollWidth > e.clientWidth + 1 || e.scrollHeight > e.clientHeight + 9)
    .map(e => e.textContent)"""
# How far above each other the rows of the list stand, in pixels: below zero they overlap.
GAPS = """() => { const rows = [...document.querySelectorAll(".lijst > li")]
    .map(e => e.getBoundingClientRect());
    return rows.slice(1).map((r, n) => r.top - rows[n].bottom); }"""

FILLED = (
    "[...document.querySelectorAll('.lotuswand :is(.blaadje, .bloemblad).vol')].map(e => e.dataset.place)"
)
WHERE = """() => [...document.querySelectorAll(".blaadje, .bloemblad, .lijst > li")]
    .map(e => { const r = e.getBoundingClientRect(); return [r.x, r.y]; })"""
# From now on `moved` names what changes gently.
LISTEN = """() => { window.moved = []; document.addEventListener("transitionrun",
    e => moved.push(`${e.target.dataset.place} ${e.propertyName}`)); }"""
MIDDLE = """[...document.querySelectorAll(".bloemen > svg > g > .bloem")].at(-1)
    .querySelectorAll(".blaadje.vol").length"""


@pytest.fixture
def watched(mapped_browser, hall) -> Iterator[Watched]:
    made = Watched(
        mapped_browser, hall.address, viewport={"width": 1920, "height": 1080}, reduced_motion="reduce"
    )
    yield made
    made.close()


@pytest.fixture
def wall(watched, hall) -> Page:
    turn_to(hall, 1)
    page = watched.page()
    page.goto(wall_url(hall))
    return page


def filled(page: Page) -> set[str]:
    """The places that are coloured."""
    return set(page.evaluate(FILLED))


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("name", ["", WORD, EIGHTY])
def test_one_lotus_is_readable_from_the_last_row_and_whole(wall, hall, size, name):
    width, height = SIZES[size]
    wall.set_viewport_size({"width": width, "height": height})
    go_to_lotus(hall)
    grow(hall, some(8, 6, 4, 7, 5, 1, 0, 6, name=name))
    expect(wall.locator(".lijst p").first).to_have_text(name or NAMES[0])
    check_sheet(wall, height)
    assert wall.evaluate(CUT) == []
    assert min(wall.evaluate(GAPS)) > -1
    assert violations(wall) == []


def test_the_flower_is_as_large_as_the_names_allow(wall, hall):
    go_to_lotus(hall)
    grow(hall, some(8, 6, 4, 7, 5, 1, 0, 6))
    expect(wall.locator(".lijst p").first).to_have_text(NAMES[0])
    settle(wall)
    short = wall.locator("main > svg .bloem").bounding_box()["width"]
    grow(hall, some(1, 1, 1, 1, 1, 1, 1, 1, name=EIGHTY), table=2)
    turn_to(hall, 2)
    expect(wall.locator(".lijst p").first).to_have_text(EIGHTY)
    settle(wall)
    long = wall.locator("main > svg .bloem").bounding_box()["width"]
    assert short > 900 > long > 500


def test_what_is_filled_is_what_was_written(wall, hall):
    go_to_lotus(hall)
    words = some(8, 6, 4, 7, 5, -1, -1, 6)
    grow(hall, words)
    expect(wall.locator("[data-count=contributed]")).to_have_text("36")
    assert filled(wall) == set(words)
    expect(wall.locator(".spine")).to_contain_text("van 64")
    expect(wall.locator(".spine h1")).to_contain_text("Tafel 1")
    expect(wall.locator(".lijst > li.leeg")).to_have_text(["Fnog open", "Gnog open"])
    expect(wall.locator(".zaad.vol")).to_have_count(6)


def test_a_leaf_settles_where_it_is_and_nothing_else_moves(mapped_browser, hall):
    watched = Watched(
        mapped_browser, hall.address, viewport={"width": 1920, "height": 1080}, reduced_motion="no-preference"
    )
    go_to_lotus(hall)
    phone = join(hall.house, hall.workshop_id)
    grow(hall, some(2, 2), phone=phone)
    turn_to(hall, 1)
    page = watched.page()
    page.goto(wall_url(hall))
    expect(page.locator("[data-count=contributed]")).to_have_text("4")
    settle(page)
    before = page.evaluate(WHERE)
    page.evaluate("() => { window.leaf = document.querySelector('.blaadje[data-place=A3]'); }")
    page.evaluate(LISTEN)
    grow(hall, {"A3": "Nog een reden"}, phone=phone)
    expect(page.locator("[data-count=contributed]")).to_have_text("5")
    assert page.evaluate("leaf.isConnected && leaf.classList.contains('vol')")
    assert page.evaluate(WHERE) == before
    until(page, "moved.length > 0")
    assert set(page.evaluate("moved")) <= {"A3 fill", "A3 stroke", "A3 stroke-width"}
    assert page.evaluate(
        "getComputedStyle(leaf).transitionDuration.split(', ').every(each => each === '0.28s')"
    )
    watched.close()


def test_a_new_name_changes_the_words_only(wall, hall):
    go_to_lotus(hall)
    phone = join(hall.house, hall.workshop_id)
    ids = grow(hall, some(2, 2), phone=phone)
    expect(wall.locator(".lijst p").first).to_have_text(NAMES[0])
    wall.evaluate("window.kept = [document.querySelector('.lijst p'), document.querySelector('.bloem')]")
    hall.house.write(
        lambda db: contributions.correct(
            db, ids[0], phone.id, data=as_form({"text": "Elkaar zien"}), version=1, now=hall.house.now()
        )
    )
    expect(wall.locator(".lijst p").first).to_have_text("Elkaar zien")
    assert wall.evaluate("kept.every(each => each.isConnected)")
    assert {"A", "A1", "A2"} <= filled(wall)


def test_while_everybody_writes_alone_the_wall_says_so(wall, hall):
    step = go_to_lotus(hall, "private")
    for table in (1, None):
        turn_to(hall, table)
        expect(wall.locator(".lotus-uitleg")).to_contain_text("Iedereen schrijft even voor zichzelf")
        assert filled(wall) == set()
        check_sheet(wall, 1080)
        assert violations(wall) == []
    grow(hall, {"": "Alleen voor mij"})
    expect(wall.locator("[data-count=joined]")).to_have_text("1")
    expect(wall.locator("main")).not_to_contain_text("Alleen voor mij")
    hall.house.write(
        lambda db: pace.set_stage(db, hall.workshop_id, step, "shared", HALL, now=hall.house.now())
    )
    expect(wall.locator(".lotus-uitleg")).to_be_hidden()
    expect(wall.locator(".lijst > li.leeg")).to_have_count(8)


def test_before_the_lotus_there_is_a_sentence(wall, hall):
    expect(wall.locator("main")).to_contain_text("Nog geen lotusbloem")
    check_sheet(wall, 1080)
    assert violations(wall) == []


def test_who_listens_hears_every_reason_behind_its_petal(wall, hall):
    go_to_lotus(hall)
    words = some(2, 1)
    grow(hall, words)
    expect(wall.locator(".lijst p").first).to_have_text(NAMES[0])
    rows = wall.locator(".lijst > li")
    expect(rows.nth(0).locator("ol li")).to_have_text([f"{each} {words[each]}" for each in ("A1", "A2")])
    expect(rows.nth(1).locator("ol li")).to_have_text([f"B1 {words['B1']}"])
    expect(
        wall.get_by_role("heading", name=re.compile("Lotusbloem van tafel 1: .* 3 van 64 blaadjes"))
    ).to_have_count(1)
    assert wall.locator("main > svg").get_attribute("aria-hidden") == "true"


def hall_of(hall: Hall, tables: int) -> None:
    """That many tables, each with a lotus of its own."""
    hall.house.write(
        lambda db: preparing.change_details(
            db,
            hall.workshop_id,
            HALL,
            title="Zaal",
            held_on=hall.house.now().date(),
            language="nl",
            tables=tables,
            now=hall.house.now(),
        )
    )
    go_to_lotus(hall)
    for table in range(1, tables + 1):
        counts = [(table + n) % 4 - 1 for n in range(8)] if tables <= 12 else [0]
        grow(hall, some(*counts), table=table)
    turn_to(hall, None)


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("tables", [2, 9, 12])
def test_the_hall_is_a_flower_of_flowers(wall, hall, size, tables):
    width, height = SIZES[size]
    wall.set_viewport_size({"width": width, "height": height})
    hall_of(hall, tables)
    expect(wall.locator(".bloemen .bloem")).to_have_count(tables + 1)
    numbers = wall.locator(".bloemen .cijfer").all_text_contents()
    assert sorted(numbers) == sorted(["alle", *(str(number) for number in range(1, tables + 1))])
    check_sheet(wall, height)
    assert violations(wall) == []
    apart = wall.evaluate(
        "[...document.querySelectorAll('.bloemen .bloem')].map(e => { const r = e.getBoundingClientRect();"
        " return [r.x + r.width / 2, r.y + r.height / 2, r.width / 2]; })"
    )
    for n, (x, y, reach) in enumerate(apart):
        for other_x, other_y, other in apart[n + 1 :]:
            assert ((x - other_x) ** 2 + (y - other_y) ** 2) ** 0.5 > 0.97 * (reach + other)
    expect(wall.locator("main section > ul > li")).to_have_count(tables)
    expect(wall.locator(".spine h1")).to_contain_text("Alle tafels samen")


def test_sixty_tables_come_in_pages_that_also_turn_by_hand(wall, hall):
    hall_of(hall, 60)
    wall.clock.install()
    wall.clock.pause_at(wall.evaluate("Date.now() + 60_000"))
    wall.reload()
    which = wall.locator(".bladzij text")
    expect(which).to_have_text(["tafel", "1–12"])
    expect(wall.locator(".bloemen .bloem")).to_have_count(13)
    expect(wall.locator("main section > ul > li")).to_have_count(60)
    check_sheet(wall, 1080)
    wall.clock.fast_forward(15_000)
    expect(which.last).to_have_text("13–24")
    check_sheet(wall, 1080)
    wall.keyboard.press("ArrowRight")
    expect(which.last).to_have_text("25–36")
    wall.clock.fast_forward(60_000)
    expect(which.last).to_have_text("25–36")
    wall.keyboard.press("Space")
    wall.clock.fast_forward(15_000)
    expect(which.last).to_have_text("37–48")
    assert wall.evaluate("document.getAnimations().filter(a => a.playState === 'running').length") == 0


def test_the_middle_grows_with_all_tables(wall, hall):
    hall_of(hall, 2)
    expect(wall.locator(".bloemen .bloem")).to_have_count(3)
    before = wall.evaluate(MIDDLE)
    grow(
        hall,
        {place: "Vol" for place in LOTUS if place[0] == "H" and len(place) > 1 and place not in ("H1", "H2")},
        table=1,
    )
    until(wall, f"{MIDDLE} > {before}")


def test_the_shape_of_a_petal_is_the_same_in_both_languages(wall):
    """Leaves and seats are drawn in the browser, the lotus on the server."""
    source = wall.locator("link[rel=modulepreload]").first.get_attribute("href").rpartition("/")[0]
    for length, width, base in ((480, 192, 60), (40, 22, 0)):
        drawn = wall.evaluate(
            "([url, ...given]) => import(url).then(({ petalPath }) => petalPath(...given))",
            [f"{source}/draw/flower.js", length, width, base],
        )

        def numbers(path: str) -> list[float]:
            return [float(each) for each in re.findall(r"-?\d+\.?\d*", path)]

        assert numbers(drawn) == pytest.approx(numbers(petal_path(length, width, base)), abs=0.06)


def test_right_to_left_the_names_change_sides_and_the_flower_does_not(mapped_browser, server, server_house):
    hall = make_hall(server, server_house, language="ar", tables=14)
    watched = Watched(
        mapped_browser, hall.address, viewport={"width": 1920, "height": 1080}, reduced_motion="reduce"
    )
    go_to_lotus(hall)
    grow(hall, some(2, 2, 2, name="الناس يلتقون حقا في الحي"))
    turn_to(hall, 1)
    page = watched.page()
    page.goto(wall_url(hall))
    expect(page.locator(".lijst p").first).to_have_text("الناس يلتقون حقا في الحي")
    check_sheet(page, 1080)
    petals = [page.locator(f".bloemblad[data-place={each}]").bounding_box()["x"] for each in "GC"]
    assert petals == sorted(petals)
    assert page.locator(".lijst").bounding_box()["x"] < page.locator("main > svg").bounding_box()["x"]
    for table in range(2, 15):
        grow(hall, {"A": "Samen"}, table=table)
    turn_to(hall, None)
    expect(page.locator(".bladzij text")).to_have_text(["tafel", "1–7"])
    check_sheet(page, 1080)
    watched.close()
