"""The commands of `lotusbloem`, one file each."""

from __future__ import annotations

import click

from facilitator.commands.backup import backup, restore
from facilitator.commands.cluster import cluster
from facilitator.commands.demo import demo
from facilitator.commands.doctor import doctor
from facilitator.commands.export import export
from facilitator.commands.forget import forget
from facilitator.commands.import_ import import_
from facilitator.commands.mail import mail
from facilitator.commands.serve import serve
from facilitator.commands.user import user
from facilitator.commands.workshop import workshop

COMMANDS: tuple[click.Command, ...] = (
    serve,
    demo,
    user,
    workshop,
    export,
    import_,
    cluster,
    mail,
    backup,
    restore,
    forget,
    doctor,
)
