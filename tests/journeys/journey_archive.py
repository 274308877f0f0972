"""The last chapter: everything in one file, brought in at an empty installation, is the same workshop."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

from journey_contexts import DESK, Contexts, must_be_accessible
from journey_day import Day, setup_link
from journey_desk import Desk, saved
from journey_export import sheet
from live_server import LiveServer
from playwright.sync_api import expect

# What says who or when: codes are drawn for each file, times are those of the installation.
SAME = {
    "contributions": (
        "kind",
        "text",
        "state",
        "table",
        "version",
        "hearts",
        "theme",
        "level",
        "rank",
        "ended",
    ),
    "themes": ("analysis", "title", "level", "rank", "count", "key_group", "description"),
    "key_groups": ("analysis", "title", "position"),
    "levers": ("key", "name"),
    "exercises": ("position", "kind", "title"),
}


def the_archive_comes_in_elsewhere(day: Day, folder: Path) -> None:
    archive = take_out(day, folder)
    server = LiveServer(folder / "elsewhere")
    try:
        contexts = Contexts(day.contexts.browser, server.address)
        desk = Desk(contexts.open(DESK), server.address)
        desk.set_up(setup_link(server))
        desk.page.goto(f"{server.address}/workshops/import")
        must_be_accessible(desk.page, "bringing in an archive")
        desk.page.get_by_label("Archief").set_input_files(archive)
        desk.page.get_by_role("button", name="Haal binnen").click()
        desk.page.wait_for_url("**/programme")
        desk.page.goto(desk.page.url.replace("programme", "exports"))
        there = export_from(desk, folder / "there")
        assert contexts.refused == []
        contexts.close()
    finally:
        server.stop()
    day.desk.page.goto(f"{day.contexts.address}/workshops/{day.workshop}/exports")
    here = export_from(day.desk, folder / "here")
    for name, columns in SAME.items():
        assert tables(here, name, columns) == tables(there, name, columns), name


def take_out(day: Day, folder: Path) -> Path:
    """The archive of the menu, which asks what it is for."""
    page = day.desk.page
    page.goto(f"{day.contexts.address}/workshops/{day.workshop}/exports")
    page.get_by_label("Waarvoor heb je de namen nodig?").fill("Verhuis naar een andere installatie")
    with page.expect_download() as arriving:
        page.get_by_role("button", name="Bewaar het archief").click()
    return saved(arriving.value, folder)


def export_from(desk: Desk, folder: Path) -> Path:
    folder.mkdir()
    expect(desk.page.get_by_role("radio", name="Analyse")).to_be_checked()
    with desk.page.expect_download() as arriving:
        desk.page.get_by_role("button", name="Bewaar Excel").click()
    return saved(arriving.value, folder)


def tables(path: Path, name: str, columns: tuple[str, ...]) -> Counter[tuple[Any, ...]]:
    rows = sheet(path, name)
    assert rows, f"nothing in {name}"
    return Counter(tuple(row[column] for column in columns) for row in rows)
