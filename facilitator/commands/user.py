"""`lotusbloem user create`."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from facilitator.commands.options import data_option, open_house
from facilitator.identity import hash_password
from sessions import users


@click.group()
def user() -> None:
    """Manage the accounts of this installation."""


@user.command("create")
@click.option("--email", required=True, help="The address to sign in with.")
@click.option("--name", help="The name that colleagues see. Without it the part before the @ is taken.")
@click.option("--role", type=click.Choice(users.ROLES), required=True, help="What this person does.")
@click.option("--language", default="nl", show_default=True, help="The language of their interface.")
@click.option("--password-stdin", is_flag=True, required=True, help="Read the password from stdin.")
@data_option
def create(
    email: str, name: str | None, role: str, language: str, password_stdin: bool, data: Path | None
) -> None:
    """Create an account. The password comes from standard input, so that no process list shows it."""
    password = sys.stdin.readline().rstrip("\n")
    name = name or email.partition("@")[0]
    users.check_new(email, name, password, language)
    with open_house(data) as house:
        moment = house.now()
        user_id = house.write(
            lambda db: users.create(
                db,
                email=email,
                name=name,
                password_hash=hash_password(password),
                role=role,
                language=language,
                now=moment,
            )
        )
    click.echo(f"Account {user_id} was created for {email}.")
