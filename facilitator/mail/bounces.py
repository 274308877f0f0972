"""Reading a notice that a letter could not be delivered (RFC 3464, *delivery status notification*).

Only a notice that names one of our letters by its Message-ID, which nobody can guess, marks that letter.
Where a server leaves the headers of the letter out, the address that failed says which: the newest letter
that was sent there.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from email import message_from_bytes
from email.message import EmailMessage, Message
from email.policy import default
from email.utils import parseaddr

from sqlalchemy import select
from sqlalchemy.orm import Session

from sessions.errors import Invalid, Missing
from sessions.focus import letters
from sessions.models import Letter, Member
from sessions.text import as_address


@dataclass(frozen=True)
class Notice:
    """What failed for good: our Message-ID where it is told, the address, and why."""

    message_id: str
    address: str
    problem: str


def read(content: bytes) -> list[Notice]:
    """The failures that this message tells of; a notice of mere delay tells of none.

    Raises: Invalid when it is no delivery status notification.
    """
    message = message_from_bytes(content, policy=default)
    if message.get_content_type() != "multipart/report":
        raise Invalid({"message": ["This is no notice of delivery: it is not multipart/report."]})
    parts = list(message.walk())
    status = next((part for part in parts if part.get_content_type() == "message/delivery-status"), None)
    if status is None:
        raise Invalid({"message": ["This is no notice of delivery: it holds no delivery status."]})
    message_id = _message_id(message, parts)
    return [
        Notice(message_id, _address(block), _problem(block))
        for block in _blocks(status)
        if str(block.get("Action", "")).strip().lower() == "failed"
    ]


def note(db: Session, notice: Notice) -> int:
    """That letter is bounced and the member's address has a problem; returns the letter's id.

    Raises: Missing when it was none of ours.
    """
    letter = db.scalar(select(Letter).where(Letter.message_id == notice.message_id, Letter.message_id != ""))
    if letter is None and not notice.message_id and notice.address:
        letter = db.scalar(
            select(Letter)
            .join(Member, Member.participant_id == Letter.participant_id)
            .where(Member.email == notice.address, Letter.state.in_(("sent", "uncertain")))
            .order_by(Letter.sent_at.desc(), Letter.id.desc())
            .limit(1)
        )
    if letter is None:
        raise Missing("there is no letter that this notice is about")
    letters.bounced(db, letter.id, notice.problem)
    return letter.id


def _blocks(status: Message) -> Iterator[Message]:
    """The groups of fields per address; the first group is about the message as a whole."""
    payload = status.get_payload()
    if isinstance(payload, list):
        yield from (block for block in payload if isinstance(block, Message) and "Final-Recipient" in block)


def _message_id(message: EmailMessage, parts: list[Message]) -> str:
    """Of the letter that came back: its headers are a part of the notice."""
    for part in parts:
        kind = part.get_content_type()
        if kind == "message/rfc822" and isinstance(part.get_payload(), list):
            return str(next(iter(part.iter_parts())).get("Message-ID", "")).strip()
        if kind == "text/rfc822-headers":
            content = part.get_payload(decode=True)
            headers = message_from_bytes(content if isinstance(content, bytes) else b"", policy=default)
            return str(headers.get("Message-ID", "")).strip()
    return str(message.get("In-Reply-To", "")).strip()


def _address(block: Message) -> str:
    """`rfc822; an@lotus.example` without what it begins with."""
    told = str(block.get("Original-Recipient") or block.get("Final-Recipient") or "")
    return as_address(parseaddr(told.partition(";")[2])[1]) or ""


def _problem(block: Message) -> str:
    status, said = str(block.get("Status", "")).strip(), str(block.get("Diagnostic-Code", ""))
    return " ".join(f"{status} {said.partition(';')[2] or said}".split()) or "bounced"
