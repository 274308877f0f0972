"""A hall whose preconditions are themes, to be put in order: what a test of the ranking starts from."""

from __future__ import annotations

from builders import Phone, contribute, intervention, join
from live_server import HALL, Hall
from wall_acts import analysis_of, warm

from sessions.analysis import key_groups, themes
from sessions.hall import ratings

NEEDED = ("Middelen", "Samenwerking", "Mentaliteit", "Beleid", "Engagement", "Juridisch kader")
EXPLAINED = ("geld, tijd, mensen", "voor en door mensen zelf", "openstaan voor verandering")


def sort_what_is_needed(hall: Hall) -> list[int]:
    """Six themes of 1 to 6 preconditions, the largest first, warmly received in another order."""
    step, phone = hall.go_to(), join(hall.house, hall.workshop_id)
    made: list[int] = []
    for number, title in enumerate(NEEDED):
        needs = [f"{title} {each}" for each in range(len(NEEDED) - number)]
        top = contribute(hall.house, phone, step, intervention(f"Tuin {number}", preconditions=needs))["id"]
        warm(hall, top, number % 3)
        analysis, passages = analysis_of(hall, "preconditions")
        own = passages[-len(needs) :]

        def act(db, title=title, own=own, number=number, analysis=analysis):
            now = hall.house.now()
            theme = themes.make(db, analysis, HALL, title=title, passage_ids=own, now=now)
            themes.change(db, theme, HALL, description=(*EXPLAINED, "", "", "")[number], now=now)
            return theme

        made.append(hall.house.write(act))
    return made


def sort_why(hall: Hall) -> None:
    """Two groups and a rest of key characteristics, one of them a goal and one rather a precondition."""
    step, phone = hall.go_to(), join(hall.house, hall.workshop_id)
    reasons = [
        "Je leert een naam",
        "Vertrouwen herstellen",
        "Op de hoek",
        "Een vaste kracht",
        "Het mag mislukken",
    ]
    contribute(hall.house, phone, step, intervention("Koor", reasons=reasons))
    analysis, passages = analysis_of(hall, "why")

    def act(db):
        now = hall.house.now()
        groups = [
            key_groups.make(db, analysis, HALL, title=title, now=now) for title in ("Ontmoeten", "Dichtbij")
        ]
        key_groups.change(db, groups[0], HALL, description="Wie elkaar kent, durft meer.", now=now)
        made = [
            themes.make(db, analysis, HALL, title=title, passage_ids=[passage], now=now)
            for title, passage in zip(reasons, passages[-5:], strict=True)
        ]
        levels = ("characteristic", "goal", "characteristic", "precondition")
        for theme, group, level in zip(made, (0, 0, 1, 1), levels, strict=False):
            themes.change(db, theme, HALL, key_group_id=groups[group], level=level, now=now)
        themes.rank(db, analysis, HALL, theme_ids=made[:3], now=now)

    hall.house.write(act)


def rate(hall: Hall, step: int, order: list[int], phone: Phone | None = None) -> None:
    """Somebody puts the themes in this order."""
    phone = phone or join(hall.house, hall.workshop_id)
    hall.house.write(lambda db: ratings.give(db, step, phone.id, order, now=hall.house.now()))
