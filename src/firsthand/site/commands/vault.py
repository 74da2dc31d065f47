"""firsthand vault: keys and teams, from the machine itself. Passphrases are asked for, never given as an option, and never printed."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import click

from firsthand.core.hidden import Hidden
from firsthand.core.refusal import Fault, Refusal


@click.group()
def vault() -> None:
    """Who can open what was sealed."""


@vault.command("found-team")
@click.option("--organisation", "place", required=True, help="Its reference (O-...) or its exact name.")
@click.option("--name", default="Evidence team", show_default=True, help="What the team is called.")
@click.option("--holder", required=True, help="The chosen name of its first member.")
def found_evidence_team(place: str, name: str, holder: str) -> None:
    """Found a team with one member. Whoever has no key yet makes one here, under a passphrase that only they know."""
    from django.db import transaction
    from django.utils import timezone

    from firsthand.foundation.ledger.actions import record
    from firsthand.foundation.people.queries import organisation_named, person_named
    from firsthand.foundation.vault.actions import found_team, make_member_key
    from firsthand.foundation.vault.queries import member_key_of

    now = timezone.now()
    with refusals_said(), transaction.atomic():
        organisation, person = organisation_named(place), person_named(holder)
        key = member_key_of(person.ref) or make_member_key(holder=person.ref, passphrase=asked(holder, is_new=True), now=now)
        team = found_team(name=name, owner=organisation.ref, first=key, by="", now=now)
        record(kind="team-founded", subject=organisation.ref, by="", now=now, facts={"first": person.ref})
    click.echo(f"{team.name} of {organisation.name}: {holder} can open what is sealed to it.")


@vault.command("join-team")
@click.option("--organisation", "place", required=True, help="The organisation whose team it is.")
@click.option("--newcomer", required=True, help="The chosen name of who joins; they made their key at the desk.")
@click.option("--opener", required=True, help="The chosen name of a member, who types their passphrase.")
def join_evidence_team(place: str, newcomer: str, opener: str) -> None:
    """Let someone into a team. A member opens the team's key for it; without a member nobody can."""
    from django.db import transaction
    from django.utils import timezone

    from firsthand.foundation.ledger.actions import record
    from firsthand.foundation.people.queries import organisation_named, person_named
    from firsthand.foundation.vault.actions import join_team
    from firsthand.foundation.vault.opening import open_team_by_passphrase
    from firsthand.foundation.vault.queries import member_key_of, team_of

    now = timezone.now()
    with refusals_said(), transaction.atomic():
        organisation, member, joining = organisation_named(place), person_named(opener), person_named(newcomer)
        team, key = team_of(organisation.ref), member_key_of(joining.ref)
        if team is None or key is None:
            raise click.ClickException("There is no team yet." if team is None else f"{newcomer} has no key yet.")
        opened = open_team_by_passphrase(team=team, holder=member.ref, passphrase=asked(opener))
        join_team(team=team, member=key, with_key=opened, by=member.ref, now=now)
        record(kind="team-joined", subject=organisation.ref, by=member.ref, now=now, facts={"joined": joining.ref})
    click.echo(f"{newcomer} can open what is sealed to {team.name}.")


@vault.command("unlock-check")
@click.argument("holder")
def check_unlocking(holder: str) -> None:
    """Try the passphrase of HOLDER and say which teams it opens. Nothing is kept."""
    from firsthand.foundation.people.queries import person_named
    from firsthand.foundation.vault.opening import open_member_key, open_team
    from firsthand.foundation.vault.queries import teams_of

    with refusals_said():
        person = person_named(holder)
        private_key = open_member_key(holder=person.ref, passphrase=asked(holder))
        teams = teams_of(person.ref)
        for team in teams:
            open_team(team=team, holder=person.ref, member_private_key=private_key)
    click.echo("The passphrase opens the key. Teams: " + (", ".join(team.name for team in teams) or "none yet") + ".")


@vault.command("sweep")
def sweep_files() -> None:
    """Delete sealed files that were not finished or not kept. The daily run does it too."""
    from django.utils import timezone

    from firsthand.foundation.vault.files import sweep

    click.echo(f"Deleted: {sweep(now=timezone.now())}")


@contextmanager
def refusals_said() -> Iterator[None]:
    """A refusal or a failing world as one line, and exit code 1."""
    try:
        yield
    except (Refusal, Fault) as said_no:
        raise click.ClickException(str(said_no) or type(said_no).__name__) from None


def asked(holder: str, *, is_new: bool = False) -> Hidden[str]:
    """A passphrase, typed unseen; a new one twice."""
    question = f"New passphrase of {holder}" if is_new else f"Passphrase of {holder}"
    return Hidden(click.prompt(question, hide_input=True, confirmation_prompt=is_new))
