"""The pages of the blueprint phone."""

from __future__ import annotations

from flask import Blueprint

pages = Blueprint("phone", __name__)
