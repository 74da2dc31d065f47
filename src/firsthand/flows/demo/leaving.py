"""What the demonstration leaves beside its database: the editions' files, and who to sign in as."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings
from django.core.files.storage import default_storage

from firsthand.core.hidden import Hidden
from firsthand.documents.queries import stored_file
from firsthand.flows.demo.story import Told
from firsthand.render.formats import FORMATS


def leave(told: Told, *, out: Path, passphrase: Hidden[str]) -> None:
    """Copy the live edition's files to `out`/edition and write `out`/README.txt, readable by its owner only."""
    edition = out / "edition"
    edition.mkdir()
    for name, shape in FORMATS.items():
        kept = stored_file(told.second_edition, name)
        if kept is not None:
            with default_storage.open(kept.stored_as) as source:
                (edition / f"{told.second_edition}.{shape.extension}").write_bytes(source.read())
    page = out / "README.txt"
    page.touch(mode=0o600)
    page.write_text(_words(told, passphrase), encoding="utf-8")


def _words(told: Told, passphrase: Hidden[str]) -> str:
    at = settings.PUBLIC_ADDRESS
    people = "\n".join(
        f"  {each.username:<11} {each.role}, {each.organisation}\n"
        f"              codes (each works once): {' '.join(each.codes[:4])}\n"
        f"              or add this secret to an authenticator: {each.second_factor}"
        for each in told.sign_ins
        if "Coordinator" not in each.role or each.username in {"wren", "finch"}
    )
    refused = "\n".join(f"  {cause}" for cause in told.refused)
    return f"""\
An invented network. Nobody in it is real, and none of these secrets opens anything else.

Open
  {at}/                              what everyone sees
  {at}/publications/{told.second_edition}/         the shadow report, edition 2: one quote was taken back
  {at}/publications/{told.first_edition}/         edition 1, which says so
  {at}/give/{told.door_code}/                   a door: give a testimony, without an account
  {at}/give/receipt/                 come back with this receipt:
      {told.receipt.reveal()}
  {at}/desk/                         the desk

Sign in at the desk. The passphrase is the same for everyone, and also opens the sealed words:
  {passphrase.reveal()}

{people}

Try
  with the receipt   read what the team wrote, answer it, say yes or no to something else
  as teal     open the testimonies that nobody coded yet, and read what somebody wrote again
  as reed     read the figure that waits for a second reader, and the quote that waits to be cleared
  as lark     open “A brief that must not be published”. Publishing it was refused, because
{refused}

The files of the edition that stands are in the folder edition/.
"""
