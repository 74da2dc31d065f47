"""firsthand ledger: the chain of what was done."""

from __future__ import annotations

import click


@click.group()
def ledger() -> None:
    """What was done, by whom, and what was made from what."""


@ledger.command()
def verify() -> None:
    """Read the whole chain and say whether any row was changed, removed or put in between. Exits 1 if so."""
    from firsthand.foundation.ledger.queries import first_break

    found = first_break()
    if found is not None:
        raise click.ClickException(f"The chain does not hold at row {found.number}: {found.why}.")
    click.echo("The chain holds.")
