"""Material, objectives, where the longlist was heard, and interviews leave as tables, by the grade."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from random import Random
from typing import Any

import pytest
from builders import Cast, make_workshop
from jsonschema import Draft202012Validator
from material_week import NOW, Week
from sqlalchemy import select

from sessions.exports import FORMATS, Dossier, Grade, gather, json_document
from sessions.material import carrying, interviews, objectives, third_persons
from sessions.models import Contribution, Lever, Question

SCHEMA = Path(__file__).parents[3] / "docs" / "export.schema.json"


@pytest.fixture
def week(cast: Cast) -> Week:
    return Week(cast)


def dossier(week: Week, grade: Grade = Grade.ANALYSIS, workshop: int | None = None) -> Dossier:
    purpose = "Nalezen" if grade is Grade.RESTRICTED else ""
    given: dict[str, Any] = {"random": Random(3), "language": "nl", "now": NOW, "purpose": purpose}
    return week.read(gather, workshop or week.id, grade, **given)


def rows(made: Dossier, table: str) -> list[dict[str, Any]]:
    return made.sheet(table).rows


def enter(week: Week) -> None:
    week.write(
        interviews.enter,
        week.id,
        week.by,
        name="Mevrouw A",
        interviewer="Els",
        held_on=date(2026, 11, 20),
        consent="Mondeling, op band",
        notes=["Je moet iemand kennen."],
        secret="x" * 32,
    )


def test_material_stands_with_its_words_its_source_and_the_objective_it_serves(week: Week) -> None:
    interest = week.code(0, "interest", "erbij hoort", text="Erbij horen")
    week.code(1, "lever_argument", text="Wijs de weg", lever_id=week.of(Lever))
    made = week.write(objectives.make, week.id, week.by, title="Meedoen", behind=[interest])
    found = dossier(week)
    first, second = rows(found, "material")
    said = {row["id"]: row["text"] for row in rows(found, "contributions")}
    assert (first["kind"], first["text"], first["words"]) == ("interest", "Erbij horen", "erbij hoort")
    assert first["words"] in said[first["contribution"]]
    assert (first["group"], first["objectives"], first["sealed"]) == ("Ouders", [str(made)], "unquoted")
    assert second["lever"] and second["made"] == "2026-11-24"
    (objective,) = rows(found, "objectives")
    assert (objective["title"], objective["shared"], objective["people"]) == ("Meedoen", False, 1)
    assert objective["material"] == [first["id"]] and objective["groups"] == ["Ouders"]


def test_a_public_file_has_objectives_and_nothing_of_the_words(week: Week) -> None:
    behind = week.code(0, "interest", "erbij hoort")
    week.write(objectives.make, week.id, week.by, title="Meedoen", behind=[behind])
    enter(week)
    found = dossier(week, Grade.PUBLIC)
    names = {sheet.name for sheet in found.sheets}
    assert names.isdisjoint({"material", "ingredients", "arguments", "interviews"})
    assert [row["title"] for row in rows(found, "objectives")] == ["Meedoen"]
    assert set(rows(found, "objectives")[0]).isdisjoint({"material", "decided_by"})
    text = FORMATS["json"].write(found).decode()
    assert "erbij hoort" not in text and "Mondeling" not in text


def test_words_follow_the_grade(week: Week) -> None:
    named = next(each for each in week.read(third_persons.found, week.id) if each.name == "Fatima")
    week.code(1, "ingredient", "zoals Fatima deed", text="Zoals Fatima deed")
    assert rows(dossier(week), "material")[0]["words"] == "zoals Fatima [?] deed"
    place = {"contribution_id": named.contribution_id, "version": 1}
    ends = {"starts_at": named.starts_at, "ends_at": named.ends_at}
    week.write(third_persons.decide, week.id, week.by, **place, **ends, decision="mask")
    for grade in (Grade.ANALYSIS, Grade.RESTRICTED):
        (row,) = rows(dossier(week, grade), "material")
        assert row["words"] == "zoals […] deed" and row["text"] == "Zoals […] deed"
    week.house.write(lambda db: setattr(db.get_one(Contribution, week.said[1]), "state", "withdrawn"))
    assert rows(dossier(week), "material") == []


def test_a_private_question_seals_its_material(week: Week) -> None:
    week.code(0, "interest", "erbij hoort")
    step = week.read(lambda db: db.get_one(Contribution, week.said[0]).exercise_id)
    week.house.write(lambda db: setattr(db.get_one(Question, step), "visibility", "private"))
    assert rows(dossier(week), "material")[0]["sealed"] == "private"


def test_interviews_leave_with_interviewer_and_consent_and_the_name_in_restricted_files_alone(
    week: Week,
) -> None:
    enter(week)
    (row,) = rows(dossier(week), "interviews")
    assert (row["interviewer"], row["consent"], row["held"]) == ("Els", "Mondeling, op band", "2026-11-20")
    said = {each["id"]: each["text"] for each in rows(dossier(week), "contributions")}
    assert [said[each] for each in row["notes"]] == ["Je moet iemand kennen."] and "name" not in row
    assert rows(dossier(week, Grade.RESTRICTED), "interviews")[0]["name"] == "Mevrouw A"


def test_the_longlist_of_the_hall_tells_where_and_by_how_many(week: Week, cast: Cast) -> None:
    into = make_workshop(cast.house, cast.facilitator, "De zaal")
    first = week.code(1, "ingredient", "de weg wijzen", text="Een vertrouwd gezicht")
    week.code(2, "ingredient", "Fatima belt", text="een vertrouwd gezicht")
    week.code(0, "lever_argument", text="Eerst erbij", lever_id=week.of(Lever))
    week.write(carrying.carry, week.id, into, week.by)
    found = dossier(week, workshop=into)
    came = [row for row in rows(found, "ingredients") if row["origin"] is not None]
    assert [(row["text"], row["people"], row["origin"]) for row in came] == [
        ("Een vertrouwd gezicht", 2, first)
    ]
    assert came[0]["source"].endswith("Ouders, Scholen")
    (argument,) = rows(found, "arguments")
    assert (argument["text"], argument["people"]) == ("Eerst erbij", 1)
    assert argument["lever"] in week.read(lambda db: set(db.scalars(select(Lever.key))))


def test_the_shipped_schema_knows_these_tables(week: Week) -> None:
    week.code(0, "interest")
    enter(week)
    schema = json.loads(SCHEMA.read_text())
    assert {"material", "objectives", "ingredients", "arguments", "interviews"} <= set(schema["properties"])
    for grade in Grade:
        Draft202012Validator(schema).validate(json.loads(json_document.write(dossier(week, grade))))
