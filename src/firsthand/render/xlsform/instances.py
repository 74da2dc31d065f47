"""What a device sends: one set of answers as XML, read by the plan of its form. What is cut off or belongs elsewhere is refused.

The structure is that of the XForms specification of ODK, "primary instance" and "metadata".
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from xml.etree import ElementTree as ET  # builds and writes only; what comes in is parsed by defusedxml

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import fromstring

from firsthand.core.questionnaire import Answers, Plan, Shape
from firsthand.core.questionnaire.places import Place
from firsthand.core.refusal import NotValid

MOST_BYTES = 10_000_000
MOST_ID = 249
META = "http://openrosa.org/xforms"
_made_by_pyxform = re.compile(r"(?:generated_|reserved_name_for_field_list_labels_)\w*\Z|__\w+\Z")
_illegal = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")


class InstanceUnreadable(NotValid):
    code = "instance-unreadable"
    sentence = "These answers cannot be read: {reason}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Instance:
    """One set of answers as it was sent. `files` are the names of files that it speaks of, which must come with it."""

    form_id: str
    version: str
    instance_id: str
    deprecated_id: str
    answers: Answers
    files: tuple[str, ...]


def read_instance(plan: Plan, content: bytes) -> Instance:
    """The answers in the XML of a device.

    Raises:
        InstanceUnreadable: it is not XML, cut off, asks for entities, has no number of its own, or belongs to another form.

    """
    root = parse_xml(content)
    questionnaire = plan.questionnaire
    if local_name(root.tag) != questionnaire.root or root.get("id") != questionnaire.form_id:
        raise InstanceUnreadable(reason="they belong to another form.")
    meta: dict[str, str] = {}
    files: list[str] = []
    answers = _read(plan.form.root, root, meta, files)
    instance_id = meta.get("instanceID", "")
    if not instance_id or len(instance_id) > MOST_ID:
        raise InstanceUnreadable(reason="they have no number of their own.")
    return Instance(
        form_id=questionnaire.form_id,
        version=root.get("version") or root.get(f"{{{META}}}version") or "",
        instance_id=instance_id,
        deprecated_id=meta.get("deprecatedID", ""),
        answers=answers,
        files=tuple(dict.fromkeys(files)),
    )


def write_instance(plan: Plan, answers: Answers, *, instance_id: str, deprecated_id: str = "") -> bytes:
    """The XML that a device would send for these answers."""
    questionnaire = plan.questionnaire
    root = ET.Element(
        questionnaire.root, {"id": questionnaire.form_id, **({"version": questionnaire.version} if questionnaire.version else {})}
    )
    _write(plan.form.root, answers, root)
    meta = ET.SubElement(root, f"{{{META}}}meta")
    ET.SubElement(meta, f"{{{META}}}instanceID").text = instance_id
    if deprecated_id:
        ET.SubElement(meta, f"{{{META}}}deprecatedID").text = deprecated_id
    return bytes(ET.tostring(root, encoding="utf-8", xml_declaration=True))


def parse_xml(content: bytes) -> ET.Element:
    """XML without entities and without a document type, in UTF-8.

    Raises:
        InstanceUnreadable: it is none, or has them.

    """
    if len(content) > MOST_BYTES:
        raise InstanceUnreadable(reason="they are larger than 10 MB.")
    try:
        text = content.decode("utf-8-sig")
        root: ET.Element = fromstring(text, forbid_dtd=True)
    except UnicodeDecodeError as failure:
        raise InstanceUnreadable(reason="they are not in UTF-8.") from failure
    except DefusedXmlException as failure:
        raise InstanceUnreadable(reason="they name entities, which answers never need.") from failure
    except (ET.ParseError, ValueError, RecursionError) as failure:
        raise InstanceUnreadable(reason="they are cut off or damaged.") from failure
    return root


def local_name(tag: str) -> str:
    """The name of an element without its namespace."""
    return tag.rpartition("}")[2]


def _read(place: Place, element: ET.Element, meta: dict[str, str], files: list[str]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for child in element:
        name = local_name(child.tag)
        inner = place.by_name.get(name)
        if inner is None:
            if name == "meta" and place.parent is None:
                meta |= {local_name(part.tag): (part.text or "").strip() for part in child}
            elif not _is_made(place, name, child):
                raise InstanceUnreadable(reason=f"“{name[:60]}” is not asked in this form.")
            continue
        if inner.question is not None:
            _put_answer(inner, child, found, files)
        elif inner.is_repeat:
            found.setdefault(name, []).append(_read(inner, child, meta, files))
        elif name in found:
            raise InstanceUnreadable(reason=f"“{name[:60]}” stands there twice.")
        else:
            found[name] = _read(inner, child, meta, files)
    return {name: value for name, value in found.items() if value != ""}


def _put_answer(place: Place, element: ET.Element, found: dict[str, Any], files: list[str]) -> None:
    if place.name in found or len(element):
        raise InstanceUnreadable(reason=f"“{place.name}” stands there twice, or has something inside.")
    value = element.text or ""
    found[place.name] = value
    if value and place.shape is Shape.FILE:
        files.append(value)


def _is_made(place: Place, name: str, element: ET.Element) -> bool:
    """Nodes that pyxform makes beside ours: how often a repeat stands, and labels of tables. They hold no answer."""
    counted = place.by_name.get(name.removesuffix("_count")) if name.endswith("_count") else None
    return len(element) == 0 and ((counted is not None and counted.is_repeat) or _made_by_pyxform.match(name) is not None)


def _write(place: Place, answers: Answers, element: ET.Element) -> None:
    for inner in place.kids:
        given = answers.get(inner.name)
        if given is None and inner.question is None:
            continue
        for value in _instances(given) if inner.is_repeat else [given]:
            child = ET.SubElement(element, inner.name)
            if inner.question is None:
                _write(inner, value if isinstance(value, Mapping) else {}, child)
            else:
                child.text = _illegal.sub("", value or "")


def _instances(given: object) -> Iterable[Any]:
    return given if isinstance(given, list | tuple) else ()
