"""Every route and every audience, for every role, in one's own workshop and in a stranger's.

`WHO_MAY` is the table of who may see what, in routes. A route that is not in it fails this test: whoever adds
one says here who may use it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from access_stage import LEGAL, Stage, ask, cases, ends_of_an_arrow, set_up, was_refused
from builders import Clock, Phone, contribute, intervention, join
from focus_acts import answer, probe
from who_may import AUDIENCES, EVERYONE, FACILITATOR, MEMBER, MODERATOR, PARTICIPANT, STRANGER, WHO_MAY

from facilitator.house import build
from facilitator.identity import may_watch, who_from
from facilitator.settings import Settings
from sessions.focus import back_room, marking
from sessions.material import coding
from sessions.models import Participant
from sessions.projections import KINDS, Audience


@pytest.fixture(scope="module")
def stage(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    house = build(Settings(data=tmp_path_factory.mktemp("access")))
    house.clock = Clock()
    yield set_up(house)
    house.close()


def test_the_table_names_every_route_and_no_other(stage: Stage) -> None:
    assert {rule.endpoint for rule in stage.app.url_map.iter_rules()} == set(WHO_MAY)


def test_the_table_names_every_kind_of_audience() -> None:
    assert set(AUDIENCES) == set(KINDS)


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
