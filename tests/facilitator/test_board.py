"""The board that the workbench draws without script."""

from __future__ import annotations

import pytest
from builders import Cast, contribute, intervention, join

from facilitator.board import board_of
from facilitator.lens import Lens
from sessions.analysis import dissent, key_groups, several, themes
from sessions.projections import Audience, snapshot


def test_the_group_of_the_most_important_theme_comes_first_and_the_rest_last(cast: Cast) -> None:
    house, actor, analysis = cast.house, cast.moderator, cast.analysis()
    answer = intervention(reasons=["Je leert een naam", "Het blijft", "Iemand trekt", "Nog iets"])
    contribute(house, cast.phones[0], cast.step(), answer)

    def decide(db) -> None:
        now = house.now()
        made = {
            title: themes.make(db, analysis, actor, title=title, passage_ids=[passage], now=now)
            for title, passage in zip(("eerste", "tweede", "derde", "los"), cast.passages(), strict=True)
        }
        # Made in another order than their importance; the last group has no ranked theme.
        for group, theme in (("minder", "tweede"), ("meest", "eerste"), ("zonder rang", "derde")):
            group_id = key_groups.make(db, analysis, actor, title=group, now=now)
            themes.change(db, made[theme], actor, key_group_id=group_id, now=now)
        themes.rank(db, analysis, actor, theme_ids=[made["eerste"], made["tweede"]], now=now)

    house.write(decide)
    with house.store.reading() as db:
        board = board_of(snapshot(db, Audience("workbench", analysis)), Lens())
    titles = [group["title"] if group else "rest" for group, _ in board.sections()]
    assert titles == ["meest", "minder", "zonder rang", "rest"]


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ({}, {"goed", "gratis", "bij de buren"}),
        ({"q": "GR"}, {"gratis"}),
        ({"table": "2"}, {"bij de buren"}),
        ({"language": "nl"}, {"goed", "gratis"}),
        ({"lever": "vertrouwen"}, {"goed", "gratis"}),
        ({"level": "goal"}, {"goed"}),
        ({"unplaced": "yes"}, {"gratis", "bij de buren"}),
        ({"unplaced": "yes", "language": "nl"}, {"gratis"}),
        ({"kind": "petal"}, set()),
        ({"paper": "yes"}, set()),
    ],
    ids=lambda value: "-".join(value) if isinstance(value, dict) else "",
)
def test_each_part_of_the_lens_narrows_further_and_the_counts_stay_whole(
    cast: Cast, said: dict[str, str], shown: set[str]
) -> None:
    house, actor, analysis = cast.house, cast.moderator, cast.analysis()
    step, other = cast.step(), join(house, cast.gathering, table=2, language="fr")
    contribute(house, cast.phones[0], step, intervention(reasons=["goed", "gratis"], levers=["vertrouwen"]))
    contribute(house, other, step, intervention(reasons=["bij de buren"], levers=["grondrechten"]))
    good = cast.passages()[:1]

    def decide(db) -> None:
        made = themes.make(db, analysis, actor, title="Goed", passage_ids=good, now=house.now())
        themes.change(db, made, actor, level="goal", now=house.now())

    house.write(decide)
    with house.store.reading() as db:
        board = board_of(snapshot(db, Audience("workbench", analysis)), Lens.of(said))
    seen = [*board.loose, *(each for theme in board.themes for each in theme["passages"])]
    assert {passage["text"] for passage in seen} == shown
    assert (board.shown, len(board.passages), board.decided, board.unplaced) == (len(shown), 3, 1, 2)


def test_of_what_is_in_several_themes_one_will_do_for_the_lenses_of_level_and_dissent(cast: Cast) -> None:
    house, actor, analysis = cast.house, cast.moderator, cast.analysis()
    contribute(house, cast.phones[0], cast.step(), intervention(reasons=["in twee", "in een"]))
    both, one = cast.passages()

    def decide(db) -> None:
        now = house.now()
        first = themes.make(db, analysis, actor, title="Eerst", passage_ids=[both, one], now=now)
        second = themes.make(db, analysis, actor, title="Dan", now=now)
        themes.change(db, second, actor, level="goal", now=now)
        several.allow(db, analysis, actor, several=True, now=now)
        several.also(db, analysis, actor, passage_ids=[both], theme_id=second, now=now)
        where = {"about": "theme", "text": "Nee", "theme_id": second, "user_id": actor.id}
        dissent.raise_(db, cast.gathering, **where, now=now)
        assert themes.alive(db, analysis)[0].id == first

    house.write(decide)
    for said in ({"level": "goal"}, {"dissent": "yes"}):
        with house.store.reading() as db:
            board = board_of(snapshot(db, Audience("workbench", analysis)), Lens.of(said))
        assert [[each["text"] for each in theme["passages"]] for theme in board.themes] == [["in twee"]] * 2


def test_what_is_not_offered_is_not_looked_through() -> None:
    lens = Lens.of({"table": "99", "lever": "vertrouwen", "paper": "on", "else": "x"})
    lens = lens.only(table={"1", "2"}, lever=["vertrouwen"], paper=["yes"])
    assert lens.query == {"lever": "vertrouwen"}
    assert not Lens.of({"q": "  "})
