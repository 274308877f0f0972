"""Workshops of one trajectory stand together, each in its own organisation."""

from __future__ import annotations

import builders
import pytest
from builders import Cast

from sessions import trajectories
from sessions.errors import Invalid
from sessions.models import Organisation, Trajectory, Workshop


def put(cast: Cast, workshop_id: int, title: str) -> int | None:
    moment = cast.house.now()
    return cast.house.write(lambda db: trajectories.put(db, workshop_id, title, now=moment))


def test_the_same_title_is_the_same_trajectory(cast: Cast) -> None:
    other = builders.make_workshop(cast.house, cast.facilitator)
    first = put(cast, cast.gathering, " Samen  sterker ")
    assert put(cast, other, "samen STERKER") == first is not None
    with cast.house.store.reading() as db:
        assert db.get_one(Trajectory, first).title == "Samen sterker"
        assert {db.get_one(Workshop, each).trajectory_id for each in (cast.gathering, other)} == {first}
        assert len(db.query(Trajectory).all()) == 1


def test_another_organisation_has_its_own(cast: Cast) -> None:
    other = builders.make_workshop(cast.house, cast.facilitator)

    def move(db) -> None:
        organisation = Organisation(name="Elders", created_at=cast.house.now())
        db.add(organisation)
        db.flush()
        db.get_one(Workshop, other).organisation_id = organisation.id

    cast.house.write(move)
    assert put(cast, cast.gathering, "Samen") != put(cast, other, "Samen")


def test_no_title_is_no_trajectory_and_a_long_one_is_refused(cast: Cast) -> None:
    put(cast, cast.gathering, "Samen")
    with pytest.raises(Invalid) as refused:
        put(cast, cast.gathering, "n" * 161)
    assert "160" in refused.value.errors["trajectory"][0]
    assert put(cast, cast.gathering, " ") is None
    with cast.house.store.reading() as db:
        assert db.get_one(Workshop, cast.gathering).trajectory_id is None
