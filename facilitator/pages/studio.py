"""The pages of the blueprint studio."""

from __future__ import annotations

from flask import Blueprint

pages = Blueprint("studio", __name__)
