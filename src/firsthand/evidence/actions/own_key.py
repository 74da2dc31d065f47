"""A person's own key: what they do with it is in the ledger, its words never."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from firsthand.core.hidden import Hidden
from firsthand.foundation.ledger.actions import record
from firsthand.foundation.people.models import Person
from firsthand.foundation.vault import actions as vault


@transaction.atomic
def change_key_passphrase(*, old: Hidden[str], new: Hidden[str], by: Person, now: datetime) -> None:
    """Another passphrase for one's own key, stretched as settings ask for today."""
    vault.change_passphrase(holder=by.ref, old=old, new=new, now=now)
    record(kind="key-passphrase-changed", subject=by.ref, by=by.ref, now=now)


@transaction.atomic
def renew_recovery_code(*, passphrase: Hidden[str], language: str, by: Person, now: datetime) -> Hidden[str]:
    """Twelve words, to be shown once. Those before them open no more."""
    code = vault.make_recovery_code(holder=by.ref, passphrase=passphrase, language=language, now=now)
    record(kind="recovery-code-made", subject=by.ref, by=by.ref, now=now)
    return code


@transaction.atomic
def recover_by_code(*, code: Hidden[str], new: Hidden[str], by: Person, now: datetime) -> None:
    """A new passphrase by the recovery code, which is then used up."""
    vault.use_recovery_code(holder=by.ref, code=code, new=new, now=now)
    record(kind="recovery-code-used", subject=by.ref, by=by.ref, now=now)


@transaction.atomic
def begin_key_anew(*, passphrase: Hidden[str], by: Person, now: datetime) -> None:
    """A new key instead of one that does not open any more."""
    vault.begin_anew(holder=by.ref, passphrase=passphrase, now=now)
    record(kind="key-begun-anew", subject=by.ref, by=by.ref, now=now)
