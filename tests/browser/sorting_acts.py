"""A hall that sorts: statements to sort, and people who did."""

from __future__ import annotations

from builders import Phone, contribute, intervention, join
from live_server import HALL, Hall

from sessions.analysis import analyses
from sessions.hall import piles, programme

STATEMENTS = (
    "Je hoeft je niet in te schrijven",
    "De bus stopt voor de deur",
    "Gratis of bijna gratis",
    "Jong en oud doen het door elkaar",
    "Een gezicht dat iedereen kent",
    "Iemand die trekt en blijft komen",
)


def let_them_sort(hall: Hall, statements: tuple[str, ...] = STATEMENTS) -> tuple[int, list[int]]:
    """The hall is open at its sorting: the step, and the statements in the order above."""
    phone, at_first = join(hall.house, hall.workshop_id), hall.go_to()
    for start in range(0, len(statements), 12):
        said = intervention("Buurtkoor", reasons=statements[start : start + 12])
        contribute(hall.house, phone, at_first, said)
    at = hall.house.now()
    hall.house.write(lambda db: programme.add_step(db, hall.workshop_id, "sorting", HALL, after=None, now=at))
    return hall.go_to("sorting"), statements_of(hall)


def statements_of(hall: Hall) -> list[int]:
    with hall.house.store.reading() as db:
        why = next(each for each in analyses.of_workshop(db, hall.workshop_id) if each.key == "why")
        return [passage.id for passage, _, _ in analyses.passages_of(db, why)]


def sorts(hall: Hall, step: int, sorted_as: str, statements: list[int], phone: Phone | None = None) -> Phone:
    """Somebody puts each statement on the pile with that letter."""
    person = phone or join(hall.house, hall.workshop_id)

    def act(db) -> None:
        for statement, pile in zip(statements, sorted_as, strict=False):
            piles.put(db, step, person.id, statement, pile=pile, seen="", now=hall.house.now())

    hall.house.write(act)
    return person
