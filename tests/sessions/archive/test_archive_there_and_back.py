"""Out of one installation and into another without loss, secrets apart."""

from __future__ import annotations

import csv
import json
from io import BytesIO, StringIO
from random import Random
from typing import Any
from zipfile import ZipFile

import openpyxl
import pytest
from archiving import Full, bring_in, rewritten, taken, unzipped
from builders import PASSWORD, make_user
from sqlalchemy import select

from facilitator.house import House
from facilitator.identity import password_matches
from sessions import access, archive, undoing, users
from sessions.analysis import freezing
from sessions.archive.tables import KEPT
from sessions.exports import FORMATS, Grade, gather
from sessions.hall import levers
from sessions.journal import record
from sessions.models import Analysis, Contribution, Participant, Theme, User, Workshop
from sessions.projections import Audience, snapshot
from sessions.verbs import Verb


def compared(rows: dict[str, list[dict[str, Any]]]) -> dict[str, list[dict[str, Any]]]:
    """What has to be equal: everything but that it was imported, which the journal of the import says."""
    imports = [change for change in rows["change"] if change["verb"] == "workshop.imported"]
    workshop = {**rows["workshop"][0]}
    workshop["revision"] -= len(imports)
    kept = [change for change in rows["change"] if change not in imports]
    return {**rows, "workshop": [workshop], "change": kept}


def test_an_import_holds_the_same_as_the_original(full: Full, peopled: House) -> None:
    here = bring_in(peopled, full.pack())
    original, imported = full.take(), taken(peopled, here)
    for name, rows in compared(original).items():
        assert compared(imported)[name] == rows, name
    assert [change["verb"] for change in imported["change"]][-1] == "workshop.imported"
    assert len(imported["change"]) == len(original["change"]) + 1


def test_beside_the_original_and_after_others_it_is_the_same_too(full: Full) -> None:
    """Ids are others there; the numbers of an archive are not."""
    here = bring_in(full.house, full.pack())
    again = bring_in(full.house, full.pack())
    assert len({here, again, full.id}) == 3
    assert compared(taken(full.house, here)) == compared(full.take()) == compared(taken(full.house, again))


def test_the_archive_of_an_import_has_the_same_files(full: Full, peopled: House) -> None:
    first = full.pack()
    here = bring_in(peopled, first)
    with peopled.store.reading() as db:
        second = archive.pack(archive.take(db, here), software="Lotusbloem (test)", made_at=full.made)
    one, other = unzipped(first), unzipped(second)
    differing = {name for name in one if one[name] != other[name]}
    assert differing == {"manifest.json", "tables/workshop.jsonl", "tables/change.jsonl"}
    assert other["tables/change.jsonl"].startswith(one["tables/change.jsonl"])


def tables_of(house: House, workshop_id: int, name: str, grade: Grade) -> dict[str, Any]:
    """The tables of that export, cell by cell; without the lines of `about` that name this very file."""
    with house.store.reading() as db:
        dossier = gather(
            db, workshop_id, grade, random=Random(5), language="nl", now=house.now(), purpose="Vergelijken"
        )
    content = FORMATS[name].write(dossier)
    if name == "json":
        found = json.loads(content)
        found["about"].pop("workshop")
        return found
    if name == "xlsx":
        book = openpyxl.load_workbook(BytesIO(content))
        sheets = {sheet.title: [list(row) for row in sheet.values] for sheet in book}
    else:
        files = ZipFile(BytesIO(content))
        named = [each for each in files.namelist() if each.endswith(".csv")]
        sheets = {each: list(csv.reader(StringIO(files.read(each).decode("utf-8-sig")))) for each in named}
    for title, rows in sheets.items():
        if "about" in title:
            sheets[title] = [row for row in rows if not str(row[0]).startswith("workshop")]
    return sheets


@pytest.mark.parametrize(
    ("name", "grade"),
    [("json", Grade.PUBLIC), ("xlsx", Grade.ANALYSIS), ("csv", Grade.RESTRICTED), ("json", Grade.RESTRICTED)],
)
def test_the_other_exports_of_an_import_have_the_same_tables(
    full: Full, elsewhere: House, name: str, grade: Grade
) -> None:
    elsewhere.write(lambda db: users.home_organisation(db, None, name="Leeg", now=elsewhere.now()))
    here = bring_in(elsewhere, full.pack())
    assert tables_of(elsewhere, here, name, grade) == tables_of(full.house, full.id, name, grade)


def test_undo_and_redo_go_on_where_they_were(full: Full, peopled: House) -> None:
    here = bring_in(peopled, full.pack())
    with peopled.store.reading() as db:
        analyses = select(Analysis.id).where(Analysis.workshop_id == here)
        analysis = db.scalars(analyses.where(Analysis.key == "why")).one()
        person = db.scalars(select(User).where(User.email == "hilde@lotus.example")).one()
        same = type(full.cast.moderator)("user", person.id)
    for step in (undoing.redo, undoing.undo, undoing.undo):
        full.house.write(
            lambda db, step=step: step(db, full.analysis, full.cast.moderator, now=full.house.now())
        )
        peopled.write(lambda db, step=step: step(db, analysis, same, now=full.house.now()))
        one, other = full.take(), taken(peopled, here)
        for name in KEPT:
            if name not in ("change", "workshop"):
                assert one[name] == other[name], f"{name} after {step.__name__}"


def test_what_only_the_journal_names_never_comes_back_as_something_else(full: Full, peopled: House) -> None:
    here = bring_in(peopled, full.pack())
    with full.house.store.reading() as db:
        assert db.get(Theme, full.undone) is None
    imported = taken(peopled, here)
    named = {each for change in imported["change"] for each in change["touched"].get("theme", [])}
    gone = named - {theme["id"] for theme in imported["theme"]}
    assert gone, "this day has a theme that only the journal names"
    next_one = bring_in(peopled, full.pack())
    with peopled.store.reading() as db:
        first, second = (
            list(db.scalars(select(Theme.id).join(Analysis).where(Analysis.workshop_id == each)))
            for each in (here, next_one)
        )
    assert min(second) > max(first) + len(gone) - 1


def test_no_secret_is_in_the_file(full: Full) -> None:
    with full.house.store.reading() as db:
        workshop = db.get_one(Workshop, full.id)
        secrets = [workshop.join_code, workshop.wall_secret]
        secrets += list(db.scalars(select(Participant.secret_hash)))
        secrets += list(db.scalars(select(User.password_hash)))
    for name, content in unzipped(full.pack()).items():
        for secret in secrets:
            assert secret.encode() not in content, name


def test_a_secret_in_the_journal_stays_behind_too(full: Full) -> None:
    """What a workshop was before an act may hold all its columns."""
    inverse = {"workshop": {str(full.id): {"title": "Eerst", "wall_secret": "geheim-van-de-wand"}}}

    def note(db: Any) -> None:
        change = db.execute(select(archive.writing.table("change").c.id)).first()
        where = archive.writing.table("change")
        db.execute(where.update().where(where.c.id == change.id).values(inverse=inverse))

    full.house.write(note)
    changes = unzipped(full.pack())["tables/change.jsonl"]
    assert b"Eerst" in changes and b"geheim-van-de-wand" not in changes


def test_the_import_draws_secrets_of_its_own(full: Full, peopled: House) -> None:
    here = bring_in(peopled, full.pack())
    with full.house.store.reading() as db:
        before = db.get_one(Workshop, full.id)
        hashes = set(db.scalars(select(Participant.secret_hash)))
    with peopled.store.reading() as db:
        after = db.get_one(Workshop, here)
        assert after.join_code != before.join_code and after.wall_secret != before.wall_secret
        assert not hashes & set(db.scalars(select(Participant.secret_hash)))


def test_everything_that_was_said_is_there_whatever_its_state(full: Full, peopled: House) -> None:
    here = bring_in(peopled, full.pack())
    with peopled.store.reading() as db:
        states = set(db.scalars(select(Contribution.state).where(Contribution.workshop_id == here)))
    assert {"shown", "hidden", "withdrawn", "private"} <= states
    texts = {version["text"] for version in taken(peopled, here)["contribution_version"]}
    assert {"Er is koffie ☕ en n'importe qui", "Toch maar niet"} <= texts


def test_every_audience_can_look_at_an_import(full: Full, peopled: House) -> None:
    here = bring_in(peopled, full.pack())
    with peopled.store.reading() as db:
        analysis = db.scalars(select(Analysis.id).where(Analysis.workshop_id == here)).first()
        person = db.scalars(select(Participant.id).where(Participant.workshop_id == here)).first()
        for kind, scope in (("wall", here), ("studio", here), ("workbench", analysis), ("me", person)):
            assert snapshot(db, Audience(kind, scope or 0)).items, kind


# --- people ---------------------------------------------------------------------------------------------


def roles(house: House, workshop_id: int) -> dict[str, str]:
    with house.store.reading() as db:
        return {user.email: role for user, role in access.members(db, workshop_id)}


def test_people_without_an_account_are_names_under_which_nobody_signs_in(full: Full, peopled: House) -> None:
    bring_in(peopled, full.pack())
    with peopled.store.reading() as db:
        hilde = db.scalars(select(User).where(User.email == "hilde@lotus.example")).one()
        assert hilde.name == "Hilde" and hilde.disabled_at is not None and not hilde.is_administrator
        assert not password_matches("!", hilde.password_hash)
        assert users.by_email(db, "hilde@lotus.example") is None
        assert [user.email for user, _ in users.accounts(db)] == ["nieuw@lotus.example"]


def test_whoever_gets_an_account_later_finds_their_role_and_their_acts(full: Full, peopled: House) -> None:
    here = bring_in(peopled, full.pack())
    hilde = make_user(peopled, "hilde@lotus.example", "facilitator")
    with peopled.store.reading() as db:
        assert access.role_in(db, here, hilde) == "facilitator"
        assert users.check_password(
            db, "hilde@lotus.example", lambda known: password_matches(PASSWORD, known)
        )


def test_accounts_that_are_there_are_matched_by_their_address(full: Full, peopled: House) -> None:
    wout = make_user(peopled, "wout@lotus.example", "observer")
    here = bring_in(peopled, full.pack())
    with peopled.store.reading() as db:
        assert access.role_in(db, here, wout) == "analyst"
        assert db.get_one(User, wout).disabled_at is None


def test_without_roles_only_the_leader_gets_in(full: Full, peopled: House) -> None:
    wout = make_user(peopled, "wout@lotus.example", "facilitator")
    here = bring_in(peopled, full.pack(), leader_id=wout, with_roles=False)
    assert roles(peopled, here) == {"wout@lotus.example": "facilitator"}


def test_the_leader_facilitates_whatever_the_archive_says(full: Full) -> None:
    here = bring_in(full.house, full.pack(), leader_id=full.cast.analyst)
    assert roles(full.house, here)["wout@lotus.example"] == "facilitator"


def test_a_run_under_way_is_not_under_way_here(full: Full, peopled: House) -> None:
    def runs(rows: list[Any]) -> None:
        rows[0] |= {"state": "running", "finished_at": None}

    here = bring_in(peopled, rewritten(full.pack(), "run", runs))
    run = taken(peopled, here)["run"][0]
    assert run["state"] == "cancelled" and run["finished_at"] == peopled.now()


def test_a_system_model_that_was_drawn_a_frozen_wall_and_letters_go_along(full: Full, peopled: House) -> None:
    """Acts that the journal names by another word than that of a table."""
    house, by, now, here = full.house, full.cast.moderator, full.house.now(), full.id
    with house.store.reading() as db:
        arrow = levers.arrows_of(db, here)[0].id
    house.write(lambda db: levers.change_reasons(db, here, by, {arrow: "Daarom"}, now=now))
    house.write(lambda db: levers.remove_arrow(db, here, arrow, by, now=now))
    house.write(lambda db: freezing.freeze(db, full.analysis, by, now=now))
    touched = {"letter": [7]}
    house.write(lambda db: record(db, here, Verb.LETTERS_ASKED, by, now=now, touched=touched) and None)
    for _ in range(2):
        # So that numbers in the file and ids in the other installation are not the same by chance.
        there = bring_in(peopled, full.pack())
    for name, rows in compared(full.take()).items():
        assert compared(taken(peopled, there))[name] == rows, name
    with peopled.store.reading() as db:
        wall = snapshot(db, Audience("wall", there)).items
        (frozen,) = db.scalars(select(Analysis).where(Analysis.workshop_id == there, Analysis.key == "why"))
        themes = db.scalars(select(Theme.id).where(Theme.analysis_id == frozen.id)).all()
    assert wall[f"analysis:{frozen.id}"]["frozen"]
    assert {name for name, item in wall.items() if item.get("analysis") == frozen.id} >= {
        f"theme:{each}" for each in themes
    }
