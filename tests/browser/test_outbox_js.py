"""The outbox in a real browser, over plain HTTP at a name that is not localhost: no secure context, so no
service worker, no locks, no randomUUID.

Behind every test stands one promise: what the person was told is on the server is there exactly once.
"""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.phone_server import Answer, PhoneServer, all_sent, states, visit, wait_for, waiting, write

pytestmark = pytest.mark.browser

UUID4 = r"[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}"
STALE = Answer(status=400, body={"ok": False, "why": "csrf", "message": "Verlopen."})


@pytest.fixture
def server():
    phone_server = PhoneServer()
    yield phone_server
    phone_server.close()


@pytest.fixture
def context(mapped_browser: Browser):
    made = mapped_browser.new_context()
    yield made
    made.close()


@pytest.fixture
def page(context, server) -> Page:
    return visit(context.new_page(), server)


def test_a_text_is_stored_sent_and_only_then_removed(page, server):
    assert page.evaluate("isSecureContext") is False
    server.hold.clear()
    write(page, "Buurtsalon op vrijdag")
    wait_for(page, "sending")
    assert [entry["state"] for entry in waiting(page)] == ["phone"]
    server.hold.set()
    wait_for(page, "sent")
    assert states(page) == ["phone", "sending", "sent"]
    assert waiting(page) == []
    (post,) = server.posts
    assert list(server.kept.values()) == ["Buurtsalon op vrijdag"]
    assert post.accept == "application/json" and post.token == "stale"
    assert "csrf_token" not in post.fields
    assert re.fullmatch(
        r"[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}", post.fields["key"]
    )
    assert page.input_value("[name=text]") == ""


def test_keys_are_different(page):
    assert page.evaluate("new Set(Array.from({ length: 500 }, outbox.makeKey)).size") == 500


def test_a_double_tap_is_one_text(page, server):
    page.fill("[name=text]", "Een keer")
    page.evaluate(
        "() => { const button = document.querySelector('button'); button.click(); button.click(); }"
    )
    page.dblclick("button")
    wait_for(page, "sent")
    page.evaluate("box.flush()")
    assert list(server.kept.values()) == ["Een keer"]
    assert len(server.posts) == 1


def test_the_same_text_twice_on_purpose_is_two_texts(page, server):
    write(page, "Twee keer")
    wait_for(page, "sent")
    write(page, "Twee keer")
    wait_for(page, "sent", 2)
    assert list(server.kept.values()) == ["Twee keer", "Twee keer"]


def test_offline_it_waits_and_goes_when_the_line_is_back(page, context, server):
    context.set_offline(True)
    write(page, "In de kelder")
    write(page, "Ook in de kelder")
    wait_for(page, "phone", 2)
    assert server.posts == []
    context.set_offline(False)
    wait_for(page, "sent", 2)
    assert list(server.kept.values()) == ["In de kelder", "Ook in de kelder"]
    assert waiting(page) == []


def test_a_reload_while_sending_neither_loses_nor_doubles(page, server):
    server.hold.clear()
    write(page, "Tijdens het herladen")
    wait_for(page, "sending")
    page.goto(server.url, wait_until="commit")
    server.hold.set()
    expect(page.locator("html")).to_have_attribute("data-ready", "yes")
    all_sent(page)
    assert list(server.kept.values()) == ["Tijdens het herladen"]
    assert len({post.fields["key"] for post in server.posts}) == 1


def test_a_closed_and_reopened_browser_page_sends_what_waited(page, context, server):
    server.always = lambda _post: Answer(status=500)
    write(page, "Voor later")
    wait_for(page, "sending")
    page.close()
    server.always = lambda _post: Answer()
    again = visit(context.new_page(), server)
    all_sent(again)
    assert list(server.kept.values()) == ["Voor later"]


def test_a_lost_answer_leads_to_the_same_key_again(page, server):
    server.answers = [Answer(cut=True)]
    write(page, "Het antwoord ging verloren")
    wait_for(page, "sent")
    assert len(server.posts) >= 2
    assert len({post.fields["key"] for post in server.posts}) == 1
    assert list(server.kept.values()) == ["Het antwoord ging verloren"]


def test_a_refusal_keeps_the_text_and_a_correction_is_a_new_text(page, server):
    refusal = {"ok": False, "why": "invalid", "message": "Te kort.", "errors": {"text": ["Te kort."]}}
    server.answers = [Answer(status=422, body=refusal)]
    write(page, "x")
    wait_for(page, "refused")
    (entry,) = waiting(page)
    assert (entry["why"], entry["message"], entry["errors"]) == (
        "invalid",
        "Te kort.",
        {"text": ["Te kort."]},
    )
    assert ["text", "x"] in entry["fields"]
    page.evaluate("box.flush()")
    visit(page, server)
    (entry,) = waiting(page)
    assert entry["state"] == "refused" and len(server.posts) == 1
    page.evaluate("(key) => box.correct(key, [['text', 'Lang genoeg']])", entry["key"])
    wait_for(page, "sent")
    assert list(server.kept.values()) == ["Lang genoeg"]
    assert waiting(page) == []
    assert server.posts[0].fields["key"] != server.posts[1].fields["key"]


def test_a_refusal_does_not_hold_up_the_next_text(page, server):
    server.answers = [Answer(status=409, body={"ok": False, "why": "closed", "message": "Gesloten."})]
    write(page, "Te laat")
    write(page, "Op tijd")
    wait_for(page, "refused")
    wait_for(page, "sent")
    assert list(server.kept.values()) == ["Op tijd"]


def test_a_busy_server_is_obeyed(page, server):
    server.answers = [Answer(status=503, headers={"Retry-After": "2"}, body={"ok": False, "why": "busy"})]
    write(page, "Straks")
    wait_for(page, "sending")
    wait_for(page, "phone", 2)
    # Sent at once, the second would be less than two seconds behind the first.
    page.evaluate("() => { dispatchEvent(new Event('online')); return box.flush(); }")
    wait_for(page, "sent")
    first, second = server.posts
    assert second.at - first.at >= 2
    assert first.fields["key"] == second.fields["key"]
    assert list(server.kept.values()) == ["Straks"]


def test_a_date_in_retry_after_is_understood(page, server):
    late = {"Retry-After": "Thu, 01 Jan 2099 00:00:00 GMT"}
    server.answers = [Answer(status=429, headers=late, body={"ok": False, "why": "busy"})]
    write(page, "Heel veel later")
    wait_for(page, "phone", 2)
    page.evaluate("box.flush()")
    assert len(server.posts) == 1 and len(waiting(page)) == 1


def test_a_stale_token_is_renewed_once(page, server):
    server.always = lambda post: Answer() if post.token == "fresh" else STALE
    write(page, "Met een nieuw token")
    wait_for(page, "sent")
    assert [post.token for post in server.posts] == ["stale", "fresh"]
    write(page, "En nog een")
    wait_for(page, "sent", 2)
    assert [post.token for post in server.posts] == ["stale", "fresh", "fresh"]


def test_a_token_that_is_never_right_is_a_refusal(page, server):
    server.always = lambda _post: Answer(
        status=400, body={"ok": False, "why": "csrf", "message": "Verlopen."}
    )
    write(page, "Nooit")
    wait_for(page, "refused")
    assert len(server.posts) == 2 and waiting(page)[0]["why"] == "csrf"


@pytest.mark.parametrize(
    "portal",
    [
        Answer(status=200, body="<h1>Welcome to our wifi</h1>", keep=False),
        Answer(status=302, body="", headers={"Location": "/"}, keep=False),
    ],
    ids=["page", "redirect"],
)
def test_a_captive_portal_is_not_taken_for_the_server(page, server, portal):
    server.always = lambda _post: portal
    write(page, "Achter het portaal")
    wait_for(page, "phone", 2)
    assert len(waiting(page)) == 1
    server.always = lambda _post: Answer()
    wait_for(page, "sent")
    assert list(server.kept.values()) == ["Achter het portaal"]


def test_of_two_tabs_one_sends(context, page, server):
    other = visit(context.new_page(), server)
    server.pause = 0.1
    for number in range(4):
        for tab in (page, other):
            tab.evaluate(
                "(text) => { box.put({ url: '/contribute', fields: [['text', text]] }); }",
                f"{number} {tab is page}",
            )
    all_sent(page)
    assert len(server.posts) == 8 and len(server.kept) == 8
    assert server.most_at_once == 1
    wait_for(other, "sent", 8)
    wait_for(page, "sent", 8)
