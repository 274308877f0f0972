"""The system model as a drawing: arrows that touch no circle, circles that stay, names that stand free."""

from __future__ import annotations

import random
from itertools import combinations, permutations
from math import hypot, pi

import pytest
from drawings import Drawing

from sessions.pictures import FIXED, as_file, as_png
from sessions.pictures.letters import width_of, wrapped
from sessions.pictures.paint import LIVE
from sessions.pictures.routes import drawn, on_curve
from sessions.pictures.system_model import (
    HEIGHT,
    WIDTH,
    LeverSeen,
    draw,
    names_of,
    places,
    routes,
)

NAMES = [
    "Grondrechten",
    "Vertrouwen",
    "Handelingsvermogen",
    "Meerwaarde",
    "Herverdelen",
    "Levenskwaliteit",
    "Samen beslissen over alles",
    "Planetaire grenzen",
]
how_many = pytest.mark.parametrize("count", range(3, 9))


def levers(count: int, counts: list[int] | None = None) -> list[LeverSeen]:
    said = counts or [19, 124, 96, 81, 34, 41, 7, 60][:count]
    return [LeverSeen(f"lever-{n}", NAMES[n], "abcdefgh"[n], "scale", said[n]) for n in range(count)]


def every_arrow(count: int) -> list[tuple[str, str]]:
    return [(f"lever-{a}", f"lever-{b}") for a, b in permutations(range(count), 2)]


def lines(seen: list[LeverSeen], arrows: list[tuple[str, str]]):
    spots = places([lever.count for lever in seen])
    for origin, target, bend in routes(seen, arrows, spots):
        start, end = drawn(origin, target, bend, origin.r, target.r)
        others = [spot for spot in spots if spot not in (origin, target)]
        yield on_curve(start, bend, end), origin, target, others


@how_many
def test_no_arrow_runs_through_a_circle(count: int) -> None:
    """Every arrow that could be drawn, alone: so each choice that somebody makes is safe."""
    seen = levers(count)
    for arrow in every_arrow(count):
        for points, origin, target, others in lines(seen, [arrow]):
            assert all(hypot(x - spot.x, y - spot.y) > spot.most for spot in others for x, y in points), arrow
            assert all(hypot(x - end.x, y - end.y) > end.r for end in (origin, target) for x, y in points)


@how_many
def test_arrows_together_run_through_no_circle_either_and_stay_on_the_sheet(count: int) -> None:
    throw = random.Random(7)
    for _ in range(4):
        arrows = throw.sample(every_arrow(count), min(count * 2, count * (count - 1)))
        for points, _origin, _target, others in lines(levers(count), arrows):
            assert all(hypot(x - spot.x, y - spot.y) > spot.most for spot in others for x, y in points)
            assert all(0 < x < WIDTH and 0 < y < HEIGHT for x, y in points)


def test_an_arrow_and_the_one_back_are_two_lines() -> None:
    there, back = lines(levers(6), [("lever-0", "lever-3"), ("lever-3", "lever-0")])
    middle, other = there[0][20], back[0][20]
    assert hypot(middle[0] - other[0], middle[1] - other[1]) > 40


@how_many
def test_circles_stand_still_and_only_grow(count: int) -> None:
    early, late = places([1] * count), places([3, *[40] * (count - 1)])
    assert [(spot.x, spot.y) for spot in early] == [(spot.x, spot.y) for spot in late]
    assert late[0].r < late[1].r


def test_the_area_says_how_often() -> None:
    one, half, few = places([100, 50, 1])
    assert one.r**2 * pi == pytest.approx(2 * half.r**2 * pi)
    assert few.r == 56  # no smaller than its figure can be read


def test_the_first_choices_do_not_fill_the_sheet() -> None:
    assert max(spot.r for spot in places([1, 0, 0])) < 60


@how_many
@pytest.mark.parametrize("most", [0, 200])
def test_names_stand_on_the_sheet_and_over_no_circle(count: int, most: int) -> None:
    seen = levers(count, [most] * count)
    spots = places([lever.count for lever in seen])
    names = names_of([lever.name for lever in seen], spots)
    for one, other in combinations(names, 2):
        assert not one.box.overlaps(other.box), (one.lines, other.lines)
    for place, name in enumerate(names):
        assert name.box.left >= 0 and name.box.right <= WIDTH
        assert name.first > 40 and name.first + 50 * (len(name.lines) - 1) < HEIGHT - 10
        assert not any(name.box.touches(spot) for other, spot in enumerate(spots) if other != place)


@how_many
def test_words_that_make_one_name_are_never_cut_when_they_fit(count: int) -> None:
    names = names_of(NAMES[:count], places([10] * count))
    assert [" ".join(name.lines) for name in names[:6]] == NAMES[: min(count, 6)]


def test_a_drawing_is_the_same_twice_and_says_nothing_unasked() -> None:
    seen = levers(6)
    drawn = draw(seen, every_arrow(6)[:6], icons={}, paint=LIVE, label="De <hefbomen> & meer")
    assert drawn == draw(seen, every_arrow(6)[:6], icons={}, paint=LIVE, label="De <hefbomen> & meer")
    read = Drawing(drawn)
    assert read.elements[0].get("aria-label") == "De <hefbomen> & meer"
    assert {text.words for text in read.of("text")} >= {"Grondrechten", "124"}


def test_what_somebody_wrote_cannot_become_markup() -> None:
    seen = [LeverSeen("x", "<script>alert(1)</script>", "a", "scale", 2), *levers(3)[1:]]
    read = Drawing(draw(seen, [], icons={}, paint=FIXED, label='"><script/>'))
    assert read.of("script") == []
    assert "<script>alert(1)</script>" in "".join(text.words for text in read.of("text"))


def test_an_arrow_of_a_lever_that_is_gone_is_left_out() -> None:
    drawn = draw(levers(3), [("lever-0", "gone"), ("lever-1", "lever-2")], icons={}, paint=FIXED, label="")
    assert drawn.count('class="pijl"') == 1


def test_words_break_where_they_fit_and_end_in_an_ellipsis_where_not() -> None:
    assert wrapped("een twee drie", 46, 400, 1) == ["een twee drie"]
    assert wrapped("een twee drie", 46, 200, 2) == ["een twee", "drie"]
    cut = wrapped("een twee drie vier vijf zes", 46, 200, 2)
    assert len(cut) == 2 and cut[1].endswith("…")
    assert all(width_of(line, 46) <= 200 for line in [*cut, *wrapped("x" * 90, 46, 200, 1)])


def test_a_file_is_a_picture_of_its_own() -> None:
    file = as_file(draw(levers(6), [], icons={}, paint=FIXED, label="De hefbomen"), WIDTH, HEIGHT)
    assert "var(--" not in file and 'width="1468"' in file and "@font-face" in file
    png = as_png(file, 734)
    assert png.startswith(b"\x89PNG") and int.from_bytes(png[16:20]) == 734
