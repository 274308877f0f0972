"""Words that came along to a hall leave it again when their source takes them back.

Who withdraws an answer, or the consent to be quoted, after the material was carried was promised that their
words are not there any more. Decided by the rule of `sessions.focus.promises`: what says it in their very
words leaves the hall, with every meaning of a term; how a moderator puts it stays, and the page of the image
says that its source was withdrawn. Nothing comes back by itself: who thinks again is carried anew.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from sessions.focus import promises
from sessions.journal import SYSTEM, forget, record
from sessions.material.onward import VISION_KEY
from sessions.material.third_persons import MASK
from sessions.material.very_words import quotes
from sessions.models import (
    PRESENT_WORDS,
    Change,
    Contribution,
    ContributionVersion,
    Ingredient,
    LeverArgument,
    Material,
    Meaning,
    Passage,
    Term,
)
from sessions.proposing import vectors
from sessions.verbs import Verb

_TAKES_BACK = frozenset(
    {
        Verb.CONTRIBUTION_WITHDRAWN.value,
        Verb.CONTRIBUTION_ERASED.value,
        Verb.CONSENT_ANSWERED.value,
        Verb.MEANING_CHANGED.value,
        Verb.INTERVIEW_ENTERED.value,
        Verb.ACT_UNDONE.value,
        Verb.ACT_REDONE.value,
    }
)


@dataclass
class Leaving:
    """What leaves one hall."""

    ingredients: list[Ingredient] = field(default_factory=list)
    arguments: list[LeverArgument] = field(default_factory=list)
    visions: list[Contribution] = field(default_factory=list)
    meanings: list[Meaning] = field(default_factory=list)


def follow(db: Session, change: Change) -> None:
    """What follows from that change, in the same transaction: called for each one by the writer."""
    if change.verb in _TAKES_BACK:
        recede(db, change.workshop_id, now=change.at)


def recede(db: Session, workshop_id: int, *, now: datetime) -> None:
    """What came from that workshop and may not be told elsewhere any more is in no other one, nor in what
    undoing would put back there."""
    halls: defaultdict[int, Leaving] = defaultdict(Leaving)
    _material(db, workshop_id, halls)
    _meanings(db, workshop_id, halls)
    for hall_id, leaving in sorted(halls.items()):
        _leave(db, hall_id, leaving, now)
        if leaving.meanings:
            recede(db, hall_id, now=now)


def something_left(db: Session, workshop_id: int) -> bool:
    """Whether anything left that hall because its source took it back."""
    found = select(Change.id).where(
        Change.workshop_id == workshop_id, Change.verb == Verb.SOURCE_WITHDRAWN.value
    )
    return db.scalar(found.limit(1)) is not None


# --- material ----------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Source:
    material: Material
    said: Contribution
    words: str


class _Sources:
    """The material of one workshop, with the words that it came from."""

    def __init__(self, db: Session, workshop_id: int) -> None:
        self.db, self.workshop_id = db, workshop_id
        rows = db.execute(
            select(Material, Contribution, ContributionVersion.text)
            .join(Contribution, Contribution.id == Material.contribution_id)
            .join(
                ContributionVersion,
                (ContributionVersion.contribution_id == Material.contribution_id)
                & (ContributionVersion.number == Material.version),
            )
            .where(Material.workshop_id == workshop_id)
        )
        self.by_id = {each.id: _Source(each, said, words) for each, said, words in rows}
        self.seals = promises.seals(db, workshop_id) if self.by_id else {}

    def leaves(self, origin_id: int, text: str) -> bool:
        """Whether that text, which came from there, may not stand elsewhere any more: it is somebody's very
        words who took them back, and nobody's who did not. Of what was erased nothing stays."""
        origin = self.by_id[origin_id]
        texts = {text.casefold(), origin.material.text.casefold()}
        alike = [
            each
            for each in self.by_id.values()
            if each.material.kind == origin.material.kind
            and each.material.removed_at is None
            and each.material.text.casefold() in texts
        ]
        taken = [each for each in (origin, *alike) if not self._may_be_quoted(each.said)]
        free = [each for each in (origin, *alike) if self._may_be_quoted(each.said)]
        if any(quotes(text, each.words) for each in free):
            return False
        return any(not each.words or quotes(text, each.words) for each in taken)

    def _may_be_quoted(self, said: Contribution) -> bool:
        # What a moderator hides is the moderator's decision, to be taken back: its author took nothing back.
        if said.state == "hidden":
            return promises.may_quote(self.db, self.workshop_id, said.participant_id)
        return said.state == "shown" and said.id not in self.seals


def _material(db: Session, workshop_id: int, halls: defaultdict[int, Leaving]) -> None:
    sources = _Sources(db, workshop_id)
    ids = set(sources.by_id)
    if not ids:
        return
    for line in db.scalars(select(Ingredient).where(Ingredient.origin_id.in_(ids))):
        if sources.leaves(line.origin_id or 0, line.text):
            halls[line.workshop_id].ingredients.append(line)
    for argument in db.scalars(select(LeverArgument).where(LeverArgument.origin_id.in_(ids))):
        if sources.leaves(argument.origin_id or 0, argument.text):
            halls[argument.workshop_id].arguments.append(argument)
    keys = {f"{VISION_KEY}{each}": each for each in ids}
    hanging = (
        select(Contribution, ContributionVersion.text)
        .join(ContributionVersion, PRESENT_WORDS)
        .where(Contribution.key.in_(keys), Contribution.kind == "vision", Contribution.state != "withdrawn")
    )
    for said, text in db.execute(hanging):
        if sources.leaves(keys[said.key], text):
            halls[said.workshop_id].visions.append(said)


# --- meanings ----------------------------------------------------------------------------------------


def _meanings(db: Session, workshop_id: int, halls: defaultdict[int, Leaving]) -> None:
    """Meanings that came along bear no name. One that nobody who may be quoted says any more leaves."""
    terms = select(Term.id).where(Term.workshop_id == workshop_id)
    came = db.execute(
        select(Meaning, Term.workshop_id, Term.origin_id)
        .join(Term, Term.id == Meaning.term_id)
        .where(
            Term.origin_id.in_(terms),
            Meaning.removed_at.is_(None),
            Meaning.participant_id.is_(None),
            Meaning.written_by.is_(None),
        )
    ).all()
    if not came:
        return
    said: defaultdict[int, list[Meaning]] = defaultdict(list)
    for each in db.scalars(select(Meaning).where(Meaning.term_id.in_(terms))):
        said[each.term_id].append(each)
    for copy, hall_id, origin_id in came:
        standing = _standing(db, workshop_id, said[origin_id or 0])
        if not any(_says(copy.text, each.text) for each in standing):
            halls[hall_id].meanings.append(copy)


def _standing(db: Session, workshop_id: int, said: Collection[Meaning]) -> list[Meaning]:
    """Those that may be told elsewhere. Who says it better by now took nothing back."""
    present = {each.participant_id for each in said if each.removed_at is None}
    return [
        each
        for each in said
        if (each.removed_at is None or (each.participant_id is not None and each.participant_id in present))
        and promises.may_quote(db, workshop_id, each.participant_id)
    ]


def _says(copy: str, text: str) -> bool:
    """Whether the copy is that text, as it was told: names in it may be masked."""
    told = ".+?".join(re.escape(part) for part in copy.split(MASK))
    return bool(text) and re.fullmatch(told, text, re.DOTALL) is not None


# --- leaving -----------------------------------------------------------------------------------------


def _leave(db: Session, hall_id: int, leaving: Leaving, now: datetime) -> None:
    visions = [each.id for each in leaving.visions]
    passages = list(db.scalars(select(Passage.id).where(Passage.contribution_id.in_(visions))))
    touched = {
        "ingredient": [each.id for each in leaving.ingredients],
        "lever": [each.lever_id for each in leaving.arguments],
        "contribution": visions,
        "passage": passages,
        "term": [each.term_id for each in leaving.meanings],
    }
    forget(
        db,
        hall_id,
        {
            "ingredient": touched["ingredient"],
            "lever_argument": [each.id for each in leaving.arguments],
            "contribution": visions,
            "meaning": [each.id for each in leaving.meanings],
        },
    )
    for row in (*leaving.ingredients, *leaving.arguments):
        db.delete(row)
    for said in leaving.visions:
        said.state = "withdrawn"
    for meaning in leaving.meanings:
        meaning.removed_at = now
    vectors.forget(db, passages)
    db.flush()
    record(db, hall_id, Verb.SOURCE_WITHDRAWN, SYSTEM, now=now, touched=touched)
