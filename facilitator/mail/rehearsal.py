"""Every mail of a guide beforehand: when it goes, to how many, what it says, to somebody made up.

The somebody has no link and no row: what is shown opens nothing. They are in a group and a segment that can
be chosen, because other questions take other minutes and a group may close at other hours.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy.orm import Session

from facilitator.mail import composing
from facilitator.mail.composing import Letter
from sessions.errors import Missing
from sessions.focus import contents, times
from sessions.focus.asked import Person, groups, people, questions, rounds
from sessions.focus.contents import Contents, News
from sessions.focus.load import segments_of
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


@dataclass(frozen=True)
class Whom:
    """Of whom the somebody is one: the group (None is any, where they all have the same hours) and the
    segment (empty is one that the guide does not name, or none). `groups` and `segments` are what there is to
    choose."""

    group: FocusGroup | None
    segment: str
    groups: Sequence[FocusGroup]
    segments: Sequence[str]

    def holds(self, one: Person) -> bool:
        """Whether that member is one of them."""
        segment = one.member.segment if one.member.segment in self.segments else ""
        return segment == self.segment and (self.group is None or one.group.id == self.group.id)

    @property
    def hours_differ(self) -> bool:
        """Whether some group has hours of its own: then no mail is that of any group."""
        return any(group.hours for group in self.groups)


def whom(db: Session, workshop_id: int, *, group: int | None = None, segment: str | None = None) -> Whom:
    """Those who were asked for (`group` by number). Without a segment it is the one that most people are in;
    without a group any, or the first one where hours differ.

    Raises: Missing for a group that is not there, or a segment that the guide does not name.
    """
    there, everybody = groups(db, workshop_id), people(db, workshop_id)
    named = segments_of(questions(db, workshop_id))
    counts = Counter(one.member.segment if one.member.segment in named else "" for one in everybody)
    possible = ["", *named] if counts[""] or not counts else named
    if segment is None:
        segment = max(possible, key=lambda each: counts[each])
    elif segment not in possible:
        raise Missing("segment")
    chosen = next((each for each in there if each.number == group), None)
    if group is not None and chosen is None:
        raise Missing("group")
    found = Whom(chosen, segment, there, possible)
    return replace(found, group=there[0]) if chosen is None and found.hours_differ else found


def rehearse(
    db: Session, workshop: Workshop, *, base: str, language: str, now: datetime, to: Whom | None = None
) -> list[Planned]:
    """The letters in the order in which they would go, in that language, to one of those."""
    to = to or whom(db, workshop.id)
    somebody = _somebody(workshop, language, to)
    members = [one for one in people(db, workshop.id) if to.holds(one)]
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
        for said, goes_at in _said(db, workshop, somebody, to, now)
    ]


def _said(
    db: Session, workshop: Workshop, somebody: Person, to: Whom, now: datetime
) -> Iterator[tuple[Contents, datetime | None]]:
    def read(kind: str, **about: int) -> Contents:
        return contents.read(db, somebody, kind, about, installation="", now=now)

    yield read("invitation"), None
    dated: list[tuple[Contents, datetime | None]] = []
    for day in rounds(db, workshop.id):
        dated.append((read("opening", round=day.id), times.opens_at(workshop, day)))
        dated.append((read("reminder", round=day.id), reminder_time(workshop, day, to.group)))
    yield from sorted(dated, key=lambda each: each[1] or now)
    guide = questions(db, workshop.id)
    if guide:
        first = next((each for each in guide if each.is_for(to.segment)), guide[0])
        yield read("probe", question=first.id), None
        news = tuple(News(kind, first.step.title, count) for kind, count in (("answers", 3), ("replies", 1)))
        yield replace(read("opening"), kind="digest", news=news), None
    yield read("thanks"), None
    yield read("lost_link"), None


def _somebody(workshop: Workshop, language: str, to: Whom) -> Person:
    """Rows that are never written."""
    nowhere = FocusGroup(id=0, workshop_id=workshop.id, number=1, name="")
    group = to.group or next(iter(to.groups), nowhere)
    participant = Participant(
        id=0, workshop_id=workshop.id, group_id=group.id, number=0, language=language, secret_hash=""
    )
    participant.name = NAMES.get(language, NAMES["nl"])
    member = Member(participant_id=0, workshop_id=workshop.id, email="", segment=to.segment, state="invited")
    member.link_nonce = ""
    return Person(member, participant, group)
