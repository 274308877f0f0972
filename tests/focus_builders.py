"""Focus groups to test with, made through the domain's own functions."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from datetime import date
from random import SystemRandom
from typing import Any

from sqlalchemy import func, select

from facilitator.house import House
from sessions.focus import asked, links, making
from sessions.focus.shape import Guide, GuideQuestion, GuideRound, GuideStimulus
from sessions.journal import Actor
from sessions.models import Member, Participant
from sessions.scripts import load
from sessions.text import fingerprint, join_code
from sessions.workshops import open_workshop

FIRST = date(2026, 11, 23)
OPTIONS = [{"key": "k1", "text": "Taal"}, {"key": "k2", "text": "Werk"}, {"key": "k3", "text": "Buren"}]
WORDS = "Wie hier geboren is, heet soms allochtoon."

GUIDE = Guide(
    title="Wat helpt om mee te doen?",
    rounds=(
        GuideRound(
            "Kennismaken",
            "1T08:00",
            "2T20:00",
            "Fijn dat je er bent.",
            (
                GuideQuestion("Wie ben je, en wat doe je graag?", title="Wie ben je?", visibility="open"),
                GuideQuestion(
                    "Wanneer voelde je je voor het laatst echt welkom?",
                    title="Welkom",
                    stimuli=(GuideStimulus("text", "Denk aan een plek, een mens of een moment."),),
                ),
                GuideQuestion(
                    "Is er iets dat je liever niet in de groep zegt?",
                    title="Liever niet in de groep",
                    visibility="private",
                    required=False,
                ),
            ),
        ),
        GuideRound(
            "Verder denken",
            "2T08:00",
            "4T20:00",
            "",
            (
                GuideQuestion(
                    "Wat is voor jou het belangrijkst?",
                    title="Belangrijkst",
                    form="choice",
                    settings={"options": OPTIONS, "several": True, "why": True},
                ),
                GuideQuestion(
                    "Welke woorden doen pijn?",
                    title="Woorden",
                    form="mark",
                    settings={"text": WORDS, "most": 3},
                ),
                GuideQuestion(
                    "Reageer op twee anderen.",
                    title="Reageren",
                    form="react",
                    settings={"needed": 2},
                    to=(1, 2),
                ),
                GuideQuestion(
                    "Alleen voor wie lesgeeft: wat werkt in jouw klas?",
                    title="In de klas",
                    segments=("leerkracht",),
                ),
            ),
        ),
    ),
)
"""Two rounds that overlap on the second day; questions of five forms and all visibilities."""


@dataclass
class Someone:
    """A member and the secret of their personal link."""

    id: int
    secret: str
    group_id: int


@dataclass
class Focus:
    """A workshop of focus groups with its people. `questions` are ids by title."""

    house: House
    workshop_id: int
    facilitator: int
    groups: list[int]
    rounds: list[int]
    questions: dict[str, int]
    members: list[Someone] = field(default_factory=list)

    @property
    def moderator(self) -> Actor:
        return Actor("user", self.facilitator)

    def write(self, verb: Any, *arguments: Any, **values: Any) -> Any:
        """The verb with the house's time as `now`."""
        return self.house.write(lambda db: verb(db, *arguments, now=self.house.now(), **values))


def make_focus(
    house: House,
    facilitator: int,
    *,
    guide: Guide = GUIDE,
    groups: int = 2,
    members: int = 3,
    opened: bool = True,
    first: date = FIRST,
    language: str = "nl",
    title: str = "Wat helpt om mee te doen?",
) -> Focus:
    """A workshop with that guide and `members` people, present and consenting, in each group."""

    def make(db: Any) -> int:
        return making.make(
            db,
            load("startmoment", language),
            title=title,
            held_on=first,
            language=language,
            groups=groups,
            organisation_id=1,
            user_id=facilitator,
            join_code=join_code(SystemRandom()),
            wall_secret=secrets.token_urlsafe(24),
            now=house.now(),
            guide=guide,
        )

    workshop_id = house.write(make)
    if opened:
        house.write(lambda db: open_workshop(db, workshop_id, Actor("user", facilitator), now=house.now()))
    with house.store.reading() as db:
        focus = Focus(
            house,
            workshop_id,
            facilitator,
            groups=[each.id for each in asked.groups(db, workshop_id)],
            rounds=[each.id for each in asked.rounds(db, workshop_id)],
            questions={each.step.title: each.id for each in asked.questions(db, workshop_id)},
        )
    for group_id in focus.groups:
        for _number in range(members):
            focus.members.append(add_member(focus, group_id, name=f"Wilg {len(focus.members) + 1}"))
    return focus


def add_member(focus: Focus, group_id: int, *, name: str = "Wilg", **given: Any) -> Someone:
    """Somebody who came in with their link. `given` are columns of the member, such as segment or state."""
    house, nonce = focus.house, secrets.token_hex(8)

    def add(db: Any) -> int:
        count = select(func.max(Participant.number)).where(Participant.workshop_id == focus.workshop_id)
        person = Participant(
            workshop_id=focus.workshop_id,
            group_id=group_id,
            number=(db.scalar(count) or 0) + 1,
            name=name,
            language="nl",
            secret_hash=secrets.token_hex(32),
            consent_version=1,
            joined_at=house.now(),
        )
        db.add(person)
        db.flush()
        values = {"state": "present", "link_nonce": nonce, "invited_at": house.now()} | given
        db.add(Member(participant_id=person.id, workshop_id=focus.workshop_id, **values))
        person.secret_hash = fingerprint(links.secret_of(house_secret(house), person.id, nonce))
        db.flush()
        return person.id

    made = house.write(add)
    return Someone(made, links.secret_of(house_secret(house), made, nonce), group_id)


def house_secret(house: House) -> str:
    """What the installation makes links with."""
    return house.secret_key
