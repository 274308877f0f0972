"""A hall that said twelve things about three, and the proposals that are made of it, by wording alone."""

from __future__ import annotations

from typing import Any

import pytest
from builders import Cast, contribute, intervention
from sqlalchemy.orm import undefer

from sessions.analysis import themes
from sessions.clustering.embed import LsaEmbedder
from sessions.models import Run
from sessions.proposing import cuts, runs
from sessions.proposing.run_input import asked
from sessions.proposing.runs import Wishes
from sessions.thinking import cutting, proposing

FREE = ["Het is gratis", "Het is gratis voor de kinderen", "Gratis voor wie weinig heeft", "Alles is gratis"]
NEAR = ["De buren kennen elkaar", "Buren helpen buren", "De buren komen samen", "Ook de buren eten mee"]
HELP = ["Een trekker die volhoudt", "Een vaste trekker", "Een trekker met tijd", "Zonder trekker stopt het"]
ALL = [*FREE, *NEAR, *HELP]


class Runs:
    """A hall that said twelve things about three, and its runs, made by wording alone: quick and exact."""

    def __init__(self, cast: Cast) -> None:
        self.cast, self.house, self.by = cast, cast.house, cast.moderator
        self.analysis = cast.analysis()
        self.answer = intervention(reasons=ALL)
        self.said = contribute(self.house, cast.phones[0], cast.step(), self.answer)["id"]
        self.ids = dict(zip(ALL, cast.passages(), strict=True))

    def write(self, verb: Any, *args: Any, **kwargs: Any) -> Any:
        return self.house.write(lambda db: verb(db, *args, **kwargs, now=self.house.now()))

    def thinks(self, run_id: int) -> dict[str, Any]:
        with self.house.store.reading() as db:
            run = db.get_one(Run, run_id)
            here = asked(db, run.analysis_id)
            return proposing.proposed(here, dict(run.parameters), run.seed, LsaEmbedder(), None)

    def runs(self, wishes: Wishes | None = None, *, offer: bool = False) -> int:
        run_id = self.write(runs.start_run, self.analysis, user_id=self.by.id, wishes=wishes)
        proposal = self.thinks(run_id)
        clusters = [runs.proposed_of(each) for each in proposal["clusters"]]
        self.write(runs.finish_run, run_id, clusters, runs.outcome_of(proposal, offer=offer))
        return run_id

    def repeats(self, run_id: int) -> Run:
        with self.house.store.reading() as db:
            wishes = runs.wishes_of(db, run_id)
        return self.run(self.runs(wishes, offer=True))

    def cuts(self, run_id: int, k: int, monkeypatch: pytest.MonkeyPatch) -> int:
        monkeypatch.setattr(cutting, "known_embedder", lambda _db, _here: LsaEmbedder())
        found = cutting.cut(self.house.store, {"run": run_id, "k": k}, lambda _share, _step: None)
        clusters = [runs.proposed_of(each) for each in found["clusters"]]
        return self.write(cuts.recut, run_id, k, clusters, self.by, at=found["cut"])

    def run(self, run_id: int) -> Run:
        with self.house.store.reading() as db:
            return db.get_one(Run, run_id, options=[undefer(Run.tree)])

    def table(self) -> list[set[int]]:
        """The groups on the table, as sets of cards."""
        with self.house.store.reading() as db:
            return [set(each.cards) for each in cuts.now_on_the_table(db, self.analysis)]

    def makes(self, title: str, texts: list[str]) -> int:
        chosen = [self.ids[each] for each in texts]
        return self.write(themes.make, self.analysis, self.by, title=title, passage_ids=chosen)

    def of(self, texts: list[str]) -> set[int]:
        return {self.ids[each] for each in texts}
