"""Beside placing at the workbench, in a real browser: names, parts, notes, objections, coarser."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from live_server import Hall, violations
from playwright.sync_api import Locator, Page, expect
from sqlalchemy import select
from workbench_hand import REASONS, Bench, card, choose, is_live, said, theme

from sessions.analysis import several
from sessions.journal import Actor
from sessions.models import Placement, Theme
from sessions.proposing import runs

pytestmark = pytest.mark.browser


@pytest.fixture
def bench(hall: Hall, mapped_browser) -> Iterator[Bench]:
    made = Bench(hall, mapped_browser)
    yield made
    for desk in made.desks:
        desk.close()


def grown(bench: Bench) -> None:
    """A proposal of three groups that can be cut coarser: three leaves, the first two joined first."""
    home = [0, 0, 1, 1, 2, 2, 2, 1]
    tree = {
        "format": 1,
        "home": home,
        "leaves": 3,
        "merges": [[0, 1], [3, 2]],
        "keys": [],
        "claimed": [],
    }
    now = bench.house.now()

    def act(db) -> None:
        run_id = runs.start_run(db, bench.analysis, user_id=None, now=now)
        groups = [
            runs.Proposed(words, [(bench.passages[each], 0.8) for each in range(8) if home[each] == leaf])
            for leaf, words in enumerate(["buren, straat", "gratis, niets", "samen, brengt"])
        ]
        offered = {"coarser": 2, "proposed": 3, "finer": 3}
        said = {"fingerprint": "x", "choices": offered, "cut": 3, "found": 3}
        kept = {"passages": bench.passages, "tree": tree}
        runs.finish_run(db, run_id, groups, runs.Outcome("by hand", said, tree=kept), now=now)

    bench.house.write(act)


def opens(page: Page, place: int) -> None:
    choose(page, place)
    expect(page.locator("[data-panel=passage] [data-slot=text]").first).to_have_text(REASONS[place])


def test_from_a_proposal_to_a_named_theme_with_a_note_and_an_objection(bench: Bench) -> None:
    grown(bench)
    page = bench.open()
    is_live(page)
    page.locator("[data-fine]").get_by_role("button", name="Grover").click()
    expect(page.locator("[data-slot=difference]")).to_contain_text("2 groepen")
    assert violations(page) == []
    page.get_by_role("button", name="Pas toe").click()
    said(page, "De groepen liggen nu zo. Je kunt het ongedaan maken.")
    expect(page.locator("[data-slot=k-word]")).to_have_text("2 groepen")
    expect(page.locator("section.proposal").filter(has_text="buren, straat")).to_have_count(0)
    page.locator("[data-slot=undo]").click()
    expect(page.locator("section.proposal")).to_have_count(3)

    opens(page, 4)
    page.get_by_role("button", name="Neem alleen deze bijdrage over").click()
    nameless = page.locator("section.naamloos")
    expect(nameless).to_contain_text("samen, brengt")
    expect(nameless.locator("[data-slot=members] .card")).to_have_count(1)
    assert violations(page) == []
    nameless.get_by_role("button", name="Neem deze naam").click()
    named = theme(page, "samen, brengt")
    expect(named).to_be_visible()
    expect(page.locator("section.naamloos")).to_have_count(0)

    named.locator("[data-slot=edit]").click()
    detail = page.locator("[data-panel=theme]")
    detail.locator("[data-slot=notes] > summary").click()
    detail.get_by_label("Nieuwe notitie").fill("Vraag het aan tafel 2")
    detail.get_by_role("button", name="Schrijf op").click()
    expect(detail.locator("[data-slot=note-list]")).to_contain_text("Vraag het aan tafel 2")
    expect(detail.get_by_label("Nieuwe notitie")).to_have_value("")
    detail.locator("[data-slot=dissents] > summary").click()
    detail.get_by_label("Wat iemand anders ziet").fill("Dit zijn er twee")
    detail.get_by_role("button", name="Leg vast").click()
    expect(named.locator("[data-slot=dissent]")).to_contain_text("1 afwijkende stem")
    detail.locator("[data-slot=theme-history] > summary").click()
    expect(detail.locator("[data-slot=theme-log]")).to_contain_text("samen, brengt")
    page.emulate_media(color_scheme="dark")
    assert violations(page) == []
    page.emulate_media(color_scheme="light")
    page.locator(".lenzen > summary").click()
    page.get_by_label("Met afwijkende stem").check()
    expect(page.locator("[data-slot=seen]")).to_have_text("1 van 8 bijdragen")
    page.keyboard.press("Escape")
    expect(card(page, 4)).to_be_visible()
    expect(card(page, 0)).to_have_count(0)


def test_a_contribution_is_cut_with_the_keys_set_aside_and_used_again(bench: Bench) -> None:
    page = bench.open()
    is_live(page)
    opens(page, 2)
    detail = page.locator("[data-panel=passage]")
    detail.locator("[data-slot=pieces] > summary").click()
    detail.locator(".woord").first.focus()
    for _ in range(3):
        page.keyboard.press("ArrowRight")
    page.keyboard.press("Shift+End")
    expect(detail.locator(".woord[aria-pressed=true]")).to_have_text(["het", "kost", "niets"])
    assert violations(page) == []
    detail.get_by_role("button", name="Knip voor dit woord").click()
    expect(page.locator(".loose .card .tekst").get_by_text("het kost niets", exact=True)).to_have_count(1)
    expect(page.locator("[data-slot=loose-count]")).to_have_text("9")
    page.locator("[data-slot=undo]").click()
    expect(page.locator("[data-slot=loose-count]")).to_have_text("8")

    choose(page, 6)
    choose(page, 7)
    page.get_by_role("button", name="Niet gebruiken…").click()
    dialog = page.get_by_role("dialog")
    assert violations(page) == []
    dialog.get_by_label("Waarom niet?").fill("Gaat over iets anders")
    dialog.get_by_role("button", name="Niet gebruiken").click()
    said(page, "Staat nu bij wat niet gebruikt wordt.")
    expect(page.locator("[data-slot=loose-count]")).to_have_text("6")
    page.locator("[data-slot=unused] > summary").click()
    row = page.locator("[data-slot=unused-list] > li").filter(has_text=REASONS[7])
    expect(row).to_contain_text("Gaat over iets anders")
    assert violations(page) == []
    row.get_by_role("button", name="Toch gebruiken").click()
    expect(page.locator("[data-slot=unused-count]")).to_have_text("1")
    expect(page.locator("[data-slot=loose-count]")).to_have_text("7")


def test_what_is_in_several_themes_leaves_the_one_that_it_is_taken_from(bench: Bench) -> None:
    """Chosen in different themes and moved at once; then with the keys."""
    twice, by, now = bench.passages[:2], Actor("command"), bench.house.now()
    _one, two, _three = bench.makes("Een", 0, 1), bench.makes("Twee", 2), bench.makes("Drie", 3)
    bench.house.write(lambda db: several.allow(db, bench.analysis, by, several=True, now=now))
    bench.house.write(
        lambda db: several.also(db, bench.analysis, by, passage_ids=twice, theme_id=two, now=now)
    )
    page = bench.open()
    is_live(page)
    for title, place in (("Een", 0), ("Twee", 1), ("Drie", 3)):
        within(page, title, place).locator("label").click()
    page.locator("#sort").get_by_role("button", name="Nieuw thema…").click()
    page.locator("#move-new").fill("Vier")
    page.locator("#move").get_by_role("button", name="Maak").click()
    expect(theme(page, "Vier").locator(".card")).to_have_count(3)
    assert stands(bench) == {0: {"Twee", "Vier"}, 1: {"Een", "Vier"}, 2: {"Twee"}, 3: {"Vier"}}
    within(page, "Twee", 0).locator("input").focus()
    page.keyboard.press("Enter")
    page.locator("#move [data-target]").filter(has_text="Drie").click()
    expect(within(page, "Drie", 0)).to_have_count(1)
    assert stands(bench)[0] == {"Drie", "Vier"}


def within(page: Page, title: str, place: int) -> Locator:
    return theme(page, title).locator("[data-slot=members] .card").filter(has_text=REASONS[place])


def stands(bench: Bench) -> dict[int, set[str]]:
    """The themes in which each placed reason is."""
    found: dict[int, set[str]] = {}
    with bench.house.store.reading() as db:
        placed = select(Placement.passage_id, Theme.title).join(Theme, Theme.id == Placement.theme_id)
        for passage, title in db.execute(placed.where(Placement.analysis_id == bench.analysis)):
            found.setdefault(bench.passages.index(passage), set()).add(title)
    return found
