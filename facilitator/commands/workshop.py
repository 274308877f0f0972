"""`lotusbloem workshop`: create, open, close, and who may do what there."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from random import SystemRandom
from typing import Any

import click
from sqlalchemy.orm import Session

from facilitator import links
from facilitator.commands.options import data_option, json_option, open_house, print_json, workshop_named
from facilitator.house import House
from sessions import time_zones, users, workshops
from sessions.access import ROLES
from sessions.errors import Missing
from sessions.focus import making
from sessions.hall import own_scripts, preparing
from sessions.journal import Actor
from sessions.models import User, Workshop
from sessions.scripts import Script, library, load
from sessions.text import code_in_groups, join_code
from sessions.time_zones import USUAL
from sessions.words import LANGUAGES

COMMAND = Actor("command")


@click.group()
def workshop() -> None:
    """Make, open and close workshops without the web pages.

    What a command changes is shown at once on every wall, studio and phone of a server that runs.
    Exit codes: 0 when it is done, 1 when it was refused, 2 for a wrong command line.
    """


@workshop.command("create")
@click.option(
    "--script",
    "script_name",
    required=True,
    help="The programme to start from: startmoment, projectatelier, brainstorm, or an own one by its name.",
)
@click.option("--title", required=True, help="The name that people see.")
@click.option("--language", type=click.Choice(list(LANGUAGES)), help="The language of the workshop.")
@click.option("--tables", type=int, help="How many tables there are. Without it the script says so.")
@click.option(
    "--time-zone",
    default=USUAL,
    show_default=True,
    help="On whose clocks the hours of the programme and of rounds are, such as Europe/Lisbon.",
)
@click.option("--date", "held_on", type=click.DateTime(["%Y-%m-%d"]), help="The day. Without it today.")
@click.option(
    "--facilitator",
    "email",
    help="The account that leads it. Without it the first administrator does, else the first facilitator.",
)
@json_option
@data_option
def create(
    script_name: str,
    title: str,
    language: str | None,
    tables: int | None,
    time_zone: str,
    held_on: datetime | None,
    email: str | None,
    as_json: bool,
    data: Path | None,
) -> None:
    """Make a workshop from a script and print its links. It is not open yet."""
    with open_house(data) as house:
        language = language or house.settings.language
        script = _script(house, script_name, language)
        moment = house.now()
        # A zone that is none is refused with the rest.
        there = time_zone if time_zones.is_zone(time_zone) else USUAL
        day = held_on.date() if held_on else time_zones.day(moment, there)

        def make(db: Session) -> int:
            leader = _leader(db, email)
            return making.from_script(
                db,
                script,
                title=title,
                held_on=day,
                language=language,
                tables=script.tables if tables is None else tables,
                time_zone=time_zone,
                organisation_id=users.home_organisation(db, leader, name=title, now=moment),
                user_id=leader.id if leader else None,
                join_code=join_code(SystemRandom()),
                wall_secret=secrets.token_urlsafe(24),
                now=moment,
            )

        _answer(house, house.write(make), as_json)


def _script(house: House, name: str, language: str) -> Script:
    """The script that is shipped under that name, or that an organisation keeps under it."""
    try:
        return load(name, language)
    except Missing:
        pass
    with house.store.reading() as db:
        try:
            return own_scripts.by_name(db, name, language)
        except Missing as refusal:
            known = ", ".join([*sorted(each.name for each in library(language)), *own_scripts.names(db)])
            raise click.ClickException(f"There is no script {name!r}. There is: {known}.") from refusal


def _leader(db: Session, email: str | None) -> User | None:
    if email is None:
        leader = users.first_to_lead(db)
        if leader is None:
            click.echo(
                "Nobody has an account yet, so nobody leads this workshop. Make an account with "
                "`lotusbloem user create` and add it with `lotusbloem workshop member`.",
                err=True,
            )
        return leader
    found = users.by_email(db, email)
    if found is None:
        raise Missing(f"there is no account for {email}; make it with `lotusbloem user create`")
    return found


@workshop.command("open")
@click.argument("workshop_id", type=int)
@json_option
@data_option
def open_(workshop_id: int, as_json: bool, data: Path | None) -> None:
    """Let people in. The first step that is not done is open. Opening twice changes nothing."""
    _act(data, workshop_id, as_json, workshops.open_workshop)


@workshop.command("close")
@click.argument("workshop_id", type=int)
@json_option
@data_option
def close(workshop_id: int, as_json: bool, data: Path | None) -> None:
    """End the day. Nobody joins or contributes any more. Closing twice changes nothing."""
    _act(data, workshop_id, as_json, workshops.close_workshop)


def _act(data: Path | None, workshop_id: int, as_json: bool, verb: Callable[..., Any]) -> None:
    with open_house(data) as house:
        workshop_named(house, workshop_id)
        moment = house.now()
        house.write(lambda db: verb(db, workshop_id, COMMAND, now=moment))
        _answer(house, workshop_id, as_json)


@workshop.command("member")
@click.argument("workshop_id", type=int)
@click.option("--email", required=True, help="The account.")
@click.option("--role", type=click.Choice([*ROLES, "none"]), required=True, help="What they do there.")
@data_option
def member(workshop_id: int, email: str, role: str, data: Path | None) -> None:
    """Give an existing account a role in a workshop, or take it away with none."""
    with open_house(data) as house:
        workshop_named(house, workshop_id)
        moment, given = house.now(), None if role == "none" else role
        with house.store.reading() as db:
            if users.by_email(db, email) is None:
                raise Missing(f"there is no account for {email}; make it with `lotusbloem user create`")
        house.write(
            lambda db: preparing.set_member(db, workshop_id, COMMAND, email=email, role=given, now=moment)
        )
    click.echo(f"{email} has the role {role} in workshop {workshop_id}.")


def _answer(house: House, workshop_id: int, as_json: bool) -> None:
    with house.store.reading() as db:
        found = db.get_one(Workshop, workshop_id)
        told = {"workshop": found.id, "state": found.state, "join_code": found.join_code}
        told |= links.of_workshop(house.settings, found)
        title = found.title
    if as_json:
        print_json(told)
        return
    click.echo(f"Workshop {told['workshop']}, {title!r}, is {told['state']}.")
    click.echo(f"  code    {code_in_groups(str(told['join_code']))}")
    for name in ("join", "wall", "studio"):
        click.echo(f"  {name:<7} {told[name]}")
