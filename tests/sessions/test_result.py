"""What the result of the day says, and what it does not say to whoever may not read raw text."""

import pytest
from builders import contribute, intervention, propose
from sqlalchemy import select

from sessions import contributions
from sessions.analysis import key_groups, themes
from sessions.models import Contribution, Dissent
from sessions.proposing import proposals
from sessions.result import gather


@pytest.fixture
def day(cast):
    """Three people, two interventions, four reasons, one precondition."""
    one, two, three = cast.phones
    step = cast.step()
    garden = contribute(
        cast.house,
        one,
        step,
        intervention(
            "Tuin",
            reasons=["Iedereen kan iets", "Je leert namen"],
            preconditions=["Geld"],
            levers=["vertrouwen"],
        ),
    )
    contribute(
        cast.house,
        two,
        step,
        intervention("Koor", reasons=["Zingen kan iedereen", "Geen toets"], levers=["vertrouwen"]),
    )
    for phone in (two, three):
        cast.house.write(
            lambda db, phone=phone: contributions.give_heart(
                db, garden["id"], phone.id, given=True, now=cast.house.now()
            )
        )
    return cast


def result(cast, *, raw: bool = True):
    with cast.house.store.reading() as db:
        return gather(db, cast.gathering, raw=raw, now=cast.house.now())


def theme(cast, title: str, passage_ids, *, group: int = 0, level: str | None = None) -> int:
    def act(db):
        made = themes.make(
            db, cast.analysis(), cast.moderator, title=title, passage_ids=passage_ids, now=cast.house.now()
        )
        if group or level:
            themes.change(
                db, made, cast.moderator, key_group_id=group or None, level=level, now=cast.house.now()
            )
        return made

    return cast.house.write(act)


def group(cast, title: str) -> int:
    return cast.house.write(
        lambda db: key_groups.make(db, cast.analysis(), cast.moderator, title=title, now=cast.house.now())
    )


def rank(cast, *theme_ids: int) -> None:
    cast.house.write(
        lambda db: themes.rank(db, cast.analysis(), cast.moderator, theme_ids=theme_ids, now=cast.house.now())
    )


def test_an_empty_day_has_a_result_without_anything(cast):
    found = result(cast)
    why = found.answer("key_characteristics")
    assert (found.people, found.tables, found.hearts, found.counts["intervention"]) == (3, 2, 0, 0)
    assert (why.themes, why.proposals, why.passages, why.run) == ((), (), 0, None)
    assert len(found.levers) == 6
    assert not any(lever.underserved for lever in found.levers)


def test_a_theme_counts_what_was_said_by_whom_and_how_warmly(day):
    theme(day, "Iedereen telt", day.passages()[:3])
    decided = result(day).answer("key_characteristics").rest[0]
    assert (decided.count, decided.people, decided.tables) == (3, 2, 1)
    assert decided.hearts == 2, "two reasons of one intervention bring its hearts once"
    assert [quote.text for quote in decided.quotes] == [
        "Iedereen kan iets",
        "Je leert namen",
        "Zingen kan iedereen",
    ]


def test_groups_stand_in_the_order_of_their_best_ranked_characteristic(day):
    a, b, c, d = day.passages()
    low, high = group(day, "Laatst"), group(day, "Eerst")
    last = theme(day, "Laat", [a], group=low)
    second, first = theme(day, "Tweede", [b], group=high), theme(day, "Eerste", [c], group=high, level="goal")
    rest = theme(day, "Rest", [d])
    rank(day, first, second, last)
    why = result(day).answer("key_characteristics")
    assert [each.title for each in why.groups] == ["Eerst", "Laatst"]
    assert [each.title for each in why.groups[0].themes] == ["Eerste", "Tweede"]
    assert [(each.id, each.rank) for each in why.rest] == [(rest, None)]
    assert why.groups[0].themes[0].level == "goal"
    assert (why.characteristics, why.ranked, why.groups[0].count) == (4, True, 2)


def test_without_ranks_the_group_that_was_said_most_stands_first_and_has_no_rank(day):
    a, b, c, _ = day.passages()
    small, large = group(day, "Klein"), group(day, "Groot")
    theme(day, "Een", [a], group=small)
    theme(day, "Twee", [b, c], group=large)
    why = result(day).answer("key_characteristics")
    assert [each.title for each in why.groups] == ["Groot", "Klein"]
    assert not why.ranked
    assert not why.groups[0].ranked


def test_what_nobody_decided_on_stays_a_proposal_and_the_rest_is_counted(day):
    a, b, c, d = day.passages()
    run = propose(day.house, day.analysis(), [("namen leren", [a, b]), ("kunnen", [c])])
    with day.house.store.reading() as db:
        cluster = proposals.on_the_table(db, day.analysis())[0]
    day.house.write(lambda db: proposals.adopt(db, cluster.id, day.moderator, now=day.house.now()))
    why = result(day).answer("key_characteristics")
    assert [(each.words, each.count) for each in why.proposals] == [("kunnen", 1)]
    assert (why.passages, why.placed, why.loose) == (4, 2, 1)
    assert (why.proposed_first, why.run.id, why.run.model) == (1, run, "by hand")
    assert why.themes[0].decided_by == "Hilde"
    assert d in day.passages()


def test_hidden_words_count_nowhere(day):
    theme(day, "Alles", day.passages())
    with day.house.store.reading() as db:
        hidden = db.scalar(select(Contribution.id).where(Contribution.parent_id.is_(None)).limit(1))
    day.house.write(
        lambda db: contributions.hide(db, hidden, day.moderator, reason="een naam", now=day.house.now())
    )
    found = result(day)
    decided = found.answer("key_characteristics").rest[0]
    assert (decided.count, decided.people, decided.hearts) == (2, 1, 0)
    assert {quote.text for quote in decided.quotes} == {"Zingen kan iedereen", "Geen toets"}
    assert found.hearts == 0


def test_whoever_may_not_read_raw_text_gets_counts_only(day):
    made = theme(day, "Alles", day.passages())
    day.house.write(
        lambda db: db.add(
            Dissent(
                workshop_id=day.gathering,
                theme_id=made,
                about="name",
                text="Dit klopt niet",
                created_at=day.house.now(),
            )
        )
    )
    open_, closed = (result(day, raw=raw).answer("key_characteristics").rest[0] for raw in (True, False))
    assert (len(open_.quotes), open_.objections) == (3, ("Dit klopt niet",))
    assert (closed.quotes, closed.objections, closed.dissent) == ((), (), 1)


def test_levers_say_which_are_under_served(day):
    levers = {lever.name: lever for lever in result(day).levers}
    assert levers["Vertrouwen"].count == 2
    assert not levers["Vertrouwen"].underserved
    assert levers["Grondrechten"].underserved
