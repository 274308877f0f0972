"""Following the groups over plain forms: who keeps up, a thread, probes, hiding, notes, closing."""

from __future__ import annotations

from typing import Any

import pytest
from builders import Cast, make_user, sign_in
from desk_pages import post
from flask.testing import FlaskClient
from focus_acts import answer, reply, thread
from focus_builders import Focus, make_focus
from sqlalchemy import select

from sessions.focus import groups
from sessions.hall import preparing
from sessions.lexicon import marks, terms
from sessions.models import (
    BackNote,
    Contribution,
    FocusGroup,
    Mark,
    Probe,
    ProbeIdea,
    Question,
    Reading,
    Round,
)


@pytest.fixture
def focus(cast: Cast) -> Focus:
    return make_focus(cast.house, cast.facilitator, members=2)


def base(focus: Focus) -> str:
    return f"/workshops/{focus.workshop_id}/follow"


def at(focus: Focus, title: str = "Wie ben je?") -> str:
    return f"{base(focus)}/{focus.groups[0]}/{focus.questions[title]}"


def rows(focus: Focus, model: Any) -> list[Any]:
    with focus.house.store.reading() as db:
        return list(db.scalars(select(model).order_by(model.id)))


def observe(focus: Focus, client: FlaskClient) -> None:
    """Somebody who looks on unseen."""
    email = "olga@lotus.example"
    made = make_user(focus.house, email, "facilitator")
    focus.write(preparing.set_member, focus.workshop_id, focus.moderator, email=email, role="observer")
    sign_in(client, focus.house, made)


def test_the_overview_tells_who_keeps_up_and_leads_to_the_threads(focus: Focus, desk: FlaskClient) -> None:
    answer(focus, focus.members[0], "Wie ben je?", "Ik bak brood")
    page = desk.get(base(focus)).text
    assert f'href="{at(focus)}"' in page and "1 van 2" in page
    assert "Wilg 1" in page and "2 hebben nog iets te doen" in page
    assert f'href="{base(focus)}" aria-current="page"' in page, "the way here stands in the navigation"
    second = desk.get(base(focus), query_string={"round": focus.rounds[1]}).text
    assert "<h1>Verder denken</h1>" in second


def test_a_hall_has_no_groups_to_follow(cast: Cast, desk: FlaskClient) -> None:
    assert desk.get(f"/workshops/{cast.gathering}/follow").status_code == 404


def test_a_thread_shows_all_and_the_reading_is_noted(focus: Focus, desk: FlaskClient) -> None:
    one, two = focus.members[:2]
    said = answer(focus, one, "Wie ben je?", "Ik bak <b>brood</b>")
    reply(focus, two, said, "Welk brood?")
    page = desk.get(at(focus)).text
    assert "Ik bak &lt;b&gt;brood&lt;/b&gt;" in page and "Welk brood?" in page
    assert [each.what for each in rows(focus, Reading)] == ["follow"]
    assert desk.get(f"{base(focus)}/{focus.groups[0]}/999999").status_code == 404


def test_a_probe_is_asked_kept_at_hand_and_withdrawn(focus: Focus, desk: FlaskClient) -> None:
    one = focus.members[0]
    said = answer(focus, one, "Wie ben je?", "Ik bak brood")
    sent = post(desk, f"{at(focus)}/probe", text="Voor wie?", keep="yes")
    assert (sent.status_code, sent.location) == (303, f"{at(focus)}?saved=yes#doorvragen")
    post(desk, f"{at(focus)}/probe", text="Welk brood?", about=said, to="author")
    all_of_them, alone = rows(focus, Probe)
    assert all_of_them.participant_id is None and alone.participant_id == one.id
    (idea,) = rows(focus, ProbeIdea)
    page = desk.get(f"{at(focus)}?begin=Voor+wie%3F").text
    assert ">Voor wie?</textarea>" in page and "aan Wilg 1 alleen" in page
    post(desk, f"{base(focus)}/probes/{alone.id}/withdraw")
    post(desk, f"{base(focus)}/ideas/{idea.id}/remove")
    assert [each["text"] for each in thread(focus, one, "Wie ben je?")["probes"]] == ["Voor wie?"]
    assert rows(focus, ProbeIdea) == []


def test_a_refused_probe_stands_there_still(focus: Focus, desk: FlaskClient) -> None:
    said = answer(focus, focus.members[0], "Liever niet in de groep", "Ik durf niet")
    path = f"{at(focus, 'Liever niet in de groep')}/probe"
    page = post(desk, path, text="Wat houdt je tegen?", about=said, to="group")
    assert page.status_code == 422
    assert (
        "Wat houdt je tegen?</textarea>" in page.text and "De groep kan dit antwoord niet lezen" in page.text
    )


def test_an_answer_is_hidden_with_a_reason_shown_again_and_that_taken_back(
    focus: Focus, desk: FlaskClient
) -> None:
    said = answer(focus, focus.members[0], "Wie ben je?", "Ik bak brood")
    assert post(desk, f"{base(focus)}/answers/{said}/hide", reason=" ").status_code == 422
    post(desk, f"{base(focus)}/answers/{said}/hide", reason="Er staat een naam in")
    assert thread(focus, focus.members[1], "Wie ben je?")["answers"] == []
    assert "Er staat een naam in" in desk.get(at(focus)).text
    post(desk, f"{base(focus)}/answers/{said}/show")
    assert [each.state for each in rows(focus, Contribution)] == ["shown"]
    post(desk, f"{base(focus)}/undo")
    assert [each.state for each in rows(focus, Contribution)] == ["hidden"]
    post(desk, f"{base(focus)}/redo")
    assert [each.state for each in rows(focus, Contribution)] == ["shown"]


def test_round_question_and_group_close_and_open_again(focus: Focus, desk: FlaskClient) -> None:
    question, group = focus.questions["Wie ben je?"], focus.groups[0]

    def closed() -> list[bool]:
        found = (rows(focus, Round)[0], *rows(focus, FocusGroup)[:1])
        with focus.house.store.reading() as db:
            return [each.closed_at is not None for each in (*found, db.get_one(Question, question))]

    paths = (f"rounds/{focus.rounds[0]}/close", f"groups/{group}/close", f"questions/{question}/close")
    for answer_to, expected in (("yes", True), ("no", False)):
        for path in paths:
            assert post(desk, f"{base(focus)}/{path}", closed=answer_to).status_code == 303
        assert closed() == [expected] * 3
    extend = f"{base(focus)}/rounds/{focus.rounds[0]}/extend"
    assert post(desk, extend, until="2020-01-01T20:00").status_code == 422
    assert post(desk, extend, until="2026-11-28T20:00").status_code == 303
    assert rows(focus, Round)[0].closes == "2026-11-28T20:00"


def test_an_observer_reads_along_unseen_and_writes_notes_alone(focus: Focus, client: FlaskClient) -> None:
    one = focus.members[0]
    said = answer(focus, one, "Wie ben je?", "Ik bak brood")
    answer(focus, one, "Liever niet in de groep", "Ik durf niet")
    observe(focus, client)
    assert f'href="{base(focus)}"' in client.get("/").text, "their way in"
    overview, page = client.get(base(focus)).text, client.get(at(focus)).text
    assert "Ik bak brood" in page and "Verberg" not in page and "Nog te doen" not in overview
    assert "Liever niet in de groep" not in overview
    assert client.get(at(focus, "Liever niet in de groep")).status_code == 404
    here = {"group": focus.groups[0], "question": focus.questions["Wie ben je?"]}
    assert post(client, f"{base(focus)}/notes", note="Kijk hier", about=said, **here).status_code == 303
    assert "Kijk hier" in client.get(at(focus)).text
    for path in (f"answers/{said}/hide", f"rounds/{focus.rounds[0]}/close", "undo"):
        assert post(client, f"{base(focus)}/{path}", reason="Daarom").status_code == 403
    (note,) = rows(focus, BackNote)
    assert post(client, f"{base(focus)}/notes/{note.id}/remove", **here).status_code == 303
    assert "Kijk hier" not in client.get(at(focus)).text


def test_a_probe_from_the_list_is_taken_into_the_form_under_one_answer(
    focus: Focus, desk: FlaskClient
) -> None:
    said = answer(focus, focus.members[0], "Wie ben je?", "Ik bak brood")
    page = desk.get(at(focus)).text
    assert f'href="{at(focus)}?about={said}#lijst"' in page
    choosing = desk.get(f"{at(focus)}?about={said}").text
    assert "Uit de lijst, voor het antwoord van Wilg 1" in choosing
    picked = f"{at(focus)}?begin=Wat+gebeurde+er+toen+precies?&amp;about={said}#said-{said}"
    assert f'href="{picked}"' in choosing
    filled = desk.get(picked.partition("#")[0].replace("&amp;", "&")).text
    assert filled.count(">Wat gebeurde er toen precies?</textarea>") == 1
    form = filled[filled.index(f'id="said-{said}"') :]
    assert form.index(">Wat gebeurde er toen precies?</textarea>") < form.index('id="doorvragen"')
    post(desk, f"{at(focus)}/probe", text="Wie at mee?", about=said, to="author", keep="yes")
    assert [each.text for each in rows(focus, ProbeIdea)] == ["Wie at mee?"]


def test_who_moderates_some_groups_follows_those_and_the_browser_remembers(
    focus: Focus, desk: FlaskClient
) -> None:
    """Nobody is named: every group is everybody's, and there is nothing to choose."""
    assert "groups=all" not in desk.get(base(focus)).text
    other = make_user(focus.house, "jo@lotus.example", "facilitator")
    lead = focus.moderator
    focus.write(preparing.set_member, focus.workshop_id, lead, email="jo@lotus.example", role="facilitator")
    for group, user in zip(focus.groups, (focus.facilitator, other), strict=True):
        focus.write(groups.set_moderators, focus.workshop_id, group, lead, [user])
    second = f"{base(focus)}/{focus.groups[1]}/"
    mine = desk.get(base(focus)).text
    assert at(focus) in mine and second not in mine and 'groups=mine" aria-current' in mine
    assert second in desk.get(f"{base(focus)}?groups=all").text
    assert second in desk.get(base(focus)).text, "remembered"
    assert second not in desk.get(f"{base(focus)}?groups=mine").text
    assert second not in desk.get(base(focus)).text
    observe(focus, desk)
    assert second in desk.get(base(focus)).text


def test_a_round_is_opened_before_its_hour(focus: Focus, desk: FlaskClient) -> None:
    page = desk.get(f"{base(focus)}?round={focus.rounds[1]}").text
    where = f"{base(focus)}/rounds/{focus.rounds[1]}/open"
    assert f'action="{where}"' in page
    assert post(desk, where).status_code == 303
    after = desk.get(f"{base(focus)}?round={focus.rounds[1]}").text
    assert "met de hand geopend" in after and f'action="{where}"' not in after


def test_a_moderator_marks_a_delicate_word_under_an_answer(focus: Focus, desk: FlaskClient) -> None:
    said = answer(focus, focus.members[0], "Wie ben je?", "Ze noemen mij allochtoon")
    where = f"{base(focus)}/answers/{said}/mark"
    wrong = post(desk, where, word="vreemdeling", why="Hard", marked=said)
    assert wrong.status_code == 422 and 'value="vreemdeling"' in wrong.text
    assert post(desk, where, word="allochtoon", why="Het valt vaak").status_code == 303
    page = desk.get(at(focus)).text
    assert "Het valt vaak (aangeduid door een begeleider)" in page
    (mark,) = rows(focus, Mark)
    assert f'action="{base(focus)}/marks/{mark.id}/withdraw"' in page
    assert post(desk, f"{base(focus)}/marks/{mark.id}/withdraw").status_code == 303
    assert "Het valt vaak" not in desk.get(at(focus)).text


def test_a_mark_is_taken_back_with_undo_and_a_term_that_was_made_of_it_is_not(
    focus: Focus, desk: FlaskClient
) -> None:
    said = answer(focus, focus.members[0], "Wie ben je?", "Ze noemen mij allochtoon")
    post(desk, f"{base(focus)}/answers/{said}/mark", word="allochtoon", why="Het valt vaak")
    assert f'action="{base(focus)}/undo"' in desk.get(at(focus)).text
    post(desk, f"{base(focus)}/undo")
    assert "Het valt vaak" not in desk.get(at(focus)).text
    post(desk, f"{base(focus)}/redo")
    assert "Het valt vaak" in desk.get(at(focus)).text
    (mark,) = rows(focus, Mark)
    term = focus.write(terms.make, focus.workshop_id, focus.moderator, text="allochtoon")
    focus.write(marks.gather, focus.workshop_id, focus.moderator, [mark.id], term)
    assert f'action="{base(focus)}/undo"' not in desk.get(at(focus)).text


def test_a_round_is_closed_and_lasts_longer_for_one_group(focus: Focus, desk: FlaskClient) -> None:
    where, first = f"{base(focus)}/rounds/{focus.rounds[0]}", focus.groups[0]
    assert post(desk, f"{where}/close", only=first).status_code == 303
    page = desk.get(f"{base(focus)}?round={focus.rounds[0]}").text
    assert page.count("Deze ronde is gesloten voor deze groep.") == 1 and "eigen uur" in page
    assert post(desk, f"{where}/close", only=first, closed="no").status_code == 303
    sent = post(desk, f"{where}/extend", only=first, until="2026-11-29T20:00")
    assert sent.location.endswith(f"#group-{first}")
    assert desk.get(f"{base(focus)}?round={focus.rounds[0]}").text.count("2026-11-29T20:00") == 1
    assert rows(focus, Round)[0].closes == "2026-11-24T20:00"
