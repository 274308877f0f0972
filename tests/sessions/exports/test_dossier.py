"""What a dossier holds in each grade: everything once, and nothing too much."""

from __future__ import annotations

import json
from typing import Any

import pytest
from builders import adopt_everything
from sqlalchemy import func, select

from sessions.errors import Invalid, Missing
from sessions.exports import Dossier, Grade, grade_named
from sessions.exports.tables import tables_at
from sessions.models import Contribution

# The segment is a background: it stands beside nobody's words below the restricted grade.
PERSON = {"participant", "table", "group", "contributions", "joined"}


def rows(dossier: Dossier, table: str) -> list[dict[str, Any]]:
    return dossier.sheet(table).rows


def by_text(dossier: Dossier) -> dict[str, dict[str, Any]]:
    return {row["text"]: row for row in rows(dossier, "contributions") if row["text"]}


def everything_said(dossier: Dossier) -> str:
    return json.dumps([sheet.rows for sheet in dossier.sheets], ensure_ascii=False)


@pytest.mark.parametrize("grade", [Grade.ANALYSIS, Grade.RESTRICTED])
def test_every_contribution_is_there_exactly_once(day, grade):
    with day.house.store.reading() as db:
        count = db.scalar(
            select(func.count())
            .select_from(Contribution)
            .where(Contribution.workshop_id == day.cast.gathering)
        )
    found = rows(day.gather(grade), "contributions")
    assert len(found) == count == 11
    assert len({row["id"] for row in found}) == count
    assert sorted(row["state"] for row in found) == ["hidden"] * 2 + ["shown"] * 7 + ["withdrawn"] * 2


def test_a_restricted_export_has_the_ids_of_the_database_in_the_order_they_were_said(day):
    found = rows(day.gather(Grade.RESTRICTED), "contributions")
    tops = [int(row["id"]) for row in found if row["parent"] is None]
    assert tops == sorted(day.said.values())


def test_children_name_their_intervention(day):
    found = by_text(day.gather())
    laundry = found["=Taalcafé in de wasserette"]
    assert laundry["parent"] is None
    for text in ("Omdat het wachten samen gaat", "-Er is koffie", "@Een vaste plek", "De huur"):
        assert found[text]["parent"] == laundry["id"]


def test_where_it_ended_tells_people_and_machine_apart(day):
    found = by_text(day.gather())
    placed, proposed = found["Omdat het wachten samen gaat"], found["-Er is koffie"]
    assert (placed["ended"], placed["theme"], placed["theme_id"]) == (
        "theme",
        "Samen wachten",
        str(day.theme),
    )
    assert (placed["level"], placed["rank"], placed["key_group"]) == ("goal", 1, "Nabijheid")
    assert (placed["decided_by"], placed["decided_at"]) == ("Hilde", "2026-11-23")
    assert (proposed["ended"], proposed["theme"], proposed["decided_by"]) == ("unplaced", None, None)
    assert (proposed["machine_run"], proposed["machine_words"]) == (1, "samen wachten koffie")
    assert proposed["machine_confidence"] == 0.8
    assert found["=Taalcafé in de wasserette"]["ended"] == "no_question"
    assert found["Met een naam erin"]["ended"] == "left_out"


def test_themes_count_what_the_contributions_say(day):
    dossier = day.gather()
    (theme,) = rows(dossier, "themes")
    ended = [row for row in rows(dossier, "contributions") if row["theme_id"] == theme["id"]]
    assert theme["count"] == len(ended) == 1
    assert (theme["title"], theme["people"], theme["hearts"]) == ("Samen wachten", 1, 2)
    assert (theme["level"], theme["rank"], theme["key_group"]) == ("goal", 1, "Nabijheid")
    assert theme["decided_by"] == "Hilde"


def test_proposals_stand_apart_and_say_what_is_undecided(day):
    first, second = rows(day.gather(), "clusters")
    assert (first["machine_words"], first["machine_count"], first["undecided"]) == (
        "samen wachten koffie",
        2,
        1,
    )
    assert (second["machine_words"], second["set_aside"], second["machine_loose"]) == (
        "kunnen iets",
        False,
        False,
    )


def test_a_theme_made_from_a_proposal_remembers_the_run(day):
    adopt_everything(day.house, day.cast.analysis(), day.cast.moderator)
    found = {row["machine_words"]: row for row in rows(day.gather(), "themes")}
    # Nobody gave it a name yet: a working title is the machine's.
    assert (found["kunnen iets"]["machine_run"], found["kunnen iets"]["title"]) == (1, "")
    assert found[None]["machine_run"] is None


def test_the_characterisation_stands_beside_the_intervention(day):
    laundry = by_text(day.gather())["=Taalcafé in de wasserette"]
    assert (laundry["what"], laundry["formal"], laundry["here"]) == ("Wie wacht, praat.", "informal", None)
    assert sorted(laundry["levers"]) == ["grondrechten", "vertrouwen"]
    assert laundry["hearts"] == 2


def test_what_was_withdrawn_has_no_words_in_any_grade(day):
    for grade in Grade:
        said = everything_said(day.gather(grade))
        assert "Toch maar niet" not in said and "Spijt van deze zin" not in said


def test_public_holds_what_the_wall_shows(day):
    dossier = day.gather(Grade.PUBLIC)
    said = everything_said(dossier)
    assert "Met een naam erin" not in said and "Naam van een derde" not in said
    assert "Er staat een naam in" not in said, "the reason for hiding is for staff and the author"
    assert "Fatima" not in said and "Hilde" not in said and "Wie wacht, praat." not in said
    found = rows(dossier, "contributions")
    assert {row["state"] for row in found} == {"shown"} and len(found) == 7
    assert {row["text"] for row in found} == {"=Taalcafé in de wasserette", "Samentuin", ""}
    names = {sheet.name for sheet in dossier.sheets}
    assert names & {"participants", "versions", "tables"} == set()
    assert dossier.about["intervention_hidden"] == 1
    assert not {"participant", "table", "language"} & set(found[0])


def test_analysis_has_codes_and_days_but_no_names(day):
    dossier = day.gather(Grade.ANALYSIS)
    said = everything_said(dossier)
    assert "Fatima" not in said and "Met een naam erin" in said
    assert {row["created"] for row in rows(dossier, "contributions")} == {"2026-11-23"}
    people = rows(dossier, "participants")
    assert len(people) == 4 and set(people[0]) == PERSON
    written = {row["participant"] for row in rows(dossier, "contributions")}
    assert written == {row["participant"] for row in people}


def test_codes_and_order_are_drawn_for_each_export(day):
    def seen(seed: int) -> tuple[list[str], str, str]:
        dossier = day.gather(seed=seed)
        laundry = by_text(dossier)["=Taalcafé in de wasserette"]
        order = [row["text"] for row in rows(dossier, "contributions") if row["parent"] is None]
        return order, laundry["id"], laundry["participant"]

    drawn = [seen(seed) for seed in range(12)]
    assert seen(3) == drawn[3], "the same seed draws the same"
    assert len({tuple(order) for order, _, _ in drawn}) > 1
    assert len({contribution for _, contribution, _ in drawn}) > 1
    assert len({participant for _, _, participant in drawn}) > 1


def test_restricted_has_names_and_exact_times_for_a_purpose(day):
    dossier = day.gather(Grade.RESTRICTED, requested_by="Wout")
    named = next(row for row in rows(dossier, "participants") if row["name"] == "Fatima")
    garden = by_text(dossier)["Samentuin"]
    assert garden["participant"] == named["participant"] and named["table"] == 3
    assert garden["created"] == "2026-11-23T10:30:00+01:00"
    assert (dossier.about["purpose"], dossier.about["made_for"]) == ("Nabellen wie dat vroeg", "Wout")
    with pytest.raises(Invalid) as refusal:
        day.gather(Grade.RESTRICTED, purpose="  ")
    assert "purpose" in refusal.value.errors


def test_earlier_words_are_kept_as_versions(day):
    dossier = day.gather()
    garden = by_text(dossier)["Samentuin"]
    found = [row for row in rows(dossier, "versions") if row["contribution"] == garden["id"]]
    assert [(row["version"], row["text"]) for row in found] == [(1, "Tuin"), (2, "Samentuin")]


@pytest.mark.parametrize("grade", list(Grade))
def test_every_row_has_exactly_the_columns_of_the_codebook(day, grade):
    dossier = day.gather(grade)
    explained = {(table, column) for table, column, _, _, _ in dossier.codebook if column}
    assert all(meaning for _, _, _, _, meaning in dossier.codebook)
    held = {(sheet.name, column.name) for sheet in dossier.sheets for column in sheet.columns}
    assert held == explained
    assert [sheet.name for sheet in dossier.sheets] == [table.name for table in tables_at(grade)]
    for sheet in dossier.sheets:
        for row in sheet.rows:
            assert list(row) == [column.name for column in sheet.columns]


def test_strangers_and_unknown_grades(day):
    said = everything_said(day.gather())
    assert "Ergens anders" not in said
    with pytest.raises(Missing):
        grade_named("secret")
