"""Paper counts: it says who typed it, lies at its table, and a finding from paper was agreed on."""

from __future__ import annotations

import secrets
from typing import Any

import pytest
from builders import Cast, contribute, intervention, make_workshop
from sqlalchemy import select

from sessions.errors import Closed, Invalid, Missing
from sessions.exercises.answers import as_form
from sessions.hall import paper, places
from sessions.models import FINDING, Contribution, ContributionVersion, Table
from sessions.projections import Audience, snapshot


def table_of(cast: Cast, number: int = 1, workshop_id: int | None = None) -> int:
    with cast.house.store.reading() as db:
        wanted = Table.workshop_id == (workshop_id or cast.gathering)
        return db.scalars(select(Table.id).where(wanted, Table.number == number)).one()


def types(cast: Cast, kind: str, answer: dict[str, Any], *, table: int | None = 1, **more: Any) -> int:
    given = {"key": secrets.token_hex(16), **more}
    table_id = table_of(cast, table) if table else None
    receipt = cast.house.write(
        lambda db: paper.enter(
            db,
            cast.step(kind),
            cast.facilitator,
            table_id=table_id,
            language="nl",
            data=as_form(answer),
            now=cast.house.now(),
            **given,
        )
    )
    return receipt["id"]


def row(cast: Cast, contribution_id: int) -> Contribution:
    with cast.house.store.reading() as db:
        return db.get_one(Contribution, contribution_id)


def test_an_intervention_from_paper_is_a_contribution_of_its_table(cast: Cast) -> None:
    answer = {"title": "Speelbus", "reasons": [{"text": "Ze komt naar je toe"}], "levers": ["vertrouwen"]}
    typed = row(cast, types(cast, "interventions", answer, table=3))
    assert (typed.state, typed.participant_id, typed.entered_by) == ("shown", None, cast.facilitator)
    assert typed.table_id == table_of(cast, 3)
    with cast.house.store.reading() as db:
        children = db.scalars(select(Contribution).where(Contribution.parent_id == typed.id)).all()
        assert [each.entered_by for each in children] == [cast.facilitator]


def test_a_finding_from_paper_may_be_told_at_once(cast: Cast) -> None:
    types(cast, "findings", {"text": "Klein begint het."}, table=2)
    with cast.house.store.reading() as db:
        place = places.at(db, cast.step("findings"), table_of(cast, 2), FINDING)
        assert place is not None and place.confirmed_at == cast.house.now()
        items = snapshot(db, Audience("wall", cast.gathering)).items
    assert [item["table"] for name, item in items.items() if name.startswith("finding:")] == [2]


def test_a_petal_from_paper_lies_on_its_place(cast: Cast) -> None:
    typed = types(cast, "lotus", {"text": "Iemand trekt de kar", "place": "C4"})
    with cast.house.store.reading() as db:
        assert places.name_of(db, typed) == "C4"


@pytest.mark.parametrize(
    ("kind", "answer", "table", "wrong"),
    [
        ("lotus", {"text": "Zonder blad"}, 1, "place"),
        ("lotus", {"text": "Zonder tafel", "place": "A"}, None, "table"),
        ("findings", {"text": ""}, 1, "text"),
    ],
)
def test_what_is_missing_is_said_and_nothing_is_kept(
    cast: Cast, kind: str, answer: dict[str, Any], table: int | None, wrong: str
) -> None:
    with pytest.raises(Invalid) as refusal:
        types(cast, kind, answer, table=table)
    assert list(refusal.value.errors) == [wrong]
    with cast.house.store.reading() as db:
        assert paper.entered(db, cast.gathering) == []


def test_what_lies_there_is_replaced_only_when_somebody_says_so(cast: Cast) -> None:
    first = types(cast, "lotus", {"text": "Eerst", "place": "A"})
    with pytest.raises(Invalid) as refusal:
        types(cast, "lotus", {"text": "Beter", "place": "A"})
    assert "Eerst" in str(refusal.value.errors["replace"])
    second = types(cast, "lotus", {"text": "Beter", "place": "A"}, replace=True)
    assert (row(cast, first).state, row(cast, second).state) == ("replaced", "shown")


def test_the_same_sheet_twice_is_one(cast: Cast) -> None:
    key = secrets.token_hex(16)
    assert types(cast, "findings", {"text": "Eén keer"}, key=key) == types(
        cast, "findings", {"text": "Eén keer"}, key=key
    )


def test_the_list_names_who_typed_it_and_what_was_struck_comes_back(cast: Cast) -> None:
    typed = types(cast, "lotus", {"text": "Een vaste plek", "place": "B"}, table=4)
    for verb, state in ((paper.strike, "withdrawn"), (paper.put_back, "shown")):
        cast.house.write(lambda db, verb=verb: verb(db, typed, cast.moderator, now=cast.house.now()))
        with cast.house.store.reading() as db:
            (line,) = paper.entered(db, cast.gathering)
        assert (line.text, line.table, line.place, line.by) == ("Een vaste plek", 4, "B", "Hilde")
        assert line.state == state


def test_nobody_strikes_what_people_wrote_themselves(cast: Cast) -> None:
    said = contribute(cast.house, cast.phones[0], cast.step(), intervention())["id"]
    with pytest.raises(Missing):
        cast.house.write(lambda db: paper.strike(db, said, cast.moderator, now=cast.house.now()))


def test_paper_waits_until_the_day_was_opened(cast: Cast) -> None:
    later = make_workshop(cast.house, cast.facilitator, "Later")
    table_id = table_of(cast, 1, later)
    with pytest.raises(Closed):
        cast.house.write(
            lambda db: paper.enter(
                db,
                cast.step("findings", later),
                cast.facilitator,
                table_id=table_id,
                language="nl",
                key=secrets.token_hex(16),
                data=as_form({"text": "Te vroeg"}),
                now=cast.house.now(),
            )
        )
    with cast.house.store.reading() as db:
        assert db.scalars(select(ContributionVersion.text)).all() == []
