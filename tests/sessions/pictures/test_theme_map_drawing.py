"""The picture of the map: solid and dashed, letters beside colours, names that do not lie on each other."""

from __future__ import annotations

import re
from itertools import combinations
from math import dist
from xml.etree import ElementTree

from hypothesis import given
from hypothesis import strategies as st

from sessions.pictures import FIXED, as_file, as_png
from sessions.pictures.region import REACH, hull, islands, outlined
from sessions.pictures.theme_map import HEIGHT, WIDTH, Region, draw, letter_of

NEAR = [(0.0, 0.0), (0.1, 0.1), (0.2, 0.0)]
FAR = [(2.0, 2.0), (2.1, 2.0)]
spots = st.lists(st.tuples(st.floats(-3, 3), st.floats(-3, 3)), min_size=1, max_size=40, unique=True)


def parsed(drawn: str) -> ElementTree.Element:
    """Raises: ParseError when our own drawing is no markup."""
    return ElementTree.fromstring(drawn)  # noqa: S314


def test_a_theme_is_solid_with_its_letter_and_a_proposal_dashed_without() -> None:
    themes = [Region("Dicht bij <huis>", 2, 5, NEAR), Region("buren, straat", None, 2, FAR)]
    drawn = draw(themes, [(1.0, 0.5)], paint=FIXED, label="Kaart")
    root = parsed(drawn)
    assert root.attrib["aria-label"] == "Kaart"
    words = ["".join(each.itertext()) for each in root.iter("{http://www.w3.org/2000/svg}text")]
    assert "Dicht bij <huis>5" in words
    assert "B" in words
    assert drawn.count("stroke-dasharray") == 1
    assert drawn.count(f'fill="{FIXED("b")}"') == len(NEAR) + 1
    assert as_png(as_file(drawn, WIDTH, HEIGHT), 400).startswith(b"\x89PNG")


def test_an_empty_map_is_still_a_picture() -> None:
    assert len(parsed(draw([], [], paint=FIXED, label="Niets"))) == 0
    assert len(parsed(draw([Region("Leeg", 1, 0, [])], [], paint=FIXED, label="Niets"))) == 0


def test_the_ninth_theme_has_another_letter_than_the_first() -> None:
    assert [letter_of(each) for each in (1, 8, 9, 17)] == ["A", "H", "A2", "A3"]


@given(spots)
def test_islands_hold_every_point_once_and_lie_apart(points: list[tuple[float, float]]) -> None:
    found = islands(points)
    assert sorted(each for island in found for each in island) == sorted(points)
    for one, other in combinations(found, 2):
        assert min(dist(a, b) for a in one for b in other) > REACH
    assert outlined(points)[0] == found[0]


@given(spots)
def test_a_hull_goes_around_every_point(points: list[tuple[float, float]]) -> None:
    corners = hull(points, 0.5)
    for x, y in points:
        sides = zip(corners, [*corners[1:], corners[0]], strict=True)
        assert all((c - a) * (y - b) - (d - b) * (x - a) > 0 for (a, b), (c, d) in sides)


def test_names_do_not_lie_on_each_other() -> None:
    crowd = [Region(f"Een lange naam nummer {each}", each, 3, [(each / 50, 0.0)]) for each in range(1, 30)]
    drawn = draw(crowd, [(-4.0, -3.0), (4.0, 3.0)], paint=FIXED, label="Vol")
    places = [(float(x), float(y)) for x, y in re.findall(r'<tspan x="([\d.]+)" y="([\d.]+)">Een', drawn)]
    assert len(places) > 3
    assert all(abs(a[0] - b[0]) > 200 or abs(a[1] - b[1]) > 20 for a, b in combinations(places, 2))
