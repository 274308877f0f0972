"""The face of the phone: readable in every state, light and dark, narrow and enlarged, by keyboard."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from live_server import Hall, Watched, violations
from phone_hand import go, mine, others_say, ready, send, take_part, texts, write
from playwright.sync_api import Browser, Page, expect

pytestmark = pytest.mark.browser

MOST_BYTES = 100_000
# What a page that stood open for a while fetches ahead belongs to the steps that follow.
NOTHING_AHEAD = """(() => { const real = window.setTimeout;
    window.setTimeout = (act, ms, ...given) => ms > 15000 ? 0 : real(act, ms, ...given); })()"""
OUTSIDE = """() => [...document.querySelectorAll("body *")]
    .filter(e => !e.closest(".visually-hidden, .skip, svg, .tik") && e.checkVisibility())
    .filter(e => { const r = e.getBoundingClientRect();
        return r.width && (r.right > innerWidth + 1 || r.left < -1); })
    .map(e => e.outerHTML.slice(0, 120))"""
SMALL = """() => [...document.querySelectorAll("a, button, summary, .chip, .wissel label, .tables label")]
    .filter(e => e.checkVisibility() && !e.closest(".skip"))
    .filter(e => e.getBoundingClientRect().height < 43.5)
    .map(e => e.outerHTML.slice(0, 120))"""


def typed(page: Page, hall: Hall) -> None:
    page.goto(f"{hall.address}/j")


def wrong(page: Page, hall: Hall) -> None:
    page.goto(f"{hall.address}/j/K7M4PQ3O")


def join(page: Page, hall: Hall) -> None:
    page.goto(hall.join_url)
    page.get_by_text("Wil je je naam erbij?").click()


def refused(page: Page, hall: Hall) -> None:
    page.goto(f"{hall.address}/p/99999")


def empty(page: Page, hall: Hall) -> None:
    take_part(page, hall)


def unfolded_with_errors(page: Page, hall: Hall) -> None:
    take_part(page, hall)
    write(page, "Taalcafé in de wasserette", reasons=("Je bent er toch al", "x" * 290))
    page.get_by_text("Vertrouwen", exact=True).click()
    page.get_by_text("Informeel", exact=True).click()
    page.get_by_role("button", name="Wat betekenen ze?").click()
    send(page)
    expect(page.locator("#reasons-1-text-error")).to_be_visible()


def own(page: Page, hall: Hall) -> None:
    take_part(page, hall)
    write(page, "Een lang woord: verantwoordelijkheidsbewustzijnsverruiming", reasons=("Je bent er toch al",))
    send(page)
    expect(page.locator("[data-slot=last]")).to_contain_text("op het scherm")
    write(page, "Picknick")
    send(page)
    go(page, "mine")
    mine(page, "Picknick").get_by_role("button", name="Haal weg").click()
    expect(mine(page, "Weggehaald:")).to_be_visible()
    page.context.set_offline(True)
    go(page, "now")
    write(page, "Wacht nog")
    send(page)
    go(page, "mine")
    expect(mine(page, "Wacht nog")).to_contain_text("nog op je telefoon")


def others(page: Page, hall: Hall) -> None:
    others_say(hall, *[f"Ding {number}" for number in range(22)])
    take_part(page, hall)
    go(page, "others")
    page.get_by_role("button", name="Geef Ding 21 een warm hart").click()
    page.get_by_role("link", name="Toon meer").click()
    expect(page.locator(".ander")).to_have_count(22)


def person(page: Page, hall: Hall) -> None:
    take_part(page, hall)
    page.locator(".bar .tafel").click()


def moment(page: Page, hall: Hall) -> None:
    hall.go_to("moment", 2)
    take_part(page, hall)
    expect(page.get_by_role("heading", name="Pauze")).to_be_visible()


def closed(page: Page, hall: Hall) -> None:
    take_part(page, hall)
    write(page, "Laatste", reasons=("Want",))
    send(page)
    expect(page.locator("[data-slot=last]")).to_contain_text("op het scherm")
    hall.close()
    expect(page.get_by_role("heading", name="Dit gebeurde er")).to_be_visible()


STATES = [typed, wrong, join, refused, empty, unfolded_with_errors, own, others, person, moment, closed]
State = Callable[[Page, Hall], None]


@pytest.mark.parametrize("state", STATES)
def test_a_state_in_light_and_dark_narrow_enlarged_and_right_to_left(
    mapped_browser: Browser, hall: Hall, state: State
) -> None:
    watched = Watched(mapped_browser, hall.address)
    page = watched.page()
    state(page, hall)
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        assert violations(page) == []
    assert page.evaluate(SMALL) == []
    page.set_viewport_size({"width": 320, "height": 640})
    assert page.evaluate(OUTSIDE) == []
    assert violations(page) == []
    page.evaluate("document.documentElement.dir = 'rtl'")
    assert page.evaluate(OUTSIDE) == []
    page.evaluate("document.documentElement.dir = 'ltr'")
    page.set_viewport_size({"width": 360, "height": 740})
    page.evaluate("document.documentElement.style.setProperty('font-size', '200%')")
    assert page.evaluate(OUTSIDE) == []
    watched.close()


@pytest.fixture
def watched(mapped_browser: Browser, hall: Hall) -> Iterator[Watched]:
    context = Watched(mapped_browser, hall.address)
    yield context
    context.close()


def test_joining_and_contributing_stays_under_a_hundred_kilobytes(watched: Watched, hall: Hall) -> None:
    watched.context.add_init_script(NOTHING_AHEAD)
    page = watched.page()
    wire = watched.context.new_cdp_session(page)
    received: list[int] = []
    wire.on("Network.loadingFinished", lambda event: received.append(event["encodedDataLength"]))
    wire.on(
        "Network.webSocketFrameReceived", lambda event: received.append(len(event["response"]["payloadData"]))
    )
    wire.send("Network.enable")
    take_part(page, hall)
    write(page, "Taalcafé in de wasserette", reasons=("Je bent er toch al",))
    send(page)
    expect(page.locator("[data-slot=last]")).to_contain_text("op het scherm")
    page.wait_for_load_state("networkidle")
    assert len(received) > 10
    assert 40_000 < sum(received) < MOST_BYTES


def test_a_keyboard_alone_joins_contributes_and_reads(watched: Watched, hall: Hall) -> None:
    page = watched.page()
    page.goto(f"{hall.join_url}?t=3")

    def tab_to(selector: str) -> None:
        for _ in range(60):
            page.keyboard.press("Tab")
            if page.evaluate("s => document.activeElement.matches(s)", selector):
                return
        raise AssertionError(f"the keyboard does not reach {selector}")

    tab_to(".leaf")
    page.keyboard.press("Enter")
    ready(page)
    tab_to("#interventions-title")
    page.keyboard.type("Met toetsen")
    tab_to("[name=levers][value=vertrouwen]")
    page.keyboard.press("Space")
    tab_to("#reasons-0-text")
    page.keyboard.type("Eerste reden")
    page.keyboard.press("Enter")
    page.keyboard.type("Tweede reden")
    tab_to("[name=formal]")
    page.keyboard.press("ArrowRight")
    tab_to("[data-slot=send]")
    page.keyboard.press("Enter")
    expect(page.locator("[data-slot=last]")).to_contain_text("op het scherm")
    assert texts(hall, "reason") == ["Eerste reden", "Tweede reden"]
    page.evaluate("document.activeElement.blur()")
    tab_to(".wegen [data-go=mine]")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Wat jij schreef")).to_be_focused()
    tab_to("[data-act=edit]")
    page.keyboard.press("Enter")
    expect(page.locator("#interventions-title")).to_have_value("Met toetsen")
