"""The afternoon: what belongs together is decided, people put it in order, the facilitator follows them."""

from __future__ import annotations

from facilitator.demo.company import Company
from facilitator.demo.desk import Desk, find_characteristics, find_themes


def sort(company: Company) -> dict[str, Desk]:
    """Key characteristics in groups, and themes of preconditions. Returns the desk of each question."""
    asked = company.lead.analyses()
    desks = {"why": find_characteristics(company.lead, asked["why"], company.day)}
    desks["preconditions"] = find_themes(company.lead, asked["preconditions"], company.day)
    for key, desk in desks.items():
        company.say(f"{key}: besloten in {desk.acts} handelingen.")
    return desks


def rank(company: Company, step: int, desk: Desk) -> int:
    """People put the themes in order on their phones, and that order is adopted. Returns how many did."""
    preferences = company.day.blossom.preferences
    orders = [
        (person.number, order)
        for person in company.day.people
        if (order := preferences.of(person.number, person.table))
    ]

    def put(each: tuple[int, list[str]]) -> None:
        person, order = each
        themes = [desk.theme_of[group] for group in order if group in desk.theme_of]
        company.phones[person].put_in_order(step, themes)

    company.over(company.pace.ranking, orders, put)
    desk.adopt_the_order_of_people()
    company.say(f"{len(orders)} mensen zetten de randvoorwaarden op volgorde.")
    return len(orders)
