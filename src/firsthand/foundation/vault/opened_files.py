"""Sealed files, opened: their description, and their content piece by piece. It needs the key of a team that somebody unlocked."""

from __future__ import annotations

import json
from base64 import b64decode
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass

from firsthand.core.hidden import Hidden
from firsthand.foundation.vault import streams
from firsthand.foundation.vault.files import KIND, folder
from firsthand.foundation.vault.models import ItemKey
from firsthand.foundation.vault.opening import DoesNotOpen, KeyDestroyed, decrypt_content, open_item_key
from firsthand.foundation.vault.wire import UnlockedTeam


@dataclass(frozen=True, slots=True, kw_only=True)
class Description:
    """What a file is called and what it is, as whoever sent it said, and how long it is and what it hashes to, as we saw."""

    ref: str
    name: Hidden[str]
    media_type: str
    size: int
    sha256: str
    salt: str
    key: Hidden[bytes]


def describe(ref: str, *, with_key: UnlockedTeam) -> Description:
    """The description of one file.

    Raises:
        KeyDestroyed: it was forgotten.
        DoesNotOpen: it was sealed to another team, or is not what was written.
    """
    stored = ItemKey.objects.select_related("item").filter(item__ref=ref, item__kind=KIND).first()
    if stored is None:
        raise KeyDestroyed
    return _description(stored, with_key)


def describe_all(refs: Iterable[str], *, with_key: UnlockedTeam) -> dict[str, Description]:
    """The descriptions of these files by Ref, but for those that do not open: a list must not fail for one that was damaged."""
    found = {}
    for stored in ItemKey.objects.select_related("item").filter(item__ref__in=list(refs), item__kind=KIND):
        with suppress(DoesNotOpen):  # whoever asks for this one alone is told
            found[stored.item.ref] = _description(stored, with_key)
    return found


def description_from(content: Hidden[bytes], *, ref: str) -> Description:
    """A description from the content of its item.

    Raises:
        DoesNotOpen: it is not one.
    """
    try:
        said = json.loads(content.reveal())
        return Description(
            ref=ref, name=Hidden(str(said["name"])), media_type=str(said["type"]), size=int(said["size"]),
            sha256=str(said["sha256"]), salt=str(said["salt"]), key=Hidden(b64decode(said["key"])),
        )  # fmt: skip
    except (KeyError, TypeError, ValueError):
        raise DoesNotOpen from None  # not chained: the message may repeat what it stumbled over


def content_of(described: Description, *, place: str) -> Iterator[bytes]:
    """The content of a file, piece by piece; the last one only when all of it was seen to be what was sealed.

    Raises:
        DoesNotOpen: it is not there, not whole, or not what was sealed.
    """
    try:
        with (folder() / place).open("rb", buffering=0) as stream:
            yield from streams.opened(
                stream, key=described.key, ref=described.ref, length=described.size, sha256=bytes.fromhex(described.sha256)
            )  # fmt: skip
    except (OSError, streams.StreamBroken) as broken:
        raise DoesNotOpen from broken


def _description(stored: ItemKey, with_key: UnlockedTeam) -> Description:
    item, key = stored.item, open_item_key(stored, with_key=with_key)
    content = decrypt_content(bytes(item.content), key=key, ref=item.ref, kind=item.kind, version=item.version)
    return description_from(content, ref=item.ref)
