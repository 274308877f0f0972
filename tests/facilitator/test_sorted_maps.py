"""Maps of what people sorted: calculated once, remembered for a while, also when nobody waited for them."""

from __future__ import annotations

from typing import Any

import gevent
import pytest
from gevent.event import Event

from facilitator import sorted_maps
from facilitator.children import ChildFailed
from facilitator.sorted_maps import REMEMBERED, SortedMaps

PATIENCE_SECONDS = 60


class Calculating:
    """Stands in for the child process: answers with the question, once it may; `fails` says how often not."""

    def __init__(self) -> None:
        self.may, self.asked, self.fails = Event(), list[Any](), 0

    def __call__(self, _module: str, _longest_seconds: float) -> Calculating:
        return self

    def ask(self, question: Any, _hear: Any) -> dict[str, Any]:
        self.asked.append(question["of"])
        assert self.may.wait(PATIENCE_SECONDS)
        if self.fails:
            self.fails -= 1
            raise ChildFailed("memory")
        return {"map": {"drawn": question["of"]}}


@pytest.fixture
def child(monkeypatch: pytest.MonkeyPatch) -> Calculating:
    made = Calculating()
    monkeypatch.setattr(sorted_maps, "Child", made)
    return made


def look(maps: SortedMaps, of: int, patience: float = PATIENCE_SECONDS) -> dict[str, Any] | None:
    return maps.map_of({"of": of}, patience=patience)


def ends(maps: SortedMaps) -> None:
    """What was being calculated is there."""
    gevent.joinall(list(maps._working.values()), timeout=PATIENCE_SECONDS, raise_error=True)


def test_a_map_is_calculated_once(child: Calculating) -> None:
    maps = SortedMaps()
    child.may.set()
    assert [look(maps, 1), look(maps, 1)] == [{"drawn": 1}] * 2 and child.asked == [1]


def test_who_does_not_wait_finds_it_later_also_behind_many_others(child: Calculating) -> None:
    maps = SortedMaps()
    assert look(maps, 0, patience=0) is None
    child.may.set()
    ends(maps)
    for other in range(1, REMEMBERED + 1):
        assert look(maps, other) == {"drawn": other}
    assert look(maps, 0) == {"drawn": 0}, "calculated anew"
    assert child.asked == [*range(REMEMBERED + 1), 0] and not maps._working


def test_a_failure_is_told_to_whoever_asks_next_and_then_tried_again(child: Calculating) -> None:
    maps, child.fails = SortedMaps(), 1
    assert look(maps, 1, patience=0) is None
    child.may.set()
    ends(maps)
    with pytest.raises(ChildFailed):
        look(maps, 1)
    assert look(maps, 1) == {"drawn": 1}
