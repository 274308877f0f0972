"""The export page in a real browser: axe in light and dark, a narrow window, a file that arrives."""

from __future__ import annotations

import json
import secrets
import threading
from collections.abc import Iterator

import pytest
from builders import contribute, intervention
from live_server import violations
from playwright.sync_api import BrowserContext, Page
from werkzeug.serving import make_server

from facilitator.identity import LOGIN_COOKIE
from sessions import users

pytestmark = pytest.mark.browser


@pytest.fixture
def address(app, cast) -> Iterator[str]:
    contribute(cast.house, cast.phones[0], cast.step(), intervention("Tuin", reasons=["Iedereen kan iets"]))
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.port}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def desk(mapped_browser, cast, address) -> Iterator[BrowserContext]:
    """A browser in which the facilitator is signed in."""
    token = secrets.token_urlsafe(32)
    cast.house.write(lambda db: users.sign_in(db, cast.facilitator, token, now=cast.house.now()))
    context = mapped_browser.new_context(locale="nl-BE", reduced_motion="reduce", accept_downloads=True)
    context.add_cookies([{"name": LOGIN_COOKIE, "value": token, "url": address}])
    yield context
    context.close()


def opened(
    desk: BrowserContext, url: str, *, scheme: str = "light", width: int = 1440
) -> tuple[Page, list[str]]:
    page = desk.new_page()
    page.set_viewport_size({"width": width, "height": 900})
    page.emulate_media(color_scheme=scheme)
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    page.goto(url)
    return page, complaints


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("state", ["", "/xlsx?grade=restricted"])
def test_the_page_has_no_accessibility_violations(desk, cast, address, scheme, state):
    page, complaints = opened(desk, f"{address}/workshops/{cast.gathering}/exports{state}", scheme=scheme)
    assert violations(page) == []
    # The refused request itself is the one thing that a browser's console mentions.
    assert [text for text in complaints if "422" not in text] == []


def test_the_page_fits_a_narrow_window(desk, cast, address):
    page, _ = opened(desk, f"{address}/workshops/{cast.gathering}/exports", width=320)
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


def test_a_button_brings_the_file(desk, cast, address, tmp_path):
    page, _ = opened(desk, f"{address}/workshops/{cast.gathering}/exports")
    page.get_by_role("radio", name="Publiek").check()
    with page.expect_download() as arriving:
        page.get_by_role("button", name="Bewaar JSON").click()
    target = tmp_path / arriving.value.suggested_filename
    arriving.value.save_as(target)
    assert target.name.startswith("iedereen-aan-tafel-public-")
    assert json.loads(target.read_text(encoding="utf-8"))["grade"] == "public"
