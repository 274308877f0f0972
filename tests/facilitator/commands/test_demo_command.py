"""`lotusbloem demo --focus-groups`: the week, with few people; tests/journeys plays it with all."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from facilitator.demo import week as weeks

KEYS = {"trajectory", "workshop", "groups", "members", "answers", "terms", "ingredients", "links"}
FEW = (1, 6, 7, 8, 10, 11, 12, 16, 31)
"""Some of every kind: who comes late, who takes everything back, who has no address."""


def test_the_help_says_what_the_option_does(lotusbloem: Callable[..., Any]) -> None:
    said = " ".join(lotusbloem("demo", "--help").out.split())
    assert "Play a week of asynchronous focus groups instead: four groups of twenty people." in said
    assert "No mail leaves." in said


def test_the_hall_and_the_week_do_not_go_together(lotusbloem: Callable[..., Any]) -> None:
    said = lotusbloem("demo", "--focus-groups", "--until", "hall")
    assert said.code == 2 and "--until" in said.err and said.out == ""


@pytest.mark.slow
def test_at_once_it_prints_one_json_object_and_ends(
    lotusbloem: Callable[..., Any], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    whole = weeks.load()
    few = tuple(each for each in whole.people if each.number in FEW)
    monkeypatch.setattr(weeks, "load", lambda: dataclasses.replace(whole, people=few))
    # Nobody gets mail, whatever the settings say.
    monkeypatch.setenv("LOTUSBLOEM_SMTP_HOST", "mail.lotus.example")
    monkeypatch.setenv("LOTUSBLOEM_SMTP_FROM", "samen@lotus.example")
    said = lotusbloem("demo", "--focus-groups", "--speed", "instant", "--json", "--data", tmp_path / "data")
    assert said.code == 0, said.err
    answer = json.loads(said.out)
    assert answer.keys() == KEYS
    assert (answer["groups"], answer["members"], answer["terms"]) == (4, len(few), 3)
    assert answer["answers"] > len(few) and answer["ingredients"] > 0
    assert all(link.startswith("http://127.0.0.1:8000/") for link in answer["links"].values())
    assert {"member", "follow", "join", "longlist"} <= answer["links"].keys()
