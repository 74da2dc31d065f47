"""firsthand serve, worker, migrate, check: running an installation."""

from __future__ import annotations

import os
import sys

import click


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen on.")
@click.option("--port", default=8000, show_default=True, help="The port to listen on.")
@click.option("--surface", type=click.Choice(["all", "public", "intake", "desk"]), help="Which surface to serve; FIRSTHAND_SURFACE else.")
@click.option("--processes", default=2, show_default=True, help="Processes that answer, each with --threads threads.")
@click.option("--threads", default=4, show_default=True, help="Requests that one process answers at a time.")
@click.option("--worker/--no-worker", default=True, show_default=True, help="Also do later work, in a process beside.")
def serve(*, host: str, port: int, surface: str | None, processes: int, threads: int, worker: bool) -> None:
    """Serve the pages and do later work, until Ctrl-C or SIGTERM.

    Does not start on an installation that `firsthand check` calls unsafe, or whose database is not up to date.
    """
    from django.conf import settings

    from firsthand.flows.daily import plan_daily
    from firsthand.site.serving import keep_running

    if surface and surface != settings.SURFACE:  # the settings are read already: begin again with the other surface
        os.environ["FIRSTHAND_SURFACE"] = surface
        os.execv(sys.executable, [sys.executable, "-m", "firsthand", *sys.argv[1:]])  # noqa: S606 -- our own command
    _refuse_unsafe()
    _refuse_old_database()
    _refuse_taken_port(host, port)
    if worker:
        plan_daily()
    ours = [sys.executable, "-m", "firsthand", "worker", "--beside", str(os.getpid())]
    web = [sys.executable, "-m", "gunicorn", "--config", "python:firsthand.site.serving", "--bind", f"{host}:{port}"]
    click.echo(f"Starting to serve on http://{host}:{port} (stop: Ctrl-C)")
    sys.exit(keep_running([*web, "--workers", str(processes), "--threads", str(threads)], ours if worker else None))


@click.command()
@click.option("--until-empty", is_flag=True, help="Do what is waiting, then end.")
@click.option("--beside", type=int, hidden=True, help="The process that started this one; when it is gone, so is this one.")
def worker(*, until_empty: bool, beside: int | None) -> None:
    """Do later work: what an action wrote down to be done after it.

    On SQLite one worker at a time. On PostgreSQL as many as you like, on as many machines. Asked to stop (SIGTERM, Ctrl-C), it
    finishes the task in hand.
    """
    from django.utils import timezone

    from firsthand.site.working import only_worker, work

    with only_worker() as is_ours:
        if not is_ours:
            raise click.ClickException("Another worker is at work on this database; on SQLite one is enough.")
        work(clock=timezone.now, until_empty=until_empty, parent=beside)


@click.command()
def migrate() -> None:
    """Bring the database up to date with this version. Safe to repeat."""
    from django.core.management import call_command
    from django.utils import timezone

    from firsthand.foundation.consents.actions import keep_texts

    call_command("migrate", interactive=False, verbosity=0)
    keep_texts(now=timezone.now())
    click.echo("The database is up to date.")


@click.command()
def check() -> None:
    """Say what is unsafe or wrong about this installation. Exits 1 if it should not be served."""
    _refuse_unsafe()
    _refuse_old_database()
    click.echo("Nothing is wrong with this installation.")


def _refuse_unsafe() -> None:
    from django.core.checks import ERROR, run_checks

    found = run_checks(include_deployment_checks=True)
    for message in found:
        if not message.is_silenced():
            click.echo(str(message), err=True)
    if any(message.level >= ERROR and not message.is_silenced() for message in found):
        raise click.ClickException("This installation is not safe to serve; the lines above say why.")


def _refuse_old_database() -> None:
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        raise click.ClickException("The database is not up to date. Run: firsthand migrate")


def _refuse_taken_port(host: str, port: int) -> None:
    import socket

    try:
        with socket.create_server((host, port)):
            pass
    except OSError as refused:
        why = os.strerror(refused.errno or 0)
        raise click.ClickException(f"{host}:{port} cannot be listened on: {why}. Choose another with --port.") from refused
