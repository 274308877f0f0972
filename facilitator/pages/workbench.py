"""The pages of the blueprint workbench."""

from __future__ import annotations

from flask import Blueprint

pages = Blueprint("workbench", __name__)
