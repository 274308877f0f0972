"""`lotusbloem`: every command in `facilitator/commands/`, one file each.

Exit codes: 0 done; 1 refused or failed, with a sentence on stderr; 2 wrong use of the command line;
3 the installation is not ready (configuration, data folder, newer database).
"""

from __future__ import annotations

import sys

import click

from facilitator.commands import COMMANDS
from sessions.errors import NotReady, Refused


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="lotusbloem")
def lotusbloem() -> None:
    """Run participatory trajectories: workshops on phones, contributions into key characteristics.

    Exit codes: 0 when it is done, 1 when it was refused or failed, 2 for a wrong command line, 3 when the
    installation is not ready.
    """


for command in COMMANDS:
    lotusbloem.add_command(command)


def main() -> None:
    try:
        lotusbloem(standalone_mode=False)
    except click.ClickException as problem:
        problem.show()
        sys.exit(problem.exit_code)
    except click.exceptions.Abort:
        sys.exit(1)
    except NotReady as problem:
        click.echo(str(problem), err=True)
        sys.exit(3)
    except Refused as problem:
        click.echo(f"Refused: {problem}", err=True)
        sys.exit(1)
