"""Three phones sort, one of them without a line; wall and staff see what is theirs to see."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from leader import Leader
from live_server import Watched, violations
from phone_hand import take_part
from playwright.sync_api import Browser, Page, expect
from sorting_acts import STATEMENTS, let_them_sort, sorts
from wall_acts import analysis_of, check_sheet, turn, wall_url

from sessions.hall import decks, piles
from sessions.models import Exercise, Participant

pytestmark = pytest.mark.browser

# The pile on which each statement belongs, for whoever sorts by hand.
BELONGS = dict(zip(STATEMENTS, "aaabbb", strict=True))
DEAL = """async ([exercise, ids, id, number, most]) => {
  const script = [...document.querySelectorAll("link[rel=modulepreload]")].map(l => l.href)
    .find(href => href.endsWith("/phone.js"));
  const { deck } = await import(script.replace("phone.js", "deck.js"));
  return deck({ exercise, ids, participant: { id, number }, most, placed: new Set() });
}"""


@pytest.fixture
def open_page(mapped_browser: Browser, hall) -> Iterator:
    """Opens a page in a context of its own, of which everything suspicious is kept."""
    contexts: list[Watched] = []

    def opened(**options) -> Page:
        contexts.append(Watched(mapped_browser, hall.address, **options))
        return contexts[-1].page()

    yield opened
    for watched in contexts:
        watched.close()


def lay_all(phone: Page, piles_of: dict[str, str]) -> None:
    """Puts each statement that comes on the pile where it belongs, a new one for the first of its kind."""
    made: list[str] = []
    for _ in range(len(STATEMENTS) - int(phone.locator("[data-slot=progress]").inner_text().split()[0])):
        pile = piles_of[phone.locator("[data-slot=statement]").inner_text()]
        if pile in made:
            phone.locator("[data-slot=piles] button").nth(made.index(pile)).click()
        else:
            made.append(pile)
            phone.locator("[data-slot=new]").click()


def sorted_by(hall, step: int) -> list[list[list[int]]]:
    with hall.house.store.reading() as db:
        people = db.query(Participant.id).order_by(Participant.id)
        found = [[list(pile.statements) for pile in piles.of(db, step, person)] for (person,) in people]
    return [own for own in found if own]


def test_three_people_sort_and_staff_see_the_map(open_page, hall, mapped_browser: Browser) -> None:
    step, statements = let_them_sort(hall)
    turn(hall, "sorting")
    sorts(hall, step, "aaabbb", statements)
    sorts(hall, step, "aabbcc", statements)
    phone = open_page()
    take_part(phone, hall)
    # Before its script is here a tap sends the plain form.
    phone.wait_for_selector(".sorteer[data-ready]", state="attached")
    first = phone.locator("[data-slot=statement]").inner_text()
    phone.locator("[data-slot=new]").click()
    phone.get_by_role("button", name="Terug", exact=True).click()
    expect(phone.locator("[data-slot=statement]")).to_have_text(first)

    # Without a line: laid, named and reloaded from the phone alone, then sent in order.
    phone.context.set_offline(True)
    lay_all(phone, BELONGS)
    expect(phone.locator("[data-slot=progress]")).to_have_text("6 van 6")
    expect(phone.locator("[data-slot=sort-state]")).to_have_text("bewaard op je telefoon")
    phone.locator(".binnen summary").first.click()
    phone.locator(".binnen[open] input[name=name]").fill("Gemakkelijk binnen")
    phone.locator(".binnen[open]").get_by_role("button", name="Bewaar").click()
    expect(phone.locator(".binnen summary").first).to_contain_text("Gemakkelijk binnen")
    assert violations(phone) == []
    phone.context.set_offline(False)
    expect(phone.locator("[data-slot=sort-state]")).to_have_text("alles is verzonden")
    assert sorted(map(sorted, sorted_by(hall, step)[-1])) == [statements[:3], statements[3:]]

    # Another page of the same person shows the same piles.
    again = phone.context.new_page()
    again.goto(hall.page_url)
    expect(again.locator(".binnen summary").first).to_contain_text("Gemakkelijk binnen")
    expect(again.locator("[data-slot=progress]")).to_have_text("6 van 6")

    wall = open_page(viewport={"width": 1920, "height": 1080})
    wall.goto(wall_url(hall))
    expect(wall.locator(".sorteerwand b")).to_have_text(["3", "18", "3"])
    assert all(text not in wall.locator("main").inner_text() for text in STATEMENTS)
    check_sheet(wall, 1080)

    leader = Leader(mapped_browser, hall)
    bench = leader.opens(f"workbench/{analysis_of(hall, 'why')[0]}/sorting?k=2")
    expect(bench.locator(".groeplijst h3").first).to_contain_text("3 uitspraken", timeout=30_000)
    assert "wat 3 mensen" in bench.locator("figure svg").get_attribute("aria-label")
    assert violations(bench) == []
    leader.close()


def test_phone_and_server_deal_the_same_statements(open_page, hall) -> None:
    step, _statements = let_them_sort(hall)
    phone = open_page()
    take_part(phone, hall)
    ids = list(range(100, 141))
    for number, most in ((1, 0), (1, 12), (7, 12), (40, 5)):
        person = Participant(id=900 + number, number=number)
        own = decks.deck(Exercise(id=step, settings={"most": most}), ids, person, set())
        assert phone.evaluate(DEAL, [step, ids, person.id, number, most]) == own
