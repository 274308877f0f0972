"""Browsers of a hall: at the desk of who leads it, and as one of its phones."""

from __future__ import annotations

from live_server import Hall, Watched
from playwright.sync_api import Browser, Page, expect

from facilitator.identity import LOGIN_COOKIE, PHONE_COOKIE, new_secret
from sessions import access, users

DESK = {"width": 1440, "height": 900}


class Leader:
    """A browser in which the facilitator of a hall is signed in."""

    def __init__(self, browser: Browser, hall: Hall, **options) -> None:
        self.hall = hall
        self.watched = Watched(
            browser, hall.address, **{"viewport": DESK, "reduced_motion": "reduce", **options}
        )
        self.watched.context.set_default_timeout(30_000)
        house = hall.house
        with house.store.reading() as db:
            ((user, _role), *_rest) = access.members(db, hall.workshop_id)
        token = new_secret()
        house.write(lambda db: users.sign_in(db, user.id, token, now=house.now()))
        self.watched.context.add_cookies([{"name": LOGIN_COOKIE, "value": token, "url": hall.address}])

    def opens(self, page: str = "studio") -> Page:
        opened = self.watched.page()
        opened.goto(f"{self.hall.address}/workshops/{self.hall.workshop_id}/{page}")
        if page == "studio":
            expect(opened.locator("#lijn .dot.off")).to_have_count(0)
        return opened

    def close(self) -> None:
        self.watched.close()


def phone_of(browser: Browser, hall: Hall, phone) -> Watched:
    """A browser that is that participant's phone."""
    watched = Watched(browser, hall.address)
    watched.context.set_default_timeout(30_000)
    cookie = {"name": f"{PHONE_COOKIE}{hall.workshop_id}", "value": phone.secret, "url": hall.address}
    watched.context.add_cookies([cookie])
    return watched
