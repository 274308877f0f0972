"""What a model made of the words of each passage: kept beside it, and gone with the words.

Vectors are computed in the background while people write, so that a proposal over a hall that has finished
needs no model any more. A vector belongs to words, not to a passage: it carries their hash, and one whose
words were said otherwise in the meantime is neither kept nor handed out.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Select, delete, func, insert, select
from sqlalchemy.orm import Session

from sessions.models import OWN_WORDS, PASSAGE_COUNTS, Contribution, ContributionVersion, Passage, Vector
from sessions.store import slices


@dataclass(frozen=True)
class Wanted:
    """A passage that has no vector yet, and its words."""

    passage_id: int
    text: str


@dataclass(frozen=True)
class Made:
    """A new vector: float32 numbers, little endian, of the words with that hash."""

    passage_id: int
    text_hash: str
    numbers: bytes


def model_name(name: str, version: str) -> str:
    """How a model and its version are kept together."""
    return f"{name} {version}"[:120]


def hash_of(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def words_of(db: Session, passage_ids: Collection[int]) -> dict[int, str]:
    """Passage id to its words, for those that are shown and not retired."""
    found: dict[int, str] = {}
    for ids in slices(sorted(passage_ids)):
        rows = db.execute(_shown().where(Passage.id.in_(ids)))
        found |= {passage_id: text[start:end] for passage_id, text, start, end in rows}
    return found


def wanted(db: Session, model: str, limit: int) -> list[Wanted]:
    """The passages without a vector of that model, at most `limit`; each workshop gets its turn, so that a
    small one does not wait for a large one."""
    turn = func.row_number().over(partition_by=Passage.workshop_id, order_by=Passage.id)
    # Without the words at first: sorting twenty thousand of them takes longer than reading a few.
    query = (
        select(Passage.id)
        .join(Contribution, Contribution.id == Passage.contribution_id)
        .where(_without(model))
        .order_by(turn, Passage.workshop_id)
        .limit(limit)
    )
    words = words_of(db, list(db.scalars(query)))
    return [Wanted(passage_id, text) for passage_id, text in words.items()]


def left(db: Session, model: str) -> int:
    """How many passages have no vector of that model yet."""
    query = (
        select(func.count())
        .select_from(Passage)
        .join(Contribution, Contribution.id == Passage.contribution_id)
        .where(_without(model))
    )
    return db.scalar(query) or 0


def keep(db: Session, model: str, made: Sequence[Made]) -> int:
    """The vectors stand beside their passages, except where the words changed or left in the meantime;
    returns how many were kept."""
    words = words_of(db, [each.passage_id for each in made])
    standing = [
        each for each in made if hash_of(words.get(each.passage_id, "\0")) == each.text_hash and each.numbers
    ]
    for some in slices(standing):
        ids = [each.passage_id for each in some]
        _delete(db, Vector.model == model, Vector.passage_id.in_(ids))
        rows = [
            {
                "passage_id": each.passage_id,
                "model": model,
                "text_hash": each.text_hash,
                "numbers": each.numbers,
            }
            for each in some
        ]
        db.execute(insert(Vector), rows)
    return len(standing)


def forget(db: Session, passage_ids: Iterable[int]) -> None:
    """No model's vector of those passages is left."""
    for ids in slices(sorted(set(passage_ids))):
        _delete(db, Vector.passage_id.in_(ids))


def forget_contributions(db: Session, contribution_ids: Iterable[int]) -> None:
    """No vector is left of anything that was said in those contributions: call it where words are erased."""
    for ids in slices(sorted(set(contribution_ids))):
        passages = select(Passage.id).where(Passage.contribution_id.in_(ids))
        _delete(db, Vector.passage_id.in_(passages))


def out_of_sight(db: Session) -> list[int]:
    """The passages with a vector that are not shown any more, or retired."""
    query = (
        select(Vector.passage_id)
        .join(Passage, Passage.id == Vector.passage_id)
        .join(Contribution, Contribution.id == Passage.contribution_id)
        .where((Contribution.state != "shown") | Passage.retired_at.is_not(None))
    )
    return sorted(set(db.scalars(query)))


def outdated(db: Session, model: str) -> list[int]:
    """The passages with a vector that must go: of other words, of words that are not shown, of a passage that
    is retired, or of another model. Reads everything: for a start, not for every act."""
    hashes = select(Vector.passage_id, Vector.text_hash).where(Vector.model == model)
    kept = {row.passage_id: row.text_hash for row in db.execute(hashes)}
    words = words_of(db, kept)
    gone = {each for each, text_hash in kept.items() if hash_of(words.get(each, "\0")) != text_hash}
    gone |= set(db.scalars(select(Vector.passage_id).where(Vector.model != model)))
    return sorted(gone)


def of(db: Session, model: str, words: Mapping[int, str]) -> dict[int, bytes]:
    """Passage id to its vector, for those whose vector was made of exactly these words."""
    found: dict[int, bytes] = {}
    for ids in slices(sorted(words)):
        query = select(Vector.passage_id, Vector.text_hash, Vector.numbers).where(
            Vector.model == model, Vector.passage_id.in_(ids)
        )
        found |= {
            passage_id: numbers
            for passage_id, text_hash, numbers in db.execute(query)
            if text_hash == hash_of(words[passage_id])
        }
    return found


def _without(model: str) -> ColumnElement[bool]:
    """That a passage, with its contribution, is shown and has no vector of that model."""
    there = select(Vector.passage_id).where(Vector.passage_id == Passage.id, Vector.model == model)
    return PASSAGE_COUNTS & ~there.exists()


def _delete(db: Session, *which: ColumnElement[bool]) -> None:
    db.execute(delete(Vector).where(*which).execution_options(synchronize_session=False))


def _shown() -> Select[int, str, int, int | None]:
    """Passage id, the words that it is cut from, where it starts and ends, for what is shown."""
    return (
        select(Passage.id, ContributionVersion.text, Passage.starts_at, Passage.ends_at)
        .join(Contribution, Contribution.id == Passage.contribution_id)
        .join(ContributionVersion, OWN_WORDS)
        .where(PASSAGE_COUNTS)
    )
