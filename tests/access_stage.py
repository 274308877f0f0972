"""Everybody who may ask, and everything that an address can name, once: for the tests of who may what."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from builders import (
    Cast,
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
from focus_builders import Focus
from focus_stage import make_stage
from sqlalchemy import select
from who_may import (
    ADMINISTRATOR,
    ANALYST,
    EVERYONE,
    FACILITATOR,
    MEMBER,
    MODERATOR,
    OBSERVER,
    PARTICIPANT,
    STRANGE_PHONE,
    STRANGER,
    WALL,
)

from facilitator.app import create_app
from facilitator.house import House
from sessions.analysis import themes
from sessions.exercises.answers import as_form
from sessions.hall import own_scripts, paper, programme
from sessions.lexicon import terms
from sessions.models import Change, GroupModerator, Lever, LeverArrow, Table, Workshop, WorkshopMember
from sessions.scripts import load

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
    """One installation for all cases: whoever is refused must change nothing.

    `parts` is what stands in the addresses of the hall, `focus` in those of the focus groups.
    """

    app: Flask
    cast: Cast
    parts: dict[str, Any]
    focus: dict[str, Any]
    clients: dict[str, FlaskClient]
    week: Focus

    def revision(self) -> int:
        with self.cast.house.store.reading() as db:
            return len(list(db.scalars(select(Change.id))))


def set_up(house: House) -> Stage:
    """Everybody is there, in a hall and in a workshop of focus groups."""
    cast = make_cast(house)
    parts = parts_of(cast)
    app = create_app(house)
    app.config["WTF_CSRF_ENABLED"] = False  # who may is tested here; forgery has its own test
    week, focus = make_stage(house, cast.facilitator)
    moderator = make_user(house, "mo@lotus.example", "observer")
    roles = {MODERATOR: moderator, ANALYST: cast.analyst, OBSERVER: cast.observer}
    house.write(lambda db: db.add_all(staff_of(week.workshop_id, roles)))
    house.write(lambda db: db.add_all(staff_of(cast.gathering, {MODERATOR: moderator})))
    house.write(lambda db: db.add(GroupModerator(group_id=week.groups[0], user_id=moderator)))
    clients = people(app, cast)
    sign_in(clients[MODERATOR], house, moderator)
    member = week.members[0]
    hold_phone(clients[MEMBER], Phone(member.id, member.secret, week.workshop_id))
    return Stage(app, cast, parts, focus, clients, week)


def parts_of(cast: Cast) -> dict[str, Any]:
    """What stands in the addresses of the hall, each of it there."""
    house = cast.house
    said = what_was_said(cast)
    run = propose(house, cast.analysis(), [("naam", cast.passages())])
    now = house.now()
    house.write(
        lambda db: programme.add_step(db, cast.gathering, "sorting", cast.moderator, after=None, now=now)
    )
    with house.store.reading() as db:
        workshop = db.get_one(Workshop, cast.gathering)
        parts = {
            "workshop_id": cast.gathering,
            "exercise_id": cast.step(),
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
    return {**parts, **said, "typed": type_finding(cast)}


def what_was_said(cast: Cast) -> dict[str, int]:
    """A contribution of the first phone, one of `others`, and a `petal` of the lotus."""
    house, (first, second) = cast.house, cast.phones[:2]
    own = intervention(reasons=["Je leert een naam"], preconditions=["Een vaste plek"])
    said = {"contribution_id": contribute(house, first, cast.step(), own)["id"]}
    said["others"] = contribute(house, second, cast.step(), intervention("Van een ander"))["id"]
    lotus = open_at(house, cast.gathering, "lotus")
    said["petal"] = contribute(house, first, lotus, {"text": "Samen eten"})["id"]
    open_at(house, cast.gathering)
    return said


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


REFUSED = {401, 403, 404}


def was_refused(answer: Any) -> bool:
    return answer.status_code in REFUSED


def ask(client: FlaskClient, method: str, address: str, form: dict[str, Any] | None = None) -> Any:
    return client.open(address, method=method, data=form, headers={"Accept": "application/json"})
