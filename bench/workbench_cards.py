"""How smooth the workbench is with thousands of cards: `python -m bench.workbench_cards 200 2000`.

Chromium (`--browser`, /usr/bin/chromium) opens the workbench of a hall in which so many reasons stand: half
of them in 40 themes, a quarter in 12 proposals, a quarter not placed. Times are in milliseconds, median and
95th percentile. A *frame* is the time between two drawings of the screen while something happens.
"""

from __future__ import annotations

import argparse
import json
import statistics
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from math import cos, sin
from pathlib import Path
from secrets import token_hex, token_urlsafe
from typing import Any

from playwright.sync_api import Browser, Page, sync_playwright

from bench import leading
from bench.served import Served, data_folder
from facilitator.house import House, build
from facilitator.identity import LOGIN_COOKIE
from facilitator.settings import Settings
from sessions import contributions, participants, users, workshops
from sessions.analysis import analyses, themes
from sessions.exercises.answers import as_form
from sessions.journal import Actor
from sessions.models import Cluster, ClusterMember, Run
from sessions.proposing import mapping

THEMES, PROPOSALS = 40, 12
A_TIME, PEOPLE = 8, 40
ROUNDS = 20
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"]
WHO = ("de buren", "de school", "een vereniging", "het huis van het kind", "de jongeren", "een vrijwilliger")
WHAT = ("kennen elkaar bij naam", "eten samen", "doen het zonder papieren", "beginnen in de eigen taal")
WHERE = ("op de hoek", "in de wasserette", "na de les", "op zondag", "in het park", "aan één tafel")

FRAMES = """async (milliseconds) => {
  const frames = [];
  let last = performance.now();
  const ends = last + milliseconds;
  while (last < ends) {
    await new Promise(requestAnimationFrame);
    frames.push(performance.now() - last);
    last = performance.now();
  }
  return frames;
}"""
STEPS = """async (kind) => {
  const main = document.querySelector('main');
  const pane = main.scrollHeight > main.clientHeight + 1 ? main : document.scrollingElement;
  const stage = document.querySelector('[data-slot=stage]');
  const at = (type, x) => stage.dispatchEvent(
    new PointerEvent(type, {pointerId: 1, button: 0, clientX: 500 + x, clientY: 400, bubbles: true}));
  if (kind === 'map') { stage.setPointerCapture = () => {}; at('pointerdown', 0); }
  const frames = [];
  let last = performance.now();
  for (let step = 0; step < 60; step++) {
    if (kind === 'map') at('pointermove', 4 * step);
    else pane.scrollBy(0, 120);
    await new Promise(requestAnimationFrame);
    frames.push(performance.now() - last);
    last = performance.now();
  }
  if (kind === 'map') at('pointerup', 240);
  return frames.slice(1);
}"""
WATCH = """(id) => {
  const count = document.querySelector(`#theme-${id} [data-slot=count]`);
  window.drawn = null;
  window.began = performance.now();
  const see = (_, watcher) => { window.drawn = performance.now(); watcher.disconnect(); };
  new MutationObserver(see).observe(count, {childList: true, characterData: true, subtree: true});
}"""


@dataclass(frozen=True)
class Desk:
    """A workshop with so many passages, and the login of its facilitator."""

    workshop: int
    analysis: int
    login: str
    passages: list[int]
    themes: list[int]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("sizes", nargs="*", type=int, default=[200, 2000])
    parser.add_argument("--browser", default="/usr/bin/chromium")
    parser.add_argument("--json", type=Path)
    asked = parser.parse_args()
    report = {size: _measured(size, asked.browser) for size in asked.sizes}
    if asked.json:
        asked.json.write_text(json.dumps(report, indent=2))
    rows = list(dict.fromkeys(name for figures in report.values() for name in figures))
    print("| | " + " | ".join(f"{size:,} cards" for size in report) + " |")
    print("| --- |" + " ---: |" * len(report))
    for name in rows:
        print(f"| {name} | " + " | ".join(str(report[size].get(name, "")) for size in report) + " |")


def _measured(size: int, program: str) -> dict[str, str]:
    with data_folder() as data:
        house = build(Settings(data=data))
        try:
            desk = _furnished(house, size)
            with Served(data) as server, sync_playwright() as playwright:
                browser = playwright.chromium.launch(executable_path=program, args=ARGUMENTS)
                with _page(browser, server.address, desk) as page:
                    return _figures(house, server.address, desk, page)
        finally:
            house.close()


@contextmanager
def _page(browser: Browser, address: str, desk: Desk) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 1440, "height": 900}, locale="nl-BE", bypass_csp=True)
    context.set_default_timeout(240_000)
    context.add_cookies([{"name": LOGIN_COOKIE, "value": desk.login, "url": address}])
    yield context.new_page()
    context.close()
    browser.close()


def _figures(house: House, address: str, desk: Desk, page: Page) -> dict[str, str]:
    url = f"{address}/workshops/{desk.workshop}/workbench/{desk.analysis}"
    found: dict[str, str] = {}
    for name, path in (("page", url), ("snapshot", f"{address}/live/workbench:{desk.analysis}")):
        for how in ("identity", "br"):
            answer = page.context.request.get(path, headers={"Accept-Encoding": how})
            size = int(answer.headers.get("content-length", len(answer.body())))
            found[f"{name}, bytes{' (brotli)' if how == 'br' else ''}"] = f"{size:,}"
    firsts = []
    for _ in range(3):
        page.goto(url, wait_until="commit")
        page.wait_for_function("document.querySelector('#connection')?.textContent.includes('bewaard')")
        firsts.append(page.evaluate("performance.now()"))
    found["first draw, live"] = f"{statistics.median(firsts):.0f}"
    found["elements on the page"] = f"{page.evaluate('document.querySelectorAll(`*`).length'):,}"
    found |= _news(house, desk, page)
    found["scroll, frame"] = _said(page.evaluate(STEPS, "board"))
    page.locator("#lens-q").fill("wasserette")
    found["search, longest frame"] = f"{max(page.evaluate(FRAMES, 1500)):.0f}"
    page.locator("#lens-q").fill("")
    if page.locator("[data-view-link=map]").count():
        page.goto(f"{url}?view=map")
        page.wait_for_function("document.querySelector('[data-slot=waits]')?.hidden")
        page.evaluate(FRAMES, 1000)
        found["map, pan, frame"] = _said(page.evaluate(STEPS, "map"))
    return found


def _news(house: House, desk: Desk, page: Page) -> dict[str, str]:
    """Somebody else moves a card: from the act until it is drawn, and the longest frame meanwhile."""
    until, longest = [], []
    for number in range(ROUNDS):
        passage = desk.passages[len(desk.passages) // 4 + number]
        theme, actor = desk.themes[number % THEMES], Actor("command")
        page.evaluate(WATCH, theme)
        frames = page.evaluate_handle(f"(() => ({{ done: ({FRAMES})(900) }}))()")
        house.write(
            lambda db, passage=passage, theme=theme, actor=actor: themes.move(
                db, desk.analysis, actor, passage_ids=[passage], theme_id=theme, now=house.now()
            )
        )
        longest.append(max(frames.evaluate("each => each.done")))
        page.wait_for_function("window.drawn !== null")
        until.append(page.evaluate("window.drawn - window.began"))
    return {
        "move by somebody else, until drawn": _said(until),
        "move by somebody else, longest frame": _said(longest),
    }


def _said(times: list[float]) -> str:
    ordered = sorted(times)
    return f"{statistics.median(ordered):.0f} / {ordered[int(0.95 * (len(ordered) - 1))]:.0f}"


def _furnished(house: House, size: int) -> Desk:
    login, moment = token_urlsafe(32), house.now()

    def enter(db: Any) -> tuple[int, int]:
        user = leading.facilitator(db, now=moment)
        users.sign_in(db, user, login, now=moment)
        workshop = leading.startmoment(db, user, now=moment)
        workshops.open_workshop(db, workshop, Actor("command"), now=moment)
        step = next(each for each in workshops.steps_of(db, workshop) if each.kind == "interventions")
        present = workshops.present_step(db, workshop)
        seen = present.id if present else None
        workshops.go_to_step(db, workshop, step.id, Actor("command"), seen=seen, now=moment)
        return workshop, step.id

    workshop, step = house.write(enter)
    people = [_joined(house, workshop, number) for number in range(PEOPLE)]
    for start in range(0, size, A_TIME):
        _said_by(house, step, people[(start // A_TIME) % PEOPLE], range(start, min(size, start + A_TIME)))
    return _sorted(house, workshop, login)


def _joined(house: House, workshop: int, number: int) -> int:
    return house.write(
        lambda db: participants.join(
            db,
            workshop,
            table_number=1 + number % 10,
            name="",
            language="nl",
            secret=token_urlsafe(32),
            now=house.now(),
        )
    )


def _said_by(house: House, step: int, person: int, numbers: range) -> None:
    reasons = [{"text": _sentence(each), "key": token_hex(16)} for each in numbers]
    answer = {"title": f"Initiatief {numbers.start}", "levers": ["vertrouwen"], "reasons": reasons}
    house.write(
        lambda db: contributions.contribute(
            db, step, person, key=token_hex(16), data=as_form(answer), now=house.now()
        )
    )


def _sentence(number: int) -> str:
    who, what, where = WHO[number % 6], WHAT[number // 6 % 4], WHERE[number // 24 % 6]
    return f"{who.capitalize()} {what} {where}, dat was de {number}e keer"


def _sorted(house: House, workshop: int, login: str) -> Desk:
    """Half in themes, a quarter in proposals, everything on the map."""
    actor, moment = Actor("command"), house.now()
    with house.store.reading() as db:
        analysis = next(each.id for each in analyses.of_workshop(db, workshop) if each.key == "why")
        rows = analyses.passages_of(db, analyses.in_workshop(db, workshop, analysis))
        passages = [passage.id for passage, _, _ in rows]
    decided = passages[len(passages) // 2 :]
    made = [
        house.write(
            lambda db, each=each: themes.make(
                db, analysis, actor, title=f"Thema {each + 1}", passage_ids=decided[each::THEMES], now=moment
            )
        )
        for each in range(THEMES)
    ]

    def lay(db: Any) -> None:
        run = Run(
            analysis_id=analysis,
            number=1,
            state="done",
            parameters={},
            seed=0,
            input_revision=0,
            started_at=moment,
        )
        run.finished_at = moment
        db.add(run)
        db.flush()
        for place in range(PROPOSALS):
            cluster = Cluster(run_id=run.id, position=place + 1, words=f"voorstel, {place + 1}", cohesion=0.5)
            db.add(cluster)
            db.flush()
            for passage in passages[: len(passages) // 4][place::PROPOSALS]:
                db.add(ClusterMember(cluster_id=cluster.id, passage_id=passage, confidence=0.8))
        mapping.add(db, analysis, {each: _spot(number) for number, each in enumerate(passages)})

    house.write(lay)
    return Desk(workshop, analysis, login, passages, made)


def _spot(number: int) -> tuple[float, float]:
    group = number % THEMES
    away = 0.18 * ((number // THEMES * 0.618) % 1) ** 0.5
    turn = number * 2.39996
    return (group % 8 - 3.5) / 3 + away * cos(turn), (group // 8 - 2) / 3 + away * sin(turn)


if __name__ == "__main__":
    main()
