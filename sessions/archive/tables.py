"""What an archive holds, and what stays behind and why.

A table that is in neither list fails `tests/sessions/archive/test_archive_tables.py`: whoever adds one
says here what becomes of it.
"""

from __future__ import annotations

from functools import cache
from typing import Any

from sqlalchemy import Column, Table

from sessions.models import Base

FORMAT = "lotusbloem-archive"
VERSION = 1
MANIFEST = "manifest.json"
PEOPLE = "people"
"""The staff that the rows name: number, e-mail address, name. Everything else about them stays behind."""

KEPT: dict[str, str] = {
    "workshop": "id",
    "workshop_member": "workshop_id",
    "exercise": "workshop_id",
    "focus_group": "workshop_id",
    "group_moderator": "group_id",
    "round": "workshop_id",
    "group_hours": "round_id",
    "question": "exercise_id",
    "stimulus": "exercise_id",
    "consent_text": "workshop_id",
    "table": "workshop_id",
    "lever": "workshop_id",
    "lever_arrow": "workshop_id",
    "lever_argument": "workshop_id",
    "tree_part": "workshop_id",
    "ingredient": "workshop_id",
    "participant": "workshop_id",
    "member": "workshop_id",
    "consent": "participant_id",
    "seen": "participant_id",
    "interview": "workshop_id",
    "contribution": "workshop_id",
    "contribution_version": "contribution_id",
    "contribution_lever": "contribution_id",
    "passage": "workshop_id",
    "heart": "contribution_id",
    "place": "workshop_id",
    "agreement": "contribution_id",
    "probe": "workshop_id",
    "probe_idea": "workshop_id",
    "reply": "contribution_id",
    "back_note": "workshop_id",
    "term": "workshop_id",
    "mark": "workshop_id",
    "meaning": "term_id",
    "meaning_agreement": "meaning_id",
    "avoided_word": "term_id",
    "material": "workshop_id",
    "objective": "workshop_id",
    "objective_material": "objective_id",
    "named_person": "workshop_id",
    "analysis": "workshop_id",
    "known_theme": "analysis_id",
    "run": "analysis_id",
    "key_group": "analysis_id",
    "theme": "analysis_id",
    "cluster": "run_id",
    "cluster_member": "cluster_id",
    "placement": "analysis_id",
    "rating": "exercise_id",
    "twin": "analysis_id",
    "apart": "analysis_id",
    "set_aside": "analysis_id",
    "note": "analysis_id",
    "pile": "exercise_id",
    "pile_member": "exercise_id",
    "meant": "theme_id",
    "dissent": "workshop_id",
    "change": "workshop_id",
    "reading": "workshop_id",
}
"""Every table of a workshop, with the column through which its rows belong to it. A row comes after the
rows that it points at."""

LEFT_OUT: dict[str, str] = {
    "organisation": "the organisation that imports owns the workshop from then on",
    "organisation_member": "who works for an organisation is no part of a workshop",
    "own_script": "belongs to the organisation; a script has a file of its own",
    "trajectory": "belongs to the organisation and holds several workshops",
    "phase": "belongs to a trajectory",
    "user": "only e-mail address and name go along, in people.jsonl; passwords never leave",
    "login": "a secret of one browser on one installation",
    "login_attempt": "the throttle of one installation",
    "setup_token": "a secret of one installation",
    "vector": "made again from the words",
    "map_point": "the map is drawn again from the words",
    "letter": "mail is the business of the installation that sent it",
    "handover": "a secret that lives for minutes",
}

COLUMNS_LEFT_OUT: dict[str, dict[str, str]] = {
    "workshop": {
        "organisation_id": "the organisation that imports",
        "trajectory_id": "the trajectory stays behind",
        "phase_id": "the phase stays behind",
        "join_code": "the import draws a new one: two workshops never share a code",
        "wall_secret": "a secret; the import draws a new one",
    },
    "participant": {"secret_hash": "a secret; the import fills in one that no phone holds"},
    "member": {"link_nonce": "a secret; on another installation everybody gets a new link"},
    "ingredient": {"origin_id": "a number of a workshop that stays behind"},
    "lever_argument": {"origin_id": "a number of a workshop that stays behind"},
    "objective": {"origin_id": "a number of a workshop that stays behind"},
    "term": {"origin_id": "a number of a workshop that stays behind"},
}

# In the journal a heart is named by the contribution that it was given to, a rating by its theme, what
# somebody sorted by who did it and in which step, what somebody meant by the passage, a question of a
# guide by its step, and a wall that is frozen by the analysis that it shows.
TOUCHED = {
    "arrow": "lever_arrow",
    "heart": "contribution",
    "rating": "theme",
    "sorter": "participant",
    "sorting": "exercise",
    "meant": "passage",
    "question": "exercise",
    "wall": "analysis",
}
# What the journal names and stays behind: of such an act an archive says who did it and when.
UNNAMED = frozenset({"letter"})
# `change.actor_id` is no foreign key: whose number it is, `actor_kind` says.
ACTORS = {"user": PEOPLE, "participant": "participant", "system": None, "command": None}


def table(name: str) -> Table:
    return Base.metadata.tables[name]


@cache
def columns(name: str) -> tuple[Column[Any], ...]:
    """The columns of that table that are archived."""
    left_out = COLUMNS_LEFT_OUT.get(name, {})
    return tuple(column for column in table(name).columns if column.name not in left_out)


@cache
def points_at(name: str, column: str) -> str | None:
    """The table whose number stands in that column: its own for `id`; None where there is no number."""
    if column == "id":
        return name
    for key in table(name).columns[column].foreign_keys:
        target = key.column.table.name
        return PEOPLE if target == "user" else target
    return None


def member(name: str) -> str:
    """The name of that table's file in the zip."""
    return f"tables/{name}.jsonl"


MEMBERS = {member(name): name for name in (PEOPLE, *KEPT)}
