"""The parts that pages are made of, in a real browser: contrast and names (axe), reflow, a strict policy."""

import hashlib
import http.server
import re
import threading
from collections.abc import Iterator
from pathlib import Path

import jinja2
import pytest
from live_server import violations
from playwright.sync_api import Browser, Page, expect
from wtforms import Form, StringField, TextAreaField

from facilitator.drawing import icons
from sessions.pictures import LIVE, system_model

ROOT = Path(__file__).parents[2]
SPECIMEN = Path(__file__).parent / "specimen"
TYPES = {
    "css": "text/css",
    "js": "text/javascript",
    "svg": "image/svg+xml",
    "woff2": "font/woff2",
    "png": "image/png",
}
POLICY = "default-src 'self'; require-trusted-types-for 'script'; trusted-types 'none'"

# What sticks out of a window of 320 pixels; tables may scroll inside their own box.
OUTSIDE = """() => [...document.querySelectorAll("body *")]
    .filter(e => !e.closest(".tabelhok, .visually-hidden, .skip, svg"))
    .filter(e => { const r = e.getBoundingClientRect(); return r.width && (r.right > 321 || r.left < -1); })
    .map(e => e.outerHTML.slice(0, 120))"""
# Words that their own box cuts off.
CUT = """() => [...document.querySelectorAll("button, label, h1, h2, p")]
    .filter(e => !e.closest(".visually-hidden, .skip"))
    .filter(e => e.clientWidth > 1 && e.scrollWidth > e.clientWidth + 1)
    .map(e => e.outerHTML.slice(0, 120))"""
LEAVES_OUTSIDE = """() => {
    const f = document.querySelector("#veld svg").getBoundingClientRect();
    const sides = r => [f.left - r.left, r.right - f.right, f.top - r.top, r.bottom - f.bottom];
    const leaves = [...document.querySelectorAll("#veld path")].map(leaf => leaf.getBoundingClientRect());
    return leaves.filter(leaf => Math.max(...sides(leaf)) > 2).length; }"""

LEVERS = [
    ("trust", "Vertrouwen", "handshake", None),
    ("rights", "Grondrechten", "scale", None),
    ("agency", "Handelingsvermogen", "footprints", "mensen krijgen meer greep op hun eigen leven."),
    ("sharing", "Herverdelen", "split", None),
    ("value", "Meerwaarde", "sprout", None),
    ("life", "Levenskwaliteit", "house", None),
]
SEEN = [
    system_model.LeverSeen("rights", "Grondrechten", "e", "scale", 19),
    system_model.LeverSeen("trust", "Vertrouwen", "a", "handshake", 124),
    system_model.LeverSeen("agency", "Handelingsvermogen", "c", "footprints", 96),
    system_model.LeverSeen("value", "Meerwaarde", "b", "sprout", 81),
    system_model.LeverSeen("sharing", "Herverdelen", "h", "split", 0),
    system_model.LeverSeen("life", "Levenskwaliteit", "d", "house", 41),
]
ARROWS = [
    ("rights", "trust"),
    ("trust", "agency"),
    ("agency", "value"),
    ("value", "sharing"),
    ("sharing", "life"),
]
SCRIPTS = [
    ("Startmoment", "een halve dag, 12 tafels", [20, 10, 30, 20, 15, 50, 20, 15]),
    ("Projectatelier", "een halve dag, 3 tafels", [15, 40, 15, 45, 25]),
    ("Brainstorm in 20 minuten", "één tafel", [3, 5, 8, 4]),
]
PAGES = [
    "phone?join",
    "phone?form",
    "phone?mine",
    "phone?fout",
    "start",
    "start?first",
    "studio",
    "workbench",
    "result",
]
WALLS = ["wall?cards", "wall?levers", "wall?result"]


class Specimen(Form):
    """One field of each kind, two of them refused."""

    name = StringField("Je naam", description="Hij komt nergens op het scherm.")
    title = StringField("Titel")
    obstacle = TextAreaField("Wat stond in de weg?")
    code = StringField("De code")
    day = StringField("Dag")


class Person:
    """Who is signed in, as the top bar shows it."""

    name = "Hilde Claes"


def render(name: str, part: str, language: str) -> str:
    """The page of one specimen template, with the values that its parts need."""
    folders = [ROOT / "templates", SPECIMEN]
    env = jinja2.Environment(
        loader=jinja2.FileSystemLoader(folders), autoescape=True, undefined=jinja2.StrictUndefined
    )
    env.globals.update(
        asset=lambda path: f"/static/{path}",
        csrf_token=lambda: "token",
        url_for=lambda endpoint: f"/{endpoint}",
        _=lambda text, **values: text % values if values else text,
    )
    form = Specimen(
        data={"title": "Taalcafé in de wasserette", "obstacle": "De huur ging omhoog", "code": "K7M4 PQ3O"}
    )
    form.code.errors = ["In onze codes staat geen O."]
    form.day.errors = ["Kies een dag."]
    count = int(part.removeprefix("cards") or 38) if part.startswith("cards") else 0
    part = "cards" if part.startswith("cards") else part
    values = {"levers": LEVERS, "scripts": SCRIPTS, "form": form, "me": Person, "count": count}
    values["picture"] = system_model.draw(SEEN, ARROWS, icons=icons(), paint=LIVE, label="De zes hefbomen")
    return env.get_template(f"{name}.html").render(language=language, part=part, **values)


class Handler(http.server.BaseHTTPRequestHandler):
    """Serves the specimens and the product's own static files, under the product's strict policy."""

    def do_GET(self) -> None:
        """Answer with a rendered specimen or a file."""
        path, _, query = self.path.partition("?")
        if path.startswith("/static/"):
            self.answer(
                (ROOT / path.lstrip("/")).read_bytes(), TYPES.get(path.rpartition(".")[2], "text/plain")
            )
        elif "." in path:
            self.answer((SPECIMEN / Path(path).name).read_bytes(), TYPES[path.rpartition(".")[2]])
        else:
            part, _, language = query.partition("&")
            self.answer(render(path.strip("/"), part, language or "nl").encode(), "text/html; charset=utf-8")

    def answer(self, body: bytes, kind: str) -> None:
        """Send one whole answer."""
        self.send_response(200)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Content-Security-Policy", POLICY)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Keep the test output quiet."""


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    """The address of the specimen server, on a free port."""
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()


@pytest.fixture(scope="module")
def chromium(mapped_browser: Browser) -> Browser:
    """The one Chromium of this test run: Playwright does not start twice in a process."""
    return mapped_browser


def opened(
    browser: Browser, url: str, width: int, height: int, scheme: str = "light"
) -> tuple[Page, list[str]]:
    """A page on `url`, and the list that gathers what its console complains about."""
    page = browser.new_page(
        viewport={"width": width, "height": height}, color_scheme=scheme, reduced_motion="reduce"
    )
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.goto(url)
    page.evaluate("document.fonts.ready")
    return page, complaints


@pytest.mark.browser
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("page_name", PAGES)
def test_parts_are_accessible_and_keep_the_policy(
    chromium: Browser, address: str, page_name: str, scheme: str
) -> None:
    size = (360, 740) if page_name.startswith("phone") else (1440, 900)
    page, complaints = opened(chromium, f"{address}/{page_name}", *size, scheme)
    assert violations(page) == []
    assert complaints == []
    page.close()


@pytest.mark.browser
@pytest.mark.parametrize("page_name", WALLS)
def test_wall_is_accessible_and_never_overflows(chromium: Browser, address: str, page_name: str) -> None:
    page, complaints = opened(chromium, f"{address}/{page_name}", 1920, 1080)
    assert violations(page) == []
    assert complaints == []
    assert page.evaluate(
        "document.documentElement.scrollHeight <= 1080 && document.documentElement.scrollWidth <= 1920"
    )
    smallest = page.evaluate(
        "Math.min(...[...document.querySelectorAll('.wall p, .wall h1, .wall h2, .wall h3, .wall li')]"
        ".map(e => parseFloat(getComputedStyle(e).fontSize)))"
    )
    assert smallest >= 1080 / 25
    page.close()


@pytest.mark.browser
@pytest.mark.parametrize("page_name", PAGES)
def test_pages_reflow_at_320_pixels_and_in_both_directions(
    chromium: Browser, address: str, page_name: str
) -> None:
    name, _, part = page_name.partition("?")
    for language in ("nl", "ar"):
        page, _ = opened(chromium, f"{address}/{name}?{part}&{language}", 320, 640)
        page.evaluate("document.querySelectorAll('details').forEach(e => { e.open = true })")
        assert page.evaluate(OUTSIDE) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= 320
        page.close()


@pytest.mark.browser
@pytest.mark.parametrize("page_name", [name for name in PAGES if name.startswith("phone")])
def test_phone_keeps_everything_with_text_twice_as_large(
    chromium: Browser, address: str, page_name: str
) -> None:
    page, _ = opened(chromium, f"{address}/{page_name}", 360, 740)
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    assert page.evaluate(CUT) == []
    page.close()


@pytest.mark.browser
def test_axe_would_find_a_fault(chromium: Browser, address: str) -> None:
    page, _ = opened(chromium, f"{address}/phone?form", 360, 740)
    page.evaluate("document.querySelector('.hint').style.color = '#ccc'")
    page.evaluate("document.querySelector('.leaf').replaceChildren()")
    rules = {line.split(":")[0] for line in violations(page)}
    assert rules == {"color-contrast", "button-name"}
    page.close()


@pytest.mark.browser
@pytest.mark.parametrize("count", [1, 38, 300, 2000])
def test_field_of_leaves_has_a_leaf_for_every_contribution(
    chromium: Browser, address: str, count: int
) -> None:
    page, _ = opened(chromium, f"{address}/wall?cards{count}", 1920, 1080)
    expect(page.locator("#veld svg path")).to_have_count(count)
    assert page.evaluate(LEAVES_OUTSIDE) == 0
    page.close()


@pytest.mark.browser
def test_keyboard_opens_menu_and_dialog_and_comes_back(chromium: Browser, address: str) -> None:
    page, _ = opened(chromium, f"{address}/studio", 1440, 900)
    page.locator("details.menu summary").last.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Meld af")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("button", name="Meld af")).to_be_hidden()
    expect(page.locator("details.menu summary").last).to_be_focused()
    page.get_by_role("button", name="Sluit de dag").first.click()
    expect(page.get_by_role("dialog", name="De dag sluiten?")).to_be_visible()
    page.get_by_role("button", name="Toch niet").click()
    expect(page.get_by_role("dialog")).to_have_count(0)
    page.close()


def test_dark_theme_says_the_same_twice() -> None:
    tokens = (ROOT / "static/css/tokens.css").read_text(encoding="utf-8")
    blocks = re.findall(r"\{([^{}]*color-scheme: dark[^{}]*)\}", tokens)
    said = [set(re.findall(r"--[\w-]+: [^;]+;", block)) for block in blocks]
    assert len(said) == 2
    assert said[0] == said[1]


def test_style_sheets_are_logical_and_load_nothing_inline() -> None:
    physical = re.compile(
        r"(?<![\w-])(?:margin|padding|border)-(?:left|right|top|bottom)|(?<![\w-])(?:left|right|top|bottom):"
    )
    for sheet in sorted((ROOT / "static/css").glob("*.css")):
        text = sheet.read_text(encoding="utf-8")
        assert physical.findall(text) == [], sheet.name
        assert "data:" not in text, f"{sheet.name}: the policy refuses data addresses"


def test_sprite_holds_exactly_the_listed_icons() -> None:
    names = (ROOT / "static/icons/names.txt").read_text(encoding="utf-8").split()
    drawn = re.findall(
        r'<symbol id="([\w-]+)"', (ROOT / "static/icons/sprite.svg").read_text(encoding="utf-8")
    )
    assert drawn == names


def test_vendored_files_are_what_their_readme_says() -> None:
    for readme, base in (
        (ROOT / "static/vendor/README.md", ROOT / "static"),
        (ROOT / "tests/vendor/README.md", ROOT / "tests/vendor"),
    ):
        rows = re.findall(r"\| `([^`]+)` \|.*`([0-9a-f]{64})`", readme.read_text(encoding="utf-8"))
        assert rows
        for path, digest in rows:
            assert hashlib.sha256((base / path).read_bytes()).hexdigest() == digest, path
