"""The pictures in a real browser: system model, tree and solution space on the wall, and the desk's pages."""

from __future__ import annotations

import re
import secrets
from collections.abc import Iterator

import pytest
from builders import contribute, intervention, join
from live_server import HALL, Hall, Watched, settle, violations
from playwright.sync_api import Page, expect
from sqlalchemy import select
from wall_acts import check_sheet, group_all, say, sort, turn, wall_url

from facilitator.identity import LOGIN_COOKIE
from sessions import users, workshops
from sessions.exercises.answers import as_form
from sessions.hall import image, levers, paper, preparing
from sessions.models import Exercise, WorkshopMember

pytestmark = pytest.mark.browser

# Per arrow the smallest distance of its line to any circle's edge, in units of the drawing.
CLEAR = """() => { const circles = [...document.querySelectorAll(".beeld > g > circle")];
    return [...document.querySelectorAll(".pijl")].map(arrow => {
      const long = arrow.getTotalLength();
      const points = Array.from({length: 101}, (_, k) => arrow.getPointAtLength(long * k / 100));
      return Math.min(...points.flatMap(p => circles.map(c => {
        const [x, y, r] = [c.cx, c.cy, c.r].map(each => each.baseVal.value);
        return Math.hypot(p.x - x, p.y - y) - r; }))); }); }"""
CIRCLES = """() => [...document.querySelectorAll(".beeld > g > circle")]
    .map(c => [c.cx, c.cy, c.r].map(each => each.baseVal.value))"""
LEAVES = """() => Object.fromEntries([...document.querySelectorAll("[data-leaf]")]
    .map(leaf => [leaf.dataset.leaf, leaf.getAttribute("transform")]))"""
# Words that lie over other words, by what they say.
OVERLAPS = """() => {
    const texts = [...document.querySelectorAll("main text")].map(t => [t.textContent, t.getBBox()]);
    const inside = b => ({l: b.x + 2, r: b.x + b.width - 2, t: b.y + b.height * .25, b: b.y + b.height * .8});
    const found = [];
    texts.forEach(([one, a], n) => texts.slice(n + 1).forEach(([other, b]) => {
      const [p, q] = [inside(a), inside(b)];
      if (p.l < q.r && q.l < p.r && p.t < q.b && q.t < p.b) found.push([one, other]); }));
    return found; }"""


@pytest.fixture
def watched(mapped_browser, hall) -> Iterator[Watched]:
    size = {"width": 1920, "height": 1080}
    made = Watched(mapped_browser, hall.address, viewport=size, reduced_motion="reduce")
    yield made
    made.close()


def wall_at(watched: Watched, hall: Hall, view: str) -> Page:
    turn(hall, view)
    page = watched.page()
    page.goto(wall_url(hall))
    # With its typeface the wall draws itself once more, so it asks for the picture again.
    settle(page)
    page.locator("main svg.beeld").first.wait_for()
    settle(page)
    return page


def act(hall: Hall, verb, *args, **more):
    return hall.house.write(lambda db: verb(db, *args, **more, now=hall.house.now()))


def make_levers(hall: Hall, count: int) -> None:
    """So many levers, with an arrow from each to the next and to the one after."""
    with hall.house.store.reading() as db:
        present = [lever.id for lever in levers.levers_of(db, hall.workshop_id)]
    for lever in present[count:]:
        act(hall, levers.remove_lever, lever, HALL)
    for number in range(count - len(present)):
        act(hall, levers.add_lever, hall.workshop_id, HALL, name=f"Leefbare planeet {number}")
    with hall.house.store.reading() as db:
        present = [lever.id for lever in levers.levers_of(db, hall.workshop_id)]
    for place in range(count):
        for step in (1, 2):
            ends = {"start": present[place], "end": present[(place + step) % count]}
            act(hall, levers.set_arrow, hall.workshop_id, HALL, **ends, reason="Het ene helpt het andere.")


def hang(hall: Hall, *said: tuple[str, str, str]) -> None:
    def verb(db) -> None:
        steps = workshops.steps_of(db, hall.workshop_id)
        step = next((each for each in steps if each.kind == "tree"), None)
        if step is None:
            more = {"kind": "tree", "title": "De boom", "minutes": 10, "settings": {}}
            step = Exercise(workshop_id=hall.workshop_id, position=len(steps) + 1, **more)
            db.add(step)
            db.flush()
        user = facilitator_of(db, hall)
        for text, part, lever in said:
            data = as_form({"text": text, "part": part, "lever": lever})
            key = secrets.token_hex(8)
            given = {"table_id": None, "language": "nl", "key": key, "data": data}
            paper.enter(db, step.id, user, **given, now=hall.house.now())

    hall.house.write(verb)


def facilitator_of(db, hall: Hall) -> int:
    query = select(WorkshopMember.user_id).where(WorkshopMember.workshop_id == hall.workshop_id)
    return db.scalar(query)


@pytest.mark.parametrize("count", [3, 6, 8])
def test_arrows_run_between_the_circles_and_names_stand_free(watched, hall, count):
    make_levers(hall, count)
    phone, step = join(hall.house, hall.workshop_id), hall.go_to("interventions")
    for levers_named in (["grondrechten"], ["vertrouwen"] * 9, ["handelingsvermogen"] * 14):
        for key in levers_named:
            contribute(hall.house, phone, step, intervention(levers=[key]))
    page = wall_at(watched, hall, "levers")
    assert len(page.evaluate(CIRCLES)) == count
    clear = page.evaluate(CLEAR)
    assert len(clear) >= 2 * count - (count == 3) and min(clear) > 8
    assert page.evaluate(OVERLAPS) == []
    check_sheet(page, 1080)
    assert violations(page) == []


def test_circles_grow_where_they_stand(watched, hall):
    page = wall_at(watched, hall, "levers")
    before = page.evaluate(CIRCLES)
    say(hall, [f"Tuin {number}" for number in range(40)])
    expect(page.locator("main svg.beeld")).to_have_attribute("aria-label", re.compile("Vertrouwen 10"))
    after = page.evaluate(CIRCLES)
    assert [circle[:2] for circle in before] == [circle[:2] for circle in after]
    assert max(circle[2] for circle in after) > max(circle[2] for circle in before)


def test_a_new_arrow_and_another_name_reach_the_wall(watched, hall):
    page = wall_at(watched, hall, "levers")
    arrows = page.locator(".pijl").count()
    with hall.house.store.reading() as db:
        first, *_, last = (lever.id for lever in levers.levers_of(db, hall.workshop_id))
    act(hall, levers.set_arrow, hall.workshop_id, HALL, start=last, end=first, reason="Daarom")
    expect(page.locator(".pijl")).to_have_count(arrows + 1)
    act(hall, preparing.change_levers, hall.workshop_id, HALL, {first: ("Rechten", "")})
    expect(page.locator("main text", has_text="Rechten")).to_be_visible()


@pytest.mark.parametrize("count", [0, 6, 240])
def test_the_tree_is_whole_and_readable_with_few_and_with_many(watched, hall, count):
    say(hall, [f"Een tuin voor de hele wijk {number}" for number in range(count)])
    page = wall_at(watched, hall, "tree")
    assert page.locator("[data-leaf]").count() == count
    assert page.locator(".slip").count() == (1 if count else 0)
    assert page.evaluate(OVERLAPS) == []
    check_sheet(page, 1080)
    assert violations(page) == []


def test_the_tree_grows_and_no_leaf_moves(watched, hall):
    say(hall, [f"Tuin {number}" for number in range(9)])
    page = wall_at(watched, hall, "tree")
    before = page.evaluate(LEAVES)
    assert len(before) == 9
    say(hall, ["Nog een tuin", "En nog een"])
    expect(page.locator("[data-leaf]")).to_have_count(11)
    after = page.evaluate(LEAVES)
    assert {name: after[name] for name in before} == before
    expect(page.locator(".slip")).to_contain_text("En nog een")
    page.reload()
    expect(page.locator("[data-leaf]")).to_have_count(11)
    assert page.evaluate(LEAVES) == after


def test_what_hangs_on_the_tree_is_read_at_its_part(watched, hall):
    page = wall_at(watched, hall, "tree")
    hang(hall, ("Vrije pers", "roots", ""), ("Iedereen telt", "trunk", ""), ("Buren", "crown", "vertrouwen"))
    expect(page.locator("main")).to_contain_text("Vrije pers")
    expect(page.locator("main")).to_contain_text("Een veerkrachtige samenleving (1)")
    expect(page.locator("[data-leaf]")).to_have_count(1)
    expect(page.locator(".spine h1")).to_contain_text("3 beelden hangen aan de boom")
    assert page.evaluate(OVERLAPS) == []
    check_sheet(page, 1080)


def test_a_lost_network_leaves_the_last_picture(watched, hall):
    say(hall, ["Tuin"])
    page = wall_at(watched, hall, "tree")
    page.route("**/pictures/**", lambda route: route.abort())
    say(hall, ["Nog een tuin"])
    expect(page.locator("[data-count=contributed]")).to_have_text("2")
    expect(page.locator("[data-leaf]")).to_have_count(1)
    page.unroute("**/pictures/**")
    expect(page.locator("[data-leaf]")).to_have_count(2)


def test_the_solution_space_is_whole_while_empty_and_when_the_day_is_done(watched, hall):
    page = wall_at(watched, hall, "solution")
    expect(page.locator(".streefbeeld")).to_contain_text("veerkrachtige samenleving")
    expect(page.locator(".kolommen")).to_contain_text("Nog geen bestanddelen")
    check_sheet(page, 1080)
    assert violations(page) == []
    say(hall, [f"Tuin {number}" for number in range(40)])
    sort(hall)
    group_all(hall)
    expect(page.locator(".kolommen")).to_contain_text("Elkaar kennen")
    expect(page.locator(".spine h1")).to_contain_text("Het minst gekozen: Grondrechten, Herverdelen")
    assert page.locator(".kolommen section").first.locator("li").count() == 6
    assert page.locator(".kolommen li.proposal").count() > 0
    check_sheet(page, 1080)
    assert violations(page) == []
    act(hall, image.set_vision, hall.workshop_id, HALL, "Samen " * 99)
    expect(page.locator(".streefbeeld")).to_contain_text("Samen Samen")
    check_sheet(page, 1080)


SIZES = {"desk": (1440, 900), "phone": (360, 740), "large": (1920, 1080)}
WIDER = "document.documentElement.scrollWidth > innerWidth"


@pytest.mark.parametrize(("size", "scheme"), [("desk", "dark"), ("phone", "light"), ("large", "light")])
def test_the_pages_of_the_desk_are_in_order_in_every_size(mapped_browser, hall, size, scheme):
    say(hall, [f"Tuin {number}" for number in range(20)])
    sort(hall)
    hang(hall, ("Vrije pers", "roots", ""))
    token = secrets.token_urlsafe(32)
    with hall.house.store.reading() as db:
        user = facilitator_of(db, hall)
    act(hall, users.sign_in, user, token)
    width, height = SIZES[size]
    watched = Watched(
        mapped_browser, hall.address, viewport={"width": width, "height": height}, color_scheme=scheme
    )
    watched.context.add_cookies([{"name": LOGIN_COOKIE, "value": token, "url": hall.address}])
    page = watched.page()
    for address in ("image", "solution-space"):
        page.goto(f"{hall.address}/workshops/{hall.workshop_id}/{address}")
        page.locator("svg.beeld").first.wait_for()
        assert violations(page) == [], address
        assert not page.evaluate(WIDER), address
    watched.close()


def test_a_name_that_is_changed_is_kept_and_one_that_is_missing_is_said(mapped_browser, hall):
    token = secrets.token_urlsafe(32)
    with hall.house.store.reading() as db:
        user = facilitator_of(db, hall)
        first = levers.levers_of(db, hall.workshop_id)[0].id
    act(hall, users.sign_in, user, token)
    watched = Watched(mapped_browser, hall.address, viewport={"width": 1440, "height": 900})
    watched.context.add_cookies([{"name": LOGIN_COOKIE, "value": token, "url": hall.address}])
    page = watched.page()
    page.goto(f"{hall.address}/workshops/{hall.workshop_id}/image")
    name = page.locator(f"#name-{first}")
    name.fill("")
    name.blur()
    expect(page.locator(f"#name-{first}-error")).to_have_text("Geef deze hefboom een naam.")
    name.fill("Gelijke rechten")
    name.blur()
    expect(page.locator("#bewaard")).to_have_text("alles bewaard")
    page.reload()
    expect(page.locator(f"#name-{first}")).to_have_value("Gelijke rechten")
    expect(page.locator(".voorbeelden")).to_contain_text("Gelijke")
    watched.close()
