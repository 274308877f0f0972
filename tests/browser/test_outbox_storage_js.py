"""Where the outbox keeps things, in browsers that keep less than they should: private modes, lost disks."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.phone_server import Answer, PhoneServer, all_sent, tap_send, visit, wait_for, write

pytestmark = pytest.mark.browser


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


def test_a_lease_is_of_one_holder_until_it_ends_or_the_clock_is_set_back(page):
    leases = page.evaluate(
        """async () => {
          const kept = await store.openStore("lease-test");
          const one = await kept.lease("one", 1000);
          const other = await kept.lease("other", 1001);
          const again = await kept.lease("one", 1002);
          const late = await kept.lease("other", 1002 + store.LEASE_MS);
          const backInTime = await kept.lease("one", 5);
          await kept.release("other");
          const notTheirs = await kept.lease("other", 6);
          await kept.release("one");
          return [one, other, again, late, backInTime, notTheirs, await kept.lease("other", 7)];
        }"""
    )
    assert leases == [True, False, True, True, True, False, True]


WITHOUT_INDEXED_DB = "Object.defineProperty(window, 'indexedDB', { value: undefined });"
REFUSES = "{ get() { throw new DOMException('no', 'SecurityError'); } }"
WITHOUT_LOCAL_STORAGE = f"Object.defineProperty(window, 'localStorage', {REFUSES});"
SILENT_INDEXED_DB = "IDBFactory.prototype.open = () => ({});"


@pytest.mark.parametrize("missing", [WITHOUT_INDEXED_DB, SILENT_INDEXED_DB], ids=["none", "silent"])
def test_without_indexed_db_it_survives_a_reload_all_the_same(context, server, missing):
    context.add_init_script(missing)
    page = visit(context.new_page(), server)
    server.always = lambda _post: Answer(status=500)
    write(page, "Privévenster")
    wait_for(page, "sending")
    server.always = lambda _post: Answer()
    visit(page, server)
    all_sent(page)
    assert list(server.kept.values()) == ["Privévenster"]


def test_without_any_storage_it_still_sends(context, server):
    context.add_init_script(WITHOUT_INDEXED_DB + WITHOUT_LOCAL_STORAGE)
    page = visit(context.new_page(), server)
    write(page, "Enkel in het geheugen")
    wait_for(page, "sent")
    assert list(server.kept.values()) == ["Enkel in het geheugen"]
    assert page.evaluate("outbox.saveDraft('step:1', { text: 'half' })") is False
    assert page.evaluate("outbox.loadDraft('step:1')") == {"text": "half"}


def test_a_phone_that_lost_its_database_connection_opens_a_new_one(page, server):
    page.evaluate(
        """() => {
          const real = IDBDatabase.prototype.transaction;
          let broken = true;
          IDBDatabase.prototype.transaction = function (...given) {
            if (!broken) return real.apply(this, given);
            broken = false;
            throw new DOMException("Connection to Indexed Database server lost", "UnknownError");
          };
        }"""
    )
    write(page, "Na het slapen")
    wait_for(page, "sent")
    assert list(server.kept.values()) == ["Na het slapen"]


def test_where_nothing_can_be_stored_the_form_goes_the_plain_way(page, server):
    page.evaluate(
        "() => { box.put = async () => { throw new DOMException('full', 'QuotaExceededError'); }; }"
    )
    server.always = lambda _post: Answer(body="<p>Thank you</p>")
    page.evaluate(
        """() => {
          const key = Object.assign(document.createElement("input"), { name: "key", value: "k" });
          document.getElementById("form").append(key);
        }"""
    )
    tap_send(page, "Zonder script")
    expect(page.locator("p")).to_have_text("Thank you")
    assert server.posts[0].fields["csrf_token"] == "stale"


def test_one_participant_s_texts_are_never_sent_as_another(page, server):
    server.always = lambda _post: Answer(status=500)
    write(page, "Van twaalf")
    wait_for(page, "phone", 2)
    others = page.evaluate(
        """async () => {
          const other = await outbox.openOutbox({ owner: "13", token: () => "", freshToken: () => "" });
          return other.entries();
        }"""
    )
    assert others == []


def test_a_draft_survives_a_reload(page, server):
    page.evaluate("outbox.saveDraft('step:1', { text: 'half een zin', levers: [2, 4] })")
    visit(page, server)
    assert page.evaluate("outbox.loadDraft('step:1')") == {"text": "half een zin", "levers": [2, 4]}
    assert page.evaluate("outbox.loadDraft('step:2')") is None
    page.evaluate("outbox.dropDraft('step:1')")
    assert page.evaluate("outbox.loadDraft('step:1')") is None
