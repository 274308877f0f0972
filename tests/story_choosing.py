"""Acts of choosing, for the story of every act (`test_snapshots_and_patches.py`): orders, piles, cuts."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from sessions import contributions, undoing, workshops
from sessions.analysis import key_groups, themes
from sessions.hall import (
    meant,
    piles,
    programme,
    ratings,
)
from sessions.models import Contribution, Passage, Run
from sessions.proposing import cuts, known_themes, proposals, runs


class ChoosingActs:
    cast: Any
    house: Any
    why: Any
    needs: Any
    first: Any
    third: Any
    by: Any
    write: Any

    def act_open_the_ranking(self) -> None:
        ids = self.cast.passages("preconditions")
        self.needed = [
            self.write(themes.make, self.needs, self.by, title=title, passage_ids=ids[place : place + 1])
            for place, title in enumerate(("Middelen", "Beleid", "Tijd"))
        ]
        self.ranking = self.cast.step("ranking")
        with self.house.store.reading() as db:
            present = workshops.present_step(db, self.cast.gathering)
        seen = present.id if present else None
        self.write(workshops.go_to_step, self.cast.gathering, self.ranking, self.by, seen=seen)

    def act_put_in_order(self) -> None:
        for phone, order in ((self.first, self.needed), (self.third, self.needed[::-1])):
            self.write(ratings.give, self.ranking, phone.id, order)

    def act_put_in_order_again(self) -> None:
        order = [self.needed[1], self.needed[0], self.needed[2]]
        self.write(ratings.give, self.ranking, self.first.id, order)

    def act_dissolve_what_was_rated(self) -> None:
        self.write(themes.dissolve, self.needed[0], self.by)

    def act_take_back_what_was_rated(self) -> None:
        for _ in range(3):
            self.write(undoing.undo, self.needs, self.by)

    def act_open_the_sorting(self) -> None:
        self.sorting = self.write(programme.add_step, self.cast.gathering, "sorting", self.by, after=None)
        self.write(workshops.go_to_step, self.cast.gathering, self.sorting, self.by, seen=self.ranking)

    def act_sort(self) -> None:
        """The first makes two piles and moves one statement, the third makes one."""
        self.statements = self.cast.passages("why")
        for statement, pile, seen in ((0, "a", ""), (1, "a", ""), (2, "b", ""), (1, "b", "a")):
            self.sort(self.first, statement, pile, seen)
        self.sort(self.third, 0, "c", "")

    def sort(self, phone: Any, statement: int, pile: str, seen: str) -> None:
        self.write(piles.put, self.sorting, phone.id, self.statements[statement], pile=pile, seen=seen)

    def act_name_a_pile(self) -> None:
        self.write(piles.name, self.sorting, self.first.id, pile="b", name="Dichtbij")

    def act_take_back_a_statement(self) -> None:
        self.write(piles.take_back, self.sorting, self.first.id, self.statements[1], seen="b")

    def act_merge_piles(self) -> None:
        self.write(piles.merge, self.sorting, self.first.id, pile="a", into="b")

    def act_hide_a_statement(self) -> None:
        with self.house.store.reading() as db:
            said = db.get_one(Contribution, db.get_one(Passage, self.statements[0]).contribution_id)
        self.hidden = said.parent_id or said.id
        self.write(contributions.hide, self.hidden, self.by, reason="Een naam")

    def act_show_it_again(self) -> None:
        self.write(contributions.show, self.hidden, self.by)

    def act_say_what_was_meant(self) -> None:
        """Whoever wrote it confirms it, then says no after all."""
        with self.house.store.reading() as db:
            said = select(Passage.id, Contribution.participant_id).join(Contribution)
            own = said.where(Contribution.participant_id.is_not(None), Contribution.state == "shown")
            passage, author = db.execute(own.where(Contribution.kind == "reason")).first()
        theme = self.write(themes.make, self.why, self.by, title="Zo bedoeld?", passage_ids=[passage])
        self.write(meant.say, author, passage, theme, answer="yes")
        self.write(meant.say, author, passage, theme, answer="no", why="Het ging over tijd.")

    def act_order_the_groups(self) -> None:
        groups = [
            self.write(key_groups.make, self.why, self.by, title=title) for title in ("Eerst", "Laatst")
        ]
        self.write(key_groups.move, groups[1], self.by, direction="up")

    def act_know_themes_beforehand(self) -> None:
        self.write(known_themes.set_lines, self.why, self.by, [("Nabijheid", "Wie dichtbij woont")])

    def act_make_another_proposal_to_choose(self) -> None:
        loose = self.cast.passages("why")
        joins = [[0, 1]] if len(loose) > 1 else []
        grown = {"format": 1, "home": list(range(len(loose))), "leaves": len(loose), "merges": joins}
        tree = {"passages": loose, "tree": {**grown, "keys": [], "claimed": []}}
        groups = [runs.Proposed("alles", [(each, 0.5) for each in loose])]
        for _ in range(2):
            self.offered = self.write(runs.start_run, self.why, user_id=self.by.id)
            outcome = runs.Outcome("by hand", {}, tree=tree, twins=[(*loose[:2], 0.9)], offer=True)
            self.write(runs.finish_run, self.offered, groups, outcome)

    def act_take_the_proposal(self) -> None:
        with self.house.store.reading() as db:
            states = [db.get_one(Run, self.offered).state, proposals.on_the_table(db, self.why) != []]
        assert states == ["offered", True]
        self.write(cuts.take, self.offered, self.by)

    def act_cut_it_finer(self) -> None:
        loose = self.cast.passages("why")
        groups = [runs.Proposed(str(each), [(each, 0.5)]) for each in loose]
        self.cut = self.write(cuts.recut, self.offered, len(loose), groups, self.by, at=len(loose))

    def act_take_the_cut_back(self) -> None:
        self.write(undoing.undo, self.why, self.by)

    def act_leave_a_proposal_aside(self) -> None:
        self.write(undoing.undo, self.why, self.by)
        self.write(cuts.leave, self.offered, self.by)
