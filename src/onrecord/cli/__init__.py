"""The command `onrecord`: thin commands over the library, one file each.

Commands import what they need when they run, so that `onrecord --help` and a mistyped option answer at once,
before spaCy is loaded. Exit status: 0; 1 where an input could not be read, or whoever reads the output has left
(click ends quietly then); 2 for a mistaken call; 130 when interrupted.
"""

from __future__ import annotations

import os
import sys
from types import ModuleType

import click

from onrecord.cli.add import add, reread
from onrecord.cli.compare import compare
from onrecord.cli.export import export
from onrecord.cli.find import agenda, disputes, events, figures, search, statements
from onrecord.cli.read import read
from onrecord.cli.serve import serve
from onrecord.cli.show import show
from onrecord.cli.telling import debugging, fault, tell
from onrecord.cli.verify import verify
from onrecord.cli.who import actor, merge, proposals, register, split
from onrecord.record import OnRecordError

INTERRUPTED = 130


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(package_name="onrecord", message="onrecord %(version)s")
def onrecord() -> None:
    """Read news dispatches about diplomacy and conflict, and put them on the record: who said what, who did what,
    to the character.
    """


for command in (
    read, add, reread, search, statements, events, figures, compare, disputes, agenda, actor, proposals, merge,
    split, register, show, export, verify, serve,
):  # fmt: skip
    onrecord.add_command(command)


def main() -> None:
    """Run the command and leave with its exit status."""
    _without_spacys_commands()
    try:
        status = onrecord.main(prog_name="onrecord", standalone_mode=False)
    except click.ClickException as error:
        error.show()
        status = error.exit_code
    except (KeyboardInterrupt, click.Abort):
        status = INTERRUPTED
    except OSError as error:  # what inputs raise is told by `read`; this is the output
        _drop_output()
        tell(f"the output cannot be written ({(error.strerror or str(error)).lower()}); make room, or write elsewhere")
        status = 1
    except Exception as error:
        if debugging():
            raise
        tell(str(error) if isinstance(error, OnRecordError) else fault(error))
        status = 1
    sys.exit(status)


def _without_spacys_commands() -> None:
    """Keep spaCy from importing its own command line along with itself: a tenth of a cold start, and unused here."""
    if "spacy" not in sys.modules:
        commands, info = ModuleType("spacy.cli"), ModuleType("spacy.cli.info")
        info.info = None  # type: ignore[attr-defined]  # what spaCy takes from there
        sys.modules |= {"spacy.cli": commands, "spacy.cli.info": info}


def _drop_output() -> None:
    """Send what is still to be flushed nowhere: Python flushes at its end and would complain again."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
