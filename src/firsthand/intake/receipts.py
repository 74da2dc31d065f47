"""The receipt: twelve words instead of an account.

The words are BIP 39: 128 random bits and a checksum, so that most typing errors are noticed. What the server keeps is a hash of the bits
under a label (`lookup_of`) and the public half of a key pair that follows from the bits under another (`inbox_seed_of`): neither leads
back to the bits, nor one to the other. 128 bits cannot be guessed. Who knows ten of the twelve words could try the rest, so tries that
lead nowhere make the next ones wait (`patience`); that is counted in memory, of everybody together, and nobody is ever turned away.
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
from firsthand.foundation.vault.wire import PRIVATE_KEY_BYTES

WORDS = 12
BITS_AS_BYTES = 16

# Every list that the library brings, by the language that it is for; the rest of the world's languages get English words. The order is
# the order in which lists are tried, and matters only for what is said of words that are in none.
_list_of_language = {
    "en": "english",
    "fr": "french",
    "es": "spanish",
    "ru": "russian",
    "zh-hans": "chinese_simplified",
    "zh-hant": "chinese_traditional",
    "pt": "portuguese",
    "it": "italian",
    "cs": "czech",
    "tr": "turkish",
    "ja": "japanese",
    "ko": "korean",
}
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


def inbox_seed_of(entropy: Hidden[bytes]) -> Hidden[bytes]:
    """The private half of the giver's own key pair (`vault.inboxes`), in the form in which the vault writes one. It is stored nowhere."""
    derived = HKDF(algorithm=SHA256(), length=PRIVATE_KEY_BYTES, salt=b"firsthand inbox", info=b"firsthand receipt inbox v1")
    return Hidden(derived.derive(entropy.reveal()))


def words_of(entropy: Hidden[bytes], *, language: str) -> Hidden[str]:
    """The twelve words, in the giver's language where there is a list of words for it, else in English."""
    chosen = _mnemonic(_list_for(language))
    return Hidden(unicodedata.normalize("NFC", chosen.to_mnemonic(entropy.reveal())))


def read(typed: Hidden[str]) -> Hidden[bytes]:
    """The bits behind words as someone typed them: any case, spacing, numbering or accents, in any of our lists.

    Lists share words, and words that stand in several are read in the first whose checksum fits. The two Chinese lists share 1,275, at
    the same places, so that both read the same; that twelve words of two others should be shared comes once in 10^14.

    Raises:
        ReceiptWrongLength, ReceiptWordUnknown, ReceiptMistyped: what is wrong, and where, without repeating a word.
    """
    words = _split(typed.reveal())
    if len(words) != WORDS:
        raise ReceiptWrongLength(count=len(words))
    unknown_in = {name: [place for place, word in enumerate(words, 1) if word not in _places(name)] for name in _list_of_language.values()}
    fewest = min(unknown_in.values(), key=len)
    if fewest:
        raise ReceiptWordUnknown(places=", ".join(map(str, fewest)))
    found = (_bits(name, words) for name, unknown in unknown_in.items() if not unknown)
    fitting = next((bits for bits in found if bits is not None), None)
    if fitting is None:
        raise ReceiptMistyped
    return fitting


def _bits(name: str, words: list[str]) -> Hidden[bytes] | None:
    """The bits behind words of one list; None where the checksum does not fit."""
    chosen = _mnemonic(name)
    try:
        return Hidden(bytes(chosen.to_entropy([chosen.wordlist[_places(name)[word]] for word in words])))
    except ValueError:
        return None


def _list_for(language: str) -> str:
    """The list for a language; one of a region (pt-br) falls back on the language's."""
    asked = language.lower()
    return _list_of_language.get(asked) or _list_of_language.get(asked.partition("-")[0], "english")


def _split(typed: str) -> list[str]:
    return _numbering.sub(" ", _chinese.sub(r" \1 ", _plain(typed))).split()


def _plain(text: str) -> str:
    """Lower case, without accents, Turkish i with and without its dot alike (in capitals they are): how a word is compared."""
    decomposed = unicodedata.normalize("NFKD", text.casefold().replace("ı", "i"))
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter))


@cache
def _mnemonic(name: str) -> Mnemonic:
    """The library with one list. It compares words decomposed but keeps some lists composed, so the list is decomposed here."""
    chosen = Mnemonic(name)
    chosen.delimiter = " "  # the wide space between Japanese words is a space like any other when they are written down
    chosen.wordlist = [unicodedata.normalize("NFKD", word) for word in chosen.wordlist]
    return chosen


@cache
def _places(name: str) -> dict[str, int]:
    return {_plain(word): place for place, word in enumerate(_mnemonic(name).wordlist)}


def _derived(secret: bytes, label: bytes, length: int) -> bytes:
    return HKDF(algorithm=SHA256(), length=length, salt=None, info=label).derive(secret)
