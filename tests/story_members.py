"""Acts on the members of focus groups, for the story of every act (`test_snapshots_and_patches.py`)."""

from __future__ import annotations

from random import SystemRandom
from typing import Any

from focus_builders import Focus, make_focus

from sessions.focus import asked, coming, consent, letters, members, post
from sessions.focus.invitees import Invitee


class MemberActs:
    """Beside the hall there are focus groups: somebody is invited, comes, is written to, leaves."""

    cast: Any
    house: Any
    write: Any

    def act_invite_to_a_focus_group(self) -> None:
        self.focus: Focus = make_focus(self.house, self.cast.facilitator, members=0)
        lines = [Invitee(email="an@lotus.example"), Invitee(email="bo@lotus.example", line=2)]
        key = self.house.secret_key
        self.one, self.two = self.focus.write(
            members.invite,
            self.focus.workshop_id,
            self.cast.moderator,
            lines,
            installation=key,
            random=SystemRandom(),
        )

    def act_change_a_member(self) -> None:
        given = Invitee(email="an@lotus.example", segment="ouder")
        self.write(members.change, self.one, self.cast.moderator, given, random=SystemRandom())

    def act_renew_a_link(self) -> None:
        key = self.house.secret_key
        self.write(members.renew_link, self.one, self.cast.moderator, installation=key, random=SystemRandom())

    def act_word_consent_anew(self) -> None:
        texts = {"quoting": "Een zin van mij mag in het verslag."}
        self.write(consent.write, self.focus.workshop_id, self.cast.moderator, texts)

    def act_agree(self) -> None:
        self.write(consent.answer, self.one, {"taking_part": True, "quoting": True, "mail": True})

    def act_send_an_invitation_again(self) -> None:
        with self.house.store.reading() as db:
            two = asked.person(db, self.two)
        self.write(post.invite, self.focus.workshop_id, self.cast.moderator, [two])

    def act_send_no_letter(self) -> None:
        with self.house.store.reading() as db:
            (letter_id,) = letters.due(db, self.house.now())
        self.write(letters.cancel, self.focus.workshop_id, letter_id, self.cast.moderator)

    def act_leave(self) -> None:
        self.write(coming.leave, self.one)

    def act_remove_a_member(self) -> None:
        self.write(members.remove, self.two, self.cast.moderator, random=SystemRandom())
