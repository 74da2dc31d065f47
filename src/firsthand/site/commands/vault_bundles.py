"""firsthand vault export, make-key, open: reading on a machine without a network."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path

import click

from firsthand.site.commands.vault import asked, refusals_said
from firsthand.site.commands.vault_keys import vault

FILE = click.Path(dir_okay=False, path_type=Path)
__all__ = ["vault"]  # with its other commands, and these

HERE = click.Path(exists=True, dir_okay=False, path_type=Path)


@vault.command("export")
@click.argument("refs", nargs=-1, required=True)
@click.option("--to", "out", required=True, type=FILE, help="The file to write; it must not be there yet.")
@click.option("--opener", required=True, help="The chosen name of a member, who types their passphrase.")
@click.option("--reader", help="The chosen name of whoever will read it; the opener, if nobody is named.")
@click.option("--reader-key", type=HERE, help="The .public file of a key that `firsthand vault make-key` made elsewhere.")
def export(*, refs: tuple[str, ...], out: Path, opener: str, reader: str | None, reader_key: Path | None) -> None:
    """Write the testimonies REFS, with their files, into one sealed file for one reader. It is written in the ledger."""
    from django.utils import timezone

    from firsthand.core.refusal import NotFound
    from firsthand.evidence.actions import export_testimonies
    from firsthand.foundation.people.queries import person_named
    from firsthand.foundation.vault.bundles import Receiver, write_bundle
    from firsthand.foundation.vault.opening import open_team_by_passphrase
    from firsthand.foundation.vault.queries import member_key_of
    from firsthand.intake.queries import team_of_testimony

    if out.exists():
        raise click.ClickException("There is a file of this name already.")
    if reader and reader_key:
        raise click.UsageError("Name a reader or a key, not both.")
    with refusals_said():
        person = person_named(opener)
        if reader_key:
            receiver = Receiver.from_json(reader_key.read_bytes())
        else:
            key = member_key_of(person_named(reader).ref if reader else person.ref)
            if key is None:
                raise NotFound
            receiver = Receiver(
                holder=key.holder, public_key=bytes(key.public_key), sealed_private_key=bytes(key.sealed_private_key), argon2=key.argon2
            )  # fmt: skip
        team = open_team_by_passphrase(team=team_of_testimony(refs[0]), holder=person.ref, passphrase=asked(opener))
        packed = export_testimonies(refs=refs, public_key=receiver.public_key, with_key=team, by=person, now=timezone.now())
        part = out.with_name(out.name + ".part")
        with part.open("wb") as stream:
            write_bundle(stream, to=receiver, packed=packed)
        part.rename(out)
    click.echo(f"{len(packed)} sealed things in {out.name}. Whoever it is for opens it with `firsthand vault open`.")


@vault.command("make-key")
@click.argument("path", type=FILE)
def make_key_file(path: Path) -> None:
    """Make a key for a machine without a database: PATH stays there; PATH.public is carried to who exports."""
    from dataclasses import replace

    from firsthand.foundation.vault.bundles import make_receiver

    if path.exists():
        raise click.ClickException("There is a file of this name already.")
    with refusals_said():
        receiver = make_receiver(asked("this key", is_new=True))
    path.touch(mode=0o600)
    path.write_text(receiver.to_json(), encoding="ascii")
    path.with_name(path.name + ".public").write_text(replace(receiver, sealed_private_key=b"", argon2=None).to_json(), encoding="ascii")
    click.echo(f"Carry {path.name}.public to who exports. Keep {path.name} here.")


@vault.command("open")
@click.argument("bundle", type=HERE)
@click.option("--key", "key_file", type=HERE, help="The key that `make-key` made; not needed where it is for a member.")
@click.option(
    "--out",
    type=click.Path(file_okay=False, path_type=Path),
    help="A new folder for words and files; without it the words go to the screen.",
)
def open_one(*, bundle: Path, key_file: Path | None, out: Path | None) -> None:
    """Read a BUNDLE that `firsthand vault export` wrote. It needs no database and no network, only the passphrase."""
    from firsthand.foundation.vault.bundles import Receiver, receiver_of, unpack

    if out is not None and out.exists():
        raise click.ClickException("There is a folder of this name already.")
    with refusals_said():
        receiver = Receiver.from_json(key_file.read_bytes()) if key_file else receiver_of(bundle)
        private_key = receiver.opened(asked("its reader"))
        for thing in unpack(bundle, private_key=private_key, public_key=receiver.public_key):
            name = thing.ref if thing.described is None else f"{thing.ref}{_ending(thing.described.name.reveal())}"
            if out is not None:
                _write(out / thing.of, name if thing.described else "words.json", thing.pieces)
            elif thing.described is None:
                click.echo(f"{thing.of}\n{json.loads(b''.join(thing.pieces))['words']}\n")
            else:
                click.echo(f"{thing.of} has a file {name}: name a folder with --out to have it.\n")
    if out is not None:
        click.echo("Opened. These copies are no longer sealed: delete them when they were read.")


def _write(folder: Path, name: str, pieces: Iterable[bytes]) -> None:
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    part = folder / f"{name}.part"
    with part.open("wb") as out:
        out.writelines(pieces)
    part.rename(folder / name)


def _ending(name: str) -> str:
    """The ending of a file's name, if it is one that says what to open it with and nothing else."""
    ending = Path(name).suffix.lower()
    return ending if ending[1:].isascii() and ending[1:].isalnum() and len(ending) <= 6 else ""
