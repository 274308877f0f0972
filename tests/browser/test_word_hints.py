"""A delicate word is explained on the phone while somebody writes it, and stops nobody."""

from __future__ import annotations

import pytest
from live_server import Hall, Watched, violations
from phone_hand import send, take_part, texts
from playwright.sync_api import Browser, expect

from sessions.journal import Actor
from sessions.lexicon import terms

pytestmark = pytest.mark.browser


def test_a_word_is_explained_where_it_is_written(mapped_browser: Browser, hall: Hall) -> None:
    by, now = Actor("user", 1), hall.house.now()

    def lexicon(db):
        term = terms.make(db, hall.workshop_id, by, text="allochtoon", now=now)
        terms.change(db, term, by, wording="mensen met een verhaal", now=now)
        terms.avoid(db, term, by, text="vreemdeling", reason="Het maakt iemand tot gast", now=now)

    hall.house.write(lexicon)
    watched = Watched(mapped_browser, hall.address)
    page = watched.page()
    take_part(page, hall)
    title = page.get_by_label("Geef het een naam")
    hint = page.locator(".woordhint")

    title.fill("Koffie voor autochtone buren")
    title.fill("Koffie voor allochtone buren")
    expect(hint).to_contain_text("“allochtone” ligt voor sommige mensen gevoelig.")
    expect(hint).to_contain_text("Dit spraken mensen af: mensen met een verhaal")
    expect(page.locator("#status")).to_contain_text("allochtone")
    assert violations(page) == []

    # The same term, by the word to avoid: the reason stands there too.
    title.fill("Koffie voor vreemdelingen")
    expect(hint).to_contain_text("Het maakt iemand tot gast")
    title.fill("Koffie voor nieuwe buren")
    expect(hint).to_have_count(0)

    # It explains; what was meant is sent as it was written.
    title.fill("Koffie voor allochtonen")
    hint.get_by_role("button", name="Begrepen, ik kies zelf").click()
    expect(hint).to_have_count(0)
    title.fill("Koffie voor allochtonen en buren")
    send(page)
    expect(page.locator("[data-slot=last]")).to_contain_text("op het scherm")
    assert texts(hall) == ["Koffie voor allochtonen en buren"]
    watched.close()
