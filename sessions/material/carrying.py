"""Everything of use goes along to the next workshop: longlist, lever arguments, vision elements, basic
objectives, lexicon."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from sessions import saying, undoing, words
from sessions.errors import Conflict, Missing
from sessions.exercises import Draft
from sessions.journal import Actor, Before, record
from sessions.lexicon import carrying as lexicon
from sessions.material import coding
from sessions.material import objectives as shared
from sessions.material.coding import Coded
from sessions.material.onward import VISION_KEY
from sessions.material.outside import Outside
from sessions.models import (
    Change,
    Contribution,
    Exercise,
    Ingredient,
    Lever,
    LeverArgument,
    Objective,
    TreePart,
    Workshop,
)
from sessions.saying import Speaker
from sessions.verbs import Verb

LONGEST_SOURCE = 120
LONGEST_VISION = 80
_CARRYING = (Verb.MATERIAL_CARRIED.value, Verb.LEXICON_CARRIED.value)


@dataclass
class Carried:
    """How much came, and in `left` the sentences that say what could not come and why."""

    ingredients: int = 0
    arguments: int = 0
    visions: int = 0
    objectives: int = 0
    terms: int = 0
    left: list[str] = field(default_factory=list)


def carry(db: Session, from_id: int, into_id: int, actor: Actor, *, now: datetime) -> Carried:
    """The material of the first workshop stands in the second one too; what came before does not come twice.

    The same ingredient from several groups is one line of the longlist whose source names them. A lever or a
    part of the tree is found by its key. Vision elements hang on the tree as contributions that staff
    entered, which takes a step of the kind tree. An objective tells whether it was shared, and by which
    groups; the material behind it stays where it was. Raises: Missing.
    """
    source, target = db.get(Workshop, from_id), db.get(Workshop, into_id)
    if source is None or target is None or from_id == into_id:
        raise Missing("workshop")
    carrying = _Carrying(db, source, target, actor, now)
    carrying.longlist(carrying.sayable("ingredient"))
    carrying.arguments(carrying.sayable("lever_argument"))
    carrying.visions(carrying.sayable("vision"))
    carrying.basic_objectives(shared.of_workshop(db, from_id))
    carrying.tell_what_stays()
    carrying.tell()
    carrying.carried.terms = lexicon.carry(db, from_id, into_id, actor, now=now)
    return carrying.carried


def carried_last(db: Session, into_id: int) -> Change | None:
    """The last act of that workshop that can be taken back, where it brought material or a lexicon there."""
    last = undoing.undoable_in_hall(db, into_id)
    return last if last is not None and last.verb in _CARRYING else None


def take_back(db: Session, into_id: int, actor: Actor, *, seen: int | None, now: datetime) -> None:
    """What was brought there last is gone again: material, and the lexicon that came with it.

    Raises: Conflict when something else happened there since.
    """
    last = carried_last(db, into_id)
    if last is None:
        raise Conflict("nothing was brought here last")
    undoing.undo_in_hall(db, into_id, actor, seen=seen, now=now)
    before = carried_last(db, into_id)
    if before is not None and before.at == last.at and before.verb != last.verb:
        undoing.undo_in_hall(db, into_id, actor, seen=before.id, now=now)


class _Carrying:
    """One act: what it touches, and the way back."""

    def __init__(self, db: Session, source: Workshop, target: Workshop, actor: Actor, now: datetime) -> None:
        self.db, self.source, self.target, self.actor, self.now = db, source, target, actor, now
        self.before, self.carried = Before(), Carried()
        self.outside = Outside(db, source.id)
        self.texts: dict[int, str] = {}
        self.kept: set[str] = set()
        self.touched: dict[str, list[int]] = {
            "ingredient": [],
            "lever": [],
            "contribution": [],
            "objective": [],
        }

    def say(self, sentence: str, **values: object) -> str:
        return words.say(self.target.language, sentence, **values)

    def sayable(self, kind: str) -> list[Coded]:
        """The material of that kind that may be said outside its workshop; `texts` holds how."""
        coded = coding.of_workshop(self.db, self.source.id, kinds=(kind,))
        for each in coded:
            text = self.outside.text(each)
            if text is not None:
                self.texts[each.material.id] = text
        free = [each for each in coded if each.material.id in self.texts]
        said = {each.material.text.casefold() for each in free}
        self.kept |= {each.material.text.casefold() for each in coded} - said
        return free

    def tell_what_stays(self) -> None:
        if self.kept:
            sentence = words.mark(
                "%(count)d stukken kwamen niet mee: ze zeggen letterlijk wat iemand besloten antwoordde, of "
                "wat iemand schreef die niet aangehaald wil worden. Zeg ze in eigen woorden."
            )
            self.carried.left.append(self.say(sentence, count=len(self.kept)))

    def longlist(self, coded: Sequence[Coded]) -> None:
        standing = select(Ingredient).where(Ingredient.workshop_id == self.target.id)
        present = list(self.db.scalars(standing))
        known = {each.origin_id for each in present}
        texts = {each.text.casefold() for each in present}
        place = max((each.position for each in present), default=0)
        for group in _alike(coded):
            first = group[0].material
            text = self.texts[first.id][: coding.LONGEST_INGREDIENT]
            if text.casefold() in texts or any(each.material.id in known for each in group):
                continue
            place += 1
            made = Ingredient(
                workshop_id=self.target.id,
                position=place,
                text=text,
                source=self.heard_in(group),
                origin_id=first.id,
            )
            self._put("ingredient", made)
            self.carried.ingredients += 1

    def arguments(self, coded: Sequence[Coded]) -> None:
        levers = {each.key: each.id for each in self._of(Lever)}
        standing = self.db.scalars(
            select(LeverArgument.origin_id).where(LeverArgument.workshop_id == self.target.id)
        )
        known, missing = set(standing), 0
        place = self.db.scalar(
            select(func.max(LeverArgument.position)).where(LeverArgument.workshop_id == self.target.id)
        )
        for number, each in enumerate(coded, start=(place or 0) + 1):
            own = self.db.get(Lever, each.material.lever_id or 0)
            lever_id = levers.get(own.key) if own is not None else None
            if each.material.id in known:
                continue
            if lever_id is None:
                missing += 1
                continue
            made = LeverArgument(
                workshop_id=self.target.id,
                lever_id=lever_id,
                position=number,
                text=self.texts[each.material.id],
                source=self.heard_in([each]),
                origin_id=each.material.id,
            )
            self._put("lever", made, touched=lever_id)
            self.carried.arguments += 1
        if missing:
            sentence = words.mark("%(count)d argumenten kwamen niet mee: de workshop heeft hun hefboom niet.")
            self.carried.left.append(self.say(sentence, count=missing))

    def visions(self, coded: Sequence[Coded]) -> None:
        step = self.db.scalar(
            select(Exercise)
            .where(Exercise.workshop_id == self.target.id, Exercise.kind == "tree")
            .order_by(Exercise.position)
            .limit(1)
        )
        if step is None:
            if coded:
                sentence = words.mark(
                    "%(count)d elementen voor de boom kwamen niet mee: het programma heeft geen stap De boom."
                )
                self.carried.left.append(self.say(sentence, count=len(coded)))
            return
        parts = {each.key for each in self._of(TreePart)}
        missing = sum(not self._hang(step, each, parts) for each in coded)
        if missing:
            sentence = words.mark("%(count)d elementen kwamen niet mee: de boom heeft hun deel niet.")
            self.carried.left.append(self.say(sentence, count=missing))

    def _hang(self, step: Exercise, each: Coded, parts: set[str]) -> bool:
        """Whether the element hangs there now, or did already."""
        own = self.db.get(TreePart, each.material.tree_part_id or 0)
        if own is None or own.key not in parts:
            return False
        key = f"{VISION_KEY}{each.material.id}"
        known = select(Contribution.id).where(
            Contribution.workshop_id == self.target.id, Contribution.key == key
        )
        if self.db.scalar(known) is not None:
            return True
        speaker = Speaker(None, None, self.target.language, entered_by=self.actor.id)
        text = self.texts[each.material.id][:LONGEST_VISION]
        draft = Draft("vision", text, fields={"part": own.key, "from": self.heard_in([each])})
        made = saying.add(self.db, step, speaker, draft, key=key, state="shown", now=self.now)
        self.before.instead(made, state="withdrawn")
        self.touched["contribution"].append(made.id)
        self.carried.visions += 1
        return True

    def basic_objectives(self, held: Sequence[shared.Held]) -> None:
        present = shared.of_workshop(self.db, self.target.id)
        known = {each.objective.origin_id for each in present}
        titles = {each.objective.title.casefold() for each in present}
        place = max((each.objective.position for each in present), default=0)
        for each in held:
            if each.objective.id in known or each.objective.title.casefold() in titles:
                continue
            place += 1
            made = Objective(
                workshop_id=self.target.id,
                position=place,
                title=self.outside.worded(each.objective.title, quoted=False),
                description=self.outside.worded(each.objective.description, quoted=False),
                source=each.objective.source or self.heard_in(each.behind),
                origin_id=each.objective.id,
                came_shared=each.shared,
                decided_by=each.objective.decided_by,
                decided_at=self.now,
            )
            self._put("objective", made)
            self.carried.objectives += 1

    def heard_in(self, coded: Sequence[Coded]) -> str:
        """Where it was heard: the workshop, and the groups; not where it was said to the moderator alone."""
        open_ones = [each for each in coded if not self.outside.is_private(each.contribution)]
        groups = ", ".join(dict.fromkeys(each.group for each in open_ones if each.group))
        return f"{self.source.title}: {groups}"[:LONGEST_SOURCE] if groups else self.source.title

    def tell(self) -> None:
        if not self.before.inverse:
            return
        self.db.flush()
        record(
            self.db,
            self.target.id,
            Verb.MATERIAL_CARRIED,
            self.actor,
            now=self.now,
            touched=self.touched,
            inverse=self.before.inverse,
        )

    def _put(
        self, kind: str, row: Ingredient | LeverArgument | Objective, *, touched: int | None = None
    ) -> None:
        self.db.add(row)
        self.db.flush()
        self.before.made(row)
        self.touched[kind].append(touched or row.id)

    def _of(self, model: type[Lever] | type[TreePart]) -> Sequence[Lever | TreePart]:
        rows: Sequence[Lever | TreePart] = list(
            self.db.scalars(select(model).where(model.workshop_id == self.target.id))
        )
        return rows


def _alike(coded: Sequence[Coded]) -> list[list[Coded]]:
    """The same words from several places are one ingredient."""
    found: dict[str, list[Coded]] = {}
    for each in coded:
        found.setdefault(each.material.text.casefold(), []).append(each)
    return list(found.values())
