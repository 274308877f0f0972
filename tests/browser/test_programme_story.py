"""Arranging the programme in a real browser while the day runs, and the studio that follows."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from builders import join
from leader import Leader
from live_server import Hall, violations
from playwright.sync_api import Browser, Page, expect

from sessions import workshops
from sessions.hall import levers, pace
from sessions.journal import Actor
from sessions.models import Exercise, OwnScript, Participant

pytestmark = pytest.mark.browser
HALL = Actor("command")
expect.set_options(timeout=30_000)


@pytest.fixture
def leader(mapped_browser: Browser, hall: Hall) -> Iterator[Leader]:
    made = Leader(mapped_browser, hall)
    yield made
    made.close()


def step_of(hall: Hall, kind: str) -> int:
    with hall.house.store.reading() as db:
        return next(step.id for step in workshops.steps_of(db, hall.workshop_id) if step.kind == kind)


def titles(page: Page) -> list[str]:
    return page.locator("#programma b").all_inner_texts()


def test_the_studio_follows_a_programme_that_is_arranged_meanwhile(hall: Hall, leader: Leader) -> None:
    studio = leader.opens()
    studio.evaluate("window.stayed = true")
    editor = leader.opens(f"steps/{step_of(hall, 'lotus')}")
    expect(studio.get_by_role("button", name="Volgende: Vaststelling per tafel")).to_be_visible()
    for _earlier in range(2):
        with editor.expect_navigation():
            editor.get_by_role("button", name="Eerder").click()
        expect(editor.get_by_role("button", name="Later")).to_be_visible()
    expect(studio.get_by_role("button", name="Volgende: Lotusbloem")).to_be_visible()
    expect(studio.locator("#waar")).to_have_text("Stap 3 van 9: Interventies")
    assert titles(studio)[3] == "Lotusbloem"
    editor.get_by_role("button", name="Verwijder").click()
    dialog = editor.get_by_role("dialog")
    assert violations(editor) == []
    dialog.get_by_role("button", name="Verwijder").click()
    expect(editor.get_by_role("heading", name="Vaststelling per tafel", level=1)).to_be_attached()
    expect(studio.get_by_role("button", name="Volgende: Vaststelling per tafel")).to_be_visible()
    expect(studio.locator("#waar")).to_have_text("Stap 3 van 8: Interventies")
    assert "Lotusbloem" not in titles(studio)
    editor.get_by_role("link", name="Voeg een stap toe").click()
    editor.get_by_label("Achter welke stap?").select_option(label="3. Interventies")
    editor.get_by_role("button", name="Ideeën").click()
    expect(studio.get_by_role("button", name="Volgende: Ideeën")).to_be_visible()
    studio.get_by_role("button", name="Volgende: Ideeën").click()
    expect(studio.locator("#waar")).to_have_text("Stap 4 van 9: Ideeën")
    assert studio.evaluate("window.stayed") is True, "the page was never loaded anew"


def test_a_step_is_kept_as_typed_and_seen_as_a_phone(hall: Hall, leader: Leader) -> None:
    page = leader.opens(f"steps/{step_of(hall, 'interventions')}")
    phone = page.frame_locator("#voorbeeld")
    expect(phone.get_by_text("Waar krijg je een warm hart van?")).to_be_visible()
    page.get_by_label("De vraag op telefoon en wand").fill("Wat werkt er al?")
    page.get_by_label("Minuten").fill("60")
    page.get_by_label("Minuten").blur()
    expect(page.locator("#bewaard")).to_have_text("alles bewaard")
    expect(phone.get_by_text("Wat werkt er al?")).to_be_visible()
    expect(page.locator(".prog .now span")).to_have_text("60 min")
    expect(page.locator("[data-advice]")).to_contain_text("langer dan 90 minuten zonder pauze")
    page.get_by_label("Minuten").fill("900")
    page.get_by_label("Minuten").blur()
    expect(page.locator("#minutes-error")).to_be_visible()
    page.get_by_role("link", name="Probeer op je telefoon").click()
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_role("img", name="QR-code om mee te doen")).to_be_visible()
    expect(dialog).to_contain_text("De zaal is nu bij deze stap")
    assert violations(page) == []


def test_two_who_word_the_image_at_once_keep_each_others_words(hall: Hall, leader: Leader) -> None:
    """A page that was opened before sends what was changed on it, and never its older words of the rest."""
    one, other = leader.opens("image"), leader.opens("image")
    names = [page.get_by_label("Naam van de hefboom") for page in (one, other)]
    names[0].nth(0).fill("Vertrouwen in elkaar")
    with one.expect_response("**/levers"):
        names[0].nth(0).blur()
    expect(one.locator("#bewaard")).to_have_text("alles bewaard")
    for text in ("Eerst anders", "Grond om op te staan"):
        names[1].nth(1).fill(text)
        with other.expect_response("**/levers"):
            names[1].nth(1).blur()
    expect(other.locator("#bewaard")).to_have_text("alles bewaard")
    with hall.house.store.reading() as db:
        kept = [lever.name for lever in levers.levers_of(db, hall.workshop_id)][:2]
    assert kept == ["Vertrouwen in elkaar", "Grond om op te staan"]


def test_two_who_prepare_at_once_keep_each_others_words(hall: Hall, leader: Leader) -> None:
    """Also what was changed on one page before, and a tick that was taken away."""
    step = step_of(hall, "interventions")
    one, other = leader.opens(f"steps/{step}"), leader.opens(f"steps/{step}")
    for page, label, typed in (
        (one, "Minuten", "35"),
        (other, "Naam van de stap", "Wat er al is"),
        (one, "Naam van de stap", "Wat er is"),
        (other, "Minuten", "45"),
    ):
        page.get_by_label(label, exact=True).fill(typed)
        with page.expect_response(f"**/steps/{step}"):
            page.get_by_label(label, exact=True).blur()
    expect(other.locator("#bewaard")).to_have_text("alles bewaard")
    with hall.house.store.reading() as db:
        kept = db.get_one(Exercise, step)
    assert (kept.title, kept.minutes) == ("Wat er is", 45)


def test_what_may_not_go_says_why_before_it_is_asked(hall: Hall, leader: Leader) -> None:
    page = leader.opens(f"steps/{step_of(hall, 'interventions')}")
    page.get_by_role("button", name="Verwijder").click()
    dialog = page.get_by_role("dialog", name="Deze stap blijft")
    expect(dialog).to_contain_text("De zaal is nu bij deze stap.")
    dialog.get_by_role("button", name="Goed").click()
    expect(dialog).to_be_hidden()


def test_a_table_that_goes_its_own_way_is_named_and_brought_back(hall: Hall, leader: Leader) -> None:
    phone = join(hall.house, hall.workshop_id, table=3)
    editor = leader.opens("programme")
    with editor.expect_response(lambda answer: answer.request.method == "POST"):
        editor.get_by_text("Elke tafel op eigen tempo").click()
    expect(editor.locator("#bewaard")).to_have_text("alles bewaard")
    studio = leader.opens()
    here, lotus = step_of(hall, "interventions"), step_of(hall, "lotus")

    def onward(db) -> None:
        table_id = db.get_one(Participant, phone.id).table_id
        pace.move_table(db, table_id, lotus, HALL, seen=(here, ""), now=hall.house.now())

    hall.house.write(onward)
    expect(studio.locator("#tempo")).to_have_text("Tafel 3 is bij: Lotusbloem")
    assert violations(studio) == []
    studio.get_by_role("button", name="Breng iedereen hier").click()
    expect(studio.locator("#tempo li")).to_have_count(0)


def test_a_script_goes_out_and_comes_in_with_its_errors_on_their_lines(
    hall: Hall, leader: Leader, tmp_path: Path
) -> None:
    page = leader.opens("programme")
    with page.expect_download() as coming:
        page.get_by_role("link", name="Bewaar als bestand").first.click()
    saved = tmp_path / "boek.toml"
    coming.value.save_as(saved)
    wrong = tmp_path / "fout.toml"
    wrong.write_text(saved.read_text().replace("minutes = 45", "minutes = 4500"))
    page.goto(f"{hall.address}/scripts")
    page.get_by_label("Bestand", exact=True).set_input_files(wrong)
    page.get_by_role("button", name="Haal binnen").click()
    expect(page.locator(".errors")).to_be_focused()
    expect(page.locator(".errors li")).to_contain_text("“minutes” moet een getal van 1 tot 480 zijn.")
    assert violations(page) == []
    with hall.house.store.reading() as db:
        assert db.query(OwnScript).count() == 0
    page.get_by_label("Bestand", exact=True).set_input_files(saved)
    page.get_by_role("button", name="Haal binnen").click()
    expect(page.get_by_text("“Iedereen aan tafel” is bewaard.")).to_be_visible()
    page.wait_for_load_state()
    page.get_by_role("button", name="Verwijder").click()
    page.get_by_role("dialog").get_by_role("button", name="Verwijder").click()
    expect(page.get_by_text("Nog geen. Maak een workshop")).to_be_visible()
