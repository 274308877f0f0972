"""What a test does to a hall so that its wall shows something, and how it measures what is shown."""

from __future__ import annotations

import secrets

from builders import intervention, join, propose
from live_server import HALL, Hall, settle
from playwright.sync_api import Page

from sessions import contributions, workshops
from sessions.analysis import analyses, key_groups, themes
from sessions.exercises.answers import as_form
from sessions.models import Workshop
from sessions.proposing import proposals

LEVERS = ["vertrouwen", "handelingsvermogen", "meerwaarde", "levenskwaliteit"]
LONG = "Buren die elkaar elke woensdag helpen met koken, fietsen, verstellen en praten"

# Every text that somebody reads, with the size at which it stands on the screen: [pixels, text].
SIZES_OF_TEXT = """() => [...document.querySelectorAll("body *")]
    .filter(e => [...e.childNodes].some(n => n.nodeType === 3 && n.textContent.trim()))
    .filter(e => !e.closest(".visually-hidden, .skip, script, noscript, [hidden]"))
    .map(e => [parseFloat(getComputedStyle(e).fontSize) * (e.ownerSVGElement?.getScreenCTM().a ?? 1),
               e.textContent.trim().slice(0, 40)])"""
# What sticks out of the sheet or of the spine.
OUTSIDE = """() => { const wide = innerWidth + 1, high = innerHeight + 1;
    return [...document.querySelectorAll(".spine *, main *")]
      .filter(e => !e.closest(".visually-hidden, [hidden]") && e.localName !== "use")
      .filter(e => { const r = e.getBoundingClientRect();
        return r.width && r.height && (r.right > wide || r.left < -1 || r.bottom > high || r.top < -1); })
      .map(e => e.outerHTML.slice(0, 120)); }"""


def wall_url(hall: Hall) -> str:
    with hall.house.store.reading() as db:
        return f"{hall.address}/wall/{db.get_one(Workshop, hall.workshop_id).wall_secret}"


def turn(hall: Hall, view: str | None = None, *, hidden: bool | None = None) -> None:
    hall.house.write(
        lambda db: workshops.turn_wall(
            db, hall.workshop_id, HALL, now=hall.house.now(), view=view, hidden=hidden
        )
    )


def say(hall: Hall, titles: list[str], *, phone=None, **more) -> list[int]:
    """Those interventions are contributed in one go; returns their ids."""
    phone = phone or join(hall.house, hall.workshop_id)

    def act(db):
        step = workshops.present_step(db, hall.workshop_id)
        return [
            contributions.contribute(
                db,
                step.id,
                phone.id,
                key=secrets.token_hex(16),
                data=as_form(
                    intervention(
                        title,
                        reasons=[f"Omdat {number} mensen elkaar kennen"],
                        preconditions=[f"Geld voor {number} jaar"],
                        levers=[LEVERS[number % 4]],
                        **more,
                    )
                ),
                now=hall.house.now(),
            )["id"]
            for number, title in enumerate(titles)
        ]

    return hall.house.write(act)


def warm(hall: Hall, contribution_id: int, hearts: int) -> None:
    for _ in range(hearts):
        phone = join(hall.house, hall.workshop_id)
        hall.house.write(
            lambda db, phone=phone: contributions.give_heart(
                db, contribution_id, phone.id, given=True, now=hall.house.now()
            )
        )


def analysis_of(hall: Hall, key: str) -> tuple[int, list[int]]:
    with hall.house.store.reading() as db:
        found = next(each for each in analyses.of_workshop(db, hall.workshop_id) if each.key == key)
        return found.id, [passage.id for passage, _, _ in analyses.passages_of(db, found)]


def sort(hall: Hall) -> None:
    """Both questions have two decisions with long and short names, and two proposals."""
    for key in ("why", "preconditions"):
        analysis, passages = analysis_of(hall, key)
        some = len(passages) // 5
        parts = [passages[n * some : (n + 1) * some] for n in range(4)]
        words = [
            "Ontmoeten",
            f"{LONG} in de zaal van de school",
            "dicht bij huis",
            "handelingsvermogensversterkende aanpak",
        ]
        propose(hall.house, analysis, list(zip(words, parts, strict=True)))

        def decide(db, analysis=analysis):
            first, second, *_ = proposals.on_the_table(db, analysis)
            made = [
                proposals.adopt(db, each.id, HALL, title=each.words[:120], now=hall.house.now())
                for each in (first, second)
            ]
            themes.rank(db, analysis, HALL, theme_ids=made[:1], now=hall.house.now())

        hall.house.write(decide)


def group_all(hall: Hall) -> None:
    analysis, _ = analysis_of(hall, "why")

    def act(db):
        group = key_groups.make(db, analysis, HALL, title="Elkaar kennen", now=hall.house.now())
        for theme in themes.alive(db, analysis):
            themes.change(db, theme.id, HALL, key_group_id=group, now=hall.house.now())

    hall.house.write(act)


def check_sheet(page: Page, height: int) -> None:
    settle(page)
    small = [entry for entry in page.evaluate(SIZES_OF_TEXT) if entry[0] < height / 25]
    assert small == []
    assert page.evaluate(OUTSIDE) == []
