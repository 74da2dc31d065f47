"""ODK's encrypted submissions: a pair of keys for a form, and opening what devices sent (XForms specification of ODK, "encryption").

The format has no authentication of its own: its "signature" is a checksum sealed with the public key, so it tells damage and clumsy
tampering and no more. Whoever opens therefore seals again in our own format at once. Nothing here writes to disk.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from cryptography.hazmat.decrepit.ciphers.modes import CFB
from cryptography.hazmat.primitives import hashes, padding, serialization
from cryptography.hazmat.primitives.asymmetric import padding as rsa_padding
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms

from firsthand.core.hidden import Hidden
from firsthand.core.refusal import NotValid

KEY_BITS = 2048  # what Collect was seen to use; larger keys were not tried
SUFFIX = ".enc"


class SubmissionTampered(NotValid):
    code = "submission-tampered"
    sentence = "What a device sent is not what it sealed: it was damaged or changed on the way, or sealed to another key."


class SubmissionIncomplete(NotValid):
    code = "submission-incomplete"
    sentence = "A file that a device sealed with its answers has not come yet."


@dataclass(frozen=True, slots=True, kw_only=True)
class FormKey:
    """A pair of keys for one form. `public` goes into the form (base64 of its DER); `private` is DER, to be sealed to the team at once."""

    public: str
    private: Hidden[bytes]


@dataclass(frozen=True, slots=True, kw_only=True)
class SealedSubmission:
    """What a manifest says. Files by their names, ending in `.enc`, in the manifest's order; `version` None where none is written."""

    form_id: str
    version: str | None
    instance_id: str
    sealed_key: str
    sealed_checksum: str
    answers_file: str
    media_files: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenedSubmission:
    """The answers as XML, and the files by their own names."""

    answers: Hidden[bytes]
    media: tuple[tuple[str, Hidden[bytes]], ...]


def make_form_key() -> FormKey:
    """A new RSA pair for a form."""
    key = rsa.generate_private_key(public_exponent=65_537, key_size=KEY_BITS)
    public = key.public_key().public_bytes(serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo)
    private = key.private_bytes(serialization.Encoding.DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    return FormKey(public=base64.b64encode(public).decode(), private=Hidden(private))


def open_submission(private: Hidden[bytes], sealed: SealedSubmission, files: Mapping[str, bytes]) -> OpenedSubmission:
    """Open what a device sealed, and hold every file against the checksum that it sealed with them.

    Raises:
        SubmissionIncomplete: a file is missing.
        SubmissionTampered: the key, a file or the checksum is not what was sealed.

    """
    names = (*sealed.media_files, sealed.answers_file)
    if any(name not in files for name in names):
        raise SubmissionIncomplete
    key = serialization.load_der_private_key(private.reveal(), password=None)
    if not isinstance(key, rsa.RSAPrivateKey):
        raise SubmissionTampered
    content_key = _unsealed(key, sealed.sealed_key)
    if len(content_key) != 32:
        raise SubmissionTampered
    opened = [
        _opened(content_key, vector, files[name]) for name, vector in zip(names, vectors(sealed.instance_id, content_key), strict=False)
    ]
    checksum = checksum_of(sealed, dict(zip(names, opened, strict=True)))
    if not hmac.compare_digest(checksum, _unsealed(key, sealed.sealed_checksum)):
        raise SubmissionTampered
    media = zip(sealed.media_files, opened[:-1], strict=True)
    return OpenedSubmission(
        answers=Hidden(opened[-1]), media=tuple((name.removesuffix(SUFFIX), Hidden(content)) for name, content in media)
    )


def vectors(instance_id: str, content_key: bytes) -> Iterator[bytes]:
    """The initialisation vectors of the files, one after another: a seed of which each file counts one byte up."""
    seed = bytearray(hashlib.md5(instance_id.encode() + content_key, usedforsecurity=False).digest())
    number = 0
    while True:
        seed[number % 16] = (seed[number % 16] + 1) % 256
        yield bytes(seed)
        number += 1


def checksum_of(sealed: SealedSubmission, opened: Mapping[str, bytes]) -> bytes:
    """The digest over form, key, number and the digests of all files in their order, the answers last."""
    lines = [sealed.form_id, *([] if sealed.version is None else [sealed.version]), sealed.sealed_key, sealed.instance_id]
    names = (*sealed.media_files, sealed.answers_file)
    lines += [f"{name.removesuffix(SUFFIX)}::{hashlib.md5(opened[name], usedforsecurity=False).hexdigest()}" for name in names]
    return hashlib.md5("".join(f"{line}\n" for line in lines).encode(), usedforsecurity=False).digest()


def oaep() -> rsa_padding.OAEP:
    """The padding that Collect means by `RSA/NONE/OAEPWithSHA256AndMGF1Padding`: SHA-256 in both places."""
    return rsa_padding.OAEP(mgf=rsa_padding.MGF1(hashes.SHA256()), algorithm=hashes.SHA256(), label=None)


def _unsealed(key: rsa.RSAPrivateKey, sealed: str) -> bytes:
    try:
        return key.decrypt(base64.b64decode(sealed, validate=True), oaep())
    except (ValueError, binascii.Error):
        raise SubmissionTampered from None


def _opened(content_key: bytes, vector: bytes, content: bytes) -> bytes:
    decryptor = Cipher(algorithms.AES(content_key), CFB(vector)).decryptor()
    unpadder = padding.PKCS7(128).unpadder()
    try:
        return unpadder.update(decryptor.update(content) + decryptor.finalize()) + unpadder.finalize()
    except ValueError:
        raise SubmissionTampered from None
