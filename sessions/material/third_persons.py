"""Names of third persons that may stand in what was said: pointed out, for somebody to decide on."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from sessions.errors import Missing
from sessions.journal import Actor, Before, record
from sessions.material.full_names import Span, is_particle, literal, names_of, shorter
from sessions.models import PRESENT_WORDS, Contribution, ContributionVersion, NamedPerson, Probe, Reply
from sessions.verbs import Verb

MASK = "[…]"


@dataclass(frozen=True)
class Named:
    """A name in the present words of a contribution, and what was decided about it: open, keep or mask."""

    contribution_id: int
    version: int
    starts_at: int
    ends_at: int
    text: str
    decision: str

    @property
    def name(self) -> str:
        return self.text[self.starts_at : self.ends_at]


def found(db: Session, workshop_id: int) -> list[Named]:
    """Everything in that workshop that may be a name, in the order in which it was said. A machine guesses,
    by capitals alone; it misses names and takes places for people. What somebody decided on stays in the
    list, also when the machine, which compares all that was said, no longer takes it for a name, and when
    its author says it better. What is masked is masked in the whole thread, also said shorter."""
    rows = db.execute(
        select(Contribution.id, Contribution.version, ContributionVersion.text)
        .join(ContributionVersion, PRESENT_WORDS)
        .where(Contribution.workshop_id == workshop_id, Contribution.state == "shown")
        .order_by(Contribution.id)
    ).all()
    names = names_of([text for _, _, text in rows])
    decided: dict[int, list[_Decided]] = {}
    for each in _decisions(db, NamedPerson.workshop_id == workshop_id):
        decided.setdefault(each.contribution_id, []).append(each)
    threads = _threads(db, workshop_id)
    masks: dict[int, set[str]] = {}
    for said, held in decided.items():
        masks.setdefault(threads.get(said, said), set()).update(_masks(held))
    return [
        Named(said, version, start, end, text, decision)
        for (said, version, text), found_there in zip(rows, names, strict=True)
        for start, end, decision in _beside(
            text,
            found_there,
            _held(text, version, decided.get(said, ())),
            masks.get(threads.get(said, said), frozenset()),
        )
    ]


def to_mask(db: Session, contribution_id: int, version: int) -> list[Span]:
    """Where names stand in those words that somebody decided to mask, from left to right."""
    said = db.get_one(Contribution, contribution_id)
    text = db.get_one(ContributionVersion, (contribution_id, version)).text
    threads = _threads(db, said.workshop_id)
    thread = threads.get(contribution_id, contribution_id)
    decided: dict[int, list[_Decided]] = {}
    for each in _decisions(db, NamedPerson.workshop_id == said.workshop_id):
        if threads.get(each.contribution_id, each.contribution_id) == thread:
            decided.setdefault(each.contribution_id, []).append(each)
    masks = {name for held in decided.values() for name in _masks(held)}
    places = _beside(text, (), _held(text, version, decided.get(contribution_id, ())), masks)
    return [(start, end) for start, end, decision in places if decision == "mask"]


def _threads(db: Session, workshop_id: int) -> dict[int, int]:
    """Replies to the answer that they are about: what they are to, or what the probe that they are to asks
    about."""
    rows = db.execute(
        select(Reply.contribution_id, Reply.to_id, Probe.contribution_id)
        .join(Contribution, Contribution.id == Reply.contribution_id)
        .outerjoin(Probe, Probe.id == Reply.probe_id)
        .where(Contribution.workshop_id == workshop_id)
    )
    pairs = [(said, to if to is not None else asked) for said, to, asked in rows]
    return {said: about for said, about in pairs if about is not None}


def _masks(decided: Sequence[_Decided]) -> set[str]:
    """What is masked of one contribution by now, with how it is said shorter: what was decided on a name in
    later words goes before what was decided on it earlier."""
    latest: dict[str, int] = {}
    for each in decided:
        latest[each.name] = max(each.version, latest.get(each.name, 0))
    return {
        short
        for each in decided
        if each.decision == "mask" and each.version == latest[each.name]
        for short in shorter(each.name)
    }


@dataclass(frozen=True)
class _Decided:
    """What was decided about a name in one version of what somebody said."""

    contribution_id: int
    version: int
    starts_at: int
    ends_at: int
    name: str
    decision: str


def _decisions(db: Session, which: ColumnElement[bool]) -> list[_Decided]:
    """By version, from left to right."""
    rows = db.execute(
        select(NamedPerson, ContributionVersion.text)
        .join(
            ContributionVersion,
            (ContributionVersion.contribution_id == NamedPerson.contribution_id)
            & (ContributionVersion.number == NamedPerson.version),
        )
        .where(which)
        .order_by(NamedPerson.contribution_id, NamedPerson.version, NamedPerson.starts_at)
    )
    return [
        _Decided(
            row.contribution_id, row.version, row.starts_at, row.ends_at, text[row.starts_at : row.ends_at],
            row.decision,
        )
        for row, text in rows
    ]  # fmt: skip


Place = tuple[int, int, str]


def _held(text: str, version: int, decided: Sequence[_Decided]) -> list[Place]:
    """What was decided in these words; and what was decided about a name in earlier words of the same person
    holds for that name in these."""
    held = [(each.starts_at, each.ends_at, each.decision) for each in decided if each.version == version]
    earlier = {each.name: each.decision for each in decided if each.version < version}
    for name, decision in earlier.items():
        for there in re.finditer(rf"(?<!\w){re.escape(name)}(?!\w)", text):
            if decision != "open" and not any(
                start < there.end() and there.start() < end for start, end, _ in held
            ):
                held.append((there.start(), there.end(), decision))
    return sorted(held)


def _beside(text: str, names: Sequence[Span], held: Sequence[Place], masks: Collection[str]) -> list[Place]:
    """What was decided on, what is masked with what was masked elsewhere, and what a machine finds beside
    that. A longer name than the one that is masked stays to be decided on."""
    found = list(held)
    for start, end in (left for span in names for left in _left(text, span, held)):
        found.append((start, end, "mask" if text[start:end] in masks else "open"))
    for start, end in literal(masks, text):
        if not any(taken < end and start < until for taken, until, _decision in found):
            found.append((start, end, "mask"))
    return sorted(found)


def _left(text: str, span: Span, held: Sequence[Place]) -> list[Span]:
    """What is left of a name where parts of it were decided on."""
    start, end = span
    pieces = []
    for taken, until, _decision in [each for each in held if each[0] < end and start < each[1]]:
        pieces.append((start, taken))
        start = until
    pieces.append((start, end))
    found = []
    for first, last in pieces:
        words = text[first:last]
        if words.strip() and (len(pieces) == 1 or not all(is_particle(each) for each in words.split())):
            behind = first + len(words) - len(words.lstrip())
            found.append((behind, behind + len(words.strip())))
    return found


def decide(
    db: Session,
    workshop_id: int,
    actor: Actor,
    *,
    contribution_id: int,
    version: int,
    starts_at: int,
    ends_at: int,
    decision: str,
    now: datetime,
) -> None:
    """That name is kept or masked in transcripts; *open* asks again. The words themselves stay as they are.

    Raises: Missing for words of another workshop.
    """
    place = (contribution_id, version, starts_at, ends_at)
    decide_all(db, workshop_id, actor, [place], decision=decision, now=now)


def decide_all(
    db: Session,
    workshop_id: int,
    actor: Actor,
    places: Sequence[tuple[int, int, int, int]],
    *,
    decision: str,
    now: datetime,
) -> None:
    """The same for many names, as one act. A place is contribution, version, start and end.

    Raises: Missing for words of another workshop.
    """
    before = Before()
    for contribution_id, version, starts_at, ends_at in places:
        said = db.get(Contribution, contribution_id)
        words_then = db.get(ContributionVersion, (contribution_id, version))
        if said is None or said.workshop_id != workshop_id or words_then is None:
            raise Missing("contribution")
        if decision not in ("open", "keep", "mask") or not 0 <= starts_at < ends_at <= len(words_then.text):
            raise Missing("name")
        row = _row(db, workshop_id, (contribution_id, version, starts_at, ends_at), before)
        row.ends_at, row.decision = ends_at, decision
        row.decided_by, row.decided_at = (actor.id if actor.kind == "user" else None), now
    if not places:
        return
    db.flush()
    record(
        db,
        workshop_id,
        Verb.NAME_DECIDED,
        actor,
        now=now,
        touched={"contribution": sorted({place[0] for place in places})},
        inverse=before.inverse,
    )


def _row(db: Session, workshop_id: int, place: tuple[int, int, int, int], before: Before) -> NamedPerson:
    """What is known of that name, with the way back."""
    contribution_id, version, starts_at, ends_at = place
    row = db.scalar(
        select(NamedPerson).where(
            NamedPerson.contribution_id == contribution_id,
            NamedPerson.version == version,
            NamedPerson.starts_at == starts_at,
        )
    )
    if row is not None:
        before.of(row)
        return row
    made = NamedPerson(
        workshop_id=workshop_id,
        contribution_id=contribution_id,
        version=version,
        starts_at=starts_at,
        ends_at=ends_at,
    )
    db.add(made)
    db.flush()
    before.made(made)
    return made


def masked(text: str, places: list[Named]) -> str:
    """The text with a mark where a name is to be masked."""
    for each in sorted(places, key=lambda place: -place.starts_at):
        if each.decision == "mask":
            text = text[: each.starts_at] + MASK + text[each.ends_at :]
    return text
