"""The workbench in a real browser: by hand, by keyboard, two people at once, axe in every state."""

from __future__ import annotations

import re
import secrets
from collections.abc import Iterator

import builders
import pytest
from live_server import Hall, Watched, violations
from playwright.sync_api import Page, expect

from facilitator.identity import LOGIN_COOKIE
from sessions import analyses, preparing, themes, users
from sessions.journal import Actor

pytestmark = pytest.mark.browser
REASONS = [
    "Iedereen kent elkaar in de straat",
    "De buren kennen elkaar",
    "Het is gratis, het kost niets",
    "Het kost niets voor wie weinig heeft",
    "Kinderen brengen de ouders samen",
    "Samen eten brengt mensen samen",
    "Dicht bij huis, op de hoek van de straat",
    "Je hoeft je niet in te schrijven",
]
DESK = {"viewport": {"width": 1440, "height": 900}}


class Bench:
    """A hall with eight reasons and their analysis; `open` gives a signed-in desk that looks at it."""

    def __init__(self, hall: Hall, browser) -> None:
        self.hall, self.house, self.browser = hall, hall.house, browser
        step = hall.go_to()
        answer = builders.intervention("Soep op de stoep", reasons=REASONS, levers=["vertrouwen"])
        builders.contribute(self.house, builders.join(self.house, hall.workshop_id), step, answer)
        with self.house.store.reading() as db:
            self.analysis = next(a for a in analyses.of_workshop(db, hall.workshop_id) if a.key == "why").id
            rows = analyses.passages_of(db, analyses.in_workshop(db, hall.workshop_id, self.analysis))
            self.passages = [passage.id for passage, _, _ in rows]
        self.url = f"{hall.address}/workshops/{hall.workshop_id}/workbench/{self.analysis}"
        self.desks: list[Watched] = []

    def open(self, role: str = "facilitator", name: str = "hilde", **options) -> Page:
        email, token = f"{name}-{secrets.token_hex(4)}@lotus.example", secrets.token_urlsafe(32)
        user_id = builders.make_user(self.house, email, "facilitator")
        moment = self.house.now()

        def enter(db) -> None:
            members = {"email": email, "role": role, "now": moment}
            preparing.set_member(db, self.hall.workshop_id, Actor("command"), **members)
            users.sign_in(db, user_id, token, now=moment)

        self.house.write(enter)
        desk = Watched(self.browser, self.hall.address, **{**DESK, **options})
        self.desks.append(desk)
        desk.context.set_default_timeout(30_000)
        desk.context.add_cookies([{"name": LOGIN_COOKIE, "value": token, "url": self.hall.address}])
        page = desk.page()
        page.goto(self.url)
        return page

    def proposes(self, *groups: tuple[str, list[int]]) -> None:
        named = [(words, [self.passages[place] for place in places]) for words, places in groups]
        builders.propose(self.house, self.analysis, named)

    def makes(self, title: str, *places: int) -> int:
        ids, moment = [self.passages[place] for place in places], self.house.now()
        actor = Actor("command")
        return self.house.write(
            lambda db: themes.make(db, self.analysis, actor, title=title, passage_ids=ids, now=moment)
        )


@pytest.fixture
def bench(hall: Hall, mapped_browser) -> Iterator[Bench]:
    made = Bench(hall, mapped_browser)
    yield made
    for desk in made.desks:
        desk.close()


def is_live(page: Page) -> None:
    expect(page.locator("#connection")).to_have_text("alles bewaard", timeout=30_000)


def theme(page: Page, title: str):
    return page.locator("section.decision").filter(has=page.get_by_role("heading", name=title))


def card(page: Page, place: int):
    return page.locator(".card").filter(has_text=REASONS[place])


def box(page: Page, place: int):
    return card(page, place).locator("input")


def choose(page: Page, place: int) -> None:
    card(page, place).locator("label").click()


def said(page: Page, sentence: str) -> None:
    expect(page.locator("#status")).to_have_text(sentence, timeout=20_000)


def test_a_proposal_is_made_with_its_progress_and_adopted_under_another_name(bench: Bench) -> None:
    page = bench.open()
    is_live(page)
    assert violations(page) == []
    page.get_by_role("button", name="Stel groepen voor").last.click()
    expect(page.locator("[data-slot=running]")).to_be_visible()
    assert violations(page) == []
    proposals = page.locator("section.proposal")
    expect(proposals.first).to_be_visible(timeout=120_000)
    assert violations(page) == []
    working_title = proposals.first.locator("[data-slot=words]").inner_text()
    proposals.first.get_by_label("Jullie naam voor dit thema").fill("Buren vinden elkaar")
    proposals.first.get_by_role("button", name="Neem over").click()
    expect(theme(page, "Buren vinden elkaar")).to_be_focused()
    theme(page, "Buren vinden elkaar").get_by_role("link", name="Bewerk Buren vinden elkaar").click()
    expect(page.locator("#detail")).to_contain_text(f"Werktitel van de machine: “{working_title}”")
    expect(page.locator("#new-theme")).to_have_value("")


def test_a_run_is_cancelled(bench: Bench) -> None:
    page = bench.open()
    is_live(page)
    page.get_by_role("button", name="Stel groepen voor").last.click()
    page.get_by_role("button", name="Stop").click()
    expect(page.locator("[data-slot=notice]")).to_contain_text("Het voorstel is gestopt.")
    expect(page.locator("[data-slot=loose-count]")).to_have_text("8")


def test_cards_are_chosen_and_moved_with_the_keyboard_alone(bench: Bench) -> None:
    near = bench.makes("Dichtbij")
    page = bench.open()
    is_live(page)
    box(page, 0).focus()
    page.keyboard.press("Space")
    page.keyboard.press("Shift+ArrowDown")
    expect(page.locator("[data-slot=chosen]")).to_have_text("2 bijdragen gekozen")
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog")).to_be_visible()
    assert violations(page) == []
    page.keyboard.type("dicht")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(theme(page, "Dichtbij").locator(".card")).to_have_count(2)
    said(page, "Verplaatst naar Dichtbij.")
    expect(box(page, 2)).to_be_focused()
    page.keyboard.press("Control+z")
    expect(theme(page, "Dichtbij").locator(".card")).to_have_count(0)
    page.keyboard.press("Control+Shift+Z")
    expect(page.locator(f"#theme-{near} .card")).to_have_count(2)


def test_a_new_theme_from_what_was_chosen_and_a_refused_name_stays(bench: Bench) -> None:
    page = bench.open()
    is_live(page)
    choose(page, 0)
    choose(page, 6)
    page.get_by_role("button", name="Nieuw thema…").click()
    page.get_by_label("of in een nieuw thema").fill("   ")
    page.get_by_label("of in een nieuw thema").press("Enter")
    said(page, "Geef het thema een naam.")
    page.get_by_label("of in een nieuw thema").fill("De straat")
    page.get_by_label("of in een nieuw thema").press("Enter")
    expect(theme(page, "De straat").locator(".card")).to_have_count(2)
    expect(page.get_by_role("dialog")).to_be_hidden()


def test_a_hand_drags_a_card_to_a_theme(bench: Bench) -> None:
    bench.makes("Dichtbij", 0)
    page = bench.open()
    is_live(page)
    start = card(page, 3).bounding_box()
    goal = theme(page, "Dichtbij").bounding_box()
    page.mouse.move(start["x"] + 20, start["y"] + 15)
    page.mouse.down()
    page.mouse.move(goal["x"] + 40, goal["y"] + 50, steps=5)
    expect(page.locator(".gesleept")).to_be_visible()
    page.mouse.up()
    expect(theme(page, "Dichtbij").locator(".card")).to_have_count(2)
    expect(page.locator(".gesleept")).to_have_count(0)
    expect(page.locator("input.tik:checked")).to_have_count(0)


def test_a_theme_is_named_levelled_grouped_ranked_merged_and_dissolved(bench: Bench) -> None:
    bench.makes("Dichtbij", 0, 6)
    bench.makes("Gratis", 2)
    page = bench.open()
    is_live(page)
    page.get_by_label("Nieuwe groep sleutelkenmerken").fill("Nabijheid")
    page.get_by_label("Nieuwe groep sleutelkenmerken").press("Enter")
    expect(page.get_by_role("heading", name="Nabijheid")).to_be_visible()
    page.get_by_role("link", name="Bewerk Dichtbij").click()
    detail = page.locator("#detail")
    detail.get_by_label("Naam").fill("Om de hoek")
    detail.get_by_label("doel").check()
    detail.get_by_label("Groep sleutelkenmerken").select_option(label="Nabijheid")
    detail.get_by_role("button", name="Bewaar").click()
    expect(theme(page, "Om de hoek").locator("[data-level=goal]")).to_be_visible()
    expect(theme(page, "Om de hoek").locator("[data-level=precondition]")).to_be_hidden()
    assert violations(page) == []
    detail.get_by_role("button", name="Hoger").click()
    expect(theme(page, "Om de hoek").locator("[data-slot=rank]")).to_have_text("1")
    page.get_by_role("link", name="Volgorde").click()
    detail.get_by_role("button", name="Geef een plaats: Gratis").click()
    detail.get_by_role("button", name="Hoger: Gratis").click()
    expect(detail.locator(".rangen li").first).to_contain_text("Gratis")
    assert violations(page) == []
    page.get_by_role("link", name="Bewerk Gratis").click()
    detail.get_by_label("Zet alles in").select_option(label="Om de hoek")
    detail.get_by_role("button", name="Voeg samen").click()
    expect(theme(page, "Om de hoek").locator("[data-slot=count]")).to_have_text("3")
    expect(theme(page, "Om de hoek").locator("[data-slot=rank]")).to_have_text(re.compile("1|2"))
    detail.get_by_role("button", name="Ontbind…").click()
    assert violations(page) == []
    page.get_by_role("dialog").get_by_role("button", name="Ontbind").click()
    expect(page.locator("section.decision")).to_have_count(0)
    expect(page.locator("[data-slot=loose-count]")).to_have_text("8")


def test_proposing_again_shows_additions_inside_the_theme_that_stands(bench: Bench) -> None:
    kept = bench.makes("Kost niets", 2)
    page = bench.open()
    is_live(page)

    def propose(db) -> None:
        run = analyses.start_run(db, bench.analysis, user_id=None, k=None, now=bench.house.now())
        added = analyses.Proposed("kost, niets", [(bench.passages[3], 0.9)], theme_id=kept)
        analyses.finish_run(db, run.run_id, [added], model="by hand", parameters={}, now=bench.house.now())

    bench.house.write(propose)
    added = theme(page, "Kost niets").locator("[data-slot=additions]")
    expect(added).to_contain_text("1 voorgesteld erbij")
    assert violations(page) == []
    added.get_by_role("button", name="Voeg toe").click()
    expect(theme(page, "Kost niets").locator("[data-slot=count]")).to_have_text("2")
    expect(added).to_be_hidden()


def test_two_people_see_each_other_and_a_conflict_keeps_what_was_typed(bench: Bench) -> None:
    bench.makes("Dichtbij", 0)
    hilde, wout = bench.open(), bench.open("analyst", "wout")
    is_live(hilde)
    is_live(wout)
    hilde.get_by_role("link", name="Bewerk Dichtbij").click()
    hilde.locator("#detail").get_by_label("Naam").fill("In de straat")
    wout.get_by_role("link", name="Bewerk Dichtbij").click()
    wout.locator("#detail").get_by_label("Naam").fill("Op wandelafstand")
    wout.locator("#detail").get_by_role("button", name="Bewaar").click()
    expect(theme(hilde, "Op wandelafstand")).to_be_visible()
    hilde.locator("#detail").get_by_role("button", name="Bewaar").click()
    expect(hilde.locator("[data-slot=notice]")).to_contain_text("Iemand was je net voor.")
    expect(hilde.locator("#detail").get_by_label("Naam")).to_have_value("In de straat")
    hilde.locator("#detail").get_by_role("button", name="Bewaar").click()
    expect(theme(wout, "In de straat")).to_be_visible()


def test_why_here_tells_neighbours_and_history(bench: Bench) -> None:
    bench.proposes(("buren, straat", [0, 1, 6]))
    page = bench.open()
    is_live(page)
    choose(page, 3)
    panel = page.locator("#detail")
    expect(panel.locator(".why li").first).to_contain_text(REASONS[2], timeout=120_000)
    expect(panel).to_contain_text("Soep op de stoep")
    assert violations(page) == []
    choose(page, 0)
    expect(panel.locator(".log")).to_contain_text(
        "Voorstel 1 van de machine: “buren, straat”", timeout=60_000
    )


def test_the_lens_hides_what_does_not_match_and_nothing_hidden_stays_chosen(bench: Bench) -> None:
    bench.makes("Kost niets", 2, 3, 5)
    page = bench.open()
    is_live(page)
    choose(page, 0)
    choose(page, 2)
    page.get_by_label("Zoek in de teksten").fill("kost")
    expect(theme(page, "Kost niets").locator(".card")).to_have_count(2)
    expect(theme(page, "Kost niets").locator("[data-slot=count]")).to_have_text("2 van 3")
    expect(page.locator("[data-slot=loose-count]")).to_have_text("0 van 5")
    expect(page.locator("[data-slot=loose-none]")).to_have_text("Niets gevonden met deze lens.")
    expect(page.locator("[data-slot=chosen]")).to_have_text("1 bijdrage gekozen")
    said(page, "2 van 8 bijdragen")
    page.get_by_role("link", name="Toon alles").click()
    expect(page.locator("[data-slot=loose-count]")).to_have_text("5")
    expect(page.locator("input.tik:checked")).to_have_count(1)
    assert "q=" not in page.url


def test_a_lens_is_set_by_keyboard_and_sent_as_a_link(bench: Bench) -> None:
    bench.makes("Kost niets", 2, 3, 5)
    page = bench.open()
    is_live(page)
    page.locator("details.lenzen summary").focus()
    page.keyboard.press("Enter")
    assert violations(page) == []
    mark = page.get_by_label("Nog in geen thema")
    mark.focus()
    page.keyboard.press("Space")
    expect(page.locator("[data-slot=seen]")).to_have_text("5 van 8 bijdragen")
    expect(page.locator("details.lenzen summary")).to_have_text("Lens: nog in geen thema")
    page.get_by_label("Hefboom").select_option("vertrouwen")
    expect(page.locator("[data-slot=seen]")).to_have_text("5 van 8 bijdragen")
    page.get_by_label("Hefboom").select_option("grondrechten")
    expect(page.locator("[data-slot=seen]")).to_have_text("0 van 8 bijdragen")
    page.get_by_label("Hefboom").select_option("")
    page.keyboard.press("Escape")
    expect(page.locator("details.lenzen summary")).to_be_focused()
    sent, bench.url = bench.url, page.url
    colleague = bench.open("analyst", "wout")
    bench.url = sent
    is_live(colleague)
    expect(theme(colleague, "Kost niets").locator(".card")).to_have_count(0)
    expect(colleague.locator("[data-slot=seen]")).to_have_text("5 van 8 bijdragen")
    expect(colleague.get_by_label("Nog in geen thema")).to_be_checked()
    assert violations(colleague) == []


def test_a_word_is_asked_for_more_until_it_says_more(bench: Bench) -> None:
    bench.makes("Respect", 0, 6)
    bench.makes("Samen eten aan één tafel", 5)
    page = bench.open()
    is_live(page)
    head = page.locator("[data-slot=unsharp-count]")
    expect(head).to_have_text("2 sleutelkenmerken vragen nog een scherper woord")
    expect(theme(page, "Respect").locator("[data-slot=unsharp]")).to_be_visible()
    page.get_by_role("link", name="Bewerk Respect").click()
    detail = page.locator("#detail")
    expect(detail.locator("[data-slot=questions] li")).to_have_count(3)
    assert violations(page) == []
    detail.get_by_label("Naam").fill("Je leert een naam, geen groep")
    detail.get_by_label("Uitleg").fill("Voor wie nieuw is in de straat.")
    detail.get_by_role("button", name="Bewaar").click()
    expect(detail.locator("[data-slot=questions] li")).to_have_text(
        ["Dit zei nog maar één bron. Wie zei het nog, liefst aan een andere tafel?"]
    )
    expect(head).to_be_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_an_observer_reads_a_live_board_without_buttons(bench: Bench, scheme: str) -> None:
    bench.proposes(("buren, straat", [0, 1, 6]))
    page = bench.open("observer", "samira", color_scheme=scheme)
    is_live(page)
    expect(page.locator(".card input")).to_have_count(0)
    assert page.evaluate("getComputedStyle(document.documentElement).colorScheme") == scheme
    assert violations(page) == []
    bench.makes("Samen", 4, 5)
    expect(theme(page, "Samen").locator(".card")).to_have_count(2)
    assert violations(page) == []


@pytest.mark.parametrize(
    "options",
    [
        {"color_scheme": "dark"},
        {"viewport": {"width": 1920, "height": 1080}},
        {"viewport": {"width": 360, "height": 740}},
    ],
    ids=["dark", "large", "phone"],
)
def test_every_state_is_accessible_and_fits(bench: Bench, options: dict) -> None:
    bench.makes("Dichtbij", 0, 6)
    bench.proposes(("kost, niets", [2, 3]))
    page = bench.open(**options)
    is_live(page)
    choose(page, 4)
    assert violations(page) == []
    page.get_by_role("link", name="Bewerk Dichtbij").click()
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_without_script_the_forms_do_the_work(bench: Bench) -> None:
    bench.makes("Dichtbij", 0)
    page = bench.open(java_script_enabled=False)
    choose(page, 1)
    choose(page, 6)
    page.get_by_label("Verplaats wat gekozen is naar").select_option(label="Dichtbij")
    page.locator("#sort").get_by_role("button", name="Verplaats").click()
    expect(theme(page, "Dichtbij").locator(".card")).to_have_count(3)
    page.get_by_role("button", name="Maak ongedaan: verplaatsen").click()
    expect(theme(page, "Dichtbij").locator(".card")).to_have_count(1)
