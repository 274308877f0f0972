"""The invariant of the live news: for every act and every audience, snapshot + patches == fresh snapshot."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pytest
from builders import Cast, contribute, intervention, join, open_at, propose
from sqlalchemy import select
from story_erasing import ErasingActs
from story_guide import GuideActs
from story_lexicon import LexiconActs
from story_material import MaterialActs
from story_members import MemberActs
from story_moderating import ModeratingActs
from story_workbench import WorkbenchActs

from sessions import contributions, journal, participants, undoing, workshops
from sessions.analysis import key_groups, themes
from sessions.exercises.answers import as_form
from sessions.hall import (
    findings,
    handovers,
    image,
    levers,
    meant,
    pace,
    paper,
    piles,
    places,
    preparing,
    programme,
    ratings,
)
from sessions.journal import Actor
from sessions.models import Contribution, Lever, Participant, Passage, Run, Table
from sessions.projections import Audience, patch, snapshot
from sessions.proposing import cuts, known_themes, proposals, runs
from sessions.verbs import Verb


def applied(items: dict[str, Any], change: dict[str, Any]) -> dict[str, Any]:
    """What a client does with a patch: drop, then put."""
    kinds = {name.removesuffix("*") for name in change["drop"] if name.endswith(":*")}
    kept = {
        name: item
        for name, item in items.items()
        if name not in change["drop"] and f"{name.partition(':')[0]}:" not in kinds
    }
    return kept | change["put"]


def tables_of(cast: Cast) -> list[int]:
    with cast.house.store.reading() as db:
        return list(
            db.scalars(select(Table.id).where(Table.workshop_id == cast.gathering, Table.number <= 4))
        )


class Watcher:
    """Every audience of the cast's workshop: what it saw first, kept up to date by patches alone."""

    def __init__(self, cast: Cast) -> None:
        self.cast = cast
        scopes = [("wall", cast.gathering), ("studio", cast.gathering), ("phone", cast.gathering)]
        scopes += [("me", phone.id) for phone in cast.phones]
        scopes += [("table", table_id) for table_id in tables_of(cast)]
        scopes += [("workbench", cast.analysis(key)) for key in ("why", "preconditions")]
        self.seen: dict[Audience, dict[str, Any]] = {}
        self.revision: dict[Audience, int] = {}
        with cast.house.store.reading() as db:
            for scope in scopes:
                first = snapshot(db, Audience(*scope))
                self.seen[first.audience] = first.items
                self.revision[first.audience] = first.revision

    def newest(self) -> int:
        with self.cast.house.store.reading() as db:
            return journal.latest(db)

    def verbs_since(self, change_id: int) -> set[str]:
        with self.cast.house.store.reading() as db:
            return {change.verb for change in journal.newer(db, change_id)}

    def catch_up(self) -> set[str]:
        """Applies what is new; returns the verbs. Fails where somebody sees less than a newcomer."""
        verbs: set[str] = set()
        with self.cast.house.store.reading() as db:
            for audience, items in self.seen.items():
                changes = journal.since(db, self.cast.gathering, self.revision[audience])
                verbs |= {change.verb for change in changes}
                if not changes:
                    continue
                self.seen[audience] = applied(items, patch(db, audience, changes).as_json())
                self.revision[audience] = changes[-1].revision
                assert self.seen[audience] == snapshot(db, audience).items, f"{audience} after {verbs}"
        return verbs


@pytest.fixture
def watcher(cast: Cast) -> Watcher:
    return Watcher(cast)


def test_every_act_reaches_every_audience_as_a_newcomer_would_see_it(cast: Cast, watcher: Watcher) -> None:
    story = Story(cast)
    told: set[str] = set()
    for act in story.acts():
        seen = watcher.newest()
        act()
        watcher.catch_up()
        # Focus groups are workshops of their own: nobody in the hall hears of what happens there.
        new = watcher.verbs_since(seen)
        assert new, f"{act.__name__} left no trace in the journal"
        told |= new
    untold = {verb.value for verb in Verb} - told
    before_anybody_looks = {Verb.WORKSHOP_MADE.value, Verb.WORKSHOP_IMPORTED.value}
    assert untold <= before_anybody_looks, "an act is missing from this story"


def test_patches_over_many_acts_at_once_say_the_same(cast: Cast, watcher: Watcher) -> None:
    for act in Story(cast).acts():
        act()
    watcher.catch_up()


# What has a way back of its own, and why.
NOT_UNDONE = {
    Verb.WORKSHOP_MADE: "it begins the journal",
    Verb.WORKSHOP_OPENED: "the workshop is closed again",
    Verb.WORKSHOP_CLOSED: "the workshop is opened again",
    Verb.MEMBER_CHANGED: "the role is given back on the page of the members",
}


def test_every_act_of_staff_in_the_hall_can_be_taken_back(cast: Cast) -> None:
    for act in Story(cast).acts():
        act()
    with cast.house.store.reading() as db:
        changes = journal.since(db, cast.gathering, 0)
    hall = [each for each in changes if each.actor_kind == "user" and each.analysis_id is None]
    final = {each.verb for each in hall if each.inverse is None}
    assert final <= {verb.value for verb in NOT_UNDONE}, "a verb hands no inverse to the journal"


class Story(GuideActs, LexiconActs, MaterialActs, WorkbenchActs, MemberActs, ModeratingActs, ErasingActs):
    """One of each act, in an order that makes sense."""

    def __init__(self, cast: Cast) -> None:
        self.cast, self.house = cast, cast.house
        self.step = cast.step()
        self.why, self.needs = cast.analysis("why"), cast.analysis("preconditions")
        self.first, self.second, self.third = cast.phones
        self.by = cast.moderator

    @property
    def now(self) -> datetime:
        return self.house.now()

    def acts(self) -> list[Any]:
        parts = (Story, *Story.__bases__)
        names = [name for part in parts for name in vars(part) if name.startswith("act_")]
        return [getattr(self, name) for name in names]

    def write(self, verb: Any, *args: Any, **kwargs: Any) -> Any:
        return self.house.write(lambda db: verb(db, *args, **kwargs, now=self.now))

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

    def act_run_under_way(self) -> None:
        run_id = self.write(runs.start_run, self.why, user_id=self.by.id)
        self.write(runs.note_progress, run_id, 0.4, "woorden vergelijken")
        self.write(runs.end_run, run_id, "cancelled", "", actor=self.by)

    def act_propose(self) -> None:
        passages = self.cast.passages()
        propose(self.house, self.why, [("naam, groep", passages[:2]), ("kar, trekker", passages[2:])])

    def act_adopt(self) -> None:
        with self.house.store.reading() as db:
            cluster = proposals.on_the_table(db, self.why)[0].id
        self.theme = self.write(proposals.adopt, cluster, self.by, title="Ontmoeten")

    def act_set_aside(self) -> None:
        with self.house.store.reading() as db:
            cluster = proposals.on_the_table(db, self.why)[0].id
        self.write(proposals.set_aside, cluster, self.by)

    def act_make_a_theme(self) -> None:
        self.new = self.write(
            themes.make, self.why, self.by, title="Trekkers", passage_ids=self.cast.passages()[2:]
        )

    def act_describe(self) -> None:
        self.write(themes.change, self.new, self.by, description="Wie duwt en trekt", level="goal")

    def act_group(self) -> None:
        self.group = self.write(key_groups.make, self.why, self.by, title="Mensen")
        self.write(themes.change, self.theme, self.by, key_group_id=self.group)

    def act_rename_group(self) -> None:
        self.write(key_groups.change, self.group, self.by, title="Mensen samen")

    def act_warm_what_was_placed(self) -> None:
        self.write(contributions.give_heart, self.top, self.second.id, given=True)

    def act_move(self) -> None:
        passages = self.cast.passages()[:1]
        self.write(themes.move, self.why, self.by, passage_ids=passages, theme_id=self.new)

    def act_split(self) -> None:
        passages = self.cast.passages()[:1]
        self.part = self.write(themes.split, self.new, self.by, passage_ids=passages, title="Namen")

    def act_rank(self) -> None:
        self.write(themes.rank, self.why, self.by, theme_ids=[self.new, self.theme])

    def act_merge(self) -> None:
        self.write(themes.merge, self.theme, self.part, self.by)

    def act_withdraw_something_placed(self) -> None:
        self.write(contributions.withdraw, self.top, self.first.id)

    def act_dissolve(self) -> None:
        self.write(themes.dissolve, self.theme, self.by)

    def act_undo(self) -> None:
        self.write(undoing.undo, self.why, self.by)

    def act_undo_again(self) -> None:
        self.write(undoing.undo, self.why, self.by)

    def act_redo(self) -> None:
        self.write(undoing.redo, self.why, self.by)

    def act_dissolve_group(self) -> None:
        self.write(key_groups.change, self.group, self.by, dissolved=True)

    def act_change_step(self) -> None:
        self.write(preparing.change_step, self.step, self.by, title="Oefening", prompt="Wat?", minutes=50)

    def act_next_step(self) -> None:
        with self.house.store.reading() as db:
            steps = workshops.steps_of(db, self.cast.gathering)
        following = next(step.id for step in steps if step.position == 4)
        self.write(workshops.go_to_step, self.cast.gathering, following, self.by, seen=self.step)

    def act_write_a_finding(self) -> None:
        findings_step = self.cast.step("findings")
        self.finding = contribute(self.house, self.second, findings_step, {"text": "Klein begint het."})["id"]

    def act_the_table_agrees(self) -> None:
        self.write(findings.agree, self.finding, self.second.id, version=1)

    def act_tell_a_finding(self) -> None:
        self.write(findings.tell, self.cast.gathering, 1, self.by)

    def act_type_paper(self) -> None:
        with self.house.store.reading() as db:
            tables = select(Table.id).where(Table.workshop_id == self.cast.gathering, Table.number == 5)
            table_id = db.scalar(tables)
        self.typed = self.write(
            paper.enter,
            self.cast.step("findings"),
            self.by.id,
            table_id=table_id,
            language="nl",
            key="papier-van-vijf",
            data=as_form({"text": "Het begint bij één mens."}),
        )["id"]

    def act_strike_paper(self) -> None:
        self.write(paper.strike, self.typed, self.by)

    def act_go_on_on_another_phone(self) -> None:
        self.write(handovers.offer_place, self.third.id, "K7M4PQ")
        self.write(handovers.take_place, self.cast.gathering, "K7M4PQ", "n" * 43)

    def act_undo_in_the_hall(self) -> None:
        for _ in range(4):
            self.write(undoing.undo_in_hall, self.cast.gathering, self.by, seen=None)

    def act_redo_in_the_hall(self) -> None:
        for _ in range(4):
            self.write(undoing.redo_in_hall, self.cast.gathering, self.by, seen=None)

    def act_begin_the_lotus(self) -> None:
        self.lotus = open_at(self.house, self.cast.gathering, "lotus")

    def act_write_a_note_for_oneself(self) -> None:
        self.note = contribute(self.house, self.second, self.lotus, {"text": "Iemand trekt de kar"})["id"]

    def act_share_the_lotus(self) -> None:
        self.write(pace.set_stage, self.cast.gathering, self.lotus, "shared", self.by)

    def act_lay_the_note(self) -> None:
        self.write(places.lay, self.note, self.second.id, name="C", over=None)

    def act_say_something_below_it(self) -> None:
        answer = {"text": "Een vaste trekker", "place": "C1"}
        self.below = contribute(self.house, self.second, self.lotus, answer)["id"]

    def act_lay_other_words_over_it(self) -> None:
        self.newcomer = join(self.house, self.cast.gathering, table=1)
        answer = {"text": "Iemand duwt", "place": "C", "over": self.note}
        self.over = contribute(self.house, self.newcomer, self.lotus, answer)["id"]

    def act_move_a_petal_of_somebody_else(self) -> None:
        self.write(places.lay, self.below, self.newcomer.id, name="C2", over=None)

    def act_take_a_petal_away(self) -> None:
        self.write(places.clear, self.over, self.second.id, version=1)

    def act_hide_and_show_a_petal(self) -> None:
        self.write(contributions.hide, self.below, self.by, reason="Er staat een naam in.")
        self.write(contributions.show, self.below, self.by)

    def act_take_a_note_to_another_table(self) -> None:
        self.write(participants.change, self.second.id, table_number=2, name="", language="nl")
        self.write(places.lay, self.note, self.second.id, name="H8", over=None)

    def act_let_tables_go_their_own_way(self) -> None:
        self.write(pace.set_pace, self.cast.gathering, True, self.by)

    def act_a_table_goes_on(self) -> None:
        with self.house.store.reading() as db:
            here = db.get_one(Participant, self.second.id).table_id
        by = Actor("participant", self.second.id)
        seen = (self.lotus, "shared")
        self.write(pace.move_table, here, self.step, by, seen=seen)

    def act_gather_the_tables(self) -> None:
        self.write(pace.gather, self.cast.gathering, self.by)

    def act_add_a_step(self) -> None:
        gathering = self.cast.gathering
        self.added = self.write(programme.add_step, gathering, "ideas", self.by, after=self.step)

    def act_copy_a_step(self) -> None:
        self.write(programme.copy_step, self.added, self.by)

    def act_move_a_step(self) -> None:
        self.write(programme.move_step, self.added, 1, self.by)

    def act_take_a_step_out(self) -> None:
        self.write(programme.remove_step, self.added, self.by)

    def act_close(self) -> None:
        self.write(workshops.close_workshop, self.cast.gathering, self.by)

    def act_reopen(self) -> None:
        self.write(workshops.open_workshop, self.cast.gathering, self.by)

    def act_open_the_ranking(self) -> None:
        ids = self.cast.passages("preconditions")
        self.needed = [
            self.write(themes.make, self.needs, self.by, title=title, passage_ids=ids[place : place + 1])
            for place, title in enumerate(("Middelen", "Beleid", "Tijd"))
        ]
        self.ranking = self.cast.step("ranking")
        with self.house.store.reading() as db:
            present = workshops.present_step(db, self.cast.gathering)
        seen = present.id if present else None
        self.write(workshops.go_to_step, self.cast.gathering, self.ranking, self.by, seen=seen)

    def act_put_in_order(self) -> None:
        for phone, order in ((self.first, self.needed), (self.third, self.needed[::-1])):
            self.write(ratings.give, self.ranking, phone.id, order)

    def act_put_in_order_again(self) -> None:
        order = [self.needed[1], self.needed[0], self.needed[2]]
        self.write(ratings.give, self.ranking, self.first.id, order)

    def act_dissolve_what_was_rated(self) -> None:
        self.write(themes.dissolve, self.needed[0], self.by)

    def act_take_back_what_was_rated(self) -> None:
        for _ in range(3):
            self.write(undoing.undo, self.needs, self.by)

    def act_open_the_sorting(self) -> None:
        self.sorting = self.write(programme.add_step, self.cast.gathering, "sorting", self.by, after=None)
        self.write(workshops.go_to_step, self.cast.gathering, self.sorting, self.by, seen=self.ranking)

    def act_sort(self) -> None:
        """The first makes two piles and moves one statement, the third makes one."""
        self.statements = self.cast.passages("why")
        for statement, pile, seen in ((0, "a", ""), (1, "a", ""), (2, "b", ""), (1, "b", "a")):
            self.sort(self.first, statement, pile, seen)
        self.sort(self.third, 0, "c", "")

    def sort(self, phone: Any, statement: int, pile: str, seen: str) -> None:
        self.write(piles.put, self.sorting, phone.id, self.statements[statement], pile=pile, seen=seen)

    def act_name_a_pile(self) -> None:
        self.write(piles.name, self.sorting, self.first.id, pile="b", name="Dichtbij")

    def act_take_back_a_statement(self) -> None:
        self.write(piles.take_back, self.sorting, self.first.id, self.statements[1], seen="b")

    def act_merge_piles(self) -> None:
        self.write(piles.merge, self.sorting, self.first.id, pile="a", into="b")

    def act_hide_a_statement(self) -> None:
        with self.house.store.reading() as db:
            said = db.get_one(Contribution, db.get_one(Passage, self.statements[0]).contribution_id)
        self.hidden = said.parent_id or said.id
        self.write(contributions.hide, self.hidden, self.by, reason="Een naam")

    def act_show_it_again(self) -> None:
        self.write(contributions.show, self.hidden, self.by)

    def act_say_what_was_meant(self) -> None:
        """Whoever wrote it confirms it, then says no after all."""
        with self.house.store.reading() as db:
            said = select(Passage.id, Contribution.participant_id).join(Contribution)
            own = said.where(Contribution.participant_id.is_not(None), Contribution.state == "shown")
            passage, author = db.execute(own.where(Contribution.kind == "reason")).first()
        theme = self.write(themes.make, self.why, self.by, title="Zo bedoeld?", passage_ids=[passage])
        self.write(meant.say, author, passage, theme, answer="yes")
        self.write(meant.say, author, passage, theme, answer="no", why="Het ging over tijd.")

    def act_order_the_groups(self) -> None:
        groups = [
            self.write(key_groups.make, self.why, self.by, title=title) for title in ("Eerst", "Laatst")
        ]
        self.write(key_groups.move, groups[1], self.by, direction="up")

    def act_know_themes_beforehand(self) -> None:
        self.write(known_themes.set_lines, self.why, self.by, [("Nabijheid", "Wie dichtbij woont")])

    def act_make_another_proposal_to_choose(self) -> None:
        loose = self.cast.passages("why")
        joins = [[0, 1]] if len(loose) > 1 else []
        grown = {"format": 1, "home": list(range(len(loose))), "leaves": len(loose), "merges": joins}
        tree = {"passages": loose, "tree": {**grown, "keys": [], "claimed": []}}
        groups = [runs.Proposed("alles", [(each, 0.5) for each in loose])]
        for _ in range(2):
            self.offered = self.write(runs.start_run, self.why, user_id=self.by.id)
            outcome = runs.Outcome("by hand", {}, tree=tree, twins=[(*loose[:2], 0.9)], offer=True)
            self.write(runs.finish_run, self.offered, groups, outcome)

    def act_take_the_proposal(self) -> None:
        with self.house.store.reading() as db:
            states = [db.get_one(Run, self.offered).state, proposals.on_the_table(db, self.why) != []]
        assert states == ["offered", True]
        self.write(cuts.take, self.offered, self.by)

    def act_cut_it_finer(self) -> None:
        loose = self.cast.passages("why")
        groups = [runs.Proposed(str(each), [(each, 0.5)]) for each in loose]
        self.cut = self.write(cuts.recut, self.offered, len(loose), groups, self.by, at=len(loose))

    def act_take_the_cut_back(self) -> None:
        self.write(undoing.undo, self.why, self.by)

    def act_leave_a_proposal_aside(self) -> None:
        self.write(undoing.undo, self.why, self.by)
        self.write(cuts.leave, self.offered, self.by)
