"""`lotusbloem import`."""

from __future__ import annotations

from pathlib import Path

import click

from facilitator import archives
from facilitator.commands.options import data_option, json_option, open_house, print_json
from facilitator.house import House
from sessions import access, archive, users
from sessions.archive import Archive
from sessions.errors import Invalid, Missing
from sessions.journal import Actor


@click.command("import")
@click.argument("file", metavar="ARCHIVE", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--facilitator", "email", help="The account that leads it here, whatever the archive says.")
@click.option(
    "--roles/--no-roles",
    default=True,
    show_default=True,
    help="Whether the people of the archive keep their roles: who has an account with the same address at "
    "once, the others from the day that they get one.",
)
@json_option
@data_option
def import_(file: Path, email: str | None, roles: bool, as_json: bool, data: Path | None) -> None:
    """Bring in a workshop from ARCHIVE, a file that `lotusbloem export --format archive` wrote.

    It becomes a new workshop with a new join code; nothing that is there changes. What is refused leaves
    nothing behind. With --json exactly {"workshop": ID} is printed.
    Exit codes: 0 when it is there, 1 when the archive was refused (damaged, hostile, of a newer version, or
    no such account), 2 for a wrong command line or a file that is not there, 3 when the installation is not
    ready.
    """
    # Checked before the house is opened: a file that is no archive does not even make a data folder.
    read = _read(file)
    with open_house(data) as house:
        if email is not None:
            _require_account(house, email)
        try:
            workshop_id = archives.bring_in(
                house, read, leader_email=email, with_roles=roles, actor=Actor("command"), language="en"
            )
        except Invalid as refusal:
            raise _refused(file, refusal) from refusal
        _warn_when_nobody_leads(house, workshop_id)
    if as_json:
        print_json({"workshop": workshop_id})
    else:
        click.echo(f"{read.title!r} is workshop {workshop_id} now.")


def _read(file: Path) -> Archive:
    try:
        with file.open("rb") as opened:
            return archive.read(opened, language="en")
    except Invalid as refusal:
        raise _refused(file, refusal) from refusal
    except OSError as problem:
        raise click.ClickException(f"{file} cannot be read: {problem.strerror}.") from problem


def _refused(file: Path, refusal: Invalid) -> click.ClickException:
    return click.ClickException(f"{file} was not brought in. {' '.join(refusal.errors['archive'])}")


def _require_account(house: House, email: str) -> None:
    with house.store.reading() as db:
        if users.by_email(db, email) is None:
            raise Missing(f"there is no account for {email}; make it with `lotusbloem user create`")


def _warn_when_nobody_leads(house: House, workshop_id: int) -> None:
    with house.store.reading() as db:
        members = access.members(db, workshop_id)
    if not any(role == "facilitator" and user.disabled_at is None for user, role in members):
        click.echo(
            "Nobody with an account here leads this workshop. Make an account for its facilitator with "
            f"`lotusbloem user create`, or name one with `lotusbloem workshop member {workshop_id}`.",
            err=True,
        )
