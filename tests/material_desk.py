"""The facilitator at the pages of material, with what people of two groups said."""

from __future__ import annotations

from typing import Any

from builders import Cast, sign_in
from flask.testing import FlaskClient
from focus_acts import answer
from focus_builders import Focus, make_focus

from sessions.material import coding

SAID = "Ik ging naar 🌸 school.\nIemand moet de weg wijzen, zoals Fatima deed. Iemand moet bellen."


class Desk:
    """The facilitator at the pages of material; `said` are contributions of people of two groups."""

    def __init__(self, cast: Cast, client: FlaskClient) -> None:
        client.application.config["WTF_CSRF_ENABLED"] = False
        sign_in(client, cast.house, cast.facilitator)
        self.cast, self.client = cast, client
        self.focus: Focus = make_focus(cast.house, cast.facilitator, groups=2, members=1)
        one, other = self.focus.members
        self.said = [
            answer(self.focus, one, "Wie ben je?", SAID),
            answer(self.focus, other, "Wie ben je?", "Ik wil dat Fatima <b>belt</b>"),
        ]

    def path(self, path: str = "") -> str:
        return f"/workshops/{self.focus.workshop_id}/material{path}"

    def get(self, path: str = "") -> str:
        shown = self.client.get(self.path(path))
        assert shown.status_code == 200
        return shown.text

    def post(self, path: str, **form: Any) -> Any:
        return self.client.post(self.path(path), data=form)

    def read(self, question: Any, *args: Any, **given: Any) -> Any:
        with self.cast.house.store.reading() as db:
            return question(db, *args, **given)

    def made(self) -> list[coding.Coded]:
        return self.read(coding.of_workshop, self.focus.workshop_id)

    def code(self, place: int = 0, **form: Any) -> int:
        given = {"kind": "interest", "words": "Iemand moet bellen"} | form
        assert self.post(f"/words/{self.said[place]}", **given).status_code == 303
        return self.made()[-1].material.id
