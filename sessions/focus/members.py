"""The members of the focus groups, as staff see to them: invited, changed, removed, their links.

A pseudonym is unique within its group. What somebody contributed stays with the group of that moment.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from random import Random

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from sessions.errors import Closed, Conflict, Invalid, Missing
from sessions.focus import belonging, letters, links, pseudonyms
from sessions.focus.asked import Person, focus_workshop, groups, person
from sessions.focus.invitees import Invitee, tidied
from sessions.journal import Actor, record
from sessions.models import FocusGroup, Letter, Member, Participant, Workshop
from sessions.text import as_address, fingerprint
from sessions.verbs import Verb
from sessions.words import mark, say

HEARD = mark("Er kwam mail terug.")


@dataclass(frozen=True)
class Known:
    """What is taken already: addresses of the workshop, pseudonyms (case folded) by group."""

    addresses: set[str]
    names: dict[int, set[str]]
    sizes: Counter[int]

    def smallest(self, groups_open: Sequence[FocusGroup]) -> int:
        return min(groups_open, key=lambda group: (self.sizes[group.id], group.number)).id


def invite(
    db: Session,
    workshop_id: int,
    actor: Actor,
    invitees: Sequence[Invitee],
    *,
    installation: str,
    random: Random,
    now: datetime,
) -> list[int]:
    """All of them are members with a link of their own; returns their participants' ids, in that order.

    Nothing is written when one of them is wrong. No mail leaves by this alone. `random` has to be one that
    nobody can guess: it makes the links.
    Raises: Missing; Invalid with the sentences per line, under the line's number.
    """
    workshop = focus_workshop(db, workshop_id)
    known = known_in(db, workshop_id)
    errors: dict[str, list[str]] = {}
    tidy: list[Invitee] = []
    for invitee in invitees:
        clean, wrong = tidied(invitee, workshop.language)
        clean = _placed(db, workshop, clean, known)
        wrong += clashes(clean, known, workshop.language)
        if wrong:
            errors[str(invitee.line)] = wrong
        _take(clean, known)
        tidy.append(clean)
    if errors:
        raise Invalid(errors)
    ids = [_add(db, workshop, each, known, installation, random, now) for each in tidy]
    record(db, workshop_id, Verb.MEMBERS_INVITED, actor, now=now, touched={"participant": ids})
    return ids


def known_in(db: Session, workshop_id: int, *, without: int | None = None) -> Known:
    rows = db.execute(
        select(Member, Participant)
        .join(Participant, Participant.id == Member.participant_id)
        .where(Member.workshop_id == workshop_id, Member.state != "removed")
    )
    known = Known(set(), {}, Counter())
    for member, participant in rows:
        if participant.id == without or participant.group_id is None:
            continue
        if member.email:
            known.addresses.add(member.email)
        known.names.setdefault(participant.group_id, set()).add((participant.name or "").casefold())
        known.sizes[participant.group_id] += 1
    return known


def _placed(db: Session, workshop: Workshop, invitee: Invitee, known: Known) -> Invitee:
    """With a group of this workshop, and a language. Raises: Missing; Conflict when there are no groups."""
    all_groups = groups(db, workshop.id)
    if not all_groups:
        raise Conflict("there are no groups yet")
    group_id = invitee.group_id or known.smallest(all_groups)
    if group_id not in {group.id for group in all_groups}:
        raise Missing("group")
    return replace(invitee, group_id=group_id, language=invitee.language or workshop.language)


def clashes(invitee: Invitee, known: Known, language: str) -> list[str]:
    wrong = []
    if invitee.email and invitee.email in known.addresses:
        sentence = mark("%(email)s staat al in de lijst.")
        wrong.append(say(language, sentence, email=invitee.email))
    if invitee.pseudonym and invitee.pseudonym.casefold() in known.names.get(invitee.group_id or 0, ()):
        sentence = mark("In deze groep heet al iemand %(name)s.")
        wrong.append(say(language, sentence, name=invitee.pseudonym))
    return wrong


def _take(invitee: Invitee, known: Known) -> None:
    if invitee.email:
        known.addresses.add(invitee.email)
    names = known.names.setdefault(invitee.group_id or 0, set())
    names |= {invitee.pseudonym.casefold()} if invitee.pseudonym else set()
    known.sizes[invitee.group_id or 0] += 1


def _add(
    db: Session,
    workshop: Workshop,
    invitee: Invitee,
    known: Known,
    installation: str,
    random: Random,
    now: datetime,
) -> int:
    group_id = invitee.group_id or 0
    name = invitee.pseudonym or pseudonyms.given(known.names.get(group_id, ()), workshop.language, random)
    known.names.setdefault(group_id, set()).add(name.casefold())
    highest = db.scalar(
        select(func.coalesce(func.max(Participant.number), 0)).where(Participant.workshop_id == workshop.id)
    )
    participant = Participant(
        workshop_id=workshop.id,
        group_id=group_id,
        number=(highest or 0) + 1,
        name=name,
        language=invitee.language,
        # Until the number is known from which the secret is made.
        secret_hash=_nobodys(random),
        consent_version=0,
        joined_at=now,
    )
    db.add(participant)
    db.flush()
    member = Member(
        participant_id=participant.id,
        workshop_id=workshop.id,
        email=invitee.email or None,
        segment=invitee.segment,
        attributes=dict(invitee.attributes),
        invited_at=now,
    )
    db.add(member)
    _new_link(member, participant, installation, random)
    db.flush()
    return participant.id


def everybody(db: Session, workshop_id: int) -> list[Person]:
    """Who was ever invited and not removed, by group and number; also who left."""
    rows = db.execute(
        select(Member, Participant, FocusGroup)
        .join(Participant, Participant.id == Member.participant_id)
        .join(FocusGroup, FocusGroup.id == Participant.group_id)
        .where(Member.workshop_id == workshop_id, Member.state != "removed")
        .order_by(FocusGroup.number, Participant.number)
    )
    return [Person(member, participant, group) for member, participant, group in rows]


def by_address(db: Session, workshop_id: int, typed: str) -> Person | None:
    """The member with that address there who was not removed."""
    address = as_address(typed)
    found = db.scalar(
        select(Member.participant_id).where(
            Member.workshop_id == workshop_id, Member.email == address, Member.state != "removed"
        )
    )
    return person(db, found) if address and found is not None else None


# --- links -------------------------------------------------------------------------------------------


def _nobodys(random: Random) -> str:
    """The fingerprint of a secret that nobody holds."""
    return fingerprint(f"{random.getrandbits(128):032x}")


def _new_link(member: Member, participant: Participant, installation: str, random: Random) -> None:
    member.link_nonce = f"{random.getrandbits(64):016x}"
    participant.secret_hash = fingerprint(links.secret_of(installation, participant.id, member.link_nonce))


def secret_of(one: Person, installation: str) -> str | None:
    """The secret of that member's link; None when the link was withdrawn, or made by an installation with
    another secret key (then it is renewed)."""
    if not one.member.link_nonce:
        return None
    secret = links.secret_of(installation, one.id, one.member.link_nonce)
    return secret if fingerprint(secret) == one.participant.secret_hash else None


def renew_link(
    db: Session, participant_id: int, actor: Actor, *, installation: str, random: Random, now: datetime
) -> None:
    """The member has another link; the one before works nowhere any more. Raises: Missing, Closed."""
    one = standing(db, participant_id)
    _new_link(one.member, one.participant, installation, random)
    tell(db, one, Verb.LINK_CHANGED, actor, now)


def revoke_link(db: Session, participant_id: int, actor: Actor, *, random: Random, now: datetime) -> None:
    """The member has no link: what they held ends at once. Raises: Missing, Closed."""
    one = standing(db, participant_id)
    _cut_off(one, random)
    tell(db, one, Verb.LINK_CHANGED, actor, now)


def _cut_off(one: Person, random: Random) -> None:
    one.member.link_nonce, one.participant.secret_hash = "", _nobodys(random)


# --- what staff change -------------------------------------------------------------------------------


def change(
    db: Session, participant_id: int, actor: Actor, given: Invitee, *, random: Random, now: datetime
) -> None:
    """Address, pseudonym, group, segment, language and attributes are these. Another address is no problem
    any more. An empty pseudonym becomes one that is given.

    Raises: Missing; Closed for who was removed; Invalid with sentences under `email`, and under `group` for
    who answered already or a group that is closed.
    """
    one = standing(db, participant_id)
    workshop = db.get_one(Workshop, one.member.workshop_id)
    known = known_in(db, workshop.id, without=participant_id)
    clean, wrong = tidied(given, workshop.language)
    clean = _placed(db, workshop, replace(clean, group_id=clean.group_id or one.group.id), known)
    wrong += clashes(clean, known, workshop.language)
    stays = _why_not_moved(db, one, clean.group_id, workshop.language)
    if wrong or stays:
        raise Invalid({field: each for field, each in (("email", wrong), ("group", stays)) if each})
    names = known.names.get(clean.group_id or 0, ())
    one.participant.name = clean.pseudonym or pseudonyms.given(names, workshop.language, random)
    one.participant.language, one.participant.group_id = clean.language, clean.group_id
    if (one.member.email or "") != clean.email:
        one.member.email = clean.email or None
        letters.address_works(db, participant_id, now=now)
    one.member.segment, one.member.attributes = clean.segment, dict(clean.attributes)
    tell(db, one, Verb.MEMBER_DETAILS_CHANGED, actor, now)


def _why_not_moved(db: Session, one: Person, group_id: int | None, language: str) -> list[str]:
    """What refuses to divide somebody refuses to move them here as well."""
    if group_id is None or group_id == one.group.id:
        return []
    closed = db.get_one(FocusGroup, group_id).closed_at is not None
    settled = one.id in belonging.settled(db, one.member.workshop_id)
    found = [belonging.STAYS] if settled else [belonging.CLOSED] if closed else []
    return [say(language, each) for each in found]


def address_fails(db: Session, participant_id: int, fails: bool, actor: Actor, *, now: datetime) -> None:
    """Staff heard that the address does not take mail, or takes it again. Raises: Missing; Closed for who was
    removed; Conflict when there is no address."""
    one = standing(db, participant_id)
    if not one.member.email:
        raise Conflict("this member has no address")
    if fails:
        one.member.address_problem = HEARD
    else:
        letters.address_works(db, participant_id, now=now)
    tell(db, one, Verb.MEMBER_DETAILS_CHANGED, actor, now)


def remove(db: Session, participant_id: int, actor: Actor, *, random: Random, now: datetime) -> None:
    """The member takes part no more, their link ends, no mail leaves. What they wrote stays, under the
    pseudonym. Raises: Missing; Closed when that was done already."""
    one = standing(db, participant_id)
    one.member.state, one.member.left_at = "removed", now
    _cut_off(one, random)
    cancel_letters(db, participant_id)
    tell(db, one, Verb.MEMBER_REMOVED, actor, now)


# --- shared ------------------------------------------------------------------------------------------


def standing(db: Session, participant_id: int) -> Person:
    """Raises: Missing when there is no such member; Closed for who was removed."""
    one = person(db, participant_id)
    if one.member.state == "removed":
        raise Closed("member")
    return one


def cancel_letters(db: Session, participant_id: int) -> None:
    """What was not handed over yet stays here."""
    for letter in db.scalars(
        select(Letter).where(Letter.participant_id == participant_id, Letter.state == "waiting")
    ):
        letter.state = "cancelled"


def tell(db: Session, one: Person, verb: Verb, actor: Actor, now: datetime) -> None:
    record(db, one.member.workshop_id, verb, actor, now=now, touched={"participant": [one.id]})
