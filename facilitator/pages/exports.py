"""The pages of the blueprint exports."""

from __future__ import annotations

from flask import Blueprint

pages = Blueprint("exports", __name__)
