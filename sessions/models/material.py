"""From what was said to what the next workshop works with: coded passages, shared objectives, names found."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from sessions.models.base import Base

MATERIALS = (
    "interest",
    "opportunity",
    "obstacle",
    "ingredient",
    "lever_argument",
    "vision",
    "term",
)


class Material(Base):
    """Words that were made into something: an interest, an opportunity, an obstacle, an ingredient of the
    longlist, an argument for a lever, a vision element for the tree, a term. `text` is how it is put.

    The words are code points `starts_at` up to `ends_at` of that version of the contribution. They are no
    passage: nothing is clustered or placed because of them.
    """

    __tablename__ = "material"
    __table_args__ = (
        CheckConstraint(
            "kind IN ('interest', 'opportunity', 'obstacle', 'ingredient', 'lever_argument', 'vision', "
            "'term')",
            name="kind",
        ),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    workshop_id: Mapped[int] = mapped_column(ForeignKey("workshop.id", ondelete="CASCADE"), index=True)
    contribution_id: Mapped[int] = mapped_column(
        ForeignKey("contribution.id", ondelete="CASCADE"), index=True
    )
    version: Mapped[int]
    starts_at: Mapped[int]
    ends_at: Mapped[int]
    kind: Mapped[str] = mapped_column(String(16))
    text: Mapped[str] = mapped_column(String(400))
    lever_id: Mapped[int | None] = mapped_column(ForeignKey("lever.id", ondelete="SET NULL"))
    tree_part_id: Mapped[int | None] = mapped_column(ForeignKey("tree_part.id", ondelete="SET NULL"))
    term_id: Mapped[int | None] = mapped_column(ForeignKey("term.id", ondelete="SET NULL"))
    made_by: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    made_at: Mapped[datetime]
    removed_at: Mapped[datetime | None]


class Objective(Base):
    """A basic objective that interests have in common; one person's or one group's stays individual.

    One that came from an earlier workshop has `source` (where it was heard), `origin_id` (the objective
    there, as a number only) and `came_shared`: whether it was shared there.
    """

    __tablename__ = "objective"
    __table_args__ = ({"sqlite_autoincrement": True},)

    id: Mapped[int] = mapped_column(primary_key=True)
    workshop_id: Mapped[int] = mapped_column(ForeignKey("workshop.id", ondelete="CASCADE"), index=True)
    position: Mapped[int]
    title: Mapped[str] = mapped_column(String(160))
    description: Mapped[str] = mapped_column(String(1000), default="")
    source: Mapped[str] = mapped_column(String(120), default="")
    origin_id: Mapped[int | None]
    came_shared: Mapped[bool] = mapped_column(default=False)
    decided_by: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    decided_at: Mapped[datetime]
    removed_at: Mapped[datetime | None]


class ObjectiveMaterial(Base):
    """That this interest (or opportunity, or obstacle) stands behind that objective."""

    __tablename__ = "objective_material"
    __table_args__ = (UniqueConstraint("objective_id", "material_id"), {"sqlite_autoincrement": True})

    id: Mapped[int] = mapped_column(primary_key=True)
    objective_id: Mapped[int] = mapped_column(ForeignKey("objective.id", ondelete="CASCADE"))
    material_id: Mapped[int] = mapped_column(ForeignKey("material.id", ondelete="CASCADE"), index=True)


class NamedPerson(Base):
    """A name of a third person that may stand in these words; `decision` is open, keep or mask."""

    __tablename__ = "named_person"
    __table_args__ = (
        UniqueConstraint("contribution_id", "version", "starts_at"),
        CheckConstraint("decision IN ('open', 'keep', 'mask')", name="decision"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    workshop_id: Mapped[int] = mapped_column(ForeignKey("workshop.id", ondelete="CASCADE"), index=True)
    contribution_id: Mapped[int] = mapped_column(ForeignKey("contribution.id", ondelete="CASCADE"))
    version: Mapped[int]
    starts_at: Mapped[int]
    ends_at: Mapped[int]
    decision: Mapped[str] = mapped_column(String(8), default="open")
    decided_by: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    decided_at: Mapped[datetime | None]
