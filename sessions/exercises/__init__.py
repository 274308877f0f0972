"""The kinds of exercise, in the order of the menu."""

from __future__ import annotations

from sessions.errors import Missing
from sessions.exercises.check import Check
from sessions.exercises.findings import Findings
from sessions.exercises.ideas import Ideas
from sessions.exercises.interventions import Interventions
from sessions.exercises.kind import Column, Draft, ExerciseKind
from sessions.exercises.lotus import Lotus
from sessions.exercises.moment import WALL_VIEWS, Moment
from sessions.exercises.question import Interview, Question
from sessions.exercises.ranking import Ranking
from sessions.exercises.sorting import Sorting
from sessions.exercises.tree import Tree

KINDS: dict[str, ExerciseKind] = {
    kind.name: kind
    for kind in (
        Moment(),
        Ideas(),
        Interventions(),
        Findings(),
        Lotus(),
        Tree(),
        Sorting(),
        Check(),
        Ranking(),
        Question(),
        Interview(),
    )
}
IN_HALL = {name: kind for name, kind in KINDS.items() if kind.in_hall}
"""The kinds that a programme of a hall is made of."""

__all__ = ["IN_HALL", "KINDS", "WALL_VIEWS", "Column", "Draft", "ExerciseKind", "kind_named"]


def kind_named(name: str) -> ExerciseKind:
    """Raises: Missing when this installation has no such kind."""
    if name not in KINDS:
        raise Missing(f"there is no exercise kind called {name!r}")
    return KINDS[name]
