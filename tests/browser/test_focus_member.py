"""A member's phone in a real browser: what is written stays, leaves once, opens what was masked; and anybody
can use it, by keyboard, with large letters, in the dark, from right to left."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta

import pytest
from builders import make_user
from focus_acts import answer, probe, reply
from focus_builders import OPTIONS, Focus, make_focus
from live_server import LiveServer, Watched, comes, violations
from playwright.sync_api import Browser, Page, Route, expect
from sqlalchemy import select

from facilitator.house import House
from sessions.exercises.answers import as_form
from sessions.focus import answering, consent, speaking
from sessions.focus.shape import Guide, GuideQuestion, GuideRound, GuideStimulus
from sessions.lexicon import meanings, terms
from sessions.models import Contribution, ContributionVersion, Mark

pytestmark = pytest.mark.browser

LONG = "Verantwoordelijkheidsgevoel telt voor wie samen een buurt draagt. " * 3
GUIDE = Guide(
    rounds=(
        GuideRound(
            "Kennismaken",
            "1T00:00",
            "9T20:00",
            "Fijn dat je er bent.",
            (
                GuideQuestion("Wie ben je?", title="Wie ben je?", visibility="open"),
                GuideQuestion(
                    "Wanneer voelde je je welkom?",
                    title="Welkom",
                    stimuli=(GuideStimulus("text", "Denk aan een plek."),),
                ),
                GuideQuestion("Zet op volgorde.", title="Orde", form="ranking", settings={"items": OPTIONS}),
                GuideQuestion(
                    "Waar sta je?",
                    title="Schaal",
                    form="scale",
                    settings={"steps": 7, "low": "Helemaal niet", "high": "Helemaal wel", "why": True},
                ),
                GuideQuestion(
                    "Welke woorden raken je?",
                    title="Woorden",
                    form="mark",
                    settings={"text": "Wie hier geboren is, heet soms allochtoon.", "most": 2},
                ),
            ),
        ),
    )
)


@pytest.fixture(scope="module")
def focus(server: LiveServer, server_house: House) -> Focus:
    """Open since yesterday, by the clock on the wall: the server runs by itself."""
    user = make_user(server_house, "hilde@focus.example", "facilitator")
    first = server_house.now().date() - timedelta(days=1)
    made = make_focus(server_house, user, guide=GUIDE, groups=1, members=4, first=first)
    for each in made.members:
        given = {"taking_part": True, "quoting": False}
        server_house.write(
            lambda db, each=each, given=given: consent.answer(db, each.id, given, now=server_house.now())
        )
    other = made.members[3]
    answer(made, other, "Welkom", "In de bibliotheek")
    said = answer(made, other, "Wie ben je?", LONG)
    reply(made, made.members[2], said, "Dat woord draagt ver.")
    probe(made, "Wie ben je?", made.members[2])
    return made


class Phones:
    """Browsers of members."""

    def __init__(self, browser: Browser, server: LiveServer, focus: Focus) -> None:
        self.browser, self.address, self.focus = browser, server.address, focus
        self.open: list[Watched] = []

    def of(self, number: int, **options: object) -> Page:
        watched = Watched(self.browser, self.address, **options)
        self.open.append(watched)
        secret, workshop = self.focus.members[number].secret, self.focus.workshop_id
        cookie = {"name": f"lotusbloem_p_{workshop}", "value": secret, "url": self.address}
        watched.context.add_cookies([cookie])
        return watched.page()

    def url(self, title: str = "") -> str:
        home = f"{self.address}/f/{self.focus.workshop_id}"
        return f"{home}/questions/{self.focus.questions[title]}" if title else home


@pytest.fixture
def phones(mapped_browser: Browser, server: LiveServer, focus: Focus) -> Iterator[Phones]:
    made = Phones(mapped_browser, server, focus)
    yield made
    for each in made.open:
        each.close()


def ready(page: Page) -> None:
    page.wait_for_selector("html[data-ready]", state="attached")


def visit(page: Page, url: str) -> None:
    page.goto(url)
    ready(page)


def said_by(focus: Focus, number: int, title: str) -> list[str]:
    with focus.house.store.reading() as db:
        rows = db.execute(
            select(ContributionVersion.text)
            .join(Contribution, Contribution.id == ContributionVersion.contribution_id)
            .where(
                Contribution.participant_id == focus.members[number].id,
                Contribution.exercise_id == focus.questions[title],
            )
        )
        return [text for (text,) in rows]


def test_an_answer_without_a_line_survives_a_reload_leaves_once_and_opens_the_mask(
    phones: Phones, focus: Focus
) -> None:
    page = phones.of(0)
    visit(page, phones.url("Welkom"))
    assert "bibliotheek" not in page.content()
    page.fill("#text", "Op de mar")
    page.reload()
    ready(page)
    expect(page.locator("#text")).to_have_value("Op de mar")
    page.fill("#text", "Op de markt")
    page.route("**/answer", lambda route: route.abort())
    page.get_by_role("button", name="Verstuur").dblclick()
    expect(page.locator(".wachtend")).to_contain_text("Je tekst staat op dit toestel")
    page.reload()
    ready(page)
    expect(page.locator(".wachtend")).to_contain_text("Op de markt")
    expect(page.locator("#text")).to_be_hidden()
    visit(page, phones.url())
    card = page.locator(f"[data-question='{focus.questions['Welkom']}']")
    expect(card).to_contain_text("staat op dit toestel")
    page.unroute("**/answer")
    visit(page, phones.url("Welkom"))
    expect(page.get_by_text("In de bibliotheek")).to_be_visible()
    expect(page.locator(".zegt.eigen")).to_contain_text("Op de markt")
    assert said_by(focus, 0, "Welkom") == ["Op de markt"]


def test_what_is_refused_comes_back_into_the_form_with_the_reason(phones: Phones, focus: Focus) -> None:
    page = phones.of(1)
    visit(page, phones.url("Welkom"))
    page.get_by_role("button", name="Verstuur").click()
    expect(page.locator("#text-error")).to_contain_text("Schrijf eerst iets")
    expect(page.locator("#text")).to_be_focused()
    page.keyboard.type("Bij de buren")
    expect(page.locator("#text-error")).to_have_count(0)
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator(".zegt.eigen")).to_contain_text("Bij de buren")
    assert said_by(focus, 1, "Welkom") == ["Bij de buren"]


def test_two_taps_mark_a_word_and_thanks_are_counted(phones: Phones, focus: Focus) -> None:
    page = phones.of(1)
    visit(page, phones.url("Wie ben je?"))
    page.locator(".woordje", has_text="buurt").first.click()
    with page.expect_response("**/marks"):
        page.get_by_role("button", name="Het is te vaag").click()
    expect(page.locator("#status")).to_contain_text("Aangeduid: buurt")
    page.get_by_role("button", name="Dank je").first.click()
    expect(page.get_by_role("button", name="Dank je").first).to_have_attribute("aria-pressed", "true")
    visit(page, f"{phones.url()}/words")
    expect(page.locator(".aangeduid")).to_contain_text("Het is te vaag")
    with focus.house.store.reading() as db:
        marks = db.scalars(select(Mark).where(Mark.participant_id == focus.members[1].id))
        assert [LONG[each.starts_at : each.ends_at] for each in marks] == ["buurt"]


def test_a_refused_mark_loses_its_colour_and_not_what_was_written(phones: Phones, focus: Focus) -> None:
    """The words were said better while somebody wrote why one is delicate."""
    own, why = focus.members[0], "Omdat het mij klein maakt"
    said = answer(focus, own, "Wie ben je?", "Ik woon achter de kerk")
    page = phones.of(1)
    visit(page, phones.url("Wie ben je?"))
    word = page.locator(f"#c{said} .woordje", has_text="kerk")
    word.click()
    sheet = page.locator("#word-sheet")
    sheet.locator("summary").click()
    sheet.get_by_label("Waarom?").fill(why)
    better = {"version": 1, "data": as_form({"text": "Ik woon achter de markt"})}
    focus.write(answering.correct, said, own.id, **better)
    sheet.get_by_role("button", name="Duid aan").click()
    kept = page.locator(f"#c{said} .wachtend")
    expect(kept).to_be_in_viewport()
    expect(kept).to_contain_text(why)
    expect(kept).to_contain_text("intussen verbeterd")
    expect(word).not_to_have_class(re.compile("aangeduid-woord"))
    page.reload()
    ready(page)
    expect(kept.locator("blockquote")).to_have_text(f"kerk\n{why}")
    # Typed it stays with its form, waits without a line, and leaves by itself.
    visit(page, f"{phones.url()}/answers/{said}")
    page.route("**/marks", lambda route: route.abort())
    page.get_by_label("Welk woord?").fill("markt")
    page.locator("#why").fill(why)
    page.locator(".aanduiden").get_by_role("button", name="Duid aan").click()
    expect(page.locator(".wachtend").last).to_contain_text("Je tekst staat op dit toestel")
    page.unroute("**/marks")
    page.reload()
    expect(page.locator(".aangeduid")).to_contain_text(why)
    # Where that answer does not stand, it is at the top.
    page.locator("[data-slot=waiting]").get_by_role("button", name="Gooi weg").click()
    expect(page.locator(".wachtend")).to_have_count(0)


def test_a_delicate_word_is_explained_and_a_meaning_without_a_line_leaves_later(
    phones: Phones, focus: Focus
) -> None:
    """With what it means to another member of the group. What it means to oneself waits on the device."""
    term = focus.write(terms.make, focus.workshop_id, focus.moderator, text="allochtoon")
    focus.write(speaking.mean, focus.members[3].id, term, text="Een deur die dichtgaat")
    page = phones.of(2)
    held: list[Route] = []
    page.route("**/hints", lambda route: held.append(route))
    with page.expect_request("**/hints"):
        visit(page, phones.url("Schaal"))
    # Who writes before the words to look for came reads about them all the same.
    page.locator("textarea").first.fill("Ze noemen mij allochtone buur.")
    comes(page, lambda: held)[0].continue_()
    hint = page.locator(".woordhint")
    expect(hint).to_contain_text("“allochtone” ligt voor sommige mensen gevoelig.")
    expect(hint).to_contain_text("Een deur die dichtgaat")
    hint.get_by_role("button", name="Begrepen, ik kies zelf").click()
    expect(hint).to_have_count(0)
    visit(page, f"{phones.url()}/words")
    page.route("**/meaning", lambda route: route.abort())
    page.get_by_label("Voor mij betekent “allochtoon”").fill("Mijn grootmoeder")
    page.get_by_role("button", name="Bewaar").click()
    expect(page.locator(".wachtend")).to_contain_text("Je tekst staat op dit toestel")
    page.reload()
    ready(page)
    expect(page.locator(".wachtend")).to_contain_text("Mijn grootmoeder")
    page.unroute("**/meaning")
    page.reload()
    expect(page.locator(".betekenissen")).to_contain_text("Mijn grootmoeder")
    with focus.house.store.reading() as db:
        said = [each.text for each in meanings.of_workshop(db, focus.workshop_id)[term]]
    assert sorted(said) == ["Een deur die dichtgaat", "Mijn grootmoeder"]


def test_an_order_and_marked_words_are_made_by_keyboard(phones: Phones, focus: Focus) -> None:
    page = phones.of(2)
    visit(page, phones.url("Orde"))
    last = page.locator(".rangen li").nth(2)
    title = last.locator("[data-slot=title]").inner_text()
    last.locator(".up").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    expect(page.locator("#status")).to_contain_text(f"{title} staat op plaats 1 van 3.")
    page.reload()
    ready(page)
    expect(page.locator(".rangen [data-slot=title]").first).to_have_text(title)
    page.get_by_role("button", name="Verstuur").press("Enter")
    expect(page.locator(".zegt.eigen")).to_contain_text(f"1. {title}")
    visit(page, phones.url("Woorden"))
    page.locator(".woordje", has_text="allochtoon").click()
    page.keyboard.type("Zo heet ik niet")
    page.get_by_role("button", name="Verstuur").press("Enter")
    expect(page.locator(".zegt.eigen")).to_contain_text("“allochtoon”: Zo heet ik niet")


def pages_of(phones: Phones, focus: Focus) -> list[str]:
    with focus.house.store.reading() as db:
        first = db.scalar(
            select(Contribution.id).where(Contribution.exercise_id == focus.questions["Wie ben je?"])
        )
    titles = [phones.url(title) for title in focus.questions]
    return [phones.url(), *titles, *(f"{phones.url()}/{end}" for end in (f"answers/{first}", "words", "me"))]


def test_every_page_is_for_everybody(phones: Phones, focus: Focus) -> None:
    page = phones.of(2)
    for number, url in enumerate(pages_of(phones, focus)):
        visit(page, url)
        assert violations(page) == [], url
        page.emulate_media(color_scheme="dark")
        assert violations(page) == [], f"dark {url}"
        page.evaluate("document.documentElement.dir = 'rtl'")
        if number % 3 == 0:
            assert violations(page) == [], f"from right to left {url}"
        for width, size in ((360, "200%"), (320, "100%")):
            page.set_viewport_size({"width": width, "height": 740})
            page.evaluate("size => { document.documentElement.style.fontSize = size; }", size)
            wide = page.evaluate(
                "document.documentElement.scrollWidth - document.documentElement.clientWidth"
            )
            assert wide <= 0, (url, width, size, wide)
        page.set_viewport_size({"width": 360, "height": 740})
        page.emulate_media(color_scheme="light")
