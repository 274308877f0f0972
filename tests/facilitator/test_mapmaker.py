"""The map of an analysis: drawn once in a process of its own, kept, and added to."""

from __future__ import annotations

import pytest
from builders import Cast, contribute, intervention, sign_in
from flask.testing import FlaskClient

from facilitator.house import House
from facilitator.mapmaker import Mapmaker
from sessions.errors import NotReady
from sessions.proposing import mapping

REASONS = ["Het is gratis", "Het kost niets", "Iedereen kent elkaar", "Buren kennen elkaar"]


def say(house: House, cast: Cast, *reasons: str) -> None:
    contribute(house, cast.phones[0], cast.step(), intervention("Soep op de stoep", reasons=reasons))


def test_what_lies_stays_when_more_is_said_and_only_a_person_draws_anew(
    house: House, cast: Cast, client: FlaskClient
) -> None:
    say(house, cast, *REASONS)
    maps = Mapmaker(house)
    first = maps.drawing(cast.analysis())
    assert (set(first.spots), first.later) == (set(cast.passages()), 0)
    say(house, cast, "De buren kennen elkaar nu wel")
    sign_in(client, house, cast.facilitator)
    told = client.get(f"/workshops/{cast.gathering}/workbench/{cast.analysis()}/map").get_json()
    assert {each: tuple(told["spots"][str(each)]) for each in first.spots} == first.spots
    assert (len(told["spots"]), told["later"]) == (5, 1)
    house.write(lambda db: mapping.forget(db, cast.analysis()))
    assert maps.drawing(cast.analysis()).later == 0


def test_a_server_that_stops_draws_nothing(house: House, cast: Cast) -> None:
    say(house, cast, *REASONS)
    maps = Mapmaker(house)
    maps.stop()
    with pytest.raises(NotReady):
        maps.drawing(cast.analysis())
