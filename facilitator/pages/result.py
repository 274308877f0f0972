"""The pages of the blueprint result."""

from __future__ import annotations

from flask import Blueprint

pages = Blueprint("result", __name__)
