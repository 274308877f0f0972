"""A real mail server on this machine: keeps what it gets, refuses, hesitates or hangs up when told."""

from __future__ import annotations

import asyncio
import socket
import threading
from collections import Counter
from collections.abc import Coroutine, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from dataclasses import replace as changed
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, syntax

from facilitator.house import House
from facilitator.settings import Settings

SENDER = "Samen <samen@lotus.example>"
BASE = "https://lotus.example"
# How long a machine that has a lot to do may take to give the server's thread its turn.
READY_SECONDS = 120.0


@dataclass
class MailServer:
    """`got` is every message that was taken, with the address it went to. `says` maps an address to what is
    answered to it instead, once per line; `before_data` is answered to the word DATA, `at_data` to messages;
    `waits` delays the last answer in seconds; `arrived` is set when a whole message was read, before it is
    answered."""

    port: int = 0
    got: list[tuple[str, EmailMessage]] = field(default_factory=list)
    says: dict[str, list[str]] = field(default_factory=dict)
    before_data: list[str] = field(default_factory=list)
    at_data: list[str] = field(default_factory=list)
    waits: float = 0.0
    hangs_up: bool = False
    arrived: threading.Event = field(default_factory=threading.Event)

    async def handle_RCPT(
        self, _server: Any, _session: Any, envelope: Any, address: str, _options: Any
    ) -> str:
        waiting = self.says.get(address)
        if waiting:
            return waiting.pop(0)
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, _session: Any, envelope: Any) -> str:
        if self.at_data:
            return self.at_data.pop(0)
        read = message_from_bytes(envelope.content, policy=default)
        self.got += [(address, read) for address in envelope.rcpt_tos]
        self.arrived.set()
        if self.hangs_up:
            server.transport.abort()
        if self.waits:
            await asyncio.sleep(self.waits)
        return "250 taken"

    def to(self, address: str) -> list[EmailMessage]:
        return [message for to, message in self.got if to == address]

    def twice(self) -> list[tuple[str, str]]:
        """Address and subject of what somebody got more than once."""
        counts = Counter((to, str(message["Subject"])) for to, message in self.got)
        return [what for what, count in counts.items() if count > 1]


class Protocol(SMTP):
    """As aiosmtpd speaks it, and a word of its own where `before_data` has one."""

    @syntax("DATA")
    async def smtp_DATA(self, arg: str) -> None:
        if waiting := self.event_handler.before_data:
            await self.push(waiting.pop(0))
        else:
            await super().smtp_DATA(arg)


class Listening(Controller):
    """On a socket that listens already: nobody can take its port, and who knocks before the loop turns waits
    in the queue of the kernel."""

    def __init__(self, handler: MailServer, listener: socket.socket, **options: Any) -> None:
        host, port = listener.getsockname()
        super().__init__(handler, hostname=host, port=port, ready_timeout=READY_SECONDS, **options)
        self._listener = listener

    def factory(self) -> SMTP:
        return Protocol(self.handler, **self.SMTP_kwargs)

    def _create_server(self) -> Coroutine[Any, Any, asyncio.Server]:
        return self.loop.create_server(self._factory_invoker, sock=self._listener)


@contextmanager
def mail_server(**options: Any) -> Iterator[MailServer]:
    """The server, listening on 127.0.0.1. `options` go to aiosmtpd."""
    listener = socket.create_server(("127.0.0.1", 0))
    server = MailServer(port=listener.getsockname()[1])
    controller = Listening(server, listener, **options)
    controller.start()
    try:
        yield server
    finally:
        controller.stop()


def with_mail(settings: Settings, port: int, **more: Any) -> Settings:
    """Those settings with that server."""
    given = {"smtp_host": "127.0.0.1", "smtp_port": port, "smtp_security": "none", "smtp_from": SENDER}
    return changed(settings, public_url=BASE, **(given | more))


def use(house: House, server: MailServer, **more: Any) -> None:
    """That house sends its mail there."""
    house.settings = with_mail(house.settings, server.port, **more)


class Door:
    """An authenticator: one account, `samen` with `geheim`."""

    def __call__(self, _server: Any, _session: Any, _envelope: Any, _mechanism: str, data: Any) -> AuthResult:
        return AuthResult(success=(data.login, data.password) == (b"samen", b"geheim"), handled=False)
