"""Writes the reference pages of the manual, `docs/reference/`, from what they describe.

It also puts what the commands named in README's example marks print between those marks.

`record.md` and `record.schema.json` come from the types of `onrecord.record`, `readers.md` from the components of the
pipeline, `store.md` from the store and its tables, `cli.md` from what the commands say of themselves under --help. A
test fails when a page is out of date.

    python docs/write_reference.py
"""

from __future__ import annotations

import dataclasses
import importlib
import inspect
import json
import os
import re
import shlex
import types
import typing
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from click.testing import CliRunner
from pydantic import TypeAdapter
from pydantic.fields import FieldInfo

from onrecord import cli, record, store
from onrecord.linking import agenda, figures, given, offices, register, reports
from onrecord.reading import paragraphs, pipeline
from onrecord.store import schema
from onrecord.store.queries import Window

FOLDER = Path(__file__).resolve().parent / "reference"
WIDTH = 100
README = FOLDER.parent.parent / "README.md"

PARTS = (
    record.Record, record.Article, record.Dateline, record.Place, record.Actor, record.Title, record.Statement,
    record.Said, record.Event, record.When, record.Time, record.Figure, record.Condition, record.Dispute,
    record.Inference, record.Dispatch,
)  # fmt: skip
"""The parts of a record in the order of the page, then what comes in."""

MADE = "Written by `make docs` from the source; do not edit."


def prose(thing: object) -> str:
    """The docstring of a thing, as Markdown."""
    return inspect.getdoc(thing) or ""


def type_name(hint: object) -> str:
    """How a type is written on the page.

    >>> type_name(tuple[str, ...]), type_name(str | None), type_name(record.TimexType)
    ('list of text', 'text or null', '`DATE`, `TIME`, `DURATION`, `SET`')
    """
    origin, arguments = typing.get_origin(hint), typing.get_args(hint)
    if origin is typing.Annotated:
        return type_name(arguments[0])
    if origin is typing.Literal:
        return ", ".join(f"`{value}`" for value in arguments)
    if origin in (typing.Union, types.UnionType):
        return " or ".join(dict.fromkeys(type_name(argument) for argument in arguments))
    if origin is tuple:
        return f"list of {type_name(arguments[0])}"
    if hint is record.Span:
        return "[span](#span)"
    if isinstance(hint, type) and dataclasses.is_dataclass(hint):
        return f"[{hint.__name__}](#{hint.__name__.lower()})"
    plain: dict[object, str] = {
        str: "text", bool: "true or false", int: "number", float: "number", type(None): "null",
    }  # fmt: skip
    return plain[hint]


def default_of(field: dataclasses.Field[object]) -> str:
    """What stands for a key that is left out; nothing where it has to be given."""
    default = field.default.default if isinstance(field.default, FieldInfo) else field.default
    if default is dataclasses.MISSING:
        return "(required)"
    return {None: "`null`", (): "`[]`", "": '`""`', False: "`false`"}.get(typing.cast("None", default), f"`{default}`")


def key_of(name: str, hint: object) -> str:
    """The JSON key of a field."""
    aliases = (getattr(extra, "alias", None) for extra in getattr(hint, "__metadata__", ()))
    return next((alias for alias in aliases if alias), name)


def record_page() -> Iterator[str]:
    """`record.md`."""
    yield f"# The record\n\n{MADE}"
    yield prose(record)
    yield (
        "`Record.to_json()` writes one as JSON with every key present, `Record.from_json()` reads one back, and "
        "[record.schema.json](record.schema.json) is its JSON Schema. What the readers take for a statement, an event "
        "or a figure is told in [what a record holds](../explanation/what-a-record-holds.md)."
    )
    yield f"## Span\n\n{prose(record.Span)} In JSON a list of two numbers, `[0, 5]`."
    for part in PARTS:
        yield f"## {part.__name__}\n\n{prose(part)}"
        hints = typing.get_type_hints(part, include_extras=True)
        rows = (
            f"| `{key_of(f.name, hints[f.name])}` | {type_name(hints[f.name])} | {default_of(f)} |"
            for f in dataclasses.fields(part)
        )
        yield "\n".join(["| key | value | where left out |", "|---|---|---|", *rows])
    yield "## Errors"
    yield "\n".join(
        f"- `{error.__name__}`: {' '.join(prose(error).split())}"
        for error in (record.OnRecordError, record.RecordError, record.DispatchError)
    )


def readers_page() -> Iterator[str]:
    """`readers.md`."""
    yield f"# The readers\n\n{MADE}"
    yield (
        "Each is a spaCy component, registered under its name as soon as OnRecord is installed, and can be added to "
        "any pipeline: `nlp.add_pipe(name)`. They run in this order, behind spaCy's tagger, parser, lemmatiser and "
        "entity recogniser; `onrecord_paragraphs` runs before those. A reader that lacks the notes of another raises "
        "`PipelineError`, which names the one to add."
    )
    for name in (paragraphs.NAME, *pipeline.READERS):
        module = importlib.import_module(f"onrecord.reading.{name.removeprefix('onrecord_')}")
        yield f"## {name}\n\n{prose(module)}"


def store_page() -> Iterator[str]:
    """`store.md`."""
    yield f"# The store\n\n{MADE}"
    yield signature("open_store", store.open_store, prose(store.open_store))
    yield f"## Store\n\n{prose(store.Store)}\n\n{prose(Window)}"
    for name, member in (pair for part in store.Store.__mro__ for pair in vars(part).items()):
        if name.startswith("_"):
            continue
        if isinstance(member, property):
            yield f"### {name}\n\n{prose(member)}"
        else:
            yield signature(name, member, prose(member), level="###")
    yield "## What it gives back"
    yield "What is found has `to_dict()`, its plain JSON data, which `--json` and the pages at `.json` give."
    parts = (
        store.Entry, store.Kept, store.Finding, store.Agenda, agenda.Appointment, agenda.Step, reports.Report,
        store.Comparisons, figures.Comparison, figures.Joined, figures.Answer, figures.Spread, given.Given, given.Giver,
        store.Hit, store.Name, store.Taken, store.Dossier, store.Spelling, store.OfficeHeld, store.Evidence,
        store.Judgement, store.Candidate, offices.Tenure, store.Outcome, store.Problem,
    )  # fmt: skip
    for part in parts:
        keys = ", ".join(f"`{field.name}`" for field in dataclasses.fields(part))
        yield f"### {part.__name__}\n\n{prose(part)}\n\nKeys: {keys}."
    yield f"## The tables\n\n{prose(schema)}"
    for table in schema.metadata.tables.values():
        columns = ", ".join(f"`{column.name}`" for column in table.columns)
        yield f"- **{table.name}**: {columns}"
    yield "## Errors"
    yield "\n".join(
        f"- `{error.__name__}`: {' '.join(prose(error).split())}"
        for error in (store.StoreError, store.NotInStoreError, store.QueryError, register.RegisterError)
    )


def signature(name: str, function: Callable[..., object], text: str, level: str = "##") -> str:
    """A function with its arguments and what it says of itself."""
    shown: list[str] = []
    for key, argument in inspect.signature(function).parameters.items():
        if argument.kind is argument.KEYWORD_ONLY and "*" not in shown:
            shown.append("*")
        if argument.kind is argument.VAR_KEYWORD:  # which part of the answers
            shown += [*(["*"] if "*" not in shown else []), *(f"{x}=None" for x in Window.__annotations__)]
        elif key != "self":
            default = "..." if callable(argument.default) else repr(argument.default)
            shown.append(key if argument.default is argument.empty else f"{key}={default}")
    return f"{level} {name}\n\n`{name}({', '.join(shown)})`\n\n{listed(text)}"


def listed(text: str) -> str:
    """A docstring with its sections as lists.

    >>> print(listed("Reads.\\n\\nArgs:\\n    text: a dispatch,\\n        whole."))
    Reads.
    <BLANKLINE>
    - `text`: a dispatch,
      whole.
    """
    text = re.sub(r"^Args:\n", "", text, flags=re.M)
    text = re.sub(r"^Raises:\n", "Raises\n\n", text, flags=re.M)
    text = re.sub(r"^    (\w+(?:, \w+)*): ", r"- `\1`: ", text, flags=re.M)
    return re.sub(r"^ {8}", "  ", text, flags=re.M)


def printed(arguments: Sequence[str]) -> str:
    """What the command prints, as on a terminal of `WIDTH` columns."""
    runner = CliRunner(env={"COLUMNS": str(WIDTH), "NO_COLOR": "1"})
    done = runner.invoke(cli.onrecord, arguments, prog_name="onrecord", catch_exceptions=False)
    return done.stdout.rstrip()


def cli_page() -> Iterator[str]:
    """`cli.md`."""
    yield f"# The command line\n\n{MADE}"
    yield f"```\n{printed(['--help'])}\n```"
    for name in sorted(cli.onrecord.commands):
        yield f"## onrecord {name}\n\n```\n{printed([name, '--help'])}\n```"


def pages() -> dict[str, str]:
    """Every reference page by file name."""
    json_schema = json.dumps(TypeAdapter(record.Record).json_schema(), indent=1, ensure_ascii=False)
    made = {
        "record.md": record_page(), "readers.md": readers_page(), "store.md": store_page(), "cli.md": cli_page(),
    }  # fmt: skip
    return {name: "\n\n".join(parts) + "\n" for name, parts in made.items()} | {
        "record.schema.json": json_schema + "\n"
    }


EXAMPLE = re.compile(r"(<!-- example: onrecord (.+) -->\n).*?(<!-- end of example -->)", re.S)


def with_examples(page: str) -> str:
    """A page, with what the commands in its example marks print (run in the project's folder) between the marks."""

    def filled(mark: re.Match[str]) -> str:
        return f"{mark[1]}\n```console\n$ onrecord {mark[2]}\n{printed(shlex.split(mark[2]))}\n```\n\n{mark[3]}"

    return EXAMPLE.sub(filled, page)


def main() -> None:
    """Write the pages."""
    os.chdir(FOLDER.parent.parent)
    README.write_text(with_examples(README.read_text(encoding="utf-8")), encoding="utf-8")
    FOLDER.mkdir(exist_ok=True)
    for name, text in pages().items():
        (FOLDER / name).write_text(text, encoding="utf-8")
        print(FOLDER / name)


if __name__ == "__main__":
    main()
