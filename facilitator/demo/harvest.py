"""After the week: words become material, and everything of use goes along to a hall."""

from __future__ import annotations

from collections.abc import Sequence

from facilitator.demo.member import Member
from facilitator.demo.story import LOTUS, WELCOME
from facilitator.demo.week import BELONGING, HINDERED, IMAGE, WHY, WORKS
from facilitator.demo.weekly import DAYS, Scene, Weekly

TABLES = 10
MOST_INGREDIENTS, MOST_OBSTACLES, MOST_ARGUMENTS, MOST_VISIONS = 30, 14, 10, 10


class Harvest:
    """What the moderator makes of the week. `hall` is the workshop that goes on with it."""

    def __init__(self, weekly: Weekly) -> None:
        self.weekly, self.moderator, self.told = weekly, weekly.moderator, weekly.week.told
        self.hall = 0

    @property
    def scenes(self) -> Sequence[Scene]:
        """The whole week, and what comes of it."""
        return (
            *self.weekly.scenes,
            Scene(DAYS, "21:00", "Van woorden naar materiaal", self.make_material),
            Scene(DAYS + 1, "", "Alles gaat mee naar het startmoment", self.hand_over),
        )

    @property
    def focus(self) -> int:
        """The workshop of the focus groups."""
        return next(iter(self.weekly.members.values())).workshop

    # --- the evening of the last day -----------------------------------------------------------------

    def make_material(self) -> None:
        """What was agreed on the words, and which names are people; ingredients, obstacles, interests,
        arguments and visions; objectives. Then the groups are closed."""
        for told in self.told["terms"]:
            self.moderator.agree_on(self.weekly.terms[told["text"]], told)
        self.moderator.decide_names(self.told["persons"])
        places = self.moderator.places()
        self._ingredients()
        behind = self._behind_objectives()
        self._arguments(places["lever"])
        self._visions(places["part"])
        for group, title in self.told["objectives"].items():
            self.moderator.objective(title, behind[group])
        held_on = self.weekly.at(5, "14:00").date().isoformat()
        self.moderator.interview(self.told["interview"], held_on=held_on)
        self.moderator.close()

    def _who_said(self, title: str) -> list[Member]:
        """Whose words may go along: they agreed to be quoted, and no word of theirs is hidden."""
        said, hidden = self.weekly.who_said(title), self.weekly.hidden
        return [each for each in said if each.person.may_be_quoted and each is not hidden]

    def _ingredients(self) -> None:
        """One sentence of each is why it works, in words that several share."""
        for member in self._who_said(WHY)[:MOST_INGREDIENTS]:
            words, group = member.person.why[-(member.person.number % 2)]
            text = self.told["ingredients"][group]
            self.moderator.code(member.said[WHY]["id"], words, "ingredient", text=text)

    def _behind_objectives(self) -> dict[str, list[str]]:
        """Obstacles and interests, by the objective that is behind them: the words of the material."""
        behind: dict[str, list[str]] = {group: [] for group in self.told["objectives"]}
        found = [
            (member, words, group)
            for member in self._who_said(HINDERED)
            for words, group in member.person.needs
            if group in behind
        ]
        for member, words, group in found[:MOST_OBSTACLES]:
            self.moderator.code(member.said[HINDERED]["id"], words, "obstacle")
            behind[group].append(words)
        for group, numbers in self.told["interests"].items():
            for member in self._who_said(BELONGING):
                if member.person.number in numbers:
                    words = member.person.says[BELONGING]["gap-0"]
                    self.moderator.code(member.said[BELONGING]["id"], words, "interest")
                    behind[group].append(words)
        return behind

    def _arguments(self, levers: dict[str, str]) -> None:
        """Of each lever what shows that it moves something."""
        members = [each for each in self._who_said(WORKS) if each.person.levers]
        for member in members[:MOST_ARGUMENTS]:
            words, where = member.person.says[WORKS]["text"], levers[member.person.levers[0]]
            self.moderator.code(member.said[WORKS]["id"], words, "lever_argument", where=where)

    def _visions(self, parts: dict[str, str]) -> None:
        for member in self._who_said(IMAGE)[:MOST_VISIONS]:
            vision = member.person.vision
            if vision is not None:
                where = parts[vision.part]
                self.moderator.code(member.said[IMAGE]["id"], vision.text, "vision", where=where)

    # --- the next day --------------------------------------------------------------------------------

    def hand_over(self) -> None:
        """A hall in the same trajectory gets it all, and is at its lotus with the longlist beside it."""
        moderator, held_on = self.moderator, self.weekly.at(DAYS + 1, "09:00").date().isoformat()
        trajectory, title = self.told["trajectory"], self.told["hall"]
        moderator.make(
            script="startmoment", title=title, held_on=held_on, tables=TABLES, trajectory=trajectory
        )
        self.hall = moderator.workshop
        moderator.add_step("tree", after=WELCOME)
        moderator.workshop = self.focus
        moderator.hand_over(self.hall)
        moderator.workshop = self.hall
        moderator.open()
        moderator.share(moderator.go_to(LOTUS))

    def figures(self) -> dict[str, int]:
        """What the week left. Members are who was invited, answers those that their authors let stand; the
        terms and the ingredients are those of the hall, counted where its facilitator reads them."""
        self.moderator.workshop = self.hall
        return {
            "trajectory": self.moderator.trajectory(self.told["trajectory"]),
            "workshop": self.focus,
            "groups": len(self.moderator.groups),
            "members": len(self.weekly.members),
            "answers": sum(len(each.said) for each in self.weekly.members.values()),
            "terms": self.moderator.terms(),
            "ingredients": len(self.moderator.longlist(self.told["title"])),
        }
