"""Shares of a secret by SLIP-39: with `needed` of them the secret is there, with fewer nothing at all is known of it.

The words of a share are never shown: each is sealed to one trustee's key. SLIP-39 gives them a checksum, and a set of shares that does
not belong together is noticed.
"""

from __future__ import annotations

from collections.abc import Sequence

from nacl.utils import random
from shamir_mnemonic import MnemonicError, combine_mnemonics, generate_mnemonics

from firsthand.core.hidden import Hidden
from firsthand.foundation.vault import wire
from firsthand.foundation.vault.opening import DoesNotOpen

MOST = 16


def new_secret() -> Hidden[bytes]:
    return Hidden(random(wire.KEY_BYTES))


def split(secret: Hidden[bytes], *, needed: int, among: int) -> tuple[Hidden[bytes], ...]:
    """This many shares, of which `needed` give the secret back. The secret is random, so nothing slows down guessing at it."""
    (words,) = generate_mnemonics(1, [(needed, among)], secret.reveal(), iteration_exponent=0)
    return tuple(Hidden(share.encode()) for share in words)


def combine(shares: Sequence[Hidden[bytes]]) -> Hidden[bytes]:
    """The secret behind as many shares as were needed.

    Raises:
        DoesNotOpen: too few, or not of one set.
    """
    try:
        return Hidden(combine_mnemonics([share.reveal().decode() for share in shares]))
    except (MnemonicError, ValueError):
        raise DoesNotOpen from None  # the library's own message would repeat what it read
