"""People put the themes in order on their phones; wall and workbench show the three measures apart."""

from __future__ import annotations

import secrets
from collections.abc import Iterator

import pytest
from live_server import HALL, Watched, comes, violations
from phone_hand import ready, send, take_part
from playwright.sync_api import Browser, Locator, Page, expect
from ranking_acts import rate, sort_what_is_needed, sort_why
from wall_acts import analysis_of, check_sheet, turn, wall_url

from facilitator.identity import LOGIN_COOKIE
from sessions import users
from sessions.analysis import themes
from sessions.hall import ratings
from sessions.models import Participant, Rating, WorkshopMember

pytestmark = pytest.mark.browser


@pytest.fixture
def open_page(mapped_browser: Browser, hall) -> Iterator:
    """Opens a page in a context of its own, of which everything suspicious is kept."""
    contexts: list[Watched] = []

    def opened(**options) -> Page:
        watched = Watched(mapped_browser, hall.address, **options)
        contexts.append(watched)
        return watched.page()

    yield opened
    for watched in contexts:
        watched.close()


@pytest.fixture
def ranking(hall) -> tuple[int, list[int]]:
    """The hall is open at its ranking: the step and its themes."""
    made = sort_what_is_needed(hall)
    return hall.go_to("ranking"), made


def sit_down(phone: Page, hall) -> None:
    """The phone takes part, and what moves the rows is there."""
    take_part(phone, hall)
    expect(phone.locator(".rangschik[data-live]")).to_be_attached()


def titles_on(phone: Page) -> Locator:
    return phone.locator("[data-slot=order] [data-slot=title]")


def listed(phone: Page) -> list[str]:
    return titles_on(phone).all_text_contents()


def row(phone: Page, title: str):
    return phone.locator("[data-slot=order] > li").filter(has_text=title)


def put_on_top(phone: Page, title: str) -> None:
    for _ in range(listed(phone).index(title)):
        row(phone, title).get_by_role("button", name="Hoger").click()


def order_state(phone: Page):
    return phone.locator("[data-slot=order-state]")


def test_three_phones_rank_and_the_wall_shows_what_they_add_up_to(open_page, hall, ranking) -> None:
    turn(hall, "preconditions")
    wall = open_page(viewport={"width": 1920, "height": 1080})
    wall.goto(wall_url(hall))
    expect(wall.locator(".koppen span")).to_have_text(["hoe vaak gezegd", "hoe warm onthaald"])
    phones = [open_page() for _ in range(3)]
    for phone, title in zip(phones, ("Beleid", "Beleid", "Middelen"), strict=True):
        sit_down(phone, hall)
        put_on_top(phone, title)
        send(phone)
        expect(order_state(phone)).to_have_text("verzonden: je volgorde telt mee")
    expect(wall.locator(".koppen span").nth(2)).to_have_text("hoe mensen het rangschikten")
    expect(wall.locator("[data-count=joined]")).to_have_text("3")
    first = wall.locator(".uitslagwand li").filter(has_text="Beleid")
    with hall.house.store.reading() as db:
        mean = ratings.rated(db, [analysis_of(hall, "preconditions")[0]])[ranking[1][3]].shown_mean
    expect(first.locator(".spreiding [aria-hidden=true]").last).to_contain_text(
        f"{mean:.1f}".replace(".", ",")
    )
    check_sheet(wall, 1080)
    assert violations(wall) == []
    for phone in phones:
        assert violations(phone) == []


def test_no_button_is_seen_before_it_works(open_page, hall, ranking) -> None:
    phone, held = open_page(), []
    phone.route("**/js/phone_ranking.js", lambda route: held.append(route))
    take_part(phone, hall)
    comes(phone, lambda: held)
    higher = row(phone, listed(phone)[-1]).locator(".up")
    expect(higher).to_be_hidden()
    for route in held:
        route.continue_()
    expect(higher).to_be_visible()


def test_what_is_moved_may_go_back_and_is_kept_through_a_reload(open_page, hall, ranking) -> None:
    phone = open_page()
    sit_down(phone, hall)
    start = listed(phone)
    with hall.house.store.reading() as db:
        person = (
            db.query(Participant.id)
            .filter_by(workshop_id=hall.workshop_id)
            .order_by(Participant.id.desc())
            .first()[0]
        )
        own = ratings.starting_order(ranking[0], person, ranking[1])
        titles = {theme.id: theme.title for theme in themes.alive(db, analysis_of(hall, "preconditions")[0])}
    assert start == [titles[theme] for theme in own], "server and phone start from the same order"
    last = start[-1]
    button = row(phone, last).get_by_role("button", name="Hoger")
    button.focus()
    phone.keyboard.press("Enter")
    phone.keyboard.press("Enter")
    expect(phone.locator("[data-slot=moved]")).to_contain_text(f"{last} ging van 6 naar 4.")
    expect(phone.locator("#status")).to_have_text(f"{last} staat op plaats 4 van 6.")
    expect(button).to_be_focused()
    expect(row(phone, last)).to_have_attribute("aria-current", "true")
    phone.reload()
    ready(phone)
    moved = [*start[:3], last, *start[3:5]]
    expect(titles_on(phone)).to_have_text(moved)
    row(phone, last).get_by_role("button", name="Lager").click()
    expect(titles_on(phone)).to_have_text([*start[:4], last, start[4]])
    phone.get_by_role("button", name="Zet terug").click()
    expect(titles_on(phone)).to_have_text(moved)
    put_on_top(phone, last)
    expect(row(phone, last).get_by_role("button", name="Lager")).to_be_focused()


def test_an_order_that_was_made_without_a_line_is_sent_when_it_is_back(open_page, hall, ranking) -> None:
    phone = open_page()
    sit_down(phone, hall)
    last = listed(phone)[-1]
    phone.context.set_offline(True)
    put_on_top(phone, last)
    send(phone)
    expect(order_state(phone)).to_have_text("bewaard op je telefoon")
    row(phone, last).get_by_role("button", name="Lager").click()
    send(phone)
    phone.context.set_offline(False)
    expect(order_state(phone)).to_have_text("verzonden: je volgorde telt mee")
    with hall.house.store.reading() as db:
        rows = db.query(Rating).filter_by(exercise_id=ranking[0]).all()
        titles = {theme.id: theme.title for theme in themes.alive(db, analysis_of(hall, "preconditions")[0])}
    assert [titles[each.theme_id] for each in sorted(rows, key=lambda each: each.place)] == listed(phone)
    assert listed(phone)[1] == last


def test_themes_that_come_and_go_find_their_place(open_page, hall, ranking) -> None:
    phone = open_page()
    sit_down(phone, hall)
    top = listed(phone)[3]
    put_on_top(phone, top)
    analysis, _ = analysis_of(hall, "preconditions")
    hall.house.write(lambda db: themes.make(db, analysis, HALL, title="Later", now=hall.house.now()))
    expect(row(phone, "Later")).to_be_visible()
    assert listed(phone)[0] == top and listed(phone)[-1] == "Later"
    gone = listed(phone)[1]
    with hall.house.store.reading() as db:
        theme = next(each.id for each in themes.alive(db, analysis) if each.title == gone)
    hall.house.write(lambda db: themes.dissolve(db, theme, HALL, now=hall.house.now()))
    expect(row(phone, gone)).to_have_count(0)
    assert listed(phone)[0] == top


def signed_in(hall) -> dict[str, str]:
    token = secrets.token_urlsafe(32)

    def act(db):
        user_id = db.query(WorkshopMember.user_id).filter_by(workshop_id=hall.workshop_id).scalar()
        users.sign_in(db, user_id, token, now=hall.house.now())

    hall.house.write(act)
    return {"name": LOGIN_COOKIE, "value": token, "url": hall.address}


def test_the_workbench_takes_an_order_over_and_gives_it_back(open_page, hall, ranking) -> None:
    step, made = ranking
    analysis, _ = analysis_of(hall, "preconditions")
    bench = open_page(viewport={"width": 1440, "height": 900})
    bench.context.add_cookies([signed_in(hall)])
    bench.goto(f"{hall.address}/workshops/{hall.workshop_id}/workbench/{analysis}?show=order")
    expect(bench.locator("#connection")).to_contain_text("alles bewaard")
    rating = bench.locator("[data-order-by=rating]")
    expect(rating).to_be_hidden()
    rate(hall, step, made[::-1])
    rate(hall, step, [made[4], made[5], *made[:4]])
    expect(rating.locator("li").first).to_have_text("1 (gelijk) Engagement")
    expect(rating.locator("li").nth(1)).to_have_text("1 (gelijk) Juridisch kader")
    rating.get_by_role("button").click()
    ranked = bench.locator("[data-slot=ranked] > li")
    expect(ranked).to_have_count(6)
    expect(ranked.first).to_contain_text("Engagement")
    expect(ranked.first).to_contain_text("gemiddeld op plaats 1,5 (2 mensen)")
    assert violations(bench) == []
    bench.get_by_role("button", name="Maak ongedaan: volgorde").click()
    expect(ranked).to_have_count(0)


def test_groups_are_described_and_ordered_at_the_workbench_and_the_result_says_so(open_page, hall) -> None:
    sort_why(hall)
    analysis, _ = analysis_of(hall, "why")
    bench = open_page(viewport={"width": 1440, "height": 900})
    bench.context.add_cookies([signed_in(hall)])
    bench.goto(f"{hall.address}/workshops/{hall.workshop_id}/workbench/{analysis}")
    expect(bench.locator("#connection")).to_contain_text("alles bewaard")
    heads = bench.locator(".groepkop h2")
    expect(heads.first).to_have_text("Ontmoeten")
    menu = bench.locator(".groepkop").filter(has_text="Dichtbij")
    menu.locator("summary").click()
    menu.locator("textarea").fill("Op de hoek van de straat.")
    menu.get_by_role("button", name="Bewaar").click()
    expect(menu.locator("[data-slot=group-description]")).to_have_text("Op de hoek van de straat.")
    menu.get_by_role("button", name="Hoger").click()
    expect(heads.first).to_have_text("Dichtbij")
    bench.goto(f"{hall.address}/workshops/{hall.workshop_id}/result")
    expect(bench.locator("h1")).to_have_text("5 sleutelkenmerken: 2 groepen en een rest")
    expect(bench.locator(".groepen > li").first).to_contain_text("Op de hoek van de straat.")
    assert violations(bench) == []
