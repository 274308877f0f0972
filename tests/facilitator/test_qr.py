"""The code to scan is read back by a decoder that knows nothing of how it was made."""

import re
from dataclasses import replace
from urllib.parse import urlsplit

import numpy as np
import pytest
import zxingcpp

from facilitator import qr
from sessions.models import Workshop

CODE = "K7M4PQ39"


def pixels(svg: str, scale: int = 4) -> np.ndarray:
    """The drawing as (n, n) uint8, each module `scale` pixels wide."""
    size = int(re.search(r'viewBox="0 0 (\d+) ', svg).group(1))
    image = np.full((size, size), 255, dtype=np.uint8)
    for x, y, width in re.findall(r"M(\d+) (\d+)h(\d+)v1", svg):
        image[int(y), int(x) : int(x) + int(width)] = 0
    return image.repeat(scale, axis=0).repeat(scale, axis=1)


def test_a_phone_reads_the_address_that_was_drawn():
    found = zxingcpp.read_barcodes(pixels(qr.svg("HTTPS://LOTUS.EXAMPLE/J/K7M4PQ39")))
    assert [each.text for each in found] == ["HTTPS://LOTUS.EXAMPLE/J/K7M4PQ39"]
    assert found[0].format == zxingcpp.BarcodeFormat.QRCode


def test_it_has_level_m_and_four_modules_of_white_around():
    drawn = qr.svg("HTTPS://LOTUS.EXAMPLE/J/K7M4PQ39")
    image = pixels(drawn, scale=1)
    assert zxingcpp.read_barcodes(pixels(drawn))[0].ec_level == "M"
    assert image[:4].min() == image[-4:].min() == image[:, :4].min() == image[:, -4:].min() == 255
    assert image[4, 4] == 0


def test_capitals_make_the_squares_larger():
    def size(text: str) -> int:
        return len(pixels(qr.svg(text), scale=1))

    assert size("HTTPS://LOTUS.EXAMPLE/J/K7M4PQ39") < size("https://lotus.example/j/K7M4PQ39")


@pytest.mark.parametrize(
    ("public", "expected", "typed"),
    [
        ("https://lotus.example", "HTTPS://LOTUS.EXAMPLE/J/K7M4PQ39", "lotus.example"),
        ("http://192.168.1.7:8000/", "HTTP://192.168.1.7:8000/J/K7M4PQ39", "192.168.1.7:8000"),
        ("https://example.org/Lotus", "HTTPS://EXAMPLE.ORG/Lotus/J/K7M4PQ39", "example.org/Lotus"),
        ("", "HTTP://LOCALHOST/J/K7M4PQ39", "localhost"),
    ],
)
def test_the_address_is_the_one_that_people_reach(app, house, public, expected, typed):
    house.settings = replace(house.settings, public_url=public)
    with app.test_request_context("/"):
        assert qr.join_address(CODE) == expected
        assert qr.typable(qr.public_address()) == typed


def test_the_address_of_the_code_leads_to_the_page_where_people_join(app, client, cast):
    with cast.house.store.reading() as db:
        code = db.get_one(Workshop, cast.gathering).join_code
    with app.test_request_context("/"):
        path = urlsplit(qr.join_address(code)).path
    answer = client.get(f"{path}?t=4")
    assert answer.status_code == 200
    page = answer.get_data(as_text=True)
    assert f'action="/j/{code}"' in page, "the form goes on under the plain address"
    assert re.search(r'value="4" id="t4"[^>]* checked', page)
