"""Everything of one workshop in one file, and back. The format is described in `docs/archive.md`.

taken = take(db, workshop_id)                      # one moment, under numbers of its own
content = pack(taken, software=..., made_at=now)   # the bytes of the file
archive = read(file, language="nl")                # checked to the last reference, or Invalid
workshop_id = bring_in(db, archive, ...)           # one verb: all of it or nothing
"""

from __future__ import annotations

from sessions.archive.bringing_in import Drawn, bring_in
from sessions.archive.checking import Archive, read
from sessions.archive.limits import MOST_FILE_BYTES
from sessions.archive.tables import VERSION
from sessions.archive.writing import Taken, pack, take

__all__ = ["MOST_FILE_BYTES", "VERSION", "Archive", "Drawn", "Taken", "bring_in", "pack", "read", "take"]
