"""Run in an installation of its own, one step a process: people give, someone takes back, someone looks at what opens."""

import json
import sys

import django

django.setup()

from django.conf import settings  # noqa: E402
from django.utils import timezone  # noqa: E402

from firsthand.core.consent import Use  # noqa: E402
from firsthand.core.hidden import Hidden  # noqa: E402
from firsthand.core.refusal import Fault, Refusal  # noqa: E402
from firsthand.foundation.consents.models import Grant  # noqa: E402
from firsthand.foundation.ledger.queries import first_break  # noqa: E402
from firsthand.foundation.vault.actions import change_keys  # noqa: E402
from firsthand.foundation.vault.models import ItemKey, SealedFile, Team  # noqa: E402
from firsthand.foundation.vault.opened_files import content_of, describe  # noqa: E402
from firsthand.foundation.vault.opening import open_item, open_team_by_passphrase  # noqa: E402
from firsthand.intake.actions import withdraw_by_receipt  # noqa: E402
from firsthand.intake.models import Testimony  # noqa: E402
from tests.cast import Cast  # noqa: E402
from tests.slices.evidence_stage import PASSPHRASE, Stage  # noqa: E402
from tests.slices.file_parts import add_file  # noqa: E402

now = timezone.now()
kept = settings.DATA_DIR.parent / "receipts.json"


def begin() -> None:
    """Three give, each with a file."""
    stage = Stage(Cast(), now)
    for name in ("stays", "forgotten", "fewer"):
        ref = stage.give(words=f"Told: {name}.")
        add_file(stage.receipts[ref], f"File: {name}.".encode(), now=now)
    said = {name: [ref, stage.receipts[ref].reveal()] for name, ref in zip(("stays", "forgotten", "fewer"), stage.receipts, strict=True)}
    kept.write_text(json.dumps(said | {"teal": stage.cast.teal.ref}))


def forget() -> None:
    """One has their words destroyed, one stops the counting, and the team changes its keys."""
    said = json.loads(kept.read_text())
    withdraw_by_receipt(receipt=Hidden(said["forgotten"][1]), uses=None, destroy=True, now=now)
    withdraw_by_receipt(receipt=Hidden(said["fewer"][1]), uses=frozenset({Use.STATISTICS}), destroy=False, now=now)
    team = Team.objects.get()
    change_keys(team=team, with_key=_key(said), by=said["teal"], now=now)


def look() -> None:
    """What opens, of whom, with the passphrase that opened everything."""
    said = json.loads(kept.read_text())
    seen = {"unbroken": first_break() is None, "keys": ItemKey.objects.count(), "files": sorted(_on_disk())}
    for name in ("stays", "forgotten", "fewer"):
        row = Testimony.objects.get(ref=said[name][0])
        live = Grant.objects.filter(subject=row.ref, withdrawn_at=None).values_list("use", flat=True)
        seen[name] = {"words": _words(row, said), "file": _file(row, said), "uses": sorted(live), "withdrawn": row.withdrawn_at is not None}
    sys.stdout.write(json.dumps(seen))


def _on_disk() -> list[str]:
    return [path.name for path in settings.SEALED_DIR.iterdir()] if settings.SEALED_DIR.is_dir() else []


def _key(said):
    return open_team_by_passphrase(team=Team.objects.get(), holder=said["teal"], passphrase=Hidden(PASSPHRASE))


def _words(row, said) -> str:
    try:
        return json.loads(open_item(row.item, with_key=_key(said)).reveal())["words"]
    except (Refusal, Fault) as no:
        return type(no).__name__


def _file(row, said) -> str:
    item = row.attachments.get().item
    try:
        place = SealedFile.objects.filter(item=item).values_list("place", flat=True).first() or "gone"
        return b"".join(content_of(describe(item.ref, with_key=_key(said)), place=place)).decode()
    except (Refusal, Fault) as no:
        return type(no).__name__


{"begin": begin, "forget": forget, "look": look}[sys.argv[1]]()
