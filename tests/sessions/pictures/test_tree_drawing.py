"""The tree as a drawing: it grows, and nothing that hangs there moves."""

from __future__ import annotations

import pytest
from drawings import Drawing

from sessions.pictures import FIXED
from sessions.pictures.limbs import grow
from sessions.pictures.tree import HEIGHT, WIDTH, Leaf, LimbSeen, PartSeen, draw
from sessions.scripts import load

PARTS = {
    "roots": PartSeen("Grondwet, basiswaarden van de democratie", ("Vrije pers", "Gelijke rechten")),
    "trunk": PartSeen("Mogelijkheid tot participatie"),
    "branches": PartSeen("Herverdelen"),
    "crown": PartSeen("Een veerkrachtige samenleving", ("Buren", "Feest")),
    "wind-1": PartSeen("Polarisatie"),
    "wind-2": PartSeen(""),
}
how_many = pytest.mark.parametrize("count", range(3, 9))


def tree(counts: list[int], parts: dict[str, PartSeen] = PARTS, **how) -> Drawing:
    limbs = [
        LimbSeen("abcdefgh"[n], "scale", [Leaf(f"{n}-{place}", place) for place in range(count)])
        for n, count in enumerate(counts)
    ]
    drawn = draw(limbs, parts, more="en nog %s", icons={}, paint=FIXED, label="De boom", **how)
    return Drawing(drawn)


def leaves(root: Drawing) -> dict[str, str]:
    return {leaf.get("data-leaf"): leaf.get("transform") for leaf in root.elements if leaf.get("data-leaf")}


def words(root: Drawing) -> list[str]:
    return [text.words for text in root.of("text")]


@how_many
def test_a_limb_for_every_lever_from_left_to_right(count: int) -> None:
    grown = grow(count, (734, 600))
    angles = [limb.angle for limb in grown]
    assert angles == sorted(angles) and len(set(angles)) == count
    assert angles[0] == pytest.approx(-angles[-1])
    assert all(len(limb.spots) == 69 for limb in grown)


@how_many
def test_the_same_data_grow_the_same_tree(count: int) -> None:
    assert tree([7] * count).elements == tree([7] * count).elements


def test_a_leaf_that_is_there_never_jumps() -> None:
    few, more, many = (leaves(tree([size] * 6)) for size in (3, 40, 400))
    assert few.items() <= more.items() <= many.items()
    assert len(many) == 2400


def test_leaves_stay_on_the_sheet_however_many() -> None:
    for limb in grow(6, (734, 600)):
        for place in range(800):
            spot = limb.leaf(place)
            assert 200 < spot.x < WIDTH - 200 and 40 < spot.y < HEIGHT - 240


def test_no_two_leaves_hang_in_quite_the_same_place() -> None:
    for limb in grow(6, (734, 600)):
        spots = [limb.leaf(place) for place in range(300)]
        assert len({(round(spot.x, 1), round(spot.y, 1)) for spot in spots}) == 300


def test_the_parts_are_named_and_what_hangs_there_is_read() -> None:
    said = " ".join(words(tree([5] * 6)))
    for name in ("Grondwet,", "Mogelijkheid", "Herverdelen", "Polarisatie", "Vrije pers", "Gelijke rechten"):
        assert name in said
    assert "Een veerkrachtige samenleving (2)" in said  # no room for more than the name, so it is counted


@pytest.mark.parametrize("language", ["nl", "fr", "en"])
@pytest.mark.parametrize("name", ["startmoment", "projectatelier"])
def test_no_part_of_a_shipped_script_loses_the_end_of_its_name(name: str, language: str) -> None:
    """However much hangs there: it is counted behind the name or below it."""
    tree_parts = load(name, language).tree
    winds = [part for part in tree_parts if part.kind == "wind"]
    parts = {part.kind: part.name for part in tree_parts if part.kind != "wind"}
    parts |= {f"wind-{place}": part.name for place, part in enumerate(winds, start=1)}
    assert len(parts) == 8
    full = {
        key: PartSeen(name, ("Eerst dit gezegd, en nog veel meer dan dat",) * 12)
        for key, name in parts.items()
    }
    said = " ".join(words(tree([5] * 6, full)))
    for name in parts.values():
        assert name in said


def test_what_does_not_fit_at_a_part_is_counted() -> None:
    full = {"roots": PartSeen("Wortels", tuple(f"Wens nummer {n}" for n in range(9)))}
    said = words(tree([1] * 6, full))
    assert said == ["Wortels", "Wens nummer 0", "Wens nummer 1", "Wens nummer 2", "en nog 6"]


def test_a_wind_without_a_name_does_not_blow() -> None:
    strands = [each for each in tree([1] * 3).of("g") if each.get("stroke-linecap") == "round"]
    winds = [group for group in strands if len(group.children) == 3]
    assert len(winds) == 1


def test_the_newest_hangs_as_a_slip_and_a_bare_tree_says_nothing() -> None:
    slipped = tree([2] * 6, newest="Eén loket voor elk diploma")
    assert "Eén loket voor" in words(slipped)
    assert [each for each in slipped.of("g") if each.get("class") == "slip"]
    bare = tree([2] * 6, newest="Eén loket voor elk diploma", bare=True)
    assert words(bare) == [] and len(leaves(bare)) == 12


def test_words_of_a_part_stay_on_the_sheet() -> None:
    long = "Een deel van de boom met een naam die zestig tekens lang is"
    kinds = ["roots", "trunk", "branches", "crown", *(f"wind-{n}" for n in range(1, 5))]
    parts = {kind: PartSeen(long, (long, long)) for kind in kinds}
    for text in tree([9] * 6, parts, newest=long).of("text"):
        assert 0 < float(text.get("x")) < WIDTH and 40 < float(text.get("y")) < HEIGHT - 10
