"""`lotusbloem demo --focus-groups`: a whole week of focus groups, played with a clock that is moved."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import click

from facilitator.commands.options import print_json
from facilitator.settings import Settings
from sessions.errors import NotReady

if TYPE_CHECKING:
    from facilitator.demo.harvest import Harvest
    from facilitator.demo.moved import MovedServer
    from facilitator.demo.weekly import Weekly

AFTERWARDS = "The week is played and the hall is at its lotus. Look around; stop with Ctrl-C."


def play(settings: Settings, *, speed: str, as_json: bool, say: Any) -> None:
    """The week that ended yesterday is played over that data folder, scene by scene; the server then goes on
    at the time of this machine, but at the speed instant."""
    from facilitator.commands.demo import base, enter
    from facilitator.demo.harvest import Harvest
    from facilitator.demo.moderator import Moderator
    from facilitator.demo.moved import MovedServer
    from facilitator.demo.people import Refusal
    from facilitator.demo.server import ServerFailed
    from facilitator.demo.week import load
    from facilitator.demo.weekly import TEMPOS, Weekly, begins, first_day

    instant = speed == "instant"
    first = first_day(datetime.now(UTC))
    host, port = ("127.0.0.1", 0) if instant else (settings.host, settings.port)
    weekly: Weekly | None = None
    server: MovedServer | None = None
    try:
        at = begins(first)
        server = MovedServer(settings.data, at, host=host, port=port, mail=False, say=say)
        moderator = Moderator(server.address, say)
        account = enter(moderator, server.setup, settings)
        say(f"Sign in as {account['email']} with the password {account['password']}")
        if not instant:
            say(f"  {server.address}")
        weekly = Weekly(moderator, load(), TEMPOS[speed], first=first, say=say)
        harvest = Harvest(weekly)
        weekly.play(harvest.scenes, server.move)
        answer = harvest.figures() | {
            "links": links(weekly, harvest, base(settings, server.address, instant))
        }
        _show(answer, as_json, say)
        if not instant:
            say(AFTERWARDS)
            server.wait()
    except ServerFailed as problem:
        raise NotReady(f"The server of the demonstration stopped: {problem}") from problem
    except Refusal as problem:
        click.echo(f"The demonstration stopped: {problem}", err=True)
        sys.exit(1)
    except KeyboardInterrupt:
        pass
    finally:
        if weekly is not None:
            weekly.leave()
        if server is not None:
            server.stop()


def links(weekly: Weekly, harvest: Harvest, address: str) -> dict[str, str]:
    """Where to look afterwards: the groups, what came of them, a member's own page, the hall."""
    groups, hall = f"{address}/workshops/{harvest.focus}", f"{address}/workshops/{harvest.hall}"
    somebody = next(each for each in weekly.present() if each.said)
    moderator = weekly.moderator
    moderator.workshop = harvest.hall
    return {
        "guide": f"{groups}/guide",
        "members": f"{groups}/members",
        "follow": f"{groups}/follow",
        "lexicon": f"{groups}/lexicon",
        "material": f"{groups}/material",
        "transcript": f"{groups}/transcript",
        "mail": f"{groups}/mail",
        "member": address + somebody.link.removeprefix(moderator.address),
        "join": f"{address}/j/{moderator.join_code()}",
        "wall": address + moderator.wall_address(),
        "studio": f"{hall}/studio",
        "lotus": f"{hall}/lotus",
        "longlist": f"{hall}/image#longlist",
    }


def _show(answer: dict[str, Any], as_json: bool, say: Any) -> None:
    if as_json:
        print_json(answer)
        return
    for name, value in answer.items():
        if name != "links":
            say(f"  {name:24} {value}")
    for name, link in answer["links"].items():
        say(f"  {name:24} {link}")
