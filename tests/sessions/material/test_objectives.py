"""What groups have in common: a machine proposes, people adopt, and it goes along as shared or as own."""

from __future__ import annotations

from random import Random

import pytest
from builders import Cast, make_workshop
from material_week import NOW, Week
from sqlalchemy import select

from sessions import undoing
from sessions.documents import markdown
from sessions.errors import Invalid, Missing
from sessions.exports import objectives as files
from sessions.exports.dossier import gather
from sessions.exports.grade import Grade
from sessions.exports.report import write_markdown
from sessions.material import alike, carrying, coding, objectives
from sessions.models import Consent, Member, Objective
from sessions.thinking.alike import alike as think


def asked(week: Week) -> list[list[object]]:
    """What the machine answers, as the helper process tells it."""
    question = {"workshop": week.id}
    return think(week.house.store, question, lambda _share, _step: None)["alike"]


def proposed(week: Week) -> list[tuple[set[int], str, bool]]:
    found = week.read(alike.told, week.id, asked(week), "")
    return [
        ({one.material.id for one in each.alike}, each.joins.title if each.joins else "", each.shared)
        for each in found.proposed
    ]


def test_interests_of_different_groups_are_proposed_as_alike_and_adopted_as_one_act(week: Week) -> None:
    one = week.code(0, "interest", "mijn kind erbij hoort", text="Mijn kind hoort erbij op school")
    other = week.code(2, "opportunity", "Ouders erbij halen", text="Ik wil dat mijn kind erbij hoort")
    alone = week.code(3, "obstacle", text="Minder formulieren")
    week.code(1, "ingredient", text="Mijn kind hoort erbij")
    assert proposed(week) == [({one, other}, "", True)]

    with pytest.raises(Invalid):
        week.write(alike.adopt, week.id, week.by, [one, other], title=" ")
    made = week.write(alike.adopt, week.id, week.by, [one, other], title="Erbij horen")
    (held,) = week.read(objectives.of_workshop, week.id)
    assert held.shared and {each.material.id for each in held.behind} == {one, other}
    assert [each.material.id for each in week.read(objectives.loose, week.id)] == [alone]
    assert proposed(week) == []

    # What is alike with what people decided is proposed there, and decided by people again.
    third = week.code(1, "interest", text="Dat mijn kind er ook bij hoort in de klas")
    assert proposed(week) == [({third}, "Erbij horen", False)]
    week.write(alike.adopt, week.id, week.by, [third], objective_id=made)
    (held,) = week.read(objectives.of_workshop, week.id)
    assert [each.material.id for each in held.behind] == [one, other, third]
    week.back()
    assert len(week.read(objectives.of_workshop, week.id)[0].behind) == 2
    week.back()
    week.back()
    assert week.read(objectives.of_workshop, week.id) == []
    assert proposed(week) == [({one, other}, "", True)]


def test_a_proposal_holds_no_longer_when_people_were_faster(week: Week) -> None:
    one = week.code(0, "interest", text="Mijn kind hoort erbij")
    other = week.code(2, "interest", text="Ik wil dat mijn kind erbij hoort")
    answer = asked(week)
    week.write(coding.remove, other, week.by)
    assert week.read(alike.told, week.id, answer, "").proposed == []
    with pytest.raises(Missing):
        week.write(alike.adopt, week.id, week.by, [one, other], title="Erbij horen")
    assert week.read(objectives.of_workshop, week.id) == []
    elsewhere = make_workshop(week.house, week.cast.facilitator, "Elders")
    there = week.write(objectives.make, elsewhere, week.by, title="Van hen")
    with pytest.raises(Missing):
        week.write(alike.adopt, week.id, week.by, [one], objective_id=there)


def shared_and_own(week: Week) -> None:
    behind = [week.code(0, "interest", "erbij hoort"), week.code(2, "interest", "erbij halen")]
    week.write(objectives.make, week.id, week.by, title="Erbij horen", behind=behind)
    week.write(objectives.make, week.id, week.by, title="Tijd", behind=[week.code(3, "obstacle")])


def test_objectives_go_along_once_and_stay_shared_or_ones_own(week: Week, cast: Cast) -> None:
    shared_and_own(week)
    into = make_workshop(cast.house, cast.facilitator, "De zaal")
    assert week.write(carrying.carry, week.id, into, week.by).objectives == 2
    there = week.read(objectives.of_workshop, into)
    assert [(each.objective.title, each.shared) for each in there] == [("Erbij horen", True), ("Tijd", False)]
    assert there[0].objective.source.endswith("Ouders, Scholen")
    assert there[1].objective.source.endswith("Scholen") and there[1].behind == []
    assert week.write(carrying.carry, week.id, into, week.by).objectives == 0
    week.write(undoing.undo_in_hall, into, week.by, seen=None)
    assert week.read(objectives.of_workshop, into) == []
    assert len(week.read(lambda db: db.scalars(select(Objective)).all())) == 2


def test_the_document_tells_common_and_own_apart_and_quotes_only_who_agreed(week: Week) -> None:
    shared_and_own(week)
    agree(week, week.people[2])

    def written(db) -> tuple[str, dict]:
        given = {"language": "nl", "random": Random(1)}
        return markdown.write(files.document(db, week.id, now=NOW, **given)).decode(), files.tables(
            db, week.id, **given
        )

    text, tables = week.read(written)
    assert (
        text.index("Gedeeld") < text.index("Erbij horen") < text.index("Van één groep") < text.index("Tijd")
    )
    assert "Aantal mensen: 2. Groepen: Ouders, Scholen." in text
    # Who did not agree is counted, without the words.
    assert "We missen tijd om te luisteren" not in text and "En 1 keer in woorden" in text
    assert [(row[1], row[3], row[4]) for row in tables["objectives"]] == [
        ("Erbij horen", True, 2),
        ("Tijd", False, 1),
    ]
    assert ["interest", "erbij halen", "Scholen"] in [row[1:] for row in tables["behind"]]
    assert "luisteren" not in str(tables)


def test_the_report_of_the_workshop_has_a_chapter_of_them(week: Week) -> None:
    shared_and_own(week)

    def report(db) -> str:
        made = gather(db, week.id, Grade.PUBLIC, random=Random(1), language="nl", now=NOW)
        return write_markdown(made).decode()

    text = week.read(report)
    assert "Basisdoelstellingen" in text and "Erbij horen" in text and "luisteren" not in text


def agree(week: Week, participant_id: int) -> None:
    """That person takes part, and may be quoted."""

    def give(db) -> None:
        db.add(
            Member(
                participant_id=participant_id,
                workshop_id=week.id,
                state="present",
                link_nonce="n",
                invited_at=NOW,
            )
        )
        db.flush()
        db.add(Consent(participant_id=participant_id, purpose="quoting", version=1, given=True, at=NOW))

    week.house.write(give)
