"""The result in a real browser: on a laptop, on a phone, on paper, with and without script."""

from __future__ import annotations

import re
import secrets
from collections.abc import Iterator

import builders
import pytest
from builders import contribute, intervention, propose
from live_server import Watched, violations
from playwright.sync_api import Page, expect

from facilitator.identity import LOGIN_COOKIE
from sessions import users
from sessions.analysis import analyses, key_groups, themes
from sessions.journal import Actor
from sessions.models import WorkshopMember
from sessions.proposing import proposals

pytestmark = pytest.mark.browser

SIZES = {"laptop": (1440, 900), "phone": (360, 740)}


def decide(hall) -> None:
    """Two groups, three key characteristics of every level, one outside a group, one proposal, one loose."""
    phones = [builders.join(hall.house, hall.workshop_id, table=table) for table in (1, 2)]
    step = hall.go_to()
    for number in range(6):
        answer = intervention(
            f"Tuin {number}",
            reasons=[f"Omdat {number} buren elkaar kennen"],
            preconditions=[f"Geld voor {number} jaar"],
            levers=["vertrouwen"],
        )
        contribute(hall.house, phones[number % 2], step, answer)
    with hall.house.store.reading() as db:
        why, needed = analyses.of_workshop(db, hall.workshop_id)
        reasons = [passage.id for passage, _, _ in analyses.passages_of(db, why)]
        needs = [passage.id for passage, _, _ in analyses.passages_of(db, needed)]
    propose(hall.house, why.id, [("buren kennen", reasons[4:5])])
    propose(hall.house, needed.id, [("geld en tijd", needs[:3]), ("jaren", needs[3:])])

    def act(db):
        actor, now = Actor("command"), hall.house.now()
        group = key_groups.make(db, why.id, actor, title="Ontmoeten", now=now)
        made = [
            themes.make(db, why.id, actor, title=title, passage_ids=[passage], now=now)
            for title, passage in zip(
                ["Namen leren", "Vertrouwen", "Een plek", "Kiemen"], reasons, strict=False
            )
        ]
        levels = ("characteristic", "goal", "precondition")
        for theme, level in zip(made, levels, strict=False):
            themes.change(db, theme, actor, key_group_id=group, level=level, now=now)
        themes.rank(db, why.id, actor, theme_ids=made, now=now)
        proposals.adopt(db, proposals.on_the_table(db, needed.id)[0].id, actor, now=now)

    hall.house.write(act)


def signed_in(hall) -> dict[str, str]:
    """The cookie of the one who facilitates this hall."""
    token = secrets.token_urlsafe(32)

    def act(db):
        user_id = db.query(WorkshopMember.user_id).filter_by(workshop_id=hall.workshop_id).scalar()
        users.sign_in(db, user_id, token, now=hall.house.now())

    hall.house.write(act)
    return {"name": LOGIN_COOKIE, "value": token, "url": hall.address}


@pytest.fixture
def opened(mapped_browser, hall) -> Iterator:
    """Opens the result with options of a browser context."""
    contexts: list[Watched] = []
    cookie = signed_in(hall)

    def result(**options) -> Page:
        watched = Watched(mapped_browser, hall.address, reduced_motion="reduce", **options)
        contexts.append(watched)
        watched.context.add_cookies([cookie])
        page = watched.page()
        page.goto(f"{hall.address}/workshops/{hall.workshop_id}/result")
        return page

    yield result
    for watched in contexts:
        watched.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", SIZES)
def test_everybody_can_read_it_at_every_size(opened, hall, size, scheme):
    width, height = SIZES[size]
    empty = opened(viewport={"width": width, "height": height}, color_scheme=scheme)
    assert violations(empty) == []
    decide(hall)
    page = opened(viewport={"width": width, "height": height}, color_scheme=scheme)
    expect(page.locator("h1")).to_have_text("4 sleutelkenmerken: 1 groep en een rest")
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_dashed_is_the_machine_and_solid_is_a_person(opened, hall):
    decide(hall)
    page = opened(viewport={"width": 1440, "height": 900})
    edge = "e => getComputedStyle(e).borderBlockStartStyle"
    assert page.locator(".groepen > li").first.evaluate(edge) == "solid"
    assert page.locator(".groepen > li.proposal").evaluate(edge) == "dashed"
    expect(page.locator(".groepen > li.proposal")).to_contain_text("hierover besliste nog niemand")
    expect(page.locator(".voorw > li.proposal")).to_contain_text("voorstel van de computer")
    expect(page.locator("main")).to_contain_text("Nog nergens geplaatst: 1 uitspraak")
    expect(page.locator(".let")).to_contain_text("Grondrechten")


def test_it_works_without_script(opened, hall):
    decide(hall)
    page = opened(java_script_enabled=False)
    expect(page.locator(".kk blockquote")).to_have_count(4)
    page.locator(".groepen h2 a").first.click()
    expect(page).to_have_url(re.compile("#group-"))


def test_paper_gets_the_result_and_none_of_the_buttons(opened, hall):
    decide(hall)
    page = opened(viewport={"width": 688, "height": 980})
    page.emulate_media(media="print")
    expect(page.locator(".kk").first).to_be_visible()
    expect(page.locator(".voorw")).to_be_visible()
    assert page.locator(".btn:visible, .leaf:visible, .skip:visible").count() == 0
    assert page.evaluate("document.documentElement.scrollWidth") <= 688
    left = "s => document.querySelector(s).getBoundingClientRect().left"
    assert page.evaluate(left, "main h1") == page.evaluate(left, ".side h2")
    assert page.pdf(format="A4").startswith(b"%PDF")
