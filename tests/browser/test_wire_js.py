"""The browser's half of the live wire, in a real browser, and its pure state."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import gevent
import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.wire_server import WireServer

pytestmark = pytest.mark.browser


@pytest.fixture
def server():
    made = WireServer()
    yield made
    made.stop()


@pytest.fixture
def context(mapped_browser: Browser):
    made = mapped_browser.new_context()
    made.set_default_timeout(15_000)
    yield made
    made.close()


@pytest.fixture
def page(context, server) -> Page:
    made = context.new_page()
    made.goto(server.url)
    expect(made.locator("html")).to_have_attribute("data-ready", "yes")
    return made


def shows(page: Page, items: dict[str, Any]) -> None:
    """Waits until exactly these items are shown."""
    page.wait_for_function(
        """(expected) => window.state && JSON.stringify(Object.entries(expected).sort())
           === JSON.stringify([...state.items].sort())""",
        arg=items,
    )


def until_here(page: Page, true: Callable[[], bool]) -> None:
    """Waits until that is true of the server of this test."""
    for _ in range(300):
        if true():
            return
        page.wait_for_timeout(50)
    raise AssertionError("never true")


def look(page: Page, server: WireServer) -> None:
    page.evaluate("() => { join(); look('wall:1'); }")
    shows(page, server.items)


def told(page: Page) -> list[dict[str, Any]]:
    return page.evaluate("news")


def test_it_joins_reads_and_follows(page, server):
    assert page.evaluate("isSecureContext") is False
    look(page, server)
    assert server.watches == [{"audience": "wall:1", "since": None}] and server.fetched == 1
    server.tell(server.change({"contribution:2": {"text": "twee"}}))
    shows(page, server.items)
    server.tell(server.change({}, drop=("contribution:1",)))
    shows(page, {"contribution:2": {"text": "twee"}})
    first, second, third = told(page)
    assert first["whole"] and first["put"] == ["contribution:1"]
    assert not second["whole"] and second["put"] == ["contribution:2"]
    assert second["verbs"] == [{"verb": "contribution.made", "ids": ["contribution:2"]}]
    assert third["drop"] == ["contribution:1"]
    assert len(server.watches) == 1
    assert page.evaluate("connections") == ["connecting", "online"]


def test_what_happens_while_the_snapshot_is_read_is_not_lost(page, server):
    def meanwhile() -> None:
        server.before_snapshot = lambda: None
        server.tell(server.change({"contribution:2": {"text": "intussen"}}))
        gevent.sleep(0.2)

    server.before_snapshot = meanwhile
    page.evaluate("() => { join(); look('wall:1'); }")
    shows(page, {"contribution:1": {"text": "een"}, "contribution:2": {"text": "intussen"}})
    assert len(server.watches) == 1 and server.fetched == 1


def test_what_the_snapshot_holds_already_is_not_taken_again(page, server):
    look(page, server)
    old = {
        "audience": "wall:1",
        "since": 0,
        "revision": 1,
        "verbs": [],
        "put": {},
        "drop": ["contribution:1"],
    }
    server.tell(old)
    server.tell(server.change({"contribution:2": {}}))
    shows(page, {"contribution:1": {"text": "een"}, "contribution:2": {}})


def test_a_gap_is_closed_by_watching_anew(page, server):
    look(page, server)
    missed = server.change({"contribution:2": {"text": "gemist"}})
    later = server.change({"contribution:3": {"text": "later"}})
    server.answers = [lambda _question: {"ok": True, "revision": 3, "patch": missed, "snapshot": None}]
    server.tell(later)
    shows(page, server.items)
    assert server.watches[1:] == [{"audience": "wall:1", "since": 1}] and server.fetched == 1


def test_a_chain_that_skips_revisions_is_no_gap(page, server):
    look(page, server)
    server.tell(server.change({"contribution:9": {}}) | {"revision": 40})
    shows(page, server.items)
    server.revision = 40
    server.tell(server.change({"contribution:10": {}}))
    shows(page, server.items)
    assert len(server.watches) == 1


def test_a_server_that_comes_back_is_asked_for_what_lacks(page, server):
    look(page, server)
    server.stop()
    page.wait_for_function("() => connections.at(-1) === 'offline'")
    lacking = server.change({"contribution:2": {"text": "terwijl je weg was"}})
    server.answers = [lambda _question: {"ok": True, "revision": 2, "patch": lacking, "snapshot": None}]
    server.start()
    shows(page, server.items)
    assert page.evaluate("connections") == ["connecting", "online", "offline", "online"]
    assert server.watches[-1] == {"audience": "wall:1", "since": 1} and server.fetched == 1


def test_a_server_put_back_from_a_backup_is_believed(page, server):
    server.revision = 50
    look(page, server)
    server.stop()
    server.revision, server.items = 7, {"contribution:5": {"text": "van vroeger"}}
    server.start()
    shows(page, server.items)
    server.tell(server.change({"contribution:6": {}}))
    shows(page, server.items)


def test_a_snapshot_that_fails_is_asked_for_again(page, server):
    server.snapshot_status = "503 Service Unavailable"
    page.evaluate("() => { join(); look('wall:1'); }")
    until_here(page, lambda: server.fetched > 1)
    assert told(page) == []
    server.snapshot_status = "200 OK"
    shows(page, server.items)


def test_a_busy_answer_is_no_refusal(page, server):
    busy = {"ok": False, "why": "busy", "message": ""}
    server.answers = [lambda _question: busy, lambda _question: busy]
    look(page, server)
    assert page.evaluate("refusals") == [] and len(server.watches) == 3


def test_a_refusal_is_told_and_not_repeated(page, server):
    server.answers = [lambda _question: {"ok": False, "why": "missing", "message": ""}]
    page.evaluate("() => { join(); look('wall:1'); }")
    page.wait_for_function("() => refusals.length === 1")
    page.wait_for_timeout(600)
    assert page.evaluate("refusals") == ["missing"] and len(server.watches) == 1


def test_a_stranger_is_not_let_in_and_does_not_come_back(page, server):
    server.lets_in = False
    page.evaluate("() => { join(); look('wall:1'); }")
    page.wait_for_function("() => connections.at(-1) === 'ended'")
    assert page.evaluate("goodbyes") == ["refused"] and server.watches == []


@pytest.mark.parametrize(("why", "ends"), [("closed", True), ("signed-out", True), ("restart", False)])
def test_a_goodbye_ends_it_or_not(page, server, why, ends):
    look(page, server)
    server.tell({"why": why}, event="goodbye")
    page.wait_for_function("() => goodbyes.length === 1")
    if ends:
        page.wait_for_function("() => connections.at(-1) === 'ended'")
        return
    server.stop()
    server.start()
    page.wait_for_function("() => connections.at(-1) === 'online' && connections.length === 4")


def test_a_disconnect_by_the_server_without_goodbye_is_come_back_from(page, server):
    look(page, server)
    server.disconnect_everybody()
    page.wait_for_function("() => connections.length === 4 && connections.at(-1) === 'online'")
    server.tell(server.change({"contribution:2": {}}))
    shows(page, server.items)


def test_where_websockets_are_blocked_it_polls(page, server):
    server.no_websocket = True
    look(page, server)
    server.tell(server.change({"contribution:2": {}}))
    shows(page, server.items)
    assert server.polled_with == {"1"}
    assert page.evaluate("performance.getEntriesByType('resource').some((e) => e.name.includes('polling'))")


def test_offline_and_online_again(page, context, server):
    look(page, server)
    context.set_offline(True)
    server.stop()
    page.wait_for_function("() => connections.at(-1) === 'offline'")
    lacking = server.change({"contribution:2": {}})
    server.answers = [lambda _question: {"ok": True, "revision": 2, "patch": lacking, "snapshot": None}]
    server.start()
    page.wait_for_timeout(500)
    assert page.evaluate("connections.at(-1)") == "offline"
    context.set_offline(False)
    shows(page, server.items)


def test_two_audiences_on_one_line(page, server):
    def mine(question: dict[str, Any]) -> dict[str, Any]:
        whole = {"audience": "me:4", "since": 0, "revision": 1, "verbs": [], "put": {}, "drop": []}
        return {"ok": True, "revision": 1, "patch": whole, "snapshot": None}

    look(page, server)
    server.answers = [mine]
    delivered = {"audience": "me:4", "revision": 0, "items": {"participant:4": {"name": "An"}}}
    page.evaluate("(snapshot) => { look('me:4', { snapshot }); }", delivered)
    page.wait_for_function("() => state.audience === 'me:4' && state.revision === 1")
    assert server.watches[-1] == {"audience": "me:4", "since": 0}
    server.tell(server.change({"contribution:2": {}}))
    shows(page, server.items)


def test_leaving_an_audience_stops_it(page, server):
    page.evaluate("() => { join(); window.stop = look('wall:1'); }")
    shows(page, server.items)
    count = len(told(page))
    page.evaluate("stop()")
    server.tell(server.change({"contribution:2": {}}))
    server.tell({"why": "restart"}, event="goodbye")  # Whoever heard this heard what came before.
    page.wait_for_function("() => goodbyes.length === 1")
    until_here(page, lambda: len(server.left) == 1)
    assert len(told(page)) == count and server.left == ["wall:1"]


def test_where_i_write_is_told(page, server):
    look(page, server)
    page.evaluate("() => { wire.here('step:3'); wire.here(null); }")
    until_here(page, lambda: len(server.heard) == 2)
    assert server.heard == [{"place": "step:3"}, {"place": None}]


def test_a_page_that_closes_the_wire_is_silent(page, server):
    look(page, server)
    page.evaluate("wire.close()")
    page.wait_for_function("() => connections.at(-1) === 'ended'")
    server.stop()
    server.start()
    page.wait_for_timeout(500)
    assert page.evaluate("connections.at(-1)") == "ended" and len(server.watches) == 1


def apply(page: Page, *messages: dict[str, Any]) -> list[Any]:
    """Outcome, put, drop of each message, applied one after the other; last the items."""
    return page.evaluate(
        """(messages) => {
          let state = states.emptyState("wall:1");
          const outcomes = messages.map((message) => {
            const take = "items" in message ? states.applySnapshot : states.applyChange;
            const before = JSON.stringify([...state.items]);
            const result = take(state, message);
            if (JSON.stringify([...state.items]) !== before) throw new Error("the old state was changed");
            state = result.state;
            return [result.outcome, result.put.sort(), result.drop.sort()];
          });
          return [...outcomes, Object.fromEntries(state.items)];
        }""",
        list(messages),
    )


def whole(revision: int, **items: Any) -> dict[str, Any]:
    return {"audience": "wall:1", "revision": revision, "items": named(items)}


def change(since: int, revision: int, drop: tuple[str, ...] = (), **put: Any) -> dict[str, Any]:
    names = {"audience": "wall:1", "since": since, "revision": revision, "verbs": []}
    return names | {"put": named(put), "drop": list(drop)}


def named(items: dict[str, Any]) -> dict[str, Any]:
    return {name.replace("_", ":"): item for name, item in items.items()}


def test_state_before_a_snapshot_is_early(page):
    assert apply(page, change(0, 1, theme_1=1))[0][0] == "early"


def test_state_drops_before_it_puts(page):
    *_, outcome, items = apply(
        page,
        whole(1, theme_1="a", theme_2="b", themes_3="c"),
        change(1, 2, drop=("theme:*",), theme_2="b", theme_4="d"),
    )
    assert outcome == ["applied", ["theme:4"], ["theme:1"]]
    assert items == {"theme:2": "b", "theme:4": "d", "themes:3": "c"}


def test_state_old_and_repeated_changes_do_nothing(page):
    made = change(1, 2, theme_1="new")
    outcomes = apply(page, whole(1), made, made, change(0, 1, theme_1="old"))
    assert [each[0] for each in outcomes[:-1]] == ["applied", "applied", "old", "old"]
    assert outcomes[-1] == {"theme:1": "new"}


def test_state_a_gap_changes_nothing(page):
    outcomes = apply(page, whole(1, theme_1="a"), change(3, 4, theme_1="b"))
    assert outcomes[1][0] == "gap" and outcomes[-1] == {"theme:1": "a"}


def test_state_an_overlapping_change_is_taken(page):
    outcomes = apply(page, whole(5, theme_1="a"), change(2, 9, theme_1="b"))
    assert outcomes[1][0] == "applied" and outcomes[-1] == {"theme:1": "b"}


def test_state_a_new_snapshot_says_what_is_different(page):
    outcomes = apply(page, whole(1, theme_1="a", theme_2="b"), whole(4, theme_2="b", theme_3="c"), whole(2))
    assert outcomes[1] == ["applied", ["theme:3"], ["theme:1"]]
    assert outcomes[2][0] == "old" and outcomes[-1] == {"theme:2": "b", "theme:3": "c"}


def test_state_items_of_one_kind(page):
    found = page.evaluate(
        """() => {
          const whole = { revision: 1, items: { "theme:2": "b", "theme:1": "a", "themes:3": "c" } };
          const { state } = states.applySnapshot(states.emptyState("wall:1"), whole);
          return states.ofKind(state, "theme");
        }"""
    )
    assert sorted(found) == [["theme:1", "a"], ["theme:2", "b"]]
