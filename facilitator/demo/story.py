"""Who does what when: the day, at the pace of a hall, of a demonstration, or at once."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from facilitator.demo.afternoon import rank, sort
from facilitator.demo.company import Company, Pace
from facilitator.demo.day import Day
from facilitator.demo.lead import Lead
from facilitator.demo.morning import Interventions, arrive, hang
from facilitator.demo.tables import Lotuses, find, tell

PACES = {
    "real": Pace(
        arriving=600,
        hanging=300,
        contributing=2400,
        finding=480,
        reading=40,
        alone=240,
        blossoming=2000,
        ranking=300,
        watching=80,
        at_once=16,
    ),
    "fast": Pace(
        arriving=15,
        hanging=8,
        contributing=80,
        finding=12,
        reading=2,
        alone=8,
        blossoming=60,
        ranking=15,
        watching=80,
        at_once=16,
    ),
    "instant": Pace(
        arriving=0,
        hanging=0,
        contributing=0,
        finding=0,
        reading=0,
        alone=0,
        blossoming=0,
        ranking=0,
        watching=8,
        at_once=8,
    ),
}
WELCOME = "Welkom en uitleg"
TREE = "De boom"
EXERCISE = "Interventies"
PLENARY = "Vaststelling per tafel"
BREAK = "Pauze"
LOTUS = "Lotusbloem"
SORTING = "Wat hoort samen?"
RANKING = "Wat is het belangrijkst?"
RESULT = "Uitslag en afronding"


class Story:
    """The day, played by `lead` and eighty phones. The same seed gives the same order."""

    def __init__(
        self, lead: Lead, day: Day, pace: Pace, *, say: Callable[[str], None], seed: int = 2017
    ) -> None:
        self._lead, self._day = lead, day
        self._company = Company(lead, day, pace, say=say, seed=seed)

    def hall(self) -> None:
        """People arrive, see the tree and hang something on it, and list what works."""
        arrive(self._company)
        self._lead.go_to(WELCOME)
        hang(self._company, self._lead.go_to(TREE))
        Interventions(self._company, self._lead.go_to(EXERCISE)).play()

    def rest_of_the_day(self) -> dict[str, dict[str, int]]:
        """Paper, findings, lotuses, decisions, the order, the result. Returns per question what deciding took
        and what came of it (`Desk.figures`)."""
        company, lead = self._company, self._lead
        self._type_paper(lead.step_named(EXERCISE))
        find(company, lead.go_to(PLENARY))
        tell(company)
        lead.go_to(BREAK)
        company.rest(company.pace.reading)
        Lotuses(company, lead.go_to(LOTUS)).play()
        lead.go_to(SORTING)
        desks = sort(company)
        rank(company, lead.go_to(RANKING), desks["preconditions"])
        lead.go_to(RESULT)
        company.rest(company.pace.reading)
        lead.turn_wall("solution")
        return {key: desk.figures() for key, desk in desks.items()}

    def figures(self) -> dict[str, Any]:
        """What the day left, as the facilitator's screens say it."""
        hall, asked = self._lead.hall(), self._lead.analyses()
        why, needed = (self._lead.look(f"workbench:{asked[key]}") for key in ("why", "preconditions"))
        counts = {name: value for name, value in hall["counts:0"].items() if isinstance(value, int)}
        themes = [item for name, item in needed.items() if name.startswith("theme:")]
        ranked = [item["rating"]["people"] for item in themes if item["rating"]]
        return counts | {
            "key_characteristics": sum(name.startswith("theme:") for name in why),
            "key_groups": sum(name.startswith("key_group:") for name in why),
            "precondition_themes": len(themes),
            "people_who_ranked": max(ranked, default=0),
        }

    def leave(self) -> None:
        self._company.leave()

    def _type_paper(self, step: int) -> None:
        """One table wrote on paper; the facilitator types it."""
        blossom = self._day.blossom
        for answer in self._day.paper:
            self._lead.type_paper(step, blossom.paper_table, answer)
        self._company.say(f"{len(self._day.paper)} interventies van papier zijn ingetikt.")
