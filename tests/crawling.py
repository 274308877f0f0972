"""A crawl: a day in one language with something of everything in it, and what its pages say."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Any

from builders import (
    Phone,
    contribute,
    hold_phone,
    intervention,
    join,
    make_user,
    make_workshop,
    open_at,
    propose,
    sign_in,
)
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from facilitator.house import House
from sessions import users
from sessions.analysis import analyses
from sessions.models import Lever, Workshop
from sessions.workshops import steps_of

# Whole words that Dutch cannot do without and that are no words of English or French.
_DUTCH = """
    het een één niet je jij jou jouw jullie wat deze naar nog geen wordt worden werd hun bij uit ook eerst
    kan kun staat waar waarom wie hoe zonder alles alle welk welke opnieuw nooit iets niets iemand mensen
    bijdrage bijdragen tafel tafels hefboom hefbomen thema themas voorstel voorstellen groepen stap stappen
    wand telefoon naam taal bewaar bewaard verzonden uitslag werkbank randvoorwaarde randvoorwaarden
    sleutelkenmerk sleutelkenmerken begeleider draaiboek minuten kies vul typ verberg toon zoek maak haal zet
    volgende terug gezegd besloten vandaag dag leeg zie hoeveel wanneer
"""
DUTCH = frozenset(_DUTCH.split())
_BY_SCRIPTS = "data-at data-saved data-saving data-refused data-failed data-words data-here"
SAID = frozenset(f"aria-label aria-valuetext alt title placeholder {_BY_SCRIPTS}".split())


class Reader(HTMLParser):
    """What a page shows, reads aloud, or hands to its scripts to say."""

    def __init__(self) -> None:
        super().__init__()
        self.said: list[str] = []
        self._inside = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._inside = dict(attrs).get("id") or "code" if tag == "script" else tag
        for name, value in attrs:
            if name in SAID and value:
                self.said += strings_of(json.loads(value)) if value[0] in "{[" else [value]

    def handle_endtag(self, tag: str) -> None:
        self._inside = ""

    def handle_data(self, data: str) -> None:
        if self._inside in ("words", "woorden", "snapshot"):
            self.said += strings_of(json.loads(data))
        elif self._inside not in ("code", "style") and data.strip():
            self.said.append(data.strip())


def strings_of(value: Any) -> list[str]:
    if isinstance(value, dict):
        return [text for name, inner in value.items() if name != "key" for text in strings_of(inner)]
    if isinstance(value, list):
        return [text for inner in value for text in strings_of(inner)]
    return [value] if isinstance(value, str) else []


def said_on(page: str) -> list[str]:
    reader = Reader()
    reader.feed(page)
    return reader.said


def dutch_in(texts: list[str]) -> list[str]:
    return [text for text in texts if DUTCH & set(re.findall(r"[^\W\d_]+", text.lower().replace("’", "")))]


class Day:
    """A workshop in one language, with something of everything in it, and the pages around it."""

    def __init__(self, house: House, app: Flask, language: str) -> None:
        app.config["WTF_CSRF_ENABLED"] = False
        self.house, self.app, self.language = house, app, language
        self.administrator = make_user(house, "alma@lotus.example", "admin")
        self.facilitator = make_user(house, "hilda@lotus.example", "facilitator")
        self.observer = make_user(house, "omar@lotus.example", "observer")
        self.lonely = make_user(house, "lea@lotus.example", "analyst")
        self.workshop = make_workshop(house, self.facilitator, "Agora", language=language, tables=3)
        self.quiet = make_workshop(house, self.facilitator, "Forum", language=language, tables=2)
        self.root = f"/workshops/{self.workshop}"
        with house.store.reading() as db:
            found = db.scalars(select(Workshop).where(Workshop.id == self.workshop)).one()
            self.code, self.wall = found.join_code, f"/wall/{found.wall_secret}"
            levers = list(db.scalars(select(Lever).where(Lever.workshop_id == self.workshop)))
            self.lever, self.levers = levers[0].id, [each.key for each in levers]
            self.steps = [(step.id, step.kind) for step in steps_of(db, self.workshop)]
            self.analyses = {each.key: each.id for each in analyses.of_workshop(db, self.workshop)}

    def client(self, person: int | Phone | None = None) -> FlaskClient:
        client = self.app.test_client()
        client.set_cookie("language", self.language)
        if isinstance(person, Phone):
            hold_phone(client, person)
        elif person is not None:
            sign_in(client, self.house, person)
        return client

    def happens(self) -> None:
        """People join, write, and are sorted; one contribution is hidden, a proposal is left open."""
        house, leader = self.house, self.client(self.facilitator)
        self.exercise = open_at(house, self.workshop)
        self.phones = [join(house, self.workshop, table=n, language=self.language) for n in (1, 1, 2)]
        written = []
        for place, phone in enumerate(self.phones):
            answer = intervention(
                f"Patio {place}",
                reasons=[f"Ubuntu {place}", f"Amore {place}"],
                preconditions=[f"Budget {place}"],
                levers=self.levers[:1],
                obstacle=f"Rio {place}",
            )
            written.append(contribute(house, phone, self.exercise, answer)["id"])
        self.first, last = written[0], written[-1]
        leader.post(f"{self.root}/contributions/{last}/hide", data={"reason": "Nunc"})
        self.client(self.phones[1]).post(
            f"/p/{self.workshop}/contributions/{self.first}/heart", data={"given": "yes"}
        )
        leader.post(f"{self.root}/members", data={"email": "omar@lotus.example", "role": "observer"})
        self.decide(leader)

    def decide(self, leader: FlaskClient) -> None:
        for key, analysis in self.analyses.items():
            with self.house.store.reading() as db:
                found = analyses.in_workshop(db, self.workshop, analysis)
                ids = [passage.id for passage, _, _ in analyses.passages_of(db, found)]
            propose(self.house, analysis, [("Sol", ids[:2]), ("Luna", ids[2:3])], user_id=self.facilitator)
            bench = f"{self.root}/workbench/{analysis}"
            terra = {"title": f"Terra {key}", "passage": ids[:1]}
            made = leader.post(f"{bench}/acts/make", data=terra, headers={"Accept": "application/json"})
            leader.post(f"{bench}/acts/make", data={"title": f"Aqua {key}"})
            leader.post(f"{bench}/acts/make-group", data={"title": "Mundo"})
            leader.post(f"{bench}/acts/rank", data={"theme_id": made.json["theme"], "direction": "last"})

    def pages(self) -> Iterator[tuple[str, str]]:
        """Address and page, of everything that somebody can come across."""
        yield from self.of_the_door()
        yield from self.of_staff(self.quiet, "preparing")
        self.happens()
        yield from self.of_staff(self.workshop, "open")
        yield from self.of_the_bench()
        yield from self.of_phones()
        yield self.got(self.client(), self.wall)
        for view in ("levers", "themes", "result"):
            self.client(self.facilitator).post(f"{self.root}/wall", data={"view": view})
            yield self.got(self.client(), self.wall)
        yield from self.of_refusals()
        self.client(self.facilitator).post(f"{self.root}/close")
        yield from self.of_staff(self.workshop, "closed")
        yield self.got(self.client(self.phones[0]), f"/p/{self.workshop}")
        yield self.got(self.client(), self.wall, 410)

    def got(self, client: FlaskClient, address: str, status: int = 200) -> tuple[str, str]:
        answer = client.get(address)
        assert answer.status_code == status, address
        return address, answer.get_data(as_text=True)

    def sent(self, client: FlaskClient, address: str, status: int, **data: Any) -> tuple[str, str]:
        answer = client.post(address, data=data)
        assert answer.status_code == status, address
        return f"POST {address}", answer.get_data(as_text=True)

    def of_the_door(self) -> Iterator[tuple[str, str]]:
        client = self.client()
        self.house.write(lambda db: users.offer_setup(db, "token", now=self.house.now()))
        for address in ("/", "/login", "/j"):
            yield self.got(client, address)
        for address in ("/nowhere", "/j/ABC", "/j/OOOOOOOO", "/j/QQQQQQQQ"):
            yield self.got(client, address, 404)
        yield self.sent(client, "/login", 422)
        yield self.sent(client, "/login", 401, email="alma@lotus.example", password="x")
        yield self.sent(client, "/j", 422)
        if self.client().get("/setup/token").status_code == 200:
            yield self.sent(client, "/setup/token", 422, email="x", password="x", name="x", organisation="x")
        yield self.got(self.client(self.lonely), "/")
        yield self.got(self.client(self.administrator), "/accounts?made=Alma")
        yield self.sent(self.client(self.administrator), "/accounts", 422, email="x", name="", role="x")
        yield self.got(self.client(self.administrator), "/")

    def of_staff(self, workshop: int, state: str) -> Iterator[tuple[str, str]]:
        client, root = self.client(self.facilitator), f"/workshops/{workshop}"
        yield self.got(client, "/")
        yield self.got(client, "/workshops/new")
        for part in ("programme", "cards", "studio", "studio?news=faster", "result", "exports"):
            yield self.got(client, f"{root}/{part}")
        if state == "open":
            for step, _kind in self.steps:
                yield self.got(client, f"{root}/steps/{step}")
                yield self.got(client, f"{root}/steps/{step}/preview")
            yield self.got(client, f"{root}/steps/new")
            yield self.sent(client, f"{root}/steps/{self.steps[2][0]}/remove", 422)
            yield self.got(client, f"{root}/exports/json?grade=analysis")
        if state == "preparing":
            yield self.sent(client, "/workshops/new", 422, script="x", title="x" * 200, tables="x")
            yield self.sent(client, f"{root}/details", 422, held_on="x", tables="0", language="x")
            yield self.sent(client, f"{root}/members", 422, email="x", role="x")
            yield self.sent(client, f"{root}/members", 422, email="x", role="analyst")
            yield self.got(client, f"{root}/script/keep")
            yield self.sent(client, f"{root}/script/keep", 422, name="", summary="x" * 300)
            yield self.got(client, "/scripts?kept=x")
            yield self.sent(client, "/scripts", 422)

    def of_the_bench(self) -> Iterator[tuple[str, str]]:
        client = self.client(self.facilitator)
        yield self.got(client, f"{self.root}/contributions/{self.first}/hide")
        yield self.sent(client, f"{self.root}/contributions/{self.first}/hide", 422)
        step = next(step for step, kind in self.steps if kind == "interventions")
        yield self.sent(client, f"{self.root}/steps/{step}", 422, title="", minutes="x", wall="x")
        yield self.got(client, f"{self.root}/exports/xlsx?grade=restricted", 422)
        for analysis in self.analyses.values():
            bench = f"{self.root}/workbench/{analysis}"
            for query in ("", "?show=order", "?show=history", "?theme=1", "?passage=1", "?q=zzz"):
                yield self.got(client, f"{bench}{query}")
            yield self.got(self.client(self.observer), f"{bench}?theme=1")
            yield self.sent(client, f"{bench}/acts/make", 422)
            yield self.sent(client, f"{bench}/acts/rank", 422, theme_id="1", direction="x")
            yield self.sent(client, f"{bench}/propose", 422, k="x")
        yield self.got(self.client(self.observer), f"{self.root}/result")

    def of_phones(self) -> Iterator[tuple[str, str]]:
        yield self.got(self.client(), f"/j/{self.code}")
        yield self.sent(self.client(), f"/j/{self.code}", 422, table="99", name="x" * 200)
        for phone in (self.phones[0], self.phones[2]):
            for view in ("now", "mine", "others", "me"):
                yield self.got(self.client(phone), f"/p/{self.workshop}?view={view}")
            yield self.got(self.client(phone), f"/p/{self.workshop}/others")
        wrong = {"reasons-0-text": "x" * 999, "levers": "x", "formal": "x", "what": "x" * 999}
        address = f"/p/{self.workshop}/steps/{self.exercise}/contributions"
        yield self.sent(self.client(self.phones[0]), address, 422, **wrong)
        yield self.sent(self.client(self.phones[0]), f"/p/{self.workshop}/me", 422, table="99")

    def of_refusals(self) -> Iterator[tuple[str, str]]:
        yield self.got(self.client(self.observer), f"{self.root}/studio", 403)
        yield self.got(self.client(self.lonely), f"{self.root}/studio", 404)
        over = self.client(self.phones[0])
        other = next(step for step, kind in self.steps if kind == "moment")
        yield self.sent(over, f"/p/{self.workshop}/steps/{other}/contributions", 409, title="x", key="k" * 32)
        answer = self.client().get(f"{self.root}/studio", headers={"Accept": "application/json"})
        yield "signed out", f"<p>{answer.json['message']}</p>"
