"""One thin blueprint per audience. A page learns who asks, calls one domain function, answers."""

from __future__ import annotations

from flask import Flask

from facilitator.pages import (
    accounts,
    archives,
    exports,
    health,
    home,
    image,
    lotus,
    phone,
    pictures,
    prepare,
    result,
    scripts,
    solution,
    studio,
    wall,
    workbench,
)


def install(app: Flask) -> None:
    desk = (home, accounts, archives, prepare, scripts, image, studio, workbench, result, solution, lotus)
    for page in (*desk, exports, phone, wall, pictures, health):
        app.register_blueprint(page.pages)
