"""One thin blueprint per audience. A page learns who asks, calls one domain function, answers."""

from __future__ import annotations

from flask import Flask

from facilitator.pages import accounts, exports, health, home, phone, prepare, result, studio, wall, workbench


def install(app: Flask) -> None:
    for page in (home, accounts, prepare, studio, phone, wall, workbench, result, exports, health):
        app.register_blueprint(page.pages)
