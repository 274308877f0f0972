"""The transcript of focus groups: what may be in which grade, in every format, and who stands under whom."""

from __future__ import annotations

import json
from random import Random

import pytest
from builders import Cast
from jsonschema import Draft202012Validator
from transcript_week import Week, every_format, every_word, spoken, unpacked

from sessions.documents import Bullets, Heading, Paragraph, Quote, markdown, pdf
from sessions.errors import Missing
from sessions.exports import (
    FORMATS,
    Grade,
    json_document,
    transcript_document,
    transcript_tables,
)
from sessions.exports import gather as dossier_of
from sessions.exports.anonymous import Edited
from sessions.exports.transcript import ORDERS


@pytest.fixture
def week(cast: Cast) -> Week:
    return spoken(cast)


ALWAYS = ("Ik bak brood", "In de tweede groep, beter gezegd.", "Wie luistert, maakt verschil.")
FROM_ANALYSIS = (
    "Ik zing liever zwijgend.",
    "Dit blijft besloten.",
    "Onder wie zweeg.",
    "Onder wat verstopt werd.",
    "Alleen aan jou gezegd.",
    "Je moet iemand kennen.",
)
NEVER = ("verstopt.", "ingetrokken", "Fatima", "wilg-een@")


@pytest.mark.parametrize("grade", list(Grade))
def test_a_grade_holds_what_it_may_in_every_format(week: Week, grade: Grade) -> None:
    for name, text in every_format(week, grade).items():
        assert [each for each in ALWAYS if each not in text] == [], name
        assert [each for each in NEVER if each in text] == [], name
        assert [each for each in FROM_ANALYSIS if (each in text) is (grade is Grade.PUBLIC)] == [], name
        assert ("Wilg" in text) is (grade is Grade.RESTRICTED), name
        assert "Joris" in text if grade is not Grade.PUBLIC else "Joris" not in text, name
        assert ("Joris [?]" in text) is (grade is Grade.ANALYSIS), name


@pytest.mark.parametrize("grade", list(Grade))
def test_the_files_of_the_whole_workshop_hold_no_more(week: Week, grade: Grade) -> None:
    house, purpose = week.focus.house, "Nabellen" if grade is Grade.RESTRICTED else ""
    with house.store.reading() as db:
        dossier = dossier_of(
            db,
            week.focus.workshop_id,
            grade,
            random=Random(3),
            language="nl",
            now=house.now(),
            purpose=purpose,
        )
    document = json.loads(FORMATS["json"].write(dossier))
    Draft202012Validator(json_document.schema()).validate(document)
    texts = {
        "json": json.dumps(document, ensure_ascii=False),
        "md": FORMATS["md"].write(dossier).decode().replace("\\", ""),
        "qdpx": unpacked(FORMATS["qdpx"].write(dossier)),
    }
    for name, text in texts.items():
        assert [each for each in ALWAYS if each not in text] == [], name
        assert [each for each in ("ingetrokken.", "Fatima") if each in text] == [], name
        held = ("Ik zing liever zwijgend.", "Dit blijft besloten.", "Alleen aan jou gezegd.")
        assert [each for each in held if (each in text) is (grade is Grade.PUBLIC)] == [], name
        if grade is not Grade.RESTRICTED:
            assert "verstopt." not in text and "Wilg" not in text, name
    (row,) = [each for each in document["contributions"] if each["text"].startswith("Mooi")]
    assert row["question"] == "Wie ben je?" and row["group"]
    above = next(each for each in document["contributions"] if each["id"] == row["reply_to"])
    assert above["text"].startswith("Ik bak brood")


def test_replies_stand_under_their_answer_and_probes_under_the_question(week: Week) -> None:
    made = week.gather(Grade.RESTRICTED)
    first = made.questions[0].parts[0]
    answers = {each.text: each for each in first.answers}
    (below,) = answers["Ik bak brood met […] en met Joris."].replies
    assert (below.text, below.quote, below.who.name) == ("Mooi gezegd, Wilg 1!", "Ik bak brood", "Wilg 3")
    gone = answers[""]
    assert [each.text for each in gone.replies] == ["Onder wat verstopt werd."] and gone.who.name == ""
    assert [(each.to and each.to.name, [one.text for one in each.replies]) for each in first.probes] == [
        (None, ["Wie luistert, maakt verschil."]),
        ("Wilg 1", ["Alleen aan jou gezegd."]),
    ]
    (better,) = made.questions[0].parts[1].answers
    assert better.corrected and not below.corrected
    said = markdown.write(transcript_document.document(made)).decode()
    assert "verbeterd" in said and said.index("Ik bak brood") < said.index("Mooi gezegd")


def test_codes_are_drawn_for_each_transcript_and_stand_where_others_wrote_a_pseudonym(week: Week) -> None:
    drawn = set()
    for seed in range(6):
        found = {each.text.split()[0]: each for each in every_word(week.gather(Grade.ANALYSIS, seed=seed))}
        bread, nice = found["Ik"], found["Mooi"]
        assert nice.text == f"Mooi gezegd, {_author(week, seed)}!"
        drawn.add(bread.who.name)
    assert len(drawn) > 1


def _author(week: Week, seed: int) -> str:
    """The code of who baked bread."""
    rows = every_word(week.gather(Grade.ANALYSIS, seed=seed))
    return next(each.who.name for each in rows if each.text.startswith("Ik bak"))


def test_every_order_holds_the_same_words_under_headings_that_skip_no_level(week: Week) -> None:
    held = []
    for order in ORDERS:
        made = week.gather(Grade.RESTRICTED, order)
        rows = transcript_tables.tables(made)["said"]
        held.append(sorted(row[0] for row in rows))
        level = 0
        for block in transcript_document.document(made).blocks:
            if isinstance(block, Heading):
                assert block.level <= level + 1
                level = block.level
            else:
                assert isinstance(block, Paragraph | Quote | Bullets)
    assert held[0] == held[1] == held[2] and len(held[0]) == 10
    by_member = transcript_document.document(week.gather(Grade.RESTRICTED, "member"))
    heads = [block.text for block in by_member.blocks if isinstance(block, Heading) and block.level == 1]
    assert [head.split(",")[0] for head in heads] == [*(f"Wilg {each}" for each in range(1, 5)), heads[-1]]
    assert heads[-1].startswith("Mevrouw Es (D")
    with pytest.raises(Missing):
        week.gather(Grade.ANALYSIS, "day")


def test_the_pdf_is_made_from_the_same_document(week: Week) -> None:
    made = pdf.write(transcript_document.document(week.gather(Grade.ANALYSIS)))
    assert made.startswith(b"%PDF-") and made != pdf.write(
        transcript_document.document(week.gather(Grade.PUBLIC))
    )


def test_places_move_with_the_words() -> None:
    made = Edited("a […] b", [(2, 8, "[…]")])
    assert made.moved(0, 1) == (0, 1) and made.moved(9, 10) == (6, 7)
    assert made.moved(4, 6) == (2, 5)
