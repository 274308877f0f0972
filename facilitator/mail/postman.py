"""Hands over what is due, one letter after the other, each at most once.

Everything here runs in a native thread: SMTP waits, and neither the loop of the hall nor the writer may wait
with it. The writer hears of a letter before it leaves (*sending*) and after; what happens between those two
moments when the machine stops is doubt, and doubt is never sent again by itself.
"""

from __future__ import annotations

import logging
import secrets
from collections.abc import Callable, Sequence
from datetime import datetime
from email.message import EmailMessage

from sqlalchemy.orm import Session

from facilitator import links
from facilitator.house import House
from facilitator.mail import composing, sending
from facilitator.mail.sending import BOUNCED, DOUBT, LATER, SENT, Outcome, Server, Unreachable
from sessions.focus import contents, letters
from sessions.focus.asked import person
from sessions.models import Letter

log = logging.getLogger(__name__)


class Postman:
    """`stopping` says whether to leave the rest for later."""

    def __init__(self, house: House, *, stopping: Callable[[], bool] = lambda: False) -> None:
        self._house = house
        self._stopping = stopping

    def round(self) -> int:
        """Every letter that is due was tried; returns how many were sent. Never raises for a mail server."""
        house = self._house
        if not house.settings.has_mail:
            return 0
        moment = house.now()
        with house.store.reading() as db:
            waiting = letters.due(db, moment)
        sent = 0
        while waiting and not self._stopping():
            try:
                with sending.connection(house.settings) as server:
                    done, delivered = self._along(server, waiting, moment)
            except Unreachable as problem:
                log.warning("the mail server was not reached: %s", problem)
                self._put_all_off(waiting, str(problem), moment)
                return sent
            waiting, sent = waiting[done:], sent + delivered
        return sent

    def _along(self, server: Server, waiting: Sequence[int], moment: datetime) -> tuple[int, int]:
        """As far as this connection goes: how many letters were dealt with, how many were sent."""
        sent = 0
        for number, letter_id in enumerate(waiting):
            if self._stopping() or not server.is_open():
                return number, sent
            sent += self._one(server, letter_id, moment)
        return len(waiting), sent

    def _one(self, server: Server, letter_id: int, moment: datetime) -> int:
        """1 when that letter was sent."""
        write = self._house.writer.write
        own = f"<{secrets.token_hex(16)}@{composing.domain_of(self._house.settings)}>"
        if not write(lambda db: letters.take(db, letter_id, message_id=own, now=moment)):
            return 0
        outcome = self._handed_over(server, letter_id, moment)
        after = self._house.now()
        write(lambda db: _note(db, letter_id, outcome, after))
        if outcome.what != SENT:
            log.warning("letter %d: %s (%s)", letter_id, outcome.what, outcome.problem)
        return int(outcome.what == SENT)

    def _handed_over(self, server: Server, letter_id: int, moment: datetime) -> Outcome:
        """What became of a letter that was taken. Whatever fails before the message leaves is tried again."""
        try:
            message, address = self._composed(letter_id, moment)
        except Exception:
            log.exception("letter %d could not be written", letter_id)
            return Outcome(LATER, "the letter could not be written")
        try:
            return server.hand_over(message, address)
        except Unreachable as problem:
            server.close()
            return Outcome(LATER, str(problem))

    def _composed(self, letter_id: int, moment: datetime) -> tuple[EmailMessage, str]:
        house = self._house
        with house.store.reading() as db:
            letter = db.get_one(Letter, letter_id)
            said = contents.read(
                db,
                person(db, letter.participant_id),
                letter.kind,
                letter.about,
                installation=house.secret_key,
                now=moment,
            )
            message_id = letter.message_id
        made = composing.letter_of(
            said, base=links.base_address(house.settings), installation=house.secret_key
        )
        whole = composing.message(
            made, said.address, settings=house.settings, message_id=message_id, now=moment
        )
        return whole, said.address

    def _put_all_off(self, waiting: Sequence[int], problem: str, moment: datetime) -> None:
        def put_off(db: Session) -> None:
            for letter_id in waiting:
                letters.put_off(db, letter_id, problem, now=moment, untouched=True)

        self._house.writer.write(put_off)


def _note(db: Session, letter_id: int, outcome: Outcome, moment: datetime) -> None:
    if outcome.what == SENT:
        letters.sent(db, letter_id, now=moment)
    elif outcome.what == LATER:
        letters.put_off(db, letter_id, outcome.problem, now=moment)
    elif outcome.what == BOUNCED:
        letters.bounced(db, letter_id, outcome.problem)
    elif outcome.what == DOUBT:
        letters.doubt(db, letter_id, outcome.problem)
    else:
        letters.refused(db, letter_id, outcome.problem)
