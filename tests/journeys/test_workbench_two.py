"""Two browsers at one workbench: both act before either heard of the other, and end as a new page begins."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import pytest
from live_server import LiveServer, make_hall, until, violations
from playwright.sync_api import Browser, Page, Route, expect
from workbench_hand import Bench, card, is_live, theme

from facilitator.house import build
from facilitator.settings import Settings

pytestmark = pytest.mark.browser

# All that a person sees of who stands where, as words.
SCREEN = """() => {
  const text = (el, slot) => el.querySelector(`[data-slot="${slot}"]`)?.textContent ?? "";
  const cards = (el) => [...el.querySelectorAll(".card > .tekst")].map((each) => each.textContent).sort();
  const themes = [...document.querySelectorAll("section[data-theme]")].map((el) => [
    text(el, "title"), text(el, "rank"), text(el, "count"), text(el, "description"),
    [...el.querySelectorAll("[data-level]:not([hidden])")].map((each) => each.dataset.level), cards(el),
  ]);
  return JSON.stringify([themes, cards(document.querySelector(".side.dark")), text(document, "figures")]);
}"""


class Two:
    """Hilde and Wout, each at a desk of their own."""

    def __init__(self, bench: Bench) -> None:
        self.bench = bench
        self.hilde, self.wout = bench.open(), bench.open("analyst", "wout")
        self.fresh = bench.open("analyst", "nieuw")
        for page in self.pages:
            is_live(page)

    @property
    def pages(self) -> list[Page]:
        return [self.hilde, self.wout]

    def at_once(self, *acts: tuple[Page, Callable[[Page], None]]) -> list[Page]:
        """Everybody acts before anybody heard of the other; whose request is first, is up to the network.
        All have their answers when this is over: returns the pages of those who were refused."""
        with self._held(*acts) as held:
            with ExitStack() as waiting:
                answers = {page: waiting.enter_context(page.expect_response("**/acts/*")) for page in held}
                for page in held:
                    held[page].continue_()
            return [page for page in held if not answers[page].value.ok]

    def in_turn(self, *acts: tuple[Page, Callable[[Page], None]]) -> None:
        """Everybody acts before anybody heard of the other; who is first gets an answer first."""
        with self._held(*acts) as held:
            for page, _act in acts:
                with page.expect_response("**/acts/*"):
                    held[page].continue_()

    @contextmanager
    def _held(self, *acts: tuple[Page, Callable[[Page], None]]) -> Iterator[dict[Page, Route]]:
        """What each of them sent, kept from leaving."""
        held: dict[Page, Any] = {}
        for page, act in acts:
            page.route("**/acts/*", lambda route, _request, page=page: held.setdefault(page, route))
            act(page)
        for _ in range(500):
            if len(held) == len(acts):
                break
            acts[0][0].wait_for_timeout(20)
        assert len(held) == len(acts)
        yield held
        for page in held:
            page.unroute("**/acts/*")

    def end_alike(self) -> str:
        """Both screens show what a page shows that was loaded just now; answers that."""
        self.fresh.goto(self.bench.url)
        is_live(self.fresh)
        now = self.fresh.evaluate(SCREEN)
        for page in self.pages:
            until(page, f"now => ({SCREEN})() === now", now)
        return str(now)


@pytest.fixture
def two(tmp_path: Path, hall_browser: Browser) -> Iterator[Two]:
    house = build(Settings(data=tmp_path / "data"))
    server = LiveServer(tmp_path / "data")
    bench = Bench(make_hall(server, house), hall_browser)
    try:
        yield Two(bench)
        for desk in bench.desks:
            desk.close()
    finally:
        server.stop()
        house.close()
        print("\n".join(server.lines))


def move(place: int, title: str) -> Callable[[Page], None]:
    def act(page: Page) -> None:
        card(page, place).locator("[data-slot=grip]").click()
        page.locator("#move [data-target]").filter(has_text=title).click()

    return act


def edit(page: Page, title: str) -> Any:
    theme(page, title).locator("[data-slot=edit]").click()
    detail = page.locator("[data-panel=theme]")
    expect(detail.get_by_role("heading", level=2)).to_have_text(title)
    return detail


def keep(page: Page) -> None:
    page.locator("[data-panel=theme] form[data-act=change]").get_by_role("button", name="Bewaar").click()


def merge(into: str) -> Callable[[Page], None]:
    """What stands beside the board goes into that theme."""

    def act(page: Page) -> None:
        detail = page.locator("[data-panel=theme]")
        detail.get_by_label("Zet alles in").select_option(label=into)
        detail.get_by_role("button", name="Voeg samen").click()

    return act


def notice(page: Page) -> Any:
    return page.locator("[data-slot=notice]:visible")


def test_two_people_at_one_workbench_lose_nothing_and_see_the_same(two: Two) -> None:
    two.bench.makes("Dichtbij", 0, 6)
    two.bench.makes("Gratis", 2)
    for page in two.pages:
        expect(page.locator("section[data-theme]")).to_have_count(2)
    one_card_into_two_themes(two)
    two_cards_at_once(two)
    two_fields_of_one_theme(two)
    one_field_of_one_theme(two)
    a_name_for_what_the_other_merges(two)
    each_takes_back_while_the_other_goes_on(two)


def one_card_into_two_themes(two: Two) -> None:
    """One of them is first; the other is told, and the card stands in one theme."""
    refused = two.at_once((two.hilde, move(1, "Dichtbij")), (two.wout, move(1, "Gratis")))
    expect(card(two.hilde, 1)).to_have_count(1)
    two.end_alike()
    assert len(refused) == 1
    for page in two.pages:
        if page in refused:
            expect(notice(page)).to_contain_text("Iemand was je net voor.")
        else:
            expect(notice(page)).to_have_count(0)


def two_cards_at_once(two: Two) -> None:
    two.at_once((two.hilde, move(4, "Dichtbij")), (two.wout, move(5, "Gratis")))
    for page in two.pages:
        expect(theme(page, "Dichtbij").locator(".card").filter(has_text="Kinderen brengen")).to_have_count(1)
        expect(theme(page, "Gratis").locator(".card").filter(has_text="Samen eten")).to_have_count(1)
    two.end_alike()


def two_fields_of_one_theme(two: Two) -> None:
    """Each touches one; both stay."""
    edit(two.hilde, "Gratis").get_by_label("doel").check()
    edit(two.wout, "Gratis").get_by_label("Uitleg").fill("Voor wie weinig heeft")
    two.at_once((two.hilde, keep), (two.wout, keep))
    for page in two.pages:
        expect(theme(page, "Gratis").locator("[data-level=goal]")).to_be_visible()
        expect(theme(page, "Gratis").locator("[data-slot=description]")).to_have_text("Voor wie weinig heeft")
        expect(page.locator("[data-panel=theme]").get_by_label("doel")).to_be_checked()
    two.end_alike()


def one_field_of_one_theme(two: Two) -> None:
    """The second hears who was first and what it is now; what they typed stays until a second press."""
    for page, words in ((two.hilde, "Wie niets heeft, kan ook komen"), (two.wout, "Zonder inkom")):
        page.locator("[data-panel=theme]").get_by_label("Uitleg").fill(words)
    two.in_turn((two.hilde, keep), (two.wout, keep))
    told = re.compile(r"Hilde-\w+ veranderde intussen de uitleg, nu “Wie niets heeft, kan ook komen”")
    expect(notice(two.wout)).to_contain_text(told)
    assert violations(two.wout) == []
    expect(two.wout.locator("[data-panel=theme]").get_by_label("Uitleg")).to_have_value("Zonder inkom")
    keep(two.wout)
    for page in two.pages:
        expect(theme(page, "Gratis").locator("[data-slot=description]")).to_have_text("Zonder inkom")
        expect(page.locator("[data-panel=theme]").get_by_label("Uitleg")).to_have_value("Zonder inkom")
    two.end_alike()


def a_name_for_what_the_other_merges(two: Two) -> None:
    """First a name for the theme that stays: both acts count. Then one for the theme that goes: it is gone,
    and what was typed is told back. A merge is taken back by who made it."""
    two.bench.makes("Inschrijven", 7)
    for page in two.pages:
        expect(theme(page, "Inschrijven")).to_be_visible()
    edit(two.hilde, "Dichtbij").get_by_label("Naam").fill("Op wandelafstand")
    edit(two.wout, "Inschrijven")
    two.in_turn((two.hilde, keep), (two.wout, merge("Dichtbij")))
    for page in two.pages:
        expect(theme(page, "Inschrijven")).to_have_count(0)
        expect(
            theme(page, "Op wandelafstand").locator(".card").filter(has_text="in te schrijven")
        ).to_have_count(1)
    two.end_alike()
    edit(two.hilde, "Gratis").get_by_label("Naam").fill("Kost niets")
    edit(two.wout, "Gratis")
    two.in_turn((two.wout, merge("Op wandelafstand")), (two.hilde, keep))
    expect(theme(two.hilde, "Gratis")).to_have_count(0)
    expect(notice(two.hilde)).to_contain_text("Kost niets")
    two.end_alike()
    two.wout.get_by_role("button", name="Maak ongedaan: samenvoegen").click()
    expect(theme(two.hilde, "Gratis").locator("[data-slot=description]")).to_have_text("Zonder inkom")
    two.end_alike()


def each_takes_back_while_the_other_goes_on(two: Two) -> None:
    """Hilde takes back her name while Wout moves a card; then he takes back that, and nothing of hers."""
    two.at_once(
        (two.hilde, lambda page: page.get_by_role("button", name="Maak ongedaan: thema bewerken").click()),
        (two.wout, move(3, "Gratis")),
    )
    for page in two.pages:
        expect(theme(page, "Dichtbij")).to_be_visible()
        expect(theme(page, "Gratis").locator(".card").filter(has_text="wie weinig heeft")).to_have_count(1)
    two.end_alike()
    two.at_once(
        (two.hilde, move(0, "Gratis")),
        (two.wout, lambda page: page.get_by_role("button", name="Maak ongedaan: verplaatsen").click()),
    )
    for page in two.pages:
        expect(theme(page, "Gratis").locator(".card").filter(has_text="Iedereen kent")).to_have_count(1)
        expect(page.locator(".loose .card").filter(has_text="wie weinig heeft")).to_have_count(1)
    assert "Dichtbij" in two.end_alike()
