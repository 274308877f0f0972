"""What hands do on the flower of a table, on phones."""

from __future__ import annotations

import time

from live_server import HALL, PATIENCE_SECONDS, Hall
from playwright.sync_api import Locator, Page, expect
from sqlalchemy import select

from sessions.hall import pace
from sessions.models import Contribution, ContributionVersion, Place


def stage(hall: Hall, step: int, name: str) -> None:
    """The hall is at that stage of the lotus."""
    hall.house.write(lambda db: pace.set_stage(db, hall.workshop_id, step, name, HALL, now=hall.house.now()))


def place(phone: Page, name: str) -> Locator:
    return phone.locator(f'[data-lotus=place][data-name="{name}"]')


def petals(phone: Page) -> dict[str, str]:
    """What the eye sees on the flower as it is open now: place to words."""
    found = {}
    for each in phone.locator("[data-lotus=place]:not(.empty)").all():
        found[each.get_attribute("data-name") or ""] = each.locator("[data-slot=words]").inner_text()
    return found


def shows(phone: Page, name: str, words: str) -> None:
    expect(place(phone, name).locator("[data-slot=words]")).to_have_text(words)


def type_on(phone: Page, name: str, words: str) -> None:
    """The sheet of that empty place is open, with these words in it."""
    place(phone, name).tap()
    phone.locator("#sheet-text").fill(words)


def send(phone: Page) -> None:
    phone.locator("[data-slot=sheet-send]").tap()


def say(phone: Page, name: str, words: str) -> None:
    type_on(phone, name, words)
    send(phone)
    shows(phone, name, words)


def note(phone: Page, words: str) -> None:
    """One line for oneself."""
    phone.locator("#note-text").fill(words)
    phone.get_by_role("button", name="Schrijf op").tap()


def has_own(phone: Page, count: int) -> None:
    """The phone heard of that many contributions of its own: each has the number by which it can be laid."""
    expect(phone.locator("section[data-side=mine] article[data-id]")).to_have_count(count)


def notes(phone: Page) -> Locator:
    """What stands under "Van jou"."""
    return phone.locator("[data-slot=own-notes] li")


def hands_on(phone: Page, name: str, act: str) -> None:
    """The sheet of what lies there, and one act of it."""
    place(phone, name).tap()
    phone.locator("[data-slot=acts]").get_by_role("button", name=act, exact=True).tap()


def keeps(hall: Hall, wanted: dict[str, str]) -> None:
    """The database comes to have exactly these petals: first words, and place or state."""
    end = time.monotonic() + PATIENCE_SECONDS
    while kept(hall) != wanted and time.monotonic() < end:
        time.sleep(0.1)
    assert kept(hall) == wanted


def kept(hall: Hall) -> dict[str, str]:
    """Every petal that the database has: its first words, and its place or state."""
    with hall.house.store.reading() as db:
        rows = db.execute(
            select(ContributionVersion.text, Place.name, Contribution.state)
            .join(Contribution, Contribution.id == ContributionVersion.contribution_id)
            .outerjoin(Place, Place.contribution_id == Contribution.id)
            .where(
                Contribution.workshop_id == hall.workshop_id,
                Contribution.kind == "petal",
                ContributionVersion.number == 1,
            )
        )
        return {text: name if state == "shown" else state for text, name, state in rows}
