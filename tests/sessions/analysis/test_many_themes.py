"""Many themes in one act: all names as they were read, and a key group filled in one go."""

from __future__ import annotations

from typing import Any

import pytest
from builders import Cast, contribute, intervention, propose

from sessions import undoing
from sessions.analysis import key_groups, themes
from sessions.errors import Invalid, Missing
from sessions.models import Theme
from sessions.proposing import proposals


@pytest.fixture
def adopted(cast: Cast) -> list[int]:
    """Three themes without a name, as the machine's proposals were adopted."""
    reasons = ["Je leert een naam", "Er is koffie", "Iemand trekt de kar"]
    contribute(cast.house, cast.phones[0], cast.step(), intervention("Taalcafé", reasons=reasons))
    passages = cast.passages()
    propose(cast.house, cast.analysis(), [(f"woord {each}", [each]) for each in passages])
    return write(cast, proposals.adopt_all, cast.analysis(), cast.moderator)


def write(cast: Cast, verb: Any, *args: Any, **given: Any) -> Any:
    return cast.house.write(lambda db: verb(db, *args, **given, now=cast.house.now()))


def of(cast: Cast, ids: list[int]) -> list[Theme]:
    with cast.house.store.reading() as db:
        return [db.get_one(Theme, each) for each in ids]


def test_all_names_are_given_at_once_and_taken_back_at_once(cast: Cast, adopted: list[int]) -> None:
    names = dict(zip(adopted, ("Nabijheid", "", "Trekkers"), strict=True))
    write(cast, themes.name_all, cast.analysis(), cast.moderator, names)
    assert [theme.title for theme in of(cast, adopted)] == ["Nabijheid", "", "Trekkers"]
    write(cast, undoing.undo, cast.analysis(), cast.moderator)
    assert [theme.title for theme in of(cast, adopted)] == ["", "", ""]


def test_one_name_that_is_too_long_says_which_and_keeps_all_as_they_were(
    cast: Cast, adopted: list[int]
) -> None:
    names = {adopted[0]: "Nabijheid", adopted[1]: "x" * 200}
    with pytest.raises(Invalid) as refused:
        write(cast, themes.name_all, cast.analysis(), cast.moderator, names)
    assert list(refused.value.errors) == [str(adopted[1])]
    assert [theme.title for theme in of(cast, adopted)] == ["", "", ""]


def test_a_group_is_made_and_filled_in_one_act(cast: Cast, adopted: list[int]) -> None:
    analysis, by = cast.analysis(), cast.moderator
    group = write(
        cast, key_groups.gather, analysis, by, theme_ids=adopted[:2], title="Dichtbij", level="goal"
    )
    first, second, third = of(cast, adopted)
    assert (first.key_group_id, second.key_group_id, third.key_group_id) == (group, group, None)
    assert (first.level, third.level) == ("goal", "characteristic")
    again = write(cast, key_groups.gather, analysis, by, theme_ids=adopted[2:], group_id=group)
    assert again == group and of(cast, adopted)[2].key_group_id == group
    for _ in range(2):
        write(cast, undoing.undo, analysis, by)
    with cast.house.store.reading() as db:
        assert key_groups.alive(db, analysis) == []
    assert {(theme.key_group_id, theme.level) for theme in of(cast, adopted)} == {(None, "characteristic")}


def test_merging_keeps_what_the_others_say_of_themselves_where_the_first_says_nothing(
    cast: Cast, adopted: list[int]
) -> None:
    def change(theme_id: int, **values: Any) -> None:
        write(cast, themes.change, theme_id, cast.moderator, **values)

    into, first, second = adopted
    one, other, _ = cast.passages()
    change(into, counter_example_id=one)
    change(first, description="Wie het draagt", counter_example_id=other)
    change(second, description="Iemand die blijft", example_id=other)
    write(cast, themes.merge, into, [first, second], cast.moderator)
    (merged,) = of(cast, [into])
    assert merged.description == "Wie het draagt"
    assert (merged.example_id, merged.counter_example_id) == (other, one)
    write(cast, undoing.undo, cast.analysis(), cast.moderator)
    (apart,) = of(cast, [into])
    assert (apart.description, apart.example_id, apart.counter_example_id) == ("", None, one)


def test_nothing_chosen_and_what_is_of_another_analysis_is_refused(cast: Cast, adopted: list[int]) -> None:
    analysis, by = cast.analysis(), cast.moderator
    with pytest.raises(Invalid):
        write(cast, key_groups.gather, analysis, by, theme_ids=[], title="Dichtbij")
    with pytest.raises(Missing):
        write(cast, key_groups.gather, analysis, by, theme_ids=[99999], title="Dichtbij")
    other = write(cast, key_groups.make, cast.analysis("preconditions"), by, title="Elders")
    with pytest.raises(Missing):
        write(cast, key_groups.gather, analysis, by, theme_ids=adopted[:1], group_id=other)
    with pytest.raises(Missing):
        write(cast, themes.name_all, cast.analysis("preconditions"), by, {adopted[0]: "Elders"})
