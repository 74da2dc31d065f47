"""A giver's inbox: what a team wrote to them opens with a key that follows from the words of their receipt, and is stored nowhere.

This is the only way in which intake opens anything. It opens letters alone: their keys are sealed under an `info` of their own, so that
even a team's private key, handed in by mistake, would open nothing here, and a letter's key opens nothing that was given.
"""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass

from firsthand.core.hidden import Hidden
from firsthand.foundation.vault import wire
from firsthand.foundation.vault.models import InboxKey
from firsthand.foundation.vault.sealing import public_half_of
from firsthand.foundation.vault.unsealing import DoesNotOpen, decrypt_content, open_key


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenInbox:
    """A giver's key pair in the memory of one request."""

    public_key: bytes
    private_key: Hidden[bytes]


def inbox_of(seed: Hidden[bytes]) -> OpenInbox:
    """The key pair that follows from a seed of 96 bytes: ML-KEM-768's seed (FIPS 203, 64 bytes) and X25519's private key (RFC 7748)."""
    return OpenInbox(public_key=public_half_of(seed), private_key=seed)


def open_letters(refs: Iterable[str], *, inbox: OpenInbox) -> dict[str, Hidden[bytes]]:
    """What these letters say, by Ref; one query. One that was destroyed, or is not for this inbox, is left out."""
    stored = InboxKey.objects.select_related("item").filter(item__ref__in=list(refs), item__kind=wire.LETTER)
    found = {}
    for each in stored:
        with suppress(DoesNotOpen):  # whoever reads is shown that there was one
            found[each.item.ref] = _opened(each, inbox)
    return found


def _opened(stored: InboxKey, inbox: OpenInbox) -> Hidden[bytes]:
    item = stored.item
    info = wire.inbox_key_info(public_key=inbox.public_key, ref=item.ref, kind=item.kind, version=item.version)
    key = open_key(bytes(stored.sealed_key), private_key=inbox.private_key, info=info)
    return decrypt_content(bytes(item.content), key=key, ref=item.ref, kind=item.kind, version=item.version)
