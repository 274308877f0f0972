"""Going on elsewhere: once, within ten minutes, and only the one device that took over counts."""

from __future__ import annotations

from random import Random
from typing import Any

import pytest
from builders import Cast
from sqlalchemy import select

from sessions import participants
from sessions.errors import Closed, Missing
from sessions.hall import handovers
from sessions.models import Handover, Workshop
from sessions.text import JOIN_ALPHABET

NEW = "n" * 43
CODE = "K7M4PQ"


def does(cast: Cast, verb: Any, *given: Any) -> Any:
    return cast.house.write(lambda db: verb(db, *given, now=cast.house.now()))


def held_by(cast: Cast, secret: str) -> int | None:
    with cast.house.store.reading() as db:
        found = participants.by_secret(db, secret)
        return found.id if found else None


def test_a_code_is_of_characters_that_nobody_confuses() -> None:
    made = handovers.code(Random(7))
    assert len(made) == 6 and set(made) <= set(JOIN_ALPHABET)


def test_the_new_phone_is_the_participant_and_the_old_one_is_not(cast: Cast) -> None:
    phone = cast.phones[0]
    does(cast, handovers.offer_place, phone.id, CODE)
    assert does(cast, handovers.take_place, cast.gathering, " k7m 4pq ", NEW) == phone.id
    assert (held_by(cast, NEW), held_by(cast, phone.secret)) == (phone.id, None)


def test_a_code_works_once(cast: Cast) -> None:
    does(cast, handovers.offer_place, cast.phones[0].id, CODE)
    does(cast, handovers.take_place, cast.gathering, CODE, NEW)
    with pytest.raises(Missing):
        does(cast, handovers.take_place, cast.gathering, CODE, "m" * 43)
    assert held_by(cast, NEW) == cast.phones[0].id


def test_a_code_ends_after_ten_minutes_and_when_a_newer_one_is_asked(cast: Cast) -> None:
    does(cast, handovers.offer_place, cast.phones[0].id, CODE)
    does(cast, handovers.offer_place, cast.phones[0].id, "ABCDEF")
    with pytest.raises(Missing):
        does(cast, handovers.take_place, cast.gathering, CODE, NEW)
    cast.house.clock.passes(minutes=10, seconds=1)
    with pytest.raises(Missing):
        does(cast, handovers.take_place, cast.gathering, "ABCDEF", NEW)


def test_a_code_belongs_to_its_workshop(cast: Cast) -> None:
    does(cast, handovers.offer_place, cast.phones[0].id, CODE)
    with pytest.raises(Missing):
        does(cast, handovers.take_place, cast.elsewhere, CODE, NEW)


def test_coming_back_to_the_first_phone_is_another_move(cast: Cast) -> None:
    phone = cast.phones[0]
    for code, secret in ((CODE, NEW), ("ABCDEF", phone.secret)):
        does(cast, handovers.offer_place, phone.id, code)
        does(cast, handovers.take_place, cast.gathering, code, secret)
    assert (held_by(cast, NEW), held_by(cast, phone.secret)) == (None, phone.id)


@pytest.mark.parametrize("state", ["preparing", "closed"])
def test_no_code_is_given_that_lets_nobody_in(cast: Cast, state: str) -> None:
    def not_open(db: Any) -> None:
        db.get_one(Workshop, cast.gathering).state = state

    cast.house.write(not_open)
    with pytest.raises(Closed):
        does(cast, handovers.offer_place, cast.phones[0].id, CODE)


def test_only_hashes_are_kept(cast: Cast) -> None:
    does(cast, handovers.offer_place, cast.phones[0].id, CODE)
    does(cast, handovers.offer_device, cast.gathering, cast.facilitator, "T" * 16)
    with cast.house.store.reading() as db:
        kept = [row.code_hash for row in db.scalars(select(Handover))]
    assert len(kept) == 2 and not {CODE, "T" * 16} & set(kept)


def test_looking_at_a_link_does_not_use_it_up_and_taking_it_does(cast: Cast) -> None:
    does(cast, handovers.offer_device, cast.gathering, cast.facilitator, "T" * 16)
    with cast.house.store.reading() as db:
        for _ in range(3):
            workshop, user = handovers.offered(db, "T" * 16, now=cast.house.now())
        assert (workshop.id, user.id) == (cast.gathering, cast.facilitator)
    assert does(cast, handovers.take_device, "T" * 16) == (cast.gathering, cast.facilitator)
    with pytest.raises(Missing):
        does(cast, handovers.take_device, "T" * 16)


def test_a_link_can_be_withdrawn(cast: Cast) -> None:
    does(cast, handovers.offer_device, cast.gathering, cast.facilitator, "T" * 16)
    does(cast, handovers.withdraw_device, cast.gathering, cast.facilitator)
    with pytest.raises(Missing):
        does(cast, handovers.take_device, "T" * 16)
