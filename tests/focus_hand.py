"""A member's browser without script, for the tests of their pages."""

from __future__ import annotations

from typing import Any

from builders import Phone, csrf_of, hold_phone
from flask.testing import FlaskClient
from focus_builders import Focus, Someone
from sqlalchemy import select

from sessions.focus import consent
from sessions.models import Contribution, ContributionVersion

JSON = {"Accept": "application/json"}


def agree(focus: Focus, who: Someone) -> None:
    given = {"taking_part": True, "quoting": False}
    focus.house.write(lambda db: consent.answer(db, who.id, given, now=focus.house.now()))


class Hand:
    """A member's browser without script."""

    def __init__(self, client: FlaskClient, focus: Focus, who: Someone) -> None:
        self.client, self.focus, self.who = client, focus, who
        self.home = f"/f/{focus.workshop_id}"
        hold_phone(client, Phone(who.id, who.secret, focus.workshop_id))
        self.token = csrf_of(client, f"{self.home}/me")

    def get(self, path: str = "", **more: Any) -> str:
        page = self.client.get(f"{self.home}{path}", **more)
        assert page.status_code == 200, (path, page.status_code)
        return page.get_data(as_text=True)

    def post(self, path: str, data: dict[str, Any], *, status: int = 303, **more: Any) -> Any:
        sent = {"csrf_token": self.token, **data}
        page = self.client.post(f"{self.home}{path}", data=sent, **more)
        assert page.status_code == status, (path, page.status_code, page.get_data(as_text=True)[:400])
        return page

    def question(self, title: str) -> str:
        return f"/questions/{self.focus.questions[title]}"


def words(focus: Focus) -> list[str]:
    """What is shown, oldest first."""
    with focus.house.store.reading() as db:
        rows = db.execute(
            select(ContributionVersion.text)
            .join(Contribution, Contribution.id == ContributionVersion.contribution_id)
            .where(ContributionVersion.number == Contribution.version, Contribution.state == "shown")
            .order_by(Contribution.id)
        )
        return [text for (text,) in rows]
