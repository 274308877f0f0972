"""One connection to the mail server, and what its answers mean for a letter.

The steps of SMTP are taken one by one, because what an answer means depends on the step: before the message
is handed over a failure is a failure; after it, silence is doubt.
"""

from __future__ import annotations

import smtplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from email.message import EmailMessage
from email.utils import parseaddr
from typing import Any

from facilitator.settings import Settings

TIMEOUT_SECONDS = 30.0
ANSWER_SECONDS = 120.0
"""A server may look through a message for a while before it says that it took it."""
SENT, LATER, BOUNCED, REFUSED, DOUBT = "sent", "later", "bounced", "refused", "doubt"


class Unreachable(Exception):
    """No letter was handed over: the server does not answer, does not let us in, or ended the connection."""


@dataclass(frozen=True)
class Outcome:
    """`what` is sent, later (a passing failure), bounced (the address), refused (the letter) or doubt."""

    what: str
    problem: str = ""


class Server:
    """An open connection. Every method but `hand_over` raises Unreachable."""

    def __init__(self, settings: Settings, *, timeout: float = TIMEOUT_SECONDS) -> None:
        self._sender = parseaddr(settings.smtp_from)[1]
        self._smtp = _opened(settings, timeout)

    def hand_over(self, message: EmailMessage, address: str) -> Outcome:
        """What became of it. Raises: Unreachable when the connection broke before the message went out."""
        try:
            outcome = self._envelope(address)
            if outcome is not None:
                self._begin_anew()
                return outcome
            code, said = self._smtp.docmd("DATA")
        except (OSError, smtplib.SMTPException) as problem:
            raise Unreachable(told(problem)) from problem
        if code != 354:
            # The server still holds the envelope of this one and would refuse the next as nested.
            self._begin_anew()
            return _refusal(code, said, permanent=REFUSED)
        return self._body(message)

    def _begin_anew(self) -> None:
        """Ready for the next letter; a server that hung up is left."""
        try:
            self._smtp.rset()
        except (OSError, smtplib.SMTPException):
            self.close()

    def _envelope(self, address: str) -> Outcome | None:
        """None when the server takes a message from us for that address."""
        self._smtp.ehlo_or_helo_if_needed()
        code, said = self._smtp.mail(self._sender)
        if code >= 300:
            return _refusal(code, said, permanent=REFUSED)
        code, said = self._smtp.rcpt(address)
        if code >= 300:
            return _refusal(code, said, permanent=BOUNCED)
        return None

    def _body(self, message: EmailMessage) -> Outcome:
        """From here on the server may have it, whatever we hear."""
        content = message.as_bytes()
        # A line that begins with a dot gets another one (RFC 5321, 4.5.2).
        stuffed = content.replace(b"\r\n.", b"\r\n..")
        if stuffed.startswith(b"."):
            stuffed = b"." + stuffed
        ends = b".\r\n" if stuffed.endswith(b"\r\n") else b"\r\n.\r\n"
        try:
            if self._smtp.sock is not None:
                self._smtp.sock.settimeout(ANSWER_SECONDS)
            self._smtp.send(stuffed + ends)
            code, said = self._smtp.getreply()
        except (OSError, smtplib.SMTPException) as problem:
            self.close()
            return Outcome(DOUBT, told(problem))
        if code < 300:
            return Outcome(SENT)
        return _refusal(code, said, permanent=REFUSED)

    def is_open(self) -> bool:
        return self._smtp.sock is not None

    def close(self) -> None:
        with suppress(OSError, smtplib.SMTPException):
            if self._smtp.sock is not None:
                self._smtp.sock.settimeout(2.0)
            self._smtp.quit()
        self._smtp.close()


@contextmanager
def connection(settings: Settings, *, timeout: float = TIMEOUT_SECONDS) -> Iterator[Server]:
    """A connection for as long as it is needed. Raises: Unreachable."""
    server = Server(settings, timeout=timeout)
    try:
        yield server
    finally:
        server.close()


def _opened(settings: Settings, timeout: float) -> smtplib.SMTP:
    # Without a name of its own smtplib asks DNS for one, which takes seconds where there is no DNS.
    given: dict[str, Any] = {"timeout": timeout, "local_hostname": "localhost"}
    trusted = ssl.create_default_context()
    try:
        if settings.smtp_security == "tls":
            smtp: smtplib.SMTP = smtplib.SMTP_SSL(
                settings.smtp_host, settings.smtp_port, context=trusted, **given
            )
        else:
            smtp = smtplib.SMTP(settings.smtp_host, settings.smtp_port, **given)
    except (OSError, smtplib.SMTPException) as problem:
        raise Unreachable(told(problem)) from problem
    try:
        if settings.smtp_security == "starttls":
            smtp.starttls(context=trusted)
        if settings.smtp_user:
            smtp.login(settings.smtp_user, settings.smtp_password)
    except (OSError, smtplib.SMTPException) as problem:
        smtp.close()
        raise Unreachable(told(problem)) from problem
    return smtp


def _refusal(code: int, said: bytes, *, permanent: str) -> Outcome:
    problem = f"{code} {said.decode('utf-8', 'replace')}".strip()
    return Outcome(permanent if code >= 500 else LATER, " ".join(problem.split()))


def told(problem: BaseException) -> str:
    """What went wrong, in one line, without what we sent."""
    if isinstance(problem, smtplib.SMTPResponseException):
        said = problem.smtp_error
        words = said.decode("utf-8", "replace") if isinstance(said, bytes) else str(said)
        return " ".join(f"{problem.smtp_code} {words}".split())
    if isinstance(problem, TimeoutError):
        return "no answer in time"
    if isinstance(problem, OSError) and problem.strerror:
        return problem.strerror
    return " ".join(str(problem).split()) or type(problem).__name__
