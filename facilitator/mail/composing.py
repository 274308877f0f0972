"""A letter becomes a message: plain text and HTML that say the same, and the headers that belong to it."""

from __future__ import annotations

import hmac
from dataclasses import dataclass
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, parseaddr
from functools import cache
from hashlib import sha256
from textwrap import wrap

from jinja2 import Environment, FileSystemLoader, Template, select_autoescape

from facilitator.mail import words
from facilitator.mail.words import Words
from facilitator.paths import TEMPLATES
from facilitator.settings import Settings
from sessions.focus.contents import Contents
from sessions.words import mark, say

WIDTH = 76


@dataclass(frozen=True)
class Letter:
    """Everything that both forms of a letter show. `unsubscribe` is empty where one cannot leave a list: a
    link that somebody asked for."""

    language: str
    title: str
    words: Words
    link: str
    by_hand: str
    small: tuple[str, ...]
    stop: str
    unsubscribe: str


def unsubscribe_token(installation: str, participant_id: int) -> str:
    """What the address to end all mail holds: 128 bits that say nothing of the personal link."""
    said = f"unsubscribe:{participant_id}".encode()
    return hmac.new(installation.encode(), said, sha256).hexdigest()[:32]


def personal_link(base: str, workshop_id: int, secret: str, *, question: int | None = None) -> str:
    """The secret stands after the #, which no browser sends and no server logs."""
    asked = f"?q={question}" if question is not None else ""
    return f"{base}/f/{workshop_id}/enter{asked}#{secret}"


def letter_of(contents: Contents, *, base: str, installation: str) -> Letter:
    """The letter in the language of the member. `base` is where people reach this installation."""
    spoken = contents.language
    question = contents.question[0] if contents.question else None
    link = personal_link(base, contents.workshop_id, contents.secret or "", question=question)
    small = [say(spoken, "In deze mail staat nooit wat iemand schreef.")]
    if contents.pseudonym:
        sentence = mark("Je schuilnaam is %(name)s.")
        small.insert(0, say(spoken, sentence, name=contents.pseudonym))
    token = unsubscribe_token(installation, contents.participant_id)
    stop = f"{base}/f/{contents.workshop_id}/unsubscribe?m={contents.participant_id}&t={token}"
    return Letter(
        language=spoken,
        title=contents.title,
        words=words.of(contents),
        link=link,
        by_hand=say(spoken, "Werkt de knop niet? Kopieer dan dit adres:"),
        small=tuple(small),
        stop=say(spoken, "Geen mail meer over dit gesprek"),
        unsubscribe="" if contents.kind == "lost_link" else stop,
    )


def as_html(letter: Letter) -> str:
    return _template().render(letter=letter)


@cache
def _template() -> Template:
    # Not the application's: a letter is written in a thread that knows no request.
    shelf = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=select_autoescape(),
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return shelf.get_template("mail/letter.html")


def as_text(letter: Letter) -> str:
    """Lines of at most 76 characters, addresses whole on a line of their own."""
    parts = [letter.title, *letter.words.lines]
    told = ["\n".join(wrap(part, WIDTH)) for part in parts]
    if letter.words.points:
        told.append(
            "\n".join("\n".join(wrap(f"- {p}", WIDTH, subsequent_indent="  ")) for p in letter.words.points)
        )
    told += [f"{letter.words.act}:\n{letter.link}", "-" * 24]
    told += ["\n".join(wrap(line, WIDTH)) for line in letter.small]
    if letter.unsubscribe:
        told.append(f"{letter.stop}:\n{letter.unsubscribe}")
    return "\n\n".join(told) + "\n"


def message(
    letter: Letter, address: str, *, settings: Settings, message_id: str, now: datetime
) -> EmailMessage:
    """The message to that address, from the sender of the settings. `now` is when it leaves."""
    made = EmailMessage(policy=SMTP)
    made["From"] = _mailbox(settings.smtp_from)
    made["To"] = _mailbox(address)
    if settings.smtp_reply_to:
        made["Reply-To"] = _mailbox(settings.smtp_reply_to)
    made["Subject"] = " ".join(letter.words.subject.split())
    made["Date"] = format_datetime(now)
    made["Message-ID"] = message_id
    # Holiday answers and the like stay away from a machine (RFC 3834).
    made["Auto-Submitted"] = "auto-generated"
    if letter.unsubscribe:
        made["List-Unsubscribe"] = f"<{letter.unsubscribe}>"
        made["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    made.set_content(as_text(letter), cte="quoted-printable")
    made.add_alternative(as_html(letter), subtype="html", cte="quoted-printable")
    # Last: what is said about the content before moves into its first part.
    made["Content-Language"] = letter.language
    return made


def _mailbox(text: str) -> Address:
    name, address = parseaddr(text)
    return Address(display_name=name, addr_spec=address)


def domain_of(settings: Settings) -> str:
    """The part after the @ of the sender."""
    return parseaddr(settings.smtp_from)[1].rpartition("@")[2] or "localhost"
