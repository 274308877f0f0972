"""Whether a letter may go to a member, and whether it still makes sense: asked when it is queued and again
right before it leaves."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from sessions.focus import consent, times
from sessions.focus.asked import Person
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
OTHERWISE = mark("Deze persoon kreeg dit in één mail per dag.")
OVERTAKEN = mark("Het was al voorbij.")


def hindrance(db: Session, one: Person, kind: str) -> str | None:
    """Why no letter of that kind goes to that member; None when it may.

    Until people came in for the first time they get what they were invited for; from then on only what they
    agreed to. The link that somebody asked for themselves goes always.
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
    if (kind in AT_ONCE and member.wish == "daily") or (kind == "digest" and member.wish != "daily"):
        return OTHERWISE
    return None


def overtaken(db: Session, letter: Letter, one: Person, now: datetime) -> bool:
    """Whether what the letter is about is over: the round closed, the probe withdrawn, the workshop opened
    again or closed."""
    workshop = db.get_one(Workshop, letter.workshop_id)
    if letter.kind == "thanks":
        return workshop.state != "closed"
    if letter.kind == "lost_link":
        return False
    if workshop.state == "closed":
        return True
    if "round" in letter.about:
        found = db.get(Round, letter.about["round"])
        return found is None or not times.is_open(workshop, found, now, group=one.group)
    if "probe" in letter.about:
        probe = db.get(Probe, letter.about["probe"])
        return probe is None or probe.withdrawn_at is not None
    return False
