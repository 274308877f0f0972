"""How a focus group's words look in a grade: what stands for a name. Who may be quoted at all is decided in
`sessions.focus.promises`.

Below the restricted grade a pseudonym becomes the code of this export, also where others wrote it. A name of
somebody else that was decided to be masked is masked in every grade; one that nobody decided on yet is
marked in the analysis grade, and masked in the public one.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from sqlalchemy import select
from sqlalchemy.orm import Session

from sessions.exports.grade import Grade
from sessions.material import third_persons
from sessions.material.full_names import literal, shorter
from sessions.material.third_persons import MASK, Named
from sessions.models import Contribution, ContributionVersion, Participant

OPEN_MARK = " [?]"
Edit = tuple[int, int, str]


@dataclass(frozen=True)
class Edited:
    """A text in which other words stand at some places; `edits` are places in the text as it was."""

    text: str
    edits: Sequence[Edit] = field(default=())

    def moved(self, start: int, end: int) -> tuple[int, int]:
        """Where the range of the text as it was stands now. What was replaced is held as a whole."""
        return self._at(start, after=False), self._at(end, after=True)

    def _at(self, place: int, *, after: bool) -> int:
        shift = 0
        for start, end, new in self.edits:
            if place <= start:
                break
            if place < end:
                return start + shift + (len(new) if after else 0)
            shift += len(new) - (end - start)
        return place + shift


class Rules:
    """How words of that workshop look in that grade. `codes` are the participants' codes by id."""

    def __init__(self, db: Session, workshop_id: int, grade: Grade, codes: Mapping[int, str]) -> None:
        self.grade = grade
        self.named: dict[int, list[Named]] = {}
        for each in third_persons.found(db, workshop_id):
            self.named.setdefault(each.contribution_id, []).append(each)
        self.pseudonyms: dict[int | None, dict[str, str]] = {}
        if grade is not Grade.RESTRICTED:
            for person in db.scalars(select(Participant).where(Participant.workshop_id == workshop_id)):
                if person.name:
                    self.pseudonyms.setdefault(person.group_id, {})[person.name] = codes[person.id]
        rows = [each for held in self.named.values() for each in held]
        self.decided_names = _said_shorter(rows, [each for each in rows if each.decision == "mask"])
        self.masked_names = _said_shorter(rows, [each for each in rows if self._is_masked(each)])

    def spoken(self, said: Contribution, version: ContributionVersion) -> Edited:
        """The words of that version as they may leave; empty where they may not."""
        if said.state == "withdrawn":
            return Edited("")
        present = version.number == said.version
        if self.grade is not Grade.RESTRICTED and (said.state != "shown" or not present):
            # Names were looked for in the words of now alone.
            return Edited("")
        named = self.named.get(said.id, []) if present else []
        masked = [each for each in named if self._is_masked(each)]
        marked = [each for each in named if self._is_marked(each)]
        return self._edited(version.text, self.pseudonyms.get(said.group_id, {}), masked, marked)

    def asked(self, text: str, group_id: int | None) -> str:
        """What a moderator wrote to that group: every name that is masked elsewhere is masked here too."""
        return self._asked(text, self.pseudonyms.get(group_id, {}), self.masked_names)

    def _asked(self, text: str, codes: Mapping[str, str], masked: set[str]) -> str:
        names = [Named(0, 0, *each, text, "mask") for each in literal(masked, text)]
        return self._edited(text, codes, names, []).text

    def worded(self, text: str, *, undecided: bool = True) -> str:
        """What was written for no group in particular: the same for the pseudonyms of every group. One that
        several people have says nothing any more. Without `undecided` only names that were decided on."""
        codes: dict[str, str] = {}
        for held in self.pseudonyms.values():
            codes |= {name: MASK if name in codes else code for name, code in held.items()}
        return self._asked(text, codes, self.masked_names if undecided else self.decided_names)

    def _is_masked(self, each: Named) -> bool:
        return each.decision == "mask" or (self.grade is Grade.PUBLIC and each.decision == "open")

    def _is_marked(self, each: Named) -> bool:
        return self.grade is Grade.ANALYSIS and each.decision == "open"

    def _edited(
        self, text: str, codes: Mapping[str, str], masked: Sequence[Named], marked: Sequence[Named]
    ) -> Edited:
        own = [(start, end, codes[text[start:end]]) for start, end in literal(codes, text)]
        # Somebody of the group is no third person: their code says it.
        edits: list[Edit] = [
            (each.starts_at, each.ends_at, MASK) for each in masked if not _within(each, own)
        ]
        taken = [(start, end) for start, end, _new in edits]
        own = [each for each in own if not any(each[0] < end and start < each[1] for start, end in taken)]
        edits += own
        edits += [(each.ends_at, each.ends_at, OPEN_MARK) for each in marked if not _within(each, own)]
        edits.sort(key=lambda each: (each[0], each[1]))
        for start, end, new in reversed(edits):
            text = text[:start] + new + text[end:]
        return Edited(text, edits)


def _within(named: Named, edits: Sequence[Edit]) -> bool:
    return any(start <= named.starts_at and named.ends_at <= end for start, end, _new in edits)


def _said_shorter(named: Sequence[Named], masked: Sequence[Named]) -> set[str]:
    """The masked names with how they are said shorter, but for what was kept by itself."""
    names = {each.name for each in masked}
    kept = {each.name for each in named if each.decision == "keep"}
    return names | ({short for name in names for short in shorter(name)} - kept)
