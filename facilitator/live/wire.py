"""The messages of the live wire, and how an audience is named. `docs/protocol.md` describes the same.

Client to server: `watch`, `leave`, `here`. Server to client: `change`, `presence`, `goodbye`. State comes
only from `put` and `drop`; `verbs` drive motion and what a screen reader says.
"""

from __future__ import annotations

from typing import Any, Final, Literal, NotRequired, TypedDict

CHANGE: Final = "change"
PRESENCE: Final = "presence"
GOODBYE: Final = "goodbye"

PLACE_LENGTH: Final = 80
"""The longest name of a place where somebody may be writing."""

Item = dict[str, Any]


class Watch(TypedDict):
    """Joins an audience. `since` is the revision that the client has, null for none."""

    audience: str
    since: int | None


class Leave(TypedDict):
    """Leaves an audience."""

    audience: str


class Here(TypedDict):
    """I am writing at this place; null when I stopped. Ephemeral."""

    place: str | None


class What(TypedDict):
    """What happened, and to which items."""

    verb: str
    ids: list[str]


class Snapshot(TypedDict):
    """Everything that an audience sees, as of `revision`; `items` maps `kind:id` to what is shown of it."""

    audience: str
    revision: int
    items: dict[str, Item]


class Change(TypedDict):
    """What is different since the revision `since` of this audience's own chain. First drop, then put."""

    audience: str
    since: int
    revision: int
    verbs: list[What]
    put: dict[str, Item]
    drop: list[str]


class Watching(TypedDict):
    """The answer to `watch`: nothing to catch up with, a patch, or the address of the snapshot."""

    ok: Literal[True]
    revision: int
    patch: Change | None
    snapshot: str | None


class NotWatching(TypedDict):
    """The answer to a `watch` that is refused; `why` is a stable code."""

    ok: Literal[False]
    why: str
    message: str


class TablePresence(TypedDict):
    """How many people of a table are connected, and how many of them are writing."""

    connected: int
    writing: int


class StaffPresence(TypedDict):
    """Somebody of the staff who has the studio open, and on how many devices."""

    user: int
    name: str
    devices: int


class Presence(TypedDict):
    """Who is in the hall, for its studio; tables by id, people by participant id. `staff` is there when the
    studio is open on more than one device."""

    audience: str
    tables: dict[str, TablePresence]
    people: list[int]
    staff: NotRequired[list[StaffPresence]]


class HallPresence(TypedDict):
    """For the wall: how many people are writing, by the number of their table. Never who."""

    audience: str
    writing: dict[str, int]


class HerePresence(TypedDict):
    """For the people of a table: how many of them are connected, and how many write on which place of the
    table. Never who; whoever writes counts themselves."""

    audience: str
    people: int
    writing: dict[str, int]


class DeskPerson(TypedDict):
    """Somebody at a workbench, and what they have open: `theme:12`, `passage:34`, `cluster:5`."""

    user: int
    name: str
    places: list[str]


class DeskPresence(TypedDict):
    """For the people at a workbench: who they are, the listener included."""

    audience: str
    people: list[DeskPerson]


Why = Literal["restart", "closed", "signed-out", "removed"]


class Goodbye(TypedDict):
    """The server ends this connection. After `restart` the client comes back by itself, else it does not."""

    why: Why
    message: NotRequired[str]
