"""Acts on a guide and its groups, for the story of every act (`test_snapshots_and_patches.py`)."""

from __future__ import annotations

from typing import Any

from focus_builders import Focus, make_focus

from sessions.focus import dividing, groups, questions, rounds, stimuli
from sessions.focus.shape import GuideQuestion, GuideRound, GuideStimulus


class GuideActs:
    """A moderator writes a round with a question, makes a group and puts somebody in it."""

    cast: Any
    house: Any
    write: Any

    def act_write_a_guide(self) -> None:
        self.guided: Focus = make_focus(self.house, self.cast.facilitator, members=1)
        where, by = self.guided.workshop_id, self.cast.moderator
        day = GuideRound("Nadien", "2026-11-24T09:00", "2026-11-25T20:00")
        self.round = self.write(rounds.add_round, where, by, day)
        self.asked = self.write(questions.add_question, where, self.round, by, GuideQuestion("Wat nu?"))

    def act_word_a_question_anew(self) -> None:
        where, by = self.guided.workshop_id, self.cast.moderator
        self.write(questions.change_question, where, self.asked, by, GuideQuestion("Wat bleef je bij?"))
        self.write(stimuli.add, where, self.asked, by, GuideStimulus("text", "Denk aan gisteren."))

    def act_take_the_round_out(self) -> None:
        self.write(rounds.remove_round, self.guided.workshop_id, self.round, self.cast.moderator)

    def act_make_a_group(self) -> None:
        where, by = self.guided.workshop_id, self.cast.moderator
        self.group = self.write(groups.add, where, by, name="Ouders")
        self.write(groups.set_moderators, where, self.group, by, [by.id])

    def act_put_somebody_in_a_group(self) -> None:
        where, by = self.guided.workshop_id, self.cast.moderator
        self.write(dividing.apply, where, by, {self.guided.members[0].id: self.group})
