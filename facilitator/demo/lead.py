"""The facilitator of the demonstration: the forms of the interface, filled in by a script."""

from __future__ import annotations

import re
import secrets
import time
from collections.abc import Callable
from typing import Any

import requests

from facilitator.demo.day import Day
from facilitator.demo.people import Refusal

PROPOSAL_WITHIN_SECONDS = 180


class Lead:
    """A browser that is signed in, without a screen. Its decisions are those of the people of the day."""

    def __init__(self, address: str, say: Callable[[str], None]) -> None:
        self.address = address
        self._say = say
        self._http = requests.Session()
        self._http.trust_env = False
        self._http.headers["Accept"] = "application/json, text/html;q=0.5"
        self._form_token = ""
        self.workshop = 0

    # --- getting in, preparing -----------------------------------------------------------------------

    def set_up(self, link: str, *, name: str, email: str, password: str) -> None:
        """The first administrator is made with the one-time link, and signed in."""
        organisation = {"organisation": "Samen Mechelen"}
        self._form(link, link, {"name": name, "email": email, "password": password} | organisation)

    def sign_in(self, email: str, password: str) -> None:
        self._form("/login", "/login", {"email": email, "password": password})

    def make_workshop(self, day: Day, *, held_on: str) -> None:
        """The workshop is made from the script startmoment."""
        self.make(script="startmoment", title=day.title, held_on=held_on, tables=day.tables)

    def make(self, *, script: str, title: str, held_on: str, tables: int, trajectory: str = "") -> None:
        """A workshop is made from that script, and is the one that is led from now on."""
        form = {
            "script": script,
            "title": title,
            "held_on": held_on,
            "language": "nl",
            "tables": str(tables),
            "trajectory": trajectory,
        }
        answer = self._form("/workshops/new", f"/workshops/new?script={script}", form)
        found = re.search(r"/workshops/(\d+)/", answer.url)
        if found is None:
            raise Refusal(f"no workshop came out of the form: {answer.status_code}")
        self.workshop = int(found.group(1))

    def add_step(self, kind: str, *, after: str) -> int:
        """A step of that kind stands behind the step with that title; returns its id."""
        return int(self._act("steps/new", {"kind": kind, "after": str(self.step_named(after))})["step"])

    def open(self) -> None:
        self._act("open", {})

    # --- leading -------------------------------------------------------------------------------------

    def look(self, audience: str) -> dict[str, Any]:
        """The items that an audience sees now."""
        answer = self._http.get(f"{self.address}/live/{audience}", timeout=30)
        if not answer.ok:
            raise Refusal(f"{audience}: {answer.status_code}")
        return dict(answer.json()["items"])

    def hall(self) -> dict[str, Any]:
        return self.look(f"studio:{self.workshop}")

    def join_code(self) -> str:
        return str(self.hall()[f"workshop:{self.workshop}"]["join_code"])

    def step_named(self, title: str) -> int:
        """The id of the step with that title."""
        for name, item in self.hall().items():
            if name.startswith("exercise:") and item["title"] == title:
                return int(name.partition(":")[2])
        raise Refusal(f"there is no step called {title!r}")

    def go_to(self, title: str) -> int:
        """The hall is at that step; returns its id."""
        target = self.step_named(title)
        present = self.hall().get("step:0", {}).get("id", "")
        self._act("step", {"exercise_id": str(target), "seen": str(present)})
        self._say(f"De zaal is bij: {title}")
        return target

    def share(self, step: int) -> None:
        """What people wrote for themselves may be laid on the table."""
        self._act("stage", {"exercise_id": str(step), "stage": "shared"})

    def tell(self, table: int | None) -> None:
        """The wall shows the finding of that table, or those of all."""
        self._act("tell", {"table": str(table)} if table else {})

    def type_paper(self, step: int, table: int, answer: dict[str, Any]) -> None:
        """What that table wrote on paper counts as any other answer to that step."""
        form: dict[str, Any] = {"step": str(step), "table": str(table), "key": secrets.token_hex(16)}
        for name, value in answer.items():
            if name in ("reasons", "preconditions"):
                form |= {f"{name}-{at}-text": part["text"] for at, part in enumerate(value)}
            elif isinstance(value, bool):
                form[name] = "yes" if value else "no"
            else:
                form[name] = value
        self._act("paper", form)

    def turn_wall(self, view: str) -> None:
        self._act("wall", {"view": view})

    def tables(self) -> dict[int, int]:
        """Number of a table to its id."""
        return {
            int(item["number"]): int(name.partition(":")[2])
            for name, item in self.hall().items()
            if name.startswith("table:")
        }

    def wall_address(self) -> str:
        """The address of the wall, as the page with the links gives it."""
        page = self._http.get(f"{self.address}/workshops/{self.workshop}/programme", timeout=30).text
        found = re.search(r"/wall/[A-Za-z0-9_-]{20,}", page)
        if found is None:
            raise Refusal("the programme names no wall")
        return found.group(0)

    def analyses(self) -> dict[str, int]:
        """Key of the question to its id."""
        found = {}
        for name, item in self.hall().items():
            if name.startswith("analysis:"):
                found[str(item["key"])] = int(name.partition(":")[2])
        return found

    # --- deciding ------------------------------------------------------------------------------------

    def propose(self, analysis: int, *, k: int | None = None) -> None:
        """A machine proposal lies on the table, of `k` groups or as many as the texts ask for.

        Raises: Refusal when it failed or took too long.
        """
        self._act(f"workbench/{analysis}/propose", {"k": str(k)} if k else {})
        ends = time.monotonic() + PROPOSAL_WITHIN_SECONDS
        while time.monotonic() < ends:
            run = self.look(f"workbench:{analysis}").get("run:0", {})
            if run.get("state") == "done":
                return
            if run.get("state") in ("failed", "cancelled"):
                raise Refusal(f"the proposal {run['state']}: {run.get('message')}")
            time.sleep(0.5)
        raise Refusal("the proposal took too long")

    def act_on(self, analysis: int, act: str, form: dict[str, Any]) -> dict[str, Any]:
        return self._act(f"workbench/{analysis}/acts/{act}", form)

    # --- HTTP ----------------------------------------------------------------------------------------

    def _act(self, path: str, form: dict[str, Any]) -> dict[str, Any]:
        # Where a form leads to a page, that page is not read: the act was done.
        answer = self._form(f"/workshops/{self.workshop}/{path}", "/", form, onward=False)
        return dict(answer.json()) if "json" in answer.headers.get("Content-Type", "") else {}

    def _form(
        self,
        path: str,
        page: str,
        form: dict[str, Any],
        *,
        files: dict[str, Any] | None = None,
        onward: bool = True,
    ) -> requests.Response:
        """Sends a form with the token that its page carries; `onward` goes on with it. Raises: Refusal."""
        headers = {"X-CSRFToken": self._token(page), "Referer": self._full(page)}
        answer = self._http.post(
            self._full(path), data=form, files=files, headers=headers, timeout=60, allow_redirects=onward
        )
        if not answer.ok:
            raise Refusal(f"{path}: {answer.status_code} {answer.text[:300]}")
        return answer

    def _token(self, page: str) -> str:
        """The token of this browser's forms: one for all its pages."""
        if self._form_token:
            return self._form_token
        text = self._http.get(self._full(page), headers={"Accept": "text/html"}, timeout=30).text
        found = re.search(r'name="csrf-token" content="([^"]+)"', text)
        if found is None:
            raise Refusal(f"{page} carries no form token")
        self._form_token = found.group(1)
        return self._form_token

    def _full(self, path: str) -> str:
        return path if path.startswith("http") else self.address + path
