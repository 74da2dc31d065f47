"""The manifest of an encrypted submission: what a device sends in place of its answers."""

from __future__ import annotations

from dataclasses import dataclass

from firsthand.core.questionnaire import Plan
from firsthand.core.refusal import NotValid
from firsthand.render.xlsform.instances import MOST_ID, InstanceUnreadable, local_name, parse_xml

NAMESPACE = "http://opendatakit.org/submissions"
MOST_FILES = 1_000
NEEDED = ("instanceID", "base64EncryptedKey", "base64EncryptedElementSignature", "encryptedXmlFile")


class ArrivedInTheClear(NotValid):
    code = "arrived-in-the-clear"
    sentence = "This form takes only answers that were sealed on the device, and these were not."


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """What a manifest says, as it was written; `foundation.vault.odk` opens what it speaks of. `version` is None where none is written."""

    form_id: str
    version: str | None
    instance_id: str
    sealed_key: str
    sealed_checksum: str
    answers_file: str
    media_files: tuple[str, ...]


def read_manifest(plan: Plan, content: bytes) -> Manifest:
    """The manifest in the XML that a device sent for an encrypted form.

    Raises:
        ArrivedInTheClear: these are answers, not a manifest.
        InstanceUnreadable: it is cut off, foreign, or without what is needed to open it.

    """
    root = parse_xml(content)
    if root.get("encrypted") != "yes":
        raise ArrivedInTheClear
    if root.get("id") != plan.questionnaire.form_id:
        raise InstanceUnreadable(reason="they belong to another form.")
    told: dict[str, str] = {}
    media: list[str] = []
    for element in root.iter():
        name, text = local_name(element.tag), (element.text or "").strip()
        if name == "file":
            media.append(text)
        elif name not in NEEDED:
            continue
        elif name in told:
            raise InstanceUnreadable(reason=f"“{name[:60]}” stands there twice.")
        else:
            told[name] = text
    if any(not told.get(name) for name in NEEDED) or len(told["instanceID"]) > MOST_ID:
        raise InstanceUnreadable(reason="what is needed to open them is not there.")
    names = [*media, told["encryptedXmlFile"]]
    if len(set(names)) < len(names) or len(names) > MOST_FILES or not all(_is_plain(name) for name in names):
        raise InstanceUnreadable(reason="the names of their files cannot be right.")
    return Manifest(
        form_id=plan.questionnaire.form_id,
        version=root.get("version"),
        instance_id=told["instanceID"],
        sealed_key=told["base64EncryptedKey"],
        sealed_checksum=told["base64EncryptedElementSignature"],
        answers_file=told["encryptedXmlFile"],
        media_files=tuple(media),
    )


def is_manifest(content: bytes) -> bool:
    """Whether this is a manifest, for a form whose key came later; raises `InstanceUnreadable`."""
    return parse_xml(content).get("encrypted") == "yes"


def _is_plain(name: str) -> bool:
    return name.endswith(".enc") and len(name) < 250 and not set(name) & set("/\\:\x00")
