"""A member before the guide: what they may look at, read once for a page.

Only what `sessions.focus.visibility` allows leaves this file.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from sessions.errors import Closed
from sessions.focus import answering, asked, seen, threads, times, visibility
from sessions.focus.asked import Asked, Person
from sessions.focus.forms import form_named
from sessions.models import (
    PRESENT_WORDS,
    Change,
    Contribution,
    ContributionVersion,
    Heart,
    Participant,
    Probe,
    Reply,
    Workshop,
)
from sessions.projections.section import Item
from sessions.verbs import Verb

Row = tuple[Contribution, ContributionVersion, str | None]


@dataclass
class Kept:
    """What was read for a page. With `whole` all of the member's questions were read at once; else each is
    read when it is looked at."""

    whole: bool = False
    said: dict[tuple[int, str], list[Row]] = field(default_factory=dict)
    below: dict[int, Reply] = field(default_factory=dict)
    hearts: dict[int, list[Heart]] = field(default_factory=dict)
    probes: dict[int, list[Probe]] = field(default_factory=dict)


@dataclass(frozen=True)
class Sight:
    """What a member may look at, at one moment. With `told` nothing is new that they were told by then."""

    db: Session
    person: Person
    workshop: Workshop
    now: datetime
    answered: frozenset[int]
    seen: dict[int, date]
    questions: list[Asked] = field(default_factory=list)
    kept: Kept = field(default_factory=Kept)
    told: datetime | None = None

    @property
    def today(self) -> date:
        return times.day(self.now, self.workshop.time_zone)

    def day_of(self, at: datetime) -> date:
        return times.day(at, self.workshop.time_zone)

    def asking(self, each: Asked) -> answering.Asking:
        return answering.Asking(self.workshop, each, self.person)

    def is_new(self, exercise_id: int, at: datetime) -> bool:
        """Whether it came on or after the day on which the member last looked: no hour of that is known."""
        looked = self.seen.get(exercise_id)
        return looked is not None and self.day_of(at) >= looked and self.is_untold(at)

    def is_untold(self, at: datetime) -> bool:
        return self.told is None or at > self.told

    def done(self, each: Asked) -> bool:
        """Whether the member did what that question asks."""
        form = form_named(each.question.form)
        if each.id not in self.answered and form.takes_answer(each.step.settings):
            return False
        return each.question.form != "react" or self.reactions(each) >= needed(each)

    def reactions(self, each: Asked) -> int:
        """To how many others' answers the member replied, for a question that asks to."""
        given = (
            select(func.count(Reply.to_id.distinct()))
            .join(Contribution, Contribution.id == Reply.contribution_id)
            .where(
                Contribution.participant_id == self.person.id,
                Contribution.exercise_id == each.step.settings.get("to"),
                Contribution.state.in_(answering.STANDING),
                Reply.to_id.not_in(
                    select(Contribution.id).where(Contribution.participant_id == self.person.id)
                ),
            )
        )
        return self.db.scalar(given) or 0


def sight(db: Session, participant_id: int, now: datetime, told: datetime | None = None) -> Sight:
    """Raises: Missing for who is no member; Closed for who was removed."""
    person = asked.person(db, participant_id)
    if person.member.state == "removed":
        raise Closed("member")
    workshop = asked.focus_workshop(db, person.participant.workshop_id)
    return Sight(
        db,
        person,
        workshop,
        now,
        frozenset(visibility.answered_by(db, participant_id)),
        seen.seen_by(db, participant_id),
        [each for each in asked.questions(db, workshop.id) if each.is_for(person.member.segment)],
        told=told,
    )


def gather(look: Sight) -> Sight:
    """The same sight, with every question read at once: for pages that tell of all of them."""
    kept, ours = look.kept, [each.id for each in look.questions]
    kept.said |= {(exercise_id, kind): [] for exercise_id in ours for kind in ("answer", "reply")}
    for row in _read(look, Contribution.exercise_id.in_(ours)):
        kept.said.setdefault((row[0].exercise_id, row[0].kind), []).append(row)
    ids = select(Contribution.id).where(Contribution.exercise_id.in_(ours), _near(look))
    below = select(Reply).where(Reply.contribution_id.in_(ids))
    kept.below |= {each.contribution_id: each for each in look.db.scalars(below)}
    for heart in look.db.scalars(select(Heart).where(Heart.contribution_id.in_(ids))):
        kept.hearts.setdefault(heart.contribution_id, []).append(heart)
    group = look.person.participant.group_id
    asked_further = select(Probe).where(Probe.exercise_id.in_(ours), Probe.group_id == group)
    for probe in look.db.scalars(asked_further.order_by(Probe.id)):
        kept.probes.setdefault(probe.exercise_id, []).append(probe)
    kept.whole = True
    return look


def needed(each: Asked) -> int:
    return int(each.step.settings.get("needed", 1))


def answers(look: Sight, each: Asked) -> list[Row]:
    """The answers to that question that the member may read, oldest first, their own among them."""
    rows = _said(look, each.id, "answer")
    return [row for row in rows if visibility.sees(look.db, row[0], each, look.person, look.answered)]


def masked(look: Sight, each: Asked) -> int:
    """How many answers of others the member will read once they answered themselves."""
    if each.question.visibility != "masked" or each.id in look.answered:
        return 0
    return len(
        [
            said
            for said, _, _ in _said(look, each.id, "answer")
            if said.state == "shown"
            and said.participant_id != look.person.id
            and said.group_id == look.person.participant.group_id
        ]
    )


def replies(look: Sight, each: Asked) -> list[tuple[Row, Reply]]:
    """The replies at that question that the member may read, oldest first."""
    rows = {row[0].id: row for row in _said(look, each.id, "reply")}
    return [
        (rows[reply.contribution_id], reply)
        for reply in _below(look, rows)
        if visibility.sees_reply(
            look.db, rows[reply.contribution_id][0], reply, each, look.person, look.answered
        )
    ]


def probes(look: Sight, each: Asked) -> list[Probe]:
    """What this member is asked further at that question, oldest first."""
    if look.kept.whole:
        rows = look.kept.probes.get(each.id, [])
    else:
        rows = list(look.db.scalars(select(Probe).where(Probe.exercise_id == each.id).order_by(Probe.id)))
    return [
        probe for probe in rows if visibility.sees_probe(look.db, probe, each, look.person, look.answered)
    ]


def thanks(look: Sight, ids: Collection[int]) -> dict[int, list[Heart]]:
    """Contribution to the thanks that it got."""
    if look.kept.whole:
        return {each: look.kept.hearts[each] for each in ids if each in look.kept.hearts}
    found: dict[int, list[Heart]] = {}
    for heart in look.db.scalars(select(Heart).where(Heart.contribution_id.in_(ids))):
        found.setdefault(heart.contribution_id, []).append(heart)
    return found


def item(look: Sight, row: Row, given: Iterable[Heart]) -> Item:
    """An answer or reply as the member reads it. The day on which it was said, never the hour."""
    said, version, name = row
    hearts = list(given)
    own = said.participant_id == look.person.id
    return {
        "id": said.id,
        "name": name or "",
        "own": own,
        "text": version.text,
        "language": said.language,
        "version": said.version,
        "corrected": said.version > 1,
        "day": look.day_of(said.created_at).isoformat(),
        "state": said.state if own else "shown",
        "hidden_reason": said.hidden_reason if own else None,
        "thanks": len(hearts),
        "thanked": any(each.participant_id == look.person.id for each in hearts),
        "new": not own and look.is_new(said.exercise_id, said.created_at),
    }


def news_of_hiding(look: Sight, each: Asked, ids: Collection[int]) -> int:
    """How many of these were hidden on or after the day on which the member last looked."""
    looked = look.seen.get(each.id)
    hidden = select(Change).where(
        Change.workshop_id == look.workshop.id, Change.verb == Verb.CONTRIBUTION_HIDDEN.value
    )
    last: dict[int, datetime] = {}
    for change in look.db.scalars(hidden.order_by(Change.id)) if ids else ():
        last |= dict.fromkeys(change.touched.get("contribution", ()), change.at)
    moments = [last[one] for one in ids if one in last]
    return sum(look.is_untold(at) and (looked is None or look.day_of(at) >= looked) for at in moments)


def quote(look: Sight, reply: Reply) -> tuple[str | None, bool]:
    """The words that the reply quotes, and whether it quotes what stands there no more: what its author took
    back or said better is not read in somebody else's reply either."""
    if reply.to_id is None or reply.quote_from is None or reply.quote_to is None or not reply.quote_version:
        return None, False
    answer = look.db.get_one(Contribution, reply.to_id)
    cut = threads.Quote(reply.quote_from, reply.quote_to, reply.quote_version)
    words = threads.quote_of(look.db, reply.to_id, cut)
    present = look.db.get_one(ContributionVersion, (answer.id, answer.version)).text
    if answer.state != "shown" or not words or words not in present:
        return None, True
    return words, False


def _said(look: Sight, exercise_id: int, kind: str) -> list[Row]:
    """What is asked here may not leave this file as it is: it holds what others said behind a mask."""
    said = look.kept.said
    if (exercise_id, kind) not in said:
        said[exercise_id, kind] = _read(
            look, (Contribution.exercise_id == exercise_id) & (Contribution.kind == kind)
        )
    return said[exercise_id, kind]


def _below(look: Sight, ids: Collection[int]) -> list[Reply]:
    """Those replies as replies, oldest first."""
    if look.kept.whole:
        return [look.kept.below[each] for each in sorted(ids) if each in look.kept.below]
    below = select(Reply).where(Reply.contribution_id.in_(ids)).order_by(Reply.contribution_id)
    return list(look.db.scalars(below))


def _near(look: Sight) -> ColumnElement[bool]:
    """What was said in the member's group, or by the member."""
    return (Contribution.group_id == look.person.participant.group_id) | (
        Contribution.participant_id == look.person.id
    )


def _read(look: Sight, which: ColumnElement[bool]) -> list[Row]:
    rows = look.db.execute(
        select(Contribution, ContributionVersion, Participant.name)
        .join(ContributionVersion, PRESENT_WORDS)
        .join(Participant, Participant.id == Contribution.participant_id)
        .where(which, _near(look))
        .order_by(Contribution.id)
    )
    return [(said, version, name) for said, version, name in rows]
