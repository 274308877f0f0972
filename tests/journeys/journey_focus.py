"""Four focus groups on the fifth day of their week, as a moderator finds them: something to do everywhere."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from random import Random, SystemRandom
from typing import Any

from builders import make_user, make_workshop
from focus_acts import answer, probe, reply
from focus_builders import Focus, Someone, house_secret

from facilitator.house import House
from sessions.focus import asked, consent, invitees, making, members, seen, speaking
from sessions.models import Contribution
from sessions.scripts import load
from sessions.text import join_code
from sessions.workshops import open_workshop

TITLE = "Samenleven in de Rabotwijk"
HALL = "Startmoment Rabotwijk"
HOME = (
    "In de volkstuin. Niemand vraagt vanwaar je komt, wel hoe je tomaten doen.",
    "Bij de bakker. Ze kent mijn naam en ze vraagt naar mijn moeder.",
    "Op het voetbalplein, met de ouders langs de lijn.",
    "Toen de buren hielpen verhuizen. Ik had het niet eens gevraagd.",
    "In de bibliotheek. Daar mag je zitten zonder iets te kopen.",
)
OBSTACLES = (
    "Alles gaat via een app. Mijn moeder heeft geen smartphone en belt drie keer om één afspraak te krijgen.",
    "Op de vergadering spreekt iedereen zo snel dat ik zwijg. Na twee keer ging ik niet meer.",
    "Toen ik een zaal wou huren, vroeg Fatima De Smet van de dienst naar een vzw-nummer. Dat heb ik niet.",
    "Er is geen opvang voor de kinderen. Dus komen altijd dezelfde mensen.",
    "Ze noemen ons allochtonen, terwijl mijn kinderen hier geboren zijn. Dan haak ik af.",
    "Wie ’s avonds werkt, kan nooit mee beslissen.",
    "Het geld gaat naar projecten van één jaar. Net als het begint te werken, stopt het.",
    "Je moet iemand kennen om te weten waar je moet zijn.",
    "Ik hoor altijd dat we een doelgroep zijn. Niemand vraagt wat we zelf kunnen.",
    "De trap naar het buurthuis. Met een rollator geraak je er niet.",
)
WORDS = (
    "Allochtoon doet pijn. Zeg gewoon buurman, of mijn naam.",
    "Doelgroep. Alsof er op ons geschoten wordt.",
    "Integreren klinkt alsof ik nog buiten sta. Meedoen vind ik mooier.",
    "Kansarm. Ik ben niet arm aan kansen, ik krijg ze niet.",
    "Nieuwkomer mag voor mij, als het niet twintig jaar blijft duren.",
)
WHY = (
    "De sleutel ligt bij de bewoners zelf. Wie een sleutel heeft, komt terug.",
    "Er is altijd soep. Samen eten maakt dat je niet moet weten wat je moet zeggen.",
    "Eén vaste mens die er elke week is, en die iedereen kent.",
    "Je mag er ook niets doen. Dan doe je vanzelf iets.",
    "Ze vroegen ons eerst wat we nodig hadden, en dan pas kwam het plan.",
)
# How many days ago what was said. The question was open then, whatever the hour is now.
SAID = (
    (3, "Thuis voelen", HOME),
    (1, "Obstakels", OBSTACLES),
    (1, "Woorden", WORDS),
    (0, "Waarom het werkt", WHY),
)
DAYS_OLD = 4
CAME = 16


@dataclass
class Week:
    """The groups, and a hall that is being prepared. `heard` are ids of answers by their words."""

    focus: Focus
    hall: int
    heard: dict[str, int] = field(default_factory=dict)

    def at(self, title: str) -> int:
        """The question with that title."""
        return self.focus.questions[title]

    def said(self, beginning: str) -> int:
        """The answer that begins like that."""
        return next(id for text, id in self.heard.items() if text.startswith(beginning))


def make_week(house: House) -> Week:
    """Four groups of five who were invited, of whom four came; three days of answers."""
    facilitator = make_user(house, "hilde@rabot.example", "facilitator")
    week = Week(_opened(house, facilitator), make_workshop(house, facilitator, HALL))
    _invited(week.focus)
    for days, title, texts in SAID:
        house.clock = lambda days=days: datetime.now(UTC) - timedelta(days=days)
        for who, text in zip(week.focus.members, texts, strict=False):
            week.heard[text] = answer(week.focus, who, title, text)
        # Some read without a word.
        for who in week.focus.members[: len(texts) + 3]:
            week.focus.write(seen.see, week.at(title), who.id)
    _among_each_other(week)
    return week


def _opened(house: House, facilitator: int) -> Focus:
    first = house.now().date() - timedelta(days=DAYS_OLD)

    def make(db: Any) -> int:
        return making.from_script(
            db,
            load("focusgroep", "nl"),
            tables=4,
            title=TITLE,
            held_on=first,
            language="nl",
            organisation_id=1,
            user_id=facilitator,
            join_code=join_code(SystemRandom()),
            wall_secret=secrets.token_urlsafe(24),
            now=house.now(),
        )

    workshop_id = house.write(make)
    with house.store.reading() as db:
        groups = [each.id for each in asked.groups(db, workshop_id)]
        rounds = [each.id for each in asked.rounds(db, workshop_id)]
        questions = {each.step.title: each.id for each in asked.questions(db, workshop_id)}
    focus = Focus(house, workshop_id, facilitator, groups, rounds, questions)
    focus.write(open_workshop, workshop_id, focus.moderator)
    return focus


def _invited(focus: Focus) -> None:
    """Every other one has an address; the others get a card. The last one of each group did not come yet."""
    lines = []
    for number, group in enumerate(focus.groups * 5):
        address = f"bewoner{number}@rabot.example" if (number + number // 4) % 2 else ""
        lines.append(invitees.Invitee(email=address, group_id=group))
    mine, by = house_secret(focus.house), focus.moderator
    made = focus.write(members.invite, focus.workshop_id, by, lines, installation=mine, random=Random(7))
    with focus.house.store.reading() as db:
        for each in (asked.person(db, one) for one in made):
            focus.members.append(Someone(each.id, members.secret_of(each, mine) or "", each.group.id))
    for someone in focus.members[:CAME]:
        given = {"taking_part": True, "quoting": True, "mail": True}
        focus.write(consent.answer, someone.id, given)


def _among_each_other(week: Week) -> None:
    """A reply, a probe to one, and words that people of the same group marked."""
    focus, app = week.focus, week.said("Alles gaat via een app")
    author, *beside = _answered(focus, app)
    reply(focus, beside[0], app, "Bij ons ook. De zoon van de buren doet het nu voor de hele gang.")
    probe(focus, "Obstakels", author, about=app)
    for beginning, word, why in (
        ("Ze noemen ons", "allochtonen", "Wij zijn van hier"),
        ("Allochtoon doet", "Allochtoon", "Het duwt je weg"),
        ("Ik hoor altijd", "doelgroep", "Alsof je een schietschijf bent"),
    ):
        said = week.said(beginning)
        for who in _answered(focus, said)[1:]:
            focus.write(speaking.mark, who.id, speaking.Place(said, 1, word=word), why=why)


def _answered(focus: Focus, contribution_id: int) -> list[Someone]:
    """Who said that, then who else of the group answered the same question: they may read it."""
    with focus.house.store.reading() as db:
        said = db.get_one(Contribution, contribution_id)
        beside = db.query(Contribution).filter_by(
            exercise_id=said.exercise_id, group_id=said.group_id, kind="answer"
        )
        order = [said.participant_id, *(each.participant_id for each in beside)]
    known = {each.id: each for each in focus.members}
    return [known[one] for one in dict.fromkeys(order) if one in known]
