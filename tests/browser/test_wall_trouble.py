"""The wall when something goes wrong, or when the day is over: it helps itself and says little."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from live_server import Watched, violations
from playwright.sync_api import Page, expect
from wall_acts import check_sheet, say, sort, turn, wall_url

pytestmark = pytest.mark.browser


@pytest.fixture
def watched(mapped_browser, hall) -> Iterator[Watched]:
    made = Watched(
        mapped_browser,
        hall.address,
        viewport={"width": 1920, "height": 1080},
        reduced_motion="reduce",
    )
    yield made
    made.close()


@pytest.fixture
def wall(watched, hall) -> Page:
    turn(hall, "cards")
    page = watched.page()
    page.goto(wall_url(hall))
    return page


def test_the_first_sight_needs_neither_live_line_nor_its_module(watched, hall):
    say(hall, ["Tuin"])
    turn(hall, "cards")
    page = watched.page()
    page.route("**/socket.io/**", lambda route: route.abort())
    page.goto(wall_url(hall))
    expect(page.locator("main")).to_contain_text("Tuin")
    expect(page.locator(".conn")).to_contain_text("geen verbinding")


def test_a_lost_line_is_said_quietly_and_made_good_without_help(watched, hall):
    turn(hall, "cards")
    page, lines, down = watched.page(), [], []

    def meet(line) -> None:
        if down:
            line.close()
        else:
            line.connect_to_server()
            lines.append(line)

    page.route_web_socket(re.compile("socket.io"), meet)
    page.route("**/socket.io/**", lambda route: route.abort() if down else route.continue_())
    page.goto(wall_url(hall))
    say(hall, ["Voor"])
    expect(page.locator("main")).to_contain_text("Voor")
    down.append(True)
    for line in lines:
        line.close()
    expect(page.locator(".conn")).to_be_visible(timeout=20_000)
    expect(page.locator(".conn")).to_contain_text("geen verbinding")
    say(hall, ["Tijdens"])
    expect(page.locator("main")).to_contain_text("Voor")
    down.clear()
    expect(page.locator("main")).to_contain_text("Tijdens", timeout=20_000)
    expect(page.locator(".conn")).to_be_hidden()


def test_after_the_day_the_wall_says_so_and_shows_nothing_more(wall, hall):
    say(hall, ["Tuin"])
    expect(wall.locator("main")).to_contain_text("Tuin")
    hall.close()
    expect(wall.locator("main")).to_contain_text("De dag is voorbij")
    expect(wall.locator("body")).not_to_contain_text("Tuin")
    expect(wall.locator(".spine .code")).to_be_hidden()
    check_sheet(wall, 1080)
    assert violations(wall) == []
    wall.reload()
    expect(wall.locator("main")).to_contain_text("De dag is voorbij")
    assert violations(wall) == []
    check_sheet(wall, 1080)


def test_a_result_that_stands_there_stays_when_the_day_is_closed(wall, hall):
    say(hall, [f"Tuin {number}" for number in range(20)])
    sort(hall)
    turn(hall, "result")
    wall.locator(".uitslagwand li").first.wait_for()
    hall.close()
    expect(wall.locator(".spine h1")).to_contain_text("De dag is voorbij")
    expect(wall.locator(".uitslagwand li").first).to_contain_text("Ontmoeten")
