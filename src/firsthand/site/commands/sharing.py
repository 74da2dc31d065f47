"""firsthand sharing: what was signed between organisations, and handing over under it."""

from __future__ import annotations

from pathlib import Path

import click

from firsthand.site.commands.vault import refusals_said


@click.group()
def sharing() -> None:
    """Sharing between organisations, under what both signed."""


@sharing.command("list")
@click.option("--for", "reader", required=True, help="The chosen name of a coordinator; the protocols of their organisations are listed.")
def list_for(reader: str) -> None:
    """The protocols of a coordinator's organisations, with how many recipients have to be told that consent ended."""
    from django.utils import timezone

    from firsthand.foundation.people.queries import person_named
    from firsthand.sharing.queries import protocols_for

    with refusals_said():
        cards = protocols_for(person_named(reader), now=timezone.now())
    for card in cards:
        told = f"  {len(card.recalls)} to tell" if card.recalls else ""
        click.echo(f"{card.ref}  {card.state:<7} until {card.until}  {card.holder} to {card.recipient}{told}")
    if not cards:
        click.echo("No protocol yet. Write one at the desk.")


@sharing.command("export")
@click.argument("ref")
@click.option("--by", "coordinator", required=True, help="The chosen name of a coordinator of the holder, in whose name it is handed over.")
@click.option(
    "--format", "file_format", type=click.Choice(["csv", "json"]), default="csv", show_default=True, help="How the rows are written."
)
@click.option("--out", type=click.Path(file_okay=False, exists=True, path_type=Path), required=True, help="The folder for the zip file.")
def export(ref: str, coordinator: str, file_format: str, out: Path) -> None:
    """Hand over what the protocol REF allows now: a zip with the rows and a manifest. Refused without a live protocol."""
    from django.utils import timezone

    from firsthand.foundation.people.queries import person_named
    from firsthand.sharing.actions import hand_over

    with refusals_said():
        made = hand_over(ref=ref, file_format=file_format, by=person_named(coordinator), now=timezone.now())
    (out / made.name).write_bytes(made.data)
    click.echo(f"{made.name}: {made.rows} rows.")
