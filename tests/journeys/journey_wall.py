"""What the hall sees on the projector."""

from __future__ import annotations

from io import BytesIO

import zxingcpp
from PIL import Image
from playwright.sync_api import Locator, Page, expect

# What only that view draws.
VIEWS = {
    "levers": ".vol svg",
    "cards": "main.cards",
    "themes": ".themas li",
    "ranking": ".uitslagwand li",
    "tree": "main svg.beeld",
    "lotus": "main.bloemen, main.lotuswand",
    "solution": "main .kolommen",
}


class Wall:
    def __init__(self, page: Page) -> None:
        self.page = page

    def scanned(self) -> str:
        """What a phone that is held up to this wall reads: every code on it says the same."""
        expect(self.page.locator(".welkom .qr")).to_be_visible()
        seen = Image.open(BytesIO(self.page.screenshot()))
        found = {each.text for each in zxingcpp.read_barcodes(seen)}
        assert len(found) == 1, found
        return found.pop()

    def typed_code(self) -> str:
        """The code as it stands there, in two groups."""
        return self.page.locator(".welkom .code > [aria-hidden]").inner_text()

    def counts(self, name: str, number: int) -> None:
        expect(self.page.locator(f"[data-count={name}]")).to_have_text(str(number))

    def card(self, title: str) -> Locator:
        """A card of that name, in either column."""
        return self.page.locator(".cards li").filter(has=self.page.get_by_role("heading", name=title))

    @property
    def warmest(self) -> Locator:
        return self.page.get_by_role("region", name="Warmst onthaald").locator("li")

    @property
    def line(self) -> Locator:
        """The line under the title of the spine."""
        return self.page.locator(".spine h1 small")

    def covered(self) -> None:
        expect(self.page.get_by_text("Even geduld")).to_be_visible()
        expect(self.page.locator("main li")).to_have_count(0)

    def shows(self, view: str) -> None:
        expect(self.page.locator(VIEWS[view]).first).to_be_visible()
