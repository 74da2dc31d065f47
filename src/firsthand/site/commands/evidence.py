"""firsthand evidence: the codebook, batches and figures, from the machine itself. Nothing here opens a testimony."""

from __future__ import annotations

import click

from firsthand.site.commands.vault import refusals_said


@click.group()
def evidence() -> None:
    """What was told, as codes and safe numbers."""


@evidence.command("seed-codebook")
def seed_codebook_from_default() -> None:
    """Fill the codebook with the default lists. What a network changed or retired is left as it is."""
    from django.utils import timezone

    from firsthand.evidence.actions import seed_codebook

    added = seed_codebook(now=timezone.now())
    click.echo(f"{added} codes added." if added else "Every code was there already; nothing changed.")


@evidence.group("batch")
def batch() -> None:
    """The people who are counted together."""


@batch.command("open")
@click.option("--organisation", "place", required=True, help="Its reference (O-...) or its exact name.")
@click.option("--by", "coordinator", required=True, help="The chosen name of a coordinator of it, in whose name the batch is opened.")
def open_next(place: str, coordinator: str) -> None:
    """Open the next batch, if enough people joined or left since the last; the one that was open is closed."""
    from django.utils import timezone

    from firsthand.evidence.actions import open_batch
    from firsthand.foundation.people.queries import organisation_named, person_named

    with refusals_said():
        ref = open_batch(organisation=organisation_named(place), by=person_named(coordinator), now=timezone.now())
    click.echo(f"{ref} is open.")


@evidence.group("figure")
def figure() -> None:
    """Numbers that passed disclosure control."""


@figure.command("list")
@click.option("--for", "reader", required=True, help="The chosen name of someone; the figures that they may see are listed.")
def list_for(reader: str) -> None:
    """The figures of someone's organisations, those waiting for a verdict first."""
    from firsthand.evidence.queries import figures_for
    from firsthand.foundation.people.queries import person_named

    with refusals_said():
        rows = figures_for(person_named(reader))
    for row in rows:
        click.echo(f"{row.ref}  {row.verdict:<9} batch {row.batch_number}  {row.made_at:%Y-%m-%d}  {row.title}")
    if not rows:
        click.echo("No figure yet. Open a batch and make one at the desk.")
