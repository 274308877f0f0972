"""How large the snapshots of wall and studio are and how long they take, in a small and in a large hall."""

from __future__ import annotations

import statistics
import time
from concurrent.futures import Future
from dataclasses import dataclass
from pathlib import Path
from secrets import token_hex, token_urlsafe
from typing import Any

import requests

from bench.clients import TABLES
from bench.contributing import EMAIL, PASSWORD, open_workshop
from bench.served import Failed, Served, data_folder
from bench.wire import http
from facilitator.demo.day import load as load_day
from facilitator.demo.lead import Lead
from facilitator.demo.story import EXERCISE
from facilitator.house import House, build
from facilitator.settings import Settings
from sessions import contributions, participants
from sessions.exercises.answers import as_form

PEOPLE = 300
FIRSTS = 5
CACHED = 30
AT_ONCE = 64
ENCODINGS = {"plain": "identity", "gzip": "gzip", "brotli": "br"}


@dataclass(frozen=True)
class Prepared:
    """A hall with so many interventions; `secret` is that of one of its participants."""

    workshop: int
    step: int
    wall_secret: str
    secret: str


class Desk(Lead):
    """The facilitator, whose signed-in browser also fetches as it is told."""

    @property
    def browser(self) -> requests.Session:
        return self._http


@dataclass(frozen=True)
class Answer:
    """Milliseconds to the last byte, bytes of the body as it came over the line, and its ETag."""

    milliseconds: float
    size: int
    tag: str


def snapshots(sizes: tuple[int, int]) -> dict[str, dict[int, dict[str, float]]]:
    """Audience kind to number of interventions to bytes (plain, gzip, brotli) and milliseconds."""
    with data_folder() as data:
        halls = _prepared(data, sizes)
        with Served(data) as server:
            lead = Desk(server.address, lambda _line: None)
            lead.sign_in(EMAIL, PASSWORD)
            found: dict[str, dict[int, dict[str, float]]] = {"wall": {}, "studio": {}}
            for size, hall in halls.items():
                with http(hall.wall_secret) as wall:
                    for kind, client in (("wall", wall), ("studio", lead.browser)):
                        found[kind][size] = _measured(server.address, hall, kind, client)
            if server.complaints:
                raise Failed("\n".join(server.complaints))
    return found


def _prepared(data: Path, sizes: tuple[int, int]) -> dict[int, Prepared]:
    """The workshops come from the pages, what is said in them from the domain's own verbs."""
    day = load_day()
    made: list[tuple[int, int, int, str]] = []
    with Served(data) as server:
        lead = open_workshop(server, day)
        for size in sizes:
            if made:
                lead.make_workshop(day, held_on="2026-11-23")
                lead.open()
            step = lead.go_to(EXERCISE)
            made.append((size, lead.workshop, step, lead.wall_address().rpartition("/")[2]))
    house = build(Settings(data=data))
    try:
        return {
            size: Prepared(workshop, step, wall, _fill(house, workshop, step, size))
            for size, workshop, step, wall in made
        }
    finally:
        house.close()


def _fill(house: House, workshop: int, step: int, size: int) -> str:
    """`size` interventions of `PEOPLE` people stand in the workshop; returns the secret of one of them."""
    secrets = [token_urlsafe(32) for _ in range(PEOPLE)]
    people = _all(
        house,
        [
            lambda db, place=place, secret=secret: participants.join(
                db,
                workshop,
                table_number=1 + place % TABLES,
                name="",
                language="nl",
                secret=secret,
                now=house.now(),
            )
            for place, secret in enumerate(secrets)
        ],
    )
    said = [each.answer for each in load_day().said]
    _all(
        house,
        [
            lambda db, number=number: contributions.contribute(
                db,
                step,
                people[number % PEOPLE],
                key=token_hex(16),
                data=as_form(said[number % len(said)]),
                now=house.now(),
            )
            for number in range(size)
        ],
    )
    return secrets[0]


def _all(house: House, verbs: list[Any]) -> list[Any]:
    done: list[Any] = []
    for start in range(0, len(verbs), AT_ONCE):
        waiting: list[Future[Any]] = [house.writer.submit(verb) for verb in verbs[start : start + AT_ONCE]]
        done += [future.result() for future in waiting]
    return done


def _measured(address: str, hall: Prepared, kind: str, client: requests.Session) -> dict[str, float]:
    """Medians. `first`: after a contribution, so that the server makes it anew; `cached`: the same again."""
    url = f"{address}/live/{kind}:{hall.workshop}"
    firsts: list[float] = []
    for number in range(FIRSTS):
        _contribute(address, hall, f"{kind} {number}")
        firsts.append(_get(client, url, "br").milliseconds)
    cached = [_get(client, url, "br") for _ in range(CACHED)]
    tag = cached[0].tag
    if {answer.tag for answer in cached} != {tag}:
        raise Failed(f"{kind}: the snapshot changed while nothing happened")
    unchanged = [_get(client, url, "br", tag).milliseconds for _ in range(CACHED)]
    sizes = {name: _get(client, url, encoding).size for name, encoding in ENCODINGS.items()}
    return {
        **sizes,
        "first_ms": statistics.median(firsts),
        "cached_ms": statistics.median(answer.milliseconds for answer in cached),
        "unchanged_ms": statistics.median(unchanged),
    }


def _get(client: requests.Session, url: str, encoding: str, tag: str = "") -> Answer:
    """What the server answers; raises for anything but a snapshot or *not modified*."""
    begun = time.perf_counter()
    wanted = {"Accept-Encoding": encoding} | ({"If-None-Match": tag} if tag else {})
    answer = client.get(url, headers=wanted, timeout=60, stream=True)
    body = answer.raw.read(decode_content=False)
    taken = 1000 * (time.perf_counter() - begun)
    answer.raise_for_status()
    if answer.status_code != (304 if tag else 200):
        raise Failed(f"{url}: {answer.status_code}")
    return Answer(taken, len(body), answer.headers["ETag"])


def _contribute(address: str, hall: Prepared, title: str) -> None:
    with http(hall.secret) as phone:
        path = f"{address}/p/{hall.workshop}/steps/{hall.step}/contributions"
        said = {"key": token_hex(16), "title": f"Nog een {title}", "levers": []}
        phone.post(path, json=said, timeout=30).raise_for_status()
