"""How much an export may hold: the lower grades are subsets of the higher ones, column by column."""

from __future__ import annotations

from enum import IntEnum

from sessions.errors import Missing


class Grade(IntEnum):
    """PUBLIC is what the wall shows, with counts. ANALYSIS adds every text under codes that are drawn for
    this export. RESTRICTED adds names, real ids and exact times, for a purpose that is logged.
    """

    PUBLIC = 1
    ANALYSIS = 2
    RESTRICTED = 3

    @property
    def word(self) -> str:
        """public, analysis or restricted: the stable name."""
        return self.name.lower()


GRADES = tuple(grade.word for grade in Grade)


def grade_named(word: str) -> Grade:
    """Raises: Missing for a grade that does not exist."""
    if word not in GRADES:
        raise Missing(f"there is no grade {word!r}; choose one of {', '.join(GRADES)}")
    return Grade[word.upper()]
