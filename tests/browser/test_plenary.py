"""A plenary with three tables, undo on two studios, a place on another phone, paper by keyboard alone."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from builders import contribute, join
from leader import Leader, phone_of
from live_server import Hall, Watched, comes, violations
from playwright.sync_api import Browser, Page, WebSocketRoute, expect
from wall_acts import check_sheet, wall_url

from sessions.hall import findings
from sessions.models import Contribution

pytestmark = pytest.mark.browser
expect.set_options(timeout=30_000)
LONG = (
    "Wie klein en dicht bij huis begint, vindt sneller mensen die meedoen dan wie wacht tot alles klaar is."
)


def agreed(hall: Hall, step: int, table: int, text: str, explanation: str = "") -> int:
    """Two people at that table agree on those words."""
    one, two = (join(hall.house, hall.workshop_id, table=table) for _ in range(2))
    answer = {"text": text, "explanation": explanation}
    said = contribute(hall.house, one, step, answer)["id"]
    now = hall.house.now()
    hall.house.write(lambda db: findings.agree(db, said, two.id, version=1, now=now))
    return said


def opens_phone(watched: Watched, hall: Hall) -> Page:
    page = watched.page()
    page.goto(hall.page_url)
    expect(page.locator("html")).to_have_attribute("data-ready", "yes")
    return page


def test_three_tables_agree_and_are_told_in_turn(mapped_browser: Browser, hall: Hall) -> None:
    step = hall.go_to("findings")
    people = [join(hall.house, hall.workshop_id, table=1) for _ in range(2)]
    agreed(hall, step, 2, LONG, f"{LONG} Dat zagen we drie keer.")
    agreed(hall, step, 3, "Eten brengt mensen samen.")
    phones = [phone_of(mapped_browser, hall, person) for person in people]
    one, two = (opens_phone(phone, hall) for phone in phones)
    desk = Leader(mapped_browser, hall)
    wall = Watched(mapped_browser, hall.address, viewport={"width": 1920, "height": 1080})
    studio, screen = desk.opens(), wall.page()
    screen.goto(wall_url(hall))

    one.get_by_label("Wat stellen jullie vast?").fill("Klein begint het.")
    one.get_by_role("button", name="Leg op tafel").click()
    first = studio.locator(".beurten li").first
    expect(first).to_contain_text("wacht op het ja van de tafel: 1 van 2")
    expect(screen.locator("main")).not_to_contain_text("Klein begint het.")
    two.get_by_role("button", name="Dit klopt voor ons").click()
    expect(first).to_contain_text("de tafel is het eens")
    expect(one.locator("[data-slot=finding-state]")).to_contain_text("Jullie zijn het eens")
    assert violations(one) == [] and violations(studio) == []

    for number, words in ((1, "Klein begint het."), (2, LONG), (3, "Eten brengt mensen samen.")):
        studio.get_by_role("button", name=f"Volgende tafel: {number}").click()
        expect(screen.locator(".vast .wie")).to_contain_text(f"Tafel {number} zegt")
        expect(screen.locator(".vast blockquote")).to_have_text(words)
        check_sheet(screen, 1080)
    expect(one.locator("[data-slot=finding-state]")).to_contain_text("Dit stond op de wand")
    expect(studio.locator("#beurt")).to_be_hidden()
    expect(studio.locator("#volgende button")).to_have_class("leaf")
    studio.get_by_role("button", name="Toon ze samen").click()
    expect(screen.locator(".vaststellingen li")).to_have_count(3)
    check_sheet(screen, 1080)
    assert violations(screen) == []
    for watched in (*phones, desk.watched, wall):
        watched.close()


def test_two_studios_take_back_each_others_acts_by_name(mapped_browser: Browser, hall: Hall) -> None:
    desks = [Leader(mapped_browser, hall) for _ in range(2)]
    one, other = (desk.opens() for desk in desks)
    before = one.locator("#waar").text_content() or ""
    one.get_by_role("button", name="Volgende: Vaststelling per tafel").click()
    button = other.get_by_role("button", name="Ongedaan maken: stap geopend")
    expect(button).to_be_visible()
    expect(other.locator("#waar")).to_contain_text("Vaststelling per tafel")
    other.locator("#main").focus()
    other.keyboard.press("Control+z")
    for page in (one, other):
        expect(page.locator("#waar")).to_have_text(before)
    one.get_by_role("button", name="Opnieuw: stap geopend").click()
    expect(other.locator("#waar")).to_contain_text("Vaststelling per tafel")

    one.get_by_role("button", name="+2 min").click()
    other.get_by_role("button", name="Ongedaan maken: 2 minuten langer").click()
    expect(other.locator("#status")).to_contain_text("Ongedaan gemaakt: 2 minuten langer")
    expect(one.locator("#ook-hier")).to_contain_text("jij, op een ander toestel")

    # Escape covers the wall at once and shows it again; in a field it does neither.
    one.locator("#main").focus()
    one.keyboard.press("Escape")
    expect(other.locator("#bedekt")).to_be_visible()
    one.keyboard.press("Escape")
    expect(other.locator("#bedekt")).to_be_hidden()
    # Pressed three times before any news came back: covered, shown, covered.
    answers: list[object] = []
    one.on("response", lambda response: response.url.endswith("/wall") and answers.append(response))
    for _ in range(3):
        one.keyboard.press("Escape")
    comes(one, lambda: len(answers) == 3)
    for page in (one, other):
        expect(page.locator("#bedekt")).to_be_visible()
    one.keyboard.press("Escape")
    for page in (one, other):
        expect(page.locator("#bedekt")).to_be_hidden()
    assert violations(one) == []
    for desk in desks:
        desk.close()


def test_news_that_is_older_than_the_answer_does_not_turn_the_curtain(
    mapped_browser: Browser, hall: Hall
) -> None:
    desk = Leader(mapped_browser, hall)
    held: list[Callable[[], None]] = []
    holding: list[bool] = []

    def slow(here: WebSocketRoute) -> None:
        def heard(said: str | bytes) -> None:
            if holding and '"studio:' in str(said) and "wall_hidden" in str(said):
                held.append(lambda: here.send(said))
            else:
                here.send(said)

        here.connect_to_server().on_message(heard)

    desk.watched.context.route_web_socket("**/socket.io/**", slow)
    page = desk.opens()
    page.get_by_role("button", name="+2 min").click()
    expect(page.get_by_role("button", name="Ongedaan maken: 2 minuten langer")).to_be_visible()
    cover = page.get_by_role("button", name="Verberg de wand")
    holding.append(True)
    for pressed, number in (("true", 1), ("false", 2)):
        with page.expect_response("**/wall"):
            cover.click()
        expect(cover).to_have_attribute("aria-pressed", pressed)
        comes(page, lambda number=number: len(held) == number)
    covered, shown = held
    covered()
    expect(page.locator("#bedekt")).to_be_visible()
    expect(cover).to_have_attribute("aria-pressed", "false")
    shown()
    expect(page.locator("#bedekt")).to_be_hidden()
    expect(cover).to_have_attribute("aria-pressed", "false")
    desk.close()


def test_a_place_goes_to_another_phone_and_nothing_is_lost(mapped_browser: Browser, hall: Hall) -> None:
    old = phone_of(mapped_browser, hall, join(hall.house, hall.workshop_id, table=2))
    page = opens_phone(old, hall)
    asked = old.page()
    asked.goto(f"{hall.page_url}?view=me")
    asked.get_by_role("button", name="Verder op een andere telefoon").click()
    code = (asked.locator(".verhuiscode .visually-hidden").text_content() or "").replace(" ", "")
    assert violations(asked) == []
    asked.close()
    # The line is cut for what is sent, not for what is heard.
    old.context.route("**/contributions", lambda route: route.abort())
    page.get_by_label("Geef het een naam").fill("Nog niet verzonden")
    page.get_by_role("button", name="Verstuur").click()
    expect(page.locator("[data-slot=last]")).to_contain_text("Nog niet verzonden")

    new = Watched(mapped_browser, hall.address)
    new.context.set_default_timeout(30_000)
    other = new.page()
    other.goto(hall.join_url)
    other.get_by_role("link", name="Ik deed al mee").click()
    other.get_by_label("De code van je eerste telefoon").fill("ZZZZZZ")
    other.get_by_role("button", name="Ga verder").click()
    expect(other.locator("#code-error")).to_contain_text("Deze code werkt niet")
    assert violations(other) == []
    other.get_by_label("De code van je eerste telefoon").fill(f"{code[:3]} {code[3:]}".lower())
    other.get_by_role("button", name="Ga verder").click()
    expect(other.locator("[data-slot=table]")).to_have_text("Tafel 2")

    expect(page.get_by_role("heading", name="Je doet verder op een andere telefoon")).to_be_visible()
    expect(page.locator("[data-slot=unsent] li")).to_contain_text("Nog niet verzonden")
    assert violations(page) == []
    new.close()
    old.close()


def test_paper_is_typed_with_the_keyboard_alone(mapped_browser: Browser, hall: Hall) -> None:
    desk = Leader(mapped_browser, hall)
    page = desk.opens("paper?table=2")
    expect(page.get_by_label("Geef het een naam")).to_be_focused()
    for title in ("Speelbus langs de pleinen", "Samen koken op woensdag"):
        page.keyboard.type(title)
        page.keyboard.press("Enter")
        expect(page.locator(".ingevoerd li").first).to_contain_text(title)
        expect(page.get_by_label("Geef het een naam")).to_be_focused()
        # The script that makes Enter send has come with the page.
        page.wait_for_load_state()
    expect(page.locator(".ingevoerd li").first).to_contain_text("Ingevoerd door")
    assert violations(page) == []
    with hall.house.store.reading() as db:
        typed = db.query(Contribution).filter(Contribution.workshop_id == hall.workshop_id).all()
    assert len(typed) == 2 and all(each.entered_by and each.participant_id is None for each in typed)
    page.get_by_role("button", name="Trek in: Samen koken op woensdag").click()
    expect(page.locator(".ingevoerd li").first).to_contain_text("Ingetrokken")
    desk.close()


def test_a_second_device_goes_on_after_one_press(mapped_browser: Browser, hall: Hall) -> None:
    desk = Leader(mapped_browser, hall)
    page = desk.opens()
    page.get_by_role("button", name="Verder op een ander toestel").click()
    link = f"http://{page.locator('.overneem b').text_content()}"
    assert violations(page) == []
    second = Watched(mapped_browser, hall.address, viewport={"width": 360, "height": 740})
    second.context.set_default_timeout(30_000)
    other = second.page()
    for _preview in range(2):
        other.goto(link)
    assert violations(other) == []
    other.get_by_role("button", name="Open de studio hier").click()
    expect(other.locator("#waar")).to_be_visible()
    assert other.goto(link).status == 404
    second.close()
    desk.close()
