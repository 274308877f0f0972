"""A script becomes a file that can be read, edited and read again."""

from __future__ import annotations

from typing import Any

import tomli_w

from sessions.scripts.shape import Script


def write(script: Script) -> str:
    """The text of a script file. Reading it gives the same script; its name is not part of it."""
    data: dict[str, Any] = {"title": script.title, "summary": script.summary, "tables": script.tables}
    if script.vision:
        data["vision"] = script.vision
    if script.self_paced:
        data["self_paced"] = True
    if script.mode != "hall":
        data |= {"mode": script.mode, "guide": script.guide}
    lists: dict[str, list[dict[str, Any]]] = {
        "steps": [vars(each) for each in script.steps],
        "levers": [vars(each) for each in script.levers],
        "arrows": [{"from": each.start, "to": each.end, "reason": each.reason} for each in script.arrows],
        "tree": [vars(each) for each in script.tree],
        "longlist": [vars(each) for each in script.longlist],
        "analyses": [vars(each) for each in script.analyses],
    }
    entries = [_entry(name, each) for name, many in lists.items() for each in many]
    return "\n".join([tomli_w.dumps(data, multiline_strings=True), *entries])


def _entry(name: str, values: dict[str, Any]) -> str:
    """Under a header of its own, its settings too: a list of short tables would become one long line."""
    plain = {key: value for key, value in values.items() if key != "settings"}
    text = f"[[{name}]]\n{tomli_w.dumps(plain)}"
    if values.get("settings"):
        text += f"[{name}.settings]\n{tomli_w.dumps(dict(values['settings']))}"
    return text
