"""The wall in a real browser: every view readable, whole and live, and without help after trouble."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from builders import join, propose
from live_server import HALL, Watched, make_hall, until, violations
from playwright.sync_api import Page, expect
from wall_acts import LONG, analysis_of, check_sheet, group_all, say, sort, turn, wall_url, warm

from sessions import contributions
from sessions.analysis import themes
from sessions.proposing import proposals

pytestmark = pytest.mark.browser

SIZES = {"1920x1080": (1920, 1080), "1280x720": (1280, 720)}
VIEWS = {
    "join": ".welkom",
    "cards": ".cards li",
    "levers": ".vol svg",
    "preconditions": ".uitslagwand .meetlijn",
    "themes": ".themas li",
    "result": ".uitslagwand li",
}


@pytest.fixture
def watched(mapped_browser, hall) -> Iterator[Watched]:
    made = Watched(
        mapped_browser,
        hall.address,
        viewport={"width": 1920, "height": 1080},
        reduced_motion="reduce",
    )
    yield made
    made.close()


@pytest.fixture
def wall(watched, hall) -> Page:
    turn(hall, "cards")
    page = watched.page()
    page.goto(wall_url(hall))
    return page


def cards(page: Page, column: int = 0) -> list[str]:
    return page.locator(".cards section").nth(column).locator("h3").all_text_contents()


@pytest.mark.parametrize("size", SIZES)
def test_every_view_is_readable_from_the_last_row_and_whole(watched, wall, hall, size):
    width, height = SIZES[size]
    wall.set_viewport_size({"width": width, "height": height})
    ids = say(hall, [LONG if number % 3 else f"Tuin {number}" for number in range(40)])
    warm(hall, ids[3], 2)
    sort(hall)
    for view, shown in VIEWS.items():
        turn(hall, view)
        wall.locator(shown).first.wait_for()
        check_sheet(wall, height)
        assert violations(wall) == [], view


def test_before_anything_was_said_every_view_says_so(wall, hall):
    for view in VIEWS:
        turn(hall, view)
        if view not in ("join", "levers"):
            expect(wall.locator("main")).to_contain_text("Nog geen")
        check_sheet(wall, 1080)
        assert violations(wall) == [], view


def test_join_shows_the_code_to_scan_and_to_type_and_who_came(wall, hall):
    turn(hall, "join")
    expect(wall.locator(".welkom .code")).to_contain_text(f"{hall.code[:4]} {hall.code[4:]}")
    expect(wall.locator(".welkom .mee")).to_have_text("0 doen mee")
    join(hall.house, hall.workshop_id)
    expect(wall.locator(".welkom .mee")).to_have_text("1 doet mee")
    until(wall, "document.querySelector('.welkom .qr').naturalWidth > 0")


@pytest.mark.parametrize("count", [1, 300])
def test_cards_show_the_newest_whole_and_a_leaf_for_everyone(wall, hall, count):
    say(hall, [f"Bijdrage {number}" for number in range(count)])
    wall.reload()
    wall.locator(".cards li").first.wait_for()
    assert cards(wall)[0] == f"Bijdrage {count - 1}"
    assert 1 <= len(cards(wall)) <= 6
    assert wall.locator(".veld path").count() == count
    expect(wall.locator(".veld p")).to_contain_text(str(count))
    check_sheet(wall, 1080)


def test_a_new_card_comes_on_top_and_the_others_keep_their_order(wall, hall):
    say(hall, ["Eerste", "Tweede"])
    expect(wall.locator(".cards section").first.locator("h3")).to_have_text(["Tweede", "Eerste"])
    say(hall, ["Derde"])
    expect(wall.locator(".cards section").first.locator("h3")).to_have_text(["Derde", "Tweede", "Eerste"])
    expect(wall.locator(".cards li.nieuw h3")).to_have_text("Derde")
    expect(wall.locator("[data-count=contributed]")).to_have_text("3")


def test_the_warmest_keep_their_place_while_hearts_are_given(wall, hall):
    one, two = say(hall, ["Eerste", "Tweede"])
    warm(hall, one, 2)
    warm(hall, two, 1)
    column = wall.locator(".cards section").nth(1)
    expect(column.locator("h3")).to_have_text(["Eerste", "Tweede"])
    warm(hall, two, 3)
    expect(column.locator("li").nth(1)).to_contain_text("4 warme harten")
    assert cards(wall, 1) == ["Eerste", "Tweede"]


def test_a_warmer_card_takes_the_place_of_the_least_warm(wall, hall):
    ids = say(hall, [f"Bijdrage {number}" for number in range(9)])
    for contribution in ids:
        warm(hall, contribution, 1)
    wall.reload()
    wall.locator(".cards section").nth(1).locator("li").first.wait_for()
    before = cards(wall, 1)
    assert "Bijdrage 8" not in before
    warm(hall, ids[8], 1)
    expect(wall.locator(".cards section").nth(1)).to_contain_text("Bijdrage 8")
    after = cards(wall, 1)
    assert [title for title in after if title in before] == before[:-1]


def test_what_is_hidden_leaves_the_wall_at_once(wall, hall):
    bad, _ = say(hall, ["Kwetsend", "Vriendelijk"])
    expect(wall.locator("main")).to_contain_text("Kwetsend")
    hall.house.write(lambda db: contributions.hide(db, bad, HALL, reason="het kwetst", now=hall.house.now()))
    expect(wall.locator("main")).not_to_contain_text("Kwetsend")
    expect(wall.locator("main")).to_contain_text("Vriendelijk")


def test_panic_covers_everything_that_people_wrote(wall, hall):
    say(hall, ["Geheim"])
    expect(wall.locator("main")).to_contain_text("Geheim")
    turn(hall, hidden=True)
    expect(wall.locator(".verborgen-woord")).to_be_visible()
    expect(wall.locator("main")).not_to_contain_text("Geheim")
    assert violations(wall) == []
    wall.reload()
    expect(wall.locator(".verborgen-woord")).to_be_visible()
    expect(wall.locator("main")).not_to_contain_text("Geheim")
    turn(hall, hidden=False)
    expect(wall.locator("main")).to_contain_text("Geheim")


def test_levers_name_what_is_under_served_in_words(wall, hall):
    say(hall, [f"Tuin {number}" for number in range(8)])
    turn(hall, "levers")
    expect(wall.locator(".spine h1")).to_contain_text("Het minst gekozen: Grondrechten, Herverdelen")
    assert wall.locator(".vol > svg").get_attribute("aria-label").count(" 2") == 4
    boxes = wall.evaluate(
        "[...document.querySelectorAll('.vol circle')].map(c => [c.cx.baseVal.value, c.r.baseVal.value])"
    )
    assert len(boxes) == 6
    assert len({round(radius) for _, radius in boxes}) == 2


def test_a_proposal_that_is_decided_closes_its_line_in_its_own_place(wall, hall):
    say(hall, [f"Tuin {number}" for number in range(9)])
    analysis, passages = analysis_of(hall, "why")
    parts = [passages[0:4], passages[4:7], passages[7:9]]
    propose(hall.house, analysis, list(zip(["een", "twee", "drie"], parts, strict=True)))
    turn(hall, "themes")
    expect(wall.locator(".themas h2")).to_have_text(["een", "twee", "drie"])
    expect(wall.locator(".themas li.proposal")).to_have_count(3)
    expect(wall.locator(".themas li").first).to_contain_text("voorstel")
    with hall.house.store.reading() as db:
        second = proposals.on_the_table(db, analysis)[1].id
    hall.house.write(lambda db: proposals.adopt(db, second, HALL, title="twee", now=hall.house.now()))
    expect(wall.locator(".themas li.proposal")).to_have_count(2)
    expect(wall.locator(".themas h2")).to_have_text(["een", "twee", "drie"])
    expect(wall.locator(".themas li").nth(1).locator(".sluit")).to_have_count(1)
    expect(wall.locator(".spine .uitleg")).to_contain_text("1 besloten")
    expect(wall.locator(".spine .uitleg")).to_contain_text("2 voorstellen")


def test_the_result_ranks_decisions_and_keeps_proposals_dashed(wall, hall):
    say(hall, [f"Tuin {number}" for number in range(20)])
    sort(hall)
    turn(hall, "result")
    rows = wall.locator(".uitslagwand li")
    expect(rows.first.locator(".rang")).to_have_text("1")
    expect(rows.nth(1).locator(".rang")).to_have_text("")
    expect(wall.locator(".uitslagwand li.proposal")).to_have_count(2)
    expect(wall.locator(".uitslagwand li.proposal").first).to_contain_text("voorstel")
    group_all(hall)
    expect(wall.locator(".spine h1")).to_contain_text("2 sleutelkenmerken: 1 groep")
    expect(rows.first).to_contain_text("Elkaar kennen")


def test_eight_decided_preconditions_stand_on_the_wall_together(wall, hall):
    ids = say(hall, [f"Tuin {number}" for number in range(16)])
    warm(hall, ids[0], 2)
    analysis, passages = analysis_of(hall, "preconditions")
    names = ["Middelen", "Samenwerking", LONG, "Beleid", "Engagement", "Kader", "Zien", "Meten"]

    def decide(db):
        made = [
            themes.make(
                db,
                analysis,
                HALL,
                title=name[:60],
                passage_ids=passages[2 * place : 2 * place + 2],
                now=hall.house.now(),
            )
            for place, name in enumerate(names)
        ]
        themes.rank(db, analysis, HALL, theme_ids=made, now=hall.house.now())

    hall.house.write(decide)
    turn(hall, "preconditions")
    expect(wall.locator(".uitslagwand li")).to_have_count(8)
    expect(wall.locator(".spine .uitleg")).not_to_contain_text("en nog")
    check_sheet(wall, 1080)


def test_right_to_left_the_sheet_is_mirrored_and_whole(mapped_browser, server, server_house):
    hall = make_hall(server, server_house, language="ar")
    say(hall, [LONG, "حديقة الحي", "Tuin"] * 5)
    sort(hall)
    watched = Watched(
        mapped_browser, hall.address, viewport={"width": 1920, "height": 1080}, reduced_motion="reduce"
    )
    page = watched.page()
    page.goto(wall_url(hall))
    assert page.evaluate("document.querySelector('.spine').getBoundingClientRect().right") == 1920
    for view, shown in VIEWS.items():
        turn(hall, view)
        if view != "cards":
            page.locator(shown).first.wait_for()
        check_sheet(page, 1080)
    watched.close()


def test_motion_is_still_for_who_asked_for_that(wall, hall):
    say(hall, ["Eerste"])
    expect(wall.locator("main")).to_contain_text("Eerste")
    say(hall, ["Tweede"])
    expect(wall.locator(".cards section").first.locator("h3")).to_have_text(["Tweede", "Eerste"])
    assert wall.evaluate("document.getAnimations().filter(a => a.playState === 'running').length") == 0


def test_our_own_pages_may_show_it_in_a_frame(watched, hall):
    say(hall, ["Tuin"])
    turn(hall, "cards")
    page = watched.page()
    page.goto(f"{hall.address}/healthz")
    page.evaluate(
        "url => { const frame = document.createElement('iframe'); frame.width = 1280; frame.height = 720;"
        " frame.src = url; document.body.append(frame); }",
        wall_url(hall),
    )
    expect(page.frame_locator("iframe").locator("main")).to_contain_text("Tuin")
