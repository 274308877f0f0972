"""What stands on the pages of material as files: the basic objectives, the groups beside each other."""

from __future__ import annotations

from collections.abc import Callable
from random import SystemRandom

from flask import Response

from facilitator import identity
from facilitator.database import house, now, reading, write
from facilitator.languages import chosen
from facilitator.pages.exports import writing
from facilitator.pages.material import focus_staff, pages
from sessions import readings
from sessions.documents import Document, docx, markdown, pdf
from sessions.exports import groups, named_file, objectives
from sessions.exports.xlsx import write_tables
from sessions.material import comparing

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
DOCUMENTS: dict[str, tuple[str, Callable[[Document], bytes]]] = {
    "docx": (WORD, docx.write),
    "pdf": ("application/pdf", pdf.write),
    "md": ("text/markdown; charset=utf-8", markdown.write),
}


@pages.get("/objectives.<any(docx, pdf, md, xlsx):file_type>")
def objective_file(workshop_id: int, file_type: str) -> Response:
    """The basic objectives as a document or as tables. Raises: SignedOut, Missing, Forbidden."""
    workshop, moment, language, store = focus_staff(workshop_id), now(), chosen(), house().store
    title = workshop.title

    def make() -> tuple[bytes, str]:
        asking = {"language": language, "random": SystemRandom()}
        with store.reading() as db:
            if file_type == "xlsx":
                rows = objectives.tables(db, workshop_id, **asking)
                return write_tables(title, moment, objectives.HEADERS, rows), EXCEL
            content_type, written = DOCUMENTS[file_type]
            return written(objectives.document(db, workshop_id, now=moment, **asking)), content_type

    content, content_type = house().wait(writing.submit(make))
    name = named_file(title, workshop_id, "doelstellingen", moment, file_type)
    return sent(workshop_id, content, content_type, name)


@pages.get("/groups.<any(xlsx, csv):file_type>")
def groups_file(workshop_id: int, file_type: str) -> Response:
    """The groups beside each other as tables. Raises: SignedOut, Missing, Forbidden."""
    workshop, moment, language = focus_staff(workshop_id), now(), chosen()
    compared = comparing.compared(reading(), workshop_id)
    if file_type == "xlsx":
        content_type = EXCEL
        rows = groups.tables(compared, language)
        content = write_tables(workshop.title, moment, groups.HEADERS, rows)
    else:
        content, content_type = groups.long_table(compared, language), "text/csv; charset=utf-8"
    name = named_file(workshop.title, workshop_id, "groepen", moment, file_type)
    return sent(workshop_id, content, content_type, name)


def sent(workshop_id: int, content: bytes, content_type: str, name: str) -> Response:
    """The file to keep; that it was read is known."""
    moment, user_id = now(), identity.user().id
    write(lambda db: readings.note(db, workshop_id, user_id, "material", now=moment))
    return Response(
        content, content_type=content_type, headers={"Content-Disposition": f'attachment; filename="{name}"'}
    )
