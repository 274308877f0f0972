"""An audience is a kind and a scope: who looks, therefore what may be shown."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy.orm import Session

from sessions.errors import Missing
from sessions.models import Analysis, Participant, Table

KINDS = ("wall", "studio", "phone", "table", "workbench", "me")


@dataclass(frozen=True, order=True)
class Audience:
    """wall, studio, phone: scope is a workshop; table: a table; workbench: an analysis; me: a participant."""

    kind: str
    scope: int

    @classmethod
    def parse(cls, said: str) -> Audience:
        """Reads `wall:12`. Raises: Missing for anything that is no audience."""
        kind, _, scope = said.partition(":")
        if kind not in KINDS or not scope.isascii() or not scope.isdigit() or len(scope) > 15:
            raise Missing("audience")
        return cls(kind, int(scope))

    def __str__(self) -> str:
        return f"{self.kind}:{self.scope}"

    def workshop_id(self, db: Session) -> int:
        """The workshop that this audience looks at. Raises: Missing."""
        if self.kind == "workbench":
            analysis = db.get(Analysis, self.scope)
            if analysis is None:
                raise Missing("analysis")
            return analysis.workshop_id
        if self.kind == "table":
            table = db.get(Table, self.scope)
            if table is None:
                raise Missing("table")
            return table.workshop_id
        if self.kind == "me":
            participant = db.get(Participant, self.scope)
            if participant is None:
                raise Missing("participant")
            return participant.workshop_id
        return self.scope
