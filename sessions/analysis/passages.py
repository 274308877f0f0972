"""A part of a long answer on its own, a contribution that says two things in two, and whole again.

A passage that was split is retired in favour of parts that together hold all its words: they begin where it
stood, in every analysis. A part that is joined again is retired too; nothing that was said is deleted.
Offsets count code points in the words of the contribution, the end exclusive.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from itertools import pairwise

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from sessions import words
from sessions.analysis import parts
from sessions.analysis.act import Act
from sessions.errors import Conflict
from sessions.journal import Actor
from sessions.models import (
    Apart,
    Contribution,
    ContributionVersion,
    Note,
    Passage,
    Placement,
    SetAside,
    Theme,
)
from sessions.verbs import Verb


def part(
    db: Session,
    analysis_id: int,
    passage_id: int,
    actor: Actor,
    *,
    starts_at: int,
    ends_at: int,
    now: datetime,
) -> int:
    """That part of the passage is a passage of its own, in no theme yet, beside the whole; returns its id.

    Raises: Missing; Invalid when it holds no words or all of them.
    """
    act = Act(db, analysis_id, actor, now)
    passage, said = _asked(act, passage_id)
    begin, end = _range(passage, said)
    if not begin <= starts_at < ends_at <= end:
        raise act.invalid("starts_at", words.mark("Kies een stuk van deze tekst."))
    starts_at, ends_at = parts.narrowed(said.text, starts_at, ends_at)
    if starts_at >= ends_at:
        raise act.invalid("starts_at", words.mark("Kies een stuk van deze tekst."))
    if said.text[starts_at:ends_at] == said.text[begin:end].strip():
        raise act.invalid("starts_at", words.mark("Dat is alles. Kies een stuk ervan."))
    new = _new(act, passage, said, starts_at, ends_at)
    act.touched_passages.add(passage_id)
    act.record(Verb.PASSAGE_PARTED)
    return new.id


def split(
    db: Session, analysis_id: int, passage_id: int, actor: Actor, *, at: Sequence[int], now: datetime
) -> list[int]:
    """The passage counts in parts, cut before each of these offsets; returns their ids, in order. A part that
    stands there already is one of them, with what was decided about it.

    Raises: Missing; Invalid when a part would hold no words.
    """
    act = Act(db, analysis_id, actor, now)
    passage, said = _asked(act, passage_id)
    begin, end = _range(passage, said)
    cuts = [begin, *sorted(set(at)), end]
    ranges = [parts.narrowed(said.text, *pair) for pair in pairwise(cuts)]
    if len(ranges) < 2 or not all(begin <= start < stop <= end for start, stop in ranges):
        raise act.invalid("at", words.mark("Kies waar het ene eindigt en het andere begint."))
    pieces = [_standing(act, passage, said, *each) or _new(act, passage, said, *each) for each in ranges]
    _hand_on(act, passage, pieces)
    _retire(act, [passage])
    act.record(Verb.PASSAGE_SPLIT)
    return [piece.id for piece in pieces]


def join(db: Session, analysis_id: int, part_id: int, actor: Actor, *, now: datetime) -> int:
    """The contribution counts as a whole again, in the theme in which all its parts were, or set aside where
    all of them were; a part beside its whole just goes. What was an example of a theme stays one. Returns the
    id of the whole. Raises: Missing; Conflict for what is no part.
    """
    act = Act(db, analysis_id, actor, now)
    passage, _ = _asked(act, part_id)
    if parts.is_whole(passage):
        raise Conflict("this is a whole contribution")
    present = parts.standing(db, passage.contribution_id)
    whole = next((each for each in present if parts.is_whole(each)), None)
    if whole is not None:
        _keep_examples(act, [passage], whole.id)
        _retire(act, [passage])
    else:
        whole = _whole(act, passage)
        for theme in _agreed(act, present):
            act.new_placement(whole.id, theme.id, analysis_id=theme.analysis_id)
        _keep_unused(act, present, whole.id)
        _keep_notes(act, present, whole.id)
        _keep_examples(act, present, whole.id)
        _retire(act, present)
    act.touched_passages.add(whole.id)
    act.record(Verb.PASSAGES_JOINED)
    return whole.id


def _asked(act: Act, passage_id: int) -> tuple[Passage, ContributionVersion]:
    """The passage and the words that it is a part of."""
    act.require_passages([passage_id])
    passage = act.db.get_one(Passage, passage_id)
    contribution = act.db.get_one(Contribution, passage.contribution_id)
    number = passage.version or contribution.version
    return passage, act.db.get_one(ContributionVersion, (contribution.id, number))


def _range(passage: Passage, said: ContributionVersion) -> tuple[int, int]:
    return passage.starts_at, len(said.text) if passage.ends_at is None else passage.ends_at


def _standing(
    act: Act, of: Passage, said: ContributionVersion, starts_at: int, ends_at: int
) -> Passage | None:
    """The passage that stands for just this part already; taking the act back leaves it."""
    row = _known(act, of, said, starts_at, ends_at)
    if row is None or row.retired_at is not None:
        return None
    act.before.of(row, only=("retired_at",))
    act.touched_passages.add(row.id)
    return row


def _known(act: Act, of: Passage, said: ContributionVersion, starts_at: int, ends_at: int) -> Passage | None:
    return act.db.scalar(
        select(Passage).where(
            Passage.contribution_id == of.contribution_id,
            Passage.starts_at == starts_at,
            Passage.ends_at == ends_at,
            Passage.version == said.number,
        )
    )


def _new(act: Act, of: Passage, said: ContributionVersion, starts_at: int, ends_at: int) -> Passage:
    """The same part as before when it was joined in the meantime: what hangs on it is still there."""
    row = _known(act, of, said, starts_at, ends_at)
    if row is None:
        row = Passage(workshop_id=of.workshop_id, contribution_id=of.contribution_id)
        row.starts_at, row.ends_at, row.version = starts_at, ends_at, said.number
        act.db.add(row)
        act.db.flush()
    elif row.retired_at is None:
        raise Conflict("this part is a passage already")
    row.retired_at = None
    # Taking the act back retires it: what others hung on a row that goes would go along.
    act.before.instead(row, retired_at={"at": act.now.isoformat()})
    act.touched_passages.add(row.id)
    return row


def _hand_on(act: Act, whole: Passage, pieces: Sequence[Passage]) -> None:
    """What was decided about the whole holds for each of its parts, in every analysis, but for a part about
    which something was decided there by itself."""
    db = act.db
    decided = _decided(db, pieces)
    for placement in db.scalars(select(Placement).where(Placement.passage_id == whole.id)).all():
        for piece in pieces:
            if (placement.analysis_id, piece.id) not in decided:
                act.new_placement(piece.id, placement.theme_id, analysis_id=placement.analysis_id)
    for row in db.scalars(select(SetAside).where(SetAside.passage_id == whole.id)).all():
        for piece in pieces:
            if (row.analysis_id, piece.id) not in decided:
                _as_unused(act, row, piece.id)
    kept = select(Apart).where(or_(Apart.passage_id == whole.id, Apart.other_id == whole.id))
    for pair in db.scalars(kept).all():
        _keep_apart(act, pair, whole, pieces)
    _keep_notes(act, [whole], pieces[0].id)
    _keep_examples(act, [whole], pieces[0].id)


def _decided(db: Session, pieces: Sequence[Passage]) -> set[tuple[int, int]]:
    """Analysis and passage of these that have a place there, or are set aside."""
    ids = [piece.id for piece in pieces]
    found: set[tuple[int, int]] = set()
    for model in (Placement, SetAside):
        rows = db.execute(select(model.analysis_id, model.passage_id).where(model.passage_id.in_(ids)))
        found.update((row.analysis_id, row.passage_id) for row in rows)
    return found


def _as_unused(act: Act, row: SetAside, passage_id: int) -> None:
    """That passage is set aside for the same reason, by the same person."""
    copy = SetAside(analysis_id=row.analysis_id, passage_id=passage_id, reason=row.reason)
    copy.set_by, copy.set_at = row.set_by, row.set_at
    act.db.add(copy)
    act.db.flush()
    act.before.made(copy)


def _keep_apart(act: Act, pair: Apart, whole: Passage, pieces: Sequence[Passage]) -> None:
    other = pair.other_id if pair.passage_id == whole.id else pair.passage_id
    for piece in pieces:
        low, high = sorted((piece.id, other))
        known = select(Apart.id).where(
            Apart.analysis_id == pair.analysis_id, Apart.passage_id == low, Apart.other_id == high
        )
        if low == high or act.db.scalar(known) is not None:
            continue
        copy = Apart(analysis_id=pair.analysis_id, passage_id=low, other_id=high)
        copy.decided_by, copy.decided_at = pair.decided_by, pair.decided_at
        act.db.add(copy)
        act.db.flush()
        act.before.made(copy)


def _keep_notes(act: Act, passages: Sequence[Passage], target_id: int) -> None:
    ids = [passage.id for passage in passages]
    for note in act.db.scalars(select(Note).where(Note.passage_id.in_(ids))):
        act.before.of(note)
        note.passage_id = target_id
        act.touch("note", note.id)


def _keep_examples(act: Act, passages: Sequence[Passage], target_id: int) -> None:
    """Where one of these was the example or the counter-example of a theme, the target is."""
    ids = [passage.id for passage in passages]
    for column in (Theme.example_id, Theme.counter_example_id):
        for theme in act.db.scalars(select(Theme).where(column.in_(ids))).all():
            act.change_theme(theme)
            setattr(theme, column.key, target_id)


def _keep_unused(act: Act, present: Sequence[Passage], whole_id: int) -> None:
    """Where each of these parts is set aside the whole is, for the reason of the first."""
    ids = [passage.id for passage in present]
    held: dict[int, dict[int, SetAside]] = {}
    for row in act.db.scalars(select(SetAside).where(SetAside.passage_id.in_(ids))).all():
        held.setdefault(row.analysis_id, {})[row.passage_id] = row
    for rows in held.values():
        if len(rows) == len(ids):
            _as_unused(act, rows[ids[0]], whole_id)


def _retire(act: Act, passages: Sequence[Passage]) -> None:
    ids = [passage.id for passage in passages]
    for passage in passages:
        act.before.of(passage, only=("retired_at",))
        passage.retired_at = act.now
    placements = act.db.scalars(select(Placement).where(Placement.passage_id.in_(ids))).all()
    aside = act.db.scalars(select(SetAside).where(SetAside.passage_id.in_(ids))).all()
    act.touched_themes.update(row.theme_id for row in placements)
    act.before.of(*placements, *aside)
    for row in (*placements, *aside):
        act.db.delete(row)
    act.touched_passages.update(ids)
    act.db.flush()


def _whole(act: Act, passage: Passage) -> Passage:
    rows = act.db.scalars(
        select(Passage).where(Passage.contribution_id == passage.contribution_id).order_by(Passage.id)
    )
    whole = next((each for each in rows if parts.is_whole(each)), None)
    if whole is None:
        whole = Passage(workshop_id=passage.workshop_id, contribution_id=passage.contribution_id)
        act.db.add(whole)
        act.db.flush()
        act.before.instead(whole, retired_at={"at": act.now.isoformat()})
    else:
        act.before.of(whole, only=("retired_at",))
        whole.retired_at = None
    return whole


def _agreed(act: Act, present: Sequence[Passage]) -> list[Theme]:
    """The themes that hold every one of these parts, of any analysis."""
    rows = act.db.scalars(select(Placement).where(Placement.passage_id.in_([each.id for each in present])))
    held: dict[int, set[int]] = {}
    for row in rows:
        held.setdefault(row.theme_id, set()).add(row.passage_id)
    whole = [theme_id for theme_id, ids in held.items() if len(ids) == len(present)]
    return list(act.db.scalars(select(Theme).where(Theme.id.in_(whole)).order_by(Theme.id)))
