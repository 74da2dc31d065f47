"""The vault's laws, for any content and any tampering: what is sealed opens as it was, for its own row and key, and for nothing else."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from firsthand.core.hidden import Hidden
from firsthand.foundation.vault import opening, sealing, wire
from firsthand.foundation.vault.opening import DoesNotOpen

KEY = Hidden(bytes(range(32)))
PUBLIC, PRIVATE = sealing.new_key_pair()
ROW = {"ref": "V-7K3M9Q", "kind": "testimony", "version": 1}

contents = st.binary(max_size=5000)
rows = st.fixed_dictionaries(
    {"ref": st.from_regex(r"V-[0-9A-Z]{6}", fullmatch=True), "kind": st.text(max_size=20), "version": st.integers(0, 32767)}
)
few = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@few
@given(content=contents, row=rows)
def test_content_opens_as_it_was_sealed(content, row):
    sealed = sealing.encrypt_content(content, key=KEY, **row)
    assert opening.decrypt_content(sealed, key=KEY, **row).reveal() == content


@few
@given(content=contents, row=rows, other=rows)
def test_content_opens_for_its_own_row_only(content, row, other):
    sealed = sealing.encrypt_content(content, key=KEY, **row)
    if other == row:
        return
    with pytest.raises(DoesNotOpen):
        opening.decrypt_content(sealed, key=KEY, **other)


@few
@given(content=contents, where=st.integers(0), bit=st.integers(0, 7))
def test_content_with_one_bit_flipped_does_not_open(content, where, bit):
    sealed = bytearray(sealing.encrypt_content(content, key=KEY, **ROW))
    sealed[where % len(sealed)] ^= 1 << bit
    with pytest.raises(DoesNotOpen):
        opening.decrypt_content(bytes(sealed), key=KEY, **ROW)


@few
@given(content=contents, keep=st.integers(0))
def test_content_cut_short_does_not_open(content, keep):
    sealed = sealing.encrypt_content(content, key=KEY, **ROW)
    with pytest.raises(DoesNotOpen):
        opening.decrypt_content(sealed[: keep % len(sealed)], key=KEY, **ROW)


@few
@given(content=contents)
def test_content_is_stored_in_few_sizes(content):
    overhead = 1 + 24 + 16
    stored = len(sealing.encrypt_content(content, key=KEY, **ROW)) - overhead
    assert stored in {1024, 2048, 4096, 8192}
    assert stored > len(content)


@few
@given(secret=st.binary(min_size=32, max_size=96), where=st.integers(0), bit=st.integers(0, 7))
def test_sealed_key_with_one_bit_flipped_does_not_open(secret, where, bit):
    sealed = bytearray(sealing.seal_key(Hidden(secret), public_key=PUBLIC, info=b"info"))
    assert opening.open_key(bytes(sealed), private_key=PRIVATE, info=b"info").reveal() == secret
    sealed[where % len(sealed)] ^= 1 << bit
    with pytest.raises(DoesNotOpen):
        opening.open_key(bytes(sealed), private_key=PRIVATE, info=b"info")


@few
@given(keep=st.integers(0))
def test_sealed_key_cut_short_does_not_open(keep):
    sealed = sealing.seal_key(Hidden(b"k" * 32), public_key=PUBLIC, info=b"info")
    with pytest.raises(DoesNotOpen):
        opening.open_key(sealed[: keep % len(sealed)], private_key=PRIVATE, info=b"info")


@few
@given(one=rows, other=rows)
def test_info_is_the_same_only_for_the_same_row(one, other):
    infos = [wire.item_key_info(team_public_key=PUBLIC, **row) for row in (one, other)]
    assert (infos[0] == infos[1]) == (one == other)


def test_sealed_key_opens_for_its_purpose_and_team_only():
    other_public, other_private = sealing.new_key_pair()
    info = wire.team_key_info(team_public_key=PUBLIC, holder="P-7K3M9Q")
    sealed = sealing.seal_key(Hidden(b"k" * 32), public_key=PUBLIC, info=info)
    attempts = [
        (PRIVATE, wire.team_key_info(team_public_key=PUBLIC, holder="P-7K3M9R")),
        (PRIVATE, wire.team_key_info(team_public_key=other_public, holder="P-7K3M9Q")),
        (PRIVATE, wire.item_key_info(team_public_key=PUBLIC, ref="P-7K3M9Q", kind="", version=0)),
        (other_private, info),
        (Hidden(b"short"), info),
    ]
    for private_key, told in attempts:
        with pytest.raises(DoesNotOpen):
            opening.open_key(sealed, private_key=private_key, info=told)
    assert opening.open_key(sealed, private_key=PRIVATE, info=info).reveal() == b"k" * 32
