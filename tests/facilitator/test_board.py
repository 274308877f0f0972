"""The board that the workbench draws without script."""

from __future__ import annotations

from builders import Cast, contribute, intervention

from facilitator.board import Lens, board_of
from sessions import key_groups, themes
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
