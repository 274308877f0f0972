"""Notes of the back room are on no surface of a member, in no mail, no file and no live picture."""

from __future__ import annotations

import io
import json
import re
import zipfile
from collections.abc import Iterator
from random import Random
from typing import Any

import pytest
from builders import Cast, Phone, hold_phone, sign_in
from flask.testing import FlaskClient
from focus_acts import answer, probe
from focus_builders import Focus, make_focus
from focus_hand import agree
from letters_builders import YES, queue
from mail_server import MailServer, mail_server, use

from facilitator.mail.postman import Postman
from sessions import workshops
from sessions.documents import markdown
from sessions.exports import FORMATS, Grade, gather, transcript, transcript_formats
from sessions.focus import back_room, consent, laying
from sessions.lexicon import document as lexicon
from sessions.lexicon import terms
from sessions.models import Member

SECRET = "Onderhuidse spanning"
LINK = re.compile(r'(?:href|action)="(/[^"#]*)')


@pytest.fixture
def server() -> Iterator[MailServer]:
    with mail_server() as made:
        yield made


@pytest.fixture
def focus(cast: Cast, server: MailServer) -> Focus:
    """A note about the group, one about a question and one about each answer to it, in every group."""
    use(cast.house, server)
    made = make_focus(cast.house, cast.facilitator, members=2)
    for number, who in enumerate(made.members):
        agree(made, who)
        address = f"lid{number}@lotus.example"
        made.house.write(lambda db, who=who, address=address: _mail(db, who.id, address))
        made.write(consent.answer, who.id, YES)
        said = answer(made, who, "Wie ben je?", f"Brood nummer {number}")
        question = {"group_id": who.group_id, "exercise_id": made.questions["Wie ben je?"]}
        for about in ({"group_id": who.group_id}, question, {**question, "contribution_id": said}):
            made.write(back_room.write, made.workshop_id, made.moderator, SECRET, **about)
    made.write(terms.make, made.workshop_id, made.moderator, text="brood")
    return made


def _mail(db: Any, participant_id: int, address: str) -> None:
    db.get_one(Member, participant_id).email = address


def pages_of(client: FlaskClient, start: str) -> dict[str, str]:
    """Every page of that address and below that links lead to, with what it says."""
    found: dict[str, str] = {}
    waiting = [start]
    while waiting:
        path = waiting.pop()
        if path in found:
            continue
        page = client.get(path.replace("&amp;", "&"))
        found[path] = page.get_data(as_text=True)
        waiting += [link for link in LINK.findall(found[path]) if link.startswith(start)]
        if page.status_code in (301, 302, 303):
            waiting.append(page.headers["Location"])
    return found


def test_no_page_of_a_member_holds_a_note(focus: Focus, client: FlaskClient) -> None:
    for who in focus.members[:1] + focus.members[2:3]:
        hold_phone(client, Phone(who.id, who.secret, focus.workshop_id))
        pages = pages_of(client, f"/f/{focus.workshop_id}")
        said = "\n".join(pages.values())
        assert len(pages) > 8 and "Brood nummer" in said and f"/f/{focus.workshop_id}/me/data" in pages
        assert SECRET not in said
        assert client.get(f"/workshops/{focus.workshop_id}/follow").status_code != 200


def test_no_mail_holds_a_note(focus: Focus, server: MailServer) -> None:
    one = focus.members[0].id
    focus.write(consent.wish, focus.members[1].id, "daily")
    asked_of = {"probe": probe(focus, "Wie ben je?")}
    for kind, about in (
        ("invitation", {}),
        ("opening", {"round": focus.rounds[0]}),
        ("probe", asked_of),
        ("reminder", {"round": focus.rounds[0]}),
        ("lost_link", {}),
    ):
        queue(focus, one, kind, about)
    queue(focus, focus.members[1].id, "digest")
    Postman(focus.house).round()
    focus.write(workshops.close_workshop, focus.workshop_id, focus.moderator)
    queue(focus, one, "thanks")
    Postman(focus.house).round()
    assert len(server.got) >= 5
    for _address, message in server.got:
        parts = [part.get_content() for part in message.walk() if part.get_content_maintype() == "text"]
        assert parts and SECRET not in "\n".join([str(message), *parts])


@pytest.mark.parametrize("grade", list(Grade))
def test_no_file_holds_a_note(focus: Focus, grade: Grade) -> None:
    here, now = focus.workshop_id, focus.house.now()
    given: dict[str, Any] = {"language": "nl", "now": now}
    purpose = "Nabellen" if grade is Grade.RESTRICTED else ""
    with focus.house.store.reading() as db:
        dossier = gather(db, here, grade, random=Random(1), purpose=purpose, **given)
        said = transcript.gather(db, here, grade, random=Random(1), **given)
        paper = lexicon.document(db, here, grade, random=Random(1), **given)
    files = {name: FORMATS[name].write(dossier) for name in FORMATS}
    files |= {f"transcript {name}": each.write(said) for name, each in transcript_formats.FORMATS.items()}
    files["lexicon"] = markdown.write(paper)
    # A PDF is made of the same paragraphs as the document beside it, and packs them.
    read = {name: unpacked(content) for name, content in files.items() if not name.endswith("pdf")}
    assert [name for name, text in read.items() if SECRET in text] == []
    assert "Brood nummer" in read["json"] and "Brood nummer" in read["transcript docx"]


def unpacked(content: bytes) -> str:
    """Every part of a packed file as one text."""
    if not zipfile.is_zipfile(io.BytesIO(content)):
        return content.decode("utf-8", "replace")
    with zipfile.ZipFile(io.BytesIO(content)) as file:
        return "\n".join(file.read(name).decode("utf-8", "replace") for name in file.namelist())


def test_nothing_live_holds_a_note(focus: Focus, client: FlaskClient) -> None:
    with focus.house.store.reading() as db:
        analysis = laying.analysis_of(db, focus.questions["Wie ben je?"])
    assert analysis is not None
    sign_in(client, focus.house, focus.facilitator)
    for audience in (f"wall:{focus.workshop_id}", f"studio:{focus.workshop_id}", f"workbench:{analysis.id}"):
        page = client.get(f"/live/{audience}")
        assert page.status_code == 200 and SECRET not in page.text, audience
        assert ("Brood nummer" in json.dumps(page.get_json())) is audience.startswith("workbench")
    shown = client.get(
        f"/workshops/{focus.workshop_id}/follow/{focus.groups[0]}/{focus.questions['Wie ben je?']}"
    )
    assert SECRET in shown.text, "who moderates reads it where it was written"
