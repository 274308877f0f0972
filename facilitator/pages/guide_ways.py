"""The way around a workshop of focus groups: each place with what somebody must be allowed to open it."""

from __future__ import annotations

from facilitator import identity
from facilitator.database import reading
from sessions import access
from sessions.access import Right

WAYS = {
    "guide.guide": Right.SETTINGS,
    "guide.details": Right.SETTINGS,
    "guide.groups": Right.SETTINGS,
    "invitations.members": Right.MEMBERS,
    "moderate.overview": Right.LOOK,
    "mail.mail": Right.MEMBERS,
    "lexicon.lexicon": Right.CODE,
    "material.material": Right.CODE,
    "guide.workbench": Right.SORT_READ,
    "result.result": Right.LOOK,
    "transcript.menu": Right.EXPORT_PUBLIC,
}
"""Endpoint to the right that opens it, in the whole workshop or in some of its groups."""


def ways_open(workshop_id: int) -> frozenset[str]:
    """The places that whoever is signed in may open there."""
    db, user_id = reading(), identity.user().id
    return frozenset(
        endpoint
        for endpoint, right in WAYS.items()
        if access.reach(db, workshop_id, user_id, right) != frozenset()
    )
