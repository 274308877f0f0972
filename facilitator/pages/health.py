"""For machines: is it alive, is it ready, what does it count."""

from __future__ import annotations

from flask import Blueprint, Response
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from sqlalchemy import text

from facilitator.database import house, reading
from sessions.store import is_current

pages = Blueprint("health", __name__)


@pages.get("/healthz")
def alive() -> Response:
    """The process answers."""
    return Response("ok\n", content_type="text/plain")


@pages.get("/readyz")
def ready() -> Response:
    """The database answers, is at the newest shape, and the writer works."""
    reading().execute(text("SELECT 1"))
    current = is_current(house().store)
    house().write(lambda db: None)
    return Response("ready\n" if current else "migrate\n", 200 if current else 503, content_type="text/plain")


@pages.get("/metrics")
def metrics() -> Response:
    """Figures in Prometheus' text form; never a person, a workshop or a text."""
    return Response(generate_latest(), content_type=CONTENT_TYPE_LATEST)
