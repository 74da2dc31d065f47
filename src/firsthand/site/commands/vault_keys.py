"""firsthand vault, continued: what the pages about keys do, from the machine itself. Passphrases and codes are asked for, never options."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import click

from firsthand.core.hidden import Hidden
from firsthand.site.commands.vault import asked, refusals_said, vault

__all__ = ["vault"]

Command = Callable[..., Any]


def of_team(command: Command) -> Command:
    """The option that says whose team is meant."""
    return click.option("--organisation", "place", required=True, help="The organisation whose team it is.")(command)


def by_opener(command: Command) -> Command:
    """The option that says who acts, and types their passphrase."""
    return click.option("--opener", required=True, help="The chosen name of a member, who types their passphrase.")(command)


@vault.command("change-passphrase")
@click.argument("holder")
def change(holder: str) -> None:
    """Put the key of HOLDER under another passphrase, at the cost that the settings ask for today."""
    from django.utils import timezone

    from firsthand.evidence.actions import change_key_passphrase
    from firsthand.foundation.people.queries import person_named

    with refusals_said():
        person = person_named(holder)
        old, new = asked(holder), asked(holder, is_new=True)
        change_key_passphrase(old=old, new=new, by=person, now=timezone.now())
    click.echo("Changed. A backup from before still opens with the old passphrase.")


@vault.command("recovery-code")
@click.argument("holder")
@click.option("--language", default="en", show_default=True, help="Of the words: en, fr, es, ru or zh-hans.")
def show_recovery_code(holder: str, language: str) -> None:
    """Make twelve words that open the key of HOLDER once, and print them. Those before them open nothing any more."""
    from django.utils import timezone

    from firsthand.evidence.actions import renew_recovery_code
    from firsthand.foundation.people.queries import person_named

    with refusals_said():
        person = person_named(holder)
        code = renew_recovery_code(passphrase=asked(holder), language=language, by=person, now=timezone.now())
    click.echo(code.reveal())


@vault.command("recover")
@click.argument("holder")
def recover(holder: str) -> None:
    """Open the key of HOLDER by their recovery code and put it under a new passphrase. The code is used up."""
    from django.utils import timezone

    from firsthand.evidence.actions import recover_by_code
    from firsthand.foundation.people.queries import person_named

    with refusals_said():
        person = person_named(holder)
        code = Hidden(str(click.prompt(f"Recovery code of {holder}", hide_input=True)))
        recover_by_code(code=code, new=asked(holder, is_new=True), by=person, now=timezone.now())
    click.echo("The key has a new passphrase.")


@vault.command("begin-anew")
@click.argument("holder")
def begin_anew(holder: str) -> None:
    """Delete the key of HOLDER, who forgot its passphrase, and make a new one. They are on no team then."""
    from django.utils import timezone

    from firsthand.evidence.actions import begin_key_anew
    from firsthand.foundation.people.queries import person_named

    with refusals_said():
        person = person_named(holder)
        begin_key_anew(passphrase=asked(holder, is_new=True), by=person, now=timezone.now())
    click.echo(f"{holder} has a new key, which opens nothing yet.")


@vault.command("take-off")
@of_team
@by_opener
@click.option("--member", required=True, help="The chosen name of who goes.")
def take_off(place: str, opener: str, member: str) -> None:
    """Take someone off a team, change its keys, and seal anew what was sealed before."""
    from django.utils import timezone

    from firsthand.evidence import actions
    from firsthand.foundation.people.queries import person_named

    with refusals_said():
        team, acting, key = _opened(place, opener)
        goes = person_named(member)
        new = actions.take_off(team=team, member=goes.ref, with_key=key, by=acting, now=timezone.now())
        click.echo(f"{member} is off {team.name}. What is sealed from now on they cannot open.")
        _seal_all_anew(team, new, acting)


@vault.command("change-keys")
@of_team
@by_opener
def change_keys(place: str, opener: str) -> None:
    """Change a team's keys without taking anyone off, and seal anew what was sealed before."""
    from django.utils import timezone

    from firsthand.evidence import actions

    with refusals_said():
        team, acting, key = _opened(place, opener)
        new = actions.renew_keys(team=team, with_key=key, by=acting, now=timezone.now())
        click.echo(f"{team.name} has new keys.")
        _seal_all_anew(team, new, acting)


@vault.command("reseal")
@of_team
@by_opener
def reseal(place: str, opener: str) -> None:
    """Go on sealing anew where it stopped."""
    with refusals_said():
        team, acting, key = _opened(place, opener)
        _seal_all_anew(team, key, acting)


@vault.command("name-trustees")
@of_team
@by_opener
@click.option("--needed", type=click.IntRange(2), required=True, help="How many of them are needed.")
@click.argument("names", nargs=-1, required=True)
def name_trustees(place: str, opener: str, needed: int, names: tuple[str, ...]) -> None:
    """Say who (NAMES, their chosen names) can together let someone back in. Each must have a key."""
    from django.utils import timezone

    from firsthand.evidence import actions
    from firsthand.foundation.people.queries import person_named

    with refusals_said():
        trustees = tuple(person_named(name).ref for name in names)
        team, acting, key = _opened(place, opener)
        actions.name_trustees(team=team, trustees=trustees, needed=needed, with_key=key, by=acting, now=timezone.now())
    click.echo(f"{needed} of {len(set(trustees))} trustees together can let someone into {team.name}.")


@vault.command("ask-trustees")
@of_team
@click.option("--for", "newcomer", required=True, help="The chosen name of who is to be let in; they have a key.")
@click.option("--by", "coordinator", required=True, help="The chosen name of a coordinator, in whose name they are asked.")
def ask_trustees(place: str, newcomer: str, coordinator: str) -> None:
    """Ask the trustees of a team to let someone in. They have a week."""
    from django.utils import timezone

    from firsthand.evidence import actions
    from firsthand.foundation.people.queries import person_named

    with refusals_said():
        team, person, acting = _team_named(place), person_named(newcomer), person_named(coordinator)
        actions.ask_trustees(team=team, for_person=person.ref, by=acting, now=timezone.now())
    click.echo("The trustees are asked.")


@vault.command("give-share")
@of_team
@click.option("--trustee", required=True, help="The chosen name of a trustee, who types their passphrase.")
def give_share(place: str, trustee: str) -> None:
    """Give a trustee's share to whoever is to be let in."""
    from django.utils import timezone

    from firsthand.evidence import actions
    from firsthand.foundation.people.queries import person_named

    with refusals_said():
        team, person = _team_named(place), person_named(trustee)
        given = actions.give_share(team=team, giver=_unlocked(person.ref, trustee), by=person, now=timezone.now())
    click.echo(f"{given.given} of {given.needed} shares are given.")


@vault.command("complete-recovery")
@of_team
@click.option("--newcomer", required=True, help="The chosen name of who is let in, who types their passphrase.")
def complete_recovery(place: str, newcomer: str) -> None:
    """Put the shares together that the trustees gave: the newcomer is on the team."""
    from django.utils import timezone

    from firsthand.evidence import actions
    from firsthand.foundation.people.queries import person_named

    with refusals_said():
        team, person = _team_named(place), person_named(newcomer)
        actions.complete_recovery(team=team, member=_unlocked(person.ref, newcomer), by=person, now=timezone.now())
    click.echo(f"{newcomer} can open what is sealed to {team.name}.")


@vault.command("inventory")
def print_inventory() -> None:
    """Print what someone who takes the disk reads: each table and column, its class, how many rows, and the sizes of what is sealed."""
    from firsthand.site.inventory import Class, inventory

    tables = inventory()
    for table in tables:
        click.echo(f"\n{table.name}  {table.rows} {'row' if table.rows == 1 else 'rows'}")
        for column in table.columns:
            sizes = ", ".join(f"{count} of {size:,} bytes" for size, count in table.sizes.get(column.name, ()))
            click.echo(f"  {column.name:<24} {column.holds:<13} {column.stands}" + (f" [{sizes}]" if sizes else ""))
    columns = [column.holds for table in tables for column in table.columns]
    counts = ", ".join(f"{columns.count(each)} {each}" for each in Class)
    click.echo(f"\n{len(tables)} tables, {len(columns)} columns: {counts}.")
    click.echo("Sealed: nothing is read without a passphrase or a secret that is not on the disk. Files beside the database: SECURITY.md.")


def _team_named(place: str) -> Any:
    from firsthand.foundation.people.queries import organisation_named
    from firsthand.foundation.vault.queries import team_of

    team = team_of(organisation_named(place).ref)
    if team is None:
        raise click.ClickException("There is no team yet.")
    return team


def _opened(place: str, opener: str) -> tuple[Any, Any, Any]:
    """The team, who acts, and the team's key opened by their passphrase."""
    from firsthand.foundation.people.queries import person_named
    from firsthand.foundation.vault.opening import open_team_by_passphrase

    team, person = _team_named(place), person_named(opener)
    return team, person, open_team_by_passphrase(team=team, holder=person.ref, passphrase=asked(opener))


def _unlocked(ref: str, name: str) -> Any:
    from firsthand.foundation.vault.opening import open_member_key
    from firsthand.foundation.vault.wire import UnlockedMember

    return UnlockedMember(holder=ref, private_key=open_member_key(holder=ref, passphrase=asked(name)))


def _seal_all_anew(team: Any, key: Any, acting: Any) -> None:
    """Piece by piece, each a transaction of its own: stopped in the middle, `reseal` goes on."""
    from django.utils import timezone

    from firsthand.evidence import actions

    after: int | None = 0
    done = broken = 0
    while after is not None:
        piece = actions.seal_anew(team=team, with_key=key, by=acting, now=timezone.now(), after=after)
        done, broken, after = done + piece.done, broken + piece.broken, piece.last
    click.echo(f"{done} keys sealed anew." + (f" {broken} do not open any more and were left as they are." if broken else ""))
