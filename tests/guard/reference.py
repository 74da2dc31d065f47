"""The pages of docs/reference that are made from the code. `./run docs` writes them; a guard fails while one is stale."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterator
from pathlib import Path

import click

ROOT = Path(__file__).parents[2]
PAGES = ROOT / "docs" / "reference"


def every_module() -> list[str]:
    """Import all of the house and name what was imported."""
    import firsthand

    found = [module.name for module in pkgutil.walk_packages(firsthand.__path__, "firsthand.")]
    names = [name for name in found if name != "firsthand.site.wsgi" and ".migrations." not in name]
    for name in names:
        importlib.import_module(name)
    return names


def every_command() -> Iterator[tuple[str, click.Command]]:
    """Each command that does something, under the words that call it."""
    from firsthand.site.commands import firsthand

    def within(words: str, command: click.Command) -> Iterator[tuple[str, click.Command]]:
        if isinstance(command, click.Group):
            for name, inner in command.commands.items():
                yield from within(f"{words} {name}", inner)
        else:
            yield words, command

    return within("firsthand", firsthand)


def every_refusal() -> list[type]:
    """Every refusal there is, but for the five kinds they are of."""
    from firsthand.core import refusal

    every_module()

    def below(cls: type) -> Iterator[type]:
        for inner in cls.__subclasses__():
            yield inner
            yield from below(inner)

    ours = [cls for cls in below(refusal.Refusal) if cls.__module__.startswith("firsthand.") and cls.__module__ != refusal.__name__]
    return sorted(set(ours), key=lambda cls: (cls.code, cls.__module__, cls.__qualname__))


def commands_page() -> str:
    """docs/reference/commands.md"""
    parts = ["# Commands\n\nMade from the commands themselves by `./run docs`. `python -m firsthand` is the same as `firsthand`.\n"]
    for words, command in sorted(every_command(), key=lambda found: (len(found[0].split()), found[0])):
        context = click.Context(command, info_name=words, terminal_width=100, max_content_width=100)
        parts.append(f"\n## {words}\n\n```\n{command.get_help(context).strip()}\n```\n")
    return "".join(parts)


def refusals_page() -> str:
    """docs/reference/refusals.md"""
    from django.utils import translation

    lines = [
        "# Refusals",
        "",
        "Made from the code by `./run docs`. A refusal is an expected no. Its code is stable; its sentence is shown in the reader's",
        "language; braces are filled in when it is said. What each kind answers over HTTP: `NotPermitted` and `NotFound` 404, `NotNow` and",
        "`NotReleasable` 409, `NotValid` 422.",
        "",
        "| code | kind | sentence | said in |",
        "|---|---|---|---|",
    ]
    with translation.override("en"):
        for cls in every_refusal():
            kind = next(base.__name__ for base in cls.__mro__ if base.__module__ == "firsthand.core.refusal")
            sentence = str(cls.sentence).replace("|", "\\|").replace("\n", " ")
            lines.append(f"| `{cls.code}` | {kind} | {sentence} | `{cls.__module__.removeprefix('firsthand.')}` |")
    return "\n".join(lines) + "\n"


def states_page() -> str:
    """docs/reference/states.md"""
    from firsthand.core import deciding

    head = "# States\n\nMade from the tables of transitions in the code by `./run docs`.\n"
    return f"{head}\n## A decision\n\n`core.deciding.life`\n\n```mermaid\n{deciding.diagram()}\n```\n"


def xlsform_page() -> str:
    """docs/reference/xlsform.md"""
    from firsthand.core.questionnaire import TRAITS, Filled, Kind
    from firsthand.core.questionnaire.expressions.calling import KNOWN_FUNCTIONS
    from firsthand.core.questionnaire.expressions.functions import NOT_CARRIED
    from firsthand.render.xlsform.reading import SETTINGS_NOT_CARRIED, SHEETS_NOT_CARRIED
    from firsthand.render.xlsform.types import REFUSED

    def table(head: str, rows: dict[str, str]) -> list[str]:
        return [f"| {head} | why |", "|---|---|", *(f"| `{name}` | {why} |" for name, why in sorted(rows.items())), ""]

    filled = {
        Filled.BY_READER: "asked on a page",
        Filled.BY_RULE: "worked out",
        Filled.BY_CLOCK: "taken from the clock",
        Filled.BY_DEVICE: "told by a device; refused unless the column `purpose` says what it is for",
        Filled.BY_NOBODY: "names a CSV file that expressions read",
    }
    lines = [
        "# XLSForm",
        "",
        "Made from the code by `./run docs`. What a questionnaire may have, and what is refused when it is uploaded, with sheet, row and",
        "this reason. [Questionnaires](../explanation/questionnaires.md) tells how they work.",
        "",
        "## Questions",
        "",
        "| type | answer | how |",
        "|---|---|---|",
        *(f"| `{kind.value}` | {TRAITS[kind].shape.value} | {filled[TRAITS[kind].filled]} |" for kind in Kind),
        "",
        "Older names of types and columns are understood as pyxform understands them, and written by their present name.",
        "",
        "## Functions",
        "",
        ", ".join(f"`{name}`" for name in sorted(KNOWN_FUNCTIONS)),
        "",
        "## What is refused",
        "",
        *table("type", REFUSED),
        *table("sheet", SHEETS_NOT_CARRIED),
        *table("setting", SETTINGS_NOT_CARRIED),
        *table("function", NOT_CARRIED),
        "Refused wherever they stand: names that are not there, functions that nobody knows, rules that wait for one another in a circle,",
        "axes other than child, self and parent, `${last-saved#...}`, choices made of earlier answers, answers from another application",
        "(`ex:`, `search()`), lists from XML and GeoJSON, and a repeat inside a group with `field-list`.",
    ]
    return "\n".join(lines) + "\n"


MADE = {"xlsform.md": xlsform_page, "commands.md": commands_page, "refusals.md": refusals_page, "states.md": states_page}

if __name__ == "__main__":
    import os

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
    import django

    django.setup()
    PAGES.mkdir(parents=True, exist_ok=True)
    for name, make in MADE.items():
        (PAGES / name).write_text(make(), encoding="utf-8")
        print(f"docs/reference/{name}")  # noqa: T201
