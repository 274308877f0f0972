"""Acts in a hall before anybody decides, for the story of every act (`test_snapshots_and_patches.py`)."""

from __future__ import annotations

from datetime import date
from typing import Any

from builders import contribute, intervention, join
from sqlalchemy import select

from sessions import contributions, participants, workshops
from sessions.exercises.answers import as_form
from sessions.hall import (
    image,
    levers,
    preparing,
)
from sessions.models import Lever


class HallActs:
    cast: Any
    house: Any
    step: Any
    first: Any
    second: Any
    third: Any
    by: Any
    write: Any

    def act_contribute(self) -> None:
        answer = intervention(
            "Taalcafé",
            reasons=["Je leert een naam, geen groep", "Samen eten"],
            preconditions=["Een vaste plek"],
            levers=["vertrouwen", "meerwaarde"],
            obstacle="Geen geld",
            formal=False,
        )
        self.top = contribute(self.house, self.first, self.step, answer)["id"]
        more = intervention("Buddy", reasons=["Iemand trekt de kar"], levers=["vertrouwen"])
        self.other = contribute(self.house, self.second, self.step, more)["id"]

    def act_heart(self) -> None:
        self.write(contributions.give_heart, self.top, self.second.id, given=True)
        self.write(contributions.give_heart, self.top, self.third.id, given=True)

    def act_take_heart_back(self) -> None:
        self.write(contributions.give_heart, self.top, self.second.id, given=False)

    def act_correct(self) -> None:
        answer = intervention("Taalcafé in de wasserette", reasons=["Je leert een naam", "Koffie"])
        self.write(contributions.correct, self.top, self.first.id, version=1, data=as_form(answer))

    def act_hide(self) -> None:
        self.write(contributions.hide, self.other, self.by, reason="Er staat een naam in.")

    def act_show(self) -> None:
        self.write(contributions.show, self.other, self.by)

    def act_withdraw(self) -> None:
        self.write(contributions.withdraw, self.other, self.second.id)

    def act_put_back(self) -> None:
        self.write(contributions.put_back, self.other, self.second.id)

    def act_someone_joins(self) -> None:
        join(self.house, self.cast.gathering, table=3)

    def act_change_tables(self) -> None:
        self.write(participants.change, self.first.id, table_number=4, name="An", language="fr")

    def act_extend(self) -> None:
        self.write(workshops.extend_step, self.cast.gathering, self.by)

    def act_turn_the_wall(self) -> None:
        self.write(workshops.turn_wall, self.cast.gathering, self.by, view="themes", hidden=True)

    def act_change_a_lever(self) -> None:
        with self.house.store.reading() as db:
            ids = list(db.scalars(select(Lever.id).where(Lever.workshop_id == self.cast.gathering)))
        texts = {ids[0]: ("Rechten", "Gelijk voor wie dan ook")}
        self.write(preparing.change_levers, self.cast.gathering, self.by, texts)

    def act_draw_the_image(self) -> None:
        with self.house.store.reading() as db:
            query = select(Lever.id).where(Lever.workshop_id == self.cast.gathering).order_by(Lever.position)
            first, *_, last = db.scalars(query)
        made = self.write(levers.add_lever, self.cast.gathering, self.by, name="Veiligheid")
        for start, end in ((made, first), (last, made)):
            reason = "Wie veilig is, durft meer."
            self.write(levers.set_arrow, self.cast.gathering, self.by, start=start, end=end, reason=reason)

    def act_change_reasons_and_remove_an_arrow(self) -> None:
        with self.house.store.reading() as db:
            one, other = (arrow.id for arrow in levers.arrows_of(db, self.cast.gathering)[-2:])
        self.write(levers.change_reasons, self.cast.gathering, self.by, {one: "Daarom"})
        self.write(levers.remove_arrow, self.cast.gathering, other, self.by)

    def act_remove_a_lever(self) -> None:
        with self.house.store.reading() as db:
            last = levers.levers_of(db, self.cast.gathering)[-1].id
        self.write(levers.remove_lever, last, self.by)

    def act_word_the_tree(self) -> None:
        with self.house.store.reading() as db:
            part = image.parts_of(db, self.cast.gathering)[0].id
        self.write(image.change_tree, self.cast.gathering, self.by, {part: ("Onze waarden", "")})
        self.write(image.set_vision, self.cast.gathering, self.by, "Samen sterk")

    def act_change_the_longlist(self) -> None:
        lines = [("Samen eten", "focusgroep 1"), ("Elkaar echt ontmoeten", "")]
        self.write(image.set_longlist, self.cast.gathering, self.by, lines)

    def act_change_details(self) -> None:
        self.write(
            preparing.change_details,
            self.cast.gathering,
            self.by,
            title="Iedereen",
            held_on=date(2026, 11, 24),
            language="nl",
            tables=12,
        )

    def act_change_member(self) -> None:
        email = "vreemd@lotus.example"
        self.write(preparing.set_member, self.cast.gathering, self.by, email=email, role="observer")
