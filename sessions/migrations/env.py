"""Alembic's entry: always on the connection that `store.migrate()` hands over."""

from typing import Any, Literal

from alembic import context

from sessions.models import Base, Moment
from sessions.models.base import Names


def in_plain_types(kind: str, item: Any, _context: Any) -> str | Literal[False]:
    """A migration must not import what the models look like today."""
    if kind != "type":
        return False
    return "sa.DateTime()" if isinstance(item, Moment) else "sa.JSON()" if isinstance(item, Names) else False


connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=Base.metadata,
    render_as_batch=True,
    render_item=in_plain_types,
)
context.run_migrations()
