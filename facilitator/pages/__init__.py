"""One thin blueprint per audience. A page learns who asks, calls one domain function, answers."""

from __future__ import annotations

from flask import Flask

from facilitator.pages import (
    accounts,
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
    desk = (home, accounts, prepare, scripts, image, studio, workbench, result, solution, lotus, exports)
    for page in (*desk, phone, wall, pictures, health):
        app.register_blueprint(page.pages)
