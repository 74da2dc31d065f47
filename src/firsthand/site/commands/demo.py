"""firsthand demo: an invented network that lives through the whole main job."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path

import click

SEED = 2026
MARK = "this-is-a-demonstration"  # a directory that holds it was made by this command and may be emptied by it


@click.command()
@click.option("--out", type=click.Path(file_okay=False, path_type=Path), default=Path("demo"), show_default=True, help="Where it goes.")
@click.option("--seed", default=SEED, show_default=True, help="Another seed invents other people.")
@click.option("--matrix", type=click.Path(dir_okay=False, exists=True, path_type=Path), help="A real matrix of recommendations (DOCX).")
@click.option("--state", default="SI", show_default=True, help="The State under review of --matrix (ISO 3166-1).")
@click.option("--session", default="48", show_default=True, help="The session of --matrix.")
@click.option("--serve/--no-serve", default=False, help="Serve the result until Ctrl-C.")
@click.option("--port", default=8000, show_default=True, help="The port to serve on.")
@click.option("--keep", is_flag=True, help="If a demonstration is there already, leave it as it is.")
def demo(*, out: Path, seed: int, matrix: Path | None, state: str, session: str, serve: bool, port: int, keep: bool) -> None:
    """Invent a network, let it live through the main job, and leave the result to be browsed.

    Nobody in it is real. Exits 0 only if each step did what it should. Whatever an earlier demonstration left in --out is replaced.
    """
    out = out.resolve()
    made_before = (out / MARK).exists()
    if out.exists() and any(out.iterdir()) and not made_before:
        raise click.ClickException(f"{out} is not empty and was not made by this command. Nothing was touched.")
    _choose_settings(out, port)
    if not (keep and made_before):
        shutil.rmtree(out, ignore_errors=True)
        out.mkdir(parents=True, mode=0o700)
        _make(out, seed, matrix, state, session)
    click.echo((out / "README.txt").read_text(encoding="utf-8"))
    if serve:
        os.execv(sys.executable, [sys.executable, "-m", "firsthand", "serve", "--port", str(port)])  # noqa: S606 -- our own command


def _choose_settings(out: Path, port: int) -> None:
    """A demonstration never touches an installation: it has a directory, a database and a key of its own."""
    os.environ["FIRSTHAND_DATA"] = str(out)
    os.environ["DATABASE_URL"] = f"sqlite:///{out / 'firsthand.sqlite3'}"
    os.environ["FIRSTHAND_PUBLIC_ADDRESS"] = f"http://127.0.0.1:{port}"
    os.environ["FIRSTHAND_HOSTS"] = "127.0.0.1,localhost"
    os.environ["FIRSTHAND_MAIL"] = "dummymail://"
    os.environ.setdefault("FIRSTHAND_NETWORK", "Lantern Network (invented)")
    os.environ.setdefault("FIRSTHAND_ARGON2_PASSES", "2")
    os.environ.setdefault("FIRSTHAND_ARGON2_BYTES", str(64 * 1024 * 1024))


def _make(out: Path, seed: int, matrix: Path | None, state: str, session: str) -> None:
    import django

    django.setup()

    from django.core.management import call_command
    from django.utils import timezone

    from firsthand.core.hidden import Hidden
    from firsthand.core.refusal import Fault, Refusal
    from firsthand.flows.demo.leaving import leave
    from firsthand.flows.demo.matrix import MatrixFile, invented_matrix
    from firsthand.flows.demo.story import tell
    from firsthand.foundation.people.naming import first_passphrase
    from firsthand.site.working import work

    click.echo("Making the database ...")
    call_command("migrate", interactive=False, verbosity=0)
    recommendations = MatrixFile(data=matrix.read_bytes(), state=state, session=session) if matrix else invented_matrix()
    passphrase: Hidden[str] = first_passphrase()
    try:
        told = tell(
            seed=seed,
            passphrase=passphrase,
            matrix=recommendations,
            now=timezone.now(),
            say=lambda done: click.echo(f"  {done}"),
            do_later_work=lambda: work(clock=timezone.now, until_empty=True),
        )
    except (Fault, Refusal) as failed:
        raise click.ClickException(f"The demonstration stopped: {failed}") from failed
    leave(told, out=out, passphrase=passphrase)
    (out / MARK).touch()
