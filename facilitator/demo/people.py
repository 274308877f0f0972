"""The phones of the demonstration. Each person joins, contributes with a key, and may watch the hall."""

from __future__ import annotations

import random
import secrets
import time
from typing import Any

import requests
import socketio

from facilitator.demo.day import Person, Said

PATIENCE = 20


class Refusal(Exception):
    """The server said no; the message is its answer."""


class Outside:
    """Somebody who holds one secret and talks to the server as any outside client does."""

    def __init__(self, address: str, secret: str) -> None:
        self._address, self._secret = address, secret
        self._http = requests.Session()
        self._http.trust_env = False
        self._http.headers.update({"Authorization": f"Bearer {secret}", "Accept": "application/json"})

    def leave(self) -> None:
        self._http.close()

    def _get(self, path: str) -> dict[str, Any]:
        return self._send(lambda: self._http.get(self._address + path, timeout=30))

    def _post(self, path: str, form: dict[str, Any]) -> dict[str, Any]:
        return self._send(lambda: self._http.post(self._address + path, data=form, timeout=30))

    def _json(self, path: str, body: dict[str, Any]) -> dict[str, Any]:
        return self._send(lambda: self._http.post(self._address + path, json=body, timeout=30))

    def _send(self, post: Any) -> dict[str, Any]:
        """Retries what may be retried, as an outbox does. Raises: Refusal."""
        for attempt in range(PATIENCE):
            try:
                answer = post()
            except requests.ConnectionError:
                time.sleep(min(3.0, 0.2 * 2**attempt) * random.uniform(0.5, 1))  # noqa: S311
                continue
            if answer.status_code == 503:
                time.sleep(float(answer.headers.get("Retry-After", "1")))
                continue
            if not answer.ok:
                raise Refusal(f"{answer.request.path_url}: {answer.status_code} {answer.text[:300]}")
            return dict(answer.json())
        raise Refusal("the server could not be reached")


class Phone(Outside):
    """One person with a phone in the hall."""

    def __init__(self, address: str, code: str, person: Person) -> None:
        super().__init__(address, secrets.token_urlsafe(32))
        self.person, self._code = person, code
        self._socket: socketio.Client | None = None
        self.workshop = 0
        self.participant = 0
        self.heard = 0

    def join(self) -> None:
        """This phone takes part, at its table."""
        form = {"table": str(self.person.table), "name": self.person.name, "language": "nl"}
        answer = self._post(f"/j/{self._code}", form)
        self.workshop, self.participant = answer["workshop"], answer["participant"]

    def watch(self, table_id: int | None = None) -> None:
        """This phone follows the hall, and its table when it knows it, over Socket.IO as a browser does."""
        client = socketio.Client(reconnection=True, reconnection_delay=0.4, reconnection_delay_max=3)

        @client.on("change")
        def changed(_change: dict[str, Any]) -> None:
            self.heard += 1

        @client.on("connect")
        def connected() -> None:
            audiences = [f"phone:{self.workshop}", f"me:{self.participant}"]
            if table_id is not None:
                audiences.append(f"table:{table_id}")
            for audience in audiences:
                client.emit("watch", {"audience": audience, "since": 0})

        for attempt in range(PATIENCE):
            try:
                client.connect(self._address, auth={"secret": self._secret}, transports=["websocket"])
            except socketio.exceptions.ConnectionError as problem:
                if attempt == PATIENCE - 1:
                    raise Refusal(f"the live line could not be opened: {problem}") from problem
                time.sleep(0.5)
            else:
                break
        self._socket = client

    def contribute(self, step: int, said: Said, *, double: bool = False) -> int:
        """What this person says is a contribution; returns its id. `double` sends the same key twice."""
        return int(self.answer(step, said.answer, double=double)["id"])

    def answer(self, step: int, answer: dict[str, Any], *, double: bool = False) -> dict[str, Any]:
        """The answer is a contribution; returns its receipt."""
        path = f"/p/{self.workshop}/steps/{step}/contributions"
        body = answer | {"key": secrets.token_hex(16)}
        receipt = self._json(path, body)
        if double:
            receipt = self._json(path, body)
        return dict(receipt["contribution"])

    def correct(self, contribution: int, said: Said) -> None:
        """A last word is added to what happens."""
        answer = said.answer | {"what": f"{said.answer['what']} Iedereen is welkom.".strip()}
        self._json(f"/p/{self.workshop}/contributions/{contribution}", answer | {"version": 1})

    def say_anew(self, contribution: int, answer: dict[str, Any]) -> int:
        """The contribution says this now; returns its version."""
        path = f"/p/{self.workshop}/contributions/{contribution}"
        return int(self._json(path, answer | {"version": 1})["contribution"]["version"])

    def withdraw_and_put_back(self, contribution: int) -> None:
        for act in ("withdraw", "put-back"):
            self._json(f"/p/{self.workshop}/contributions/{contribution}/{act}", {})

    def heart(self, contribution: int) -> None:
        self._json(f"/p/{self.workshop}/contributions/{contribution}/heart", {"given": "yes"})

    # --- at the table --------------------------------------------------------------------------------

    def here(self, place: str | None) -> None:
        """The others at the table see that somebody writes there; with None nobody does any more."""
        if self._socket is not None and self._socket.connected:
            self._socket.emit("here", {"place": place})

    def lay(self, contribution: int, place: str, *, double: bool = False) -> bool:
        """An own note lies at that place of the table; whether it does. `double` taps twice."""
        path, form = f"/p/{self.workshop}/contributions/{contribution}/place", {"place": place}
        placed = bool(self._json(path, form)["placed"])
        return bool(self._json(path, form)["placed"]) if double else placed

    def clear(self, contribution: int) -> None:
        """Nothing lies there any more."""
        self._json(f"/p/{self.workshop}/contributions/{contribution}/clear", {})

    def agree(self, contribution: int, version: int) -> None:
        """This person stands behind these words of the table."""
        self._json(f"/p/{self.workshop}/contributions/{contribution}/agree", {"version": version})

    def put_in_order(self, step: int, themes: list[int]) -> None:
        """The most important first."""
        self._json(f"/p/{self.workshop}/steps/{step}/order", {"theme": themes})

    def leave(self) -> None:
        if self._socket is not None:
            self._socket.disconnect()
        super().leave()
