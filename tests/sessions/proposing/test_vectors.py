"""What a model made of somebody's words: made once, for everybody in turn, and gone with the words."""

from __future__ import annotations

import pytest
from builders import Cast, contribute, intervention, join
from sqlalchemy import func, select, update

from facilitator.house import House
from sessions import contributions
from sessions.exercises.answers import as_form
from sessions.models import Contribution, ContributionVersion, Passage, Vector
from sessions.proposing import vectors

MODEL = vectors.model_name("a model", "1")


def numbers(text: str) -> bytes:
    return len(text).to_bytes(4, "little")


def embed(house: House, limit: int = 100, model: str = MODEL) -> list[vectors.Wanted]:
    """What the worker does: take what is wanted, and hand the vectors over."""
    with house.store.reading() as db:
        found = vectors.wanted(db, model, limit)
    made = [vectors.Made(each.passage_id, vectors.hash_of(each.text), numbers(each.text)) for each in found]
    house.write(lambda db: vectors.keep(db, model, made))
    return found


def kept(house: House) -> dict[str, bytes]:
    """The words of every passage that has a vector, and that vector."""
    with house.store.reading() as db:
        ids = list(db.scalars(select(Vector.passage_id)))
        words = vectors.words_of(db, ids)
        of = vectors.of(db, MODEL, words)
        assert sorted(of) == sorted(ids), "a vector of other words is kept"
    return {words[each]: of[each] for each in ids}


@pytest.fixture
def said(house: House, cast: Cast) -> int:
    answer = intervention("Taalcafé", reasons=["Koffie", "Het kost niets"], preconditions=["Tijd"])
    return contribute(house, cast.phones[0], cast.step(), answer)["id"]


def test_every_passage_gets_one_and_then_nothing_is_wanted(house: House, said: int) -> None:
    embed(house)
    assert kept(house) == {text: numbers(text) for text in ("Koffie", "Het kost niets", "Tijd")}
    assert embed(house) == []
    with house.store.reading() as db:
        assert vectors.left(db, MODEL) == 0
        assert vectors.left(db, "another") == 3


def test_a_correction_takes_the_vector_along_and_the_new_words_get_their_own(
    house: House, cast: Cast, said: int
) -> None:
    embed(house)
    answer = as_form(intervention("Taalcafé", reasons=["Thee"], preconditions=["Tijd"]))
    house.write(
        lambda db: contributions.correct(db, said, cast.phones[0].id, version=1, data=answer, now=house.now())
    )
    assert "Koffie" not in kept(house)
    embed(house)
    assert sorted(kept(house)) == ["Thee", "Tijd"]


@pytest.mark.parametrize("way", ["withdraw", "hide"])
def test_what_is_not_shown_has_no_vector_until_it_comes_back(
    house: House, cast: Cast, said: int, way: str
) -> None:
    embed(house)
    own, now = cast.phones[0].id, house.now()
    if way == "withdraw":
        house.write(lambda db: contributions.withdraw(db, said, own, now=now))
    else:
        house.write(lambda db: contributions.hide(db, said, cast.moderator, reason="Een naam", now=now))
    assert kept(house) == {}
    assert embed(house) == []
    if way == "withdraw":
        house.write(lambda db: contributions.put_back(db, said, own, now=now))
    else:
        house.write(lambda db: contributions.show(db, said, cast.moderator, now=now))
    assert len(embed(house)) == 3


def test_erasing_words_leaves_no_vector(house: House, said: int) -> None:
    embed(house)
    with house.store.reading() as db:
        ids = list(db.scalars(select(Contribution.id)))
    house.write(lambda db: vectors.forget_contributions(db, ids))
    with house.store.reading() as db:
        assert db.scalar(select(func.count()).select_from(Vector)) == 0


def test_a_passage_that_is_deleted_takes_its_vector_along(house: House, said: int) -> None:
    embed(house)
    house.write(lambda db: [db.delete(each) for each in db.scalars(select(Passage))] and None)
    with house.store.reading() as db:
        assert db.scalar(select(func.count()).select_from(Vector)) == 0


def test_words_that_were_emptied_behind_our_back_are_found_at_the_next_start(house: House, said: int) -> None:
    embed(house)
    house.write(lambda db: db.execute(update(ContributionVersion).values(text="")) and None)
    with house.store.reading() as db:
        gone = vectors.outdated(db, MODEL)
        assert len(gone) == 3
        assert vectors.of(db, MODEL, vectors.words_of(db, gone)) == {}


def test_a_vector_of_words_that_changed_while_it_was_made_is_not_kept(
    house: House, cast: Cast, said: int
) -> None:
    with house.store.reading() as db:
        one = next(each for each in vectors.wanted(db, MODEL, 10) if each.text == "Koffie")
    made = [vectors.Made(one.passage_id, vectors.hash_of("Thee"), b"1234")]
    assert house.write(lambda db: vectors.keep(db, MODEL, made)) == 0
    assert kept(house) == {}


def test_a_newer_model_starts_anew_and_the_old_vectors_go(house: House, said: int) -> None:
    embed(house)
    newer = vectors.model_name("a model", "2")
    embed(house, model=newer)
    with house.store.reading() as db:
        assert len(vectors.outdated(db, newer)) == 3
        assert len(vectors.of(db, newer, vectors.words_of(db, vectors.outdated(db, newer)))) == 3


def test_a_small_workshop_does_not_wait_for_a_large_one(house: House, cast: Cast) -> None:
    many = [f"Reden {number}" for number in range(9)]
    contribute(house, cast.phones[0], cast.step(), intervention(reasons=many))
    stranger = join(house, cast.elsewhere)
    step = cast.step(workshop_id=cast.elsewhere)
    contribute(house, stranger, step, intervention(reasons=["Elders"]))
    assert "Elders" in [each.text for each in embed(house, limit=2)]
