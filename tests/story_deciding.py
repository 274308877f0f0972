"""Acts of people on what a machine proposed, for the story of every act (`test_snapshots_and_patches.py`)."""

from __future__ import annotations

from typing import Any

from builders import propose

from sessions import contributions, undoing
from sessions.analysis import key_groups, themes
from sessions.proposing import proposals, runs


class DecidingActs:
    cast: Any
    house: Any
    why: Any
    first: Any
    second: Any
    by: Any
    write: Any
    top: Any

    def act_run_under_way(self) -> None:
        run_id = self.write(runs.start_run, self.why, user_id=self.by.id)
        self.write(runs.note_progress, run_id, 0.4, "woorden vergelijken")
        self.write(runs.end_run, run_id, "cancelled", "", actor=self.by)

    def act_propose(self) -> None:
        passages = self.cast.passages()
        propose(self.house, self.why, [("naam, groep", passages[:2]), ("kar, trekker", passages[2:])])

    def act_adopt(self) -> None:
        with self.house.store.reading() as db:
            cluster = proposals.on_the_table(db, self.why)[0].id
        self.theme = self.write(proposals.adopt, cluster, self.by, title="Ontmoeten")

    def act_set_aside(self) -> None:
        with self.house.store.reading() as db:
            cluster = proposals.on_the_table(db, self.why)[0].id
        self.write(proposals.set_aside, cluster, self.by)

    def act_make_a_theme(self) -> None:
        self.new = self.write(
            themes.make, self.why, self.by, title="Trekkers", passage_ids=self.cast.passages()[2:]
        )

    def act_describe(self) -> None:
        self.write(themes.change, self.new, self.by, description="Wie duwt en trekt", level="goal")

    def act_group(self) -> None:
        self.group = self.write(key_groups.make, self.why, self.by, title="Mensen")
        self.write(themes.change, self.theme, self.by, key_group_id=self.group)

    def act_rename_group(self) -> None:
        self.write(key_groups.change, self.group, self.by, title="Mensen samen")

    def act_warm_what_was_placed(self) -> None:
        self.write(contributions.give_heart, self.top, self.second.id, given=True)

    def act_move(self) -> None:
        passages = self.cast.passages()[:1]
        self.write(themes.move, self.why, self.by, passage_ids=passages, theme_id=self.new)

    def act_split(self) -> None:
        passages = self.cast.passages()[:1]
        self.part = self.write(themes.split, self.new, self.by, passage_ids=passages, title="Namen")

    def act_rank(self) -> None:
        self.write(themes.rank, self.why, self.by, theme_ids=[self.new, self.theme])

    def act_merge(self) -> None:
        self.write(themes.merge, self.theme, self.part, self.by)

    def act_withdraw_something_placed(self) -> None:
        self.write(contributions.withdraw, self.top, self.first.id)

    def act_dissolve(self) -> None:
        self.write(themes.dissolve, self.theme, self.by)

    def act_undo(self) -> None:
        self.write(undoing.undo, self.why, self.by)

    def act_undo_again(self) -> None:
        self.write(undoing.undo, self.why, self.by)

    def act_redo(self) -> None:
        self.write(undoing.redo, self.why, self.by)

    def act_dissolve_group(self) -> None:
        self.write(key_groups.change, self.group, self.by, dissolved=True)
