"""firsthand retention: how long things are kept, what ends soon, and holds."""

from __future__ import annotations

from datetime import datetime

import click

from firsthand.site.commands.vault import refusals_said


@click.group()
def retention() -> None:
    """How long things are kept. The ledger is never ended."""


@retention.command("rules")
def show_rules() -> None:
    """The rule of every kind, and how many things end within its time of notice."""
    from django.utils import timezone

    from firsthand.flows.retention import ONE_PERSON, ends_soon
    from firsthand.foundation.consents.queries import keeping_rules

    for kind, rule in keeping_rules().items():
        days = "until taken back" if rule.days is None else f"{rule.days} days, told {rule.notice_days} days before"
        soon = f"; {len(ends_soon(kind, rule, now=timezone.now()))} end soon" if kind in ONE_PERSON else ""
        click.echo(f"{kind:<12}{days}{soon}")


@retention.command("set")
@click.argument("kind")
@click.argument("days")
@click.option("--by", "coordinator", required=True, help="The chosen name of a coordinator of the host, in whose name it is decided.")
def set_rule(kind: str, days: str, coordinator: str) -> None:
    """Keep this KIND for so many DAYS, or `never` to keep it until it is taken back."""
    from django.utils import timezone

    from firsthand.core.refusal import NotPermitted
    from firsthand.foundation.consents.actions import set_keeping
    from firsthand.foundation.people.queries import coordinates_network, person_named

    if days != "never" and not days.isdecimal():
        raise click.BadParameter("Give a whole number of days, or: never")
    with refusals_said():
        person = person_named(coordinator)
        if not coordinates_network(person):
            raise NotPermitted
        set_keeping(kind=kind, days=None if days == "never" else int(days), by=person.ref, now=timezone.now())
    click.echo("Decided. It holds from the next daily run.")


@retention.command("hold")
@click.argument("ref")
@click.option("--because", type=click.Choice(["court-order", "legal-case", "inquiry"]), required=True, help="Why, from the list.")
@click.option("--until", type=click.DateTime(["%Y-%m-%d"]), required=True, help="The day on which the hold ends, within five years.")
@click.option("--by", "coordinator", required=True, help="The chosen name of a coordinator of whoever holds the thing.")
def hold(ref: str, because: str, until: datetime, coordinator: str) -> None:
    """Keep the testimony REF, or its codes, from ending by time. Its giver can still take it back at any moment."""
    from django.utils import timezone

    from firsthand.core.refusal import NotFound
    from firsthand.evidence.queries import holder_of
    from firsthand.foundation.consents.actions import place_hold
    from firsthand.foundation.people.models import Role
    from firsthand.foundation.people.queries import organisations_where, person_named

    with refusals_said():
        person = person_named(coordinator)
        if holder_of(ref) not in organisations_where(person, Role.Name.COORDINATOR):
            raise NotFound
        place_hold(subject=ref, because=because, until=until.date(), by=person.ref, now=timezone.now())
    click.echo("Held.")
