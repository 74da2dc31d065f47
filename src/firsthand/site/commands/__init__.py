"""The command line: `firsthand GROUP COMMAND`. Each group is one file here; `firsthand --help` lists them."""

from __future__ import annotations

import click

from firsthand.site.commands.ledger import ledger


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110})
@click.version_option(package_name="firsthand")
def firsthand() -> None:
    """The working place of a community-led network.

    Settings are read from the environment (FIRSTHAND_...); docs/reference/settings.md lists them.
    """
    import django

    django.setup()


for group in (ledger,):
    firsthand.add_command(group)
