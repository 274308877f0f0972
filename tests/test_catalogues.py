"""The catalogues hold exactly what the code says, completely, and no page says anything outside of them."""

from __future__ import annotations

import importlib.util
import json
import re
from gettext import GNUTranslations
from io import BytesIO
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from babel.messages.mofile import write_mo
from builders import sign_in
from crawling import DUTCH, Day, dutch_in, said_on, strings_of
from flask import Flask

from facilitator.house import House
from sessions.words import LANGUAGES

ROOT = Path(__file__).parents[1]
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%(?!\()|\{\w*\}")


def the_tool() -> ModuleType:
    spec = importlib.util.spec_from_file_location("catalogues_tool", ROOT / "deploy" / "catalogues.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


tool = the_tool()


# --- the files ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", tool.LANGUAGES)
def test_the_catalogue_holds_exactly_the_texts_of_the_code(language: str) -> None:
    advice = "run `make catalogues` and translate what is new"
    assert tool.missing(language) == [], advice
    assert tool.left_over(language) == [], advice


@pytest.mark.parametrize("language", tool.LANGUAGES)
def test_every_text_is_translated(language: str) -> None:
    catalogue = tool.read(language)
    assert len(catalogue) >= (10 if language == "nl" else 800)
    assert tool.untranslated(catalogue) == []
    assert [message.id for message in catalogue if message.id and message.fuzzy] == []


@pytest.mark.parametrize("language", tool.LANGUAGES)
def test_every_placeholder_is_in_the_translation(language: str) -> None:
    for message in tool.read(language):
        if not message.id:
            continue
        plural = isinstance(message.id, tuple)
        pairs = zip(message.id, message.string, strict=True) if plural else [(message.id, message.string)]
        for text, translation in pairs:
            assert set(PLACEHOLDER.findall(text)) == set(PLACEHOLDER.findall(translation)), text


@pytest.mark.parametrize("language", tool.LANGUAGES)
def test_a_translation_is_plain_text_without_margins(language: str) -> None:
    for message in tool.read(language):
        for translation in message.string if isinstance(message.string, tuple) else [message.string]:
            assert translation == translation.strip() or not message.id
            assert not set("<>&") & set(translation) or not message.id, "what is markup stays in the template"


@pytest.mark.parametrize("language", tool.LANGUAGES)
def test_what_is_compiled_is_what_is_written(language: str) -> None:
    compiled = BytesIO()
    write_mo(compiled, tool.read(language))
    compiled.seek(0)
    with tool.path_of(language, "mo").open("rb") as file:
        assert texts_of(GNUTranslations(file)) == texts_of(GNUTranslations(compiled))


def texts_of(translations: Any) -> dict[Any, str]:
    return {key: text for key, text in translations._catalog.items() if key}


def test_the_languages_are_those_that_people_can_choose() -> None:
    assert set(tool.LANGUAGES) == set(LANGUAGES)


def test_no_script_says_dutch_by_itself() -> None:
    found = []
    scripts = sorted((ROOT / "static" / "js").rglob("*.js"))
    for path in scripts:
        code = re.sub(r"/\*.*?\*/|(?<=\s)//[^\n]*", "", path.read_text(encoding="utf-8"), flags=re.S)
        for literal in re.findall(r'"[^"\n]*"|`[^`]*`', code):
            if " " in literal and DUTCH & set(re.findall(r"[\w.#-]+", literal.lower())):
                found.append(f"{path.name}: {literal}")
    assert len(scripts) > 30
    assert found == []


# --- the pages ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["en", "fr"])
def test_no_page_says_dutch_to_who_reads_another_language(house: House, app: Flask, language: str) -> None:
    wrong: dict[str, list[str]] = {}
    count = 0
    for address, page in Day(house, app, language).pages():
        texts = strings_of(json.loads(page)) if page.startswith("{") else said_on(page)
        count += len(texts)
        if dutch_in(texts):
            wrong[address] = dutch_in(texts)
    assert wrong == {}
    assert count > 5000


def test_the_crawl_would_see_dutch(house: House, app: Flask) -> None:
    for address, page in Day(house, app, "nl").pages():
        if page.startswith("<!doctype"):
            assert dutch_in(said_on(page)), address


def test_no_page_says_english_of_wtforms_in_dutch(house: House, app: Flask) -> None:
    english = [
        re.sub(r"%\\\(\w+\\\)s", ".*", re.escape(text))
        for key in tool.keys(tool.gathered("nl"))
        for text in (key if isinstance(key, tuple) else (key,))
    ]
    seen = set()
    for address, page in Day(house, app, "nl").pages():
        texts = said_on(page)
        for text in texts:
            assert not any(re.search(pattern, text) for pattern in english), f"{address}: {text}"
        seen |= {text for text in texts if "bestaat niet. Kies er een uit de lijst" in text}
    assert seen


def test_a_refusal_is_said_in_the_language_of_who_asked(house: House, app: Flask) -> None:
    day = Day(house, app, "nl")
    day.happens()
    french = app.test_client()
    french.set_cookie("language", "fr")
    sign_in(french, house, day.facilitator)
    bench = f"{day.root}/workbench/{next(iter(day.analyses.values()))}"
    json_please = {"Accept": "application/json"}
    asked = [
        french.post(f"{bench}/acts/make", data={"title": ""}, headers=json_please),
        french.post(f"{bench}/acts/move", data={"theme_id": "0"}, headers=json_please),
        french.post(f"{day.root}/levers", data={f"name-{day.lever}": ""}, headers=json_please),
    ]
    for answer in asked:
        assert answer.status_code == 422
        assert dutch_in([answer.json["message"], *strings_of(answer.json["errors"])]) == []
    details = {"title": "Agora", "held_on": "2026-11-23", "tables": "900", "language": "nl"}
    page = french.post(f"{day.root}/details", data=details)
    assert "Choisissez un nombre de tables de 1 à 60." in page.get_data(as_text=True)
