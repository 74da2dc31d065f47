"""What was sealed with format 1, once, must open for ever: from the passphrase down to the words."""

import json
from pathlib import Path

import pytest

from firsthand.core.hidden import Hidden
from firsthand.foundation.vault import opening, passphrases, sealing, wire

VECTOR = json.loads((Path(__file__).parent / "vectors" / "vault_format_1.json").read_text("utf-8"))
ROW = {key: VECTOR[key] for key in ("ref", "kind", "version")}


def raw(name: str) -> bytes:
    return bytes.fromhex(VECTOR[name])


def test_format_1_opens_from_the_passphrase_to_the_words():
    stretched = passphrases.stretch(Hidden(VECTOR["passphrase"]), cost=passphrases.Cost.from_json(VECTOR["argon2"]))
    data = wire.member_key_data(holder=VECTOR["holder"], public_key=raw("member_public"))
    member = opening.decrypt(raw("sealed_member_key"), key=stretched, data=data)
    team_info = wire.team_key_info(team_public_key=raw("team_public"), holder=VECTOR["holder"])
    team = opening.open_key(raw("sealed_team_key"), private_key=member, info=team_info)
    item_info = wire.item_key_info(team_public_key=raw("team_public"), **ROW)
    key = opening.open_key(raw("sealed_item_key"), private_key=team, info=item_info)
    assert key.reveal() == raw("item_key")
    assert opening.decrypt_content(raw("sealed_content"), key=key, **ROW).reveal().decode() == VECTOR["content"]


def test_format_1_binds_the_row_in_these_bytes():
    assert wire.content_data(**ROW) == raw("content_data")


@pytest.mark.parametrize("name", ["sealed_member_key", "sealed_team_key", "sealed_item_key", "sealed_content"])
def test_format_1_is_named_in_the_first_byte(name):
    assert raw(name)[:1] == b"\x01" == wire.FORMAT


def test_blob_of_an_unknown_format_does_not_open():
    later = b"\x02" + raw("sealed_content")[1:]
    with pytest.raises(opening.DoesNotOpen):
        opening.decrypt_content(later, key=Hidden(raw("item_key")), **ROW)


def test_sealing_writes_the_lengths_of_format_1():
    sealed = sealing.encrypt_content(VECTOR["content"].encode(), key=Hidden(raw("item_key")), **ROW)
    assert (len(sealed), len(raw("sealed_item_key"))) == (1 + 24 + 1024 + 16, 1 + 1120 + 32 + 16)
