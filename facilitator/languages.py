"""The language of a page: what this person chose, else what their browser asks for, else the default."""

from __future__ import annotations

from flask import Flask, g, request
from flask_babel import Babel

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
