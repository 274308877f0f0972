"""The hands of a facilitator: the first account, a workshop, the studio."""

from __future__ import annotations

import re
from pathlib import Path

from playwright.sync_api import Download, Locator, Page, expect

EMAIL, PASSWORD = "hilde@lotus.example", "een zin van vijf woorden"


class Desk:
    """A facilitator's browser. `actions` counts clicks, filled fields and opened links."""

    def __init__(self, page: Page, address: str) -> None:
        self.page, self.address = page, address
        self.actions = 0

    # --- counted actions ---------------------------------------------------------------------------------

    def visit(self, url: str) -> None:
        self.actions += 1
        self.page.goto(url)

    def fill(self, label: str, text: str) -> None:
        self.actions += 1
        self.page.get_by_label(label, exact=True).fill(text)

    def click(self, name: str, role: str = "button") -> None:
        self.actions += 1
        self.page.get_by_role(role, name=name).first.click()

    # --- getting in and preparing ------------------------------------------------------------------------

    def set_up(self, link: str) -> None:
        """The one-time link of the console makes the first administrator."""
        self.visit(link)
        self.fill("Je organisatie", "Samen Mechelen")
        self.fill("Je naam", "Hilde")
        self.fill("E-mailadres", EMAIL)
        self.fill("Wachtwoord", PASSWORD)
        self.click("Begin")
        expect(self.page.get_by_role("heading", level=1)).to_contain_text("Je eerste workshop")

    def make_workshop(self, title: str) -> int:
        """A workshop from the script that is chosen already; returns its number."""
        expect(self.page.get_by_role("radio", name="Startmoment")).to_be_checked()
        self.fill("Naam", title)
        self.click("Maak de workshop")
        self.page.wait_for_url("**/programme")
        return int(re.search(r"/workshops/(\d+)/", self.page.url).group(1))

    def open_workshop(self) -> None:
        self.click("Open de workshop")
        self.page.wait_for_url("**/studio")
        self.ready()

    def sign_in(self, workshop: int, email: str = EMAIL, password: str = PASSWORD) -> None:
        """Straight at the studio, on another device."""
        self.page.goto(f"{self.address}/workshops/{workshop}/studio")
        self.page.get_by_label("E-mailadres").fill(email)
        self.page.get_by_label("Wachtwoord").fill(password)
        self.page.get_by_role("button", name="Meld je aan").click()
        self.ready()

    def ready(self) -> None:
        expect(self.page.locator("#lijn")).to_have_text("alles bewaard")

    # --- leading -----------------------------------------------------------------------------------------

    @property
    def next_button(self) -> Locator:
        return self.page.locator("#volgende button")

    def at_step(self, place: int, title: str) -> None:
        where = re.compile(rf"^Stap {place} van \d+: {re.escape(title)}$")
        expect(self.page.locator("#waar")).to_have_text(where)

    def next(self, place: int, title: str) -> None:
        self.next_button.click()
        self.at_step(place, title)

    def turn_wall(self, view: str) -> None:
        self.page.get_by_text("Ander beeld", exact=True).click()
        self.page.locator("#beelden").get_by_role("button", name=view).click()
        current = self.page.locator("#beelden [aria-current=true]")
        expect(current).to_have_text(view)
        # The menu closes at the answer, which the news may be ahead of.
        expect(self.page.locator("#beelden")).to_be_hidden()

    def cover_wall(self, covered: bool) -> None:
        button = self.page.get_by_role("button", name="Verberg de wand")
        button.click()
        expect(button).to_have_attribute("aria-pressed", "true" if covered else "false")

    def fed(self, text: str) -> Locator:
        """The row of the feed about that contribution."""
        return self.page.locator("#binnen li").filter(has_text=text)

    def hide(self, text: str, reason: str) -> None:
        self.fed(text).locator("[data-hide]").click()
        dialog = self.page.locator("#verbergen")
        dialog.get_by_role("button", name="Verberg").click()
        expect(dialog.locator("#reden-fout")).to_contain_text("Zeg kort waarom")
        dialog.locator("#reden").fill(reason)
        dialog.get_by_role("button", name="Verberg").click()
        expect(dialog).to_be_hidden()
        why = self.fed(text).get_by_text(f"verborgen: {reason}")
        why.scroll_into_view_if_needed()
        expect(why).to_be_in_viewport()
        self.page.evaluate("scrollTo(0, 0)")

    def ends_at(self) -> int:
        """The planned end of the present step, in minutes of the day."""
        said = self.page.locator("#programma li.now [data-until]").inner_text()
        hours, minutes = re.search(r"(\d+)\.(\d\d)", said).groups()
        return int(hours) * 60 + int(minutes)

    def follow(self, name: str) -> None:
        """A link beside the programme."""
        self.page.locator(".verder").get_by_role("link", name=name).click()

    def close_workshop(self) -> None:
        self.page.locator("#laatste button").click()
        self.page.locator("#sluiten").get_by_role("button", name="Sluit de workshop").click()
        expect(self.page.get_by_text("Afgesloten om")).to_be_visible()

    def export(self, name: str, folder: Path) -> Path:
        """That file, through the menu."""
        self.follow("Bewaar als bestand")
        expect(self.page.get_by_role("radio", name="Analyse")).to_be_checked()
        with self.page.expect_download() as arriving:
            self.page.get_by_role("button", name=f"Bewaar {name}").click()
        return saved(arriving.value, folder)


def saved(download: Download, folder: Path) -> Path:
    target = folder / download.suggested_filename
    download.save_as(target)
    return target
