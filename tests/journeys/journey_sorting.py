"""The chapters of the afternoon: the wall turns, two questions are sorted, the result, the end, the file."""

from __future__ import annotations

from pathlib import Path

from journey_bench import Bench
from journey_contexts import must_be_accessible, still_the_same
from journey_day import Day
from journey_export import (
    decisions_and_proposals_are_apart,
    each_says_where_it_comes_from,
    each_says_where_it_ended,
    everything_is_there_once,
)
from journey_hall import BETTER
from playwright.sync_api import expect

WHY, NEEDED = "Waarom werkt het?", "Wat is ervoor nodig?"
MEETING, SHARED, LOOSE = "Elkaar ontmoeten zonder drempel", "Het is van iedereen", "Wat we nog zoeken"
APART, RENAMED, EXPLAINED = "Je hoort erbij", "Elkaar vanzelf ontmoeten", "Zonder inschrijven, vlak bij huis."
GROUP = "Wat mensen bindt"


def the_studio_leads(day: Day) -> None:
    """Two minutes more; the wall shows the levers and names what is under-served; it can be covered."""
    before = day.desk.ends_at()
    day.desk.page.get_by_role("button", name="+2 min").click()
    later = f"tot {(before + 2) // 60 % 24}.{(before + 2) % 60:02d}"
    expect(day.desk.page.locator("#programma li.now [data-until]")).to_have_text(later)
    day.desk.turn_wall("Hefbomen")
    day.wall.shows("levers")
    expect(day.wall.line).to_contain_text("Het minst gekozen: Grondrechten")
    must_be_accessible(day.wall.page, "the wall with the levers")
    day.desk.cover_wall(True)
    day.wall.covered()
    day.desk.cover_wall(False)
    day.wall.shows("levers")


def bench_of(day: Day, question: str) -> Bench:
    day.desk.page.goto(f"{day.contexts.address}/workshops/{day.workshop}/studio")
    day.desk.follow(f"Werkbank: {question}")
    return Bench(day.desk.page)


def why_it_works(day: Day) -> None:
    """Proposals and every act of the workbench; a second proposal keeps all that was decided."""
    bench = bench_of(day, WHY)
    must_be_accessible(bench.page, "an empty workbench")
    bench.propose("Stel groepen voor")
    expect(bench.proposals.nth(1)).to_be_visible()
    must_be_accessible(bench.page, "a workbench with proposals")
    bench.adopt(MEETING)
    bench.adopt(SHARED)
    bench.make(LOOSE)
    change_a_theme(bench)
    take_apart_and_back(bench)
    bench.make_group(GROUP)
    give_level_and_group(bench)
    bench.rank(RENAMED, SHARED)
    before = bench.decided()
    bench.propose("Stel opnieuw voor")
    bench.take_the_offer()
    assert bench.decided() == before
    must_be_accessible(bench.page, "a workbench with decisions")
    day.themes["why"], day.placed["why"] = bench.decided()
    day.wall.shows("themes")
    expect(day.wall.page.locator(".themas").get_by_text(RENAMED, exact=True)).to_be_visible()


def change_a_theme(bench: Bench) -> None:
    """Another name, an explanation, one more that belongs."""
    panel = bench.edit(MEETING)
    panel.get_by_label("Naam").fill(RENAMED)
    panel.get_by_label("Uitleg").fill(EXPLAINED)
    bench.save()
    expect(bench.theme(RENAMED)).to_contain_text(EXPLAINED)
    bench.move(bench.proposals.first.locator("[data-passage]").first, LOOSE)
    bench.move(bench.cards(SHARED).first, RENAMED)


def take_apart_and_back(bench: Bench) -> None:
    """Split, merge and dissolve; undo brings a dissolved theme back with all that was in it."""
    bench.split(RENAMED, 2, APART)
    parts = bench.decided()
    bench.merge(APART, RENAMED)
    bench.undo()
    expect(bench.theme(APART)).to_be_visible()
    assert bench.decided() == parts
    bench.merge(APART, RENAMED)
    merged = bench.decided()
    bench.dissolve(LOOSE)
    bench.undo()
    expect(bench.theme(LOOSE)).to_be_visible()
    assert bench.decided() == merged
    bench.dissolve(LOOSE)


def give_level_and_group(bench: Bench) -> None:
    panel = bench.edit(RENAMED)
    panel.get_by_role("radio", name="doel").check()
    panel.get_by_label("Groep sleutelkenmerken").select_option(label=GROUP)
    bench.save()
    expect(bench.theme(RENAMED).locator("[data-slot=level]").get_by_text("doel", exact=True)).to_be_visible()
    panel = bench.edit(SHARED)
    panel.get_by_role("radio", name="sleutelkenmerk").check()
    bench.save()


def what_it_takes(day: Day) -> None:
    """The preconditions: all proposals at once, put in order, one placed by hand."""
    bench = bench_of(day, NEEDED)
    bench.propose("Stel groepen voor")
    expect(bench.proposals.first).to_be_visible()
    bench.adopt_all()
    bench.agree_with_every_name()
    bench = bench_of(day, NEEDED)
    titles = list(bench.decided()[0])
    bench.rank(*titles[:2])
    bench.page.get_by_role("button", name=f"Hoger: {titles[1]}", exact=True).click()
    expect(bench.page.locator("[data-slot=ranked] li").first).to_contain_text(titles[1])
    day.themes["preconditions"], day.placed["preconditions"] = bench.decided()
    assert day.themes["preconditions"][titles[1]]["rank"] == 1
    why = day.ledger.texts("reason") + day.ledger.texts("petal")
    assert sorted(day.placed["why"]) == sorted(why)
    assert sorted(day.placed["preconditions"]) == sorted(day.ledger.texts("precondition"))


def the_phones_know_where_it_went(day: Day) -> None:
    """Whoever wrote a reason or a precondition sees in which theme it is."""
    for name in ("Amal", "Dirk"):
        phone = day.phones[name]
        phone.go("mine")
        own = [text for each in day.ledger.shown if each.author == name for _, text in each.words.parts]
        where = day.placed["why"] | day.placed["preconditions"]
        told = [text for text in own if where.get(text)]
        assert told, f"nothing of {name} was placed"
        for text in told:
            expect(phone.part(text)).to_contain_text(f"In thema {where[text]}")
    must_be_accessible(day.phones["Amal"].page, "mine, placed")


def the_result(day: Day) -> None:
    """The last step: the wall shows the order, the page can be shown and printed."""
    desk = day.desk
    desk.page.goto(f"{day.contexts.address}/workshops/{day.workshop}/studio")
    desk.ready()
    desk.next(10, "Uitslag en afronding")
    day.wall.shows("ranking")
    expect(day.wall.page.locator("main")).to_contain_text(GROUP)
    must_be_accessible(day.wall.page, "the wall with the result")
    desk.turn_wall("Randvoorwaarden")
    first = next(title for title, theme in day.themes["preconditions"].items() if theme["rank"] == 1)
    expect(day.wall.page.locator("main li").first).to_contain_text(first)
    desk.turn_wall("Uitslag")
    desk.follow("Uitslag")
    expect(desk.page.get_by_role("heading", level=1)).to_contain_text("sleutelkenmerk")
    expect(desk.page.get_by_role("heading", name=RENAMED).last).to_be_visible()
    expect(desk.page.locator("main")).to_contain_text(EXPLAINED)
    must_be_accessible(desk.page, "the result")


def the_day_is_closed(day: Day) -> None:
    """Phones keep their own page, the wall ends; nobody had to load the wall again all day."""
    day.desk.page.goto(f"{day.contexts.address}/workshops/{day.workshop}/studio")
    day.desk.ready()
    day.desk.close_workshop()
    for phone in day.phones.values():
        expect(phone.page.get_by_role("heading", name="Dit gebeurde er met wat jij zei")).to_be_visible()
    expect(day.phones["Amal"].mine(BETTER)).to_be_visible()
    must_be_accessible(day.phones["Amal"].page, "my page")
    expect(day.wall.page.get_by_text("De dag is voorbij").first).to_be_visible()
    assert still_the_same(day.wall.page)


def the_file(day: Day, folder: Path) -> None:
    """The workbook of the menu holds everything once, with where it comes from and where it ended."""
    path = day.desk.export("Excel", folder)
    must_be_accessible(day.desk.page, "the files")
    everything_is_there_once(path, day.ledger)
    each_says_where_it_comes_from(path, day.ledger)
    each_says_where_it_ended(path, day.placed)
    decisions_and_proposals_are_apart(path, day.themes["why"] | day.themes["preconditions"])
