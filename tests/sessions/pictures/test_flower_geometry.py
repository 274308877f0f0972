"""The flower has 73 shapes, each in its own place, and every way to draw it draws the same ones."""

from __future__ import annotations

import re
from itertools import pairwise
from math import cos, hypot, radians, sin
from xml.etree import ElementTree

import pytest

from sessions.models import LOTUS, PETALS
from sessions.pictures import FIXED, as_file, as_png
from sessions.pictures.flower import (
    HEART,
    RADIUS,
    ROOM,
    WIDE_HEART,
    flower,
    in_heart,
    seed_at,
    shapes,
    skeleton,
)
from sessions.pictures.letters import MORE, width_of
from sessions.pictures.lotus import HEIGHT, SHEET, WIDTH, lotus_picture, open_flower

SVG = "{http://www.w3.org/2000/svg}"
LONG = "Buren die elkaar elke woensdag helpen met koken, fietsen, verstellen en praten.."


def points(shape) -> list[tuple[float, float]]:
    """Corners of the hull of its curves, turned as it is drawn; the outline lies inside them."""
    numbers = [float(each) for each in re.findall(r"-?\d+\.?\d*", shape.path)]
    turn = radians(shape.turn)
    pairs = zip(numbers[::2], numbers[1::2], strict=True)
    return [(x * cos(turn) - y * sin(turn), x * sin(turn) + y * cos(turn)) for x, y in pairs]


def parsed(markup: str) -> ElementTree.Element:
    """What we drew ourselves."""
    return ElementTree.fromstring(markup)  # noqa: S314


def drawn(markup: str) -> ElementTree.Element:
    return parsed(f'<svg xmlns="http://www.w3.org/2000/svg">{markup}</svg>')


def test_every_place_has_one_shape_and_no_two_are_alike():
    assert sorted(each.place for each in shapes()) == sorted(LOTUS)
    assert len({(each.path, each.turn) for each in shapes()}) == 72


def test_everything_lies_inside_the_circle_and_outside_the_middle_of_the_heart():
    for shape in shapes():
        distances = [hypot(*point) for point in points(shape)]
        assert max(distances) <= RADIUS + 0.1, shape
        assert min(distances) >= 0.1 * RADIUS, shape


def test_a_leaf_lies_behind_its_own_petal():
    order = [each.place for each in shapes()]
    turns = {each.place: each.turn for each in shapes()}
    for petal in PETALS:
        leaves = [f"{petal}{number}" for number in range(1, 9)]
        assert max(order.index(leaf) for leaf in leaves) < order.index(petal)
        off = [turns[leaf] - turns[petal] for leaf in leaves]
        assert off == sorted(off)
        assert max(map(abs, off)) <= 45 / 2


def test_sixty_four_leaves_stand_equally_far_apart():
    turns = sorted(each.turn for each in shapes() if each.is_leaf)
    apart = {round(later - earlier, 6) for earlier, later in pairwise(turns)}
    assert apart == {5.625}


def test_in_a_ring_every_second_one_lies_over_both_its_neighbours():
    order = {each.place: n for n, each in enumerate(shapes())}
    for n, petal in enumerate(PETALS):
        neighbours = (PETALS[n - 1], PETALS[(n + 1) % 8])
        over = [order[petal] > order[each] for each in neighbours]
        assert over == [n % 2 == 1] * 2


def test_seeds_lie_on_the_heart_at_their_petal():
    for petal in PETALS:
        x, y = seed_at(petal)
        assert hypot(x, y) < HEART * RADIUS
    assert seed_at("A")[0] == pytest.approx(0)
    assert seed_at("A")[1] < 0 < seed_at("C")[0]


def test_the_skeleton_holds_every_shape_once_and_no_colour():
    parts = drawn(skeleton())
    places = [
        each.get("data-place") for each in parts.iter() if each.get("class") in ("blaadje", "bloemblad")
    ]
    assert sorted(places) == sorted(LOTUS)
    assert len([each for each in parts.iter() if each.get("class") == "rond-hart"]) == 1
    assert not [each for each in parts.iter() if each.get("fill") or each.get("style")]


def test_the_painted_flower_has_the_shapes_of_the_skeleton():
    def outlines(markup):
        found = drawn(markup).iter(f"{SVG}path")
        return sorted(each.get("d") for each in found)

    assert outlines(flower(set(LOTUS), FIXED)) == outlines(skeleton())


def test_only_what_holds_words_is_coloured():
    fills = [each.get("fill") for each in drawn(flower({"A", "B3"}, FIXED)).iter(f"{SVG}path")]
    assert fills.count(FIXED("a")) == 1
    assert fills.count(FIXED("b")) == 1
    assert fills.count(FIXED("paper")) == 70


def test_a_question_stands_in_the_heart_where_it_fits():
    assert in_heart("Waarom werkt dit?", "Tafel 4") == ["Waarom", "werkt dit?"]
    assert len(in_heart("Waarom werken deze praktijken?", "Tafel 4")) == 3
    assert in_heart("Welke omstandigheden maken dat deze praktijken werken?", "Tafel 4") == ["Tafel 4"]
    widest = 2 * HEART * WIDE_HEART * ROOM * RADIUS
    for question in ("Waarom werkt dit?", "Waarom werken deze praktijken?"):
        assert all(width_of(line, RADIUS * 0.097) < widest for line in in_heart(question, "4"))


def picture_of(words):
    return lotus_picture(
        words, FIXED, question="Waarom werkt dit?", table="Tafel 4", nothing="nog open", label="Lotusbloem"
    )


def test_the_picture_shows_every_name_whole_and_holds_every_text():
    words = {place: f"{place} {LONG}"[:80] for place in LOTUS}
    parts = parsed(picture_of(words))
    shown = " ".join(each.text or "" for each in parts.iter(f"{SVG}text"))
    assert MORE not in shown
    assert all(words[petal] in shown for petal in PETALS)
    told = parts.find(f"{SVG}desc").text
    assert all(text in told for text in words.values())


def test_names_stay_on_the_picture():
    for text in (LONG, "handelingsvermogensversterkende aanpak", "Dicht bij huis"):
        parts = parsed(picture_of(dict.fromkeys(PETALS, text)))
        for each in parts.iter(f"{SVG}text"):
            if each.get("x") and each.get("text-anchor") is None:
                assert float(each.get("x")) + width_of(each.text, float(each.get("font-size"))) <= WIDTH
                assert 0 < float(each.get("y")) < HEIGHT


def test_what_people_wrote_is_text_in_the_picture():
    markup = picture_of({"A": '<script>"&', "A1": "</desc><b>"})
    parts = parsed(markup)
    assert "<script>" not in markup
    assert '<script>"&' in [each.text for each in parts.iter(f"{SVG}text")]


def test_the_file_stands_on_its_own_and_becomes_a_png():
    svg = as_file(picture_of({"A": "Dicht bij huis"}), WIDTH, HEIGHT)
    assert "var(" not in svg
    assert set(re.findall(r"(?:href|src)[=:]\W*(\w+:)", svg)) <= {"data:"}
    png = as_png(svg, 734)
    assert png[:8] == b"\x89PNG\r\n\x1a\n"
    assert int.from_bytes(png[16:20], "big") == 734


def test_the_sheet_has_eight_open_petals_with_colour_as_a_second_line():
    parts = parsed(open_flower(FIXED))
    petals = [each for each in parts.iter("path") if each.get("data-place")]
    assert sorted(each.get("data-place") for each in petals) == list(PETALS)
    assert {each.get("stroke") for each in petals} == {FIXED("ink")}
    seconds = [each.get("stroke") for each in parts.iter("path") if each.get("fill") == "none"]
    assert sorted(seconds) == sorted(FIXED(petal.lower()) for petal in PETALS)
    lengths = [float(each) for each in re.findall(r"-?\d+\.?\d*", petals[0].get("d"))]
    assert max(map(abs, lengths)) < SHEET / 2
