"""The receipt: twelve words instead of an account.

The words are BIP 39: 128 random bits and a checksum, so that most typing errors are noticed. The server keeps only a hash of the bits
under a label (`lookup_of`). 128 bits cannot be guessed, so there is no limit on tries and nobody's address is stored to count them.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from mnemonic import Mnemonic

from firsthand.core.hidden import Hidden
from firsthand.core.refusal import NotValid

WORDS = 12
BITS_AS_BYTES = 16

_list_of_language = {"en": "english", "fr": "french", "es": "spanish", "ru": "russian", "zh-hans": "chinese_simplified"}
_numbering = re.compile(r"[\d.,;:)(\-–—_*•]+")
_chinese = re.compile(r"([\u4e00-\u9fff])")


class ReceiptWrongLength(NotValid):
    code = "receipt-wrong-length"
    sentence = "A receipt has twelve words; we read {count}."


class ReceiptWordUnknown(NotValid):
    code = "receipt-word-unknown"
    sentence = "We do not know the word in place {places}. Please look at it again; it is likely a typing error."


class ReceiptMistyped(NotValid):
    code = "receipt-mistyped"
    sentence = "These twelve words do not fit together. One of them is likely mistyped, or two have changed places."


def entropy_of(once: Hidden[bytes]) -> Hidden[bytes]:
    """The bits of the receipt that belongs to one form. The same form sent twice has the same receipt, so nothing is kept twice."""
    return Hidden(_derived(once.reveal(), b"firsthand receipt v1", BITS_AS_BYTES))


def lookup_of(entropy: Hidden[bytes]) -> str:
    """What the server keeps of a receipt: enough to recognise it, nothing to get back to it."""
    return _derived(entropy.reveal(), b"firsthand receipt lookup v1", 32).hex()


def upload_secret_of(entropy: Hidden[bytes], *, said: str) -> Hidden[bytes]:
    """What names a file on its way and seals what is remembered of it. `said` is what its sender's device says of the file."""
    return Hidden(_derived(entropy.reveal(), b"firsthand upload v1 " + said.encode(), 32))


def sent_as(entropy: Hidden[bytes], *, sha256: bytes, name: Hidden[str]) -> str:
    """By what a file that is sent twice with one receipt is recognised. Whoever has no receipt can compare it with nothing."""
    return _derived(entropy.reveal(), b"firsthand file v1 " + sha256 + name.reveal().encode(), 32).hex()


def words_of(entropy: Hidden[bytes], *, language: str) -> Hidden[str]:
    """The twelve words, in the giver's language where there is a list of words for it, else in English."""
    chosen = _mnemonic(_list_of_language.get(language.lower(), "english"))
    return Hidden(unicodedata.normalize("NFC", chosen.to_mnemonic(entropy.reveal())))


def read(typed: Hidden[str]) -> Hidden[bytes]:
    """The bits behind words as someone typed them: any case, spacing, numbering or accents, in any of our lists.

    Raises:
        ReceiptWrongLength, ReceiptWordUnknown, ReceiptMistyped: what is wrong, and where, without repeating a word.
    """
    words = _split(typed.reveal())
    if len(words) != WORDS:
        raise ReceiptWrongLength(count=len(words))
    unknown_in = {name: [place for place, word in enumerate(words, 1) if word not in _places(name)] for name in _list_of_language.values()}
    name = min(unknown_in, key=lambda each: len(unknown_in[each]))
    if unknown_in[name]:
        raise ReceiptWordUnknown(places=", ".join(map(str, unknown_in[name])))
    canonical = [_mnemonic(name).wordlist[_places(name)[word]] for word in words]
    try:
        return Hidden(bytes(_mnemonic(name).to_entropy(canonical)))
    except ValueError as misfit:
        raise ReceiptMistyped from misfit


def _split(typed: str) -> list[str]:
    return _numbering.sub(" ", _chinese.sub(r" \1 ", _plain(typed))).split()


def _plain(text: str) -> str:
    """Lower case, without accents: how a word is compared."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter))


@cache
def _mnemonic(name: str) -> Mnemonic:
    """The library with one list. It compares words decomposed but keeps its Russian list composed, so the list is decomposed here."""
    chosen = Mnemonic(name)
    chosen.wordlist = [unicodedata.normalize("NFKD", word) for word in chosen.wordlist]
    return chosen


@cache
def _places(name: str) -> dict[str, int]:
    return {_plain(word): place for place, word in enumerate(_mnemonic(name).wordlist)}


def _derived(secret: bytes, label: bytes, length: int) -> bytes:
    return HKDF(algorithm=SHA256(), length=length, salt=None, info=label).derive(secret)
