"""The morning: people arrive, hang something on the tree, and list what works."""

from __future__ import annotations

from facilitator.demo.blossom import Vision
from facilitator.demo.company import Company
from facilitator.demo.day import Person, Said
from facilitator.demo.people import Phone

TOGETHER = 6


def arrive(company: Company) -> None:
    """Everybody takes part at their table; the first ones follow the hall."""
    lead, code, tables = company.lead, company.lead.join_code(), company.lead.tables()
    people = list(company.day.people)
    company.random.shuffle(people)
    watching = {person.number for person in people[: company.pace.watching]}

    def come_in(person: Person) -> None:
        phone = Phone(lead.address, code, person)
        phone.join()
        if person.number in watching:
            phone.watch(tables[person.table])
        with company.lock:
            company.phones[person.number] = phone

    company.over(company.pace.arriving, people, come_in)
    company.say(f"{len(company.phones)} mensen doen mee aan {company.day.tables} tafels.")


def hang(company: Company, step: int) -> None:
    """The tree gets what people want to see grow, and the winds that they feel."""

    def put(vision: Vision) -> None:
        answer = {"text": vision.text, "part": vision.part, "lever": vision.lever}
        company.phones[vision.person].answer(step, answer)

    company.over(company.pace.hanging, company.day.blossom.vision, put)
    company.say(f"{len(company.day.blossom.vision)} dingen hangen aan de boom.")


class Interventions:
    """What works, and what warms the hearts of others."""

    def __init__(self, company: Company, step: int) -> None:
        self._company, self._step = company, step
        self._ids: dict[int, int] = {}
        self._given: set[int] = set()

    def play(self) -> None:
        company = self._company
        order = list(enumerate(company.in_turns(company.day.said, lambda said: said.person)))
        company.over(company.pace.contributing, order, self._say)
        self._give_hearts()
        company.say(f"{len(self._ids)} interventies staan op de wand.")

    def _say(self, turn: tuple[int, Said]) -> None:
        place, said = turn
        phone = self._company.phones[said.person]
        # Now and then an answer gets lost and the phone sends the same key again.
        made = phone.contribute(self._step, said, double=place % 17 == 5)
        if place % 29 == 11:
            phone.correct(made, said)
        if place % 41 == 7:
            phone.withdraw_and_put_back(made)
        with self._company.lock:
            self._ids[said.index] = made
        self._give_hearts()

    def _give_hearts(self) -> None:
        """Hearts for what is on the wall by now, each once."""
        hearts = self._company.day.hearts
        with self._company.lock:
            ready = [
                place
                for place, (_, index) in enumerate(hearts)
                if index in self._ids and place not in self._given
            ][:TOGETHER]
            self._given.update(ready)
        for place in ready:
            person, index = hearts[place]
            self._company.phones[person].heart(self._ids[index])
        if len(ready) == TOGETHER and len(self._ids) == len(self._company.day.said):
            self._give_hearts()
