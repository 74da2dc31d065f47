"""firsthand import: bringing what others published into the registers."""

from __future__ import annotations

import sys
from typing import BinaryIO

import click


@click.group(name="import")
def imports() -> None:
    """Bring in what others published. Every import can be tried with --dry-run and run again without harm."""


@imports.command()
@click.argument("file", type=click.File("rb"))
@click.option("--state", required=True, help="The State under review, as its two-letter code (ISO 3166-1), such as SI.")
@click.option("--session", required=True, help="The session of the Working Group in which it was reviewed, such as 48.")
@click.option("--dry-run", is_flag=True, help="Say what would be added, changed and left; write nothing.")
@click.option("--by", "username", help="The name under which an editor or coordinator signs in; without it, the operator imports.")
def matrix(file: BinaryIO, state: str, session: str, *, dry_run: bool, username: str | None) -> None:
    """Import an OHCHR matrix of recommendations (a Word file) into the register of commitments.

    A second run of the same file changes nothing. A file that cannot be read is refused with every row and reason, and nothing is
    written.
    """
    from django.utils import timezone

    from firsthand.commitments.actions import import_matrix
    from firsthand.commitments.matrix import MatrixRefused
    from firsthand.core.refusal import Refusal
    from firsthand.foundation.people.models import Person

    person = Person.objects.filter(username=username, is_active=True).first() if username else None
    if username and person is None:
        raise click.ClickException("Nobody signs in under that name.")
    try:
        report = import_matrix(data=file.read(), state=state, session=session, by=person, now=timezone.now(), dry_run=dry_run)
    except MatrixRefused as refusal:
        for problem in refusal.problems:
            click.echo(str(problem), err=True)
        click.echo("Nothing was written.", err=True)
        sys.exit(1)
    except Refusal as refusal:
        raise click.ClickException(str(refusal)) from refusal
    if report.title:
        click.echo(f"The file calls itself “{report.title}”.")
    verbs = ("would be added", "would change", "would be left") if dry_run else ("added", "changed", "left as they were")
    counts = (report.added, report.changed, report.left)
    click.echo(", ".join(f"{count} {verb}" for count, verb in zip(counts, verbs, strict=True)) + ".")
    if report.reworded:
        click.echo(f"Printed in other words than before (both are kept): {', '.join(report.reworded)}.")
    if report.absent:
        click.echo(f"{report.absent} in the register are not in this file; they stay.")
