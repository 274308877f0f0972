"""Which letters the clock asks for: a round opens, somebody is behind, a digest a day, thanks at the end."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from sessions.focus import consent, letters, times
from sessions.focus.asked import Person, people, rounds
from sessions.focus.behind import behind
from sessions.focus.contents import news_of
from sessions.focus.mailable import hindrance, is_kept
from sessions.focus.members import by_address
from sessions.journal import Actor
from sessions.models import FocusGroup, Letter, Round, Workshop

REMINDED_BEFORE = timedelta(hours=24)
DIGEST_AT = "18:00"
THANKED_AFTER = timedelta(minutes=10)
"""Room for who closed the workshop by mistake."""
THANKED_WITHIN = timedelta(days=7)
LOST_EVERY = timedelta(minutes=10)


@dataclass(frozen=True)
class Wanted:
    """A letter that should be there."""

    participant_id: int
    kind: str
    key: str
    about: dict[str, Any]
    due_at: datetime


def workshops_with_mail(db: Session, now: datetime) -> list[Workshop]:
    """The focus groups that are open, or closed a short while ago."""
    query = select(Workshop).where(Workshop.mode == "focus", Workshop.state != "preparing")
    return [
        each
        for each in db.scalars(query.order_by(Workshop.id))
        if each.state == "open" or (each.closed_at is not None and now - each.closed_at < THANKED_WITHIN)
    ]


def wanted(db: Session, workshop: Workshop, now: datetime, *, digests: bool) -> list[Wanted]:
    """The letters that should be there by now and are not. `digests` says whether to look for those too."""
    known = set(db.scalars(select(Letter.key).where(Letter.workshop_id == workshop.id)))
    found = list(_by_the_clock(db, workshop, now))
    if digests:
        found += _digests(db, workshop, now)
    standing = {one.id: one for one in people(db, workshop.id)}
    return [
        each
        for each in found
        if each.key not in known
        and each.participant_id in standing
        and is_kept(hindrance(db, standing[each.participant_id], each.kind), each.kind)
    ]


def queue_wanted(db: Session, workshop_id: int, found: list[Wanted], *, now: datetime) -> int:
    """Those letters wait; returns how many there were to queue. Twice is once."""
    for each in found:
        letters.queue(db, workshop_id, each.participant_id, each.kind, each.key, each.about, each.due_at, now)
    return len(found)


def digest_time(workshop: Workshop, now: datetime) -> datetime:
    """When today's digest is due, where the workshop is."""
    return times.moment(f"{times.day(now, workshop.time_zone).isoformat()}T{DIGEST_AT}", workshop.time_zone)


def reminder_time(workshop: Workshop, day: Round, group: FocusGroup | None = None) -> datetime:
    """A day before the round closes (for that group); of a short round half-way."""
    opens, closes = times.opens_at(workshop, day), times.closes_at(workshop, day, group)
    return max(closes - REMINDED_BEFORE, opens + (closes - opens) / 2)


def _by_the_clock(db: Session, workshop: Workshop, now: datetime) -> Iterator[Wanted]:
    if workshop.state == "closed":
        if workshop.closed_at is not None and now >= workshop.closed_at + THANKED_AFTER:
            for one in people(db, workshop.id):
                if one.member.state == "present":
                    yield Wanted(one.id, "thanks", f"thanks:{one.id}", {}, now)
        return
    agreed = consent.since(db, workshop.id, "mail")
    for day in rounds(db, workshop.id):
        members = [
            one for one in people(db, workshop.id) if times.is_open(workshop, day, now, group=one.group)
        ]
        opened = times.opens_at(workshop, day)
        for one in members:
            # Who came in since has the questions before them.
            if one.id not in agreed or agreed[one.id] > opened:
                continue
            yield Wanted(one.id, "opening", f"opening:{day.id}:{one.id}", {"round": day.id}, opened)
        late = {one.id for one in members if now >= reminder_time(workshop, day, one.group)}
        for one in behind(db, workshop, day) if late else ():
            if one.id in late:
                yield Wanted(one.id, "reminder", f"reminder:{day.id}:{one.id}", {"round": day.id}, now)


def _digests(db: Session, workshop: Workshop, now: datetime) -> Iterator[Wanted]:
    if workshop.state != "open" or now < digest_time(workshop, now):
        return
    today = times.day(now, workshop.time_zone).isoformat()
    for one in people(db, workshop.id):
        if one.member.wish == "daily" and one.member.state == "present" and news_of(db, one, now):
            yield Wanted(one.id, "digest", f"digest:{today}:{one.id}", {}, now)


# --- what staff ask for ------------------------------------------------------------------------------


def invite(db: Session, workshop_id: int, actor: Actor, invited: list[Person], *, now: datetime) -> list[int]:
    """The invitation goes to them, with the link of now; once per link. Returns the letters' ids."""
    return letters.ask(
        db,
        workshop_id,
        actor,
        [(one.id, "invitation", f"invitation:{one.id}:{one.member.link_nonce}", {}) for one in invited],
        now=now,
    )


def not_come(db: Session, workshop: Workshop, now: datetime) -> list[Person]:
    """Who was sent the invitation with their link of now on an earlier day, and did not come in."""
    sent = {
        letter.participant_id: letter
        for letter in db.scalars(
            select(Letter)
            .where(Letter.workshop_id == workshop.id, Letter.kind == "invitation")
            .order_by(Letter.id)
        )
    }
    today = times.day(now, workshop.time_zone)
    return [
        one
        for one in people(db, workshop.id)
        if one.member.state == "invited"
        and (last := sent.get(one.id)) is not None
        and last.sent_at is not None
        and last.state == "sent"
        and times.day(last.sent_at, workshop.time_zone) < today
        and hindrance(db, one, "invitation") is None
    ]


def invite_again(db: Session, workshop: Workshop, actor: Actor, *, now: datetime) -> list[int]:
    """Who did not come in gets the invitation once more, at most one a day. Returns the letters' ids."""
    today = times.day(now, workshop.time_zone).isoformat()
    late = [
        (one.id, f"invitation:{one.id}:{one.member.link_nonce}:{today}")
        for one in not_come(db, workshop, now)
    ]
    return letters.ask(db, workshop.id, actor, [(one, "invitation", key, {}) for one, key in late], now=now)


def remind(db: Session, workshop: Workshop, day: Round, actor: Actor, *, now: datetime) -> list[int]:
    """Who is behind in that round gets a reminder, at most one a day by hand. Returns the letters' ids."""
    today = times.day(now, workshop.time_zone).isoformat()
    late = [one for one in behind(db, workshop, day) if times.is_open(workshop, day, now, group=one.group)]
    return letters.ask(
        db,
        workshop.id,
        actor,
        [(one.id, "reminder", f"reminder:{day.id}:{one.id}:{today}", {"round": day.id}) for one in late],
        now=now,
    )


def lost(db: Session, workshop_id: int, address: str, *, now: datetime) -> None:
    """Whoever has that address there gets their link once more, at most one in any ten minutes, also when a
    mail server keeps them waiting. Nobody learns from this whether there is somebody."""
    one = by_address(db, workshop_id, address)
    if one is None:
        return
    asked = select(Letter).where(Letter.participant_id == one.id, Letter.kind == "lost_link")
    for each in db.scalars(asked):
        if each.state in letters.STANDING or now - (each.sent_at or each.made_at) < LOST_EVERY:
            return
    letters.queue(db, workshop_id, one.id, "lost_link", f"lost:{one.id}:{now.isoformat()}", {}, now, now)
