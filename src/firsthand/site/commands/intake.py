"""firsthand intake: the addresses at which testimony is taken."""

from __future__ import annotations

from pathlib import Path

import click

from firsthand.site.commands.vault import refusals_said


@click.group()
def intake() -> None:
    """Where people can tell what happened."""


@intake.command("open-door")
@click.option("--organisation", "place", required=True, help="Who takes the testimony: a reference (O-...) or an exact name.")
@click.option("--team-of", "owner", default="", help="Whose evidence team it is sealed to; the same organisation if left out.")
@click.option(
    "--help-now",
    "help_now",
    multiple=True,
    help="“Name | how to reach it | when”, for the directory of services. May be given several times.",
)
@click.option(
    "--limits",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="A UTF-8 text file: what this organisation must by law pass on, in plain words.",
)
def open_new_door(place: str, owner: str, help_now: tuple[str, ...], limits: Path | None) -> None:
    """Open an address for testimony and print it. Help comes first on it, so the organisation names at least one place to go."""
    from django.urls import reverse
    from django.utils import timezone

    from firsthand.foundation.people.queries import organisation_named
    from firsthand.foundation.vault.queries import team_of
    from firsthand.intake.actions import open_door
    from firsthand.intake.helping import offers_of

    with refusals_said():
        organisation = organisation_named(place)
        team = team_of(organisation_named(owner).ref if owner else organisation.ref)
        if team is None:
            raise click.ClickException("There is no evidence team yet: firsthand vault found-team.")
        door = open_door(
            organisation=organisation,
            team=team,
            help_now=offers_of(help_now),
            limits=limits.read_text(encoding="utf-8").strip() if limits else "",
            by=None,
            now=timezone.now(),
        )
    click.echo(reverse("intake:start", args=[door.code], urlconf="firsthand.site.surfaces.intake"))


@intake.command("close-door")
@click.argument("code")
def close_old_door(code: str) -> None:
    """Close the door with this CODE for good. Its address is never used again; what came through it stays."""
    from django.utils import timezone

    from firsthand.intake.actions import close_door

    with refusals_said():
        close_door(code=code, by=None, now=timezone.now())
    click.echo("Closed.")
