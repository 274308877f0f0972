"""Acts at tables and on the programme, for the story of every act (`test_snapshots_and_patches.py`)."""

from __future__ import annotations

from typing import Any

from builders import contribute, join, open_at
from sqlalchemy import select

from sessions import contributions, participants, undoing, workshops
from sessions.exercises.answers import as_form
from sessions.hall import (
    findings,
    handovers,
    pace,
    paper,
    places,
    preparing,
    programme,
)
from sessions.journal import Actor
from sessions.models import Participant, Table


class TableActs:
    cast: Any
    house: Any
    step: Any
    second: Any
    third: Any
    by: Any
    write: Any

    def act_change_step(self) -> None:
        self.write(preparing.change_step, self.step, self.by, title="Oefening", prompt="Wat?", minutes=50)

    def act_next_step(self) -> None:
        with self.house.store.reading() as db:
            steps = workshops.steps_of(db, self.cast.gathering)
        following = next(step.id for step in steps if step.position == 4)
        self.write(workshops.go_to_step, self.cast.gathering, following, self.by, seen=self.step)

    def act_write_a_finding(self) -> None:
        findings_step = self.cast.step("findings")
        self.finding = contribute(self.house, self.second, findings_step, {"text": "Klein begint het."})["id"]

    def act_the_table_agrees(self) -> None:
        self.write(findings.agree, self.finding, self.second.id, version=1)

    def act_tell_a_finding(self) -> None:
        self.write(findings.tell, self.cast.gathering, 1, self.by)

    def act_type_paper(self) -> None:
        with self.house.store.reading() as db:
            tables = select(Table.id).where(Table.workshop_id == self.cast.gathering, Table.number == 5)
            table_id = db.scalar(tables)
        self.typed = self.write(
            paper.enter,
            self.cast.step("findings"),
            self.by.id,
            table_id=table_id,
            language="nl",
            key="papier-van-vijf",
            data=as_form({"text": "Het begint bij één mens."}),
        )["id"]

    def act_strike_paper(self) -> None:
        self.write(paper.strike, self.typed, self.by)

    def act_go_on_on_another_phone(self) -> None:
        self.write(handovers.offer_place, self.third.id, "K7M4PQ")
        self.write(handovers.take_place, self.cast.gathering, "K7M4PQ", "n" * 43)

    def act_undo_in_the_hall(self) -> None:
        for _ in range(4):
            self.write(undoing.undo_in_hall, self.cast.gathering, self.by, seen=None)

    def act_redo_in_the_hall(self) -> None:
        for _ in range(4):
            self.write(undoing.redo_in_hall, self.cast.gathering, self.by, seen=None)

    def act_begin_the_lotus(self) -> None:
        self.lotus = open_at(self.house, self.cast.gathering, "lotus")

    def act_write_a_note_for_oneself(self) -> None:
        self.note = contribute(self.house, self.second, self.lotus, {"text": "Iemand trekt de kar"})["id"]

    def act_share_the_lotus(self) -> None:
        self.write(pace.set_stage, self.cast.gathering, self.lotus, "shared", self.by)

    def act_lay_the_note(self) -> None:
        self.write(places.lay, self.note, self.second.id, name="C", over=None)

    def act_say_something_below_it(self) -> None:
        answer = {"text": "Een vaste trekker", "place": "C1"}
        self.below = contribute(self.house, self.second, self.lotus, answer)["id"]

    def act_lay_other_words_over_it(self) -> None:
        self.newcomer = join(self.house, self.cast.gathering, table=1)
        answer = {"text": "Iemand duwt", "place": "C", "over": self.note}
        self.over = contribute(self.house, self.newcomer, self.lotus, answer)["id"]

    def act_move_a_petal_of_somebody_else(self) -> None:
        self.write(places.lay, self.below, self.newcomer.id, name="C2", over=None)

    def act_take_a_petal_away(self) -> None:
        self.write(places.clear, self.over, self.second.id, version=1)

    def act_hide_and_show_a_petal(self) -> None:
        self.write(contributions.hide, self.below, self.by, reason="Er staat een naam in.")
        self.write(contributions.show, self.below, self.by)

    def act_take_a_note_to_another_table(self) -> None:
        self.write(participants.change, self.second.id, table_number=2, name="", language="nl")
        self.write(places.lay, self.note, self.second.id, name="H8", over=None)

    def act_let_tables_go_their_own_way(self) -> None:
        self.write(pace.set_pace, self.cast.gathering, True, self.by)

    def act_a_table_goes_on(self) -> None:
        with self.house.store.reading() as db:
            here = db.get_one(Participant, self.second.id).table_id
        by = Actor("participant", self.second.id)
        seen = (self.lotus, "shared")
        self.write(pace.move_table, here, self.step, by, seen=seen)

    def act_gather_the_tables(self) -> None:
        self.write(pace.gather, self.cast.gathering, self.by)

    def act_add_a_step(self) -> None:
        gathering = self.cast.gathering
        self.added = self.write(programme.add_step, gathering, "ideas", self.by, after=self.step)

    def act_copy_a_step(self) -> None:
        self.write(programme.copy_step, self.added, self.by)

    def act_move_a_step(self) -> None:
        self.write(programme.move_step, self.added, 1, self.by)

    def act_take_a_step_out(self) -> None:
        self.write(programme.remove_step, self.added, self.by)

    def act_close(self) -> None:
        self.write(workshops.close_workshop, self.cast.gathering, self.by)

    def act_reopen(self) -> None:
        self.write(workshops.open_workshop, self.cast.gathering, self.by)
