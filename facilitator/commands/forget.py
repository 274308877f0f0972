"""`lotusbloem forget`."""

from __future__ import annotations

from pathlib import Path

import click

from facilitator.commands.options import data_option, json_option, open_house, print_json, workshop_named
from sessions import erasing
from sessions.journal import Actor

COMMAND = Actor("command")


@click.command()
@click.argument("workshop_id", type=int, metavar="WORKSHOP")
@click.option("--participant", type=int, help="Everything that the participant with this number said.")
@click.option("--contribution", "key", help="One contribution with what hangs under it, by its key.")
@click.option("--yes", is_flag=True, help="Do not ask first.")
@json_option
@data_option
def forget(
    workshop_id: int, participant: int | None, key: str | None, yes: bool, as_json: bool, data: Path | None
) -> None:
    """Erase what somebody said in WORKSHOP, for good.

    Words are erased in every version, with what was computed or taken from them; counts and decisions of
    others stay. A server that runs shows it at once. It cannot be taken back. Exports and backups that were
    made before still hold the words: remove those yourself.
    Exit codes: 0 when it is done, 1 when there is no such person or contribution, 2 for a wrong command line.
    """
    if (participant is None) == (key is None):
        raise click.UsageError("Say whose words: --participant NUMBER or --contribution KEY.")
    with open_house(data) as house:
        workshop_named(house, workshop_id)
        if not yes:
            click.confirm("Erase these words for good?", abort=True, err=True)
        now = house.now()
        if participant is not None:
            count = house.write(lambda db: erasing.of_person(db, workshop_id, participant, COMMAND, now=now))
        else:
            count = house.write(lambda db: erasing.by_key(db, workshop_id, key or "", COMMAND, now=now))
    if as_json:
        print_json({"workshop": workshop_id, "erased": count})
    else:
        click.echo(f"The words of {count} contributions are erased.")
