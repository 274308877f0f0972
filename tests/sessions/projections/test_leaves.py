"""The leaves of the tree: one for each contribution at each lever, and one that hangs never moves."""

from __future__ import annotations

import secrets

from builders import Cast, contribute, intervention
from sqlalchemy.orm import Session

from sessions import contributions, workshops
from sessions.exercises.answers import as_form
from sessions.hall import paper, preparing
from sessions.hall.levers import levers_of
from sessions.models import Exercise
from sessions.projections.leaves import Leaves, leaves_of, said_at


def leaves(cast: Cast) -> Leaves:
    with cast.house.store.reading() as db:
        return leaves_of(db, cast.gathering)


def say(cast: Cast, title: str, *levers: str) -> int:
    return contribute(cast.house, cast.phones[0], cast.step(), intervention(title, levers=levers))["id"]


def act(cast: Cast, verb, *args, **more):
    return cast.house.write(lambda db: verb(db, *args, **more, now=cast.house.now()))


def test_every_contribution_hangs_at_every_lever_that_it_names(cast: Cast) -> None:
    first = say(cast, "Taalcafé", "vertrouwen", "meerwaarde")
    second = say(cast, "Buddy", "vertrouwen")
    say(cast, "Zonder hefboom")
    found = leaves(cast)
    assert found.at == {"vertrouwen": [(first, 0), (second, 1)], "meerwaarde": [(first, 0)]}
    assert found.newest == "Buddy"


def test_a_leaf_that_hangs_never_moves(cast: Cast) -> None:
    ids = [say(cast, f"Tuin {number}", "vertrouwen") for number in range(4)]
    author = cast.phones[0].id
    assert leaves(cast).at["vertrouwen"] == list(zip(ids, range(4), strict=True))
    act(cast, contributions.withdraw, ids[1], author)
    assert leaves(cast).at["vertrouwen"] == [(ids[0], 0), (ids[2], 2), (ids[3], 3)]
    fifth = say(cast, "Tuin 5", "vertrouwen")
    act(cast, contributions.hide, ids[0], cast.moderator, reason="Er staat een naam in.")
    assert leaves(cast).at["vertrouwen"] == [(ids[2], 2), (ids[3], 3), (fifth, 4)]
    act(cast, contributions.put_back, ids[1], author)
    act(cast, contributions.show, ids[0], cast.moderator)
    assert dict(leaves(cast).at["vertrouwen"]) == {ids[0]: 0, ids[1]: 1, ids[2]: 2, ids[3]: 3, fifth: 4}


def test_who_names_another_lever_later_does_not_push_the_others(cast: Cast) -> None:
    early, late = say(cast, "Vroeg", "meerwaarde"), say(cast, "Laat", "vertrouwen")
    cast.house.clock.passes(minutes=1)
    again = as_form(intervention("Vroeg", levers=["vertrouwen"]))
    act(cast, contributions.correct, early, cast.phones[0].id, version=1, data=again)
    found = leaves(cast)
    assert dict(found.at["vertrouwen"]) == {late: 0, early: 1}
    assert "meerwaarde" not in found.at


def tree_step(db: Session, workshop_id: int) -> int:
    last = max(step.position for step in workshops.steps_of(db, workshop_id))
    step = Exercise(
        workshop_id=workshop_id, position=last + 1, kind="tree", title="De boom", minutes=10, settings={}
    )
    db.add(step)
    db.flush()
    return step.id


def test_what_hangs_on_the_tree_is_a_leaf_where_it_names_a_lever(cast: Cast) -> None:
    step = cast.house.write(lambda db: tree_step(db, cast.gathering))
    answer = as_form({"text": "Gelijk loon", "part": "crown", "lever": "grondrechten"})
    made = act(
        cast,
        paper.enter,
        step,
        cast.facilitator,
        table_id=None,
        language="nl",
        key=secrets.token_hex(8),
        data=answer,
    )
    found = leaves(cast)
    assert found.at == {"grondrechten": [(made["id"], 0)]}
    assert found.newest == "Gelijk loon"


def test_a_renamed_lever_keeps_its_leaves(cast: Cast) -> None:
    made = say(cast, "Taalcafé", "vertrouwen")
    with cast.house.store.reading() as db:
        lever = next(each for each in levers_of(db, cast.gathering) if each.key == "vertrouwen")
    act(cast, preparing.change_levers, cast.gathering, cast.moderator, {lever.id: ("Nabij", "Elkaar kennen")})
    assert leaves(cast).at == {"vertrouwen": [(made, 0)]}


def test_words_hang_at_their_part_or_at_the_first_of_that_kind() -> None:
    keys = {"roots": "roots", "crown": "crown", "storm": "wind", "drought": "wind"}
    visions = {
        1: {"part": "roots", "text": "eerst"},
        2: {"part": "roots", "text": "dan"},
        3: {"part": "drought", "text": "droog"},
        4: {"part": "wind", "text": "een wind"},
        5: {"part": "gone", "text": "zonder deel"},
    }
    assert said_at(visions, keys) == {
        "roots": ["dan", "eerst"],
        "drought": ["droog"],
        "storm": ["een wind"],
        "crown": ["zonder deel"],
    }
