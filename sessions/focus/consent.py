"""What people are asked to agree with, per purpose, in versions; what they answered; asking again.

Three purposes, each with an answer of its own: taking part, being quoted in the report, getting mail. An
answer holds the version of the words that it was given to. When the words change, people are asked again;
until they answer, what they said to the earlier words stands.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from sessions.errors import Invalid, Missing
from sessions.focus.asked import Person, focus_workshop
from sessions.focus.coming import arrive, leave
from sessions.focus.members import standing
from sessions.journal import Actor, record
from sessions.models import PURPOSES, Consent, ConsentText, Letter, Member, Workshop
from sessions.text import clean
from sessions.verbs import Verb
from sessions.words import mark, say

LONGEST = 2000
_FIRST_WORDS = {
    "taking_part": mark(
        "Ik doe mee aan dit gesprek. Ik schrijf onder een schuilnaam. Mijn groep leest wat ik schrijf, tenzij"
        " er bij een vraag iets anders staat. De begeleiders lezen alles. Ik kan op elk moment stoppen en"
        " weghalen wat ik schreef."
    ),
    "quoting": mark("Een zin van mij mag in het verslag staan, zonder mijn naam en zonder mijn schuilnaam."),
    "mail": mark(
        "Ik krijg mail over dit gesprek: als er een ronde opengaat of als iemand mij iets vraagt. Mijn adres"
        " dient alleen daarvoor."
    ),
}


@dataclass(frozen=True)
class Wording:
    """The words that people are asked about now. Version 0: the words that Lotusbloem came with, which
    nobody answered yet."""

    purpose: str
    version: int
    text: str


def wordings(db: Session, workshop_id: int, language: str | None = None) -> dict[str, Wording]:
    """The newest words per purpose, in the order in which they are asked.

    Words that staff wrote stand in their language. The words that Lotusbloem came with are said in
    `language` (without it: in the workshop's).
    """
    own = db.get_one(Workshop, workshop_id).language
    spoken = language or own
    newest = select(ConsentText.purpose, func.max(ConsentText.version)).where(
        ConsentText.workshop_id == workshop_id
    )
    versions = dict(db.execute(newest.group_by(ConsentText.purpose)).all())
    found = {}
    for purpose in PURPOSES:
        row = db.get(ConsentText, (workshop_id, purpose, versions.get(purpose, 0)))
        ours = row is None or row.text == say(own, _FIRST_WORDS[purpose])
        text = row.text if row is not None and not ours else say(spoken, _FIRST_WORDS[purpose])
        found[purpose] = Wording(purpose, row.version if row else 0, text)
    return found


def earlier(db: Session, workshop_id: int) -> list[ConsentText]:
    """Every wording that staff wrote, newest first."""
    query = select(ConsentText).where(ConsentText.workshop_id == workshop_id)
    return list(db.scalars(query.order_by(ConsentText.written_at.desc(), ConsentText.version.desc())))


def write(db: Session, workshop_id: int, actor: Actor, texts: Mapping[str, str], *, now: datetime) -> None:
    """Those purposes have these words. Whoever agreed to others is asked again; the same words change
    nothing.

    Raises: Missing; Invalid with sentences under the purpose.
    """
    workshop = focus_workshop(db, workshop_id)
    present = wordings(db, workshop_id)
    errors: dict[str, list[str]] = {}
    new: dict[str, str] = {}
    for purpose, typed in texts.items():
        if purpose not in present:
            raise Missing("purpose")
        text = clean(typed, lines=True)
        if not text:
            errors[purpose] = [say(workshop.language, "Schrijf wat mensen hier toestaan.")]
        elif len(text) > LONGEST:
            sentence = mark("Deze tekst is te lang: er passen %(limit)d tekens.")
            errors[purpose] = [say(workshop.language, sentence, limit=LONGEST)]
        elif text != present[purpose].text:
            new[purpose] = text
    if errors:
        raise Invalid(errors)
    for purpose, text in new.items():
        version = present[purpose].version + 1
        db.add(
            ConsentText(workshop_id=workshop_id, purpose=purpose, version=version, text=text, written_at=now)
        )
    if new:
        db.flush()
        record(db, workshop_id, Verb.CONSENT_WORDED, actor, now=now, touched={"workshop": [workshop_id]})


# --- what people answered ----------------------------------------------------------------------------


def answers(db: Session, participant_id: int) -> dict[str, Consent]:
    """The newest answer per purpose; a purpose that was never answered is not in it."""
    newest = (
        select(func.max(Consent.id)).where(Consent.participant_id == participant_id).group_by(Consent.purpose)
    )
    return {row.purpose: row for row in db.scalars(select(Consent).where(Consent.id.in_(newest)))}


def has(db: Session, participant_id: int, purpose: str) -> bool:
    """Whether this participant agrees to that, as far as they said last. Who left no longer takes part,
    but may still be quoted if they said so and did not take it back."""
    newest = db.scalar(
        select(Consent.given)
        .where(Consent.participant_id == participant_id, Consent.purpose == purpose)
        .order_by(Consent.id.desc())
        .limit(1)
    )
    return bool(newest)


def who_has(db: Session, workshop_id: int, purpose: str) -> set[int]:
    """The participants of that workshop who agree to it: `has` for all of them at once."""
    return set(since(db, workshop_id, purpose))


def since(db: Session, workshop_id: int, purpose: str) -> dict[int, datetime]:
    """Who agrees to it, to the moment at which they said so last."""
    newest = (
        select(func.max(Consent.id))
        .join(Member, Member.participant_id == Consent.participant_id)
        .where(Member.workshop_id == workshop_id, Consent.purpose == purpose)
        .group_by(Consent.participant_id)
    )
    rows = select(Consent.participant_id, Consent.at).where(Consent.id.in_(newest), Consent.given)
    return dict(db.execute(rows).all())


def to_ask(db: Session, one: Person) -> list[str]:
    """The purposes that this member has to answer before going on: never answered, or asked in other words
    since. Mail is asked only of who has an address. Empty for whoever may go on."""
    present = wordings(db, one.member.workshop_id)
    said = answers(db, one.id)
    asked = [
        purpose
        for purpose, wording in present.items()
        if (purpose not in said or said[purpose].version < wording.version)
        and (purpose != "mail" or one.member.email)
    ]
    if one.member.state != "present" and "taking_part" not in asked:
        asked.insert(0, "taking_part")
    return asked


def answer(db: Session, participant_id: int, given: Mapping[str, bool], *, now: datetime) -> None:
    """The member says yes or no to those purposes, in the words of now. No to taking part is leaving, yes is
    arriving; no to mail ends all mail but the link that they ask for.

    Raises: Missing, also for an unknown purpose; Closed for who was removed.
    """
    one = standing(db, participant_id)
    if not given.keys() <= set(PURPOSES):
        raise Missing("purpose")
    _keep_the_words(db, one.member.workshop_id, now)
    present = wordings(db, one.member.workshop_id)
    if "taking_part" in given:
        act = arrive if given["taking_part"] else leave
        act(db, participant_id, now=now)
    said = answers(db, participant_id)
    changed = [
        purpose
        for purpose, yes in given.items()
        if purpose not in said
        or (said[purpose].given, said[purpose].version) != (yes, present[purpose].version)
    ]
    for purpose in changed:
        db.add(
            Consent(
                participant_id=participant_id,
                purpose=purpose,
                version=present[purpose].version,
                given=given[purpose],
                at=now,
            )
        )
    db.flush()
    if given.get("mail") is False:
        one.member.wish = "none"
        _cancel(db, participant_id, keep=("lost_link",))
    elif given.get("mail") and one.member.wish == "none":
        one.member.wish = "each"
    if changed:
        _answered(db, one, now)


def _answered(db: Session, one: Person, now: datetime) -> None:
    record(
        db,
        one.member.workshop_id,
        Verb.CONSENT_ANSWERED,
        Actor("participant", one.id),
        now=now,
        touched={"participant": [one.id]},
    )


def _keep_the_words(db: Session, workshop_id: int, now: datetime) -> None:
    """What people agree to is kept, also where it is the words that Lotusbloem came with."""
    for wording in wordings(db, workshop_id).values():
        if wording.version == 0:
            db.add(
                ConsentText(
                    workshop_id=workshop_id,
                    purpose=wording.purpose,
                    version=1,
                    text=wording.text,
                    written_at=now,
                )
            )
    db.flush()


def wish(db: Session, participant_id: int, wanted: str, *, now: datetime) -> None:
    """How much mail the member wants: each, daily or none. Wanting mail is agreeing to it, none is not.

    Raises: Missing, Closed; Invalid under `wish`.
    """
    one = standing(db, participant_id)
    if wanted not in ("each", "daily", "none"):
        raise Invalid({"wish": [say(one.participant.language, "Kies hoeveel mail je wilt.")]})
    answer(db, participant_id, {"mail": wanted != "none"}, now=now)
    if one.member.wish != wanted:
        one.member.wish = wanted
        _answered(db, one, now)


def _cancel(db: Session, participant_id: int, *, keep: Collection[str]) -> None:
    """No letter that waits leaves any more, but those kinds."""
    waiting = select(Letter).where(
        Letter.participant_id == participant_id, Letter.state == "waiting", Letter.kind.not_in(keep)
    )
    for letter in db.scalars(waiting):
        letter.state = "cancelled"
