"""Acts of moderators of focus groups, for the story of every act (`test_snapshots_and_patches.py`)."""

from __future__ import annotations

from typing import Any

from focus_acts import answer
from focus_builders import Focus, make_focus

from sessions.focus import back_room, closing, probes


class ModeratingActs:
    """A moderator asks further, keeps a probe at hand, notes something, closes and extends."""

    cast: Any
    house: Any
    write: Any

    def act_answer_in_a_focus_group(self) -> None:
        self.followed: Focus = make_focus(self.house, self.cast.facilitator, members=1)
        self.heard = answer(self.followed, self.followed.members[0], "Wie ben je?", "Ik bak brood")

    def act_ask_further(self) -> None:
        self.further = self.write(
            probes.ask,
            self.followed.workshop_id,
            self.cast.moderator,
            exercise_id=self.followed.questions["Wie ben je?"],
            group_id=self.followed.groups[0],
            text="Voor wie bak je?",
            contribution_id=self.heard,
        )

    def act_withdraw_a_probe(self) -> None:
        self.write(probes.withdraw, self.followed.workshop_id, self.further, self.cast.moderator)

    def act_keep_a_probe_at_hand(self) -> None:
        where, by = self.followed.workshop_id, self.cast.moderator
        kept = self.write(probes.keep, where, by, "En thuis?")
        self.write(probes.drop, where, kept, by)

    def act_note_in_the_back_room(self) -> None:
        where, by, group = self.followed.workshop_id, self.cast.moderator, self.followed.groups[0]
        note = self.write(back_room.write, where, by, "Hier zit meer in", group_id=group)
        self.write(back_room.remove, where, note, by)

    def act_close_and_extend_a_round(self) -> None:
        where, by, day = self.followed.workshop_id, self.cast.moderator, self.followed.rounds[0]
        self.write(closing.set_round_closed, where, day, by, closed=True)
        self.write(closing.extend_round, where, day, by, until="2026-11-29T20:00")
        question = self.followed.questions["Welkom"]
        self.write(closing.set_question_closed, where, question, by, closed=True)
        self.write(closing.set_group_closed, where, self.followed.groups[1], by, closed=True)
