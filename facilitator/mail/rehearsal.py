"""Every mail of a guide beforehand: when it goes, to how many, what it says, to somebody made up.

The somebody has no link and no row: what is shown opens nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy.orm import Session

from facilitator.mail import composing
from facilitator.mail.composing import Letter
from sessions.focus import contents, times
from sessions.focus.asked import Person, groups, people, questions, rounds
from sessions.focus.contents import Contents, News
from sessions.focus.mailable import NOT_COME, hindrance
from sessions.focus.post import reminder_time
from sessions.models import FocusGroup, Member, Participant, Workshop

NAMES = {"nl": "Merel", "fr": "Merle", "en": "Blackbird"}
NO_SECRET = "x" * 26


@dataclass(frozen=True)
class Planned:
    """`goes_at` is None for what staff or people set off. `most` is how many could get it as things stand:
    only who came in and agreed to mail, and of reminders and digests who is behind or has news."""

    kind: str
    goes_at: datetime | None
    most: int
    round: str
    letter: Letter


def rehearse(db: Session, workshop: Workshop, *, base: str, language: str, now: datetime) -> list[Planned]:
    """The letters in the order in which they would go, in that language."""
    somebody = _somebody(db, workshop, language)
    members = people(db, workshop.id)
    counts = {
        kind: sum(hindrance(db, one, kind) in (None, NOT_COME) for one in members)
        for kind in ("invitation", "opening", "reminder", "probe", "digest", "thanks", "lost_link")
    }
    return [
        Planned(
            said.kind,
            goes_at,
            counts[said.kind],
            said.round.title if said.round else "",
            composing.letter_of(replace(said, secret=NO_SECRET), base=base, installation=NO_SECRET),
        )
        for said, goes_at in _said(db, workshop, somebody, now)
    ]


def _said(
    db: Session, workshop: Workshop, somebody: Person, now: datetime
) -> Iterator[tuple[Contents, datetime | None]]:
    def read(kind: str, **about: int) -> Contents:
        return contents.read(db, somebody, kind, about, installation="", now=now)

    yield read("invitation"), None
    dated: list[tuple[Contents, datetime | None]] = []
    for day in rounds(db, workshop.id):
        dated.append((read("opening", round=day.id), times.opens_at(workshop, day)))
        dated.append((read("reminder", round=day.id), reminder_time(workshop, day)))
    yield from sorted(dated, key=lambda each: each[1] or now)
    guide = questions(db, workshop.id)
    if guide:
        first = guide[0]
        yield read("probe", question=first.id), None
        news = tuple(News(kind, first.step.title, count) for kind, count in (("answers", 3), ("replies", 1)))
        yield replace(read("opening"), kind="digest", news=news), None
    yield read("thanks"), None
    yield read("lost_link"), None


def _somebody(db: Session, workshop: Workshop, language: str) -> Person:
    """Rows that are never written."""
    known = groups(db, workshop.id)
    group = known[0] if known else FocusGroup(id=0, workshop_id=workshop.id, number=1, name="")
    participant = Participant(
        id=0, workshop_id=workshop.id, group_id=group.id, number=0, language=language, secret_hash=""
    )
    participant.name = NAMES.get(language, NAMES["nl"])
    member = Member(participant_id=0, workshop_id=workshop.id, email="", segment="", state="invited")
    member.link_nonce = ""
    return Person(member, participant, group)
