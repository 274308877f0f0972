"""The part of the story of all acts that plays at the workbench, beside placing."""

from __future__ import annotations

from typing import Any

from sessions import contributions, undoing
from sessions.analysis import (
    analyses,
    apart,
    aside,
    dissent,
    freezing,
    notes,
    passages,
    several,
    themes,
    twins,
)
from sessions.models import Contribution, Passage


class WorkbenchActs:
    """After all other acts: the third participant and the facilitator are still there."""

    cast: Any
    house: Any
    why: int
    by: Any
    third: Any
    write: Any

    def act_split_what_says_two_things(self) -> None:
        with self.house.store.reading() as db:
            said = analyses.passages_of(db, analyses.in_workshop(db, self.cast.gathering, self.why))
            whole, at = next(
                (row.id, version.text.index(" ")) for row, _, version in said if " " in version.text
            )
        self.pieces = self.write(passages.split, self.why, whole, self.by, at=[at])

    def act_take_a_part_on_its_own(self) -> None:
        self.write(passages.part, self.why, self.pieces[0], self.by, starts_at=0, ends_at=1)

    def act_link_what_says_the_same(self) -> None:
        ids = [*self.pieces, self.cast.passages("why")[0]]
        self.write(twins.link, self.why, self.by, passage_ids=ids)

    def act_move_what_is_linked(self) -> None:
        self.write(themes.make, self.why, self.by, title="Samen", passage_ids=self.pieces[:1])

    def act_unlink(self) -> None:
        self.write(twins.part, self.why, self.by, passage_ids=self.pieces[:1])

    def act_keep_apart(self) -> None:
        self.write(apart.say, self.why, self.by, passage_ids=self.pieces)

    def act_let_together_again(self) -> None:
        self.write(apart.unsay, self.why, self.by, passage_ids=self.pieces)

    def act_set_passages_aside(self) -> None:
        reason = "Gaat over iets anders"
        self.write(aside.set_, self.why, self.by, passage_ids=self.pieces[:1], reason=reason)

    def act_use_again(self) -> None:
        self.write(aside.unset, self.why, self.by, passage_ids=self.pieces[:1])

    def act_allow_several_themes(self) -> None:
        self.write(several.allow, self.why, self.by, several=True)
        theme = self.write(themes.make, self.why, self.by, title="Ook hier")
        self.write(several.also, self.why, self.by, passage_ids=self.pieces, theme_id=theme)
        self.write(themes.change, theme, self.by, example_id=self.pieces[0])
        self.also = theme

    def act_note(self) -> None:
        self.write(notes.write, self.why, self.by, text="Navragen", theme_id=self.also)
        self.write(notes.write, self.why, self.by, text="Twee keer", passage_id=self.pieces[0])

    def act_object(self) -> None:
        gathering = self.cast.gathering
        raised = [
            self.write(dissent.raise_, gathering, about="name", text=text, theme_id=self.also, **who)
            for text, who in (
                ("Te vaag", {"user_id": self.by.id}),
                ("Te klein", {"participant_id": self.third.id}),
            )
        ]
        self.write(dissent.withdraw, raised[0], self.by)

    def act_merge_what_was_objected_to(self) -> None:
        into = self.write(themes.make, self.why, self.by, title="Alles samen")
        self.write(themes.merge, into, self.also, self.by)

    def act_freeze_the_wall(self) -> None:
        self.write(freezing.freeze, self.why, self.by)

    def act_decide_behind_the_frozen_wall(self) -> None:
        self.write(themes.make, self.why, self.by, title="Nog niet op de wand")

    def act_hide_what_is_frozen(self) -> None:
        with self.house.store.reading() as db:
            said = db.get_one(Contribution, db.get_one(Passage, self.pieces[0]).contribution_id)
        self.write(contributions.hide, said.parent_id or said.id, self.by, reason="Een naam")
        self.write(contributions.show, said.parent_id or said.id, self.by)

    def act_let_the_wall_follow(self) -> None:
        self.write(freezing.follow, self.why, self.by)

    def act_take_all_that_back(self) -> None:
        for _ in range(11):
            self.write(undoing.undo, self.why, self.by)

    def act_join_the_parts(self) -> None:
        for _ in range(11):
            self.write(undoing.redo, self.why, self.by)
        self.write(passages.join, self.why, self.pieces[1], self.by)
