"""Who takes back their words, or their consent to be quoted, finds them in no hall any more."""

from __future__ import annotations

import json
from random import Random
from typing import Any

import pytest
from builders import Cast, make_workshop, sign_in
from flask.testing import FlaskClient
from focus_acts import answer, hide
from focus_builders import Focus, make_focus
from sqlalchemy import select

from sessions import erasing, undoing
from sessions.errors import Conflict
from sessions.exercises.answers import as_form
from sessions.exports import FORMATS, Grade, gather
from sessions.focus import answering, consent
from sessions.hall import image, programme
from sessions.journal import Actor, since
from sessions.lexicon import meanings, terms
from sessions.material import carrying, coding, third_persons
from sessions.models import Contribution, Lever, LeverArgument, TreePart
from sessions.projections import Audience, snapshot

WORDS = "Iemand die naast je staat helpt."
OWN = "Een vertrouwd gezicht"


class Handed:
    """Three members who agreed to be quoted. What the first said went to the hall in their very words and
    as a moderator puts it."""

    def __init__(self, cast: Cast) -> None:
        self.focus: Focus = make_focus(cast.house, cast.facilitator, members=3)
        self.house = cast.house
        self.into = make_workshop(cast.house, cast.facilitator, "De zaal")
        self.quoting(0, True), self.quoting(1, True), self.quoting(2, True)
        self.said = answer(self.focus, self.focus.members[0], "Wie ben je?", WORDS)
        self.house.write(
            lambda db: programme.add_step(db, self.into, "tree", self.by, after=None, now=cast.house.now())
        )

    @property
    def by(self) -> Actor:
        return self.focus.moderator

    def quoting(self, member: int, yes: bool) -> None:
        given = {"taking_part": True, "quoting": yes}
        self.focus.write(consent.answer, self.focus.members[member].id, given)

    def code(self, said: int, kind: str, text: str = "", **more: Any) -> int:
        return self.focus.write(coding.code, said, self.by, kind=kind, text=text, **more)

    def first(self, model: Any) -> int:
        with self.house.store.reading() as db:
            return db.scalars(select(model.id).where(model.workshop_id == self.focus.workshop_id)).first()

    def carry(self) -> None:
        self.focus.write(carrying.carry, self.focus.workshop_id, self.into, self.by)

    def longlist(self) -> list[str]:
        with self.house.store.reading() as db:
            lines = image.longlist_of(db, self.into)
            return [each.text for each in lines if each.origin_id is not None]

    def told(self) -> str:
        """Everything that the hall shows to anybody, its files and its journal."""
        with self.house.store.reading() as db:
            audiences = [Audience(kind, self.into) for kind in ("studio", "wall", "phone")]
            shown = [json.dumps(snapshot(db, each).items, ensure_ascii=False) for each in audiences]
            arguments = db.scalars(
                select(LeverArgument.text).where(LeverArgument.workshop_id == self.into)
            ).all()
            given: dict[str, Any] = {"random": Random(7), "language": "nl", "now": self.house.now()}
            dossier = gather(db, self.into, Grade.RESTRICTED, purpose="Nagaan", **given)
            filed = FORMATS["json"].write(dossier).decode()
            journal = [json.dumps(each.inverse, ensure_ascii=False) for each in since(db, self.into, 0)]
        return "\n".join([*shown, *arguments, filed, *journal, *self.longlist()])

    def verbs(self) -> list[str]:
        with self.house.store.reading() as db:
            return [each.verb for each in since(db, self.into, 0)]


@pytest.fixture
def handed(cast: Cast) -> Handed:
    handed = Handed(cast)
    handed.code(handed.said, "ingredient")
    handed.code(handed.said, "ingredient", OWN)
    handed.code(handed.said, "lever_argument", lever_id=handed.first(Lever))
    handed.code(handed.said, "vision", tree_part_id=handed.first(TreePart))
    handed.carry()
    assert handed.longlist() == [WORDS, OWN] and handed.told().count(WORDS) > 5
    return handed


@pytest.mark.parametrize("how", ["withdraws", "stops", "will not be quoted"])
def test_the_very_words_leave_and_what_a_moderator_wrote_stays(handed: Handed, how: str) -> None:
    who = handed.focus.members[0]
    if how == "withdraws":
        handed.focus.write(answering.withdraw, handed.said, who.id)
    elif how == "stops":
        handed.focus.write(answering.withdraw_all, who.id)
    else:
        handed.quoting(0, False)
    assert WORDS not in handed.told() and handed.longlist() == [OWN]
    assert handed.verbs().count("source.withdrawn") == 1
    # Nobody in the hall brings it back by taking something back.
    while True:
        try:
            handed.focus.write(undoing.undo_in_hall, handed.into, handed.by, seen=None)
        except Conflict:
            break
        assert WORDS not in handed.told()


def test_whoever_thinks_again_is_carried_anew_and_not_by_itself(handed: Handed) -> None:
    who = handed.focus.members[0]
    handed.focus.write(answering.withdraw, handed.said, who.id)
    handed.focus.write(answering.put_back, handed.said, who.id)
    assert handed.longlist() == [OWN]
    handed.carry()
    assert handed.longlist() == [OWN, WORDS]


def test_a_line_that_somebody_else_says_too_stays_until_they_take_it_back(cast: Cast) -> None:
    handed = Handed(cast)
    other = answer(handed.focus, handed.focus.members[1], "Wie ben je?", WORDS)
    handed.code(handed.said, "ingredient")
    handed.code(other, "ingredient")
    handed.carry()
    handed.quoting(0, False)
    assert handed.longlist() == [WORDS]
    handed.quoting(1, False)
    assert handed.longlist() == []


def test_who_leads_the_hall_reads_that_words_left_and_what_has_no_source_any_more(
    handed: Handed, client: FlaskClient
) -> None:
    handed.code(handed.said, "lever_argument", "Zonder nabijheid begint niets", lever_id=handed.first(Lever))
    handed.carry()
    sign_in(client, handed.house, handed.focus.facilitator)
    page = client.get(f"/workshops/{handed.into}/image").text
    assert WORDS in page and "teruggetrokken" not in page and "Er gingen hier woorden weg" not in page
    handed.focus.write(answering.withdraw, handed.said, handed.focus.members[0].id)
    page = client.get(f"/workshops/{handed.into}/image").text
    assert WORDS not in page and "Er gingen hier woorden weg" in page
    # A line and an argument in a moderator's words: it is for people to decide whether they stay.
    assert OWN in page and "Zonder nabijheid" in page and page.count("ondertussen teruggetrokken") == 2


def test_a_correction_and_a_hidden_answer_leave_the_hall_as_it_is(handed: Handed) -> None:
    who = handed.focus.members[0]
    better = {"version": 1, "data": as_form({"text": "Het is de buurvrouw die het verschil maakt."})}
    handed.focus.write(answering.correct, handed.said, who.id, **better)
    hide(handed.focus, handed.said)
    handed.quoting(1, False)
    assert handed.longlist() == [WORDS, OWN] and "source.withdrawn" not in handed.verbs()
    handed.quoting(0, False)
    assert handed.longlist() == [OWN]


def test_nothing_stays_of_what_was_erased(handed: Handed) -> None:
    with handed.house.store.reading() as db:
        key = db.get_one(Contribution, handed.said).key
    handed.focus.write(erasing.by_key, handed.focus.workshop_id, key, Actor("command"))
    assert handed.longlist() == [] and WORDS not in handed.told()


def test_a_meaning_leaves_with_the_consent_of_who_wrote_it_also_further_on(cast: Cast) -> None:
    handed = Handed(cast)
    focus = handed.focus
    said = answer(focus, focus.members[2], "Wie ben je?", "Ik belde Fatima van hiernaast.")
    with focus.house.store.reading() as db:
        (named,) = [each for each in third_persons.found(db, focus.workshop_id) if each.name == "Fatima"]
    place = (said, 1, named.starts_at, named.ends_at)
    focus.write(third_persons.decide_all, focus.workshop_id, focus.moderator, [place], decision="mask")
    term = focus.write(terms.make, focus.workshop_id, focus.moderator, text="allochtoon")
    texts = ("Zo noemt Fatima mij", "Een woord van vroeger")
    for member, text in enumerate(texts):
        focus.write(meanings.write, term, Actor("participant", focus.members[member].id), text=text)
    focus.write(meanings.write, term, focus.moderator, text="Wij schrijven het niet")
    handed.carry()
    further = make_workshop(cast.house, cast.facilitator, "Nog een zaal")
    focus.write(carrying.carry, handed.into, further, focus.moderator)

    def told(workshop_id: int) -> set[str]:
        with focus.house.store.reading() as db:
            found = meanings.of_workshop(db, workshop_id)
            return {each.text for said in found.values() for each in said}

    assert told(further) == {"Zo noemt […] mij", texts[1], "Wij schrijven het niet"}
    better = Actor("participant", focus.members[0].id)
    focus.write(meanings.write, term, better, text="Zo noemen ze mij")
    assert "Zo noemt […] mij" in told(further), "who says it better took nothing back"
    handed.quoting(0, False)
    assert told(handed.into) == told(further) == {texts[1], "Wij schrijven het niet"}
    with focus.house.store.reading() as db:
        shown = snapshot(db, Audience("phone", further)).items
    assert texts[1] in str(shown) and "noemt" not in str(shown)
