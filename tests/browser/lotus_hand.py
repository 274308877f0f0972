"""What hands do on the flower of a table, on phones."""

from __future__ import annotations

import time

from live_server import HALL, PATIENCE_SECONDS, Hall
from playwright.sync_api import Locator, Page, expect
from sqlalchemy import select
from sqlalchemy.orm import Session

from sessions.hall import image, pace
from sessions.models import Contribution, ContributionVersion, Place

# What the flower makes of one act while only some of the news of it has come.
BETWEEN_TWO_NEWS = """async ([told]) => {
  const script = [...document.querySelectorAll("link[rel=modulepreload]")].map(l => l.href)
    .find(href => href.endsWith("/phone.js"));
  const { flowerOf } = await import(script.replace("phone.js", "phone_lotus_model.js"));
  const act = { key: "k", state: "sent", at: 1, fields: [["text", "Eten"]],
                place: { what: "new", at: "D", over: null, exercise: 3 },
                answer: { contribution: { id: 9, state: "shown", version: 1, place: "D" } } };
  const item = { kind: "petal", exercise: 3, key: "k", state: "shown", version: 1, text: "Eten", place: "D" };
  const own = told.includes("own") ? { "contribution:9": item } : {};
  const table = told.includes("table") ? { "petal:9": item } : {};
  const { places } = flowerOf({ table, own, acts: [act], exercise: 3, shared: true });
  return [...places].map(([at, it]) => [at, it.id]);
}"""


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


def in_heart_order(phone: Page) -> list[str]:
    places = phone.locator("[data-slot=flower] [data-lotus=place]")
    expect(places.last).to_be_visible()
    return [each.get_attribute("data-name") or "" for each in places.all()]


def heard_elsewhere_too(hall: Hall) -> None:
    """The longlist holds one line more, from another place."""

    def act(db: Session) -> None:
        lines = [(each.text, each.source) for each in image.longlist_of(db, hall.workshop_id)]
        more = [*lines, ("Een vaste buur", "focusgroep Ouders")]
        image.set_longlist(db, hall.workshop_id, HALL, more, now=hall.house.now())

    hall.house.write(act)
