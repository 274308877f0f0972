"""`lotusbloem doctor`."""

from __future__ import annotations

import os
import sys
import tomllib
from collections.abc import Mapping
from dataclasses import fields
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

import click

from facilitator.commands.options import data_option, print_json
from facilitator.doctor import FINE, WARNING, WRONG, Check, examine, masked
from facilitator.settings import FILE, PREFIX, Settings, load, variable
from sessions.errors import NotReady

MARKS = {FINE: "fine   ", WARNING: "look   ", WRONG: "WRONG  "}


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Print JSON and nothing else.")
@data_option
def doctor(as_json: bool, data: Path | None) -> None:
    """Say what is fine with this installation and what is not. Nothing is changed.

    Python, SQLite, the clustering model, the data folder, the secret key, the database, the disk, the port,
    the mail server and every setting with where its value comes from. Secrets are not shown.
    Exit codes: 0 when nothing is wrong (there may be hints), 1 when something is wrong.
    """
    settings: Settings | None = None
    try:
        settings = load(data=data)
        configured = Check("configuration", FINE, "The configuration can be read.")
    except (NotReady, OSError) as problem:
        configured = Check("configuration", WRONG, str(problem))
    checks = [configured, *examine(settings)]
    told = settings_told(settings, os.environ, given={"data": data})
    healthy = all(check.state != WRONG for check in checks)
    if as_json:
        listed = [vars(check) for check in checks]
        print_json({"ok": healthy, "version": _version(), "checks": listed, "settings": told})
    else:
        _print(checks, told, healthy)
    sys.exit(0 if healthy else 1)


def settings_told(
    settings: Settings | None, environment: Mapping[str, str], *, given: Mapping[str, Any]
) -> list[dict[str, str]]:
    """Every setting: name, variable, value (secrets masked), source and meaning; empty values where the
    configuration cannot be read. `given` is what the command line said."""
    file = Path(environment.get(PREFIX + "CONFIG") or FILE)
    in_file = _names_in(file)
    told = []
    for each in fields(Settings):
        source = "default"
        if each.name in in_file:
            source = str(file)
        if variable(each.name) in environment:
            source = f"environment variable {variable(each.name)}"
        if given.get(each.name) is not None:
            source = "command line"
        value = "" if settings is None else masked(each.name, getattr(settings, each.name))
        told.append(
            {
                "name": each.name,
                "variable": variable(each.name),
                "value": value,
                "source": source,
                "meaning": each.metadata["meaning"],
            }
        )
    return told


def _names_in(file: Path) -> set[str]:
    try:
        return set(tomllib.loads(file.read_text(encoding="utf-8")))
    except (OSError, ValueError):
        return set()


def _version() -> str:
    try:
        return version("lotusbloem")
    except PackageNotFoundError:
        return "(checkout)"


def _print(checks: list[Check], told: list[dict[str, str]], healthy: bool) -> None:
    for check in checks:
        click.echo(f"{MARKS[check.state]}{check.sentence}")
    click.echo("\nSettings:")
    for each in told:
        click.echo(f"  {each['variable']} = {each['value'] or '(empty)'}  [{each['source']}]")
        click.echo(f"      {each['meaning']}")
    click.echo("\nNothing is wrong." if healthy else "\nSomething is wrong; see the lines marked WRONG.")
