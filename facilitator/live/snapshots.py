"""Snapshots over HTTP: made once per audience and revision, kept ready and compressed.

When a hall comes back in the same second, everybody after the first is answered from memory.
"""

from __future__ import annotations

import gzip
import hashlib
import json
from collections import OrderedDict
from dataclasses import dataclass, field
from threading import Lock

import brotli
from flask import Blueprint, Response, current_app, request
from sqlalchemy.orm import Session

from facilitator.aside import aside
from sessions import journal
from sessions.models import Workshop
from sessions.projections import Audience, snapshot
from sessions.projections.concerned import concerned

blueprint = Blueprint("snapshots", __name__)

MOST_KEPT = 128
"""A hall of sixty tables, its walls and what people look at besides."""
WORTH_COMPRESSING_BYTES = 600
GZIP_LEVEL = 4
BROTLI_QUALITY = 4


@dataclass
class Ready:
    """A snapshot as bytes. `known_from`: nothing up to that revision makes it different."""

    revision: int
    known_from: int
    plain: bytes
    etag: str
    packed: dict[str, bytes] = field(default_factory=dict)

    def body(self, encoding: str | None) -> bytes:
        """The bytes in that encoding, packed at the first question."""
        if encoding is None:
            return self.plain
        if encoding not in self.packed:
            pack = _PACKERS[encoding]
            self.packed[encoding] = pack(self.plain)
        return self.packed[encoding]


_PACKERS = {
    "br": lambda data: brotli.compress(data, quality=BROTLI_QUALITY),
    "gzip": lambda data: gzip.compress(data, GZIP_LEVEL, mtime=0),
}


class Snapshots:
    """The ready snapshots of the audiences that were asked for last. `made` counts how many were built."""

    def __init__(self) -> None:
        self._kept: OrderedDict[Audience, Ready] = OrderedDict()
        # Those of a workbench are made aside, in a thread of their own.
        self._keeping = Lock()
        self.made = 0

    def get(self, db: Session, audience: Audience, told: int | None) -> Ready:
        """What that audience sees.

        `told` is the revision up to which its watchers were told: a snapshot of at least that revision is
        good, since what follows comes to them as a change. None when nobody watches; then it is exact.

        Raises: Missing when there is no such audience.
        """
        ready = self._kept.get(audience)
        if ready is None or not (self._is_good(ready, told) or self._is_exact(db, audience, ready)):
            ready = self._make(db, audience)
        # What one person sees is small and asked for by one: not worth a place.
        if audience.kind != "me":
            self._keep(audience, ready)
        return ready

    def _keep(self, audience: Audience, ready: Ready) -> None:
        with self._keeping:
            self._kept[audience] = ready
            self._kept.move_to_end(audience)
            while len(self._kept) > MOST_KEPT:
                self._kept.popitem(last=False)

    def _is_good(self, ready: Ready, told: int | None) -> bool:
        return told is not None and ready.known_from >= told

    def _is_exact(self, db: Session, audience: Audience, ready: Ready) -> bool:
        workshop_id = audience.workshop_id(db)
        workshop = db.get(Workshop, workshop_id)
        if workshop is None or workshop.revision < ready.known_from:
            return False
        if workshop.revision == ready.known_from:
            return True
        changes = journal.since(db, workshop_id, ready.known_from)
        if concerned(db, workshop_id, changes, {audience}):
            return False
        ready.known_from = workshop.revision
        return True

    def _make(self, db: Session, audience: Audience) -> Ready:
        made = snapshot(db, audience)
        self.made += 1
        plain = json.dumps(made.as_json(), ensure_ascii=False, separators=(",", ":")).encode()
        etag = hashlib.blake2b(plain, digest_size=12).hexdigest()
        return Ready(made.revision, made.revision, plain, etag)


@blueprint.get("/live/<said>")
def snapshot_of(said: str) -> Response:
    """The snapshot of the audience `said` (for instance `wall:12`), for who may watch it.

    Raises: Missing for everybody else.
    """
    live = current_app.extensions["live"]
    # Thousands of contributions: the hall does not wait while they are gathered.
    ready = aside(live.snapshot_for, said) if said.startswith("workbench:") else live.snapshot_for(said)
    encoding = None
    if len(ready.plain) >= WORTH_COMPRESSING_BYTES:
        encoding = request.accept_encodings.best_match(["br", "gzip"])
    # One tag per encoding: they are different bytes.
    response = Response(mimetype="application/json")
    response.set_etag(f"{ready.etag}-{encoding or 'plain'}")
    response.headers["Cache-Control"] = "private, no-cache"
    response.vary.update(("Accept-Encoding", "Cookie", "Authorization"))
    if request.if_none_match.contains(response.get_etag()[0]):
        response.status_code = 304
        return response
    response.set_data(ready.body(encoding))
    if encoding:
        response.headers["Content-Encoding"] = encoding
    return response
