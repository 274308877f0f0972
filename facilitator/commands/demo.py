"""`lotusbloem demo`."""

from __future__ import annotations

import secrets
import sys
import tempfile
from datetime import datetime
from pathlib import Path
from typing import Any

import click

from facilitator.commands.options import data_option, print_json
from facilitator.settings import Settings, load
from sessions.errors import NotReady

EMAIL = "demo@lotusbloem.example"
NAME = "Hilde"
AFTERWARDS = "The day is played. Look around; stop with Ctrl-C."
SORT_YOURSELF = "The hall has spoken. Sort and decide in the workbench; stop with Ctrl-C."


@click.command()
@data_option
@click.option("--host", help="Address to listen on while the demonstration is served.")
@click.option("--port", type=int, help="Port to listen on while the demonstration is served.")
@click.option(
    "--speed",
    type=click.Choice(["real", "fast", "instant"]),
    default="fast",
    show_default=True,
    help="The pace: as in a hall, in about five minutes, or at once and then stop.",
)
@click.option("--until", type=click.Choice(["hall"]), help="Stop before anything is proposed or decided.")
@click.option(
    "--focus-groups",
    is_flag=True,
    help="Play a week of asynchronous focus groups instead: four groups of twenty people.",
)
@click.option("--json", "as_json", is_flag=True, help="Print the workshop and its links as JSON.")
def demo(
    data: Path | None,
    host: str | None,
    port: int | None,
    speed: str,
    until: str | None,
    focus_groups: bool,
    as_json: bool,
) -> None:
    """Play the demonstration day: eighty people at ten tables, from welcome to result.

    They list what works, agree on a finding per table, ask in a lotus why it works, and put in order what it
    takes, over HTTP and Socket.IO as phones do; a facilitator leads and decides. At the speeds real and fast
    the installation is served meanwhile, so that you can watch the wall and the studio, and afterwards; at
    the speed instant the command ends with the day. With --until hall you sort by hand.

    With --focus-groups a week is played instead, on a clock that is moved: eighty people in four focus groups
    answer, react, mark words and stop as people do, a moderator asks further, and what comes of it is
    the lexicon and the longlist of a hall. Real takes half an hour, fast about five minutes. No mail leaves.

    Without --data a temporary folder is used.
    """
    if focus_groups and until is not None:
        raise click.UsageError("--until belongs to the day in the hall: leave it out with --focus-groups.")
    folder = data or Path(tempfile.mkdtemp(prefix="lotusbloem-demo-"))
    settings = load(data=folder, host=host, port=port)

    def say(line: str) -> None:
        click.echo(line, err=as_json)

    if data is None:
        say(f"The demonstration lives in {folder}.")
    if focus_groups:
        from facilitator.commands.demo_week import play as play_week

        play_week(settings, speed=speed, as_json=as_json, say=say)
        return
    play(settings, speed=speed, decide=until is None, as_json=as_json, say=say)


def play(settings: Settings, *, speed: str, decide: bool, as_json: bool, say: Any) -> None:
    """The day is played over that data folder; real and fast go on serving until they are stopped."""
    from facilitator.demo.day import load as load_day
    from facilitator.demo.lead import Lead
    from facilitator.demo.people import Refusal
    from facilitator.demo.server import DemoServer, ServerFailed
    from facilitator.demo.story import PACES, WELCOME, Story

    instant = speed == "instant"
    host, port = ("127.0.0.1", 0) if instant else (settings.host, settings.port)
    try:
        server = DemoServer(settings.data, host=host, port=port, say=say)
    except ServerFailed as problem:
        raise NotReady(f"The server of the demonstration did not start: {problem}") from problem
    story: Story | None = None
    try:
        day = load_day()
        lead = Lead(server.address, say)
        account = enter(lead, server.setup, settings)
        lead.make_workshop(day, held_on=datetime.now().astimezone().date().isoformat())
        lead.add_step("tree", after=WELCOME)
        lead.open()
        found = links(lead, base(settings, server.address, instant))
        answer: dict[str, Any] = {"workshop": lead.workshop, "links": found}
        if not instant:
            _show(answer, account, as_json, say)
        story = Story(lead, day, PACES[speed], say=say)
        story.hall()
        if decide:
            answer["decided"] = story.rest_of_the_day()
        answer["figures"] = story.figures()
        if instant:
            _show(answer | {"facilitator": account}, account, as_json, say)
        else:
            _tell(answer["figures"], say)
            say(AFTERWARDS if decide else SORT_YOURSELF)
            server.wait()
    except Refusal as problem:
        click.echo(f"The demonstration stopped: {problem}", err=True)
        sys.exit(1)
    except KeyboardInterrupt:
        pass
    finally:
        if story is not None:
            story.leave()
        server.stop()


def enter(lead: Any, setup: str | None, settings: Settings) -> dict[str, str]:
    """The facilitator is signed in: the first administrator of an empty installation, else a new account."""
    password = secrets.token_urlsafe(12)
    if setup is not None:
        lead.set_up(setup, name=NAME, email=EMAIL, password=password)
        return {"email": EMAIL, "password": password}
    from facilitator.house import build
    from facilitator.identity import hash_password
    from sessions import users

    email = f"demo-{secrets.token_hex(3)}@lotusbloem.example"
    house = build(settings)
    try:
        house.write(
            lambda db: users.create(
                db,
                email=email,
                name=NAME,
                password_hash=hash_password(password),
                role="facilitator",
                language="nl",
                now=house.now(),
            )
        )
    finally:
        house.close()
    lead.sign_in(email, password)
    return {"email": email, "password": password}


def base(settings: Settings, served: str, instant: bool) -> str:
    """Where people will find the installation: the server of an instant play is gone afterwards."""
    if settings.public_url:
        return settings.public_url.rstrip("/")
    return f"http://{settings.host}:{settings.port}" if instant else served


def links(lead: Any, address: str) -> dict[str, str]:
    workshop = f"{address}/workshops/{lead.workshop}"
    found = {
        "join": f"{address}/j/{lead.join_code()}",
        "wall": address + lead.wall_address(),
        "studio": f"{workshop}/studio",
        "programme": f"{workshop}/programme",
        "result": f"{workshop}/result",
        "solution": f"{workshop}/solution-space",
        "lotus": f"{workshop}/lotus",
        "exports": f"{workshop}/exports",
    }
    for key, analysis in lead.analyses().items():
        found[f"workbench_{key}"] = f"{workshop}/workbench/{analysis}"
    return found


def _show(answer: dict[str, Any], account: dict[str, str], as_json: bool, say: Any) -> None:
    if as_json:
        print_json(answer)
        return
    say(f"Sign in as {account['email']} with the password {account['password']}")
    for name, link in answer["links"].items():
        say(f"  {name:24} {link}")
    _tell(answer.get("figures", {}), say)


def _tell(figures: dict[str, int], say: Any) -> None:
    for name, number in figures.items():
        say(f"  {name:24} {number}")
