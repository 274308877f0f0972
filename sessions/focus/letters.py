"""Mail to members: queued once per key, handed over at most once, tried again after a passing failure.

A letter goes waiting -> sending -> sent. *sending* is committed before a server hears of it, so that a crash
leaves a trace: what was *sending* then becomes *uncertain*, because it may have arrived, and never leaves by
itself again. bounced (the address refused it), failed (given up) and cancelled are final until staff say
*send again*.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from sessions.errors import Conflict, Missing
from sessions.focus.asked import person
from sessions.focus.mailable import BAD_ADDRESS, KINDS, OVERTAKEN, hindrance, is_kept, not_before, overtaken
from sessions.journal import Actor, record
from sessions.models import Letter, Member
from sessions.verbs import Verb
from sessions.words import mark

BACK_OFF = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 240, 720))
"""How long to wait after each try that failed in passing; after the last one the letter is given up."""
LONGEST_PROBLEM = 300
INTERRUPTED = mark("Lotusbloem stopte terwijl deze mail vertrok. Misschien is hij aangekomen.")
STANDING = ("waiting", "sending")


def queue(
    db: Session,
    workshop_id: int,
    participant_id: int,
    kind: str,
    key: str,
    about: Mapping[str, Any],
    due_at: datetime,
    now: datetime,
) -> int | None:
    """A letter waits to be sent at `due_at`; returns its id. The same key is the same letter.

    `about` holds ids (`round`, `probe`, `question`, ...), never words. None when that member gets no such
    mail (no address, none wanted, one mail a day): nothing is kept then. An address that does not work is
    waited for.
    Raises: Missing when that member is not of that workshop.
    """
    if kind not in KINDS:
        raise ValueError(f"{kind} is no kind of letter")
    known = db.scalar(select(Letter.id).where(Letter.workshop_id == workshop_id, Letter.key == key))
    if known is not None:
        return known
    one = person(db, participant_id)
    if one.member.workshop_id != workshop_id:
        raise Missing("member")
    if not is_kept(hindrance(db, one, kind), kind):
        return None
    letter = Letter(
        workshop_id=workshop_id,
        participant_id=participant_id,
        kind=kind,
        key=key,
        about=dict(about),
        made_at=now,
        due_at=due_at,
    )
    db.add(letter)
    db.flush()
    return letter.id


def ask(
    db: Session,
    workshop_id: int,
    actor: Actor,
    asked: Iterable[tuple[int, str, str, Mapping[str, Any]]],
    *,
    now: datetime,
) -> list[int]:
    """Staff send these: participant, kind, key and what it is about. Returns the ids of what is queued now,
    without who gets no such mail and what was queued before."""
    queued = []
    for participant_id, kind, key, about in asked:
        known = db.scalar(select(Letter.id).where(Letter.workshop_id == workshop_id, Letter.key == key))
        made = None if known else queue(db, workshop_id, participant_id, kind, key, about, now, now)
        queued += [made] if made is not None else []
    if queued:
        _tell(db, workshop_id, actor, queued, now)
    return queued


def due(db: Session, now: datetime) -> list[int]:
    """The letters whose time has come and whose address is not known to fail, oldest first."""
    query = (
        select(Letter.id)
        .join(Member, Member.participant_id == Letter.participant_id)
        .where(Letter.state == "waiting", Letter.due_at <= now, Member.address_problem.is_(None))
    )
    return list(db.scalars(query.order_by(Letter.due_at, Letter.id)))


# --- what the postman does with one ------------------------------------------------------------------


def take(db: Session, letter_id: int, *, message_id: str, now: datetime) -> bool:
    """Whether this letter is to be handed over now; it is *sending* then, under its one Message-ID.

    What may not go any more, or is overtaken, is cancelled with the reason; what is too early, or has no
    address that works, waits.
    """
    letter = db.get_one(Letter, letter_id)
    if letter.state != "waiting" or letter.due_at > now:
        return False
    letter.due_at = not_before(db, letter)
    if letter.due_at > now:
        return False
    one = person(db, letter.participant_id)
    reason = hindrance(db, one, letter.kind)
    if reason == BAD_ADDRESS:
        return False
    if reason is None and overtaken(db, letter, one, now):
        reason = OVERTAKEN
    if reason is not None:
        letter.state, letter.problem = "cancelled", reason
        return False
    letter.state, letter.problem = "sending", ""
    letter.tries += 1
    letter.message_id = letter.message_id or message_id
    db.flush()
    return True


def sent(db: Session, letter_id: int, *, now: datetime) -> None:
    """The server took it."""
    letter = db.get_one(Letter, letter_id)
    letter.state, letter.sent_at, letter.problem = "sent", now, ""


def put_off(db: Session, letter_id: int, problem: str, *, now: datetime, untouched: bool = False) -> None:
    """It was surely not delivered, and is tried again later; after the last try it is *failed*.

    With `untouched` it had not been taken yet: no server could be reached. That says nothing of the letter,
    which is then never given up.
    """
    letter = db.get_one(Letter, letter_id)
    if letter.state != ("waiting" if untouched else "sending"):
        return
    letter.tries += 1 if untouched else 0
    letter.problem = problem[:LONGEST_PROBLEM]
    if letter.tries > len(BACK_OFF) and not untouched:
        letter.state = "failed"
        return
    letter.state, letter.due_at = "waiting", now + BACK_OFF[min(letter.tries, len(BACK_OFF)) - 1]


def refused(db: Session, letter_id: int, problem: str) -> None:
    """The server does not want it, whoever it is for: trying again would not help."""
    letter = db.get_one(Letter, letter_id)
    letter.state, letter.problem = "failed", problem[:LONGEST_PROBLEM]


def doubt(db: Session, letter_id: int, problem: str) -> None:
    """It was handed over without an answer: it may have arrived."""
    letter = db.get_one(Letter, letter_id)
    letter.state, letter.problem = "uncertain", problem[:LONGEST_PROBLEM]


def bounced(db: Session, letter_id: int, problem: str) -> None:
    """The address does not take mail. The member's other letters wait for another address."""
    letter = db.get_one(Letter, letter_id)
    letter.state, letter.problem = "bounced", problem[:LONGEST_PROBLEM]
    member = db.get_one(Member, letter.participant_id)
    member.address_problem = letter.problem or letter.state


def address_works(db: Session, participant_id: int, *, now: datetime) -> None:
    """There is another address, or that one works again: what came back waits to leave once more, and what
    waited leaves. What is over by then is dropped when it is taken."""
    db.get_one(Member, participant_id).address_problem = None
    back = select(Letter).where(Letter.participant_id == participant_id, Letter.state == "bounced")
    for letter in db.scalars(back):
        _anew(letter, now)


def _anew(letter: Letter, now: datetime) -> None:
    letter.state, letter.tries, letter.due_at, letter.problem = "waiting", 0, now, ""
    # Another letter to the eye of a server, or it might be dropped as one that it has already.
    letter.message_id = ""


def after_a_stop(db: Session) -> int:
    """What was under way when the server stopped is *uncertain*; returns how many."""
    found = list(db.scalars(select(Letter).where(Letter.state == "sending")))
    for letter in found:
        letter.state, letter.problem = "uncertain", INTERRUPTED
    return len(found)


# --- what staff do -----------------------------------------------------------------------------------


def again(db: Session, workshop_id: int, letter_id: int, actor: Actor, *, now: datetime) -> None:
    """Staff send it once more, knowing that it may arrive twice. It waits, with all its tries before it.

    Raises: Missing; Conflict for what waits or leaves now, was sent, or may not go (see `hindrance`).
    """
    letter = db.get(Letter, letter_id)
    if letter is None or letter.workshop_id != workshop_id:
        raise Missing("letter")
    if letter.state in ("waiting", "sending", "sent"):
        raise Conflict("this letter needs no second sending")
    if hindrance(db, person(db, letter.participant_id), letter.kind) is not None:
        raise Conflict("this member gets no such mail")
    _anew(letter, now)
    _tell(db, workshop_id, actor, [letter_id], now)


def all_again(db: Session, workshop_id: int, actor: Actor, *, now: datetime) -> list[int]:
    """Staff send once more everything that was given up and may still go; returns those ids."""
    given_up = select(Letter).where(Letter.workshop_id == workshop_id, Letter.state == "failed")
    found = [
        letter
        for letter in db.scalars(given_up.order_by(Letter.id))
        if hindrance(db, person(db, letter.participant_id), letter.kind) is None
    ]
    for letter in found:
        _anew(letter, now)
    if found:
        _tell(db, workshop_id, actor, [letter.id for letter in found], now)
    return [letter.id for letter in found]


def cancel(db: Session, workshop_id: int, letter_id: int, actor: Actor, *, now: datetime) -> None:
    """It does not leave. Raises: Missing; Conflict when it is no longer waiting."""
    letter = db.get(Letter, letter_id)
    if letter is None or letter.workshop_id != workshop_id:
        raise Missing("letter")
    if letter.state != "waiting":
        raise Conflict("this letter does not wait any more")
    letter.state = "cancelled"
    _tell(db, workshop_id, actor, [letter_id], now)


def _tell(db: Session, workshop_id: int, actor: Actor, letter_ids: list[int], now: datetime) -> None:
    record(db, workshop_id, Verb.LETTERS_ASKED, actor, now=now, touched={"letter": letter_ids})
