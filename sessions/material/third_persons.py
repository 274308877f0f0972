"""Names of third persons that may stand in what was said: pointed out, for somebody to decide on."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from sessions.clustering.names import names_in
from sessions.errors import Missing
from sessions.journal import Actor, Before, record
from sessions.models import Contribution, ContributionVersion, NamedPerson
from sessions.verbs import Verb

_WORD = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*")
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
    """Every word of that workshop that may be a name, in the order in which it was said. A machine guesses,
    by capitals alone; it misses names and takes places for people. What somebody decided on stays in the
    list, also when the machine, which compares all that was said, no longer takes it for a name."""
    rows = db.execute(
        select(Contribution.id, Contribution.version, ContributionVersion.text)
        .join(
            ContributionVersion,
            (ContributionVersion.contribution_id == Contribution.id)
            & (ContributionVersion.number == Contribution.version),
        )
        .where(Contribution.workshop_id == workshop_id, Contribution.state == "shown")
        .order_by(Contribution.id)
    ).all()
    names = names_in([text for _, _, text in rows])
    known: dict[tuple[int, int], list[NamedPerson]] = {}
    decided_on = select(NamedPerson).where(
        NamedPerson.workshop_id == workshop_id, NamedPerson.decision != "open"
    )
    for each in db.scalars(decided_on.order_by(NamedPerson.starts_at)):
        known.setdefault((each.contribution_id, each.version), []).append(each)
    return [
        Named(said, version, start, end, text, decision)
        for said, version, text in rows
        for start, end, decision in _with_decisions(text, names, known.get((said, version), ()))
    ]


def _with_decisions(
    text: str, names: frozenset[str], known: Sequence[NamedPerson]
) -> list[tuple[int, int, str]]:
    """What was decided on, and what a machine finds beside that."""
    held = [(each.starts_at, each.ends_at, each.decision) for each in known]
    for start, end in _places(text, names):
        for taken, until, _decision in [each for each in held if each[0] < end and start < each[1]]:
            if text[start:taken].strip():
                held.append((start, start + len(text[start:taken].rstrip()), "open"))
            start = until + len(text[until:end]) - len(text[until:end].lstrip())
        if text[start:end].strip():
            held.append((start, end, "open"))
    return sorted(held)


def decided(db: Session, contribution_id: int, version: int, decision: str) -> list[NamedPerson]:
    """The names in those words about which that was decided, from left to right."""
    query = select(NamedPerson).where(
        NamedPerson.contribution_id == contribution_id,
        NamedPerson.version == version,
        NamedPerson.decision == decision,
    )
    return list(db.scalars(query.order_by(NamedPerson.starts_at)))


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


def _places(text: str, names: frozenset[str]) -> list[tuple[int, int]]:
    """Where names stand; names beside each other are one."""
    found: list[tuple[int, int]] = []
    for each in _WORD.finditer(text):
        if each.group() not in names:
            continue
        if found and text[found[-1][1] : each.start()] == " ":
            found[-1] = (found[-1][0], each.end())
        else:
            found.append((each.start(), each.end()))
    return found
