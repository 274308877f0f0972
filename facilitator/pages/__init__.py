"""One thin blueprint per audience. A page learns who asks, calls one domain function, answers."""

from __future__ import annotations

from flask import Flask

from facilitator.pages import (
    accounts,
    archives,
    entering,
    exports,
    focus,
    guide,
    handover,
    health,
    home,
    image,
    invitations,
    lexicon_acts,
    lotus,
    mail,
    material_alike,
    material_files,
    material_sources,
    moderate_acts,
    moderate_closing,
    paper,
    phone,
    pictures,
    prepare,
    result,
    scripts,
    solution,
    studio,
    transcript,
    wall,
    workbench,
    workbench_beside,
    workbench_compare,
    workbench_list,
    workbench_map,
    workbench_runs,
    workbench_sorting,
)

# Their routes hang on a blueprint of the list below: that they are imported is enough.
MORE_ROUTES = (material_alike, material_files, moderate_closing)


def install(app: Flask) -> None:
    desk = (
        home,
        accounts,
        archives,
        prepare,
        guide,
        scripts,
        image,
        workbench,
        workbench_beside,
        workbench_compare,
        workbench_list,
        workbench_map,
        workbench_runs,
        workbench_sorting,
        result,
        solution,
        lotus,
        lexicon_acts,
        moderate_acts,
        material_sources,
    )
    lead = (studio, paper, handover)
    files = (exports, transcript)
    for page in (*desk, *lead, *files, phone, focus, entering, invitations, mail, wall, pictures, health):
        app.register_blueprint(page.pages)
