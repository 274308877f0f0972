"""The pages of the blueprint wall."""

from __future__ import annotations

from flask import Blueprint

pages = Blueprint("wall", __name__)
