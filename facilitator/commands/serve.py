"""`lotusbloem serve`."""

from __future__ import annotations

import logging
import secrets
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from facilitator import links
from facilitator.commands.options import data_option
from facilitator.house import House, build
from facilitator.jobs import INTERRUPTED
from facilitator.settings import Settings, load
from sessions import users
from sessions.errors import NotReady
from sessions.proposing import runs

if TYPE_CHECKING:
    from facilitator.clockwork import Clockwork


@click.command()
@click.option("--host", help="Address to listen on. 0.0.0.0 lets phones on the same network in.")
@click.option("--port", type=int, help="Port to listen on; 0 takes a free one.")
@data_option
@click.option("--cert", type=click.Path(dir_okay=False, path_type=Path), help="Certificate chain, in PEM.")
@click.option("--key", type=click.Path(dir_okay=False, path_type=Path), help="Private key, in PEM.")
def serve(host: str | None, port: int | None, data: Path | None, cert: Path | None, key: Path | None) -> None:
    """Serve Lotusbloem until it is stopped with Ctrl-C or SIGTERM.

    On an empty installation a one-time link is printed with which the first administrator is made.
    """
    if (cert is None) != (key is None):
        raise click.UsageError("--cert and --key go together: give both or none.")
    run(load(data=data, host=host, port=port), cert=cert, key=key)


def run(
    settings: Settings,
    *,
    cert: Path | None = None,
    key: Path | None = None,
    clock: Callable[[], datetime] | None = None,
    begun: Callable[[Clockwork], None] | None = None,
) -> None:
    """Serves in this thread until a signal says stop. Raises: NotReady.

    `clock` tells the time in UTC instead of the machine; `begun` is called once people can come in.
    """
    from facilitator.app import create_app
    from facilitator.clockwork import Clockwork
    from facilitator.live.crossing import Crossing
    from facilitator.live.server import serve as serve_live

    logging.basicConfig(level=settings.log_level, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    # What Alembic tells belongs to whoever looks for it; a start says what is done in its own words.
    logging.getLogger("alembic").setLevel(max(logging.WARNING, logging.getLevelName(settings.log_level)))
    scheme = "https" if cert else "http"
    house = build(settings)
    house.clock = clock or house.clock
    clockwork = Clockwork(house)
    try:
        house.wait = Crossing().wait
        prepare(house)

        def ready(bound_host: str, bound_port: int) -> None:
            address = links.listening(settings, bound_host, bound_port, scheme=scheme)
            house.settings = replace(house.settings, public_url=address)
            links.note_address(settings.data, address)
            announce(house, address)
            house.jobs.start()
            clockwork.start()
            if begun is not None:
                begun(clockwork)

        serve_live(
            create_app(house),
            settings.host,
            settings.port,
            cert=str(cert) if cert else None,
            key=str(key) if key else None,
            ready=ready,
        )
    except OSError as problem:
        raise NotReady(
            f"Lotusbloem cannot listen on {settings.host}:{settings.port} ({problem.strerror or problem}). "
            "Choose another --port, or stop what listens there."
        ) from problem
    finally:
        links.forget_address(settings.data, house.settings.public_url)
        clockwork.stop()
        house.close()


def prepare(house: House) -> None:
    """What a crash left behind is told and closed."""
    moment = house.now()
    house.write(lambda db: runs.end_interrupted(db, message=INTERRUPTED, now=moment))


def announce(house: House, address: str) -> None:
    """Prints the address, and on an empty installation the one-time link."""
    click.echo(f"Lotusbloem is open at {address}")
    with house.store.reading() as db:
        empty = users.needs_setup(db)
    if empty:
        token = secrets.token_urlsafe(24)
        moment = house.now()
        house.write(lambda db: users.offer_setup(db, token, now=moment))
        click.echo(f"Make the first administrator with this link, which works once: {address}/setup/{token}")
    click.echo("Stop with Ctrl-C.")
