"""Hands at the workbench: a hall with eight reasons, desks that look at it, short ways to what they do."""

from __future__ import annotations

import secrets
from collections.abc import Sequence

import builders
from live_server import Hall, Watched, settle
from playwright.sync_api import Locator, Page, expect

from facilitator.identity import LOGIN_COOKIE
from sessions import users
from sessions.analysis import analyses, themes
from sessions.hall import preparing
from sessions.journal import Actor

REASONS = [
    "Iedereen kent elkaar in de straat",
    "De buren kennen elkaar",
    "Het is gratis, het kost niets",
    "Het kost niets voor wie weinig heeft",
    "Kinderen brengen de ouders samen",
    "Samen eten brengt mensen samen",
    "Dicht bij huis, op de hoek van de straat",
    "Je hoeft je niet in te schrijven",
]
DESK = {"viewport": {"width": 1440, "height": 900}}


class Bench:
    """A hall with eight reasons and their analysis; `open` gives a signed-in desk that looks at it."""

    def __init__(self, hall: Hall, browser) -> None:
        self.hall, self.house, self.browser = hall, hall.house, browser
        step = hall.go_to()
        answer = builders.intervention("Soep op de stoep", reasons=REASONS, levers=["vertrouwen"])
        builders.contribute(self.house, builders.join(self.house, hall.workshop_id), step, answer)
        with self.house.store.reading() as db:
            self.analysis = next(a for a in analyses.of_workshop(db, hall.workshop_id) if a.key == "why").id
            rows = analyses.passages_of(db, analyses.in_workshop(db, hall.workshop_id, self.analysis))
            self.passages = [passage.id for passage, _, _ in rows]
        self.url = f"{hall.address}/workshops/{hall.workshop_id}/workbench/{self.analysis}"
        self.desks: list[Watched] = []

    def open(
        self, role: str = "facilitator", name: str = "hilde", *, suggests: bool = True, **options
    ) -> Page:
        """Without `suggests` no machine says where cards could go, which makes them higher after a while."""
        email, token = f"{name}-{secrets.token_hex(4)}@lotus.example", secrets.token_urlsafe(32)
        user_id = builders.make_user(self.house, email, "facilitator")
        moment = self.house.now()

        def enter(db) -> None:
            members = {"email": email, "role": role, "now": moment}
            preparing.set_member(db, self.hall.workshop_id, Actor("command"), **members)
            users.sign_in(db, user_id, token, now=moment)

        self.house.write(enter)
        desk = Watched(self.browser, self.hall.address, **{**DESK, **options})
        self.desks.append(desk)
        desk.context.set_default_timeout(30_000)
        desk.context.add_cookies([{"name": LOGIN_COOKIE, "value": token, "url": self.hall.address}])
        if not suggests:
            desk.context.route("**/suggestions.json", lambda route: route.abort())
        page = desk.page()
        page.goto(self.url)
        return page

    def proposes(self, *groups: tuple[str, list[int]]) -> None:
        named = [(words, [self.passages[place] for place in places]) for words, places in groups]
        builders.propose(self.house, self.analysis, named)

    def makes(self, title: str, *places: int) -> int:
        ids, moment = [self.passages[place] for place in places], self.house.now()
        actor = Actor("command")
        return self.house.write(
            lambda db: themes.make(db, self.analysis, actor, title=title, passage_ids=ids, now=moment)
        )


def is_live(page: Page) -> None:
    expect(page.locator("#connection")).to_have_text("alles bewaard", timeout=30_000)


def theme(page: Page, title: str):
    return page.locator("section.decision").filter(has=page.get_by_role("heading", name=title))


def card(page: Page, place: int):
    return page.locator(".card").filter(has_text=REASONS[place])


def box(page: Page, place: int):
    return card(page, place).locator("input")


def choose(page: Page, place: int) -> None:
    card(page, place).locator("label").click()


def said(page: Page, sentence: str) -> None:
    expect(page.locator("#status")).to_have_text(sentence, timeout=20_000)


def drag(page: Page, what: Locator, goal: Locator, *, held: tuple[int, int], onto: tuple[int, int]) -> None:
    """The mouse took hold of that at `held` pixels from its corner, and is at `onto` of the goal, still down.
    Both lie still first, in the typeface that they keep."""
    settle(page)
    what.hover(position={"x": held[0], "y": held[1]})
    page.mouse.down()
    goal.hover(position={"x": onto[0], "y": onto[1]}, force=True)


class Finger:
    """One finger on the glass, as the browser hears it."""

    def __init__(self, page: Page) -> None:
        self._page, self._wire = page, page.context.new_cdp_session(page)

    def tap(self, what: Locator) -> None:
        what.tap()

    def drag(self, what: Locator, onto: Locator) -> None:
        settle(self._page)
        start, goal = _middle(what), _middle(onto)
        self._touch("touchStart", start)
        for part in range(1, 9):
            self._touch(
                "touchMove",
                tuple(one + (other - one) * part / 8 for one, other in zip(start, goal, strict=True)),
            )
        # A finger that still moves when it leaves throws; the tap after that would only catch what it threw.
        self._page.wait_for_timeout(120)
        self._touch("touchMove", goal)
        self._touch("touchEnd")

    def _touch(self, kind: str, *points: Sequence[float]) -> None:
        touched = [{"x": point[0], "y": point[1]} for point in points]
        self._wire.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": touched})


def _middle(what: Locator) -> tuple[float, float]:
    what.scroll_into_view_if_needed()
    place = what.bounding_box()
    return place["x"] + place["width"] / 2, place["y"] + min(place["height"] / 2, 40)
