"""What is looked at on the workbench: some of the passages, by what they say and where they come from.

It stands in the address, so that a colleague who is sent the link sees the same. Every part narrows further.
The same rules stand in static/js/workbench/model.js, which applies them live.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from typing import Any

from sessions.text import clean, folded

Item = dict[str, Any]
ON = "yes"
_LONGEST = 80


@dataclass(frozen=True)
class Lens:
    """Each part is called as in the address; an empty one looks at all. `q` is searched in what was said and
    in the names of where it stands. `unplaced`, `paper`, `dissent` and `alike` are `yes` or empty: what is
    in no theme, what was typed in from paper, what somebody objects to (to where it stands, or to the theme),
    what says nearly the same as something else. `level` is that of a theme it stands in."""

    q: str = ""
    table: str = ""
    lever: str = ""
    language: str = ""
    exercise: str = ""
    kind: str = ""
    level: str = ""
    unplaced: str = ""
    paper: str = ""
    dissent: str = ""
    alike: str = ""

    @classmethod
    def of(cls, said: Mapping[str, str]) -> Lens:
        """The lens that an address or a form names."""
        return cls(**{each.name: clean(said.get(each.name, ""))[:_LONGEST] for each in fields(cls)})

    def only(self, **offered: Collection[str]) -> Lens:
        """The same lens, without what is not offered: nobody looks through a choice that the page lacks."""
        gone = {name: "" for name, values in offered.items() if getattr(self, name) not in values}
        return replace(self, **gone)

    @property
    def query(self) -> dict[str, str]:
        """What of it is on, as it stands in the address."""
        return {each.name: value for each in fields(self) if (value := getattr(self, each.name))}

    def __bool__(self) -> bool:
        return bool(self.query)

    def shows(self, passage: Item, themes: Sequence[Item] = ()) -> bool:
        """Whether that passage is looked at; `themes` are all it stands in, and one of them will do. A
        passage of a board has `names`, of the themes and the proposal that hold it, and `alike`, what says
        nearly the same."""
        said = (passage["text"], passage["intervention"] or "", *passage.get("names", ()))
        return (
            any(folded(self.q) in folded(clean(each)) for each in said)
            and (not self.lever or self.lever in passage["levers"])
            and self.table in ("", str(passage["table"]))
            and self.language in ("", passage["language"])
            and self.exercise in ("", str(passage["exercise"]))
            and self.kind in ("", passage["kind"])
            and (not self.level or self.level in [each["level"] for each in themes])
            and (not self.unplaced or passage["theme"] is None)
            and (not self.paper or passage["on_paper"])
            and (not self.dissent or passage["dissent"] + sum(each["dissent"] for each in themes) > 0)
            and (not self.alike or bool(passage.get("alike")))
        )
