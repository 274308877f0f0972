"""What a hand does on a phone, for the browser tests."""

from __future__ import annotations

import builders
from live_server import Hall
from playwright.sync_api import Page, expect

from sessions import workshops
from sessions.models import Contribution, ContributionVersion


def ready(page: Page) -> None:
    """The page's script has everything in hand, and the hall hears this phone."""
    page.wait_for_selector("html[data-ready]", state="attached")
    expect(page.locator("[data-slot=connection]")).to_have_text("verbonden")


def take_part(page: Page, hall: Hall, table: int = 4) -> None:
    """The phone scanned the code of a table and is in with one tap."""
    page.goto(f"{hall.join_url}?t={table}")
    page.locator(".leaf").click()
    ready(page)


def send(page: Page) -> None:
    page.get_by_role("button", name="Verstuur").click()


def write(page: Page, title: str, *, reasons: tuple[str, ...] = ()) -> None:
    page.fill("#interventions-title", title)
    for number, reason in enumerate(reasons):
        page.fill(f"#reasons-{number}-text", reason)


def go(page: Page, side: str) -> None:
    page.locator(f".wegen [data-go={side}]").click()


def mine(page: Page, title: str):
    """The article about that own contribution."""
    return page.locator("section[data-side=mine] article").filter(has_text=title)


def texts(hall: Hall, kind: str = "intervention") -> list[str]:
    """The shown texts of that kind, as the database has them."""
    with hall.house.store.reading() as db:
        rows = (
            db.query(ContributionVersion.text)
            .join(
                Contribution,
                (Contribution.id == ContributionVersion.contribution_id)
                & (Contribution.version == ContributionVersion.number),
            )
            .filter(
                Contribution.workshop_id == hall.workshop_id,
                Contribution.kind == kind,
                Contribution.state == "shown",
            )
            .order_by(Contribution.id)
        )
        return [text for (text,) in rows]


def others_say(hall: Hall, *titles: str) -> builders.Phone:
    """Somebody else contributed these."""
    phone = builders.join(hall.house, hall.workshop_id, table=2)
    with hall.house.store.reading() as db:
        step = workshops.present_step(db, hall.workshop_id)
    for title in titles:
        builders.contribute(hall.house, phone, step.id, builders.intervention(title, levers=["vertrouwen"]))
    return phone
