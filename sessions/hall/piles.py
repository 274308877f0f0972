"""Sorting: each person alone puts statements that mean alike together, in piles of their own (Trochim,
*Evaluation and Program Planning* 12, 1989). By meaning, not by importance; any number of piles; each
statement on at most one pile of a person.

An act says where the statement lay on the screen of whoever acted (`seen`). Said twice it changes nothing,
so a retry is harmless; said about a statement that lies elsewhere by now it is refused, so that an older act
of a phone that had no line never undoes a newer one. A pile goes by the key that the phone made for it.

A machine's suggestion is no pile: what is counted here, people did.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from sessions import words
from sessions.errors import Closed, Conflict, Invalid, Missing
from sessions.hall import pace
from sessions.hall.decks import KIND, analysis_of, dealt_count, spoken_for, statement_ids
from sessions.journal import Actor, record
from sessions.models import Analysis, Exercise, Participant, Pile, PileMember
from sessions.text import clean
from sessions.verbs import Verb

LONGEST_NAME = 60
LONGEST_KEY = 64
FEWEST_PILES = 2


@dataclass(frozen=True)
class Mine:
    """One pile of one person: `statements` are passage ids, in the order in which they were put there."""

    id: int
    key: str
    name: str
    statements: tuple[int, ...]


@dataclass(frozen=True)
class Progress:
    """How much was sorted in a step: never what with what. `finished` people have nothing left to put."""

    statements: int
    people: int
    placed: int
    finished: int


def put(
    db: Session,
    exercise_id: int,
    participant_id: int,
    passage_id: int,
    *,
    pile: str,
    seen: str,
    now: datetime,
) -> None:
    """The statement lies on that pile of this person; a key that is new makes the pile.

    Raises: Missing; Closed; Invalid for a key that is none; Conflict when it lies elsewhere than was `seen`.
    """
    act = _Act(db, exercise_id, participant_id, now)
    member = act.lying(passage_id)
    there = act.pile_of(member)
    if there == act.checked_key(pile):
        return
    if there != seen:
        raise Conflict("it was put elsewhere meanwhile")
    if member is None and passage_id not in statement_ids(db, act.step):
        raise Missing("statement")
    target = act.pile(pile) or act.new_pile(pile)
    if member is not None:
        act.off(member)
    db.add(
        PileMember(
            pile_id=target.id, passage_id=passage_id, exercise_id=exercise_id, participant_id=participant_id
        )
    )
    act.record(Verb.STATEMENT_SORTED)


def take_back(
    db: Session, exercise_id: int, participant_id: int, passage_id: int, *, seen: str, now: datetime
) -> None:
    """The statement lies on no pile of this person. Raises: Missing, Closed, Conflict as `put`."""
    act = _Act(db, exercise_id, participant_id, now)
    member = act.lying(passage_id)
    if member is None:
        return
    if act.pile_of(member) != seen:
        raise Conflict("it was put elsewhere meanwhile")
    act.off(member)
    act.record(Verb.STATEMENT_TAKEN_BACK)


def name(db: Session, exercise_id: int, participant_id: int, *, pile: str, name: str, now: datetime) -> None:
    """The pile is called so; empty is no name. Raises: Missing, Closed; Invalid when it is too long;
    Conflict when the pile is gone."""
    act = _Act(db, exercise_id, participant_id, now)
    called = clean(name)
    if len(called) > LONGEST_NAME:
        sentence = words.mark("Deze naam is te lang: er passen %(limit)d tekens.")
        raise Invalid({"name": [words.say(act.language, sentence, limit=LONGEST_NAME)]})
    target = act.pile(pile)
    if target is None:
        raise Conflict("this pile is gone")
    if target.name == called:
        return
    target.name = called
    act.sweep(target)
    act.record(Verb.PILE_NAMED)


def merge(db: Session, exercise_id: int, participant_id: int, *, pile: str, into: str, now: datetime) -> None:
    """What lay on the one pile lies on the other, which takes over the name when it has none.

    Raises: Missing, Closed; Conflict when there is no such pile to put it on.
    """
    act = _Act(db, exercise_id, participant_id, now)
    source, target = act.pile(pile), act.pile(into)
    if pile == into or (source is None and target is not None):
        return
    if source is None or target is None:
        raise Conflict("this pile is gone")
    for member in list(db.scalars(select(PileMember).where(PileMember.pile_id == source.id))):
        member.pile_id = target.id
    target.name = target.name or source.name
    db.flush()
    db.delete(source)
    act.record(Verb.PILES_MERGED)


def of(db: Session, exercise_id: int, participant_id: int) -> list[Mine]:
    """This person's piles in that step, in the order in which they were made."""
    own = (Pile.exercise_id == exercise_id) & (Pile.participant_id == participant_id)
    return _read(db, select(Pile).where(own).order_by(Pile.position, Pile.id)).get(exercise_id, [])


def all_of(db: Session, participant_id: int) -> dict[int, list[Mine]]:
    """Step to this person's piles in it."""
    own = select(Pile).where(Pile.participant_id == participant_id)
    return _read(db, own.order_by(Pile.position, Pile.id))


def _read(db: Session, query: Select[Pile]) -> dict[int, list[Mine]]:
    piles = list(db.scalars(query))
    lying: dict[int, list[int]] = {}
    rows = select(PileMember.pile_id, PileMember.passage_id).where(
        PileMember.pile_id.in_([pile.id for pile in piles])
    )
    for pile_id, passage_id in db.execute(rows):
        lying.setdefault(pile_id, []).append(passage_id)
    found: dict[int, list[Mine]] = {}
    for pile in piles:
        mine = Mine(pile.id, pile.key, pile.name, tuple(sorted(lying.get(pile.id, ()))))
        found.setdefault(pile.exercise_id, []).append(mine)
    return found


def sortings(db: Session, analysis_id: int) -> list[list[list[int]]]:
    """Passage ids per pile per person: what people put together about this question, and nothing else.

    Somebody who sorted in more than one step counts once, with the newest. Only what is shown counts;
    linked twins count as the one that was said first. Somebody with a single pile is left out: it says of
    every pair the same, so it tells nothing about meaning and would only bring everything nearer.
    """
    analysis = db.get_one(Analysis, analysis_id)
    steps = [step for step in _sortings_of(db, analysis.workshop_id) if _asks(db, step, analysis_id)]
    lying = (
        select(Pile.participant_id, Pile.exercise_id, Pile.id, PileMember.passage_id)
        .join(PileMember, PileMember.pile_id == Pile.id)
        .where(Pile.exercise_id.in_([step.id for step in steps]))
        .order_by(Pile.participant_id, Pile.exercise_id.desc(), Pile.position, Pile.id, PileMember.passage_id)
    )
    stands_for = spoken_for(db, analysis)
    newest: dict[int, int] = {}
    people: dict[int, dict[int, list[int]]] = {}
    taken: set[tuple[int, int]] = set()
    for person, exercise_id, pile_id, passage_id in db.execute(lying):
        statement = stands_for.get(passage_id)
        if newest.setdefault(person, exercise_id) != exercise_id or statement is None:
            continue
        if (person, statement) not in taken:
            taken.add((person, statement))
            people.setdefault(person, {}).setdefault(pile_id, []).append(statement)
    return [list(piles.values()) for piles in people.values() if len(piles) >= FEWEST_PILES]


def progress(db: Session, step: Exercise) -> Progress:
    """How many people sorted how much in that step."""
    ids = statement_ids(db, step)
    rows = db.execute(
        select(PileMember.participant_id, func.count())
        .where(PileMember.exercise_id == step.id, PileMember.passage_id.in_(ids))
        .group_by(PileMember.participant_id)
    )
    placed: dict[int, int] = dict(rows.all())
    numbers = select(Participant.id, Participant.number).where(Participant.workshop_id == step.workshop_id)
    finished = sum(
        placed.get(person, 0) >= dealt_count(step, len(ids), number) > 0
        for person, number in db.execute(numbers if placed else numbers.limit(0))
    )
    return Progress(len(ids), len(placed), sum(placed.values()), finished)


def _sortings_of(db: Session, workshop_id: int) -> list[Exercise]:
    steps = select(Exercise).where(Exercise.workshop_id == workshop_id, Exercise.kind == KIND)
    return list(db.scalars(steps.order_by(Exercise.position)))


def _asks(db: Session, step: Exercise, analysis_id: int) -> bool:
    analysis = analysis_of(db, step)
    return analysis is not None and analysis.id == analysis_id


class _Act:
    """One act of one person on their own piles in one step that is open for them."""

    def __init__(self, db: Session, exercise_id: int, participant_id: int, now: datetime) -> None:
        step, person = db.get(Exercise, exercise_id), db.get_one(Participant, participant_id)
        if step is None or step.workshop_id != person.workshop_id or step.kind != KIND:
            raise Missing("step")
        if not pace.is_open_for(db, step, person.table_id):
            raise Closed("step")
        self.db, self.step, self.person, self.now = db, step, person, now
        self.language = person.language

    def pile(self, key: str) -> Pile | None:
        return self.db.scalar(select(Pile).filter_by(**self._own, key=key))

    def pile_of(self, member: PileMember | None) -> str:
        """The key of the pile it lies on; empty for none."""
        return "" if member is None else self.db.get_one(Pile, member.pile_id).key

    def lying(self, passage_id: int) -> PileMember | None:
        return self.db.scalar(select(PileMember).filter_by(**self._own, passage_id=passage_id))

    def new_pile(self, key: str) -> Pile:
        last = self.db.scalar(select(func.max(Pile.position)).filter_by(**self._own))
        pile = Pile(**self._own, key=key, position=(last or 0) + 1)
        self.db.add(pile)
        self.db.flush()
        return pile

    def off(self, member: PileMember) -> None:
        pile = self.db.get_one(Pile, member.pile_id)
        self.db.delete(member)
        self.db.flush()
        self.sweep(pile)

    def sweep(self, pile: Pile) -> None:
        """A pile with nothing on it is gone, unless this person gave it a name."""
        lying = select(PileMember.passage_id).where(PileMember.pile_id == pile.id)
        if not pile.name and self.db.scalar(lying.limit(1)) is None:
            self.db.delete(pile)

    def checked_key(self, key: str) -> str:
        if not key or len(key) > LONGEST_KEY or not key.isascii() or not key.isprintable():
            raise Invalid({"pile": [words.say(self.language, words.mark("Deze stapel bestaat niet."))]})
        return key

    def record(self, verb: Verb) -> None:
        self.db.flush()
        actor = Actor("participant", self.person.id)
        touched = {"sorter": [self.person.id], "sorting": [self.step.id]}
        record(self.db, self.step.workshop_id, verb, actor, now=self.now, touched=touched)

    @property
    def _own(self) -> dict[str, int]:
        return {"exercise_id": self.step.id, "participant_id": self.person.id}
