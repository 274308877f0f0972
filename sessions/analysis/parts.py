"""Which words a passage stands for, and where the parts of a contribution stand when its words change.

A part belongs to the version of the words in which it was chosen. When its author corrects them, it goes
along when its words still stand there exactly once; else it keeps its old words and is *stale*.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from sessions.models import PASSAGE_COUNTS, Contribution, ContributionVersion, Passage


def text_of(passage: Passage, text: str) -> str:
    """What the passage says within the text of its version."""
    return text[passage.starts_at : passage.ends_at].strip()


def is_whole(passage: Passage) -> bool:
    """Whether it is all that its author said in words of their own: of an answer that was chosen, why."""
    return passage.version is None and passage.ends_at is None


def standing(db: Session, contribution_id: int) -> list[Passage]:
    """The passages of a contribution that count, in the order of its words."""
    return list(
        db.scalars(
            select(Passage)
            .where(Passage.contribution_id == contribution_id, Passage.retired_at.is_(None))
            .order_by(Passage.starts_at, Passage.id)
        )
    )


def counting(db: Session, passage_ids: Collection[int]) -> set[int]:
    """Which of these passages count: shown, and not replaced by their parts."""
    query = select(Passage.id).join(Contribution, Contribution.id == Passage.contribution_id)
    return set(db.scalars(query.where(Passage.id.in_(passage_ids), PASSAGE_COUNTS))) if passage_ids else set()


def begin(db: Session, contribution: Contribution, own_from: int | None, now: datetime) -> None:
    """From now on the words of one's own begin there; with None there are none, and their card counts no
    more. Words that come back lie where they lay."""
    rows = db.scalars(select(Passage).where(Passage.contribution_id == contribution.id).order_by(Passage.id))
    present = list(rows)
    whole = next((each for each in present if is_whole(each)), None)
    counts = any(each.retired_at is None for each in present)
    if own_from is None:
        if whole is not None and whole.retired_at is None:
            whole.retired_at = now
    elif whole is None:
        if not counts:
            db.add(
                Passage(
                    workshop_id=contribution.workshop_id,
                    contribution_id=contribution.id,
                    starts_at=own_from,
                )
            )
    else:
        whole.starts_at = own_from
        if not counts:
            whole.retired_at = None
    db.flush()


def follow(db: Session, contribution: Contribution, text: str, *, own_from: int = 0) -> None:
    """The words of the contribution are `text` from now on: its parts stand where they stand in them. What
    stands before `own_from` is no words of its author's own.

    Where it counts in parts only, what no part holds becomes a part of its own, so that nothing that was
    said drops out.
    """
    present = standing(db, contribution.id)
    found: list[tuple[int, int]] = []
    for part in present:
        if part.version is None:
            continue
        version = db.get_one(ContributionVersion, (contribution.id, part.version))
        words = text_of(part, version.text)
        at = text.find(words)
        if words and at >= 0 and text.find(words, at + 1) < 0:
            part.starts_at, part.ends_at = at, at + len(words)
            part.version = contribution.version
            found.append((at, at + len(words)))
    if not present or any(part.version is None for part in present):
        return
    for starts_at, ends_at in uncovered(text, [(0, own_from), *found]):
        db.add(
            Passage(
                workshop_id=contribution.workshop_id,
                contribution_id=contribution.id,
                starts_at=starts_at,
                ends_at=ends_at,
                version=contribution.version,
            )
        )
    db.flush()


def uncovered(text: str, ranges: Iterable[tuple[int, int]]) -> Sequence[tuple[int, int]]:
    """The stretches of the text outside the ranges that hold a letter or a figure, without blank edges."""
    gaps, at = [], 0
    for start, end in sorted(ranges):
        gaps.append((at, start))
        at = max(at, end)
    gaps.append((at, len(text)))
    return [
        narrowed(text, start, end)
        for start, end in gaps
        if start < end and any(char.isalnum() for char in text[start:end])
    ]


def narrowed(text: str, start: int, end: int) -> tuple[int, int]:
    """The same stretch without blank edges."""
    said = text[start:end]
    return start + len(said) - len(said.lstrip()), end - len(said) + len(said.rstrip())
