"""A workshop of focus groups in which everything that an address can name is there, once."""

from __future__ import annotations

from typing import Any

from focus_acts import answer, interview, probe
from focus_builders import Focus, Someone, make_focus

from facilitator.house import House
from sessions.analysis import analyses
from sessions.focus import asked, back_room, consent, letters, marking, probes, speaking
from sessions.focus.shape import Guide, GuideQuestion, GuideRound, GuideStimulus
from sessions.journal import Actor
from sessions.lexicon import meanings, terms
from sessions.material import coding, objectives
from sessions.models import Member

PIXEL = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
SEEN = Guide(
    rounds=(
        GuideRound(
            "Kennismaken",
            "1T08:00",
            "9T20:00",
            "",
            (
                GuideQuestion(
                    "Wie ben je?",
                    title="Wie ben je?",
                    visibility="open",
                    stimuli=(
                        GuideStimulus("image", "", "Een plein", "image/png", PIXEL),
                        GuideStimulus("text", "Denk aan een plein."),
                    ),
                ),
                GuideQuestion("Wat dan?", title="Wat dan?", visibility="open"),
            ),
        ),
    )
)


def make_stage(house: House, facilitator: int) -> tuple[Focus, dict[str, Any]]:
    """The workshop, and what stands in its addresses: its first member wrote `contribution_id`, another
    member of the same group wrote `others`."""
    focus = make_focus(house, facilitator, guide=SEEN, groups=2, members=2)
    for each in focus.members:
        _agree(focus, each)
    own, other = focus.members[:2]
    by, here = focus.moderator, focus.workshop_id
    said = answer(focus, own, "Wie ben je?", "Ik bak brood")
    others = answer(focus, other, "Wie ben je?", "Ik zing vaak")
    term = focus.write(terms.make, focus.workshop_id, focus.moderator, text="vaak")
    given = {"text": "elke dag"}
    question = focus.questions["Wie ben je?"]
    with house.store.reading() as db:
        analysis = analyses.of_workshop(db, focus.workshop_id)[0].id
        stimulus, second = (each.id for each in asked.question(db, focus.workshop_id, question).stimuli)
    return focus, {
        "workshop_id": focus.workshop_id,
        "round_id": focus.rounds[0],
        "exercise_id": question,
        "unanswered": focus.questions["Wat dan?"],
        "stimulus_id": stimulus,
        "other_stimulus": second,
        "contribution_id": said,
        "others": others,
        "probe_id": probe(focus, "Wie ben je?", own),
        "mark_id": focus.write(speaking.mark, own.id, speaking.Place(others, 1, word="vaak"), why="Vaag"),
        "staff_mark": focus.write(marking.by_staff, here, others, by, word="zing", why="Vaag"),
        "term_id": term,
        "meaning_id": focus.write(meanings.write, term, Actor("participant", other.id), **given),
        "own_meaning": focus.write(meanings.write, term, Actor("participant", own.id), text="soms"),
        "analysis_id": analysis,
        "file_type": "xlsx",
        "group_id": focus.groups[0],
        "participant_id": own.id,
        "other_member": focus.members[2].id,
        "letter_id": _letter(focus, other),
        "idea_id": focus.write(probes.keep, here, by, "En thuis?"),
        "note_id": focus.write(back_room.write, here, by, "Kijk hier", group_id=focus.groups[0]),
        "material_id": focus.write(coding.code, said, focus.moderator, kind="interest"),
        "objective_id": focus.write(objectives.make, focus.workshop_id, focus.moderator, title="Samen"),
        "interview_id": interview(focus),
        "number": 1,
        "kind": "md",
        "name": "md",
    }


def _letter(focus: Focus, who: Someone) -> int:
    """A letter that waits."""
    now = focus.house.now()

    def queue(db: Any) -> int | None:
        db.get_one(Member, who.id).email = "an@lotus.example"
        return letters.queue(db, focus.workshop_id, who.id, "lost_link", "lost", {}, now, now)

    made = focus.house.write(queue)
    assert made is not None
    return made


def _agree(focus: Focus, who: Someone) -> None:
    focus.house.write(
        lambda db: consent.answer(db, who.id, {"taking_part": True, "quoting": False}, now=focus.house.now())
    )
