"""`lotusbloem export`."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path
from random import SystemRandom

import click
from click.core import ParameterSource
from sqlalchemy.orm import Session

from facilitator import archives
from facilitator.commands.options import data_option, json_option, open_house, print_json, workshop_named
from facilitator.house import House
from sessions import readings, users
from sessions.errors import Invalid, Missing
from sessions.exports import (
    FORMATS,
    GRADES,
    Dossier,
    Format,
    Grade,
    checked_purpose,
    file_name,
    gather,
    grade_named,
)
from sessions.models import User
from sessions.words import LANGUAGES

NAMES = (*FORMATS, archives.NAME)


@click.command()
@click.argument("workshop_id", type=int, metavar="WORKSHOP")
@click.option("--format", "name", required=True, help=f"The file to write: {', '.join(NAMES)}.")
@click.option(
    "--out",
    required=True,
    type=click.Path(path_type=Path),
    help="Where to write it. An existing folder gets a file with a fitting name.",
)
@click.option(
    "--grade",
    type=click.Choice(GRADES),
    default="analysis",
    show_default=True,
    help="public: what the wall shows; analysis: everything under codes; restricted: with names and times. "
    "An archive is always restricted: leave this out, or say so.",
)
@click.option(
    "--purpose",
    default="",
    help="What names are needed for; restricted exports ask for it. For an archive you may say it.",
)
@click.option("--by", "email", help="The account that asks, for the log. Without it the first administrator.")
@click.option("--language", type=click.Choice(list(LANGUAGES)), help="The language of the codebook.")
@json_option
@data_option
@click.pass_context
def export(
    context: click.Context,
    workshop_id: int,
    name: str,
    out: Path,
    grade: str,
    purpose: str,
    email: str | None,
    language: str | None,
    as_json: bool,
    data: Path | None,
) -> None:
    """Write everything that was said in WORKSHOP to a file: each contribution once, with where it ended.

    The format archive holds the whole workshop, for `lotusbloem import`. The file can be read by its owner
    alone. That it was made is logged, as it is in the web pages.
    Exit codes: 0 when the file is written, 1 when it was refused, 2 for a wrong command line.
    """
    if name == archives.NAME:
        grade = _only_restricted(grade, context.get_parameter_source("grade"))
    elif name not in FORMATS:
        known = ", ".join(NAMES)
        raise click.ClickException(f"There is no export format {name!r}. There is: {known}.")
    with open_house(data) as house:
        made = _made(house, workshop_id, name, grade_named(grade), purpose, email, language)
    target = out / made.name if out.is_dir() else out
    _write(target, made.content)
    if as_json:
        told = {"workshop": workshop_id, "format": name, "grade": grade, "contributions": made.contributions}
        print_json(told | {"file": str(target.resolve())})
    else:
        click.echo(f"{target} holds {made.contributions} contributions, in the grade {grade}.")


def _made(
    house: House,
    workshop_id: int,
    name: str,
    grade: Grade,
    purpose: str,
    email: str | None,
    language: str | None,
) -> archives.Made:
    own = workshop_named(house, workshop_id)
    if name == archives.NAME:
        return _archived(house, workshop_id, purpose, email)
    wanted = FORMATS[name]
    dossier = _gathered(house, workshop_id, grade, wanted, purpose, email, language or own)
    contributions = len(dossier.sheet("contributions").rows)
    return archives.Made(file_name(dossier, wanted), wanted.write(dossier), contributions)


def _only_restricted(grade: str, source: ParameterSource | None) -> str:
    """An archive has names in it: whoever asks for less must not be handed it."""
    if grade != "restricted" and source is not ParameterSource.DEFAULT:
        raise click.ClickException(
            f"An archive holds everything, names included: there is none in the grade {grade}. "
            "Leave --grade out, or choose another format."
        )
    return "restricted"


def _archived(house: House, workshop_id: int, purpose: str, email: str | None) -> archives.Made:
    moment = house.now()
    try:
        purpose = checked_purpose(Grade.RESTRICTED, purpose or "archive", "en")
    except Invalid as refusal:
        raise click.ClickException("Say the --purpose in at most 200 characters.") from refusal
    with house.store.reading() as db:
        person = _person(db, email)
        user_id = person.id if person else None
    made = archives.make(house.store, workshop_id, moment)
    if user_id is not None:
        what = "export restricted archive by command"
        house.write(lambda db: readings.note(db, workshop_id, user_id, what, purpose=purpose, now=moment))
    return made


def _person(db: Session, email: str | None) -> User | None:
    """Who asks. Raises: Missing when there is no such account."""
    person = users.by_email(db, email) if email else users.first_to_lead(db)
    if email and person is None:
        raise Missing(f"there is no account for {email}")
    return person


def _gathered(
    house: House,
    workshop_id: int,
    grade: Grade,
    wanted: Format,
    purpose: str,
    email: str | None,
    language: str,
) -> Dossier:
    moment = house.now()
    with house.store.reading() as db:
        person = _person(db, email)
        user_id = person.id if person else None
        try:
            dossier = gather(
                db,
                workshop_id,
                grade,
                random=SystemRandom(),
                language=language,
                now=moment,
                requested_by=person.name if person else "",
                purpose=purpose,
            )
        except Invalid as refusal:
            raise click.ClickException(
                "A restricted export needs a --purpose of at most 200 characters: what are the names for?"
            ) from refusal
    if user_id is not None:
        what, purpose = f"export {grade.word} {wanted.name} by command", dossier.about.get("purpose", "")
        house.write(lambda db: readings.note(db, workshop_id, user_id, what, purpose=purpose, now=moment))
    return dossier


def _write(target: Path, content: bytes) -> None:
    """The file is there as a whole or not at all, for its owner's eyes."""
    try:
        descriptor, partial = tempfile.mkstemp(prefix=f".{target.name}.", dir=target.parent)
        try:
            with os.fdopen(descriptor, "wb") as file:
                file.write(content)
            Path(partial).replace(target)
        except OSError:
            Path(partial).unlink(missing_ok=True)
            raise
    except OSError as problem:
        raise click.ClickException(f"{target} cannot be written: {problem.strerror}.") from problem
