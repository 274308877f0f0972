"""A text that leaves the house: blocks in order, and one writer per format.

Nothing here knows the database. Whoever makes a document (`sessions.lexicon.document`, the transcript, the
report) says what stands in it; how it looks is decided here, once.
"""

from __future__ import annotations

from sessions.documents.blocks import (
    Block,
    Bullets,
    Document,
    Heading,
    Paragraph,
    Picture,
    Quote,
    Rows,
)

__all__ = ["Block", "Bullets", "Document", "Heading", "Paragraph", "Picture", "Quote", "Rows"]
