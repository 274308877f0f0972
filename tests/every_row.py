"""A row in every table of focus groups, the lexicon, material and the workbench, straight into the tables."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import select

from sessions.models import (
    Apart,
    AvoidedWord,
    BackNote,
    Consent,
    ConsentText,
    Contribution,
    ContributionVersion,
    Exercise,
    FocusGroup,
    GroupHours,
    GroupModerator,
    Interview,
    KnownTheme,
    Lever,
    LeverArgument,
    Mark,
    Material,
    Meaning,
    MeaningAgreement,
    Meant,
    Member,
    NamedPerson,
    Note,
    Objective,
    ObjectiveMaterial,
    Passage,
    Pile,
    PileMember,
    Probe,
    ProbeIdea,
    Question,
    Reply,
    Round,
    Seen,
    SetAside,
    Stimulus,
    Term,
    Theme,
    Twin,
)

DAY = date(2026, 11, 23)
NOW = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)


def focus_rows(db: Any, workshop: int, participant: int, user: int) -> None:
    """Rows of a focus group that hang on that participant and that member of staff."""
    common = {"workshop_id": workshop}
    group = _put(db, FocusGroup(**common, number=1, name="Onderwijs"))
    step = _put(db, Exercise(**common, position=90, kind="moment", title="Vraag", minutes=3))
    day = _put(
        db, Round(**common, position=1, title="Dag 1", opens="2026-11-23T09:00", closes="2026-11-24T20:00")
    )
    written = [_said(db, workshop, step, participant, group, kind) for kind in ("answer", "reply")]
    _put(db, Passage(**common, contribution_id=written[0], starts_at=0, ends_at=5, version=1))
    _put(
        db,
        Probe(
            **common, exercise_id=step, group_id=group, participant_id=participant, text="Hoe?", asked_at=NOW
        ),
    )
    term = _put(
        db, Term(**common, position=1, text="allochtoon", language="nl", forms=["allochtonen"], made_at=NOW)
    )
    meaning = _put(db, Meaning(term_id=term, text="Van elders", participant_id=participant, written_at=NOW))
    material = _put(
        db,
        Material(
            **common,
            contribution_id=written[0],
            version=1,
            starts_at=0,
            ends_at=5,
            kind="interest",
            text="Erbij horen",
            made_by=user,
            made_at=NOW,
        ),
    )
    objective = _put(db, Objective(**common, position=1, title="Meedoen", decided_at=NOW))
    lever = db.scalar(select(Lever.id).where(Lever.workshop_id == workshop))
    db.add_all(
        [
            GroupModerator(group_id=group, user_id=user),
            GroupHours(group_id=group, round_id=day, closes="2026-11-28T20:00"),
            Question(exercise_id=step, round_id=day, form="open", segments=["ouders"]),
            Stimulus(exercise_id=step, position=1, kind="text", text="Lees dit eerst"),
            ConsentText(**common, purpose="quoting", version=1, text="Mogen we je citeren?", written_at=NOW),
            Member(participant_id=participant, **common, email="lid@voorbeeld.be", invited_at=NOW),
            Consent(participant_id=participant, purpose="quoting", version=1, given=True, at=NOW),
            Seen(participant_id=participant, exercise_id=step, seen_on=DAY),
            Interview(
                **common,
                participant_id=participant,
                interviewer=user,
                held_on=DAY,
                consent="Mondeling",
                entered_at=NOW,
            ),
            ProbeIdea(**common, position=1, text="Kun je een voorbeeld geven?"),
            Reply(contribution_id=written[1], to_id=written[0], quote_from=0, quote_to=4, quote_version=1),
            BackNote(**common, contribution_id=written[0], written_by=user, text="Mooi", written_at=NOW),
            Mark(
                **common,
                contribution_id=written[0],
                version=1,
                starts_at=0,
                ends_at=4,
                participant_id=participant,
                why="Zo noem ik mezelf niet",
                term_id=term,
                marked_at=NOW,
            ),
            MeaningAgreement(meaning_id=meaning, participant_id=participant, given_at=NOW),
            AvoidedWord(term_id=term, text="vreemdeling", reason="Het sluit uit"),
            ObjectiveMaterial(objective_id=objective, material_id=material),
            NamedPerson(**common, contribution_id=written[0], version=1, starts_at=0, ends_at=3),
            LeverArgument(**common, lever_id=lever, position=1, text="Zonder vertrouwen begint niets"),
        ]
    )
    db.flush()


def decided_rows(
    db: Any, analysis: int, theme: int, passages: list[int], participant: int, user: int
) -> None:
    """What people decide about two passages besides placing them."""
    one, other = sorted(passages[:2])
    step = db.scalar(select(Contribution.exercise_id).join(Passage).where(Passage.id == one))
    pile = _put(
        db, Pile(exercise_id=step, participant_id=participant, key="p" * 32, position=1, name="Samen")
    )
    db.get_one(Theme, theme).example_id = one
    db.add_all(
        [
            KnownTheme(analysis_id=analysis, position=1, title="Nabijheid"),
            Twin(analysis_id=analysis, passage_id=one, twin_id=other, similarity=0.8),
            Apart(analysis_id=analysis, passage_id=one, other_id=other, decided_by=user, decided_at=NOW),
            SetAside(analysis_id=analysis, passage_id=other, reason="Geen reden", set_by=user, set_at=NOW),
            Note(analysis_id=analysis, theme_id=theme, text="Navragen", written_by=user, written_at=NOW),
            PileMember(pile_id=pile, passage_id=one, exercise_id=step, participant_id=participant),
            Meant(passage_id=one, theme_id=theme, participant_id=participant, answer="yes", given_at=NOW),
        ]
    )
    db.flush()


def _put(db: Any, row: Any) -> int:
    db.add(row)
    db.flush()
    return int(row.id)


def _said(db: Any, workshop: int, step: int, participant: int, group: int, kind: str) -> int:
    said = Contribution(
        workshop_id=workshop,
        exercise_id=step,
        participant_id=participant,
        group_id=group,
        kind=kind,
        key=f"{kind}-of-a-week",
        language="nl",
        created_at=NOW,
    )
    said_id = _put(db, said)
    db.add(
        ContributionVersion(
            contribution_id=said_id, number=1, text="Iedereen telt", fields={}, written_at=NOW
        )
    )
    return said_id
