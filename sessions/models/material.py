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
    """A passage that was made into something: an interest, an opportunity, an obstacle, an ingredient of
    the longlist, an argument for a lever, a vision element for the tree, a term. `text` is how it is put."""

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
    passage_id: Mapped[int] = mapped_column(ForeignKey("passage.id", ondelete="CASCADE"), index=True)
    kind: Mapped[str] = mapped_column(String(16))
    text: Mapped[str] = mapped_column(String(400))
    lever_id: Mapped[int | None] = mapped_column(ForeignKey("lever.id", ondelete="SET NULL"))
    tree_part_id: Mapped[int | None] = mapped_column(ForeignKey("tree_part.id", ondelete="SET NULL"))
    term_id: Mapped[int | None] = mapped_column(ForeignKey("term.id", ondelete="SET NULL"))
    made_by: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    made_at: Mapped[datetime]
    removed_at: Mapped[datetime | None]


class Objective(Base):
    """A basic objective that interests have in common; one person's or one group's stays individual."""

    __tablename__ = "objective"
    __table_args__ = ({"sqlite_autoincrement": True},)

    id: Mapped[int] = mapped_column(primary_key=True)
    workshop_id: Mapped[int] = mapped_column(ForeignKey("workshop.id", ondelete="CASCADE"), index=True)
    position: Mapped[int]
    title: Mapped[str] = mapped_column(String(160))
    description: Mapped[str] = mapped_column(String(1000), default="")
    decided_by: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    decided_at: Mapped[datetime]
    removed_at: Mapped[datetime | None]


class ObjectiveMaterial(Base):
    """That this interest (or opportunity, or obstacle) stands behind that objective."""

    __tablename__ = "objective_material"

    objective_id: Mapped[int] = mapped_column(
        ForeignKey("objective.id", ondelete="CASCADE"), primary_key=True
    )
    material_id: Mapped[int] = mapped_column(
        ForeignKey("material.id", ondelete="CASCADE"), primary_key=True, index=True
    )


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
