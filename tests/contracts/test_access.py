"""Every route and every audience, for every role, in one's own workshop and in a stranger's.

`WHO_MAY` is the table of who may see what, in routes. A route that is not in it fails this test: whoever adds
one says here who may use it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from builders import (
    Cast,
    Clock,
    Phone,
    contribute,
    hold_phone,
    intervention,
    join,
    make_cast,
    make_user,
    open_at,
    propose,
    sign_in,
)
from flask import Flask
from flask.testing import FlaskClient
from focus_acts import answer, probe
from focus_builders import Focus
from focus_stage import make_stage
from sqlalchemy import select

from facilitator.app import create_app
from facilitator.house import build
from facilitator.identity import may_watch, who_from
from facilitator.settings import Settings
from sessions.analysis import themes
from sessions.exercises.answers import as_form
from sessions.focus import back_room, marking
from sessions.hall import own_scripts, paper, programme
from sessions.lexicon import terms
from sessions.material import coding
from sessions.models import (
    Change,
    GroupModerator,
    Lever,
    LeverArrow,
    Participant,
    Table,
    Workshop,
    WorkshopMember,
)
from sessions.projections import KINDS, Audience
from sessions.scripts import load

FACILITATOR, MODERATOR, ANALYST, OBSERVER = "facilitator", "moderator", "analyst", "observer"
PARTICIPANT, WALL, MEMBER = "participant", "wall", "member of a focus group"
ADMINISTRATOR, STRANGER, STRANGE_PHONE, NOBODY = "administrator", "stranger", "phone elsewhere", "nobody"
EVERYONE = {
    FACILITATOR, MODERATOR, ANALYST, OBSERVER, PARTICIPANT, WALL, ADMINISTRATOR, STRANGER, STRANGE_PHONE,
    NOBODY, MEMBER,
}  # fmt: skip
STAFF = {FACILITATOR, MODERATOR, ANALYST, OBSERVER}
SORTERS = {FACILITATOR, ANALYST}
CODERS = {FACILITATOR, MODERATOR, ANALYST}  # a moderator: of what was said in the groups they are given
MODERATORS = {FACILITATOR, MODERATOR}  # the same
TAKERS = {FACILITATOR, ANALYST, OBSERVER}
MAKERS = {FACILITATOR, STRANGER, ADMINISTRATOR}

WHO_MAY: dict[str, set[str]] = {
    "static": EVERYONE,
    "health.alive": EVERYONE,
    "health.ready": EVERYONE,
    "health.metrics": EVERYONE,
    "home.start": EVERYONE,
    "home.language": EVERYONE,
    "home.sign_in": EVERYONE,
    "home.sign_out": EVERYONE,
    "home.setup": set(),
    "home.new_workshop": MAKERS,
    "archives.bring_in": MAKERS,
    "accounts.accounts": {ADMINISTRATOR},
    "phone.typed": EVERYONE,
    "phone.join": EVERYONE,
    "phone.again": EVERYONE,
    "phone.phone": {PARTICIPANT},
    "phone.edit": {PARTICIPANT},
    "phone.correct": {PARTICIPANT},
    "phone.heart": {PARTICIPANT},
    "phone.put_back": {PARTICIPANT},
    "phone.withdraw": {PARTICIPANT},
    "phone.me": {PARTICIPANT},
    "phone.others": {PARTICIPANT},
    "phone.contribute": {PARTICIPANT},
    "phone.lay": {PARTICIPANT},
    "phone.clear": {PARTICIPANT},
    "phone.onward": {PARTICIPANT},
    "phone.order": {PARTICIPANT},
    "workbench_sorting.sorting": STAFF,
    "workbench_sorting.picture": STAFF,
    "phone.sort": {PARTICIPANT},
    "phone.meant": {PARTICIPANT},
    "phone.token": {PARTICIPANT},
    "phone.elsewhere": {PARTICIPANT},
    "phone.agree": {PARTICIPANT},
    "workbench_list.listed": SORTERS,
    "workbench_list.decide": SORTERS,
    "lexicon.lexicon": CODERS,
    "lexicon.term": CODERS,
    "lexicon.file": SORTERS,
    "lexicon.make": CODERS,
    "lexicon.change": SORTERS,
    "lexicon.gather": CODERS,
    "lexicon.loosen": CODERS,
    "lexicon.merge": SORTERS,
    "lexicon.remove": SORTERS,
    "lexicon.avoid": SORTERS,
    "lexicon.allow": SORTERS,
    "lexicon.mean": SORTERS,
    "lexicon.take_out": SORTERS,
    "lexicon.carry": SORTERS,
    "lexicon.undo": CODERS,
    "material.material": CODERS,
    "material.code": CODERS,
    "material.change": CODERS,
    "material.remove": CODERS,
    "material.undo": CODERS,
    "material.objective_list": SORTERS,
    "material.make_objective": SORTERS,
    "material.change_objective": SORTERS,
    "material.put_behind": SORTERS,
    "material.remove_objective": SORTERS,
    "material.alike": SORTERS,
    "material.adopt": SORTERS,
    "material.objective_file": SORTERS,
    "material.interview_list": SORTERS,
    "material.enter": SORTERS,
    "material.strike": SORTERS,
    "material.names": SORTERS,
    "material.decide": SORTERS,
    "material.groups": SORTERS,
    "material.groups_file": SORTERS,
    "material.carry": SORTERS,
    "material.carry_into": SORTERS,  # into a hall that they prepare
    "material.take_back": SORTERS,
    "transcript.menu": TAKERS,
    "transcript.download": TAKERS,
    "entering.enter": EVERYONE,
    "entering.come_in": EVERYONE,
    "entering.lost": EVERYONE,
    "entering.unsubscribe": set(),  # nothing but its token opens it
    "entering.agree": {MEMBER},
    "invitations.members": {FACILITATOR},
    "invitations.add": {FACILITATOR},
    "invitations.bring_in": {FACILITATOR},
    "invitations.member": {FACILITATOR},
    "invitations.remove": {FACILITATOR},
    "invitations.link": {FACILITATOR},
    "invitations.invite": {FACILITATOR},
    "invitations.invite_again": {FACILITATOR},
    "invitations.cards": {FACILITATOR},
    "invitations.consent_texts": {FACILITATOR},
    "moderate.overview": STAFF,
    "moderate.thread": STAFF,
    "moderate.probe": MODERATORS,
    "moderate.withdraw": MODERATORS,
    "moderate.drop_idea": MODERATORS,
    "moderate.hide": MODERATORS,
    "moderate.show": MODERATORS,
    "moderate.mark": MODERATORS,
    "moderate.withdraw_mark": {FACILITATOR},  # whoever put it
    "moderate.note": STAFF,
    "moderate.remove_note": MODERATORS,  # and whoever wrote it
    "moderate.open_round": {FACILITATOR},
    "moderate.close_round": MODERATORS,
    "moderate.extend_round": MODERATORS,
    "moderate.close_question": {FACILITATOR},
    "moderate.close_group": MODERATORS,
    "moderate.undo": MODERATORS,
    "moderate.redo": MODERATORS,
    "mail.mail": {FACILITATOR},
    "mail.again": {FACILITATOR},
    "mail.all_again": {FACILITATOR},
    "invitations.address": {FACILITATOR},
    "mail.cancel": {FACILITATOR},
    "mail.remind": {FACILITATOR},
    "mail.dry_run": {FACILITATOR},
    "mail.sample": {FACILITATOR},
    "focus.day": {MEMBER},
    "focus.round": {MEMBER},
    "focus.question": {MEMBER},
    "focus.stimulus": {MEMBER},
    "focus.answer": {MEMBER},
    "focus.said": {MEMBER},
    "focus.correct": {MEMBER},
    "focus.withdraw": {MEMBER},
    "focus.put_back": {MEMBER},
    "focus.reply": {MEMBER},
    "focus.thank": {MEMBER},
    "focus.reply_to_probe": {MEMBER},
    "focus.words": {MEMBER},
    "focus.hints": {MEMBER},
    "focus.mark": {MEMBER},
    "focus.withdraw_mark": {MEMBER},
    "focus.mean": {MEMBER},
    "focus.agree": {MEMBER},
    "focus.withdraw_meaning": {MEMBER},
    "focus.me": {MEMBER},
    "focus.change_me": {MEMBER},
    "focus.leave": {MEMBER},
    "focus.own_data": {MEMBER},
    "focus.token": {MEMBER},
    "wall.wall": EVERYONE,
    "wall.code": EVERYONE,
    "prepare.programme": {FACILITATOR},
    "guide.guide": {FACILITATOR},
    "guide.add_round": {FACILITATOR},
    "guide.change_round": {FACILITATOR},
    "guide.move_round": {FACILITATOR},
    "guide.remove_round": {FACILITATOR},
    "guide.add_question": {FACILITATOR},
    "guide.change_question": {FACILITATOR},
    "guide.copy_question": {FACILITATOR},
    "guide.move_question": {FACILITATOR},
    "guide.remove_question": {FACILITATOR},
    "guide.add_stimulus": {FACILITATOR},
    "guide.change_stimulus": {FACILITATOR},
    "guide.move_stimulus": {FACILITATOR},
    "guide.remove_stimulus": {FACILITATOR},
    "guide.picture": {FACILITATOR},
    "guide.undo": {FACILITATOR},
    "guide.redo": {FACILITATOR},
    "guide.details": {FACILITATOR},
    "guide.groups": {FACILITATOR},
    "guide.add_group": {FACILITATOR},
    "guide.change_group": {FACILITATOR},
    "guide.close_group": {FACILITATOR},
    "guide.remove_group": {FACILITATOR},
    "guide.put_member": {FACILITATOR},
    "guide.divide": {FACILITATOR},
    "guide.undo_groups": {FACILITATOR},
    "guide.redo_groups": {FACILITATOR},
    "guide.documents": {FACILITATOR},
    "guide.document": {FACILITATOR},
    "guide.workbench": STAFF,
    "guide.take_replies": SORTERS,
    "prepare.cards": {FACILITATOR},
    "prepare.code": {FACILITATOR},
    "prepare.details": {FACILITATOR},
    "prepare.members": {FACILITATOR},
    "prepare.step": {FACILITATOR},
    "prepare.add_step": {FACILITATOR},
    "prepare.copy_step": {FACILITATOR},
    "prepare.move_step": {FACILITATOR},
    "prepare.remove_step": {FACILITATOR},
    "prepare.preview": {FACILITATOR},
    "prepare.change_pace": {FACILITATOR},
    "script.download": {FACILITATOR},
    "script.keep": {FACILITATOR},
    "script.copy": {FACILITATOR},
    "script.library": MAKERS,
    "script.shipped_file": MAKERS,
    "script.own_file": MAKERS,
    "script.remove": MAKERS,
    "image.image": {FACILITATOR},
    "image.change_levers": {FACILITATOR},
    "image.add_lever": {FACILITATOR},
    "image.remove_lever": {FACILITATOR},
    "image.change_arrows": {FACILITATOR},
    "image.add_arrow": {FACILITATOR},
    "image.remove_arrow": {FACILITATOR},
    "image.change_tree": {FACILITATOR},
    "image.hang": {FACILITATOR},
    "image.change_vision": {FACILITATOR},
    "image.change_longlist": {FACILITATOR},
    "pictures.of_workshop": STAFF,
    "pictures.of_wall": EVERYONE,
    "solution.solution": STAFF,
    "lotus.sheets": STAFF,
    "lotus.sheet": STAFF,
    "lotus.flower": STAFF,
    "studio.studio": {FACILITATOR},
    "studio.open_workshop": {FACILITATOR},
    "studio.close_workshop": {FACILITATOR},
    "studio.go_to_step": {FACILITATOR},
    "studio.extend": {FACILITATOR},
    "studio.turn_wall": {FACILITATOR},
    "studio.hide": {FACILITATOR},
    "studio.show": {FACILITATOR},
    "studio.tell": {FACILITATOR},
    "studio.stage": {FACILITATOR},
    "studio.gather": {FACILITATOR},
    "studio.undo": {FACILITATOR},
    "studio.redo": {FACILITATOR},
    "paper.paper": {FACILITATOR},
    "paper.strike": {FACILITATOR},
    "paper.put_back": {FACILITATOR},
    "handover.offer": {FACILITATOR},
    "handover.withdraw": {FACILITATOR},
    "handover.take": set(),  # nothing but its token opens it
    "handover.confirm": set(),
    "workbench.workbench": STAFF,
    "workbench.why": STAFF,
    "workbench_map.spots": STAFF,
    "workbench_map.picture": STAFF,
    "workbench_map.redraw": SORTERS,
    "workbench.history_lines": STAFF,
    "workbench_compare.compare": STAFF,
    "workbench_beside.theme_history": STAFF,
    "workbench_beside.runs": STAFF,
    "workbench_beside.explain": STAFF,
    "workbench_runs.preview": STAFF,
    "workbench_runs.cut": SORTERS,
    "workbench_runs.take": SORTERS,
    "workbench_runs.leave": SORTERS,
    "workbench_runs.repeat": SORTERS,
    "workbench_runs.suggestions": STAFF,
    "workbench_runs.known": SORTERS,
    "workbench_runs.known_list": STAFF,
    "workbench.propose": SORTERS,
    "workbench.cancel": SORTERS,
    "workbench.acts": SORTERS,
    "result.result": STAFF,
    "exports.menu": TAKERS,
    "exports.archive": SORTERS,
    "exports.download": TAKERS,  # an observer gets the grade public, whatever the address says
    "snapshots.snapshot_of": {FACILITATOR},
}
# For the wall and for joining, whoever holds the address holds the right: the secret is part of it.
AUDIENCES: dict[str, set[str]] = {
    "wall": STAFF | {WALL},
    "studio": {FACILITATOR},
    "phone": {PARTICIPANT},
    "table": {PARTICIPANT},
    "workbench": STAFF,
    "me": {PARTICIPANT},
}
REFUSED = {401, 403, 404}
# Blueprints whose addresses name a workshop of focus groups.
OF_FOCUS_GROUPS = {
    "focus", "guide", "entering", "invitations", "lexicon", "mail", "material", "transcript", "moderate",
}  # fmt: skip
# What has to be in a form so that it names something that is there.
LEGAL: dict[str, Callable[[Stage], dict[str, Any]]] = {
    "studio.go_to_step": lambda stage: {"exercise_id": stage.cast.step(), "seen": stage.cast.step()},
    "studio.stage": lambda stage: {"exercise_id": stage.cast.step("lotus"), "stage": "shared"},
    "prepare.add_step": lambda _stage: {"kind": "moment"},
    "phone.lay": lambda _stage: {"place": "A"},
    "mail.remind": lambda stage: {"round_id": stage.focus["round_id"]},
    "guide.put_member": lambda stage: {
        "member": stage.focus["participant_id"],
        "group": stage.focus["group_id"],
    },
    "material.change": lambda _stage: {"kind": "obstacle"},
    "guide.close_group": lambda _stage: {"closed": "no"},
    "moderate.mark": lambda _stage: {"word": "brood"},
    "moderate.close_round": lambda stage: {"closed": "no", "only": stage.focus["group_id"]},
    "moderate.extend_round": lambda stage: {"only": stage.focus["group_id"]},
    "moderate.close_question": lambda _stage: {"closed": "no"},
    "moderate.close_group": lambda _stage: {"closed": "no"},
    "focus.mark": lambda stage: {"contribution": stage.focus["others"], "version": "1", "word": "zing"},
    "phone.sort": lambda stage: {"act": "put", "statement": stage.cast.passages()[0], "pile": "a"},
    "phone.meant": lambda _stage: {"theme": 1, "answer": "yes"},
    "phone.onward": lambda stage: {"exercise_id": stage.cast.step(), "seen": stage.cast.step()},
    "image.add_arrow": lambda stage: {**stage.parts["ends"], "reason": "Daarom"},
}


@dataclass
class Stage:
    """One installation for all cases: whoever is refused must change nothing."""

    app: Flask
    cast: Cast
    parts: dict[str, Any]
    focus: dict[str, Any]
    clients: dict[str, FlaskClient]
    week: Focus

    def revision(self) -> int:
        with self.cast.house.store.reading() as db:
            return len(list(db.scalars(select(Change.id))))


@pytest.fixture(scope="module")
def stage(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    house = build(Settings(data=tmp_path_factory.mktemp("access")))
    house.clock = Clock()
    cast = make_cast(house)
    answer = intervention(reasons=["Je leert een naam"], preconditions=["Een vaste plek"])
    own = contribute(house, cast.phones[0], cast.step(), answer)["id"]
    others = contribute(house, cast.phones[1], cast.step(), intervention("Van een ander"))["id"]
    lotus = open_at(house, cast.gathering, "lotus")
    petal = contribute(house, cast.phones[0], lotus, {"text": "Samen eten"})["id"]
    open_at(house, cast.gathering)
    run = propose(house, cast.analysis(), [("naam", cast.passages())])
    at = house.now()
    house.write(
        lambda db: programme.add_step(db, cast.gathering, "sorting", cast.moderator, after=None, now=at)
    )
    app = create_app(house)
    app.config["WTF_CSRF_ENABLED"] = False  # who may is tested here; forgery has its own test
    with house.store.reading() as db:
        workshop = db.get_one(Workshop, cast.gathering)
        parts = {
            "workshop_id": cast.gathering,
            "exercise_id": cast.step(),
            "contribution_id": own,
            "analysis_id": cast.analysis(),
            "run_id": run,
            "one": 1,
            "other": 1,
            "passage_id": cast.passages()[0],
            "secret": workshop.wall_secret,
            "code": workshop.join_code,
            "said": f"studio:{cast.gathering}",
            "name": "xlsx",
            "act": "make-group",
            "token": "x" * 32,
            "asked": "0",
            "path": "css/base.css",
            "form": "svg",
            "number": 1,
            "script_name": "startmoment",
            "script_id": own_script(house),
            **ends_of_an_arrow(db, cast.gathering),
            "term_id": term_of(cast),
            "file_type": "md",
            "many": "name-all",
            "theme_id": theme_of(cast),
        }
    parts["others"], parts["petal"], parts["typed"] = others, petal, type_finding(cast)
    focus, named = make_stage(house, cast.facilitator)
    moderator = make_user(house, "mo@lotus.example", "observer")
    roles = {MODERATOR: moderator, ANALYST: cast.analyst, OBSERVER: cast.observer}
    house.write(lambda db: db.add_all(staff_of(focus.workshop_id, roles)))
    house.write(lambda db: db.add_all(staff_of(cast.gathering, {MODERATOR: moderator})))
    house.write(lambda db: db.add(GroupModerator(group_id=focus.groups[0], user_id=moderator)))
    clients = people(app, cast)
    sign_in(clients[MODERATOR], house, moderator)
    own = focus.members[0]
    hold_phone(clients[MEMBER], Phone(own.id, own.secret, focus.workshop_id))
    yield Stage(app, cast, parts, named, clients, focus)
    house.close()


def staff_of(workshop_id: int, roles: dict[str, int]) -> list[WorkshopMember]:
    """Who does what in that workshop besides its facilitator."""
    return [WorkshopMember(workshop_id=workshop_id, user_id=user, role=role) for role, user in roles.items()]


def type_finding(cast: Cast) -> int:
    """A finding of the first table, from paper."""
    table = select(Table.id).where(Table.workshop_id == cast.gathering, Table.number == 1)
    given = {"language": "nl", "key": "papier-van-een", "data": as_form({"text": "Klein begint het."})}

    def act(db: Any) -> int:
        step, now = cast.step("findings"), cast.house.now()
        return paper.enter(db, step, cast.facilitator, table_id=db.scalar(table), **given, now=now)["id"]

    return cast.house.write(act)


def term_of(cast: Cast) -> int:
    """A term of the lexicon."""
    now = cast.house.now()
    return cast.house.write(
        lambda db: terms.make(db, cast.gathering, cast.moderator, text="allochtoon", now=now)
    )


def theme_of(cast: Cast) -> int:
    """A theme that stands at the workbench."""
    given = {"title": "Nabijheid", "now": cast.house.now()}
    return cast.house.write(lambda db: themes.make(db, cast.analysis(), cast.moderator, **given))


def own_script(house: Any) -> int:
    """A script that the organisation of everybody here keeps."""
    script = load("brainstorm", "nl")
    return house.write(
        lambda db: own_scripts.keep(db, 1, script, "Kort", user_id=None, now=house.now(), language="nl")
    )


def ends_of_an_arrow(db: Any, workshop_id: int) -> dict[str, Any]:
    """A lever, and an arrow that stays when that lever goes."""
    arrow = db.scalars(select(LeverArrow).where(LeverArrow.workshop_id == workshop_id)).first()
    others = (Lever.workshop_id == workshop_id, Lever.id.not_in((arrow.from_lever_id, arrow.to_lever_id)))
    lever_id = db.scalars(select(Lever.id).where(*others)).first()
    ends = {"start": arrow.from_lever_id, "end": arrow.to_lever_id}
    return {"arrow_id": arrow.id, "lever_id": lever_id, "ends": ends}


def people(app: Flask, cast: Cast) -> dict[str, FlaskClient]:
    users = {
        FACILITATOR: cast.facilitator,
        ANALYST: cast.analyst,
        OBSERVER: cast.observer,
        ADMINISTRATOR: cast.administrator,
        STRANGER: cast.stranger,
    }
    clients = {name: app.test_client() for name in EVERYONE}
    for name, user_id in users.items():
        sign_in(clients[name], cast.house, user_id)
    hold_phone(clients[PARTICIPANT], cast.phones[0])
    hold_phone(clients[STRANGE_PHONE], join(cast.house, cast.elsewhere))
    with cast.house.store.reading() as db:
        secret = db.get_one(Workshop, cast.gathering).wall_secret
    clients[WALL].environ_base["HTTP_AUTHORIZATION"] = f"Bearer {secret}"
    return clients


def cases(stage: Stage, **other: Any) -> list[tuple[str, str, str]]:
    """Endpoint, method, address of every route, with the parts of the cast's workshop, or `other` ones:
    then only the routes that have such a part."""
    urls = stage.app.url_map.bind("localhost")
    return [
        (rule.endpoint, method, urls.build(rule.endpoint, {**values_of(stage, rule), **other}))
        for rule in stage.app.url_map.iter_rules()
        for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"})
        if other.keys() <= rule.arguments
    ]


def values_of(stage: Stage, rule: Any) -> dict[str, Any]:
    if rule.endpoint.partition(".")[0] in OF_FOCUS_GROUPS:
        return values_of_focus(stage, rule)
    values = {name: stage.parts[name] for name in rule.arguments}
    if rule.endpoint == "phone.heart":  # nobody gives one to their own
        values["contribution_id"] = stage.parts["others"]
    if rule.endpoint in ("phone.lay", "phone.clear"):  # only what lies on a place
        values["contribution_id"] = stage.parts["petal"]
    if rule.endpoint in ("paper.strike", "paper.put_back", "phone.agree"):  # only what lies on a table
        values["contribution_id"] = stage.parts["typed"]
    if rule.endpoint == "phone.order":  # only a ranking is put in order
        values["exercise_id"] = stage.cast.step("ranking")
    if rule.endpoint == "phone.sort":  # only in a sorting there are piles
        values["exercise_id"] = stage.cast.step("sorting")
    if rule.endpoint.startswith("pictures."):
        values["name"] = "tree"
    return values


def values_of_focus(stage: Stage, rule: Any) -> dict[str, Any]:
    values = {name: stage.focus[name] for name in rule.arguments}
    if rule.endpoint == "focus.thank":  # nobody thanks themselves
        values["contribution_id"] = stage.focus["others"]
    if rule.endpoint.startswith("invitations."):  # who asks themselves stays
        values |= {"participant_id": stage.focus["other_member"]} if "participant_id" in values else {}
    if rule.endpoint == "guide.remove_stimulus":  # the others are still looked at
        values["stimulus_id"] = stage.focus["other_stimulus"]
    if rule.endpoint == "moderate.withdraw_mark":  # one's own alone
        values["mark_id"] = stage.focus["staff_mark"]
    if rule.endpoint == "focus.withdraw_meaning":
        values["meaning_id"] = stage.focus["own_meaning"]
    return values


def test_the_table_names_every_route_and_no_other(stage: Stage) -> None:
    assert {rule.endpoint for rule in stage.app.url_map.iter_rules()} == set(WHO_MAY)


def test_the_table_names_every_kind_of_audience() -> None:
    assert set(AUDIENCES) == set(KINDS)


def was_refused(answer: Any) -> bool:
    return answer.status_code in REFUSED


def ask(client: FlaskClient, method: str, address: str, form: dict[str, Any] | None = None) -> Any:
    return client.open(address, method=method, data=form, headers={"Accept": "application/json"})


@pytest.mark.slow
def test_whoever_may_not_is_refused_and_changes_nothing(stage: Stage) -> None:
    leaks = []
    for endpoint, method, address in cases(stage):
        for name in sorted(EVERYONE - WHO_MAY[endpoint]):
            stage.app.extensions.pop("throttled", None)  # the brake on guessing has its own tests
            before = stage.revision()
            answer = ask(stage.clients[name], method, address)
            if not was_refused(answer) or stage.revision() != before:
                leaks.append(f"{name}: {method} {endpoint} -> {answer.status_code}")
    assert not leaks, "\n".join(leaks)


def test_a_workshop_that_is_not_yours_looks_like_one_that_is_not_there(stage: Stage) -> None:
    client = stage.clients[STRANGER]
    own = re.compile(rf"^/workshops/({stage.cast.gathering}|{stage.focus['workshop_id']})(?=/|$)")
    for _endpoint, method, address in cases(stage):
        if own.match(address) is None:
            continue
        nowhere = own.sub("/workshops/999999", address)
        foreign, missing = ask(client, method, address), ask(client, method, nowhere)
        assert (foreign.status_code, foreign.data) == (missing.status_code, missing.data), address


def test_ids_of_another_workshop_do_not_open_it(stage: Stage) -> None:
    """One's own workshop in the address, somebody else's step, question or contribution behind it."""
    cast = stage.cast
    phone = join(cast.house, cast.elsewhere)
    foreign_step = cast.step(workshop_id=cast.elsewhere)
    with cast.house.store.reading() as db:
        image = ends_of_an_arrow(db, cast.elsewhere)
    foreign = {
        **image,
        "exercise_id": foreign_step,
        "analysis_id": cast.analysis(workshop_id=cast.elsewhere),
        "contribution_id": contribute(cast.house, phone, foreign_step, intervention("Elders"))["id"],
    }
    for part, value in foreign.items():
        for endpoint, method, address in cases(stage, **{part: value}):
            for name in (FACILITATOR, PARTICIPANT):
                before = stage.revision()
                assert was_refused(ask(stage.clients[name], method, address)), f"{name}: {method} {endpoint}"
                assert stage.revision() == before


def of_the_other_group(stage: Stage) -> dict[str, Any]:
    """What stands in addresses, of the group that the moderator was not given."""
    week, by = stage.week, stage.week.moderator
    who, group = week.members[2], week.groups[1]
    said = answer(week, who, "Wie ben je?", "Ik naai kleren")
    return {
        "group_id": group,
        "contribution_id": said,
        "probe_id": probe(week, "Wie ben je?", who),
        "note_id": week.write(back_room.write, week.workshop_id, by, "Kijk daar", group_id=group),
        "mark_id": week.write(marking.by_staff, week.workshop_id, said, by, word="naai", why="Vaag"),
        "material_id": week.write(coding.code, said, by, kind="interest"),
    }


def test_a_moderator_acts_in_the_groups_that_they_were_given_alone(stage: Stage) -> None:
    given, client, tried = of_the_other_group(stage), stage.clients[MODERATOR], set()
    for part, value in given.items():
        for endpoint, method, address in cases(stage, **{part: value}):
            if method != "POST" or MODERATOR not in WHO_MAY[endpoint]:
                continue
            before, form = stage.revision(), LEGAL.get(endpoint, lambda _stage: {})(stage)
            assert was_refused(ask(client, method, address, form)), endpoint
            assert stage.revision() == before, endpoint
            tried.add(endpoint)
    assert len(tried) > 9
    # What says in its form which group or which mark it is about, and what is for all groups at once.
    urls, own = stage.app.url_map.bind("localhost"), stage.focus
    elsewhere = {"only": given["group_id"], "closed": "no", "until": "2026-11-29T20:00"}
    marked = {"mark": given["mark_id"], "text": "naaien"}
    for endpoint, form in [
        ("moderate.close_round", elsewhere),
        ("moderate.close_round", {"closed": "yes"}),
        ("moderate.extend_round", elsewhere),
        ("moderate.extend_round", {"until": "2026-11-29T20:00"}),
        ("lexicon.make", marked),
        ("lexicon.gather", marked),
        ("lexicon.loosen", marked),
    ]:
        address, before = urls.build(endpoint, own, method="POST"), stage.revision()
        assert was_refused(ask(client, "POST", address, form)), endpoint
        assert stage.revision() == before, endpoint


@pytest.mark.parametrize("kind", sorted(AUDIENCES))
def test_an_audience_is_watched_by_whom_it_is_for(stage: Stage, kind: str) -> None:
    cast = stage.cast
    with cast.house.store.reading() as db:
        own_table = db.get_one(Participant, cast.phones[0].id).table_id
        scopes = {"workbench": cast.analysis(), "me": cast.phones[0].id, "table": own_table}
        scope = scopes.get(kind, cast.gathering)
        for name, client in stage.clients.items():
            cookies = {cookie.key: cookie.value for cookie in client._cookies.values()}
            bearer = client.environ_base.get("HTTP_AUTHORIZATION", "").removeprefix("Bearer ")
            asking = who_from(db, cookies, bearer or None, moment=cast.house.now())
            allowed = name in AUDIENCES[kind]
            assert may_watch(db, Audience(kind, scope), asking) == allowed, f"{name} and {kind}"
            snapshot = ask(client, "GET", f"/live/{kind}:{scope}")
            assert was_refused(snapshot) != allowed, f"{name} reads {kind}: {snapshot.status_code}"


def test_nobody_watches_another_participant(stage: Stage) -> None:
    other: Phone = stage.cast.phones[1]
    assert was_refused(ask(stage.clients[PARTICIPANT], "GET", f"/live/me:{other.id}"))


def test_nobody_watches_a_table_where_they_do_not_sit(stage: Stage) -> None:
    with stage.cast.house.store.reading() as db:
        table_id = db.get_one(Participant, stage.cast.phones[2].id).table_id
    assert was_refused(ask(stage.clients[PARTICIPANT], "GET", f"/live/table:{table_id}"))


@pytest.mark.parametrize("name", [PARTICIPANT, FACILITATOR, MEMBER])
def test_a_form_without_its_token_is_refused(stage: Stage, name: str) -> None:
    stage.app.config["WTF_CSRF_ENABLED"] = True
    try:
        for endpoint, method, address in cases(stage):
            if method != "POST" or name not in WHO_MAY[endpoint]:
                continue
            before = stage.revision()
            answer = ask(stage.clients[name], method, address)
            assert (answer.status_code, answer.json["why"]) == (400, "csrf"), endpoint
            assert stage.revision() == before
    finally:
        stage.app.config["WTF_CSRF_ENABLED"] = False


@pytest.mark.slow
def test_whoever_may_is_let_in(stage: Stage) -> None:
    """Last, because these acts do change things: what ends something comes at the end."""
    endings = {
        "invitations.remove": 1,
        "focus.leave": 1,
        "moderate.withdraw": 1,
        "guide.remove_stimulus": 1,
        "guide.remove_question": 1,
        "guide.remove_round": 1,
        "guide.remove_group": 1,
        "studio.close_workshop": 1,
        "script.remove": 1,
        "lexicon.merge": 1,
        "lexicon.remove": 1,
        "material.remove": 1,
        "material.remove_objective": 1,
        "home.sign_out": 2,
    }
    shut = []
    for endpoint, method, address in sorted(cases(stage), key=lambda case: endings.get(case[0], 0)):
        for name in sorted(WHO_MAY[endpoint]):
            form = LEGAL.get(endpoint, lambda _stage: {})(stage) if method == "POST" else {}
            answer = ask(stage.clients[name], method, address, form)
            if was_refused(answer) or answer.status_code >= 500:
                shut.append(f"{name}: {method} {endpoint} -> {answer.status_code}")
    assert not shut, "\n".join(shut)
