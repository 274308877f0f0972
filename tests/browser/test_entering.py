"""A personal link in a real browser: its secret is in no address that the server sees."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from typing import Any

import pytest
from builders import make_user
from focus_builders import Focus, add_member, make_focus
from live_server import violations
from playwright.sync_api import Browser, Page
from werkzeug.serving import WSGIRequestHandler, make_server

from facilitator.app import create_app
from facilitator.house import House
from sessions.focus import asked

pytestmark = pytest.mark.browser


class Quiet(WSGIRequestHandler):
    def log_request(self, *_arguments: Any) -> None:
        return


@pytest.fixture
def focus(house: House) -> Focus:
    return make_focus(house, make_user(house, "hilde@lotus.example", "facilitator"), members=0)


@pytest.fixture
def served(focus: Focus) -> Iterator[tuple[str, list[str]]]:
    """The address of the installation, and every address with its referrer as the server sees them."""
    app, seen = create_app(focus.house), []

    def listening(environ: Any, start: Any) -> Any:
        seen.append(f"{environ['PATH_INFO']}?{environ['QUERY_STRING']} {environ.get('HTTP_REFERER', '')}")
        return app(environ, start)

    server = make_server("127.0.0.1", 0, listening, threaded=True, request_handler=Quiet)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://hall.test:{server.port}", seen
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def page(mapped_browser: Browser) -> Iterator[Page]:
    context = mapped_browser.new_context(viewport={"width": 360, "height": 740}, locale="nl-BE")
    yield context.new_page()
    context.close()


def test_a_link_opens_the_page_and_its_secret_is_in_no_address(
    focus: Focus, served: tuple[str, list[str]], page: Page
) -> None:
    base, seen = served
    one = add_member(focus, focus.groups[0], name="Merel", state="invited")
    problems: list[str] = []
    page.on("console", lambda said: problems.append(said.text) if said.type == "error" else None)
    page.goto(f"{base}/f/{focus.workshop_id}/enter#{one.secret}")
    page.wait_for_url("**/consent")
    assert violations(page) == []
    page.get_by_label("Nee").check(force=True)
    page.get_by_label("Je schuilnaam").fill("Uil van de hoek")
    page.get_by_role("button", name="Ik doe mee").click()
    page.wait_for_url(f"**/f/{focus.workshop_id}")
    with focus.house.store.reading() as db:
        there = asked.person(db, one.id)
    assert (there.member.state, there.participant.name) == ("present", "Uil van de hoek")
    page.go_back()
    page.go_back()
    assert one.secret not in page.url and not any(one.secret in each for each in seen)
    assert problems == []


def test_without_script_the_link_is_pasted(
    focus: Focus, served: tuple[str, list[str]], mapped_browser: Browser
) -> None:
    base, _seen = served
    one = add_member(focus, focus.groups[0], name="Merel", state="invited")
    context = mapped_browser.new_context(java_script_enabled=False, locale="nl-BE")
    page = context.new_page()
    link = f"{base}/f/{focus.workshop_id}/enter#{one.secret}"
    page.goto(link)
    page.get_by_label("Plak je link").fill(link)
    page.get_by_role("button", name="Open mijn pagina").click()
    page.wait_for_url("**/consent")
    context.close()


def test_the_pages_around_a_link_have_no_barriers(
    focus: Focus, served: tuple[str, list[str]], page: Page
) -> None:
    base, _seen = served
    page.goto(f"{base}/f/{focus.workshop_id}/enter")
    assert violations(page) == []
    page.get_by_label("Plak je link").fill("niet van hier")
    page.get_by_role("button", name="Open mijn pagina").click()
    page.get_by_text("Deze link werkt niet (meer).").wait_for()
    assert violations(page) == []
    page.goto(f"{base}/f/{focus.workshop_id}/lost")
    assert violations(page) == []
