"""The commands of `lotusbloem`, one file each."""

from __future__ import annotations

import click

from facilitator.commands.demo import demo
from facilitator.commands.serve import serve
from facilitator.commands.user import user

COMMANDS: tuple[click.Command, ...] = (serve, demo, user)
