"""Together at the table: a finding that all stand behind, and a lotus that several write at once."""

from __future__ import annotations

import threading
from typing import Any

from facilitator.demo.blossom import Finding, Note, Petal
from facilitator.demo.company import Company

# How long one of two who write the same petal waits for the other.
TOGETHER_WITHIN_SECONDS = 5


def find(company: Company, step: int) -> None:
    """Each table says what strikes it, some in other words than at first, and agrees."""

    def agree_on(finding: Finding) -> None:
        phones = company.phones
        answer: dict[str, Any] = {"text": finding.text, "explanation": finding.explanation}
        if not finding.first:
            receipt = phones[finding.writer].answer(step, answer)
        else:
            receipt = phones[finding.first_by].answer(step, {"text": finding.first})
            if finding.first_by != finding.writer:
                receipt = phones[finding.writer].answer(step, answer | {"over": receipt["id"]})
            else:
                receipt["version"] = phones[finding.writer].say_anew(receipt["id"], answer)
        for person in finding.agrees:
            phones[person].agree(receipt["id"], receipt["version"])

    company.over(company.pace.finding, company.day.blossom.findings, agree_on)
    company.say(f"{len(company.day.blossom.findings)} tafels zijn het eens over hun vaststelling.")


def tell(company: Company) -> None:
    """Table by table on the wall, then all together."""
    for finding in company.day.blossom.findings:
        if not company.stopped.is_set():
            company.lead.tell(finding.table)
            company.rest(company.pace.reading)
    company.lead.tell(None)
    company.rest(company.pace.reading)


class Lotuses:
    """The lotus of every table: alone first, then together."""

    def __init__(self, company: Company, step: int) -> None:
        self._company, self._step, self._blossom = company, step, company.day.blossom
        self._written: dict[tuple[int, str], int] = {}
        self._both = threading.Barrier(2)

    def play(self) -> None:
        """All writes by itself, then lies on the table; leaves grow, some are renamed or taken away."""
        company, blossom = self._company, self._blossom
        petals = [petal for petal in blossom.petals if len(petal.place) == 1]
        leaves = [petal for petal in blossom.petals if len(petal.place) > 1]
        alone: list[Petal | Note] = [*petals, *blossom.notes]
        company.over(company.pace.alone, alone, self._note)
        company.lead.share(self._step)
        laying = company.in_turns(petals, lambda petal: petal.table)
        contested = next(at for at, petal in enumerate(laying) if self._is_contested(petal))
        laying.insert(contested, blossom.conflict)
        company.over(company.pace.blossoming / 4, laying, self._lay)
        growing = company.in_turns(leaves, lambda leaf: leaf.table)
        company.over(company.pace.blossoming * 5 / 8, growing, self._grow)
        company.over(company.pace.blossoming / 8, blossom.renamed, self._rename)
        for table, place, person in blossom.taken:
            company.phones[person].clear(self._written[table, place])
        company.say(f"{len(petals)} bladen en {len(leaves)} blaadjes liggen in {company.day.tables} bloemen.")

    def _note(self, note: Petal | Note) -> None:
        """For oneself: nobody else reads it."""
        receipt = self._company.phones[note.person].answer(self._step, {"text": note.text})
        if isinstance(note, Petal):
            self._remember(note, receipt["id"])

    def _lay(self, petal: Petal) -> None:
        """On its place, now and then with a double tap; two people meet at one place."""
        phone = self._company.phones[petal.person]
        phone.here(petal.place)
        if petal is self._blossom.conflict or self._is_contested(petal):
            self._meet()
        if petal is self._blossom.conflict:
            phone.answer(self._step, {"text": petal.text, "place": petal.place})
        else:
            double = petal.table % 4 == 1
            phone.lay(self._written[petal.table, petal.place], petal.place, double=double)
        phone.here(None)

    def _grow(self, leaf: Petal) -> None:
        phone = self._company.phones[leaf.person]
        phone.here(leaf.place)
        double = leaf.place.endswith("3")
        answer = {"text": leaf.text, "place": leaf.place}
        self._remember(leaf, phone.answer(self._step, answer, double=double)["id"])
        phone.here(None)

    def _rename(self, petal: Petal) -> None:
        """Other words of somebody else come in the place of what lies there."""
        over = self._written[petal.table, petal.place]
        answer = {"text": petal.text, "place": petal.place, "over": over}
        self._remember(petal, self._company.phones[petal.person].answer(self._step, answer)["id"])

    def _is_contested(self, petal: Petal) -> bool:
        conflict = self._blossom.conflict
        return (petal.table, petal.place) == (conflict.table, conflict.place)

    def _meet(self) -> None:
        try:
            self._both.wait(TOGETHER_WITHIN_SECONDS)
        except threading.BrokenBarrierError:
            return

    def _remember(self, petal: Petal, contribution: int) -> None:
        with self._company.lock:
            self._written[petal.table, petal.place] = contribution
