"""The language of a page: what this person chose, else what their browser asks for, else the default."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from flask import Flask, g, request
from flask_babel import Babel, format_date

from facilitator.database import house
from sessions.words import CATALOGUES, LANGUAGES

COOKIE = "language"


def chosen() -> str:
    """nl, fr or en. A page sets `g.language` where the person's own choice is known."""
    if "language" in g:
        return str(g.language)
    cookie = request.cookies.get(COOKIE, "")
    if cookie in LANGUAGES:
        return cookie
    return request.accept_languages.best_match(LANGUAGES) or house().settings.language


def clock_time(at: datetime | None, zone: str) -> str:
    """`9.30` in Dutch, `9:30` elsewhere, where the workshop is; empty without a moment."""
    if at is None:
        return ""
    there = at.astimezone(ZoneInfo(zone))
    return f"{there.hour}{'.' if chosen() == 'nl' else ':'}{there.minute:02}"


def day_and_time(at: datetime, zone: str, today: datetime) -> str:
    """The time of day, and before it the day when that is another one than today."""
    there, time = at.astimezone(ZoneInfo(zone)), clock_time(at, zone)
    if there.date() == today.astimezone(ZoneInfo(zone)).date():
        return time
    return f"{format_date(there.date(), 'd MMM')} {time}"


def install(app: Flask) -> None:
    app.config["BABEL_TRANSLATION_DIRECTORIES"] = str(CATALOGUES)
    app.config["BABEL_DEFAULT_LOCALE"] = "nl"
    Babel(app, locale_selector=chosen)

    @app.context_processor
    def language_context() -> dict[str, object]:
        theme = request.cookies.get("theme", "")
        return {
            "language": chosen(),
            "languages": list(LANGUAGES.items()),
            "theme": theme if theme in ("light", "dark") else None,
        }
