"""Joining an audience: who asks is looked up again at every event, then joined first, then caught up."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

import gevent
from flask import request
from flask_socketio import ConnectionRefusedError as Refuse
from flask_socketio import SocketIO
from sqlalchemy.orm import Session
from werkzeug.http import parse_cookie

from facilitator import identity
from facilitator.house import House
from facilitator.identity import Who
from facilitator.live.broadcast import NAMESPACE, Broadcaster
from facilitator.live.presence import Attendance
from facilitator.live.publisher import MOST_CATCH_UP, Publisher
from facilitator.live.wire import GOODBYE, PLACE_LENGTH, NotWatching, Watching, Why
from sessions import journal
from sessions.errors import Missing, Refused
from sessions.models import Workshop
from sessions.projections import Audience, patch

log = logging.getLogger(__name__)

MOST_AUDIENCES = 8
EVENTS_AT_ONCE = 30
EVENTS_PER_SECOND = 5.0
RECHECK_SLICE = 20
NOBODY = Who()
SEATED = {"phone", "table"}
"""Who watches one of these is in the hall."""


def same_origin(origin: str | None, environ: Mapping[str, Any]) -> bool:
    """True when the browser says that the page came from the host that it now talks to.

    Only the Host header counts, never a forwarded one. A page over plain HTTP is not the origin of a host
    that speaks HTTPS; behind a proxy that ends TLS both come in as HTTP.
    """
    if not origin:
        return False
    parts = urlsplit(origin)
    host = environ.get("HTTP_HOST", "")
    schemes = {"https"} if environ.get("wsgi.url_scheme") == "https" else {"http", "https"}
    return parts.scheme in schemes and bool(host) and parts.netloc.lower() == host.lower()


def cookies_count(environ: Mapping[str, Any]) -> bool:
    """Whether the cookies of this request prove who asks.

    A browser sends the cookies along with a WebSocket that a page of another site opened, always with its
    Origin. A poll of the same site carries none, but then a header that no other site can set.
    """
    origin = environ.get("HTTP_ORIGIN")
    if origin:
        return same_origin(origin, environ)
    polls = "transport=polling" in environ.get("QUERY_STRING", "")
    return polls and "HTTP_X_LOTUSBLOEM" in environ


@dataclass
class Client:
    """One connection, with what it showed when it connected: cookies, or an outside client's secret.

    `audiences` maps what it watches to the workshop of that.
    """

    sid: str
    eio_sid: str
    cookies: Mapping[str, str]
    bearer: str | None
    audiences: dict[Audience, int] = field(default_factory=dict)
    allowance: float = EVENTS_AT_ONCE
    asked_at: float = field(default_factory=time.monotonic)

    def may_ask(self) -> bool:
        """False when it asks more often than a person or a page ever does."""
        now = time.monotonic()
        earned = (now - self.asked_at) * EVENTS_PER_SECOND
        self.asked_at, self.allowance = now, min(EVENTS_AT_ONCE, self.allowance + earned)
        if self.allowance < 1:
            return False
        self.allowance -= 1
        return True


class Watchers:
    """Everybody who is connected, and what they watch."""

    def __init__(
        self,
        socketio: SocketIO,
        house: House,
        broadcaster: Broadcaster,
        publisher: Publisher,
        attendance: Attendance,
        snapshot_url: Callable[[Audience], str],
    ) -> None:
        self._sio = socketio.server
        self._house = house
        self._broadcaster = broadcaster
        self._publisher = publisher
        self._attendance = attendance
        self._snapshot_url = snapshot_url
        self._clients: dict[str, Client] = {}
        self._looking: dict[Audience, set[str]] = {}
        for name in ("connect", "disconnect", "watch", "leave", "here"):
            socketio.on(name)(getattr(self, f"_on_{name}"))

    def __len__(self) -> int:
        return len(self._clients)

    def recheck(self, why: Why, concerns: Callable[[Audience], bool] = lambda _audience: True) -> int:
        """Who may no longer see what they watch has heard `goodbye` and is disconnected; answers how many.

        Who only sits at another table by now goes on watching everything else.
        """
        gone = 0
        for place, client in enumerate(tuple(self._clients.values()), 1):
            lost = self._lost(client, [audience for audience in client.audiences if concerns(audience)])
            if any(audience.kind != "table" for audience in lost):
                self._dismiss(client, why)
                gone += 1
            else:
                for audience in lost:
                    self._leave(client, audience)
            if place % RECHECK_SLICE == 0:
                gevent.sleep(0)
        return gone

    def say_goodbye(self, why: Why) -> None:
        """Everybody who is connected has been told that this server stops."""
        for client in tuple(self._clients.values()):
            self._broadcaster.tell_one(client.sid, GOODBYE, {"why": why})

    def _on_connect(self, auth: Any = None) -> None:
        sid: str = request.sid  # type: ignore[attr-defined]
        environ = self._sio.get_environ(sid, NAMESPACE)
        cookies = parse_cookie(environ.get("HTTP_COOKIE", "")) if cookies_count(environ) else {}
        eio_sid = self._sio.manager.eio_sid_from_sid(sid, NAMESPACE)
        client = Client(sid, eio_sid, cookies, _bearer(auth) or identity.bearer_of_request())
        with self._house.store.reading() as db:
            if self._who(db, client) == NOBODY:
                raise Refuse("unknown")
        self._clients[sid] = client

    def _on_disconnect(self, _reason: Any = None) -> None:
        client = self._clients.pop(request.sid, None)  # type: ignore[attr-defined]
        if client is None:
            return
        for audience in tuple(client.audiences):
            self._stop_looking(client, audience)
        self._attendance.leave(client.sid)

    def _on_watch(self, message: Any = None) -> Watching | NotWatching:
        client = self._clients.get(request.sid)  # type: ignore[attr-defined]
        if client is None:
            return _refusal("unknown", "not connected")
        if not client.may_ask():
            return _refusal("busy", "too many questions")
        try:
            audience, since = _question(message)
            return self._watch(client, audience, since)
        except Refused as refused:
            return _refusal(refused.code, str(refused))

    def _on_leave(self, message: Any = None) -> None:
        client = self._clients.get(request.sid)  # type: ignore[attr-defined]
        if client is None:
            return
        try:
            audience, _ = _question(message)
        except Missing:
            return
        if audience in client.audiences:
            self._leave(client, audience)

    def _leave(self, client: Client, audience: Audience) -> None:
        self._sio.leave_room(client.sid, str(audience))
        self._stop_looking(client, audience)

    def _on_here(self, message: Any = None) -> None:
        client = self._clients.get(request.sid)  # type: ignore[attr-defined]
        if client is None or not client.may_ask() or not isinstance(message, dict):
            return
        place = message.get("place")
        if place is None or (isinstance(place, str) and len(place) <= PLACE_LENGTH):
            self._attendance.here(client.sid, place)

    def _watch(self, client: Client, audience: Audience, since: int | None) -> Watching:
        if audience not in client.audiences and len(client.audiences) >= MOST_AUDIENCES:
            raise Refused("too many audiences")
        with self._house.store.reading() as db:
            who = self._who(db, client)
            if not identity.may_watch(db, audience, who):
                # The same answer for what is not there and for what is not for them.
                raise Missing("audience")
            workshop_id = audience.workshop_id(db)
            workshop = db.get(Workshop, workshop_id)
            if workshop is None:
                raise Missing("workshop")
            revision = workshop.revision
            # Joined before anything is read: what is committed from here on comes as a change.
            self._start_looking(client, audience, workshop_id, revision, who)
            answer = self._catch_up(db, audience, workshop_id, revision, since)
        self._publisher.caught_up(audience, client.eio_sid)
        return answer

    def _catch_up(
        self, db: Session, audience: Audience, workshop_id: int, revision: int, since: int | None
    ) -> Watching:
        answer: Watching = {"ok": True, "revision": revision, "patch": None, "snapshot": None}
        if since is None or since > revision or revision - since > MOST_CATCH_UP:
            answer["snapshot"] = self._snapshot_url(audience)
        elif since < revision:
            made = patch(db, audience, journal.since(db, workshop_id, since))
            if not made.empty:
                answer["patch"] = {**made.as_json(), "since": since}  # type: ignore[typeddict-item]
        return answer

    def _start_looking(
        self, client: Client, audience: Audience, workshop_id: int, revision: int, who: Who
    ) -> None:
        self._publisher.watch(audience, workshop_id, revision)
        self._sio.enter_room(client.sid, str(audience))
        self._looking.setdefault(audience, set()).add(client.sid)
        if audience in client.audiences:
            return
        client.audiences[audience] = workshop_id
        self._attendance.opened(audience, workshop_id)
        if audience.kind == "studio" and who.user_id is not None:
            self._attendance.lead(client.sid, workshop_id, who.user_id)
        if audience.kind == "workbench" and who.user_id is not None:
            self._attendance.work(client.sid, audience, workshop_id, who.user_id)
        if audience.kind in SEATED and (person := who.participant_in(workshop_id)) is not None:
            self._attendance.sit(client.sid, workshop_id, person)

    def _stop_looking(self, client: Client, audience: Audience) -> None:
        self._attendance.closed(audience, client.audiences.pop(audience))
        if audience.kind == "studio":
            self._attendance.stop_leading(client.sid)
        if audience.kind == "workbench":
            self._attendance.stop_working(client.sid)
        if not any(each.kind in SEATED for each in client.audiences):
            self._attendance.leave(client.sid)
        looking = self._looking.get(audience, set())
        looking.discard(client.sid)
        if not looking:
            self._looking.pop(audience, None)
            self._publisher.unwatch(audience)

    def _who(self, db: Session, client: Client) -> Who:
        return identity.who_from(db, client.cookies, client.bearer, moment=self._house.now())

    def _lost(self, client: Client, watched: list[Audience]) -> list[Audience]:
        """Those that this client may no longer watch."""
        if not watched:
            return []
        with self._house.store.reading() as db:
            who = self._who(db, client)
            return [audience for audience in watched if not identity.may_watch(db, audience, who)]

    def _dismiss(self, client: Client, why: Why) -> None:
        self._broadcaster.tell_one(client.sid, GOODBYE, {"why": why})
        self._sio.disconnect(client.sid)


def _bearer(auth: Any) -> str | None:
    """What an outside client says when it connects: `{"secret": ...}` of a phone or `{"wall": ...}`."""
    said = auth if isinstance(auth, dict) else {}
    secret = said.get("secret") or said.get("wall")
    return secret if isinstance(secret, str) else None


def _question(message: Any) -> tuple[Audience, int | None]:
    """Raises: Missing for anything that is no question."""
    if not isinstance(message, dict) or not isinstance(message.get("audience"), str):
        raise Missing("audience")
    since = message.get("since")
    if since is not None and (not isinstance(since, int) or isinstance(since, bool) or since < 0):
        since = None
    return Audience.parse(message["audience"]), since


def _refusal(why: str, message: str) -> NotWatching:
    return {"ok": False, "why": why, "message": message}
