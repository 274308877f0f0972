"""`lotusbloem backup` and `lotusbloem restore`."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import click

from facilitator import in_use
from facilitator.commands.options import data_option, json_option, print_json
from facilitator.house import prepare_folder
from facilitator.settings import load
from sessions import backups
from sessions.errors import Conflict


@click.command()
@click.option(
    "--out",
    required=True,
    type=click.Path(path_type=Path),
    help="Where to write it. An existing folder gets a file with the moment in its name.",
)
@json_option
@data_option
def backup(out: Path, as_json: bool, data: Path | None) -> None:
    """Copy the whole installation to one file, also while it is in use.

    The copy is checked before it gets its name, and can be read by its owner alone: it holds everything,
    also the hashes of passwords. An existing file is never overwritten.
    Exit codes: 0 when the copy is there and whole, 1 when it could not be made, 2 for a wrong command line,
    3 when the installation is not ready.
    """
    database = load(data=data).database
    if not database.is_file():
        raise click.ClickException(f"There is no database in {database.parent}. Say where it is with --data.")
    target = out / f"lotusbloem-{_moment()}.db" if out.is_dir() else out
    try:
        counts = backups.copy(database, target)
    except OSError as problem:
        raise click.ClickException(f"{target} cannot be written: {problem.strerror}.") from problem
    _tell(as_json, counts, f"{target} holds {sum(counts.values())} rows and is whole.", file=target)


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--force", is_flag=True, help="Move the database that is there aside, and tell where to.")
@json_option
@data_option
def restore(file: Path, force: bool, as_json: bool, data: Path | None) -> None:
    """Put the copy FILE back as the database of an installation that is not running.

    FILE is checked first, and the rows are counted on both sides. A database that is there stays, unless
    you say --force: then it is moved aside, never removed. Secrets outside the database, such as the key of
    forms, are made anew where they are missing.
    Exit codes: 0 when it is restored, 1 when it was refused and nothing changed (FILE is damaged, Lotusbloem
    is running, a database is there), 2 for a wrong command line, 3 when FILE is of a newer version or the
    data folder cannot be used.
    """
    settings = load(data=data)
    database = settings.database
    backups.check(file)
    prepare_folder(settings.data)
    with in_use.alone(settings.data):
        present = backups.is_there(database)
        if present and not force:
            raise Conflict(
                f"there is a database in {settings.data} already. Move it away, or let --force move it aside."
            )
        aside = database.with_name(f"{database.stem}-before-restore-{_moment()}.db") if present else None
        try:
            counts = backups.put_back(file, database, aside=aside)
        except OSError as problem:
            raise click.ClickException(f"{database} cannot be written: {problem.strerror}.") from problem
    if aside is not None and not as_json:
        click.echo(f"What was there is {aside} now.")
    said = f"{database} holds the {sum(counts.values())} rows of {file}."
    _tell(as_json, counts, said, file=database, aside=aside)


def _tell(as_json: bool, counts: dict[str, int], sentence: str, **paths: Path | None) -> None:
    if as_json:
        places = {name: str(path.resolve()) if path else None for name, path in paths.items()}
        print_json({**places, "rows": sum(counts.values()), "tables": counts})
    else:
        click.echo(sentence)


def _moment() -> str:
    return datetime.now(UTC).strftime("%Y-%m-%d-%H%M%S")
