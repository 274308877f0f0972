"""The history of a workbench as plain values, a stretch at a time."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from facilitator import telling
from facilitator.database import reading
from sessions.analysis import history
from sessions.analysis.history import Line


def lines_of(analysis_id: int, before: int | None = None) -> list[dict[str, Any]]:
    """The newest acts first, or with `before` the newest of those older than that change."""
    return as_values(history.of_analysis(reading(), analysis_id, before=before))


def as_values(lines: Iterable[Line]) -> list[dict[str, Any]]:
    """Lines of a history, as a page and a browser read them."""
    return [
        {
            "change": line.change_id,
            "at": line.at.isoformat(),
            "who": line.who,
            "words": telling.line_words(line),
            "undone": line.undone,
        }
        for line in lines
    ]


def older_than(lines: list[dict[str, Any]]) -> int | None:
    """The change before which there may be more; None when these are the oldest."""
    return lines[-1]["change"] if len(lines) == history.SHOWN_AT_ONCE else None
