"""firsthand daily: what has to be done once a day."""

from __future__ import annotations

import click


@click.command()
def daily() -> None:
    """Do what is done once a day: end consents that ran out, list whom to ask again, end what is kept no longer.

    `firsthand serve` has its worker do this. Where the worker runs elsewhere, call it from cron or a systemd timer; twice does no harm.
    """
    from django.utils import timezone

    from firsthand.flows.daily import do_daily
    from firsthand.foundation.consents.actions import keep_texts

    now = timezone.now()
    keep_texts(now=now)
    for name, count in do_daily(now=now).items():
        click.echo(f"{name}: {count}")
