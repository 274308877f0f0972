"""The facilitator of the demonstration: the forms of the interface, filled in by a script."""

from __future__ import annotations

import re
import time
from collections import Counter
from collections.abc import Callable, Iterable
from typing import Any

import requests

from facilitator.demo.day import Day
from facilitator.demo.people import Refusal

PROPOSAL_WITHIN_SECONDS = 180
CHARACTERISTICS = 54
SHORTEST_TITLE, LONGEST_TITLE = 12, 60


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
        form = {
            "script": "startmoment",
            "title": day.title,
            "held_on": held_on,
            "language": "nl",
            "tables": str(day.tables),
        }
        answer = self._form("/workshops/new", "/workshops/new?script=startmoment", form)
        found = re.search(r"/workshops/(\d+)/", answer.url)
        if found is None:
            raise Refusal(f"no workshop came out of the form: {answer.status_code}")
        self.workshop = int(found.group(1))

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

    def find_characteristics(self, analysis: int, day: Day) -> int:
        """Many small groups, each a key characteristic in somebody's own words, gathered in key groups.

        Returns the number of acts.
        """
        self.propose(analysis, k=CHARACTERISTICS)
        desk = _Desk(self, analysis, day, "why")
        desk.adopt_each_in_own_words()
        desk.rank(desk.themes_by_size())
        return desk.acts

    def find_themes(self, analysis: int, day: Day) -> int:
        """Proposals become themes with a name, what lies wrong is put right, all in order of importance.

        Returns the number of acts.
        """
        self.propose(analysis)
        desk = _Desk(self, analysis, day, "preconditions")
        desk.adopt_by_name()
        desk.put_right()
        desk.rank(desk.themes_by_size())
        return desk.acts

    def act_on(self, analysis: int, act: str, form: dict[str, Any]) -> dict[str, Any]:
        return self._act(f"workbench/{analysis}/acts/{act}", form)

    # --- HTTP ----------------------------------------------------------------------------------------

    def _act(self, path: str, form: dict[str, Any]) -> dict[str, Any]:
        answer = self._form(f"/workshops/{self.workshop}/{path}", "/", form)
        return dict(answer.json()) if "json" in answer.headers.get("Content-Type", "") else {}

    def _form(self, path: str, page: str, form: dict[str, Any]) -> requests.Response:
        """Sends a form with the token that its page carries. Raises: Refusal."""
        headers = {"X-CSRFToken": self._token(page), "Referer": self._full(page)}
        answer = self._http.post(self._full(path), data=form, headers=headers, timeout=60)
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


class _Desk:
    """One analysis on the workbench, decided on as the people of the day would."""

    def __init__(self, lead: Lead, analysis: int, day: Day, key: str) -> None:
        self._lead, self._analysis = lead, analysis
        self._belongs, self._names = day.belongs[key], day.names[key]
        self._theme_of: dict[str, int] = {}
        self.acts = 0

    def adopt_each_in_own_words(self) -> None:
        """Each proposal is a key characteristic, called after what one of its people said."""
        items = self._items()
        groups: dict[str, str] = {}
        for name, cluster in _of_kind(items, "cluster"):
            group = None if cluster["loose"] else self._most(items, cluster["members"])
            if group is None:
                continue
            title = self._in_own_words(items, cluster["members"], group)
            theme = self._act("adopt", {"cluster_id": name.partition(":")[2], "title": title})["theme"]
            form = {"theme_id": str(theme), "level": self._names[group].level}
            if not self._names[group].rest:
                if group not in groups:
                    made = self._act("make-group", {"title": self._names[group].title})
                    groups[group] = str(made["group"])
                form["key_group_id"] = groups[group]
            self._act("change", form)

    def _in_own_words(self, items: dict[str, Any], passages: Iterable[int], group: str) -> str:
        """Something short that somebody said and that surely belongs here; else the name of the group."""
        said = [str(items[f"passage:{each}"]["text"]) for each in passages]
        own = [text for text in said if self._belongs.get(text) == group]
        fitting = [text for text in own if SHORTEST_TITLE <= len(text) <= LONGEST_TITLE]
        return fitting[0][0].upper() + fitting[0][1:] if fitting else self._names[group].title

    def adopt_by_name(self) -> None:
        """Each proposal is a theme with the name that most of it deserves, or joins the one that has it."""
        items = self._items()
        for name, cluster in _of_kind(items, "cluster"):
            group = None if cluster["loose"] else self._most(items, cluster["members"])
            if group is None:
                continue
            if group in self._theme_of:
                self._move(cluster["members"], self._theme_of[group])
            else:
                form = {"cluster_id": name.partition(":")[2], "title": self._names[group].title}
                self._theme_of[group] = int(self._act("adopt", form)["theme"])

    def put_right(self) -> None:
        """What lies with the wrong theme goes to its own, a theme at a time."""
        items = self._items()
        wrong: dict[str, list[int]] = {}
        for name, passage in _of_kind(items, "passage"):
            group = self._belongs.get(passage["text"])
            if group is None or passage["theme"] is None or self._theme_of.get(group) == passage["theme"]:
                continue
            wrong.setdefault(group, []).append(int(name.partition(":")[2]))
        for group, passages in wrong.items():
            if group in self._theme_of:
                self._move(passages, self._theme_of[group])
            else:
                form = {"title": self._names[group].title, "passage": passages}
                self._theme_of[group] = int(self._act("make", form)["theme"])

    def themes_by_size(self) -> list[str]:
        """The ids of the themes: the group that was spoken of most first, and in it what was said most."""
        themes = _of_kind(self._items(), "theme")
        spoken: Counter[int | str] = Counter()
        for name, item in themes:
            spoken[item["key_group"] or name] += item["count"]

        def importance(each: tuple[str, dict[str, Any]]) -> tuple[int, str, int]:
            name, item = each
            group = item["key_group"] or name
            return -spoken[group], str(group), -item["count"]

        return [name.partition(":")[2] for name, _ in sorted(themes, key=importance)]

    def rank(self, themes: Iterable[str]) -> None:
        for theme in themes:
            self._act("rank", {"theme_id": theme, "direction": "last"})

    def _most(self, items: dict[str, Any], passages: Iterable[int]) -> str | None:
        texts = (items[f"passage:{each}"]["text"] for each in passages)
        votes = Counter(self._belongs[text] for text in texts if text in self._belongs)
        return votes.most_common(1)[0][0] if votes else None

    def _move(self, passages: Iterable[int], theme: int) -> None:
        self._act("move", {"passage": list(passages), "theme_id": str(theme)})

    def _act(self, act: str, form: dict[str, Any]) -> dict[str, Any]:
        self.acts += 1
        return self._lead.act_on(self._analysis, act, form)

    def _items(self) -> dict[str, Any]:
        return self._lead.look(f"workbench:{self._analysis}")


def _of_kind(items: dict[str, Any], kind: str) -> list[tuple[str, dict[str, Any]]]:
    return [(name, item) for name, item in items.items() if name.startswith(f"{kind}:")]
