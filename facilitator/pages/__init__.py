"""One thin blueprint per audience. A page learns who asks, calls one domain function, answers."""

from __future__ import annotations

from flask import Flask

from facilitator.pages import (
    accounts,
    exports,
    health,
    home,
    image,
    phone,
    pictures,
    prepare,
    result,
    solution,
    studio,
    wall,
    workbench,
)


def install(app: Flask) -> None:
    desk = (home, accounts, prepare, image, studio, workbench, result, solution, exports)
    for page in (*desk, phone, wall, pictures, health):
        app.register_blueprint(page.pages)
