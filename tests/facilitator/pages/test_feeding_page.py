"""The list of workbenches: why people chose is among them, replies where somebody asks, and who may ask."""

from __future__ import annotations

from builders import Cast, make_user, sign_in
from flask.testing import FlaskClient
from focus_acts import answer, reply
from focus_builders import make_focus
from sqlalchemy import select

from sessions.analysis import themes
from sessions.hall import preparing
from sessions.models import Analysis, Passage


def test_replies_are_taken_to_the_workbench_and_left_out_again(cast: Cast, client: FlaskClient) -> None:
    client.application.config["WTF_CSRF_ENABLED"] = False
    sign_in(client, cast.house, cast.facilitator)
    focus = make_focus(cast.house, cast.facilitator, groups=1, members=2)
    said = answer(focus, focus.members[0], "Welkom", "In de bibliotheek")
    answer(focus, focus.members[1], "Welkom", "Bij mijn buren")
    replied = reply(focus, focus.members[1], said, "Ook in de winter?")["id"]
    with cast.house.store.reading() as db:
        analysis = db.scalar(select(Analysis.id).where(Analysis.exercise_id == focus.questions["Welkom"]))
    listed = f"/workshops/{focus.workshop_id}/guide/workbench"
    page = client.get(listed).text
    assert "Wat is voor jou het belangrijkst?" in page, "it asks why"
    assert "met reacties" not in page
    turn = f"{listed}/{analysis}/replies"
    assert client.post(turn, data={"taken": "yes"}).status_code == 303
    assert "met reacties" in client.get(listed).text
    assert "Ook in de winter?" in client.get(f"/workshops/{focus.workshop_id}/workbench/{analysis}").text

    with cast.house.store.reading() as db:
        passage = db.scalar(select(Passage.id).where(Passage.contribution_id == replied))
    focus.write(themes.make, analysis, focus.moderator, title="Winter", passage_ids=[passage])
    refused = client.post(turn, data={"taken": "no"})
    assert refused.status_code == 422 and "Haal ze daar eerst uit" in refused.text
    elsewhere = client.post(f"/workshops/{cast.gathering}/guide/workbench/{cast.analysis()}/replies")
    assert elsewhere.status_code == 404

    # Who only looks on reads what the group reads, and decides nothing.
    olga = make_user(cast.house, "olga@lotus.example", "facilitator")
    given = {"email": "olga@lotus.example", "role": "observer"}
    focus.write(preparing.set_member, focus.workshop_id, focus.moderator, **given)
    sign_in(client, cast.house, olga)
    page = client.get(listed).text
    assert "echt welkom" in page and "Laat reacties weg" not in page
    assert client.post(turn, data={"taken": "no"}).status_code in (403, 404)
