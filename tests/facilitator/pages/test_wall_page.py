"""The wall's address: what it delivers, to whom, and what is left of it after the day."""

import json
import re
from dataclasses import replace

import pytest
from builders import contribute, intervention
from sqlalchemy import select

from facilitator import qr
from sessions import workshops
from sessions.models import Workshop


@pytest.fixture
def workshop(cast):
    with cast.house.store.reading() as db:
        return db.scalar(select(Workshop).where(Workshop.id == cast.gathering))


@pytest.fixture
def address(workshop):
    return f"/wall/{workshop.wall_secret}"


def block(page: str, name: str):
    """The JSON that the page carries under that id."""
    return json.loads(re.search(rf'id="{name}">(.*?)</script>', page, re.S).group(1))


def close(cast) -> None:
    cast.house.write(
        lambda db: workshops.close_workshop(db, cast.gathering, cast.moderator, now=cast.house.now())
    )


def test_the_page_carries_what_the_hall_sees(client, cast, workshop, address):
    contribute(cast.house, cast.phones[0], cast.step(), intervention("Tuin </script> & co"))
    answer = client.get(address)
    page = answer.get_data(as_text=True)
    snapshot = block(page, "snapshot")
    assert answer.status_code == 200
    assert snapshot["audience"] == f"wall:{cast.gathering}"
    assert [item["text"] for name, item in snapshot["items"].items() if name.startswith("contribution:")] == [
        "Tuin </script> & co"
    ]
    assert ">3</b><span>doen mee" in page
    assert f">{workshop.join_code[:4]}<br>{workshop.join_code[4:]}<" in page


def test_every_word_that_the_scripts_say_is_delivered(client, address, request):
    said = block(client.get(address).get_data(as_text=True), "words")
    scripts = request.config.rootpath / "static" / "js"
    asked = set()
    for path in scripts.glob("wall*.js"):
        asked |= set(re.findall(r'\b(?:say|counted)\("([\w-]+)"', path.read_text(encoding="utf-8")))
    assert len(asked) > 20
    assert asked <= said.keys()


def test_the_wall_speaks_the_language_of_the_hall(client, cast, address):
    page = client.get(address, headers={"Accept-Language": "fr"}).get_data(as_text=True)
    assert '<html lang="nl"' in page


def test_only_our_own_pages_may_frame_it(client, address):
    assert "frame-ancestors 'self'" in client.get(address).headers["Content-Security-Policy"]


def test_a_wall_that_is_not_there_is_missing(client):
    assert client.get("/wall/nothing").status_code == 404
    assert client.get("/wall/nothing/qr.svg").status_code == 404


def test_the_code_leads_to_the_door(client, cast, workshop, address):
    cast.house.settings = replace(cast.house.settings, public_url="https://lotus.example")
    answer = client.get(f"{address}/qr.svg")
    assert answer.mimetype == "image/svg+xml"
    assert answer.get_data(as_text=True) == qr.svg(f"HTTPS://LOTUS.EXAMPLE/J/{workshop.join_code}")
    assert ">lotus.example</p>" in client.get(address).get_data(as_text=True)


def test_after_the_day_the_link_ends_in_a_friendly_way(client, cast, workshop, address):
    contribute(cast.house, cast.phones[0], cast.step(), intervention("Tuin"))
    close(cast)
    answer = client.get(address)
    page = answer.get_data(as_text=True)
    assert answer.status_code == 410
    assert "De dag is voorbij" in page
    assert "Tuin" not in page
    assert workshop.title not in page
    assert client.get(f"{address}/qr.svg").status_code == 404


def test_a_day_that_is_opened_again_has_its_wall_back(client, cast, address):
    close(cast)
    cast.house.write(
        lambda db: workshops.open_workshop(db, cast.gathering, cast.moderator, now=cast.house.now())
    )
    assert client.get(address).status_code == 200


def test_a_covered_wall_is_covered_at_first_sight(client, cast, address):
    cast.house.write(
        lambda db: workshops.turn_wall(
            db, cast.gathering, cast.moderator, now=cast.house.now(), view=None, hidden=True
        )
    )
    assert '<body class="wall verborgen">' in client.get(address).get_data(as_text=True)
