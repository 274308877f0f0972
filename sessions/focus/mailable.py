"""Whether a letter may go to a member, and whether it still makes sense: asked when it is queued and again
right before it leaves."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from sessions.focus import consent, times
from sessions.focus.asked import Person
from sessions.focus.behind import answerers, behind
from sessions.focus.contents import news_of
from sessions.models import Letter, Probe, Round, Workshop
from sessions.words import mark

KINDS = ("invitation", "opening", "probe", "reminder", "digest", "thanks", "lost_link")
AT_ONCE = ("opening", "probe", "reminder")
"""What whoever wants one mail a day finds in that one."""

NO_ADDRESS = mark("Er is geen e-mailadres.")
BAD_ADDRESS = mark("Het adres werkte niet.")
NO_LINK = mark("De persoonlijke link is ingetrokken.")
GONE = mark("Deze persoon doet niet meer mee.")
NO_MAIL = mark("Deze persoon wil geen mail.")
NOT_COME = mark("Deze persoon kwam nog niet binnen en zei dus nog geen ja op mail.")
OTHERWISE = mark("Deze persoon kreeg dit in één mail per dag.")
OVERTAKEN = mark("Het was al voorbij.")


def hindrance(db: Session, one: Person, kind: str) -> str | None:
    """Why no letter of that kind goes to that member; None when it may.

    Until people came in for the first time they get an invitation and nothing else, so adding somebody sends
    nothing; from then on only what they agreed to. The link that somebody asked for goes always.
    """
    member = one.member
    if not member.email:
        return NO_ADDRESS
    if member.address_problem:
        return BAD_ADDRESS
    if not member.link_nonce:
        return NO_LINK
    if kind == "lost_link":
        return GONE if member.state == "removed" else None
    if member.state not in ("invited", "present"):
        return GONE
    if member.wish == "none" or (member.state == "present" and not consent.has(db, one.id, "mail")):
        return NO_MAIL
    if member.state == "invited" and kind != "invitation":
        return NOT_COME
    if (kind in AT_ONCE and member.wish == "daily") or (kind == "digest" and member.wish != "daily"):
        return OTHERWISE
    return None


def is_kept(hindrance: str | None, kind: str) -> bool:
    """Whether a letter with that hindrance leaves, now or once there is an address that works."""
    return hindrance is None or (hindrance == BAD_ADDRESS and kind != "lost_link")


def not_before(db: Session, letter: Letter) -> datetime:
    """When the letter may leave at the earliest: one about a round that opens later than was said waits for
    that."""
    found = db.get(Round, letter.about["round"]) if letter.kind == "opening" else None
    if found is None:
        return letter.due_at
    return max(letter.due_at, times.opens_at(db.get_one(Workshop, letter.workshop_id), found))


def overtaken(db: Session, letter: Letter, one: Person, now: datetime) -> bool:
    """Whether what the letter is about is over: the round closed, they answered meanwhile, the probe was
    withdrawn or answered, nothing is new any more, the workshop opened again or closed."""
    workshop = db.get_one(Workshop, letter.workshop_id)
    if letter.kind == "thanks":
        return workshop.state != "closed"
    if letter.kind == "lost_link":
        return False
    return workshop.state == "closed" or _OVERTAKEN[letter.kind](db, workshop, letter, one, now)


def _invitation(db: Session, _workshop: Workshop, letter: Letter, one: Person, _now: datetime) -> bool:
    """They came in by another way since."""
    said = consent.answers(db, one.id).get("taking_part")
    return said is not None and said.at > letter.made_at


def _opening(db: Session, workshop: Workshop, letter: Letter, one: Person, now: datetime) -> bool:
    found = db.get(Round, letter.about["round"])
    return found is None or not times.is_open(workshop, found, now, group=one.group)


def _reminder(db: Session, workshop: Workshop, letter: Letter, one: Person, now: datetime) -> bool:
    if _opening(db, workshop, letter, one, now):
        return True
    late = behind(db, workshop, db.get_one(Round, letter.about["round"]))
    return one.id not in {each.id for each in late}


def _probe(db: Session, _workshop: Workshop, letter: Letter, one: Person, _now: datetime) -> bool:
    probe = db.get(Probe, letter.about["probe"])
    return probe is None or probe.withdrawn_at is not None or one.id in answerers(db, probe.id)


def _digest(db: Session, _workshop: Workshop, letter: Letter, one: Person, now: datetime) -> bool:
    """They saw it all meanwhile, or a later one tells it too."""
    later = select(Letter.id).where(
        Letter.participant_id == one.id, Letter.kind == "digest", Letter.id > letter.id
    )
    return db.scalar(later.limit(1)) is not None or not news_of(db, one, now)


_OVERTAKEN: dict[str, Callable[[Session, Workshop, Letter, Person, datetime], bool]] = {
    "invitation": _invitation,
    "opening": _opening,
    "reminder": _reminder,
    "probe": _probe,
    "digest": _digest,
}
