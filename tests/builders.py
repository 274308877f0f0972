"""Builders: short ways to the state that a test needs, through the domain's own verbs."""

from __future__ import annotations

import re
import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from random import SystemRandom
from typing import Any

from flask.testing import FlaskClient

from facilitator.house import House
from facilitator.identity import LOGIN_COOKIE, PHONE_COOKIE, hash_password
from sessions import contributions, participants, users, workshops
from sessions.analysis import analyses
from sessions.exercises.answers import as_form
from sessions.hall import preparing
from sessions.journal import Actor
from sessions.proposing import proposals, runs
from sessions.scripts import Script, load
from sessions.text import join_code

PASSWORD = "een lang wachtwoord"
_HASH = hash_password(PASSWORD)


@dataclass
class Clock:
    """The time that a test tells."""

    moment: datetime = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.moment

    def passes(self, **span: float) -> datetime:
        self.moment += timedelta(**span)
        return self.moment


@dataclass
class Phone:
    """A participant and the secret that their phone keeps."""

    id: int
    secret: str
    workshop_id: int


@dataclass
class Cast:
    """The fixed cast. `gathering` is open at its interventions; `elsewhere` belongs to strangers."""

    house: House
    administrator: int
    facilitator: int
    analyst: int
    observer: int
    stranger: int
    gathering: int
    elsewhere: int
    phones: list[Phone] = field(default_factory=list)

    @property
    def moderator(self) -> Actor:
        return Actor("user", self.facilitator)

    def analysis(self, key: str = "why", workshop_id: int | None = None) -> int:
        with self.house.store.reading() as db:
            found = analyses.of_workshop(db, workshop_id or self.gathering)
            return next(each.id for each in found if each.key == key)

    def step(self, kind: str = "interventions", workshop_id: int | None = None) -> int:
        with self.house.store.reading() as db:
            steps = workshops.steps_of(db, workshop_id or self.gathering)
            return next(each.id for each in steps if each.kind == kind)

    def passages(self, key: str = "why") -> list[int]:
        with self.house.store.reading() as db:
            analysis = analyses.in_workshop(db, self.gathering, self.analysis(key))
            return [passage.id for passage, _, _ in analyses.passages_of(db, analysis)]


def make_user(house: House, email: str, role: str) -> int:
    name = email.partition("@")[0].capitalize()
    return house.write(
        lambda db: users.create(
            db, email=email, name=name, password_hash=_HASH, role=role, language="nl", now=house.now()
        )
    )


def make_workshop(
    house: House,
    facilitator: int,
    title: str = "Iedereen aan tafel",
    *,
    tables: int = 10,
    language: str = "nl",
) -> int:
    return make_from(
        house, facilitator, load("startmoment", language), title, tables=tables, language=language
    )


def make_from(
    house: House,
    facilitator: int,
    script: Script,
    title: str = "Iedereen aan tafel",
    *,
    tables: int = 10,
    language: str = "nl",
) -> int:
    return house.write(
        lambda db: workshops.make(
            db,
            script,
            title=title,
            held_on=date(2026, 11, 23),
            language=language,
            tables=tables,
            organisation_id=1,
            user_id=facilitator,
            join_code=join_code(SystemRandom()),
            wall_secret=secrets.token_urlsafe(24),
            now=house.now(),
        )
    )


def open_at(house: House, workshop_id: int, kind: str = "interventions") -> int:
    """The workshop is open at its first step of that kind; returns the step's id."""
    actor = Actor("command")

    def act(db: Any) -> int:
        workshops.open_workshop(db, workshop_id, actor, now=house.now())
        step = next(each for each in workshops.steps_of(db, workshop_id) if each.kind == kind)
        present = workshops.present_step(db, workshop_id)
        workshops.go_to_step(
            db, workshop_id, step.id, actor, seen=present.id if present else None, now=house.now()
        )
        return step.id

    return house.write(act)


def join(house: House, workshop_id: int, *, table: int = 1, name: str = "", language: str = "nl") -> Phone:
    secret = secrets.token_urlsafe(32)
    participant_id = house.write(
        lambda db: participants.join(
            db,
            workshop_id,
            table_number=table,
            name=name,
            language=language,
            secret=secret,
            now=house.now(),
        )
    )
    return Phone(participant_id, secret, workshop_id)


def intervention(
    title: str = "Taalcafé in de wasserette",
    *,
    reasons: Sequence[str] = (),
    preconditions: Sequence[str] = (),
    levers: Sequence[str] = (),
    **fields: Any,
) -> dict[str, Any]:
    """An answer as an outside client would send it, in JSON."""
    return {
        "title": title,
        "levers": list(levers),
        "reasons": [{"text": text, "key": secrets.token_hex(16)} for text in reasons],
        "preconditions": [{"text": text, "key": secrets.token_hex(16)} for text in preconditions],
        **fields,
    }


def contribute(
    house: House, phone: Phone, step: int, answer: dict[str, Any], key: str = ""
) -> dict[str, Any]:
    """The receipt of that contribution."""
    key = key or secrets.token_hex(16)
    return house.write(
        lambda db: contributions.contribute(
            db, step, phone.id, key=key, data=as_form(answer), now=house.now()
        )
    )


def propose(
    house: House, analysis_id: int, groups: Sequence[tuple[str, Sequence[int]]], *, user_id: int | None = None
) -> int:
    """A finished run with these clusters (working title, passage ids), as if a machine had made them."""

    def act(db: Any) -> int:
        run_id = runs.start_run(db, analysis_id, user_id=user_id, now=house.now())
        runs.finish_run(
            db,
            run_id,
            [runs.Proposed(words, [(each, 0.8) for each in members]) for words, members in groups],
            runs.Outcome("by hand", {}),
            now=house.now(),
        )
        return run_id

    return house.write(act)


def adopt_everything(house: House, analysis_id: int, actor: Actor) -> list[int]:
    return house.write(lambda db: proposals.adopt_all(db, analysis_id, actor, now=house.now()))


def make_cast(house: House) -> Cast:
    administrator = make_user(house, "beheer@lotus.example", "admin")
    facilitator = make_user(house, "hilde@lotus.example", "facilitator")
    analyst = make_user(house, "wout@lotus.example", "analyst")
    observer = make_user(house, "samira@lotus.example", "observer")
    stranger = make_user(house, "vreemd@lotus.example", "facilitator")
    gathering = make_workshop(house, facilitator)
    elsewhere = make_workshop(house, stranger, "Ergens anders")
    actor = Actor("user", facilitator)
    for email, role in (("wout@lotus.example", "analyst"), ("samira@lotus.example", "observer")):
        house.write(
            lambda db, email=email, role=role: preparing.set_member(
                db, gathering, actor, email=email, role=role, now=house.now()
            )
        )
    cast = Cast(house, administrator, facilitator, analyst, observer, stranger, gathering, elsewhere)
    open_at(house, gathering)
    open_at(house, elsewhere)
    cast.phones = [join(house, gathering, table=table) for table in (1, 1, 2)]
    return cast


def sign_in(client: FlaskClient, house: House, user_id: int) -> None:
    """This client is signed in as that user."""
    token = secrets.token_urlsafe(32)
    house.write(lambda db: users.sign_in(db, user_id, token, now=house.now()))
    client.set_cookie(LOGIN_COOKIE, token)


def hold_phone(client: FlaskClient, phone: Phone) -> None:
    """This client is that participant's phone."""
    client.set_cookie(f"{PHONE_COOKIE}{phone.workshop_id}", phone.secret)


def csrf_of(client: FlaskClient, path: str = "/") -> str:
    """The form token that a page of this client carries."""
    page = client.get(path, follow_redirects=True).get_data(as_text=True)
    found = re.search(r'name="csrf-token" content="([^"]+)"', page)
    assert found is not None, f"{path} carries no form token"
    return found.group(1)
