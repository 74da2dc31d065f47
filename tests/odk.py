"""What a device does before it sends: sealing a submission to the key of its form, as ODK's specification of encryption says."""

import base64
import secrets

from cryptography.hazmat.decrepit.ciphers.modes import CFB
from cryptography.hazmat.primitives import padding, serialization
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms

from firsthand.foundation.vault.odk import SealedSubmission, checksum_of, oaep, vectors

ANSWERS = "submission.xml.enc"


def encrypt(key, vector, content):
    padder = padding.PKCS7(128).padder()
    encryptor = Cipher(algorithms.AES(key), CFB(vector)).encryptor()
    return encryptor.update(padder.update(content) + padder.finalize()) + encryptor.finalize()


def seal_submission(public, xml, media=(), *, form_id="tools", version="3", instance_id="uuid:1", key=None):
    """A `SealedSubmission` and its encrypted files by name. `media` are pairs of name and content, in their order."""
    key = key or secrets.token_bytes(32)
    rsa = serialization.load_der_public_key(base64.b64decode(public))
    plain = {**{f"{name}.enc": content for name, content in media}, ANSWERS: xml}
    files = {name: encrypt(key, vector, content) for (name, content), vector in zip(plain.items(), vectors(instance_id, key), strict=False)}
    told = {
        "form_id": form_id,
        "version": version,
        "instance_id": instance_id,
        "sealed_key": base64.b64encode(rsa.encrypt(key, oaep())).decode(),
        "answers_file": ANSWERS,
        "media_files": tuple(f"{name}.enc" for name, _ in media),
    }
    checksum = checksum_of(SealedSubmission(**told, sealed_checksum=""), plain)
    return SealedSubmission(**told, sealed_checksum=base64.b64encode(rsa.encrypt(checksum, oaep())).decode()), files


def manifest_of(sealed):
    """The XML that is sent in place of the answers."""
    media = "".join(f"<media><file>{name}</file></media>" for name in sealed.media_files)
    version = f' version="{sealed.version}"' if sealed.version is not None else ""
    return (
        f'<data xmlns="http://opendatakit.org/submissions" id="{sealed.form_id}"{version} encrypted="yes">'
        f"<base64EncryptedKey>{sealed.sealed_key}</base64EncryptedKey>"
        f'<meta xmlns="http://openrosa.org/xforms"><instanceID>{sealed.instance_id}</instanceID></meta>{media}'
        f"<encryptedXmlFile>{sealed.answers_file}</encryptedXmlFile>"
        f"<base64EncryptedElementSignature>{sealed.sealed_checksum}</base64EncryptedElementSignature></data>"
    ).encode()
