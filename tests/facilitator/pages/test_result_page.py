"""The page of the result: who sees it, whose words stand in it, and that reading them is known."""

import re

import pytest
from builders import contribute, intervention, open_at, propose, sign_in
from sqlalchemy import select

from sessions.analysis import dissent, themes
from sessions.hall import ratings
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


def needs(cast) -> list[int]:
    """Three themes of what is needed, said twice, once and once; two people put the last one first."""
    answer = intervention("Koor", preconditions=["Geld", "Tijd", "Zaal", "Regels"])
    contribute(cast.house, cast.phones[0], cast.step(), answer)
    passages = cast.passages("preconditions")
    members = {"Middelen": passages[:2], "Plek": passages[2:3], "Beleid": passages[3:]}
    made = [
        cast.house.write(
            lambda db, title=title, ids=ids: themes.make(
                db,
                cast.analysis("preconditions"),
                cast.moderator,
                title=title,
                passage_ids=ids,
                now=cast.house.now(),
            )
        )
        for title, ids in members.items()
    ]
    step = open_at(cast.house, cast.gathering, "ranking")
    for phone, order in ((cast.phones[0], made[::-1]), (cast.phones[1], [made[2], made[0], made[1]])):
        cast.house.write(
            lambda db, phone=phone, order=order: ratings.give(db, step, phone.id, order, now=cast.house.now())
        )
    return made


def listed(client, address: str) -> list[str]:
    """Place and title of what is needed, as the page lists it."""
    text = client.get(address).get_data(as_text=True).partition('<ol class="voorw">')[2].partition("</ol>")[0]
    rows = re.findall(r'<span class="plaats num">(.*?)</span><b>(.*?)</b>', text, re.S)
    return [f"{' '.join(re.sub('<[^>]+>', ' ', place).split())} {title}".strip() for place, title in rows]


def test_each_measure_is_an_order_of_its_own_and_ties_stay_ties(client, cast, page):
    needs(cast)
    sign_in(client, cast.house, cast.observer)
    assert listed(client, page) == ["Middelen", "Plek", "Beleid"], "nobody decided yet: no place"
    assert listed(client, f"{page}?order=said") == [
        "plaats 1 Middelen",
        "plaats 2 gelijk Plek",
        "plaats 2 gelijk Beleid",
    ]
    assert listed(client, f"{page}?order=rating") == [
        "plaats 1 Beleid",
        "plaats 2 gelijk Middelen",
        "plaats 2 gelijk Plek",
    ]
    assert listed(client, f"{page}?order=warmth") == listed(client, page), "no hearts, no order by hearts"
    text = client.get(page).get_data(as_text=True)
    assert "2 mensen rangschikten ze" in text
    assert "gemiddelde plaats, van 2 mensen" in text
    assert "Neem deze volgorde over" not in text


def test_whoever_sorts_takes_an_order_over_from_here(client, cast, page):
    made = needs(cast)
    sign_in(client, cast.house, cast.facilitator)
    text = client.get(f"{page}?order=rating").get_data(as_text=True)
    assert re.findall(r'name="theme" value="(\d+)"', text) == [str(made[2]), str(made[0]), str(made[1])]


def test_a_key_characteristic_that_is_rather_a_precondition_is_pointed_out(client, cast, page):
    decide(cast)
    cast.house.write(
        lambda db: themes.change(
            db,
            themes.alive(db, cast.analysis())[0].id,
            cast.moderator,
            level="precondition",
            now=cast.house.now(),
        )
    )
    sign_in(client, cast.house, cast.facilitator)
    text = client.get(page).get_data(as_text=True)
    assert "Namen leren" in text.partition("Ook genoemd als sleutelkenmerk")[2].partition("</ul>")[0]


def test_the_register_of_objections_is_always_there_and_its_words_are_for_who_may_read_them(
    client, cast, page
):
    sign_in(client, cast.house, cast.facilitator)
    assert "Niemand liet een afwijkende stem noteren." in client.get(page).get_data(as_text=True)
    now = cast.house.now()
    cast.house.write(
        lambda db: dissent.raise_(
            db,
            cast.gathering,
            about="name",
            text="Te vaag gezegd",
            theme_id=themes.make(db, cast.analysis(), cast.moderator, title="Nabij", now=now),
            user_id=cast.facilitator,
            now=now,
        )
    )
    assert "Te vaag gezegd" in client.get(page).get_data(as_text=True)
    sign_in(client, cast.house, cast.observer)
    text = client.get(page).get_data(as_text=True)
    assert "tegen de naam" in text
    assert "Te vaag gezegd" not in text
