"""The hands of whoever sorts, on the workbench of one question."""

from __future__ import annotations

import re
from typing import Any

from playwright.sync_api import Locator, Page, expect

# What a run said while it ran, and how many ended, kept on the page itself: both can be faster than an eye.
LISTEN = """() => {
  const root = document.documentElement, status = document.getElementById("status");
  const [step, bar] = ["step", "progress"].map((name) => document.querySelector(`[data-slot=${name}]`));
  const all = { subtree: true, childList: true, characterData: true, attributes: true };
  root.dataset.proposals = "0"; root.dataset.steps = ""; let last = "";
  const look = () => {
    const running = !document.querySelector("[data-slot=running]").hidden;
    if (running) root.dataset.steps += `${step.textContent}=${bar.value}|`;
    if (status.textContent !== last && /voorstel (is|ligt) klaar/.test(status.textContent)) {
      root.dataset.proposals = String(Number(root.dataset.proposals) + 1);
    }
    last = status.textContent;
  };
  for (const each of [status, step.closest(".bezig")]) {
    new MutationObserver(look).observe(each, all);
  }
}"""


class Bench:
    def __init__(self, page: Page) -> None:
        self.page = page
        self.analysis = int(re.search(r"/workbench/(\d+)", page.url).group(1))
        expect(page.locator("#connection")).to_have_text("alles bewaard")
        page.evaluate(LISTEN)

    # --- what is there -----------------------------------------------------------------------------------

    def items(self) -> dict[str, Any]:
        """What this audience is told, as the page itself asks for it when it starts."""
        address = self.page.url.partition("/workshops")[0]
        return dict(self.page.request.get(f"{address}/live/workbench:{self.analysis}").json()["items"])

    def decided(self) -> tuple[dict[str, Any], dict[str, str | None]]:
        """Every theme by its title as people made it, and the title of the theme of every text."""
        items = self.items()
        themes = {name: item for name, item in items.items() if name.startswith("theme:")}
        kept = ("description", "level", "rank", "key_group", "count")
        titles = {int(name.partition(":")[2]): item["title"] for name, item in themes.items()}
        placed = {
            item["text"]: titles.get(item["theme"])
            for name, item in items.items()
            if name.startswith("passage:")
        }
        return {item["title"]: {key: item[key] for key in kept} for item in themes.values()}, placed

    def theme(self, title: str) -> Locator:
        exact = self.page.locator("[data-slot=title]").get_by_text(title, exact=True)
        return self.page.locator("section[data-theme]").filter(has=exact)

    @property
    def proposals(self) -> Locator:
        return self.page.locator("section[data-cluster]")

    @property
    def panel(self) -> Locator:
        return self.page.locator("[data-panel=theme]")

    # --- acts --------------------------------------------------------------------------------------------

    def propose(self, button: str) -> None:
        """Asks the machine, sees how far it is, and has its proposal."""
        root = self.page.locator("html")
        ended = int(root.get_attribute("data-proposals"))
        self.page.locator("[data-slot=propose]").filter(has_text=button).click()
        expect(root).to_have_attribute("data-proposals", str(ended + 1), timeout=90_000)
        steps = root.get_attribute("data-steps").split("|")
        assert len(set(steps)) > 2, f"no progress was shown: {steps}"

    def take_the_offer(self) -> None:
        """Where a proposal lay already, the new one comes on the table when somebody says so."""
        offered = self.page.locator("[data-slot=offered]")
        offered.get_by_role("button", name="Leg dit voorstel neer").click()
        expect(offered).to_be_hidden()

    def adopt(self, title: str) -> None:
        """The first proposal becomes a theme under that name."""
        first = self.proposals.first
        first.get_by_label("Jullie naam voor dit thema").fill(title)
        first.get_by_role("button", name="Neem over").click()
        expect(self.theme(title)).to_be_visible()

    def adopt_all(self) -> None:
        self.page.get_by_role("button", name="Neem alles over").click()
        expect(self.proposals).to_have_count(0)

    def agree_with_every_name(self) -> None:
        """Each working title is read, and becomes a name because somebody ticks it."""
        self.page.goto(f"{self.page.url.partition('?')[0]}/list")
        ticks = self.page.get_by_role("checkbox", name="Neem deze naam")
        for tick in ticks.all():
            tick.check()
        self.page.get_by_role("button", name="Bewaar de namen").click()
        expect(ticks).to_have_count(0)

    def make(self, title: str) -> None:
        self.page.locator("#new-theme").fill(title)
        self.page.locator("form[data-act=make] button").click()
        expect(self.theme(title)).to_be_visible()
        expect(self.page.locator("#new-theme")).to_have_value("")

    def make_group(self, title: str) -> None:
        self.page.locator("#new-group").fill(title)
        self.page.locator("form[data-act=make-group] button").click()
        expect(self.page.locator(".groepkop").filter(has_text=title)).to_be_visible()

    def edit(self, title: str) -> Locator:
        """Opens the theme beside the board."""
        self.theme(title).locator("[data-slot=edit]").click()
        expect(self.panel.get_by_role("heading", level=2)).to_have_text(title)
        return self.panel

    def save(self) -> None:
        with self.page.expect_response("**/acts/change") as answer:
            self.panel.get_by_role("button", name="Bewaar").click()
        assert answer.value.ok

    def cards(self, title: str) -> Locator:
        return self.theme(title).locator("[data-slot=members] > [data-passage]")

    def move(self, card: Locator, title: str) -> str:
        """Through the menu of one card; returns its text."""
        text = card.locator("[data-slot=text]").inner_text()
        card.locator("[data-slot=grip]").click()
        dialog = self.page.locator("#move")
        dialog.get_by_label("Zoek een thema").fill(title)
        dialog.locator("[data-target]").filter(has_text=title).click()
        expect(self.theme(title).get_by_text(text, exact=True)).to_be_visible()
        return text

    def merge(self, title: str, into: str) -> None:
        panel = self.edit(title)
        panel.get_by_label("Zet alles in").select_option(label=into)
        panel.get_by_role("button", name="Voeg samen").click()
        expect(self.theme(title)).to_have_count(0)

    def split(self, title: str, count: int, fresh: str) -> None:
        """That many cards of a theme become a theme of their own."""
        for place in range(count):
            self.cards(title).nth(place).locator("[data-slot=text]").click()
        self.page.get_by_role("button", name="Nieuw thema…").click()
        dialog = self.page.locator("#move")
        dialog.get_by_label("of in een nieuw thema").fill(fresh)
        dialog.get_by_role("button", name="Maak").click()
        expect(self.theme(fresh).locator("[data-slot=count]")).to_have_text(str(count))

    def dissolve(self, title: str) -> None:
        self.edit(title).get_by_role("button", name="Ontbind…").click()
        self.page.locator("#dissolve").get_by_role("button", name="Ontbind", exact=True).click()
        expect(self.theme(title)).to_have_count(0)

    def undo(self) -> None:
        self.page.locator("[data-slot=undo]").click()

    def rank(self, *titles: str) -> None:
        """These themes get the first places, in that order."""
        self.page.get_by_role("link", name="Volgorde").click()
        for title in titles:
            self.page.get_by_role("button", name=f"Geef een plaats: {title}", exact=True).click()
            expect(self.page.locator("[data-slot=ranked]")).to_contain_text(title)
