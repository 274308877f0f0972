"""What a machine doubts about a proposal, laid beside the cards: what is still to sort, what bridges, what it
looked at and could put nowhere. The same rules stand in static/js/workbench/doubt.js."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from facilitator.lens import Item

TO_SORT, NOWHERE = "sort", "nowhere"


def judge(passages: Mapping[int, Item], clusters: Iterable[Item]) -> None:
    """Each passage has its `doubt`, TO_SORT, NOWHERE (looked at, and it fitted no group) or empty, and
    whether it `bridges`. What came later, or lies loose again, is doubted by nobody."""
    for passage in passages.values():
        passage |= {"doubt": "", "bridges": False}
    for cluster in clusters:
        nowhere = cluster["members"] if cluster["loose"] else ()
        for doubt, ids in ((TO_SORT, cluster["to_sort"]), (NOWHERE, nowhere)):
            for each in ids:
                if each in passages:
                    passages[each]["doubt"] = doubt
        for each in cluster["bridging"]:
            if each in passages:
                passages[each]["bridges"] = True
