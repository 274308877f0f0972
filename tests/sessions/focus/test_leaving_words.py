"""Who leaves with everything leaves no word in the lexicon; who leaves with less can still take it back."""

from __future__ import annotations

import json
from dataclasses import dataclass
from random import Random
from typing import Any

import pytest
from builders import Cast, csrf_of, make_workshop
from flask.testing import FlaskClient
from focus_acts import answer
from focus_builders import Focus, Someone, make_focus

from sessions import undoing
from sessions.documents import markdown
from sessions.errors import Closed, Missing
from sessions.exercises.answers import as_form
from sessions.exports import Grade
from sessions.focus import answering, coming, consent, speaking
from sessions.lexicon import carrying, document, hints, marks, meanings, terms
from sessions.projections import focus_mine, focus_own, focus_words

MEANT, TAKEN_OUT, WHY = "Een deur die dichtgaat", "Een naam van gisteren", "Dat doet pijn"
AROUND = "Mijn buurman heet kansarm en dat voelt raar"


@dataclass
class Words:
    """The first member meant `MEANT` by a word, agreed with the second, and marked a word in their answer."""

    focus: Focus
    term: int
    meant: int
    marked: int
    theirs: int
    hall: int
    said: int

    @property
    def me(self) -> Someone:
        return self.focus.members[0]

    @property
    def mate(self) -> Someone:
        return self.focus.members[1]

    def read(self, look: Any, *given: Any) -> Any:
        with self.focus.house.store.reading() as db:
            return look(db, *given)

    def carry(self) -> None:
        self.focus.write(carrying.carry, self.focus.workshop_id, self.hall, self.focus.moderator)

    def everywhere(self) -> str:
        """All that others read of the lexicon: the group, who types there, files of two grades, the hall."""
        here, now = self.focus.workshop_id, self.focus.house.now()
        given: dict[str, Any] = {"random": Random(4), "language": "nl"}
        with self.focus.house.store.reading() as db:
            shown: list[Any] = [
                look(db, self.mate.id, now) for look in (focus_words.words, focus_words.hints)
            ]
            shown += [hints.of_workshop(db, each) for each in (here, self.hall)]
            shown += [each.why for each, _ in marks.standing(db, here)]
            shown += [[each.text for each in said] for said in meanings.of_workshop(db, here).values()]
            for grade in (Grade.PUBLIC, Grade.ANALYSIS):
                shown.append(markdown.write(document.document(db, here, grade, **given, now=now)).decode())
                shown.append(str(document.tables(db, here, grade, **given)))
        return json.dumps(shown, ensure_ascii=False, default=str)


@pytest.fixture
def words(cast: Cast) -> Words:
    focus = make_focus(cast.house, cast.facilitator, members=2)
    me, mate = focus.members[:2]
    for each in (me, mate):
        focus.write(consent.answer, each.id, {"taking_part": True, "quoting": True})
    answer(focus, me, "Wie ben je?", "Ik bak brood")
    said = answer(focus, mate, "Wie ben je?", AROUND)
    term = focus.write(terms.make, focus.workshop_id, focus.moderator, text="kansarm")
    earlier = focus.write(speaking.mean, me.id, term, text=TAKEN_OUT)
    focus.write(meanings.take_out, term, focus.moderator, earlier)
    meant = focus.write(speaking.mean, me.id, term, text=MEANT)
    theirs = focus.write(speaking.mean, mate.id, term, text="Weinig geld")
    focus.write(speaking.agree, me.id, theirs, agreed=True)
    marked = focus.write(speaking.mark, me.id, speaking.Place(said, 1, word="kansarm"), why=WHY)
    hall = make_workshop(cast.house, cast.facilitator, "De zaal")
    return Words(focus, term, meant, marked, theirs, hall, said)


def test_who_leaves_with_everything_leaves_no_word_in_the_lexicon(words: Words) -> None:
    words.carry()
    assert words.everywhere().count(MEANT) > 4 and WHY in words.everywhere()
    # Brood, the meaning and the mark.
    assert words.focus.write(answering.withdraw_all, words.me.id) == 3
    told = words.everywhere()
    assert MEANT not in told and WHY not in told
    (theirs,) = words.read(meanings.of_workshop, words.focus.workshop_id)[words.term]
    assert theirs.agreed == {words.mate.id}, "who took everything back agrees with nobody"


def test_nothing_of_it_goes_along_afterwards(words: Words) -> None:
    words.focus.write(answering.withdraw_all, words.me.id)
    words.carry()
    assert MEANT not in words.everywhere() and "Weinig geld" in words.everywhere()


def test_a_moderator_does_not_put_it_back_by_taking_an_act_back(words: Words) -> None:
    """They took the earlier meaning out before its author left."""
    words.focus.write(answering.withdraw_all, words.me.id)
    lexicon, undone = frozenset({"term"}), []
    while words.read(undoing.undoable_in_hall, words.focus.workshop_id, lexicon) is not None:
        here = (words.focus.workshop_id, words.focus.moderator)
        words.focus.write(undoing.undo_in_hall, *here, seen=None, kinds=lexicon)
        undone.append(words.everywhere())
        assert TAKEN_OUT not in undone[-1] and MEANT not in undone[-1]
    assert undone, "there was something to take back"


def test_who_left_and_kept_their_words_can_still_take_them_back(words: Words) -> None:
    words.focus.write(coming.leave, words.me.id)
    words.focus.write(speaking.take_back, words.me.id, words.meant)
    words.focus.write(speaking.withdraw_mark, words.me.id, words.marked)
    assert MEANT not in words.everywhere() and WHY not in words.everywhere()
    with pytest.raises(Missing):
        words.focus.write(speaking.take_back, words.me.id, words.theirs)
    with pytest.raises(Closed):
        words.focus.write(speaking.mean, words.me.id, words.term, text="Toch nog iets")


def test_who_left_finds_them_on_their_own_page_and_no_fragment_of_others(
    words: Words, client: FlaskClient
) -> None:
    focus, now = words.focus, words.focus.house.now()
    assert "buurman" in str(words.read(focus_words.words, words.me.id, now))
    focus.write(coming.leave, words.me.id)
    for look in (focus_words.words, focus_mine.mine_of, focus_own.own_data):
        assert "buurman" not in str(words.read(look, words.me.id, now)), look
    client.set_cookie(f"lotusbloem_p_{focus.workshop_id}", words.me.secret)
    here = f"/f/{focus.workshop_id}"
    page = client.get(f"{here}/me").text
    assert MEANT in page and WHY in page and "buurman" not in page
    for act in (f"{here}/meanings/{words.meant}/withdraw", f"{here}/marks/{words.marked}/withdraw"):
        assert f'action="{act}"' in page
        given = {"next": f"{here}/me", "csrf_token": csrf_of(client, f"{here}/me")}
        assert client.post(act, data=given).location == f"{here}/me"
    page = client.get(f"{here}/me").text
    assert MEANT not in page and WHY not in page


def test_a_mark_on_words_that_were_said_better_since_is_taken_back_too(words: Words) -> None:
    focus, now, said = words.focus, words.focus.house.now(), words.said
    focus.write(
        answering.correct, said, words.mate.id, version=1, data=as_form({"text": "Ik zeg het anders"})
    )
    (mark,) = words.read(focus_words.words, words.me.id, now)["marks"]
    assert (mark["word"], mark["before"], mark["why"]) == ("", "", WHY)
    focus.write(coming.leave, words.me.id)
    focus.write(speaking.withdraw_mark, words.me.id, mark["id"])
    assert WHY not in words.everywhere()


def test_behind_a_mask_that_closed_again_nothing_of_a_marked_answer_is_read(words: Words) -> None:
    focus, now = words.focus, words.focus.house.now()
    own = answer(focus, words.me, "Welkom", "Bij de bakker")
    said = answer(focus, words.mate, "Welkom", "Bij de buurvrouw van hiernaast")
    focus.write(speaking.mark, words.me.id, speaking.Place(said, 1, word="hiernaast"), why="Vaag")
    assert "buurvrouw" in str(words.read(focus_words.words, words.me.id, now)["marks"])
    focus.write(answering.withdraw, own, words.me.id)
    assert "buurvrouw" not in str(words.read(focus_words.words, words.me.id, now)["marks"])
