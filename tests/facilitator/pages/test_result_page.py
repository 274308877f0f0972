"""The page of the result: who sees it, whose words stand in it, and that reading them is known."""

import pytest
from builders import contribute, intervention, propose, sign_in
from sqlalchemy import select

from sessions import themes
from sessions.models import Reading

WORDS = "Je leert elkaars naam"


@pytest.fixture
def page(cast):
    contribute(cast.house, cast.phones[0], cast.step(), intervention("Tuin", reasons=[WORDS, "Geen toets"]))
    return f"/workshops/{cast.gathering}/result"


def decide(cast, title: str = "Namen leren") -> None:
    cast.house.write(
        lambda db: themes.make(
            db,
            cast.analysis(),
            cast.moderator,
            title=title,
            passage_ids=cast.passages()[:1],
            now=cast.house.now(),
        )
    )


def read(cast) -> list[tuple[str, int]]:
    with cast.house.store.reading() as db:
        return [(row.what, row.user_id) for row in db.scalars(select(Reading))]


def test_people_decided_solid_and_the_machine_proposed_dashed(client, cast, page):
    decide(cast)
    propose(cast.house, cast.analysis(), [("toets geen", cast.passages()[1:])])
    sign_in(client, cast.house, cast.facilitator)
    text = client.get(page).get_data(as_text=True)
    assert "1 sleutelkenmerk" in text
    solid, dashed = text.index("Namen leren"), text.index('<li class="proposal">')
    assert solid < dashed < text.index("toets geen")
    assert "hierover besliste nog niemand" in text
    assert "1 van 2 uitspraken zijn door mensen in een groep gezet" in text


def test_quotes_are_for_whoever_may_read_them_and_that_is_noted(client, cast, page):
    decide(cast)
    sign_in(client, cast.house, cast.analyst)
    assert WORDS in client.get(page).get_data(as_text=True)
    assert read(cast) == [("result", cast.analyst)]


def test_an_observer_sees_titles_and_counts_without_anybodys_words(client, cast, page):
    decide(cast)
    sign_in(client, cast.house, cast.observer)
    answer = client.get(page)
    text = answer.get_data(as_text=True)
    assert answer.status_code == 200
    assert "Namen leren" in text
    assert WORDS not in text
    assert "Toon op de wand" not in text
    assert read(cast) == []


def test_strangers_do_not_learn_that_it_exists(client, cast, page):
    assert client.get(page).status_code == 302
    sign_in(client, cast.house, cast.stranger)
    assert client.get(page).status_code == 404


def test_before_anybody_sorted_the_page_says_where_the_result_comes_from(client, cast, page):
    sign_in(client, cast.house, cast.facilitator)
    text = client.get(page).get_data(as_text=True)
    assert "Nog geen groepen" in text
    assert "Nog geen thema’s" in text
