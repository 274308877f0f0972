"""A guide in an archive: a question that asks to react points at its question, on the other side too."""

from __future__ import annotations

from archiving import MADE, bring_in
from builders import make_user
from focus_builders import make_focus

from facilitator.house import House
from sessions import archive
from sessions.focus import asked, questions, replacing


def test_a_reaction_points_at_its_question_after_an_import(house: House) -> None:
    facilitator = make_user(house, "a@lotus.example", "facilitator")
    make_focus(house, facilitator, members=0, title="Eerder")
    focus = make_focus(house, facilitator, members=1)
    removed = focus.questions["Wie ben je?"]
    focus.write(questions.remove_question, focus.workshop_id, removed, focus.moderator)
    with house.store.reading() as db:
        content = archive.pack(archive.take(db, focus.workshop_id), software="test", made_at=MADE)
    made = bring_in(house, content)
    with house.store.reading() as db:
        assert replacing.of_workshop(db, made) == replacing.of_workshop(db, focus.workshop_id)
        react = next(each for each in asked.questions(db, made) if each.question.form == "react")
        assert asked.question(db, made, react.step.settings["to"]).step.title == "Welkom"
