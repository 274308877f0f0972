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
    lexicon_acts,
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
    workbench_runs,
    workbench_sorting,
)


def install(app: Flask) -> None:
    desk = (
        home,
        accounts,
        archives,
        prepare,
        scripts,
        image,
        workbench,
        workbench_map,
        workbench_runs,
        workbench_sorting,
        result,
        solution,
        lotus,
        lexicon_acts,
    )
    lead = (studio, paper, handover)
    for page in (*desk, *lead, exports, phone, focus, wall, pictures, health):
        app.register_blueprint(page.pages)
