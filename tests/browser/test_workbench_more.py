"""What else is done at the workbench, in a real browser: near-duplicates, choosing themes, the bar of what is
chosen, words, examples, what waits to be taken, the lens of a step; and what a finger does."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

import pytest
from live_server import Hall, violations
from playwright.sync_api import Locator, Page, expect
from workbench_hand import REASONS, Bench, Finger, box, card, choose, drag, is_live, said, theme

from sessions.analysis import themes
from sessions.journal import Actor
from sessions.proposing import runs

pytestmark = pytest.mark.browser
TABLET = {"viewport": {"width": 1180, "height": 820}, "has_touch": True, "is_mobile": True}


@pytest.fixture
def bench(hall: Hall, mapped_browser) -> Iterator[Bench]:
    made = Bench(hall, mapped_browser)
    yield made
    for desk in made.desks:
        desk.close()


def finds(
    bench: Bench,
    *groups: tuple[str, list[int]],
    pairs: Sequence[tuple[int, int, float]] = (),
    offer: bool = False,
) -> None:
    """A machine made that proposal, and found that those say nearly the same."""
    ids, now = bench.passages, bench.house.now()

    def act(db: Any) -> None:
        run_id = runs.start_run(db, bench.analysis, user_id=None, now=now)
        named = [runs.Proposed(words, [(ids[place], 0.8) for place in places]) for words, places in groups]
        twins = [(ids[one], ids[other], near) for one, other, near in pairs]
        runs.finish_run(db, run_id, named, runs.Outcome("by hand", {}, twins=twins, offer=offer), now=now)

    bench.house.write(act)


def beside(page: Page) -> Locator:
    return page.locator("[data-panel=passage]")


def test_near_duplicates_are_decided_pair_after_pair_and_themes_merged(bench: Bench) -> None:
    finds(bench, ("samen", [4, 5]), pairs=[(2, 3, 0.92), (0, 1, 0.9), (4, 5, 0.8)])
    page = bench.open()
    is_live(page)
    expect(page.locator("[data-slot=alike]:visible")).to_have_count(6)
    page.locator(".lenzen > summary").click()
    page.get_by_label("Zegt bijna hetzelfde als een andere").check()
    expect(page.locator("[data-slot=seen]")).to_have_text("6 van 8 bijdragen")
    page.keyboard.press("Escape")
    page.get_by_role("link", name="Toon alles").click()
    page.get_by_role("link", name="3 paren zeggen bijna hetzelfde").click()
    panel = page.locator("[data-panel=pairs]")
    rows = panel.locator("[data-row]")
    expect(rows).to_have_count(3)
    expect(rows.first).to_contain_text(REASONS[2])
    expect(rows.last).to_contain_text("samen")
    assert violations(page) == []
    page.keyboard.press("Tab")
    expect(rows.first.get_by_role("button", name="Hang aan elkaar")).to_be_focused()
    page.keyboard.press("Enter")
    expect(rows).to_have_count(2)
    expect(rows.first.get_by_role("button", name="Hang aan elkaar")).to_be_focused()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowRight")
    expect(rows.last.get_by_role("button", name="Hou apart")).to_be_focused()
    page.keyboard.press("Enter")
    expect(rows).to_have_count(1)
    expect(rows.first.get_by_role("button", name="Hou apart")).to_be_focused()
    page.keyboard.press("Enter")
    expect(panel.get_by_text("Er is niets meer dat bijna hetzelfde zegt")).to_be_visible()
    expect(page.locator("[data-slot=alike]:visible")).to_have_count(0)
    expect(page.locator("[data-slot=tied]:visible")).to_have_count(2)
    expect(page.locator("[data-slot=pairs-link]")).to_be_hidden()
    themes_are_chosen_and_merged(bench, page)
    older_acts_are_shown(bench, page)


def themes_are_chosen_and_merged(bench: Bench, page: Page) -> None:
    """With the keys; then one dragged onto another; then taken back. Names are searched, accents or not."""
    for title, place in (("Kósten", 2), ("Gratis", 7), ("Buurt", 0)):
        bench.makes(title, place)
    expect(page.locator("section.decision")).to_have_count(3)
    for title in ("Kósten", "Gratis", "Buurt"):
        page.get_by_role("checkbox", name=f"Kies thema {title}").focus()
        page.keyboard.press("Space")
    expect(page.locator("[data-slot=chosen-themes]")).to_have_text("3 thema’s gekozen")
    page.get_by_role("button", name="Voeg samen…").press("Enter")
    dialog = page.get_by_role("dialog")
    assert violations(page) == []
    expect(dialog.get_by_label("Kósten")).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(dialog.get_by_label("Gratis")).to_be_checked()
    page.keyboard.press("Enter")
    expect(page.locator("section.decision")).to_have_count(1)
    # What is linked with the second went along when it was placed.
    expect(theme(page, "Gratis").locator(".card")).to_have_count(4)
    expect(page.locator("#merge")).to_be_hidden()
    page.locator("[data-slot=undo]").click()
    expect(page.locator("section.decision")).to_have_count(3)
    page.get_by_label("Zoek in de teksten").fill("kosten")
    expect(theme(page, "Kósten").locator(".card")).to_have_count(2)
    expect(theme(page, "Gratis").locator(".card")).to_have_count(0)
    page.get_by_role("link", name="Toon alles").click()
    held, onto = (theme(page, title).locator("h3") for title in ("Buurt", "Gratis"))
    drag(page, held, onto, held=(20, 8), onto=(30, 12))
    expect(page.locator(".gesleept")).to_have_text("Buurt")
    expect(page.locator(".over-drop")).to_contain_text("Gratis")
    page.mouse.up()
    expect(dialog.get_by_label("Gratis")).to_be_checked()
    dialog.get_by_role("button", name="Voeg samen").click()
    expect(theme(page, "Gratis").locator(".card")).to_have_count(2)
    expect(theme(page, "Buurt")).to_have_count(0)


def older_acts_are_shown(bench: Bench, page: Page) -> None:
    """Forty at once, and what was before them on request; news does not fold it again."""
    target = bench.makes("Doel")

    def often(db: Any) -> None:
        for count in range(45):
            themes.change(db, target, Actor("command"), description=f"Nummer {count}", now=bench.house.now())

    bench.house.write(often)
    page.get_by_role("link", name="Geschiedenis").click()
    lines = page.locator("[data-panel=history] [data-slot=log] > li")
    expect(lines).to_have_count(40)
    page.get_by_role("link", name="Toon ouder").click()
    expect(page.get_by_text("vroeg voorstel 1")).to_be_visible()
    expect(page.get_by_role("link", name="Toon ouder")).to_be_hidden()
    count = lines.count()
    assert count > 45
    bench.makes("Nog een")
    expect(lines).to_have_count(count + 1)


def test_what_is_chosen_is_taken_over_linked_kept_apart_and_shown_as_an_example(bench: Bench) -> None:
    finds(bench, ("buren, straat", [0, 1, 6]), ("kost, niets", [2, 3]))
    page = bench.open()
    is_live(page)
    a_lens_takes_no_more_than_it_shows(page)
    bar = page.locator("#sort")
    for place in (0, 2):
        choose(page, place)
    bar.get_by_role("button", name="Neem over (2)").click()
    nameless = page.locator("section.naamloos")
    expect(nameless).to_have_count(2)
    expect(nameless.filter(has_text="kost, niets").locator("[data-slot=members] .card")).to_have_count(1)
    for place in (4, 5):
        choose(page, place)
    bar.get_by_role("button", name="Hang aan elkaar").click()
    said(page, "Deze bijdragen hangen aan elkaar.")
    for place in (4, 7):
        choose(page, place)
    bar.get_by_role("button", name="Hoort niet samen").click()
    said(page, "Een voorstel zet deze bijdragen niet meer samen.")
    choose(page, 4)
    expect(beside(page).locator("[data-slot=apart-list]")).to_contain_text(REASONS[7])
    expect(beside(page).locator("[data-slot=linked-list]")).to_contain_text(REASONS[5])
    bar.get_by_role("button", name="Wis keuze").click()
    goal = bench.makes("Eten", 4)
    by, now = Actor("command"), bench.house.now()
    bench.house.write(lambda db: themes.change(db, goal, by, level="goal", now=now))
    eaten = theme(page, "Eten")
    expect(eaten.locator("[data-slot=members] .card")).to_have_count(2)
    a_stretch_stands_apart(page)
    in_two_themes_and_an_example(page, eaten)
    a_step_is_looked_at(page)


def a_lens_takes_no_more_than_it_shows(page: Page) -> None:
    """A proposal that it hides cannot be taken over; a form that is sent all the same changes nothing."""
    search, take = page.get_by_label("Zoek in de teksten"), page.locator("[data-slot=adopt]:visible")
    search.fill("gratis")
    expect(take).to_have_text(["Neem deze 0 over", "Neem deze 1 over"])
    expect(take.first).to_be_disabled()
    expect(take.last).to_be_enabled()
    search.fill("nergens te vinden")
    every = page.get_by_role("button", name="Neem over wat je ziet (0)")
    expect(every).to_be_disabled()
    every.evaluate("(button) => button.form.requestSubmit()")
    expect(page.locator("[data-slot=notice]")).to_contain_text("Kies eerst een of meer bijdragen.")
    page.get_by_role("link", name="Toon alles").click()
    expect(page.locator("section.proposal")).to_have_count(2)
    expect(page.locator("section.naamloos")).to_have_count(0)


def a_stretch_stands_apart(page: Page) -> None:
    choose(page, 7)
    beside(page).locator("[data-slot=pieces] > summary").click()
    words = beside(page).locator(".woord")
    words.first.click()
    words.nth(2).click(modifiers=["Shift"])
    beside(page).get_by_role("button", name="Zet dit stuk apart").click()
    said(page, "Dit stuk is nu een eigen bijdrage.")
    expect(page.locator(".loose .card .tekst").get_by_text("Je hoeft je", exact=True)).to_have_count(1)


def in_two_themes_and_an_example(page: Page, eaten: Locator) -> None:
    """And what stands under *Meer*: several themes, the wall that stands still and follows again."""
    more = page.locator("[data-slot=ways] > summary")
    more.click()
    page.get_by_role("button", name="Laat een bijdrage in meer thema’s staan").click()
    choose(page, 0)
    also = beside(page).locator("[data-slot=several]")
    also.get_by_label("Ook in").select_option(label="Eten")
    also.get_by_role("button", name="Zet erbij").click()
    said(page, "Staat nu ook daar.")
    expect(eaten.locator("[data-slot=members]")).to_contain_text(REASONS[0])
    expect(also.locator("[data-slot=homes-list] > li")).to_have_count(2)
    stands_in_both_and_leaves_one(page, eaten)
    beside(page).locator("[data-slot=shown-as] > summary").click()
    beside(page).get_by_label("Van thema").select_option(label="Eten")
    beside(page).get_by_role("button", name="Goed voorbeeld").click()
    eaten.locator("[data-slot=edit]").click()
    expect(page.locator("[data-panel=theme] [data-slot=example]")).to_contain_text(REASONS[0])
    for word, stands in (("Zet de wand stil", True), ("Laat de wand weer volgen", False)):
        if not page.locator("[data-slot=ways][open]").count():
            more.click()
        page.get_by_role("button", name=word).click()
        expect(page.get_by_text("De wand staat stil", exact=True)).to_be_visible(visible=stands)


def stands_in_both_and_leaves_one(page: Page, eaten: Locator) -> None:
    """Both themes show the card, chosen in one is chosen in both; it leaves the one that it is taken from."""
    near, free = (page.locator("section.naamloos").filter(has_text=words) for words in ("buren, ", "kost, "))
    stands = [one.locator("[data-slot=members] .card").filter(has_text=REASONS[0]) for one in (near, eaten)]
    for one in stands:
        expect(one).to_have_count(1)
        expect(one.locator("input")).to_be_checked()
    page.locator(".lenzen > summary").click()
    page.locator("#lens-level").select_option("goal")
    for one in stands:
        expect(one).to_have_count(1)
    expect(page.locator("[data-slot=seen]")).to_have_text("3 van 9 bijdragen")
    page.keyboard.press("Escape")
    page.get_by_role("link", name="Toon alles").click()
    ids = page.locator("[id]").evaluate_all("(all) => all.map((each) => each.id)")
    assert len(ids) == len(set(ids))
    page.locator("#sort").get_by_role("button", name="Wis keuze").click()
    expect(card(page, 0).locator("input:checked")).to_have_count(0)
    stands[0].locator("[data-slot=grip]").click()
    page.locator("#move [data-target]").filter(has_text="kost, ").click()
    expect(free.locator("[data-slot=members]")).to_contain_text(REASONS[0])
    expect(stands[0]).to_have_count(0)
    expect(stands[1]).to_have_count(1)


def a_step_is_looked_at(page: Page) -> None:
    page.locator(".lenzen > summary").click()
    steps = page.get_by_label("Oefening")
    names = [name for name in steps.locator("option").all_inner_texts() if name != "alle oefeningen"]
    assert len(names) > 1
    seen = page.locator("[data-slot=seen]")
    shown = []
    for name in names:
        steps.select_option(label=name)
        expect(seen).to_have_text(re.compile(r"^\d+ van 9 bijdragen$"))
        shown.append(seen.inner_text())
    assert sorted(shown)[-1] == "9 van 9 bijdragen" and "0 van 9 bijdragen" in shown


def test_what_is_suggested_is_placed_and_what_is_offered_taken_left_and_made_again(bench: Bench) -> None:
    bench.makes("Kost niets", 2)
    bench.makes("Buren", 0, 6)
    page = bench.open()
    is_live(page)
    near = card(page, 3).locator("[data-slot=suggestion]")
    expect(near).to_contain_text("Kost niets", timeout=60_000)
    near.get_by_role("button", name="Zet daar").click()
    expect(theme(page, "Kost niets").locator(".card")).to_have_count(2)
    finds(bench, ("samen", [4, 5]))
    proposals = page.locator("section.proposal")
    expect(proposals).to_have_text([re.compile("samen")])
    finds(bench, ("brengt", [4]), ("eten", [5]), offer=True)
    waiting = page.locator("[data-slot=offered]")
    expect(waiting).to_contain_text("2 groepen")
    assert violations(page) == []
    waiting.get_by_role("button", name="Laat liggen wat er ligt").click()
    expect(waiting).to_be_hidden()
    expect(proposals).to_have_count(1)
    finds(bench, ("brengt", [4]), ("eten", [5]), offer=True)
    waiting.get_by_role("button", name="Leg dit voorstel neer").click()
    expect(proposals).to_have_count(2)
    page.locator("[data-slot=propose]").click()
    expect(waiting).to_be_visible(timeout=120_000)
    waiting.get_by_role("button", name="Leg dit voorstel neer").click()
    expect(waiting).to_be_hidden()
    page.get_by_role("button", name="Maak dit voorstel nog eens").click()
    expect(waiting).to_contain_text("de uitkomst is dezelfde", timeout=120_000)


def test_a_finger_chooses_moves_ranks_and_cuts(bench: Bench) -> None:
    bench.makes("Kost niets", 2)
    bench.makes("Buren", 0)
    page = bench.open(suggests=False, **TABLET)
    is_live(page)
    finger = Finger(page)
    for place in (3, 7):
        finger.tap(card(page, place).locator("label"))
    expect(page.locator("[data-slot=chosen]")).to_have_text("2 bijdragen gekozen")
    finger.tap(page.get_by_role("button", name="Verplaats naar…").first)
    finger.tap(page.locator("#move [data-target]").filter(has_text="Kost niets"))
    expect(theme(page, "Kost niets").locator(".card")).to_have_count(3)
    finger.drag(card(page, 1).locator("[data-slot=grip]"), theme(page, "Buren").locator("h3"))
    expect(theme(page, "Buren").locator(".card")).to_have_count(2)
    expect(box(page, 1)).not_to_be_checked()
    assert violations(page) == []
    for title in ("Kost niets", "Buren"):
        finger.tap(theme(page, title).locator(".kies"))
    expect(page.locator("[data-slot=chosen-themes]")).to_have_text("2 thema’s gekozen")
    finger.tap(page.locator("[data-slot=clear-themes]"))
    finger.tap(page.get_by_role("link", name="Volgorde"))
    for title in ("Kost niets", "Buren"):
        finger.tap(page.get_by_role("button", name=f"Geef een plaats: {title}"))
    ranked = page.locator("[data-slot=ranked] > li")
    expect(ranked).to_have_count(2)
    finger.drag(ranked.last.locator("[data-slot=rank-grip]"), ranked.first.locator("[data-slot=title]"))
    expect(ranked.first).to_contain_text("Buren")
    finger.tap(card(page, 7).locator("label"))
    finger.tap(beside(page).locator("[data-slot=pieces] > summary"))
    finger.tap(beside(page).locator(".woord").nth(3))
    finger.tap(beside(page).get_by_role("button", name="Knip voor dit woord"))
    expect(page.locator(".card .tekst").get_by_text("niet in te schrijven", exact=True)).to_have_count(1)
