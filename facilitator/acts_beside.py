"""The acts of the workbench beside placing: parts, near-duplicates, what is apart or set aside, notes,
objections, examples, and what the wall shows.

Fields: `passage` (several), `passage_id`, `starts_at` and `ends_at` (code points of the contribution), `at`
(several), `theme_id`, `reason`, `text`, `note_id`, `dissent_id`, `about`, `counter` and `several` (yes, no).
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from facilitator.act_fields import (
    Act,
    Answer,
    Fields,
    as_seen,
    chosen,
    number,
    number_or_none,
    numbers,
)
from sessions.analysis import apart as keeping_apart
from sessions.analysis import aside as set_aside
from sessions.analysis import dissent as objections
from sessions.analysis import freezing, notes, passages, sorting, themes, twins
from sessions.analysis import several as in_several
from sessions.errors import Missing
from sessions.journal import Actor
from sessions.models import Dissent, Note


def part(db: Session, analysis_id: int, actor: Actor, fields: Fields, now: datetime) -> Answer:
    """That stretch of the contribution is a card of its own, beside the whole."""
    passage_id, starts_at, ends_at = (number(fields, each) for each in ("passage_id", "starts_at", "ends_at"))
    made = passages.part(db, analysis_id, passage_id, actor, starts_at=starts_at, ends_at=ends_at, now=now)
    return {"passage": made}


def cut(db: Session, analysis_id: int, actor: Actor, fields: Fields, now: datetime) -> Answer:
    """The card is two or more, cut before each `at`; they begin where it stood."""
    at = numbers(fields, "at")
    made = passages.split(db, analysis_id, number(fields, "passage_id"), actor, at=at, now=now)
    return {"passages": made}


def join(db: Session, analysis_id: int, actor: Actor, fields: Fields, now: datetime) -> Answer:
    """The contribution that this part is of is one card again."""
    return {"passage": passages.join(db, analysis_id, number(fields, "passage_id"), actor, now=now)}


def link(db: Session, analysis_id: int, actor: Actor, fields: Fields, now: datetime) -> Answer:
    """The chosen passages say the same, and go together from now on."""
    twins.link(db, analysis_id, actor, passage_ids=chosen(fields), now=now)
    return {}


def unlink(db: Session, analysis_id: int, actor: Actor, fields: Fields, now: datetime) -> Answer:
    """One passage says the same as no other; or the chosen ones do not say the same as each other."""
    twins.part(db, analysis_id, actor, passage_ids=chosen(fields), now=now)
    return {}


def apart(db: Session, analysis_id: int, actor: Actor, fields: Fields, now: datetime) -> Answer:
    """The chosen passages do not belong together: no proposal puts them in one group again."""
    keeping_apart.say(db, analysis_id, actor, passage_ids=chosen(fields), now=now)
    return {}


def together(db: Session, analysis_id: int, actor: Actor, fields: Fields, now: datetime) -> Answer:
    keeping_apart.unsay(db, analysis_id, actor, passage_ids=chosen(fields), now=now)
    return {}


def aside(db: Session, analysis_id: int, actor: Actor, fields: Fields, now: datetime) -> Answer:
    """The chosen passages are not used, with a reason that who wrote them reads."""
    as_seen(db, analysis_id, fields)
    reason = fields.get("reason", "")
    set_aside.set_(db, analysis_id, actor, passage_ids=chosen(fields), reason=reason, now=now)
    return {}


def unaside(db: Session, analysis_id: int, actor: Actor, fields: Fields, now: datetime) -> Answer:
    set_aside.unset(db, analysis_id, actor, passage_ids=chosen(fields), now=now)
    return {}


def also(db: Session, analysis_id: int, actor: Actor, fields: Fields, now: datetime) -> Answer:
    """The chosen passages are in that theme too."""
    theme = sorting.require_theme(db, analysis_id, number(fields, "theme_id"))
    in_several.also(db, analysis_id, actor, passage_ids=chosen(fields), theme_id=theme.id, now=now)
    return {"theme": theme.id}


def several(db: Session, analysis_id: int, actor: Actor, fields: Fields, now: datetime) -> Answer:
    """A passage may be in several themes (`several` yes), or in one."""
    in_several.allow(db, analysis_id, actor, several=fields.get("several") == "yes", now=now)
    return {}


def note(db: Session, analysis_id: int, actor: Actor, fields: Fields, now: datetime) -> Answer:
    """A note beside a theme or a passage; with `note_id` one that stands says something else."""
    text, note_id = fields.get("text", ""), number_or_none(fields, "note_id")
    if note_id is not None:
        notes.change(db, _note(db, analysis_id, note_id), actor, text=text, now=now)
        return {"note": note_id}
    theme_id, passage_id = number_or_none(fields, "theme_id"), number_or_none(fields, "passage_id")
    made = notes.write(db, analysis_id, actor, text=text, theme_id=theme_id, passage_id=passage_id, now=now)
    return {"note": made}


def note_remove(db: Session, analysis_id: int, actor: Actor, fields: Fields, now: datetime) -> Answer:
    notes.remove(db, _note(db, analysis_id, number(fields, "note_id")), actor, now=now)
    return {}


def _note(db: Session, analysis_id: int, note_id: int) -> int:
    row = db.get(Note, note_id)
    if row is None or row.analysis_id != analysis_id:
        raise Missing("note")
    return note_id


def dissent(db: Session, analysis_id: int, actor: Actor, fields: Fields, now: datetime) -> Answer:
    """An objection that somebody in the room raised; `about` is theme, name, rank or membership. Of a
    passage only while it is in that theme."""
    theme = sorting.require_theme(db, analysis_id, number(fields, "theme_id"))
    about, passage_id = fields.get("about", "theme"), number_or_none(fields, "passage_id")
    if about == "membership" and passage_id is not None:
        sorting.require_placed(db, analysis_id, [passage_id], [theme.id])
    made = objections.raise_(
        db,
        sorting.workshop_of(db, analysis_id),
        about=about,
        text=fields.get("text", ""),
        theme_id=theme.id,
        passage_id=passage_id,
        user_id=actor.id,
        now=now,
    )
    return {"dissent": made}


def dissent_withdraw(db: Session, analysis_id: int, actor: Actor, fields: Fields, now: datetime) -> Answer:
    row = db.get(Dissent, number(fields, "dissent_id"))
    if row is None or row.workshop_id != sorting.workshop_of(db, analysis_id):
        raise Missing("objection")
    objections.withdraw(db, row.id, actor, now=now)
    return {}


def example(db: Session, analysis_id: int, actor: Actor, fields: Fields, now: datetime) -> Answer:
    """That passage shows best what the theme is, or with `counter` yes where it ends; 0 takes it away."""
    theme = sorting.require_theme(db, analysis_id, number(fields, "theme_id"))
    passage_id, counter = number(fields, "passage_id"), fields.get("counter") == "yes"
    themes.change(
        db,
        theme.id,
        actor,
        example_id=None if counter else passage_id,
        counter_example_id=passage_id if counter else None,
        now=now,
    )
    return {"theme": theme.id}


def freeze(db: Session, analysis_id: int, actor: Actor, fields: Fields, now: datetime) -> Answer:
    freezing.freeze(db, analysis_id, actor, now=now)
    return {}


def follow(db: Session, analysis_id: int, actor: Actor, fields: Fields, now: datetime) -> Answer:
    freezing.follow(db, analysis_id, actor, now=now)
    return {}


ACTS: dict[str, Act] = {
    "part": part,
    "cut": cut,
    "join": join,
    "link": link,
    "unlink": unlink,
    "apart": apart,
    "together": together,
    "aside": aside,
    "unaside": unaside,
    "also": also,
    "several": several,
    "note": note,
    "note-remove": note_remove,
    "dissent": dissent,
    "dissent-withdraw": dissent_withdraw,
    "example": example,
    "freeze": freeze,
    "follow": follow,
}
