"""`lotusbloem mail`: what became of letters, what will be sent, and reading notices of what came back."""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path
from typing import Any

import click
from sqlalchemy import select

from facilitator import links
from facilitator.commands.options import data_option, json_option, open_house, print_json
from facilitator.mail import bounces, composing
from facilitator.mail.rehearsal import rehearse, whom
from sessions.errors import Missing
from sessions.focus import asked, letters, times
from sessions.journal import Actor
from sessions.models import Letter
from sessions.words import LANGUAGES


@click.group()
def mail() -> None:
    """Look after the mail to members of focus groups. Mail leaves only while `lotusbloem serve` runs."""


@mail.command("list")
@click.option("--workshop", type=int, help="Only the letters of that workshop.")
@click.option("--state", help="Only letters in that state, such as bounced or uncertain.")
@json_option
@data_option
def list_letters(workshop: int | None, state: str | None, as_json: bool, data: Path | None) -> None:
    """List the letters, newest last: number, workshop, kind, state, tries and what the problem was.

    No address and no link is printed. A letter that is *uncertain* was leaving when the server stopped: it
    may have arrived, so it is not sent again unless somebody says so.
    """
    query = select(Letter).order_by(Letter.id)
    if workshop is not None:
        query = query.where(Letter.workshop_id == workshop)
    if state is not None:
        query = query.where(Letter.state == state)
    with open_house(data) as house, house.store.reading() as db:
        rows = [_told(letter) for letter in db.scalars(query)]
    counts = dict(Counter(row["state"] for row in rows))
    if as_json:
        print_json({"letters": rows, "states": counts})
        return
    for row in rows:
        problem = f"  {row['problem']}" if row["problem"] else ""
        click.echo(f"{row['id']:>6}  {row['workshop']:>4}  {row['kind']:<11} {row['state']:<10}{problem}")
    click.echo(
        ", ".join(f"{count} {name}" for name, count in sorted(counts.items())) or "There are no letters."
    )


def _told(letter: Letter) -> dict[str, Any]:
    return {
        "id": letter.id,
        "workshop": letter.workshop_id,
        "kind": letter.kind,
        "state": letter.state,
        "tries": letter.tries,
        "sent_at": letter.sent_at.isoformat() if letter.sent_at else None,
        "problem": letter.problem,
    }


@mail.command("again")
@click.argument("letter_id", type=int)
@data_option
def again(letter_id: int, data: Path | None) -> None:
    """Send letter LETTER_ID once more, although it may arrive twice.

    It is for letters that are uncertain, failed, bounced or cancelled, and leaves while the server runs.
    """
    with open_house(data) as house:
        with house.store.reading() as db:
            found = db.get(Letter, letter_id)
            if found is None:
                raise Missing(f"there is no letter {letter_id}")
            workshop_id = found.workshop_id
        moment = house.now()
        house.write(lambda db: letters.again(db, workshop_id, letter_id, Actor("command"), now=moment))
    click.echo(f"Letter {letter_id} leaves within a minute, while the server runs.")


@mail.command("bounced")
@click.option("--quiet", is_flag=True, help="Print nothing; end with 0 for what is no notice of ours.")
@data_option
def bounced(quiet: bool, data: Path | None) -> None:
    """Read a notice of mail that could not be delivered from standard input, and mark the letter.

    The address of the member then has a problem, which staff see, and gets no more mail until it is changed.
    A mail server can hand such notices over by itself. Exit code 1 for what is no such notice.
    """
    content = sys.stdin.buffer.read()
    try:
        notices = bounces.read(content)
        with open_house(data) as house:
            marked = [house.write(lambda db, each=each: bounces.note(db, each)) for each in notices]
    except (bounces.Invalid, Missing):
        if quiet:
            return
        raise
    if not quiet:
        told = ", ".join(str(letter_id) for letter_id in marked)
        click.echo(
            f"Marked as bounced: letter {told}." if marked else "Nothing failed for good; nothing changed."
        )


@mail.command("dry-run")
@click.argument("workshop_id", type=int)
@click.option("--language", type=click.Choice(list(LANGUAGES)), help="The language of the member.")
@click.option("--group", type=int, help="The number of the group that they are in.")
@click.option("--segment", help="The segment that they are in; empty is one that the guide does not name.")
@json_option
@data_option
def dry_run(
    workshop_id: int,
    language: str | None,
    group: int | None,
    segment: str | None,
    as_json: bool,
    data: Path | None,
) -> None:
    """Print every mail of the guide of WORKSHOP_ID, as somebody made up would get it. Nothing is sent.

    Minutes depend on the segment, and hours may on the group. Without a segment it is the one that most
    people are in; without a group any of them, or the first one where hours differ.

    Of each: when it goes, to how many at most as things stand, the subject and the text. The link opens
    nothing.
    """
    with open_house(data) as house, house.store.reading() as db:
        workshop = asked.focus_workshop(db, workshop_id)
        base = links.base_address(house.settings)
        spoken = language or workshop.language
        to = whom(db, workshop_id, group=group, segment=segment)
        planned = rehearse(db, workshop, base=base, language=spoken, now=house.now(), to=to)
        of = {"group": to.group.number if to.group else None, "segment": to.segment}
        told = [
            {
                "kind": each.kind,
                "round": each.round,
                "goes_at": times.clock(each.goes_at, workshop.time_zone) if each.goes_at else None,
                "most": each.most,
                "subject": each.letter.words.subject,
                "text": composing.as_text(each.letter),
            }
            for each in planned
        ]
    if as_json:
        print_json({"workshop": workshop_id, **of, "letters": told})
        return
    for each in told:
        click.echo(f"=== {each['kind']}, {each['goes_at'] or 'when it is asked for'}, at most {each['most']}")
        click.echo(f"Subject: {each['subject']}\n\n{each['text']}")
