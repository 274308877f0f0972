"""Which key characteristics ask for a sharper word, and why."""

from __future__ import annotations

from pathlib import Path

import pytest
from builders import Cast, contribute, intervention, join

from sessions.analysis import sharpening, themes
from sessions.projections import Audience, snapshot

EXPLAINED = {"description": "Voor wie nieuw is in de wijk; niet waar niemand de straat op komt."}
HEARD = {"people": 3, "tables": 2}


def test_a_phrase_with_an_explanation_from_two_tables_asks_nothing() -> None:
    assert sharpening.asks("Je leert een naam, geen groep", **EXPLAINED, **HEARD) == ()


@pytest.mark.parametrize(
    "title",
    [
        "Samenwerking",
        "meer  respect",
        "Goede communicatie en overleg",
        "la confiance",
        "Mutual trust",
        "L’égalité",
    ],
)
def test_words_that_nobody_is_against_are_general_in_every_language(title: str) -> None:
    assert sharpening.asks(title, **EXPLAINED, **HEARD) == ("general",)


@pytest.mark.parametrize("title", ["Trekkers", "de Nabijheid", "2030", "…"])
def test_one_word_says_little(title: str) -> None:
    assert sharpening.asks(title, **EXPLAINED, **HEARD) == ("one-word",)


@pytest.mark.parametrize(
    "title", ["Samenwerking tussen school en bedrijf", "Dicht bij huis", "Vertrouwen geven eerst"]
)
def test_what_says_more_than_a_general_word_is_left_alone(title: str) -> None:
    assert sharpening.asks(title, **EXPLAINED, **HEARD) == ()


@pytest.mark.parametrize(
    ("people", "tables", "asked"),
    [(0, 0, "sources"), (1, 1, "sources"), (2, 1, "one-table"), (0, 2, None), (1, 2, None), (2, 0, None)],
)
def test_two_people_or_two_tables_are_two_sources(people: int, tables: int, asked: str | None) -> None:
    found = sharpening.asks("Dicht bij huis", **EXPLAINED, people=people, tables=tables)
    assert found == ((asked,) if asked else ())


def test_advice_alone_is_not_counted() -> None:
    assert not sharpening.is_open(("one-table",))
    assert sharpening.is_open(("one-table", "description"))


def test_every_question_is_asked_by_something() -> None:
    asked = {
        *sharpening.asks("Respect", "", people=0, tables=0),
        *sharpening.asks("Trekkers", "", people=2, tables=1),
        *sharpening.asks("", "", people=2, tables=1),
    }
    assert asked == set(sharpening.QUESTIONS)
    assert set(sharpening.ADVICE) < asked


def test_the_documented_list_is_the_real_one() -> None:
    page = " ".join((Path(__file__).parents[3] / "docs/workbench.md").read_text(encoding="utf-8").split())
    assert all(words in page for words in sharpening.GENERAL.values())


def test_the_workbench_is_asked_and_the_wall_is_not(cast: Cast) -> None:
    house, actor, why, needs = cast.house, cast.moderator, cast.analysis(), cast.analysis("preconditions")
    answer = intervention(reasons=["Het blijft"], preconditions=["geld"])
    contribute(house, cast.phones[0], cast.step(), answer)

    def decide(db) -> tuple[int, int]:
        now = house.now()
        ids = cast.passages(), cast.passages("preconditions")
        characteristic = themes.make(db, why, actor, title="Respect", passage_ids=ids[0], now=now)
        return characteristic, themes.make(db, needs, actor, title="Geld", passage_ids=ids[1], now=now)

    characteristic, needed = house.write(decide)

    def asked(analysis: int, theme_id: int) -> list[str]:
        with house.store.reading() as db:
            return snapshot(db, Audience("workbench", analysis)).items[f"theme:{theme_id}"]["asks"]

    assert asked(why, characteristic) == ["general", "description", "sources"]
    assert asked(needs, needed) == [], "a theme without a level is no key characteristic there"
    house.write(lambda db: themes.change(db, needed, actor, level="goal", now=house.now()))
    assert "one-word" in asked(needs, needed)
    other = join(house, cast.gathering, table=2)
    contribute(house, other, cast.step(), intervention(reasons=["Het blijft duren"]))
    more = [cast.passages()[-1]]
    house.write(
        lambda db: themes.move(db, why, actor, passage_ids=more, theme_id=characteristic, now=house.now())
    )
    assert asked(why, characteristic) == ["general", "description"]
    with house.store.reading() as db:
        wall = snapshot(db, Audience("wall", cast.gathering)).items
    assert "asks" not in wall[f"theme:{characteristic}"]
