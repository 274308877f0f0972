"""The image that the hall works in: the arrows of the system model, the tree, the longlist."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from sessions.models.base import Base

TREE_PARTS = ("roots", "trunk", "branches", "crown", "wind")


class LeverArrow(Base):
    """One lever helps another, and why: suggestive, until somebody says it better."""

    __tablename__ = "lever_arrow"
    __table_args__ = (
        UniqueConstraint("from_lever_id", "to_lever_id"),
        CheckConstraint("from_lever_id <> to_lever_id", name="ends"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    workshop_id: Mapped[int] = mapped_column(ForeignKey("workshop.id", ondelete="CASCADE"), index=True)
    from_lever_id: Mapped[int] = mapped_column(ForeignKey("lever.id", ondelete="CASCADE"))
    to_lever_id: Mapped[int] = mapped_column(ForeignKey("lever.id", ondelete="CASCADE"))
    reason: Mapped[str] = mapped_column(String(300), default="")


class TreePart(Base):
    """A part of the tree: roots, trunk, branches, crown, or one of the winds around it.

    What people hang there are contributions of the kind *vision* that name its `key`.
    """

    __tablename__ = "tree_part"
    __table_args__ = (
        UniqueConstraint("workshop_id", "key"),
        CheckConstraint("kind IN ('roots', 'trunk', 'branches', 'crown', 'wind')", name="kind"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    workshop_id: Mapped[int] = mapped_column(ForeignKey("workshop.id", ondelete="CASCADE"))
    position: Mapped[int]
    kind: Mapped[str] = mapped_column(String(12))
    key: Mapped[str] = mapped_column(String(32))
    name: Mapped[str] = mapped_column(String(60))
    explanation: Mapped[str] = mapped_column(String(240), default="")


class Ingredient(Base):
    """A candidate answer to *why does it work*, on the longlist; `source` says where it was heard.

    `origin_id` is the material of an earlier workshop that it came from (`Material`), kept as a number only:
    the two workshops may part.
    """

    __tablename__ = "ingredient"
    __table_args__ = ({"sqlite_autoincrement": True},)

    id: Mapped[int] = mapped_column(primary_key=True)
    workshop_id: Mapped[int] = mapped_column(ForeignKey("workshop.id", ondelete="CASCADE"), index=True)
    position: Mapped[int]
    text: Mapped[str] = mapped_column(String(120))
    source: Mapped[str] = mapped_column(String(120), default="")
    origin_id: Mapped[int | None]


class LeverArgument(Base):
    """Why a lever matters, in somebody's words; `source` and `origin_id` as of an ingredient."""

    __tablename__ = "lever_argument"
    __table_args__ = ({"sqlite_autoincrement": True},)

    id: Mapped[int] = mapped_column(primary_key=True)
    workshop_id: Mapped[int] = mapped_column(ForeignKey("workshop.id", ondelete="CASCADE"), index=True)
    lever_id: Mapped[int] = mapped_column(ForeignKey("lever.id", ondelete="CASCADE"), index=True)
    position: Mapped[int]
    text: Mapped[str] = mapped_column(String(400))
    source: Mapped[str] = mapped_column(String(120), default="")
    origin_id: Mapped[int | None]
