"""The command line: `firsthand COMMAND` or `firsthand GROUP COMMAND`. Each group is one file here; `firsthand --help` lists them all."""

from __future__ import annotations

import click

from firsthand.site.commands.backup import backup, restore
from firsthand.site.commands.daily import daily
from firsthand.site.commands.demo import demo
from firsthand.site.commands.evidence import evidence
from firsthand.site.commands.imports import imports
from firsthand.site.commands.intake import intake
from firsthand.site.commands.ledger import ledger
from firsthand.site.commands.opinion import opinion
from firsthand.site.commands.people import people
from firsthand.site.commands.retention import retention
from firsthand.site.commands.server import check, migrate, serve, worker
from firsthand.site.commands.sharing import sharing
from firsthand.site.commands.vault_bundles import vault  # with all its commands, of all three files


class House(click.Group):
    """Lists what runs an installation first, then every command of every group, so that one page shows all there is."""

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Two sections instead of one list of groups."""
        commands = [(name, self.commands[name]) for name in self.list_commands(ctx)]
        running = [(name, command.get_short_help_str(80)) for name, command in commands if not isinstance(command, click.Group)]
        within = [row for name, group in commands if isinstance(group, click.Group) for row in _all_in(name, group)]
        for title, rows in (("Running it", running), ("What is in it", within)):
            with formatter.section(title):
                formatter.write_dl(rows)


def _all_in(words: str, group: click.Group) -> list[tuple[str, str]]:
    rows: list[tuple[str, str]] = []
    for name, command in group.commands.items():
        called = f"{words} {name}"
        rows += _all_in(called, command) if isinstance(command, click.Group) else [(called, command.get_short_help_str(80))]
    return rows


@click.group(cls=House, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110})
@click.version_option(package_name="firsthand")
@click.pass_context
def firsthand(context: click.Context) -> None:
    """The working place of a community-led network.

    Settings are read from the environment (FIRSTHAND_...); docs/reference/settings.md lists them.
    """
    import django

    if context.invoked_subcommand not in {demo.name, opinion.name}:  # one chooses settings of its own first, one needs none
        django.setup()


for group in (
    demo,
    evidence,
    imports,
    intake,
    ledger,
    opinion,
    people,
    retention,
    sharing,
    vault,
    serve,
    worker,
    daily,
    migrate,
    check,
    backup,
    restore,
):
    firsthand.add_command(group)
