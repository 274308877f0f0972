"""From words to the longlist of the next hall: each piece keeps its source, and every act has a way back."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from builders import Cast, make_workshop
from material_week import Week
from sqlalchemy import select

from sessions import contributions, undoing
from sessions.errors import Conflict, Invalid, Missing
from sessions.lexicon import terms
from sessions.material import carrying, coding, comparing, interviews, objectives, third_persons
from sessions.models import (
    Contribution,
    ContributionVersion,
    Ingredient,
    Interview,
    Lever,
    LeverArgument,
    TreePart,
)
from sessions.projections import Audience, snapshot


def test_material_knows_the_very_words_it_came_from(week: Week) -> None:
    week.code(0, "interest", "erbij hoort", text="Erbij horen op school")
    week.code(3, "obstacle")
    first, second = week.read(coding.of_workshop, week.id)
    assert (first.material.text, first.quote, first.group) == (
        "Erbij horen op school",
        "erbij hoort",
        "Ouders",
    )
    assert second.material.text == second.quote == "We missen tijd om te luisteren."
    week.back()
    assert [each.material.kind for each in week.read(coding.of_workshop, week.id)] == ["interest"]


def test_what_is_not_right_is_refused_and_nothing_is_made(week: Week) -> None:
    for given in (
        {"kind": "opinion"},
        {"kind": "interest", "starts_at": 4, "ends_at": 4},
        {"kind": "interest", "starts_at": 0, "ends_at": 999},
        {"kind": "vision"},
        {"kind": "lever_argument", "lever_id": 99999},
        {"kind": "ingredient", "text": "x" * 121},
    ):
        with pytest.raises(Invalid):
            week.write(coding.code, week.said[0], week.by, **given)
    week.write(contributions.hide, week.said[1], week.by, reason="Er staat een naam in")
    with pytest.raises(Conflict):
        week.write(coding.code, week.said[1], week.by, kind="interest")
    assert week.read(coding.of_workshop, week.id) == []


def test_what_its_author_withdraws_is_no_material_any_more(week: Week) -> None:
    week.code(0, "interest")
    week.house.write(lambda db: setattr(db.get_one(Contribution, week.said[0]), "state", "withdrawn"))
    assert week.read(coding.of_workshop, week.id) == []


def test_an_objective_is_shared_when_more_than_one_group_stands_behind_it(week: Week) -> None:
    mine, other = week.code(0, "interest", "erbij hoort"), week.code(2, "interest", "erbij halen")
    alone = week.code(3, "obstacle", "tijd om te luisteren")
    together = week.write(objectives.make, week.id, week.by, title="Erbij horen")
    single = week.write(objectives.make, week.id, week.by, title="Tijd")
    week.write(objectives.put_behind, together, week.by, [mine, other])
    week.write(objectives.put_behind, single, week.by, [alone])
    held = {each.objective.id: each for each in week.read(objectives.of_workshop, week.id)}
    assert held[together].shared and held[together].groups == ["Ouders", "Scholen"]
    assert not held[single].shared and held[single].people == 1
    week.write(objectives.put_behind, together, week.by, [other])
    assert not week.read(objectives.of_workshop, week.id)[0].shared
    week.back()
    assert week.read(objectives.of_workshop, week.id)[0].shared
    ingredient = week.code(1, "ingredient", "de weg wijzen")
    with pytest.raises(Missing):
        week.write(objectives.put_behind, together, week.by, [ingredient])


def test_everything_goes_along_to_the_next_workshop_once_with_its_source(week: Week, cast: Cast) -> None:
    into = make_workshop(cast.house, cast.facilitator, "De zaal")
    lever, part = week.of(Lever), week.of(TreePart)
    first = week.code(1, "ingredient", "de weg wijzen", text="Een vertrouwd gezicht")
    week.code(2, "ingredient", "Fatima belt", text="een vertrouwd gezicht")
    week.code(0, "lever_argument", text="Zonder vertrouwen begint niets", lever_id=lever)
    week.code(0, "vision", text="Elk kind hoort erbij", tree_part_id=part)
    week.write(terms.make, week.id, week.by, text="allochtoon")
    carried = week.write(carrying.carry, week.id, into, week.by)
    # The programme of that workshop has no step of the kind tree: it is said, and nothing is lost.
    assert (carried.ingredients, carried.arguments, carried.visions, carried.terms) == (1, 1, 0, 1)
    assert len(carried.left) == 1 and carried.left[0].startswith("1 ")

    def came(db: Any) -> Any:
        new = db.scalars(
            select(Ingredient).where(Ingredient.workshop_id == into, Ingredient.origin_id.is_not(None))
        ).one()
        argument = db.scalars(select(LeverArgument).where(LeverArgument.workshop_id == into)).one()
        return new, argument

    new, argument = week.read(came)
    assert (new.text, new.origin_id) == ("Een vertrouwd gezicht", first)
    assert new.source.endswith("Ouders, Scholen")
    assert argument.text == "Zonder vertrouwen begint niets" and argument.source.endswith("Ouders")
    again = week.write(carrying.carry, week.id, into, week.by)
    assert (again.ingredients, again.arguments, again.terms) == (0, 0, 0)


def test_vision_elements_hang_on_the_tree_as_entered_by_staff(week: Week, cast: Cast) -> None:
    from sessions.hall import programme

    into = make_workshop(cast.house, cast.facilitator, "De zaal")
    week.write(programme.add_step, into, "tree", week.by, after=None)
    week.code(0, "vision", text="Elk kind hoort erbij", tree_part_id=week.of(TreePart))
    assert week.write(carrying.carry, week.id, into, week.by).visions == 1
    items = week.read(snapshot, Audience("studio", into)).items
    (vision,) = [item for name, item in items.items() if name.startswith("vision:")]
    assert vision["text"] == "Elk kind hoort erbij"
    week.write(undoing.undo_in_hall, into, week.by, seen=None)
    assert not [name for name in week.read(snapshot, Audience("studio", into)).items if "vision:" in name]


def interview(week: Week, **given: Any) -> int:
    told = {
        "name": "Mevrouw A",
        "interviewer": "Els",
        "held_on": date(2026, 11, 20),
        "consent": "Mondeling, op band",
        "notes": ["Je moet iemand kennen.", "Het loket is een muur."],
        "secret": "x" * 32,
    }
    return week.write(interviews.enter, week.id, week.by, **told | given)


def test_an_interview_is_contributions_of_one_person_without_a_link(week: Week) -> None:
    interview(week)
    (told,) = week.read(interviews.of_workshop, week.id)
    assert (told.name, told.interview.interviewer_name) == ("Mevrouw A", "Els")
    assert [text for _, text in told.notes] == ["Je moet iemand kennen.", "Het loket is een muur."]
    week.write(coding.code, told.notes[1][0], week.by, kind="obstacle")
    assert [each.quote for each in week.read(coding.of_workshop, week.id)] == ["Het loket is een muur."]
    week.write(interviews.strike, told.interview.id, week.by)
    assert week.read(coding.of_workshop, week.id) == []
    week.back()
    assert len(week.read(coding.of_workshop, week.id)) == 1


@pytest.mark.parametrize("wrong", [{"consent": " "}, {"name": ""}, {"notes": [" "]}, {"notes": ["x" * 9000]}])
def test_without_consent_or_words_nothing_is_kept(week: Week, wrong: dict[str, Any]) -> None:
    with pytest.raises(Invalid):
        interview(week, **wrong)
    assert week.of(Interview) is None


def test_notes_are_parted_by_headings_or_by_empty_lines() -> None:
    assert interviews.notes_in("Eerst dit.\nEn dit.\n\nDan dat.") == ["Eerst dit.\nEn dit.", "Dan dat."]
    assert interviews.notes_in("# School\nMoeilijk.\n\nEcht.\n# Werk\nGoed.") == [
        "School\nMoeilijk.\n\nEcht.",
        "Werk\nGoed.",
    ]


def test_a_name_is_pointed_out_and_masked_where_somebody_decides_so(week: Week) -> None:
    named = [each for each in week.read(third_persons.found, week.id) if each.name == "Fatima"]
    assert [each.contribution_id for each in named] == [week.said[1], week.said[2]]
    first = named[0]
    place = {"version": 1, "starts_at": first.starts_at, "ends_at": first.ends_at}
    given = {"contribution_id": first.contribution_id, **place}
    week.write(third_persons.decide, week.id, week.by, **given, decision="mask")
    decided = [each for each in week.read(third_persons.found, week.id) if each.name == "Fatima"]
    assert [each.decision for each in decided] == ["mask", "open"]
    assert third_persons.masked(decided[0].text, decided[:1]) == "Iemand moet de weg wijzen, zoals […] deed."
    week.back()
    assert {each.decision for each in week.read(third_persons.found, week.id)} == {"open"}


def test_a_decision_stays_when_the_machine_no_longer_takes_the_word_for_a_name(week: Week) -> None:
    named = [each for each in week.read(third_persons.found, week.id) if each.name == "Fatima"]
    place = (named[0].contribution_id, 1, named[0].starts_at, named[0].ends_at)
    week.write(third_persons.decide_all, week.id, week.by, [place], decision="mask")
    with_small = "Ik ken fatima, fatima en nog een fatima."
    week.house.write(
        lambda db: setattr(db.get_one(ContributionVersion, (week.said[3], 1)), "text", with_small)
    )
    left = [each for each in week.read(third_persons.found, week.id) if each.name == "Fatima"]
    assert [(each.contribution_id, each.decision) for each in left] == [(week.said[1], "mask")]


def test_what_was_decided_on_cuts_what_the_machine_takes_for_one_name(week: Week) -> None:
    text = "Ik vroeg het aan Fatima El Amrani van het loket, en aan Fatima El Amrani thuis."
    week.house.write(lambda db: setattr(db.get_one(ContributionVersion, (week.said[3], 1)), "text", text))
    start = text.index("El Amrani")
    place = (week.said[3], 1, start, start + len("El"))
    week.write(third_persons.decide_all, week.id, week.by, [place], decision="mask")
    found = [each for each in week.read(third_persons.found, week.id) if each.contribution_id == week.said[3]]
    assert [(each.name, each.decision) for each in found] == [
        ("Fatima", "open"),
        ("El", "mask"),
        ("Amrani", "open"),
        ("Fatima El Amrani", "open"),
    ]


def test_groups_stand_beside_each_other(week: Week) -> None:
    week.code(0, "interest")
    week.code(2, "interest")
    week.code(3, "obstacle")
    found = week.read(comparing.compared, week.id)
    one, two = found.groups
    assert [name for name, _ in found.groups.values()] == ["Ouders", "Scholen"]
    assert found.material == {"interest": {one: 1, two: 1}, "obstacle": {two: 1}}
    (asked,) = found.questions
    assert asked.answered == {one: 2, two: 2}
