"""A run, from what people decided to what lies on the table: repeated, cut anew, offered, taken back."""

from __future__ import annotations

import pytest
from builders import Cast, contribute, intervention, join
from run_builders import FREE, HELP, NEAR, Runs
from sqlalchemy import select

from sessions import contributions, undoing
from sessions.analysis import analyses, themes
from sessions.clustering.embed import LsaEmbedder
from sessions.errors import Conflict, Invalid, Missing
from sessions.exercises.answers import as_form
from sessions.journal import Actor
from sessions.models import Apart, Cluster, ClusterMember, Run, Theme, Twin
from sessions.proposing import cuts, known_themes, proposals, runs
from sessions.proposing.run_input import asked
from sessions.proposing.runs import Wishes


@pytest.fixture
def bench(cast: Cast) -> Runs:
    return Runs(cast)


def test_a_run_remembers_what_it_takes_to_make_it_again(bench: Runs) -> None:
    run = bench.run(bench.runs(Wishes(k=3, seed=7)))
    assert (run.state, run.seed, run.parameters["k"], run.parameters["cut"]) == ("done", 7, 3, 3)
    assert run.model == LsaEmbedder.name
    assert run.parameters["version"] == LsaEmbedder.version
    assert run.parameters["ignore_names"] is False
    assert set(run.parameters["choices"]) == {"coarser", "proposed", "finer"}
    assert run.tree is not None and run.tree["passages"] == list(bench.ids.values())
    assert sorted(map(sorted, bench.table())) == [sorted(bench.of(each)) for each in (FREE, NEAR, HELP)]
    with bench.house.store.reading() as db:
        bridging = list(db.scalars(select(ClusterMember.bridging)))
    assert len(bridging) == 12 and all(0 <= each <= 1 for each in bridging)


def test_the_same_run_again_gives_the_same_and_says_so(bench: Runs) -> None:
    first = bench.runs(Wishes(seed=3))
    before = bench.table()
    again = bench.repeats(first)
    assert (again.message, again.state) == ("same", "offered")
    assert again.seed == 3
    assert bench.table() == before


def test_a_repeat_after_something_was_said_tells_that_the_input_changed(bench: Runs) -> None:
    first = bench.runs()
    contribute(bench.house, bench.cast.phones[1], bench.cast.step(), intervention(reasons=["Soep en brood"]))
    assert bench.repeats(first).message == "input-changed"


def test_another_seed_of_the_same_input_is_no_changed_input(bench: Runs, monkeypatch) -> None:
    first = bench.runs(Wishes(k=3))
    bench.house.write(
        lambda db: setattr(db.get_one(Run, first), "parameters", {**bench.run(first).parameters, "k": 2})
    )
    assert bench.repeats(first).message == "differs"


def test_every_run_can_be_made_once_more_but_the_one_under_way(bench: Runs, monkeypatch) -> None:
    run_id = bench.write(runs.start_run, bench.analysis, user_id=None, wishes=Wishes(k=4, ignore_names=True))
    with bench.house.store.reading() as db, pytest.raises(Conflict):
        runs.wishes_of(db, run_id)
    with bench.house.store.reading() as db, pytest.raises(Missing):
        runs.wishes_of(db, 999)
    bench.write(runs.end_run, run_id, "cancelled", "", actor=bench.by)
    first = bench.runs(Wishes(seed=3))
    cut = bench.cuts(first, 2, monkeypatch)
    with bench.house.store.reading() as db:
        # One that was stopped has no outcome to compare with; a cut comes from the tree of another one.
        assert runs.wishes_of(db, run_id) == Wishes(k=4, ignore_names=True)
        assert runs.wishes_of(db, cut) == Wishes(seed=3, again=first)


def test_what_people_decided_goes_into_the_run(bench: Runs) -> None:
    theme = bench.makes("Gratis", FREE[:2])
    one, other = bench.ids[NEAR[0]], bench.ids[NEAR[1]]
    two, twin = bench.ids[HELP[0]], bench.ids[NEAR[2]]
    rows = [
        Apart(analysis_id=bench.analysis, passage_id=one, other_id=other, decided_at=bench.house.now()),
        Twin(analysis_id=bench.analysis, passage_id=twin, twin_id=two, state="linked"),
    ]
    bench.house.write(lambda db: db.add_all(rows))
    bench.write(known_themes.set_lines, bench.analysis, bench.by, [("Trekkers", "Wie het draagt")])
    with bench.house.store.reading() as db:
        here = asked(db, bench.analysis)
    assert here.given == {bench.ids[each]: theme for each in FREE[:2]}
    assert here.apart == [(one, other)] and here.together == [(twin, two)]
    assert [(title, description) for _, title, description in here.known] == [("Trekkers", "Wie het draagt")]
    bench.runs(Wishes(k=3))
    for group in bench.table():
        assert not group & bench.of(FREE[:2])
        assert not {one, other} <= group
        assert ({two, twin} & group) in (set(), {two, twin})


def test_a_run_proposes_twins_and_leaves_those_that_people_decided_about(bench: Runs) -> None:
    same = intervention(reasons=["Het is gratis!", "De buren kennen elkaar."])
    contribute(bench.house, bench.cast.phones[1], bench.cast.step(), same)
    bench.runs()
    with bench.house.store.reading() as db:
        found = {(each.passage_id, each.twin_id): each.id for each in db.scalars(select(Twin))}
    later = bench.cast.passages()[-2:]
    pairs = [(bench.ids[FREE[0]], later[0]), (bench.ids[NEAR[0]], later[1])]
    assert set(pairs) <= set(found)
    bench.house.write(lambda db: setattr(db.get_one(Twin, found[pairs[0]]), "state", "apart"))
    bench.runs()
    with bench.house.store.reading() as db:
        states = {(each.passage_id, each.twin_id): each.state for each in db.scalars(select(Twin))}
        assert states[pairs[0]] == "apart" and states[pairs[1]] == "proposed"
        assert db.get(Twin, found[pairs[0]]) is not None


def test_coarser_and_finer_come_from_the_tree_and_keep_every_decision(bench: Runs, monkeypatch) -> None:
    theme = bench.makes("Gratis", FREE[:2])
    run_id = bench.runs(Wishes(k=3))
    before = bench.table()
    late = bench.ids[NEAR[0]]
    bench.write(themes.move, bench.analysis, bench.by, passage_ids=[late], theme_id=theme)
    with bench.house.store.reading() as db:
        told = cuts.preview(db, run_id, 5)
    cut = bench.cuts(run_id, 5, monkeypatch)
    table = bench.table()
    assert len(table) == told.groups > len(before)
    assert not any(late in group or group & bench.of(FREE[:2]) for group in table)
    assert set().union(*table) == set().union(*before) - {late}
    with bench.house.store.reading() as db:
        here = db.get_one(Run, cut)
        assert (here.parameters["cut_of"], here.parameters["cut"], here.state) == (run_id, 5, "done")
        words = [each.words for each in proposals.on_the_table(db, bench.analysis)]
        assert all(words) and len(set(words)) == len(words)
        assert db.get_one(Theme, theme).title == "Gratis"
    # A cut of a cut is a cut of the same tree: back to three is exactly what it was.
    bench.write(themes.move, bench.analysis, bench.by, passage_ids=[late], theme_id=None)
    bench.cuts(cut, 3, monkeypatch)
    assert sorted(map(sorted, bench.table())) == sorted(map(sorted, before))


def test_a_cut_is_taken_back_and_done_again_like_any_act(bench: Runs, monkeypatch) -> None:
    run_id = bench.runs(Wishes(k=3))
    before = bench.table()
    bench.cuts(run_id, 2, monkeypatch)
    after = bench.table()
    assert len(after) == 2
    bench.write(undoing.undo, bench.analysis, bench.by)
    assert bench.table() == before
    bench.write(undoing.redo, bench.analysis, bench.by)
    assert bench.table() == after


def test_the_preview_writes_nothing_and_tells_what_the_cut_then_does(bench: Runs, monkeypatch) -> None:
    run_id = bench.runs(Wishes(k=3))
    with bench.house.store.reading() as db:
        told = cuts.preview(db, run_id, 2)
        still = cuts.preview(db, run_id, 3)
    assert (still.same, still.new, still.gone, still.moving) == (3, 0, 0, 0)
    before = bench.table()
    bench.cuts(run_id, 2, monkeypatch)
    after = bench.table()
    assert (told.groups, told.same) == (2, len([each for each in after if each in before]))
    assert (told.gone, told.new) == (1, 0)
    assert told.moving == min(len(each) for each in before if each not in after)


@pytest.mark.parametrize("k", [0, -1, cuts.MOST_GROUPS + 1])
def test_an_impossible_number_is_refused(bench: Runs, k: int) -> None:
    run_id = bench.runs()
    with bench.house.store.reading() as db, pytest.raises(Conflict):
        cuts.preview(db, run_id, k)


def test_a_run_without_a_tree_is_not_cut(bench: Runs) -> None:
    run_id = bench.write(runs.start_run, bench.analysis, user_id=None)
    bench.write(runs.finish_run, run_id, [], runs.Outcome("by hand", {}))
    with bench.house.store.reading() as db, pytest.raises(Conflict):
        cuts.preview(db, run_id, 3)


def test_a_new_proposal_waits_beside_the_one_on_the_table_until_somebody_chooses(bench: Runs) -> None:
    first = bench.runs(Wishes(k=2), offer=True)
    assert bench.run(first).state == "done", "an empty table needs no choice"
    before = bench.table()
    second = bench.runs(Wishes(k=4), offer=True)
    assert bench.run(second).state == "offered"
    assert bench.table() == before
    with bench.house.store.reading() as db:
        told = cuts.offered(db, second)
    assert told.groups == 4
    bench.write(cuts.take, second, bench.by)
    assert len(bench.table()) == 4
    with pytest.raises(Conflict):
        bench.write(cuts.take, second, bench.by)
    bench.write(undoing.undo, bench.analysis, bench.by)
    assert bench.table() == before
    assert bench.run(second).state == "offered"


def test_an_offered_proposal_that_is_chosen_after_a_cut_still_comes_on_top(bench: Runs, monkeypatch) -> None:
    first = bench.runs(Wishes(k=2))
    offered = bench.runs(Wishes(k=4), offer=True)
    bench.cuts(first, 3, monkeypatch)
    bench.write(cuts.take, offered, bench.by)
    assert len(bench.table()) == 4


def test_what_is_left_aside_stays_away_and_the_table_stays(bench: Runs) -> None:
    bench.runs(Wishes(k=2))
    before = bench.table()
    offered = bench.runs(Wishes(k=4), offer=True)
    bench.write(cuts.leave, offered, bench.by)
    assert bench.table() == before
    with pytest.raises(Missing):
        bench.write(cuts.take, offered, bench.by)


def test_cards_that_would_newly_go_to_a_theme_are_counted(bench: Runs) -> None:
    bench.runs(Wishes(k=3))
    theme = bench.makes("Gratis", FREE[:3])
    offered = bench.runs(Wishes(k=3), offer=True)
    with bench.house.store.reading() as db:
        told = cuts.offered(db, offered)
    assert list(told.to_themes) == [(theme, 1)]


def test_a_run_that_is_cancelled_halfway_leaves_no_cluster(bench: Runs) -> None:
    run_id = bench.write(runs.start_run, bench.analysis, user_id=None)
    one = runs.Proposed("gratis", [(bench.ids[FREE[0]], 0.5)])
    assert bench.house.write(lambda db: runs.keep_clusters(db, run_id, [(1, one)]))
    bench.write(runs.end_run, run_id, "cancelled", "", actor=bench.by)
    assert not bench.house.write(lambda db: runs.keep_clusters(db, run_id, [(2, one)]))
    bench.write(runs.finish_run, run_id, [one], runs.Outcome("by hand", {}))
    with bench.house.store.reading() as db:
        assert db.scalars(select(Cluster)).all() == []
        assert analyses.latest_run(db, bench.analysis) is None


def test_what_is_withdrawn_is_in_no_later_cut(bench: Runs, monkeypatch) -> None:
    more = contribute(
        bench.house, bench.cast.phones[1], bench.cast.step(), intervention(reasons=["Gratis soep"])
    )["id"]
    passage = bench.cast.passages()[-1]
    run_id = bench.runs(Wishes(k=3))
    author = bench.cast.phones[1].id
    bench.write(contributions.withdraw, more, author)
    bench.cuts(run_id, 2, monkeypatch)
    assert passage not in set().union(*bench.table())


def test_known_themes_are_a_list_that_stays_itself(bench: Runs) -> None:
    def known() -> list[tuple[int, str, str]]:
        with bench.house.store.reading() as db:
            return [
                (each.id, each.title, each.description)
                for each in known_themes.of_analysis(db, bench.analysis)
            ]

    lines = [(" Gratis ", ""), ("Buren", "Wie dichtbij woont"), ("gratis", "dubbel"), ("", "leeg")]
    bench.write(known_themes.set_lines, bench.analysis, bench.by, lines)
    assert [each[1:] for each in known()] == [("Gratis", ""), ("Buren", "Wie dichtbij woont")]
    first = known()
    bench.write(known_themes.set_lines, bench.analysis, bench.by, [("buren", ""), ("Trekkers", "")])
    assert known()[0][0] == first[1][0]
    assert [each[1] for each in known()] == ["buren", "Trekkers"]
    bench.write(undoing.undo, bench.analysis, bench.by)
    assert known() == first
    with pytest.raises(Invalid):
        many = [(f"Thema {number}", "") for number in range(known_themes.MOST + 1)]
        bench.write(known_themes.set_lines, bench.analysis, bench.by, many)
    with pytest.raises(Invalid):
        bench.write(known_themes.set_lines, bench.analysis, bench.by, [("x" * 121, "")])


def test_themes_of_another_workshop_are_known_beforehand_and_say_where_they_come_from(bench: Runs) -> None:
    cast, elsewhere = bench.cast, bench.cast.analysis(workshop_id=bench.cast.elsewhere)
    stranger = join(bench.house, cast.elsewhere)
    contribute(bench.house, stranger, cast.step(workshop_id=cast.elsewhere), intervention(reasons=["Iets"]))
    by = Actor("user", cast.stranger)
    with bench.house.store.reading() as db:
        passage = analyses.passages_of(db, analyses.of_id(db, elsewhere))[0][0].id
    bench.write(themes.make, elsewhere, by, title="Nabijheid", passage_ids=[passage])
    bench.write(known_themes.set_lines, bench.analysis, bench.by, [("Gratis", "")])
    assert bench.write(known_themes.take_from, bench.analysis, elsewhere, bench.by) == 1
    assert bench.write(known_themes.take_from, bench.analysis, elsewhere, bench.by) == 0
    with bench.house.store.reading() as db:
        found = [(each.title, each.source) for each in known_themes.of_analysis(db, bench.analysis)]
    assert found == [("Gratis", ""), ("Nabijheid", "Ergens anders")]


def test_a_correction_since_the_run_is_cut_with_its_new_words(bench: Runs, monkeypatch) -> None:
    run_id = bench.runs(Wishes(k=3))
    bench.answer["reasons"][0]["text"] = "Soep op donderdag"
    author, words = bench.cast.phones[0].id, as_form(bench.answer)
    bench.write(contributions.correct, bench.said, author, version=1, data=words)
    bench.cuts(run_id, 2, monkeypatch)
    assert set().union(*bench.table()) == set(bench.ids.values())
