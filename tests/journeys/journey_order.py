"""The chapter of the order: people put themes in order on their phones, the facilitator takes it over."""

from __future__ import annotations

import re

from journey_bench import Bench
from journey_contexts import must_be_accessible
from journey_day import Day
from journey_guests import guests_rank
from journey_sorting import NEEDED, bench_of
from journey_table import at_step, listed, put_first
from playwright.sync_api import expect


def people_put_it_in_order(day: Day) -> None:
    """Two agree on what comes first, one does not; the wall shows it beside what was said."""
    desk = day.desk
    desk.page.goto(f"{day.contexts.address}/workshops/{day.workshop}/studio")
    desk.ready()
    desk.next(9, "Wat is het belangrijkst?")
    amal = day.phones["Amal"]
    at_step(amal, "Zet bovenaan")
    titles = sorted(listed(amal))
    assert titles == sorted(day.themes["preconditions"])
    for name, title in (("Amal", titles[-1]), ("Bert", titles[-1]), ("Dirk", titles[0])):
        at_step(day.phones[name], "Zet bovenaan")
        put_first(day.phones[name], title)
    must_be_accessible(amal.page, "an order on the phone")
    if day.pictures.wanted:
        guests_rank(day)
    day.pictures.take("order-phone", amal.page)
    expect(day.wall.page.locator("main")).to_contain_text("hoe mensen het rangschikten")
    must_be_accessible(day.wall.page, "the wall with three measures")
    day.pictures.take("preconditions-wall", day.wall.page, width=1280)


def the_facilitator_follows(day: Day) -> None:
    """The order of people is taken over in one act."""
    bench = bench_of(day, NEEDED)
    bench.page.get_by_role("link", name="Volgorde").click()
    take_over(bench)
    day.themes["preconditions"], day.placed["preconditions"] = bench.decided()
    ranks = sorted(theme["rank"] for theme in day.themes["preconditions"].values())
    assert ranks == list(range(1, len(ranks) + 1))


def take_over(bench: Bench) -> None:
    """The whole order, as it stands under the measure of people."""
    measure = bench.page.locator("[data-order-by=rating]")
    first = measure.locator("li").first.inner_text()
    # It may be the first already: only the answer says that the others have their places.
    with bench.page.expect_response("**/acts/rank-all") as answer:
        measure.get_by_role("button").click()
    assert answer.value.ok
    ranked = bench.page.locator("[data-slot=ranked] li").first
    expect(ranked).to_contain_text(re.sub(r"^[\d\s.=]+", "", first).splitlines()[0])
