"""Names that people choose, and the first passphrase that is chosen for them."""

from __future__ import annotations

import re
import secrets
import unicodedata
from functools import cache

from mnemonic import Mnemonic

from firsthand.core.hidden import Hidden

FIRST_WORDS = 6  # of 2,048 each: 66 bits, for a passphrase that lives until the first sign-in

_shape = re.compile(r"^\w[\w.'’-]{1,59}$")


def same_name(username: str) -> str:
    """A name as it is kept and looked up: Unicode's compatible form, without case, in any script."""
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", username.strip()).casefold())


def is_name(username: str) -> bool:
    """Whether this can be a name to sign in with: 2 to 60 letters or digits of any script, without spaces."""
    return bool(_shape.match(username))


def first_passphrase() -> Hidden[str]:
    """Six words drawn by the operating system's chance, in letters that every keyboard has."""
    words = _words()
    return Hidden("-".join(secrets.choice(words) for _ in range(FIRST_WORDS)))


@cache
def _words() -> tuple[str, ...]:
    return tuple(Mnemonic("english").wordlist)
