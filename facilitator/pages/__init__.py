"""One thin blueprint per audience. A page learns who asks, calls one domain function, answers."""

from __future__ import annotations

from flask import Flask

from facilitator.pages import (
    accounts,
    archives,
    exports,
    focus,
    handover,
    health,
    home,
    image,
    lotus,
    paper,
    phone,
    pictures,
    prepare,
    result,
    scripts,
    solution,
    studio,
    wall,
    workbench,
    workbench_map,
)


def install(app: Flask) -> None:
    desk = (home, accounts, archives, prepare, scripts, image, result, solution, lotus)
    lead = (studio, paper, handover, workbench, workbench_map)
    for page in (*desk, *lead, exports, phone, focus, wall, pictures, health):
        app.register_blueprint(page.pages)
