"""Everything that is kept about one member, as plain values, for themselves alone.

No word of anybody else stands in it: what others replied, meant or noted is theirs. What a moderator asked of
this member alone is addressed to them, and what was made of their words is about them.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from sessions.focus import asked, seen, times
from sessions.focus.asked import Person
from sessions.models import (
    Consent,
    ConsentText,
    Contribution,
    ContributionVersion,
    Dissent,
    Exercise,
    Heart,
    Letter,
    Mark,
    Material,
    Meaning,
    MeaningAgreement,
    Probe,
    Reply,
    Theme,
)
from sessions.projections import mine
from sessions.projections.section import Item

KEPT = {
    "contribution": "said",
    "heart": "thanks_given_to",
    "member": "member",
    "consent": "consent",
    "seen": "read_on",
    "probe": "asked_of_me_alone",
    "letter": "mail_sent",
    "mark": "marks",
    "meaning": "meanings",
    "meaning_agreement": "agreed_with",
    "dissent": "objections",
}
"""Every table that says of which participant a row is, to where it stands here. What only a hall knows
(piles, ratings, agreement at a table) is not kept of members of focus groups."""


def own_data(db: Session, participant_id: int, now: datetime) -> dict[str, Any]:
    """Everything that is kept about this member. Raises: Missing."""
    person = asked.person(db, participant_id)
    workshop = asked.focus_workshop(db, person.participant.workshop_id)
    return {
        "workshop": workshop.title,
        "taken_on": times.day(now, workshop.time_zone).isoformat(),
        "member": _member(person),
        "consent": _consents(db, person),
        "said": _said(db, participant_id),
        "thanks_given_to": list(
            db.scalars(select(Heart.contribution_id).where(Heart.participant_id == participant_id))
        ),
        "read_on": {
            exercise_id: day.isoformat() for exercise_id, day in seen.seen_by(db, participant_id).items()
        },
        "asked_of_me_alone": [
            {
                "text": row.text,
                "question": db.get_one(Exercise, row.exercise_id).title,
                "at": _at(row.asked_at),
            }
            for row in db.scalars(
                select(Probe).where(Probe.participant_id == participant_id, Probe.withdrawn_at.is_(None))
            )
        ],
        **_words(db, participant_id),
        "objections": _objections(db, participant_id),
        "mail_sent": [
            {"kind": row.kind, "state": row.state, "at": _at(row.sent_at)}
            for row in db.scalars(select(Letter).where(Letter.participant_id == participant_id))
        ],
    }


def _at(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment is not None else None


def _member(person: Person) -> Item:
    member = person.member
    return {
        "pseudonym": person.participant.name,
        "language": person.participant.language,
        "email": member.email,
        "address_problem": member.address_problem,
        "group": person.group.name,
        "segment": member.segment,
        "attributes": dict(member.attributes),
        "state": member.state,
        "mail": member.wish,
        "has_link": bool(member.link_nonce),
        "invited_at": _at(member.invited_at),
        "present_on": member.present_on.isoformat() if member.present_on else None,
        "left_at": _at(member.left_at),
    }


def _consents(db: Session, person: Person) -> list[Item]:
    """Every answer that was ever given, oldest first, with the words that it was given to."""
    rows = db.scalars(select(Consent).where(Consent.participant_id == person.id).order_by(Consent.id))
    found = []
    for row in rows:
        worded = db.get(ConsentText, (person.member.workshop_id, row.purpose, row.version))
        found.append(
            {
                "purpose": row.purpose,
                "version": row.version,
                "text": worded.text if worded else None,
                "given": row.given,
                "at": _at(row.at),
            }
        )
    return found


def _said(db: Session, participant_id: int) -> list[Item]:
    """Every contribution with every version of it, and what became of it."""
    became = mine.OWN.read(db, participant_id, None)
    own = select(Contribution).where(Contribution.participant_id == participant_id).order_by(Contribution.id)
    found = []
    for said in db.scalars(own):
        reply, placed = db.get(Reply, said.id), became.get(said.id, {})
        found.append(
            {
                "id": said.id,
                "kind": said.kind,
                "question": db.get_one(Exercise, said.exercise_id).title,
                "state": said.state,
                "hidden_reason": said.hidden_reason,
                "reply_to": reply.to_id if reply else None,
                "probe": reply.probe_id if reply else None,
                "versions": _versions(db, said),
                "placed_in": [each["title"] for each in placed.get("placed", [])],
                "set_aside": placed.get("aside"),
                "made_of_it": _made(db, said),
            }
        )
    return found


def _versions(db: Session, said: Contribution) -> list[Item]:
    rows = db.scalars(
        select(ContributionVersion)
        .where(ContributionVersion.contribution_id == said.id)
        .order_by(ContributionVersion.number)
    )
    return [{"text": each.text, "values": dict(each.fields), "at": _at(each.written_at)} for each in rows]


def _made(db: Session, said: Contribution) -> list[Item]:
    """The material that moderators made of these words, also what they removed again."""
    rows = db.scalars(select(Material).where(Material.contribution_id == said.id).order_by(Material.id))
    return [
        {
            "kind": row.kind,
            "text": row.text,
            "version": row.version,
            "from": row.starts_at,
            "to": row.ends_at,
            "removed": row.removed_at is not None,
            "at": _at(row.made_at),
        }
        for row in rows
    ]


def _words(db: Session, participant_id: int) -> Item:
    """What this member did with words that are delicate."""
    marks = db.scalars(select(Mark).where(Mark.participant_id == participant_id))
    meanings = db.scalars(select(Meaning).where(Meaning.participant_id == participant_id))
    agreed = db.scalars(select(MeaningAgreement).where(MeaningAgreement.participant_id == participant_id))
    return {
        "marks": [
            {
                "contribution": row.contribution_id,
                "version": row.version,
                "from": row.starts_at,
                "to": row.ends_at,
                "why": row.why,
                "at": _at(row.marked_at),
                "withdrawn": row.withdrawn_at is not None,
            }
            for row in marks
        ],
        "meanings": [
            {
                "term": row.term_id,
                "text": row.text,
                "at": _at(row.written_at),
                "removed": row.removed_at is not None,
            }
            for row in meanings
        ],
        "agreed_with": [{"meaning": row.meaning_id, "at": _at(row.given_at)} for row in agreed],
    }


def _objections(db: Session, participant_id: int) -> list[Item]:
    rows = db.execute(
        select(Dissent, Theme)
        .outerjoin(Theme, Theme.id == Dissent.theme_id)
        .where(Dissent.participant_id == participant_id)
        .order_by(Dissent.id)
    )
    return [
        {
            "about": row.about,
            "theme": theme.called if theme else None,
            "text": row.text,
            "at": _at(row.created_at),
            "withdrawn": row.withdrawn_at is not None,
        }
        for row, theme in rows
    ]
