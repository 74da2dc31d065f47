"""firsthand people: who works here, seen and changed from the machine itself.

The operator at the command line may do what a coordinator may, for every organisation; it is how a fresh installation gets its first
coordinator. Each change is recorded with an empty actor.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager

import click

from firsthand.core.hidden import Hidden
from firsthand.core.refusal import Refusal

ROLES = ("coordinator", "coder", "editor", "second-reader", "reader", "seat-holder")


@click.group()
def people() -> None:
    """Organisations, the people who work in them, and what they may do."""


@people.group()
def organisation() -> None:
    """Organisations of the network."""


@people.group()
def role() -> None:
    """What a person may do in an organisation."""


@organisation.command("add")
@click.argument("name")
@click.option(
    "--kind", type=click.Choice(["community-led", "ally", "institution"]), default="community-led", show_default=True, help="Who leads it."
)
@click.option("--country", default="", help="Two letters (ISO 3166-1); leave it out for a body that works everywhere.")
@click.option("--region", default="", help="The code of a region; one that is not there yet is made, with its code as its name.")
@click.option("--languages", default="en", show_default=True, help="Language tags, the preferred one first: fr,en")
def add_organisation(name: str, kind: str, country: str, region: str, languages: str) -> None:
    """Found an organisation and print its reference. The first one of an installation hosts the network."""
    from django.utils import timezone

    from firsthand.foundation.people.actions import found_organisation, found_region
    from firsthand.foundation.people.queries import region_of_code

    now = timezone.now()
    with _refusals_said():
        where = region_of_code(region)
        if region and where is None:
            where = found_region(code=region, name=region, by=None, now=now)
        tags = [tag for tag in re.split(r"[\s,]+", languages) if tag]
        founded = found_organisation(name=name, kind=kind, country=country.upper(), region=where, languages=tags, by=None, now=now)
    click.echo(f"{founded.ref}  {founded.name}" + ("  (hosts the network)" if founded.hosts_network else ""))


@people.command("add")
@click.argument("name")
@click.option("--organisation", "place", required=True, help="Its reference (O-...) or its exact name.")
@click.option("--role", "roles", type=click.Choice(ROLES), multiple=True, required=True, help="May be given several times.")
def add_person(name: str, place: str, roles: tuple[str, ...]) -> None:
    """Make an account under a chosen NAME. The first passphrase is printed once and kept nowhere."""
    from django.utils import timezone

    from firsthand.foundation.people.actions import invite_person
    from firsthand.foundation.people.queries import organisation_named

    with _refusals_said():
        person, first = invite_person(username=name, organisation=organisation_named(place), roles=roles, by=None, now=timezone.now())
    _say_once(person.username, first)


@people.command("renew")
@click.argument("name")
def renew(name: str) -> None:
    """For someone locked out: a new first passphrase; second factors go, every session ends."""
    from django.utils import timezone

    from firsthand.foundation.people.actions import renew_person
    from firsthand.foundation.people.queries import person_named

    with _refusals_said():
        first = renew_person(person=person_named(name), by=None, now=timezone.now())
    _say_once(name, first)


@people.command("close")
@click.argument("name")
def close(name: str) -> None:
    """Close the account of NAME and end its sessions."""
    from django.utils import timezone

    from firsthand.foundation.people.actions import deactivate_person
    from firsthand.foundation.people.queries import person_named

    with _refusals_said():
        deactivate_person(person=person_named(name), by=None, now=timezone.now())
    click.echo("Closed.")


@role.command("add")
@click.argument("name")
@click.argument("what", metavar="ROLE", type=click.Choice(ROLES))
@click.option("--organisation", "place", required=True, help="Its reference (O-...) or its exact name.")
def add_role(name: str, what: str, place: str) -> None:
    """Give NAME a ROLE. Here, and only here, in an organisation where they do not work yet."""
    from django.utils import timezone

    from firsthand.foundation.people.actions import give_role
    from firsthand.foundation.people.queries import organisation_named, person_named

    with _refusals_said():
        give_role(person=person_named(name), organisation=organisation_named(place), role=what, by=None, now=timezone.now())
    click.echo("Given.")


@role.command("end")
@click.argument("name")
@click.argument("what", metavar="ROLE", type=click.Choice(ROLES))
@click.option("--organisation", "place", required=True, help="Its reference (O-...) or its exact name.")
def end_role_of(name: str, what: str, place: str) -> None:
    """End a ROLE of NAME. An organisation keeps a coordinator."""
    from django.utils import timezone

    from firsthand.foundation.people.actions import end_role
    from firsthand.foundation.people.queries import organisation_named, person_named

    with _refusals_said():
        end_role(person=person_named(name), organisation=organisation_named(place), role=what, by=None, now=timezone.now())
    click.echo("Ended.")


@people.command("list")
def list_people() -> None:
    """Every organisation, with who works in it and as what."""
    from firsthand.foundation.people.queries import every_organisation, people_of

    for place in every_organisation():
        click.echo(f"{place.ref}  {place.name}" + ("  (hosts the network)" if place.hosts_network else ""))
        for person in people_of(place):
            state = "" if person.is_set_up else "  (not yet set up)"
            click.echo(
                f"    {person.ref}  {person.username}: {', '.join(held.name for held in person.roles)}"
                + ("  (closed)" if not person.is_active else state)
            )


def _say_once(name: str, first: Hidden[str]) -> None:
    click.echo(f"Chosen name:       {name}")
    click.echo(f"First passphrase:  {first.reveal()}")
    click.echo("Hand it over now: it is kept nowhere. At the first sign-in another one is chosen and a second factor set up.")


@contextmanager
def _refusals_said() -> Iterator[None]:
    """A refusal as one line, and exit code 1."""
    try:
        yield
    except Refusal as refusal:
        raise click.ClickException(str(refusal)) from None
