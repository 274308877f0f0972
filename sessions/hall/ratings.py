"""People's rating: each person puts the themes in an order of their own; here is what that adds up to.

The aggregate is the mean place, the method of Borda (*Mémoire sur les élections au scrutin*, 1784): over
complete orders the order of the mean places is the order of the Borda points. Equal means are a tie and stay
one. Beside the mean stand how many people rated the theme and the quartiles of their places (the sample
quantile of type 7 of Hyndman and Fan, *The American Statistician* 50, 1996), because a middle place can be
everybody's middle or half first and half last.

Places are counted among the themes that stand: what was dissolved later leaves no gap in anybody's order. A
theme that was made later has fewer raters, and says so. Of somebody who rated in more than one step the
newest step counts.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from statistics import quantiles

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from sessions import words
from sessions.analysis import measures
from sessions.errors import Closed, Conflict, Invalid, Missing
from sessions.hall import pace
from sessions.journal import Actor, record
from sessions.models import Analysis, Exercise, Participant, Rating, Theme
from sessions.verbs import Verb

MOST = 12
"""More than this nobody puts in order on a phone."""
KIND = "ranking"
TOWARDS = "themes"


@dataclass(frozen=True)
class Rated:
    """`mean` is the mean place (1 is the most important) over `people`; half of them put it from place
    `low` up to and including `high`."""

    mean: float
    people: int
    low: float
    high: float

    @property
    def spread(self) -> float:
        """The interquartile range, in places."""
        return self.high - self.low

    @property
    def shown_mean(self) -> float:
        """The mean to a tenth of a place, halves up. What shows the same is a tie."""
        return int(self.mean * 10 + 0.5 + 1e-9) / 10


def choice(db: Session, step: Exercise) -> tuple[list[Theme], int]:
    """The themes that people put in order in that step, and how many are left out because more do not fit:
    then those that were said most often are in it."""
    analysis = _analysis(db, step)
    if analysis is None:
        return [], 0
    alive = select(Theme).where(Theme.analysis_id == analysis.id, Theme.dissolved_at.is_(None))
    themes = list(db.scalars(alive.order_by(Theme.position, Theme.id)))
    if len(themes) > MOST:
        said = measures.said(db, [analysis.id])
        themes.sort(key=lambda theme: -said.get(theme.id, measures.NEVER).passages)
    return themes[:MOST], max(0, len(themes) - MOST)


def starting_order(exercise_id: int, participant_id: int, theme_ids: Iterable[int]) -> list[int]:
    """The themes in an order that is this person's own and stays so, to be changed by them.

    What stands on top of a list is chosen more often (Krosnick and Alwin, *Public Opinion Quarterly* 51,
    1987), so everybody starts from another order. The phone computes the same: FNV-1a over
    `exercise.participant.theme`, mixed by the finalizer of MurmurHash3.
    """
    return sorted(theme_ids, key=lambda each: (_mixed(f"{exercise_id}.{participant_id}.{each}"), each))


def _mixed(text: str) -> int:
    value = 0x811C9DC5
    for byte in text.encode():
        value = ((value ^ byte) * 0x01000193) & 0xFFFFFFFF
    for shift, factor in ((16, 0x85EBCA6B), (13, 0xC2B2AE35)):
        value = ((value ^ (value >> shift)) * factor) & 0xFFFFFFFF
    return value ^ (value >> 16)


def order_of(db: Session, exercise_id: int, participant_id: int) -> list[int]:
    """The themes as this person put them in that step, the most important first; empty before they did."""
    given = select(Rating.theme_id).where(
        Rating.exercise_id == exercise_id, Rating.participant_id == participant_id
    )
    return list(db.scalars(given.order_by(Rating.place)))


def give(
    db: Session, exercise_id: int, participant_id: int, theme_ids: Sequence[int], *, now: datetime
) -> list[int]:
    """This is how the person puts the themes in order, the most important first; returns that order.

    It replaces an earlier one; the same order again changes nothing. What was dissolved meanwhile is left
    out. Raises: Missing for a step or theme that is not there to rate; Closed; Invalid for an empty order or
    one that names a theme twice; Conflict when none of its themes stands any more.
    """
    step, participant = db.get(Exercise, exercise_id), db.get_one(Participant, participant_id)
    if step is None or step.workshop_id != participant.workshop_id or step.kind != KIND:
        raise Missing("step")
    if not pace.is_open_for(db, step, participant.table_id):
        raise Closed("step")
    order = _standing(db, step, _checked(theme_ids, participant.language))
    if order == order_of(db, exercise_id, participant_id):
        return order
    own = (Rating.exercise_id == exercise_id) & (Rating.participant_id == participant_id)
    before = set(db.scalars(select(Rating.theme_id).where(own)))
    db.execute(delete(Rating).where(own))
    db.add_all(
        Rating(exercise_id=exercise_id, participant_id=participant_id, theme_id=theme_id, place=place)
        for place, theme_id in enumerate(order, start=1)
    )
    db.flush()
    # Named apart from `theme`: nothing that anybody wrote has another place by it.
    touched = {"rating": before | set(order)}
    actor = Actor("participant", participant_id)
    record(db, step.workshop_id, Verb.RATING_GIVEN, actor, now=now, touched=touched)
    return order


def rated(db: Session, analysis_ids: Collection[int]) -> dict[int, Rated]:
    """Theme id to people's rating; what nobody rated is not in it. One statement, whatever the hall."""
    among = (Rating.participant_id, Theme.analysis_id)
    given = (
        select(
            Rating.theme_id,
            Rating.exercise_id,
            func.max(Rating.exercise_id).over(partition_by=among).label("latest"),
            func.row_number()
            .over(partition_by=(Rating.exercise_id, *among), order_by=Rating.place)
            .label("place"),
        )
        .join(Theme, Theme.id == Rating.theme_id)
        .where(Theme.analysis_id.in_(analysis_ids), Theme.dissolved_at.is_(None))
        .subquery()
    )
    rows = db.execute(
        select(given.c.theme_id, given.c.place, func.count())
        .where(given.c.exercise_id == given.c.latest)
        .group_by(given.c.theme_id, given.c.place)
        .order_by(given.c.place)
    )
    places: dict[int, list[int]] = {}
    for theme_id, place, people in rows:
        places.setdefault(theme_id, []).extend([place] * people)
    return {theme_id: _summed_up(given_places) for theme_id, given_places in places.items()}


def rated_in(db: Session, analysis_ids: Collection[int]) -> set[int]:
    """The themes of these questions that somebody rated: when one goes or returns, the places of the others
    shift."""
    themes = select(Rating.theme_id).join(Theme, Theme.id == Rating.theme_id)
    return set(db.scalars(themes.where(Theme.analysis_id.in_(analysis_ids)).distinct()))


def _summed_up(places: Sequence[int]) -> Rated:
    """`places` in ascending order."""
    low = high = float(places[0])
    if len(places) > 1:
        low, _, high = quantiles(places, n=4, method="inclusive")
    return Rated(sum(places) / len(places), len(places), low, high)


def _analysis(db: Session, step: Exercise) -> Analysis | None:
    """The question whose themes are put in order: the one that the step names, else the first of its kind."""
    query = select(Analysis).where(Analysis.workshop_id == step.workshop_id, Analysis.towards == TOWARDS)
    asked = list(db.scalars(query.order_by(Analysis.position)))
    named = step.settings.get("analysis")
    return next((each for each in asked if each.key == named), asked[0] if asked else None)


def _checked(theme_ids: Sequence[int], language: str) -> list[int]:
    order = list(theme_ids)
    if not order or len(order) != len(set(order)):
        sentence = words.mark("Geef elk thema één plaats. Je volgorde staat nog op je telefoon.")
        raise Invalid({"order": [words.say(language, sentence)]})
    return order


def _standing(db: Session, step: Exercise, order: list[int]) -> list[int]:
    analysis = _analysis(db, step)
    known = {}
    if analysis is not None:
        rows = select(Theme.id, Theme.dissolved_at).where(Theme.analysis_id == analysis.id)
        known = dict(db.execute(rows).all())
    if not set(order) <= set(known):
        raise Missing("theme")
    standing = [theme_id for theme_id in order if known[theme_id] is None]
    if not standing:
        raise Conflict("none of these themes stands any more")
    return standing
