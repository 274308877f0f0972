"""The browsers of a journey. What any of them reports as suspicious is kept, and must stay empty."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from live_server import Watched, violations
from playwright.sync_api import Browser, Page, Response

# How long a journey waits for something to appear: generous, because nothing here measures time.
PATIENCE_MS = 45_000
DESK = {"viewport": {"width": 1440, "height": 900}}
WALL = {"viewport": {"width": 1920, "height": 1080}}
PHONE = {
    "viewport": {"width": 360, "height": 740},
    "device_scale_factor": 2,
    "is_mobile": True,
    "has_touch": True,
}


class Contexts:
    """Browser contexts on one server. `refused` are the answers of 400 and more: (status, path)."""

    def __init__(self, browser: Browser, address: str) -> None:
        self.browser = browser
        self._watched: list[Watched] = []
        self.address = address
        # The same server under a name that is not localhost: no secure context, as on a hall's network.
        self.in_the_hall = address.replace("127.0.0.1", "hall.test")
        self.refused: list[tuple[int, str]] = []

    def open(self, options: dict[str, Any], *, hall: bool = False) -> Page:
        """A page in a browser of its own; `hall` for one that knows only the name of the hall's network."""
        watched = Watched(self.browser, self.in_the_hall if hall else self.address, **options)
        watched.context.set_default_timeout(PATIENCE_MS)
        watched.context.on("response", self._answered)
        self._watched.append(watched)
        return watched.page()

    def _answered(self, response: Response) -> None:
        if response.status >= 400:
            self.refused.append((response.status, urlsplit(response.url).path))

    def tell(self) -> None:
        """What every page shows now; pytest shows it when the journey failed."""
        for watched in self._watched:
            for page in watched.context.pages:
                print(f"--- {page.url}\n{page.locator('body').inner_text()[:600]}")
            print(watched.problems)
        print(self.refused)

    def close(self) -> None:
        """No error, no violation of the policy, no other host: in none of them, at no moment."""
        for watched in self._watched:
            watched.close()


def must_be_accessible(page: Page, where: str) -> None:
    """axe has nothing to say about the page as it is now, light and dark."""
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        assert violations(page) == [], f"{where}, {scheme}"
    page.emulate_media(color_scheme="light")


def stays(page: Page) -> None:
    """From now on `still_the_same` knows that this page was not loaded again."""
    page.evaluate("window.staysHere = true")


def still_the_same(page: Page) -> bool:
    return page.evaluate("window.staysHere === true")
