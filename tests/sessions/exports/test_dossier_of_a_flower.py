"""A flower in an export: petals with their place, and nothing of what somebody wrote for themselves."""

from __future__ import annotations

import json
from random import Random
from typing import Any

import pytest
from builders import Cast, contribute, open_at

from sessions.exports import Dossier, Grade, gather
from sessions.hall import pace


@pytest.fixture
def flower(cast: Cast) -> Cast:
    step = open_at(cast.house, cast.gathering, "lotus")
    now, by = cast.house.now(), cast.moderator
    cast.house.write(lambda db: pace.set_stage(db, cast.gathering, step, "shared", by, now=now))
    first, second, _third = cast.phones
    seen = contribute(cast.house, first, step, {"text": "Samen eten", "place": "A"})["id"]
    contribute(cast.house, second, step, {"text": "Samen koken", "place": "A", "over": seen})
    contribute(cast.house, first, step, {"text": "Om de hoek", "place": "A3"})
    contribute(cast.house, second, step, {"text": "Alleen voor mij"})
    return cast


def of(cast: Cast, grade: Grade) -> Dossier:
    with cast.house.store.reading() as db:
        return gather(
            db,
            cast.gathering,
            grade,
            random=Random(7),
            language="nl",
            now=cast.house.now(),
            purpose="Nabellen",
        )


def rows(dossier: Dossier) -> list[tuple[Any, ...]]:
    found = dossier.sheet("contributions").rows
    return sorted((row["state"], row["text"], row["place"] or "") for row in found)


def test_every_petal_is_there_once_with_its_place(flower: Cast) -> None:
    assert rows(of(flower, Grade.ANALYSIS)) == [
        ("private", "", ""),
        ("replaced", "Samen eten", ""),
        ("shown", "Om de hoek", "A3"),
        ("shown", "Samen koken", "A"),
    ]
    assert rows(of(flower, Grade.PUBLIC)) == [("shown", "Om de hoek", "A3"), ("shown", "Samen koken", "A")]


@pytest.mark.parametrize("grade", list(Grade))
def test_what_somebody_wrote_for_themselves_leaves_the_house_in_no_export(flower: Cast, grade: Grade) -> None:
    sheets = [sheet.rows for sheet in of(flower, grade).sheets]
    assert "Alleen voor mij" not in json.dumps(sheets, ensure_ascii=False)
