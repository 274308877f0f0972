"""Every act that leads the hall can be taken back exactly, and done again; never over people's heads."""

from __future__ import annotations

import random
import secrets
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from builders import Cast, contribute, intervention, join
from sqlalchemy import func, select

from sessions import contributions, undoing, workshops
from sessions.errors import Conflict, Invalid
from sessions.exercises.answers import as_form
from sessions.hall import findings, image, levers, pace, paper, preparing
from sessions.models import (
    Contribution,
    ContributionLever,
    Lever,
    LeverArgument,
    LeverArrow,
    Material,
    Place,
    Table,
    Workshop,
)
from sessions.projections import Audience, snapshot

Act = Callable[[], None]


class Lead:
    """A facilitator at work: each method is one act of the hall."""

    def __init__(self, cast: Cast) -> None:
        self.cast, self.house, self.by = cast, cast.house, cast.moderator
        self.one, self.two, self.three = cast.phones
        self.said = contribute(
            self.house, self.one, cast.step(), intervention("Taalcafé", reasons=["Je leert een naam"])
        )["id"]

    def does(self, verb: Any, *given: Any, **more: Any) -> Any:
        return self.house.write(lambda db: verb(db, *given, **more, now=self.house.clock.passes(seconds=7)))

    def leads(self, verb: Any, **more: Any) -> Any:
        return self.does(verb, self.cast.gathering, self.by, **more)

    def undo(self, seen: int | None = None) -> str:
        return self.does(undoing.undo_in_hall, self.cast.gathering, self.by, seen=seen)

    def redo(self, seen: int | None = None) -> str:
        return self.does(undoing.redo_in_hall, self.cast.gathering, self.by, seen=seen)

    @property
    def last(self) -> str | None:
        with self.house.store.reading() as db:
            change = undoing.undoable_in_hall(db, self.cast.gathering)
            return undoing.act_of(db, change) if change else None

    def go_to(self, kind: str) -> None:
        with self.house.store.reading() as db:
            present = workshops.present_step(db, self.cast.gathering)
        target = self.cast.step(kind)
        seen = present.id if present else None
        self.does(workshops.go_to_step, self.cast.gathering, target, self.by, seen=seen)

    def type_paper(self, text: str = "Op papier", *, table: int = 2, replace: bool = False) -> int:
        with self.house.store.reading() as db:
            table_id = db.scalar(
                select(Table.id).where(Table.workshop_id == self.cast.gathering, Table.number == table)
            )
        return self.does(
            paper.enter,
            self.cast.step("findings"),
            self.cast.facilitator,
            table_id=table_id,
            language="nl",
            key=secrets.token_hex(16),
            data=as_form({"text": text}),
            replace=replace,
        )["id"]

    def acts(self, chance: random.Random) -> list[Act]:
        lever, explanation = self.lever(), secrets.token_hex(4)
        number = chance.randint(10, 14)
        return [
            lambda: self.go_to(chance.choice(["moment", "interventions", "findings", "lotus"])),
            lambda: self.leads(workshops.extend_step),
            lambda: self.leads(workshops.turn_wall, view=chance.choice(["levers", "tree"]), hidden=None),
            lambda: self.leads(workshops.turn_wall, view=None, hidden=chance.random() < 0.5),
            lambda: self.leads(preparing.change_levers, texts={lever: ("Vertrouwen", explanation)}),
            lambda: self.does(
                preparing.change_step,
                self.cast.step("lotus"),
                self.by,
                title=f"Lotus {chance.random()}",
                prompt="Waarom?",
                minutes=chance.randint(20, 60),
            ),
            lambda: self.leads(
                preparing.change_details,
                title=f"Dag {chance.random()}",
                held_on=date(2026, 12, 1),
                language="nl",
                tables=number,
            ),
            lambda: self.does(
                pace.set_stage,
                self.cast.gathering,
                self.cast.step("lotus"),
                chance.choice(["private", "shared"]),
                self.by,
            ),
            lambda: self.does(pace.set_pace, self.cast.gathering, chance.random() < 0.5, self.by),
            lambda: self.does(contributions.hide, self.said, self.by, reason="Er staat een naam in."),
            lambda: self.does(contributions.show, self.said, self.by),
            lambda: self.does(findings.tell, self.cast.gathering, None, self.by),
            lambda: self._type_and_tell(chance),
        ]

    def _type_and_tell(self, chance: random.Random) -> None:
        table = chance.randint(1, 4)
        self.type_paper(secrets.token_hex(3), table=table, replace=True)
        self.does(findings.tell, self.cast.gathering, table, self.by)

    def lever(self) -> int:
        with self.house.store.reading() as db:
            return db.scalars(select(Lever.id).where(Lever.workshop_id == self.cast.gathering)).first()

    def seen(self) -> dict[str, Any]:
        """What everybody sees, what is undoable left out; what was withdrawn nobody sees."""
        shown: dict[str, Any] = {}
        with self.house.store.reading() as db:
            tables = db.scalars(select(Table.id).where(Table.workshop_id == self.cast.gathering))
            audiences = [Audience(kind, self.cast.gathering) for kind in ("wall", "studio", "phone")]
            for audience in [*audiences, *(Audience("table", each) for each in tables)]:
                shown |= {
                    f"{audience} {name}": item
                    for name, item in snapshot(db, audience).items.items()
                    if name != "acts:0" and item.get("state") != "withdrawn" and "wrote" not in item
                }
        return shown

    def depth(self) -> int:
        with self.house.store.reading() as db:
            stack = undoing.Stack(self.cast.gathering)
            return db.scalar(select(func.count()).where(*stack.where())) or 0


@pytest.fixture
def lead(cast: Cast) -> Lead:
    return Lead(cast)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(6))
def test_any_sequence_is_taken_back_exactly_and_done_again_exactly(lead: Lead, seed: int) -> None:
    chance = random.Random(seed)
    before, states = lead.depth(), [lead.seen()]
    acts: list[int] = []
    for _ in range(12):
        chance.choice(lead.acts(chance))()
        added = lead.depth() - before - sum(acts)
        if added:
            acts.append(added)
            states.append(lead.seen())
    for count, state in zip(reversed(acts), reversed(states[:-1]), strict=True):
        for _ in range(count):
            lead.undo()
        assert lead.seen() == state
    for count, state in zip(acts, states[1:], strict=True):
        for _ in range(count):
            lead.redo()
        assert lead.seen() == state


def test_it_says_what_was_taken_back(lead: Lead) -> None:
    lead.go_to("findings")
    lead.leads(workshops.extend_step)
    lead.leads(workshops.turn_wall, view=None, hidden=True)
    lead.does(contributions.hide, lead.said, lead.by, reason="Staat er twee keer.")
    assert [lead.undo() for _ in range(4)] == [
        "contribution.hidden",
        "wall.covered",
        "step.extended",
        "step.opened",
    ]
    assert lead.redo() == "step.opened"
    assert lead.last == "step.opened"


def test_a_new_act_ends_redo(lead: Lead) -> None:
    lead.go_to("findings")
    lead.undo()
    lead.leads(workshops.extend_step)
    with pytest.raises(Conflict):
        lead.redo()


def test_an_act_that_somebody_else_did_in_the_meantime_is_not_taken_back_blindly(lead: Lead) -> None:
    lead.go_to("findings")
    with lead.house.store.reading() as db:
        change = undoing.undoable_in_hall(db, lead.cast.gathering)
        assert change is not None
    lead.leads(workshops.extend_step)
    with pytest.raises(Conflict):
        lead.undo(seen=change.id)
    assert lead.last == "step.extended"


def test_what_its_author_withdrew_since_stays_withdrawn(lead: Lead) -> None:
    lead.go_to("interventions")
    lead.leads(workshops.extend_step)
    lead.does(contributions.hide, lead.said, lead.by, reason="Staat er twee keer.")
    lead.does(contributions.withdraw, lead.said, lead.one.id)
    assert lead.last == "step.extended"
    lead.undo()
    with lead.house.store.reading() as db:
        assert db.get_one(Contribution, lead.said).state == "withdrawn"


def test_a_table_where_somebody_sat_down_does_not_vanish(lead: Lead) -> None:
    lead.leads(preparing.change_details, title="Dag", held_on=date(2026, 12, 1), language="nl", tables=12)
    join(lead.house, lead.cast.gathering, table=12)
    assert lead.last is None


def test_a_table_where_paper_lies_does_not_vanish(lead: Lead) -> None:
    day = {"title": "Dag", "held_on": date(2026, 12, 1), "language": "nl"}
    lead.leads(preparing.change_details, **day, tables=12)
    lead.type_paper(table=12)
    assert lead.undo() == "contribution.made", "the paper is withdrawn, and stays with its table"
    assert lead.last != "workshop.changed"
    with pytest.raises(Invalid, match="is al iets geschreven"):
        lead.leads(preparing.change_details, **day, tables=11)


def test_a_new_lever_that_somebody_chose_is_not_taken_back(lead: Lead) -> None:
    made = lead.leads(levers.add_lever, name="Veiligheid")
    with lead.house.store.reading() as db:
        key = db.get_one(Lever, made).key
    answer = intervention("Buurtwacht", levers=[key])
    assert lead.last == "levers.changed"
    said = contribute(lead.house, lead.two, lead.cast.step(), answer)["id"]
    assert lead.undo() == "step.opened", "what was done before it, and not the lever"
    with lead.house.store.reading() as db:
        chosen = select(ContributionLever.lever_id).where(ContributionLever.contribution_id == said)
        assert db.scalars(chosen).all() == [made]


def test_a_lever_comes_back_with_why_it_matters_and_what_stood_by_it(lead: Lead) -> None:
    lever = lead.lever()
    workshop = lead.cast.gathering

    def furnish(db: Any) -> None:
        argument = LeverArgument(workshop_id=workshop, lever_id=lever, position=1, text="Omdat het helpt")
        db.add(argument)
        common = {
            "workshop_id": workshop,
            "contribution_id": lead.said,
            "version": 1,
            "made_at": lead.house.now(),
        }
        db.add(Material(**common, starts_at=0, ends_at=4, kind="lever_argument", text="Taal", lever_id=lever))

    lead.house.write(furnish)

    def rows() -> list[Any]:
        with lead.house.store.reading() as db:
            models = (Lever, LeverArrow, LeverArgument, Material)
            return [
                {column.name: getattr(row, column.name) for column in model.__table__.columns}
                for model in models
                for row in db.scalars(select(model).order_by(model.id))
            ]

    before = rows()
    lead.does(levers.remove_lever, lever, lead.by)
    assert len(rows()) < len(before)
    assert lead.undo() == "levers.changed"
    assert rows() == before


def test_the_vision_is_called_so_when_it_is_taken_back(lead: Lead) -> None:
    lead.leads(image.set_vision, text="Een dorp waar iedereen telt")
    assert lead.undo() == "vision.changed"


def test_nothing_is_taken_back_across_the_closing_of_the_day(lead: Lead) -> None:
    lead.leads(workshops.extend_step)
    lead.leads(workshops.close_workshop)
    assert lead.last is None
    lead.leads(workshops.open_workshop)
    with pytest.raises(Conflict):
        lead.undo()


def test_paper_that_is_taken_back_is_withdrawn_and_the_table_has_its_own_words_again(lead: Lead) -> None:
    first = lead.type_paper("Eerst")
    second = lead.type_paper("Beter", replace=True)
    assert lead.undo() == "contribution.made"
    with lead.house.store.reading() as db:
        assert db.get_one(Contribution, first).state == "shown"
        assert db.get_one(Contribution, second).state == "withdrawn"
        assert db.scalars(select(Place.contribution_id)).all() == [first]


def test_a_covered_wall_that_is_covered_again_is_one_act(lead: Lead) -> None:
    lead.leads(workshops.turn_wall, view=None, hidden=True)
    lead.leads(workshops.turn_wall, view=None, hidden=True)
    lead.undo()
    assert lead.last == "step.opened"
    with lead.house.store.reading() as db:
        assert db.get_one(Workshop, lead.cast.gathering).wall_hidden is False
