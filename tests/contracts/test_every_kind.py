"""The shape of an exercise kind, from the phone over the wall to the table, the archive and back: every kind
runs through it."""

from __future__ import annotations

import secrets
from random import Random
from typing import Any

import pytest
from archiving import bring_in, taken
from builders import Cast, csrf_of, hold_phone, join, make_workshop, open_at
from flask import Flask, render_template_string
from sqlalchemy import select
from wtforms import Form

from sessions import archive, workshops
from sessions.exercises import IN_HALL, KINDS, ExerciseKind
from sessions.exercises.answers import SpokenForm, as_form
from sessions.exports import gather, grade_named
from sessions.hall import pace, programme
from sessions.models import Exercise
from sessions.projections import Audience, snapshot
from sessions.scripts import library

# What somebody says in a step of that kind: everything that its form can take.
EXAMPLES: dict[str, dict[str, Any]] = {
    "interventions": {
        "title": "Taalcafé in de wasserette",
        "what": "Wachten op de was en intussen praten.",
        "who": "Buren",
        "formal": "no",
        "existing": "yes",
        "here": "yes",
        "levers": ["vertrouwen", "meerwaarde"],
        "reasons": [{"text": "Je leert een naam"}, {"text": "Er is altijd koffie"}],
        "preconditions": [{"text": "Een vaste plek"}],
        "obstacle": "Niemand had een sleutel",
    },
    "ideas": {"text": "Een bank voor de deur"},
    "findings": {"text": "Het hoeft niet veel te kosten", "explanation": "Koffie volstaat", "over": None},
    "lotus": {"text": "Je ontmoet elkaar echt", "place": "C4", "over": None},
    "tree": {"text": "Eén loket voor elk diploma", "part": "crown", "lever": "vertrouwen"},
}
TEXTS = ("title", "text")
LEVERS = ("vertrouwen", "meerwaarde")
# The picture on the wall in which such a contribution appears.
PICTURED = {"intervention": "contribution", "idea": "contribution"}
ANSWERED = [kind for kind in KINDS.values() if kind.answer_form is not None]
every_kind = pytest.mark.parametrize("kind", KINDS.values(), ids=list(KINDS))
every_answered_kind = pytest.mark.parametrize("kind", ANSWERED, ids=[kind.name for kind in ANSWERED])


@every_kind
def test_it_says_what_it_is(kind: ExerciseKind) -> None:
    assert kind.name.isidentifier()
    assert KINDS[kind.name] is kind
    assert kind.title and kind.purpose and kind.icon
    assert set(kind.feeds) <= set(kind.contributes)


@every_kind
def test_its_settings_form_accepts_what_the_scripts_say(kind: ExerciseKind) -> None:
    assert issubclass(kind.settings_form, SpokenForm)
    assert kind.settings_form.read(None, "nl").validate() is not None
    for script in library("nl"):
        for step in script.steps:
            if step.kind == kind.name:
                form = kind.settings_form.read(as_form(step.settings), "nl")
                assert form.validate(), form.errors
                assert set(step.settings) <= set(form.data)


@pytest.mark.parametrize("kind", IN_HALL.values(), ids=list(IN_HALL))
def test_it_has_a_template_with_its_three_macros(kind: ExerciseKind, app: Flask) -> None:
    with app.test_request_context():
        for macro in ("settings", "answer", "wall"):
            source = f"{{% from 'exercises/{kind.name}.html' import {macro} with context %}}{{{{ {macro} }}}}"
            assert render_template_string(source)


@every_answered_kind
def test_its_example_passes_its_own_form_and_leaves_nothing_out(kind: ExerciseKind) -> None:
    example = EXAMPLES[kind.name]
    form: Form = kind.answer(as_form(example), language="nl", levers=LEVERS)
    assert form.validate(), form.errors
    assert set(form.data) == set(example), "the example does not say everything that the form can take"
    draft = kind.draft(form)
    assert {draft.kind, *(child.kind for child in draft.children)} == set(kind.contributes)


def led_to(cast: Cast, kind: ExerciseKind) -> tuple[int, int]:
    """A fresh workshop that is open at a step of that kind, where tables share: its id and the step's."""
    house, actor = cast.house, cast.moderator
    workshop_id = make_workshop(house, cast.facilitator, "Contract")
    with house.store.reading() as db:
        known = {step.kind for step in workshops.steps_of(db, workshop_id)}
    if kind.name not in known:
        house.write(
            lambda db: programme.add_step(db, workshop_id, kind.name, actor, after=None, now=house.now())
        )
    step = open_at(house, workshop_id, kind.name)
    if kind.stages:
        stage = kind.stages[-1]
        house.write(lambda db: pace.set_stage(db, workshop_id, step, stage, actor, now=house.now()))
    return workshop_id, step


@every_answered_kind
def test_from_the_phone_to_the_wall_to_the_table_and_into_an_archive_and_back(
    kind: ExerciseKind, cast: Cast, app: Flask
) -> None:
    workshop_id, step = led_to(cast, kind)
    phone = join(cast.house, workshop_id, table=3)
    client = app.test_client()
    hold_phone(client, phone)
    token = csrf_of(client, f"/p/{workshop_id}")
    form = flat(EXAMPLES[kind.name]) | {"csrf_token": token, "key": secrets.token_hex(16)}
    address = f"/p/{workshop_id}/steps/{step}/contributions"
    answer = client.post(address, data=form, headers={"Accept": "application/json"})
    assert answer.status_code == 200, answer.text
    made = answer.json["contribution"]["id"]
    if "finding" in kind.contributes:
        agreed = client.post(f"/p/{workshop_id}/contributions/{made}/agree", data=form | {"version": "1"})
        assert agreed.status_code in (200, 303), agreed.text

    with cast.house.store.reading() as db:
        top_kind = kind.contributes[0]
        item = f"{PICTURED.get(top_kind, top_kind)}:{made}"
        card = snapshot(db, Audience("wall", workshop_id)).items[item]
        assert card["table"] == 3
        assert card["text"] == next(EXAMPLES[kind.name][name] for name in TEXTS if name in form)
        rows = exported(db, workshop_id, cast)
        assert sorted(row["kind"] for row in rows) == sorted(kinds_said(kind))
        top = next(row for row in rows if row["kind"] == top_kind)
        assert {column.name for column in kind.columns} <= set(top)
        assert db.scalar(select(Exercise.kind).where(Exercise.id == step)) == kind.name
    archived_and_back(cast, workshop_id)


def archived_and_back(cast: Cast, workshop_id: int) -> None:
    """Its archive comes in as a workshop with the same rows, and says the same on the wall."""
    with cast.house.store.reading() as db:
        packed = archive.pack(archive.take(db, workshop_id), software="contract", made_at=cast.house.now())
    here = bring_in(cast.house, packed)
    original, imported = taken(cast.house, workshop_id), taken(cast.house, here)
    assert imported["change"].pop()["verb"] == "workshop.imported"
    imported["workshop"][0]["revision"] -= 1
    assert imported == original
    with cast.house.store.reading() as db:
        items, again = (snapshot(db, Audience("wall", each)).items for each in (workshop_id, here))
    assert sorted(item.partition(":")[0] for item in items) == sorted(
        item.partition(":")[0] for item in again
    )


def kinds_said(kind: ExerciseKind) -> list[str]:
    draft = kind.draft(kind.answer(as_form(EXAMPLES[kind.name]), language="nl", levers=LEVERS))
    return [draft.kind, *(child.kind for child in draft.children)]


def flat(example: dict[str, Any]) -> dict[str, Any]:
    data = as_form(example)
    return {name: data.getlist(name) for name in data}


def exported(db: Any, workshop_id: int, cast: Cast) -> list[dict[str, Any]]:
    dossier = gather(
        db,
        workshop_id,
        grade_named("analysis"),
        random=Random(1),
        language="nl",
        now=cast.house.now(),
    )
    return dossier.sheet("contributions").rows
