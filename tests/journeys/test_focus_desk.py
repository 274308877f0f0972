"""A moderator of focus groups in a real browser: following, asking further, gathering words, material, names.

With LOTUSBLOEM_PICTURES=folder the pictures of docs/gids-focusgroepen.md are taken on the way.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from journey_contexts import PHONE
from journey_focus import HALL, TITLE, Week, make_week
from journey_pictures import Pictures
from leader import Leader
from live_server import Hall, LiveServer, Watched, violations
from playwright.sync_api import Browser, Locator, Page, expect
from sqlalchemy import select

from facilitator.house import House, build
from facilitator.identity import PHONE_COOKIE
from facilitator.settings import Settings
from sessions.focus import speaking
from sessions.models import Ingredient, Material, Term

pytestmark = pytest.mark.browser
EVERYWHERE = "members consent-texts mail mail/dry-run follow lexicon transcript"
OF_MATERIAL = "objectives interviews names groups carry"


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    made = build(Settings(data=tmp_path_factory.mktemp("focus") / "data"))
    yield made
    made.close()


@pytest.fixture(scope="module")
def week(house: House) -> Week:
    return make_week(house)


@pytest.fixture(scope="module")
def served(house: House, week: Week) -> Iterator[LiveServer]:
    server = LiveServer(house.settings.data)
    yield server
    server.stop()
    # Shown by pytest when a test failed.
    print("\n".join(server.lines))


class People:
    """The moderator at a desk, and phones of members."""

    def __init__(self, browser: Browser, server: LiveServer, week: Week) -> None:
        self._browser, self._address, self._week = browser, server.address, week
        self.moderator = Leader(browser, Hall(server.address, week.focus.house, week.focus.workshop_id))
        self._phones: list[Watched] = []

    def member(self, number: int, title: str = "") -> Page:
        """The page of the day on that member's phone, or the one of that question."""
        phone, workshop = Watched(self._browser, self._address, **PHONE), self._week.focus.workshop_id
        self._phones.append(phone)
        secret = self._week.focus.members[number].secret
        cookie = {"name": f"{PHONE_COOKIE}{workshop}", "value": secret, "url": self._address}
        phone.context.add_cookies([cookie])
        page = phone.page()
        page.goto(f"{self._address}/f/{workshop}" + (f"/questions/{self._week.at(title)}" if title else ""))
        return page

    def close(self) -> None:
        for each in (self.moderator, *self._phones):
            each.close()


@pytest.fixture
def people(hall_browser: Browser, served: LiveServer, week: Week) -> Iterator[People]:
    made = People(hall_browser, served, week)
    yield made
    made.close()


def said(page: Page, beginning: str) -> Locator:
    """What somebody said in the thread, with what staff can do there."""
    return page.locator(".antwoorden > .slip", has_text=beginning).first


def test_a_moderator_follows_asks_further_hides_closes_and_extends(
    people: People, week: Week, pictures: Pictures
) -> None:
    pictures.take("week-day", people.member(4))
    pictures.take("week-masked", people.member(13, "Obstakels"))
    page = people.moderator.opens("follow")
    page.get_by_role("link", name="Wat in de weg staat").click()
    expect(page.locator("#kop-wie")).to_be_visible()
    page.locator("details.groep summary", has_text="gelezen door").first.click()
    pictures.take("week-follow", page)
    page.get_by_role("link", name="Obstakels, Groep 1: 3 van 5").click()
    _asks_one(page)
    _asks_all(page)
    page.evaluate("scrollTo(0, 0)")
    pictures.take("week-thread", page)
    asked = people.member(4, "Obstakels")
    expect(asked.get_by_text("Kun je daar een voorbeeld van geven?")).to_be_visible()
    expect(asked.get_by_text("Welk woord had je liever gehoord?")).to_be_visible()
    beside = people.member(8, "Obstakels")
    assert "Welk woord had je liever gehoord?" not in beside.content()
    _hides(page, "Ik hoor altijd", "Zeg het over jezelf")
    beside.reload()
    expect(beside.get_by_text("Zeg het over jezelf")).to_be_visible()
    asked.reload()
    assert "Ik hoor altijd" not in asked.content()
    page.get_by_label("Een notitie voor wie mee begeleidt").fill("Hier zit iets over taal")
    page.get_by_role("button", name="Noteer").click()
    expect(page.locator(".notities")).to_contain_text("Hier zit iets over taal")
    asked.reload()
    assert "Hier zit iets over taal" not in asked.content()
    _closes_and_extends(page, asked, week)


def _asks_one(page: Page) -> None:
    about = said(page, "Ze noemen ons")
    about.locator("summary", has_text="Vraag door").click()
    about.get_by_label("Wat wil je vragen?").fill("Welk woord had je liever gehoord?")
    about.get_by_role("button", name="Vraag", exact=True).click()
    expect(page.locator("#doorvragen")).to_contain_text("alleen, over het antwoord van")


def _asks_all(page: Page) -> None:
    """With a question from the list that Lotusbloem comes with, put in other words."""
    page.get_by_text("Uit de lijst", exact=True).click()
    page.locator(".lijst a").first.click()
    field = page.locator("#doorvragen").get_by_label("Wat wil je vragen?")
    assert field.input_value()
    field.fill("Kun je daar een voorbeeld van geven?")
    page.locator("#doorvragen").get_by_role("button", name="Vraag", exact=True).click()
    expect(page.locator("#doorvragen .slip", has_text="een voorbeeld")).to_contain_text("aan de hele groep")


def _hides(page: Page, beginning: str, reason: str) -> None:
    """Taken back once, because a way back that nobody tried is none."""
    for again in (False, True):
        about = said(page, beginning)
        about.locator("summary", has_text="Verberg").click()
        about.get_by_label("Waarom? Wie het schreef, leest dit.").fill(reason)
        about.get_by_role("button", name="Verberg").click()
        expect(said(page, beginning)).to_contain_text(f"verborgen: {reason}")
        if not again:
            page.get_by_role("button", name="Maak ongedaan").click()
            expect(said(page, beginning)).not_to_contain_text("verborgen")


def _closes_and_extends(page: Page, phone: Page, week: Week) -> None:
    page.get_by_role("link", name="Volgen").first.click()
    page.get_by_role("link", name="Wat telt voor jou").click()
    page.get_by_role("button", name="Sluit: Kansen").click()
    expect(page.get_by_role("button", name="Open opnieuw: Kansen")).to_be_visible()
    phone.goto(phone.url.rpartition("/")[0] + f"/{week.at('Kansen')}")
    expect(phone.locator("#text")).to_have_count(0)
    page.get_by_role("button", name="Open opnieuw: Kansen").click()
    expect(page.get_by_role("button", name="Sluit: Kansen")).to_be_visible()
    phone.reload()
    expect(phone.locator("#text")).to_be_visible()
    until = week.focus.house.now() + timedelta(days=20)
    page.get_by_label("Open tot", exact=True).fill(until.strftime("%Y-%m-%dT20:00"))
    with page.expect_navigation():
        page.locator(".sturen").first.get_by_role("button", name="Verleng").click()
    expect(page.get_by_label("Open tot", exact=True)).to_have_value(until.strftime("%Y-%m-%dT20:00"))


def test_marks_become_a_term_that_is_put_into_words(people: People, week: Week, pictures: Pictures) -> None:
    page = people.moderator.opens("lexicon")
    bundle = page.locator(".bundels > li", has_text="Wij zijn van hier")
    expect(bundle).to_contain_text("Het duwt je weg")
    pictures.take("week-lexicon", page)
    with page.expect_navigation():
        bundle.get_by_role("button", name="Maak een begrip").click()
    with week.focus.house.store.reading() as db:
        term = db.scalars(select(Term)).one().id
    own, other = week.focus.members[0].id, week.focus.members[4].id
    text = "Iemand die hier woont, maar er niet bij mag horen"
    meaning = week.focus.write(speaking.mean, own, term, text=text)
    week.focus.write(speaking.agree, other, meaning, agreed=True)
    page.goto(f"{page.url.partition('/lexicon')[0]}/lexicon/{term}")
    page.get_by_label("Dit spraken we af").fill("Zeg de naam, of buurman en buurvrouw")
    page.get_by_label("Uitleg voor wie het woord schrijft").fill("Wie hier geboren is, hoort het als: weg.")
    with page.expect_navigation():
        page.locator("section", has_text="Dit spraken we af").get_by_role("button", name="Bewaar").click()
    page.get_by_label("Woord", exact=True).fill("van vreemde afkomst")
    page.get_by_label("Waarom liever niet?").fill("Niemand is vreemd in de eigen straat")
    page.locator("section", has_text="Waarom liever niet?").get_by_role("button", name="Voeg toe").click()
    expect(page.locator(".vermijd")).to_contain_text("van vreemde afkomst")
    expect(page.locator(".betekenissen")).to_contain_text("2 mensen zijn het ermee eens")
    expect(page.locator(".kwic")).to_contain_text("allochtonen")
    expect(page.get_by_label("Dit spraken we af")).to_have_value("Zeg de naam, of buurman en buurvrouw")
    page.locator("#kop-betekent").evaluate("element => element.scrollIntoView()")
    pictures.take("week-term", page)
    words = people.member(8).url + "/words"
    phone = people.member(8)
    phone.goto(words)
    expect(phone.get_by_text("Zeg de naam, of buurman en buurvrouw")).to_be_visible()


def test_words_become_material_by_mouse_and_by_keyboard_and_go_to_the_hall(
    people: People, week: Week, pictures: Pictures
) -> None:
    page = people.moderator.opens(f"material?question={week.at('Waarom het werkt')}")
    soup = page.locator(".gezegden > li", has_text="Er is altijd soep")
    _selects(page, soup.locator("[data-said]"), "Er is altijd soep")
    expect(soup.get_by_label("De woorden")).to_have_value("Er is altijd soep")
    soup.get_by_label("Wat is het?").select_option(label="actief bestanddeel")
    soup.get_by_label("Hoe zeg je het?").fill("Samen eten")
    pictures.take("week-material", page)
    soup.get_by_role("button", name="Bewaar").click()
    expect(soup.locator(".stukken")).to_contain_text("Samen eten")
    key = page.locator(".gezegden > li", has_text="De sleutel ligt")
    _by_keyboard(page, key, "De sleutel ligt bij de bewoners zelf")
    expect(key.locator(".stukken")).to_contain_text("De sleutel ligt bij de bewoners zelf")
    house = week.focus.house
    with house.store.reading() as db:
        rows = {each.text: (each.starts_at, each.ends_at) for each in db.scalars(select(Material))}
    assert rows == {"Samen eten": (0, 17), "De sleutel ligt bij de bewoners zelf": (0, 36)}
    carry = people.moderator.opens("material/carry")
    carry.get_by_label("Naar welke workshop?").select_option(value=str(week.hall))
    carry.get_by_role("button", name="Neem mee").click()
    expect(carry.get_by_role("heading", name=f"Dit staat nu in {HALL}")).to_be_visible()
    pictures.take("week-carry", carry)
    carry.get_by_role("link", name="naar de longlist").click()
    expect(carry.locator("#longlist")).to_contain_text(TITLE)
    with house.store.reading() as db:
        longlist = set(db.scalars(select(Ingredient.text).where(Ingredient.workshop_id == week.hall)))
    assert set(rows) <= longlist


def _selects(page: Page, paragraph: Locator, words: str) -> None:
    """The mouse goes from before the first letter to behind the last one."""
    paragraph.scroll_into_view_if_needed()
    edges = paragraph.evaluate(
        """(element, words) => {
          const text = element.firstChild, start = text.data.indexOf(words), range = document.createRange();
          range.setStart(text, start);
          range.setEnd(text, start + words.length);
          const box = range.getBoundingClientRect();
          return [box.left, box.right, box.top + box.height / 2];
        }""",
        words,
    )
    page.mouse.move(edges[0] + 1, edges[2])
    page.mouse.down()
    page.mouse.move(edges[1], edges[2], steps=4)
    page.mouse.up()


def _by_keyboard(page: Page, one: Locator, words: str) -> None:
    """Nothing but keys: open the form, keep the words that count, say what they are."""
    one.locator(".maak summary").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(one.get_by_label("De woorden")).to_be_focused()
    page.keyboard.press("Control+A")
    page.keyboard.type(words)
    page.keyboard.press("Tab")
    page.keyboard.type("actief")
    expect(one.get_by_label("Wat is het?")).to_have_value("ingredient")
    one.get_by_label("Hoe zeg je het?").focus()
    page.keyboard.press("Enter")


def test_a_name_is_decided_on_and_the_transcript_keeps_to_it(
    people: People, pictures: Pictures, tmp_path: Path
) -> None:
    page = people.moderator.opens("material/names")
    page.get_by_role("checkbox", name="Fatima De Smet 1 keer").check()
    pictures.take("week-names", page)
    page.get_by_role("button", name="Verberg in transcripten").click()
    expect(page.locator(".namenlijst > li", has_text="verborgen in transcripten")).to_have_count(1)
    menu = people.moderator.opens("transcript")
    menu.get_by_label("Analyse").check()
    pictures.take("week-transcript", menu)
    with menu.expect_download() as coming:
        menu.get_by_role("button", name="Markdown").click()
    kept = tmp_path / "transcript.md"
    coming.value.save_as(kept)
    text = kept.read_text(encoding="utf-8")
    assert "Toen ik een zaal wou huren, vroeg \\[…\\]" in text and " De \\[" not in text
    assert "Fatima" not in text and "Smet" not in text
    assert "Ik hoor altijd" not in text, "it was hidden"


def test_every_page_of_staff_is_for_everybody(people: People, week: Week, pictures: Pictures) -> None:
    if pictures.wanted:
        _portraits(people, pictures)
    thread = f"follow/{week.focus.groups[0]}/{week.at('Obstakels')}"
    with week.focus.house.store.reading() as db:
        term = db.scalars(select(Term.id)).first()
    inside = [f"material/{each}" for each in OF_MATERIAL.split()]
    all_said = f"material?question={week.at('Obstakels')}"
    every = [*EVERYWHERE.split(), thread, f"lexicon/{term}", all_said, *inside]
    for number, each in enumerate(every):
        page = people.moderator.opens(each)
        page.emulate_media(color_scheme="dark" if number % 2 else "light")
        page.set_viewport_size({"width": 360, "height": 740})
        assert violations(page) == [], each
        wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert wide <= 0, (each, wide)
        page.close()


def _portraits(people: People, pictures: Pictures) -> None:
    """The pages of the guide that no story here comes by."""
    opens = people.moderator.opens
    pictures.take("week-guide", opens("guide"))
    pictures.take("week-groups", opens("groups"))
    pictures.take("week-members", opens("members"))
    pictures.take("week-dry-run", opens("mail/dry-run"))
    pictures.take("week-compare", opens("material/groups"))
