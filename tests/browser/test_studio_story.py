"""From an empty installation to an open workshop, and the studio through the day, in a real browser."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from builders import contribute, intervention, join
from leader import DESK, Leader
from live_server import Hall, LiveServer, Watched, late, violations
from playwright.sync_api import Browser, Page, expect

from sessions import workshops
from sessions.models import Contribution, Workshop

pytestmark = pytest.mark.browser
# How long something may take is not what is asked here, only whether it comes.
expect.set_options(timeout=30_000)


@pytest.fixture
def leader(mapped_browser: Browser, hall: Hall) -> Iterator[Leader]:
    made = Leader(mapped_browser, hall)
    yield made
    made.close()


def step_of(hall: Hall, kind: str = "interventions") -> int:
    with hall.house.store.reading() as db:
        return next(step.id for step in workshops.steps_of(db, hall.workshop_id) if step.kind == kind)


def said(hall: Hall, text: str, table: int = 4) -> int:
    phone = join(hall.house, hall.workshop_id, table=table)
    return contribute(hall.house, phone, step_of(hall), intervention(text, preconditions=["tijd"]))["id"]


def test_from_an_empty_installation_to_an_open_workshop_in_at_most_twelve_actions(
    mapped_browser: Browser, tmp_path: Path
) -> None:
    server = LiveServer(tmp_path / "data")
    try:
        link = re.search(r"(http\S+/setup/\S+)", "\n".join(server.lines))
        assert link is not None
        watched = Watched(mapped_browser, server.address, viewport=DESK)
        page = watched.page()
        actions = 0

        def does(act, *arguments) -> None:
            nonlocal actions
            actions += 1
            act(*arguments)

        page.goto(link.group(1))
        assert violations(page) == []
        does(page.get_by_label("Je organisatie").fill, "Samen Mechelen")
        does(page.get_by_label("Je naam").fill, "Hilde Claes")
        does(page.get_by_label("E-mailadres").fill, "hilde@samen.example")
        does(page.get_by_label("Wachtwoord").fill, "een zin van woorden")
        does(page.get_by_role("button", name="Begin").click)
        expect(page.get_by_role("heading", level=1)).to_contain_text("Je eerste workshop")
        assert violations(page) == []
        does(page.get_by_text("Startmoment", exact=True).click)
        does(page.get_by_label("Naam", exact=True).fill, "Iedereen aan tafel")
        does(page.get_by_role("button", name="Maak de workshop").click)
        does(page.get_by_role("button", name="Open de workshop").click)
        expect(page.locator("#waar")).to_have_text("Stap 1 van 9: Onthaal")
        assert actions <= 12
        watched.close()
    finally:
        server.stop()


def test_what_people_say_appears_and_is_hidden_with_a_reason(hall: Hall, leader: Leader) -> None:
    page = leader.opens()
    first = said(hall, "Taalcafé in de wasserette")
    feed = page.locator("#binnen")
    expect(feed).to_contain_text("Taalcafé in de wasserette")
    expect(feed).to_contain_text("tafel 4")
    expect(page.locator("[data-count=intervention]")).to_have_text("1")
    expect(page.locator("[data-count=precondition]")).to_have_text("1")
    expect(page.get_by_role("img", name=re.compile("Tafel 4: 1 doen mee, 1 schreven al"))).to_be_visible()
    page.evaluate("window.stayed = true")
    page.get_by_role("link", name="Verberg: Taalcafé in de wasserette").press("Enter")
    dialog = page.get_by_role("dialog")
    assert violations(page) == []
    dialog.get_by_role("button", name="Verberg").click()
    expect(dialog.locator(".error")).to_contain_text("Zeg kort waarom")
    dialog.get_by_label("Waarom verberg je dit?").fill("Er staat een naam in")
    page.keyboard.press("Enter")
    expect(feed.locator("li").first).to_contain_text("verborgen: Er staat een naam in")
    with hall.house.store.reading() as db:
        assert db.get_one(Contribution, first).state == "hidden"
    page.get_by_role("button", name="Toon weer: Taalcafé in de wasserette").press("Enter")
    expect(page.get_by_role("link", name="Verberg: Taalcafé in de wasserette")).to_be_visible()
    said(hall, "Samen koken op woensdag")
    expect(feed.locator("li").first).to_contain_text("Samen koken op woensdag")
    assert page.evaluate("window.stayed") is True


def test_next_is_one_press_for_two_devices(mapped_browser: Browser, hall: Hall, leader: Leader) -> None:
    page = leader.opens()
    other_leader = Leader(mapped_browser, hall)
    other = other_leader.opens()
    page.get_by_role("button", name="Volgende: Vaststelling per tafel").click()
    for each in (page, other):
        expect(each.locator("#waar")).to_have_text("Stap 4 van 9: Vaststelling per tafel")
        expect(each.locator("#programma .now b")).to_have_text("Vaststelling per tafel")
        expect(each.get_by_role("button", name="Volgende: Pauze")).to_be_visible()
    # What the other device shows is put back to what it showed before, as when both press at once.
    other.evaluate("id => { document.querySelector('#volgende').elements.seen.value = id; }", step_of(hall))
    other.get_by_role("button", name="Volgende: Pauze").click()
    expect(other.locator("#melding")).to_contain_text("Iemand was je net voor")
    expect(other.locator("#waar")).to_have_text("Stap 4 van 9: Vaststelling per tafel")
    other.get_by_role("button", name="Terug").click()
    expect(page.locator("#waar")).to_have_text("Stap 3 van 9: Interventies")
    page.reload()
    expect(page.locator("#waar")).to_have_text("Stap 3 van 9: Interventies")
    other_leader.close()


def test_a_press_on_what_came_next_counts_while_the_first_waits_for_its_answer(
    hall: Hall, leader: Leader
) -> None:
    page = leader.opens()
    with late(page, "**/step"):
        page.get_by_role("button", name="Volgende: Vaststelling per tafel").click()
        page.get_by_role("button", name="Volgende: Pauze").click()
    expect(page.locator("#waar")).to_have_text("Stap 5 van 9: Pauze")


def test_the_timetable_in_the_browser_is_that_of_the_server(hall: Hall, leader: Leader) -> None:
    page = leader.opens()
    moved = page.locator("#uitloop").inner_text()
    times = page.locator("#programma time").all_inner_texts()
    page.get_by_role("button", name="+2 min").click()
    expect(page.locator("#uitloop")).not_to_have_text(moved)
    live = page.locator("#uitloop").inner_text()
    live_times = page.locator("#programma time").all_inner_texts()
    assert live_times != times
    served = leader.watched.context.request.get(page.url).text()
    assert live in served
    assert re.findall(r"<time>([^<]*)</time>", served) == live_times


def test_the_wall_is_turned_and_covered_from_the_studio(hall: Hall, leader: Leader) -> None:
    page = leader.opens()
    page.get_by_text("Ander beeld").press("Enter")
    page.get_by_role("button", name="Hefbomen").press("Enter")
    expect(page.locator("#beelden [aria-current]")).to_have_text("Hefbomen")
    page.get_by_role("button", name="Verberg de wand").press("Enter")
    expect(page.locator("#bedekt")).to_be_visible()
    page.reload()
    expect(page.get_by_role("button", name="Verberg de wand", pressed=True)).to_be_visible()
    with hall.house.store.reading() as db:
        workshop = db.get_one(Workshop, hall.workshop_id)
        assert (workshop.wall_view, workshop.wall_hidden) == ("levers", True)


def test_closing_asks_first_and_the_other_device_follows(
    mapped_browser: Browser, hall: Hall, leader: Leader
) -> None:
    page, other_leader = leader.opens(), Leader(mapped_browser, hall)
    other = other_leader.opens()
    page.get_by_role("button", name="Sluit de workshop").first.click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("button", name="Toch niet").click()
    page.get_by_role("button", name="Sluit de workshop").first.click()
    dialog.get_by_role("button", name="Sluit de workshop").click()
    for each in (page, other):
        expect(each.get_by_role("button", name="Open opnieuw")).to_be_visible()
    other.get_by_role("button", name="Open opnieuw").click()
    expect(other.locator("#waar")).to_contain_text("Stap")
    expect(page.locator("#waar")).to_contain_text("Stap")
    other_leader.close()


def test_signing_out_elsewhere_ends_the_studio(mapped_browser: Browser, hall: Hall, leader: Leader) -> None:
    page, second = leader.opens(), leader.opens()
    second.locator("details.menu", has_text=re.compile("Meld af")).locator("summary").click()
    second.get_by_role("button", name="Meld af").click()
    expect(page.get_by_role("heading", name="Meld je aan")).to_be_visible()


def test_a_page_that_is_shown_while_it_connects_greets_the_server_once(
    mapped_browser: Browser, hall: Hall
) -> None:
    eager = Leader(mapped_browser, hall)
    eager.watched.context.add_init_script(
        "const eager = setInterval(() => dispatchEvent(new Event('pageshow')), 1);"
        "setTimeout(() => clearInterval(eager), 15000);"
    )
    page = eager.opens()
    said(hall, "Fietsles voor vrouwen")
    expect(page.locator("#binnen")).to_contain_text("Fietsles voor vrouwen")
    eager.close()


def test_without_a_script_the_studio_leads_as_well(mapped_browser: Browser, hall: Hall) -> None:
    said(hall, "Voorlezen in de thuistaal")
    plain = Leader(mapped_browser, hall, java_script_enabled=False)
    page = plain.watched.page()
    page.goto(f"{hall.address}/workshops/{hall.workshop_id}/studio")
    page.get_by_role("link", name="Verberg: Voorlezen in de thuistaal").click()
    page.get_by_label("Waarom verberg je dit?").fill("Staat er twee keer")
    page.get_by_role("button", name="Verberg").click()
    expect(page.locator("#binnen")).to_contain_text("verborgen: Staat er twee keer")
    page.get_by_role("button", name="Volgende: Vaststelling per tafel").click()
    expect(page.locator("#waar")).to_have_text("Stap 4 van 9: Vaststelling per tafel")
    plain.close()


def test_what_is_changed_in_the_programme_is_kept_at_once(hall: Hall, leader: Leader) -> None:
    page = leader.opens("programme")
    title = page.get_by_label("Naam", exact=True)
    title.fill("")
    title.blur()
    expect(page.locator("#details .error")).to_contain_text("Geef de workshop een naam.")
    expect(page.locator("#bewaard")).to_have_text("nog niet bewaard")
    assert violations(page) == []
    title.fill("Iedereen mee")
    title.blur()
    expect(page.locator("#bewaard")).to_have_text("alles bewaard")
    expect(page.locator("#details .error")).to_have_count(0)
    with hall.house.store.reading() as db:
        assert db.get_one(Workshop, hall.workshop_id).title == "Iedereen mee"


class Looked:
    """What was wrong with each page, in each size."""

    def __init__(self) -> None:
        self.faults: dict[str, list[str]] = {}
        self.too_wide: dict[str, int] = {}

    def look(self, page: Page, name: str, *, on_paper: bool = False) -> None:
        """A sheet of paper keeps its width."""
        for width, height in ((1440, 900), (1920, 1080), (360, 740)):
            page.set_viewport_size({"width": width, "height": height})
            if found := violations(page):
                self.faults[f"{name} {width}"] = found
            wide = page.evaluate("document.documentElement.scrollWidth")
            if wide > width and not on_paper:
                self.too_wide[f"{name} {width}"] = wide


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_page_of_the_desk_is_accessible_and_fits(
    mapped_browser: Browser, hall: Hall, scheme: str
) -> None:
    for text in (
        "Taalcafé in de wasserette",
        "Een heel lange titel die zeker twee regels nodig heeft, of drie",
    ):
        said(hall, text)
    leader, looked = Leader(mapped_browser, hall, color_scheme=scheme), Looked()
    page = leader.opens()
    expect(page.locator("#zaal svg")).to_have_count(10)
    looked.look(page, "studio")
    base = f"/workshops/{hall.workshop_id}"
    for path in (
        "/",
        "/workshops/new",
        f"{base}/programme",
        f"{base}/steps/{step_of(hall)}",
        f"{base}/steps/{step_of(hall, 'ranking')}",
        f"{base}/steps/new",
        f"{base}/script/keep",
        "/scripts",
        f"{base}/cards",
    ):
        page.goto(hall.address + path)
        looked.look(page, path, on_paper=path.endswith("cards"))
    page.goto(f"{hall.address}/workshops/new")
    page.get_by_role("button", name="Maak de workshop").click()
    expect(page.locator(".errors")).to_be_focused()
    looked.look(page, "refused")
    hall.close()
    page.goto(f"{hall.address}{base}/studio")
    looked.look(page, "closed")
    leader.watched.context.clear_cookies()
    page.goto(f"{hall.address}/login")
    page.get_by_label("E-mailadres").fill("niemand@lotus.example")
    page.get_by_label("Wachtwoord").fill("niet dit")
    page.get_by_role("button", name="Meld je aan").click()
    expect(page.get_by_role("alert")).to_be_visible()
    looked.look(page, "sign in")
    assert looked.faults == {}
    assert looked.too_wide == {}
    leader.close()
