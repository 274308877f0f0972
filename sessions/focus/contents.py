"""What a letter says, as values: the mail gives them words. Nothing that anybody wrote is in a letter, only
titles of the guide, numbers, moments and names of who moderates."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from sessions.access import MODERATING
from sessions.focus import members, times
from sessions.focus.asked import Asked, Person, questions, rounds
from sessions.focus.behind import asked_of
from sessions.focus.load import seconds_of
from sessions.models import (
    Exercise,
    GroupModerator,
    Letter,
    Probe,
    Round,
    User,
    Workshop,
    WorkshopMember,
)
from sessions.projections import focus as member_page

DIGEST_EVERY = timedelta(days=1)


@dataclass(frozen=True)
class Opening:
    """A round as somebody is told about it: moments in UTC, minutes for the questions that are theirs."""

    id: int
    title: str
    opens_at: datetime
    closes_at: datetime
    questions: int
    minutes: int


@dataclass(frozen=True)
class News:
    """So many of that kind (answers, replies, thanks, probes) at the question with that title."""

    kind: str
    title: str
    count: int


@dataclass(frozen=True)
class Contents:
    """Everything that a letter to this member may tell. `secret` is None for who has no link."""

    kind: str
    workshop_id: int
    title: str
    zone: str
    participant_id: int
    address: str
    language: str
    pseudonym: str
    secret: str | None
    moderators: tuple[str, ...]
    rounds: tuple[Opening, ...]
    round: Opening | None = None
    question: tuple[int, str] | None = None
    news: tuple[News, ...] = field(default=())


def read(
    db: Session, one: Person, kind: str, about: Mapping[str, Any], *, installation: str, now: datetime
) -> Contents:
    """What a letter of that kind about that says to this member now."""
    workshop = db.get_one(Workshop, one.member.workshop_id)
    guide = questions(db, workshop.id)
    days = tuple(_opening(guide, workshop, day, one) for day in rounds(db, workshop.id))
    question = about.get("question")
    names = moderators(db, one)
    if "probe" in about and (probe := db.get(Probe, about["probe"])) is not None:
        question = probe.exercise_id
        names = _first(db, probe.asked_by, names)
    step = db.get(Exercise, question) if question else None
    return Contents(
        kind=kind,
        workshop_id=workshop.id,
        title=workshop.title,
        zone=workshop.time_zone,
        participant_id=one.id,
        address=one.member.email or "",
        language=one.participant.language,
        pseudonym=one.participant.name or "",
        secret=members.secret_of(one, installation),
        moderators=names,
        rounds=days,
        round=next((day for day in days if day.id == about.get("round")), None),
        question=(step.id, step.title) if step is not None else None,
        news=tuple(news_of(db, one, now)) if kind == "digest" else (),
    )


def _opening(guide: Sequence[Asked], workshop: Workshop, day: Round, one: Person) -> Opening:
    asked = asked_of(guide, day.id, one)
    minutes = round(sum(seconds_of(each) for each in asked) / 60)
    return Opening(
        day.id,
        day.title,
        times.opens_at(workshop, day),
        times.closes_at(workshop, day, one.group),
        len(asked),
        max(1, minutes),
    )


def moderators(db: Session, one: Person) -> tuple[str, ...]:
    """The names of who moderates this member's group: those who were named for it, else who facilitates."""
    named = select(GroupModerator.user_id).where(GroupModerator.group_id == one.group.id)
    here = select(User.name).join(WorkshopMember, WorkshopMember.user_id == User.id)
    here = here.where(WorkshopMember.workshop_id == one.member.workshop_id).order_by(User.name)
    found = here.where(User.id.in_(named), WorkshopMember.role.in_(MODERATING))
    return tuple(db.scalars(found)) or tuple(db.scalars(here.where(WorkshopMember.role == "facilitator")))


def _first(db: Session, user_id: int | None, names: tuple[str, ...]) -> tuple[str, ...]:
    asker = db.get(User, user_id) if user_id is not None else None
    return (asker.name,) if asker is not None else names


def news_of(db: Session, one: Person, now: datetime) -> list[News]:
    """What is new on this member's page since they last looked, and since the last digest that they got;
    what was asked of them first. A round that waits is told once, and in the last digest before it closes."""
    told = _told(db, one.id)
    page = member_page.day(db, one.id, now, told)
    found = [News("probe", _title(page, probe["exercise"]), 1) for probe in page["probes"]]
    waiting = [
        News("round", each["title"], sum(q["state"] in ("new", "asked") for q in each["questions"]))
        for each in page["rounds"]
        if each["state"] == "open" and _tells(each, told, now)
    ]
    found += [each for each in waiting if each.count]
    found += [News(each["kind"], each["title"], each["count"]) for each in page["news"]]
    return found


def _told(db: Session, participant_id: int) -> datetime | None:
    """Until when the last digest told: what came while it was handed over is told twice rather than never."""
    sent = (Letter.participant_id == participant_id, Letter.kind == "digest", Letter.state == "sent")
    return db.scalar(select(func.max(Letter.due_at)).where(*sent))


def _tells(day: Mapping[str, Any], told: datetime | None, now: datetime) -> bool:
    opened, closes = (datetime.fromisoformat(day[name]) for name in ("opens", "closes"))
    return told is None or opened > told or closes <= now + DIGEST_EVERY


def _title(page: Mapping[str, Any], exercise_id: int) -> str:
    asked = [question for day in page["rounds"] for question in day["questions"]]
    return next((each["title"] for each in asked if each["id"] == exercise_id), "")
