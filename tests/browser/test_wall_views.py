"""The wall in a real browser: every view readable, whole and live, and without help after trouble."""

from __future__ import annotations

import re
import secrets
from collections.abc import Iterator

import pytest
from builders import intervention, join, propose
from live_server import HALL, Hall, Watched, make_hall, violations
from playwright.sync_api import Page, expect

from sessions import analyses, contributions, themes, workshops
from sessions.exercises.answers import as_form
from sessions.models import Workshop

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
LEVERS = ["vertrouwen", "handelingsvermogen", "meerwaarde", "levenskwaliteit"]
LONG = "Buren die elkaar elke woensdag helpen met koken, fietsen, verstellen en praten"

# Every text that somebody reads, with the size at which it stands on the screen: [pixels, text].
SIZES_OF_TEXT = """() => [...document.querySelectorAll("body *")]
    .filter(e => [...e.childNodes].some(n => n.nodeType === 3 && n.textContent.trim()))
    .filter(e => !e.closest(".visually-hidden, .skip, script, noscript, [hidden]"))
    .map(e => [parseFloat(getComputedStyle(e).fontSize) * (e.ownerSVGElement?.getScreenCTM().a ?? 1),
               e.textContent.trim().slice(0, 40)])"""
# What sticks out of the sheet or of the spine.
OUTSIDE = """() => { const wide = innerWidth + 1, high = innerHeight + 1;
    return [...document.querySelectorAll(".spine *, main *")]
      .filter(e => !e.closest(".visually-hidden, [hidden]") && e.localName !== "use")
      .filter(e => { const r = e.getBoundingClientRect();
        return r.width && r.height && (r.right > wide || r.left < -1 || r.bottom > high || r.top < -1); })
      .map(e => e.outerHTML.slice(0, 120)); }"""


def wall_url(hall: Hall) -> str:
    with hall.house.store.reading() as db:
        return f"{hall.address}/wall/{db.get_one(Workshop, hall.workshop_id).wall_secret}"


def turn(hall: Hall, view: str | None = None, *, hidden: bool | None = None) -> None:
    hall.house.write(
        lambda db: workshops.turn_wall(
            db, hall.workshop_id, HALL, now=hall.house.now(), view=view, hidden=hidden
        )
    )


def say(hall: Hall, titles: list[str], *, phone=None, **more) -> list[int]:
    """Those interventions are contributed in one go; returns their ids."""
    phone = phone or join(hall.house, hall.workshop_id)

    def act(db):
        step = workshops.present_step(db, hall.workshop_id)
        return [
            contributions.contribute(
                db,
                step.id,
                phone.id,
                key=secrets.token_hex(16),
                data=as_form(
                    intervention(
                        title,
                        reasons=[f"Omdat {number} mensen elkaar kennen"],
                        preconditions=[f"Geld voor {number} jaar"],
                        levers=[LEVERS[number % 4]],
                        **more,
                    )
                ),
                now=hall.house.now(),
            )["id"]
            for number, title in enumerate(titles)
        ]

    return hall.house.write(act)


def warm(hall: Hall, contribution_id: int, hearts: int) -> None:
    for _ in range(hearts):
        phone = join(hall.house, hall.workshop_id)
        hall.house.write(
            lambda db, phone=phone: contributions.give_heart(
                db, contribution_id, phone.id, given=True, now=hall.house.now()
            )
        )


def analysis_of(hall: Hall, key: str) -> tuple[int, list[int]]:
    with hall.house.store.reading() as db:
        found = next(each for each in analyses.of_workshop(db, hall.workshop_id) if each.key == key)
        return found.id, [passage.id for passage, _, _ in analyses.passages_of(db, found)]


def sort(hall: Hall) -> None:
    """Both questions have two decisions with long and short names, and two proposals."""
    for key in ("why", "preconditions"):
        analysis, passages = analysis_of(hall, key)
        some = len(passages) // 5
        parts = [passages[n * some : (n + 1) * some] for n in range(4)]
        words = [
            "Ontmoeten",
            f"{LONG} in de zaal van de school",
            "dicht bij huis",
            "handelingsvermogensversterkende aanpak",
        ]
        propose(hall.house, analysis, list(zip(words, parts, strict=True)))

        def decide(db, analysis=analysis):
            first, second, *_ = themes.on_the_table(db, analysis)
            made = [themes.adopt(db, each.id, HALL, now=hall.house.now()) for each in (first, second)]
            themes.rank(db, analysis, HALL, theme_ids=made[:1], now=hall.house.now())

        hall.house.write(decide)


def group_all(hall: Hall) -> None:
    analysis, _ = analysis_of(hall, "why")

    def act(db):
        group = themes.make_group(db, analysis, HALL, title="Elkaar kennen", now=hall.house.now())
        for theme in themes.alive(db, analysis):
            themes.change(db, theme.id, HALL, key_group_id=group, now=hall.house.now())

    hall.house.write(act)


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


def check_sheet(page: Page, height: int) -> None:
    small = [entry for entry in page.evaluate(SIZES_OF_TEXT) if entry[0] < height / 25]
    assert small == []
    assert page.evaluate(OUTSIDE) == []


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
    assert wall.evaluate("document.querySelector('.welkom .qr').naturalWidth > 0")


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
        second = themes.on_the_table(db, analysis)[1].id
    hall.house.write(lambda db: themes.adopt(db, second, HALL, now=hall.house.now()))
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


def test_the_first_sight_needs_neither_live_line_nor_its_module(watched, hall):
    say(hall, ["Tuin"])
    turn(hall, "cards")
    page = watched.page()
    page.route("**/socket.io/**", lambda route: route.abort())
    page.goto(wall_url(hall))
    expect(page.locator("main")).to_contain_text("Tuin")
    expect(page.locator(".conn")).to_contain_text("geen verbinding")


def test_a_lost_line_is_said_quietly_and_made_good_without_help(watched, hall):
    turn(hall, "cards")
    page, lines, down = watched.page(), [], []

    def meet(line) -> None:
        if down:
            line.close()
        else:
            line.connect_to_server()
            lines.append(line)

    page.route_web_socket(re.compile("socket.io"), meet)
    page.route("**/socket.io/**", lambda route: route.abort() if down else route.continue_())
    page.goto(wall_url(hall))
    say(hall, ["Voor"])
    expect(page.locator("main")).to_contain_text("Voor")
    down.append(True)
    for line in lines:
        line.close()
    expect(page.locator(".conn")).to_be_visible(timeout=20_000)
    expect(page.locator(".conn")).to_contain_text("geen verbinding")
    say(hall, ["Tijdens"])
    expect(page.locator("main")).to_contain_text("Voor")
    down.clear()
    expect(page.locator("main")).to_contain_text("Tijdens", timeout=20_000)
    expect(page.locator(".conn")).to_be_hidden()


def test_after_the_day_the_wall_says_so_and_shows_nothing_more(wall, hall):
    say(hall, ["Tuin"])
    expect(wall.locator("main")).to_contain_text("Tuin")
    hall.close()
    expect(wall.locator("main")).to_contain_text("De dag is voorbij")
    expect(wall.locator("body")).not_to_contain_text("Tuin")
    expect(wall.locator(".spine .code")).to_be_hidden()
    check_sheet(wall, 1080)
    assert violations(wall) == []
    wall.reload()
    expect(wall.locator("main")).to_contain_text("De dag is voorbij")
    assert violations(wall) == []
    check_sheet(wall, 1080)


def test_a_result_that_stands_there_stays_when_the_day_is_closed(wall, hall):
    say(hall, [f"Tuin {number}" for number in range(20)])
    sort(hall)
    turn(hall, "result")
    wall.locator(".uitslagwand li").first.wait_for()
    hall.close()
    expect(wall.locator(".spine h1")).to_contain_text("De dag is voorbij")
    expect(wall.locator(".uitslagwand li").first).to_contain_text("Ontmoeten")


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
