"""The form of one member of the focus groups, read as somebody to invite or to change."""

from __future__ import annotations

from flask import request

from sessions.focus.invitees import Invitee
from sessions.text import clean


def typed_invitee() -> Invitee:
    """One member as the form has it. Attributes stand on lines, such as *sector: zorg*."""
    form = request.form
    attributes = {}
    for line in form.get("attributes", "").splitlines():
        title, _colon, value = line.partition(":")
        attributes[clean(title)] = clean(value)
    group = form.get("group", "")
    return Invitee(
        email=form.get("email", ""),
        pseudonym=form.get("pseudonym", ""),
        group_id=int(group) if group.isascii() and group.isdigit() else None,
        segment=form.get("segment", ""),
        language=form.get("language", ""),
        attributes=attributes,
    )
