"""A workshop with at least one row in every table that an archive holds, and ways to damage its archive."""

from __future__ import annotations

import json
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from io import BytesIO
from itertools import permutations
from random import SystemRandom
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

from builders import Cast, contribute, intervention, propose
from every_row import decided_rows, focus_rows
from sqlalchemy import func, select

from facilitator.house import House
from sessions import archive, contributions, readings, undoing
from sessions.analysis import key_groups, themes
from sessions.archive.tables import KEPT, MANIFEST
from sessions.exercises.answers import as_form
from sessions.journal import Actor
from sessions.models import (
    Agreement,
    Base,
    Contribution,
    ContributionVersion,
    Dissent,
    Ingredient,
    Lever,
    LeverArrow,
    Passage,
    Place,
    Rating,
    Table,
    TreePart,
)
from sessions.proposing import proposals
from sessions.text import join_code

MADE = datetime(2026, 11, 23, 17, 0, 0, tzinfo=UTC)


@dataclass
class Full:
    """The workshop, its analysis, and a theme whose making was undone (so that only the journal names it)."""

    cast: Cast
    house: House
    analysis: int
    undone: int

    made = MADE

    @property
    def id(self) -> int:
        return self.cast.gathering

    def take(self) -> dict[str, list[dict[str, Any]]]:
        return taken(self.house, self.id)

    def pack(self) -> bytes:
        with self.house.store.reading() as db:
            found = archive.take(db, self.id)
        return archive.pack(found, software="Lotusbloem (test)", made_at=MADE)


def taken(house: House, workshop_id: int) -> dict[str, list[dict[str, Any]]]:
    with house.store.reading() as db:
        return archive.take(db, workshop_id).rows


def bring_in(house: House, content: bytes, **given: Any) -> int:
    """The id of the workshop that came out of those bytes, as a command would bring it in."""
    read = archive.read(BytesIO(content), language="nl")
    given = {"organisation_id": 1, "leader_id": None, "with_roles": True} | given
    return house.write(
        lambda db: archive.bring_in(
            db,
            read,
            archive.Drawn(
                join_code(SystemRandom()), secrets.token_urlsafe(24), lambda: secrets.token_urlsafe(32)
            ),
            Actor("command"),
            language="nl",
            now=house.now(),
            **given,
        )
    )


def counts(house: House) -> dict[str, int]:
    """How many rows every table of the installation has."""
    with house.store.reading() as db:
        return {
            name: db.scalar(select(func.count()).select_from(each)) or 0
            for name, each in Base.metadata.tables.items()
        }


def unzipped(content: bytes) -> dict[str, bytes]:
    with ZipFile(BytesIO(content)) as found:
        return {name: found.read(name) for name in found.namelist()}


def zipped(members: dict[str, bytes], *, kind: int = ZIP_DEFLATED) -> bytes:
    """The members as an archive, with the counts and checksums that belong to them."""
    manifest = json.loads(members[MANIFEST])
    tables = {name: content for name, content in members.items() if name.startswith("tables/")}
    manifest["sha256"] = {name: sha256(content).hexdigest() for name, content in tables.items()}
    manifest["counts"] = {
        name.removeprefix("tables/").removesuffix(".jsonl"): content.count(b"\n")
        for name, content in tables.items()
    }
    members = {**members, MANIFEST: json.dumps(manifest, ensure_ascii=False).encode()}
    packed = BytesIO()
    with ZipFile(packed, "w", kind) as made:
        for name, content in members.items():
            made.writestr(name, content)
    return packed.getvalue()


def as_zip(members: dict[str, bytes] | list[tuple[str, bytes]], kind: int = ZIP_DEFLATED) -> bytes:
    """The members as they are, a name twice where it is given twice."""
    packed = BytesIO()
    with ZipFile(packed, "w", kind) as made:
        for name, content in members.items() if isinstance(members, dict) else members:
            made.writestr(name, content)
    return packed.getvalue()


def rewritten(content: bytes, name: str, change: Callable[[list[Any]], Any]) -> bytes:
    """The archive with the lines of that table changed in place (or replaced), rightly signed."""
    members = unzipped(content)
    at = f"tables/{name}.jsonl"
    rows = [json.loads(line) for line in members[at].splitlines()]
    rows = change(rows) or rows
    members[at] = "".join(json.dumps(row) + "\n" for row in rows).encode()
    return zipped(members)


def make_full(cast: Cast) -> Full:
    """The cast's workshop gets a row in every table."""
    house, by, now = cast.house, cast.moderator, cast.house.now()
    first, second, third = cast.phones
    answer = intervention(
        "Taalcafé in de wasserette",
        reasons=["Omdat het wachten samen gaat", "Er is koffie ☕ en n'importe qui"],
        preconditions=["Een vaste plek"],
        levers=["vertrouwen", "grondrechten"],
        obstacle="De huur",
    )
    top = contribute(house, first, cast.step(), answer)["id"]
    hidden = contribute(house, second, cast.step(), intervention("Met een naam erin", reasons=["Naam"]))["id"]
    gone = contribute(house, third, cast.step(), intervention("Toch maar niet", reasons=["Spijt"]))["id"]
    corrected = as_form(answer | {"title": "Taalcafé in het wassalon"})
    house.write(lambda db: contributions.correct(db, top, first.id, version=1, data=corrected, now=now))
    house.write(lambda db: contributions.give_heart(db, top, second.id, given=True, now=now))
    analysis, passages = cast.analysis(), cast.passages()
    propose(house, analysis, [("wachten koffie", passages[:2]), ("naam", passages[2:])], user_id=by.id)
    with house.store.reading() as db:
        cluster = proposals.on_the_table(db, analysis)[0].id
    theme = house.write(lambda db: proposals.adopt(db, cluster, by, title="Samen wachten", now=now))
    group = house.write(lambda db: key_groups.make(db, analysis, by, title="Nabijheid", now=now))
    house.write(lambda db: themes.change(db, theme, by, level="goal", key_group_id=group, now=now))
    undone = house.write(
        lambda db: themes.make(db, analysis, by, title="Even", passage_ids=passages[:1], now=now)
    )
    house.write(lambda db: undoing.undo(db, analysis, by, now=now))
    house.write(lambda db: contributions.hide(db, hidden, by, reason="Er staat een naam in", now=now))
    house.write(lambda db: contributions.withdraw(db, gone, third.id, now=now))
    house.write(lambda db: readings.note(db, cast.gathering, cast.analyst, "studio", now=now))
    house.write(lambda db: _what_no_verb_above_makes(db, cast, theme, now))
    house.write(lambda db: focus_rows(db, cast.gathering, second.id, cast.analyst))
    house.write(lambda db: decided_rows(db, analysis, theme, passages, first.id, cast.analyst))
    made = Full(cast, house, analysis, undone)
    rows = made.take()
    assert [name for name in KEPT if not rows[name]] == [], "this workshop must have a row in every table"
    return made


def _what_no_verb_above_makes(db: Any, cast: Cast, theme: int, now: datetime) -> None:
    """Rows straight into the tables: a note of one's own, a place, the image of the hall, ratings."""
    workshop = cast.gathering
    tables = list(db.scalars(select(Table.id).where(Table.workshop_id == workshop).order_by(Table.id)))
    phone = cast.phones[0]
    petals = []
    for key, state in (("own-note", "private"), ("petal", "shown")):
        petal = Contribution(
            workshop_id=workshop,
            exercise_id=cast.step(),
            participant_id=phone.id,
            table_id=tables[0],
            kind="petal",
            key=key,
            state=state,
            language="nl",
            created_at=now,
        )
        db.add(petal)
        db.flush()
        petals.append(petal.id)
        db.add(ContributionVersion(contribution_id=petal.id, number=1, text=key, fields={}, written_at=now))
    passage = Passage(workshop_id=workshop, contribution_id=petals[1])
    place = Place(
        workshop_id=workshop,
        exercise_id=cast.step(),
        table_id=tables[0],
        name="A3",
        contribution_id=petals[1],
        confirmed_at=now,
    )
    db.add_all(
        [
            passage,
            place,
            Agreement(contribution_id=petals[1], participant_id=phone.id, version=1, given_at=now),
            _arrow(db, workshop),
            TreePart(workshop_id=workshop, position=99, kind="crown", key="kroon-x", name="De kroon"),
            Ingredient(workshop_id=workshop, position=99, text="Samen eten", source="Groep 2"),
            Rating(exercise_id=cast.step(), participant_id=phone.id, theme_id=theme, place=1),
            Dissent(
                workshop_id=workshop, theme_id=theme, about="name", text="Zo noem ik het niet", created_at=now
            ),
        ]
    )
    db.flush()


def _arrow(db: Any, workshop: int) -> LeverArrow:
    """One that the script did not draw."""
    levers = list(db.scalars(select(Lever.id).where(Lever.workshop_id == workshop)))
    drawn = {(each.from_lever_id, each.to_lever_id) for each in db.scalars(select(LeverArrow))}
    start, end = next(pair for pair in permutations(levers, 2) if pair not in drawn)
    return LeverArrow(workshop_id=workshop, from_lever_id=start, to_lever_id=end, reason="Want")
