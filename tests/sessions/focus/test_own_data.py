"""What a member takes home: everything that is kept about them, and no word of anybody else."""

from __future__ import annotations

import json
from typing import Any

import pytest
from builders import Cast
from focus_acts import answer, probe, reply
from focus_builders import Focus, make_focus
from sqlalchemy import select

from sessions import contributions
from sessions.analysis import analyses, dissent, themes
from sessions.focus import consent, laying, seen, speaking
from sessions.journal import Actor
from sessions.lexicon import meanings, terms
from sessions.material import coding
from sessions.models import Base, Letter, Meaning, Passage
from sessions.projections.focus_own import KEPT, own_data

ONLY_IN_A_HALL = {"agreement", "rating", "pile", "pile_member", "meant", "handover"}
OF_NO_MEMBER = {"interview"}
"""Who was interviewed has no page; what was said is in the notes."""


@pytest.fixture
def focus(cast: Cast) -> Focus:
    return make_focus(cast.house, cast.facilitator, members=2)


def data(focus: Focus) -> dict[str, Any]:
    with focus.house.store.reading() as db:
        return own_data(db, focus.members[0].id, focus.house.now())


def test_no_table_that_names_a_participant_is_forgotten() -> None:
    """A new one stands in KEPT, or here with why not."""
    about = {
        table.name
        for table in Base.metadata.tables.values()
        if any(key.column.table.name == "participant" for key in table.foreign_keys)
    }
    assert about == set(KEPT) | ONLY_IN_A_HALL | OF_NO_MEMBER


def test_everything_about_me_stands_in_it(focus: Focus) -> None:
    me, other = focus.members[:2]
    said = answer(focus, me, "Wie ben je?", "Ik bak brood")
    theirs = answer(focus, other, "Wie ben je?", "geheimzanger")
    reply(focus, other, said, "vreemdewoorden")
    for yes in (True, False):
        focus.write(consent.answer, me.id, {"taking_part": True, "quoting": yes, "mail": yes})
    focus.write(seen.see, focus.questions["Wie ben je?"], me.id)
    focus.write(contributions.give_heart, theirs, me.id, given=True)
    probe(focus, "Wie ben je?", me)
    probe(focus, "Wie ben je?", other)
    focus.write(speaking.mark, me.id, speaking.Place(said, 1, word="brood"), why="Het klinkt arm")
    term = focus.write(terms.make, focus.workshop_id, focus.moderator, text="brood")
    focus.write(meanings.write, term, Actor("participant", me.id), text="Wat je deelt")
    focus.write(meanings.write, term, Actor("participant", other.id), text="andermansbetekenis")
    with focus.house.store.reading() as db:
        not_mine = db.scalars(select(Meaning.id).where(Meaning.participant_id == other.id)).one()
        passage = db.scalars(select(Passage.id).where(Passage.contribution_id == said)).one()
        analysis = laying.analysis_of(db, focus.questions["Wie ben je?"])
        assert analysis is not None and analyses.has_passages(db, analysis)
    focus.write(speaking.agree, me.id, not_mine, agreed=True)
    made = focus.write(themes.make, analysis.id, focus.moderator, title="Samen eten", passage_ids=[passage])
    raised = {"about": "name", "text": "Eten is het niet", "theme_id": made, "participant_id": me.id}
    focus.write(dissent.raise_, focus.workshop_id, **raised)
    focus.write(coding.code, said, focus.moderator, kind="interest", text="Delen")
    focus.house.write(lambda db: db.add(_letter(focus, me.id)))

    found = data(focus)
    empty = [place for place in {*KEPT.values()} if not found[place]]
    assert empty == [], "each of these was filled above"
    (kept,) = found["said"]
    assert kept["placed_in"] == ["Samen eten"] and kept["made_of_it"][0]["text"] == "Delen"
    assert [
        (each["purpose"], each["given"]) for each in found["consent"] if each["purpose"] == "quoting"
    ] == [
        ("quoting", True),
        ("quoting", False),
    ]
    assert all(each["text"] for each in found["consent"]), "with the words that were agreed to"
    assert found["agreed_with"][0]["meaning"] == not_mine
    assert found["objections"][0]["text"] == "Eten is het niet"
    assert len(found["asked_of_me_alone"]) == 1
    text = json.dumps(found, ensure_ascii=False)
    for never in ("geheimzanger", "vreemdewoorden", "andermansbetekenis"):
        assert never not in text


def _letter(focus: Focus, participant_id: int) -> Letter:
    now = focus.house.now()
    return Letter(
        workshop_id=focus.workshop_id,
        participant_id=participant_id,
        kind="opening",
        key="opening-of-mine",
        state="sent",
        made_at=now,
        due_at=now,
        sent_at=now,
    )
