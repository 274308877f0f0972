"""Acts on the lexicon, for the story of every act (`test_snapshots_and_patches.py`)."""

from __future__ import annotations

from typing import Any

from builders import make_workshop

from sessions.journal import Actor
from sessions.lexicon import carrying, marks, meanings, terms


class LexiconActs:
    """Two people find a word delicate; a moderator makes a term of it, and another hall hears of it."""

    cast: Any
    write: Any
    top: int

    def act_mark_a_word(self) -> None:
        self.marked = [
            self.write(
                marks.mark,
                self.top,
                Actor("participant", phone.id),
                version=1,
                starts_at=0,
                ends_at=8,
                why="Te klein",
            )
            for phone in self.cast.phones[:2]
        ]

    def act_take_a_mark_back(self) -> None:
        self.write(marks.withdraw, self.marked[1], Actor("participant", self.cast.phones[1].id))

    def act_make_a_term_of_it(self) -> None:
        by, gathering = self.cast.moderator, self.cast.gathering
        self.term = self.write(terms.make, gathering, by, text="taalcafé", mark_ids=self.marked)
        self.write(terms.avoid, self.term, by, text="taalklas", reason="Het is geen les")

    def act_say_what_it_means(self) -> None:
        mine = Actor("participant", self.cast.phones[0].id)
        meaning = self.write(meanings.write, self.term, mine, text="Oefenen zonder les")
        self.write(meanings.agree, meaning, self.cast.phones[2].id, agreed=True)
        self.write(meanings.write, self.term, self.cast.moderator, text="Praten bij koffie")

    def act_carry_the_lexicon_from_another_workshop(self) -> None:
        by = self.cast.moderator
        other = make_workshop(self.cast.house, self.cast.facilitator, "Een eerdere focusgroep")
        self.write(terms.make, other, by, text="allochtoon")
        self.write(carrying.carry, other, self.cast.gathering, by)
