"""The command line: ``python -m costmodel --help``. Here prices meet the model, as they do in ``app.py``."""

from __future__ import annotations

import sys
from io import TextIOWrapper

import click

import pricing_data
from costmodel.commands.compare import compare
from costmodel.commands.growth import growth
from costmodel.commands.memory import memory
from costmodel.commands.sure import sure
from costmodel.errors import CostModelError

BAD_INPUT = 2
"""Exit status after a mistake in what was typed."""


@click.group()
def cli() -> None:
    """Lambda or EC2: which is cheaper, by how much, from which volume that changes, and would it work."""


for command in (compare, growth, memory, sure):
    cli.add_command(command)


def main() -> int:
    """Run the command; a mistake in the input is one line on stderr and exit status 2."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="replace")  # terminals that lack a letter, such as the middle dot of a unit
    try:
        result = cli.main(standalone_mode=False, obj=pricing_data.load)
    except (click.ClickException, CostModelError) as error:
        message = error.format_message() if isinstance(error, click.ClickException) else str(error)
        click.echo(f"Error: {message}", err=True)
        return BAD_INPUT
    except (click.exceptions.Abort, OSError):  # Ctrl+C, or nobody reads the answer any more
        return 1
    return result if isinstance(result, int) else 0


if __name__ == "__main__":
    sys.exit(main())
