"""What members do themselves: they come, they leave, they say how they want to be called and spoken to."""

from __future__ import annotations

from datetime import datetime
from random import Random

from sqlalchemy.orm import Session

from sessions.errors import Invalid
from sessions.focus import pseudonyms, times
from sessions.focus.asked import Person
from sessions.focus.invitees import Invitee, tidied
from sessions.focus.members import cancel_letters, clashes, known_in, standing, tell
from sessions.journal import Actor
from sessions.models import Workshop
from sessions.verbs import Verb
from sessions.words import LANGUAGES, say


def arrive(db: Session, participant_id: int, *, now: datetime) -> None:
    """The member takes part, from this day on; also who left and comes back. Twice is once.

    Raises: Missing; Closed for who was removed.
    """
    one = standing(db, participant_id)
    if one.member.state == "present":
        return
    workshop = db.get_one(Workshop, one.member.workshop_id)
    one.member.state, one.member.left_at = "present", None
    one.member.present_on = one.member.present_on or times.day(now, workshop.time_zone)
    tell(db, one, Verb.PARTICIPANT_JOINED, _self(one), now)


def leave(db: Session, participant_id: int, *, now: datetime) -> None:
    """The member takes part no more and gets no mail. The link still leads to their own page, where they
    can come back. Twice is once. Raises: Missing; Closed for who was removed."""
    one = standing(db, participant_id)
    if one.member.state == "left":
        return
    one.member.state, one.member.left_at = "left", now
    cancel_letters(db, participant_id)
    tell(db, one, Verb.MEMBER_LEFT, _self(one), now)


def prefer(
    db: Session,
    participant_id: int,
    *,
    random: Random,
    now: datetime,
    pseudonym: str | None = None,
    language: str | None = None,
) -> None:
    """Pseudonym and language are what the member wants; None leaves it. An empty pseudonym becomes another
    one that is given.

    Raises: Missing, Closed; Invalid with sentences under `pseudonym` or `language`.
    """
    one = standing(db, participant_id)
    known = known_in(db, one.member.workshop_id, without=participant_id)
    if language is not None:
        if language not in LANGUAGES:
            raise Invalid({"language": [say(one.participant.language, "Kies een taal.")]})
        one.participant.language = language
    if pseudonym is not None:
        spoken = one.participant.language
        clean, wrong = tidied(Invitee(pseudonym=pseudonym, group_id=one.group.id), spoken)
        wrong += clashes(clean, known, spoken)
        if wrong:
            raise Invalid({"pseudonym": wrong})
        names = known.names.get(one.group.id, ())
        one.participant.name = clean.pseudonym or pseudonyms.given(names, spoken, random)
    tell(db, one, Verb.PARTICIPANT_CHANGED, _self(one), now)


def _self(one: Person) -> Actor:
    return Actor("participant", one.id)
