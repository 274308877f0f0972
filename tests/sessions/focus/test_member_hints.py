"""What a member is told about a delicate word while they type: only meanings that they may read."""

from __future__ import annotations

from typing import Any

import pytest
from builders import make_user
from flask.testing import FlaskClient
from focus_builders import Focus, make_focus

from facilitator.house import House
from sessions.focus import coming, consent, speaking
from sessions.lexicon import meanings, terms
from sessions.projections import focus_words

YES = {"taking_part": True, "quoting": True}


@pytest.fixture
def focus(house: House) -> Focus:
    """Two groups of two."""
    made = make_focus(house, make_user(house, "nel@lotus.example", "facilitator"), members=2)
    for each in made.members:
        made.write(consent.answer, each.id, YES)
    return made


@pytest.fixture
def term(focus: Focus) -> int:
    """*Allochtoon* means something to one of each group, and to the moderator."""
    by = focus.moderator
    made: int = focus.write(terms.make, focus.workshop_id, by, text="allochtoon")
    focus.write(terms.avoid, made, by, text="vreemdeling", reason="Het maakt iemand tot gast")
    focus.write(meanings.write, made, by, text="Woord van de moderator")
    for one, text in ((focus.members[0], "Een deur die dichtgaat"), (focus.members[2], "Mijn paspoort")):
        focus.write(speaking.mean, one.id, made, text=text)
    return made


def told(focus: Focus, one: int) -> dict[str, Any]:
    with focus.house.store.reading() as db:
        (hint,) = focus_words.hints(db, one, focus.house.now()).values()
    return hint


def test_meanings_of_another_group_are_not_told(focus: Focus, term: int) -> None:
    first = told(focus, focus.members[1].id)
    assert set(first["meanings"]) == {"Een deur die dichtgaat", "Woord van de moderator"}
    other = told(focus, focus.members[3].id)
    assert set(other["meanings"]) == {"Mijn paspoort", "Woord van de moderator"}
    assert first["avoid"] == {"vreemdeling": "Het maakt iemand tot gast"} and first["stems"]


def test_who_left_is_told_no_meaning_of_anybody(focus: Focus, term: int) -> None:
    focus.write(coming.leave, focus.members[1].id)
    assert told(focus, focus.members[1].id)["meanings"] == []


def test_pages_where_one_writes_fetch_hints_where_there_is_a_lexicon(
    focus: Focus, term: int, client: FlaskClient
) -> None:
    one, where = focus.members[1], f"/f/{focus.workshop_id}"
    client.set_cookie(f"lotusbloem_p_{focus.workshop_id}", one.secret)
    found = client.get(f"{where}/hints").json
    (hint,) = found["terms"].values()
    assert "Mijn paspoort" not in str(found) and "Een deur die dichtgaat" in hint["meanings"]
    asked = f"{where}/questions/{focus.questions['Welkom']}"
    assert f'"hints": "{where}/hints"' in client.get(asked).text
    assert '"hints": ""' in client.get(f"{where}/words").text
    focus.write(terms.remove, term, focus.moderator)
    assert '"hints": ""' in client.get(asked).text
