"""Contributing, correcting, withdrawing, hearts, hiding: what people said is there exactly once."""

from __future__ import annotations

import secrets
from typing import Any

import pytest
from builders import Cast, contribute, intervention, join
from sqlalchemy import func, select

from sessions import contributions, workshops
from sessions.errors import Closed, Conflict, Forbidden, Invalid, Missing
from sessions.exercises.answers import as_form
from sessions.models import Contribution, ContributionLever, ContributionVersion, Passage
from sessions.projections import Audience, snapshot

ANSWER = intervention(
    reasons=["Je leert een naam", "Er is altijd koffie"],
    preconditions=["Een vaste plek"],
    levers=["vertrouwen"],
    obstacle="Niemand had een sleutel",
    formal=False,
)


def rows(cast: Cast) -> dict[str, list[str]]:
    """Kind to the words that are shown, in the order they were said."""
    with cast.house.store.reading() as db:
        found = db.execute(
            select(Contribution.kind, ContributionVersion.text)
            .join(ContributionVersion, ContributionVersion.contribution_id == Contribution.id)
            .where(ContributionVersion.number == Contribution.version, Contribution.state == "shown")
            .order_by(Contribution.parent_id, Contribution.position)
        ).all()
    words: dict[str, list[str]] = {}
    for kind, text in found:
        words.setdefault(kind, []).append(text)
    return words


def count(cast: Cast, model: Any) -> int:
    with cast.house.store.reading() as db:
        return db.scalar(select(func.count()).select_from(model)) or 0


def own(cast: Cast, contribution_id: int, person: int = 0) -> dict[str, Any]:
    with cast.house.store.reading() as db:
        return snapshot(db, Audience("me", cast.phones[person].id)).items[f"contribution:{contribution_id}"]


def write(cast: Cast, verb: Any, *args: Any, **kwargs: Any) -> Any:
    return cast.house.write(lambda db: verb(db, *args, **kwargs, now=cast.house.now()))


def correct(cast: Cast, top: int, answer: dict[str, Any], version: int | None = 1) -> Any:
    data = as_form(answer)
    return write(cast, contributions.correct, top, cast.phones[0].id, version=version, data=data)


def test_an_answer_becomes_one_contribution_for_each_thing_said(cast: Cast) -> None:
    contribute(cast.house, cast.phones[0], cast.step(), ANSWER)
    assert rows(cast) == {
        "intervention": ["Taalcafé in de wasserette"],
        "reason": ["Je leert een naam", "Er is altijd koffie"],
        "precondition": ["Een vaste plek"],
        "obstacle": ["Niemand had een sleutel"],
    }
    assert count(cast, Passage) == 3, "reasons and preconditions are placed; titles and obstacles are not"
    assert count(cast, ContributionLever) == 1


def test_the_same_key_twice_is_one_contribution(cast: Cast) -> None:
    key = secrets.token_hex(16)
    first = contribute(cast.house, cast.phones[0], cast.step(), ANSWER, key)
    again = contribute(cast.house, cast.phones[0], cast.step(), ANSWER, key)
    assert again == first | {"again": True}
    assert count(cast, Contribution) == 5


def test_a_retry_is_answered_even_after_the_step_has_closed(cast: Cast) -> None:
    key = secrets.token_hex(16)
    first = contribute(cast.house, cast.phones[0], cast.step(), ANSWER, key)
    write(cast, workshops.close_workshop, cast.gathering, cast.moderator)
    assert contribute(cast.house, cast.phones[0], cast.step(), ANSWER, key)["id"] == first["id"]
    with pytest.raises(Closed):
        contribute(cast.house, cast.phones[0], cast.step(), ANSWER)


def test_a_key_of_somebody_else_is_refused(cast: Cast) -> None:
    key = secrets.token_hex(16)
    contribute(cast.house, cast.phones[0], cast.step(), ANSWER, key)
    with pytest.raises(Conflict):
        contribute(cast.house, cast.phones[1], cast.step(), ANSWER, key)


def test_a_step_of_another_workshop_does_not_exist_for_this_phone(cast: Cast) -> None:
    with pytest.raises(Missing):
        contribute(cast.house, cast.phones[0], cast.step(workshop_id=cast.elsewhere), ANSWER)


@pytest.mark.parametrize(
    ("answer", "field"),
    [
        ({"title": "   "}, "title"),
        ({"title": "x" * 81}, "title"),
        ({"title": "Goed", "reasons": [{"text": "y" * 281}]}, "reasons-0-text"),
        ({"title": "Goed", "reasons": [{"text": str(n)} for n in range(13)]}, "reasons-12-text"),
        ({"title": "Goed", "levers": ["bestaat-niet"]}, "levers"),
        ({"title": "Goed", "obstacle": "z" * 601}, "obstacle"),
    ],
)
def test_what_is_wrong_is_said_next_to_its_field(cast: Cast, answer: dict[str, Any], field: str) -> None:
    with pytest.raises(Invalid) as refusal:
        contribute(cast.house, cast.phones[0], cast.step(), answer)
    assert field in refusal.value.errors
    assert count(cast, Contribution) == 0


def test_correcting_keeps_what_stays_and_every_earlier_version(cast: Cast) -> None:
    top = contribute(cast.house, cast.phones[0], cast.step(), ANSWER)["id"]
    stays, _goes = own(cast, top)["parts"][:2]
    kept = {"text": "Je leert een naam, geen groep", "key": stays["key"]}
    receipt = correct(cast, top, {**ANSWER, "title": "Taalcafé", "reasons": [kept, {"text": "Samen eten"}]})
    assert receipt["version"] == 2
    parts = own(cast, top)["parts"]
    assert [part["text"] for part in parts if part["kind"] == "reason"] == [
        "Je leert een naam, geen groep",
        "Samen eten",
    ]
    assert parts[0]["id"] == stays["id"], "a corrected reason is the same contribution"
    with cast.house.store.reading() as db:
        texts = set(db.scalars(select(ContributionVersion.text)))
    assert {"Je leert een naam", "Er is altijd koffie", "Taalcafé in de wasserette"} <= texts


def test_correcting_without_keys_takes_the_lines_in_their_order(cast: Cast) -> None:
    top = contribute(cast.house, cast.phones[0], cast.step(), ANSWER)["id"]
    before = [part["id"] for part in own(cast, top)["parts"]]
    plain = {**ANSWER, "reasons": [{"text": "Je leert een naam"}, {"text": "Er is thee"}]}
    plain["preconditions"] = [{"text": "Een vaste plek"}]
    correct(cast, top, plain)
    assert [part["id"] for part in own(cast, top)["parts"]] == before


def test_correcting_twice_with_the_same_words_changes_nothing(cast: Cast) -> None:
    top = contribute(cast.house, cast.phones[0], cast.step(), ANSWER)["id"]
    changed = {**ANSWER, "title": "Anders"}
    correct(cast, top, changed)
    assert correct(cast, top, changed)["again"] is True
    assert own(cast, top)["version"] == 2


def test_correcting_an_old_version_is_a_conflict_and_loses_nothing(cast: Cast) -> None:
    top = contribute(cast.house, cast.phones[0], cast.step(), ANSWER)["id"]
    correct(cast, top, {**ANSWER, "title": "Eerste verbetering"})
    with pytest.raises(Conflict):
        correct(cast, top, {**ANSWER, "title": "Van een ander toestel"}, version=1)
    assert own(cast, top)["text"] == "Eerste verbetering"


def test_withdrawing_and_putting_back_restores_all_but_deleted_lines(cast: Cast) -> None:
    top = contribute(cast.house, cast.phones[0], cast.step(), ANSWER)["id"]
    correct(cast, top, {**ANSWER, "reasons": ANSWER["reasons"][:1]})
    before = rows(cast)
    write(cast, contributions.withdraw, top, cast.phones[0].id)
    assert rows(cast) == {}
    write(cast, contributions.put_back, top, cast.phones[0].id)
    assert rows(cast) == before
    assert before["reason"] == ["Je leert een naam"]


def test_only_the_author_corrects_and_withdraws(cast: Cast) -> None:
    top = contribute(cast.house, cast.phones[0], cast.step(), ANSWER)["id"]
    with pytest.raises(Missing):
        write(cast, contributions.withdraw, top, cast.phones[1].id)
    with pytest.raises(Missing):
        write(cast, contributions.correct, top, cast.phones[1].id, version=1, data=as_form(ANSWER))


def test_hidden_is_seen_by_its_author_with_the_reason_and_not_by_the_wall(cast: Cast) -> None:
    top = contribute(cast.house, cast.phones[0], cast.step(), ANSWER)["id"]
    reason = "Er staat een naam in."
    write(cast, contributions.hide, top, cast.moderator, reason=reason)
    assert own(cast, top)["state"] == "hidden"
    assert own(cast, top)["hidden_reason"] == reason
    with cast.house.store.reading() as db:
        wall = snapshot(db, Audience("wall", cast.gathering)).items
    assert f"contribution:{top}" not in wall
    assert wall["counts:0"]["reason"] == 0
    write(cast, contributions.show, top, cast.moderator)
    assert own(cast, top)["state"] == "shown"


def test_hiding_needs_a_reason(cast: Cast) -> None:
    top = contribute(cast.house, cast.phones[0], cast.step(), ANSWER)["id"]
    with pytest.raises(Invalid):
        write(cast, contributions.hide, top, cast.moderator, reason="  ")


def test_a_heart_is_one_sign_of_warmth_for_somebody_else(cast: Cast) -> None:
    top = contribute(cast.house, cast.phones[0], cast.step(), ANSWER)["id"]
    for _ in range(2):
        write(cast, contributions.give_heart, top, cast.phones[1].id, given=True)
    assert own(cast, top)["hearts"] == 1
    write(cast, contributions.give_heart, top, cast.phones[1].id, given=False)
    assert own(cast, top)["hearts"] == 0
    with pytest.raises(Forbidden):
        write(cast, contributions.give_heart, top, cast.phones[0].id, given=True)
    stranger = join(cast.house, cast.elsewhere)
    with pytest.raises(Missing):
        write(cast, contributions.give_heart, top, stranger.id, given=True)


def test_control_characters_and_half_surrogates_do_not_get_in(cast: Cast) -> None:
    contribute(cast.house, cast.phones[0], cast.step(), {"title": "  Taal\x00café\ud800 \n samen "})
    assert rows(cast)["intervention"] == ["Taalcafé samen"]
