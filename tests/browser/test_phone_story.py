"""A participant's phone in a real browser, on the real server: nothing is lost, nothing is doubled."""

from __future__ import annotations

import time
from collections.abc import Iterator

import pytest
from live_server import HALL, Hall, Watched, comes
from phone_hand import go, mine, others_say, ready, send, take_part, texts, write
from playwright.sync_api import Browser, Page, Route, expect

from sessions import contributions
from sessions.hall import programme
from sessions.models import Contribution

pytestmark = pytest.mark.browser


@pytest.fixture
def watched(mapped_browser: Browser, hall: Hall) -> Iterator[Watched]:
    context = Watched(mapped_browser, hall.address)
    yield context
    context.close()


@pytest.fixture
def phone(watched: Watched, hall: Hall) -> Page:
    """A phone at table 4."""
    page = watched.page()
    take_part(page, hall)
    return page


def contribution_id(hall: Hall) -> int:
    with hall.house.store.reading() as db:
        query = db.query(Contribution.id).filter_by(workshop_id=hall.workshop_id, kind="intervention")
        return query.order_by(Contribution.id.desc()).first()[0]


def test_from_the_code_of_a_table_to_the_wall(phone: Page, hall: Hall) -> None:
    expect(phone.locator(".bar")).to_contain_text("Tafel 4")
    expect(phone.get_by_role("heading", name="Waar krijg je een warm hart van?")).to_be_visible()
    expect(phone.locator(".rest")).to_be_hidden()
    write(phone, "Taalcafé in de wasserette", reasons=("Je bent er toch al", "Niemand kijkt op"))
    phone.get_by_text("Vertrouwen", exact=True).click()
    expect(phone.locator("[data-note=vertrouwen]")).to_be_visible()
    expect(phone.locator("[data-note=herverdelen]")).to_be_hidden()
    send(phone)
    expect(phone.locator("[data-slot=last]")).to_contain_text("op het scherm")
    expect(phone.locator("#interventions-title")).to_have_value("")
    go(phone, "mine")
    expect(mine(phone, "Taalcafé")).to_contain_text("Niemand kijkt op")
    assert texts(hall) == ["Taalcafé in de wasserette"]
    assert texts(hall, "reason") == ["Je bent er toch al", "Niemand kijkt op"]


def test_the_phone_that_returns_is_the_same_participant(watched: Watched, phone: Page, hall: Hall) -> None:
    again = watched.page()
    again.goto(hall.join_url.lower().replace(hall.address.lower(), hall.address))
    expect(again).to_have_url(hall.page_url)


def test_what_is_being_typed_survives_a_reload_and_a_step(phone: Page, hall: Hall) -> None:
    write(phone, "Half af", reasons=("Eerste reden",))
    phone.get_by_text("Informeel", exact=True).click()
    phone.reload()
    ready(phone)
    expect(phone.locator("#interventions-title")).to_have_value("Half af")
    expect(phone.locator("#reasons-0-text")).to_have_value("Eerste reden")
    expect(phone.locator("#formal-2")).to_be_checked()
    hall.go_to("moment", 2)
    expect(phone.get_by_role("heading", name="Pauze")).to_be_visible()
    expect(phone.locator("[data-slot=unsent]")).to_contain_text("Half af")
    hall.go_to("interventions")
    expect(phone.locator("#interventions-title")).to_have_value("Half af")
    send(phone)
    expect(phone.locator("[data-slot=last]")).to_contain_text("op het scherm")
    assert texts(hall) == ["Half af"]


# What the outbox stores is on the disk only when `letGo` is called.
SLOW_DISK = """() => {
  const complete = Object.getOwnPropertyDescriptor(IDBTransaction.prototype, "oncomplete");
  const held = [];
  Object.defineProperty(IDBTransaction.prototype, "oncomplete", {
    configurable: true,
    set(listener) { complete.set.call(this, (event) => held.push(() => listener(event))); },
  });
  window.letGo = () => {
    Object.defineProperty(IDBTransaction.prototype, "oncomplete", complete);
    for (const each of held) each();
  };
}"""


def test_what_is_typed_in_the_next_step_stays_while_the_text_of_this_one_is_stored(
    phone: Page, hall: Hall
) -> None:
    first, now = hall.go_to(), hall.house.now()
    hall.house.write(lambda db: programme.copy_step(db, first, HALL, now=now))
    write(phone, "Van de eerste stap")
    phone.evaluate(SLOW_DISK)
    send(phone)
    hall.go_to(nth=1)
    expect(phone.locator("#interventions-title")).to_have_value("")
    write(phone, "Van de tweede stap")
    phone.evaluate("letGo()")
    # It came too late for a step that is closed by now, and is kept.
    expect(phone.locator("#status")).to_contain_text("Van de eerste stap")
    expect(phone.locator("#interventions-title")).to_have_value("Van de tweede stap")
    phone.reload()
    ready(phone)
    expect(phone.locator("#interventions-title")).to_have_value("Van de tweede stap")
    go(phone, "mine")
    expect(mine(phone, "Van de eerste stap")).to_be_visible()


def test_letters_typed_before_the_script_arrived_stay(watched: Watched, hall: Hall) -> None:
    page = watched.page()
    page.goto(f"{hall.join_url}?t=4")
    held = []
    page.route("**/js/phone.js", lambda route: held.append(route))
    page.locator(".leaf").click()
    page.fill("#interventions-title", "Vroeg getypt")
    comes(page, lambda: held)
    for route in held:
        route.continue_()
    page.unroute("**/js/phone.js")
    ready(page)
    expect(page.locator("#interventions-title")).to_have_value("Vroeg getypt")


def test_without_a_line_it_waits_on_the_phone_and_leaves_by_itself(phone: Page, hall: Hall) -> None:
    phone.context.set_offline(True)
    for title in ("Samen tuinieren", "Fietsles"):
        write(phone, title)
        send(phone)
        expect(phone.locator("#interventions-title")).to_have_value("")
    go(phone, "mine")
    expect(mine(phone, "Fietsles")).to_contain_text("nog op je telefoon")
    expect(mine(phone, "Samen tuinieren")).to_contain_text("nog op je telefoon")
    assert texts(hall) == []
    phone.context.set_offline(False)
    expect(mine(phone, "Fietsles")).to_contain_text("op het scherm")
    expect(mine(phone, "Samen tuinieren")).to_contain_text("op het scherm")
    assert sorted(texts(hall)) == ["Fietsles", "Samen tuinieren"]


def test_tapping_twice_sends_once(phone: Page, hall: Hall) -> None:
    write(phone, "Eén keer")
    phone.get_by_role("button", name="Verstuur").dblclick()
    expect(phone.locator("[data-slot=last]")).to_contain_text("op het scherm")
    phone.reload()
    ready(phone)
    assert texts(hall) == ["Eén keer"]
    expect(phone.locator("#interventions-title")).to_have_value("")


def test_what_is_missing_is_said_next_to_the_field(phone: Page, hall: Hall) -> None:
    send(phone)
    expect(phone.locator("#interventions-title-error")).to_contain_text("Geef het eerst een naam.")
    expect(phone.locator("#interventions-title")).to_be_focused()
    expect(phone.locator("#interventions-title")).to_have_attribute("aria-invalid", "true")
    write(phone, "Nu wel", reasons=("x" * 281,))
    expect(phone.locator("#interventions-title-error")).to_have_count(0)
    send(phone)
    expect(phone.locator("#reasons-0-text-error")).to_contain_text("281 tekens, er passen er 280")
    phone.fill("#reasons-0-text", "Kort")
    send(phone)
    expect(phone.locator("[data-slot=last]")).to_contain_text("op het scherm")
    assert texts(hall, "reason") == ["Kort"]


def test_lines_come_and_go_one_by_one(phone: Page, hall: Hall) -> None:
    write(phone, "Repaircafé", reasons=("Eerste", "Tweede", "Derde"))
    phone.get_by_role("button", name="Haal weg: Tweede").click()
    expect(phone.locator("#reasons-1-text")).to_be_focused()
    phone.press("#reasons-0-text", "Enter")
    expect(phone.locator("#reasons-1-text")).to_be_focused()
    send(phone)
    expect(phone.locator("[data-slot=last]")).to_contain_text("op het scherm")
    assert texts(hall, "reason") == ["Eerste", "Derde"]


def test_correcting_withdrawing_and_putting_back(phone: Page, hall: Hall) -> None:
    write(phone, "Huiswerkklas", reasons=("Rust", "Hulp"))
    send(phone)
    go(phone, "mine")
    mine(phone, "Huiswerkklas").get_by_role("link", name="Pas aan").click()
    expect(phone.locator("#reasons-1-text")).to_have_value("Hulp")
    phone.fill("#interventions-title", "Huiswerkklas op zaterdag")
    phone.reload()
    ready(phone)
    expect(phone.locator("#interventions-title")).to_have_value("Huiswerkklas op zaterdag")
    phone.get_by_role("button", name="Bewaar").first.click()
    article = mine(phone, "Huiswerkklas op zaterdag")
    expect(article).to_contain_text("op het scherm")
    assert texts(hall) == ["Huiswerkklas op zaterdag"]
    assert texts(hall, "reason") == ["Rust", "Hulp"]
    article.get_by_role("button", name="Haal weg").click()
    expect(mine(phone, "Weggehaald:")).to_be_visible()
    mine(phone, "Weggehaald:").get_by_role("button", name="Zet terug").click()
    expect(article).to_contain_text("op het scherm")
    assert texts(hall) == ["Huiswerkklas op zaterdag"]


def test_news_that_is_faster_than_the_answer_leaves_nothing_waiting(phone: Page, hall: Hall) -> None:
    write(phone, "Huiswerkklas")
    send(phone)
    go(phone, "mine")
    article = mine(phone, "Huiswerkklas")
    expect(article).to_contain_text("op het scherm")

    def late(route: Route) -> None:
        answer = route.fetch()
        # The browser hears the news over its socket while this answer is held back.
        time.sleep(1)
        route.fulfill(response=answer)

    phone.route("**/withdraw", late)
    article.get_by_role("button", name="Haal weg").click()
    expect(mine(phone, "Weggehaald:").get_by_role("button", name="Zet terug")).to_be_visible()


def test_giving_up_a_correction_changes_nothing(phone: Page, hall: Hall) -> None:
    write(phone, "Blijft zo")
    send(phone)
    expect(phone.locator("[data-slot=last]")).to_contain_text("op het scherm")
    write(phone, "Nieuw en half")
    go(phone, "mine")
    mine(phone, "Blijft zo").get_by_role("link", name="Pas aan").click()
    phone.fill("#interventions-title", "Anders")
    phone.get_by_role("link", name="Toch niet").click()
    go(phone, "now")
    expect(phone.locator("#interventions-title")).to_have_value("Nieuw en half")
    assert texts(hall) == ["Blijft zo"]


def test_hiding_is_told_with_the_reason(phone: Page, hall: Hall) -> None:
    write(phone, "Bij Fatima")
    send(phone)
    go(phone, "mine")
    expect(mine(phone, "Bij Fatima")).to_contain_text("op het scherm")
    top = contribution_id(hall)
    hall.house.write(
        lambda db: contributions.hide(db, top, HALL, reason="Er staat een naam in.", now=hall.house.now())
    )
    expect(mine(phone, "Bij Fatima")).to_contain_text("niet op het scherm")
    expect(mine(phone, "Bij Fatima")).to_contain_text("Er staat een naam in.")


def test_what_came_too_late_stays_and_can_be_sent_again(phone: Page, hall: Hall) -> None:
    phone.context.set_offline(True)
    write(phone, "Net te laat")
    send(phone)
    hall.go_to("moment", 2)
    phone.context.set_offline(False)
    expect(phone.get_by_role("heading", name="Pauze")).to_be_visible()
    go(phone, "mine")
    expect(mine(phone, "Net te laat")).to_contain_text("niet aangekomen")
    hall.go_to("interventions")
    expect(phone.locator("#interventions-title")).to_be_visible()
    go(phone, "mine")
    mine(phone, "Net te laat").get_by_role("button", name="Verstuur opnieuw").click()
    expect(mine(phone, "Net te laat").filter(has_text="op het scherm")).to_have_count(1)
    expect(mine(phone, "Net te laat")).to_have_count(1)
    assert texts(hall) == ["Net te laat"]


def test_others_are_announced_and_get_a_warm_heart(phone: Page, hall: Hall) -> None:
    others_say(hall, "Buddy", "Speelbus")
    expect(phone.locator("[data-slot=others-new]")).to_have_text("2 nieuw")
    go(phone, "others")
    expect(phone.locator(".ander h2")).to_have_text(["Speelbus", "Buddy"])
    expect(phone.locator("[data-slot=others-new]")).to_have_text("")
    heart = phone.get_by_role("button", name="Geef Buddy een warm hart")
    with phone.expect_response("**/heart"):
        heart.click()
    expect(heart).to_have_attribute("aria-pressed", "true")
    expect(heart).to_contain_text("1")
    phone.reload()
    ready(phone)
    expect(heart).to_have_attribute("aria-pressed", "true")
    expect(phone.locator("section[data-side=others] [data-slot=others]")).to_have_attribute(
        "aria-busy", "false"
    )
    others_say(hall, "Derde")
    phone.locator("[data-slot=refresh] button").click()
    expect(phone.locator(".ander h2").first).to_have_text("Derde")


def test_others_come_twenty_at_a_time(phone: Page, hall: Hall) -> None:
    others_say(hall, *(f"Nummer {number}" for number in range(1, 26)))
    go(phone, "others")
    expect(phone.locator(".ander")).to_have_count(20)
    phone.get_by_role("link", name="Toon meer").click()
    expect(phone.locator(".ander")).to_have_count(25)
    expect(phone.get_by_role("link", name="Toon meer")).to_be_hidden()


def test_a_new_step_brings_every_phone_to_it(phone: Page, hall: Hall) -> None:
    go(phone, "others")
    hall.go_to("moment", 2)
    expect(phone.get_by_role("heading", name="Pauze")).to_be_visible()
    expect(phone.locator("#status")).to_contain_text("Pauze")
    expect(phone.get_by_role("button", name="Verstuur")).to_be_hidden()
    expect(phone).to_have_url(hall.page_url)


def test_closing_turns_the_page_into_my_page(phone: Page, hall: Hall) -> None:
    write(phone, "Laatste")
    send(phone)
    expect(phone.locator("[data-slot=last]")).to_contain_text("op het scherm")
    hall.close()
    expect(phone.get_by_role("heading", name="Dit gebeurde er met wat jij zei")).to_be_visible()
    expect(mine(phone, "Laatste")).to_be_visible()
    phone.goto(hall.join_url)
    expect(phone.get_by_role("heading", name="Dit gebeurde er met wat jij zei")).to_be_visible()


def test_a_stale_form_token_is_renewed_without_a_word(phone: Page, hall: Hall) -> None:
    phone.locator("meta[name=csrf-token]").evaluate("element => { element.content = 'stale' }")
    write(phone, "Lang open gestaan")
    send(phone)
    expect(phone.locator("[data-slot=last]")).to_contain_text("op het scherm")
    assert texts(hall) == ["Lang open gestaan"]


def test_everything_works_without_script(mapped_browser: Browser, hall: Hall) -> None:
    watched = Watched(mapped_browser, hall.address, java_script_enabled=False)
    page = watched.page()
    page.goto(hall.join_url)
    page.get_by_text("6", exact=True).click()
    page.get_by_role("button", name="Doe mee").click()
    page.fill("#interventions-title", "Zonder script")
    page.fill("#reasons-2-text", "De derde regel")
    page.get_by_role("button", name="Verstuur").click()
    expect(page.get_by_role("heading", name="Zonder script")).to_be_visible()
    expect(page.get_by_text("De derde regel")).to_be_visible()
    page.get_by_role("link", name="Pas aan").click()
    expect(page.locator("#reasons-0-text")).to_have_value("De derde regel")
    page.fill("#interventions-title", "")
    page.get_by_role("button", name="Bewaar").first.click()
    expect(page.locator("#interventions-title-error")).to_be_visible()
    page.fill("#interventions-title", "Zonder script, beter")
    page.get_by_role("button", name="Bewaar").first.click()
    page.get_by_role("button", name="Haal weg").click()
    page.get_by_role("button", name="Zet terug").click()
    expect(page.get_by_role("heading", name="Zonder script, beter")).to_be_visible()
    assert texts(hall) == ["Zonder script, beter"]
    watched.close()
