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


MADE = {"commands.md": commands_page, "refusals.md": refusals_page, "states.md": states_page}

if __name__ == "__main__":
    import os

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
    import django

    django.setup()
    PAGES.mkdir(parents=True, exist_ok=True)
    for name, make in MADE.items():
        (PAGES / name).write_text(make(), encoding="utf-8")
        print(f"docs/reference/{name}")  # noqa: T201
