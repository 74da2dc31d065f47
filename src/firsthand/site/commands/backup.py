"""firsthand backup, restore: what is stored, and the keys apart."""

from __future__ import annotations

from pathlib import Path

import click

from firsthand.site.commands.vault import refusals_said

FOLDER = click.Path(file_okay=False, path_type=Path)


@click.command()
@click.argument("folder", type=FOLDER)
@click.option("--keys-only", is_flag=True, help="Only the keys: small and quick, so that what is forgotten today is in no file tomorrow.")
def backup(*, folder: Path, keys_only: bool) -> None:
    """Write a backup into FOLDER while the installation runs: what is stored, and apart from it the keys.

    Old files of keys are deleted after FIRSTHAND_KEY_BACKUP_DAYS. docs/explanation/forgetting.md says what a backup means for what
    people take back.
    """
    from django.utils import timezone

    from firsthand.site.backup.content import write_content
    from firsthand.site.backup.keys import write_keys

    now = timezone.now()
    with refusals_said():
        if not keys_only:
            click.echo(write_content(folder, now=now).name)
        click.echo(write_keys(folder, now=now).name)  # after the content: what is forgotten in between has no key


@click.command()
@click.argument("folder", type=FOLDER)
def restore(folder: Path) -> None:
    """Put the newest content in FOLDER, with the newest keys in it, into an empty installation.

    What was taken back after the content was written is taken back again.
    """
    from django.utils import timezone

    from firsthand.site.backup.restoring import restore as put_all_back

    with refusals_said():
        done = put_all_back(folder, now=timezone.now())
    click.echo(f"{done.content} with {done.keys}: {done.opens} sealed items open, {done.forgotten} open for nobody.")
    click.echo(f"Taken back again: {done.taken_back}. Start the worker, so that editions are made anew.")
