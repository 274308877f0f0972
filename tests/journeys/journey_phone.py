"""The hands of a participant, on a phone that is touched."""

from __future__ import annotations

from journey_words import Words
from playwright.sync_api import Locator, Page, expect


class Phone:
    """A phone at a table. `name` is what the journey calls the person; the phone never says it."""

    def __init__(self, page: Page, name: str, table: int) -> None:
        self.page, self.name, self.table = page, name, table

    # --- getting in --------------------------------------------------------------------------------------

    def scan(self, address: str) -> None:
        """Opens what the code on the wall holds."""
        self.page.goto(address)

    def type_code(self, home: str, code: str) -> None:
        """Goes to the address that the wall names and types the code there."""
        self.page.goto(home)
        self.page.get_by_label("De code op het scherm of op je tafel").fill(code)
        self.page.get_by_role("button", name="Doe mee").tap()

    def join(self) -> None:
        """Chooses the table and is in."""
        self.page.locator(f"label[for=t{self.table}]").tap()
        self.page.get_by_role("button", name=f"Start aan tafel {self.table}").tap()
        self.ready()

    def ready(self) -> None:
        self.page.wait_for_selector("html[data-ready]", state="attached")
        expect(self.page.locator("[data-slot=connection]")).to_have_text("verbonden")

    # --- writing -----------------------------------------------------------------------------------------

    def line(self, kind: str, number: int) -> Locator:
        return self.page.locator(f"#{kind}-{number}-text")

    def compose(self, words: Words) -> None:
        """Everything is in the form, the reasons and preconditions one line at a time."""
        page = self.page
        page.fill("#interventions-title", words.title)
        for kind, texts in (("reasons", words.reasons), ("preconditions", words.preconditions)):
            for number, text in enumerate(texts):
                self.line(kind, number).fill(text)
                self.line(kind, number).press("Enter")
                expect(self.line(kind, number + 1)).to_be_focused()
        for word in (*words.levers, *words.kinds):
            page.locator("#answer-interventions").get_by_text(word, exact=True).tap()
        for name, text in (("what", words.what), ("who", words.who), ("obstacle", words.obstacle)):
            if text:
                page.fill(f"#interventions-{name}", text)

    @property
    def send_button(self) -> Locator:
        return self.page.locator("[data-slot=send]")

    def send(self) -> None:
        self.send_button.tap()

    def send_twice(self) -> None:
        """A thumb that taps twice, at the same place."""
        box = self.send_button.bounding_box()
        x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
        for _ in range(2):
            self.page.touchscreen.tap(x, y)

    def arrived(self, title: str) -> None:
        """The line above the button says that the hall sees it; the form is empty again."""
        last = self.page.locator("[data-slot=last]")
        expect(last).to_contain_text(title)
        expect(last).to_contain_text("op het scherm")
        expect(self.page.locator("#interventions-title")).to_have_value("")

    def write(self, words: Words) -> None:
        self.compose(words)
        self.send()
        self.arrived(words.title)

    def holds(self, words: Words) -> None:
        """All that was typed is still in the form."""
        expect(self.page.locator("#interventions-title")).to_have_value(words.title)
        for number, text in enumerate(words.reasons):
            expect(self.line("reasons", number)).to_have_value(text)
        for number, text in enumerate(words.preconditions):
            expect(self.line("preconditions", number)).to_have_value(text)

    # --- looking -----------------------------------------------------------------------------------------

    def go(self, side: str) -> None:
        self.page.locator(f".wegen [data-go={side}]").tap()

    def mine(self, title: str) -> Locator:
        return self.page.locator("section[data-side=mine] article").filter(has_text=title)

    def part(self, text: str) -> Locator:
        """The line about one reason or precondition of mine."""
        said = self.page.locator("[data-slot=text]").get_by_text(text, exact=True)
        return self.page.locator("section[data-side=mine] .delen li").filter(has=said)

    def correct(self, title: str, better: str) -> None:
        self.go("mine")
        self.mine(title).get_by_role("link", name="Pas aan").tap()
        expect(self.page.locator("#interventions-title")).to_have_value(title)
        self.page.fill("#interventions-title", better)
        self.send()
        expect(self.mine(better)).to_contain_text("op het scherm")

    def withdraw(self, title: str) -> None:
        self.go("mine")
        self.mine(title).get_by_role("button", name="Haal weg").tap()
        expect(self.mine(title)).to_contain_text("Weggehaald:")

    def give_hearts(self, *titles: str) -> None:
        self.go("others")
        for title in titles:
            self.give_heart(title)

    def give_heart(self, title: str) -> None:
        heart = self.page.get_by_role("button", name=f"Geef {title} een warm hart")
        shown, more = self.page.locator(".ander"), self.page.get_by_role("link", name="Toon meer")
        expect(shown.first).to_be_visible()
        while not heart.count():
            there = shown.count()
            more.tap()
            expect(shown.nth(there)).to_be_visible()
        heart.tap()
        expect(heart).to_have_attribute("aria-pressed", "true")
